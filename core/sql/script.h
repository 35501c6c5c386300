// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/qualifiedname.h"
#include "core/base/value.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>
#include <variant>

/// Everything that writes to a user's database is a Script. Preview and runner share the same object: the preview
/// renders each statement's text with its values as exact literals, the runner prepares the same text and binds the
/// same values, in the same order, and runs nothing else between them (ROLLBACK after a failure excepted).
/// BEGIN, COMMIT, pragmas and checks are statements like any other, so that the preview hides nothing.
namespace core {

/// A value that an earlier statement of the script makes (a generated key), by name.
struct Captured {
    QString name;
    friend bool operator==(const Captured &, const Captured &) = default;
};

/// A named parameter (`:name` in the text; `name` here is without the colon) and what it is bound to.
struct Parameter {
    QString name;
    std::variant<Value, Captured> value;
    friend bool operator==(const Parameter &, const Parameter &) = default;
};

/// The statement itself must change exactly this many rows (cascades and triggers not counted).
struct TouchesRows {
    qint64 count = 1;
    friend bool operator==(const TouchesRows &, const TouchesRows &) = default;
};
/// A foreign_key_check, or a query alike, whose rows must all have been there when it ran before BEGIN: old violations
/// are tolerated, new ones are not. The runner takes the baseline by running the same text before the Begin statement.
/// One key that leads nowhere makes the whole check fail: then it is made table by table, and a table that could be
/// checked before must be checkable after.
struct ReturnsNothingNew {
    /// Tables that the script makes anew: their rows and keys may be numbered differently afterwards, so that only how
    /// many of their rows lack which table's is compared.
    QStringList remade = {};
    friend bool operator==(const ReturnsNothingNew &, const ReturnsNothingNew &) = default;
};
/// A query whose first cell must be this value (a pragma read back).
struct ReadsBack {
    Value value;
    QString otherwise = {}; ///< the sentence to say when it is not; empty: what was read instead
    friend bool operator==(const ReadsBack &, const ReadsBack &) = default;
};
using Expectation = std::variant<std::monostate, TouchesRows, ReturnsNothingNew, ReadsBack>;

/// Where a statement comes from, for clicks from the preview back to it.
struct FromEdit {
    QualifiedName table;
    int editIndex = -1; ///< into ChangeSet::rows()
    friend bool operator==(const FromEdit &, const FromEdit &) = default;
};
struct FromFile {
    QString file; ///< as shown to people
    int line = 0; ///< of the statement's first token, from 1
    friend bool operator==(const FromFile &, const FromFile &) = default;
};
using StatementSource = std::variant<std::monostate, FromEdit, FromFile>;

struct Statement {
    /// Setup runs before Begin, Cleanup after everything, also after a failure. A Script without Begin runs its
    /// statements one by one, each on its own.
    /// Later comes after Commit, each statement a transaction of its own, and is a part of a step (see `step`): when one
    /// fails, the rest of its step is left out, its IfFailed statements run in their order (until one of them fails),
    /// and the other steps go on. IfFailed runs at no other time. What was committed stays.
    enum class Role { Setup, Begin, Body, Check, Commit, Later, IfFailed, Cleanup };

    QString sql; ///< one statement, without the final semicolon
    QList<Parameter> parameters;
    Role role = Role::Body;
    QString purpose; ///< in words, for people
    Expectation expect;
    QStringList captures; ///< names given to the columns of the first row it returns (RETURNING), in order
    StatementSource source;
    /// Set when this is not what the file says: what we do differently, and why.
    QString difference;
    int step = -1; ///< of Later and IfFailed: which belong together
    friend bool operator==(const Statement &, const Statement &) = default;
};

struct Script {
    QString title; ///< what it does, for the history: "Apply 3 edits in 2 tables"
    QList<Statement> statements;
    /// The text brings its own BEGIN or COMMIT and is run as it is; a failure may leave part of it behind.
    bool ownTransactions = false;
    QString unfit = {}; ///< why it must not run at all, in one sentence; empty: it may
    friend bool operator==(const Script &, const Script &) = default;

    [[nodiscard]] bool isEmpty() const { return statements.isEmpty(); }
};

} // namespace core
