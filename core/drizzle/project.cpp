// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/project.h"

#include "core/drizzle/configliterals.h"
#include "core/drizzle/databaseurl.h"
#include "core/drizzle/dotenv.h"
#include "core/drizzle/migrationsfolder.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QUrl>

#include <algorithm>
#include <iterator>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qint64 largestConfig = 4 << 20; ///< bytes

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

QString besideOf(const QString &configPath)
{
    return QFileInfo(configPath).absolutePath();
}

/// Where drizzle-kit is run, as far as the place of the config tells.
QString usualRoot(const DrizzleConfigFile &config)
{
    if (!config.root.isEmpty())
        return config.root;
    const QString package = nearestWith(besideOf(config.path), u"package.json"_s);
    return package.isEmpty() ? besideOf(config.path) : package;
}

QStringList textOrTexts(const QJsonValue &value)
{
    QStringList texts;
    const QJsonArray list = value.isArray() ? value.toArray() : QJsonArray{value};
    for (const QJsonValue &item : list) {
        if (item.isString() && !item.toString().isEmpty())
            texts.append(item.toString());
    }
    return texts;
}

/// Whether something that the config names lies beneath the folder.
bool holdsWhatIsNamed(const QString &folder, const QString &out, const QStringList &schema)
{
    const QDir dir(folder);
    static const QRegularExpression magic(u"[*?{\\[].*$"_s);
    return dir.exists(out) || std::any_of(schema.cbegin(), schema.cend(), [&dir](QString pattern) {
               pattern.remove(magic);
               return !pattern.isEmpty() && pattern != u"./" && dir.exists(pattern);
           });
}

Result<QByteArray> readConfigFile(const QString &path)
{
    QFile file(path);
    if (!QFileInfo(path).isFile())
        return Error::invalid(u"There is no config %1."_s.arg(path));
    if (!file.open(QIODevice::ReadOnly))
        return Error::io(u"Cannot read %1: %2."_s.arg(path, file.errorString()));
    if (file.size() > largestConfig)
        return Error::invalid(u"Cannot read %1: it is larger than any config."_s.arg(path));
    return file.readAll();
}

Result<ConfigLiterals> readJsonConfig(const QString &path, const QByteArray &bytes)
{
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &problem);
    if (problem.error != QJsonParseError::NoError || !document.isObject())
        return Error::invalid(
            u"Cannot read %1: %2 at byte %3."_s
                .arg(path, problem.error == QJsonParseError::NoError ? u"no object"_s : problem.errorString())
                .arg(problem.offset));
    return ConfigLiterals{document.object(), {}, {}};
}

ConfigLiterals readCodeConfig(const QByteArray &bytes, const QString &root)
{
    const QString code = QString::fromUtf8(bytes);
    const QDir dir(root);
    QList<QMap<QString, QString>> files{readDotenv(dir.filePath(u".env"_s))};
    for (const QString &name : dotenvFilesOf(code))
        files.append(readDotenv(dir.filePath(name)));
    return readConfigLiterals(code, [&files](const QString &name) -> std::optional<QString> {
        const QByteArray key = name.toLocal8Bit();
        if (qEnvironmentVariableIsSet(key.constData()))
            return qEnvironmentVariable(key.constData());
        for (const auto &file : std::as_const(files)) {
            if (file.contains(name))
                return file.value(name);
        }
        return std::nullopt;
    });
}

/// The keys that are known here, of those that are code; a key within what is code is, too.
QStringList computedKeys(const ConfigLiterals &literals)
{
    static const QStringList keys{u"dialect"_s,
                                  u"driver"_s,
                                  u"schema"_s,
                                  u"out"_s,
                                  u"casing"_s,
                                  u"tablesFilter"_s,
                                  u"schemaFilter"_s,
                                  u"breakpoints"_s,
                                  u"dbCredentials.url"_s,
                                  u"migrations.table"_s,
                                  u"migrations.schema"_s,
                                  u"migrations.prefix"_s};
    QStringList computed;
    for (const QString &key : keys) {
        const QString outer = key.section(u'.', 0, 0);
        const QJsonValue top = literals.values.value(outer);
        const bool known = outer == key ? !top.isUndefined() : top.toObject().contains(key.section(u'.', 1));
        const bool open = (literals.code.contains(u"*"_s) && top.isUndefined() && !literals.unset.contains(key))
            || literals.code.contains(outer + u".*"_s);
        if (literals.code.contains(key) || literals.code.contains(outer) || (open && !known))
            computed.append(key);
    }
    return computed;
}

