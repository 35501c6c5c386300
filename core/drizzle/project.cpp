// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/databaseurl.h"
#include "core/drizzle/migrationsfolder.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrl>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr auto configName = "drizzle.config.json"_L1;

/// The nearest folder at or above `folder` that holds `file`; empty when there is none.
QString nearestWith(const QString &folder, const QString &file)
{
    QDir dir(folder);
    do {
        if (QFileInfo(dir.filePath(file)).isFile())
            return dir.absolutePath();
    } while (dir.cdUp());
    return {};
}

/// A code config beside which there is no JSON one; empty when there is none either.
QString codeConfigIn(const QDir &dir)
{
    for (const QString &name : {u"drizzle.config.ts"_s, u"drizzle.config.js"_s}) {
        if (QFileInfo(dir.filePath(name)).isFile())
            return dir.filePath(name);
    }
    return {};
}

Result<QString> configPathFor(const QString &folderOrFile)
{
    const QFileInfo info(folderOrFile);
    if (!info.exists())
        return Error::invalid(u"There is no %1."_s.arg(QDir::cleanPath(info.absoluteFilePath())));
    if (info.isFile()) {
        if (info.suffix() == u"json"_s)
            return info.absoluteFilePath();
        const QString above = nearestWith(info.absolutePath(), configName);
        if (above.isEmpty())
            return Error::invalid(u"No drizzle.config.json stands at or above %1."_s.arg(info.absoluteFilePath()));
        return QDir(above).filePath(configName);
    }
    const QDir dir(info.absoluteFilePath());
    if (QFileInfo(dir.filePath(configName)).isFile())
        return dir.filePath(configName);
    const QString code = codeConfigIn(dir);
    if (!code.isEmpty())
        return Error::invalid(u"%1 is code, which Raincheck does not run: name the database file instead, or write a "
                              "drizzle.config.json."_s.arg(code));
    return Error::invalid(u"%1 holds no drizzle.config.json: name a database file or a Drizzle project."_s.arg(
        dir.absolutePath()));
}

QString rootFor(const QString &configPath, const QString &out)
{
    const QString beside = QFileInfo(configPath).absolutePath();
    const QString package = nearestWith(beside, u"package.json"_s);
    if (package.isEmpty() || (!QFileInfo::exists(QDir(package).filePath(out)) && QFileInfo::exists(QDir(beside).filePath(out))))
        return beside;
    return package;
}

bool sameFile(const QString &a, const QString &b)
{
    const QString canonical = QFileInfo(a).canonicalFilePath();
    return !canonical.isEmpty() && canonical == QFileInfo(b).canonicalFilePath();
}

} // namespace

QString fileOfDatabaseUrl(const QString &url)
{
    if (url.startsWith(u"file:"_s)) {
        QString path = url.mid(5).section(u'?', 0, 0);
        while (path.startsWith(u"//"_s))
            path.remove(0, 1);
        return QUrl::fromPercentEncoding(path.toUtf8());
    }
    if (url.contains(u"://"_s) || url.startsWith(u":memory:"_s))
        return {};
    return url;
}

Result<DrizzleProject> readDrizzleProject(const QString &folderOrFile)
{
    const auto path = configPathFor(folderOrFile);
    if (!path)
        return path.error();
    QFile file(*path);
    if (!file.open(QIODevice::ReadOnly))
        return Error::io(u"Cannot read %1: %2."_s.arg(*path, file.errorString()));
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(file.readAll(), &problem);
    if (problem.error != QJsonParseError::NoError || !document.isObject())
        return Error::invalid(u"Cannot read %1: %2 at byte %3."_s
                                  .arg(*path, problem.error == QJsonParseError::NoError ? u"no object"_s
                                                                                        : problem.errorString())
                                  .arg(problem.offset));
    const QJsonObject config = document.object();
    const QString out = config.value("out"_L1).toString(u"drizzle"_s);
    DrizzleProject project;
    project.configPath = QDir::cleanPath(*path);
    project.root = QDir::cleanPath(rootFor(*path, out));
    project.dialect = config.value("dialect"_L1).toString();
    if (project.dialect.isEmpty())
        return Error::invalid(u"%1 names no dialect: add \"dialect\" as drizzle-kit asks for it."_s.arg(*path));
    const QDir root(project.root);
    project.migrationsPath = QDir::cleanPath(root.absoluteFilePath(out));
    const QString database
        = fileOfDatabaseUrl(config.value("dbCredentials"_L1).toObject().value("url"_L1).toString());
    if (!database.isEmpty())
        project.databasePath = QDir::cleanPath(root.absoluteFilePath(database));
    const QString table = config.value("migrations"_L1).toObject().value("table"_L1).toString();
    if (!table.isEmpty())
        project.migrationsTable = table;
    return project;
}

std::optional<QString> findMigrationsFolder(const QString &databasePath)
{
    const QFileInfo database(databasePath);
    for (QString from = database.absolutePath(); !from.isEmpty();) {
        const QString above = nearestWith(from, configName);
        if (above.isEmpty())
            break;
        const auto project = readDrizzleProject(QDir(above).filePath(configName));
        if (project && sameFile(project->databasePath, databasePath) && readMigrationsFolder(project->migrationsPath))
            return project->migrationsPath;
        QDir parent(above);
        from = parent.cdUp() ? parent.absolutePath() : QString();
    }
    for (const QString &name : {u"drizzle"_s, u"migrations"_s}) {
        const QString beside = database.absoluteDir().filePath(name);
        if (readMigrationsFolder(beside))
            return QDir::cleanPath(beside);
    }
    return std::nullopt;
}

} // namespace core
