// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/migrationsfolder.h"

namespace core {

/// Wrangler's own form of a migrations folder: .sql files, in the order of the numbers that their names begin with, and
/// nothing else (no journal of the folder, no snapshots). Error where there is none of them. Blocks.
[[nodiscard]] Result<MigrationsFolder> readWranglerFolder(const QString &path);

/// Whether a folder was read as that. Pure.
[[nodiscard]] bool isWranglersForm(const MigrationsFolder &folder);

/// A folder of drizzle-kit's as wrangler sees it, where that migrates: in the order of the numbers that its files begin
/// with, and with those that its journal does not name. Its warnings say how that differs from the journal. Blocks.
[[nodiscard]] MigrationsFolder inWranglersOrder(MigrationsFolder folder);

/// Where wrangler's order is not the journal's, or not certain: one sentence each. `named`: the journal's tags, in its
/// order. Pure.
[[nodiscard]] QStringList orderRemarks(const MigrationsFolder &byWrangler, const QStringList &named);
/// Whether it is there because wrangler applies it, and drizzle-kit knows nothing of it. Pure.
[[nodiscard]] bool isUnnamed(const MigrationFile &file, const MigrationsFolder &folder);
/// Of a file that the journal does not name.
[[nodiscard]] QString unnamedRemark(const QString &fileName);

/// A folder of either form, as whoever migrates it sees it: wrangler, where a config of it at or above says so. For
/// folders without a database beside them, whose own journal decides. Blocks.
[[nodiscard]] Result<MigrationsFolder> readFolderAsMigrated(const QString &path);

} // namespace core
