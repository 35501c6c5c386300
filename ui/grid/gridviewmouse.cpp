// SPDX-License-Identifier: GPL-3.0-or-later
// GridView: mouse, wheel and tool tips.
#include "ui/grid/gridview.h"
#include "ui/style/celltext.h"
#include "ui/style/plainlabel.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QToolTip>
#include <QWheelEvent>

#include <algorithm>

namespace ui {

namespace {

constexpr int rowsPerWheelStep = 3;
constexpr int wheelStep = 120; // Qt's eighths of a degree per notch
constexpr int autoScrollMilliseconds = 40;

} // namespace

CellAddress GridView::addressAt(const QPoint &position) const
{
    if (rows() == 0 || m_header->visibleCount() == 0)
        return {};
    const qint64 line = position.y() < 0 ? -1 : position.y() / Theme::rowHeight;
    const qint64 row = std::clamp<qint64>(m_bands.at(std::max<qint64>(0, m_top + line)).row, 0, rows() - 1);
    const int column = columnAt(position.x());
    int visual = column < 0 ? -1 : m_header->visualIndex(column);
    if (visual < 0) {
        visual = position.x() < m_gutter ? std::max(0, m_header->visualIndexAt(0))
                                         : m_header->shownFrom(m_header->count() - 1, -1);
    }
    return {row, visual};
}

bool GridView::isOnArrow(const QPoint &position) const
{
    const qint64 row = rowAt(position.y());
    const int column = columnAt(position.x());
    if (row < 0 || column < 0 || !lookAt(row, column).arrow)
        return false;
    const int from = cellRect(row, column).left() + (lookAt(row, column).expander ? GridPainter::expanderWidth : 0);
    return position.x() >= from && position.x() < from + Theme::cellPadding + GridPainter::arrowWidth - 4;
}

bool GridView::isOnExpander(const QPoint &position) const
{
    const qint64 row = rowAt(position.y());
    const int column = columnAt(position.x());
    return row >= 0 && column >= 0 && lookAt(row, column).expander
        && position.x() < cellRect(row, column).left() + Theme::cellPadding + GridPainter::expanderWidth - 4;
}

/// Ctrl+click and the middle button follow it.
bool GridView::leadsSomewhere(const QPoint &position) const
{
    const qint64 row = rowAt(position.y());
    const int column = columnAt(position.x());
    if (row < 0 || column < 0)
        return false;
    const CellLook look = lookAt(row, column);
    return look.arrow || look.expander;
}

void GridView::showPointer(const QPoint &position, Qt::KeyboardModifiers modifiers)
{
    const bool hand = isOnArrow(position) || isOnExpander(position)
        || ((modifiers & Qt::ControlModifier) && viewport()->rect().contains(position) && leadsSomewhere(position));
    viewport()->setCursor(hand ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void GridView::mousePressEvent(QMouseEvent *event)
{
    const QPoint position = event->position().toPoint();
    const qint64 row = rowAt(position.y());
    const bool control = event->modifiers() & Qt::ControlModifier;
    const bool shift = event->modifiers() & Qt::ShiftModifier;
    if (row < 0 || m_header->visibleCount() == 0)
        return;
    GridSelection changed = m_selection;
    if (position.x() < m_gutter) {
        const bool keep = event->button() == Qt::RightButton && m_selection.touchesRow(row);
        if (!keep) {
            m_dragFromRow = shift && currentRow() >= 0 ? currentRow() : row;
            changed.selectRows(m_dragFromRow, row, m_header->count(), control);
            changeSelection(changed, false);
        }
        m_drag = event->button() == Qt::LeftButton ? Drag::Rows : Drag::None;
        return;
    }
    const int column = columnAt(position.x());
    if (column < 0)
        return;
    const CellAddress cell{row, m_header->visualIndex(column)};
    if (event->button() == Qt::RightButton) {
        if (!m_selection.contains(row, cell.column))
            moveTo(cell, false);
        return;
    }
    const bool middle = event->button() == Qt::MiddleButton;
    if (event->button() != Qt::LeftButton && !middle)
        return;
    if (!shift && !middle && isOnExpander(position)) {
        moveTo(cell, false);
        Q_EMIT expandRequested(row, column, false);
        return;
    }
    if (!shift && (isOnArrow(position) || ((control || middle) && leadsSomewhere(position)))) {
        moveTo(cell, false);
        Q_EMIT followRequested(row, column, middle);
        return;
    }
    if (middle)
        return;
    if (control && !shift) {
        changed.add(cell);
        changeSelection(changed, false);
    } else {
        moveTo(cell, shift);
    }
    m_drag = Drag::Cells;
}

void GridView::dragTo(const QPoint &position)
{
    const CellAddress cell = addressAt(position);
    if (!cell.isValid())
        return;
    GridSelection changed = m_selection;
    if (m_drag == Drag::Rows)
        changed.selectRows(m_dragFromRow, cell.row, m_header->count(), false);
    else
        changed.extendTo(cell);
    changeSelection(changed, false);
}

void GridView::mouseMoveEvent(QMouseEvent *event)
{
    const QPoint position = event->position().toPoint();
    if (m_drag == Drag::None || !(event->buttons() & Qt::LeftButton)) {
        showPointer(position, event->modifiers());
        return;
    }
    m_dragPosition = position;
    dragTo(position);
    if (viewport()->rect().contains(position))
        m_autoScroll.stop();
    else if (!m_autoScroll.isActive())
        m_autoScroll.start(autoScrollMilliseconds, this);
}

void GridView::mouseReleaseEvent(QMouseEvent *)
{
    m_drag = Drag::None;
    m_autoScroll.stop();
}

void GridView::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_autoScroll.timerId()) {
        QAbstractScrollArea::timerEvent(event);
        return;
    }
    // The further outside, the faster.
    const QRect area = viewport()->rect();
    if (m_dragPosition.y() < area.top())
        setTopLine(m_top - 1 + m_dragPosition.y() / Theme::rowHeight);
    else if (m_dragPosition.y() > area.bottom())
        setTopLine(m_top + 1 + (m_dragPosition.y() - area.bottom()) / Theme::rowHeight);
    QScrollBar *across = horizontalScrollBar();
    if (m_dragPosition.x() < area.left())
        across->setValue(across->value() - across->singleStep());
    else if (m_dragPosition.x() > area.right())
        across->setValue(across->value() + across->singleStep());
    dragTo(m_dragPosition);
}

void GridView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const QPoint position = event->position().toPoint();
    if (event->button() == Qt::LeftButton && position.x() >= m_gutter && rowAt(position.y()) >= 0
        && columnAt(position.x()) >= 0 && !isOnArrow(position) && !isOnExpander(position)) {
        m_drag = Drag::None;
        if (m_model && columnAt(position.x()) >= m_model->storedColumns())
            Q_EMIT expandRequested(rowAt(position.y()), columnAt(position.x()), false);
        else
            Q_EMIT editRequested({});
    }
}

