// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/rowpositions.h"

#include <algorithm>
#include <limits>

namespace core {

namespace {

// Unsigned, because two int64 can be further apart than an int64 holds.
[[nodiscard]] std::uint64_t distance(std::int64_t a, std::int64_t b)
{
    return a < b ? static_cast<std::uint64_t>(b) - static_cast<std::uint64_t>(a)
                 : static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b);
}

[[nodiscard]] std::int64_t moved(std::int64_t from, std::int64_t towards, double fraction)
{
    const auto way = static_cast<double>(distance(from, towards)) * std::clamp(fraction, 0.0, 1.0);
    // 2^64 is the first double that no longer fits.
    const auto step = std::min(way >= 18'446'744'073'709'551'616.0 ? std::numeric_limits<std::uint64_t>::max()
                                                                   : static_cast<std::uint64_t>(way),
                               distance(from, towards));
    const auto start = static_cast<std::uint64_t>(from);
    return static_cast<std::int64_t>(from < towards ? start + step : start - step);
}

} // namespace

RowPositions::RowPositions(const RowSql &sql)
{
    if (sql.orderColumns().isEmpty())
        m_kind = Kind::Offset;
    else if (sql.orderIsIndexed() && !sql.hasFilter())
        m_kind = Kind::Anchored;
    else
        m_kind = Kind::Listed;
}

qint64 RowPositions::exactRows() const
{
    switch (m_kind) {
    case Kind::Anchored:
        return m_complete ? m_count.rows : std::max(static_cast<qint64>(m_keys.size()) * anchorStride,
                                                  qint64(RowSource::pageRows));
    case Kind::Listed:
        return static_cast<qint64>(m_keys.size());
    case Kind::Offset:
        break;
    }
    return std::numeric_limits<qint64>::max();
}

RowPositions::Plan RowPositions::planFor(qint64 pageIndex) const
{
    const qint64 row = pageIndex * RowSource::pageRows;
    switch (m_kind) {
    case Kind::Offset:
        return FromStart{row};
    case Kind::Listed: {
        const auto size = static_cast<qint64>(m_keys.size());
        if (row >= size)
            return NotKnownYet{};
        ByKeys plan;
        for (qint64 r = row; r < std::min(row + RowSource::pageRows, size); ++r)
            plan.keys.append(m_keys.at(static_cast<size_t>(r)));
        return plan;
    }
    case Kind::Anchored:
        break;
    }
    const auto anchor = static_cast<size_t>(row / anchorStride);
    if (anchor < m_keys.size())
        return FromKey{m_keys.at(anchor), row % anchorStride, false};
    if (row == 0)
        return FromStart{0};
    return guessed(row);
}

RowPositions::Plan RowPositions::guessed(qint64 row) const
{
    if (!m_span || m_complete || m_count.rows < 2)
        return NotKnownYet{};
    qint64 knownRow = 0;
    std::int64_t knownKey = m_span->first;
    if (!m_keys.isEmpty()) {
        knownRow = static_cast<qint64>(m_keys.size() - 1) * anchorStride;
        knownKey = m_keys.at(m_keys.size() - 1).front().toInteger();
    }
    const qint64 rowsLeft = std::max<qint64>(1, m_count.rows - 1 - knownRow);
    const double fraction = static_cast<double>(row - knownRow) / static_cast<double>(rowsLeft);
    return FromKey{{Value::integer(moved(knownKey, m_span->second, fraction))}, 0, true};
}

void RowPositions::appendAnchor(Row anchor)
{
    m_keys.append(std::move(anchor));
    raiseCount(static_cast<qint64>(m_keys.size() - 1) * anchorStride + 1);
}

void RowPositions::setEstimate(qint64 rows)
{
    m_estimated = true;
    raiseCount(rows);
}

void RowPositions::setKeySpan(std::int64_t first, std::int64_t last, const RowPage &firstPage)
{
    m_span = {first, last};
    if (m_estimated)
        return;
    double estimate = static_cast<double>(distance(first, last)) + 1;
    // Keys that are far apart (random, or times) would make a handful of rows look like billions.
    if (firstPage.rowCount > 1) {
        const std::int64_t from = firstPage.keys.front().values.first().toInteger();
        const std::int64_t to = firstPage.keys.back().values.first().toInteger();
        const double density = (firstPage.rowCount - 1) / std::max(1.0, static_cast<double>(distance(from, to)));
        if (density < 0.01)
            estimate *= density;
    }
    raiseCount(static_cast<qint64>(std::min(estimate, 1e15)));
}

void RowPositions::raiseCount(qint64 rows)
{
    if (!m_count.exact)
        m_count.rows = std::max(m_count.rows, rows);
}

} // namespace core
