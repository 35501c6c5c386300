// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/tourscene.h"

#include <QList>

class QDialog;

namespace ui {

class Workspace;

/// The question which of a folder's databases is to be opened.
[[nodiscard]] QList<TourScene> projectScenes(const std::function<Workspace &()> &workspace,
                                             const std::function<QDialog *()> &dialog);

} // namespace ui
