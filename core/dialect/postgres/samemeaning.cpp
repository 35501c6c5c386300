// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgres/samemeaning.h"

#include "core/dialect/postgres/names.h"
#include "core/dialect/postgres/normalexpression.h"
#include "core/schema/objectdiff.h"

#include <QSet>

#include <algorithm>
#include <limits>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

QString pgNormalMethod(const QString &method)
{
    const QString lower = method.toLower();
    return lower == "btree"_L1 ? QString() : lower;
}

/// The class a btree, hash or brin index takes anyway; said or not, it is the same.
QString pgNormalOperatorClass(const QString &operatorClass)
{
    static const QSet<QString> usual{u"text_ops"_s,     u"varchar_ops"_s, u"bpchar_ops"_s,    u"int2_ops"_s,
                                     u"int4_ops"_s,     u"int8_ops"_s,    u"float4_ops"_s,    u"float8_ops"_s,
                                     u"numeric_ops"_s,  u"bool_ops"_s,    u"uuid_ops"_s,      u"date_ops"_s,
                                     u"time_ops"_s,     u"timetz_ops"_s,  u"timestamp_ops"_s, u"timestamptz_ops"_s,
                                     u"interval_ops"_s, u"bytea_ops"_s,   u"enum_ops"_s,      u"array_ops"_s,
                                     u"jsonb_ops"_s,    u"inet_ops"_s,    u"cidr_ops"_s,      u"macaddr_ops"_s,
                                     u"oid_ops"_s,      u"name_ops"_s,    u"tsvector_ops"_s,  u"range_ops"_s,
                                     u"record_ops"_s,   u"bit_ops"_s,     u"varbit_ops"_s,    u"money_ops"_s};
    const QString simple = operatorClass.simplified();
    return usual.contains(simple) ? QString() : simple;
}

QString pgNormalCollation(const QString &collation)
{
    return collation == "default"_L1 ? QString() : collation;
}

QList<IndexedColumn> pgNormalParts(const QList<IndexedColumn> &parts, const Table &table, bool ordered)
{
    QList<IndexedColumn> out;
    for (IndexedColumn c : parts) {
        const Column *own = c.isExpression() ? nullptr : table.column(c.column);
        c.collation = pgNormalCollation(c.collation);
        if (own && pgNormalCollation(own->collation) == c.collation)
            c.collation.clear();
        if (c.isExpression())
            c.expression = postgresNormalExpression(c.expression, table);
        if (c.order == SortOrder::Ascending || !ordered)
            c.order = SortOrder::Unspecified;
        const bool descending = c.order == SortOrder::Descending;
        if (!ordered || c.nulls == (descending ? NullsOrder::First : NullsOrder::Last))
            c.nulls = NullsOrder::Unspecified;
        c.operatorClass = pgNormalOperatorClass(c.operatorClass);
        out.append(c);
    }
    return out;
}

QList<IndexedColumn> pgNormalKeyParts(const QList<IndexedColumn> &parts)
{
    QList<IndexedColumn> out;
    for (const IndexedColumn &c : parts) {
        IndexedColumn n;
        n.column = c.column;
        out.append(n);
    }
    return out;
}

/// What serial stands for: a default of its own sequence, whatever that is called.
QString pgCounting(const Sequence &sequence, const QString &columnType)
{
    const SequenceOptions usual = postgresNormalOptions({}, columnType);
    SequenceOptions own = sequence.options;
    own.type.clear(); // more than the column can hold makes no difference
    own = postgresNormalOptions(own, columnType);
    if (own == usual)
        return u"<serial>"_s;
    return u"<serial %1 %2 %3 %4 %5 %6>"_s.arg(own.start)
        .arg(own.increment)
        .arg(own.minimum)
        .arg(own.maximum)
        .arg(own.cache)
        .arg(own.cycle);
}

