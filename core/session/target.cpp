// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/target.h"

#include "core/db/database.h"
#include "core/drizzle/migrationsfolder.h"
#include "core/drizzle/wranglerfolder.h"
#include "core/session/projectmeant.h"
#include "core/session/projecttarget.h"
#include "core/session/servertarget.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>

#include <sys/stat.h>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

const QString severalProjects = u"several-projects"_s;

/// A target taken apart: CONFIG#NAME names one of several databases.
struct NamedTarget {
    QString path; ///< absolute
    QString database;
};

NamedTarget namedTarget(const QString &target)
{
    const qsizetype sign = target.lastIndexOf(u'#');
    if (sign > 0 && !QFileInfo::exists(target) && QFileInfo::exists(target.first(sign)))
        return {QFileInfo(target.first(sign)).absoluteFilePath(), target.sliced(sign + 1)};
    if (target.startsWith(u"d1:"_s) && !QFileInfo::exists(target))
        return {QDir::currentPath(), target.sliced(3)};
    return {QFileInfo(target).absoluteFilePath(), {}};
}

/// A file of a source language or JSON can only be meant as a config.
bool isMeantAsProject(const QFileInfo &file)
{
    static const QRegularExpression code(u"\\.(json|[cm]?[tj]s)$"_s);
    return file.isDir() || isDrizzleConfigName(file.fileName()) || code.match(file.fileName()).hasMatch();
}

/// The configs that a path means: itself, or what is found from there.
QList<DrizzleConfigFile> configsMeant(const QFileInfo &path)
{
    if (path.isDir())
        return findDrizzleConfigs(QDir::cleanPath(path.absoluteFilePath()));
    const QList<DrizzleConfigFile> around = findDrizzleConfigs(path.absolutePath());
    for (const DrizzleConfigFile &config : around) {
        if (QFileInfo(config.path).canonicalFilePath() == path.canonicalFilePath())
            return {config}; // with the folder that a script runs it in
    }
    const DrizzleConfigFile itself{path.absoluteFilePath(), {}};
    const auto read = readDrizzleConfig(itself);
    const bool isConfig = path.fileName().contains(u"config"_s) || (read && !read->dialect.isEmpty());
    return isConfig ? QList<DrizzleConfigFile>{itself} : around;
}

TargetChoice choiceOfD1(const D1Binding &d1, const QString &config, const QDir &folder, bool isOneOfSeveral)
{
    TargetChoice choice;
    const QString name = d1.binding.isEmpty() ? d1.databaseName : d1.binding;
    choice.target = isOneOfSeveral ? config + u'#' + name : config;
    choice.config = folder.relativeFilePath(config);
    choice.dialect = u"D1"_s;
    choice.database =
        d1.databaseName.isEmpty() || d1.databaseName == d1.binding ? name : u"%1 (%2)"_s.arg(d1.databaseName, name);
    if (!localD1File(d1))
        choice.problem =
            u"It never ran on this machine: run `wrangler dev`, or apply its migrations with --local, once."_s;
    return choice;
}

QList<TargetChoice> choicesOfWrangler(const QString &path, const QString &named, const QDir &folder,
                                      const DrizzleProject *project)
{
    const auto config = readWranglerConfig(path);
    if (!config)
        return {{named, folder.relativeFilePath(named), u"D1"_s, {}, {}, config.error().message}};
    const QList<D1Binding> meant = bindingsMeant(*config, {}, project);
    QList<TargetChoice> choices;
    for (const D1Binding &d1 : meant)
        choices.append(choiceOfD1(d1, named, folder, meant.size() > 1));
    return choices;
}

/// Of a project whose database is on a server: where, or why it is not known.
TargetChoice withServer(TargetChoice choice, const DrizzleProject &project)
{
    const bool isComputed = std::any_of(serverKeys().cbegin(), serverKeys().cend(),
                                        [&project](const QString &key) { return project.isComputed(key); });
    if (!choice.problem.isEmpty() || isComputed)
        return choice;
    const auto target = targetOfServerProject(project);
    if (target)
        choice.database = target->name;
    choice.problem = target ? QString() : target.error().message;
    return choice;
}

