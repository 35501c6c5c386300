// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/gridselection.h"

#include <algorithm>
#include <numeric>

namespace ui {

namespace {

CellRange rectangle(CellAddress a, CellAddress b)
{
    return {std::min(a.row, b.row), std::max(a.row, b.row), std::min(a.column, b.column), std::max(a.column, b.column)};
}

} // namespace

bool GridSelection::contains(qint64 row, int column) const
{
    return std::any_of(m_ranges.begin(), m_ranges.end(), [&](const CellRange &r) { return r.contains(row, column); });
}

bool GridSelection::touchesRow(qint64 row) const
{
    return std::any_of(m_ranges.begin(), m_ranges.end(),
                       [row](const CellRange &r) { return row >= r.top && row <= r.bottom; });
}

bool GridSelection::isOneCell() const
{
    return m_ranges.size() == 1 && m_ranges[0].top == m_ranges[0].bottom && m_ranges[0].left == m_ranges[0].right;
}

QList<RowSpan> GridSelection::rowSpans() const
{
    QList<RowSpan> spans;
    for (const CellRange &r : m_ranges)
        spans.append({r.top, r.bottom});
    std::sort(spans.begin(), spans.end(), [](const RowSpan &a, const RowSpan &b) { return a.first < b.first; });
    QList<RowSpan> joined;
    for (const RowSpan &s : spans) {
        if (!joined.isEmpty() && s.first <= joined.last().last + 1)
            joined.last().last = std::max(joined.last().last, s.last);
        else
            joined.append(s);
    }
    return joined;
}

qint64 GridSelection::rowCount() const
{
    qint64 count = 0;
    for (const RowSpan &s : rowSpans())
        count += s.count();
    return count;
}

CellRange GridSelection::bounds() const
{
    if (m_ranges.isEmpty())
        return {};
    CellRange all = m_ranges[0];
    for (const CellRange &r : m_ranges) {
        all.top = std::min(all.top, r.top);
        all.bottom = std::max(all.bottom, r.bottom);
        all.left = std::min(all.left, r.left);
        all.right = std::max(all.right, r.right);
    }
    return all;
}

void GridSelection::setCurrent(CellAddress cell)
{
    if (!cell.isValid()) {
        clear();
        return;
    }
    m_current = m_anchor = cell;
    m_ranges = {rectangle(cell, cell)};
}

void GridSelection::extendTo(CellAddress cell)
{
    if (!m_anchor.isValid() || m_ranges.isEmpty()) {
        setCurrent(cell);
        return;
    }
    m_current = cell;
    m_ranges.last() = rectangle(m_anchor, cell);
}

void GridSelection::add(CellAddress cell)
{
    m_current = m_anchor = cell;
    m_ranges.append(rectangle(cell, cell));
}

void GridSelection::selectAll(qint64 rows, int columns)
{
    if (rows <= 0 || columns <= 0) {
        clear();
        return;
    }
    if (!m_current.isValid())
        m_current = {0, 0};
    m_anchor = {0, 0};
    m_ranges = {CellRange{0, rows - 1, 0, columns - 1}};
}

void GridSelection::widenToRows(int columns)
{
    if (m_ranges.isEmpty() || columns <= 0)
        return;
    m_ranges.last().left = 0;
    m_ranges.last().right = columns - 1;
    m_anchor.column = m_current.column == 0 ? columns - 1 : 0;
}

void GridSelection::widenToColumns(qint64 rows)
{
    if (m_ranges.isEmpty() || rows <= 0)
        return;
    m_ranges.last().top = 0;
    m_ranges.last().bottom = rows - 1;
    m_anchor.row = m_current.row == 0 ? rows - 1 : 0;
}

void GridSelection::selectRows(qint64 from, qint64 to, int columns, bool adding)
{
    if (columns <= 0)
        return;
    if (!adding)
        m_ranges.clear();
    m_current = {to, std::max(0, m_current.column)};
    m_anchor = {from, 0};
    m_ranges.append({std::min(from, to), std::max(from, to), 0, columns - 1});
}

void GridSelection::clampTo(qint64 rows, int columns)
{
    if (rows <= 0 || columns <= 0) {
        clear();
        return;
    }
    if (!m_current.isValid())
        return;
    const auto clamp = [&](CellAddress &a) {
        a.row = std::clamp<qint64>(a.row, 0, rows - 1);
        a.column = std::clamp(a.column, 0, columns - 1);
    };
    clamp(m_current);
    clamp(m_anchor);
    QList<CellRange> kept;
    for (CellRange r : m_ranges) {
        r.bottom = std::min(r.bottom, rows - 1);
        r.right = std::min(r.right, columns - 1);
        if (r.top <= r.bottom && r.left <= r.right)
            kept.append(r);
    }
    if (kept.isEmpty())
        kept.append(rectangle(m_current, m_current));
    m_ranges = kept;
}

void GridSelection::renumberColumns(const QList<int> &to, int columns)
{
    if (!m_current.isValid() || columns <= 0) {
        clear();
        return;
    }
    QList<int> same(columns);
    std::iota(same.begin(), same.end(), 0);
    if (to == same)
        return;
    const auto moved = [&](int column) {
        const int now = to.value(column, -1);
        return now >= 0 ? now : std::min(column, columns - 1); // the one that is at its place now
    };
    const CellRange last = m_ranges.isEmpty() ? CellRange{} : m_ranges.last();
    QList<CellRange> kept;
    for (const CellRange &r : m_ranges) {
        if (r.left == 0 && r.right >= to.size() - 1) {
            kept.append({r.top, r.bottom, 0, columns - 1});
            continue;
        }
        QList<int> now;
        for (int column = r.left; column <= r.right; ++column) {
            if (to.value(column, -1) >= 0)
                now.append(to.value(column));
        }
        std::sort(now.begin(), now.end());
        for (const int column : std::as_const(now)) {
            if (!kept.isEmpty() && kept.last().top == r.top && kept.last().bottom == r.bottom
                && kept.last().right == column - 1)
                kept.last().right = column;
            else
                kept.append({r.top, r.bottom, column, column});
        }
    }
    m_current.column = moved(m_current.column);
    m_anchor.column = moved(m_anchor.column);
    const bool stillInside = !kept.isEmpty() && kept.last().contains(m_current.row, m_current.column)
        && kept.last().contains(m_anchor.row, m_anchor.column);
    if (!stillInside || m_ranges.isEmpty() || kept.last().top != last.top)
        m_anchor = m_current; // the next Shift starts from here
    if (kept.isEmpty())
        kept.append(rectangle(m_current, m_current));
    m_ranges = kept;
}

void GridSelection::clear()
{
    m_current = m_anchor = {};
    m_ranges.clear();
}

} // namespace ui
