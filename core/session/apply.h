// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/db/connection.h"
#include "core/db/scriptrunner.h"
#include "core/dialect/dialect.h"
#include "core/edit/conflict.h"
#include "core/migrate/backup.h"
#include "core/migrate/dryrun.h"
#include "core/session/history.h"
#include "core/session/target.h"
#include "core/sql/script.h"

#include <functional>
#include <memory>
#include <optional>

namespace core {

struct MigrationGuard;

struct ApplyReport {
    std::shared_ptr<const Script> script; ///< the very object that ran
    ScriptOutcome outcome;
    std::optional<Backup> backup;
    /// It ran, but the history could not be told how it ended: one sentence.
    QString historyProblem;
};

struct ApplyRequest {
    std::shared_ptr<const Script> script;
    ConnectionSpec spec; ///< Write mode
    const Dialect *dialect = nullptr;
    QString stateFolder;
    bool withBackup = false;
    std::optional<DryRunReport> rehearsal;
    std::optional<FileIdentity> file; ///< the file that was opened: another one there is not written to
    std::shared_ptr<const ChangeSet> edits = {}; ///< what the script was made of, and
    SchemaPtr schema = {};                       ///< by which schema; both null when it is not of edits
    /// Asked once nobody else can write, with the record that was begun; and before COMMIT. An error keeps it as it was.
    std::function<Result<Done>(Database &inside, History &history, qint64 record)> afterBegin = {};
    BeforeCommit beforeCommit = {};
    /// Asked once all has run that comes after the transaction; what it adds to ScriptOutcome::afterwards is told.
    std::function<Result<Done>(Database &inside, History &history, qint64 record, ScriptOutcome &outcome)> afterSteps =
        {};
    RowProgress progress = {}; ///< see runScript()
    QString attachable = {};   ///< see Database::allowAttach()
    std::shared_ptr<const MigrationGuard> migration = {}; ///< the schema is changed: see applyMigration()
};

/// Opens the one connection that may write, makes the backup, begins the history record, runs the script, finishes the
/// record, closes. What was rehearsed is compared before COMMIT: rows that go without having gone in the rehearsal
/// stop it. Blocks; any thread but the window's.
[[nodiscard]] Result<ApplyReport> apply(const ApplyRequest &request, JobContext &context);

/// Where the backups of a database are, and what is saved for the way back.
[[nodiscard]] QString backupFolder(const QString &stateFolder, const QString &location);

/// Removes what dry runs and backups of processes that were killed left in the state folder.
void removeLeftovers(const QString &stateFolder);

/// The script as the history keeps it: every statement with its values, one below the other.
[[nodiscard]] QString rendered(const Script &script, const Dialect &dialect);

} // namespace core
