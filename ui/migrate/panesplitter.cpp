// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/panesplitter.h"

#include <QResizeEvent>

#include <algorithm>
#include <utility>

namespace ui {

PaneSplitter::PaneSplitter(Qt::Orientation orientation, QWidget *parent)
    : QSplitter(orientation, parent)
{
    setHandleWidth(1);
    setChildrenCollapsible(false);
}

void PaneSplitter::setBesideFrom(int width, const QList<int> &beside, const QList<int> &below)
{
    m_besideFrom = width;
    m_told = beside;
    m_otherSizes = below;
    setOrientation(Qt::Horizontal);
    setSizes(beside);
}

/// What is hidden has no size, and nothing has one before it was shown: then what it was told to have counts.
QList<int> PaneSplitter::sizesToComeBackTo() const
{
    QList<int> out = sizes();
    for (int i = 0; i < out.size() && i < m_told.size(); ++i) {
        if (!isVisible() || widget(i)->isHidden())
            out[i] = m_told.at(i);
    }
    return out;
}

void PaneSplitter::giveRoom(int index, int size)
{
    QList<int> now = sizes();
    if (index <= 0 || index >= now.size() || now.at(index) >= size)
        return;
    now[0] = std::max(0, now.at(0) - (size - now.at(index)));
    now[index] = size;
    setSizes(now);
}

QSize PaneSplitter::minimumSizeHint() const
{
    QSize size = QSplitter::minimumSizeHint();
    if (m_besideFrom == 0 || orientation() == Qt::Vertical)
        return size;
    int widest = 0;
    for (int i = 0; i < count(); ++i) {
        if (!widget(i)->isHidden())
            widest = std::max({widest, widget(i)->minimumSizeHint().width(), widget(i)->minimumWidth()});
    }
    size.setWidth(widest);
    return size;
}

void PaneSplitter::resizeEvent(QResizeEvent *event)
{
    const Qt::Orientation wanted = m_besideFrom == 0 ? orientation()
        : event->size().width() >= m_besideFrom      ? Qt::Horizontal
                                                     : Qt::Vertical;
    if (wanted != orientation()) {
        const QList<int> before = sizesToComeBackTo();
        setOrientation(wanted);
        m_told = std::exchange(m_otherSizes, before);
        setSizes(m_told);
    }
    QSplitter::resizeEvent(event);
}

} // namespace ui

#include "moc_panesplitter.cpp"
