// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/row/childlist.h"

#include "ui/row/childrowsmodel.h"
#include "ui/row/insight.h"
#include "ui/style/theme.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int mostKeyWidth = 96;

/// That holds no reference and is not computed.
QModelIndex firstOwnCell(const ChildRowsModel &rows, int row)
{
    for (int column = 1; column < rows.columnCount(); ++column) {
        const Field *field = rows.field(column);
        if (field && !field->relation && field->readOnlyBecause.isEmpty())
            return rows.index(row, column);
    }
    return {};
}

} // namespace

ChildList::ChildList(ChildRowsModel *model, QWidget *parent)
    : QTableView(parent)
    , m_rows(model)
    , m_delegate(new ChildListDelegate(this))
{
    setModel(model);
    setItemDelegate(m_delegate);
    horizontalHeader()->hide();
    horizontalHeader()->setMinimumSectionSize(10);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(Theme::rowHeight);
    setShowGrid(false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setTabKeyNavigation(false);
    setCornerButtonEnabled(false);
    setFrameShape(NoFrame);
    setEditTriggers(AnyKeyPressed);
    connect(model, &QAbstractItemModel::rowsInserted, this, &ChildList::fit);
    connect(model, &QAbstractItemModel::rowsRemoved, this, &ChildList::fit);
    connect(model, &QAbstractItemModel::modelReset, this, &ChildList::fit);
    connect(m_delegate, &ChildListDelegate::valueRequested, this,
            [this](const core::NewValue &value) { Q_EMIT setRequested(currentIndex(), value); });
    connect(this, &QAbstractItemView::doubleClicked, this,
            [this](const QModelIndex &index) { Q_EMIT rowRequested(index.row()); });
    fit();
}

void ChildList::commit()
{
    m_delegate->commit();
}

void ChildList::fit()
{
    const int rows = m_rows->rowCount();
    setFixedHeight(rows * Theme::rowHeight);
    setVisible(rows > 0);
    setColumnHidden(0, !m_rows->hasKey());
    const int columns = m_rows->columnCount();
    int key = 0;
    if (m_rows->hasKey()) {
        const QFontMetrics metrics(Theme::current().monospace());
        for (int row = 0; row < rows; ++row)
            key = std::max(key, metrics.horizontalAdvance(m_rows->index(row, 0).data().toString()));
        key = std::min(mostKeyWidth, key + ChildListDelegate::padding * 2);
        setColumnWidth(0, key);
    }
    int room = width() - key;
    for (int column = 1; column < columns; ++column) {
        const int left = columns - column; // what says most gets most
        const int mine = left == 1 ? room : room * (left + 1) / (2 * left);
        setColumnWidth(column, std::max(20, mine));
        room -= mine;
    }
}

void ChildList::setCurrentRow(int row)
{
    if (row < 0 || row >= m_rows->rowCount())
        return;
    const int column = std::max(m_rows->hasKey() ? 0 : 1, currentIndex().column());
    setCurrentIndex(m_rows->index(row, column));
    setFocus(Qt::OtherFocusReason);
}

void ChildList::editRow(int row)
{
    const int column = row < 0 ? -1 : m_rows->editableColumn(row);
    setCurrentRow(row);
    if (column < 0)
        return;
    setCurrentIndex(m_rows->index(row, column));
    edit(currentIndex());
}

void ChildList::beginEditing()
{
    const QModelIndex index = currentIndex();
    if (!index.isValid())
        return;
    const Field *field = m_rows->field(index.column());
    if (field && field->relation) {
        Q_EMIT pickRequested(index);
        return;
    }
    // On the key the whole row is meant: its first cell is edited, never one further on that nobody pointed at.
    const QModelIndex cell = field ? index : firstOwnCell(*m_rows, index.row());
    if (!(m_rows->flags(cell) & Qt::ItemIsEditable)) {
        Q_EMIT pickRequested(cell.isValid() ? cell : index); // it is edited elsewhere, or not at all: who hears it says so
        return;
    }
    setCurrentIndex(cell);
    edit(cell);
}

/// With `perform` false: whether the key means something here, whatever it means in the window.
bool ChildList::handleKey(const QKeyEvent &event, bool perform)
{
    const int row = currentRow();
    const bool plain = event.modifiers() == Qt::NoModifier || event.modifiers() == Qt::KeypadModifier;
    const bool control = event.modifiers() == Qt::ControlModifier;
    const auto say = [&](auto signal) {
        if (perform && row >= 0)
            Q_EMIT(this->*signal)(row);
        return true;
    };
    if (const auto value = ChildListDelegate::valueOfKey(event)) {
        if (perform && currentIndex().isValid())
            Q_EMIT setRequested(currentIndex(), *value);
        return true;
    }
    switch (event.key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_F4:
        return plain && say(&ChildList::rowRequested);
    case Qt::Key_Delete:
        if (control)
            return say(&ChildList::removeRequested);
        return plain && say(&ChildList::detachRequested);
    case Qt::Key_Backspace:
        return event.modifiers() == (Qt::ControlModifier | Qt::ShiftModifier) && say(&ChildList::takeBackRequested);
    case Qt::Key_Down:
        if (event.modifiers() != Qt::AltModifier)
            return false;
        [[fallthrough]];
    case Qt::Key_F2:
        if (perform)
            beginEditing();
        return true;
    default:
        return false;
    }
}

bool ChildList::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride && state() != EditingState
        && handleKey(*static_cast<QKeyEvent *>(event), false)) {
        event->accept();
        return true;
    }
    return QTableView::event(event);
}

