// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/relatedlist.h"

#include "core/base/whendone.h"
#include "core/dialect/dialect.h"
#include "core/dialect/relationsql.h"
#include "core/rows/stopwhen.h"

#include <QElapsedTimer>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int restMilliseconds = 60; ///< held arrow keys pass several rows in that time

/// Everything a job needs: it must not look at what lives on the window's thread.
struct Order {
    SchemaPtr schema;
    const RelationSql *sql = nullptr;
    Relation relation;
    QList<Value> key;
    QStringList identity; ///< read whole, as are the relation's columns
    QStringList columns; ///< all that are read
    int atMost = 0;
    qint64 patience = 0; ///< milliseconds
};

void takeRow(const PreparedStatement &row, const Order &order, StoredRow &stored, QMap<QString, qint64> &cutSizes)
{
    for (qsizetype i = 0; i < order.columns.size(); ++i) {
        const QString &name = order.columns.at(i);
        const int at = int(i) + 1; // after the key's number
        if (order.identity.contains(name) || order.relation.toColumns.contains(name)) {
            stored.cells.insert(name, row.column(at));
            continue;
        }
        const CellStart start = row.columnStart(at, RelatedList::cellLimit);
        stored.cells.insert(name, start.value);
        if (start.size > RelatedList::cellLimit)
            cutSizes.insert(name, start.size);
    }
    for (const QString &name : order.identity)
        stored.key.values.append(stored.cells.value(name));
}

/// → whether it came to the end: false when it took too long. `each` is told of every row, and says whether to go on.
template <typename Each>
Result<bool> readPatiently(Database &database, JobContext &context, const BoundSql &sql, qint64 milliseconds, Each each)
{
    QElapsedTimer timer;
    timer.start();
    const StopWhen patience(database, [&] { return timer.elapsed() > milliseconds; });
    const auto statement = database.prepareKept(sql.sql);
    RC_TRY(statement);
    for (qsizetype i = 0; i < sql.values.size(); ++i)
        RC_TRY((*statement)->bind(int(i), sql.values.at(i)));
    for (;;) {
        const auto step = (*statement)->step();
        if (!step && patience.hasStopped() && !context.isCancelled())
            return false;
        RC_TRY(step);
        if (!*step)
            return true;
        if (!each(**statement)) {
            (*statement)->reset();
            return true;
        }
    }
}

} // namespace

RelatedList::RelatedList(ConnectionPtr reader, ConnectionPtr background, const Dialect &dialect, QObject *parent)
    : QObject(parent)
    , m_reader(std::move(reader))
    , m_background(std::move(background))
    , m_dialect(dialect)
{
    m_rest.setSingleShot(true);
    m_rest.setInterval(restMilliseconds);
    connect(&m_rest, &QTimer::timeout, this, &RelatedList::read);
}

RelatedList::~RelatedList()
{
    m_reading.cancel();
    m_counting.cancel();
}

bool RelatedList::isStoredRow() const
{
    return m_subject && m_subject->row.insertId == 0 && !m_subject->row.isNone();
}

void RelatedList::stop()
{
    ++m_run;
    m_rest.stop();
    m_reading.cancel();
    m_counting.cancel();
    m_busyReading = false;
    m_busyCounting = false;
}

void RelatedList::setSubject(SchemaPtr schema, const std::optional<Subject> &subject)
{
    if (m_schema == schema && m_subject == subject)
        return;
    stop();
    m_schema = std::move(schema);
    m_subject = subject;
    m_found = {};
    m_counted.reset();
    m_failure.clear();
    m_stale = false;
    m_state = !m_subject ? State::Nothing : isStoredRow() ? State::Loading : State::Ready;
    arrange();
    if (m_state == State::Loading)
        later(m_patience);
    Q_EMIT changed();
}

void RelatedList::later(int patience)
{
    m_readPatience = patience;
    m_stale = !m_active;
    if (m_active)
        m_rest.start();
}

void RelatedList::setActive(bool active)
{
    if (m_active == active)
        return;
    m_active = active;
    if (active && m_stale)
        later(m_patience);
    if (active)
        return;
    const bool unfinished = isBusy();
    stop();
    m_stale = m_stale || unfinished;
}

void RelatedList::setChanges(std::shared_ptr<const ChangeSet> changes)
{
    m_changes = std::move(changes);
    const QList<Line> before = m_lines;
    arrange();
    if (m_lines != before)
        Q_EMIT changed();
}

void RelatedList::setAtMost(int rows)
{
    const bool wantsMore = rows > m_atMost && m_found.more;
    m_atMost = std::max(1, rows);
    if (wantsMore && m_active)
        read();
}

void RelatedList::refresh()
{
    if (!isStoredRow())
        return;
    stop();
    m_readPatience = m_patience;
    m_stale = !m_active;
    if (m_active)
        read();
}

void RelatedList::insist()
{
    if (!isStoredRow() || !m_active)
        return;
    stop();
    m_readPatience = 10 * m_patience;
    m_state = State::Loading;
    read();
    Q_EMIT changed();
}

bool RelatedList::isBusy() const
{
    return m_rest.isActive() || m_busyReading || m_busyCounting;
}

