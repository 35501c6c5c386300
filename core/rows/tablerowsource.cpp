// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/tablerowsource.h"

#include "core/base/log.h"
#include "core/rows/pagepump.h"
#include "core/rows/positionfinder.h"
#include "core/rows/positionsbuilder.h"

#include <QThread>
#include <QTimer>

#include <algorithm>
#include <chrono>
#include <utility>

namespace core {

namespace {

constexpr int retryPause = 200; ///< milliseconds until pages are asked for again that could not be read now

/// Whether both read the same cells of the same rows in the same order.
[[nodiscard]] bool readsTheSame(const RowSql &a, const RowSql &b)
{
    return a.columns() == b.columns() && a.identity() == b.identity() && a.orderColumns() == b.orderColumns()
        && a.orderIsIndexed() == b.orderIsIndexed() && a.pageByOffset(0, 1, RowSql::Cells::AsStored) == b.pageByOffset(0, 1, RowSql::Cells::AsStored);
}

} // namespace

/// Carries what jobs have to say to the source's thread. Outlives the source while jobs run; then says nothing.
class TableRowSource::Messenger : public QObject {
public:
    explicit Messenger(TableRowSource *source)
        : m_source(source)
    {
    }
    [[nodiscard]] static std::shared_ptr<Messenger> make(TableRowSource *source)
    {
        return {new Messenger(source), [](Messenger *m) {
                    if (QThread::currentThread() == m->thread())
                        delete m;
                    else
                        m->deleteLater();
                }};
    }
    void forget() { m_source = nullptr; } ///< on the source's thread

