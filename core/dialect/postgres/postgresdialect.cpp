// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgres/postgresdialect.h"

#include "core/db/drivers/postgres/postgrestext.h"
#include "core/dialect/postgres/postgresfacts.h"
#include "core/dialect/relationsql.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

QString pgQuoted(QString text, QChar quote)
{
    return quote + text.replace(quote, QString(2, quote)) + quote;
}

Error pgNotYet(const QString &what)
{
    return Error::invalid(u"%1 of a PostgreSQL database is not there yet."_s.arg(what));
}

/// Nobody walks along relations yet.
class PgNoRelations final : public RelationSql {
public:
    [[nodiscard]] BoundSql labels(const Schema &, const QList<LabelQuestion> &) const override { return {}; }
    [[nodiscard]] bool isIndexed(const Schema &, const Relation &) const override { return false; }
    [[nodiscard]] BoundSql counts(const Schema &, const Relation &, const QList<Key> &, qint64) const override
    {
        return {};
    }
    [[nodiscard]] BoundSql neighbours(const Schema &, const Relation &, const QStringList &, const QStringList &,
                                      const QList<Key> &, qint64) const override
    {
        return {};
    }
    [[nodiscard]] BoundSql related(const Schema &, const Relation &, const QStringList &, const QList<Key> &,
                                   qint64) const override
    {
        return {};
    }
    [[nodiscard]] Value meetingForm(const Column &, const Value &value) const override { return value; }
    [[nodiscard]] Value storedForm(const Column &, const Value &value) const override { return value; }
    [[nodiscard]] BoundSql actionOrder() const override { return {}; }
    [[nodiscard]] BoundSql defaultOf(const Column &) const override { return {}; }
    [[nodiscard]] int actionsDeepAtMost() const override { return 0; }
    [[nodiscard]] BoundSql overlap(const Schema &, const Relation &, qint64) const override { return {}; }
    [[nodiscard]] BoundSql search(const Schema &, const Search &) const override { return {}; }
    [[nodiscard]] bool isQuick(const Schema &, const Search &) const override { return false; }
};

} // namespace

QString PostgresDialect::name() const
{
    return u"postgres"_s;
}

LexRules PostgresDialect::lexRules() const
{
    return postgres::lexRules();
}

bool PostgresDialect::isKeyword(QStringView) const
{
    return false;
}

QString PostgresDialect::identifier(const QString &name) const
{
    return pgQuoted(name, u'"');
}

QString PostgresDialect::qualified(const QualifiedName &name) const
{
    return identifier(name.schema.isEmpty() ? u"public"_s : name.schema) + u'.' + identifier(name.name);
}

QString PostgresDialect::literal(const Value &value) const
{
    switch (value.kind()) {
    case Value::Kind::Null:
        return u"NULL"_s;
    case Value::Kind::Integer:
    case Value::Kind::Real:
        return u"'%1'"_s.arg(value.display());
    case Value::Kind::Blob:
        return u"'\\x%1'::bytea"_s.arg(QString::fromLatin1(value.bytes().toHex()));
    default:
        return pgQuoted(value.display(), u'\'');
    }
}

TypeFamily PostgresDialect::typeFamily(const QString &) const
{
    return TypeFamily::Unknown;
}

Value PostgresDialect::valueFromText(const QString &text, const QString &) const
{
    return Value::text(text);
}

Result<Schema> PostgresDialect::introspect(Database &) const
{
    return pgNotYet(u"Reading the schema"_s);
}

Result<QStringList> PostgresDialect::facts(Database &database) const
{
    return postgresFacts(database);
}

RowIdentity PostgresDialect::identityOf(const Table &) const
{
    RowIdentity none;
    none.noneBecause = pgNotYet(u"Editing rows"_s).message;
    return none;
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

Result<std::shared_ptr<const RowSql>> PostgresDialect::rowSql(const Schema &, const RowQuery &) const
{
    return pgNotYet(u"Reading rows"_s);
}

BoundSql PostgresDialect::rowByKey(const Table &, const RowIdentity &, const RowKey &) const
{
    return {};
}

const RelationSql &PostgresDialect::relationSql() const
{
    static const PgNoRelations none;
    return none;
}

QString PostgresDialect::exactly(const QString &column, const Value &value, const QString &parameter,
                                 QList<Parameter> &parameters) const
{
    if (value.isNull())
        return u"%1 IS NULL"_s.arg(identifier(column));
    parameters += {parameter, value};
    return u"%1 = :%2"_s.arg(identifier(column), parameter);
}

QString PostgresDialect::nowSql(const TimeNotation &) const
{
    return u"now()"_s;
}

Statement PostgresDialect::checkForeignKeysLater(const QString &because) const
{
    Statement later;
    later.sql = u"SET CONSTRAINTS ALL DEFERRED"_s;
    later.purpose = because;
    return later;
}

Script PostgresDialect::inTransaction(QString title, QList<Statement> body, ForeignKeys) const
{
    Script script;
    script.title = std::move(title);
    Statement begin;
    begin.sql = u"BEGIN"_s;
    begin.role = Statement::Role::Begin;
    Statement commit;
    commit.sql = u"COMMIT"_s;
    commit.role = Statement::Role::Commit;
    script.statements = QList<Statement>{begin} + body + QList<Statement>{commit};
    return script;
}

} // namespace core
