// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

namespace ui {

/// One cell as it lies on the screen: `column` is the visual index (what the person sees as the n-th, hidden counted).
struct CellAddress {
    qint64 row = -1;
    int column = -1;
    friend bool operator==(const CellAddress &, const CellAddress &) = default;
    [[nodiscard]] bool isValid() const { return row >= 0 && column >= 0; }
};

/// A rectangle of cells, edges included.
struct CellRange {
    qint64 top = 0;
    qint64 bottom = -1;
    int left = 0;
    int right = -1;
    friend bool operator==(const CellRange &, const CellRange &) = default;
    [[nodiscard]] bool contains(qint64 row, int column) const
    {
        return row >= top && row <= bottom && column >= left && column <= right;
    }
};

struct RowSpan {
    qint64 first = 0;
    qint64 last = -1;
    friend bool operator==(const RowSpan &, const RowSpan &) = default;
    [[nodiscard]] qint64 count() const { return last - first + 1; }
};

/// The current cell and the selected rectangles. Costs the same for ten rows and ten billion. A plain value.
class GridSelection {
public:
    [[nodiscard]] CellAddress current() const { return m_current; }
    [[nodiscard]] const QList<CellRange> &ranges() const { return m_ranges; }
    [[nodiscard]] bool contains(qint64 row, int column) const;
    [[nodiscard]] bool touchesRow(qint64 row) const;
    [[nodiscard]] bool isOneCell() const;
    [[nodiscard]] QList<RowSpan> rowSpans() const; ///< sorted, joined
    [[nodiscard]] qint64 rowCount() const;
    [[nodiscard]] CellRange bounds() const;

    void setCurrent(CellAddress cell); ///< and nothing else is selected
    void extendTo(CellAddress cell);   ///< the last rectangle, from its anchor
    void add(CellAddress cell);        ///< another rectangle, to be extended
    void selectAll(qint64 rows, int columns);
    /// Whole rows or columns of the last rectangle; the current cell stays.
    void widenToRows(int columns);
    void widenToColumns(qint64 rows);
    void selectRows(qint64 from, qint64 to, int columns, bool adding);
    /// After rows or columns went away.
    void clampTo(qint64 rows, int columns);
    /// After columns went, came or changed places: the n-th is now the `to[n]`-th, −1 if it is gone. What covered all
    /// of them covers all that there are now.
    void renumberColumns(const QList<int> &to, int columns);
    void clear();

    friend bool operator==(const GridSelection &, const GridSelection &) = default;

private:
    CellAddress m_current;
    CellAddress m_anchor;
    QList<CellRange> m_ranges;
};

} // namespace ui
