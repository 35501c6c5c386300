// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/relationlookup.h"

#include "core/base/whendone.h"
#include "core/dialect/dialect.h"
#include "core/dialect/relationsql.h"
#include "core/edit/lookuprank.h"
#include "core/edit/rowvalues.h"
#include "core/rows/labelrule.h"

#include <QElapsedTimer>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

using Hit = RelationLookup::Hit;
using Key = RelationLookup::Key;
using Rank = LookupRank;

constexpr int weakPerTurn = 1000; ///< hits of the last rank that one turn hands over

Key keyOf(const Row &row, qsizetype from, qsizetype count)
{
    Key key;
    for (qsizetype i = 0; i < count; ++i)
        key.append(row.at(size_t(from + i)));
    return key;
}

bool anyNull(const Key &key)
{
    return std::any_of(key.cbegin(), key.cend(), [](const Value &v) { return v.isNull(); });
}

} // namespace

struct RelationLookup::Staged {
    QSet<Key> gone; ///< keys of deleted rows
    QHash<Key, Hit> changed; ///< by the stored key; unranked
    QList<Hit> added; ///< unranked
};

RelationLookup::RelationLookup(ConnectionPtr reader, ConnectionPtr background, const Dialect &dialect, QObject *parent)
    : QObject(parent)
    , m_reader(std::move(reader))
    , m_background(std::move(background))
    , m_dialect(dialect)
    , m_staged(std::make_unique<Staged>())
{
}

RelationLookup::~RelationLookup()
{
    m_future.cancel();
}

void RelationLookup::setTarget(SchemaPtr schema, const Target &target)
{
    stop();
    m_schema = std::move(schema);
    m_target = target;
    m_hits.clear();
    m_known.clear();
    m_more = false;
    setChanges(m_changes);
    Q_EMIT hitsChanged();
}

void RelationLookup::setChanges(std::shared_ptr<const ChangeSet> changes)
{
    m_changes = std::move(changes);
    *m_staged = {};
    const Table *table = m_schema ? m_schema->table(m_target.table) : nullptr;
    if (!m_changes || !table)
        return;
    const RowIdentity identity = m_dialect.identityOf(*table);
    for (const RowEdit &row : m_changes->rows()) {
        if (row.table != table->name)
            continue;
        const RowValues values(*table, identity, row);
        const bool isNew = row.kind == RowEdit::Kind::Insert;
        if (row.kind == RowEdit::Kind::Update && !values.touches(m_target.label)
            && !values.touches(m_target.keyColumns))
            continue;
        const auto before = values.before(m_target.keyColumns);
        const auto key = values.after(m_target.keyColumns);
        if (before && (row.kind == RowEdit::Kind::Delete || !key))
            m_staged->gone.insert(before->values);
        if (row.kind == RowEdit::Kind::Delete || (!isNew && (!key || !before)))
            continue;
        QList<Value> label;
        for (const QString &column : m_target.label) {
            if (const auto part = values.after({column}))
                label.append(part->values);
        }
        const Hit hit{key ? key->values : Key(), labelText(label).left(RelationSql::labelLength), row.insertId,
                      Rank::Contains};
        if (isNew)
            m_staged->added.append(hit);
        else
            m_staged->changed.insert(before->values, hit);
    }
}

void RelationLookup::setAtMost(int hits)
{
    m_atMost = std::max(1, hits);
}

void RelationLookup::setText(const QString &text)
{
    m_text = text.trimmed();
    restart();
}

void RelationLookup::stop()
{
    ++m_run;
    m_future.cancel();
    m_steps.clear();
    m_busy = false;
}

QStringList RelationLookup::searched() const
{
    return m_target.label.isEmpty() ? m_target.keyColumns : m_target.label;
}

void RelationLookup::restart()
{
    stop();
    m_hits.clear();
    m_known = m_staged->gone;
    m_more = false;
    m_indexed = false;
    m_position = {};
    const Table *table = m_schema ? m_schema->table(m_target.table) : nullptr;
    if (!table) {
        Q_EMIT hitsChanged();
        Q_EMIT failed(Error::invalid(
            u"Table %1 is not in the database any more; refresh and try again."_s.arg(m_target.table.display())));
        return;
    }
    const RelationSql &sql = m_dialect.relationSql();
    using How = RelationSql::Search::How;
    if (m_text.isEmpty()) {
        if (!m_recent.isEmpty())
            m_steps.append(Step::Recent);
        m_steps.append(Step::First);
    } else {
        const bool quickKey =
            sql.isQuick(*m_schema, {m_target.table, m_target.keyColumns, {}, How::KeyIs, m_text, m_atMost});
        if (quickKey)
            m_steps.append(Step::KeyIs);
        // Numbers do not sort as their digits do: only an index over texts knows what begins with a text.
        const Column *first = m_target.label.size() == 1 ? table->column(m_target.label.constFirst()) : nullptr;
        m_indexed = first && m_dialect.typeFamily(first->valueType()) == TypeFamily::Text
            && sql.isQuick(*m_schema,
                           {m_target.table, m_target.keyColumns, m_target.label, How::LabelStarts, m_text, m_atMost});
        if (m_indexed)
            m_steps.append(Step::LabelStarts);
        m_steps.append(Step::Scan);
        if (!quickKey)
            m_steps.append(Step::SlowKey);
    }
    m_busy = true;
    addStaged();
    Q_EMIT hitsChanged();
    next();
}

