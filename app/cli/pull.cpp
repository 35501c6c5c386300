// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/projectathand.h"
#include "app/cli/reader.h"

#include "core/drizzle/pull.h"

#include <QDir>
#include <QFileInfo>

namespace app {

using namespace Qt::Literals::StringLiterals;

namespace {

/// --out; without it drizzle/ in the folder that the program is run in, as drizzle-kit does it.
QDir outFolder(const Invocation &invocation)
{
    return QDir(QDir::cleanPath(QFileInfo(invocation.value(u"out"_s, u"drizzle"_s)).absoluteFilePath()));
}

} // namespace

ExitCode pull(const Invocation &invocation)
{
    const auto reader = openForReading(projectTarget(invocation));
    if (!reader)
        return failed(reader.error());
    const QDir out = outFolder(invocation);
    const core::PullRequest request{out.absolutePath(), invocation.value(u"orm"_s), invocation.has(u"keep-names"_s), {}};
    const core::PulledFiles pulled = core::pulledFiles(reader->schema, request, *reader->dialect);
    const QList<core::FileChange> &files = pulled.files;
    const bool writes = !invocation.has(u"dry-run"_s);
    const QStringList replaced = pulled.replaced();
    if (writes && !replaced.isEmpty() && !invocation.has(u"force"_s))
        return failed(core::Error::io(
            u"%1 is there already; nothing was written. Name another folder with --out, or replace it with --force."_s.arg(
                replaced.first())));
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
