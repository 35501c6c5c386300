// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

namespace ui {

/// Widgets side by side, in as many lines as the width asks for: nothing is cut off. Its layout must heed
/// height-for-width, as box layouts do.
class WrappingRow : public QWidget {
    Q_OBJECT

public:
    explicit WrappingRow(int spacing, QWidget *parent = nullptr);
    void add(QWidget *widget); ///< becomes a child; shown and hidden by whoever knows whether it is of use
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;

protected:
    bool event(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    int arrange(int width, bool place) const; ///< → the height

    const int m_spacing;
    QList<QWidget *> m_widgets;
};

} // namespace ui
