// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/keylist.h"

namespace core {

void KeyList::append(Row key)
{
    if (m_rows.empty() && key.size() == 1 && key.front().kind() == Value::Kind::Integer) {
        m_integers.push_back(key.front().toInteger());
        return;
    }
    for (std::int64_t i : m_integers)
        m_rows.push_back({Value::integer(i)});
    m_integers.clear();
    m_rows.push_back(std::move(key));
}

void KeyList::appendFrom(const PreparedStatement &row, int columns)
{
    if (m_rows.empty() && columns == 1 && row.columnKind(0) == Value::Kind::Integer) {
        m_integers.push_back(row.column(0).toInteger());
        return;
    }
    Row key;
    for (int c = 0; c < columns; ++c)
        key.push_back(row.column(c));
    append(std::move(key));
}

void KeyList::append(const KeyList &other)
{
    if (m_rows.empty() && other.m_rows.empty()) {
        m_integers.insert(m_integers.end(), other.m_integers.begin(), other.m_integers.end());
        return;
    }
    for (size_t i = 0; i < other.size(); ++i)
        append(other.at(i));
}

std::optional<size_t> KeyList::indexOf(const Row &key) const
{
    const auto indexIn = [](const auto &list, const auto &wanted) -> std::optional<size_t> {
        const auto found = std::find(list.begin(), list.end(), wanted);
        return found == list.end() ? std::nullopt : std::optional(static_cast<size_t>(found - list.begin()));
    };
    if (m_integers.empty())
        return indexIn(m_rows, key);
    const bool isInteger = key.size() == 1 && key.front().kind() == Value::Kind::Integer;
    return isInteger ? indexIn(m_integers, key.front().toInteger()) : std::nullopt;
}

void KeyList::clear()
{
    m_integers.clear();
    m_rows.clear();
}

KeyList KeyList::picked(const std::vector<std::uint32_t> &order, size_t count) const
{
    KeyList list;
    if (m_rows.empty()) {
        list.m_integers.reserve(count);
        for (size_t i = 0; i < count; ++i)
            list.m_integers.push_back(m_integers[order[i]]);
    } else {
        list.m_rows.reserve(count);
        for (size_t i = 0; i < count; ++i)
            list.m_rows.push_back(m_rows[order[i]]);
    }
    return list;
}

} // namespace core
