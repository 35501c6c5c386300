// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/projecttarget.h"

#include "core/db/database.h"
#include "core/drizzle/configbridge.h"
#include "core/drizzle/databaseurl.h"
#include "core/drizzle/migrationsfolder.h"
#include "core/drizzle/workspaces.h"
#include "core/drizzle/wranglerfolder.h"
#include "core/session/newdatabase.h"
#include "core/session/servertarget.h"
#include "core/session/trust.h"

#include <QDir>
#include <QFileInfo>
#include <QSet>
#include <QUrl>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

const QString urlKey = u"dbCredentials.url"_s;

/// What has to be known before anything can be opened.
QStringList missingKeys(const DrizzleProject &project)
{
    QStringList missing;
    if (project.isComputed(u"dialect"_s))
        missing.append(u"dialect"_s);
    if (project.isComputed(urlKey) && !isD1Project(project))
        missing.append(urlKey);
    for (const QString &key : project.isOfFiles() ? QStringList() : serverKeys()) {
        if (project.isComputed(key) && !missing.contains(key))
            missing.append(key);
    }
    return missing;
}

/// The server of a url, without whatever secrets are in it.
QString serverOf(const QString &url)
{
    const QUrl parsed(url);
    return parsed.host().isEmpty() ? url.section(u':', 0, 0) : parsed.scheme() + u"://"_s + parsed.host();
}

/// A tool that is missing does not say what it was wanted for.
Error whyNotRun(Error error, const DrizzleProject &project, const QStringList &missing)
{
    if (error.code.startsWith(u"no-"_s))
        error.message = u"%1 computes %2, and could not be run: %3"_s.arg(project.configPath, missing.join(u" and "_s),
                                                                          error.message);
    return error;
}

/// What the session itself needs; the rest is the bridge's.
bool isWorthRunning(const DrizzleProject &project)
{
    static const QStringList needed{u"driver"_s, u"out"_s, u"tablesFilter"_s, u"migrations.table"_s};
    return !missingKeys(project).isEmpty()
        || std::any_of(needed.cbegin(), needed.cend(),
                       [&project](const QString &key) { return project.isComputed(key); });
}

Target targetAt(const QString &location, const DrizzleProject *project)
{
    Target target;
    target.spec.driver = fileDriver();
    target.spec.location = QFileInfo(location).canonicalFilePath();
    target.name = QFileInfo(target.spec.location).fileName();
    if (!project)
        return target;
    target.project = *project;
    target.journalTable = project->journalTable();
    if (!project->isComputed(u"out"_s))
        target.migrationsFolder = project->migrationsPath;
    return target;
}

/// What wrangler keeps beside the local D1 databases; a config that takes the first file there may find it.
bool isWranglersOwnFile(const QString &path)
{
    const QFileInfo file(path);
    return file.fileName() == u"metadata.sqlite" && file.dir().dirName() == u"miniflare-D1DatabaseObject";
}

Error noDatabase(const DrizzleProject &project)
{
    const QString variable = project.unset.value(urlKey);
    if (!variable.isEmpty()) {
        return Error::invalid(
            u"%1 takes dbCredentials.url from the environment variable %2, which is not set: set it, or "
            "write it to %3."_s.arg(project.configPath, variable, QDir(project.root).filePath(u".env"_s)));
    }
    const QString url = project.credentials.value("url"_L1).toString();
    if (url.startsWith(u":memory:"_s))
        return Error::invalid(u"%1 names a database in memory, which nobody else can open: name a database file."_s.arg(
            project.configPath));
    if (!url.isEmpty())
        return Error::invalid(
            u"%1 names the server %2, and Raincheck opens local files only: name a database file."_s.arg(
                project.configPath, serverOf(url)));
    return Error::invalid(
        u"%1 names no database file (dbCredentials.url): name the database itself."_s.arg(project.configPath));
}

