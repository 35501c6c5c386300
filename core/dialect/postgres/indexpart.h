// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/schema.h"

namespace core {

/// What stands in an index for one column or expression: "lower(name) COLLATE \"C\" text_pattern_ops DESC NULLS LAST".
/// The expression stands as it is where the syntax takes it so (a call), else in parentheses.
[[nodiscard]] QString postgresIndexPart(const IndexedColumn &part);

/// And back: what follows the expression is told from it; a bare column is a column.
[[nodiscard]] IndexedColumn postgresIndexPartOf(const QString &sql);

} // namespace core
