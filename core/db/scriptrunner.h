// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/db/connection.h"
#include "core/sql/script.h"

#include <QHash>

#include <functional>

namespace core {

/// What happened to one statement.
struct StatementOutcome {
    int index = 0;          ///< into Script::statements
    qint64 changes = 0;     ///< rows changed by itself
    qint64 microseconds = 0;
    QList<TableEffect> effects = {}; ///< per table, cascades and triggers included
    QList<ServerNotice> notices = {}; ///< of statements that are the script's own matter, not of its frame
    friend bool operator==(const StatementOutcome &, const StatementOutcome &) = default;
};

/// A step after the transaction that failed (Statement::Role::Later); what was committed stays.
struct FailedStep {
    int statement = -1; ///< into Script::statements
    Error error;
    QString cleanedUp = {}; ///< what became of what it left behind, in one sentence; empty: it leaves nothing
    friend bool operator==(const FailedStep &, const FailedStep &) = default;
};

struct ScriptOutcome {
    QList<StatementOutcome> statements; ///< those that ran, in order
    QList<TableEffect> effects;         ///< per table, cascades and triggers included
    QHash<QString, Value> captured;     ///< generated keys, by name
    QHash<int, qint64> rowNumbers = {}; ///< of rows that statements inserted, by statement, where the system keeps them
    qint64 microseconds = 0;
    /// One sentence when the changes are in the database, but a Cleanup statement failed after them; else empty.
    QString afterwards = {};
    QList<FailedStep> failedSteps = {}; ///< told in `afterwards`, too
    friend bool operator==(const ScriptOutcome &, const ScriptOutcome &) = default;
};

/// What a Script would do may be looked at just before COMMIT; an error rolls everything back.
using BeforeCommit = std::function<Result<Done>(Database &, const ScriptOutcome &soFar)>;

/// Asked once, right after the first Begin statement; an error rolls back. What the database holds then is what the
/// Script starts from: nobody else can write any more.
using AfterBegin = std::function<Result<Done>(Database &)>;

/// Told some times a second while a statement runs: which one, and how many rows it has written so far, cascades and
/// triggers included. With it, the job's own progress is left to whoever listens.
using RowProgress = std::function<void(int statement, qint64 rows)>;

/// Runs a Script, statement by statement, exactly as it stands; decides nothing.
/// On any failure (also cancel, an unmet expectation, or BeforeCommit's word) it rolls back if a transaction is open,
/// runs the Cleanup statements, and returns an Error with statementIndex set. An unmet TouchesRows is Error::Conflict.
/// The error says so when something ran outside of a transaction before the failure and may have stayed. Nothing but
/// the Commit may end the transaction, unless the script has ownTransactions. A Cleanup that fails after the Commit
/// is no error: see ScriptOutcome::afterwards.
/// A step after the Commit that fails is no error either: see ScriptOutcome::failedSteps.
/// BeforeCommit is asked before the first Commit statement; a Script without one never asks it.
/// On the database's thread.
[[nodiscard]] Result<ScriptOutcome> runScript(Database &database, const Script &script, JobContext &context,
                                              const BeforeCommit &beforeCommit = {},
                                              const AfterBegin &afterBegin = {}, const RowProgress &progress = {});

} // namespace core
