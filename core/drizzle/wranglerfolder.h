// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/migrationsfolder.h"

namespace core {

/// Wrangler's own form of a migrations folder: .sql files, in the order of the numbers that their names begin with, and
/// nothing else (no journal of the folder, no snapshots). Error where there is none of them. Blocks.
[[nodiscard]] Result<MigrationsFolder> readWranglerFolder(const QString &path);

/// Whether a folder was read as that. Pure.
[[nodiscard]] bool isWranglersForm(const MigrationsFolder &folder);

} // namespace core
