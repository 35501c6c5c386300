// SPDX-License-Identifier: GPL-3.0-or-later
// TablePage: what it says about itself, and what it does when asked.
#include "core/session/session.h"
#include "ui/grid/cellediting.h"
#include "ui/grid/columnschooser.h"
#include "ui/grid/filterbar.h"
#include "ui/grid/gotorow.h"
#include "ui/grid/gridview.h"
#include "ui/grid/largeediting.h"
#include "ui/grid/peekcard.h"
#include "ui/grid/referencelist.h"
#include "ui/grid/rowexpansions.h"
#include "ui/grid/rowlocator.h"
#include "ui/grid/tablecommands.h"
#include "ui/grid/tablepage.h"
#include "ui/grid/tablerelations.h"
#include "ui/style/celltext.h"

#include <QScrollBar>
#include <QToolButton>

#include <algorithm>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

QString rowsText(qint64 rows, bool exact)
{
    return exact ? counted(rows, u"row"_s) : QString(u'~' + counted(rows, u"row"_s));
}

/// The number of a stored row that is on view.
std::optional<qint64> rowOnView(const GridView &grid, core::RowsModel &model, const core::RowKey &key)
{
    const qint64 end = std::min(model.rows(), grid.topRow() + grid.visibleRows());
    for (qint64 row = grid.topRow(); row < end; ++row) {
        if (model.keyOf(row) == key)
            return row;
    }
    return std::nullopt;
}

/// Relation columns, too; −1: none is called so.
int columnNamed(const core::RowsModel &model, const QString &name)
{
    for (int column = 0; column < model.columnCount(); ++column) {
        if (model.columnAt(column).name == name)
            return column;
    }
    return -1;
}

} // namespace

// What it says ----------------------------------------------------------------------------------------------------

QString TablePage::title() const
{
    return m_query.table.display();
}

PageContext TablePage::context() const
{
    if (const TablePage *inner = activeInner())
        return inner->context();
    PageContext context;
    context.hasRows = true;
    context.editable = m_readOnlyBecause.isEmpty();
    context.hasCurrentCell = m_grid->currentRow() >= 0 && m_grid->currentColumn() >= 0;
    context.hasSelection = !m_grid->selection().ranges().isEmpty();
    context.currentIsForeignKey = context.hasCurrentCell
        && m_relations && m_relations->relationAt(m_grid->currentColumn()) != nullptr;
    context.marksDeleted = m_mark.has_value();
    context.stampsUpdates = m_stamp.has_value();
    return context;
}

std::optional<RowAddress> TablePage::currentRow() const
{
    if (const TablePage *inner = activeInner())
        return inner->currentRow();
    const qint64 row = m_grid->currentRow();
    if (row < 0)
        return std::nullopt;
    if (const auto id = m_model->insertIdOf(row))
        return RowAddress{m_query.table, {}, *id};
    if (const auto key = m_model->keyOf(row))
        return RowAddress{m_query.table, *key, 0};
    return std::nullopt;
}

void TablePage::updateContext()
{
    const PageContext now = context();
    if (now != m_lastContext) {
        m_lastContext = now;
        Q_EMIT contextChanged();
    }
    const auto row = currentRow();
    if (row != m_lastRow) {
        m_lastRow = row;
        Q_EMIT currentRowChanged();
        Q_EMIT statusChanged();
    }
    takeSelection();
}

std::optional<Destination> TablePage::whereabouts() const
{
    Destination here{m_query.table, m_query.filter, std::nullopt, {}};
    here.sort = m_query.sort;
    here.spot = Spot{m_grid->currentRow(), m_grid->topRow(), m_grid->horizontalScrollBar()->value()};
    if (const auto key = m_grid->currentRow() >= 0 ? m_model->keyOf(m_grid->currentRow()) : std::nullopt) {
        here.key = key;
    }
    if (m_grid->currentColumn() >= 0)
        here.column = m_model->columnAt(m_grid->currentColumn()).name;
    return here;
}

