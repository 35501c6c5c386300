// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"
#include "core/drizzle/migrationsfolder.h"
#include "core/drizzle/migrationstatus.h"
#include "core/sql/script.h"

#include <QDateTime>

namespace core {

/// Makes the Script of one migration file. Pure: no I/O.
///
/// Each statement is linked to its line. `PRAGMA foreign_keys` inside the file is ignored by SQLite within a
/// transaction, so it is hoisted: foreign keys are switched off before BEGIN and back on after COMMIT, and the
/// statement's `difference` says so. Comment-only chunks are left out. The last body statement is the journal row that
/// drizzle-orm's migrator would write (hash of the unmodified file, `when`), and the table itself when missing.
/// A file with its own BEGIN or COMMIT becomes a Script with ownTransactions.
/// `appliedAt` is what the 1.0 shape stores beside the name; unset: now.
[[nodiscard]] Script migrationScript(const MigrationFile &file, const MigrationJournal &journal,
                                     const QString &journalTable, const Dialect &dialect,
                                     const QDateTime &appliedAt = {});

/// The statements that write the journal row: the table when it is missing, and the INSERT.
[[nodiscard]] QList<Statement> journalStatements(const MigrationFile &file, const MigrationJournal &journal,
                                                 const QString &journalTable, const Dialect &dialect,
                                                 const QDateTime &appliedAt = {});

} // namespace core
