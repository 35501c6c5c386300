// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"

#include <QStringList>

namespace core {

/// What one statement of a migration file is to a database.
struct StatementEffect {
    enum class State {
        Unknown, ///< the schema does not tell
        There,
        Missing,
        Partly ///< it does several things: some are there, some are not
    };
    State state = State::Unknown;
    QString words; ///< what it makes: "table tags"; empty where that is unknown
    QString sql; ///< on one line
    int line = 0; ///< of the file, from 1
    bool mayRepeat = false; ///< to be run again does no harm: a setting of the connection, a comment, a privilege
    QString rest = {}; ///< Partly: the statement that does only what is missing; empty where that cannot be told
    friend bool operator==(const StatementEffect &, const StatementEffect &) = default;
};
[[nodiscard]] QString toText(StatementEffect::State state); ///< for JSON: "unknown", "there", "missing", "partly"

/// How much of what a migration file does is in a database already. A file that ran without a transaction (D1, libSQL)
/// and stopped in the middle is told by this alone: it has no journal row.
struct FileEffects {
    enum class Reach {
        Unknown, ///< nothing it does can be told from the schema
        None,
        Part,
        All
    };
    Reach reach = Reach::Unknown;
    QStringList found; ///< in words: "table tags", "column posts.slug"
    QStringList missing;
    /// The statement to go on with: all that can be told before it is there, and nothing after it is. −1: it is not as
    /// if the file had stopped somewhere.
    int resumeAt = -1;
    QList<StatementEffect> statements; ///< each judged by itself, in their order
    // Of Part alone, as indices into `statements`:
    QList<int> rest; ///< those that are to run
    /// Those that may have run or not, and must not run twice: the schema does not tell, so that somebody has to say.
    QList<int> open;
    QString stuck; ///< why the rest cannot be run by itself, in one sentence; empty: it can
    friend bool operator==(const FileEffects &, const FileEffects &) = default;
};

/// `dropsCount`: what is not there counts as dropped; only where everything before the file is applied. Pure.
[[nodiscard]] FileEffects fileEffects(const QString &text, const Schema &live, const Dialect &dialect, bool dropsCount);

/// "statement 3 (line 7): INSERT INTO tags …": as people name them, from 1; shortened.
[[nodiscard]] QString statementPlace(const FileEffects &effects, int statement);

} // namespace core