QStringList TablePage::statusFacts() const
{
    if (const TablePage *inner = activeInner())
        return inner->statusFacts();
    QStringList facts;
    const qint64 stored = m_model->rows() - m_model->insertedRows();
    const bool exact = m_model->countIsExact();
    if (m_error && m_model->rows() == 0)
        return {u"not read"_s};
    if (m_query.filter.isEmpty()) {
        facts.append(rowsText(stored, exact));
    } else {
        if (m_total)
            facts.append(rowsText(*m_total, true));
        facts.append(exact ? u"filtered %1 in %2 ms"_s.arg(grouped(stored), grouped(m_filterMilliseconds.value_or(0)))
                           : (m_stopped ? u"filter stopped, %1 so far"_s : u"filtering, %1 so far"_s).arg(grouped(stored)));
    }
    if (hidesDeleted())
        facts.append(u"deleted rows hidden"_s);
    const qint64 row = m_grid->currentRow();
    if (row >= 0 && row < m_model->insertedRows())
        facts.append(u"new row"_s);
    else if (row >= 0)
        facts.append(u"row %1 of %2%3"_s.arg(grouped(row - m_model->insertedRows() + 1), exact ? QString() : u"~"_s,
                                             grouped(stored)));
    if (m_grid->selection().rowCount() > 1)
        facts.append(u"%1 selected"_s.arg(counted(m_grid->selection().rowCount(), u"row"_s)));
    return facts;
}

QString TablePage::timingFact() const
{
    return m_readMicroseconds < 0
        ? QString()
        : u"read %1 ms"_s.arg(static_cast<double>(m_readMicroseconds) / 1000.0, 0, 'f', 1);
}

bool TablePage::isSettled() const
{
    if (m_error)
        return true;
    if (m_source->isBusy() || m_locator->isLooking() || !m_relations->isSettled() || !m_expansions->isSettled()
        || !m_peek->isSettled() || !m_references->isSettled())
        return false;
    const qint64 last = std::min(m_model->rows(), m_grid->topRow() + m_grid->visibleRows()) - 1;
    return last < 0 || m_model->columnCount() == 0
        || (!m_grid->lookAt(m_grid->topRow(), 0).placeholder && !m_grid->lookAt(last, 0).placeholder);
}

bool TablePage::finishEditing()
{
    return m_expansions->finishEditing() && m_editing->finish();
}

// What it does ----------------------------------------------------------------------------------------------------

bool TablePage::perform(const QString &actionId)
{
    TablePage *inner = activeInner();
    if (inner && actionId == "view.refresh"_L1)
        inner->perform(actionId); // and what is around it
    else if (inner && (inner->perform(actionId) || actionId != "task.stop"_L1))
        return true;
    return performHere(actionId);
}

bool TablePage::performHere(const QString &actionId)
{
    return m_commands->perform(actionId) || performCell(actionId) || performNeighbours(actionId)
        || performColumn(actionId) || performView(actionId) || performRelation(actionId);
}

bool TablePage::performColumn(const QString &actionId)
{
    if (!actionId.startsWith("column."_L1))
        return false;
    GridHeader *header = m_grid->header();
    const int column = m_grid->currentColumn();
    if (column < 0)
        return true;
    if (actionId == "column.moveLeft"_L1 || actionId == "column.moveRight"_L1) {
        if (header->moveByOne(column, actionId == "column.moveLeft"_L1 ? -1 : 1))
            m_grid->ensureVisible(m_grid->currentRow(), column);
    } else if (actionId == "column.pin"_L1) {
        header->setPinned(column, !header->isPinned(column));
        m_grid->ensureVisible(m_grid->currentRow(), column);
    } else if (actionId == "column.hide"_L1) {
        if (header->visibleCount() > 1) {
            m_grid->moveCurrent(0, header->shownFrom(header->visualIndex(column) + 1, 1) >= 0 ? 1 : -1);
            header->setSectionHidden(column, true);
        }
    } else if (actionId == "column.format"_L1) {
        chooseFormat();
    } else {
        return false;
    }
    return true;
}

bool TablePage::performCell(const QString &actionId)
{
    if (actionId == "cell.edit"_L1)
        m_editing->begin({});
    else if (actionId == "cell.editLarge"_L1 && m_editing->finish())
        m_large->begin();
    else if (actionId == "cell.setNull"_L1)
        m_editing->setSelected(core::Value::null());
    else if (actionId == "cell.setDefault"_L1)
        m_editing->setSelected(core::UseDefault{});
    else if (actionId == "cell.setEmpty"_L1)
        m_editing->setSelected(core::Value::text({}));
    else if (actionId == "row.goto"_L1)
        askForRow();
    else if (actionId == "row.next"_L1 || actionId == "row.previous"_L1)
        moveToRow(actionId == "row.next"_L1 ? 1 : -1);
    else
        return false;
    return true;
}

