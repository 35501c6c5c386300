// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migrate/dryrun.h"
#include "core/migrate/keptcolumns.h"

namespace core {

/// What a dry run of a migration saw.
struct MigrationDryRun {
    struct Phase {
        QString name; ///< "Copy", "Run", "Compare the columns", …
        qint64 microseconds = 0;
        friend bool operator==(const Phase &, const Phase &) = default;
    };
    DryRunReport run; ///< rows per table, effects, foreign keys, damage; its findings hold all of this, too
    QStringList differences; ///< from the target, in words, when it had run: must be empty
    QList<ColumnCheck> columns; ///< of the tables that the plan touches
    QList<Phase> phases;
    qint64 bytesAfter = 0; ///< the size of the database afterwards; run.copyBytes: before
    bool integrityChecked = false;
    friend bool operator==(const MigrationDryRun &, const MigrationDryRun &) = default;

    /// The script ran, and the result is what was asked for.
    [[nodiscard]] bool succeeded() const { return run.succeeded && differences.isEmpty(); }
};

struct MigrationDryRunOptions {
    QString workFolder; ///< where the copy lies; empty: the system's folder for temporary files
    bool integrityCheck = false;
    std::function<void()> alone = {}; ///< see DryRunExtras
};

/// dryRun() of the migration's plan, and then: the result is introspected and compared with the target, every column
/// that stays is compared by a checksum over key and value, tables that the plan does not name must not have changed.
/// Never touches the original. On the thread of `database`, a read-only connection.
[[nodiscard]] Result<MigrationDryRun> dryRunMigration(Database &database, const SchemaMigration &migration,
                                                      const Dialect &dialect, JobContext &context,
                                                      const MigrationDryRunOptions &options);

/// "posts: 420,000 of 1,000,000 rows", told to the job while the migration's script runs. `rows`: of the tables before,
/// by folded name.
[[nodiscard]] RowProgress copyingProgress(const SchemaMigration &migration, const QMap<QString, qint64> &rows,
                                          const Dialect &dialect, JobContext &context);

} // namespace core
