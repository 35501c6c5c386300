// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"
#include "core/dialect/planner.h"

#include <QByteArray>

namespace core {

/// A plan that is to become a migration of a Drizzle folder instead of being run.
struct NewMigration {
    QString name; ///< for the file: "add tags"
    SchemaDiff diff;
    Plan plan;
    qint64 now = 0; ///< unix milliseconds
    QString id; ///< of its snapshot: a new UUID
};

struct SavedMigration {
    QString tag; ///< "0005_add_tags"
    QString path; ///< of the SQL file
    QStringList warnings; ///< what is to be known when it is applied: one sentence each
    friend bool operator==(const SavedMigration &, const SavedMigration &) = default;
};

/// "Add tags!" → "add_tags", as drizzle-kit's names are written; empty when nothing is left.
[[nodiscard]] QString migrationFileName(const QString &name);

/// The plan as the text of a migration file: what is done, statement by statement, with drizzle-kit's breakpoints and
/// foreign keys switched off around it where the plan does that. BEGIN, COMMIT and checks are the migrator's business.
/// Pure.
[[nodiscard]] QString migrationFileText(const Script &script, const Dialect &dialect);

/// What a migrator that keeps foreign keys on would do to rows. Pure.
[[nodiscard]] QStringList migrationWarnings(const NewMigration &migration);

/// Writes the migration into the folder (classic form: NNNN_name.sql, meta/NNNN_snapshot.json, a journal entry),
/// making the folder where there is none. Never overwrites: every file is written whole under another name first, and
/// the journal last; after a failure the folder is as it was. Blocks for a moment; any thread.
[[nodiscard]] Result<SavedMigration> saveMigration(const QString &folder, const NewMigration &migration,
                                                   const Dialect &dialect);

} // namespace core
