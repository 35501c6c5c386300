// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes of values when a column gets another type.
#include "core/dialect/postgres/names.h"
#include "core/dialect/postgres/normalexpression.h"
#include "core/dialect/postgres/planwriter.h"

#include <QSet>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// The type without what would cut values to it.
QString pgUncut(const QString &normalType)
{
    const qsizetype open = normalType.indexOf(u'(');
    const qsizetype close = normalType.indexOf(u')', open);
    return open < 0 ? normalType : QString(normalType.left(open) + normalType.mid(close + 1));
}

} // namespace

PgStoring pgStoringOf(const QString &normalType)
{
    const QString bare = normalType.section(u'(', 0, 0);
    static const QSet<QString> numbers{u"integer"_s, u"bigint"_s, u"smallint"_s,
                                       u"numeric"_s, u"real"_s,   u"double precision"_s};
    static const QSet<QString> texts{u"text"_s, u"character varying"_s, u"character"_s, u"name"_s, u"citext"_s};
    if (normalType.endsWith("[]"_L1))
        return PgStoring::Other;
    if (numbers.contains(bare))
        return PgStoring::Number;
    if (texts.contains(bare))
        return PgStoring::Text;
    return bare.startsWith("timestamp"_L1) || bare == "date"_L1 ? PgStoring::Moment : PgStoring::Other;
}

QString postgresConversion(const QString &column, const QString &from, const QString &to, bool cast)
{
    const QString was = postgresNormalType(from);
    const QString is = postgresNormalType(to);
    const QString name = postgresIdentifier(column);
    if (cast)
        return u"CAST("_s + name + u" AS "_s + postgresTypeSql(to) + u')';
    const PgStoring a = pgStoringOf(was);
    const PgStoring b = pgStoringOf(is);
    if (pgUncut(was) == pgUncut(is) || b == PgStoring::Text || (a == b && a != PgStoring::Other))
        return {}; // storing it does it, and refuses what does not fit
    if (is == was + u"[]"_s)
        return u"CASE WHEN "_s + name + u" IS NOT NULL THEN ARRAY["_s + name + u"] END"_s;
    const QString target = postgresTypeSql(pgUncut(is));
    if ((was == "json"_L1 && is == "jsonb"_L1) || (was == "jsonb"_L1 && is == "json"_L1))
        return {};
    if (a == PgStoring::Number && is == "boolean"_L1)
        return name + u" <> 0"_s;
    if (was == "boolean"_L1 && b == PgStoring::Number)
        return u"CAST("_s + name + u" AS integer)"_s;
    if (a == PgStoring::Text)
        return u"CAST("_s + name + u" AS "_s + target + u')';
    return u"CAST(CAST("_s + name + u" AS text) AS "_s + target + u')';
}

} // namespace core
