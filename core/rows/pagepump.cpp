// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/pagepump.h"

#include "core/base/log.h"
#include "core/rows/stopwhen.h"

#include <QElapsedTimer>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 undisturbed = 100; ///< milliseconds that a page may take before a newer request stops it

[[nodiscard]] bool isGuess(const RowPositions::Plan &plan)
{
    const auto *fromKey = std::get_if<RowPositions::FromKey>(&plan);
    return std::holds_alternative<RowPositions::NotKnownYet>(plan) || (fromKey && fromKey->approximate);
}

} // namespace

PagePump::PagePump(Database &database, const JobContext &context, RowReading &reading, Tell tell)
    : m_database(database)
    , m_context(context)
    , m_reading(reading)
    , m_tell(std::move(tell))
    , m_reader(database, *reading.sql, RowSource::cellLimit)
    , m_span(database)
    , m_estimate(database)
{
}

Result<Done> PagePump::run()
{
    while (const auto order = next()) {
        const auto done = read(*order);
        const std::lock_guard lock(m_reading.mutex);
        m_reading.beingRead = -1;
        if (!done) {
            m_reading.pumping = false;
            return done;
        }
    }
    return Done{};
}

/// None: nothing is wanted any more, and this pump has said so.
std::optional<PagePump::Order> PagePump::next()
{
    const std::lock_guard lock(m_reading.mutex);
    while (!m_reading.abandoned && !m_context.isCancelled() && !m_reading.wanted.empty()) {
        Order order;
        order.index = m_reading.wanted.front();
        m_reading.wanted.pop_front();
        order.plan = m_reading.positions.planFor(order.index);
        order.mayBeLong = m_reading.positions.kind() == RowPositions::Kind::Offset;
        if (std::holds_alternative<RowPositions::NotKnownYet>(order.plan)) {
            m_reading.refusedAny = true;
            continue;
        }
        order.revision = m_reading.revision;
        m_reading.beingRead = order.index;
        m_reading.newerWanted = false;
        return order;
    }
    m_reading.pumping = false;
    return std::nullopt;
}

/// An error: the pump ends here.
Result<Done> PagePump::read(const Order &order)
{
    if (order.mayBeLong && !m_holdsUpWriters)
        m_holdsUpWriters = m_database.readingBlocksWriters();
    QElapsedTimer timer;
    timer.start();
    const StopWhen stop(m_database, [&] { return mustStop(order, timer.elapsed()); });
    const auto page = m_reader.read(order.index, order.plan);
    const qint64 microseconds = timer.nsecsElapsed() / 1000;
    if (!page)
        return stop.hasStopped() ? takeStop(order) : takeError(order, page.error());
    const Noted noted = noteFirstPage(order.index, *page);
    // Over a network nobody waits for a guess with the rows already there.
    const bool guessLater = noted.mayGuess && m_reading.sql->sendsWholeCells();
    if (noted.mayGuess && !guessLater)
        guess(**page);
    {
        // What became known while it was read may have put it out of date already: then it is shown, and read again.
        const std::lock_guard lock(m_reading.mutex);
        const bool stale = order.revision != m_reading.revision
            || ((*page)->approximate && !isGuess(m_reading.positions.planFor(order.index)));
        m_reading.cache.insert(order.index, *page, stale);
    }
    m_reading.pageArrived.notify_all();
    m_tell.read(order.index, microseconds, noted.positions);
    if (guessLater) {
        guess(**page);
        m_tell.positions();
    }
    return Done{};
}

bool PagePump::mustStop(const Order &order, qint64 milliseconds)
{
    if (milliseconds < undisturbed)
        return false;
    const std::lock_guard lock(m_reading.mutex);
    return m_reading.newerWanted || (order.mayBeLong && *m_holdsUpWriters && milliseconds > m_reading.hold);
}

Result<Done> PagePump::takeStop(const Order &order)
{
    const Error later = Error::cancelled();
    {
        const std::lock_guard lock(m_reading.mutex);
        if (m_reading.newerWanted)
            return Done{}; // whoever still looks at this one asks again
        if (m_reading.hold < RowReading::longestHold) {
            m_reading.hold *= 2;
            m_reading.wanted.push_front(order.index);
            m_tell.tryLater();
            return later;
        }
        m_reading.failedPages.insert(order.index);
    }
    m_tell.failed(Error::invalid(
        u"Row %1 and those after it take more than %2 seconds to reach, and writers would have to "
        "wait meanwhile: filter the rows, or let the database use WAL."_s.arg(order.index * RowSource::pageRows + 1)
            .arg(RowReading::longestHold / 1000)));
    return Done{};
}

Result<Done> PagePump::takeError(const Order &order, const Error &error)
{
    {
        const std::lock_guard lock(m_reading.mutex);
        if (error.isCancelled())
            return error;
        if (error.kind == Error::Kind::Busy) {
            m_reading.wanted.push_front(order.index);
            m_tell.tryLater();
            return error;
        }
        m_reading.failedPages.insert(order.index);
    }
    m_tell.failed(error);
    return Done{};
}

/// One that is no more than was seen already says nothing.
void PagePump::takeEstimate()
{
    const BoundSql sql = m_reading.sql->estimate();
    {
        const std::lock_guard lock(m_reading.mutex);
        if (sql.sql.isEmpty() || m_reading.positions.hasEstimate())
            return;
    }
    const auto row = m_estimate.firstRow(sql);
    if (!row) {
        qCDebug(lcRows) << "no estimate:" << row.error().message; // counting will tell
        return;
    }
    if (row->size() != 1 || row->front().kind() != Value::Kind::Integer)
        return;
    const std::lock_guard lock(m_reading.mutex);
    if (row->front().toInteger() >= m_reading.positions.count().rows)
        m_reading.positions.setEstimate(row->front().toInteger());
}

/// The first page says how many rows there are when it is not full, and how dense the keys lie.
PagePump::Noted PagePump::noteFirstPage(qint64 index, const RowPagePtr &page)
{
    const std::lock_guard lock(m_reading.mutex);
    RowPositions &positions = m_reading.positions;
    if (positions.kind() == RowPositions::Kind::Listed || positions.count().exact)
        return {};
    if (index > 0 && positions.kind() == RowPositions::Kind::Anchored)
        return {};
    if (page->rowCount < RowSource::pageRows) {
        if (index == 0 || page->rowCount > 0)
            positions.setCount(page->firstRow + page->rowCount, true);
        return {true, false};
    }
    // Without anchors one more page may be asked for than is known, so that a slow count hides nothing.
    const qint64 more = positions.kind() == RowPositions::Kind::Offset ? 1 : 0;
    positions.raiseCount(page->firstRow + page->rowCount + more);
    return {true, !positions.hasKeySpan()};
}

void PagePump::guess(const RowPage &page)
{
    takeEstimate();
    const BoundSql sql = m_reading.sql->keySpan();
    if (sql.sql.isEmpty())
        return;
    const auto span = m_span.firstRow(sql);
    if (span && span->size() == 2 && span->front().kind() == Value::Kind::Integer
        && span->back().kind() == Value::Kind::Integer) {
        const std::lock_guard lock(m_reading.mutex);
        m_reading.positions.setKeySpan(span->front().toInteger(), span->back().toInteger(), page);
    } else if (!span) {
        qCDebug(lcRows) << "no estimate:" << span.error().message; // the anchors will tell
    }
}

} // namespace core
