// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/keylist.h"

#include <algorithm>

namespace core {

bool KeyList::takes(const Value &key) const
{
    switch (key.kind()) {
    case Value::Kind::Integer:
        return m_ends.empty() && m_rows.empty();
    case Value::Kind::Text:
        return m_integers.empty() && m_rows.empty() && (m_ends.empty() || !m_type);
    case Value::Kind::Typed:
        return m_integers.empty() && m_rows.empty() && (m_ends.empty() || m_type == key.typeName());
    default:
        return false;
    }
}

void KeyList::appendOne(const Value &key)
{
    if (key.kind() == Value::Kind::Integer) {
        m_integers.push_back(key.toInteger());
        return;
    }
    if (m_ends.empty())
        m_type = key.kind() == Value::Kind::Typed ? std::optional(key.typeName()) : std::nullopt;
    const QByteArray bytes = key.bytes();
    m_bytes.append(bytes.constData(), static_cast<size_t>(bytes.size()));
    m_ends.push_back(m_bytes.size());
}

Row KeyList::at(size_t index) const
{
    if (!m_integers.empty())
        return {Value::integer(m_integers[index])};
    if (m_ends.empty())
        return m_rows[index];
    const std::uint64_t from = index == 0 ? 0 : m_ends[index - 1];
    QByteArray bytes(m_bytes.data() + from, static_cast<qsizetype>(m_ends[index] - from));
    return {m_type ? Value::typed(std::move(bytes), *m_type) : Value::textBytes(std::move(bytes))};
}

void KeyList::append(Row key)
{
    if (key.size() == 1 && takes(key.front())) {
        appendOne(key.front());
        return;
    }
    if (m_rows.empty() && !isEmpty()) {
        std::vector<Row> rows;
        rows.reserve(size() + 1);
        for (size_t i = 0; i < size(); ++i)
            rows.push_back(at(i));
        clear();
        m_rows = std::move(rows);
    }
    m_rows.push_back(std::move(key));
}

void KeyList::appendFrom(const PreparedStatement &row, int columns)
{
    if (columns == 1) { // the usual case, without a list of one
        if (const Value only = row.column(0); takes(only)) {
            appendOne(only);
            return;
        }
    }
    Row key;
    key.reserve(static_cast<size_t>(columns));
    for (int c = 0; c < columns; ++c)
        key.push_back(row.column(c));
    append(std::move(key));
}

void KeyList::append(const KeyList &other)
{
    if (m_ends.empty() && m_rows.empty() && other.m_ends.empty() && other.m_rows.empty()) {
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
    if (!m_rows.empty())
        return indexIn(m_rows, key);
    if (key.size() != 1 || !takes(key.front()) || isEmpty())
        return std::nullopt;
    if (!m_integers.empty())
        return indexIn(m_integers, key.front().toInteger());
    const QByteArray bytes = key.front().bytes();
    const std::string_view wanted(bytes.constData(), static_cast<size_t>(bytes.size()));
    std::uint64_t from = 0;
    for (size_t i = 0; i < m_ends.size(); from = m_ends[i], ++i) {
        if (std::string_view(m_bytes).substr(from, m_ends[i] - from) == wanted)
            return i;
    }
    return std::nullopt;
}

KeyList KeyList::picked(const std::vector<std::uint32_t> &order, size_t count) const
{
    KeyList list;
    list.m_integers.reserve(m_integers.empty() ? 0 : count);
    list.m_ends.reserve(m_ends.empty() ? 0 : count);
    list.m_rows.reserve(m_rows.empty() ? 0 : count);
    for (size_t i = 0; i < count; ++i)
        list.append(at(order[i]));
    return list;
}

} // namespace core
