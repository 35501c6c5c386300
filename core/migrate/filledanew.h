// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/planner.h"
#include "core/base/namecase.h"
#include "core/schema/renamesuggestions.h"

#include <algorithm>

namespace core {

/// Who says what a new column gets has said that it is none that was there: whether it was renamed is no question then.
[[nodiscard]] inline bool isFilledAnew(const RenameSuggestion &suggestion, const Renames &renames,
                                       const QList<Fill> &fills, NameCase nameCase)
{
    return !suggestion.isTable() && std::any_of(fills.cbegin(), fills.cend(), [&](const Fill &fill) {
        return foldedName(fill.column, nameCase) == foldedName(suggestion.to, nameCase)
            && folded(fill.table, nameCase) == folded(renames.tableAfter(suggestion.table), nameCase);
    });
}

} // namespace core