/// A migrator makes the file, but no folder.
Error databaseNotThere(const DrizzleProject &project)
{
    const QString folder = QFileInfo(project.databasePath).absolutePath();
    if (!QFileInfo(folder).isDir())
        return Error::io(u"%1 names the database %2, whose folder is not there: make the folder %3 first."_s.arg(
            project.configPath, project.databasePath, folder));
    return needsDatabaseFile(
        u"%1 names the database %2, which is not there yet: “raincheck migrate” or “raincheck push” makes it."_s.arg(
            project.configPath, project.databasePath));
}

QStringList bindingNames(const QList<D1Binding> &bindings)
{
    QStringList names;
    for (const D1Binding &d1 : bindings)
        names.append(d1.binding.isEmpty() ? d1.databaseName : d1.binding);
    return names;
}

} // namespace

Result<DrizzleProject> wholeProject(const DrizzleProject &project, const MayRunConfig &mayRun, QString &note)
{
    const QStringList missing = missingKeys(project);
    const bool mayBeRun = !project.code.isEmpty() && mayRun && mayRun(project.root);
    if (mayBeRun && isWorthRunning(project)) {
        auto whole = evaluateConfig(project);
        if (whole)
            return whole;
        if (whole.error().isCancelled())
            return whole.error();
        if (!missing.isEmpty())
            return whyNotRun(whole.error(), project, missing);
        note = whole.error().message;
    } else if (!mayBeRun && !missing.isEmpty()) {
        return needsTrust(
            u"%1 computes %2, so it has to be run to know which database it is about: that is done only in a "
            "project that you trust."_s.arg(project.configPath, missing.join(u" and "_s)));
    } else if (!mayBeRun && isWorthRunning(project)) {
        note = u"%1 computes %2: what that is, is known once you trust it, as it has to be run."_s.arg(
            project.configName(), project.code.join(u", "_s));
    }
    return project;
}

QString wranglerOf(const DrizzleProject &project)
{
    const QString beside = wranglerConfigIn(QFileInfo(project.configPath).absolutePath());
    return beside.isEmpty() ? wranglerConfigAbove(project.root) : beside;
}

bool isD1Project(const DrizzleProject &project)
{
    if (!project.isOfFiles() || !project.databasePath.isEmpty())
        return false;
    if (project.driver == u"d1-http"_s)
        return true;
    return project.driver.isEmpty() && !project.isComputed(urlKey) && !project.unset.contains(urlKey)
        && project.credentials.value("url"_L1).toString().isEmpty() && !wranglerOf(project).isEmpty();
}

QString cannotOpenBecause(const DrizzleProject &project)
{
    if (!project.isOfFiles() && project.dialect != u"postgresql")
        return u"%1 is for %2, which Raincheck does not open: it is made for SQLite, D1 and PostgreSQL."_s.arg(
            project.configPath, project.dialect);
    if (project.driver == u"expo" || project.driver == u"durable-sqlite")
        return u"%1 is for %2, whose database lives in the app itself: name a database file."_s.arg(
            project.configPath, project.driver == u"expo" ? u"Expo"_s : u"a Durable Object"_s);
    return {};
}

QList<D1Binding> bindingsMeant(const WranglerConfig &config, const QString &database, const DrizzleProject *project)
{
    const auto those = [&config](const auto &wanted) {
        QList<D1Binding> found;
        QSet<QString> identities;
        for (const D1Binding &d1 : config.databases) {
            if (wanted(d1) && !identities.contains(d1.identity())) {
                identities.insert(d1.identity());
                found.append(d1);
            }
        }
        return found;
    };
    if (!database.isEmpty()) {
        return those([&database](const D1Binding &d1) {
            return d1.binding == database || d1.databaseName == database || d1.databaseId == database;
        });
    }
    const QString id = project ? project->credentials.value("databaseId"_L1).toString() : QString();
    const auto byId = those([&id](const D1Binding &d1) { return !id.isEmpty() && d1.databaseId == id; });
    if (!byId.isEmpty())
        return byId;
    const auto byMigrations =
        those([project](const D1Binding &d1) { return project && d1.migrationsPath == project->migrationsPath; });
    return byMigrations.isEmpty() ? those([](const D1Binding &) { return true; }) : byMigrations;
}

