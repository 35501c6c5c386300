// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rows/pagereader.h"

#include <functional>

namespace core {

/// Looks at every row of a table once, in the order of its identity, and hands over those that pass the filter. Range
/// by range: each is one statement of some 10 milliseconds, reset before the next, so that a writer in another program
/// never waits long. A busy database is waited for. On the database's thread, within one job.
class TableScan {
public:
    TableScan(Database &database, const RowSql &sql, std::function<bool()> isStopped);

    /// Where a scan is that `isStopped` broke off between two ranges; another one goes on from there.
    struct Position {
        Row from; ///< identity; empty: at the beginning
        qint64 stride = 0;
        friend bool operator==(const Position &, const Position &) = default;
    };
    void startAt(const Position &position);
    [[nodiscard]] Position position() const { return {m_from, m_stride}; }

    /// `take` gets a row of RowSql::keysBetween(), valid during the call; `afterRange` is called between statements.
    /// Error::cancelled() when `isStopped` said so.
    [[nodiscard]] Result<Done> run(const std::function<void(const PreparedStatement &)> &take,
                                   const std::function<void()> &afterRange);

private:
    enum class Outcome { Whole, TimeIsUp };

    [[nodiscard]] Result<Row> rangeEnd(const Row &from);
    [[nodiscard]] Result<Outcome> takeRange(const Row &from, const Row &to,
                                            const std::function<void(const PreparedStatement &)> &take);
    [[nodiscard]] Result<Row> firstRow(ReusedStatement &statement, const BoundSql &sql);
    void adapt(Outcome outcome, qint64 milliseconds);

    Database &m_database;
    const RowSql &m_sql;
    std::function<bool()> m_isStopped;
    ReusedStatement m_borders;
    ReusedStatement m_rows;
    qint64 m_stride = 4096; ///< of a range: rows, or the distance of integer keys
    Row m_from;             ///< where the next range begins, or just before that
    Row m_last;             ///< the identity of the range handed over last
};

} // namespace core