void RelatedList::read()
{
    stop();
    const Table *table = m_schema && m_subject ? m_schema->table(m_subject->relation.to) : nullptr;
    if (!table || !isStoredRow())
        return;
    const Relation &relation = m_subject->relation;
    Order order{m_schema,
                &m_dialect.relationSql(),
                relation,
                m_subject->row.values,
                m_dialect.identityOf(*table).columns,
                {},
                m_atMost,
                m_readPatience};
    order.columns = order.identity + relation.toColumns + m_subject->columns;
    order.columns.removeDuplicates();
    const auto job = [order](Database &database, JobContext &context) -> Result<Found> {
        Found found;
        const BoundSql sql =
            order.sql->related(*order.schema, order.relation, order.columns, {order.key}, order.atMost + 1);
        const auto done = readPatiently(database, context, sql, order.patience, [&](const PreparedStatement &row) {
            found.more = found.rows.size() == order.atMost;
            if (found.more)
                return false;
            StoredRow stored;
            QMap<QString, qint64> cutSizes;
            takeRow(row, order, stored, cutSizes);
            found.rows.append(stored);
            found.cutSizes.append(cutSizes);
            return true;
        });
        RC_TRY(done);
        found.unfinished = !*done;
        return found;
    };
    const bool quick = m_dialect.relationSql().isIndexed(*m_schema, relation);
    m_busyReading = true;
    m_reading = (quick ? m_reader : m_background)->submit(job);
    whenDone(m_reading, this, [this, run = m_run](const Result<Found> &found) {
        if (run == m_run)
            take(found);
    });
}

void RelatedList::take(const Result<Found> &found)
{
    m_busyReading = false;
    m_failure.clear();
    if (found) {
        m_found = *found;
        m_state = m_found.unfinished ? State::GaveUp : State::Ready;
    } else if (!found.error().isCancelled()) {
        m_found = {};
        m_state = State::Failed;
        m_failure = found.error().message;
    }
    if (!m_found.more)
        m_counted.reset();
    arrange();
    if (m_found.more)
        count();
    Q_EMIT changed();
}

void RelatedList::count()
{
    const auto job = [schema = m_schema, sql = &m_dialect.relationSql(), relation = m_subject->relation,
                      key = m_subject->row.values,
                      patience = m_readPatience](Database &database, JobContext &context) -> Result<qint64> {
        qint64 counted = 0;
        const auto done = readPatiently(database, context, sql->counts(*schema, relation, {key}, countedTo), patience,
                                        [&](const PreparedStatement &row) {
                                            counted = row.column(1).toInteger();
                                            return true;
                                        });
        RC_TRY(done);
        return *done ? counted : -1;
    };
    m_busyCounting = true;
    m_counting = m_background->submit(job);
    whenDone(m_counting, this, [this, run = m_run](const Result<qint64> &counted) {
        if (run != m_run)
            return;
        m_busyCounting = false;
        m_counted.reset();
        if (counted && *counted >= 0)
            m_counted = *counted;
        Q_EMIT changed();
    });
}

std::optional<qint64> RelatedList::total() const
{
    if (m_state != State::Ready)
        return std::nullopt;
    return m_found.more ? m_counted : std::optional(qint64(m_found.rows.size()));
}

QList<StoredRow> RelatedList::storedRows() const
{
    return m_found.rows;
}

void RelatedList::arrange()
{
    m_lines.clear();
    m_leaving = 0;
    if (!m_schema || !m_subject || m_subject->row.isNone() || !m_schema->table(m_subject->relation.to))
        return;
    const QList<RelatedRow> rows =
        stagedChildren(*m_schema, m_subject->relation, *m_changes, m_dialect, m_subject->row, m_found.rows);
    const QStringList identity = m_dialect.identityOf(*m_schema->table(m_subject->relation.to)).columns;
    for (const RelatedRow &row : rows) {
        Line line{row, {}, {}, {}};
        const RowEdit *edit = row.row.isNew() ? m_changes->findInserted(row.row.table, row.row.insertId)
                                              : m_changes->find(row.row.table, row.row.key);
        if (row.stored >= 0) {
            line.stored = m_found.rows.at(row.stored).cells;
            line.cutSizes = m_found.cutSizes.at(row.stored);
        } else if (edit && !row.row.isNew()) {
            line.stored = edit->context;
            for (auto cell = edit->cells.cbegin(); cell != edit->cells.cend(); ++cell)
                line.stored.insert(cell.key(), cell->base);
            for (qsizetype i = 0; i < identity.size() && i < row.row.key.values.size(); ++i)
                line.stored.insert(identity.at(i), row.row.key.values.at(i));
        }
        for (auto cell = line.stored.cbegin(); cell != line.stored.cend(); ++cell)
            line.shown.insert(cell.key(), *cell);
        if (edit && edit->kind != RowEdit::Kind::Delete) {
            for (auto cell = edit->cells.cbegin(); cell != edit->cells.cend(); ++cell)
                line.shown.insert(cell.key(), cell->value);
        }
        m_lines.append(line);
    }
    const auto goes = [](const Line &line) { return !line.related.isThere(); };
    m_leaving =
        std::max<qint64>(std::count_if(m_lines.cbegin(), m_lines.cend(), goes),
                         stagedLeaving(*m_schema, m_subject->relation, *m_changes, m_dialect, m_subject->row));
}

} // namespace core

#include "moc_relatedlist.cpp"
