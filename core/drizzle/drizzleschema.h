// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/drizzle/constraintnames.h"
#include "core/drizzle/snapshotextras.h"
#include "core/schema/facets.h"
#include "core/schema/schema.h"

#include <QHash>
#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace core {

/// What only Drizzle knows of a column: how the values of a database column are meant.
struct DrizzleColumn {
    enum class Mode { Unsaid, Boolean, Timestamp, TimestampMs, Json, JsonBlob, BigInt, Number, Buffer };
    QString key; ///< its name in TypeScript
    Mode mode = Mode::Unsaid;
    QStringList enumValues; ///< in their order; the database need not know of them
    bool hasDefaultFn = false; ///< $defaultFn: a value is made by the program on insert
    bool hasOnUpdateFn = false; ///< $onUpdate: … and on update
    bool hasDefault = false; ///< one that the database knows
    friend bool operator==(const DrizzleColumn &, const DrizzleColumn &) = default;
};
using DrizzleColumns = QHash<QString, DrizzleColumn>; ///< by column

/// One of relations() or defineRelations(), with the names of the database.
struct DrizzleRelation {
    enum class Kind { One, Many };
    Kind kind = Kind::One;
    QString name; ///< as in the schema: "author"
    QualifiedName from;
    QualifiedName to;
    QStringList fromColumns; ///< in `from`
    QStringList toColumns; ///< in `to`; same length
    QualifiedName through; ///< many-to-many: the table between; else empty
    QStringList throughFromColumns; ///< its columns that name a row of `from` …
    QStringList throughToColumns; ///< … and one of `to`
    std::optional<bool> owns; ///< whether the key lies in `from`; none: nothing tells
    QString file; ///< absolute: where it is declared
    friend bool operator==(const DrizzleRelation &, const DrizzleRelation &) = default;
};

/// A role that the schema names. Roles are the server's, not the database's: they are no part of a Schema.
struct DrizzleRole {
    QString name;
    bool isExisting = false; ///< only named, not the project's to make
    bool createDb = false;
    bool createRole = false;
    bool inherit = true;
    friend bool operator==(const DrizzleRole &, const DrizzleRole &) = default;
};

/// What else a config says, with drizzle-kit's defaults.
struct DrizzleSettings {
    QString dialect; ///< "sqlite", "turso" or "postgresql"
    QString driver; ///< "d1-http"; empty: none
    QString casing; ///< "snake_case", "camelCase"; empty: none
    QString out; ///< absolute: the migrations' folder
    QString migrationsTable; ///< empty: drizzle-kit's own
    QString migrationsSchema; ///< of that table, on a server; empty likewise
    QString migrationsPrefix; ///< "index", "timestamp", "supabase", "unix", "none"; empty: none is said
    bool breakpoints = true;
    QStringList tablesFilter;
    QStringList schemaFilter; ///< empty: none is said
    bool managesRoles = false; ///< entities.roles: drizzle-kit compares roles, too
    friend bool operator==(const DrizzleSettings &, const DrizzleSettings &) = default;
};

/// What a project's schema.ts declares, evaluated with the project's own drizzle-orm; see askBridge().
struct DrizzleSchema {
    Schema schema; ///< as introspection would give it, as far as the facets go
    Facets facets = Facets::drizzle();
    QList<QualifiedName> existingViews; ///< declared only (`.existing()`): not in `schema`
    ConstraintNames names; ///< those that it gives to keys
    QList<DrizzleRelation> relations;
    QList<DrizzleRole> roles;
    SnapshotExtras extras; ///< what no Schema can say, and drizzle-kit's snapshots do
    QHash<QualifiedName, DrizzleColumns> columns;
    QHash<QualifiedName, QString> exports; ///< what a table is called in TypeScript
    QString ormVersion; ///< "0.45.1"
    QString configPath; ///< absolute, as are all paths here; empty: a schema file without one
    QString root; ///< what the config's paths are relative to
    QString databasePath; ///< of dbCredentials; empty when it names no file
    DrizzleSettings settings;
    QStringList files; ///< of the schema
    QStringList inputs; ///< every file of the project that it was made of: what is worth watching
    QStringList warnings; ///< one sentence each
    friend bool operator==(const DrizzleSchema &, const DrizzleSchema &) = default;
    /// The dialect's name: "sqlite", "postgres".
    [[nodiscard]] QString system() const;
    /// What of a database it is about: by its filters, without views that are only declared. Without a schemaFilter it
    /// is about `public` and the schemas that it names itself.
    [[nodiscard]] Scope scope() const;
};

/// From the document that resources/bridge writes; or the Error that the document tells of, with files as they are
/// called from `folder`.
[[nodiscard]] Result<DrizzleSchema> drizzleSchemaFromJson(const QJsonObject &document, const QString &folder);

} // namespace core
