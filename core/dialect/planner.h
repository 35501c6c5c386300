// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/schema/diff.h"
#include "core/sql/script.h"

#include <QMap>

#include <optional>

namespace core {

class SavedSql;

/// An expression over the old row (its columns by their new names) for what the old row cannot give: a new column, or
/// a NULL where none may be any more.
struct Fill {
    QualifiedName table; ///< as it is called at the end
    QString column;
    QString expression;
    friend bool operator==(const Fill &, const Fill &) = default;
};

/// What became of values that were saved, once they are back: a query that gives one row of four numbers, how many were
/// saved, of how many the row is there, is the same row still, and holds the value again.
struct RestoreAccount {
    QString sql;
    QString what; ///< "email of users"
    friend bool operator==(const RestoreAccount &, const RestoreAccount &) = default;
};

/// How others are kept waiting less by a change, at the price of steps outside the transaction.
enum class GentleWay {
    Concurrently, ///< indexes are built beside writers
    NotValid ///< constraints are added without a look at the rows, and validated later
};

struct PlanOptions {
    QList<Fill> fills;
    /// Columns whose values are converted by an explicit CAST to the new type; without it a value becomes what storing
    /// it in the new column makes of it, and nothing is cut off.
    QList<std::pair<QualifiedName, QString>> casts;
    /// Run first, on the tables as they are: what puts rows right that would stand in the way (ProbeSql).
    QList<Statement> repairs;
    /// Run once the tables are as they shall be and before triggers are back: what brings saved rows and values back.
    QList<Statement> restores;
    /// Run first: bring what was saved to where fills and restores find it, where the file itself cannot be attached.
    QList<Statement> loads;
    /// Tables whose rows come back with references that led nowhere before, so that the check leaves them out.
    QStringList broken;
    /// A file of our own that fills and restores read from, as the schema savedSchema(): attached for reading around
    /// the transaction. Empty: none.
    QString savedFile;
    /// Foreign keys cannot be switched off (D1): then everything that refers to a table that is made anew, or goes, is
    /// made anew beside it, and the old ones go from the leaves on, so that nothing cascades into what stays.
    /// For a file that a D1 migrator runs (`generate` with the driver d1-http): plan with this, and write only the
    /// statements of Role::Body, in their order (migrationFileText() does). D1 makes one transaction of a file by
    /// itself, refuses BEGIN, and cannot switch keys off; the body's PRAGMA defer_foreign_keys holds until its end. The
    /// inverse is planned so, too. Such a plan empties nobody: a warning that the migrator keeps keys on would be
    /// wrong. plan() fails where there is no such way: a key that restricts within a circle and may not be NULL, or a
    /// table that becomes another kind of table.
    bool keysStayOn = false;
    /// Asked for, and taken wherever Plan::ways has them. What cannot be done so is done within the transaction.
    bool concurrently = false;
    bool notValid = false;
    [[nodiscard]] bool takes(GentleWay way) const { return way == GentleWay::Concurrently ? concurrently : notValid; }
    QString title; ///< of the script; empty: says how many changes it makes
    QList<RestoreAccount> accounts = {}; ///< of `restores` and `fills`; asked before COMMIT, by whoever runs the script
    friend bool operator==(const PlanOptions &, const PlanOptions &) = default;
};

/// The name under which PlanOptions::savedFile is attached.
[[nodiscard]] inline QString savedSchema()
{
    return QStringLiteral("raincheck_saved");
}

/// What a plan cannot keep, and what would make it fail: to be said before.
struct PlanNotice {
    enum class Weight { Warn, Danger, Fails };
    Weight weight = Weight::Warn;
    QString code; ///< of hazards.md
    QString message; ///< one sentence
    QString remedy = {}; ///< likewise; empty when there is none
    int change = -1; ///< into SchemaDiff::changes; −1: about the whole
    friend bool operator==(const PlanNotice &, const PlanNotice &) = default;
};

/// How to get from one schema to another: one Script, in one transaction where the system can.
struct Plan {
    Script script; ///< empty when there is nothing to do
    QList<QList<int>> sources; ///< for each statement, the changes it is there for; none for BEGIN, checks and the like
    QStringList rebuilt; ///< tables that are made anew, by their last names
    QMap<int, GentleWay> ways = {}; ///< the changes for which there is one, whether it is taken or not
    /// What there is at COMMIT, where steps follow it; none: the target.
    std::optional<Schema> atCommit = {};
    QList<PlanNotice> notices = {};
    friend bool operator==(const Plan &, const Plan &) = default;
};

/// Turns changes into a Script. Decides everything, does nothing; pure, any thread. The same diff gives the same plan.
class Planner {
public:
    virtual ~Planner() = default;
    /// Fails, in one sentence, when there is no safe way.
    [[nodiscard]] virtual Result<Plan> plan(const SchemaDiff &diff, const PlanOptions &options) const = 0;
    /// What the script attaches PlanOptions::savedFile by; see Database::allowAttach().
    [[nodiscard]] virtual QString attachName(const QString &savedFile) const = 0;
    /// Whether rows without a key keep the numbers that the system gives them.
    [[nodiscard]] virtual bool keepsRowNumbers() const { return true; }
    /// How what goes is kept in such a file, and comes back.
    [[nodiscard]] virtual const SavedSql &savedSql() const = 0;
};

} // namespace core
