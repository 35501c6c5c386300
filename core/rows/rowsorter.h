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
/// Takes 32 bytes a row, 24 more for each further column, and the texts. One thread at a time.
class RowSorter {
public:
    explicit RowSorter(QList<SortRule> rules);

    /// The values of the next row, one per rule.
    void add(const Row &values);
    [[nodiscard]] size_t size() const { return m_entries.size(); }

    /// Puts the first rows in place: order(count) is final.
    void sortFirst(size_t count);
    /// Everything. False when `stop`, asked every some ten thousand rows, said so.
    [[nodiscard]] bool sortAll(const std::function<bool()> &stop);
    /// The first `count` rows, sorted: their numbers as they were added, from 0.
    [[nodiscard]] std::vector<std::uint32_t> order(size_t count) const;

private:
    struct Cell {
        std::uint64_t bits = 0;   ///< the number; of text and blobs the first 8 bytes, so that most need no more
        std::uint64_t offset = 0; ///< of text and blobs, into m_bytes
        std::uint32_t size = 0;
        Value::Kind kind = Value::Kind::Null;
    };
    /// The first column's cell beside the row's number: sorting then seldom looks elsewhere.
    struct Entry {
        Cell cell;
        std::uint32_t row = 0;
    };
    [[nodiscard]] Cell cellOf(const Value &value, const SortRule &rule);
    [[nodiscard]] int compare(const Cell &a, const Cell &b) const;
    [[nodiscard]] bool isBefore(const Entry &a, const Entry &b) const;
    [[nodiscard]] bool isBeforeByTheRest(std::uint32_t a, std::uint32_t b) const;

    QList<SortRule> m_rules;
    std::vector<Entry> m_entries;
    std::vector<Cell> m_more; ///< of the second column and those after it, row by row
    std::string m_bytes;
};

} // namespace core
