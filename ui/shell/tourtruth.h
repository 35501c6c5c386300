// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/tourscene.h"

#include <QList>

namespace ui {

class Workspace;

/// The truth board over a sample of the tour's own, with much that wants a look, and what is proposed about it.
[[nodiscard]] QList<TourScene> truthScenes(const std::function<Workspace &()> &workspace);

} // namespace ui
