// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/connection.h"
#include "core/rows/pagereader.h"
#include "core/rows/rowreading.h"

#include <functional>
#include <optional>

namespace core {

/// Reads the pages that are wanted, the newest request first, until none is: a job on the reader's connection.
/// A page that takes long (views) gives way to a newer request, and, where reading holds writers up, to the writers.
class PagePump {
public:
    /// What there is to say, on the job's thread.
    struct Tell {
        std::function<void(qint64 pageIndex, qint64 microseconds, bool positionsToo)> read; ///< it is in the cache
        std::function<void()> positions; ///< more is known of where rows are
        std::function<void(const Error &)> failed;
        std::function<void()> tryLater; ///< what is wanted could not be read now
    };

    PagePump(Database &database, const JobContext &context, RowReading &reading, Tell tell);
    [[nodiscard]] Result<Done> run();

private:
    struct Order {
        qint64 index = 0;
        RowPositions::Plan plan;
        bool mayBeLong = false; ///< rows are counted off
        int revision = 0;       ///< of the reading, when it began
    };
    [[nodiscard]] std::optional<Order> next();
    [[nodiscard]] Result<Done> read(const Order &order);
    [[nodiscard]] bool mustStop(const Order &order, qint64 milliseconds);
    [[nodiscard]] Result<Done> takeStop(const Order &order);
    [[nodiscard]] Result<Done> takeError(const Order &order, const Error &error);
    /// What a page tells of the rows as a whole.
    struct Noted {
        bool positions = false;
        bool mayGuess = false; ///< how many there are, before they are counted
    };
    [[nodiscard]] Noted noteFirstPage(qint64 index, const RowPagePtr &page);
    void guess(const RowPage &page);
    void takeEstimate();

    Database &m_database;
    const JobContext &m_context;
    RowReading &m_reading;
    Tell m_tell;
    PageReader m_reader;
    ReusedStatement m_span;
    ReusedStatement m_estimate;
    std::optional<bool> m_holdsUpWriters; ///< none: not asked yet
};

} // namespace core
