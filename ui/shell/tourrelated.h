// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/tourroweditor.h"

namespace ui {

/// What refers to a row: in the sample, a post whose comments and tags have something staged. Nothing stays staged.
[[nodiscard]] QList<TourScene> relatedScenes(const std::function<MainWindow &()> &window);

} // namespace ui
