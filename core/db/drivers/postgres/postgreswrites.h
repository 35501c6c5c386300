// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QString>

#include <optional>

namespace core::postgres {

/// Whether others have written to tables of this very database, from what every role may ask for and every backend
/// knows. The server's snapshot tells that transactions have ended, somewhere; their states, whether one of them was
/// kept; the counters of this database's tables, whether rows changed here. Only all three together say so: the
/// counters count what is taken back, too, the snapshot moves by other databases, autovacuum and dry runs. The counters
/// may come seconds after the commit. Pure; the driver asks.
class PgWrites {
public:
    /// Whether it can be told here: tables are counted, and not on a standby, which only repeats. One boolean as text.
    [[nodiscard]] static QString isToldSql();
    [[nodiscard]] static QString rowsSql(); ///< all rows written so far, in tables that others see
    /// Whether a transaction that ended since the snapshot $1 was kept: a boolean as text.
    [[nodiscard]] static QString keptSql();

    [[nodiscard]] bool isToCome() const; ///< counters of what was kept lately may still move
    /// `kept`: since the last look. `ours`: what the counters tell now is our own work.
    void look(qint64 rows, bool kept, bool ours);
    [[nodiscard]] qint64 number() const { return m_number; } ///< another one when rows have changed

private:
    std::optional<qint64> m_rows;
    QElapsedTimer m_sinceKept; ///< invalid: nothing was, or its rows are counted
    qint64 m_number = 0;
};

} // namespace core::postgres
