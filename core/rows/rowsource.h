// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/base/value.h"
#include "core/query/filter.h"
#include "core/query/rowkey.h"
#include "core/schema/schema.h"

#include <QFuture>
#include <QObject>

#include <memory>
#include <optional>
#include <vector>

namespace core {

/// A run of rows as read: cells row by row, columns in the order of RowSource::columns(). Shared, never changed.
/// A cell cut at the cell limit carries its full size in `cutSizes`; it must be read whole before it is edited.
struct RowPage {
    qint64 firstRow = 0;
    int rowCount = 0;
    int columnCount = 0;
    std::vector<Value> cells;             ///< rowCount × columnCount
    std::vector<RowKey> keys;             ///< one per row; empty keys when the table has no identity
    std::vector<std::pair<int, qint64>> cutSizes; ///< (index into cells, full size in bytes), sorted by index
    bool approximate = false;             ///< shown at a guessed position, to be replaced

    [[nodiscard]] const Value &cell(int row, int column) const
    {
        return cells[static_cast<size_t>(row) * static_cast<size_t>(columnCount) + static_cast<size_t>(column)];
    }
    [[nodiscard]] std::optional<qint64> cutSize(int row, int column) const; ///< none: the cell is whole
};
using RowPagePtr = std::shared_ptr<const RowPage>;

struct RowCount {
    qint64 rows = 0;
    bool exact = false; ///< false: an estimate, or "so far"
    friend bool operator==(const RowCount &, const RowCount &) = default;
};

/// Random access into the rows of a RowQuery: row n for any n without reading what lies before it, asynchronous,
/// cancellable, without per-row state. Lives on the thread that asks (the window's) and never blocks it.
class RowSource : public QObject {
    Q_OBJECT

public:
    static constexpr int pageRows = 128;
    static constexpr qint64 cellLimit = 4096; ///< bytes read of a text or blob cell

    using QObject::QObject;

    [[nodiscard]] virtual const RowQuery &query() const = 0;
    [[nodiscard]] virtual const QList<Column> &columns() const = 0; ///< those shown, in order
    [[nodiscard]] virtual const RowIdentity &identity() const = 0;
    [[nodiscard]] virtual RowCount count() const = 0;
    /// Counting, anchoring, filtering or sorting. When it is not, an inexact count will stay so.
    [[nodiscard]] virtual bool isBusy() const { return false; }

    /// The page with rows pageIndex × pageRows …, if it is there; else nullptr, and it is asked for (newest request
    /// first; at most some dozens wait, older ones are dropped).
    [[nodiscard]] virtual RowPagePtr page(qint64 pageIndex) = 0;
    /// As page(), but waits up to `milliseconds` for it. At most once per frame.
    [[nodiscard]] virtual RowPagePtr waitForPage(qint64 pageIndex, int milliseconds) = 0;

    /// At which row of the query's order the row with that key stands; none when it is not among its rows, or when
    /// rows are only found by counting. Comes once positions are known; Error::cancelled() when the query has changed
    /// meanwhile: ask again.
    [[nodiscard]] virtual QFuture<Result<std::optional<qint64>>> positionOf(const RowKey &key) = 0;

    virtual void setQuery(const RowQuery &query) = 0; ///< drops pages and work of the old one; keeps the object
    virtual void refresh() = 0; ///< reads again, keeping old pages on view until new ones are there
    /// Gives up counting, filtering, sorting and reading what takes long. What was found so far stays, and so does the
    /// query; refresh() or another query begins anew. False when there was nothing to give up.
    virtual bool stop() { return false; }

Q_SIGNALS:
    void pageReady(qint64 pageIndex);
    void countChanged(core::RowCount count);
    void columnsChanged(); ///< after setQuery with other columns: everything shown is void
    void pagesDropped();   ///< what page() returned before is out of date; ask again
    void failed(const core::Error &error);
    void busyChanged(bool busy); ///< counting, anchoring, filtering or sorting in the background
    void readTimed(qint64 microseconds); ///< how long the last page took to read
};

} // namespace core
