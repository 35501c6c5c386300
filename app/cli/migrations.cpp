// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/scripts.h"
#include "core/session/truthwatch.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTimeZone>

namespace app {

using namespace Qt::Literals::StringLiterals;
using core::Error;
using core::Result;
using StateKind = core::MigrationState::Kind;

namespace {

QString targetOf(const Invocation &invocation)
{
    if (!invocation.place(0).isEmpty())
        return invocation.place(0);
    return invocation.value(u"config"_s, invocation.value(u"project"_s, QDir::currentPath()));
}

using SessionPtr = std::unique_ptr<core::Session>;

Result<SessionPtr> openWithMigrations(const QString &target, core::Session::Options options)
{
    auto session = core::Session::open(target, options);
    if (!session)
        return session.error();
    if ((*session)->migrations())
        return session;
    const QString problem = (*session)->migrationsProblem();
    if (!problem.isEmpty())
        return Error::invalid(problem);
    return Error::invalid(
        u"No Drizzle migrations belong to %1: name their folder with --migrations."_s.arg((*session)->location()));
}

core::Session::Options optionsFrom(const Invocation &invocation, bool readOnly)
{
    core::Session::Options options;
    options.readOnly = readOnly;
    if (invocation.has(u"migrations"_s))
        options.migrationsFolder = QFileInfo(invocation.value(u"migrations"_s)).absoluteFilePath();
    return options;
}

QString timeText(qint64 milliseconds)
{
    return milliseconds == 0
        ? QString()
        : QDateTime::fromMSecsSinceEpoch(milliseconds, QTimeZone::utc()).toString(u"yyyy-MM-dd HH:mm:ss"_s);
}

QJsonArray actionsJson(const QList<core::TruthAction> &actions)
{
    QJsonArray array;
    for (const core::TruthAction action : actions)
        array += core::toText(action);
    return array;
}

QString driftWord(const core::SchemaDrift &drift)
{
    switch (drift.state) {
    case core::SchemaDrift::State::Same:
        return u"same"_s;
    case core::SchemaDrift::State::Different:
        return u"different"_s;
    case core::SchemaDrift::State::Unknown:
        break;
    }
    return u"unknown"_s;
}

QJsonObject boardJson(const core::KnownTruth &truth, const QString &database)
{
    const core::TruthInput &board = truth.input;
    QJsonArray migrations;
    for (const core::TruthRow &row : truth.board.rows) {
        const core::MigrationState &state = row.state;
        const bool known = state.migration >= 0;
        const core::MigrationFile file = known ? board.folder.migrations.at(state.migration) : core::MigrationFile();
        migrations += QJsonObject{
            {u"tag"_s, state.tag},
            {u"state"_s, core::toText(state.kind)},
            {u"when"_s, known ? QJsonValue(file.when) : QJsonValue(QJsonValue::Null)},
            {u"appliedAt"_s, state.appliedAt == 0 ? QJsonValue(QJsonValue::Null) : QJsonValue(state.appliedAt)},
            {u"hash"_s,
             file.hash.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(QString::fromLatin1(file.hash))},
            {u"file"_s, known ? QJsonValue(file.path) : QJsonValue(QJsonValue::Null)},
            {u"partly"_s, row.isPart},
            {u"inFolder"_s, row.folderText},
            {u"inJournal"_s, row.journalText},
            {u"inSnapshots"_s, row.snapshotText},
            {u"inDatabase"_s, row.databaseText},
            {u"says"_s, row.sentence},
            {u"needsLook"_s, row.needsLook},
            {u"actions"_s, actionsJson(row.actions)}};
    }
    QJsonArray drifts;
    for (const core::SchemaDrift &drift : truth.board.drifts)
        drifts += QJsonObject{{u"compared"_s, core::toText(drift.pair)},
                              {u"left"_s, drift.left},
                              {u"right"_s, drift.right},
                              {u"state"_s, driftWord(drift)},
                              {u"differences"_s, QJsonArray::fromStringList(drift.differences)},
                              {u"why"_s, drift.why}};
    return {{u"database"_s, database},
            {u"folder"_s, board.folder.path},
            {u"journalTable"_s, board.journalTable},
            {u"warnings"_s, QJsonArray::fromStringList(truth.board.remarks)},
            {u"migrations"_s, migrations},
            {u"drift"_s, drifts},
            {u"actions"_s, actionsJson(truth.board.actions)},
            {u"summary"_s, truth.board.summary}};
}

QString boardText(const core::KnownTruth &truth)
{
    QList<QStringList> rows;
    for (const core::TruthRow &row : truth.board.rows) {
        const core::MigrationState &state = row.state;
        const qint64 when =
            state.migration >= 0 ? truth.input.folder.migrations.at(state.migration).when : state.appliedAt;
        rows += {core::stateWord(row), state.tag,        timeText(when),  row.folderText,
                 row.journalText,      row.snapshotText, row.databaseText};
    }
    QString text = textTable({u"state"_s, u"migration"_s, u"made (UTC)"_s, u"folder"_s, u"journal"_s, u"snapshot"_s,
                              u"database"_s},
                             rows, {}, 80);
    for (const core::TruthRow &row : truth.board.rows) {
        if (row.needsLook)
            text += visibleLines(u"%1: %2"_s.arg(row.state.tag, row.sentence)) + u'\n';
    }
    for (const core::SchemaDrift &drift : truth.board.drifts) {
        if (drift.state == core::SchemaDrift::State::Unknown)
            continue;
        text += visibleLines(u"%1 and %2: %3"_s.arg(drift.left, drift.right,
                                                    drift.differences.isEmpty() ? u"same"_s : drift.differences.join(u"; "_s)))
            + u'\n';
    }
    for (const QString &remark : truth.board.remarks)
        text += visibleLines(u"note: "_s + remark) + u'\n';
    return text + visibleLines(truth.board.summary) + u'\n';
}

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
};

/// drizzle's migrator refuses a folder whose journal names a file that is not there; so do we.
Result<core::Done> checkComplete(const core::MigrationBoard &board)
{
    for (const core::MigrationState &state : board.states) {
        if (state.kind == StateKind::Missing && state.appliedAt == 0)
            return Error::invalid(
                u"The migrations journal names %1, but its file is not in %2: nothing was applied."_s.arg(
                    state.tag, board.folder.path));
    }
    return core::Done{};
}

/// The error of a migration that comes after others of the same call.
Error afterOthers(Error error, qsizetype applied)
{
    if (applied == 1)
        error.message += u" The migration before it is applied and stays."_s;
    else if (applied > 1)
        error.message += u" The %1 migrations before it are applied and stay."_s.arg(applied);
    return error;
}

/// All pending migrations, one transaction each. Every one is looked up anew, because the journal has changed.
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
                board.folder.migrations.at(*next).tag, board.journalTable));
        auto run = runScript(**session, (*session)->migrationScript(*next), scripts);
        if (!run)
            return run.error();
        migrated.runs += *run;
        if (scripts.dryRun)
            return core::Done{};
        last = next;
        scripts.backup = false; // one backup, from before the first, takes everything back
    }
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
    options.stateFolder = folder.path();
    scripts.dryRun = false;
    scripts.backup = false;
    scripts.onCopy = true;
    const auto done = migrateAll(copy->path, options, scripts, migrated);
    for (ScriptRun &run : migrated.runs)
        run.report.reset(); // applied to the copy only
    return done;
}

} // namespace

