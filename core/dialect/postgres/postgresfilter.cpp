// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgres/postgresfilter.h"

#include "core/base/overloaded.h"
#include "core/dialect/postgres/postgresrelated.h"
#include "core/dialect/postgres/postgrestypes.h"
#include "core/dialect/postgres/postgreswords.h"
#include "core/sql/singleexpression.h"

#include <QRegularExpression>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qsizetype pgMostOperands = 10'000; // PostgreSQL takes 65,535 parameters, and others are bound beside these

/// What is compared: an expression, and what it is declared as.
struct PgCompared {
    QString sql;
    QString type;
    bool hasOwnCollation = false; ///< not the database's

    [[nodiscard]] QString asText() const
    {
        const PostgresType declared = postgresType(type);
        if (declared.name == "bytea"_L1 && !declared.isArray)
            return u"pg_catalog.encode("_s + sql + u", 'escape')"_s;
        const bool isFilled = declared.name == "character"_L1 || declared.name == "bpchar"_L1; // with blanks
        const QString text = isPostgresText(type) && !isFilled ? sql : QString(sql + u"::text"_s);
        // ILIKE refuses collations that take different texts for the same.
        return hasOwnCollation ? QString(text + u" COLLATE pg_catalog.\"default\""_s) : text;
    }
};

[[nodiscard]] BoundText pgCompare(const PgCompared &column, const QString &op, const Value &operand)
{
    if (operand.isNull() && op == "="_L1)
        return BoundText(column.sql + u" IS NULL"_s);
    if (operand.isNull() && op == "<>"_L1)
        return BoundText(column.sql + u" IS NOT NULL"_s);
    BoundText sql;
    const bool ordered = postgresHasOrder(column.type);
    if (ordered)
        sql << column.sql << u' ' + op + u' ' << postgresOperand(operand, column.type);
    else
        sql << column.sql << u"::text "_s << op << u" "_s << Value::textBytes(operand.display().toUtf8());
    return sql;
}

[[nodiscard]] BoundText pgAmong(const PgCompared &column, const QList<Value> &operands)
{
    // A NULL among the operands of IN finds nothing, and hides what NOT IN would find: ask for it apart.
    QList<Value> values = operands;
    const bool withNull = values.removeAll(Value::null()) > 0;
    const QString isNull = column.sql + u" IS NULL"_s;
    if (values.isEmpty())
        return withNull ? BoundText(isNull) : BoundText(u"FALSE"_s);
    QList<BoundText> list;
    const bool ordered = postgresHasOrder(column.type);
    for (const Value &value : std::as_const(values)) {
        BoundText one;
        if (ordered)
            one = postgresOperand(value, column.type);
        else
            one << Value::textBytes(value.display().toUtf8());
        list.append(one);
    }
    BoundText sql;
    sql << column.sql << (ordered ? u" IN ("_s : u"::text IN ("_s) << joinedTexts(list, u", "_s) << u")"_s;
    if (withNull)
        sql << u" OR "_s << isNull;
    return sql;
}

[[nodiscard]] BoundText pgBetween(const PgCompared &column, const QList<Value> &operands)
{
    BoundText sql;
    sql << pgCompare(column, u">="_s, operands.constFirst()) << u" AND "_s
        << pgCompare(column, u"<="_s, operands.constLast());
    return sql;
}

[[nodiscard]] Result<BoundText> pgComparison(const PgCompared &column, const Condition &condition)
{
    const int needed = operandCount(condition.op);
    if (needed >= 0 && condition.operands.size() != needed)
        return Error::invalid(u"The filter “%1 %2” needs %3, not %4 values."_s.arg(
            condition.column, toText(condition.op), QString::number(needed),
            QString::number(condition.operands.size())));
    if (condition.operands.size() > pgMostOperands)
        return Error::invalid(u"The filter on %1 lists %2 values; %3 is the most."_s.arg(
            condition.column, QString::number(condition.operands.size()), QString::number(pgMostOperands)));
    const QList<Value> &values = condition.operands;
    switch (condition.op) {
    case FilterOp::Equal:
        return pgCompare(column, u"="_s, values.first());
    case FilterOp::NotEqual:
        return pgCompare(column, u"<>"_s, values.first());
    case FilterOp::Less:
        return pgCompare(column, u"<"_s, values.first());
    case FilterOp::LessOrEqual:
        return pgCompare(column, u"<="_s, values.first());
    case FilterOp::Greater:
        return pgCompare(column, u">"_s, values.first());
    case FilterOp::GreaterOrEqual:
        return pgCompare(column, u">="_s, values.first());
    case FilterOp::Contains:
        return postgresContains(column.asText(), values.first().display(), true, true);
    case FilterOp::StartsWith:
        return postgresContains(column.asText(), values.first().display(), false, true);
    case FilterOp::EndsWith:
        return postgresContains(column.asText(), values.first().display(), true, false);
    case FilterOp::In:
        return pgAmong(column, values);
    case FilterOp::Between:
        return pgBetween(column, values);
    case FilterOp::IsNull:
        return BoundText(column.sql + u" IS NULL"_s);
    case FilterOp::IsNotNull:
        return BoundText(column.sql + u" IS NOT NULL"_s);
    }
    return Error::invalid(u"An unknown filter."_s);
}

