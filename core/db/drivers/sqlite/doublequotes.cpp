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

    /// What a stored CREATE TABLE or CREATE INDEX does when it is carried out, and nothing beyond: the text is the file's
    /// word, and the file may be hostile.
    int allowedInScratch(void *, int action, const char *first, const char *second, const char *, const char *)
    {
        switch (action) {
        case SQLITE_CREATE_TABLE:
        case SQLITE_CREATE_INDEX:
        case SQLITE_REINDEX:
            return SQLITE_OK;
        case SQLITE_READ: // the texts' own columns too: of tables in this memory, without a row
            return SQLITE_OK;
        case SQLITE_INSERT:
        case SQLITE_UPDATE:
            return first && sqlite3_strnicmp(first, "sqlite_", 7) == 0 ? SQLITE_OK : SQLITE_DENY;
        case SQLITE_FUNCTION:
            return deniedAction(action, first, second).isEmpty() ? SQLITE_OK : SQLITE_DENY;
        default:
            return SQLITE_DENY;
        }
    }

    Scratch openScratch(SqliteDatabase &database)
    {
        sqlite3 *opened = nullptr;
        const int code = sqlite3_open_v2(":memory:", &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
        Scratch scratch(opened);
        if (code != SQLITE_OK || !setSwitches(opened, database.spec().mode))
            return {};
        setLimits(opened, database.spec().mode);
        sqlite3_limit(opened, SQLITE_LIMIT_ATTACHED, 0);
        sqlite3_set_authorizer(opened, allowedInScratch, nullptr);
        sqlite3_progress_handler(
            opened, 1000, [](void *d) { return static_cast<SqliteDatabase *>(d)->stopRequested() ? 1 : 0; }, &database);
        return scratch;
    }

    /// Runs the first statement of the text, as SQLite does with what it has stored: whatever follows is dead to it.
    bool creates(sqlite3 *scratch, const QByteArray &sql)
    {
        sqlite3_stmt *statement = nullptr;
        bool created = sqlite3_prepare_v2(scratch, sql.constData(), -1, &statement, nullptr) == SQLITE_OK && statement;
        created = created && sqlite3_step(statement) == SQLITE_DONE;
        sqlite3_finalize(statement);
        return created;
    }

    /// ALTER TABLE compiles the stored texts again, and then by the switch for DDL. They are tried in memory.
    bool needsForAltering(SqliteDatabase &database, const std::vector<Row> &objects)
    {
        const Scratch scratch = openScratch(database);
        if (!scratch)
            return false;
        for (const Row &object : objects) {
            const QByteArray sql = object.at(0).bytes();
            setSwitch(scratch.get(), SQLITE_DBCONFIG_DQS_DDL, false);
            if (creates(scratch.get(), sql))
                continue;
            setSwitch(scratch.get(), SQLITE_DBCONFIG_DQS_DDL, true);
            if (creates(scratch.get(), sql))
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
    if (needsForAltering(database, *written))
        setSwitch(database.handle(), SQLITE_DBCONFIG_DQS_DDL, true);
    return Done{};
}

} // namespace core::sqlite
