// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/schemawork.h"

#include "core/session/migrationapply.h"
#include "core/session/sessionprivate.h"

#include <utility>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// A connection of the job's own: what takes long keeps nobody else waiting.
Result<std::unique_ptr<Database>> openFor(const ConnectionSpec &spec, JobContext &context)
{
    const Driver *driver = driverByName(spec.driver);
    if (!driver)
        return Error::invalid(u"There is no driver “%1”."_s.arg(spec.driver));
    auto database = driver->open(spec);
    if (database)
        (*database)->setStopRequested([&context] { return context.isCancelled(); });
    return database;
}

/// Where the saved rows would be: their file has no name before there is one.
QString savedName(const QString &stateFolder, const QString &location)
{
    return backupFolder(stateFolder, location) + u"/….saved"_s;
}

Result<SchemaMigrationPtr> inverseOf(const SchemaMigration &migration, const WayBackPlan &plan, const QString &file,
                                     const Dialect &dialect)
{
    auto back = planBack(migration, migration.diff.target, plan, file, dialect);
    RC_TRY(back);
    return std::make_shared<const SchemaMigration>(std::move(*back));
}

QList<RenameSuggestion> byValues(const SchemaMigration &migration, const Dialect &dialect, Database &here,
                                 Database &there)
{
    const auto overlap = [&](const QualifiedName &table, const QString &from, const QString &to) {
        const QualifiedName after = migration.diff.renames.tableAfter(table);
        return table.isEmpty() ? std::nullopt : valueOverlap(here, table, from, there, after, to, dialect);
    };
    return suggestRenames(migration.diff, *dialect.schemaRules(), overlap);
}

} // namespace

std::unique_ptr<SchemaWork> Session::makeSchemaWork()
{
    return std::make_unique<SchemaWork>(*this);
}

SchemaWork::SchemaWork(Session &session)
    : m_session(session)
{
}

SchemaWork::~SchemaWork() = default;

Result<SchemaMigrationPtr> SchemaWork::plan(const MigrationDraft &draft) const
{
    auto migration = planDraft(*m_session.schema(), draft, m_session.dialect());
    RC_TRY(migration);
    return std::make_shared<const SchemaMigration>(std::move(*migration));
}

QFuture<Result<QList<HazardAnswer>>> SchemaWork::askData(SchemaMigrationPtr migration)
{
    using Answers = QList<HazardAnswer>;
    return m_session.d->inPool<Answers>(
        &m_session,
        [migration, spec = m_session.d->target.spec,
         dialect = m_session.d->dialect](JobContext &context) -> Result<Answers> {
            const auto database = openFor(spec, context);
            RC_TRY(database);
            return core::askData(*migration, **database, *dialect, context);
        },
        [](const Result<Answers> &) {});
}

QFuture<Result<FillPreview>> SchemaWork::previewFill(SchemaMigrationPtr migration, const Fill &fill, int limit)
{
    return m_session.d->inPool<FillPreview>(
        &m_session,
        [migration, fill, limit, spec = m_session.d->target.spec,
         dialect = m_session.d->dialect](JobContext &context) -> Result<FillPreview> {
            const auto database = openFor(spec, context);
            RC_TRY(database);
            return core::previewFill(*migration, fill, limit, **database, *dialect);
        },
        [](const Result<FillPreview> &) {});
}

QList<RenameSuggestion> SchemaWork::suggestions(const SchemaMigration &migration) const
{
    const SchemaRules *rules = m_session.dialect().schemaRules();
    return rules ? suggestRenames(migration.diff, *rules) : QList<RenameSuggestion>();
}

QFuture<Result<QList<RenameSuggestion>>> SchemaWork::suggestionsByValues(SchemaMigrationPtr migration,
                                                                         const QString &sourceDatabase)
{
    using Suggestions = QList<RenameSuggestion>;
    if (sourceDatabase.isEmpty())
        return finishedWith<Suggestions>(suggestions(*migration));
    return m_session.d->inPool<Suggestions>(
        &m_session,
        [migration, sourceDatabase, spec = m_session.d->target.spec,
         dialect = m_session.d->dialect](JobContext &context) -> Result<Suggestions> {
            const auto here = openFor(spec, context);
            RC_TRY(here);
            ConnectionSpec other = spec;
            other.location = sourceDatabase;
            const auto there = openFor(other, context);
            RC_TRY(there);
            return byValues(*migration, *dialect, **here, **there);
        },
        [](const Result<Suggestions> &) {});
}

