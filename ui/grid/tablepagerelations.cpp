// SPDX-License-Identifier: GPL-3.0-or-later
// TablePage: what other rows are called, sorting by it, and what else is done along relations.
#include "core/query/relatedfilter.h"
#include "core/session/session.h"
#include "ui/changes/changetexts.h"
#include "ui/grid/cellediting.h"
#include "ui/grid/gridview.h"
#include "ui/grid/tablepage.h"
#include "ui/grid/tablerelations.h"
#include "ui/relations/duplicatedialog.h"
#include "ui/relations/labeldialog.h"
#include "ui/relations/relationdialog.h"
#include "ui/style/celltext.h"
#include "ui/style/plainlabel.h"

#include <QMenu>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int relationTextLimit = 32;

} // namespace

core::SortKey TablePage::byName(core::SortKey key) const
{
    key.label = m_relations->labelOf(key.column);
    return key;
}

void TablePage::renameSort()
{
    for (core::SortKey &key : m_query.sort) {
        if (key.label)
            key = byName(key);
    }
    m_grid->header()->setSort(m_query.sort);
}

void TablePage::takeLabels()
{
    const core::RowQuery before = m_query;
    renameSort();
    m_query.filter.terms.removeIf([this](const core::FilterTerm &term) { return isGone(term); });
    if (m_query != before)
        applyQuery();
    updateHeads();
}

void TablePage::fillSortMenu(QMenu *menu, int column)
{
    const QString name = m_model->columnAt(column).name;
    const bool stored = column < m_model->storedColumns();
    const auto label = stored ? m_relations->labelOf(name) : std::nullopt;
    const auto add = [&](const QString &text, const core::SortKey &key) {
        QAction *action = menu->addAction(text, this, [this, key] { setSort({key}); });
        action->setCheckable(true);
        action->setChecked(m_query.sort.contains(key));
        action->setEnabled(stored);
    };
    if (label) {
        add(u"Sort by name ascending"_s, {name, false, label});
        add(u"Sort by name descending"_s, {name, true, label});
        add(u"Sort by key ascending"_s, {name, false});
        add(u"Sort by key descending"_s, {name, true});
    } else {
        add(u"Sort ascending"_s, {name, false});
        add(u"Sort descending"_s, {name, true});
    }
    menu->addAction(u"Add to sort"_s, this,
                    [this, column] { sortAsked(m_grid->header()->sortAfterClick(column, true)); })
        ->setEnabled(stored);
    menu->addAction(u"No sort"_s, this, [this] { setSort({}); })->setEnabled(!m_query.sort.isEmpty());
}

void TablePage::fillRelationMenu(QMenu *menu, int column)
{
    const core::Relation *relation = m_relations->relationAt(column);
    if (relation && relation->kind != core::Relation::Kind::Many) {
        const core::QualifiedName to = relation->to;
        const QString text = u"What rows of %1 are called…"_s.arg(visibleText(to.name, relationTextLimit));
        menu->addAction(plainButtonText(text), this, [this, to] { askForLabel(to); })->setObjectName(u"header-label"_s);
    }
    if (column >= m_model->storedColumns() || !m_session.schema()->table(m_query.table))
        return;
    const QString name = m_model->columnAt(column).name;
    if (relation && relation->kind == core::Relation::Kind::One) {
        menu->addAction(u"Show rows whose key leads nowhere"_s, this,
                        [this, orphans = core::orphansOf(*relation)] { setFilter(orphans); })
            ->setObjectName(u"header-orphans"_s);
    }
    if (!relation || !relation->enforced) {
        menu->addAction(u"This column refers to…"_s, this, [this, name] { drawRelation(name); })
            ->setObjectName(u"header-draw"_s);
    }
    if (m_stamp && m_stamp->column == name) {
        QAction *stamp = menu->addAction(u"Stamp with the time of each update"_s, this, &TablePage::toggleStamp);
        stamp->setObjectName(u"header-stamp"_s);
        stamp->setCheckable(true);
        stamp->setChecked(m_session.updateStamps().contains(m_query.table));
        stamp->setEnabled(m_readOnlyBecause.isEmpty());
    }
}