void RelationLookup::addStaged()
{
    QList<Hit> fitting;
    // Without a text a changed row stands where it stood.
    QList<Hit> staged = m_staged->added;
    if (!m_text.isEmpty())
        staged += m_staged->changed.values();
    for (Hit hit : std::as_const(staged)) {
        const QString label = m_target.label.isEmpty() ? labelText(hit.key) : hit.label;
        const auto rank = m_text.isEmpty() ? std::optional(Rank::ExactKey) : rankOf(m_text, label, hit.key);
        if (!rank)
            continue;
        hit.rank = *rank;
        if (hit.insertId > 0)
            hit.key.clear(); // it may change until the row is written
        fitting.append(hit);
    }
    for (const Key &stored : m_staged->changed.keys()) {
        if (!m_text.isEmpty())
            m_known.insert(stored);
    }
    rankAndKeep(fitting);
}

bool RelationLookup::isEnough() const
{
    const qsizetype good = std::count_if(m_hits.cbegin(), m_hits.cend(), [this](const Hit &hit) {
        return m_indexed || m_text.isEmpty() || hit.rank <= Rank::Prefix;
    });
    return good >= m_atMost;
}

void RelationLookup::next()
{
    const bool enough = isEnough();
    if (enough && !m_steps.isEmpty())
        m_more = true;
    if (m_steps.isEmpty() || enough) {
        m_steps.clear();
        m_busy = false;
        Q_EMIT finished();
        return;
    }
    run(m_steps.takeFirst());
}

void RelationLookup::run(Step step)
{
    m_future = step == Step::Scan ? scan() : ask(step);
    whenDone(m_future, this, [this, step, number = m_run](const Result<Found> &found) {
        if (number == m_run)
            take(step, found);
    });
}

void RelationLookup::take(Step step, const Result<Found> &found)
{
    if (!found) {
        const Error error = found.error();
        stop();
        if (!error.isCancelled())
            Q_EMIT failed(error);
        return;
    }
    const QList<Hit> before = m_hits;
    const bool more = m_more;
    m_more = m_more || found->more;
    merge(found->hits);
    if (found->unfinished) {
        m_position = found->position;
        m_steps.prepend(step);
    }
    const int number = m_run;
    if (m_hits != before || m_more != more)
        Q_EMIT hitsChanged();
    if (number == m_run) // a listener may have asked for something else
        next();
}

/// Adds what is not there yet.
void RelationLookup::merge(const QList<Hit> &more)
{
    QList<Hit> fresh;
    for (Hit hit : more) {
        if (anyNull(hit.key) || m_known.contains(hit.key)) // what is NULL cannot be referred to
            continue;
        m_known.insert(hit.key);
        if (const auto changed = m_staged->changed.constFind(hit.key); changed != m_staged->changed.cend()) {
            hit.key = changed->key;
            hit.label = changed->label;
        }
        fresh.append(hit);
    }
    rankAndKeep(fresh);
}

/// Best first; the worst go when there are too many.
void RelationLookup::rankAndKeep(const QList<Hit> &fresh)
{
    m_hits += fresh;
    if (!m_text.isEmpty()) {
        std::stable_sort(m_hits.begin(), m_hits.end(), [](const Hit &a, const Hit &b) {
            return a.rank != b.rank ? a.rank < b.rank : a.label.compare(b.label, Qt::CaseInsensitive) < 0;
        });
    }
    if (m_hits.size() > m_atMost) {
        m_hits.resize(m_atMost);
        m_more = true;
    }
}

