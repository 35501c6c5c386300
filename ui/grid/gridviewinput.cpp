// SPDX-License-Identifier: GPL-3.0-or-later
// GridView: selection and keyboard.
#include "ui/grid/gridview.h"

#include <QAccessible>
#include <QInputMethodEvent>
#include <QKeyEvent>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

// Selection -------------------------------------------------------------------------------------------------------

int GridView::currentColumn() const
{
    const int visual = m_selection.current().column;
    return visual >= 0 && visual < m_header->count() ? m_header->logicalIndex(visual) : -1;
}

void GridView::setSelection(const GridSelection &selection)
{
    GridSelection clamped = selection;
    clamped.clampTo(rows(), m_header->count());
    changeSelection(clamped);
}

void GridView::changeSelection(const GridSelection &selection, bool scroll)
{
    if (selection == m_selection)
        return;
    const bool moved = selection.current() != m_selection.current();
    m_selection = selection;
    if (scroll && m_selection.current().isValid())
        ensureVisible(m_selection.current().row, currentColumn());
    viewport()->update();
    Q_EMIT selectionChanged();
    if (moved) {
        Q_EMIT currentChanged();
        announceCurrent();
    }
}

void GridView::announceCurrent()
{
    if (!QAccessible::isActive() || !m_selection.current().isValid() || currentColumn() < 0)
        return;
    QAccessibleValueChangeEvent event(this, lookAt(currentRow(), currentColumn()).text);
    QAccessible::updateAccessibility(&event);
}

void GridView::setCurrent(qint64 row, int column)
{
    if (rows() == 0 || m_header->count() == 0)
        return;
    const int logical = std::clamp(column, 0, m_header->count() - 1);
    moveTo({std::clamp<qint64>(row, 0, rows() - 1), m_header->visualIndex(logical)}, false);
}

void GridView::moveTo(CellAddress cell, bool extend)
{
    GridSelection changed = m_selection;
    if (extend)
        changed.extendTo(cell);
    else
        changed.setCurrent(cell);
    changeSelection(changed);
}

void GridView::moveCurrent(qint64 rowStep, int columnStep)
{
    CellAddress at = m_selection.current();
    if (!at.isValid() || rows() == 0)
        return;
    at.row = std::clamp<qint64>(at.row + rowStep, 0, rows() - 1);
    for (int i = 0; i < std::abs(columnStep); ++i) {
        const int next = m_header->shownFrom(at.column + (columnStep > 0 ? 1 : -1), columnStep > 0 ? 1 : -1);
        if (next >= 0)
            at.column = next;
    }
    moveTo(at, false);
}

bool GridView::moveInReadingOrder(int direction)
{
    CellAddress at = m_selection.current();
    if (!at.isValid())
        return false;
    int next = m_header->shownFrom(at.column + direction, direction);
    if (next < 0) {
        at.row += direction;
        next = m_header->shownFrom(direction > 0 ? 0 : m_header->count() - 1, direction);
    }
    if (at.row < 0 || at.row >= rows() || next < 0)
        return false;
    moveTo({at.row, next}, false);
    return true;
}

void GridView::selectAll()
{
    GridSelection all = m_selection;
    all.selectAll(rows(), m_header->count());
    changeSelection(all, false);
}

// Keyboard --------------------------------------------------------------------------------------------------------

CellAddress GridView::target(QKeyEvent *event) const
{
    const bool control = event->modifiers() & Qt::ControlModifier;
    CellAddress at = m_selection.current();
    if (!at.isValid())
        at = {topRow(), std::max(0, m_header->shownFrom(0, 1))};
    const int firstColumn = m_header->shownFrom(0, 1);
    const int lastColumn = m_header->shownFrom(m_header->count() - 1, -1);
    const auto columnBeside = [&](int step) {
        const int next = m_header->shownFrom(at.column + step, step);
        return next < 0 ? at.column : next;
    };
    const qint64 page = std::max<qint64>(1, visibleRows() - 1);
    switch (event->key()) {
    case Qt::Key_Up:
        return {control ? 0 : at.row - 1, at.column};
    case Qt::Key_Down:
        return {control ? rows() - 1 : at.row + 1, at.column};
    case Qt::Key_Left:
        return {at.row, control ? firstColumn : columnBeside(-1)};
    case Qt::Key_Right:
        return {at.row, control ? lastColumn : columnBeside(1)};
    case Qt::Key_Home:
        return {control ? 0 : at.row, firstColumn};
    case Qt::Key_End:
        return {control ? rows() - 1 : at.row, lastColumn};
    case Qt::Key_PageUp:
        return {control ? 0 : at.row - page, at.column};
    case Qt::Key_PageDown:
        return {control ? rows() - 1 : at.row + page, at.column};
    default:
        return {};
    }
}

bool GridView::handleNavigation(QKeyEvent *event)
{
    if (event->modifiers() & (Qt::AltModifier | Qt::MetaModifier) || rows() == 0 || m_header->visibleCount() == 0)
        return false;
    switch (event->key()) {
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Home:
    case Qt::Key_End:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown: {
        CellAddress to =
            m_selection.current().isValid() ? target(event) : CellAddress{topRow(), m_header->shownFrom(0, 1)};
        to.row = std::clamp<qint64>(to.row, 0, rows() - 1);
        moveTo(to, event->modifiers() & Qt::ShiftModifier);
        return true;
    }
    default:
        return false;
    }
}