void ChildList::keyPressEvent(QKeyEvent *event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (state() == EditingState) { // the editor's own, which lets them through
        event->setAccepted(enter || event->key() == Qt::Key_Escape);
        return;
    }
    if (handleKey(*event, true))
        return;
    const bool typing = !event->text().isEmpty() && event->text().at(0).isPrint()
        && !(event->modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier));
    if (const Field *field = m_rows->field(currentIndex().column());
        typing && field && !field->relation && !(m_rows->flags(currentIndex()) & Qt::ItemIsEditable)) {
        Q_EMIT pickRequested(currentIndex());
        return;
    }
    const bool upOrDown = event->key() == Qt::Key_Up || event->key() == Qt::Key_Down;
    if (typing || upOrDown || event->key() == Qt::Key_Left || event->key() == Qt::Key_Right
        || event->key() == Qt::Key_Home || event->key() == Qt::Key_End)
        QTableView::keyPressEvent(event);
    else
        event->ignore(); // the card's, or the window's
}

/// What the keys do, for who does not know them.
void ChildList::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byMouse = event->reason() == QContextMenuEvent::Mouse;
    const QModelIndex index = byMouse ? indexAt(viewport()->mapFromGlobal(event->globalPos())) : currentIndex();
    if (!index.isValid() || state() == EditingState)
        return;
    setCurrentIndex(index);
    auto *menu = new QMenu(this);
    menu->setObjectName(u"child-menu"_s);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const int row = index.row();
    menu->addAction(tr("Show the row\tEnter"), this, [this, row] { Q_EMIT rowRequested(row); });
    if (m_rows->mayBeEdited()) {
        const QPersistentModelIndex cell(index); // lines may come and go while it is open
        const auto set = [this, cell](const core::NewValue &value) {
            return [this, cell, value] { cell.isValid() ? Q_EMIT setRequested(cell, value) : void(); };
        };
        menu->addSeparator();
        menu->addAction(tr("Edit\tF2"), this, &ChildList::beginEditing);
        menu->addAction(tr("Set NULL\tCtrl+Alt+N"), this, set(core::Value::null()));
        menu->addAction(tr("Set DEFAULT\tCtrl+Alt+D"), this, set(core::UseDefault()));
        menu->addAction(tr("Set empty text ''\tAlt+Backspace"), this, set(core::Value::text(QString())));
        menu->addSeparator();
        menu->addAction(tr("Detach\tDelete"), this, [this, row] { Q_EMIT detachRequested(row); });
        menu->addAction(tr("Delete, or take back\tCtrl+Delete"), this, [this, row] { Q_EMIT removeRequested(row); });
    }
    menu->popup(byMouse ? event->globalPos() : viewport()->mapToGlobal(visualRect(index).bottomLeft()));
}

void ChildList::wheelEvent(QWheelEvent *event)
{
    event->ignore(); // the panel scrolls
}

void ChildList::resizeEvent(QResizeEvent *event)
{
    QTableView::resizeEvent(event);
    fit();
}

void ChildList::focusInEvent(QFocusEvent *event)
{
    QTableView::focusInEvent(event);
    if (!currentIndex().isValid() && m_rows->rowCount() > 0)
        setCurrentIndex(m_rows->index(0, m_rows->hasKey() ? 0 : 1));
    else if (currentIndex().isValid() && selectionModel()->selectedRows().isEmpty())
        selectRow(currentIndex().row());
    viewport()->update();
    if (currentIndex().isValid())
        bringInSight(viewport(), visualRect(currentIndex()));
}

void ChildList::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QTableView::currentChanged(current, previous);
    Q_EMIT currentRowChanged();
    if (current.isValid() && hasFocus())
        bringInSight(viewport(), visualRect(current));
}

} // namespace ui

#include "moc_childlist.cpp"
