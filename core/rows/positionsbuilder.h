// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/connection.h"
#include "core/rows/pagereader.h"
#include "core/rows/rowreading.h"

#include <QElapsedTimer>

#include <functional>

namespace core {

/// Finds out where the rows of a query are: a background job. Every statement is short (a few milliseconds) and reset
/// before the next, so that a writer in another program never waits for us. Two things take one long statement: a count
/// where nothing tells rows apart (views), given up after some seconds where it would hold writers up, so that the
/// count stays inexact; and a sort that only the database can do (RowSql::allKeys). A busy database is waited for.
class PositionsBuilder {
public:
    /// `published` is called on this thread when the shared positions have advanced.
    PositionsBuilder(Database &database, const JobContext &context, RowReading &reading,
                     std::function<void()> published);

    /// Error::cancelled() when the reading was abandoned.
    [[nodiscard]] Result<Done> build();

private:
    [[nodiscard]] Result<Done> buildAnchors();
    [[nodiscard]] Result<Done> buildFiltered();
    [[nodiscard]] Result<Done> buildSorted(const QList<SortRule> &rules);
    [[nodiscard]] Result<Done> buildByDatabase();
    [[nodiscard]] Result<Done> countRows();
    template <typename Take> [[nodiscard]] Result<Done> eachRow(const BoundSql &sql, Take take);
    [[nodiscard]] Result<Done> takeAnchors(const BoundSql &sql);
    [[nodiscard]] Result<Done> takeKeys(int width, bool asTheyCome);

    [[nodiscard]] bool isStopped() const;
    [[nodiscard]] Result<Row> firstRow(ReusedStatement &statement, const BoundSql &sql);
    /// Works on the shared positions, or, in a refresh, on those that will replace them.
    template <typename Change> void update(Change change);
    void publishIfDue();
    void finish(qint64 rows);
    void finishUncounted(); ///< the count stays "so far"

    Database &m_database;
    const JobContext &m_context;
    RowReading &m_reading;
    const RowSql &m_sql;
    std::function<void()> m_published;
    RowPositions m_next;
    QElapsedTimer m_sincePublished;
};

} // namespace core
