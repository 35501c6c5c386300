// SPDX-License-Identifier: GPL-3.0-or-later
// TablePage: the rows that the row panel shows and steps through.
#include "core/session/session.h"
#include "ui/grid/cellediting.h"
#include "ui/grid/gridview.h"
#include "ui/grid/rowfetch.h"
#include "ui/grid/rowlocator.h"
#include "ui/grid/tablepage.h"

#include <utility>

namespace ui {

RowSelection TablePage::selectedRows() const
{
    if (const TablePage *inner = activeInner())
        return inner->selectedRows();
    RowSelection selected;
    const QList<RowSpan> spans = m_grid->selection().rowSpans();
    for (const RowSpan &span : spans)
        selected.count += span.count();
    if (selected.count < 2)
        return {};
    selected.table = m_query.table;
    if (selected.count > RowSelection::most)
        return selected;
    for (const RowSpan &span : spans) {
        for (qint64 row = span.first; row <= span.last; ++row) {
            if (const auto id = m_model->insertIdOf(row))
                selected.rows.append({m_query.table, {}, *id});
            else if (const auto key = m_model->keyOf(row))
                selected.rows.append({m_query.table, *key, 0});
        }
    }
    return selected;
}

void TablePage::takeSelection()
{
    const RowSelection selected = selectedRows();
    if (selected == m_lastSelection)
        return;
    m_lastSelection = selected;
    Q_EMIT currentRowChanged();
    // Rows that were scrolled past have no keys yet.
    if (!activeInner() && selected.count > 1 && selected.count <= RowSelection::most && selected.rows.size() < selected.count)
        RowFetch::whenLoaded(*m_model, m_grid->selection().rowSpans(), [this] {
            if (const RowSelection now = selectedRows(); now != m_lastSelection) {
                m_lastSelection = now;
                Q_EMIT currentRowChanged();
            }
        });
}

void TablePage::moveToRow(int step)
{
    const qint64 row = m_grid->currentRow() + step;
    if (m_grid->currentRow() < 0 || row < 0 || row >= m_model->rows() || !m_editing->finish())
        return;
    m_grid->setCurrent(row, m_grid->currentColumn());
}

/// An Apply takes the new rows from their place above the others: the cursor goes where its row goes.
void TablePage::takeApplied(const core::AppliedScript &applied)
{
    const qint64 row = m_grid->currentRow();
    const qint64 insertId = row < 0 ? 0 : m_model->insertIdOf(row).value_or(0);
    const core::RowKey key = row < 0 || insertId > 0 ? core::RowKey() : m_model->keyOf(row).value_or(core::RowKey());
    m_followed = insertId == 0 && key.isEmpty()
        ? std::nullopt
        : core::keyAfter(applied, m_session.dialect(), m_query.table, key, insertId);
}

/// Once the rows are read again.
void TablePage::followRow()
{
    const auto key = std::exchange(m_followed, std::nullopt);
    if (!key || m_locator->isLooking() || m_spot) // somebody wants to go elsewhere
        return;
    m_wantedColumn.clear();
    m_looksQuietly = true;
    m_locator->locate(*key);
}

} // namespace ui
