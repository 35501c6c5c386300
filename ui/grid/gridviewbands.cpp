// SPDX-License-Identifier: GPL-3.0-or-later
// GridView: what lies below its rows, and columns that move.
#include "ui/grid/gridview.h"

#include <QScrollBar>

#include <algorithm>
#include <numeric>

namespace ui {

void GridView::setBands(const QList<GridBand> &bands)
{
    const GridBands next(bands);
    if (next.all() == m_bands.all())
        return;
    const GridBands::Place top = m_bands.at(m_top);
    for (const GridBand &band : m_bands.all()) {
        const bool stays =
            std::any_of(bands.begin(), bands.end(), [&](const GridBand &b) { return b.widget == band.widget; });
        if (!stays)
            band.widget->hide();
    }
    m_bands = next;
    // The row at the top stays there, whatever came or went above it.
    m_keptTop = m_bands.lineOf(top.row) + (m_bands.below(top.row) ? (top.band < 0 ? 0 : top.lineOfBand + 1) : 0);
    updateGeometries();
    Q_EMIT bandsChanged();
    Q_EMIT scrolled();
}

void GridView::placeBands()
{
    for (const GridBand &band : m_bands.all()) {
        const qint64 line = m_bands.lineOf(band.row) + 1 - m_top;
        if (band.row >= rows() || line >= visibleRows() + 1 || line + band.lines <= 0) {
            band.widget->hide();
            continue;
        }
        if (band.widget->parentWidget() != viewport())
            band.widget->setParent(viewport());
        // One pixel less: the line below the last row of the band is the grid's.
        band.widget->setGeometry(m_gutter, static_cast<int>(line) * Theme::rowHeight, viewport()->width() - m_gutter,
                                 band.lines * Theme::rowHeight - 1);
        band.widget->show();
    }
}

void GridView::showBand(qint64 row)
{
    const GridBand *band = m_bands.below(row);
    if (!band)
        return;
    const qint64 line = m_bands.lineOf(row);
    const qint64 end = line + 1 + band->lines;
    if (end > m_top + visibleRows())
        setTopLine(std::min(line, end - visibleRows()));
    if (line < m_top)
        setTopLine(line);
}

void GridView::takeMovedColumn(int from, int to)
{
    viewport()->update();
    if (m_header->isArranging() || !m_selection.current().isValid())
        return;
    // Cursor and selection go with their columns.
    QList<int> order(m_header->count()); // the n-th now was the order[n]-th
    std::iota(order.begin(), order.end(), 0);
    order.move(from, to);
    QList<int> now(order.size());
    for (int visual = 0; visual < order.size(); ++visual)
        now[order.at(visual)] = visual;
    GridSelection moved = m_selection;
    moved.renumberColumns(now, m_header->count());
    changeSelection(moved, false);
}

} // namespace ui
