// SPDX-License-Identifier: GPL-3.0-or-later
// GridHeader: columns that are moved, and those that stay at the left.
#include "ui/grid/gridheader.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>

namespace ui {

namespace {

constexpr double mostPinned = 0.7; ///< of the width: some of the others must be seen, or nothing can be scrolled to

/// The same event elsewhere.
QMouseEvent movedTo(const QPointF &position, const QMouseEvent *event)
{
    return {event->type(),   position,         event->scenePosition(), event->globalPosition(),
            event->button(), event->buttons(), event->modifiers()};
}

} // namespace

bool GridHeader::isPinned(int section) const
{
    const int visual = visualIndex(section);
    return visual >= 0 && visual < m_pinned;
}

void GridHeader::setPinned(int section, bool pinned)
{
    if (section < 0 || section >= count() || isPinned(section) == pinned)
        return;
    moveSection(visualIndex(section), pinned ? m_pinned : m_pinned - 1);
    m_pinned += pinned ? 1 : -1;
    viewport()->update();
    Q_EMIT layoutChanged();
}

bool GridHeader::moveByOne(int section, int direction)
{
    const int from = visualIndex(section);
    const int to = from < 0 ? -1 : shownFrom(from + direction, direction);
    if (to < 0 || (from < m_pinned) != (to < m_pinned))
        return false;
    moveSection(from, to);
    return true;
}

void GridHeader::takeMove(int from, int to)
{
    if (m_arranging)
        return;
    // Dropped among the pinned ones it is one of them, dragged out of them no more.
    if (from >= m_pinned && to < m_pinned)
        ++m_pinned;
    else if (from < m_pinned && to >= m_pinned && m_byHand)
        --m_pinned;
    viewport()->update();
    Q_EMIT layoutChanged();
}

int GridHeader::pinnedWidth() const
{
    int width = 0;
    for (int visual = 0; visual < m_pinned; ++visual)
        width += sectionSize(logicalIndex(visual));
    return width > mostPinned * viewport()->width() ? 0 : width;
}

int GridHeader::leftOf(int section) const
{
    return isPinned(section) && pinnedWidth() > 0 ? sectionPosition(section) : sectionViewportPosition(section);
}

int GridHeader::sectionAtPosition(int x) const
{
    return logicalIndexAt(isOverPinned(x) ? x - offset() : x);
}

bool GridHeader::isOverPinned(int x) const
{
    return m_pinned > 0 && x < pinnedWidth();
}

QPointF GridHeader::unscrolled(const QPointF &position) const
{
    return position - QPointF(offset(), 0);
}

void GridHeader::paintPinned()
{
    const int end = pinnedWidth();
    if (end == 0)
        return;
    QPainter painter(viewport());
    for (int visual = 0; visual < m_pinned && offset() > 0; ++visual) {
        const int section = logicalIndex(visual);
        if (!isSectionHidden(section))
            paintSection(&painter, {sectionPosition(section), 0, sectionSize(section), height()}, section);
    }
    painter.setPen(Theme::current().color(Tone::Border));
    painter.drawLine(end - 1, 0, end - 1, height());
}

void GridHeader::mousePressEvent(QMouseEvent *event)
{
    m_byHand = true;
    m_onPinned = isOverPinned(event->position().toPoint().x());
    QMouseEvent seen = movedTo(m_onPinned ? unscrolled(event->position()) : event->position(), event);
    QHeaderView::mousePressEvent(&seen);
}

void GridHeader::mouseMoveEvent(QMouseEvent *event)
{
    const bool pinned = event->buttons() ? m_onPinned : isOverPinned(event->position().toPoint().x());
    QMouseEvent seen = movedTo(pinned ? unscrolled(event->position()) : event->position(), event);
    QHeaderView::mouseMoveEvent(&seen);
}

void GridHeader::mouseReleaseEvent(QMouseEvent *event)
{
    QMouseEvent seen = movedTo(m_onPinned ? unscrolled(event->position()) : event->position(), event);
    QHeaderView::mouseReleaseEvent(&seen);
    m_byHand = false;
    m_onPinned = false;
}

void GridHeader::mouseDoubleClickEvent(QMouseEvent *event)
{
    const bool pinned = isOverPinned(event->position().toPoint().x());
    QMouseEvent seen = movedTo(pinned ? unscrolled(event->position()) : event->position(), event);
    QHeaderView::mouseDoubleClickEvent(&seen);
}

bool GridHeader::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const int section = sectionAtPosition(help->pos().x());
        if (section < 0 || section >= heads().size())
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(), plainToolTip(heads().at(section).tip), viewport());
        return true;
    }
    return QHeaderView::viewportEvent(event);
}

} // namespace ui