DrizzleProject projectFrom(const ConfigLiterals &literals, const DrizzleConfigFile &config)
{
    DrizzleProject project = projectFromConfig(literals.values, config);
    project.code = computedKeys(literals);
    project.unset = literals.unset;
    return project;
}

bool leadsToSameFile(const QString &a, const QString &b)
{
    const QString canonical = QFileInfo(a).canonicalFilePath();
    return !canonical.isEmpty() && canonical == QFileInfo(b).canonicalFilePath();
}

/// The nearest at or above a file that is as `wanted`.
template <typename Wanted> std::optional<DrizzleProject> nearestProject(const QString &path, Wanted wanted)
{
    QDir folder(QFileInfo(path).absolutePath());
    do {
        for (const DrizzleConfigFile &config : drizzleConfigsIn(folder.absolutePath())) {
            auto project = readDrizzleConfig(config);
            if (project && wanted(*project))
                return std::move(*project);
        }
    } while (folder.cdUp());
    return std::nullopt;
}

/// minimatch knows {a,b}: a pattern for each.
QStringList withoutBraces(const QString &pattern)
{
    static const QRegularExpression braces(u"^(.*?)\\{([^{}]*,[^{}]*)\\}(.*)$"_s);
    const auto match = braces.match(pattern);
    if (!match.hasMatch())
        return {pattern};
    QStringList patterns;
    for (const QString &one : match.captured(2).split(u','))
        patterns += withoutBraces(match.captured(1) + one + match.captured(3));
    return patterns;
}

Error severalConfigs(const QString &folder, const QList<DrizzleConfigFile> &configs)
{
    QStringList names;
    std::transform(configs.cbegin(), configs.cend(), std::back_inserter(names),
                   [&folder](const DrizzleConfigFile &file) { return QDir(folder).relativeFilePath(file.path); });
    Error error =
        Error::invalid(u"%1 holds several Drizzle configs (%2): name one of them."_s.arg(folder, names.join(u", "_s)));
    error.code = u"several-projects"_s;
    return error;
}

/// A file that is named may be a config of any name, or something else of a project.
bool isMeantAsConfig(const QFileInfo &file)
{
    static const QRegularExpression named(u"^.*config.*\\.(json|[cm]?[tj]s)$"_s);
    return isDrizzleConfigName(file.fileName()) || named.match(file.fileName()).hasMatch();
}

} // namespace

QString DrizzleProject::name() const
{
    return QFileInfo(root).fileName();
}

bool DrizzleProject::isOfFiles() const
{
    return isDialectOfFiles(dialect);
}

bool isDialectOfFiles(const QString &dialect)
{
    static const QStringList family{QString(), u"sqlite"_s, u"turso"_s};
    return family.contains(dialect);
}

QString DrizzleProject::configName() const
{
    return QDir(root).relativeFilePath(configPath);
}

QualifiedName DrizzleProject::journalTable() const
{
    return isOfFiles() ? QualifiedName{{}, migrationsTable} : serverJournal(migrationsSchema, migrationsTable);
}

QualifiedName serverJournal(const QString &schema, const QString &table)
{
    const DrizzleProject usual;
    const QString in = schema.isEmpty() ? usual.migrationsSchema : schema;
    return {in == "public"_L1 ? QString() : in, table.isEmpty() ? usual.migrationsTable : table};
}

QString fileOfDatabaseUrl(const QString &url)
{
    if (url.startsWith(u"file:"_s)) {
        QString path = url.mid(5).section(u'?', 0, 0);
        while (path.startsWith(u"//"_s))
            path.remove(0, 1);
        return path.startsWith(u":memory:"_s) ? QString() : QUrl::fromPercentEncoding(path.toUtf8());
    }
    if (url.contains(u"://"_s) || url.startsWith(u":memory:"_s))
        return {};
    return url;
}