    /// Any thread. Dropped when the source has gone on to another reading.
    template <typename Tell> void tell(const ReadingPtr &about, Tell what)
    {
        QMetaObject::invokeMethod(
            this,
            [this, about, what] {
                if (m_source && m_source->m_reading == about)
                    what(*m_source);
            },
            Qt::QueuedConnection);
    }

private:
    TableRowSource *m_source;
};

TableRowSource::TableRowSource(ConnectionPtr reader, ConnectionPtr background, SchemaPtr schema,
                               const Dialect &dialect, const RowQuery &query, QObject *parent)
    : RowSource(parent)
    , m_reader(std::move(reader))
    , m_background(std::move(background))
    , m_schema(std::move(schema))
    , m_dialect(dialect)
    , m_query(query)
    , m_messenger(Messenger::make(this))
{
    begin();
}

TableRowSource::~TableRowSource()
{
    abandon();
    m_messenger->forget();
}

void TableRowSource::abandon()
{
    if (m_reading)
        m_reading->abandoned = true;
    m_pump.cancel();
    m_building.cancel();
    m_reading.reset();
}

void TableRowSource::begin()
{
    m_count = {};
    m_refreshAgain = false;
    auto sql = m_dialect.rowSql(*m_schema, m_query);
    if (!sql) {
        m_columns.clear();
        m_identity = {};
        m_count.exact = true;
        // Queued: nobody listens yet when this is the constructor.
        m_messenger->tell(nullptr, [error = sql.error()](TableRowSource &s) { s.takeFailure(error); });
        return;
    }
    m_columns = (*sql)->columns();
    m_identity = (*sql)->identity();
    m_reading = std::make_shared<RowReading>(*sql);
    std::ignore = page(0); // first, so that a server begins with what is waited for
    startBuilding();
}

void TableRowSource::setQuery(const RowQuery &query)
{
    const QList<Column> before = m_columns;
    abandon();
    m_query = query;
    begin();
    if (m_columns != before) {
        Q_EMIT columnsChanged();
        return;
    }
    Q_EMIT countChanged(m_count);
    Q_EMIT pagesDropped();
}

void TableRowSource::setSchema(SchemaPtr schema)
{
    m_schema = std::move(schema);
    const auto sql = m_dialect.rowSql(*m_schema, m_query);
    if (m_reading && sql && readsTheSame(**sql, *m_reading->sql))
        refresh(); // what is on view stays, and so does whoever looks at it
    else
        setQuery(m_query);
}

void TableRowSource::refresh()
{
    if (!m_reading) {
        setQuery(m_query);
        return;
    }
    if (m_busy) {
        // What is being found out now is still better than what is known: starting over at each of someone's many
        // writes would never come to an end.
        m_refreshAgain = true;
        {
            const std::lock_guard lock(m_reading->mutex);
            m_reading->cache.markAllStale();
            ++m_reading->revision;
            m_reading->failedPages.clear();
        }
        Q_EMIT pagesDropped();
        return;
    }
    const ReadingPtr old = m_reading;
    const auto fresh = std::make_shared<RowReading>(old->sql);
    {
        const std::lock_guard lock(old->mutex);
        fresh->cache.insertStale(old->cache);
        const bool uncounted = old->positions.kind() == RowPositions::Kind::Offset;
        if (old->positions.isComplete() || uncounted)
            fresh->positions = old->positions;
        fresh->refreshing = old->positions.isComplete();
    }
    abandon();
    m_reading = fresh;
    startBuilding();
    Q_EMIT pagesDropped();
}

bool TableRowSource::stop()
{
    if (!m_reading)
        return false;
    bool stopped = m_busy;
    m_refreshAgain = false;
    m_building.cancel();
    {
        const std::lock_guard lock(m_reading->mutex);
        auto &wanted = m_reading->wanted;
        // Other pages are read by key, and quickly; these are counted off, which may take for ever.
        if (m_reading->positions.kind() == RowPositions::Kind::Offset && m_reading->pumping) {
            stopped = true;
            m_reading->failedPages.unite(QSet<qint64>(wanted.begin(), wanted.end())); // whoever looks asks again
            if (m_reading->beingRead >= 0)
                m_reading->failedPages.insert(m_reading->beingRead);
            wanted.clear();
            m_pump.cancel();
            m_reading->pumping = false; // a pump that never began cannot say so
        }
    }
    // Not by way of the job: one that has not begun says nothing.
    setBusy(false);
    return stopped;
}

RowPagePtr TableRowSource::page(qint64 pageIndex)
{
    if (!m_reading || pageIndex < 0)
        return nullptr;
    RowPagePtr stale;
    {
        const std::lock_guard lock(m_reading->mutex);
        if (const PageCache::Entry *entry = m_reading->cache.find(pageIndex)) {
            if (!entry->stale)
                return entry->page;
            stale = entry->page;
        }
        const RowCount known = m_reading->positions.count();
        if ((pageIndex > 0 && pageIndex * pageRows >= known.rows) || m_reading->failedPages.contains(pageIndex)
            || m_reading->beingRead == pageIndex)
            return stale;
        auto &wanted = m_reading->wanted;
        if (std::find(wanted.begin(), wanted.end(), pageIndex) == wanted.end()) {
            wanted.push_front(pageIndex);
            m_reading->newerWanted = true;
            if (wanted.size() > RowReading::mostWanted)
                wanted.pop_back();
        }
        if (m_reading->pumping)
            return stale;
        m_reading->pumping = true;
    }
    startPump();
    return stale;
}

RowPagePtr TableRowSource::waitForPage(qint64 pageIndex, int milliseconds)
{
    if (RowPagePtr there = page(pageIndex); there || !m_reading)
        return there;
    RowPagePtr arrived;
    std::unique_lock lock(m_reading->mutex);
    m_reading->pageArrived.wait_for(lock, std::chrono::milliseconds(milliseconds), [&] {
        const PageCache::Entry *entry = m_reading->cache.find(pageIndex);
        arrived = entry ? entry->page : nullptr;
        return arrived != nullptr;
    });
    return arrived;
}

QFuture<Result<std::optional<qint64>>> TableRowSource::positionOf(const RowKey &key)
{
    // Behind the job that finds positions out.
    return m_background->submit(
        [reading = m_reading, key](Database &database, JobContext &) -> Result<std::optional<qint64>> {
            return reading ? findPosition(database, *reading, key) : std::optional<qint64>();
        });
}

void TableRowSource::startPump()
{
    m_pump = m_reader->submit(
        [reading = m_reading, messenger = m_messenger](Database &database, JobContext &context) {
            const PagePump::Tell tell{
                [&](qint64 index, qint64 microseconds, bool positionsToo) {
                    messenger->tell(reading, [index, microseconds, positionsToo](TableRowSource &s) {
                        if (positionsToo)
                            s.takePositions();
                        Q_EMIT s.pageReady(index);
                        Q_EMIT s.readTimed(microseconds);
                    });
                },
                [&] { messenger->tell(reading, [](TableRowSource &s) { s.takePositions(); }); },
                [&](const Error &error) {
                    messenger->tell(reading, [error](TableRowSource &s) { s.takeFailure(error); });
                },
                [&] { messenger->tell(reading, [](TableRowSource &s) { s.pumpLater(); }); },
            };
            return PagePump(database, context, *reading, tell).run();
        },
        Connection::Priority::High);
}

void TableRowSource::pumpLater()
{
    QTimer::singleShot(retryPause, this, [this, about = m_reading] {
        if (m_reading != about)
            return;
        {
            const std::lock_guard lock(about->mutex);
            if (about->pumping || about->wanted.empty())
                return;
            about->pumping = true;
        }
        startPump();
    });
}

void TableRowSource::startBuilding()
{
    setBusy(true);
    m_building = m_background->submit([reading = m_reading, messenger = m_messenger](Database &database,
                                                                                      JobContext &context) {
        const auto published = [&] {
            messenger->tell(reading, [](TableRowSource &s) { s.takePositions(); });
        };
        const Result<Done> built = PositionsBuilder(database, context, *reading, published).build();
        messenger->tell(reading, [built](TableRowSource &s) { s.takeBuilt(built); });
        return built;
    });
}

void TableRowSource::setBusy(bool busy)
{
    if (m_busy == busy)
        return;
    m_busy = busy;
    Q_EMIT busyChanged(busy);
}

/// What is known about where rows are has advanced.
void TableRowSource::takePositions()
{
    bool dropped = false;
    RowCount count;
    {
        const std::lock_guard lock(m_reading->mutex);
        const RowPositions &positions = m_reading->positions;
        count = positions.count();
        const qint64 exactRows = positions.exactRows();
        dropped = m_reading->refusedAny;
        m_reading->refusedAny = false;
        dropped |= m_reading->cache.markStaleIf([&](qint64, const RowPage &page) {
            const qint64 expected = std::min<qint64>(pageRows, std::min(exactRows, count.rows) - page.firstRow);
            return (page.approximate && page.firstRow < exactRows)
                || (positions.kind() != RowPositions::Kind::Offset && !m_reading->refreshing && page.rowCount < expected);
        });
    }
    if (m_count != count) {
        m_count = count;
        Q_EMIT countChanged(count);
    }
    if (dropped)
        Q_EMIT pagesDropped();
}

void TableRowSource::takeBuilt(const Result<Done> &result)
{
    setBusy(false);
    if (!result && !result.error().isCancelled())
        takeFailure(result.error());
    if (std::exchange(m_refreshAgain, false))
        refresh();
}

void TableRowSource::takeFailure(const Error &error)
{
    qCDebug(lcRows) << "reading" << m_query.table.display() << "failed:" << error.message << error.detail;
    Q_EMIT failed(error);
}

} // namespace core

#include "moc_tablerowsource.cpp"
