// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgres/postgresdialect.h"

#include "core/dialect/postgres/postgresedits.h"
#include "core/dialect/postgres/postgresfacts.h"
#include "core/dialect/postgres/postgresrelationsql.h"
#include "core/dialect/postgres/postgresrows.h"
#include "core/dialect/postgres/postgrestypes.h"
#include "core/dialect/postgres/postgreswords.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

Error pgNotYet(const QString &what)
{
    return Error::invalid(u"%1 of a PostgreSQL database is not there yet."_s.arg(what));
}

} // namespace

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

Result<Schema> PostgresDialect::introspect(Database &) const
{
    return pgNotYet(u"Reading the schema"_s);
}

Result<QStringList> PostgresDialect::facts(Database &database) const
{
    return postgresFacts(database);
}

RowIdentity PostgresDialect::identityOf(const Table &table) const
{
    return postgresIdentityOf(table);
}

QList<Statement> PostgresDialect::createStatements(const Schema &) const
{
    return {};
}

QString PostgresDialect::createSql(const Table &) const
{
    return {};
}

QString PostgresDialect::createSql(const View &) const
{
    return {};
}

QString PostgresDialect::createSql(const Index &, const QualifiedName &) const
{
    return {};
}

QString PostgresDialect::createSql(const Trigger &) const
{
    return {};
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

} // namespace core