bool TablePage::performView(const QString &actionId)
{
    GridSelection changed = m_grid->selection();
    if (actionId == "view.refresh"_L1) {
        m_error.reset();
        readAgain();
        updateState();
    } else if (actionId == "task.stop"_L1) {
        return stopReading();
    } else if (actionId == "view.raw"_L1) {
        setRaw(!m_raw);
    } else if (actionId == "filter.show"_L1) {
        openFilter();
    } else if (actionId == "filter.clear"_L1) {
        setFilter({});
        m_filterBar->setFilter({});
        m_filterBar->hide();
        m_grid->setFocus();
    } else if (actionId == "filter.byCell"_L1) {
        filterByCell(core::FilterOp::Equal);
    } else if (actionId == "columns.choose"_L1) {
        m_chooser->popUpBelow(m_columnsButton);
    } else if (actionId == "select.all"_L1) {
        m_grid->selectAll();
    } else if (actionId == "select.row"_L1) {
        changed.widenToRows(m_grid->header()->count());
        m_grid->setSelection(changed);
    } else if (actionId == "select.column"_L1) {
        changed.widenToColumns(m_model->rows());
        m_grid->setSelection(changed);
    } else {
        return false;
    }
    return true;
}

void TablePage::goTo(const Destination &destination)
{
    if (destination.table != m_query.table || !m_editing->finish())
        return;
    const bool isForRow = destination.key && destination.filter.isEmpty() && !destination.sort && !destination.spot;
    if (const auto row = isForRow ? rowOnView(*m_grid, *m_model, *destination.key) : std::nullopt) {
        m_wantedColumn = destination.column;
        m_locator->stop();
        placeCursor(*row); // to be shown it, nobody has to lose the filter
        return;
    }
    if (destination.sort && *destination.sort != m_query.sort)
        showSort(*destination.sort);
    showFilter(destination.filter);
    m_filterBar->setFilter(destination.filter);
    m_spot = destination.spot;
    m_wantedColumn = destination.column;
    m_looksQuietly = false;
    if (destination.key) {
        m_locator->locate(*destination.key);
        return;
    }
    m_locator->stop();
    if (m_spot) {
        goToSpot();
        return;
    }
    const int column = columnNamed(*m_model, m_wantedColumn);
    if (m_model->rows() > 0 && (column >= 0 || m_grid->currentRow() < 0))
        m_grid->setCurrent(std::max<qint64>(0, m_grid->currentRow()), std::max(0, column));
}

/// The row that was looked for is found.
void TablePage::placeCursor(qint64 row)
{
    m_looksQuietly = false;
    const int column = columnNamed(*m_model, m_wantedColumn);
    m_grid->setCurrent(row, std::max(0, column >= 0 ? column : m_grid->currentColumn()));
    if (const auto spot = std::exchange(m_spot, std::nullopt); spot && spot->row >= 0) {
        // As far from the top as it was, wherever the row stands now.
        m_grid->setTopRow(row - std::max<qint64>(0, spot->row - spot->top));
        m_grid->horizontalScrollBar()->setValue(spot->left);
    }
}

/// Where one was, by number: nothing else tells the place.
void TablePage::goToSpot()
{
    if (!m_spot || m_locator->isLooking())
        return;
    const bool there = m_model->rows() > std::max(m_spot->row, m_spot->top);
    if (!there && !m_model->countIsExact())
        return; // they are still being counted
    const Spot spot = *std::exchange(m_spot, std::nullopt);
    if (spot.row >= 0 && m_model->rows() > 0) {
        const int column = columnNamed(*m_model, m_wantedColumn);
        m_grid->setCurrent(spot.row, std::max(0, column >= 0 ? column : m_grid->currentColumn()));
    }
    m_grid->setTopRow(spot.top);
    m_grid->horizontalScrollBar()->setValue(spot.left);
}

void TablePage::askForRow()
{
    const qint64 inserted = m_model->insertedRows();
    m_goTo->ask(m_grid->geometry(), m_model->rows() - inserted, std::max<qint64>(0, m_grid->currentRow() - inserted + 1));
}

} // namespace ui
