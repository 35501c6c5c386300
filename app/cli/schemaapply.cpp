// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/newfile.h"
#include "app/cli/patience.h"
#include "app/cli/projectathand.h"
#include "app/cli/schemaoptions.h"
#include "app/cli/scripts.h"
#include "core/migrate/copiedrows.h"
#include "core/session/environment.h"

#include "core/drizzle/bridge.h"
#include "core/drizzle/generate.h"
#include "core/migrate/datacheck.h"
#include "core/session/schemawork.h"
#include "core/session/servertarget.h"

#include <QFileInfo>
#include <QJsonArray>

#include <algorithm>

namespace app {

using namespace Qt::Literals::StringLiterals;

namespace {

/// One `apply --to`, with all that is told of it.
struct SchemaRun {
    core::SchemaMigrationPtr migration;
    const core::Dialect *dialect = nullptr;
    QString location;
    core::MigrationDryRun rehearsal;
    QList<core::Finding> findings;
    core::WayBackPlan wayBack;
    std::optional<core::ApplyReport> report; ///< none after a dry run
    std::optional<core::Error> refusal;
    std::optional<QString> newFile; ///< push: the database file that was, or would be, made; empty: it was there
};

/// The dry run tells again of what the questions have told.
QList<core::Finding> together(const QList<core::Finding> &asked, const QList<core::Finding> &seen)
{
    QList<core::Finding> all = asked;
    for (const core::Finding &finding : seen) {
        const bool known = finding.severity != core::Finding::Severity::Stop
            && std::any_of(asked.cbegin(), asked.cend(),
                           [&](const core::Finding &f) { return f.code == finding.code; });
        if (!known)
            all.append(finding);
    }
    return all;
}

/// Whoever allows it should know what does not come back.
core::Error refusedWithWayBack(const QList<core::Finding> &blocking, const QString &title, const core::WayBackPlan &way)
{
    core::Error error = refusal(blocking, title);
    if (!way.cannotUndo.isEmpty())
        error.message += u" There is no way back of all of it: "_s + way.cannotUndo.join(u' ');
    return error;
}

core::Result<SchemaRun> runOn(core::Session &session, core::SchemaWork &work, const core::SchemaMigrationPtr &migration,
                              const ScriptOptions &options)
{
    SchemaRun run;
    run.migration = migration;
    run.dialect = &session.dialect();
    run.location = session.location();
    if (run.migration->plan.script.isEmpty())
        return run;
    run.wayBack = work.wayBackPlan(*run.migration);
    const auto answers = await(work.askData(run.migration));
    RC_TRY(answers);
    run.findings = core::findingsIn(*answers);
    const QString title = run.migration->plan.script.title;
    // What is certain to fail is said for what it is, not for how it fails.
    auto blocking = core::blocking(run.findings, options.allowed);
    if (std::any_of(blocking.cbegin(), blocking.cend(), [](const core::Finding &f) { return f.certain; }))
        return refusedWithWayBack(blocking, title, run.wayBack);
    const auto rehearsal = await(work.dryRun(run.migration));
    RC_TRY(rehearsal);
    if (!rehearsal->run.succeeded) {
        core::Error error = rehearsal->run.error;
        error.message = u"%1 fails, nothing was changed: %2"_s.arg(title, error.message);
        return error;
    }
    run.rehearsal = *rehearsal;
    run.findings = together(run.findings, run.rehearsal.run.findings);
    blocking = core::blocking(run.findings, options.allowed);
    if (!blocking.isEmpty())
        run.refusal = refusedWithWayBack(blocking, title, run.wayBack);
    if (options.dryRun)
        return run;
    if (run.refusal)
        return *run.refusal;
    core::MigrationApply how{options.backup, options.allowed,
                             std::make_shared<const core::MigrationDryRun>(*rehearsal)};
    core::EnvironmentMark::of(session).permitOnce(options.production);
    auto report = await(work.apply(run.migration, how));
    RC_TRY(report);
    run.report = *report;
    for (const QString &problem : {report->outcome.afterwards, report->historyProblem}) {
        if (!problem.isEmpty())
            run.findings += {core::Finding::Severity::Warn, {}, problem};
    }
    return run;
}

QString outcomeText(core::ColumnCheck::Outcome outcome)
{
    switch (outcome) {
    case core::ColumnCheck::Outcome::Same:
        return u"same"_s;
    case core::ColumnCheck::Outcome::Differs:
        return u"differs"_s;
    case core::ColumnCheck::Outcome::Intended:
        return u"intended"_s;
    }
    return {};
}

qint64 microsecondsOf(const SchemaRun &run)
{
    return run.report ? run.report->outcome.microseconds : run.rehearsal.run.microseconds;
}

QString runText(const SchemaRun &run)
{
    if (run.migration->plan.script.isEmpty())
        return u"Nothing to do: the schemas are the same.\n"_s;
    const QString newFile = run.newFile.value_or(QString());
    QString text = newFile.isEmpty()
        ? QString()
        : (run.report ? u"made the file %1\n"_s : u"would make the file %1\n"_s).arg(newFile);
    text += u"%1: %2 in %3 ms\n"_s.arg(run.migration->plan.script.title,
                                       run.report ? u"applied"_s
                                                  : (run.refusal ? u"would be refused (%1)"_s : u"would succeed (%1)"_s)
                                                        .arg(triedText(run.rehearsal.run.triedOn)),
                                       QString::number(double(microsecondsOf(run)) / 1000.0, 'f', 1));
    for (const core::Change &change : run.migration->diff.changes)
        text += u"  "_s + core::wordsOf(change) + u'\n';
    text += changesText(run.rehearsal.run.tables);
    qsizetype same = 0;
    for (const core::ColumnCheck &check : run.rehearsal.columns)
        same += check.outcome == core::ColumnCheck::Outcome::Same ? 1 : 0;
    if (run.rehearsal.differences.isEmpty())
        text += u"  the result is the schema that was asked for · %1 of %2 columns that stay hold what they held%3\n"_s
                    .arg(same)
                    .arg(run.rehearsal.columns.size())
                    .arg(same == run.rehearsal.columns.size() ? QString() : u", the others are meant to change"_s);
    for (const core::Finding &finding : run.findings)
        text += u"  %1 %2: %3\n"_s.arg(finding.code, severityText(finding.severity), finding.message);
    if (run.report && run.report->backup)
        text += u"  backup: %1\n  %2\n"_s.arg(run.report->backup->path, run.report->backup->howToRestore(run.location));
    for (const QString &sentence : run.wayBack.saved)
        text +=
            (run.report ? u"  saved for the way back: "_s : u"  will be saved for the way back: "_s) + sentence + u'\n';
    for (const QString &sentence : run.wayBack.cannotUndo)
        text += u"  no way back: "_s + sentence + u'\n';
    return visibleLines(text);
}

QJsonObject runJson(const SchemaRun &run)
{
    QJsonObject json = migrationJson(*run.migration, *run.dialect);
    QJsonArray columns;
    for (const core::ColumnCheck &check : run.rehearsal.columns)
        columns.append(QJsonObject{
            {u"table"_s, check.table}, {u"column"_s, check.column}, {u"outcome"_s, outcomeText(check.outcome)}});
    QJsonArray phases;
    for (const core::MigrationDryRun::Phase &phase : run.rehearsal.phases)
        phases.append(QJsonObject{{u"name"_s, phase.name}, {u"microseconds"_s, phase.microseconds}});
    json[u"phases"_s] = phases;
    json[u"bytesBefore"_s] = run.rehearsal.run.copyBytes;
    json[u"bytesAfter"_s] = run.rehearsal.bytesAfter;
    json[u"applied"_s] = run.report.has_value();
    if (run.newFile)
        json[u"newFile"_s] = run.newFile->isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(*run.newFile);
    json[u"tried"_s] = triedKey(run.rehearsal.run.triedOn);
    json[u"microseconds"_s] = microsecondsOf(run);
    json[u"tables"_s] = ledgerJson(run.rehearsal.run.tables);
    json[u"columns"_s] = columns;
    json[u"differences"_s] = QJsonArray::fromStringList(run.rehearsal.differences);
    const core::ScriptOutcome &outcome = run.report ? run.report->outcome : run.rehearsal.run.outcome;
    json[u"effects"_s] =
        effectsJson(outcome.effects, core::copiedRows(outcome, run.migration->plan.script, *run.dialect));
    json[u"findings"_s] = findingsJson(run.findings);
    json[u"backup"_s] =
        run.report && run.report->backup ? QJsonValue(run.report->backup->path) : QJsonValue(QJsonValue::Null);
    json[u"saved"_s] = QJsonArray::fromStringList(run.wayBack.saved);
    return json;
}

ExitCode told(const core::Result<SchemaRun> &run, const Invocation &invocation)
{
    if (!run)
        return failed(run.error());
    const bool printed = invocation.json() ? print(runJson(*run)) : print(runText(*run));
    if (run->refusal)
        return failed(*run->refusal);
    if (run->report && !run->report->outcome.failedSteps.isEmpty())
        return failed(core::Error::invalid(run->report->outcome.afterwards));
    return printed ? Succeeded : Failed;
}

core::Result<qint64> newestToTakeBack(core::Session &session)
{
    const auto records = await(session.history());
    RC_TRY(records);
    for (const core::HistoryRecord &record : *records) {
        if (record.hasWayBack && record.state == u"applied"_s)
            return record.id;
    }
    const auto applied = std::find_if(records->cbegin(), records->cend(),
                                      [](const core::HistoryRecord &r) { return r.state == u"applied"_s; });
    if (applied == records->cend())
        return core::Error::invalid(u"There is nothing to take back: no script of the history was applied."_s);
    QString message = u"There is no way back of “%1”, nor of any other script of the history: what files and edits do "
                      "is not planned, so only a backup takes it back."_s.arg(applied->title);
    const auto withBackup = std::find_if(records->cbegin(), records->cend(), [](const core::HistoryRecord &r) {
        return r.state == u"applied"_s && QFileInfo::exists(r.backupPath);
    });
    if (withBackup != records->cend())
        message += u" The newest is from before “%1”. "_s.arg(withBackup->title)
            + core::Backup{withBackup->backupPath, 0, {}}.howToRestore(session.location());
    return core::Error::invalid(message);
}

} // namespace

ExitCode applySchema(const Invocation &invocation)
{
    const auto options = scriptOptions(invocation);
    if (!options) {
        complain(options.error().message);
        return WrongUsage;
    }
    const auto to = readSource(invocation.value(u"to"_s), dialectOf({invocation.place(0)}), invocation);
    if (!to)
        return failed(to.error());
    auto session = openSession(invocation.place(0), {});
    if (!session)
        return failed(session.error());
    const auto draft = draftFrom(invocation, *(*session)->schema(), *to);
    if (!draft) {
        complain(draft.error().message);
        return WrongUsage;
    }
    const auto work = (*session)->makeSchemaWork();
    const auto plan = work->plan(*draft);
    if (!plan)
        return failed(plan.error());
    return told(runOn(**session, *work, *plan, *options), invocation);
}

namespace {

/// A server, a D1 database and a file that is not there yet are found by the config, which says more than an address.
QString databaseOf(const core::DrizzleSchema &declared)
{
    const bool isFile = core::isDialectOfFiles(declared.settings.dialect) && QFileInfo::exists(declared.databasePath);
    return isFile ? declared.databasePath : declared.configPath;
}

/// The migration from what the session has to what schema.ts declares.
struct PushPlan {
    std::unique_ptr<core::SchemaWork> work;
    core::SchemaMigrationPtr migration;
};

core::Result<PushPlan> planPush(const core::DrizzleSchema &declared, core::Session &session,
                                const Invocation &invocation)
{
    core::SchemaSource to = core::sourceOf(declared);
    if (declared.ormVersion.section(u'.', 0, 0).toInt() >= 1)
        to.schema = core::withKeyNullsOf(to.schema, *session.schema());
    const auto draft = draftFrom(invocation, *session.schema(), to);
    if (!draft) {
        core::Error usage = draft.error();
        usage.code = u"usage"_s;
        return usage;
    }
    PushPlan plan{session.makeSchemaWork(), {}};
    auto migration = plan.work->plan(*draft);
    RC_TRY(migration);
    plan.migration = std::move(*migration);
    return plan;
}

} // namespace

ExitCode push(const Invocation &invocation)
{
    const auto options = scriptOptions(invocation);
    if (!options) {
        complain(options.error().message);
        return WrongUsage;
    }
    const auto declared = readDeclared(invocation);
    if (!declared)
        return failed(declared.error());
    const QString named = projectTarget(invocation);
    const bool namesDatabase =
        core::isMeantAsServer(named)
        || (QFileInfo(named).isFile() && !core::isProjectPath(named) && !invocation.has(u"config"_s));
    const QString database = namesDatabase ? named : databaseOf(*declared);
    if (database.isEmpty())
        return failed(core::Error::invalid(
            u"%1 names no database (dbCredentials): name the database itself."_s.arg(declared->configPath)));
    NewFile made; // goes after the session
    ScriptOptions how = *options;
    auto session = openSession(database, {});
    if (!session && core::isForWantOfFile(session.error())) {
        auto file = newFileFor(database, {}, how.dryRun);
        if (!file)
            return failed(file.error());
        made = std::move(*file);
        how.backup = false; // of nothing
        session = openSession(made.target, made.options);
    }
    if (!session)
        return failed(session.error());
    const auto plan = planPush(*declared, **session, invocation);
    if (!plan && plan.error().code != u"usage"_s)
        return failed(plan.error());
    if (!plan) {
        complain(plan.error().message);
        return WrongUsage;
    }
    auto run = runOn(**session, *plan->work, plan->migration, how);
    if (run)
        run->newFile = made.path;
    if (run && run->report && made.file)
        made.file->keep();
    return told(run, invocation);
}

ExitCode undo(const Invocation &invocation)
{
    const auto options = scriptOptions(invocation);
    bool isNumber = true;
    const qint64 id = invocation.has(u"script"_s) ? invocation.value(u"script"_s).toLongLong(&isNumber) : 0;
    if (!options || !isNumber) {
        complain(options ? u"--script takes the number of a script of the history, not %1."_s.arg(
                     invocation.value(u"script"_s))
                         : options.error().message);
        return WrongUsage;
    }
    auto session = openSession(invocation.place(0), {});
    if (!session)
        return failed(session.error());
    const auto wanted = id > 0 ? core::Result<qint64>(id) : newestToTakeBack(**session);
    if (!wanted)
        return failed(wanted.error());
    const auto work = (*session)->makeSchemaWork();
    const auto back = await(work->wayBack(*wanted));
    if (!back)
        return failed(back.error());
    auto run = runOn(**session, *work, back->migration, *options);
    for (const QString &sentence : run ? back->cannotUndo : QStringList())
        run->findings += {core::Finding::Severity::Warn, {}, sentence};
    return told(run, invocation);
}

} // namespace app