QFuture<Result<SchemaSource>> SchemaWork::readSchemaSource(const QString &path, CodeTrust trust)
{
    m_session.d->trialBegins(); // a file of DDL is run in a scratch database there
    return m_session.d->inPool<SchemaSource>(
        &m_session,
        [path, trust, dialect = m_session.d->dialect, folder = m_session.d->stateFolder,
         server = m_session.isOnServer() ? std::optional(m_session.d->target.spec) : std::nullopt](
            JobContext &context) { return core::readSchemaSource(path, *dialect, folder, context, trust, server); },
        [session = &m_session](const Result<SchemaSource> &) { session->d->trialEnded(session); });
}

QFuture<Result<MigrationDryRun>> SchemaWork::dryRun(SchemaMigrationPtr migration, bool integrityCheck)
{
    if (!m_session.isTrusted())
        return finishedWith<MigrationDryRun>(
            Error::invalid(u"A dry run runs what is in the file, too. "_s + m_session.readOnlyBecause()));
    m_session.d->trialBegins();
    return m_session.d->inPool<MigrationDryRun>(
        &m_session,
        [migration, integrityCheck, spec = m_session.d->target.spec, dialect = m_session.d->dialect,
         folder = m_session.d->stateFolder,
         alone = m_session.d->alone()](JobContext &context) -> Result<MigrationDryRun> {
            const auto database = openFor(spec, context);
            RC_TRY(database);
            auto result = dryRunMigration(**database, *migration, *dialect, context, {folder, integrityCheck, alone});
            if (result)
                result->run.script = std::shared_ptr<const Script>(migration, &migration->plan.script);
            return result;
        },
        [session = &m_session](const Result<MigrationDryRun> &) { session->d->trialEnded(session); });
}

QFuture<Result<ApplyReport>> SchemaWork::apply(SchemaMigrationPtr migration, const MigrationApply &how)
{
    const std::shared_ptr<const Script> script(migration, &migration->plan.script);
    if (script->isEmpty())
        return finishedWith<ApplyReport>(Error::invalid(u"There is nothing to run: the schemas are the same."_s));
    if (how.rehearsal && how.rehearsal->run.script != script)
        return finishedWith<ApplyReport>(
            Error::invalid(u"Nothing was run: the dry run was of another plan. Make one of this."_s));
    ApplyRequest request;
    request.script = script;
    request.withBackup = how.withBackup;
    if (how.rehearsal)
        request.rehearsal = how.rehearsal->run;
    const bool grows = how.rehearsal && how.rehearsal->run.triedOn == TriedOn::Copy;
    const qint64 growth = grows ? how.rehearsal->bytesAfter - how.rehearsal->run.copyBytes : 0;
    request.migration = std::make_shared<const MigrationGuard>(MigrationGuard{migration, how.allowed, growth});
    return m_session.runApply(std::move(request), false);
}

WayBackPlan SchemaWork::wayBackPlan(const SchemaMigration &migration) const
{
    return core::wayBackPlan(migration, m_session.dialect());
}

Result<SchemaMigrationPtr> SchemaWork::inverse(const SchemaMigration &migration) const
{
    return inverseOf(migration, wayBackPlan(migration), savedName(m_session.d->stateFolder, m_session.location()),
                     m_session.dialect());
}

QFuture<Result<SchemaWork::Inverse>> SchemaWork::planInverse(SchemaMigrationPtr migration)
{
    return m_session.d->inPool<Inverse>(
        &m_session,
        [migration, dialect = m_session.d->dialect,
         file = savedName(m_session.d->stateFolder, m_session.location())](JobContext &) -> Result<Inverse> {
            WayBackPlan plan = core::wayBackPlan(*migration, *dialect);
            auto back = inverseOf(*migration, plan, file, *dialect);
            return Inverse{std::move(plan), std::move(back)};
        },
        [](const Result<Inverse> &) {});
}

QFuture<Result<WayBack>> SchemaWork::wayBack(qint64 historyId)
{
    m_session.d->trialBegins(); // on a server it makes a scratch database
    return m_session.d->inPool<WayBack>(
        &m_session,
        [historyId, spec = m_session.d->target.spec, dialect = m_session.d->dialect,
         folder = m_session.d->stateFolder](JobContext &context) -> Result<WayBack> {
            const auto history = History::open(folder);
            RC_TRY(history);
            const auto database = openFor(spec, context);
            RC_TRY(database);
            return core::wayBack(**history, historyId, **database, *dialect, folder, context);
        },
        [session = &m_session](const Result<WayBack> &) { session->d->trialEnded(session); });
}

} // namespace core
