// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgres/postgrestypes.h"

#include <QRegularExpression>

#include <array>
#include <cmath>
#include <limits>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Other names of the same types: what people and schema files write.
[[nodiscard]] QString postgresTypeName(const QString &written)
{
    static const QHash<QString, QString> names{
        {u"int"_s, u"integer"_s},
        {u"int4"_s, u"integer"_s},
        {u"serial"_s, u"integer"_s},
        {u"serial4"_s, u"integer"_s},
        {u"int8"_s, u"bigint"_s},
        {u"bigserial"_s, u"bigint"_s},
        {u"serial8"_s, u"bigint"_s},
        {u"int2"_s, u"smallint"_s},
        {u"smallserial"_s, u"smallint"_s},
        {u"serial2"_s, u"smallint"_s},
        {u"bool"_s, u"boolean"_s},
        {u"float4"_s, u"real"_s},
        {u"float8"_s, u"double precision"_s},
        {u"float"_s, u"double precision"_s},
        {u"decimal"_s, u"numeric"_s},
        {u"dec"_s, u"numeric"_s},
        {u"varchar"_s, u"character varying"_s},
        {u"char varying"_s, u"character varying"_s},
        {u"char"_s, u"character"_s},
        {u"bpchar"_s, u"bpchar"_s},
        {u"varbit"_s, u"bit varying"_s},
        {u"timestamp"_s, u"timestamp without time zone"_s},
        {u"timestamptz"_s, u"timestamp with time zone"_s},
        {u"time"_s, u"time without time zone"_s},
        {u"timetz"_s, u"time with time zone"_s},
    };
    const QString lower = written.toLower();
    return names.value(lower, written.contains(u'"') ? written : lower);
}

template <typename Words> [[nodiscard]] bool isOneOf(const Words &words, const QString &name)
{
    return std::find(words.cbegin(), words.cend(), name) != words.cend();
}

constexpr std::array postgresTexts{"text"_L1,   "character varying"_L1, "character"_L1, "bpchar"_L1, "name"_L1,
                                   "citext"_L1, "\"char\""_L1};

constexpr std::array postgresExactTypes{"smallint"_L1,
                                        "integer"_L1,
                                        "bigint"_L1,
                                        "oid"_L1,
                                        "boolean"_L1,
                                        "date"_L1,
                                        "time without time zone"_L1,
                                        "time with time zone"_L1,
                                        "timestamp without time zone"_L1,
                                        "timestamp with time zone"_L1,
                                        "uuid"_L1,
                                        "money"_L1,
                                        "bit"_L1,
                                        "\"bit\""_L1,
                                        "bit varying"_L1,
                                        "inet"_L1,
                                        "cidr"_L1,
                                        "macaddr"_L1,
                                        "macaddr8"_L1,
                                        "pg_lsn"_L1,
                                        "xid8"_L1,
                                        "tid"_L1,
                                        "text"_L1,
                                        "character varying"_L1,
                                        "name"_L1,
                                        "\"char\""_L1,
                                        "bytea"_L1};

constexpr std::array postgresUnordered{
    "json"_L1,      "xml"_L1,      "point"_L1,         "line"_L1,        "lseg"_L1,      "box"_L1,
    "path"_L1,      "polygon"_L1,  "circle"_L1,        "xid"_L1,         "cid"_L1,       "aclitem"_L1,
    "refcursor"_L1, "jsonpath"_L1, "txid_snapshot"_L1, "pg_snapshot"_L1, "gtsvector"_L1, "pg_node_tree"_L1};

constexpr std::array postgresSmallTypes{"smallint"_L1,
                                        "integer"_L1,
                                        "bigint"_L1,
                                        "oid"_L1,
                                        "tid"_L1,
                                        "xid"_L1,
                                        "cid"_L1,
                                        "xid8"_L1,
                                        "boolean"_L1,
                                        "real"_L1,
                                        "double precision"_L1,
                                        "money"_L1,
                                        "date"_L1,
                                        "time without time zone"_L1,
                                        "time with time zone"_L1,
                                        "timestamp without time zone"_L1,
                                        "timestamp with time zone"_L1,
                                        "interval"_L1,
                                        "uuid"_L1,
                                        "inet"_L1,
                                        "cidr"_L1,
                                        "macaddr"_L1,
                                        "macaddr8"_L1,
                                        "pg_lsn"_L1,
                                        "point"_L1,
                                        "line"_L1,
                                        "lseg"_L1,
                                        "box"_L1,
                                        "circle"_L1,
                                        "name"_L1,
                                        "\"char\""_L1};

