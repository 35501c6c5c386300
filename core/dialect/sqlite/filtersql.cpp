// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/sqlite/filtersql.h"

#include "core/base/overloaded.h"
#include "core/dialect/sqlite/relatedsql.h"
#include "core/dialect/sqlite/words.h"
#include "core/sql/singleexpression.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qsizetype mostOperands = 10'000; // SQLite takes 32,766 parameters, and others are bound beside these

[[nodiscard]] Value pattern(const Value &operand, bool anyBefore, bool anyAfter)
{
    QString text = operand.display();
    text.replace(u'\\', u"\\\\"_s).replace(u'%', u"\\%"_s).replace(u'_', u"\\_"_s);
    return Value::text((anyBefore ? u"%"_s : QString()) + text + (anyAfter ? u"%"_s : QString()));
}

[[nodiscard]] BoundSql likeSql(const QString &column, const Value &operand, bool anyBefore, bool anyAfter)
{
    return {column + u" LIKE ? ESCAPE '\\'"_s, {pattern(operand, anyBefore, anyAfter)}};
}

[[nodiscard]] BoundSql compareSql(const QString &column, QStringView op, const Value &operand)
{
    if (operand.isNull() && op == u"=")
        return {column + u" IS NULL"_s, {}};
    if (operand.isNull() && op == u"<>")
        return {column + u" IS NOT NULL"_s, {}};
    return {column + u' ' + op + u" ?"_s, {operand}};
}

[[nodiscard]] BoundSql inSql(const QString &column, const QList<Value> &operands)
{
    // A NULL among the operands of IN finds nothing, and hides what NOT IN would find: ask for it apart.
    QList<Value> values = operands;
    const bool withNull = values.removeAll(Value::null()) > 0;
    const QString list = column + u" IN ("_s + QStringList(values.size(), u"?"_s).join(u", "_s) + u")"_s;
    return {withNull ? QString(list + u" OR "_s + column + u" IS NULL"_s) : list, values};
}

/// `column`: what is compared, as SQL.
[[nodiscard]] Result<BoundSql> comparisonSql(const QString &column, const Condition &condition)
{
    const int needed = operandCount(condition.op);
    if (needed >= 0 && condition.operands.size() != needed)
        return Error::invalid(u"The filter “%1 %2” needs %3, not %4 values."_s.arg(
            condition.column, toText(condition.op), QString::number(needed), QString::number(condition.operands.size())));
    if (condition.operands.size() > mostOperands)
        return Error::invalid(u"The filter on %1 lists %2 values; %3 is the most."_s.arg(
            condition.column, QString::number(condition.operands.size()), QString::number(mostOperands)));
    const QList<Value> &values = condition.operands;
    switch (condition.op) {
    case FilterOp::Equal:
        return compareSql(column, u"=", values.first());
    case FilterOp::NotEqual:
        return compareSql(column, u"<>", values.first());
    case FilterOp::Less:
        return compareSql(column, u"<", values.first());
    case FilterOp::LessOrEqual:
        return compareSql(column, u"<=", values.first());
    case FilterOp::Greater:
        return compareSql(column, u">", values.first());
    case FilterOp::GreaterOrEqual:
        return compareSql(column, u">=", values.first());
    case FilterOp::Contains:
        return likeSql(column, values.first(), true, true);
    case FilterOp::StartsWith:
        return likeSql(column, values.first(), false, true);
    case FilterOp::EndsWith:
        return likeSql(column, values.first(), true, false);
    case FilterOp::In:
        return inSql(column, values);
    case FilterOp::Between:
        return BoundSql{column + u" BETWEEN ? AND ?"_s, values};
    case FilterOp::IsNull:
        return BoundSql{column + u" IS NULL"_s, {}};
    case FilterOp::IsNotNull:
        return BoundSql{column + u" IS NOT NULL"_s, {}};
    }
    return Error::invalid(u"An unknown filter."_s);
}

[[nodiscard]] Result<QString> columnSql(const Table &table, const QString &name)
{
    const Column *found = table.column(name);
    if (!found)
        return Error::invalid(u"%1 has no column called %2 to filter by."_s.arg(table.name.display(), name));
    return sqliteIdentifier(found->name);
}

[[nodiscard]] Result<BoundSql> conditionSql(const Table &table, const Condition &condition)
{
    const auto column = columnSql(table, condition.column);
    RC_TRY(column);
    return comparisonSql(*column, condition);
}

[[nodiscard]] Result<BoundSql> relatedSql(const Schema &schema, const Table &table, const RelatedCondition &condition)
{
    using Quantifier = RelatedCondition::Quantifier;
    if (condition.path.isEmpty() && condition.condition && !condition.label.isEmpty()) {
        for (const QString &c : condition.label) {
            const auto known = columnSql(table, c);
            RC_TRY(known);
        }
        return comparisonSql(sqliteLabelSql({table.name, table.name.name}, condition.label), *condition.condition);
    }
    const auto path = sqlitePath(schema, {table.name, table.name.name}, condition.path);
    RC_TRY(path);
    BoundSql sql{u"SELECT 1 FROM "_s + path->from + u" WHERE "_s + path->where, {}};
    if (condition.condition) {
        QString column;
        if (condition.label.isEmpty()) {
            const auto name = columnSql(*schema.table(path->last.table), condition.condition->column);
            RC_TRY(name);
            column = path->last.column(condition.condition->column);
        } else {
            column = sqliteLabelSql(path->last, condition.label);
        }
        const auto compared = comparisonSql(column, *condition.condition);
        RC_TRY(compared);
        // Of a NULL nobody can say that it is such, so with "every" it counts against.
        sql.sql += u" AND ("_s + compared->sql + u')';
        if (condition.quantifier == Quantifier::Every)
            sql.sql += u" IS NOT TRUE"_s;
        sql.values = compared->values;
    } else if (condition.quantifier == Quantifier::Every) {
        return Error::invalid(u"“every” needs a condition that every row of %1 must meet."_s.arg(
            condition.path.constLast().name));
    }
    sql.sql = (condition.quantifier == Quantifier::Any ? u"EXISTS ("_s : u"NOT EXISTS ("_s) + sql.sql + u')';
    return sql;
}

/// Only what could leave the parentheses it is put into is refused; what it means is SQLite's business.
[[nodiscard]] Result<BoundSql> rawSql(const RawCondition &condition)
{
    const QString because = whyNoSingleExpression(condition.sql, sqliteLexRules());
    if (!because.isEmpty())
        return Error::invalid(u"The condition “%1” is no single SQL expression: %2."_s.arg(condition.sql, because));
    return BoundSql{condition.sql + u'\n', {}}; // the new line ends a comment
}

} // namespace

Result<BoundSql> sqliteFilter(const Schema &schema, const Table &table, const Filter &filter)
{
    BoundSql all;
    for (const FilterTerm &term : filter.terms) {
        if (!term.enabled)
            continue;
        const auto one = std::visit(Overloaded{
                                        [&](const Condition &c) { return conditionSql(table, c); },
                                        [&](const RelatedCondition &c) { return relatedSql(schema, table, c); },
                                        [](const RawCondition &c) { return rawSql(c); },
                                    },
                                    term.condition);
        RC_TRY(one);
        if (!all.sql.isEmpty())
            all.sql += term.join == FilterTerm::Join::And ? u" AND "_s : u" OR "_s;
        all.sql += u'(' + one->sql + u')';
        all.values += one->values;
    }
    if (!all.sql.isEmpty())
        all.sql = u'(' + all.sql + u')';
    return all;
}

} // namespace core