const Sequence *pgOwnSequence(const Column &c, const Table &table, const SchemaIndex &schema)
{
    if (!c.defaultExpression)
        return nullptr;
    const auto name = postgresNextvalOf(*c.defaultExpression);
    const Sequence *s = name ? schema.schema().sequence(*name) : nullptr;
    return s && s->ownerTable == table.name && s->ownerColumn == c.name ? s : nullptr;
}

Column pgNormalColumn(const Column &c, const Table &table, const SchemaIndex &schema)
{
    Column n;
    n.name = c.name;
    n.declaredType = postgresNormalType(c.declaredType);
    n.notNull = table.isRequired(c) || c.identity.has_value() || isPostgresSerial(c.declaredType);
    if (isPostgresSerial(c.declaredType))
        n.defaultExpression = u"<serial>"_s;
    else if (const Sequence *s = pgOwnSequence(c, table, schema))
        n.defaultExpression = pgCounting(*s, n.declaredType);
    else
        n.defaultExpression = postgresNormalDefault(c.defaultExpression, n.declaredType);
    n.collation = pgNormalCollation(c.collation);
    n.generation = c.generation;
    if (c.isGenerated())
        n.generatedExpression = postgresNormalExpression(c.generatedExpression, table);
    if (c.identity) {
        n.identity = c.identity;
        n.identity->options.type.clear();
        n.identity->options = postgresNormalOptions(n.identity->options, n.declaredType);
    }
    n.inherited = c.inherited;
    n.comment = c.comment;
    return n;
}

ForeignKey pgNormalForeignKey(const ForeignKey &key, const SchemaIndex &schema)
{
    ForeignKey n;
    n.name = key.name;
    n.columns = key.columns;
    n.target = key.target;
    n.targetColumns = key.targetColumns;
    if (n.targetColumns.isEmpty()) {
        const Table *target = schema.table(key.target);
        n.targetColumns = target ? target->primaryKeyColumns() : QStringList();
    }
    if (key.deleteAction() != ForeignKeyAction::NoAction)
        n.onDelete = key.deleteAction();
    if (key.updateAction() != ForeignKeyAction::NoAction)
        n.onUpdate = key.updateAction();
    n.match = key.match.compare("SIMPLE"_L1, Qt::CaseInsensitive) == 0 ? QString() : key.match.toUpper();
    if (key.deferral == ForeignKey::Deferral::Deferrable) {
        n.deferral = key.deferral;
        if (key.isDeferred())
            n.initially = ForeignKey::Initially::Deferred;
    }
    n.setColumns = key.setColumns;
    n.notValid = key.notValid;
    return n;
}

QStringList pgSorted(QStringList list)
{
    list.sort();
    return list;
}

} // namespace

SequenceOptions postgresNormalOptions(SequenceOptions o, const QString &type)
{
    const QString normal = postgresNormalType(o.type.isEmpty() ? type : o.type);
    const qint64 highest = normal == "integer"_L1 ? std::numeric_limits<qint32>::max()
        : normal == "smallint"_L1                 ? std::numeric_limits<qint16>::max()
                                                  : std::numeric_limits<qint64>::max();
    const qint64 lowest = -highest - 1;
    o.type = normal;
    o.maximum = std::min(o.maximum, highest);
    o.minimum = std::max(o.minimum, lowest);
    return o;
}

std::optional<QualifiedName> postgresNextvalOf(const QString &defaultExpression)
{
    const QString normal = postgresNormalExpression(defaultExpression);
    if (!normal.startsWith("nextval('"_L1) || !normal.endsWith("')"_L1))
        return std::nullopt;
    const QString text = normal.sliced(9, normal.size() - 11);
    QStringList parts;
    const QList<Token> tokens = lex(text, postgresLexRules());
    for (const Token &t : tokens) {
        if (t.kind == Token::Kind::Word || t.kind == Token::Kind::QuotedIdentifier)
            parts.append(postgresFoldedName(t.in(text)));
    }
    if (parts.isEmpty() || parts.size() > 2)
        return std::nullopt;
    return parts.size() == 1 ? QualifiedName{{}, parts[0]} : QualifiedName{postgresModelSchema(parts[0]), parts[1]};
}

