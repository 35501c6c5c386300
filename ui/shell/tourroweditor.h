// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include <functional>

namespace ui {

class MainWindow;

/// One picture of the tour, or none without a name.
struct TourScene {
    QString name;
    std::function<void()> act;
    std::function<bool()> ready = {}; ///< beside the window having settled
};

/// The row editor's kinds of editors, several rows as one, and the page's place, in the sample. Nothing stays staged.
[[nodiscard]] QList<TourScene> rowEditorScenes(const std::function<MainWindow &()> &window);

} // namespace ui
