// SPDX-License-Identifier: GPL-3.0-or-later
// A line of a related list: how its cells look, and the line that is typed into.
#include "core/edit/relationrows.h"
#include "ui/row/childlist.h"
#include "ui/row/childrowsmodel.h"
#include "ui/style/textline.h"
#include "ui/style/theme.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

using State = core::RelatedRow::State;

constexpr int markWidth = 2;

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

Tone textTone(const QModelIndex &index, State state)
{
    if (state == State::Removed)
        return Tone::DeletedText;
    if (index.data(ChildRowsModel::FaintRole).toBool())
        return Tone::TextFaint;
    return index.data(ChildRowsModel::KeyRole).toBool() ? Tone::TextMuted : Tone::Text;
}

} // namespace

std::optional<core::NewValue> ChildListDelegate::valueOfKey(const QKeyEvent &event)
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
    auto *line = new TextLine(parent);
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

} // namespace ui
