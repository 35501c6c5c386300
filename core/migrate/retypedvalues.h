// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migrate/findings.h"

namespace core {

/// Asks about those that the script names; of own migrations the plan has asked. Blocks.
[[nodiscard]] Result<QList<RetypedValues>> retypedValues(Database &database, const Snapshot &before,
                                                         const Dialect &dialect, const Announced &announced);

/// H11: values that come out as others, H09; and columns that code gives another type, unseen. Pure.
[[nodiscard]] QList<Finding> changedByType(const Snapshot &before, const Snapshot &after, const Announced &announced,
                                           const RowAccounts &accounts);

} // namespace core