QList<TargetChoice> choicesOfConfig(const DrizzleConfigFile &config, const QDir &folder)
{
    TargetChoice choice;
    choice.target = config.path;
    choice.config = folder.relativeFilePath(config.path);
    const auto project = readDrizzleConfig(config);
    if (!project) {
        choice.problem = project.error().message;
        return {choice};
    }
    const QString schema = project->schema.join(u", "_s);
    if (isD1Project(*project) && !wranglerOf(*project).isEmpty()) {
        QList<TargetChoice> choices = choicesOfWrangler(wranglerOf(*project), config.path, folder, &*project);
        for (TargetChoice &of : choices)
            of.schema = schema;
        return choices;
    }
    choice.dialect = project->dialect;
    choice.schema = schema;
    choice.problem = cannotOpenBecause(*project);
    if (!project->databasePath.isEmpty())
        choice.database = folder.relativeFilePath(project->databasePath);
    else if (project->isComputed(u"dbCredentials.url"_s))
        choice.database = u"known once it is run"_s;
    else if (!project->unset.value(u"dbCredentials.url"_s).isEmpty())
        choice.database = u"%1 is not set"_s.arg(project->unset.value(u"dbCredentials.url"_s));
    if (!project->isOfFiles())
        return {withServer(std::move(choice), *project)};
    if (choice.problem.isEmpty() && !project->databasePath.isEmpty() && !QFileInfo::exists(project->databasePath)) {
        const bool canBeMade = QFileInfo(QFileInfo(project->databasePath).absolutePath()).isDir();
        if (canBeMade) // asked about when it is chosen
            choice.database += u" (not there yet)"_s;
        else
            choice.problem = u"The database file is not there, nor is the folder that it would be in."_s;
    }
    return {choice};
}

/// The sentence that lets a person choose on a command line.
Error severalTargets(const QString &folder, const QList<TargetChoice> &choices)
{
    QStringList names;
    for (const TargetChoice &choice : choices) {
        QStringList facts{choice.dialect, choice.database};
        facts.removeAll(QString());
        const QString called = QDir(folder).relativeFilePath(choice.target);
        names.append(facts.isEmpty() ? called : u"%1 (%2)"_s.arg(called, facts.join(u", "_s)));
    }
    Error error =
        Error::invalid(u"%1 leads to %2 databases: %3. Name one of these configs instead, with --config where the "
                       "command takes it."_s.arg(QDir::cleanPath(folder))
                           .arg(choices.size())
                           .arg(names.join(u"; "_s)));
    error.code = severalProjects;
    return error;
}

Result<Target> fromFolder(const QFileInfo &path, const QString &database, const MayRunConfig &mayRun)
{
    const QString folder = path.isDir() ? QDir::cleanPath(path.absoluteFilePath()) : path.absolutePath();
    if (path.isFile() && isWranglerConfigName(path.fileName()))
        return targetOfWrangler(path.absoluteFilePath(), database, nullptr);
    QList<DrizzleConfigFile> configs = configsMeant(path);
    if (!database.isEmpty() && configs.size() > 1) { // d1:NAME
        const QStringList wranglers = findWranglerConfigs(folder);
        if (wranglers.size() == 1)
            return targetOfWrangler(wranglers.constFirst(), database, nullptr);
    }
    if (configs.size() == 1)
        return targetOfConfig(configs.constFirst(), database, mayRun);
    const QStringList wranglers = configs.isEmpty() ? findWranglerConfigs(folder) : QStringList();
    if (wranglers.size() == 1)
        return targetOfWrangler(wranglers.constFirst(), database, nullptr);
    if (configs.isEmpty() && wranglers.isEmpty()) {
        return Error::invalid(
            u"Neither in, above nor below %1 is there a drizzle.config.ts, .js or .json, or a wrangler config: "
            "name a database file or a Drizzle project."_s.arg(folder));
    }
    return severalTargets(folder, targetChoices(path.absoluteFilePath()));
}

