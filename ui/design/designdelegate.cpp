// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/design/designdelegate.h"

#include "ui/design/designmodel.h"
#include "ui/style/celltext.h"
#include "ui/style/textline.h"
#include "ui/style/theme.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMouseEvent>
#include <QPainter>
#include <QPersistentModelIndex>
#include <QPointer>
#include <QStringListModel>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

const char indexProperty[] = "designIndex";

std::optional<Tone> backOf(DesignRow::State state, bool changed)
{
    switch (state) {
    case DesignRow::State::New:
        return Tone::InsertedBack;
    case DesignRow::State::Dropped:
        return Tone::DeletedBack;
    case DesignRow::State::Changed:
    case DesignRow::State::Same:
        break;
    }
    return changed ? std::optional(Tone::ModifiedBack) : std::nullopt;
}

std::optional<Tone> markOf(DesignRow::State state)
{
    switch (state) {
    case DesignRow::State::New:
        return Tone::InsertedMark;
    case DesignRow::State::Changed:
        return Tone::ModifiedMark;
    case DesignRow::State::Dropped:
        return Tone::DeletedMark;
    case DesignRow::State::Same:
        break;
    }
    return std::nullopt;
}

std::optional<DesignDelegate::Exit> exitOf(const QKeyEvent *key)
{
    switch (key->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return key->modifiers() & Qt::ShiftModifier ? DesignDelegate::Exit::Up : DesignDelegate::Exit::Down;
    case Qt::Key_Tab:
        return DesignDelegate::Exit::Right;
    case Qt::Key_Backtab:
        return DesignDelegate::Exit::Left;
    default:
        return std::nullopt;
    }
}

void paintCheck(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    QStyleOptionViewItem box = option;
    box.features |= QStyleOptionViewItem::HasCheckIndicator;
    box.state = box.state & ~(QStyle::State_On | QStyle::State_Off | QStyle::State_HasFocus);
    box.state |=
        index.data(Qt::CheckStateRole).value<Qt::CheckState>() == Qt::Checked ? QStyle::State_On : QStyle::State_Off;
    box.state.setFlag(QStyle::State_Enabled, index.flags() & Qt::ItemIsUserCheckable);
    const int side = 16;
    box.rect = QRect(option.rect.left() + Theme::cellPadding, option.rect.center().y() - side / 2 + 1, side, side);
    option.widget->style()->drawPrimitive(QStyle::PE_IndicatorItemViewItemCheck, &box, &painter, option.widget);
}

} // namespace

void DesignDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = Theme::current();
    const auto state = static_cast<DesignRow::State>(index.data(DesignModel::StateRole).toInt());
    const bool selected = option.state & QStyle::State_Selected;
    painter->save();
    if (const auto back = backOf(state, index.data(DesignModel::ChangedRole).toBool()))
        painter->fillRect(option.rect, theme.color(*back));
    if (selected)
        painter->fillRect(option.rect, theme.color(Tone::Selection));
    if (const auto mark = markOf(state); mark && index.column() == 0)
        painter->fillRect(QRect(option.rect.left(), option.rect.top(), 3, option.rect.height()), theme.color(*mark));
    const bool checkable = index.data(Qt::CheckStateRole).isValid();
    if (checkable)
        paintCheck(*painter, option, index);
    QString text = index.data(checkable ? int(DesignModel::HintRole) : int(Qt::DisplayRole)).toString();
    const bool empty = text.isEmpty() && !checkable;
    if (empty)
        text = index.data(DesignModel::HintRole).toString();
    QFont font = empty ? theme.small() : theme.monospace();
    const bool gone = state == DesignRow::State::Dropped && !(index.flags() & Qt::ItemIsEditable);
    font.setStrikeOut(gone);
    painter->setFont(font);
    painter->setPen(theme.color(gone                     ? Tone::DeletedText
                                    : empty || checkable ? Tone::TextFaint
                                    : selected           ? Tone::SelectionText
                                                         : Tone::Text));
    const QRect room = option.rect.adjusted(Theme::cellPadding + (checkable ? 22 : 0), 0, -Theme::cellPadding, 0);
    painter->drawText(room, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                      QFontMetrics(font).elidedText(visibleText(text), Qt::ElideRight, room.width()));
    if (const QString problem = index.data(DesignModel::ProblemRole).toString(); !problem.isEmpty()) {
        const bool note = index.data(DesignModel::NoteRole).toBool();
        painter->setPen(
            QPen(theme.color(note ? Tone::TextFaint : Tone::Danger), 2, note ? Qt::DotLine : Qt::SolidLine));
        painter->drawLine(room.left(), option.rect.bottom() - 3, room.right(), option.rect.bottom() - 3);
    }
    if (option.state & QStyle::State_HasFocus) {
        painter->setPen(QPen(theme.color(Tone::AccentLine), 1));
        painter->drawRect(option.rect.adjusted(0, 0, -1, -1));
    }
    painter->restore();
}

