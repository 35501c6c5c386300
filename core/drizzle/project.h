// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/qualifiedname.h"
#include "core/base/result.h"

#include <QJsonObject>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

#include <optional>

namespace core {

/// What a drizzle.config.* says, with the defaults of drizzle-kit. A plain value. Source: drizzle-formats.md 1.
struct DrizzleProject {
    QString configPath; ///< absolute
    QString root; ///< absolute: the folder its relative paths start from, where drizzle-kit is run
    QString dialect; ///< "sqlite", "turso", "postgresql", …; empty only where code computes it
    QString driver; ///< "d1-http", "expo", …; mostly empty
    /// dbCredentials as it says, environment put in. It may hold passwords and tokens: never shown, never kept.
    QJsonObject credentials;
    QString databasePath; ///< absolute, from dbCredentials.url; empty when that names no file
    QStringList schema; ///< files, folders and globs as written, relative to `root`
    QString migrationsPath; ///< absolute, from `out`
    QString migrationsTable = QStringLiteral("__drizzle_migrations");
    QString migrationsSchema = QStringLiteral("drizzle"); ///< PostgreSQL only
    QString migrationsPrefix = QStringLiteral("index"); ///< "index", "timestamp", "supabase", "unix", "none"
    QString casing; ///< "snake_case", "camelCase"; empty: names as they are
    QStringList tablesFilter; ///< see Scope::patterns
    QStringList schemaFilter; ///< PostgreSQL only; empty: "public"
    bool breakpoints = true;
    /// Keys ("out", "dbCredentials.url") whose value only the config's own code knows; here they have their defaults.
    QStringList code;
    /// Keys whose value comes from an environment variable that is not set, with its name.
    QMap<QString, QString> unset;
    friend bool operator==(const DrizzleProject &, const DrizzleProject &) = default;

    /// Its databases are files of the SQLite family (D1's local ones included); also while the dialect is not known.
    [[nodiscard]] bool isOfFiles() const;
    [[nodiscard]] bool isComputed(const QString &key) const { return code.contains(key); }
    [[nodiscard]] QString name() const; ///< for people: the root's name
    [[nodiscard]] QString configName() const; ///< for people: the config as it is called from the root
    [[nodiscard]] QualifiedName journalTable() const; ///< of migrationsTable, and on a server migrationsSchema
};

/// Whether the databases of a dialect, as a config names it, are files; also of one that is not known (yet).
[[nodiscard]] bool isDialectOfFiles(const QString &dialect);

/// The journal on a server; what is empty is as drizzle-orm has it by default.
[[nodiscard]] QualifiedName serverJournal(const QString &schema, const QString &table);

/// One drizzle.config.* of a folder.
struct DrizzleConfigFile {
    QString path; ///< absolute
    QString root; ///< absolute; empty: as readDrizzleConfig() finds it
    friend bool operator==(const DrizzleConfigFile &, const DrizzleConfigFile &) = default;
};

/// By name: drizzle.config.ts and its like, in any of their spellings (drizzle-dev.config.mjs).
[[nodiscard]] bool isDrizzleConfigName(const QString &fileName);

/// The configs of a folder: the one that drizzle-kit takes by itself, others with such a name, those that the scripts
/// of its package.json name, and the configs of its workspaces' folders. Only names and package.json are read.
[[nodiscard]] QList<DrizzleConfigFile> drizzleConfigsIn(const QString &folder);

/// As drizzleConfigsIn(); where there is none, those further below (never in node_modules, hidden or built folders,
/// some levels deep), else those of the nearest folder above.
[[nodiscard]] QList<DrizzleConfigFile> findDrizzleConfigs(const QString &folder);

/// Reads one config of any name. Code is not run: what it says in plain literals (strings, numbers, lists, constants of
/// the same file, process.env) is read from its text, and the rest is in `code`. Relative paths start from the nearest
/// folder with a package.json at or above, as drizzle-kit is run there; where `out` and the schema are not there but
/// beside the config, from the config's own folder. Variables come from the environment, and from that folder's .env.
[[nodiscard]] Result<DrizzleProject> readDrizzleConfig(const DrizzleConfigFile &config);

/// What is in a config that was evaluated, or that is JSON; see readDrizzleConfig().
[[nodiscard]] DrizzleProject projectFromConfig(const QJsonObject &values, const DrizzleConfigFile &config);

/// From a folder, a config file, or a file of the project (then from the nearest config at or above it). Error with the
/// code "several-projects" where there are more than one.
[[nodiscard]] Result<DrizzleProject> readDrizzleProject(const QString &folderOrFile);

/// The project whose config names this very database file, the nearest above it.
[[nodiscard]] std::optional<DrizzleProject> projectOfDatabase(const QString &databasePath);

/// The tablesFilter of the project whose migrations this file is among, a snapshot say; empty: there is none.
[[nodiscard]] QStringList tablesFilterOfMigrations(const QString &path);

/// `drizzle/` or `migrations/` beside a database file, with a journal. None when there is none.
[[nodiscard]] std::optional<QString> migrationsBeside(const QString &databasePath);

/// The migrations folder that belongs to a database file without being told: a config above it that names this
/// database, else `drizzle/` or `migrations/` beside it with a journal. None when there is none.
[[nodiscard]] std::optional<QString> findMigrationsFolder(const QString &databasePath);

} // namespace core