Error noConfigAt(const QString &folder)
{
    return Error::invalid(
        u"Neither in, above nor below %1 is there a drizzle.config.ts, .js or .json: name a Drizzle project."_s.arg(
            folder));
}

/// The project that a D1 file belongs to, by the configs around its binding's own.
std::optional<DrizzleProject> projectOfBinding(const D1Binding &d1)
{
    for (const DrizzleConfigFile &config : findDrizzleConfigs(QFileInfo(d1.configPath).absolutePath())) {
        const auto project = readDrizzleConfig(config);
        // A config that looks for the local file itself says which it is only when it is run.
        const bool looksItself = project && project->isOfFiles() && project->isComputed(u"dbCredentials.url"_s);
        if (looksItself && project->migrationsPath == d1.migrationsPath)
            return *project;
        const auto wrangler = project && isD1Project(*project) ? readWranglerConfig(d1.configPath)
                                                               : Result<WranglerConfig>(Error::cancelled());
        if (!wrangler)
            continue;
        const QList<D1Binding> meant = bindingsMeant(*wrangler, {}, &*project);
        if (std::any_of(meant.cbegin(), meant.cend(),
                        [&d1](const D1Binding &m) { return m.identity() == d1.identity(); }))
            return *project;
    }
    return std::nullopt;
}

Target fromFile(const QFileInfo &file, const MayRunConfig &mayRun)
{
    Target target;
    target.spec.driver = fileDriver();
    // A file that is not there keeps its name, so that the driver can say so.
    target.spec.location = file.exists() ? file.canonicalFilePath() : QDir::cleanPath(file.absoluteFilePath());
    target.name = QFileInfo(target.spec.location).fileName();
    target.project = projectOfDatabase(target.spec.location);
    if (isLocalD1Path(target.spec.location)) {
        target.d1 = bindingOfLocalD1(target.spec.location);
        if (target.d1) {
            target.name = target.d1->name();
            if (auto project = projectOfBinding(*target.d1))
                target.project = std::move(project);
        }
    }
    if (const auto whole = target.project ? wholeProject(*target.project, mayRun, target.note)
                                          : Result<DrizzleProject>(Error::cancelled()))
        target.project = *whole;
    const bool isFolderKnown = target.project && !target.project->isComputed(u"out"_s);
    if (isFolderKnown && readMigrationsFolder(target.project->migrationsPath))
        target.migrationsFolder = target.project->migrationsPath;
    else
        target.migrationsFolder = migrationsBeside(target.spec.location).value_or(QString());
    if (target.migrationsFolder.isEmpty() && target.d1 && readWranglerFolder(target.d1->migrationsPath))
        target.migrationsFolder = target.d1->migrationsPath;
    if (target.project)
        target.journalTable = target.project->journalTable();
    return target;
}

} // namespace

Result<Target> resolveTarget(const QString &target, const MayRunConfig &mayRun)
{
    if (target.isEmpty())
        return Error::invalid(u"No database was named."_s);
    if (isMeantAsServer(target))
        return targetOfServer(target);
    const NamedTarget named = namedTarget(target);
    const QFileInfo path(named.path);
    const bool isProject = isMeantAsProject(path) || isWranglerConfigName(path.fileName());
    if (!isProject)
        return fromFile(path, mayRun);
    if (!path.exists())
        return Error::invalid(u"There is no %1."_s.arg(QDir::cleanPath(named.path)));
    return fromFolder(path, named.database, mayRun);
}

