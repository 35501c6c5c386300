// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"
#include "core/drizzle/migrationsfolder.h"
#include "core/drizzle/snapshot.h"
#include "core/drizzle/snapshotextrasql.h"
#include "core/drizzle/snapshotwriter.h"

#include <QJsonObject>
#include <QStringList>

namespace core {

/// What drizzle-kit calls a system, and the two forms in which it keeps snapshots of its schemas: that of the classic
/// folders and that of drizzle 1.0. A plain value; there is one for each system.
struct SnapshotForm {
    QString system; ///< the Dialect's name
    QString title; ///< for people: "SQLite"
    QString dialect; ///< as a config and a journal call it …
    QStringList otherDialects; ///< … and other names for what is written the same way
    QString foldersDialect; ///< as a snapshot of drizzle 1.0 calls it
    QString version; ///< of a classic snapshot
    QString foldersVersion; ///< of one of drizzle 1.0
    bool keysMayBeNull = false; ///< whether NOT NULL is a thing of its own within a primary key
    QString (*keyName)(const Table &table) = nullptr; ///< what a key without a name is called in the database
    Facets facets; ///< of both forms
    Schema nothing; ///< what is there before the first migration
    Result<DrizzleSnapshot> (*read)(const QByteArray &json, const QJsonObject &root) = nullptr;
    Result<DrizzleSnapshot> (*readFolders)(const QByteArray &json, const QJsonObject &root) = nullptr;
    QByteArray (*write)(const Schema &schema, const SnapshotAbout &about) = nullptr;
    QByteArray (*writeFolders)(const Schema &schema, const SnapshotAbout &about) = nullptr;
    /// What to do beside the plan; none where a Schema says everything.
    ExtraStatements (*extras)(const SnapshotExtras &before, const SnapshotExtras &after) = nullptr;
    /// Whether a plan says it for its own session alone, so that a file of migrations is better without: names mean
    /// there what they mean for whoever runs it.
    bool (*isForSession)(const Statement &statement) = nullptr;
};

/// By any of its names, the Dialect's included; null for a system whose snapshots are unknown.
[[nodiscard]] const SnapshotForm *snapshotForm(const QString &dialect);
/// "SQLite and PostgreSQL".
[[nodiscard]] QString snapshotSystems();

/// A snapshot in the form of such a folder. `about.dialect` must be a known one. Pure.
[[nodiscard]] QByteArray snapshotText(const Schema &schema, const SnapshotAbout &about,
                                      MigrationsFolder::Layout layout);

/// What is there before the first migration of a project for that system.
[[nodiscard]] DrizzleSnapshot emptySnapshot(const QString &dialect);

/// The rules by which snapshots of that system are compared; null where it is unknown.
[[nodiscard]] const SchemaRules *rulesOfSnapshot(const DrizzleSnapshot &snapshot);

} // namespace core
