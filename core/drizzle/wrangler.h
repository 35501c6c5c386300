// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace core {

/// A D1 database that a Worker is bound to. A plain value. Source: drizzle-formats.md 3, "Wrangler".
struct D1Binding {
    QString configPath; ///< absolute: the wrangler config
    QString environment; ///< of [env.NAME]; empty: the top level
    QString binding; ///< what the code calls it: "DB"
    QString databaseName; ///< "my-app-db"; may be empty
    QString databaseId; ///< what the database is called by Cloudflare; may be a placeholder
    QString previewId; ///< preview_database_id; mostly empty
    QString migrationsPath; ///< absolute, of migrations_dir
    QString migrationsTable = QStringLiteral("d1_migrations");
    QString migrationsPattern; ///< as written; empty: every .sql file of migrationsPath
    friend bool operator==(const D1Binding &, const D1Binding &) = default;

    [[nodiscard]] QString name() const; ///< for people: the database's name, else the binding's
    /// What its local file is called by: the preview's id, else the id, else the binding.
    [[nodiscard]] QString identity() const;
};

/// A config of wrangler, as far as D1 goes.
struct WranglerConfig {
    QString path; ///< absolute
    QString worker; ///< the Worker's name
    QList<D1Binding> databases; ///< the top level's first; the same database in several environments each time
    friend bool operator==(const WranglerConfig &, const WranglerConfig &) = default;
};

/// By name: wrangler.json, wrangler.jsonc, wrangler.toml.
[[nodiscard]] bool isWranglerConfigName(const QString &fileName);

/// The config that wrangler takes in this very folder; empty: none.
[[nodiscard]] QString wranglerConfigIn(const QString &folder);
/// Likewise, in the nearest folder at or above.
[[nodiscard]] QString wranglerConfigAbove(const QString &folder);

[[nodiscard]] Result<WranglerConfig> readWranglerConfig(const QString &path);

/// What the local file of a D1 database is called, without ".sqlite".
[[nodiscard]] QString localD1Name(const QString &identity);

/// The local file of a database, where it is kept: in .wrangler/state beside the config, where the scripts of
/// package.json persist to, or in the .wrangler of a folder above. None: it never ran locally.
[[nodiscard]] std::optional<QString> localD1File(const D1Binding &binding);

/// Whether a path is that of a local D1 database, by where it lies and what it is called.
[[nodiscard]] bool isLocalD1Path(const QString &path);

/// The binding whose local file this is, from the configs around it.
[[nodiscard]] std::optional<D1Binding> bindingOfLocalD1(const QString &path);

} // namespace core