QFuture<Result<RelationLookup::Found>> RelationLookup::ask(Step step) const
{
    using How = RelationSql::Search::How;
    const RelationSql &sql = m_dialect.relationSql();
    const QList<Key> recent = m_recent.mid(0, RelationSql::keysAtMost);
    BoundSql question;
    const QStringList label = searched();
    const int limit = m_atMost + 1;
    switch (step) {
    case Step::Recent:
        question = sql.labels(*m_schema, {{m_target.table, m_target.keyColumns, label, recent}});
        break;
    case Step::First:
        question = sql.search(*m_schema, {m_target.table, m_target.keyColumns, label, How::Everything, {}, limit});
        break;
    case Step::KeyIs:
    case Step::SlowKey:
        question = sql.search(*m_schema, {m_target.table, m_target.keyColumns, label, How::KeyIs, m_text, limit});
        break;
    case Step::LabelStarts:
        question = sql.search(*m_schema, {m_target.table, m_target.keyColumns, label, How::LabelStarts, m_text, limit});
        break;
    case Step::Scan: // without an identity: in one statement
        question =
            sql.search(*m_schema, {m_target.table, m_target.keyColumns, label, How::LabelContains, m_text, limit});
        break;
    }
    const auto job = [question, step, text = m_text, recent, target = m_target,
                      atMost = m_atMost](Database &database, JobContext &) -> Result<Found> {
        const auto rows = database.query(question.sql, question.values);
        RC_TRY(rows);
        Found found;
        found.more = step != Step::Recent && qsizetype(rows->size()) > atMost;
        const qsizetype width = target.keyColumns.size();
        for (const Row &row : *rows) {
            Hit hit;
            hit.key = step == Step::Recent ? recent.at(qsizetype(row.at(1).toInteger())) : keyOf(row, 0, width);
            const QString called = row.back().isNull() ? QString() : row.back().display();
            hit.label = target.label.isEmpty() ? QString() : called;
            const auto rank = text.isEmpty() ? std::nullopt : rankOf(text, called, hit.key);
            const bool byKey = step == Step::KeyIs || step == Step::SlowKey;
            if (!rank && step == Step::LabelStarts)
                continue;
            hit.rank = rank.value_or(byKey ? Rank::ExactKey : Rank::Contains);
            found.hits.append(hit);
        }
        if (step == Step::Recent) { // as they were given, not as they were found
            std::stable_sort(found.hits.begin(), found.hits.end(),
                             [&](const Hit &a, const Hit &b) { return recent.indexOf(a.key) < recent.indexOf(b.key); });
        }
        return found;
    };
    const bool slow = step == Step::SlowKey || step == Step::Scan;
    return slow ? m_background->submit(job) : m_reader->submit(job, Connection::Priority::High);
}

QFuture<Result<RelationLookup::Found>> RelationLookup::scan() const
{
    const QStringList label = searched();
    QStringList columns = m_target.keyColumns + label;
    columns.removeDuplicates();
    RowQuery query;
    query.table = m_target.table;
    RelatedCondition called;
    called.condition = Condition{{}, FilterOp::Contains, {Value::text(m_text)}};
    called.label = label;
    query.filter.terms.append({FilterTerm::Join::And, called, true});
    for (const QString &column : std::as_const(columns))
        query.sort.append({column, false, std::nullopt});
    const auto sql = m_dialect.rowSql(*m_schema, query);
    if (sql && !(*sql)->identity().isEditable())
        return ask(Step::Scan);
    const bool first = m_hits.isEmpty();
    const auto job = [sql, columns, label, first, turn = m_turn, target = m_target, text = m_text, from = m_position,
                      atMost = m_atMost](Database &database, JobContext &context) -> Result<Found> {
        RC_TRY(sql);
        QElapsedTimer timer;
        timer.start();
        Found found;
        TableScan scan(database, **sql, [&] {
            return context.isCancelled() || timer.elapsed() > turn || (first && !found.hits.isEmpty());
        });
        scan.startAt(from);
        int weak = 0;
        const auto identity = int((*sql)->identity().columns.size());
        const auto done = scan.run(
            [&](const PreparedStatement &row) {
                const auto values = [&](const QStringList &names) {
                    QList<Value> list;
                    for (const QString &name : names)
                        list.append(row.column(identity + int(columns.indexOf(name))));
                    return list;
                };
                Hit hit;
                hit.key = values(target.keyColumns);
                const QString name = labelText(values(label));
                hit.rank = rankOf(text, name, hit.key).value_or(Rank::Contains);
                hit.label = target.label.isEmpty() ? QString() : name.left(RelationSql::labelLength);
                if (hit.rank != Rank::Contains || ++weak <= std::max(weakPerTurn, atMost + 1))
                    found.hits.append(hit);
            },
            [] {});
        if (!done && (context.isCancelled() || !done.error().isCancelled()))
            return done.error();
        found.unfinished = !done;
        found.position = scan.position();
        return found;
    };
    return m_background->submit(job);
}

} // namespace core

#include "moc_relationlookup.cpp"
