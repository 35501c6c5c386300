// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"
#include "core/drizzle/migrationsfolder.h"
#include "core/drizzle/migrationstatus.h"
#include "core/sql/script.h"

#include <QDateTime>
#include <QMap>

/// Scripts that put the journal of migrations right, or run several migrations as one. All of them begin by making sure
/// that the journal is still as it was read. Pure: no I/O. `unfit` where there is no way.
namespace core {

struct JournalContext {
    MigrationJournal journal;
    QualifiedName table;
    const Dialect *dialect = nullptr;
    QDateTime appliedAt = {}; ///< what the 1.0 shape stores beside the name; unset: now
};

/// Journal rows only: the files count as applied, nothing of them runs.
[[nodiscard]] Script markAppliedScript(const QList<MigrationFile> &files, const JournalContext &context);
/// Takes rows out of the journal; the schema stays as it is.
[[nodiscard]] Script removeRowsScript(const QList<JournalRow> &rows, const JournalContext &context);
/// The journal takes the file as it is now for what was applied.
[[nodiscard]] Script rewriteHashScript(const MigrationFile &file, const JournalRow &row, const JournalContext &context);
/// All of the files in one transaction, as drizzle-orm's migrator does it, with their rows. Statements are linked to
/// their own files.
[[nodiscard]] Script applyAllScript(const QList<MigrationFile> &files, const JournalContext &context);
/// Only these statements of the file (by their places in fileStatements()), each of which stands on lines of its own,
/// and its row. `instead`: what stands there in the place of some of them.
[[nodiscard]] Script applyTheseScript(const MigrationFile &file, const QList<int> &statements,
                                      const QMap<int, QString> &instead, const JournalContext &context);

} // namespace core
