// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/db/database.h"
#include "core/dialect/dialect.h"
#include "core/drizzle/migrationsfolder.h"

namespace core {

/// A row of the database's journal table (`__drizzle_migrations`).
struct JournalRow {
    QByteArray hash;
    qint64 createdAt = 0; ///< unix milliseconds
    QString name; ///< only in the 1.0 shape, and in wrangler's
    friend bool operator==(const JournalRow &, const JournalRow &) = default;
};
struct MigrationJournal {
    bool tableExists = false;
    bool hasNames = false; ///< the 1.0 shape (name, applied_at)
    QList<JournalRow> rows; ///< in order of createdAt
    bool isWrangler = false; ///< wrangler's own (d1_migrations): files by their names, no hashes
    friend bool operator==(const MigrationJournal &, const MigrationJournal &) = default;
};

/// Where one migration stands. The order of the states is the order of the list in the window.
struct MigrationState {
    enum class Kind {
        Applied,
        Edited, ///< applied, but the file has another hash now
        Pending,
        Skipped, ///< older than the newest applied one and not applied: drizzle's migrator will never run it
        Missing, ///< the folder's journal names it, its file is not there
        Orphan ///< in the database without a file
    };
    Kind kind = Kind::Pending;
    QString tag; ///< Orphan: the name if known, else the start of the hash
    int migration = -1; ///< index into MigrationsFolder::migrations; −1 for Orphan
    qint64 appliedAt = 0; ///< created_at of its row: unix milliseconds; 0 when not applied
    friend bool operator==(const MigrationState &, const MigrationState &) = default;
};

[[nodiscard]] QString toText(MigrationState::Kind kind); ///< "applied", "edited", "pending", …

/// Pure: folder against journal. By `when` as drizzle does, by hash, and by name in the 1.0 shape.
[[nodiscard]] QList<MigrationState> migrationStates(const MigrationsFolder &folder, const MigrationJournal &journal);

/// Reads the journal table, of whichever shape it is; a missing one is not an error. On the database's thread.
[[nodiscard]] Result<MigrationJournal> readJournal(Database &database, const Dialect &dialect,
                                                   const QualifiedName &table);

} // namespace core
