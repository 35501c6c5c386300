// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/dmlwriter.h"

#include "support/scratchdb.h"
#include "support/verify.h"

/// Staged edits on a database of the test's own, as the script that writes them.
namespace dmlfixture {

using namespace core;
using namespace Qt::Literals::StringLiterals;

inline QualifiedName named(const QString &table)
{
    return {{}, table};
}
inline RowKey keyOf(qint64 id)
{
    return {{Value::integer(id)}};
}
inline NewValue text(const QString &value)
{
    return Value::text(value);
}
inline NewValue number(qint64 value)
{
    return Value::integer(value);
}

inline SetCell set(const QString &table, qint64 id, const QString &column, const Value &base, const NewValue &value)
{
    return {named(table), keyOf(id), column, base, value, -1};
}

/// A database of its own, its schema, and staged edits.
struct Fixture {
    explicit Fixture(const QString &sql)
        : database(scratch::open(scratch::makeDatabase(dir, u"t.db"_s, sql)))
    {
        if (database && (*database)->execute(u"PRAGMA synchronous = OFF"_s)) // many small scripts
            schema = scratch::sqlite().introspect(**database);
    }

    Result<Script> script() const { return editScript(*schema, changes, scratch::sqlite(), stamps); }
    Result<Done> apply()
    {
        const auto written = script();
        if (!written)
            return written.error();
        return scratch::run(**database, *written);
    }
    std::vector<Row> rows(const QString &sql) { return (*database)->query(sql).value(); }
    QStringList column(const QString &sql)
    {
        QStringList values;
        for (const Row &row : rows(sql))
            values.append(row.front().display());
        return values;
    }

    QTemporaryDir dir;
    Result<std::unique_ptr<Database>> database;
    Result<Schema> schema = Error::invalid(u"not read"_s);
    ChangeSet changes;
    UpdateStamps stamps;
};

#define READY(fixture)                                                                                                 \
    do {                                                                                                               \
        VERIFY_OK((fixture).database);                                                                                 \
        VERIFY_OK((fixture).schema);                                                                                   \
    } while (false)

inline QStringList bodies(const Script &script)
{
    QStringList out;
    for (const Statement &statement : script.statements) {
        if (statement.role == Statement::Role::Body)
            out.append(rendered(statement, scratch::sqlite()));
    }
    return out;
}

} // namespace dmlfixture
