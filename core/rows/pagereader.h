// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/database.h"
#include "core/rows/rowpositions.h"
#include "core/rows/rowsource.h"

#include <memory>

namespace core {

/// A statement kept compiled while its text stays the same; its values are bound anew each time. Lives on the
/// database's thread, within one job; the database keeps it compiled for the next one.
class ReusedStatement {
public:
    explicit ReusedStatement(Database &database)
        : m_database(database)
    {
    }
    /// Ready to be stepped; valid until the next call. reset() it when done: a statement half way holds a lock.
    [[nodiscard]] Result<PreparedStatement *> ready(const BoundSql &sql);
    /// The first row (empty: there is none), and the statement reset.
    [[nodiscard]] Result<Row> firstRow(const BoundSql &sql);

private:
    Database &m_database;
    QString m_sql;
    std::unique_ptr<PreparedStatement> m_statement;
};

/// Reads rows page by page, of each cell `cellLimit` bytes at most. First as if no cell were larger than
/// RowSql::largeBlob, which costs nothing where it holds; the rows of a page that has such a cell are read once more, with
/// those blobs set aside. On the database's thread, within one job; holds no lock between calls.
class PageReader {
public:
    PageReader(Database &database, const RowSql &sql, qint64 cellLimit);

    /// One page as the plan says (not NotKnownYet). Rows of a key list that are gone meanwhile stand there as NULLs with
    /// an empty key.
    [[nodiscard]] Result<RowPagePtr> read(qint64 pageIndex, const RowPositions::Plan &plan);
    /// The rows with these identities, in any order, as one page.
    [[nodiscard]] Result<RowPagePtr> rowsWith(const QList<Row> &keys);

private:
    using Cells = RowSql::Cells;
    using PagePtr = std::shared_ptr<RowPage>;
    template <typename SqlFor> [[nodiscard]] Result<PagePtr> rows(SqlFor sqlFor);
    [[nodiscard]] Result<PagePtr> filled(const RowSql::PageSql &sql, bool cut);
    [[nodiscard]] Result<PagePtr> inOrder(const QList<Row> &keys);

    Database &m_database;
    const RowSql &m_sql;
    qint64 m_cellLimit;
    ReusedStatement m_plain;
    ReusedStatement m_aside;
    ReusedStatement m_keys;
    ReusedStatement m_sizes;
};

} // namespace core
