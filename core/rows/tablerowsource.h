// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/connection.h"
#include "core/dialect/dialect.h"
#include "core/rows/rowsource.h"

#include <QFuture>

namespace core {

struct RowReading;

/// The rows of a table or view, over two connections: pages come through `reader`, what takes time (anchors, counts,
/// filters, sorts) runs on `background`. Both may be shared with other sources. No cursor or transaction outlives a
/// statement, and no statement holds up writers for longer than some seconds: a page or a count that needs more (views)
/// is given up where readers block writers. Lives on the window's thread; what runs for it is cancelled by setQuery() and destruction.
///
/// A busy database is asked again while the old pages stay; failed() is for what will not go away by itself.
/// A refresh() keeps pages, counts and places until better ones are there.
class TableRowSource final : public RowSource {
    Q_OBJECT

public:
    TableRowSource(ConnectionPtr reader, ConnectionPtr background, SchemaPtr schema, const Dialect &dialect,
                   const RowQuery &query, QObject *parent = nullptr);
    ~TableRowSource() override;

    [[nodiscard]] const RowQuery &query() const override { return m_query; }
    [[nodiscard]] const QList<Column> &columns() const override { return m_columns; }
    [[nodiscard]] const RowIdentity &identity() const override { return m_identity; }
    [[nodiscard]] RowCount count() const override { return m_count; }
    [[nodiscard]] bool isBusy() const override { return m_busy; }
    [[nodiscard]] RowPagePtr page(qint64 pageIndex) override;
    [[nodiscard]] RowPagePtr waitForPage(qint64 pageIndex, int milliseconds) override;
    [[nodiscard]] QFuture<Result<std::optional<qint64>>> positionOf(const RowKey &key) override;

    void setQuery(const RowQuery &query) override;
    void refresh() override;
    bool stop() override;
    /// After a change of the database's schema: the same query, understood anew.
    void setSchema(SchemaPtr schema);

private:
    class Messenger;
    using ReadingPtr = std::shared_ptr<RowReading>;

    void begin();
    void abandon();
    void startBuilding();
    void startPump();
    void setBusy(bool busy);
    void takePositions();
    void takeFailure(const Error &error);
    void takeBuilt(const Result<Done> &result);
    void pumpLater();

    ConnectionPtr m_reader;
    ConnectionPtr m_background;
    SchemaPtr m_schema;
    const Dialect &m_dialect;
    RowQuery m_query;
    QList<Column> m_columns;
    RowIdentity m_identity;
    RowCount m_count;
    bool m_busy = false;
    bool m_refreshAgain = false;
    ReadingPtr m_reading; ///< none when the query cannot be read at all
    std::shared_ptr<Messenger> m_messenger;
    QFuture<Result<Done>> m_pump;
    QFuture<Result<Done>> m_building;
};

} // namespace core
