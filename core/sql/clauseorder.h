// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sql/lexer.h"

namespace core {

/// The definition of a column or a constraint in a form that is equal for texts that differ only in the order of their
/// clauses (NOT NULL before or after DEFAULT), in blanks, comments, quoting style and case of words. For comparing
/// alone: it is no SQL. Pure.
[[nodiscard]] QString withoutClauseOrder(QStringView definition, const LexRules &rules);

} // namespace core
