// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/changeset.h"

namespace core {

/// The highest insertId that the edit speaks of; 0: none.
[[nodiscard]] qint64 highestInsertId(const EditOp &op);
/// The same edit of rows that have other names: every insertId in it is higher by `by`, also where a cell refers to one.
/// 0 ("give it the next free one") stays.
[[nodiscard]] EditOp withInsertIdsRaised(const EditOp &op, qint64 by);

} // namespace core
