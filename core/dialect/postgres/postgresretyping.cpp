// SPDX-License-Identifier: GPL-3.0-or-later
// What somebody's own ALTER COLUMN … TYPE … USING makes of values.
#include "core/dialect/postgres/names.h"
#include "core/dialect/postgres/normalexpression.h"
#include "core/dialect/postgres/postgresprobes.h"
#include "core/dialect/postgres/postgrestypes.h"

#include <QRegularExpression>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// "numeric(10,2)[]" → "numeric[]".
QString pgUnsized(const QString &type)
{
    static const QRegularExpression sizes(u"\\([^)]*\\)"_s);
    return QString(type).remove(sizes);
}

bool pgIsNumber(const QString &type)
{
    return isPostgresInteger(type) || type.startsWith("numeric"_L1) || type == "real"_L1
        || type == "double precision"_L1;
}

/// There and back, and not what it was. Numbers are compared as such: 4.00 is 4.
QString pgThereAndBack(const QString &column, const QString &was, const QString &expression, const QString &is)
{
    const QString name = postgresIdentifier(column);
    const QString value = u"CAST((%1\n) AS %2)"_s.arg(expression.isEmpty() ? name : expression, is);
    const QString back = u"CAST(CAST(%1 AS text) AS %2)"_s.arg(value, was);
    return pgIsNumber(was) ? u"%1 IS DISTINCT FROM %2"_s.arg(name, back)
                           : u"CAST(%1 AS text) IS DISTINCT FROM CAST(%2 AS text)"_s.arg(name, back);
}

} // namespace

std::optional<Probe> PostgresProbeSql::otherAs(const Table &table, const QString &column, const QString &newType,
                                               const QString &expression, bool isCast) const
{
    const Column *c = table.column(column);
    if (!c)
        return std::nullopt;
    const QString was = postgresNormalType(c->valueType());
    const QString is = postgresNormalType(newType);
    const bool bothTexts = isPostgresText(was) && isPostgresText(is);
    const bool oneFamily = bothTexts || pgUnsized(was) == pgUnsized(is) || (was.endsWith(u']') && is.endsWith(u']'));
    const auto known = changedBy(table, column, newType);
    if (isCast && (known || !oneFamily) && !bothTexts)
        return known;
    const QString condition =
        pgThereAndBack(column, postgresTypeSql(c->valueType()), isCast ? QString() : expression, newType);
    return Probe{table.name,
                 condition,
                 {u"SELECT count(*) FROM "_s + postgresQualified(table.name) + u" WHERE "_s + condition, {}}};
}

} // namespace core
