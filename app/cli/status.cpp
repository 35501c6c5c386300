// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/migrationsathand.h"
#include "app/cli/newfile.h"
#include "app/cli/patience.h"
#include "app/cli/projectathand.h"

#include "core/drizzle/bridge.h"
#include "core/drizzle/snapshotform.h"
#include "core/drizzle/wranglerfolder.h"
#include "core/session/truthwatch.h"

#include <QDateTime>
#include <QFileInfo>
#include <QJsonArray>
#include <QTimeZone>

#include <algorithm>
#include <utility>

namespace app {

using namespace Qt::Literals::StringLiterals;

namespace {

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

QJsonValue textOrNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(text);
}

/// Each by itself, where only a part of the migration is there.
QJsonArray statementsJson(const core::TruthRow &row)
{
    QJsonArray out;
    const qsizetype shown = row.isPart ? row.effects.statements.size() : 0;
    for (int i = 0; i < shown; ++i) {
        const core::StatementEffect &each = row.effects.statements.at(i);
        out += QJsonObject{{u"number"_s, i + 1},
                           {u"sql"_s, each.sql},
                           {u"line"_s, each.line},
                           {u"state"_s, core::toText(each.state)},
                           {u"open"_s, row.effects.open.contains(i)},
                           {u"rest"_s, textOrNull(each.rest)}};
    }
    return out;
}

/// Those that a person has to say something of before the rest can be applied.
QString openText(const core::TruthRow &row)
{
    QString text;
    for (const int i : row.effects.open)
        text += visibleLines(u"  "_s + core::statementPlace(row.effects, i)) + u'\n';
    return text;
}

/// What stands in the database cannot be told without it.
QString stateText(const core::TruthRow &row, const core::TruthBoard &board)
{
    const bool isUnknown = !board.knowsDatabase && row.state.kind == core::MigrationState::Kind::Pending;
    return isUnknown ? u"unknown"_s : core::toText(row.state.kind);
}

QJsonObject boardJson(const core::KnownTruth &truth, const QString &database, const QString &schemaProblem)
{
    const core::TruthInput &board = truth.input;
    QJsonArray migrations;
    for (const core::TruthRow &row : truth.board.rows) {
        const core::MigrationState &state = row.state;
        const bool known = state.migration >= 0;
        const core::MigrationFile file = known ? board.folder.migrations.at(state.migration) : core::MigrationFile();
        migrations += QJsonObject{
            {u"tag"_s, state.tag},
            {u"state"_s, stateText(row, truth.board)},
            {u"when"_s, known ? QJsonValue(file.when) : QJsonValue(QJsonValue::Null)},
            {u"appliedAt"_s, state.appliedAt == 0 ? QJsonValue(QJsonValue::Null) : QJsonValue(state.appliedAt)},
            {u"hash"_s,
             file.hash.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(QString::fromLatin1(file.hash))},
            {u"file"_s, known ? QJsonValue(file.path) : QJsonValue(QJsonValue::Null)},
            {u"partly"_s, row.isPart},
            {u"statements"_s, statementsJson(row)},
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
    return {{u"database"_s, textOrNull(database)},
            {u"databaseProblem"_s, textOrNull(board.databaseProblem)},
            {u"folder"_s, board.folder.path},
            {u"journalTable"_s, board.journalTable.display()},
            {u"warnings"_s, QJsonArray::fromStringList(truth.board.remarks)},
            {u"schemaProblem"_s, textOrNull(schemaProblem)},
            {u"migrations"_s, migrations},
            {u"drift"_s, drifts},
            {u"actions"_s, actionsJson(truth.board.actions)},
            {u"summary"_s, truth.board.summary}};
}

/// A line is read, not searched: --json has all of them.
QString fewDifferences(const QStringList &all)
{
    constexpr qsizetype shown = 5;
    QString text = all.first(std::min(all.size(), shown)).join(u"; "_s);
    if (all.size() > shown)
        text += u"; and %1 more"_s.arg(all.size() - shown);
    return text;
}

/// Before anything is applied the database is not meant to be as a snapshot or schema.ts says.
bool isWorthALine(const core::SchemaDrift &drift, const core::TruthBoard &board)
{
    const bool isBegun = board.rows.isEmpty()
        || std::any_of(board.rows.cbegin(), board.rows.cend(),
                       [](const core::TruthRow &row) { return row.state.appliedAt != 0 || row.isPart; });
    const bool isOfDatabase = drift.pair != core::SchemaDrift::Pair::ProjectSnapshot;
    return drift.state != core::SchemaDrift::State::Unknown && (isBegun || !isOfDatabase);
}

/// A sentence each; the same of several in a row once.
QString looksText(const QList<core::TruthRow> &rows)
{
    constexpr qsizetype shown = 3;
    QString text;
    for (auto from = rows.cbegin(); from != rows.cend();) {
        const auto to = std::find_if(from + 1, rows.cend(), [&](const core::TruthRow &row) {
            return row.sentence != from->sentence || !row.effects.open.isEmpty();
        });
        QStringList tags;
        for (auto row = from; row != to; ++row)
            tags.append(row->state.tag);
        QString named = tags.first(std::min(shown, tags.size())).join(u", "_s);
        if (tags.size() > shown)
            named += u" and %1 more"_s.arg(tags.size() - shown);
        if (from->needsLook)
            text += visibleLines(u"%1: %2"_s.arg(named, from->sentence)) + u'\n' + openText(*from);
        from = to;
    }
    return text;
}

QString boardText(const core::KnownTruth &truth, const QString &schemaProblem)
{
    QList<QStringList> rows;
    for (const core::TruthRow &row : truth.board.rows) {
        const core::MigrationState &state = row.state;
        const qint64 when =
            state.migration >= 0 ? truth.input.folder.migrations.at(state.migration).when : state.appliedAt;
        const QString word = truth.board.knowsDatabase ? core::stateWord(row) : stateText(row, truth.board);
        rows += {word, state.tag, timeText(when), row.folderText, row.journalText, row.snapshotText, row.databaseText};
    }
    QString text;
    if (!rows.isEmpty())
        text = textTable(
            {u"state"_s, u"migration"_s, u"made (UTC)"_s, u"folder"_s, u"journal"_s, u"snapshot"_s, u"database"_s},
            rows, {}, 80);
    text += looksText(truth.board.rows);
    for (const core::SchemaDrift &drift : truth.board.drifts) {
        if (!isWorthALine(drift, truth.board))
            continue;
        text +=
            visibleLines(u"%1 and %2: %3"_s.arg(
                drift.left, drift.right, drift.differences.isEmpty() ? u"same"_s : fewDifferences(drift.differences)))
            + u'\n';
    }
    QStringList notes = truth.board.remarks;
    if (!truth.input.databaseProblem.isEmpty())
        notes.append(truth.input.databaseProblem);
    if (!schemaProblem.isEmpty())
        notes.append(u"schema.ts is not compared: "_s + schemaProblem);
    for (const QString &note : std::as_const(notes))
        text += visibleLines(u"note: "_s + note) + u'\n';
    return text + visibleLines(truth.board.summary) + u'\n';
}

/// What a status is told of.
struct StatusAtHand {
    NewFile newFile; ///< of a project whose database file is not there yet; goes after the session
    SessionPtr session; ///< null: the database could not be looked at
    core::TruthInput input;
    const core::Dialect *dialect = nullptr;
    std::optional<core::DrizzleProject> project;
    [[nodiscard]] QString database() const
    {
        return !newFile.path.isEmpty() ? newFile.path : session ? session->location() : QString();
    }
};

/// A project that is pushed has no migrations; its schema.ts can be compared all the same.
core::Result<core::TruthInput> inputOf(const core::Session &session, const std::optional<core::DrizzleProject> &project)
{
    if (auto input = core::truthInput(session))
        return std::move(*input);
    const QString problem = session.migrationsProblem();
    if (!project || project->isComputed(u"out"_s) || !hasNoMigrations(project->migrationsPath))
        return core::Error::invalid(
            problem.isEmpty()
                ? u"No Drizzle migrations belong to %1: name their folder with --migrations."_s.arg(session.location())
                : problem);
    core::TruthInput input;
    input.folder.path = project->migrationsPath;
    input.folder.warnings.append(
        u"There is no migrations folder at %1: a project that is pushed needs none, and “raincheck generate” begins one."_s
            .arg(project->migrationsPath));
    input.journalTable = project->journalTable();
    input.live = *session.schema();
    return input;
}

/// What the folder tells of a project whose database cannot be looked at.
core::Result<StatusAtHand> withoutDatabase(const QString &target, const Invocation &invocation, const core::Error &why)
{
    const QString said = invocation.value(u"migrations"_s);
    if (why.isCancelled() || core::isForAPersonToChoose(why) || !isProjectTarget(target))
        return why;
    const auto project = projectAtHand(target);
    if (!project || (said.isEmpty() && project->isComputed(u"out"_s)))
        return why;
    const auto folder = core::readFolderAsMigrated(said.isEmpty() ? project->migrationsPath : said);
    if (!folder)
        return why;
    StatusAtHand at;
    at.input.folder = *folder;
    at.input.journalTable = project->journalTable();
    at.input.databaseProblem = notLookedAtBecause(why);
    const core::SnapshotForm *form = core::snapshotForm(project->dialect);
    at.dialect = core::dialectByName(form ? form->system : core::fileDriver());
    at.project = *project;
    return at;
}

core::Result<StatusAtHand> statusAt(const Invocation &invocation)
{
    StatusAtHand at;
    const QString target = projectTarget(invocation);
    const core::Session::Options options = migrationOptions(invocation, true);
    auto session = openSession(target, options);
    if (!session && core::isForWantOfFile(session.error())) {
        auto made = newFileFor(target, options, true, true);
        RC_TRY(made);
        at.newFile = std::move(*made);
        session = openSession(at.newFile.target, at.newFile.options);
        const auto project = projectAtHand(target);
        RC_TRY(project);
        at.project = *project;
    }
    if (!session)
        return withoutDatabase(target, invocation, session.error());
    at.session = std::move(*session);
    at.dialect = &at.session->dialect();
    if (!at.project)
        at.project = at.session->target().project;
    auto input = inputOf(*at.session, at.project);
    RC_TRY(input);
    at.input = std::move(*input);
    if (!at.newFile.path.isEmpty())
        at.input.folder.warnings.append(
            u"The database file %1 is not there yet: “raincheck migrate” or “raincheck push” makes it."_s.arg(
                at.newFile.path));
    return at;
}

/// What the project declares; the error is for a note, as the rest can be told without it.
core::Result<core::DrizzleSchema> declaredBeside(const StatusAtHand &at, const Invocation &invocation)
{
    std::optional<core::BridgeRequest> request;
    if (at.project) {
        const auto own = core::bridgeRequestOf(at.project->configPath, at.project->root);
        RC_TRY(own);
        request = *own;
    } else if (at.session && !at.session->isOnServer()) {
        request = core::bridgeRequestFor(at.session->location());
    }
    if (!request)
        return core::Error::invalid(u"No drizzle.config stands at or above the database."_s);
    RC_TRY(checkTrust(request->folders.value(0), invocation));
    const Patience patience;
    const QString waits = u"%1 is still being evaluated."_s.arg(QFileInfo(request->named()).fileName());
    return core::askBridge(*request, core::Waiting::isGivenUp(waits)).schema;
}

/// A config that names no file (as for D1) is about the database that leads to it.
bool isAbout(const core::DrizzleSchema &schema, const StatusAtHand &at)
{
    return schema.databasePath.isEmpty() || !at.session || !at.newFile.path.isEmpty() || at.session->isOnServer()
        || QFileInfo(schema.databasePath).canonicalFilePath() == QFileInfo(at.session->location()).canonicalFilePath();
}

} // namespace

ExitCode status(const Invocation &invocation)
{
    auto at = statusAt(invocation);
    if (!at)
        return failed(at.error());
    if (!at->dialect)
        return failed(core::Error::invalid(u"Raincheck knows no database system of that kind."_s));
    QString problem;
    const auto declared = declaredBeside(*at, invocation);
    if (!declared && declared.error().isCancelled())
        return failed(declared.error());
    if (!declared)
        problem = declared.error().message;
    else if (isAbout(*declared, *at))
        at->input.project = *declared;
    else
        problem = u"It is about another database, %1."_s.arg(declared->databasePath);
    const core::KnownTruth truth = core::knownTruth(at->input, *at->dialect);
    const bool printed =
        invocation.json() ? print(boardJson(truth, at->database(), problem)) : print(boardText(truth, problem));
    return printed ? Succeeded : Failed;
}

} // namespace app
