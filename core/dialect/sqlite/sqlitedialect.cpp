// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/sqlite/sqlitedialect.h"

#include "core/base/wholenumber.h"
#include "core/dialect/sqlite/ddlwriter.h"
#include "core/dialect/sqlite/editsql.h"
#include "core/dialect/sqlite/facts.h"
#include "core/dialect/sqlite/introspect.h"
#include "core/dialect/sqlite/plannersql.h"
#include "core/dialect/sqlite/relatedsql.h"
#include "core/dialect/sqlite/rowsql.h"
#include "core/dialect/sqlite/samemeaning.h"
#include "core/dialect/sqlite/sqliteprobes.h"
#include "core/dialect/sqlite/types.h"
#include "core/dialect/sqlite/words.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

QString SqliteDialect::name() const
{
    return u"sqlite"_s;
}

LexRules SqliteDialect::lexRules() const
{
    return sqliteLexRules();
}

bool SqliteDialect::isKeyword(QStringView word) const
{
    return isSqliteKeyword(word);
}

QString SqliteDialect::identifier(const QString &name) const
{
    return sqliteIdentifier(name);
}

QString SqliteDialect::qualified(const QualifiedName &name) const
{
    return sqliteQualified(name);
}

QString SqliteDialect::literal(const Value &value) const
{
    return sqliteLiteral(value);
}

TypeFamily SqliteDialect::typeFamily(const QString &declaredType) const
{
    return sqliteTypeFamily(declaredType);
}

Value SqliteDialect::valueFromText(const QString &text, const QString &declaredType) const
{
    const Value value = sqliteValueFromText(text, declaredType);
    // SQLite's own conversion goes by way of a real; what a person types keeps its digits where the column has room.
    if (value.kind() == Value::Kind::Real && sqliteAffinity(declaredType) != SqliteAffinity::Real) {
        if (const auto whole = wholeNumberIn(text); whole && losesDigits(*whole, value.toReal()))
            return Value::integer(*whole);
    }
    return value;
}

Result<Schema> SqliteDialect::introspect(Database &database) const
{
    return introspectSqlite(database);
}

Result<QStringList> SqliteDialect::facts(Database &database) const
{
    return sqliteFacts(database);
}

Result<QMap<QString, qint64>> SqliteDialect::keyCounters(Database &database) const
{
    return sqliteKeyCounters(database);
}

RowIdentity SqliteDialect::identityOf(const Table &table) const
{
    return sqliteIdentityOf(table);
}

QList<Statement> SqliteDialect::createStatements(const Schema &schema) const
{
    return sqliteCreateStatements(schema);
}

QString SqliteDialect::createSql(const Table &table) const
{
    return sqliteCreateTable(table);
}

QString SqliteDialect::createSql(const View &view) const
{
    return sqliteCreateView(view);
}

QString SqliteDialect::createSql(const Index &index, const QualifiedName &table) const
{
    return sqliteCreateIndex(index, table);
}

QString SqliteDialect::createSql(const Trigger &trigger) const
{
    return sqliteCreateTrigger(trigger);
}

Result<std::shared_ptr<const RowSql>> SqliteDialect::rowSql(const Schema &schema, const RowQuery &query) const
{
    return sqliteRowSql(schema, query);
}

BoundSql SqliteDialect::rowByKey(const Table &table, const RowIdentity &identity, const RowKey &key) const
{
    return sqliteRowByKey(table, identity, key);
}

const RelationSql &SqliteDialect::relationSql() const
{
    static const SqliteRelationSql sql; // stateless, as the dialect
    return sql;
}

QString SqliteDialect::exactly(const QString &column, const Value &value, const QString &parameter,
                               QList<Parameter> &parameters) const
{
    return sqliteExactly(column, value, parameter, parameters);
}

QString SqliteDialect::keyIs(const Table &table, const QString &column, const Value &value, const QString &parameter,
                             QList<Parameter> &parameters) const
{
    return sqliteKeyIs(table, column, value, parameter, parameters);
}

QString SqliteDialect::nowSql(const TimeNotation &notation) const
{
    switch (notation.kind) {
    case TimeNotation::Kind::UnixSeconds:
        return u"CAST(strftime('%s', 'now') AS INTEGER)"_s;
    case TimeNotation::Kind::UnixMilliseconds: // %f is the second with three digits after the point
        return u"CAST(strftime('%s', 'now') || substr(strftime('%f', 'now'), 4) AS INTEGER)"_s;
    case TimeNotation::Kind::Text:
        break;
    }
    const QString shape = notation.dateOnly
        ? u"%Y-%m-%d"_s
        : u"%Y-%m-%d"_s + notation.separator + (notation.fraction ? u"%H:%M:%f"_s : u"%H:%M:%S"_s) + notation.zone;
    return u"strftime("_s + literal(Value::text(shape)) + u", 'now')"_s;
}

QString SqliteDialect::defaultSql(const Column &column) const
{
    return sqliteDefaultSql(column, *this);
}

Statement SqliteDialect::checkForeignKeysLater(const QString &because) const
{
    return sqliteCheckForeignKeysLater(because);
}

Script SqliteDialect::inTransaction(QString title, QList<Statement> body, ForeignKeys foreignKeys) const
{
    return sqliteInTransaction(std::move(title), std::move(body), foreignKeys);
}

const SchemaRules *SqliteDialect::schemaRules() const
{
    static const SqliteSchemaRules rules; // stateless, as the dialect
    return &rules;
}

const Planner *SqliteDialect::planner() const
{
    static const SqlitePlanner planner;
    return &planner;
}

const ProbeSql *SqliteDialect::probeSql() const
{
    static const SqliteProbeSql probes;
    return &probes;
}

} // namespace core
