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
/// Takes 16 bytes a row and column, and of texts 16 more and their bytes. Sorts on two threads; used from one at a time.
class RowSorter {
public:
    explicit RowSorter(QList<SortRule> rules);

    /// The values of the next row, one per rule. Not after sorting has begun.
    void add(const Row &values);
    [[nodiscard]] size_t size() const { return m_entries.size(); }

    /// Puts the first rows in place: order(count) is final.
    void sortFirst(size_t count);
    /// Everything. False when `stop`, asked every some ten thousand rows, said so.
    [[nodiscard]] bool sortAll(const std::function<bool()> &stop);
    /// The first `count` rows, sorted: their numbers as they were added, from 0.
    [[nodiscard]] std::vector<std::uint32_t> order(size_t count) const;

private:
    /// One value, with the number of its row: sorting by the first column seldom looks elsewhere.
    struct Entry {
        std::uint64_t bits = 0; ///< the number; of text and blobs the first 8 bytes, so that most need no more
        std::uint32_t row = 0;
        Value::Kind kind = Value::Kind::Null;
    };
    struct Bytes {
        std::uint64_t offset = 0; ///< into m_bytes
        std::uint64_t size = 0;
    };
    /// Texts and blobs of one column, by row; as many as there are rows up to the last such value.
    using Extents = std::vector<Bytes>;

    [[nodiscard]] Entry entryOf(const Value &value, size_t column, std::uint32_t row);
    [[nodiscard]] int compare(const Entry &a, const Entry &b, size_t column) const;
    [[nodiscard]] int compareBytes(std::uint32_t a, std::uint32_t b, size_t column) const;
    void makeKeys();
    [[nodiscard]] bool isBefore(const Entry &a, const Entry &b) const;
    [[nodiscard]] bool isBeforeByKind(const Entry &a, const Entry &b) const;
    [[nodiscard]] bool sortPart(size_t first, size_t last, const std::function<bool()> &stop);
    [[nodiscard]] bool isBeforeByTheRest(std::uint32_t a, std::uint32_t b) const;

    QList<SortRule> m_rules;
    unsigned m_kinds = 0;   ///< seen in the first column, a bit each
    bool m_keysAreMade = false; ///< the first column's bits are in the order to sort by, but for NULLs
    std::vector<Entry> m_entries;
    std::vector<Entry> m_more;      ///< of the second column and those after it, row by row
    std::vector<Extents> m_extents; ///< per column
    std::string m_bytes;
};

} // namespace core