QString PostgresSchemaRules::normalType(const QString &declaredType) const
{
    return postgresNormalType(declaredType);
}

Table PostgresSchemaRules::normal(const Table &table, const SchemaIndex &schema) const
{
    Table n;
    n.name = table.name;
    n.kind = table.kind;
    n.plainKeys = true;
    n.facts = table.facts;
    n.facts.parameters = pgSorted(n.facts.parameters);
    n.facts.partitionKey = postgresNormalQuery(n.facts.partitionKey);
    n.facts.partitionBound = postgresNormalQuery(n.facts.partitionBound);
    for (const Column &c : table.columns)
        n.columns.append(pgNormalColumn(c, table, schema));
    if (table.primaryKey) {
        PrimaryKey k;
        k.name = table.primaryKey->name;
        k.columns = pgNormalKeyParts(table.primaryKey->columns);
        k.deferral = table.primaryKey->deferral;
        k.include = table.primaryKey->include;
        k.inherited = table.primaryKey->inherited;
        n.primaryKey = k;
    }
    for (const UniqueConstraint &u : table.uniques) {
        UniqueConstraint c = u;
        c.columns = pgNormalKeyParts(u.columns);
        c.column.clear();
        c.comment.clear();
        n.uniques.append(c);
    }
    for (const CheckConstraint &c : table.checks) {
        CheckConstraint check = c;
        check.expression = postgresNormalExpression(c.expression, table);
        check.column.clear();
        check.comment.clear();
        n.checks.append(check);
    }
    for (const ForeignKey &k : table.foreignKeys)
        n.foreignKeys.append(pgNormalForeignKey(k, schema));
    return n;
}

Index PostgresSchemaRules::normal(const Index &index, const Table &table) const
{
    Index n;
    n.name = index.name;
    n.method = pgNormalMethod(index.method);
    n.columns = pgNormalParts(index.columns, table, n.method.isEmpty());
    n.unique = index.unique;
    n.where = index.where.isEmpty() ? QString() : postgresNormalExpression(index.where, table);
    if (n.where == "true"_L1)
        n.where.clear(); // of all rows
    n.include = index.include;
    n.nullsNotDistinct = index.nullsNotDistinct;
    n.invalid = index.invalid;
    n.parameters = pgSorted(index.parameters);
    return n;
}

View PostgresSchemaRules::normal(const View &view) const
{
    View n;
    n.name = view.name;
    n.columnNames = view.columnNames;
    n.definition = postgresNormalView(view.definition);
    n.materialized = view.materialized;
    n.options = pgSorted(view.options);
    Table columns; // what an index of a materialized view is built on
    columns.name = view.name;
    columns.columns = view.columns;
    for (const Index &i : view.indexes)
        n.indexes.append(normal(i, columns));
    return n;
}

View PostgresSchemaRules::normalWithin(const View &view, const SchemaIndex &schema) const
{
    View n = normal(view);
    n.definition = postgresNormalView(view.definition, &schema);
    return n;
}

Trigger PostgresSchemaRules::normal(const Trigger &trigger) const
{
    Trigger n = trigger;
    n.text = {};
    n.comment.clear();
    if (n.time == Trigger::Time::Unspecified)
        n.time = Trigger::Time::Before;
    n.updateOf = pgSorted(n.updateOf);
    n.when = trigger.when.isEmpty() ? QString() : postgresNormalExpression(trigger.when);
    n.body = postgresNormalQuery(trigger.body).replace(u"execute procedure"_s, u"execute function"_s);
    return n;
}

/// 63 bytes, and no half letter.
QString PostgresSchemaRules::keptName(const QString &name) const
{
    constexpr qsizetype longest = 63;
    QString kept = name;
    while (kept.toUtf8().size() > longest)
        kept.chop(kept.size() > 1 && kept.back().isLowSurrogate() ? 2 : 1);
    return kept;
}