void TablePage::showOrphans()
{
    const core::Relation *relation = m_relations->relationAt(m_grid->currentColumn());
    if (relation && relation->kind == core::Relation::Kind::One && m_grid->currentColumn() < m_model->storedColumns())
        setFilter(core::orphansOf(*relation));
    else
        Q_EMIT noteRequested(u"This column is no foreign key; its rows lead nowhere else."_s);
}

void TablePage::drawRelation(const QString &column)
{
    RelationDialog::Start start;
    if (m_session.schema()->table(m_query.table)) {
        start.table = m_query.table;
        start.column = column;
    }
    // One that is drawn here already is the one that is meant.
    const core::Relation *known = m_session.relations().byColumn(m_query.table, column);
    const QList<core::DrawnForeignKey> &drawn = m_session.drawnRelations();
    for (qsizetype i = 0; known && !known->enforced && i < drawn.size(); ++i) {
        if (drawn.at(i).table == m_query.table && drawn.at(i).key.columns == known->fromColumns)
            start.edited = i;
    }
    (new RelationDialog(m_session, start, this))->open();
}

void TablePage::duplicateWith()
{
    if (!m_readOnlyBecause.isEmpty()) {
        Q_EMIT noteRequested(m_readOnlyBecause);
        return;
    }
    if (!m_editing->finish())
        return;
    const auto key = m_grid->currentRow() < 0 ? std::nullopt : m_model->keyOf(m_grid->currentRow());
    if (!key || key->isEmpty()) {
        Q_EMIT noteRequested(u"Only a row that is in the database can be duplicated with its relations."_s);
        return;
    }
    const QString called = u"%1 %2"_s.arg(visibleText(m_query.table.display(), relationTextLimit), keyText(*key));
    auto *dialog = new DuplicateDialog(m_session, m_stack, m_query.table, *key, called, this);
    connect(dialog, &DuplicateDialog::failed, this, &Page::errorOccurred);
    connect(dialog, &DuplicateDialog::duplicated, this, [this](const core::QualifiedName &, qint64 insertId) {
        Q_EMIT pinRequested();
        for (qint64 row = 0; row < m_model->insertedRows(); ++row) {
            if (m_model->insertIdOf(row) == insertId)
                m_grid->setCurrent(row, std::max(0, m_grid->currentColumn()));
        }
        m_grid->setFocus();
    });
    dialog->open();
}

void TablePage::toggleRelationColumns()
{
    GridHeader *header = m_grid->header();
    bool anyShown = false;
    for (int column = m_model->storedColumns(); column < m_model->columnCount(); ++column)
        anyShown = anyShown || !header->isSectionHidden(column);
    for (int column = m_model->storedColumns(); column < m_model->columnCount(); ++column) {
        if (!anyShown || header->visibleCount() > 1)
            header->setSectionHidden(column, anyShown);
    }
    if (m_model->columnCount() == m_model->storedColumns())
        Q_EMIT noteRequested(u"No other table refers to %1."_s.arg(m_query.table.display()));
}

void TablePage::askForLabel(const core::QualifiedName &table)
{
    if (!m_session.schema()->table(table)) {
        Q_EMIT noteRequested(u"%1 is no table; nothing refers to its rows."_s.arg(table.display()));
        return;
    }
    (new LabelDialog(m_session, table, this))->open();
}

bool TablePage::performRelation(const QString &actionId)
{
    if (actionId == "table.label"_L1)
        askForLabel(m_query.table);
    else if (actionId == "relation.orphans"_L1)
        showOrphans();
    else if (actionId == "relation.draw"_L1)
        drawRelation(m_grid->currentColumn() >= 0 && m_grid->currentColumn() < m_model->storedColumns()
                         ? m_model->columnAt(m_grid->currentColumn()).name
                         : QString());
    else if (actionId == "row.duplicateWith"_L1)
        duplicateWith();
    else if (actionId == "columns.relations"_L1)
        toggleRelationColumns();
    else if (actionId == "rows.hideDeleted"_L1)
        setHidesDeleted(!m_hidesDeleted);
    else if (actionId == "table.stampUpdates"_L1)
        toggleStamp();
    else
        return false;
    return true;
}

} // namespace ui
