// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"
#include "core/migrate/planmarks.h"
#include "core/sql/script.h"

#include <QList>
#include <QString>

#include <functional>

namespace ui {

/// Where the words about a statement stand.
enum class ScriptLayout {
    Inline, ///< statements numbered, purpose behind the statement where there is room, else above: staged edits
    Blocks ///< purpose above the statement, lines numbered as in the file: migrations
};

/// One line of a script as shown.
struct ScriptLine {
    enum class Kind { Sql, Purpose, Difference, Cut };
    Kind kind = Kind::Sql;
    int statement = -1; ///< index into Script::statements
    QString number; ///< what stands in the gutter; empty for none
    bool framing = false; ///< of a statement that only frames the others: pragmas, BEGIN, COMMIT
    core::PlanMark mark = core::PlanMark::None; ///< what it means for the definition that is there
    friend bool operator==(const ScriptLine &, const ScriptLine &) = default;
};

/// A Script as text: every statement exactly as core::rendered() gives it, with a semicolon, and what is said about
/// it as SQL comments, so that the whole can be pasted into a shell. Pure value.
struct ScriptText {
    QString text; ///< lines joined by \n
    QList<ScriptLine> lines; ///< one per line of `text`
    int statements = 0;      ///< that are shown, at least in part
    bool cut = false;        ///< too long to be shown whole; what is left out is said in the text
    QList<core::MarkedStatement::Span> filled = {}; ///< expressions that somebody gave, by offset into `text`
    friend bool operator==(const ScriptText &, const ScriptText &) = default;
};

/// At most about `limit` characters (−1: all of them), and the first `statements` (−1: all of them; what is left out
/// because of this is not said in the text, but by whoever asked for it). Ends early, with anything, where `isUnwanted`
/// says so.
[[nodiscard]] ScriptText scriptText(const core::Script &script, const core::Dialect &dialect, ScriptLayout layout,
                                    qsizetype limit = -1, int statements = -1,
                                    const std::function<bool()> &isUnwanted = {});

/// Says what the lines mean for the definition that is there: one entry for each statement of the script.
void addMarks(ScriptText &text, const QList<core::MarkedStatement> &marks);

/// What is shown about a statement in one line: its purpose and what it must change. Empty when there is nothing to
/// say.
[[nodiscard]] QString statementNote(const core::Statement &statement);

} // namespace ui
