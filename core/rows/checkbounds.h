// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rows/columnlimits.h"

namespace core {

/// The lengths, bounds, lists and NOT NULL that a table's CHECKs put on one column. Read are conditions joined by AND
/// that compare the column, or its length(), with literals; of all others nothing is taken. Conditions on other columns
/// are left aside.
[[nodiscard]] ColumnLimits checkedLimits(const Table &table, const Column &column, const Dialect &dialect);

} // namespace core
