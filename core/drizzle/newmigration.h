// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"
#include "core/dialect/planner.h"
#include "core/drizzle/filechanges.h"
#include "core/drizzle/folderstate.h"
#include "core/drizzle/snapshot.h"
#include "core/drizzle/snapshotextrasql.h"

#include <QByteArray>

#include <optional>

namespace core {

/// A plan that is to become a migration of a Drizzle folder instead of being run.
struct NewMigration {
    QString name; ///< for the file: "add tags"
    SchemaDiff diff;
    Plan plan;
    qint64 now = 0; ///< unix milliseconds
    QString id; ///< of its snapshot: a new UUID
    /// What the project declares: the snapshot says just that. None: what the last snapshot said and the plan changes.
    std::optional<DrizzleSnapshot> project = {};
    /// A file to be filled in by hand: no SQL, and the last snapshot once more.
    bool custom = false;
    ExtraStatements extras = {}; ///< beside the plan
};

struct SavedMigration {
    QString tag; ///< "0005_add_tags"
    QString path; ///< of the SQL file
    QStringList warnings; ///< what is to be known when it is applied: one sentence each
    friend bool operator==(const SavedMigration &, const SavedMigration &) = default;
};

/// What is to be written, byte for byte, for a person to look at first: the SQL file, the snapshot, and in the classic
/// form the journal (and migrations.js, where the project has one).
struct PreparedMigration {
    SavedMigration saved;
    QList<FileChange> files; ///< the SQL file first
    friend bool operator==(const PreparedMigration &, const PreparedMigration &) = default;
};

/// "Add tags!" → "add_tags", as drizzle-kit's names are written; empty when nothing is left.
[[nodiscard]] QString migrationFileName(const QString &name);

/// What the migration may be called when nobody says: "add_tags", "alter_users_and_2_more".
[[nodiscard]] QString suggestedMigrationName(const QList<Change> &changes);

/// The plan as the text of a migration file: what is done, statement by statement, with drizzle-kit's breakpoints
/// between them (or line breaks alone) and foreign keys switched off around it where the plan does that. BEGIN, COMMIT
/// and checks are the migrator's business. Pure.
[[nodiscard]] QString migrationFileText(const Script &script, const Dialect &dialect, bool breakpoints = true);

/// What a migrator that keeps foreign keys on would do to rows. Pure.
[[nodiscard]] QStringList migrationWarnings(const NewMigration &migration);

/// Reads the folder and says what is to be written. A folder that is not there, or is empty, gets the form that the
/// options ask for; else as it is: classic (NNNN_name.sql, meta/NNNN_snapshot.json, a journal entry) or drizzle 1.0
/// (<timestamp>_name/migration.sql and snapshot.json). Never before what is there already: the time is moved on for it.
[[nodiscard]] Result<PreparedMigration> prepareMigration(const QString &folder, const NewMigration &migration,
                                                         const Dialect &dialect, const MigrationOptions &options = {});

/// Writes it, and makes the folder where there is none. Never overwrites: every file is written whole under another
/// name first, and the journal last; after a failure the folder is as it was. Blocks for a moment; any thread.
[[nodiscard]] Result<SavedMigration> writeMigration(const PreparedMigration &prepared);

/// Both at once.
[[nodiscard]] Result<SavedMigration> saveMigration(const QString &folder, const NewMigration &migration,
                                                   const Dialect &dialect, const MigrationOptions &options = {});

} // namespace core
