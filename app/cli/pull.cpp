// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/projectathand.h"
#include "app/cli/reader.h"

#include "core/drizzle/installedorm.h"
#include "core/drizzle/schemawriter.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace app {

using namespace Qt::Literals::StringLiterals;

namespace {

core::FileChange fileFor(const QDir &folder, const QString &name, const QString &text)
{
    core::FileChange change{folder.absoluteFilePath(name), text.toUtf8()};
    QFile there(change.path);
    if (there.open(QIODevice::ReadOnly))
        change.before = there.readAll();
    return change;
}

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
    core::SchemaTextOptions options;
    const QString orm = invocation.value(u"orm"_s, core::installedOrm(out.absolutePath()));
    options.isOrm1 = orm.section(u'.', 0, 0).toInt() >= 1;
    options.keepsNames = invocation.has(u"keep-names"_s);
    const core::SchemaText text = core::drizzleSchemaText(reader->schema, options, *reader->dialect);
    QList<core::FileChange> files{fileFor(out, u"schema.ts"_s, text.schema)};
    if (!text.relations.isEmpty())
        files.append(fileFor(out, u"relations.ts"_s, text.relations));
    const auto same = [](const core::FileChange &f) { return f.before == f.after; };
    files.removeIf(same);
    const bool writes = !invocation.has(u"dry-run"_s);
    for (const core::FileChange &file : std::as_const(files)) {
        if (writes && !file.isNew() && !invocation.has(u"force"_s))
            return failed(core::Error::io(
                u"%1 is there already; nothing was written. Name another folder with --out, or replace it with --force."_s
                    .arg(file.path)));
    }
    if (writes) {
        const auto written = core::writeFileChanges(files);
        if (!written)
            return failed(written.error());
    }
    if (invocation.json())
        return print(QJsonObject{{u"database"_s, reader->location},
                                 {u"written"_s, writes},
                                 {u"files"_s, filesJson(files)},
                                 {u"notes"_s, QJsonArray::fromStringList(text.notes)}})
            ? Succeeded
            : Failed;
    QString said = files.isEmpty() ? u"Nothing to do: the files say what the database says.\n"_s : filesText(files);
    for (const QString &note : text.notes)
        said += u"note: "_s + note + u'\n';
    return print(visibleLines(said)) ? Succeeded : Failed;
}

} // namespace app