QSize DesignDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    const QString text = index.data().toString();
    const int width = QFontMetrics(Theme::current().monospace()).horizontalAdvance(text) + 2 * Theme::cellPadding + 4;
    return {qMin(width, 280), Theme::rowHeight};
}

QWidget *DesignDelegate::createEditor(QWidget *parent, const QStyleOptionViewItem &, const QModelIndex &index) const
{
    auto *line = new TextLine(parent);
    line->setObjectName(u"design-editor"_s);
    line->setFont(Theme::current().monospace());
    line->setProperty(indexProperty, QVariant::fromValue(QPersistentModelIndex(index)));
    const auto *model = qobject_cast<const DesignModel *>(index.model());
    const QStringList choices = model ? model->choices(index.row(), index.column()) : QStringList();
    if (!choices.isEmpty()) {
        auto *completer = new QCompleter(choices, line);
        completer->setCaseSensitivity(Qt::CaseInsensitive);
        completer->setFilterMode(Qt::MatchContains);
        completer->popup()->setObjectName(u"design-choices"_s);
        completer->popup()->setFont(Theme::current().monospace());
        line->setCompleter(completer);
        // Last, so that it is asked first: the completer keeps Enter and Tab to itself.
        completer->popup()->installEventFilter(const_cast<DesignDelegate *>(this));
    }
    return line;
}

void DesignDelegate::setEditorData(QWidget *editor, const QModelIndex &index) const
{
    auto *line = static_cast<QLineEdit *>(editor);
    if (line->isModified())
        return; // the design has changed elsewhere; what is being typed stays
    line->setText(index.data(Qt::EditRole).toString());
    line->selectAll();
}

void DesignDelegate::setModelData(QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const
{
    model->setData(index, static_cast<QLineEdit *>(editor)->text(), Qt::EditRole);
}

void DesignDelegate::updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                                          const QModelIndex &) const
{
    QRect rect = option.rect.adjusted(0, 0, 0, 0);
    rect.setWidth(qMax(rect.width(), 140));
    editor->setGeometry(rect);
}

bool DesignDelegate::editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                                 const QModelIndex &index)
{
    const bool checkable = index.flags() & Qt::ItemIsUserCheckable;
    if (!checkable || event->type() != QEvent::MouseButtonRelease)
        return !checkable && QStyledItemDelegate::editorEvent(event, model, option, index);
    if (static_cast<QMouseEvent *>(event)->button() != Qt::LeftButton)
        return false;
    const bool checked = index.data(Qt::CheckStateRole).value<Qt::CheckState>() == Qt::Checked;
    model->setData(index, checked ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
    return true;
}

/// A text that is refused keeps its editor open, and says why where the model is listened to.
bool DesignDelegate::leave(QWidget *editor, Exit exit)
{
    const auto index = editor->property(indexProperty).value<QPersistentModelIndex>();
    const QPointer<QLineEdit> line(static_cast<QLineEdit *>(editor));
    auto *model = const_cast<QAbstractItemModel *>(index.model());
    if (model && line->isModified() && !model->setData(index, line->text(), Qt::EditRole)) {
        if (line) {
            line->setProperty("state", u"invalid"_s);
            line->style()->polish(line);
            line->setFocus(Qt::OtherFocusReason); // a list of choices that was shown may have taken it along
        }
        return false;
    }
    if (line) { // else its row is gone, and the editor with it
        line->setModified(false);
        Q_EMIT closeEditor(line, NoHint);
    }
    Q_EMIT left(exit);
    return true;
}

/// Enter and Tab in the list of choices take the one that is marked, and leave the cell as they do without a list.
bool DesignDelegate::choose(QAbstractItemView *popup, const QKeyEvent *key)
{
    auto *line = qobject_cast<QLineEdit *>(popup->focusProxy());
    const std::optional<Exit> exit = exitOf(key);
    if (!line || !exit)
        return false;
    if (const QModelIndex choice = popup->currentIndex(); choice.isValid()) {
        line->setText(choice.data().toString());
        line->setModified(true);
    }
    popup->hide();
    leave(line, *exit);
    return true;
}

bool DesignDelegate::eventFilter(QObject *object, QEvent *event)
{
    if (auto *popup = qobject_cast<QAbstractItemView *>(object))
        return event->type() == QEvent::KeyPress && choose(popup, static_cast<QKeyEvent *>(event));
    auto *line = qobject_cast<QLineEdit *>(object);
    if (!line)
        return false; // a list of choices that is going, which is no editor of the view
    if (event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (const auto exit = exitOf(key)) {
            leave(line, *exit);
            return true;
        }
        // What can be chosen is there before anything is typed.
        QCompleter *completer = line->completer();
        if (key->key() == Qt::Key_Down && completer && !completer->popup()->isVisible()) {
            completer->setCompletionPrefix(QString());
            completer->complete();
            return true;
        }
    }
    return QStyledItemDelegate::eventFilter(object, event);
}

} // namespace ui

#include "moc_designdelegate.cpp"
