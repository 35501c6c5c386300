// SPDX-License-Identifier: GPL-3.0-or-later
// TablePage: the way to other tables' rows: following, peeking, the list of those that refer here, grids below rows.
#include "core/session/session.h"
#include "ui/changes/changetexts.h"
#include "ui/changes/editstack.h"
#include "ui/grid/filterbar.h"
#include "ui/grid/gridview.h"
#include "ui/grid/peekcard.h"
#include "ui/grid/referencelist.h"
#include "ui/grid/rowexpansions.h"
#include "ui/grid/tablepage.h"
#include "ui/grid/tablerelations.h"
#include "ui/shell/destinations.h"
#include "ui/style/buttons.h"
#include "ui/style/celltext.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QScrollBar>
#include <QToolButton>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr qint64 innerRowsAtMost = 12; ///< beyond that a grid below a row scrolls
constexpr qint64 innerRowsAtLeast = 3; ///< an empty one has words to say
constexpr int calledAtMost = 60; ///< characters of a row's name

QToolButton *flatButton(QWidget *bar, const QString &name, const QString &tip, Icon icon)
{
    auto *button = new QToolButton(bar);
    button->setObjectName(name);
    button->setIcon(Theme::current().icon(icon, Tone::TextMuted));
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    button->setFocusPolicy(Qt::TabFocus);
    setLook(button, ButtonLook::Flat);
    return button;
}

} // namespace

void TablePage::createNested()
{
    m_expansions = new RowExpansions(
        *m_grid, m_session,
        [this](const RowScope &scope, QWidget *parent) {
            auto *inner = new TablePage(m_session, m_stack, scope, parent);
            connectNested(inner);
            keepInnerLayout(inner);
            return inner;
        },
        this);
    m_peek = new PeekCard(*m_grid, m_session, *m_relations, this);
    m_references = new ReferenceList(m_session, this);
    connect(m_expansions, &RowExpansions::activeChanged, this, [this] {
        m_lastContext = {};
        m_lastRow.reset();
        updateContext();
        Q_EMIT currentRowChanged();
        Q_EMIT statusChanged();
    });
    connect(m_grid, &GridView::expandRequested, this, &TablePage::expand);
    connect(m_grid, &GridView::toggleRequested, this, &TablePage::peek);
    connect(m_grid, &GridView::bandsChanged, this, &TablePage::heightChanged);
    connect(m_model.get(), &core::RowsModel::rowsChanged, this, &TablePage::heightChanged);
    connect(m_peek, &PeekCard::followRequested, this,
            [this] { follow(m_grid->currentRow(), m_grid->currentColumn()); });
    connect(m_references, &ReferenceList::openRequested, this, [this](const core::Relation &relation, bool newTab) {
        const auto destination = m_relations->destinationAlong(relation, m_grid->currentRow());
        if (destination)
            Q_EMIT openRequested(*destination, newTab);
        else
            Q_EMIT noteRequested(destination.error().message);
    });
    connect(m_references, &ReferenceList::expandRequested, this, [this](const core::Relation &relation) {
        const qint64 row = m_grid->currentRow();
        if (const auto done = expandAlong(row, relation, -1); !done)
            Q_EMIT noteRequested(done.error().message);
        else
            m_expansions->enter(row);
    });
}

void TablePage::connectNested(TablePage *inner)
{
    const auto ifActive = [this, inner](void (Page::*signal)()) {
        return [this, inner, signal] {
            if (activeInner() == inner)
                Q_EMIT(this->*signal)();
        };
    };
    connect(inner, &Page::openRequested, this, &Page::openRequested);
    connect(inner, &Page::errorOccurred, this, &Page::errorOccurred);
    connect(inner, &Page::messageRequested, this, &Page::messageRequested);
    connect(inner, &Page::noteRequested, this, &Page::noteRequested);
    connect(inner, &Page::pinRequested, this, &Page::pinRequested);
    connect(inner, &Page::actionRequested, this, &Page::actionRequested);
    connect(inner, &Page::contextChanged, this, ifActive(&Page::contextChanged));
    connect(inner, &Page::statusChanged, this, ifActive(&Page::statusChanged));
    connect(inner, &Page::currentRowChanged, this, ifActive(&Page::currentRowChanged));
    connect(inner, &Page::columnFormatsChanged, this, ifActive(&Page::columnFormatsChanged));
}

void TablePage::keepInnerLayout(TablePage *inner)
{
    const QString relation = inner->scope()->relation.name;
    if (const QJsonObject kept = m_innerLayouts.value(relation).toObject(); !kept.isEmpty())
        inner->restoreLayout(kept);
    connect(inner, &Page::layoutChanged, this, [this, inner, relation] {
        QJsonObject layout = inner->savedLayout();
        layout.remove(u"filter"_s); // of one row's children: the next row has others
        if (m_innerLayouts.value(relation) == layout)
            return;
        m_innerLayouts.insert(relation, layout);
        Q_EMIT layoutChanged();
    });
}

/// Whose rows these are, and at the other end: to a tab of their own, and away.
void TablePage::addScopeButtons(QWidget *bar)
{
    auto *row = static_cast<QHBoxLayout *>(bar->layout());
    auto *caption = new PlainLabel(m_scope->caption, bar);
    caption->setObjectName(u"scope-caption"_s);
    row->insertWidget(0, caption);
    auto *tab = flatButton(bar, u"scope-as-tab"_s, u"Open as a tab"_s, Icon::Link);
    tab->setEnabled(m_scope->destination().has_value());
    connect(tab, &QToolButton::clicked, this, [this] {
        if (const auto destination = m_scope->destination())
            Q_EMIT openRequested(*destination, true);
    });
    auto *away = flatButton(bar, u"scope-close"_s, u"Close (Esc, twice)"_s, Icon::Close);
    connect(away, &QToolButton::clicked, this, &TablePage::closeRequested);
    row->addWidget(tab);
    row->addWidget(away);
}

