// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/design/designgrid.h"

#include "ui/design/designmodel.h"
#include "ui/style/theme.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

/// Keys that the grid keeps from the window's shortcuts.
bool isOurs(const QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Insert:
    case Qt::Key_Delete:
    case Qt::Key_F2:
    case Qt::Key_Space:
        return event->modifiers() == Qt::NoModifier;
    case Qt::Key_Up:
    case Qt::Key_Down:
        return event->modifiers() == Qt::ControlModifier;
    default:
        return false;
    }
}

} // namespace

DesignGrid::DesignGrid(DesignModel &model, QWidget *parent)
    : QTableView(parent)
    , m_model(model)
    , m_delegate(new DesignDelegate(this))
{
    setModel(&model);
    setItemDelegate(m_delegate);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::AnyKeyPressed
                    | QAbstractItemView::EditKeyPressed);
    setTabKeyNavigation(false); // Tab leaves the grid, unless a cell is being edited
    setCornerButtonEnabled(false);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    verticalHeader()->hide();
    verticalHeader()->setDefaultSectionSize(Theme::rowHeight);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setStretchLastSection(true);
    connect(m_delegate, &DesignDelegate::left, this, &DesignGrid::leaveTo);
    connect(&model, &DesignModel::refused, this, &DesignGrid::refused);
}

void DesignGrid::goTo(int row, int column)
{
    const int rows = m_model.rowCount();
    if (rows > 0)
        setCurrentIndex(m_model.index(qBound(0, row, rows - 1), qBound(0, column, m_model.columnCount() - 1)));
}

void DesignGrid::leaveTo(DesignDelegate::Exit exit)
{
    setFocus(Qt::OtherFocusReason);
    const QModelIndex at = currentIndex();
    switch (exit) {
    case DesignDelegate::Exit::Stay:
        break;
    case DesignDelegate::Exit::Down:
        goTo(at.row() + 1, at.column());
        break;
    case DesignDelegate::Exit::Up:
        goTo(at.row() - 1, at.column());
        break;
    case DesignDelegate::Exit::Right:
        goTo(at.row(), at.column() + 1);
        break;
    case DesignDelegate::Exit::Left:
        goTo(at.row(), at.column() - 1);
        break;
    }
}

void DesignGrid::editCell(int row, int column)
{
    goTo(row, column);
    edit(currentIndex());
}

bool DesignGrid::finishEditing()
{
    auto *line = viewport()->findChild<QLineEdit *>(u"design-editor"_s, Qt::FindDirectChildrenOnly);
    if (!line || !line->isModified())
        return true;
    if (!m_model.setData(currentIndex(), line->text(), Qt::EditRole))
        return false;
    line->setModified(false);
    closeEditor(line, QAbstractItemDelegate::NoHint);
    return true;
}

void DesignGrid::insertRow()
{
    if (!finishEditing())
        return;
    const auto row = m_model.insertBelow(currentIndex().row());
    if (!row) {
        Q_EMIT refused(row.error());
        return;
    }
    setFocus(Qt::OtherFocusReason);
    editCell(*row, m_model.firstColumnToEdit());
}

void DesignGrid::dropRow()
{
    const QModelIndex at = currentIndex();
    if (!at.isValid() || !finishEditing())
        return;
    const auto done = m_model.drop(at.row());
    if (!done)
        Q_EMIT refused(done.error());
    goTo(at.row(), at.column());
}

void DesignGrid::moveRow(int step)
{
    const QModelIndex at = currentIndex();
    if (!at.isValid() || !finishEditing())
        return;
    const QString name = m_model.index(at.row(), 0).data().toString();
    const auto done = m_model.move(at.row(), step);
    if (!done)
        Q_EMIT refused(done.error());
    for (int row = 0; row < m_model.rowCount(); ++row) { // dropped rows between them make its way longer
        if (m_model.index(row, 0).data().toString() == name && m_model.stateOf(row) != DesignRow::State::Dropped)
            goTo(row, at.column());
    }
}

void DesignGrid::toggle()
{
    const QModelIndex at = currentIndex();
    if (!(at.flags() & Qt::ItemIsUserCheckable))
        return;
    const bool checked = at.data(Qt::CheckStateRole).value<Qt::CheckState>() == Qt::Checked;
    m_model.setData(at, checked ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
}

bool DesignGrid::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride && isOurs(static_cast<QKeyEvent *>(event))) {
        event->accept();
        return true;
    }
    return QTableView::event(event);
}

void DesignGrid::focusInEvent(QFocusEvent *event)
{
    QTableView::focusInEvent(event);
    if (!currentIndex().isValid())
        goTo(0, 0);
}

void DesignGrid::keyPressEvent(QKeyEvent *event)
{
    const bool plain = event->modifiers() == Qt::NoModifier || event->modifiers() == Qt::KeypadModifier;
    const bool checkable = currentIndex().flags() & Qt::ItemIsUserCheckable;
    switch (event->key()) {
    case Qt::Key_Insert:
        return insertRow();
    case Qt::Key_Delete:
        if (plain)
            return dropRow();
        break;
    case Qt::Key_Up:
    case Qt::Key_Down:
        if (event->modifiers() == Qt::ControlModifier)
            return moveRow(event->key() == Qt::Key_Up ? -1 : 1);
        break;
    case Qt::Key_Space:
        if (checkable)
            return toggle();
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (checkable)
            return toggle();
        if (plain && currentIndex().flags() & Qt::ItemIsEditable) {
            edit(currentIndex());
            return;
        }
        break;
    default:
        break;
    }
    QTableView::keyPressEvent(event);
}

} // namespace ui

#include "moc_designgrid.cpp"
