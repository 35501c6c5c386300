// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/tourscene.h"

#include <QList>

namespace ui {

class Workspace;

/// The sample's schema.ts as a source of the migration preview, with a mistake in it, and as what makes values of new
/// rows. Nothing where there are no packages to evaluate it with (RAINCHECK_TOUR_PACKAGES); follows relationScenes().
[[nodiscard]] QList<TourScene> schemaTsScenes(const std::function<Workspace &()> &workspace);

} // namespace ui
