// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migrate/findings.h"

namespace core {

/// Columns that go with values in them, and values that did not come along when a table was made anew: H02, H04. Pure.
[[nodiscard]] QList<Finding> lostValues(const Snapshot &before, const Snapshot &after, const Announced &announced,
                                        const RowAccounts &accounts);

/// Tables that would give out keys again that they gave out before: H12. Pure.
[[nodiscard]] QList<Finding> lostCounters(const Snapshot &before, const Snapshot &after, const RowAccounts &accounts);

} // namespace core
