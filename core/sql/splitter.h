// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sql/lexer.h"

#include <QList>
#include <QStringView>

namespace core {

/// Where a statement stands in a text: from its first to its last significant token, the semicolon not included.
struct StatementSpan {
    qsizetype offset = 0; ///< in UTF-16 units of the whole text
    qsizetype length = 0;
    int line = 1; ///< of its first token, from 1
    friend bool operator==(const StatementSpan &, const StatementSpan &) = default;
    [[nodiscard]] QStringView in(QStringView text) const { return text.sliced(offset, length); }
};

/// Cuts a text at its semicolons; those within strings, comments and trigger bodies do not count. Parts without a
/// significant token are left out. Never fails: an unfinished string reaches to the end, as the last statement.
[[nodiscard]] QList<StatementSpan> splitStatements(QStringView text, const LexRules &rules);

/// Cuts a text at its `--> statement-breakpoint` comments (Drizzle's separator). Spans of whole parts, with what
/// comments and semicolons they hold; parts without a significant token are left out.
[[nodiscard]] QList<StatementSpan> splitAtBreakpoints(QStringView text, const LexRules &rules);

} // namespace core
