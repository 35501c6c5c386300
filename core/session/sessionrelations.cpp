// SPDX-License-Identifier: GPL-3.0-or-later
// Session: labels, drawn relations, and what lies along relations.
#include "core/dialect/relationsql.h"
#include "core/edit/duplicate.h"
#include "core/rows/stopwhen.h"
#include "core/session/sessionprivate.h"

#include <QElapsedTimer>

namespace core {

void Session::Private::relate()
{
    declaredRelations = declared();
    relations = RelationGraph(*schema, preferences.drawn + declaredRelations); // a person's own come first
    labels = labelsOf(*schema, *dialect, preferences);
}

const LabelRules &Session::labelRules() const { return d->labels; }
const QList<DrawnForeignKey> &Session::drawnRelations() const { return d->preferences.drawn; }

void Session::setLabelRule(const QualifiedName &table, const std::optional<LabelRule> &rule)
{
    Preferences preferences = d->preferences;
    if (rule)
        preferences.labels.insert(table, *rule);
    else
        preferences.labels.remove(table);
    decide(std::move(preferences));
}

void Session::setDrawnRelations(const QList<DrawnForeignKey> &drawn)
{
    Preferences preferences = d->preferences;
    preferences.drawn = drawn;
    decide(std::move(preferences));
}

const UpdateStamps &Session::updateStamps() const { return d->preferences.stamps; }

void Session::setUpdateStamp(const QualifiedName &table, const std::optional<UpdateStamp> &stamp)
{
    Preferences preferences = d->preferences;
    if (stamp)
        preferences.stamps.insert(table, *stamp);
    else
        preferences.stamps.remove(table);
    decide(std::move(preferences));
}

void Session::decide(Preferences preferences)
{
    if (preferences == d->preferences)
        return;
    const bool otherStamps = preferences.stamps != d->preferences.stamps;
    const bool otherRelations = preferences.labels != d->preferences.labels || preferences.drawn != d->preferences.drawn;
    d->preferences = std::move(preferences);
    if (otherRelations) {
        d->relate();
        Q_EMIT relationsChanged();
    }
    if (otherStamps) {
        d->forgetScript(); // it was written without them
        Q_EMIT scriptChanged();
    }
    if (!d->preferencesProblem.isEmpty()) { // it holds until the end of this session
        Q_EMIT failed(Error::io(d->preferencesProblem));
        return;
    }
    // Not cancelled by closing: what was decided is kept. Private outlives its pool's jobs.
    const int number = ++d->decisions;
    d->pool.start([this, priv = d.get(), number, kept = d->preferences] {
        const std::lock_guard lock(priv->preferencesMutex);
        if (number != priv->decisions)
            return; // a newer one is on its way
        const auto written = PreferencesStore(priv->stateFolder, stateKey(priv->target.spec)).write(kept);
        if (!written && !priv->closing)
            QMetaObject::invokeMethod(this, [this, error = written.error()] { Q_EMIT failed(error); });
    });
}

QFuture<Result<Overlap>> Session::checkOverlap(const DrawnForeignKey &drawn)
{
    constexpr qint64 budget = 5000; // milliseconds
    Relation relation;
    relation.from = drawn.table;
    relation.fromColumns = drawn.key.columns;
    relation.to = drawn.key.target;
    relation.toColumns = drawn.key.targetColumns;
    const auto job = [schema = d->schema, dialect = d->dialect, relation](Database &database,
                                                                          JobContext &context) -> Result<Overlap> {
        QElapsedTimer timer;
        timer.start();
        const StopWhen patience(database, [&] { return timer.elapsed() > budget; });
        const BoundSql sql = dialect->relationSql().overlap(*schema, relation, Overlap::atMost);
        const auto rows = database.query(sql.sql, sql.values);
        if (!rows)
            return patience.hasStopped() && !context.isCancelled() ? Result<Overlap>(Overlap()) : rows.error();
        return Overlap{rows->front().at(0).toInteger(), rows->front().at(1).toInteger(), true};
    };
    return d->background->submit(job);
}

QFuture<Result<QList<DuplicateRow>>> Session::readForDuplicate(const DuplicateRequest &request)
{
    return d->background->submit(
        [schema = d->schema, dialect = d->dialect, request](Database &database, JobContext &context) {
            return core::readForDuplicate(database, *schema, *dialect, request, context);
        });
}

QFuture<Result<QList<StoredRow>>> Session::findLinks(const Relation &relation, const RowEnd &here, const RowEnd &there)
{
    constexpr qint64 budget = 5000; // milliseconds
    // The junction seen from itself, by both of its ends at once.
    Relation pair;
    pair.kind = Relation::Kind::One;
    pair.from = pair.to = relation.junction;
    pair.fromColumns = pair.toColumns = relation.junctionFromColumns + relation.junctionToColumns;
    const QList<Value> key = here.values + there.values;
    const auto job = [schema = d->schema, dialect = d->dialect, pair,
                      key](Database &database, JobContext &context) -> Result<QList<StoredRow>> {
        const Table *junction = schema->table(pair.to);
        if (!junction || key.size() != pair.toColumns.size())
            return Error::invalid(QStringLiteral("%1 is not in the database any more.").arg(pair.to.display()));
        QElapsedTimer timer;
        timer.start();
        const StopWhen patience(database, [&] { return timer.elapsed() > budget; });
        const QStringList identity = dialect->identityOf(*junction).columns;
        QStringList columns = identity + pair.toColumns;
        columns.removeDuplicates();
        const BoundSql sql = dialect->relationSql().related(*schema, pair, columns, {key}, 1);
        const auto rows = database.query(sql.sql, sql.values);
        if (!rows && patience.hasStopped() && !context.isCancelled())
            return Error::invalid(
                QStringLiteral("Whether the two are connected already could not be found out in time: no "
                               "index of %1 leads to them. Nothing was staged.")
                    .arg(pair.to.display()));
        RC_TRY(rows);
        QList<StoredRow> links;
        for (const Row &row : *rows) {
            StoredRow link;
            for (qsizetype c = 0; c < columns.size(); ++c)
                link.cells.insert(columns.at(c), row.at(size_t(c + 1)));
            for (const QString &column : identity)
                link.key.values.append(link.cells.value(column));
            links.append(link);
        }
        return links;
    };
    const bool quick = d->dialect->relationSql().isIndexed(*d->schema, pair);
    return (quick ? d->reader : d->background)->submit(job);
}

std::unique_ptr<RelatedCells> Session::makeRelatedCells()
{
    auto cells = std::make_unique<RelatedCells>(d->reader, d->background, *d->dialect);
    connect(this, &Session::dataChanged, cells.get(), &RelatedCells::refresh);
    connect(this, &Session::changedOutside, cells.get(), &RelatedCells::refresh);
    connect(this, &Session::reconnected, cells.get(), &RelatedCells::refresh);
    return cells;
}

std::unique_ptr<RelationLookup> Session::makeRelationLookup(const Relation &relation)
{
    auto lookup = std::make_unique<RelationLookup>(d->reader, d->background, *d->dialect);
    lookup->setTarget(d->schema, {relation.to, relation.toColumns, d->labels.value(relation.to).columns});
    lookup->setChanges(changes());
    connect(this, &Session::changesChanged, lookup.get(),
            [this, target = lookup.get()] { target->setChanges(changes()); });
    return lookup;
}

std::unique_ptr<RelatedList> Session::makeRelatedList()
{
    auto list = std::make_unique<RelatedList>(d->reader, d->background, *d->dialect);
    list->setChanges(changes());
    connect(this, &Session::changesChanged, list.get(), [this, target = list.get()] { target->setChanges(changes()); });
    connect(this, &Session::dataChanged, list.get(), &RelatedList::refresh);
    connect(this, &Session::changedOutside, list.get(), &RelatedList::refresh);
    connect(this, &Session::reconnected, list.get(), &RelatedList::refresh);
    return list;
}

FilterWorld Session::filterWorld() const
{
    return core::filterWorld(*d->schema, d->relations, *d->dialect, d->labels);
}

} // namespace core
