// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/postgresbuilders.h"

#include "core/dialect/postgres/normalexpression.h"
#include "core/drizzle/typescriptnames.h"

#include <QHash>
#include <QRegularExpression>
#include <QStringList>

#include <cmath>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

using Values = PostgresBuilder::Values;

/// Types whose modifiers, if there are any, the builder cannot say.
const QHash<QString, PostgresBuilder> &plainPgBuilders()
{
    static const QHash<QString, PostgresBuilder> builders{
        {u"smallint"_s, {u"smallint"_s, {}, false, Values::Number}},
        {u"integer"_s, {u"integer"_s, {}, false, Values::Number}},
        {u"bigint"_s, {u"bigint"_s, u"{ mode: \"number\" }"_s, false, Values::Number}},
        {u"real"_s, {u"real"_s, {}, false, Values::Number}},
        {u"double precision"_s, {u"doublePrecision"_s, {}, false, Values::Number}},
        {u"numeric"_s, {u"numeric"_s, {}, false, Values::Text}},
        {u"boolean"_s, {u"boolean"_s, {}, false, Values::Boolean}},
        {u"text"_s, {u"text"_s, {}, false, Values::Text}},
        {u"character varying"_s, {u"varchar"_s, {}, false, Values::Text}},
        {u"uuid"_s, {u"uuid"_s, {}, false, Values::Text}},
        {u"json"_s, {u"json"_s}},
        {u"jsonb"_s, {u"jsonb"_s}},
        {u"date"_s, {u"date"_s, {}, false, Values::Text}},
        {u"inet"_s, {u"inet"_s, {}, false, Values::Text}},
        {u"cidr"_s, {u"cidr"_s, {}, false, Values::Text}},
        {u"macaddr"_s, {u"macaddr"_s, {}, false, Values::Text}},
        {u"macaddr8"_s, {u"macaddr8"_s, {}, false, Values::Text}},
        {u"point"_s, {u"point"_s}},
        {u"line"_s, {u"line"_s}},
        {u"geometry(point)"_s, {u"geometry"_s, u"{ type: \"point\" }"_s}}};
    return builders;
}

QString pgConfig(const QStringList &parts)
{
    return parts.isEmpty() ? QString() : QString(u"{ "_s + parts.join(u", "_s) + u" }"_s);
}

/// Types whose modifiers are options of the builder.
PostgresBuilder sizedPgBuilder(const QString &type)
{
    static const QRegularExpression sized(u"^(character varying|character|bit|vector|halfvec)\\((\\d+)\\)$"_s);
    static const QRegularExpression numeric(u"^numeric\\((\\d+),(\\d+)\\)$"_s);
    static const QRegularExpression time(u"^(timestamp|time)(?:\\((\\d)\\))? (with|without) time zone$"_s);
    static const QRegularExpression interval(u"^interval(?: ([a-z]+(?: to [a-z]+)?))?(?:\\((\\d)\\))?$"_s);
    if (const auto m = sized.match(type); m.hasMatch()) {
        static const QHash<QString, std::pair<QString, QString>> names{
            {u"character varying"_s, {u"varchar"_s, u"length"_s}},
            {u"character"_s, {u"char"_s, u"length"_s}},
            {u"bit"_s, {u"bit"_s, u"dimensions"_s}},
            {u"vector"_s, {u"vector"_s, u"dimensions"_s}},
            {u"halfvec"_s, {u"halfvec"_s, u"dimensions"_s}}};
        const auto &[name, option] = names[m.captured(1)];
        const bool isText = option == "length"_L1 || name == "bit"_L1;
        return {name, pgConfig({option + u": "_s + m.captured(2)}), false, isText ? Values::Text : Values::Sql};
    }
    if (const auto m = numeric.match(type); m.hasMatch())
        return {u"numeric"_s, u"{ precision: %1, scale: %2 }"_s.arg(m.captured(1), m.captured(2)), false, Values::Text};
    if (const auto m = time.match(type); m.hasMatch()) {
        QStringList parts;
        if (!m.captured(2).isEmpty())
            parts.append(u"precision: "_s + m.captured(2));
        if (m.captured(3) == "with"_L1)
            parts.append(u"withTimezone: true"_s);
        if (m.captured(1) == "timestamp"_L1)
            parts.append(u"mode: \"string\""_s);
        return {m.captured(1), pgConfig(parts), false, Values::Text};
    }
    if (const auto m = interval.match(type); m.hasMatch()) {
        QStringList parts;
        if (!m.captured(1).isEmpty())
            parts.append(u"fields: "_s + typescriptText(m.captured(1)));
        if (!m.captured(2).isEmpty())
            parts.append(u"precision: "_s + m.captured(2));
        return {u"interval"_s, pgConfig(parts), false, Values::Text};
    }
    return {};
}

