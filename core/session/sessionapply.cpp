// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/session.h"

#include "core/base/log.h"
#include "core/base/whendone.h"
#include "core/drizzle/migrationscript.h"
#include "core/drizzle/pendingfiles.h"
#include "core/session/environment.h"
#include "core/session/migrationapply.h"
#include "core/session/sessionprivate.h"

#include <QFileInfo>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// The kept edits are marked before they are applied and go when that is proven, before anybody hears of it.
Result<ApplyReport> applyAndForget(const ApplyRequest &request, StagedStore *staged, JobContext &context)
{
    if (request.migration)
        return applyMigration(request, *request.migration, context);
    if (!staged)
        return apply(request, context);
    const auto mark = staged->setApplying(true);
    auto report = apply(request, context);
    // Where nobody knows what became of it, the mark stays: whoever opens it next looks at the rows.
    const bool inDoubt = !report && report.error().kind == Error::Kind::InDoubt;
    const auto settled = report ? staged->clear().result() : inDoubt ? Done{} : staged->setApplying(false);
    if (report && !settled && report->historyProblem.isEmpty())
        report->historyProblem = u"It was done, but its edits are still kept as staged: "_s + settled.error().message;
    if (!mark || !settled)
        qCWarning(lcSession) << "staged edits around an apply:" << (mark ? settled : mark).error().message;
    return report;
}

} // namespace

QFuture<Result<ApplyReport>> Session::applyEdits(std::shared_ptr<const Script> script)
{
    if (!script || script->isEmpty() || d->changes.isEmpty())
        return finishedWith<ApplyReport>(Error::invalid(u"There is nothing to apply."_s));
    if (script != d->script) {
        return finishedWith<ApplyReport>(
            Error::invalid(u"The edits or the schema have changed since this script was shown: look at it again."_s));
    }
    ApplyRequest request;
    request.script = std::move(script);
    request.edits = d->sharedChanges;
    request.schema = d->schema;
    return runApply(std::move(request), true);
}

QFuture<Result<ApplyReport>> Session::applyScript(std::shared_ptr<const Script> script, bool withBackup,
                                                  std::optional<DryRunReport> rehearsal)
{
    if (!script || script->isEmpty())
        return finishedWith<ApplyReport>(Error::invalid(u"There is nothing to run: the script is empty."_s));
    if (!script->unfit.isEmpty())
        return finishedWith<ApplyReport>(Error::invalid(u"Nothing was run: "_s + script->unfit));
    if (rehearsal && rehearsal->script != script)
        return finishedWith<ApplyReport>(
            Error::invalid(u"Nothing was run: the dry run was of another script. Make one of this."_s));
    ApplyRequest request;
    request.script = std::move(script);
    request.withBackup = withBackup;
    request.rehearsal = std::move(rehearsal);
    return runApply(std::move(request), false);
}

QFuture<Result<ApplyReport>> Session::runApply(ApplyRequest request, bool fromEdits)
{
    if (isReadOnly())
        return finishedWith<ApplyReport>(Error::invalid(u"Nothing can be written here. "_s + d->readOnlyBecause));
    if (d->applying)
        return finishedWith<ApplyReport>(Error::invalid(u"Another script is running: wait until it has ended."_s));
    if (const auto permitted = EnvironmentMark::of(*this).takePermission(); !permitted)
        return finishedWith<ApplyReport>(permitted.error());
    request.spec = d->target.spec;
    request.spec.mode = ConnectionSpec::Mode::Write;
    request.dialect = d->dialect;
    request.stateFolder = d->stateFolder;
    request.file = d->file;
    request.withBackup = request.withBackup && !d->isServer;
    d->applying = true;
    ++d->writes;
    StagedStore *staged = fromEdits ? d->staged.get() : nullptr;
    const auto edits = request.edits;
    const SchemaPtr schema = request.schema;
    return d->inPool<ApplyReport>(
        this, [request, staged](JobContext &context) { return applyAndForget(request, staged, context); },
        [this, fromEdits, edits, schema](const Result<ApplyReport> &report) {
            d->applying = false;
            ++d->writes;
            Q_EMIT historyChanged();
            if (!report) {
                // A script with transactions of its own, and a COMMIT that nobody knows of, may have left something.
                baselineAfterWrite();
                return;
            }
            for (const QString &problem : {report->outcome.afterwards, report->historyProblem}) {
                if (!problem.isEmpty())
                    Q_EMIT failed(Error::io(problem));
            }
            if (fromEdits) {
                Q_EMIT editsApplied({edits, schema, report->script, report->outcome});
                d->recovered = RecoveredEdits();
                d->changes = ChangeSet();
                d->sharedChanges = std::make_shared<const ChangeSet>();
                d->forgetScript();
                Q_EMIT changesChanged();
            }
            d->versions.data = ~d->versions.data; // rows are read again, whoever has seen what by now
            baselineAfterWrite();
        });
}

