// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/database.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace core {

/// Row keys in a row. Single integers, the usual case, take 8 bytes each; single texts (words, UUIDs) 8 and their bytes;
/// others are kept as they are.
class KeyList {
public:
    [[nodiscard]] size_t size() const { return m_integers.size() + m_ends.size() + m_rows.size(); }
    [[nodiscard]] bool isEmpty() const { return size() == 0; }
    [[nodiscard]] Row at(size_t index) const;
    [[nodiscard]] std::optional<size_t> indexOf(const Row &key) const; ///< looks at one after the other
    void append(Row key);
    void append(const KeyList &other);
    void appendFrom(const PreparedStatement &row, int columns); ///< its first columns
    void clear() { *this = KeyList(); }

    /// The keys in another order: result.at(i) is at(order[i]), for the first `count` of them.
    [[nodiscard]] KeyList picked(const std::vector<std::uint32_t> &order, size_t count) const;
    friend bool operator==(const KeyList &, const KeyList &) = default;

private:
    [[nodiscard]] bool takes(const Value &key) const; ///< as one of m_integers or of the texts
    void appendOne(const Value &key);

    // Never more than one of the three.
    std::vector<std::int64_t> m_integers; ///< while every key is one integer …
    std::string m_bytes;                  ///< … or one text, …
    std::vector<std::uint64_t> m_ends;    ///< … where each ends, …
    std::optional<QString> m_type;        ///< … and of which type, for Typed ones
    std::vector<Row> m_rows;              ///< … else these
};

} // namespace core
