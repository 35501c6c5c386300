// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/gridbands.h"

#include <algorithm>

namespace ui {

GridBands::GridBands(QList<GridBand> bands)
    : m_bands(std::move(bands))
{
    std::sort(m_bands.begin(), m_bands.end(), [](const GridBand &a, const GridBand &b) { return a.row < b.row; });
}

const GridBand *GridBands::below(qint64 row) const
{
    for (const GridBand &band : m_bands) {
        if (band.row == row)
            return &band;
    }
    return nullptr;
}

qint64 GridBands::lines(qint64 rows) const
{
    qint64 lines = rows;
    for (const GridBand &band : m_bands) {
        if (band.row < rows)
            lines += band.lines;
    }
    return lines;
}

qint64 GridBands::lineOf(qint64 row) const
{
    return lines(row);
}

GridBands::Place GridBands::at(qint64 line) const
{
    qint64 above = 0; // lines of bands before the line
    for (int i = 0; i < m_bands.size(); ++i) {
        const GridBand &band = m_bands.at(i);
        const qint64 first = band.row + above + 1; // of the band
        if (line < first)
            break;
        if (line < first + band.lines)
            return {band.row, i, static_cast<int>(line - first)};
        above += band.lines;
    }
    return {line - above, -1, 0};
}

} // namespace ui
