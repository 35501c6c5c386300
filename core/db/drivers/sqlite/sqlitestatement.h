// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/database.h"

struct sqlite3_stmt;

namespace core::sqlite {

class SqliteDatabase;

/// A sqlite3_stmt with exact Values. What is bound stays here as long as SQLite points to it.
class SqliteStatement final : public PreparedStatement {
public:
    SqliteStatement(SqliteDatabase &database, sqlite3_stmt *statement);
    ~SqliteStatement() override;
    SqliteStatement(const SqliteStatement &) = delete;
    SqliteStatement &operator=(const SqliteStatement &) = delete;
    void keepAtEnd() { m_kept = true; } ///< the database has it then, for whoever prepares the same text next

    Result<Done> bind(int index, const Value &value) override;
    [[nodiscard]] int parameterIndex(const QString &name) const override;
    [[nodiscard]] int parameterCount() const override;
    Result<bool> step() override;
    void reset() override;
    [[nodiscard]] int columnCount() const override;
    [[nodiscard]] QString columnName(int column) const override;
    [[nodiscard]] Value::Kind columnKind(int column) const override;
    [[nodiscard]] Value column(int column) const override;
    [[nodiscard]] CellStart columnStart(int column, qint64 limit) const override;
    [[nodiscard]] bool isReadOnly() const override;
    [[nodiscard]] quint64 cellHash(int column, quint64 seed) const override;

private:
    [[nodiscard]] int bindNative(int position, const Value &value);
    [[nodiscard]] const char *dataOf(int column, bool text) const;
    [[nodiscard]] QByteArray bytesOf(int column, bool text) const;
    [[nodiscard]] Error failure(int code);

    SqliteDatabase &m_database;
    sqlite3_stmt *m_statement;
    QList<Value> m_bound;
    qint64 m_changesBefore = 0;
    bool m_running = false;
    bool m_kept = false;
    mutable bool m_outOfMemory = false; ///< a cell of this row could not be had: the next step says so
};

} // namespace core::sqlite
