// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/session.h"

#include "core/base/whendone.h"
#include "core/rows/tablerowsource.h"
#include "core/session/sessionprivate.h"

#include <QElapsedTimer>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

Error notThere(const QualifiedName &table)
{
    return Error::invalid(u"This row of table %1 is not there any more: refresh."_s.arg(table.display()));
}

} // namespace

std::unique_ptr<RowSource> Session::makeRowSource(const RowQuery &query)
{
    auto source = std::make_unique<TableRowSource>(d->reader, d->background, d->schema, *d->dialect, query);
    connect(this, &Session::schemaChanged, source.get(), &TableRowSource::setSchema);
    return source;
}

QFuture<Result<Row>> Session::readRow(const QualifiedName &table, const RowKey &key)
{
    return readCells(table, key, {});
}

QFuture<Result<Row>> Session::readCells(const QualifiedName &table, const RowKey &key, const QStringList &columns)
{
    const auto job = [schema = d->schema, dialect = d->dialect, table, key, columns](Database &database,
                                                                                     JobContext &) -> Result<Row> {
        const Table *found = schema->table(table);
        if (!found)
            return Error::invalid(u"There is no table %1."_s.arg(table.display()));
        const RowIdentity identity = dialect->identityOf(*found);
        if (!identity.isEditable() || identity.columns.size() != key.values.size())
            return Error::invalid(u"This key names no row of table %1."_s.arg(table.display()));
        Table narrow = *found;
        if (!columns.isEmpty())
            narrow.columns.clear();
        for (const QString &name : columns) {
            const Column *column = found->column(name);
            if (!column)
                return Error::invalid(u"%1 has no column called %2."_s.arg(table.display(), name));
            narrow.columns.append(*column);
        }
        const BoundSql sql = dialect->rowByKey(narrow, identity, key);
        auto rows = database.query(sql.sql, sql.values);
        if (!rows)
            return rows.error();
        if (rows->size() != 1)
            return notThere(table);
        return std::move(rows->front());
    };
    return d->reader->submit(job, Connection::Priority::High);
}

QFuture<Result<CutRow>> Session::readRowCut(const QualifiedName &table, const RowKey &key, qint64 cellLimit)
{
    const auto job = [schema = d->schema, dialect = d->dialect, table, key, cellLimit](Database &database,
                                                                                       JobContext &) -> Result<CutRow> {
        auto rows = readCut(database, *schema, *dialect, table, {key}, cellLimit);
        RC_TRY(rows);
        return rows->first().cells.isEmpty() ? Result<CutRow>(notThere(table)) : rows->first();
    };
    return d->reader->submit(job, Connection::Priority::High);
}

QFuture<Result<QList<CutRow>>> Session::readRowsCut(const QualifiedName &table, const QList<RowKey> &keys,
                                                    qint64 cellLimit)
{
    const auto job = [schema = d->schema, dialect = d->dialect, table, keys, cellLimit](Database &database,
                                                                                        JobContext &) {
        return readCut(database, *schema, *dialect, table, keys, cellLimit);
    };
    return d->reader->submit(job, Connection::Priority::High);
}

QFuture<Result<qint64>> Session::countRows(const QualifiedName &table)
{
    RowQuery query;
    query.table = table;
    return countRows(query);
}

QFuture<Result<qint64>> Session::countRows(const RowQuery &query)
{
    const auto job = [schema = d->schema, dialect = d->dialect, query](Database &database,
                                                                       JobContext &) -> Result<qint64> {
        const auto sql = dialect->rowSql(*schema, query);
        if (!sql)
            return sql.error();
        const BoundSql count = (*sql)->count();
        const auto rows = database.queryValue(count.sql, count.values);
        if (!rows)
            return rows.error();
        if (rows->kind() != Value::Kind::Integer)
            return Error::invalid(u"The rows of %1 could not be counted."_s.arg(query.table.display()));
        return qint64(rows->toInteger());
    };
    return d->background->submit(job);
}

QFuture<Result<DamageReport>> Session::checkDamage()
{
    constexpr qint64 budget = 2000; // milliseconds
    return d->background->submit([](Database &database, JobContext &context) -> Result<DamageReport> {
        QElapsedTimer timer;
        timer.start();
        const auto before =
            database.setStopRequested([&] { return timer.elapsed() > budget || context.isCancelled(); });
        auto problems = database.damage();
        database.setStopRequested(before);
        if (problems)
            return DamageReport{true, std::move(problems).value()};
        if (problems.error().isCancelled() && !context.isCancelled())
            return DamageReport();
        return problems.error();
    });
}

