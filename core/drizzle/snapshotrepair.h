// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"
#include "core/drizzle/filechanges.h"
#include "core/drizzle/migrationsnapshots.h"

namespace core {

/// The snapshot that a migration of the folder lacks: its file, to be written. The migrations up to it are run on an
/// empty database, in a temporary folder that goes again. It takes the id that the next snapshot names as the one
/// before, so that the chain holds. Fails where a file is gone or does not run so. Blocks; any thread.
[[nodiscard]] Result<FileChange> rebuiltSnapshot(const MigrationsFolder &folder,
                                                 const QList<MigrationSnapshot> &snapshots, int migration,
                                                 const Dialect &dialect);

/// Of all migrations that lack one, each following the one before.
[[nodiscard]] Result<QList<FileChange>> rebuiltSnapshots(const MigrationsFolder &folder,
                                                         QList<MigrationSnapshot> snapshots, const Dialect &dialect);

} // namespace core
