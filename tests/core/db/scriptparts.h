// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/scriptrunner.h"
#include "core/dialect/dialect.h"
#include "core/sql/script.h"

#include "support/jobs.h"
#include "support/tempdatabase.h"

/// Scripts for tests of the runner, and a database of two tables with a trigger and a cascade.
namespace scriptparts {

using namespace core;
using namespace Qt::Literals::StringLiterals;

inline Statement statement(const QString &sql, QList<Parameter> parameters = {}, Expectation expect = {})
{
    Statement s;
    s.sql = sql;
    s.parameters = std::move(parameters);
    s.expect = std::move(expect);
    return s;
}

inline const Dialect &dialect()
{
    return *dialectByName(u"sqlite"_s);
}

inline Script inTransaction(QList<Statement> body, Dialect::ForeignKeys keys = Dialect::ForeignKeys::Enforced)
{
    return dialect().inTransaction(u"test"_s, std::move(body), keys);
}

inline const QString twoTables =
    u"CREATE TABLE a(id INTEGER PRIMARY KEY, v);"
    "CREATE TABLE b(id INTEGER PRIMARY KEY, a REFERENCES a ON DELETE CASCADE);"
    "CREATE TABLE log(v);"
    "CREATE TRIGGER g AFTER UPDATE ON a BEGIN INSERT INTO log VALUES(new.v); END;"
    "INSERT INTO a VALUES(1, 'one'), (2, 'two'); INSERT INTO b VALUES(1, 1), (2, 1), (3, 2)"_s;

inline QString everything(const QString &path)
{
    QStringList all;
    for (const char *sql : {"SELECT * FROM a ORDER BY id", "SELECT * FROM b ORDER BY id", "SELECT * FROM log"})
        all += tempdatabase::rows(path, QString::fromLatin1(sql));
    return all.join(u'\n');
}

/// A database of its own that is open for writing, and a job that nobody cancels.
struct WritableDatabase {
    explicit WritableDatabase(const QString &sql = twoTables, int busyTimeout = 5000)
        : path(tempdatabase::make(dir, u"x.db"_s, sql))
        , opened(tempdatabase::open(path, ConnectionSpec::Mode::Write, busyTimeout))
    {
    }
    [[nodiscard]] Database &database() const { return **opened; }
    [[nodiscard]] Result<ScriptOutcome> run(const Script &script) { return runScript(database(), script, job); }
    [[nodiscard]] QString count(const QString &table) const ///< by plain SQLite
    {
        return tempdatabase::rows(path, u"SELECT count(*) FROM "_s + table).join(u' ');
    }

    QTemporaryDir dir;
    QString path;
    Result<std::unique_ptr<Database>> opened;
    TestJob job;
};

} // namespace scriptparts
