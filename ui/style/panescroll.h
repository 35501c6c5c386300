// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollArea>

namespace ui {

/// What stands one below the other, and scrolls where the window is too low for all of it; never sideways.
class PaneScroll : public QScrollArea {
    Q_OBJECT

public:
    explicit PaneScroll(QWidget *content, QWidget *parent = nullptr); ///< takes it
    [[nodiscard]] QSize minimumSizeHint() const override;
};

} // namespace ui
