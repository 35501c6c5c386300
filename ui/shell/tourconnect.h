// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/tourscene.h"

#include <QList>

class QDialog;

namespace ui {

class Workspace;

/// Connecting to a server that is nowhere: the dialog empty, filled in and refused, the question for a password, the start
/// page with servers on it, and the sample marked as production. `workspace` and `dialog` are asked when a scene plays.
[[nodiscard]] QList<TourScene> connectScenes(const std::function<Workspace &()> &workspace,
                                             const std::function<QDialog *()> &dialog);

} // namespace ui