void GridView::wheelEvent(QWheelEvent *event)
{
    const bool sideways = event->modifiers() & Qt::ShiftModifier;
    const QPoint pixels = event->pixelDelta();
    const QPoint angle = event->angleDelta();
    const int across = sideways && angle.x() == 0 ? angle.y() : angle.x();
    if (across != 0) {
        QScrollBar *bar = horizontalScrollBar();
        bar->setValue(bar->value() - (pixels.x() != 0 ? pixels.x() : across * bar->singleStep() / wheelStep));
    }
    if (!sideways && (angle.y() != 0 || pixels.y() != 0)) {
        // Small moves add up: pixels of a touch pad are kept as such, a wheel's angle is turned into pixels (times the
        // wheel's step, so that nothing is rounded away).
        m_wheelRest += pixels.y() != 0 ? pixels.y() * wheelStep : angle.y() * rowsPerWheelStep * Theme::rowHeight;
        const int perRow = wheelStep * Theme::rowHeight;
        const int steps = m_wheelRest / perRow;
        if (steps != 0) {
            m_wheelRest -= steps * perRow;
            const qint64 before = m_top;
            setTopLine(m_top - steps);
            // At its end a grid below a row of another one lets that one scroll on.
            if (before == m_top && across == 0) {
                event->ignore();
                return;
            }
        }
    }
    event->accept();
}

void GridView::contextMenuEvent(QContextMenuEvent *event)
{
    QPoint position = event->globalPos();
    if (event->reason() == QContextMenuEvent::Keyboard && m_selection.current().isValid())
        position = viewport()->mapToGlobal(cellRect(currentRow(), currentColumn()).bottomLeft());
    Q_EMIT menuRequested(position);
}

bool GridView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip)
        return showToolTip(static_cast<QHelpEvent *>(event));
    return QAbstractScrollArea::viewportEvent(event);
}

bool GridView::showToolTip(QHelpEvent *event)
{
    const qint64 row = rowAt(event->pos().y());
    const int column = columnAt(event->pos().x());
    QString text;
    if (m_model && row >= 0 && column >= 0) {
        const CellLook look = lookAt(row, column);
        text = look.misfit;
        if (text.isEmpty() && m_painter.textWidth(look) > m_header->sectionSize(column))
            text = visibleText(m_model->displayText(m_model->cell(row, column), column), 1000);
    }
    if (text.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(event->globalPos(), plainToolTip(text), viewport());
    return true;
}

} // namespace ui
