// SPDX-License-Identifier: GPL-3.0-or-later
// TablePage: what other rows are called, and sorting by it.
#include "core/session/session.h"
#include "ui/grid/gridview.h"
#include "ui/grid/tablepage.h"
#include "ui/grid/tablerelations.h"
#include "ui/relations/labeldialog.h"
#include "ui/style/celltext.h"
#include "ui/style/plainlabel.h"

#include <QMenu>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int menuTextLimit = 32;

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
    menu->addAction(u"Add to sort"_s, this, [this, column] { sortAsked(m_grid->header()->sortAfterClick(column, true)); })
        ->setEnabled(stored);
    menu->addAction(u"No sort"_s, this, [this] { setSort({}); })->setEnabled(!m_query.sort.isEmpty());
}

void TablePage::fillRelationMenu(QMenu *menu, int column)
{
    const core::Relation *relation = m_relations->relationAt(column);
    if (relation && relation->kind != core::Relation::Kind::Many) {
        const core::QualifiedName to = relation->to;
        const QString text = u"What rows of %1 are called…"_s.arg(visibleText(to.name, menuTextLimit));
        menu->addAction(plainButtonText(text), this, [this, to] { askForLabel(to); })->setObjectName(u"header-label"_s);
    }
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
    else
        return false;
    return true;
}

} // namespace ui
