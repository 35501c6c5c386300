// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgres/operandtypes.h"

#include <QSet>
#include <QStringList>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

const QStringList &pgNumberTypes()
{
    static const QStringList types{u"smallint"_s, u"integer"_s, u"bigint"_s,
                                   u"numeric"_s,  u"real"_s,    u"double precision"_s};
    return types;
}

} // namespace

int pgNumberRank(const QString &type)
{
    return int(pgNumberTypes().indexOf(type.section(u'(', 0, 0)));
}

bool isPgIntegerRank(int rank)
{
    return rank >= 0 && rank <= 2;
}

int pgWiderRank(int a, int b)
{
    constexpr int real = 4;
    if (a < 0 || b < 0)
        return -1;
    if ((a == real) != (b == real))
        return real + 1;
    return std::max(a, b);
}

QString pgTypeOfRank(int rank)
{
    return rank < 0 ? QString() : pgNumberTypes()[rank];
}

bool hasPgLength(const QString &type)
{
    return type.contains(u'(');
}

bool isPgOtherType(const QString &type)
{
    static const QSet<QString> types{u"boolean"_s, u"date"_s,     u"json"_s, u"jsonb"_s, u"uuid"_s,
                                     u"bytea"_s,   u"inet"_s,     u"cidr"_s, u"money"_s, u"tsvector"_s,
                                     u"xml"_s,     u"interval"_s, u"oid"_s,  u"bit"_s};
    const QString bare = type.section(u'(', 0, 0).section(u' ', 0, 0);
    return !type.isEmpty()
        && (type.endsWith("[]"_L1) || pgNumberRank(type) >= 0 || types.contains(bare) || bare == "time"_L1
            || bare == "timestamp"_L1 || bare == "bit"_L1);
}

bool isPgTextCast(const QString &type)
{
    return type == "text"_L1 || type == "character"_L1;
}

bool isPgNumberType(const QString &type)
{
    return pgNumberRank(type) >= 0 && !type.endsWith("[]"_L1);
}

bool isPgTextType(const QString &type)
{
    const QString bare = type.section(u'(', 0, 0);
    return !type.endsWith("[]"_L1) && (bare == "text"_L1 || bare == "character varying"_L1);
}

} // namespace core
