// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/row/childlist.h"

#include "core/edit/relationrows.h"
#include "ui/row/childrowsmodel.h"
#include "ui/row/insight.h"
#include "ui/style/theme.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

using State = core::RelatedRow::State;

constexpr int markWidth = 2;
constexpr int padding = 6;
constexpr int mostKeyWidth = 96;

State stateOf(const QModelIndex &index)
{
    return State(index.data(ChildRowsModel::StateRole).toInt());
}

std::optional<Tone> backOf(State state)
{
    switch (state) {
    case State::Stored:
        return std::nullopt;
    case State::Added:
        return Tone::InsertedBack;
    case State::Removed:
        return Tone::DeletedBack;
    case State::MovedHere:
    case State::MovedAway:
        return Tone::ModifiedBack;
    }
    return std::nullopt;
}

std::optional<Tone> markOf(State state)
{
    switch (state) {
    case State::Stored:
        return std::nullopt;
    case State::Added:
        return Tone::InsertedMark;
    case State::Removed:
        return Tone::DeletedMark;
    case State::MovedHere:
    case State::MovedAway:
        return Tone::ModifiedMark;
    }
    return std::nullopt;
}

bool isStruck(State state)
{
    return state == State::Removed || state == State::MovedAway;
}

/// As in the form above it; none: the key sets nothing.
std::optional<core::NewValue> valueOfKey(const QKeyEvent &event)
{
    const Qt::KeyboardModifiers both = Qt::ControlModifier | Qt::AltModifier;
    if (event.key() == Qt::Key_N && event.modifiers() == both)
        return core::Value::null();
    if (event.key() == Qt::Key_D && event.modifiers() == both)
        return core::UseDefault();
    if (event.key() == Qt::Key_Backspace && event.modifiers() == Qt::AltModifier)
        return core::Value::text(QString());
    return std::nullopt;
}

Tone textTone(const QModelIndex &index, State state)
{
    if (state == State::Removed)
        return Tone::DeletedText;
    if (index.data(ChildRowsModel::FaintRole).toBool())
        return Tone::TextFaint;
    return index.data(ChildRowsModel::KeyRole).toBool() ? Tone::TextMuted : Tone::Text;
}

} // namespace

void ChildListDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = Theme::current();
    const State state = stateOf(index);
    const bool modified = index.data(ChildRowsModel::ModifiedRole).toBool();
    const bool focused = option.widget && option.widget->hasFocus();
    painter->save();
    if (const auto back = modified ? std::optional(Tone::ModifiedBack) : backOf(state))
        painter->fillRect(option.rect, theme.color(*back));
    else if (focused && option.state.testFlag(QStyle::State_Selected))
        painter->fillRect(option.rect, theme.color(Tone::Selection));
    const auto *view = qobject_cast<const QTableView *>(option.widget);
    const bool first = view && view->columnAt(1) == index.column();
    if (const auto mark = modified ? std::optional(Tone::ModifiedMark) : first ? markOf(state) : std::nullopt)
        painter->fillRect(QRect(option.rect.left(), option.rect.top(), markWidth, option.rect.height()),
                          theme.color(*mark));
    QFont font = theme.monospace();
    font.setItalic(index.data(ChildRowsModel::FaintRole).toBool());
    font.setStrikeOut(isStruck(state));
    painter->setFont(font);
    painter->setPen(theme.color(textTone(index, state)));
    const QRect room = option.rect.adjusted(padding, 0, -padding / 2, 0);
    painter->drawText(room, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                      QFontMetrics(font).elidedText(index.data().toString(), Qt::ElideRight, room.width()));
    if (focused && view && view->currentIndex() == index) {
        painter->setPen(theme.color(Tone::AccentLine));
        painter->drawRect(option.rect.adjusted(0, 0, -1, -1));
    }
    painter->restore();
}

QWidget *ChildListDelegate::createEditor(QWidget *parent, const QStyleOptionViewItem &, const QModelIndex &index) const
{
    auto *line = new QLineEdit(parent);
    line->setObjectName(u"child-editor"_s);
    line->setFont(Theme::current().monospace());
    const auto *model = qobject_cast<const ChildRowsModel *>(index.model());
    if (const Field *field = model ? model->field(index.column()) : nullptr) {
        line->setAccessibleName(field->column.name);
        line->setPlaceholderText(field->column.name);
    }
    m_editor = line;
    return line;
}

void ChildListDelegate::setEditorData(QWidget *editor, const QModelIndex &index) const
{
    auto *line = static_cast<QLineEdit *>(editor);
    if (line->isModified()) // what is typed is kept when something else about the row changes
        return;
    line->setText(index.data(Qt::EditRole).toString());
    line->selectAll();
    line->setModified(false);
}

void ChildListDelegate::setModelData(QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const
{
    auto *line = static_cast<QLineEdit *>(editor);
    if (!line->isModified()) // what was not edited is never rewritten
        return;
    line->setModified(false);
    model->setData(index, line->text(), Qt::EditRole);
}

void ChildListDelegate::updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                                             const QModelIndex &) const
{
    editor->setGeometry(option.rect);
}

void ChildListDelegate::destroyEditor(QWidget *editor, const QModelIndex &index) const
{
    if (m_editor == editor)
        m_editor.clear(); // it lives on until the event loop runs
    QStyledItemDelegate::destroyEditor(editor, index);
}

bool ChildListDelegate::eventFilter(QObject *object, QEvent *event)
{
    const bool override = event->type() == QEvent::ShortcutOverride;
    if (object != m_editor || (!override && event->type() != QEvent::KeyPress))
        return QStyledItemDelegate::eventFilter(object, event);
    const auto value = valueOfKey(*static_cast<QKeyEvent *>(event));
    if (!value)
        return QStyledItemDelegate::eventFilter(object, event);
    event->accept();
    if (override) // the window's action of the same key is not meant here
        return true;
    auto *line = static_cast<QLineEdit *>(m_editor.data());
    line->setModified(false); // what was typed is given up for it
    Q_EMIT closeEditor(line, RevertModelCache);
    Q_EMIT valueRequested(*value);
    return true;
}

void ChildListDelegate::commit()
{
    if (!m_editor)
        return;
    Q_EMIT commitData(m_editor);
    if (m_editor)
        Q_EMIT closeEditor(m_editor, NoHint);
}

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
        key = std::min(mostKeyWidth, key + padding * 2);
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
    if (m_rows->flags(index) & Qt::ItemIsEditable)
        edit(index);
    else
        editRow(index.row());
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
    if (const auto value = valueOfKey(event)) {
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
    const bool upOrDown = event->key() == Qt::Key_Up || event->key() == Qt::Key_Down;
    if (typing || upOrDown || event->key() == Qt::Key_Left || event->key() == Qt::Key_Right
        || event->key() == Qt::Key_Home || event->key() == Qt::Key_End)
        QTableView::keyPressEvent(event);
    else
        event->ignore(); // the card's, or the window's
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
