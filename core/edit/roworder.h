// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/dialect/dialect.h"
#include "core/query/changeset.h"
#include "core/schema/schema.h"

namespace core {

/// All staged rows, as indexes into ChangeSet::rows(), in an order in which their statements can run.
/// By kind: new rows with parents before children, then updates, then deleted rows with children before parents; whole
/// tables first (staging order within). Where the staged values tell, row by row: parents before the rows that refer to
/// them, and a unique value is freed (by an update or a delete) before it is taken. A circle of foreign keys is left in
/// that order for the database to judge; rows that exchange unique values are refused with one sentence, because no
/// order exists for them. Rows of unknown tables are kept where they are. Pure.
[[nodiscard]] Result<QList<int>> writeOrder(const Schema &schema, const ChangeSet &changes, const Dialect &dialect);

} // namespace core