[[nodiscard]] Result<PgCompared> pgColumn(const Table &table, const PostgresAlias &row, const QString &name)
{
    const Column *found = table.column(name);
    if (!found)
        return Error::invalid(u"%1 has no column called %2 to filter by."_s.arg(table.name.display(), name));
    // A domain may have one that is not said again at the column.
    const bool hasOwnCollation =
        !found->collation.isEmpty() || (!found->domainOf.value.isEmpty() && isPostgresText(found->valueType()));
    return PgCompared{row.column(found->name), found->valueType(), hasOwnCollation};
}

[[nodiscard]] PgCompared pgLabel(const Schema &schema, const PostgresAlias &row, const QStringList &columns)
{
    return {u'(' + postgresLabelSql(schema, row, columns) + u')', u"text"_s, false};
}

[[nodiscard]] Result<BoundText> pgConditionOf(const Table &table, const Condition &condition)
{
    const auto column = pgColumn(table, {table.name, table.name.name}, condition.column);
    RC_TRY(column);
    return pgComparison(*column, condition);
}

[[nodiscard]] Result<BoundText> pgRelated(const Schema &schema, const Table &table, const RelatedCondition &condition)
{
    using Quantifier = RelatedCondition::Quantifier;
    const PostgresAlias outer{table.name, table.name.name};
    if (condition.path.isEmpty() && condition.condition && !condition.label.isEmpty()) {
        for (const QString &c : condition.label) {
            const auto known = pgColumn(table, outer, c);
            RC_TRY(known);
        }
        return pgComparison(pgLabel(schema, outer, condition.label), *condition.condition);
    }
    const auto path = postgresPath(schema, outer, condition.path);
    RC_TRY(path);
    BoundText sql;
    sql << (condition.quantifier == Quantifier::Any ? u"EXISTS ("_s : u"NOT EXISTS ("_s);
    sql << u"SELECT 1 FROM "_s << path->from << u" WHERE "_s << path->where;
    if (condition.condition) {
        PgCompared column = pgLabel(schema, path->last, condition.label);
        if (condition.label.isEmpty()) {
            const auto named = pgColumn(*schema.table(path->last.table), path->last, condition.condition->column);
            RC_TRY(named);
            column = *named;
        }
        const auto compared = pgComparison(column, *condition.condition);
        RC_TRY(compared);
        // Of a NULL nobody can say that it is such, so with "every" it counts against.
        sql << u" AND ("_s << *compared << (condition.quantifier == Quantifier::Every ? u") IS NOT TRUE"_s : u")"_s);
    } else if (condition.quantifier == Quantifier::Every) {
        return Error::invalid(
            u"“every” needs a condition that every row of %1 must meet."_s.arg(condition.path.constLast().name));
    }
    sql << u")"_s;
    return sql;
}

/// Only what could leave the parentheses it is put into is refused; what it means is PostgreSQL's business.
[[nodiscard]] Result<BoundText> pgRaw(const RawCondition &condition)
{
    const QString because = whyNoSingleExpression(condition.sql, postgresLexRules());
    if (!because.isEmpty())
        return Error::invalid(u"The condition “%1” is no single SQL expression: %2."_s.arg(condition.sql, because));
    return BoundText(condition.sql + u'\n'); // the new line ends a comment
}

} // namespace

BoundText postgresOperand(const Value &value, const QString &declaredType)
{
    BoundText sql;
    sql << value;
    const TypeFamily family = postgresTypeFamily(declaredType);
    const bool numeric = family == TypeFamily::Integer || family == TypeFamily::Numeric;
    if (!numeric || postgresType(declaredType).name == "money"_L1)
        return sql;
    static const QRegularExpression number(u"\\A\\s*[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)\\s*\\z"_s);
    if (value.kind() == Value::Kind::Integer)
        sql << (family == TypeFamily::Integer ? u"::bigint"_s : u"::numeric"_s);
    else if (value.kind() == Value::Kind::Real)
        sql << u"::double precision"_s;
    else if (value.isEditableText() && number.match(value.display()).hasMatch())
        sql << u"::numeric"_s;
    return sql;
}

BoundText postgresContains(const QString &textExpression, const QString &text, bool anyBefore, bool anyAfter)
{
    QString pattern = text;
    pattern.replace(u'\\', u"\\\\"_s).replace(u'%', u"\\%"_s).replace(u'_', u"\\_"_s);
    BoundText sql;
    sql << textExpression << u" ILIKE "_s
        << Value::text((anyBefore ? u"%"_s : QString()) + pattern + (anyAfter ? u"%"_s : QString()));
    return sql;
}

Result<BoundText> postgresFilter(const Schema &schema, const Table &table, const Filter &filter)
{
    BoundText all;
    for (const FilterTerm &term : filter.terms) {
        if (!term.enabled)
            continue;
        const auto one = std::visit(Overloaded{
                                        [&](const Condition &c) { return pgConditionOf(table, c); },
                                        [&](const RelatedCondition &c) { return pgRelated(schema, table, c); },
                                        [](const RawCondition &c) { return pgRaw(c); },
                                    },
                                    term.condition);
        RC_TRY(one);
        if (!all.isEmpty())
            all << (term.join == FilterTerm::Join::And ? u" AND "_s : u" OR "_s);
        all << u"("_s << *one << u")"_s;
    }
    if (all.isEmpty())
        return all;
    BoundText whole;
    whole << u"("_s << all << u")"_s;
    return whole;
}

} // namespace core
