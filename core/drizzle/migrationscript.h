// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"
#include "core/drizzle/migrationsfolder.h"
#include "core/drizzle/migrationstatus.h"
#include "core/migrate/filescript.h"
#include "core/sql/script.h"

#include <QDateTime>

namespace core {

/// Makes the Script of one migration file. Pure: no I/O.
///
/// Each statement is linked to its line. `PRAGMA foreign_keys` inside the file is ignored by SQLite within a
/// transaction, so it is hoisted: foreign keys are switched off before BEGIN and back on after COMMIT, and the
/// statement's `difference` says so; not so on D1, where nobody can switch them off. Comment-only chunks are left out.
/// The first body statements make sure that the journal is as it was read (see journalChecks); the last is the journal
/// row that drizzle-orm's migrator would write (hash of the unmodified file, `when`). A file with its own BEGIN or
/// COMMIT becomes a Script with ownTransactions. A file that is not UTF-8 becomes a Script that is unfit. `appliedAt`
/// is what the 1.0 shape stores beside the name; unset: now.
[[nodiscard]] Script migrationScript(const MigrationFile &file, const MigrationJournal &journal,
                                     const QualifiedName &journalTable, const Dialect &dialect,
                                     const QDateTime &appliedAt = {});

/// Wrangler runs a file in one transaction of D1's, in which foreign keys stay on.
[[nodiscard]] KeySwitch keySwitchOf(const MigrationJournal &journal);

/// Keeps other migrators away from a journal that is there, where that takes a statement: the first of the transaction.
[[nodiscard]] QList<Statement> journalHold(const MigrationJournal &journal, const QualifiedName &journalTable,
                                           const Dialect &dialect);
/// That the journal is still as it was read.
[[nodiscard]] QList<Statement> sameJournal(const MigrationJournal &journal, const QualifiedName &journalTable,
                                           const Dialect &dialect);

/// What stands before the file's statements, once the write lock is held: the journal table when it is missing, and
/// that it is still as `journal` says, so that nothing is applied twice.
[[nodiscard]] QList<Statement> journalChecks(const MigrationFile &file, const MigrationJournal &journal,
                                             const QualifiedName &journalTable, const Dialect &dialect);

/// The statement that writes the journal row.
[[nodiscard]] QList<Statement> journalStatements(const MigrationFile &file, const MigrationJournal &journal,
                                                 const QualifiedName &journalTable, const Dialect &dialect,
                                                 const QDateTime &appliedAt = {});

} // namespace core
