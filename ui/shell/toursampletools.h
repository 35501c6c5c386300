// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/tourscene.h"

#include <QList>

class QDialog;

namespace ui {

class Workspace;

/// What is done to the schema of the tour's sample and to its project, and to connections, scene by scene.
[[nodiscard]] QList<TourScene> sampleToolScenes(const std::function<Workspace &()> &workspace,
                                                const std::function<QDialog *()> &dialog);

} // namespace ui
