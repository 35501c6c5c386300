// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

class QWidget;

namespace ui {

/// What lies below a row in the grid: a widget as high as some lines.
struct GridBand {
    qint64 row = 0;
    int lines = 0;
    QWidget *widget = nullptr; ///< borrowed
    int column = -1; ///< logical: the cell it was opened from; −1: of none
    friend bool operator==(const GridBand &, const GridBand &) = default;
};

/// Which line of the grid shows which row, where a handful of bands lie between the rows. Costs nothing per row.
/// A plain value.
class GridBands {
public:
    GridBands() = default;
    explicit GridBands(QList<GridBand> bands); ///< at most one for each row

    struct Place {
        qint64 row = 0; ///< shown at the line, or the row whose band is
        int band = -1; ///< index into all(); −1: the row itself
        int lineOfBand = 0;
        friend bool operator==(const Place &, const Place &) = default;
    };

    [[nodiscard]] bool isEmpty() const { return m_bands.isEmpty(); }
    [[nodiscard]] const QList<GridBand> &all() const { return m_bands; } ///< by row
    [[nodiscard]] const GridBand *below(qint64 row) const; ///< nullptr: none
    [[nodiscard]] qint64 lines(qint64 rows) const; ///< that so many rows take, with the bands among them
    [[nodiscard]] qint64 lineOf(qint64 row) const;
    [[nodiscard]] Place at(qint64 line) const;

private:
    QList<GridBand> m_bands;
};

} // namespace ui
