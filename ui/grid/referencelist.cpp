// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/referencelist.h"

#include "core/rows/relatedtext.h"
#include "core/session/session.h"
#include "ui/style/buttons.h"
#include "ui/style/celltext.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

enum Role { RelationRole = Qt::UserRole, CountRole };

constexpr int referenceListWidth = 340;
constexpr int referenceHeight = 28;
constexpr int linesAtMost = 10;
constexpr int countPadding = 10;

/// The count at the right of the name.
class CountDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        const Theme &theme = Theme::current();
        painter->save();
        painter->setFont(theme.small());
        painter->setPen(theme.color(option.state & QStyle::State_Selected ? Tone::SelectionText : Tone::TextMuted));
        painter->drawText(option.rect.adjusted(0, 0, -countPadding, 0), Qt::AlignRight | Qt::AlignVCenter,
                          index.data(CountRole).toString());
        painter->restore();
    }
};

QString countText(const core::RelatedCell &cell)
{
    using State = core::RelatedCell::State;
    switch (cell.state) {
    case State::Loading:
        return u"…"_s;
    case State::Ready:
        return core::relatedCount(cell);
    case State::GaveUp:
        return u"not counted"_s; // it would have read a whole large table
    case State::Failed:
        return u"not read"_s;
    }
    return {};
}

} // namespace

ReferenceList::ReferenceList(core::Session &session, QWidget *parent)
    : QWidget(parent, Qt::Popup)
    , m_session(session)
    , m_search(new QLineEdit(this))
    , m_list(new QListWidget(this))
{
    setObjectName(u"reference-list"_s);
    setArea(this, u"popup"_s);
    setAttribute(Qt::WA_StyledBackground);
    auto *layout = plainLayout<QVBoxLayout>(this, 8, 6);
    m_search->setObjectName(u"reference-search"_s);
    m_search->setPlaceholderText(u"Find a table that refers to this row"_s);
    m_search->installEventFilter(this);
    m_list->setObjectName(u"reference-items"_s);
    m_list->setItemDelegate(new CountDelegate(m_list));
    m_list->setFocusPolicy(Qt::NoFocus);
    layout->addWidget(m_search);
    layout->addWidget(m_list, 1);
    layout->addWidget(
        new PlainLabel(PlainLabel::Role::Faint, u"Enter opens them · → shows them below the row"_s, this));
    connect(m_search, &QLineEdit::textChanged, this, &ReferenceList::filterBy);
    connect(m_list, &QListWidget::itemClicked, this, [this](QListWidgetItem *item) {
        m_list->setCurrentItem(item);
        choose(false);
    });
}

ReferenceList::~ReferenceList() = default;

void ReferenceList::popUp(const QList<core::Relation> &relations,
                          const QList<std::optional<core::RelatedCells::Key>> &keys, const QPoint &globalPosition)
{
    m_relations = relations;
    m_keys = keys;
    QList<core::RelatedCells::Question> questions;
    for (const core::Relation &relation : relations)
        questions.append({core::RelatedCells::Question::Kind::Count, relation, {}});
    m_cells = m_session.makeRelatedCells();
    m_cells->setQuestions(m_session.schema(), questions);
    connect(m_cells.get(), &core::RelatedCells::changed, this, &ReferenceList::showCounts);
    m_search->clear();
    fill();
    const int lines = std::clamp(static_cast<int>(relations.size()), 1, linesAtMost);
    m_list->setFixedHeight(lines * std::max(referenceHeight, m_list->sizeHintForRow(0)) + 2);
    resize(referenceListWidth, layout()->sizeHint().height());
    move(globalPosition);
    show();
    m_search->setFocus();
}

void ReferenceList::fill()
{
    m_list->clear();
    for (int i = 0; i < m_relations.size(); ++i) {
        const core::Relation &relation = m_relations.at(i);
        auto *item = new QListWidgetItem(
            visibleText(u"%1 by %2"_s.arg(relation.to.display(), relation.toColumns.join(u", "_s)), 60), m_list);
        item->setData(RelationRole, i);
    }
    showCounts();
    filterBy({});
}

void ReferenceList::showCounts()
{
    for (int line = 0; line < m_list->count(); ++line) {
        const int i = m_list->item(line)->data(RelationRole).toInt();
        const auto &key = m_keys.at(i);
        m_list->item(line)->setData(CountRole, key ? countText(m_cells->cell(i, *key)) : u"new"_s);
    }
}

bool ReferenceList::isSettled() const
{
    return !isVisible() || !m_cells || !m_cells->isBusy();
}

QStringList ReferenceList::lines() const
{
    QStringList lines;
    for (int line = 0; line < m_list->count(); ++line) {
        const QListWidgetItem *item = m_list->item(line);
        if (!item->isHidden())
            lines.append(item->text() + u' ' + item->data(CountRole).toString());
    }
    return lines;
}

void ReferenceList::filterBy(const QString &text)
{
    int first = -1;
    for (int line = 0; line < m_list->count(); ++line) {
        const bool fits = m_list->item(line)->text().contains(text, Qt::CaseInsensitive);
        m_list->item(line)->setHidden(!fits);
        if (fits && first < 0)
            first = line;
    }
    m_list->setCurrentRow(first);
}

void ReferenceList::step(int direction)
{
    for (int line = m_list->currentRow() + direction; line >= 0 && line < m_list->count(); line += direction) {
        if (!m_list->item(line)->isHidden()) {
            m_list->setCurrentRow(line);
            return;
        }
    }
}

const core::Relation *ReferenceList::current() const
{
    const QListWidgetItem *item = m_list->currentItem();
    return item && !item->isHidden() ? &m_relations.at(item->data(RelationRole).toInt()) : nullptr;
}

void ReferenceList::choose(bool newTab)
{
    if (const core::Relation *relation = current()) {
        const core::Relation chosen = *relation;
        close();
        Q_EMIT openRequested(chosen, newTab);
    }
}

void ReferenceList::expand()
{
    if (const core::Relation *relation = current()) {
        const core::Relation chosen = *relation;
        close();
        Q_EMIT expandRequested(chosen);
    }
}

bool ReferenceList::eventFilter(QObject *object, QEvent *event)
{
    if (object != m_search || event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(object, event);
    const auto *key = static_cast<QKeyEvent *>(event);
    switch (key->key()) {
    case Qt::Key_Up:
    case Qt::Key_Down:
        step(key->key() == Qt::Key_Down ? 1 : -1);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        choose(key->modifiers() & Qt::ControlModifier);
        return true;
    case Qt::Key_Right:
        if (m_search->cursorPosition() < m_search->text().size())
            return false;
        expand();
        return true;
    case Qt::Key_Space:
        if (!m_search->text().isEmpty())
            return false;
        expand();
        return true;
    default:
        return false;
    }
}

} // namespace ui

#include "moc_referencelist.cpp"
