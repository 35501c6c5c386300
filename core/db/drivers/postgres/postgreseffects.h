// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/database.h"

#include <QMap>

namespace core::postgres {

/// Rows changed per table, from the server's own counters of the running transaction (pg_stat_get_xact_*): they hold
/// what cascades and triggers changed. The counters only grow within one transaction, so that two looks tell what came
/// between. Outside of a transaction there are none, and the effects are empty. A partition's rows are its root's.
/// The looks are the driver's own and not traced. A server that does not count (track_counts = off) shows none.
class PgEffects {
public:
    using Counts = QMap<QString, TableEffect>;

    /// Reads the counters; what stands in the way makes no look.
    [[nodiscard]] static QString lookSql();
    /// The number of the transaction that is open; NULL while it has written nothing. `tells`: at its end the server
    /// gives its counters to others at once, which else may be seconds late.
    [[nodiscard]] static QString transactionSql(bool tells);
    [[nodiscard]] static Counts countsOf(const std::vector<Row> &rows);

    void start(const std::optional<Counts> &now);
    [[nodiscard]] QList<TableEffect> take(const std::optional<Counts> &now);
    [[nodiscard]] bool isCounting() const { return m_counting; }
    /// Whether the last look still holds at the start of the next statement: nothing ran since.
    [[nodiscard]] bool isFresh() const { return m_fresh; }
    void somethingRuns() { m_fresh = false; }
    [[nodiscard]] qint64 rows() const { return m_rows; }

private:
    std::optional<Counts> m_before;
    qint64 m_rows = 0;
    bool m_counting = false;
    bool m_fresh = false;
};

} // namespace core::postgres