[[nodiscard]] Value postgresRealFromText(const QString &text)
{
    static const QRegularExpression decimal(u"\\A[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?\\z"_s);
    const QString word = text.trimmed().toLower();
    constexpr double infinity = std::numeric_limits<double>::infinity();
    if (word == "nan"_L1)
        return Value::real(std::numeric_limits<double>::quiet_NaN());
    if (word == "infinity"_L1 || word == "inf"_L1 || word == "+infinity"_L1 || word == "+inf"_L1)
        return Value::real(infinity);
    if (word == "-infinity"_L1 || word == "-inf"_L1)
        return Value::real(-infinity);
    bool fits = false;
    const double number = word.toDouble(&fits);
    return decimal.match(word).hasMatch() && fits && std::isfinite(number) ? Value::real(number) : Value::text(text);
}

[[nodiscard]] Value postgresIntegerFromText(const QString &text)
{
    static const QRegularExpression whole(u"\\A[+-]?[0-9]+\\z"_s);
    const QString word = text.trimmed();
    bool fits = false;
    const qint64 number = word.toLongLong(&fits);
    return whole.match(word).hasMatch() && fits ? Value::integer(number) : Value::text(text);
}

/// As the server writes it: t or f.
[[nodiscard]] Value postgresBooleanFromText(const QString &text, const QString &type)
{
    static const QStringList yes{u"true"_s, u"t"_s, u"yes"_s, u"y"_s, u"on"_s, u"1"_s};
    static const QStringList no{u"false"_s, u"f"_s, u"no"_s, u"n"_s, u"off"_s, u"0"_s};
    const QString word = text.trimmed().toLower();
    if (yes.contains(word))
        return Value::typed("t", type);
    return no.contains(word) ? Value::typed("f", type) : Value::text(text);
}

[[nodiscard]] Value postgresNumberFromText(const QString &text, const QString &type)
{
    static const QRegularExpression decimal(
        u"\\A[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?\\z|\\A(nan|[+-]?inf(inity)?)\\z"_s,
        QRegularExpression::CaseInsensitiveOption);
    const QString word = text.trimmed();
    return decimal.match(word).hasMatch() ? Value::typed(word.toUtf8(), type) : Value::text(text);
}

/// `\x…` is what the server itself writes; anything else are the bytes of the text.
[[nodiscard]] Value postgresBytesFromText(const QString &text)
{
    static const QRegularExpression hex(u"\\A\\\\x([0-9a-fA-F]{2})*\\z"_s);
    return Value::blob(hex.match(text).hasMatch() ? QByteArray::fromHex(text.sliced(2).toLatin1()) : text.toUtf8());
}

} // namespace

PostgresType postgresType(const QString &declaredType)
{
    PostgresType type;
    QString rest = declaredType.trimmed();
    static const QRegularExpression dimensions(u"\\s*(\\[[0-9]*\\]|\\bARRAY)\\z"_s,
                                               QRegularExpression::CaseInsensitiveOption);
    for (auto match = dimensions.match(rest); match.hasMatch(); match = dimensions.match(rest)) {
        type.isArray = true;
        rest.truncate(match.capturedStart());
    }
    bool quoted = false;
    qsizetype open = -1;
    for (qsizetype i = 0; i < rest.size(); ++i) {
        if (rest.at(i) == u'"')
            quoted = !quoted;
        if (!quoted && open < 0 && rest.at(i) == u'(')
            open = i;
        if (!quoted && open >= 0 && rest.at(i) == u')') {
            for (const QString &modifier : rest.sliced(open + 1, i - open - 1).split(u','))
                type.modifiers.append(modifier.trimmed());
            rest.remove(open, i - open + 1);
            break;
        }
    }
    if (!rest.contains(u'"'))
        rest = rest.simplified();
    if (rest.startsWith("pg_catalog."_L1))
        rest.remove(0, 11);
    type.name = postgresTypeName(rest);
    if (type.name.startsWith("interval "_L1)) // "interval day to second"
        type.name = u"interval"_s;
    return type;
}

