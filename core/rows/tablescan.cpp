// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/tablescan.h"

#include "core/rows/stopwhen.h"

#include <QElapsedTimer>
#include <QThread>

#include <algorithm>
#include <limits>

namespace core {

namespace {

constexpr qint64 quick = 6;     ///< milliseconds; a range may take longer than this …
constexpr qint64 slow = 20;     ///< … but not than that
constexpr qint64 mostTime = 80; ///< then it is stopped, and tried again in smaller parts
constexpr qint64 mostStrideInRows = 1 << 16;
constexpr qint64 mostStrideInKeys = qint64(1) << 60;
constexpr unsigned long busyPause = 50; ///< milliseconds, after the driver's own patience

} // namespace

TableScan::TableScan(Database &database, const RowSql &sql, std::function<bool()> isStopped)
    : m_database(database)
    , m_sql(sql)
    , m_isStopped(std::move(isStopped))
    , m_borders(database)
    , m_rows(database)
{
}

Result<Row> TableScan::firstRow(ReusedStatement &statement, const BoundSql &sql)
{
    while (true) {
        if (m_isStopped())
            return Error::cancelled();
        auto row = statement.firstRow(sql);
        if (row || row.error().kind != Error::Kind::Busy)
            return row;
        QThread::msleep(busyPause);
    }
}

/// Where a range ends that begins there; empty: nowhere. Integers are added to, which costs nothing; other keys have to
/// be walked over.
Result<Row> TableScan::rangeEnd(const Row &from)
{
    if (!m_sql.identityIsInteger())
        return firstRow(m_borders, m_sql.nextKey(from, m_stride));
    const qint64 first = from.front().toInteger();
    if (first > std::numeric_limits<qint64>::max() - m_stride)
        return Row{};
    return Row{Value::integer(first + m_stride)};
}

Result<TableScan::Outcome> TableScan::takeRange(const Row &from, const Row &to,
                                                const std::function<void(const PreparedStatement &)> &take)
{
    const auto width = static_cast<int>(m_sql.identity().columns.size());
    QElapsedTimer timer;
    timer.start();
    const StopWhen limit(m_database, [this, &timer] { return m_stride > 1 && timer.elapsed() > mostTime; });
    const auto statement = m_rows.ready(m_sql.keysBetween(from, to));
    RC_TRY(statement);
    const PreparedStatement *row = *statement;
    bool mayBeLast = !m_last.empty(); // after a stop the first one may have been handed over already
    while (true) {
        const auto there = (*statement)->step();
        if (!there) {
            if (limit.hasStopped())
                return Outcome::TimeIsUp;
            return there.error();
        }
        if (!*there)
            return Outcome::Whole;
        if (mayBeLast) {
            mayBeLast = false;
            Row identity;
            for (int c = 0; c < width; ++c)
                identity.push_back(row->column(c));
            if (identity == m_last)
                continue;
        }
        take(*row);
        // Kept for a stop only, but nobody knows which row will be the last before it.
        m_last.resize(static_cast<size_t>(width));
        for (int c = 0; c < width; ++c)
            m_last[static_cast<size_t>(c)] = row->column(c);
    }
}

void TableScan::adapt(Outcome outcome, qint64 milliseconds)
{
    const qint64 most = m_sql.identityIsInteger() ? mostStrideInKeys : mostStrideInRows;
    if (outcome == Outcome::TimeIsUp)
        m_stride = std::max<qint64>(1, m_stride / 16);
    else if (milliseconds > slow)
        m_stride = std::max<qint64>(1, m_stride / 2);
    else if (milliseconds < quick)
        m_stride = std::min(most, m_stride * 2);
}

void TableScan::startAt(const Position &position)
{
    m_from = position.from;
    if (position.stride > 0)
        m_stride = position.stride;
}

Result<Done> TableScan::run(const std::function<void(const PreparedStatement &)> &take,
                            const std::function<void()> &afterRange)
{
    auto from = firstRow(m_borders, m_sql.nextKey(m_from, 0));
    RC_TRY(from);
    while (!from->empty()) {
        m_from = *from;
        if (m_isStopped())
            return Error::cancelled();
        const auto to = rangeEnd(*from);
        RC_TRY(to);
        QElapsedTimer timer;
        timer.start();
        const auto outcome = takeRange(*from, *to, take);
        if (!outcome && outcome.error().kind == Error::Kind::Busy) {
            QThread::msleep(busyPause);
        } else {
            RC_TRY(outcome);
            adapt(*outcome, timer.elapsed());
        }
        afterRange();
        if (!outcome || *outcome == Outcome::TimeIsUp) {
            if (!m_last.empty())
                *from = m_last;
            continue;
        }
        m_last.clear();
        if (to->empty())
            return Done{};
        m_from = *to;
        // The next row there is: so a gap in the keys costs one look, however wide it is.
        if (m_sql.identityIsInteger()) {
            from = firstRow(m_borders, m_sql.nextKey(*to, 0));
            RC_TRY(from);
        } else {
            from = *to;
        }
    }
    return Done{};
}

} // namespace core
