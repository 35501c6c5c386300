// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgres/names.h"

#include <QSet>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// The first words of the system's own types, aliases of the grammar included.
const QSet<QString> &postgresTypeWords()
{
    static const QSet<QString> words{u"aclitem"_s,
                                     u"bigint"_s,
                                     u"bigserial"_s,
                                     u"bit"_s,
                                     u"bool"_s,
                                     u"boolean"_s,
                                     u"box"_s,
                                     u"bpchar"_s,
                                     u"bytea"_s,
                                     u"char"_s,
                                     u"character"_s,
                                     u"cid"_s,
                                     u"cidr"_s,
                                     u"circle"_s,
                                     u"cstring"_s,
                                     u"date"_s,
                                     u"datemultirange"_s,
                                     u"daterange"_s,
                                     u"dec"_s,
                                     u"decimal"_s,
                                     u"double"_s,
                                     u"float"_s,
                                     u"float4"_s,
                                     u"float8"_s,
                                     u"inet"_s,
                                     u"int"_s,
                                     u"int2"_s,
                                     u"int2vector"_s,
                                     u"int4"_s,
                                     u"int4multirange"_s,
                                     u"int4range"_s,
                                     u"int8"_s,
                                     u"int8multirange"_s,
                                     u"int8range"_s,
                                     u"integer"_s,
                                     u"interval"_s,
                                     u"json"_s,
                                     u"jsonb"_s,
                                     u"jsonpath"_s,
                                     u"line"_s,
                                     u"lseg"_s,
                                     u"macaddr"_s,
                                     u"macaddr8"_s,
                                     u"money"_s,
                                     u"name"_s,
                                     u"national"_s,
                                     u"nchar"_s,
                                     u"numeric"_s,
                                     u"nummultirange"_s,
                                     u"numrange"_s,
                                     u"oid"_s,
                                     u"oidvector"_s,
                                     u"path"_s,
                                     u"pg_lsn"_s,
                                     u"pg_snapshot"_s,
                                     u"point"_s,
                                     u"polygon"_s,
                                     u"real"_s,
                                     u"record"_s,
                                     u"refcursor"_s,
                                     u"regclass"_s,
                                     u"regcollation"_s,
                                     u"regconfig"_s,
                                     u"regdictionary"_s,
                                     u"regnamespace"_s,
                                     u"regoper"_s,
                                     u"regoperator"_s,
                                     u"regproc"_s,
                                     u"regprocedure"_s,
                                     u"regrole"_s,
                                     u"regtype"_s,
                                     u"serial"_s,
                                     u"serial2"_s,
                                     u"serial4"_s,
                                     u"serial8"_s,
                                     u"smallint"_s,
                                     u"smallserial"_s,
                                     u"text"_s,
                                     u"tid"_s,
                                     u"time"_s,
                                     u"timestamp"_s,
                                     u"timestamptz"_s,
                                     u"timetz"_s,
                                     u"trigger"_s,
                                     u"tsmultirange"_s,
                                     u"tsquery"_s,
                                     u"tsrange"_s,
                                     u"tstzmultirange"_s,
                                     u"tstzrange"_s,
                                     u"tsvector"_s,
                                     u"txid_snapshot"_s,
                                     u"uuid"_s,
                                     u"varbit"_s,
                                     u"varchar"_s,
                                     u"void"_s,
                                     u"xid"_s,
                                     u"xid8"_s,
                                     u"xml"_s,
                                     u"event_trigger"_s,
                                     u"internal"_s,
                                     u"anyelement"_s,
                                     u"anyarray"_s};
    return words;
}

bool isPlainPostgresName(QChar c)
{
    return c.isLetterOrNumber() || c == u'_' || c == u'$';
}

} // namespace

QString postgresNameList(const QStringList &names)
{
    QStringList quoted;
    for (const QString &name : names)
        quoted.append(postgresIdentifier(name));
    return quoted.join(u", "_s);
}

QString postgresString(const QString &text)
{
    QString quoted = text;
    quoted.replace(u'\'', "''"_L1);
    if (!quoted.contains(u'\\'))
        return u'\'' + quoted + u'\'';
    return u"E'"_s + quoted.replace(u'\\', "\\\\"_L1) + u'\'';
}

QString postgresPlainName(const QString &name)
{
    const auto isPlain = [](QChar c) { return (c >= u'a' && c <= u'z') || c == u'_' || c.isDigit(); };
    const bool plain = !name.isEmpty() && !name[0].isDigit() && std::all_of(name.cbegin(), name.cend(), isPlain)
        && !isPostgresKeyword(name);
    return plain ? name : postgresIdentifier(name);
}

QString postgresTypeSql(const QString &declaredType)
{
    if (declaredType.isEmpty())
        return declaredType;
    if (declaredType.startsWith(u'"')) {
        qsizetype end = 1;
        while (end < declaredType.size()
               && (declaredType[end] != u'"' || (end + 1 < declaredType.size() && declaredType[end + 1] == u'"')))
            end += declaredType[end] == u'"' ? 2 : 1;
        const bool ofSchema = end + 1 < declaredType.size() && declaredType[end + 1] == u'.';
        const bool ofSystem = declaredType.startsWith("\"char\""_L1) || declaredType.startsWith("\"any\""_L1);
        return ofSchema || ofSystem ? declaredType : QString(u"\"public\"."_s + declaredType);
    }
    qsizetype end = 0;
    while (end < declaredType.size() && isPlainPostgresName(declaredType[end]))
        ++end;
    if (end < declaredType.size() && declaredType[end] == u'.')
        return declaredType;
    const QString word = declaredType.left(end).toLower();
    return postgresTypeWords().contains(word) || word.startsWith("pg_"_L1) ? declaredType
                                                                           : QString(u"\"public\"."_s + declaredType);
}

} // namespace core
