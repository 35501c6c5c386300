// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"
#include "core/drizzle/filechanges.h"
#include "core/drizzle/migrationsfolder.h"
#include "core/drizzle/migrationstatus.h"
#include "core/schema/diff.h"

/// Changes of a migrations folder that are seen before they are written; see writeFileChanges().
namespace core {

/// As people call it within its folder: "meta/_journal.json".
[[nodiscard]] QString fileChangeName(const FileChange &change);

/// The folder's journal without that entry: for one whose file is gone. Classic form only. Blocks.
[[nodiscard]] Result<QList<FileChange>> journalWithout(const MigrationsFolder &folder, const QString &tag);

/// The .sql files of a classic folder that its journal does not name, with their hashes. Blocks.
[[nodiscard]] QList<MigrationFile> unlistedFiles(const MigrationsFolder &folder);

/// Those of them that a database has applied, by their hash, though no entry of the folder's journal is that migration;
/// dated as there. Blocks.
[[nodiscard]] QList<MigrationFile> lostFiles(const MigrationsFolder &folder, const MigrationJournal &journal,
                                             const QList<MigrationState> &states);

/// The folder's journal with entries more, for files that it lost: each at the place of its moment, as drizzle-kit
/// writes it. Classic form only. Blocks.
[[nodiscard]] Result<QList<FileChange>> journalWithEntries(const MigrationsFolder &folder,
                                                           const QList<MigrationFile> &files);

/// The folder's journal with these entries put after the last applied one, and dated so, so that drizzle's migrator
/// runs them. `newestApplied` in unix milliseconds. Classic form only. Blocks.
[[nodiscard]] Result<QList<FileChange>> journalInOrder(const MigrationsFolder &folder, const QStringList &tags,
                                                       qint64 newestApplied);

/// The database's own changes since the snapshot, as a migration that says them: file, snapshot, journal entry. Nothing
/// runs. Blocks.
[[nodiscard]] Result<QList<FileChange>> adoptingChanges(const QString &folder, const SchemaDiff &drift,
                                                        const QString &name, const Dialect &dialect);

} // namespace core
