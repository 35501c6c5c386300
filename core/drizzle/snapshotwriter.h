// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/schemarules.h"

#include <QByteArray>

namespace core {

/// What a snapshot says beside the schema.
struct SnapshotAbout {
    QString dialect; ///< as drizzle-kit calls it: "sqlite", "turso"
    QString id; ///< a UUID
    QString previous; ///< of the snapshot before; empty: it is the first
    Renames renames;
    QStringList existingViews; ///< that the project only declares
};

/// A snapshot of drizzle-kit, version 6 of the SQLite family, of all tables and views of the schema that are no
/// system's own. What drizzle cannot express (triggers, STRICT, collations, …) is left out; unique constraints become
/// unique indexes, under the names that drizzle-kit would give. Pure. Source of the format: drizzle-formats.md 2.1.
[[nodiscard]] QByteArray drizzleSnapshot(const Schema &schema, const SnapshotAbout &about);

} // namespace core
