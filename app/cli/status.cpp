// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/migrationsathand.h"
#include "app/cli/patience.h"
#include "app/cli/projectathand.h"

#include "core/drizzle/bridge.h"
#include "core/session/truthwatch.h"

#include <QDateTime>
#include <QFileInfo>
#include <QJsonArray>
#include <QTimeZone>

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
            {u"journalTable"_s, board.journalTable.display()},
            {u"warnings"_s, QJsonArray::fromStringList(truth.board.remarks)},
            {u"schemaProblem"_s, schemaProblem.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(schemaProblem)},
            {u"migrations"_s, migrations},
            {u"drift"_s, drifts},
            {u"actions"_s, actionsJson(truth.board.actions)},
            {u"summary"_s, truth.board.summary}};
}

QString boardText(const core::KnownTruth &truth, const QString &schemaProblem)
{
    QList<QStringList> rows;
    for (const core::TruthRow &row : truth.board.rows) {
        const core::MigrationState &state = row.state;
        const qint64 when =
            state.migration >= 0 ? truth.input.folder.migrations.at(state.migration).when : state.appliedAt;
        rows += {core::stateWord(row), state.tag,        timeText(when),  row.folderText,
                 row.journalText,      row.snapshotText, row.databaseText};
    }
    QString text = textTable(
        {u"state"_s, u"migration"_s, u"made (UTC)"_s, u"folder"_s, u"journal"_s, u"snapshot"_s, u"database"_s}, rows,
        {}, 80);
    for (const core::TruthRow &row : truth.board.rows) {
        if (row.needsLook)
            text += visibleLines(u"%1: %2"_s.arg(row.state.tag, row.sentence)) + u'\n';
    }
    for (const core::SchemaDrift &drift : truth.board.drifts) {
        if (drift.state == core::SchemaDrift::State::Unknown)
            continue;
        text += visibleLines(u"%1 and %2: %3"_s.arg(
                    drift.left, drift.right, drift.differences.isEmpty() ? u"same"_s : drift.differences.join(u"; "_s)))
            + u'\n';
    }
    QStringList notes = truth.board.remarks;
    if (!schemaProblem.isEmpty())
        notes.append(u"schema.ts is not compared: "_s + schemaProblem);
    for (const QString &note : std::as_const(notes))
        text += visibleLines(u"note: "_s + note) + u'\n';
    return text + visibleLines(truth.board.summary) + u'\n';
}

/// What the project declares; the error is for a note, as the rest can be told without it.
core::Result<core::DrizzleSchema> declaredBeside(const core::Session &session, const Invocation &invocation)
{
    const auto &project = session.target().project;
    std::optional<core::BridgeRequest> request;
    if (project) {
        const auto own = core::bridgeRequestOf(project->configPath, project->root);
        RC_TRY(own);
        request = *own;
    } else if (!session.isOnServer()) {
        request = core::bridgeRequestFor(session.location());
    }
    if (!request)
        return core::Error::invalid(u"No drizzle.config stands at or above the database."_s);
    RC_TRY(checkTrust(request->folders.value(0), invocation));
    const Patience patience;
    const QString waits = u"%1 is still being evaluated."_s.arg(QFileInfo(request->named()).fileName());
    return core::askBridge(*request, core::Waiting::isGivenUp(waits)).schema;
}

/// A config that names no file (as for D1) is about the database that leads to it.
bool isAbout(const core::DrizzleSchema &schema, const core::Session &session)
{
    return schema.databasePath.isEmpty() || session.isOnServer()
        || QFileInfo(schema.databasePath).canonicalFilePath() == QFileInfo(session.location()).canonicalFilePath();
}

} // namespace

ExitCode status(const Invocation &invocation)
{
    const auto session = openWithMigrations(projectTarget(invocation), migrationOptions(invocation, true));
    if (!session)
        return failed(session.error());
    auto input = core::truthInput(**session);
    if (!input)
        return failed(core::Error::invalid(u"The migrations of %1 cannot be read."_s.arg((*session)->location())));
    QString problem;
    const auto declared = declaredBeside(**session, invocation);
    if (!declared && declared.error().isCancelled())
        return failed(declared.error());
    if (!declared)
        problem = declared.error().message;
    else if (isAbout(*declared, **session))
        input->project = *declared;
    else
        problem = u"It is about another database, %1."_s.arg(declared->databasePath);
    const core::KnownTruth truth = core::knownTruth(*input, (*session)->dialect());
    const bool printed =
        invocation.json() ? print(boardJson(truth, (*session)->location(), problem)) : print(boardText(truth, problem));
    return printed ? Succeeded : Failed;
}

} // namespace app