QString postgresCastType(const QString &declaredType)
{
    const PostgresType type = postgresType(declaredType);
    const QString plain = type.name == "character"_L1 ? u"bpchar"_s : type.name == "bit"_L1 ? u"\"bit\""_s : type.name;
    return type.isArray ? QString(plain + u"[]"_s) : plain;
}

TypeFamily postgresTypeFamily(const QString &declaredType)
{
    const PostgresType type = postgresType(declaredType);
    if (type.isArray)
        return TypeFamily::Unknown;
    if (isOneOf(postgresTexts, type.name))
        return TypeFamily::Text;
    static const QHash<QString, TypeFamily> families{
        {u"smallint"_s, TypeFamily::Integer},
        {u"integer"_s, TypeFamily::Integer},
        {u"bigint"_s, TypeFamily::Integer},
        {u"oid"_s, TypeFamily::Integer},
        {u"xid8"_s, TypeFamily::Integer},
        {u"real"_s, TypeFamily::Real},
        {u"double precision"_s, TypeFamily::Real},
        {u"numeric"_s, TypeFamily::Numeric},
        {u"money"_s, TypeFamily::Numeric},
        {u"boolean"_s, TypeFamily::Boolean},
        {u"bytea"_s, TypeFamily::Blob},
        {u"date"_s, TypeFamily::Date},
        {u"time without time zone"_s, TypeFamily::Time},
        {u"time with time zone"_s, TypeFamily::Time},
        {u"timestamp without time zone"_s, TypeFamily::DateTime},
        {u"timestamp with time zone"_s, TypeFamily::DateTime},
        {u"json"_s, TypeFamily::Json},
        {u"jsonb"_s, TypeFamily::Json},
        {u"uuid"_s, TypeFamily::Uuid},
    };
    return families.value(type.name, TypeFamily::Unknown);
}

Value postgresValueFromText(const QString &text, const QString &declaredType)
{
    const PostgresType type = postgresType(declaredType);
    if (declaredType.isEmpty())
        return Value::text(text);
    if (type.isArray)
        return Value::typed(text.toUtf8(), declaredType);
    if (isPostgresInteger(declaredType))
        return postgresIntegerFromText(text);
    if (type.name == "double precision"_L1)
        return postgresRealFromText(text);
    if (type.name == "real"_L1 || type.name == "numeric"_L1)
        return postgresNumberFromText(text, declaredType);
    if (type.name == "boolean"_L1)
        return postgresBooleanFromText(text, declaredType);
    if (type.name == "bytea"_L1)
        return postgresBytesFromText(text);
    if (type.name == "text"_L1 || type.name == "character varying"_L1 || type.name == "name"_L1)
        return Value::text(text);
    return Value::typed(text.toUtf8(), declaredType);
}

bool postgresEqualIsExact(const QString &declaredType)
{
    const PostgresType type = postgresType(declaredType);
    if (type.isArray)
        return false;
    // Filled up to its length; without one its blanks at the end count for nothing.
    return isOneOf(postgresExactTypes, type.name) || (type.name == "character"_L1 && !type.modifiers.isEmpty());
}

bool postgresHasOrder(const QString &declaredType)
{
    return !isOneOf(postgresUnordered, postgresType(declaredType).name);
}

bool isPostgresInteger(const QString &declaredType)
{
    const PostgresType type = postgresType(declaredType);
    return !type.isArray && (type.name == "integer"_L1 || type.name == "bigint"_L1 || type.name == "smallint"_L1);
}

bool isPostgresText(const QString &declaredType)
{
    const PostgresType type = postgresType(declaredType);
    return !type.isArray && isOneOf(postgresTexts, type.name) && type.name != "\"char\""_L1;
}

bool isPostgresSmall(const QString &declaredType)
{
    const PostgresType type = postgresType(declaredType);
    if (type.isArray)
        return false;
    constexpr int fewCharacters = 256;
    const bool isShort = isPostgresText(declaredType) && type.modifiers.size() == 1
        && type.modifiers.constFirst().toInt() <= fewCharacters;
    return isShort || isOneOf(postgresSmallTypes, type.name);
}

} // namespace core