/// A number that JavaScript writes as the server does.
bool isExactPgNumber(const QString &text)
{
    static const QRegularExpression plain(u"^-?(0|[1-9][0-9]*)(\\.[0-9]*[1-9])?$"_s);
    return plain.match(text).hasMatch() && text.size() <= 15;
}

/// The elements of {a,b}, where none is quoted and there is one dimension.
std::optional<QStringList> plainPgElements(const QString &text)
{
    static const QRegularExpression simple(u"^\\{[^{}\",\\\\\\s]+(?:,[^{}\",\\\\\\s]+)*\\}$"_s);
    if (text == "{}"_L1)
        return QStringList();
    if (!simple.match(text).hasMatch())
        return std::nullopt;
    const QStringList parts = text.sliced(1, text.size() - 2).split(u',');
    for (const QString &part : parts) {
        if (part.compare("null"_L1, Qt::CaseInsensitive) == 0)
            return std::nullopt;
    }
    return parts;
}

QString pgTypescriptValue(const QString &text, Values values)
{
    switch (values) {
    case Values::Text:
        return typescriptText(text);
    case Values::Number:
        return isExactPgNumber(text) ? text : QString();
    case Values::Boolean:
        return text == "t"_L1 || text == "true"_L1 ? u"true"_s
            : text == "f"_L1 || text == "false"_L1 ? u"false"_s
                                                   : QString();
    case Values::Sql:
        break;
    }
    return {};
}

} // namespace

PostgresBuilder postgresBuilderOf(const QString &declaredType, bool isOrm1)
{
    QString type = postgresNormalType(declaredType);
    const bool isArray = type.endsWith("[]"_L1);
    if (isArray)
        type.chop(2);
    PostgresBuilder builder = plainPgBuilders().value(type);
    if (builder.name.isEmpty())
        builder = sizedPgBuilder(type);
    if (builder.name.isEmpty() && isOrm1 && type == "bytea"_L1)
        builder = {u"bytea"_s};
    builder.isArray = isArray && !builder.name.isEmpty();
    return builder;
}

QString postgresPlainDefault(const QString &sql, const PostgresBuilder &builder)
{
    const auto literal = postgresLoneLiteral(sql);
    if (builder.isArray) {
        const auto elements = literal ? plainPgElements(*literal) : std::nullopt;
        QStringList out;
        for (const QString &e : elements.value_or(QStringList())) {
            out.append(pgTypescriptValue(e, builder.values));
            if (out.last().isEmpty())
                return {};
        }
        return elements ? QString(u'[' + out.join(u", "_s) + u']') : QString();
    }
    if (builder.values == Values::Sql)
        return {};
    if (literal)
        return pgTypescriptValue(*literal, builder.values);
    static const QRegularExpression number(u"^\\(?(-?[0-9]+(?:\\.[0-9]+)?)\\)?$"_s);
    const auto m = number.match(sql.trimmed());
    if (m.hasMatch() && builder.values != Values::Boolean)
        return pgTypescriptValue(m.captured(1), builder.values);
    return builder.values == Values::Boolean ? pgTypescriptValue(sql.trimmed(), Values::Boolean) : QString();
}

} // namespace core