ExitCode status(const Invocation &invocation)
{
    const auto session = openWithMigrations(targetOf(invocation), optionsFrom(invocation, true));
    if (!session)
        return failed(session.error());
    const auto input = core::truthInput(**session);
    if (!input)
        return failed(Error::invalid(u"The migrations of %1 cannot be read."_s.arg((*session)->location())));
    const core::KnownTruth truth = core::knownTruth(*input, (*session)->dialect());
    const bool printed = invocation.json() ? print(boardJson(truth, (*session)->location())) : print(boardText(truth));
    return printed ? Succeeded : Failed;
}

ExitCode migrate(const Invocation &invocation)
{
    const auto chosen = scriptOptions(invocation);
    if (!chosen) {
        complain(chosen.error().message);
        return WrongUsage;
    }
    const ScriptOptions &scripts = *chosen;
    Migrated migrated;
    const auto options = optionsFrom(invocation, false);
    const auto done = scripts.dryRun ? rehearseAll(targetOf(invocation), options, scripts, migrated)
                                     : migrateAll(targetOf(invocation), options, scripts, migrated);
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
    if (done && migrated.runs.isEmpty())
        text = u"Nothing to do: no migration is pending.\n"_s;
    for (const QString &trouble : std::as_const(migrated.troubles))
        text += visibleLines(u"note: "_s + trouble) + u'\n';
    const QJsonObject object{{u"migrations"_s, list}, {u"notes"_s, QJsonArray::fromStringList(migrated.troubles)}};
    const bool says = done || !migrated.runs.isEmpty();
    const bool printed = !says || (invocation.json() ? print(object) : print(text));
    if (!done)
        return failed(scripts.dryRun ? done.error() : afterOthers(done.error(), migrated.runs.size()));
    if (refusal)
        return failed(*refusal);
    return printed ? Succeeded : Failed;
}

} // namespace app
