// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/database.h"
#include "core/dialect/dialect.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace core {

/// Sorts rows by the values of some columns, outside the database: a scan in short statements and a sort here take a
/// third of the time of the database's own sorter, hold no lock meanwhile, and can be stopped.
/// The order is the one the rules describe: NULL < numbers (integers and reals by value) < text < blobs; rows that
/// compare as equal stay as they were added, or the other way round when the last rule is descending.
/// Takes 24 bytes and the text per value. One thread at a time.
class RowSorter {
public:
    explicit RowSorter(QList<SortRule> rules);

    /// The values of the next row, one per rule.
    void add(const Row &values);
    [[nodiscard]] size_t size() const { return m_rows; }

    /// Puts the first rows in place: order()[0 … count−1] is final.
    void sortFirst(size_t count);
    /// Everything. False when `stop` said so: then order() means nothing.
    [[nodiscard]] bool sortAll(const std::function<bool()> &stop);
    /// Row numbers as they were added, sorted.
    [[nodiscard]] const std::vector<std::uint32_t> &order() const { return m_order; }

private:
    struct Cell {
        std::uint64_t bits = 0;   ///< the number; of text and blobs the first 8 bytes, so that most need no more
        std::uint64_t offset = 0; ///< of text and blobs, into m_bytes
        std::uint32_t size = 0;
        Value::Kind kind = Value::Kind::Null;
    };
    [[nodiscard]] Cell cellOf(const Value &value, const SortRule &rule);
    [[nodiscard]] int compare(const Cell &a, const Cell &b) const;
    [[nodiscard]] bool isBefore(std::uint32_t a, std::uint32_t b) const;
    void fillOrder();

    QList<SortRule> m_rules;
    size_t m_rows = 0;
    std::vector<Cell> m_cells; ///< row by row
    std::string m_bytes;
    std::vector<std::uint32_t> m_order;
};

} // namespace core