QFuture<Result<QList<Conflict>>> Session::findConflicts()
{
    return d->background->submit([schema = d->schema, changes = d->sharedChanges,
                                  dialect = d->dialect](Database &database, JobContext &context) {
        return core::findConflicts(database, *schema, *changes, *dialect, context);
    });
}

QFuture<Result<Impact>> Session::impact(const ImpactLimits &limits)
{
    d->impact.cancel();
    d->impact = d->background->submit(
        [schema = d->schema, relations = d->relations, changes = d->sharedChanges, dialect = d->dialect,
         limits](Database &database, JobContext &context) {
            return impactOf(database, *schema, relations, *changes, *dialect, context, limits);
        },
        Connection::Priority::High);
    return d->impact;
}

void Session::publish(Schema schema)
{
    if (schema == *d->schema)
        return;
    d->schema = std::make_shared<const Schema>(std::move(schema));
    d->relate();
    d->forgetScript(); // it was written for the schema before
    Q_EMIT schemaChanged(d->schema);
}

void Session::reload()
{
    const int number = ++d->reloads;
    const auto future = d->background->submit(
        [dialect = d->dialect](Database &database, JobContext &) { return dialect->introspect(database); });
    whenDone(future, this, [this, number](const Result<Schema> &schema) {
        if (number != d->reloads)
            return;
        if (schema)
            publish(*schema);
        else if (!schema.error().isCancelled())
            Q_EMIT failed(schema.error());
        // Who asks for the schema again wants the rows, too: what could not be read until now is tried again.
        if (std::exchange(d->dataChangedAfterReload, false) || schema)
            Q_EMIT dataChanged();
    });
    reloadMigrations();
}

namespace {

constexpr qint64 serverPause = 5000; ///< milliseconds between two looks at a server
constexpr int serverIsBusy = 3; ///< so many looks in a row that found something new

} // namespace

/// A server that is written to all the time would have everything read again and again: then rows are read anew once
/// it has come to rest, or when a person asks. What its schema is always counts.
bool Session::Private::isWorthTelling(bool changed, bool otherSchema)
{
    if (!isServer || otherSchema)
        return changed;
    const bool wasBusy = changedLooks >= serverIsBusy;
    changedLooks = changed ? changedLooks + 1 : 0;
    return changed ? changedLooks < serverIsBusy : wasBusy;
}

void Session::Private::trialBegins()
{
    if (!isServer)
        return;
    ++trials;
    ++writes;
}

void Session::Private::trialEnded(Session *session)
{
    if (!isServer)
        return;
    --trials;
    const int at = ++writes;
    const auto future = reader->submit([](Database &database, JobContext &) { return database.versions(); });
    whenDone(future, session, [this, at](const Result<Database::Versions> &now) {
        if (now && at == writes && now->schema == versions.schema)
            versions = *now; // another schema is told by the next look
    });
}

void Session::checkForChanges()
{
    if (d->isServer && d->lastLook.isValid() && d->lastLook.elapsed() < serverPause)
        return;
    d->lastLook.start();
    const auto now = d->file ? fileIdentity(location()) : std::nullopt;
    if (d->file && now && now != d->file && !d->replacedReported) {
        d->replacedReported = true;
        Error error;
        error.kind = Error::Kind::Conflict;
        error.message = u"%1 was replaced by another file: what is shown is the old one. Open it again."_s.arg(name());
        Q_EMIT failed(error);
        Q_EMIT changedOutside();
        return;
    }
    if (d->checking || d->applying || d->trials > 0)
        return;
    d->checking = true;
    const int writes = d->writes;
    const auto future = d->reader->submit([](Database &database, JobContext &) { return database.versions(); });
    whenDone(future, this, [this, writes](const Result<Database::Versions> &versions) {
        d->checking = false;
        // Busy or cancelled: it is asked again soon. An answer from around a write of our own would blame somebody
        // else.
        if (!versions || writes != d->writes)
            return;
        const bool otherSchema = versions->schema != d->versions.schema;
        const bool changed = *versions != d->versions;
        d->versions = *versions;
        if (!d->isWorthTelling(changed, otherSchema))
            return;
        if (otherSchema)
            reload();
        else
            reloadMigrations();
        Q_EMIT changedOutside();
    });
}

} // namespace core
