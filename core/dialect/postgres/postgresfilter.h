// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/postgres/boundtext.h"

namespace core {

/// The filter as one expression in parentheses, empty when nothing is filtered. Pure; any thread.
/// Comparisons are PostgreSQL's own; json, xml and others that have none are compared by their text. NULLs pass "is
/// null" only. "contains" and its like ignore case, and look at everything as text.
/// Relations become EXISTS and joins; `schema` has the tables they lead to.
/// Fails on unknown columns, wrong numbers of operands, and own conditions that are no single expression.
[[nodiscard]] Result<BoundText> postgresFilter(const Schema &schema, const Table &table, const Filter &filter);

/// A value to compare with a column of that type: one that the type cannot hold compares all the same, as 1.5 with
/// integers and 5000000000 with small ones.
[[nodiscard]] BoundText postgresOperand(const Value &value, const QString &declaredType);

/// "column ILIKE …": the text somewhere in it.
[[nodiscard]] BoundText postgresContains(const QString &textExpression, const QString &text, bool anyBefore,
                                         bool anyAfter);

} // namespace core
