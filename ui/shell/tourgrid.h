// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/tourscene.h"

#include <QList>

namespace ui {

class Workspace;
struct TourCast;

/// From a row to its neighbours, in the tables that the cast has: the card that peeks, the picker of another row, a
/// pinned column, the list of those that refer to a row, grids below rows with an edit in them, chips of what lies behind
/// a junction. The workspace is asked for when a scene is drawn.
[[nodiscard]] QList<TourScene> neighbourScenes(const std::function<Workspace &()> &workspace, const TourCast &cast);

} // namespace ui
