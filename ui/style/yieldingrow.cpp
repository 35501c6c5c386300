// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/yieldingrow.h"

#include <QEvent>

#include <algorithm>

namespace ui {

YieldingRow::YieldingRow(int spacing, QWidget *parent)
    : QWidget(parent)
    , m_spacing(spacing)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
}

void YieldingRow::add(QWidget *widget)
{
    widget->setParent(this);
    m_widgets.append(widget);
}

QSize YieldingRow::sizeHint() const
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

QSize YieldingRow::minimumSizeHint() const
{
    return {0, sizeHint().height()};
}

bool YieldingRow::event(QEvent *event)
{
    // One has another text, or comes or goes; while this was hidden nobody has said so.
    if (event->type() == QEvent::LayoutRequest || event->type() == QEvent::Show) {
        updateGeometry();
        arrange();
    }
    return QWidget::event(event);
}

void YieldingRow::resizeEvent(QResizeEvent *)
{
    arrange();
}

void YieldingRow::arrange()
{
    int left = 0;
    bool room = true;
    for (QWidget *widget : std::as_const(m_widgets)) {
        if (widget->isHidden())
            continue;
        const QSize hint = widget->sizeHint();
        const int width = std::min(hint.width(), this->width() - left);
        room = room && width >= widget->minimumSizeHint().width();
        // Hidden it would not be asked any more what it wants.
        widget->setGeometry(room ? left : this->width(), (height() - hint.height()) / 2, room ? width : 0,
                            hint.height());
        left += hint.width() + m_spacing;
    }
}

} // namespace ui

#include "moc_yieldingrow.cpp"
