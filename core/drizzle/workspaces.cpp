// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/workspaces.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSet>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 largestManifest = 4 << 20; ///< bytes
constexpr int deepestMember = 4; ///< folders that ** stands for

QByteArray manifest(const QString &folder, const QString &name)
{
    QFile file(QDir(folder).filePath(name));
    return file.open(QFile::ReadOnly) && file.size() <= largestManifest ? file.readAll() : QByteArray();
}

QJsonObject packageOf(const QString &folder)
{
    return QJsonDocument::fromJson(manifest(folder, u"package.json"_s)).object();
}

QStringList pnpmPatterns(const QString &folder)
{
    QStringList patterns;
    bool inPackages = false;
    const QString text = QString::fromUtf8(manifest(folder, u"pnpm-workspace.yaml"_s));
    for (const QString &line : text.split(u'\n')) {
        QString item = line.section(u" #"_s, 0, 0).trimmed();
        if (!line.startsWith(u' ') && !line.startsWith(u'-') && !item.isEmpty())
            inPackages = item.startsWith(u"packages:"_s);
        else if (inPackages && item.startsWith(u'-'))
            patterns.append(item.sliced(1).trimmed().remove(u'"').remove(u'\''));
    }
    return patterns;
}

QStringList workspacePatterns(const QString &folder)
{
    const QJsonValue workspaces = packageOf(folder).value("workspaces"_L1);
    const QJsonArray list =
        workspaces.isObject() ? workspaces.toObject().value("packages"_L1).toArray() : workspaces.toArray();
    QStringList patterns;
    for (const QJsonValue &pattern : list)
        patterns.append(pattern.toString());
    return patterns + pnpmPatterns(folder);
}

void addBelowAll(const QString &folder, int depth, QStringList &into)
{
    into.append(folder);
    if (depth == 0)
        return;
    for (const QString &below : searchedFolders(folder))
        addBelowAll(below, depth - 1, into);
}

/// The folders that "apps/*" or "packages/**" means.
QStringList foldersOfPattern(const QString &folder, const QString &pattern)
{
    QStringList folders{folder};
    for (const QString &part : QDir::cleanPath(pattern).split(u'/', Qt::SkipEmptyParts)) {
        QStringList next;
        const QRegularExpression matches(QRegularExpression::wildcardToRegularExpression(part));
        for (const QString &above : std::as_const(folders)) {
            if (part == u"**") {
                addBelowAll(above, deepestMember, next);
                continue;
            }
            if (!part.contains(u'*') && !part.contains(u'?')) {
                if (QFileInfo(QDir(above).filePath(part)).isDir())
                    next.append(QDir::cleanPath(QDir(above).filePath(part)));
                continue;
            }
            for (const QString &below : searchedFolders(above)) {
                if (matches.match(QFileInfo(below).fileName()).hasMatch())
                    next.append(below);
            }
        }
        folders = next;
    }
    return folders;
}

} // namespace

QStringList optionsOfScripts(const QString &folder, const QString &program, const QString &option)
{
    const QJsonObject scripts = packageOf(folder).value("scripts"_L1).toObject();
    const QRegularExpression named(uR"(--%1(?:=|\s+)("[^"]+"|'[^']+'|[^\s;&|]+))"_s.arg(option));
    QStringList values;
    for (const QJsonValue &script : scripts) {
        const QString line = script.toString();
        if (!line.contains(program))
            continue;
        for (auto found = named.globalMatch(line); found.hasNext();)
            values.append(found.next().captured(1).remove(u'"').remove(u'\''));
    }
    values.removeDuplicates();
    return values;
}

QStringList configsOfScripts(const QString &folder)
{
    QStringList files;
    for (const QString &name : optionsOfScripts(folder, u"drizzle-kit"_s, u"config"_s)) {
        const QString path = QDir::cleanPath(QDir(folder).absoluteFilePath(name));
        if (QFileInfo(path).isFile())
            files.append(path);
    }
    return files;
}

QStringList workspaceFolders(const QString &folder)
{
    QStringList folders;
    QStringList without;
    for (const QString &pattern : workspacePatterns(folder)) {
        if (pattern.startsWith(u'!'))
            without += foldersOfPattern(folder, pattern.sliced(1));
        else
            folders += foldersOfPattern(folder, pattern);
    }
    folders.removeDuplicates();
    folders.removeIf([&](const QString &member) { return member == folder || without.contains(member); });
    return folders;
}

QStringList searchedFolders(const QString &folder)
{
    static const QSet<QString> built{u"node_modules"_s, u"dist"_s,     u"build"_s, u"out"_s,    u"target"_s,
                                     u"vendor"_s,       u"coverage"_s, u"tmp"_s,   u"drizzle"_s};
    QStringList folders;
    const QFileInfoList all =
        QDir(folder).entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot | QDir::NoSymLinks, QDir::Name);
    for (const QFileInfo &info : all) {
        if (!built.contains(info.fileName()))
            folders.append(info.absoluteFilePath());
    }
    return folders;
}

} // namespace core