Result<Target> targetOfWrangler(const QString &configPath, const QString &database, const DrizzleProject *project)
{
    const auto config = readWranglerConfig(configPath);
    RC_TRY(config);
    const QList<D1Binding> meant = bindingsMeant(*config, database, project);
    if (meant.isEmpty() && !database.isEmpty() && !config->databases.isEmpty())
        return Error::invalid(u"%1 binds no D1 database %2: it has %3."_s.arg(
            configPath, database, bindingNames(bindingsMeant(*config, {}, nullptr)).join(u", "_s)));
    if (meant.isEmpty())
        return Error::invalid(u"%1 binds no D1 database: there is no d1_databases in it."_s.arg(configPath));
    if (meant.size() > 1) {
        const QStringList names = bindingNames(meant);
        Error error = Error::invalid(u"%1 binds several D1 databases (%2): name one of them, as in %3#%4."_s.arg(
            configPath, names.join(u", "_s), QFileInfo(configPath).fileName(), names.constFirst()));
        error.code = u"several-projects"_s;
        return error;
    }
    const D1Binding &d1 = meant.constFirst();
    const auto file = localD1File(d1);
    if (!file) {
        return Error::io(
            u"The D1 database %1 of %2 never ran on this machine: run `wrangler dev` or `wrangler d1 migrations "
            "apply %1 --local` once."_s.arg(d1.name(), configPath));
    }
    Target target = targetAt(*file, project);
    target.name = d1.name();
    target.d1 = d1;
    if (!project && (readMigrationsFolder(d1.migrationsPath) || readWranglerFolder(d1.migrationsPath)))
        target.migrationsFolder = d1.migrationsPath;
    return target;
}

namespace {

Result<Target> insteadOfWranglersOwn(const DrizzleProject &project, const QString &database)
{
    auto target = targetOfWrangler(wranglerOf(project), database, &project);
    if (target)
        target->note =
            u"%1 leads to %2, which is wrangler's own and no database of the project: %3 is taken instead."_s.arg(
                project.configName(), QFileInfo(project.databasePath).fileName(), target->name);
    return target;
}

} // namespace

Result<Target> targetOfConfig(const DrizzleConfigFile &config, const QString &database, const MayRunConfig &mayRun)
{
    const auto read = readDrizzleConfig(config);
    RC_TRY(read);
    QString note;
    const auto project = wholeProject(*read, mayRun, note);
    RC_TRY(project);
    if (const QString why = cannotOpenBecause(*project); !why.isEmpty())
        return Error::invalid(why);
    if (!project->isOfFiles()) {
        auto target = targetOfServerProject(*project);
        if (target)
            target->note = note;
        return target;
    }
    if (isD1Project(*project)) {
        const QString wrangler = wranglerOf(*project);
        if (wrangler.isEmpty()) {
            return Error::invalid(
                u"%1 is for D1, but no wrangler.json, .jsonc or .toml stands at or above it, so its local "
                "database cannot be found."_s.arg(project->configPath));
        }
        auto target = targetOfWrangler(wrangler, database, &*project);
        if (target)
            target->note = note;
        return target;
    }
    if (project->databasePath.isEmpty())
        return noDatabase(*project);
    if (!QFileInfo::exists(project->databasePath))
        return databaseNotThere(*project);
    if (isWranglersOwnFile(project->databasePath) && !wranglerOf(*project).isEmpty())
        return insteadOfWranglersOwn(*project, database);
    Target target = targetAt(project->databasePath, &*project);
    target.note = note;
    if (isLocalD1Path(target.spec.location))
        target.d1 = bindingOfLocalD1(target.spec.location);
    if (target.d1)
        target.name = target.d1->name();
    return target;
}

QStringList findWranglerConfigs(const QString &folder)
{
    QStringList configs{wranglerConfigIn(folder)};
    for (const QString &member : workspaceFolders(folder))
        configs.append(wranglerConfigIn(member));
    configs.removeAll(QString());
    if (configs.isEmpty()) {
        for (const QString &below : searchedFolders(folder))
            configs.append(wranglerConfigIn(below));
        configs.removeAll(QString());
    }
    if (configs.isEmpty())
        configs.append(wranglerConfigAbove(folder));
    configs.removeAll(QString());
    return configs;
}

} // namespace core
