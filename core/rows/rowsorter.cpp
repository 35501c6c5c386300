// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/rowsorter.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <iterator>

namespace core {

namespace {

constexpr std::ptrdiff_t runRows = 1 << 16; ///< sorted in one go; between them the sort can be stopped

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
    Entry entry;
    entry.row = static_cast<std::uint32_t>(m_entries.size());
    if (!m_rules.isEmpty())
        entry.cell = cellOf(values.front(), m_rules.first());
    m_entries.push_back(entry);
    for (qsizetype i = 1; i < m_rules.size(); ++i)
        m_more.push_back(cellOf(values[static_cast<size_t>(i)], m_rules.at(i)));
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

bool RowSorter::isBefore(const Entry &a, const Entry &b) const
{
    const int order = compare(a.cell, b.cell);
    if (order != 0)
        return (order < 0) != m_rules.first().descending;
    return isBeforeByTheRest(a.row, b.row);
}

bool RowSorter::isBeforeByTheRest(std::uint32_t a, std::uint32_t b) const
{
    const auto width = static_cast<size_t>(std::max<qsizetype>(m_rules.size(), 1) - 1);
    for (size_t i = 0; i < width; ++i) {
        const int order = compare(m_more[a * width + i], m_more[b * width + i]);
        if (order != 0)
            return (order < 0) != m_rules.at(static_cast<qsizetype>(i) + 1).descending;
    }
    return !m_rules.isEmpty() && m_rules.last().descending ? a > b : a < b;
}

void RowSorter::sortFirst(size_t count)
{
    const auto before = [this](const Entry &a, const Entry &b) { return isBefore(a, b); };
    const auto middle = m_entries.begin() + static_cast<std::ptrdiff_t>(std::min(count, m_entries.size()));
    if (middle != m_entries.end())
        std::nth_element(m_entries.begin(), middle, m_entries.end(), before);
    std::sort(m_entries.begin(), middle, before);
}

bool RowSorter::sortAll(const std::function<bool()> &stop)
{
    // Split in the middle until the parts are small: in place, unlike a merge, and with places to stop at.
    const auto before = [this](const Entry &a, const Entry &b) { return isBefore(a, b); };
    std::vector<std::pair<std::ptrdiff_t, std::ptrdiff_t>> parts{{0, std::ssize(m_entries)}};
    while (!parts.empty()) {
        if (stop())
            return false;
        const auto [first, last] = parts.back();
        parts.pop_back();
        const auto begin = m_entries.begin();
        if (last - first <= runRows) {
            std::sort(begin + first, begin + last, before);
            continue;
        }
        const std::ptrdiff_t middle = first + (last - first) / 2;
        std::nth_element(begin + first, begin + middle, begin + last, before);
        parts.emplace_back(first, middle);
        parts.emplace_back(middle, last);
    }
    return true;
}

std::vector<std::uint32_t> RowSorter::order(size_t count) const
{
    std::vector<std::uint32_t> rows;
    rows.reserve(count);
    for (size_t i = 0; i < count; ++i)
        rows.push_back(m_entries[i].row);
    return rows;
}

} // namespace core
