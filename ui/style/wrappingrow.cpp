// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/wrappingrow.h"

#include <QEvent>

#include <algorithm>

namespace ui {

WrappingRow::WrappingRow(int spacing, QWidget *parent)
    : QWidget(parent)
    , m_spacing(spacing)
{
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void WrappingRow::add(QWidget *widget)
{
    widget->setParent(this);
    m_widgets.append(widget);
}

QSize WrappingRow::sizeHint() const
{
    QSize all(0, 0);
    for (const QWidget *widget : m_widgets) {
        if (widget->isHidden())
            continue;
        const QSize hint = widget->sizeHint();
        all = {all.width() + (all.width() > 0 ? m_spacing : 0) + hint.width(), std::max(all.height(), hint.height())};
    }
    return all;
}

QSize WrappingRow::minimumSizeHint() const
{
    QSize one(0, 0);
    for (const QWidget *widget : m_widgets) {
        if (!widget->isHidden()) // a label that may be elided is, in a line of its own
            one = one.expandedTo({widget->minimumSizeHint().width(), widget->sizeHint().height()});
    }
    return one;
}

int WrappingRow::heightForWidth(int width) const
{
    return arrange(width, false);
}

bool WrappingRow::event(QEvent *event)
{
    // One has another text, or comes or goes; while this was hidden nobody has said so.
    if (event->type() == QEvent::LayoutRequest || event->type() == QEvent::Show) {
        updateGeometry();
        arrange(width(), true);
    }
    return QWidget::event(event);
}

void WrappingRow::resizeEvent(QResizeEvent *)
{
    arrange(width(), true);
}

int WrappingRow::arrange(int width, bool place) const
{
    int left = 0;
    int top = 0;
    int lineHeight = 0;
    QList<QWidget *> line;
    const auto endLine = [&] {
        for (QWidget *widget : std::as_const(line)) // texts and buttons on one middle
            widget->move(widget->x(), top + (lineHeight - widget->height()) / 2);
        line.clear();
    };
    for (QWidget *widget : m_widgets) {
        if (widget->isHidden())
            continue;
        const QSize hint = widget->sizeHint();
        if (left > 0 && left + hint.width() > width) {
            endLine();
            left = 0;
            top += lineHeight + m_spacing;
            lineHeight = 0;
        }
        if (place) {
            widget->setGeometry(left, top, std::min(hint.width(), width), hint.height());
            line.append(widget);
        }
        left += hint.width() + m_spacing;
        lineHeight = std::max(lineHeight, hint.height());
    }
    endLine();
    return top + lineHeight;
}

} // namespace ui

#include "moc_wrappingrow.cpp"
