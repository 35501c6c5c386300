// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/tourcast.h"
#include "ui/shell/tourscene.h"

#include <QList>

namespace ui {

class MainWindow;

/// What only a server has, of the one that is open: values of its own types, partitions, its objects, the designer, and
/// the preview of a few changes with what they lock. They are tried only on a server of this machine, in a transaction
/// that is taken back: elsewhere the locks would keep others waiting.
[[nodiscard]] QList<TourScene> serverScenes(const std::function<MainWindow &()> &window, core::Session &session,
                                            const TourCast &cast);

} // namespace ui
