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
        Missing
    };
    State state = State::Unknown;
    QString words; ///< what it makes: "table tags"; empty where that is unknown
    QString sql; ///< on one line
    int line = 0; ///< of the file, from 1
    bool writesRows = false; ///< it may: a second time it might write them twice
    bool isForSession = false; ///< a setting of the connection: to be run again does no harm
    friend bool operator==(const StatementEffect &, const StatementEffect &) = default;
};
[[nodiscard]] QString toText(StatementEffect::State state); ///< for JSON: "unknown", "there", "missing"

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
    /// Statements from there on, before the first whose effect is missing, that write rows: whether they ran cannot be
    /// told, and a second time they might write them twice. Somebody has to say.
    QStringList unsure;
    int resumeAfterUnsure = -1; ///< the statement to go on with where all of those ran; −1: there are none
    QList<StatementEffect> statements; ///< each judged by itself, in their order
    /// Where it is not as if the file had stopped somewhere, but every statement can be judged: those that are to run.
    QList<int> rest;
    friend bool operator==(const FileEffects &, const FileEffects &) = default;
};

/// `dropsCount`: what is not there counts as dropped; only where everything before the file is applied. Pure.
[[nodiscard]] FileEffects fileEffects(const QString &text, const Schema &live, const Dialect &dialect, bool dropsCount);

} // namespace core
