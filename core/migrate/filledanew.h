// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/planner.h"
#include "core/schema/renamesuggestions.h"

#include <algorithm>

namespace core {

/// Who says what a new column gets has said that it is none that was there: whether it was renamed is no question then.
[[nodiscard]] inline bool isFilledAnew(const RenameSuggestion &suggestion, const Renames &renames,
                                       const QList<Fill> &fills)
{
    return !suggestion.isTable() && std::any_of(fills.cbegin(), fills.cend(), [&](const Fill &fill) {
        return foldedName(fill.column) == foldedName(suggestion.to)
            && folded(fill.table) == folded(renames.tableAfter(suggestion.table));
    });
}

} // namespace core