bool GridView::handleCommand(QKeyEvent *event)
{
    const Qt::KeyboardModifiers modifiers = event->modifiers() & ~Qt::KeypadModifier;
    const auto is = [&](int key, Qt::KeyboardModifiers with = Qt::NoModifier) {
        return event->key() == key && modifiers == with;
    };
    GridSelection changed = m_selection;
    if (event->matches(QKeySequence::SelectAll)) {
        selectAll();
    } else if (event->matches(QKeySequence::Copy)) {
        Q_EMIT commandRequested(u"copy"_s);
    } else if (event->matches(QKeySequence::Paste)) {
        Q_EMIT commandRequested(u"paste"_s);
    } else if (is(Qt::Key_Space, Qt::ShiftModifier)) {
        changed.widenToRows(m_header->count());
        changeSelection(changed, false);
    } else if (is(Qt::Key_Space, Qt::ControlModifier)) {
        changed.widenToColumns(rows());
        changeSelection(changed, false);
    } else if (is(Qt::Key_Space)) {
        Q_EMIT toggleRequested();
    } else if ((is(Qt::Key_Return) || is(Qt::Key_Enter)) && m_model && currentColumn() >= m_model->storedColumns()) {
        Q_EMIT expandRequested(currentRow(), currentColumn(), true);
    } else if (is(Qt::Key_F2) || is(Qt::Key_Return) || is(Qt::Key_Enter)) {
        Q_EMIT editRequested({});
    } else if (is(Qt::Key_Return, Qt::ShiftModifier) || is(Qt::Key_Enter, Qt::ShiftModifier)) {
        Q_EMIT commandRequested(u"cell.editLarge"_s);
    } else if (is(Qt::Key_F4)) {
        Q_EMIT followRequested(currentRow(), currentColumn(), false);
    } else if (is(Qt::Key_N, Qt::ControlModifier | Qt::AltModifier)) {
        Q_EMIT commandRequested(u"cell.setNull"_s);
    } else if (is(Qt::Key_D, Qt::ControlModifier | Qt::AltModifier)) {
        Q_EMIT commandRequested(u"cell.setDefault"_s);
    } else if (is(Qt::Key_Backspace, Qt::AltModifier)) {
        Q_EMIT commandRequested(u"cell.setEmpty"_s);
    } else if (is(Qt::Key_Delete, Qt::ControlModifier)) {
        Q_EMIT commandRequested(u"row.delete"_s);
    } else if (is(Qt::Key_Insert)) {
        Q_EMIT commandRequested(u"row.insert"_s);
    } else if (is(Qt::Key_Escape) && m_selection.current().isValid() && !m_selection.isOneCell()) {
        changed.setCurrent(m_selection.current());
        changeSelection(changed, false);
    } else {
        return false;
    }
    return true;
}

void GridView::keyPressEvent(QKeyEvent *event)
{
    event->accept();
    if (event->key() == Qt::Key_Control)
        showPointer(viewport()->mapFromGlobal(QCursor::pos()), event->modifiers() | Qt::ControlModifier);
    if (event->key() == Qt::Key_Tab || event->key() == Qt::Key_Backtab) {
        const bool forward = event->key() == Qt::Key_Tab && !(event->modifiers() & Qt::ShiftModifier);
        if (!moveInReadingOrder(forward ? 1 : -1))
            QAbstractScrollArea::focusNextPrevChild(forward);
        return;
    }
    if (handleNavigation(event) || handleCommand(event))
        return;
    const QString text = event->text();
    const bool typed = !text.isEmpty() && text.at(0).isPrint()
        && !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier));
    if (typed && m_selection.current().isValid())
        Q_EMIT editRequested(text);
    else
        event->ignore();
}

void GridView::keyReleaseEvent(QKeyEvent *event)
{
    QAbstractScrollArea::keyReleaseEvent(event);
    if (event->key() == Qt::Key_Control)
        showPointer(viewport()->mapFromGlobal(QCursor::pos()), event->modifiers() & ~Qt::ControlModifier);
}

void GridView::inputMethodEvent(QInputMethodEvent *event)
{
    // Composed characters (é from ´ and e) do not come as key presses.
    if (!event->commitString().isEmpty() && m_selection.current().isValid())
        Q_EMIT editRequested(event->commitString());
    event->accept();
}

QVariant GridView::inputMethodQuery(Qt::InputMethodQuery query) const
{
    if (query == Qt::ImEnabled)
        return true;
    if (query == Qt::ImCursorRectangle && m_selection.current().isValid())
        return cellRect(currentRow(), currentColumn()).translated(viewport()->pos());
    return QAbstractScrollArea::inputMethodQuery(query);
}

bool GridView::focusNextPrevChild(bool)
{
    return false; // Tab walks through the cells; see keyPressEvent()
}

void GridView::beginSomewhere()
{
    if (!m_selection.current().isValid() && rows() > 0 && m_header->visibleCount() > 0)
        moveTo({topRow(), m_header->shownFrom(0, 1)}, false);
}

void GridView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    if (event->reason() != Qt::MouseFocusReason)
        beginSomewhere();
    viewport()->update();
}

void GridView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

} // namespace ui
