// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/tourscene.h"

#include <QList>

namespace ui {

class MainWindow;

/// The row editor's kinds of editors, several rows as one, and the page's place, in the sample. Nothing stays staged.
[[nodiscard]] QList<TourScene> rowEditorScenes(const std::function<MainWindow &()> &window);

} // namespace ui
