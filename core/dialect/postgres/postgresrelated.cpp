// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgres/postgresrelated.h"

#include "core/dialect/postgres/postgrestypes.h"
#include "core/dialect/postgres/postgreswords.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

[[nodiscard]] Result<Done> pgCheckColumns(const Schema &schema, const QualifiedName &table, const QStringList &columns)
{
    const Table *found = schema.table(table);
    if (!found)
        return Error::invalid(u"There is no table %1 for the relation to lead through."_s.arg(table.display()));
    for (const QString &c : columns) {
        if (!found->column(c))
            return Error::invalid(u"%1 has no column called %2 for the relation."_s.arg(table.display(), c));
    }
    return Done();
}

[[nodiscard]] Result<Done> pgCheckStep(const Schema &schema, const Relation &step)
{
    RC_TRY(pgCheckColumns(schema, step.from, step.fromColumns));
    RC_TRY(pgCheckColumns(schema, step.to, step.toColumns));
    if (step.kind == Relation::Kind::ManyToMany)
        RC_TRY(pgCheckColumns(schema, step.junction, step.junctionFromColumns + step.junctionToColumns));
    return Done();
}

/// Types of one class have = with each other, and an index of either serves it.
enum class PgClass { Number, Text, Time, Other };
[[nodiscard]] PgClass pgClassOf(const QString &type)
{
    if (isPostgresText(type))
        return PgClass::Text;
    switch (postgresTypeFamily(type)) {
    case TypeFamily::Integer:
    case TypeFamily::Real:
    case TypeFamily::Numeric:
        return postgresType(type).name == "money"_L1 ? PgClass::Other : PgClass::Number;
    case TypeFamily::Date:
    case TypeFamily::DateTime:
        return PgClass::Time;
    default:
        return PgClass::Other;
    }
}

[[nodiscard]] bool pgHaveEquality(const QString &a, const QString &b)
{
    if (a.isEmpty() || b.isEmpty())
        return true;
    if (!postgresHasOrder(a) || !postgresHasOrder(b))
        return false;
    const PgClass kind = pgClassOf(a);
    return kind == PgClass::Other ? postgresCastType(a) == postgresCastType(b) : kind == pgClassOf(b);
}

const QString pgUsualCollation = u" COLLATE pg_catalog.\"default\""_s;

/// Of a table or view; nullptr: it has none of that name.
[[nodiscard]] const Column *pgColumnOf(const Schema &schema, const QualifiedName &table, const QString &column)
{
    const Table *found = schema.table(table);
    const View *view = found ? nullptr : schema.view(table);
    const auto among = [&column](const QList<Column> &columns) {
        const auto at =
            std::find_if(columns.cbegin(), columns.cend(), [&](const Column &c) { return c.name == column; });
        return at == columns.cend() ? nullptr : &*at;
    };
    return found ? among(found->columns) : view ? among(view->columns) : nullptr;
}

} // namespace

QString PostgresAlias::from() const
{
    return postgresQualified(table) + u" AS "_s + postgresIdentifier(name);
}

QString PostgresAlias::column(const QString &columnName) const
{
    return postgresIdentifier(name) + u'.' + postgresIdentifier(columnName);
}

QString postgresDeclaredType(const Schema &schema, const QualifiedName &table, const QString &column)
{
    const Column *found = pgColumnOf(schema, table, column);
    return found ? found->valueType() : QString();
}

bool postgresHasOwnCollation(const Column &column)
{
    // A domain may have one that is not said again at the column.
    return !column.collation.isEmpty() || (!column.domainOf.value.isEmpty() && isPostgresText(column.valueType()));
}

QString postgresPlainText(const Schema &schema, const PostgresAlias &row, const QString &column)
{
    const Column *found = pgColumnOf(schema, row.table, column);
    return row.column(column) + u"::text"_s + (found && postgresHasOwnCollation(*found) ? pgUsualCollation : QString());
}

QString postgresLabelSql(const Schema &schema, const PostgresAlias &row, const QStringList &columns)
{
    if (columns.isEmpty())
        return u"NULL::text"_s;
    if (columns.size() == 1)
        return postgresPlainText(schema, row, columns.constFirst());
    QStringList parts;
    bool collated = false;
    for (const QString &c : columns) {
        const Column *found = pgColumnOf(schema, row.table, c);
        collated = collated || (found && postgresHasOwnCollation(*found));
        parts.append(row.column(c));
    }
    return u"nullif(pg_catalog.concat_ws(' ', "_s + parts.join(u", "_s) + u')'
        + (collated ? pgUsualCollation : QString()) + u", '')"_s;
}

PostgresSide postgresSide(const Schema &schema, const PostgresAlias &row, const QStringList &columns)
{
    PostgresSide side;
    for (const QString &c : columns) {
        side.columns.append(row.column(c));
        side.types.append(postgresDeclaredType(schema, row.table, c));
    }
    return side;
}

QString postgresJoinSql(const PostgresSide &a, const PostgresSide &b)
{
    QStringList equal;
    for (qsizetype i = 0; i < a.columns.size() && i < b.columns.size(); ++i) {
        const QString cast = pgHaveEquality(a.types.at(i), b.types.at(i)) ? QString() : u"::text"_s;
        equal.append(a.columns.at(i) + cast + u" = "_s + b.columns.at(i) + cast);
    }
    return equal.join(u" AND "_s);
}

Result<PostgresPath> postgresPath(const Schema &schema, const PostgresAlias &outer, const QList<Relation> &path)
{
    if (path.isEmpty())
        return Error::invalid(u"A filter through relations needs a relation."_s);
    QStringList tables;
    QStringList conditions;
    PostgresAlias at = outer;
    int number = 0;
    const auto enter = [&](const QualifiedName &table) {
        PostgresAlias alias{table, u"r%1"_s.arg(++number)};
        if (alias.name == outer.name) // it would hide the outer row
            alias.name = u"r%1"_s.arg(++number);
        tables.append(alias.from());
        return alias;
    };
    const auto join = [&](const PostgresAlias &a, const QStringList &columnsOfA, const PostgresAlias &b,
                          const QStringList &columnsOfB) {
        conditions.append(postgresJoinSql(postgresSide(schema, a, columnsOfA), postgresSide(schema, b, columnsOfB)));
    };
    for (const Relation &step : path) {
        if (step.from != at.table)
            return Error::invalid(u"The relation %1 does not start at %2."_s.arg(step.name, at.table.display()));
        RC_TRY(pgCheckStep(schema, step));
        if (step.kind == Relation::Kind::ManyToMany) {
            const PostgresAlias junction = enter(step.junction);
            const PostgresAlias to = enter(step.to);
            join(at, step.fromColumns, junction, step.junctionFromColumns);
            join(to, step.toColumns, junction, step.junctionToColumns);
            at = to;
            continue;
        }
        const PostgresAlias to = enter(step.to);
        join(to, step.toColumns, at, step.fromColumns);
        at = to;
    }
    return PostgresPath{tables.join(u", "_s), conditions.join(u" AND "_s), at};
}

} // namespace core