bool PostgresSchemaRules::isConstant(const QString &defaultExpression) const
{
    const auto normal = postgresNormalDefault(defaultExpression);
    if (!normal)
        return false; // a DEFAULT of NULL is none
    // The start of the transaction is one moment for all rows.
    static const QSet<QString> moments{
        u"now()"_s,          u"current_timestamp"_s, u"current_date"_s, u"transaction_timestamp()"_s,
        u"localtimestamp"_s, u"current_time"_s,      u"current_user"_s, u"session_user"_s};
    return moments.contains(*normal) || !normal->contains(u'(');
}

EnumType PostgresSchemaRules::normalObject(const EnumType &type) const
{
    EnumType n = type;
    n.comment.clear();
    n.keeps.clear();
    return n;
}

Domain PostgresSchemaRules::normalObject(const Domain &domain) const
{
    Domain n = domain;
    n.comment.clear();
    n.baseType = postgresNormalType(domain.baseType);
    n.collation = pgNormalCollation(domain.collation);
    n.defaultExpression = postgresNormalDefault(domain.defaultExpression, n.baseType);
    Table value; // what a check of a domain is about
    value.columns.append(Column());
    value.columns.last().name = u"value"_s;
    value.columns.last().declaredType = domain.baseType;
    for (Domain::Check &c : n.checks) {
        c.expression = postgresNormalExpression(c.expression, value);
        c.comment.clear();
    }
    return n;
}

UserType PostgresSchemaRules::normalObject(const UserType &type) const
{
    UserType n = type;
    n.comment.clear();
    for (UserType::Attribute &a : n.attributes) {
        a.type = postgresNormalType(a.type);
        a.comment.clear();
    }
    return n;
}

Sequence PostgresSchemaRules::normalObject(const Sequence &sequence) const
{
    Sequence n = sequence;
    n.comment.clear();
    n.options = postgresNormalOptions(sequence.options, u"bigint"_s);
    return n;
}

Function PostgresSchemaRules::normalObject(const Function &function) const
{
    Function n = function;
    n.comment.clear();
    n.keeps.clear();
    n.definition = function.definition.trimmed();
    return n;
}

Policy PostgresSchemaRules::normalObject(const Policy &policy, const Table &table) const
{
    Policy n = policy;
    n.comment.clear();
    static const QStringList makers{u"current_user"_s, u"current_role"_s, u"session_user"_s};
    n.roles = policy.roles.isEmpty() ? QStringList{u"public"_s} : policy.roles;
    for (QString &role : n.roles) {
        if (makers.contains(role.toLower()))
            role = whoeverMakesIt();
    }
    n.roles.sort();
    n.usingExpression = postgresNormalExpression(policy.usingExpression, table);
    n.checkExpression = postgresNormalExpression(policy.checkExpression, table);
    return n;
}

ExclusionConstraint PostgresSchemaRules::normalObject(const ExclusionConstraint &constraint, const Table &) const
{
    ExclusionConstraint n = constraint;
    n.comment.clear();
    n.definition = postgresNormalQuery(constraint.definition);
    return n;
}

QString PostgresSchemaRules::renamedCounter(const QString &defaultExpression, const QualifiedName &from,
                                            const QualifiedName &to) const
{
    const auto counter = postgresNextvalOf(defaultExpression);
    return counter && *counter == from
        ? QString(u"nextval("_s + postgresString(postgresQualified(to)) + u"::regclass)"_s)
        : defaultExpression;
}

bool PostgresSchemaRules::isPartOfColumn(const Sequence &sequence, const SchemaIndex &schema) const
{
    const Table *owner = sequence.ownerTable.isEmpty() ? nullptr : schema.table(sequence.ownerTable);
    const Column *column = owner ? owner->column(sequence.ownerColumn) : nullptr;
    return column
        && (isPostgresSerial(column->declaredType)
            || pgOwnSequence(*column, *owner, schema) == schema.schema().sequence(sequence.name));
}

} // namespace core
