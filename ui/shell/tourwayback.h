// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/tourscene.h"

#include <functional>

namespace ui {

class Workspace;

/// A change of the sample's schema that was applied, and the way back from it; and the preview in a small window.
/// Writes to the sample: what comes after it sees a table with a column less.
[[nodiscard]] QList<TourScene> wayBackScenes(const std::function<Workspace &()> &workspace);

} // namespace ui
