// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/migrationstatus.h"
#include "core/migrate/dryrun.h"

/// In which order, and with which others, migrations are to be run. Pure.
namespace core {

/// Those that the migrator would run now, in its order.
[[nodiscard]] QList<MigrationFile> pendingFiles(const MigrationsFolder &folder, const QList<MigrationState> &states);

/// Whether these have to run as one script. drizzle's migrator reads the newest time of the journal once, before it
/// runs all of them; one by one, whatever is dated before another of them would count as skipped as soon as that is
/// applied.
[[nodiscard]] bool runOnlyTogether(const QList<MigrationFile> &files, const MigrationsFolder &folder,
                                   const MigrationJournal &journal);

/// H52: pending migrations that nobody would run any more, once this one is applied by itself.
[[nodiscard]] QList<Finding> leftBehind(const MigrationsFolder &folder, const MigrationJournal &journal,
                                        const QList<MigrationState> &states, int migration);

/// What cannot be told of a database that wrangler migrates, in one sentence.
[[nodiscard]] QString noHashesRemark();

/// Of a folder whose journal drizzle's migrator goes by: a file that it does not name, and an entry out of order.
[[nodiscard]] QString neverAppliedRemark(const QString &fileName);
[[nodiscard]] QString skippedByDateRemark(const QString &tag);

/// Why a migrator cannot take what the folder's journal says of this one, after "The migrations journal "; empty when
/// it can, or when only the file is not there.
[[nodiscard]] QString unusableBecause(const MigrationFile &file);
/// What an entry of a journal is called that has no name.
[[nodiscard]] QString namelessEntry(qsizetype index);

/// H86: what a script would be safe with, where nobody can switch foreign keys off. `found`: in that script.
[[nodiscard]] QList<Finding> keysStayOn(const MigrationFile &file, const MigrationJournal &journal,
                                        const QList<Finding> &found);

} // namespace core
