// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/database.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace core {

/// Row keys in a row. Single integers, the usual case, take 8 bytes each; others are kept as they are.
class KeyList {
public:
    [[nodiscard]] size_t size() const { return m_integers.empty() ? m_rows.size() : m_integers.size(); }
    [[nodiscard]] bool isEmpty() const { return size() == 0; }
    [[nodiscard]] Row at(size_t index) const
    {
        return m_integers.empty() ? m_rows[index] : Row{Value::integer(m_integers[index])};
    }
    [[nodiscard]] std::optional<size_t> indexOf(const Row &key) const; ///< looks at one after the other
    void append(Row key);
    void append(const KeyList &other);
    void appendFrom(const PreparedStatement &row, int columns); ///< its first columns
    void clear();

    /// The keys in another order: result.at(i) is at(order[i]), for the first `count` of them.
    [[nodiscard]] KeyList picked(const std::vector<std::uint32_t> &order, size_t count) const;
    friend bool operator==(const KeyList &, const KeyList &) = default;

private:
    std::vector<std::int64_t> m_integers; ///< while every key is one integer …
    std::vector<Row> m_rows;              ///< … else these; never both
};

} // namespace core
