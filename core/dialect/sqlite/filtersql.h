// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"

namespace core {

/// The filter as one expression in parentheses, empty when nothing is filtered. Pure; any thread.
/// Comparisons are SQLite's own, with the column's affinity and collation; NULLs pass "is null" only. "contains" and
/// its like ignore the case of ASCII letters, as LIKE does, and look at numbers as text.
/// Relations become EXISTS and joins; `schema` has the tables they lead to.
/// Fails on unknown columns, wrong numbers of operands, and own conditions that are no single expression.
[[nodiscard]] Result<BoundSql> sqliteFilter(const Schema &schema, const Table &table, const Filter &filter);

} // namespace core
