// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/migraterest.h"
#include "app/cli/migrationsathand.h"
#include "app/cli/newfile.h"
#include "app/cli/projectathand.h"
#include "app/cli/scripts.h"

#include "core/drizzle/journalscripts.h"
#include "core/drizzle/pendingfiles.h"

#include <QJsonArray>
#include <QTemporaryDir>

namespace app {

using namespace Qt::Literals::StringLiterals;
using core::Error;
using core::Result;
using StateKind = core::MigrationState::Kind;

namespace {

/// The next migration drizzle's migrator would run; none when all is done.
std::optional<int> nextPending(const core::MigrationBoard &board)
{
    for (const core::MigrationState &state : board.states) {
        if (state.kind == StateKind::Pending)
            return state.migration;
    }
    return std::nullopt;
}

/// What is not as it should be, and no reason for the migrator to stop.
QStringList troubles(const core::MigrationBoard &board)
{
    QStringList said;
    for (const core::MigrationState &state : board.states) {
        switch (state.kind) {
        case StateKind::Applied:
        case StateKind::Pending:
            break;
        case StateKind::Edited:
            said += u"%1 is applied; its file was edited since."_s.arg(state.tag);
            break;
        case StateKind::Skipped:
            said += u"%1 is skipped: it is older than the newest applied one, and Drizzle's migrator never runs it. "
                    u"Generate "
                    "it again, so that it comes last."_s.arg(state.tag);
            break;
        case StateKind::Missing:
            said += u"%1 is missing: the journal names it, but its file is not there."_s.arg(state.tag);
            break;
        case StateKind::Orphan:
            said += u"%1 is applied, but no file of the folder is that migration."_s.arg(state.tag);
            break;
        }
    }
    return said;
}

/// What a call of `migrate` did, also when it ended in an error.
struct Migrated {
    QList<ScriptRun> runs;
    QStringList troubles;
    QString newFile; ///< the database file that was, or would be, made; empty: it was there
};

/// drizzle's migrator refuses a folder whose journal names a file that is not there; so do we.
Result<core::Done> checkComplete(const core::MigrationBoard &board)
{
    for (const core::MigrationState &state : board.states) {
        if (state.kind != StateKind::Missing || state.appliedAt != 0)
            continue;
        const QString unusable = core::unusableBecause(board.folder.migrations.at(state.migration));
        return Error::invalid(
            unusable.isEmpty()
                ? u"The migrations journal names %1, but its file is not in %2: nothing was applied."_s.arg(
                    state.tag, board.folder.path)
                : u"The migrations journal of %1 %2: nothing was applied. Restore it from version "
                  "control."_s.arg(board.folder.path, unusable));
    }
    return core::Done{};
}

/// The error of a migration that comes after others of the same call.
Error afterOthers(Error error, qsizetype applied)
{
    QString said = stays(applied);
    if (applied == 0 || error.message.contains(said))
        return error;
    said[0] = said[0].toUpper();
    error.message += u' ' + said + u'.';
    return error;
}

/// All pending ones as one script. What the folder and the schema tell of them stands for all.
Result<ScriptRun> runTogether(core::Session &session, const core::MigrationBoard &board, ScriptOptions scripts)
{
    const QList<core::MigrationFile> files = core::pendingFiles(board.folder, board.states);
    const auto script = std::make_shared<const core::Script>(
        core::applyAllScript(files, {board.journal, board.journalTable, &session.dialect()}));
    if (!script->unfit.isEmpty())
        return Error::invalid(u"They cannot be run together. "_s + script->unfit);
    scripts.findings += core::folderFindings(board.folder, board.states, nextPending(board).value_or(-1));
    if (board.reached)
        scripts.findings += core::driftFindings(*board.reached, *session.schema(), session.dialect());
    return runScript(session, script, scripts);
}

/// What failed because a part of it is there is told apart from what is wrong in itself.
Error withHint(Error error, const core::Session &session, int migration)
{
    const bool mayBeThere = error.kind == Error::Kind::Sql || error.kind == Error::Kind::Constraint;
    const QString hint = mayBeThere ? hintOfRest(session, migration) : QString();
    if (!hint.isEmpty())
        error.message += u' ' + hint;
    return error;
}

/// All pending migrations, one transaction each; all in one where Drizzle's migrator would not run the others after
/// one. Every one is looked up anew, because the journal has changed.
Result<core::Done> migrateAll(const QString &target, const core::Session::Options &options, ScriptOptions scripts,
                              Migrated &migrated)
{
    std::optional<int> last;
    for (;;) {
        auto session = openWithMigrations(target, options);
        if (!session)
            return session.error();
        const core::MigrationBoard &board = *(*session)->migrations();
        RC_TRY(checkComplete(board));
        migrated.troubles = troubles(board);
        const auto next = nextPending(board);
        if (!next)
            return core::Done{};
        if (next == last)
            return Error::invalid(u"%1 is still pending after it was applied; look at the table %2."_s.arg(
                board.folder.migrations.at(*next).tag, board.journalTable.display()));
        scripts.appliedBefore = migrated.runs.size();
        const bool isAll =
            core::runOnlyTogether(core::pendingFiles(board.folder, board.states), board.folder, board.journal);
        auto run = isAll ? runTogether(**session, board, scripts)
                         : runScript(**session, (*session)->migrationScript(*next), scripts);
        if (!run)
            return withHint(run.error(), **session, *next);
        migrated.runs += *run;
        if (scripts.dryRun)
            return core::Done{};
        last = next;
        scripts.backup = false; // one backup, from before the first, takes everything back
    }
}

/// A server is not copied: all of them in one transaction, as Drizzle's own migrator runs them, which is taken back.
Result<core::Done> rehearseAsOne(core::Session &session, const core::MigrationBoard &board,
                                 const ScriptOptions &scripts, Migrated &migrated)
{
    RC_TRY(checkComplete(board));
    migrated.troubles = troubles(board);
    auto run = runTogether(session, board, scripts);
    RC_TRY(run);
    migrated.runs += *run;
    return core::Done{};
}

/// Several pending ones are rehearsed one upon the other: on a copy, applied there for real.
Result<core::Done> rehearseAll(const QString &target, core::Session::Options options, ScriptOptions scripts,
                               Migrated &migrated)
{
    auto session = openWithMigrations(target, options);
    if (!session)
        return session.error();
    const core::MigrationBoard board = *(*session)->migrations();
    const auto pending = std::count_if(board.states.cbegin(), board.states.cend(),
                                       [](const core::MigrationState &s) { return s.kind == StateKind::Pending; });
    if (pending <= 1)
        return migrateAll(target, options, scripts, migrated);
    if ((*session)->isOnServer())
        return rehearseAsOne(**session, board, scripts, migrated);
    const QTemporaryDir folder;
    core::ConnectionSpec spec{(*session)->dialect().name(), (*session)->location(), core::ConnectionSpec::Mode::Read};
    const auto connection = core::Connection::open(spec);
    if (!connection)
        return connection.error();
    const auto copy = await((*connection)->submit([&](core::Database &database, core::JobContext &context) {
        return core::backup(database, folder.path(), context);
    }));
    if (!copy)
        return copy.error();
    options.migrationsFolder = board.folder.path;
    options.journalTable = board.journalTable;
    options.byWrangler = board.journal.isWrangler; // nothing else tells of a copy that it was D1's
    options.stateFolder = folder.path();
    scripts.dryRun = false;
    scripts.backup = false;
    scripts.onCopy = true;
    const auto done = migrateAll(copy->path, options, scripts, migrated);
    for (ScriptRun &run : migrated.runs)
        run.report.reset(); // applied to the copy only
    return done;
}

Result<core::Done> migrateTarget(const QString &target, const core::Session::Options &options,
                                 const ScriptOptions &scripts, Migrated &migrated)
{
    return scripts.dryRun ? rehearseAll(target, options, scripts, migrated)
                          : migrateAll(target, options, scripts, migrated);
}

/// Of the next one alone.
Result<core::Done> migrateRest(const QString &target, const core::Session::Options &options,
                               const ScriptOptions &scripts, const QMap<int, bool> &ran, Migrated &migrated)
{
    auto session = openWithMigrations(target, options);
    if (!session)
        return session.error();
    migrated.troubles = troubles(*(*session)->migrations());
    const auto script = restScript(**session, ran);
    RC_TRY(script);
    if (!(*script)->unfit.isEmpty())
        return Error::invalid((*script)->unfit);
    auto run = runScript(**session, *script, scripts);
    RC_TRY(run);
    migrated.runs += *run;
    return core::Done{};
}

/// As drizzle-kit and the migrators do, where the project names a file that is not there.
Result<core::Done> migrateNewFile(const QString &target, const core::Session::Options &options, ScriptOptions scripts,
                                  Migrated &migrated)
{
    const auto made = newFileFor(target, options, scripts.dryRun);
    RC_TRY(made);
    if (hasNoMigrations(made->migrations))
        return Error::invalid(u"There is no migrations folder %1, so nothing would be in the new file: generate the first "
                              "migration, or push schema.ts."_s.arg(made->migrations));
    migrated.newFile = made->path;
    scripts.backup = false; // of nothing
    auto done = migrateTarget(made->target, made->options, scripts, migrated);
    if (made->file && !migrated.runs.isEmpty())
        made->file->keep();
    if (!done && migrated.runs.isEmpty())
        migrated.newFile.clear();
    return done;
}

} // namespace

ExitCode migrate(const Invocation &invocation)
{
    const auto chosen = scriptOptions(invocation);
    if (!chosen) {
        complain(chosen.error().message);
        return WrongUsage;
    }
    const auto ran = saidToHaveRun(invocation);
    if (!ran) {
        complain(ran.error().message);
        return WrongUsage;
    }
    const ScriptOptions &scripts = *chosen;
    Migrated migrated;
    const auto options = migrationOptions(invocation, false);
    const bool isRest = invocation.has(u"rest"_s);
    auto done = isRest ? migrateRest(projectTarget(invocation), options, scripts, *ran, migrated)
                       : migrateTarget(projectTarget(invocation), options, scripts, migrated);
    if (!done && !isRest && core::isForWantOfFile(done.error()))
        done = migrateNewFile(projectTarget(invocation), options, scripts, migrated);
    // What was applied before a failure stays applied, and is said.
    QJsonArray list;
    QString text;
    std::optional<Error> refusal;
    for (const ScriptRun &run : std::as_const(migrated.runs)) {
        list += scriptJson(run);
        text += scriptText(run);
        if (!refusal)
            refusal = run.refusal;
    }
    if (!migrated.newFile.isEmpty() && !migrated.runs.isEmpty())
        text.prepend(visibleLines((scripts.dryRun ? u"would make the file %1\n"_s : u"made the file %1\n"_s).arg(migrated.newFile)));
    if (done && migrated.runs.isEmpty())
        text = u"Nothing to do: no migration is pending.\n"_s;
    for (const QString &trouble : std::as_const(migrated.troubles))
        text += visibleLines(u"note: "_s + trouble) + u'\n';
    const QJsonObject object{
        {u"migrations"_s, list},
        {u"notes"_s, QJsonArray::fromStringList(migrated.troubles)},
        {u"newFile"_s,
         migrated.newFile.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(migrated.newFile)}};
    const bool says = done || !migrated.runs.isEmpty();
    const bool printed = !says || (invocation.json() ? print(object) : print(text));
    if (!done)
        return failed(scripts.dryRun ? done.error() : afterOthers(done.error(), migrated.runs.size()));
    if (refusal)
        return failed(*refusal);
    return printed ? Succeeded : Failed;
}

} // namespace app
