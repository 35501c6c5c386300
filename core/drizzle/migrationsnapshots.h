// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/migrationsfolder.h"
#include "core/drizzle/snapshot.h"

#include <optional>

namespace core {

/// A snapshot file of a migrations folder, as far as it can be read.
struct MigrationSnapshot {
    QString name; ///< as shown to people: "0003_snapshot.json", "2026…_name/snapshot.json"
    QString tag; ///< of the migration it belongs to; empty: the folder has none of that number
    QString id;
    QStringList previous; ///< ids of the snapshots it was made from
    QString problem; ///< why its schema is not known, in one sentence; or empty
    std::optional<DrizzleSnapshot> snapshot;
    friend bool operator==(const MigrationSnapshot &, const MigrationSnapshot &) = default;
};

/// All snapshots of the folder, in the order of their names, as drizzle-kit takes them. Any thread; blocks.
[[nodiscard]] QList<MigrationSnapshot> readMigrationSnapshots(const MigrationsFolder &folder);

} // namespace core
