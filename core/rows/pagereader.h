// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/database.h"
#include "core/rows/rowpositions.h"
#include "core/rows/rowsource.h"

#include <memory>

namespace core {

/// A statement kept compiled while its text stays the same; its values are bound anew each time. Lives on the
/// database's thread, within one job.
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

/// Reads one page as the plan says (not NotKnownYet). On the database's thread; holds nothing afterwards.
/// Rows of a key list that are gone meanwhile stand there as NULLs with an empty key.
[[nodiscard]] Result<RowPagePtr> readPage(ReusedStatement &statement, const RowSql &sql, qint64 pageIndex,
                                          const RowPositions::Plan &plan);

} // namespace core