/// Our writer looks like another program to the reader: what it sees now is not news. Only then is read again, so that
/// nothing that others wrote in between is missed.
void Session::baselineAfterWrite()
{
    const int writes = d->writes;
    const auto future = d->reader->submit([](Database &database, JobContext &) { return database.versions(); });
    whenDone(future, this, [this, writes](const Result<Database::Versions> &versions) {
        if (writes != d->writes)
            return; // the next one is under way and will ask again
        // A server may tell of rows later than this.
        const bool changed = d->isServer || !versions || *versions != d->versions;
        const bool otherSchema = !versions || versions->schema != d->versions.schema;
        if (versions)
            d->versions = *versions;
        else
            qCWarning(lcSession) << "versions after a write:" << versions.error().message;
        if (!changed)
            return;
        if (otherSchema) {
            d->dataChangedAfterReload = true; // rows are read by the new schema, or not at all
            reload();
        } else {
            reloadMigrations();
            Q_EMIT dataChanged();
        }
    });
}

QFuture<Result<DryRunReport>> Session::dryRun(std::shared_ptr<const Script> script)
{
    if (!script || script->isEmpty())
        return finishedWith<DryRunReport>(Error::invalid(u"There is nothing to try: the script is empty."_s));
    if (!d->trusted)
        return finishedWith<DryRunReport>(
            Error::invalid(u"A dry run runs what is in the file, too. "_s + d->readOnlyBecause));
    d->trialBegins();
    // A connection of its own: a copy of a large database would keep counts and conflicts waiting.
    return d->inPool<DryRunReport>(
        this,
        [script, spec = d->target.spec, dialect = d->dialect, folder = d->stateFolder,
         alone = d->alone()](JobContext &context) -> Result<DryRunReport> {
            const Driver *driver = driverByName(spec.driver);
            if (!driver)
                return Error::invalid(u"There is no driver “%1”."_s.arg(spec.driver));
            auto database = driver->open(spec);
            if (!database)
                return database.error();
            (*database)->setStopRequested([&context] { return context.isCancelled(); });
            DryRunExtras extras;
            extras.alone = alone;
            auto report = core::dryRun(**database, *script, *dialect, context, folder, extras);
            if (report)
                report->script = script;
            return report;
        },
        [this](const Result<DryRunReport> &) { d->trialEnded(this); });
}

QList<Finding> Session::staticFindings(const Script &script) const
{
    QList<Finding> findings = core::staticFindings(script, *d->schema, *d->dialect);
    const auto migration = std::find_if(d->migrationScripts.cbegin(), d->migrationScripts.cend(),
                                        [&](const auto &s) { return s.get() == &script; });
    if (d->board && migration != d->migrationScripts.cend()) {
        findings += keysStayOn(d->board->folder.migrations.at(migration.key()), d->board->journal, findings);
        findings += folderFindings(d->board->folder, d->board->states, migration.key());
        findings += leftBehind(d->board->folder, d->board->journal, d->board->states, migration.key());
        if (d->board->reached)
            findings += driftFindings(*d->board->reached, *d->schema, *d->dialect);
    }
    return findings;
}

const std::optional<MigrationBoard> &Session::migrations() const
{
    return d->board;
}

QString Session::migrationsProblem() const
{
    return d->boardProblem;
}

void Session::setMigrationsFolder(const QString &path)
{
    d->target.migrationsFolder = path.isEmpty() ? QString() : QFileInfo(path).absoluteFilePath();
    reloadMigrations();
}

std::shared_ptr<const Script> Session::migrationScript(int migration) const
{
    if (!d->board || migration < 0 || migration >= d->board->folder.migrations.size())
        return {};
    const MigrationFile &file = d->board->folder.migrations.at(migration);
    if (!file.bytes)
        return {};
    std::shared_ptr<const Script> &script = d->migrationScripts[migration];
    if (!script) {
        script = std::make_shared<const Script>(
            core::migrationScript(file, d->board->journal, d->board->journalTable, *d->dialect));
    }
    return script;
}

void Session::reloadMigrations()
{
    const int number = ++d->boardReads;
    if (d->target.migrationsFolder.isEmpty()) {
        if (!d->board)
            return;
        d->board.reset();
        d->boardProblem.clear();
        d->migrationScripts.clear();
        Q_EMIT migrationsChanged();
        return;
    }
    const auto future = d->background->submit([dialect = d->dialect, target = d->target](Database &database,
                                                                                         JobContext &) {
        return readMigrationBoard(database, *dialect, target.migrationsFolder, target.journalTable, target.byWrangler);
    });
    whenDone(future, this, [this, number](const Result<MigrationBoard> &board) {
        if (number != d->boardReads)
            return;
        if (!board) {
            if (board.error().isCancelled())
                return;
            d->boardProblem = board.error().message;
            Q_EMIT failed(board.error());
            return;
        }
        d->boardProblem.clear();
        if (d->board && *d->board == *board)
            return; // scripts that are shown stay the same objects
        d->board = *board;
        d->migrationScripts.clear();
        Q_EMIT migrationsChanged();
    });
}

} // namespace core