DrizzleProject projectFromConfig(const QJsonObject &values, const DrizzleConfigFile &config)
{
    const auto text = [](const QJsonObject &of, QLatin1StringView key, const QString &otherwise = {}) {
        const QString written = of.value(key).toString();
        return written.isEmpty() ? otherwise : written;
    };
    DrizzleProject project;
    const QJsonObject migrations = values.value("migrations"_L1).toObject();
    const QString out = text(values, "out"_L1, u"drizzle"_s);
    project.configPath = QDir::cleanPath(config.path);
    project.schema = textOrTexts(values.value("schema"_L1));
    project.root = QDir::cleanPath(usualRoot(config));
    if (config.root.isEmpty() && !holdsWhatIsNamed(project.root, out, project.schema)
        && holdsWhatIsNamed(besideOf(config.path), out, project.schema))
        project.root = QDir::cleanPath(besideOf(config.path));
    project.dialect = text(values, "dialect"_L1);
    project.driver = text(values, "driver"_L1);
    project.credentials = values.value("dbCredentials"_L1).toObject();
    const QDir root(project.root);
    project.migrationsPath = QDir::cleanPath(root.absoluteFilePath(out));
    const QString database = fileOfDatabaseUrl(text(project.credentials, "url"_L1));
    if (!database.isEmpty() && project.isOfFiles())
        project.databasePath = QDir::cleanPath(root.absoluteFilePath(database));
    project.migrationsTable = text(migrations, "table"_L1, project.migrationsTable);
    project.migrationsSchema = text(migrations, "schema"_L1, project.migrationsSchema);
    project.migrationsPrefix = text(migrations, "prefix"_L1, project.migrationsPrefix);
    project.casing = text(values, "casing"_L1);
    for (const QString &pattern : textOrTexts(values.value("tablesFilter"_L1)))
        project.tablesFilter += withoutBraces(pattern);
    project.schemaFilter = textOrTexts(values.value("schemaFilter"_L1));
    project.breakpoints = values.value("breakpoints"_L1).toBool(true);
    return project;
}

Result<DrizzleProject> readDrizzleConfig(const DrizzleConfigFile &config)
{
    const DrizzleConfigFile file{QFileInfo(config.path).absoluteFilePath(), config.root};
    const auto bytes = readConfigFile(file.path);
    RC_TRY(bytes);
    if (file.path.endsWith(u".json"_s)) {
        const auto literals = readJsonConfig(file.path, *bytes);
        RC_TRY(literals);
        const DrizzleProject project = projectFrom(*literals, file);
        if (project.dialect.isEmpty())
            return Error::invalid(u"%1 names no dialect: add \"dialect\" as drizzle-kit asks for it."_s.arg(file.path));
        return project;
    }
    DrizzleProject project = projectFrom(readCodeConfig(*bytes, usualRoot(file)), file);
    if (project.root != QDir::cleanPath(usualRoot(file))) // which has an .env of its own
        project = projectFrom(readCodeConfig(*bytes, project.root), {file.path, project.root});
    if (project.dialect.isEmpty() && !project.isComputed(u"dialect"_s))
        return Error::invalid(
            u"%1 names no dialect: add it to the config as drizzle-kit asks for it."_s.arg(file.path));
    return project;
}

Result<DrizzleProject> readDrizzleProject(const QString &folderOrFile)
{
    const QFileInfo info(folderOrFile);
    if (!info.exists())
        return Error::invalid(u"There is no %1."_s.arg(QDir::cleanPath(info.absoluteFilePath())));
    if (info.isFile() && isMeantAsConfig(info))
        return readDrizzleConfig({info.absoluteFilePath(), {}});
    const QString folder = info.isFile() ? info.absolutePath() : QDir::cleanPath(info.absoluteFilePath());
    const QList<DrizzleConfigFile> configs = findDrizzleConfigs(folder);
    if (configs.isEmpty())
        return Error::invalid(
            u"No drizzle.config.ts, .js or .json stands in, above or below %1: name a database file or "
            "a Drizzle project."_s.arg(folder));
    return configs.size() == 1 ? readDrizzleConfig(configs.first())
                               : Result<DrizzleProject>(severalConfigs(folder, configs));
}

std::optional<DrizzleProject> projectOfDatabase(const QString &databasePath)
{
    return nearestProject(databasePath, [&databasePath](const DrizzleProject &project) {
        return leadsToSameFile(project.databasePath, databasePath);
    });
}

QStringList tablesFilterOfMigrations(const QString &path)
{
    const QString file = QDir::cleanPath(QFileInfo(path).absoluteFilePath());
    const auto project = nearestProject(file, [&file](const DrizzleProject &p) {
        return !p.isComputed(u"out"_s) && file.startsWith(p.migrationsPath + u'/');
    });
    return project ? project->tablesFilter : QStringList();
}

std::optional<QString> migrationsBeside(const QString &databasePath)
{
    for (const QString &name : {u"drizzle"_s, u"migrations"_s}) {
        const QString beside = QFileInfo(databasePath).absoluteDir().filePath(name);
        if (readMigrationsFolder(beside))
            return QDir::cleanPath(beside);
    }
    return std::nullopt;
}

std::optional<QString> findMigrationsFolder(const QString &databasePath)
{
    const auto project = projectOfDatabase(databasePath);
    if (project && readMigrationsFolder(project->migrationsPath))
        return project->migrationsPath;
    return migrationsBeside(databasePath);
}

} // namespace core
