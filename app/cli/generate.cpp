// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/projectathand.h"
#include "app/cli/schemaoptions.h"
#include "app/cli/scripts.h"

#include "core/drizzle/generate.h"
#include "core/drizzle/snapshotform.h"
#include "core/migrate/unasked.h"

#include <QDateTime>
#include <QUuid>

#include <algorithm>

namespace app {

using namespace Qt::Literals::StringLiterals;

namespace {

/// What is said on the command line, over the last snapshot and the project.
core::Result<core::GenerateRequest> requestFrom(const Invocation &invocation, const core::DrizzleSchema &declared)
{
    core::GenerateRequest request;
    request.folder = migrationsFolderOf(declared, invocation);
    request.project = core::declaredBy(declared);
    request.options = core::migrationOptionsOf(declared);
    request.custom = invocation.has(u"custom"_s);
    request.name = invocation.value(u"name"_s);
    request.now = QDateTime::currentMSecsSinceEpoch();
    request.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    const auto state = core::readFolderState(request.folder, request.options);
    RC_TRY(state);
    core::SchemaSource to;
    to.schema = declared.schema;
    core::Schema from = core::emptySnapshot(request.project.system).schema;
    if (const core::SnapshotFile *last = state->last()) {
        const auto read = core::readDrizzleSnapshot(last->bytes);
        RC_TRY(read);
        from = read->schema;
    }
    const auto draft = draftFrom(invocation, from, to);
    if (!draft) {
        core::Error usage = draft.error();
        usage.code = u"usage"_s;
        return usage;
    }
    request.renames = draft->options.renames;
    request.plan.fills = draft->plan.fills;
    return request;
}

/// There is no database here, so that what only rows could tell is said of rows that there may be.
QList<core::Finding> warningsIn(const core::GeneratedMigration &made)
{
    QList<core::Finding> out;
    for (const core::Hazard &h : made.migration.hazards) {
        if (h.finding.severity != core::Finding::Severity::Info && h.finding.code != u"H04"_s)
            out.append(core::findingWithoutData(h));
    }
    return out;
}

/// drizzle-kit asks; a program that cannot be asked says how to answer.
core::Error undecidedError(const QList<core::Finding> &undecided)
{
    QStringList said;
    for (const core::Finding &f : undecided)
        said.append(f.message);
    core::Error error;
    error.kind = core::Error::Kind::Refused;
    error.code = u"H04"_s;
    error.message = u"Nothing was written. H04: %1 Say --rename OLD=NEW, or --allow H04 where it is another one."_s.arg(
        said.join(u' '));
    return error;
}

/// Of schema.ts, and of the migration where there is one.
QStringList notesOf(const core::GeneratedMigration &made, const core::DrizzleSchema &declared)
{
    return declared.warnings + made.notes + (made.prepared ? made.prepared->saved.warnings : QStringList());
}

QJsonObject generatedJson(const core::GeneratedMigration &made, const QStringList &notes, const QString &folder,
                          bool written)
{
    QJsonArray changes;
    for (const core::Change &change : made.migration.diff.changes)
        changes.append(core::wordsOf(change));
    QJsonObject json{{u"folder"_s, folder},
                     {u"tag"_s, QJsonValue(QJsonValue::Null)},
                     {u"written"_s, written},
                     {u"changes"_s, changes},
                     {u"files"_s, QJsonArray()},
                     {u"warnings"_s, QJsonArray::fromStringList(notes)},
                     {u"findings"_s, findingsJson(warningsIn(made))}};
    if (made.prepared) {
        json[u"tag"_s] = made.prepared->saved.tag;
        json[u"files"_s] = filesJson(made.prepared->files);
    }
    return json;
}

QString generatedText(const core::GeneratedMigration &made, const QStringList &notes, bool written)
{
    QString noted;
    for (const QString &note : notes)
        noted += u"note: "_s + note + u'\n';
    if (!made.prepared)
        return visibleLines(noted) + u"Nothing to do: the last snapshot says what schema.ts says.\n"_s;
    QString text;
    for (const core::Change &change : made.migration.diff.changes)
        text += core::wordsOf(change) + u'\n';
    text += u'\n' + filesText(made.prepared->files);
    text += noted;
    text += written ? u"Written: %1\n"_s.arg(made.prepared->saved.tag)
                    : u"Nothing was written (--dry-run): %1\n"_s.arg(made.prepared->saved.tag);
    return visibleLines(text);
}

ExitCode usageOr(const core::Error &error)
{
    if (error.code != u"usage"_s)
        return failed(error);
    complain(error.message);
    return WrongUsage;
}

} // namespace

ExitCode generate(const Invocation &invocation)
{
    const auto declared = readDeclared(invocation);
    if (!declared)
        return failed(declared.error());
    const auto request = requestFrom(invocation, *declared);
    if (!request)
        return usageOr(request.error());
    const core::Dialect *dialect = core::dialectByName(request->project.system);
    if (!dialect)
        return failed(core::Error::invalid(u"Migrations are generated for %1 only, and this project is for %2."_s.arg(
            core::snapshotSystems(), declared->settings.dialect)));
    const auto made = core::generateMigration(*request, *dialect);
    if (!made)
        return failed(made.error());
    const QList<core::Finding> undecided = made->undecided();
    const bool allowed = invocation.values(u"allow"_s).contains(u"H04"_s, Qt::CaseInsensitive);
    if (!undecided.isEmpty() && !allowed && !request->custom)
        return failed(undecidedError(undecided));
    for (const core::Finding &f : warningsIn(*made))
        complain(u"%1 %2: %3"_s.arg(f.code, severityText(f.severity), f.message));
    const bool writes = made->prepared && !invocation.has(u"dry-run"_s);
    if (writes) {
        const auto written = core::writeMigration(*made->prepared);
        if (!written)
            return failed(written.error());
    }
    const bool printed =
        invocation.json() ? print(generatedJson(*made, notesOf(*made, *declared), request->folder, writes))
                          : print(generatedText(*made, notesOf(*made, *declared), writes));
    return printed ? Succeeded : Failed;
}

} // namespace app
