// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/database.h"

#include "core/db/lastingidentity.h"

#include "core/db/drivers/postgres/postgresdriver.h"
#include "core/db/drivers/sqlite/sqlitedriver.h"

#include <array>

namespace core {

Result<QString> lastingIdentity(Database &database)
{
    auto *known = dynamic_cast<LastingIdentity *>(&database);
    return known ? known->lastingIdentity() : Result<QString>(QString());
}

namespace {

    Result<std::unique_ptr<PreparedStatement>> prepared(Database &database, const QString &sql,
                                                        const QList<Value> &values)
    {
        auto statement = database.prepare(sql);
        RC_TRY(statement);
        for (int i = 0; i < values.size(); ++i)
            RC_TRY((*statement)->bind(i, values.at(i)));
        return statement;
    }

    Row rowOf(const PreparedStatement &statement)
    {
        Row row;
        const int columns = statement.columnCount();
        row.reserve(static_cast<size_t>(columns));
        for (int column = 0; column < columns; ++column)
            row.push_back(statement.column(column));
        return row;
    }

} // namespace

Result<std::vector<Row>> Database::query(const QString &sql, const QList<Value> &values)
{
    auto statement = prepared(*this, sql, values);
    RC_TRY(statement);
    std::vector<Row> rows;
    while (true) {
        const auto more = (*statement)->step();
        RC_TRY(more);
        if (!*more)
            return rows;
        rows.push_back(rowOf(**statement));
    }
}

Result<Value> Database::queryValue(const QString &sql, const QList<Value> &values)
{
    auto statement = prepared(*this, sql, values);
    RC_TRY(statement);
    const auto found = (*statement)->step();
    RC_TRY(found);
    return *found ? (*statement)->column(0) : Value::null();
}

Result<qint64> Database::run(const QString &sql, const QList<Value> &values)
{
    auto statement = prepared(*this, sql, values);
    RC_TRY(statement);
    for (bool more = true; more;) {
        const auto row = (*statement)->step();
        RC_TRY(row);
        more = *row;
    }
    return changes();
}

QString fileDriver()
{
    return SqliteDriver().name();
}

QString serverDriver()
{
    return PostgresDriver().name();
}

const Driver *driverByName(const QString &name)
{
    static const SqliteDriver sqlite;
    static const PostgresDriver postgres;
    static const std::array<const Driver *, 2> drivers{&sqlite, &postgres};
    for (const Driver *driver : drivers)
        if (driver->name() == name)
            return driver;
    return nullptr;
}

} // namespace core
