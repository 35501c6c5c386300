// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/tourscene.h"

#include <QList>

namespace ui {

class Workspace;

/// From a row of the sample to its neighbours: the card that peeks, the list of those that refer to it, grids below
/// rows with an edit in them, a pinned column. The workspace is asked for when a scene is drawn.
[[nodiscard]] QList<TourScene> neighbourScenes(const std::function<Workspace &()> &workspace);

} // namespace ui
