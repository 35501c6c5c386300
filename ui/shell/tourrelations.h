// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/tourscene.h"

#include <QList>
#include <QString>

#include <functional>

class QDialog;

namespace ui {

class Workspace;

/// What a person does along relations, in the sample: the dialogs, and rows that count as deleted, for which its
/// comments get two columns more. What schema.ts declares is shown where RAINCHECK_TOUR_PACKAGES
/// names a node_modules to read it with. `workspace` and `dialog` are asked when a scene plays.
[[nodiscard]] QList<TourScene> relationScenes(const std::function<Workspace &()> &workspace,
                                              const std::function<QDialog *()> &dialog);

} // namespace ui
