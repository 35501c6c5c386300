// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/target.h"

#include "core/db/database.h"
#include "core/drizzle/migrationsfolder.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <sys/stat.h>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

bool isDrizzleConfig(const QFileInfo &file)
{
    return file.fileName().startsWith(u"drizzle.config."_s);
}

Result<Target> fromProject(const QString &path)
{
    const auto project = readDrizzleProject(path);
    if (!project)
        return project.error();
    if (!driverByName(project->dialect)) {
        return Error::invalid(u"%1 is for %2, which Raincheck cannot open yet: name a database file."_s.arg(
            project->configPath, project->dialect));
    }
    if (project->databasePath.isEmpty()) {
        return Error::invalid(
            u"%1 names no database file (dbCredentials.url): name the database itself."_s.arg(project->configPath));
    }
    if (!QFileInfo::exists(project->databasePath)) {
        return Error::io(
            u"%1 names the database %2, which is not there."_s.arg(project->configPath, project->databasePath));
    }
    Target target;
    target.spec.driver = project->dialect;
    target.spec.location = QFileInfo(project->databasePath).canonicalFilePath();
    target.migrationsFolder = project->migrationsPath;
    target.journalTable = project->migrationsTable;
    return target;
}

Target fromFile(const QFileInfo &file)
{
    Target target;
    target.spec.driver = fileDriver();
    // A file that is not there keeps its name, so that the driver can say so.
    target.spec.location = file.exists() ? file.canonicalFilePath() : QDir::cleanPath(file.absoluteFilePath());
    target.migrationsFolder = findMigrationsFolder(target.spec.location).value_or(QString());
    const auto project = readDrizzleProject(target.spec.location);
    if (project && QFileInfo(project->databasePath).canonicalFilePath() == target.spec.location)
        target.journalTable = project->migrationsTable;
    return target;
}

} // namespace

Result<Target> resolveTarget(const QString &target)
{
    if (target.isEmpty())
        return Error::invalid(u"No database was named."_s);
    const QFileInfo file(target);
    if (!isDrizzleConfig(file) && !file.isDir())
        return fromFile(file);
    // A config in code is known by its name only; its folder says what to do about it.
    const bool code = isDrizzleConfig(file) && file.suffix() != u"json"_s;
    return fromProject(code ? file.absolutePath() : file.absoluteFilePath());
}

QString notWritableBecause(const QString &location)
{
    const QFileInfo file(location);
    if (!file.isWritable())
        return u"You may not write to %1."_s.arg(file.fileName());
    if (!QFileInfo(file.absolutePath()).isWritable())
        return u"You may not write to the folder %1, so no change could be made safely."_s.arg(file.absolutePath());
    return {};
}

std::optional<FileIdentity> fileIdentity(const QString &location)
{
    struct stat info = {};
    if (::stat(QFile::encodeName(location).constData(), &info) != 0)
        return std::nullopt;
    return FileIdentity{info.st_dev, info.st_ino};
}

} // namespace core
