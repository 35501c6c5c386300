// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/rowsorter.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <numeric>

namespace core {

namespace {

constexpr size_t runRows = 1 << 16; ///< sorted in one go; between them the sort can be stopped

template <typename T> [[nodiscard]] int threeWay(T a, T b) { return a < b ? -1 : a > b ? 1 : 0; }

/// Exactly, also where a double cannot hold the integer.
[[nodiscard]] int compareMixed(std::int64_t i, double r)
{
    constexpr double beyond = 9'223'372'036'854'775'808.0; // 2^63
    if (r >= beyond)
        return -1;
    if (r < -beyond)
        return 1;
    const auto whole = static_cast<std::int64_t>(r);
    if (i != whole)
        return threeWay(i, whole);
    return threeWay(static_cast<double>(whole), r);
}

[[nodiscard]] int rank(Value::Kind kind)
{
    switch (kind) {
    case Value::Kind::Null:
        return 0;
    case Value::Kind::Integer:
    case Value::Kind::Real:
        return 1;
    case Value::Kind::Text:
    case Value::Kind::Typed:
        return 2;
    case Value::Kind::Blob:
        return 3;
    }
    return 3;
}

} // namespace

RowSorter::RowSorter(QList<SortRule> rules)
    : m_rules(std::move(rules))
{
}

RowSorter::Cell RowSorter::cellOf(const Value &value, const SortRule &rule)
{
    Cell cell;
    cell.kind = value.kind();
    if (value.isNull())
        return cell;
    if (value.kind() == Value::Kind::Integer) {
        cell.bits = std::bit_cast<std::uint64_t>(value.toInteger());
        return cell;
    }
    if (value.kind() == Value::Kind::Real) {
        cell.bits = std::bit_cast<std::uint64_t>(value.toReal());
        return cell;
    }
    QByteArray bytes = value.bytes();
    if (value.kind() != Value::Kind::Blob) {
        if (rule.text == SortRule::Text::AsciiNoCase) {
            for (char &c : bytes)
                c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        } else if (rule.text == SortRule::Text::TrailingBlanksIgnored) {
            while (bytes.endsWith(' '))
                bytes.chop(1);
        }
    }
    for (qsizetype i = 0; i < 8; ++i)
        cell.bits = cell.bits << 8 | (i < bytes.size() ? static_cast<unsigned char>(bytes.at(i)) : 0U);
    cell.offset = m_bytes.size();
    cell.size = static_cast<std::uint32_t>(bytes.size());
    m_bytes.append(bytes.constData(), static_cast<size_t>(bytes.size()));
    return cell;
}

void RowSorter::add(const Row &values)
{
    for (qsizetype i = 0; i < m_rules.size(); ++i)
        m_cells.push_back(cellOf(values[static_cast<size_t>(i)], m_rules.at(i)));
    ++m_rows;
}

int RowSorter::compare(const Cell &a, const Cell &b) const
{
    if (const int byRank = threeWay(rank(a.kind), rank(b.kind)); byRank != 0)
        return byRank;
    const auto integer = [](const Cell &c) { return std::bit_cast<std::int64_t>(c.bits); };
    const auto real = [](const Cell &c) { return std::bit_cast<double>(c.bits); };
    switch (rank(a.kind)) {
    case 0:
        return 0;
    case 1:
        if (a.kind == b.kind)
            return a.kind == Value::Kind::Integer ? threeWay(integer(a), integer(b)) : threeWay(real(a), real(b));
        return a.kind == Value::Kind::Integer ? compareMixed(integer(a), real(b)) : -compareMixed(integer(b), real(a));
    default:
        if (a.bits != b.bits)
            return threeWay(a.bits, b.bits);
        if (const int bytes = std::memcmp(m_bytes.data() + a.offset, m_bytes.data() + b.offset, std::min(a.size, b.size));
            bytes != 0)
            return bytes;
        return threeWay(a.size, b.size);
    }
}

bool RowSorter::isBefore(std::uint32_t a, std::uint32_t b) const
{
    const auto width = static_cast<size_t>(m_rules.size());
    for (size_t i = 0; i < width; ++i) {
        const int order = compare(m_cells[a * width + i], m_cells[b * width + i]);
        if (order != 0)
            return (order < 0) != m_rules.at(static_cast<qsizetype>(i)).descending;
    }
    return !m_rules.isEmpty() && m_rules.last().descending ? a > b : a < b;
}

void RowSorter::fillOrder()
{
    if (m_order.size() == m_rows)
        return;
    m_order.resize(m_rows);
    std::iota(m_order.begin(), m_order.end(), 0U);
}

void RowSorter::sortFirst(size_t count)
{
    fillOrder();
    const auto before = [this](std::uint32_t a, std::uint32_t b) { return isBefore(a, b); };
    const auto middle = m_order.begin() + static_cast<std::ptrdiff_t>(std::min(count, m_rows));
    if (middle != m_order.end())
        std::nth_element(m_order.begin(), middle, m_order.end(), before);
    std::sort(m_order.begin(), middle, before);
}

bool RowSorter::sortAll(const std::function<bool()> &stop)
{
    fillOrder();
    const auto before = [this](std::uint32_t a, std::uint32_t b) { return isBefore(a, b); };
    const auto at = [this](size_t i) { return m_order.begin() + static_cast<std::ptrdiff_t>(std::min(i, m_rows)); };
    for (size_t start = 0; start < m_rows; start += runRows) {
        if (stop())
            return false;
        std::sort(at(start), at(start + runRows), before);
    }
    std::vector<std::uint32_t> merged(m_rows);
    for (size_t run = runRows; run < m_rows; run *= 2) {
        for (size_t start = 0; start < m_rows; start += 2 * run) {
            if (stop())
                return false;
            std::merge(at(start), at(start + run), at(start + run), at(start + 2 * run),
                       merged.begin() + static_cast<std::ptrdiff_t>(start), before);
        }
        m_order.swap(merged);
    }
    return true;
}

} // namespace core
