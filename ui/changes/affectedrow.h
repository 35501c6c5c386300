// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/failedplace.h"
#include "ui/shell/page.h"

#include <optional>

namespace ui {

/// The staged row that a statement of an edit script stands for.
[[nodiscard]] std::optional<RowAddress> rowOfStatement(const core::Script &script, int statement,
                                                       const core::ChangeSet &changes);

using core::FailedPlace;
using core::failedAt;

} // namespace ui
