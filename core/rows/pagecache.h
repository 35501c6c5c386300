// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rows/rowsource.h"

#include <list>
#include <unordered_map>

namespace core {

/// The pages read last, by number; the least recently used go first. Not thread-safe.
class PageCache {
public:
    static constexpr size_t mostBytes = 12 << 20; ///< about a hundred pages of ten columns
    static constexpr size_t fewestPages = 8;      ///< kept however large they are: those in sight, and their neighbours

    struct Entry {
        RowPagePtr page;
        bool stale = false; ///< to be shown only until it has been read again
    };

    PageCache() = default;
    PageCache(const PageCache &) = delete; // the index points into the list beside it
    PageCache &operator=(const PageCache &) = delete;

    [[nodiscard]] const Entry *find(qint64 pageIndex); ///< and counts as use; valid until the next change
    void insert(qint64 pageIndex, RowPagePtr page, bool stale = false);
    void markAllStale();
    void insertStale(const PageCache &other); ///< what another one holds, all of it stale
    /// Marks those pages that the test is true for; whether there were any.
    template <typename Test> bool markStaleIf(Test test)
    {
        bool any = false;
        for (Slot &slot : m_slots) {
            if (!slot.entry.stale && test(slot.index, *slot.entry.page)) {
                slot.entry.stale = true;
                any = true;
            }
        }
        return any;
    }
    [[nodiscard]] size_t size() const { return m_slots.size(); }
    [[nodiscard]] size_t bytes() const { return m_bytes; }

private:
    struct Slot {
        qint64 index = 0;
        Entry entry;
        size_t bytes = 0;
    };
    std::list<Slot> m_slots; ///< newest use first
    std::unordered_map<qint64, std::list<Slot>::iterator> m_index;
    size_t m_bytes = 0;
};

} // namespace core
