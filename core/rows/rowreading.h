// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rows/pagecache.h"
#include "core/rows/rowpositions.h"

#include <QSet>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>

namespace core {

/// What the window's thread and the connections' threads share about one query. A new query gets a new one; answers
/// to the old find `abandoned` set, or land where nobody looks. That is the whole generation token.
struct RowReading {
    explicit RowReading(std::shared_ptr<const RowSql> rowSql)
        : sql(std::move(rowSql))
        , positions(*sql)
    {
    }
    static constexpr size_t mostWanted = 24;
    // Where reading holds writers up, a long statement is stopped and tried again with twice the time, in milliseconds.
    // Four seconds: most programs that write wait five.
    static constexpr qint64 firstHold = 250;
    static constexpr qint64 longestHold = 4000;

    const std::shared_ptr<const RowSql> sql;
    std::atomic<bool> abandoned = false;

    std::mutex mutex; ///< guards all below; held for moments, never while a statement runs
    std::condition_variable pageArrived;
    PageCache cache;
    std::deque<qint64> wanted; ///< newest request first
    QSet<qint64> failedPages;  ///< not asked for again until something changes
    bool pumping = false;      ///< a job reads what is wanted
    qint64 beingRead = -1;     ///< the page it is at
    int revision = 0;          ///< counts up when pages read before are out of date, also one that is being read
    bool newerWanted = false;  ///< asked for since it began with that page
    qint64 hold = firstHold;   ///< how long a page may take where reading holds writers up
    bool refusedAny = false;   ///< a page was wanted whose place is not known yet
    /// Where rows are. In a refresh the old knowledge, until the new is complete.
    RowPositions positions;
    bool refreshing = false;
};

} // namespace core
