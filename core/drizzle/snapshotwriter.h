// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/constraintnames.h"
#include "core/drizzle/snapshotextras.h"
#include "core/schema/schemarules.h"

#include <QByteArray>

namespace core {

/// What a snapshot says beside the schema.
struct SnapshotAbout {
    QString dialect; ///< as drizzle-kit calls it: "sqlite", "turso", "postgresql"
    QString id; ///< a UUID
    QStringList previousIds; ///< of the snapshots before; empty: it is the first; the classic form takes one
    Renames renames;
    QList<QualifiedName> existingViews; ///< that the project only declares
    ConstraintNames names = {};
    /// The types are those of a project, which may spell them as it likes; else they are written as drizzle-kit does.
    bool typesAsWritten = false;
    SnapshotExtras extras = {};
    [[nodiscard]] bool onlyDeclares(const QualifiedName &view) const;
};

/// A snapshot of drizzle-kit, version 6 of the SQLite family, of all tables and views of the schema that are no
/// system's own. What drizzle cannot express (triggers, STRICT, collations, …) is left out; unique constraints become
/// unique indexes, under the names that drizzle-kit would give. Pure. Source of the format: drizzle-formats.md 2.1.
[[nodiscard]] QByteArray drizzleSnapshot(const Schema &schema, const SnapshotAbout &about);

// What both forms of a snapshot share:
[[nodiscard]] QString rootSnapshotId(); ///< what the first one names as the one before
[[nodiscard]] Schema snapshotTables(const Schema &schema); ///< without what is the system's own
[[nodiscard]] QString snapshotType(const Column &column, const SnapshotAbout &about);
[[nodiscard]] QString snapshotCheckName(const Table &table, int check);
/// Where the key leads, also when that is only implied.
[[nodiscard]] QStringList snapshotTargets(const ForeignKey &key, const Schema &schema);

} // namespace core
