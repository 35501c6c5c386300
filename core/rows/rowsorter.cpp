// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/rowsorter.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <future>

namespace core {

namespace {

constexpr size_t runRows = 1 << 18; ///< sorted in one go, some 20 milliseconds; between them the sort can be stopped

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

[[nodiscard]] constexpr unsigned bitOf(Value::Kind kind) { return 1U << static_cast<unsigned>(kind); }

/// A number of the same place among the unsigned as the integer, or the real, has among its own.
[[nodiscard]] std::uint64_t keyOf(std::uint64_t bits, Value::Kind kind)
{
    constexpr std::uint64_t sign = std::uint64_t(1) << 63;
    if (kind == Value::Kind::Integer)
        return bits ^ sign;
    if (bits == sign) // -0.0 and 0.0 are equal
        return sign;
    return bits & sign ? ~bits : bits | sign;
}

} // namespace

RowSorter::RowSorter(QList<SortRule> rules)
    : m_rules(std::move(rules))
    , m_extents(static_cast<size_t>(m_rules.size()))
{
}

RowSorter::Entry RowSorter::entryOf(const Value &value, size_t column, std::uint32_t row)
{
    Entry entry;
    entry.row = row;
    entry.kind = value.kind();
    if (value.isNull())
        return entry;
    if (value.kind() == Value::Kind::Integer) {
        entry.bits = std::bit_cast<std::uint64_t>(value.toInteger());
        return entry;
    }
    if (value.kind() == Value::Kind::Real) {
        entry.bits = std::bit_cast<std::uint64_t>(value.toReal());
        return entry;
    }
    QByteArray bytes = value.bytes();
    if (value.kind() != Value::Kind::Blob) {
        const SortRule::Text rule = m_rules.at(static_cast<qsizetype>(column)).text;
        if (rule == SortRule::Text::AsciiNoCase) {
            for (char &c : bytes)
                c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        } else if (rule == SortRule::Text::TrailingBlanksIgnored) {
            while (bytes.endsWith(' '))
                bytes.chop(1);
        }
    }
    for (qsizetype i = 0; i < 8; ++i)
        entry.bits = entry.bits << 8 | (i < bytes.size() ? static_cast<unsigned char>(bytes.at(i)) : 0U);
    Extents &extents = m_extents[column];
    extents.resize(row + size_t(1));
    extents[row] = {m_bytes.size(), static_cast<std::uint64_t>(bytes.size())};
    m_bytes.append(bytes.constData(), static_cast<size_t>(bytes.size()));
    return entry;
}

void RowSorter::add(const Row &values)
{
    const auto row = static_cast<std::uint32_t>(m_entries.size());
    m_entries.push_back(m_rules.isEmpty() ? Entry{0, row, Value::Kind::Null} : entryOf(values.front(), 0, row));
    m_kinds |= bitOf(m_entries.back().kind);
    for (size_t i = 1; i < static_cast<size_t>(m_rules.size()); ++i)
        m_more.push_back(entryOf(values[i], i, row));
}

int RowSorter::compareBytes(std::uint32_t a, std::uint32_t b, size_t column) const
{
    const Bytes &left = m_extents[column][a];
    const Bytes &right = m_extents[column][b];
    const int bytes = std::memcmp(m_bytes.data() + left.offset, m_bytes.data() + right.offset, std::min(left.size, right.size));
    return bytes != 0 ? bytes : threeWay(left.size, right.size);
}

int RowSorter::compare(const Entry &a, const Entry &b, size_t column) const
{
    const auto integer = [](const Entry &e) { return std::bit_cast<std::int64_t>(e.bits); };
    const auto real = [](const Entry &e) { return std::bit_cast<double>(e.bits); };
    if (a.kind == b.kind && a.kind == Value::Kind::Real) // the usual cases first
        return threeWay(real(a), real(b));
    if (a.kind == b.kind && a.kind == Value::Kind::Integer)
        return threeWay(integer(a), integer(b));
    if (const int byRank = threeWay(rank(a.kind), rank(b.kind)); byRank != 0)
        return byRank;
    switch (rank(a.kind)) {
    case 0:
        return 0;
    case 1:
        return a.kind == Value::Kind::Integer ? compareMixed(integer(a), real(b)) : -compareMixed(integer(b), real(a));
    default:
        return a.bits != b.bits ? threeWay(a.bits, b.bits) : compareBytes(a.row, b.row, column);
    }
}

/// A column of integers alone, or of reals, with or without NULLs, needs no look at what each value is: its numbers are
/// made such that they compare as unsigned, the direction included.
void RowSorter::makeKeys()
{
    const unsigned numbers = m_kinds & ~bitOf(Value::Kind::Null);
    if (m_keysAreMade || m_rules.isEmpty()
        || (numbers != bitOf(Value::Kind::Integer) && numbers != bitOf(Value::Kind::Real)))
        return;
    m_keysAreMade = true;
    const std::uint64_t turned = m_rules.first().descending ? ~std::uint64_t(0) : 0;
    for (Entry &entry : m_entries) {
        if (entry.kind != Value::Kind::Null)
            entry.bits = keyOf(entry.bits, entry.kind) ^ turned;
    }
}

inline bool RowSorter::isBefore(const Entry &a, const Entry &b) const
{
    if (!m_keysAreMade)
        return isBeforeByKind(a, b);
    const bool aIsNull = a.kind == Value::Kind::Null;
    if (aIsNull != (b.kind == Value::Kind::Null))
        return aIsNull != m_rules.constFirst().descending;
    return a.bits != b.bits ? a.bits < b.bits : isBeforeByTheRest(a.row, b.row);
}

bool RowSorter::isBeforeByKind(const Entry &a, const Entry &b) const
{
    const int order = m_rules.isEmpty() ? 0 : compare(a, b, 0);
    if (order != 0)
        return (order < 0) != m_rules.first().descending;
    return isBeforeByTheRest(a.row, b.row);
}

bool RowSorter::isBeforeByTheRest(std::uint32_t a, std::uint32_t b) const
{
    const auto width = static_cast<size_t>(std::max<qsizetype>(m_rules.size(), 1) - 1);
    for (size_t i = 0; i < width; ++i) {
        const int order = compare(m_more[a * width + i], m_more[b * width + i], i + 1);
        if (order != 0)
            return (order < 0) != m_rules.at(static_cast<qsizetype>(i) + 1).descending;
    }
    return !m_rules.isEmpty() && m_rules.last().descending ? a > b : a < b;
}

void RowSorter::sortFirst(size_t count)
{
    makeKeys();
    const auto before = [this](const Entry &a, const Entry &b) { return isBefore(a, b); };
    const auto middle = m_entries.begin() + static_cast<std::ptrdiff_t>(std::min(count, m_entries.size()));
    if (middle != m_entries.end())
        std::nth_element(m_entries.begin(), middle, m_entries.end(), before);
    std::sort(m_entries.begin(), middle, before);
}

bool RowSorter::sortAll(const std::function<bool()> &stop)
{
    makeKeys();
    const size_t middle = m_entries.size() / 2;
    if (m_entries.size() <= runRows)
        return sortPart(0, m_entries.size(), stop);
    if (stop())
        return false;
    const auto before = [this](const Entry &a, const Entry &b) { return isBefore(a, b); };
    std::nth_element(m_entries.begin(), m_entries.begin() + static_cast<std::ptrdiff_t>(middle), m_entries.end(), before);
    auto upper = std::async(std::launch::async, [&] { return sortPart(middle, m_entries.size(), stop); });
    const bool lower = sortPart(0, middle, stop);
    return upper.get() && lower;
}

bool RowSorter::sortPart(size_t first, size_t last, const std::function<bool()> &stop)
{
    // Split in the middle until the parts are small: in place, unlike a merge, and with places to stop at.
    const auto before = [this](const Entry &a, const Entry &b) { return isBefore(a, b); };
    std::vector<std::pair<size_t, size_t>> parts{{first, last}};
    while (!parts.empty()) {
        if (stop())
            return false;
        const auto [from, to] = parts.back();
        parts.pop_back();
        const auto at = [this](size_t i) { return m_entries.begin() + static_cast<std::ptrdiff_t>(i); };
        if (to - from <= runRows) {
            std::sort(at(from), at(to), before);
            continue;
        }
        const size_t middle = from + (to - from) / 2;
        std::nth_element(at(from), at(middle), at(to), before);
        parts.emplace_back(from, middle);
        parts.emplace_back(middle, to);
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
