// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/tourscene.h"

#include <QList>

namespace ui {

class Workspace;

/// Generate, push, pull and check, as drizzle-kit has them: on the tour's own sample, whose schema.ts is evaluated
/// where the environment names the packages for it. Before its folder is aged (truthScenes()).
[[nodiscard]] QList<TourScene> kitScenes(const std::function<Workspace &()> &workspace);

/// Afterwards: what a check finds in a folder that a year of merges has left, and the same in little room.
[[nodiscard]] QList<TourScene> kitTroubleScenes(const std::function<Workspace &()> &workspace);

} // namespace ui
