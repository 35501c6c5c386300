// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <functional>

namespace ui {

/// One picture of the tour, or none without a name.
struct TourScene {
    QString name;
    std::function<void()> act;
    std::function<bool()> ready = {}; ///< beside the window having settled
};

} // namespace ui
