// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/positionsbuilder.h"

#include "core/dialect/streamedsql.h"
#include "core/rows/rowsorter.h"
#include "core/rows/stopwhen.h"
#include "core/rows/tablescan.h"

#include <QThread>

namespace core {

namespace {

constexpr qint64 publishEvery = 100; ///< milliseconds
constexpr size_t firstRowsShown = 40; ///< matches worth showing at once
constexpr size_t firstRowsSorted = 4096;
constexpr unsigned long waitBetweenTries = 50; ///< milliseconds, after the driver's own patience

} // namespace

PositionsBuilder::PositionsBuilder(Database &database, const JobContext &context, RowReading &reading,
                                   std::function<void()> published)
    : m_database(database)
    , m_context(context)
    , m_reading(reading)
    , m_sql(*reading.sql)
    , m_published(std::move(published))
    , m_next(*reading.sql)
{
    m_sincePublished.start();
}

Result<Done> PositionsBuilder::build()
{
    switch (m_next.kind()) {
    case RowPositions::Kind::Anchored:
        return buildAnchors();
    case RowPositions::Kind::Offset:
        return countRows();
    case RowPositions::Kind::Listed:
        break;
    }
    const auto rules = m_sql.sortRules();
    if (!rules)
        return buildByDatabase();
    return rules->isEmpty() ? buildFiltered() : buildSorted(*rules);
}

bool PositionsBuilder::isStopped() const
{
    return m_reading.abandoned || m_context.isCancelled();
}

template <typename Change> void PositionsBuilder::update(Change change)
{
    const std::lock_guard lock(m_reading.mutex);
    change(m_reading.refreshing ? m_next : m_reading.positions);
}

void PositionsBuilder::publishIfDue()
{
    if (m_sincePublished.elapsed() < publishEvery)
        return;
    m_sincePublished.restart();
    m_published();
}

void PositionsBuilder::finish(qint64 rows)
{
    {
        const std::lock_guard lock(m_reading.mutex);
        RowPositions &positions = m_reading.refreshing ? m_next : m_reading.positions;
        positions.setCount(rows, true);
        positions.setComplete();
        if (m_reading.refreshing) {
            if (!m_next.agreesWith(m_reading.positions)) {
                m_reading.cache.markAllStale();
                ++m_reading.revision;
            }
            m_reading.positions = std::move(m_next);
            m_reading.refreshing = false;
            m_reading.refusedAny = true; // whoever looks must ask again
        }
    }
    m_published();
}

void PositionsBuilder::finishUncounted()
{
    {
        const std::lock_guard lock(m_reading.mutex);
        if (m_reading.refreshing) { // as many as there were, but nobody knows
            m_reading.positions.setCount(m_reading.positions.count().rows, false);
            m_reading.cache.markAllStale();
            ++m_reading.revision;
            m_reading.refreshing = false;
            m_reading.refusedAny = true;
        }
    }
    m_published();
}

Result<Row> PositionsBuilder::firstRow(ReusedStatement &statement, const BoundSql &sql)
{
    while (true) {
        if (isStopped())
            return Error::cancelled();
        auto row = statement.firstRow(sql);
        if (row || row.error().kind != Error::Kind::Busy)
            return row;
        QThread::msleep(waitBetweenTries);
    }
}

Result<Done> PositionsBuilder::buildAnchors()
{
    if (const auto *streamed = dynamic_cast<const StreamedSql *>(&m_sql))
        return takeAnchors(streamed->everyAnchor(RowPositions::anchorStride));
    ReusedStatement first(m_database);
    ReusedStatement next(m_database);
    auto anchor = firstRow(first, m_sql.nextAnchor({}, 0));
    RC_TRY(anchor);
    qint64 anchors = 0;
    Row last;
    while (!anchor->empty()) {
        last = *anchor;
        ++anchors;
        update([&](RowPositions &p) { p.appendAnchor(last); });
        publishIfDue();
        anchor = firstRow(next, m_sql.nextAnchor(last, RowPositions::anchorStride));
        RC_TRY(anchor);
    }
    qint64 rows = 0;
    if (anchors > 0) {
        const auto rest = firstRow(first, m_sql.countFrom(last));
        RC_TRY(rest);
        rows = (anchors - 1) * RowPositions::anchorStride + rest->front().toInteger();
    }
    finish(rows);
    return Done{};
}

Result<Done> PositionsBuilder::takeAnchors(const BoundSql &sql)
{
    const auto width = static_cast<int>(m_sql.orderColumns().size());
    qint64 anchors = 0;
    Row last;
    RC_TRY(eachRow(sql, [&](const PreparedStatement &row) {
        last.clear();
        for (int c = 0; c < width; ++c)
            last.push_back(row.column(c));
        ++anchors;
        update([&](RowPositions &p) { p.appendAnchor(last); });
        publishIfDue();
    }));
    qint64 rows = 0;
    if (anchors > 0) {
        ReusedStatement count(m_database);
        const auto rest = firstRow(count, m_sql.countFrom(last));
        RC_TRY(rest);
        rows = (anchors - 1) * RowPositions::anchorStride + rest->front().toInteger();
    }
    finish(rows);
    return Done{};
}

Result<Done> PositionsBuilder::buildFiltered()
{
    const auto width = static_cast<int>(m_sql.identity().columns.size());
    KeyList found; // not yet shared
    size_t shared = 0;
    const auto share = [&] {
        shared += found.size();
        update([&](RowPositions &p) {
            p.appendKeys(found);
            p.raiseCount(static_cast<qint64>(shared));
        });
        found.clear();
    };
    TableScan scan(m_database, m_sql, [this] { return isStopped(); });
    RC_TRY(scan.run([&](const PreparedStatement &row) { found.appendFrom(row, width); },
                    [&] {
                        const bool firstPage = shared == 0 && found.size() >= firstRowsShown;
                        if (!firstPage && (found.isEmpty() || m_sincePublished.elapsed() < publishEvery))
                            return;
                        share();
                        m_sincePublished.restart();
                        m_published();
                    }));
    share();
    finish(static_cast<qint64>(shared));
    return Done{};
}

Result<Done> PositionsBuilder::buildSorted(const QList<SortRule> &rules)
{
    const auto width = static_cast<int>(m_sql.identity().columns.size());
    const auto ruleCount = static_cast<int>(rules.size());
    KeyList keys;
    RowSorter sorter(rules);
    Row values(static_cast<size_t>(ruleCount));
    TableScan scan(m_database, m_sql, [this] { return isStopped(); });
    RC_TRY(scan.run(
        [&](const PreparedStatement &row) {
            keys.appendFrom(row, width);
            for (int i = 0; i < ruleCount; ++i)
                values[static_cast<size_t>(i)] = row.column(width + i);
            sorter.add(values);
        },
        [] {}));
    const auto total = static_cast<qint64>(sorter.size());
    const size_t first = std::min(firstRowsSorted, sorter.size());
    sorter.sortFirst(first);
    update([&](RowPositions &p) {
        p.setKeys(keys.picked(sorter.order(first), first));
        p.setCount(total, true);
    });
    m_published();
    if (!sorter.sortAll([this] { return isStopped(); }))
        return Error::cancelled();
    KeyList sorted = keys.picked(sorter.order(sorter.size()), sorter.size());
    update([&](RowPositions &p) { p.setKeys(std::move(sorted)); });
    finish(total);
    return Done{};
}

/// A busy database is asked again as long as it has given nothing.
template <typename Take> Result<Done> PositionsBuilder::eachRow(const BoundSql &sql, Take take)
{
    ReusedStatement rows(m_database);
    while (true) {
        if (isStopped())
            return Error::cancelled();
        const auto statement = rows.ready(sql);
        RC_TRY(statement);
        bool any = false;
        auto row = (*statement)->step();
        for (; row && *row; row = (*statement)->step()) {
            if (isStopped()) {
                (*statement)->reset();
                return Error::cancelled();
            }
            any = true;
            take(**statement);
        }
        if (row)
            return Done{};
        if (any || row.error().kind != Error::Kind::Busy)
            return row.error();
        QThread::msleep(waitBetweenTries);
    }
}

Result<Done> PositionsBuilder::buildByDatabase()
{
    const auto width = static_cast<int>(m_sql.identity().columns.size());
    const BoundSql first = m_sql.firstKeys(firstRowsSorted);
    if (!first.sql.isEmpty()) {
        KeyList keys;
        RC_TRY(eachRow(first, [&](const PreparedStatement &row) { keys.appendFrom(row, width); }));
        const auto found = static_cast<qint64>(keys.size());
        update([&](RowPositions &p) {
            p.setKeys(std::move(keys));
            p.raiseCount(found);
        });
        if (found < static_cast<qint64>(firstRowsSorted)) {
            finish(found);
            return Done{};
        }
        m_published();
    }
    return takeKeys(width, first.sql.isEmpty());
}

/// All of them: as they come, or, where the first ones are on view already, at once.
Result<Done> PositionsBuilder::takeKeys(int width, bool asTheyCome)
{
    KeyList found; // not yet shared
    qint64 total = 0;
    const auto share = [&] {
        update([&](RowPositions &p) {
            p.appendKeys(found);
            p.raiseCount(total);
        });
        found.clear();
    };
    bool shown = false;
    RC_TRY(eachRow(m_sql.allKeys(), [&](const PreparedStatement &row) {
        found.appendFrom(row, width);
        ++total;
        const bool firstPage = !shown && found.size() >= firstRowsShown;
        if (!asTheyCome || (!firstPage && (total % 1024 != 0 || m_sincePublished.elapsed() < publishEvery)))
            return;
        shown = true;
        share();
        m_sincePublished.restart();
        m_published();
    }));
    if (asTheyCome)
        share();
    else
        update([&](RowPositions &p) { p.setKeys(std::move(found)); });
    finish(total);
    return Done{};
}

Result<Done> PositionsBuilder::countRows()
{
    // Where a writer has to wait for readers it is let in between attempts, each of which may take twice as long; an
    // exact count that takes longer than any writer can be asked to wait is not worth it.
    const bool holdsUp = m_database.readingBlocksWriters();
    ReusedStatement statement(m_database);
    for (qint64 time = RowReading::firstHold; !holdsUp || time <= RowReading::longestHold; time *= 2) {
        QElapsedTimer timer;
        timer.start();
        const StopWhen limit(m_database, [&] { return holdsUp && timer.elapsed() > time; });
        const auto count = firstRow(statement, m_sql.count());
        if (count) {
            finish(count->empty() ? 0 : count->front().toInteger());
            return Done{};
        }
        if (!limit.hasStopped())
            return count.error();
        for (timer.restart(); timer.elapsed() < time / 4;) {
            if (isStopped())
                return Error::cancelled();
            QThread::msleep(10);
        }
    }
    finishUncounted();
    return Done{};
}

} // namespace core
