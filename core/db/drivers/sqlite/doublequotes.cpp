// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/drivers/sqlite/sqlitedatabase.h"
#include "core/db/drivers/sqlite/sqlitehandle.h"

#include <sqlite3.h>

namespace core::sqlite {

using namespace Qt::Literals::StringLiterals;

namespace {

    struct Closer {
        void operator()(sqlite3 *handle) const { sqlite3_close(handle); }
    };
    using Scratch = std::unique_ptr<sqlite3, Closer>;

    QString quoted(QString name)
    {
        return u'"' + name.replace(u'"', u"\"\""_s) + u'"';
    }

    /// The statements that compile a view's or trigger's text, without running it.
    QStringList probes(SqliteDatabase &database, const QString &type, const QString &name, const QString &table)
    {
        if (type == u"view")
            return {u"SELECT * FROM "_s + quoted(name)};
        QStringList sets;
        const auto columns = database.query(u"SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0"_s,
                                            {Value::text(table)});
        if (columns)
            for (const Row &row : *columns) {
                const QString column = quoted(QString::fromUtf8(row.at(0).bytes()));
                sets += column + u" = "_s + column;
            }
        QStringList statements{u"DELETE FROM "_s + quoted(table),
                               u"INSERT INTO "_s + quoted(table) + u" DEFAULT VALUES"_s};
        if (!sets.isEmpty())
            statements += u"UPDATE "_s + quoted(table) + u" SET "_s + sets.join(u", "_s);
        return statements;
    }

    bool compiles(sqlite3 *handle, const QString &sql)
    {
        sqlite3_stmt *statement = nullptr;
        const int code = sqlite3_prepare_v2(handle, sql.toUtf8().constData(), -1, &statement, nullptr);
        sqlite3_finalize(statement);
        return code == SQLITE_OK;
    }

    void setSwitch(sqlite3 *handle, int option, bool on)
    {
        sqlite3_db_config(handle, option, on ? 1 : 0, nullptr);
    }

    bool needsForReading(SqliteDatabase &database, const std::vector<Row> &objects)
    {
        sqlite3 *handle = database.handle();
        for (const Row &object : objects) {
            const auto text = [&object](size_t column) { return QString::fromUtf8(object.at(column).bytes()); };
            for (const QString &probe : probes(database, text(0), text(1), text(2))) {
                if (compiles(handle, probe))
                    continue;
                setSwitch(handle, SQLITE_DBCONFIG_DQS_DML, true);
                const bool helps = compiles(handle, probe);
                setSwitch(handle, SQLITE_DBCONFIG_DQS_DML, false);
                if (helps)
                    return true;
            }
        }
        return false;
    }

    bool creates(const Scratch &scratch, const QByteArray &sql)
    {
        return sqlite3_exec(scratch.get(), sql.constData(), nullptr, nullptr, nullptr) == SQLITE_OK;
    }

    /// ALTER TABLE compiles the stored texts again, and then by the switch for DDL. They are tried in memory.
    bool needsForAltering(const std::vector<Row> &objects)
    {
        sqlite3 *opened = nullptr;
        if (sqlite3_open(":memory:", &opened) != SQLITE_OK) {
            sqlite3_close(opened);
            return false;
        }
        const Scratch scratch(opened);
        for (const Row &object : objects) {
            const QByteArray sql = object.at(0).bytes();
            setSwitch(opened, SQLITE_DBCONFIG_DQS_DDL, false);
            if (creates(scratch, sql))
                continue;
            setSwitch(opened, SQLITE_DBCONFIG_DQS_DDL, true);
            if (creates(scratch, sql))
                return true;
        }
        return false;
    }

} // namespace

Result<Done> allowDoubleQuotedStringsIfNeeded(SqliteDatabase &database)
{
    const auto read = database.query(u"SELECT type, name, tbl_name FROM sqlite_schema"
                                     " WHERE type IN ('view', 'trigger') AND instr(sql, '\"')"_s);
    RC_TRY(read);
    if (needsForReading(database, *read))
        setSwitch(database.handle(), SQLITE_DBCONFIG_DQS_DML, true);
    if (database.spec().isReadOnly())
        return Done{};

    // Tables first, with those that an index stands on; whether each matters is seen by trying.
    const auto written = database.query(
        u"SELECT sql FROM sqlite_schema AS s WHERE type IN ('table', 'index') AND sql IS NOT NULL AND ("
        " (type = 'index' AND instr(sql, '\"')) OR (type = 'table' AND ("
        "  (instr(sql, '\"') AND (sql LIKE '%check%' OR sql LIKE '% as%(%'))"
        "  OR EXISTS (SELECT 1 FROM sqlite_schema AS i WHERE i.type = 'index' AND i.tbl_name = s.name"
        "             AND instr(i.sql, '\"')))))"
        " ORDER BY type DESC"_s);
    RC_TRY(written);
    if (needsForAltering(*written))
        setSwitch(database.handle(), SQLITE_DBCONFIG_DQS_DDL, true);
    return Done{};
}

} // namespace core::sqlite
