// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/panescroll.h"

#include "ui/style/theme.h"

#include <algorithm>

namespace ui {

PaneScroll::PaneScroll(QWidget *content, QWidget *parent)
    : QScrollArea(parent)
{
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWidgetResizable(true);
    setFocusPolicy(Qt::NoFocus); // what is in it has the focus; it scrolls there by itself
    setWidget(content);
}

QSize PaneScroll::minimumSizeHint() const
{
    const QSize inside = widget() ? widget()->minimumSizeHint() : QSize();
    return {inside.width(), std::min(inside.height(), 4 * Theme::controlHeight)};
}

} // namespace ui

#include "moc_panescroll.cpp"
