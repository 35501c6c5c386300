// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/journalsql.h"

#include "core/dialect/sqlite/sqlitedialect.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

QList<Parameter> journalKey(const JournalRowKey &row)
{
    return {{u"hash"_s, Value::text(QString::fromLatin1(row.hash))}, {u"created_at"_s, Value::integer(row.createdAt)}};
}

} // namespace

QList<Statement> SqliteDialect::createTable(const QualifiedName &table, JournalShape shape) const
{
    // Column for column as drizzle-orm's own migrators create it, SERIAL included; or as wrangler does.
    const QString columns = shape == JournalShape::Wrangler
        ? u"id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL"_s
        : shape == JournalShape::Named ? u"id INTEGER PRIMARY KEY, hash text NOT NULL, created_at numeric, name text, "
                                         "applied_at TEXT"_s
                                       : u"id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric"_s;
    Statement s;
    s.sql = u"CREATE TABLE IF NOT EXISTS %1 (%2)"_s.arg(qualified(table), columns);
    s.purpose = u"make %1 journal table"_s.arg(shape == JournalShape::Wrangler ? u"wrangler's"_s : u"Drizzle's"_s);
    return {s};
}

Statement SqliteDialect::removeRow(const QualifiedName &table, const JournalRowKey &row) const
{
    Statement s;
    s.purpose = u"take the row out of the journal"_s;
    s.expect = TouchesRows{row.count};
    if (!row.name.isEmpty()) {
        s.sql = u"DELETE FROM %1 WHERE `name` = :name"_s.arg(qualified(table));
        s.parameters = {{u"name"_s, Value::text(row.name)}};
        return s;
    }
    // The newest of those that are the same: the older one may be a migration's.
    s.sql = u"DELETE FROM %1 WHERE rowid IN (SELECT rowid FROM %1 WHERE `hash` = :hash AND `created_at` = :created_at "
            "ORDER BY rowid DESC LIMIT :count)"_s.arg(qualified(table));
    s.parameters = journalKey(row);
    s.parameters += {u"count"_s, Value::integer(row.count)};
    return s;
}

Statement SqliteDialect::rewriteHash(const QualifiedName &table, const JournalRowKey &row, const QByteArray &hash) const
{
    Statement s;
    s.sql =
        u"UPDATE %1 SET `hash` = :new_hash WHERE `hash` = :hash AND `created_at` = :created_at"_s.arg(qualified(table));
    s.parameters = {{u"new_hash"_s, Value::text(QString::fromLatin1(hash))}};
    s.parameters += journalKey(row);
    s.purpose = u"give the journal the hash of the file as it is now"_s;
    s.expect = TouchesRows{row.count};
    return s;
}

Statement SqliteDialect::removeTable(const QualifiedName &table) const
{
    Statement s;
    s.sql = u"DROP TABLE IF EXISTS %1"_s.arg(qualified(table));
    s.purpose = u"drop the journal of migrations"_s;
    return s;
}

} // namespace core
