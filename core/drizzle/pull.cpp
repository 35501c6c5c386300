// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/pull.h"

#include "core/drizzle/installedorm.h"

#include <QDir>
#include <QFile>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

FileChange pulledFile(const QDir &folder, const QString &name, const QString &text)
{
    FileChange change{folder.absoluteFilePath(name), text.toUtf8()};
    QFile there(change.path);
    if (there.open(QIODevice::ReadOnly))
        change.before = there.readAll();
    return change;
}

/// As long as nobody has said where it goes.
FileChange pulledText(const QString &name, const QString &text)
{
    return {name, text.toUtf8()};
}

} // namespace

QStringList PulledFiles::replaced() const
{
    QStringList out;
    for (const FileChange &file : files) {
        if (!file.isNew())
            out.append(file.path);
    }
    return out;
}

PulledFiles pulledFiles(const Schema &schema, const PullRequest &request, const Dialect &dialect)
{
    const auto file = [folder = request.folder](const QString &name, const QString &content) {
        return folder.isEmpty() ? pulledText(name, content) : pulledFile(QDir(folder), name, content);
    };
    const QString orm =
        request.ormVersion.isEmpty() && !request.folder.isEmpty() ? installedOrm(request.folder) : request.ormVersion;
    SchemaTextOptions options;
    options.isOrm1 = orm.section(u'.', 0, 0).toInt() >= 1;
    options.keepsNames = request.keepsNames;
    options.scope = request.scope;
    const SchemaText text = drizzleSchemaText(schema, options, dialect);
    PulledFiles out;
    out.notes = text.notes;
    out.files.append(file(u"schema.ts"_s, text.schema));
    if (!text.relations.isEmpty())
        out.files.append(file(u"relations.ts"_s, text.relations));
    out.files.removeIf([](const FileChange &f) { return f.before == f.after; });
    return out;
}

} // namespace core
