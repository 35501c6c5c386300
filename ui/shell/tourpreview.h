// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/tourscene.h"

#include <QList>

namespace ui {

class Workspace;

/// The preview of a target schema, in the tour's sample: nothing to do, a plan with its questions, and a dry run of it.
[[nodiscard]] QList<TourScene> previewScenes(const std::function<Workspace &()> &workspace);

} // namespace ui