/// They say the same in every row, and the caption says it better; "Columns" brings them back. Parts of a key stay.
void TablePage::hideParentColumns()
{
    const QStringList keys = m_model->table().primaryKeyColumns();
    for (const QString &column : m_scope->relation.toColumns) {
        const int section = m_model->table().columnIndex(column);
        if (section >= 0 && !keys.contains(column) && m_grid->header()->visibleCount() > 1)
            m_grid->header()->setSectionHidden(section, true);
    }
}

int TablePage::wantedHeight() const
{
    int height = 0;
    for (int i = 0; i < layout()->count(); ++i) {
        const QWidget *widget = layout()->itemAt(i)->widget();
        if (widget && widget != m_grid && !widget->isHidden())
            height += widget->sizeHint().height();
    }
    const qint64 lines =
        std::max(std::min(m_model->rows(), innerRowsAtMost) + m_grid->lineCount() - m_model->rows(), innerRowsAtLeast);
    // With room for the scroll bar, be it there or not: else one that comes makes the room in which it goes again.
    return height + Theme::headerHeight + static_cast<int>(lines) * Theme::rowHeight
        + m_grid->horizontalScrollBar()->sizeHint().height();
}

bool TablePage::event(QEvent *event)
{
    if (event->type() == QEvent::LayoutRequest && m_scope)
        Q_EMIT heightChanged(); // a filter bar that opens, a notice
    return Page::event(event);
}

TablePage *TablePage::activeInner() const
{
    return m_expansions ? m_expansions->active() : nullptr;
}

std::optional<Destination> TablePage::cursor() const
{
    const TablePage *inner = activeInner();
    return inner ? inner->cursor() : whereabouts();
}

QString TablePage::callRow(qint64 row) const
{
    QList<core::Value> names;
    const QStringList label = m_session.labelRules().value(m_query.table).columns;
    for (const QString &column : label) {
        if (const int at = m_model->table().columnIndex(column); at >= 0)
            names.append(m_model->cell(row, at).value);
    }
    const QString called = visibleText(core::labelText(names), calledAtMost);
    if (!called.isEmpty())
        return called;
    const auto key = m_model->keyOf(row);
    return key ? visibleText(m_query.table.display() + u' ' + keyText(*key), calledAtMost) : u"the new row"_s;
}

// Actions ---------------------------------------------------------------------------------------------------------

void TablePage::follow(qint64 row, int column, bool newTab)
{
    const auto destination = m_relations->destinationAt(row, column);
    if (destination)
        Q_EMIT openRequested(*destination, newTab);
    else
        Q_EMIT noteRequested(destination.error().message);
}

core::Result<core::Done> TablePage::expandAlong(qint64 row, const core::Relation &relation, int column)
{
    return m_expansions->open(row, relation, column,
                              u"%1 of %2"_s.arg(visibleText(relation.name, calledAtMost), callRow(row)));
}

void TablePage::expand(qint64 row, int column, bool byKeyboard)
{
    if (row < 0)
        return;
    if (m_expansions->isOpen(row, column)) {
        if (byKeyboard)
            m_expansions->enter(row);
        else
            m_expansions->close(row);
        return;
    }
    const core::Relation *relation = m_relations->relationAt(column);
    if (!relation || relation->kind == core::Relation::Kind::One) {
        if (m_expansions->at(row))
            m_expansions->enter(row);
        else
            showReferencing(); // which of them?
        return;
    }
    if (const auto done = expandAlong(row, *relation, column); !done)
        Q_EMIT noteRequested(done.error().message);
    else if (byKeyboard)
        m_expansions->enter(row);
}

void TablePage::peek()
{
    const int column = m_grid->currentColumn();
    if (column < 0 || m_grid->currentRow() < 0)
        return;
    const bool toggles =
        column < m_model->storedColumns() && m_model->formatAt(column).kind == core::ColumnFormat::Kind::Boolean;
    if (!toggles)
        m_peek->open();
}

void TablePage::showReferencing()
{
    const qint64 row = m_grid->currentRow();
    const QList<core::Relation> relations = m_session.relations().referencing(m_query.table);
    if (row < 0 || relations.isEmpty()) {
        Q_EMIT noteRequested(u"No other table refers to %1."_s.arg(m_query.table.display()));
        return;
    }
    QList<std::optional<core::RelatedCells::Key>> keys;
    for (const core::Relation &relation : relations)
        keys.append(m_model->keyAlong(relation, row));
    const QRect cell = m_grid->cellRect(row, std::max(0, m_grid->currentColumn()));
    m_references->popUp(relations, keys, m_grid->viewport()->mapToGlobal(cell.bottomLeft()));
}

bool TablePage::performNeighbours(const QString &actionId)
{
    if (actionId == "row.follow"_L1) {
        follow(m_grid->currentRow(), m_grid->currentColumn());
    } else if (actionId == "row.followInTab"_L1) {
        follow(m_grid->currentRow(), m_grid->currentColumn(), true);
    } else if (actionId == "row.peek"_L1) {
        m_grid->setFocus();
        m_peek->open();
    } else if (actionId == "row.expand"_L1) {
        expand(m_grid->currentRow(), m_grid->currentColumn(), true);
    } else if (actionId == "row.pick"_L1) {
        Q_EMIT actionRequested(actionId); // the row panel's field has the picker
    } else if (actionId == "row.referencing"_L1) {
        showReferencing();
    } else {
        return false;
    }
    return true;
}

} // namespace ui
