// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"
#include "core/query/changeset.h"
#include "core/schema/schema.h"

namespace core {

/// The rows of one kind, as indexes into ChangeSet::rows(), in an order in which their statements can run:
/// new rows with parents before children, deleted rows with children before parents, updates so that a unique value is
/// freed before it is taken. Whole tables first (staging order within), then row by row where the staged values tell
/// (self-references, tables that refer to each other). A circle is left in that order for the database to judge.
/// Rows of unknown tables are kept where they are. Pure.
[[nodiscard]] QList<int> writeOrder(const Schema &schema, const ChangeSet &changes, const Dialect &dialect,
                                    RowEdit::Kind kind);

} // namespace core
