// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/database.h"
#include "core/db/drivers/postgres/postgresrow.h"
#include "core/db/drivers/postgres/postgrestext.h"

#include <deque>

namespace core::postgres {

class PostgresDatabase;

/// A statement that the server parses each time it runs, so that a pooler may give each transaction another server:
/// what is wrong with it shows at the first step, and columns are known after it.
/// Rows come one by one. When another statement runs meanwhile, the rest of this one's is fetched first.
class PostgresStatement final : public PreparedStatement {
public:
    /// The rows put aside for a statement take no more than this.
    static constexpr qint64 keptAtMost = qint64(512) << 20;

    PostgresStatement(PostgresDatabase &database, QString sql, PgText text);
    ~PostgresStatement() override;
    PostgresStatement(const PostgresStatement &) = delete;
    PostgresStatement &operator=(const PostgresStatement &) = delete;

    Result<Done> bind(int index, const Value &value) override;
    [[nodiscard]] int parameterIndex(const QString &name) const override;
    [[nodiscard]] int parameterCount() const override { return static_cast<int>(m_text.names.size()); }
    Result<bool> step() override;
    void reset() override;
    [[nodiscard]] int columnCount() const override { return static_cast<int>(m_columns.size()); }
    [[nodiscard]] QString columnName(int column) const override { return m_columns.at(column).name; }
    [[nodiscard]] Value::Kind columnKind(int column) const override;
    [[nodiscard]] Value column(int column) const override;
    [[nodiscard]] CellStart columnStart(int column, qint64 limit) const override;
    [[nodiscard]] bool isReadOnly() const override { return m_text.kind.isReadOnly; } ///< by its words only
    [[nodiscard]] quint64 cellHash(int column, quint64 seed) const override;

    // For the database.
    void keepRest(); ///< fetches what is still to come, so that the connection is free
    [[nodiscard]] const QString &sql() const { return m_sql; }
    [[nodiscard]] const PgText &text() const { return m_text; }

private:
    struct ResultColumn {
        QString name;
        Oid type = 0;
        int modifier = -1;
        Value::Kind kind = Value::Kind::Null;
        QString typeName;
    };
    enum class State { Idle, Coming, Kept };

    [[nodiscard]] Result<bool> fetch();
    [[nodiscard]] Result<bool> takeRow(PgResult result);
    [[nodiscard]] Result<bool> takeEnd(const PgResult &result);
    [[nodiscard]] Result<bool> nextKept();
    [[nodiscard]] Result<Done> withinLimit() const;
    void readColumns(const PGresult *result);
    [[nodiscard]] bool nameTypes(); ///< false: some have to be asked for
    void askForTypes();
    void keepNext(qint64 &bytes);

    PostgresDatabase &m_database;
    const QString m_sql;
    const PgText m_text;
    QList<Value> m_bound;
    State m_state = State::Idle;
    QList<ResultColumn> m_columns;
    bool m_named = false; ///< the columns' types are
    PgRow m_row;
    std::deque<PgRow> m_rest;
    std::optional<Error> m_restError; ///< what comes after the rows put aside
};

} // namespace core::postgres
