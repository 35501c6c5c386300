// SPDX-License-Identifier: GPL-3.0-or-later
// PostgresDialect: the journal of migrations, as drizzle-orm's own migrators keep it.
#include "core/dialect/postgres/postgresdialect.h"
#include "core/dialect/postgres/postgreswords.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

Statement journalStatement(const QString &sql, const QString &purpose)
{
    Statement s;
    s.sql = sql;
    s.purpose = purpose;
    return s;
}

QList<Parameter> postgresJournalKey(const JournalRowKey &row)
{
    return {{u"hash"_s, Value::text(QString::fromLatin1(row.hash))}, {u"created_at"_s, Value::integer(row.createdAt)}};
}

} // namespace

QList<Statement> PostgresDialect::createTable(const QualifiedName &table, JournalShape shape) const
{
    QList<Statement> made;
    if (!table.schema.isEmpty())
        made += journalStatement(u"CREATE SCHEMA IF NOT EXISTS "_s + postgresIdentifier(table.schema),
                                 u"make the schema of Drizzle's journal"_s);
    QString columns = u"id SERIAL PRIMARY KEY, hash text NOT NULL, created_at bigint"_s;
    if (shape != JournalShape::Classic)
        columns += u", name text, applied_at timestamp with time zone DEFAULT now()"_s;
    made += journalStatement(u"CREATE TABLE IF NOT EXISTS %1 (%2)"_s.arg(postgresQualified(table), columns),
                             u"make Drizzle's journal table"_s);
    return made;
}

QList<Statement> PostgresDialect::holdTable(const QualifiedName &table) const
{
    return {journalStatement(u"LOCK TABLE %1 IN SHARE ROW EXCLUSIVE MODE"_s.arg(postgresQualified(table)),
                             u"wait for whoever is migrating, and let nobody else begin"_s)};
}

bool PostgresDialect::datesRows() const
{
    return true;
}

Statement PostgresDialect::removeRow(const QualifiedName &table, const JournalRowKey &row) const
{
    // The newest of those that are the same: the older one may be a migration's.
    Statement s = journalStatement(
        uR"(DELETE FROM %1 WHERE "id" IN (SELECT "id" FROM %1 WHERE "hash" = :hash AND "created_at" = :created_at )"
        uR"(ORDER BY "id" DESC LIMIT :count))"_s.arg(postgresQualified(table)),
        u"take the row out of the journal"_s);
    s.parameters = postgresJournalKey(row);
    s.parameters += {u"count"_s, Value::integer(row.count)};
    s.expect = TouchesRows{row.count};
    return s;
}

Statement PostgresDialect::rewriteHash(const QualifiedName &table, const JournalRowKey &row,
                                       const QByteArray &hash) const
{
    Statement s = journalStatement(
        uR"(UPDATE %1 SET "hash" = :new_hash WHERE "hash" = :hash AND "created_at" = :created_at)"_s.arg(
            postgresQualified(table)),
        u"give the journal the hash of the file as it is now"_s);
    s.parameters = {{u"new_hash"_s, Value::text(QString::fromLatin1(hash))}};
    s.parameters += postgresJournalKey(row);
    s.expect = TouchesRows{row.count};
    return s;
}

Statement PostgresDialect::removeTable(const QualifiedName &table) const
{
    return journalStatement(u"DROP TABLE IF EXISTS "_s + postgresQualified(table), u"drop the journal of migrations"_s);
}

} // namespace core
