// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/migrationstatus.h"
#include "core/drizzle/snapshot.h"
#include "core/migrate/dryrun.h"

#include <optional>

/// What speaks against applying a migration of a folder before its own statements are looked at.
namespace core {

/// What the newest applied migration left behind, as drizzle-kit wrote it down beside it.
struct ReachedSnapshot {
    QString tag; ///< of that migration
    DrizzleSnapshot snapshot;
    friend bool operator==(const ReachedSnapshot &, const ReachedSnapshot &) = default;
};

/// Reads the file; none when there is none, or it is of a version that cannot be read. On a background thread.
[[nodiscard]] std::optional<ReachedSnapshot> reachedSnapshot(const MigrationsFolder &folder,
                                                             const QList<MigrationState> &states);

/// H52: applied migrations whose files were edited since, and files that were put before applied ones. Pure.
[[nodiscard]] QList<Finding> folderFindings(const MigrationsFolder &folder, const QList<MigrationState> &states,
                                            int migration);

/// H51: the database is not what the migration was made for. Tables, views, indexes and triggers that drizzle-kit does
/// not know of are none of its business; actions of foreign keys that its own SQL left out are only told. Pure.
[[nodiscard]] QList<Finding> driftFindings(const ReachedSnapshot &reached, const Schema &live, const Dialect &dialect);

} // namespace core
