// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/tourscene.h"

#include <QList>

class QDialog;

namespace ui {

class Workspace;

/// The designer in the sample: a table with changes, its keys, a new table, a trigger and a view. `workspace` and
/// `dialog` are asked when a scene plays.
[[nodiscard]] QList<TourScene> designScenes(const std::function<Workspace &()> &workspace,
                                            const std::function<QDialog *()> &dialog);

} // namespace ui
