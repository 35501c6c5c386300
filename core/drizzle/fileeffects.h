// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"

#include <QStringList>

namespace core {

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
    friend bool operator==(const FileEffects &, const FileEffects &) = default;
};

/// `dropsCount`: what is not there counts as dropped; only where everything before the file is applied. Pure.
[[nodiscard]] FileEffects fileEffects(const QString &text, const Schema &live, const Dialect &dialect, bool dropsCount);

} // namespace core
