// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgres/postgresdialect.h"

#include "core/dialect/postgres/ddl.h"
#include "core/dialect/postgres/introspect.h"
#include "core/dialect/postgres/planner.h"
#include "core/dialect/postgres/postgresedits.h"
#include "core/dialect/postgres/postgresfacts.h"
#include "core/dialect/postgres/postgresprobes.h"
#include "core/dialect/postgres/postgresrelationsql.h"
#include "core/dialect/postgres/postgresrows.h"
#include "core/dialect/postgres/postgresscratch.h"
#include "core/dialect/postgres/postgrestypes.h"
#include "core/dialect/postgres/postgreswords.h"
#include "core/dialect/postgres/samemeaning.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

QString PostgresDialect::name() const
{
    return u"postgres"_s;
}

LexRules PostgresDialect::lexRules() const
{
    return postgresLexRules();
}

bool PostgresDialect::isKeyword(QStringView word) const
{
    return isPostgresKeyword(word);
}

QString PostgresDialect::identifier(const QString &name) const
{
    return postgresIdentifier(name);
}

QString PostgresDialect::qualified(const QualifiedName &name) const
{
    return postgresQualified(name);
}

QString PostgresDialect::literal(const Value &value) const
{
    return postgresLiteral(value);
}

TypeFamily PostgresDialect::typeFamily(const QString &declaredType) const
{
    return postgresTypeFamily(declaredType);
}

Value PostgresDialect::valueFromText(const QString &text, const QString &declaredType) const
{
    return postgresValueFromText(text, declaredType);
}

QString PostgresDialect::whyTypeRefuses(const Value &value, const QString &declaredType) const
{
    return postgresWhyTypeRefuses(value, declaredType);
}

Result<Schema> PostgresDialect::introspect(Database &database) const
{
    return introspectPostgres(database);
}

Result<QStringList> PostgresDialect::facts(Database &database) const
{
    return postgresFacts(database);
}

RowIdentity PostgresDialect::identityOf(const Table &table) const
{
    return postgresIdentityOf(table);
}

QList<Statement> PostgresDialect::createStatements(const Schema &schema) const
{
    return postgresCreateStatements(schema);
}

QString PostgresDialect::createSql(const Table &table) const
{
    return postgresCreateTable(table);
}

QString PostgresDialect::createSql(const View &view) const
{
    return postgresCreateView(view);
}

QString PostgresDialect::createSql(const Index &index, const QualifiedName &table) const
{
    return postgresCreateIndex(index, table);
}

QString PostgresDialect::createSql(const Trigger &trigger) const
{
    return postgresCreateTrigger(trigger);
}

Result<std::shared_ptr<const RowSql>> PostgresDialect::rowSql(const Schema &schema, const RowQuery &query) const
{
    return postgresRowSql(schema, query);
}

BoundSql PostgresDialect::rowByKey(const Table &table, const RowIdentity &identity, const RowKey &key) const
{
    return postgresRowByKey(table, identity, key);
}

const RelationSql &PostgresDialect::relationSql() const
{
    static const PostgresRelationSql sql; // stateless, as the dialect
    return sql;
}

QString PostgresDialect::exactly(const QString &column, const Value &value, const QString &parameter,
                                 QList<Parameter> &parameters) const
{
    return postgresExactly(column, value, parameter, parameters);
}

QString PostgresDialect::nowSql(const TimeNotation &notation) const
{
    return postgresNowSql(notation);
}

QString PostgresDialect::keyIs(const Table &table, const QString &column, const Value &value, const QString &parameter,
                               QList<Parameter> &parameters) const
{
    return postgresKeyIs(table, column, value, parameter, parameters);
}

QString PostgresDialect::stampSql(const Column &column, const TimeNotation &notation) const
{
    return postgresNowSql(column, notation);
}

QString PostgresDialect::insertOverride(const Table &table, const QStringList &columns) const
{
    return postgresInsertOverride(table, columns);
}

Statement PostgresDialect::checkForeignKeysLater(const QString &because) const
{
    return postgresCheckForeignKeysLater(because);
}

Script PostgresDialect::inTransaction(QString title, QList<Statement> body, ForeignKeys) const
{
    return postgresInTransaction(std::move(title), std::move(body));
}

const SchemaRules *PostgresDialect::schemaRules() const
{
    static const PostgresSchemaRules rules; // stateless, as the dialect
    return &rules;
}

const Planner *PostgresDialect::planner() const
{
    static const PostgresPlanner planner;
    return &planner;
}

const ScratchSql *PostgresDialect::scratchSql() const
{
    static const PostgresScratchSql sql; // stateless
    return &sql;
}

const ProbeSql *PostgresDialect::probeSql() const
{
    static const PostgresProbeSql probes;
    return &probes;
}

} // namespace core
