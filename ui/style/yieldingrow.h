// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

namespace ui {

/// Widgets side by side that give way when there is little room, the last ones first, so that what stands beside them
/// (buttons) keeps its size. One that may be narrower than it likes to be (PlainLabel::setElided) takes what is left.
class YieldingRow : public QWidget {
    Q_OBJECT

public:
    explicit YieldingRow(int spacing, QWidget *parent = nullptr);
    void add(QWidget *widget); ///< becomes a child; shown and hidden by whoever knows whether it has something to say
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    bool event(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void arrange();

    const int m_spacing;
    QList<QWidget *> m_widgets;
};

} // namespace ui