Result<DrizzleConfigFile> configMeant(const QString &target)
{
    const QFileInfo path(namedTarget(target).path);
    if (!path.exists())
        return Error::invalid(u"There is no %1."_s.arg(QDir::cleanPath(path.absoluteFilePath())));
    const QList<DrizzleConfigFile> configs = configsMeant(path);
    const QString folder = path.isDir() ? QDir::cleanPath(path.absoluteFilePath()) : path.absolutePath();
    if (configs.isEmpty())
        return noConfigAt(folder);
    return configs.size() == 1 ? Result<DrizzleConfigFile>(configs.constFirst())
                               : severalTargets(folder, targetChoices(path.absoluteFilePath()));
}

Result<DrizzleProject> projectMeant(const QString &target, const MayRunConfig &mayRun)
{
    const auto config = configMeant(target);
    RC_TRY(config);
    const auto read = readDrizzleConfig(*config);
    RC_TRY(read);
    QString note; // what stays unknown is told by the project itself
    auto whole = wholeProject(*read, mayRun, note);
    return whole || whole.error().isCancelled() ? std::move(whole) : Result<DrizzleProject>(*read);
}

Result<BridgeRequest> bridgeRequestMeant(const QString &path)
{
    auto direct = bridgeRequestAt(path);
    const QFileInfo info(path);
    const bool isItsOwn =
        direct && QFileInfo(direct->configPath).canonicalPath() == QFileInfo(path).canonicalFilePath();
    if (!info.isDir() || isItsOwn)
        return direct;
    const auto config = configMeant(path);
    if (!config)
        return direct && !isForAPersonToChoose(config.error()) ? direct : Result<BridgeRequest>(config.error());
    const auto project = readDrizzleConfig(*config);
    RC_TRY(project);
    return bridgeRequestOf(project->configPath, project->root);
}

void chooseJournal(Target &target, const Schema &schema)
{
    if (!target.d1)
        return;
    const QString wranglers = target.d1->migrationsTable;
    const bool isThere = schema.table({{}, wranglers}) != nullptr;
    const bool isDrizzles = schema.table(target.journalTable) != nullptr;
    target.byWrangler = isThere || (!isDrizzles && target.d1->migrationsPath == target.migrationsFolder);
    if (target.byWrangler)
        target.journalTable = {{}, wranglers};
}

bool isForAPersonToChoose(const Error &error)
{
    return error.code == severalProjects;
}

QList<TargetChoice> targetChoices(const QString &target)
{
    const NamedTarget named = namedTarget(target);
    const QFileInfo path(named.path);
    const QDir folder(path.isDir() ? path.absoluteFilePath() : path.absolutePath());
    if (path.isFile() && isWranglerConfigName(path.fileName()))
        return choicesOfWrangler(path.absoluteFilePath(), path.absoluteFilePath(), folder, nullptr);
    QList<TargetChoice> choices;
    const QList<DrizzleConfigFile> configs = configsMeant(path);
    for (const DrizzleConfigFile &config : configs)
        choices += choicesOfConfig(config, folder);
    const QStringList wranglers = configs.isEmpty() ? findWranglerConfigs(folder.absolutePath()) : QStringList();
    for (const QString &config : wranglers)
        choices += choicesOfWrangler(config, config, folder, nullptr);
    return choices;
}

QString notWritableBecause(const ConnectionSpec &spec)
{
    const Driver *driver = driverByName(spec.driver);
    if (driver && !driver->isFile())
        return {};
    const QFileInfo file(spec.location);
    if (!file.isWritable())
        return u"You may not write to %1."_s.arg(file.fileName());
    if (!QFileInfo(file.absolutePath()).isWritable())
        return u"You may not write to the folder %1, so no change could be made safely."_s.arg(file.absolutePath());
    return {};
}

QString stateKey(const ConnectionSpec &spec)
{
    const Driver *driver = driverByName(spec.driver);
    return driver ? driver->identity(spec.location) : spec.location;
}

std::optional<FileIdentity> fileIdentity(const QString &location)
{
    struct stat info = {};
    if (::stat(QFile::encodeName(location).constData(), &info) != 0)
        return std::nullopt;
    return FileIdentity{info.st_dev, info.st_ino};
}

} // namespace core
