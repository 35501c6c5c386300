// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <functional>

namespace ui {

/// Around a grid that is open below a row of another. What nobody in it wants stays in it: the outer grid would take
/// it for its own.
class ExpansionFrame : public QWidget {
public:
    explicit ExpansionFrame(QWidget *parent);

    std::function<void()> left; ///< Esc that nobody in it had a use for

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
};

} // namespace ui
