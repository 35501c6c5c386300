// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rows/rowsource.h"

#include <QHash>

#include <list>

namespace core {

/// The pages read last, by number; the least recently used go first. Not thread-safe.
class PageCache {
public:
    static constexpr size_t mostPages = 200; ///< about 25 MB at ten columns

    PageCache() = default;
    PageCache(const PageCache &) = delete; // the slots point into the list beside them
    PageCache &operator=(const PageCache &) = delete;

    struct Entry {
        RowPagePtr page;
        bool stale = false; ///< to be shown only until it has been read again
    };

    [[nodiscard]] const Entry *find(qint64 pageIndex); ///< and counts as use; valid until the next change
    void insert(qint64 pageIndex, RowPagePtr page);
    void markAllStale();
    void insertStale(const PageCache &other); ///< what another one holds, all of it stale
    /// Marks those pages that the test is true for; whether there were any.
    template <typename Test> bool markStaleIf(Test test)
    {
        bool any = false;
        for (auto it = m_pages.begin(); it != m_pages.end(); ++it) {
            if (!it->entry.stale && test(it.key(), *it->entry.page)) {
                it->entry.stale = true;
                any = true;
            }
        }
        return any;
    }
    [[nodiscard]] size_t size() const { return m_order.size(); }

private:
    struct Slot {
        Entry entry;
        std::list<qint64>::iterator use;
    };
    QHash<qint64, Slot> m_pages;
    std::list<qint64> m_order; ///< newest use first
};

} // namespace core
