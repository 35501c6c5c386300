// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/connectionspec.h"
#include "core/dialect/dialect.h"
#include "core/drizzle/filechanges.h"
#include "core/drizzle/migrationsnapshots.h"

#include <optional>

namespace core {

/// The snapshot that a migration of the folder lacks: its file, to be written. The migrations up to it are run on an
/// empty database: a file in a temporary folder, or a scratch database on `server`; both go again. What the nearest
/// other snapshot says of a table that is the same, it says in the same words. It takes the id that the next snapshot
/// names as the one before, so that the chain holds. Fails, in one sentence, where a file is gone, does not run so, or
/// would change more of the server than a database of its own. Blocks; any thread.
[[nodiscard]] Result<FileChange> rebuiltSnapshot(const MigrationsFolder &folder,
                                                 const QList<MigrationSnapshot> &snapshots, int migration,
                                                 const Dialect &dialect,
                                                 const std::optional<ConnectionSpec> &server = std::nullopt);

/// Of all migrations that lack one, each following the one before.
[[nodiscard]] Result<QList<FileChange>> rebuiltSnapshots(const MigrationsFolder &folder,
                                                         QList<MigrationSnapshot> snapshots, const Dialect &dialect,
                                                         const std::optional<ConnectionSpec> &server = std::nullopt);

} // namespace core
