// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/migrationsathand.h"
#include "app/cli/projectathand.h"
#include "app/cli/reader.h"

#include "core/drizzle/pull.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <optional>

namespace app {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Of a project: what its config says. None of a database that is named itself.
std::optional<core::DrizzleProject> projectOfTarget(const QString &target)
{
    const auto project =
        isProjectTarget(target) ? projectAtHand(target) : core::Result<core::DrizzleProject>(core::Error::cancelled());
    return project ? std::optional(*project) : std::nullopt;
}

/// --out, else the project's, as drizzle-kit does it; else drizzle/ in the folder that the program is run in.
QDir outFolder(const Invocation &invocation, const std::optional<core::DrizzleProject> &project)
{
    const bool isKnown = project && !project->isComputed(u"out"_s);
    const QString usual = isKnown ? project->migrationsPath : u"drizzle"_s;
    return QDir(QDir::cleanPath(QFileInfo(invocation.value(u"out"_s, usual)).absoluteFilePath()));
}

bool isEmptySchema(const core::Schema &schema)
{
    const auto isOwn = [](const auto &object) { return !object.internal; };
    return std::none_of(schema.tables.cbegin(), schema.tables.cend(), isOwn) && schema.views.isEmpty();
}

} // namespace

ExitCode pull(const Invocation &invocation)
{
    const auto reader = openForReading(projectTarget(invocation));
    if (!reader)
        return failed(reader.error());
    const auto project = projectOfTarget(projectTarget(invocation));
    const QDir out = outFolder(invocation, project);
    core::PullRequest request{out.absolutePath(), invocation.value(u"orm"_s), invocation.has(u"keep-names"_s), {}};
    if (project) {
        request.scope.patterns = project->tablesFilter;
        request.scope.schemas = project->schemaFilter;
    }
    if (isEmptySchema(reader->schema))
        return failed(core::Error::invalid(
            u"%1 has no table and no view yet: there is nothing to pull."_s.arg(reader->location)));
    const core::PulledFiles pulled = core::pulledFiles(reader->schema, request, *reader->dialect);
    const QList<core::FileChange> &files = pulled.files;
    const bool writes = !invocation.has(u"dry-run"_s);
    const QStringList replaced = pulled.replaced();
    if (writes && !replaced.isEmpty() && !invocation.has(u"force"_s))
        return failed(core::Error::io(
            u"%1 is there already; nothing was written. Name another folder with --out, or replace it with --force."_s
                .arg(replaced.first())));
    if (writes) {
        const auto written = core::writeFileChanges(files);
        if (!written)
            return failed(written.error());
    }
    if (invocation.json())
        return print(QJsonObject{{u"database"_s, reader->location},
                                 {u"written"_s, writes},
                                 {u"files"_s, filesJson(files)},
                                 {u"notes"_s, QJsonArray::fromStringList(pulled.notes)}})
            ? Succeeded
            : Failed;
    QString said = files.isEmpty() ? u"Nothing to do: the files say what the database says.\n"_s : filesText(files);
    for (const QString &note : pulled.notes)
        said += u"note: "_s + note + u'\n';
    return print(visibleLines(said)) ? Succeeded : Failed;
}

} // namespace app
