// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"
#include "core/drizzle/migrationsfolder.h"
#include "core/drizzle/migrationstatus.h"
#include "core/sql/script.h"

#include <QDateTime>

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
/// What is left of a file that stopped before its statement number `from` (from 0, as in fileStatements()), and its
/// row.
[[nodiscard]] Script applyRestScript(const MigrationFile &file, int from, const JournalContext &context);

/// Likewise of these statements of the file, each of which stands on lines of its own.
[[nodiscard]] Script applyTheseScript(const MigrationFile &file, const QList<int> &statements,
                                      const JournalContext &context);

/// The text with everything before that statement blank, so that lines keep their numbers; none when another statement
/// shares its line.
[[nodiscard]] std::optional<QString> textFrom(const QString &text, int statement, const Dialect &dialect);

} // namespace core
