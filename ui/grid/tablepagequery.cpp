// SPDX-License-Identifier: GPL-3.0-or-later
// TablePage: its query. The filter and where it comes from, the sort, and how reading is begun again or stopped.
#include "core/session/session.h"
#include "ui/grid/cellediting.h"
#include "ui/grid/filterbar.h"
#include "ui/grid/filterchips.h"
#include "ui/grid/gridview.h"
#include "ui/grid/rowexpansions.h"
#include "ui/grid/rowlocator.h"
#include "ui/grid/tablepage.h"

#include <algorithm>
#include <tuple>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace ui {

void TablePage::setFilter(const core::Filter &filter)
{
    const bool isNew = filter != m_ownFilter;
    const auto before = filter == m_query.filter ? std::nullopt : whereabouts();
    m_ownFilter = filter;
    showFilter(filter);
    if (isNew)
        Q_EMIT layoutChanged();
    if (before)
        Q_EMIT placeLeft(*before);
}

void TablePage::showFilter(const core::Filter &filter)
{
    if (filter == m_query.filter && !m_error)
        return;
    std::ignore = m_editing->finish();
    m_query.filter = filter;
    applyQuery();
    m_grid->setTopRow(0);
}

void TablePage::openFilter(int term)
{
    std::ignore = m_editing->finish();
    if (!m_filterBar->isVisible())
        m_filterBar->setFilter(m_query.filter);
    QString column;
    if (m_grid->currentColumn() >= 0)
        column = m_model->columnAt(m_grid->currentColumn()).name;
    else if (m_model->columnCount() > 0)
        column = m_model->columnAt(0).name;
    m_filterBar->open(column, term);
}

void TablePage::addTerm(const core::FilterTerm &term)
{
    core::Filter filter = m_query.filter;
    filter.terms.append(term);
    setFilter(filter);
    m_filterBar->setFilter(filter);
}

void TablePage::filterByCell(core::FilterOp op)
{
    const qint64 row = m_grid->currentRow();
    const int column = m_grid->currentColumn();
    if (row < 0 || column < 0)
        return;
    if (column >= m_model->storedColumns()) {
        filterByRelation(*m_model->questionAt(column), op);
        return;
    }
    const core::RowsModel::Cell cell = m_model->cell(row, column);
    if (cell.state != core::RowsModel::Loaded)
        return;
    core::Condition condition{m_model->columnAt(column).name, op, {}};
    if (cell.value.isNull() && core::operandCount(op) != 0) {
        condition.op = op == core::FilterOp::NotEqual ? core::FilterOp::IsNotNull : core::FilterOp::IsNull;
    } else if (core::operandCount(op) != 0) {
        if (cell.cutSize) {
            Q_EMIT noteRequested(u"This value is too long to filter by."_s);
            return;
        }
        condition.operands = {cell.value};
    }
    addTerm({core::FilterTerm::Join::And, condition});
}

void TablePage::filterByRelation(const core::RelatedCells::Question &question, core::FilterOp op)
{
    using Quantifier = core::RelatedCondition::Quantifier;
    const bool none = op == core::FilterOp::IsNull || op == core::FilterOp::NotEqual;
    addTerm({core::FilterTerm::Join::And,
             core::RelatedCondition{{question.relation}, none ? Quantifier::None : Quantifier::Any, {}, {}}});
}

void TablePage::sortAsked(const QList<core::SortKey> &sort)
{
    for (const core::SortKey &key : sort) {
        if (m_model->table().columnIndex(key.column) < 0) {
            Q_EMIT noteRequested(u"%1 is counted row by row and cannot be sorted by."_s.arg(key.column));
            return;
        }
    }
    // What is new among them sorts by what the column shows.
    QList<core::SortKey> wanted = sort;
    for (core::SortKey &key : wanted) {
        const bool isNew = std::none_of(m_query.sort.cbegin(), m_query.sort.cend(),
                                        [&](const core::SortKey &k) { return k.column == key.column; });
        if (isNew && !m_raw)
            key = byName(key);
    }
    setSort(wanted);
}

void TablePage::setSort(const QList<core::SortKey> &sort)
{
    if (sort == m_query.sort)
        return;
    showSort(sort);
    Q_EMIT layoutChanged();
}

void TablePage::showSort(const QList<core::SortKey> &sort)
{
    std::ignore = m_editing->finish();
    m_query.sort = sort;
    m_grid->header()->setSort(sort);
    applyQuery();
    m_grid->setTopRow(0);
}

core::RowQuery TablePage::sourceQuery() const
{
    core::RowQuery query = m_query;
    if (hidesDeleted())
        query.filter = core::withoutDeleted(m_query.filter, *m_mark);
    if (m_scope)
        query.filter = m_scope->narrowed(query.filter, m_movedHere, identityColumns());
    return query;
}

/// Of the table, where a filter can ask for them; none for one that has nothing but a rowid.
QStringList TablePage::identityColumns() const
{
    const core::Table table = findTable();
    const QStringList columns = m_session.dialect().identityOf(table).columns;
    const bool stored = std::all_of(columns.cbegin(), columns.cend(),
                                    [&](const QString &column) { return table.columnIndex(column) >= 0; });
    return stored ? columns : QStringList();
}

/// Rows that are staged to come here are looked for by their keys; when others come or go, the rows are read anew.
void TablePage::takeMoved()
{
    if (!m_scope || identityColumns().isEmpty())
        return;
    const QList<core::RowKey> moved =
        m_scope->movedHere(*m_session.schema(), m_session.dialect(), *m_session.changes());
    if (moved == std::exchange(m_movedHere, moved) || !m_model)
        return;
    applyQuery();
}

void TablePage::applyQuery()
{
    m_error.reset();
    m_stopped = false;
    m_since.restart();
    m_filterMilliseconds.reset();
    m_filterBar->setError({});
    m_spot.reset();
    m_source->setQuery(sourceQuery());
    m_expansions->queryChanged();
    m_chips->setFilter(m_query.filter, m_filterBar->columns());
    if (!m_filterBar->isVisible())
        m_filterBar->setFilter(m_query.filter);
    updateState();
}

void TablePage::readAgain()
{
    m_stopped = false;
    m_source->refresh();
    followRow();
}

bool TablePage::stopReading()
{
    if (!m_source->stop())
        return false;
    m_stopped = true;
    m_locator->stop();
    m_grid->setSelection(m_grid->selection()); // within the rows that there are: no more will come
    const bool sorted = !m_query.sort.isEmpty() && m_model->rows() == m_model->insertedRows();
    if (sorted) {
        // Half a sort shows nothing; the rows themselves are better than none.
        setSort({});
        Q_EMIT noteRequested(u"Sorting was stopped: the rows stand in their own order."_s);
    }
    updateState();
    return true;
}

} // namespace ui
