// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/connection.h"
#include "core/dialect/savedsql.h"
#include "core/migrate/schemamigration.h"

namespace core {

/// One thing that a migration takes away.
struct SavedPart {
    enum class Kind {
        Rows, ///< of a table that is dropped
        Columns, ///< that are dropped
        Values, ///< that are converted or filled: those that would not be the same after coming back
        Keys, ///< likewise, of a key: they come back first, since the other values find their rows by them
        Replaced, ///< of a column that is computed from now on
        Deleted, ///< rows that a fix deletes
        Updated ///< values that a fix changes
    };
    Kind kind = Kind::Rows;
    SavedSql::Shape shape;
    QString source; ///< a query over the tables as they are before: key, values, and what they become
    int repair = -1; ///< of a fix: into PlanOptions::repairs; it is asked just before that runs
    friend bool operator==(const SavedPart &, const SavedPart &) = default;
};

/// How a migration can be taken back with values, not in structure only.
struct WayBackPlan {
    QList<SavedPart> parts;
    PlanOptions options; ///< for the inverse: fills and restores, without the file
    QStringList saved; ///< what will be saved, one sentence each
    QStringList cannotUndo; ///< what does not come back, one sentence each
    bool byRowNumber = false; ///< rows are found by numbers that VACUUM may change
    friend bool operator==(const WayBackPlan &, const WayBackPlan &) = default;
};

/// What only the data tells about the way back.
struct SavedRows {
    PlanOptions options; ///< WayBackPlan::options, completed: counters of keys, references that lead nowhere
    QStringList cannotUndo; ///< beside WayBackPlan::cannotUndo
};

/// Pure. Everything before it is applied.
[[nodiscard]] WayBackPlan wayBackPlan(const SchemaMigration &migration, const Dialect &dialect);

/// From `now` (the migration's target, as it came out) back to what was before.
[[nodiscard]] Result<SchemaMigration> planBack(const SchemaMigration &migration, const Schema &now,
                                               const WayBackPlan &plan, const QString &savedFile,
                                               const Dialect &dialect);

/// What brings such a file's rows to where the way back finds them (PlanOptions::loads), where it cannot be attached.
[[nodiscard]] Result<QList<Statement>> loadsOf(const QString &file, const Dialect &dialect, JobContext &context);

/// Writes the parts into a new file, readable by its owner only, and syncs it. `inside` holds the write lock and has
/// not been changed yet; nothing stays changed by this. Rows go straight through, none are kept. A failure leaves no
/// file.
[[nodiscard]] Result<SavedRows> saveRows(Database &inside, const SchemaMigration &migration, const WayBackPlan &plan,
                                         const QString &file, const Dialect &dialect, JobContext &context);

} // namespace core
