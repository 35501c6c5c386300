// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/columnformat.h"

#include "core/rows/civiltime.h"
#include "core/sql/namesinsql.h"
#include "core/sql/lexer.h"

#include <QJsonDocument>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace core {

namespace {

using FormatKind = ColumnFormat::Kind;

// Integers outside these are no dates anyone means: 1973 to 2286, as seconds and as milliseconds.
constexpr qint64 leastSeconds = 100'000'000;
constexpr qint64 mostSeconds = 9'999'999'999;
constexpr qint64 leastMilliseconds = leastSeconds * 1000;
constexpr qint64 mostMilliseconds = mostSeconds * 1000;

/// The words of a column name: created_at, createdAt and CREATED-AT are created, at.
[[nodiscard]] QStringList wordsOf(const QString &name)
{
    QStringList words(QString{});
    for (qsizetype i = 0; i < name.size(); ++i) {
        const QChar c = name.at(i);
        const bool startsWord = c.isUpper() && i > 0 && name.at(i - 1).isLower();
        if (!c.isLetterOrNumber() || startsWord)
            words.append(QString());
        if (c.isLetterOrNumber())
            words.last() += c.toLower();
    }
    words.removeAll(QString());
    return words;
}

[[nodiscard]] const QStringList &endsAMoment() ///< the last word of a name that does
{
    static const QStringList words{u"at"_s, u"on"_s, u"ts"_s, u"until"_s, u"utc"_s};
    return words;
}

[[nodiscard]] bool namesATime(const QString &name)
{
    static const QStringList anywhere{u"date"_s,    u"time"_s,     u"timestamp"_s, u"datetime"_s, u"created"_s,
                                      u"updated"_s, u"modified"_s, u"expires"_s,   u"expiry"_s,   u"since"_s};
    const QStringList words = wordsOf(name);
    return std::any_of(words.begin(), words.end(), [](const QString &w) { return anywhere.contains(w); })
        || (!words.isEmpty() && endsAMoment().contains(words.last()));
}

[[nodiscard]] bool namesABoolean(const QString &name)
{
    static const QStringList first{u"is"_s,  u"has"_s,   u"can"_s,    u"should"_s,
                                   u"was"_s, u"allow"_s, u"allows"_s, u"use"_s};
    static const QStringList anywhere{
        u"active"_s,       u"enabled"_s,  u"disabled"_s, u"done"_s,     u"completed"_s, u"published"_s, u"visible"_s,
        u"hidden"_s,       u"archived"_s, u"verified"_s, u"locked"_s,   u"featured"_s,  u"flag"_s,      u"admin"_s,
        u"required"_s,     u"optional"_s, u"deleted"_s,  u"approved"_s, u"pinned"_s,    u"public"_s,    u"private"_s,
        u"discontinued"_s, u"default"_s,  u"read"_s,     u"seen"_s,     u"paid"_s,      u"boolean"_s};
    const QStringList words = wordsOf(name);
    return !words.isEmpty()
        && (first.contains(words.first())
            || std::any_of(words.begin(), words.end(), [](const QString &w) { return anywhere.contains(w); }));
}

[[nodiscard]] bool namesAUuid(const QString &name)
{
    const QStringList words = wordsOf(name);
    return words.contains("uuid"_L1) || words.contains("guid"_L1);
}

[[nodiscard]] bool everyBlob(const QList<Value> &sample, qsizetype bytes)
{
    return std::all_of(sample.begin(), sample.end(),
                       [&](const Value &v) { return v.isNull() || v.bytes().size() == bytes; });
}

/// What the sample's values that are not NULL have in common.
struct Sampled {
    int values = 0;
    bool integers = true;
    bool texts = true;
    bool blobs = true;
    qint64 least = 0; ///< of those that are not 0: zero is everyone's "never"
    qint64 most = 0;
    bool anyNonZero = false;

    explicit Sampled(const QList<Value> &sample)
    {
        for (const Value &v : sample) {
            if (v.isNull())
                continue;
            ++values;
            integers = integers && v.kind() == Value::Kind::Integer;
            texts = texts && v.kind() == Value::Kind::Text;
            blobs = blobs && v.kind() == Value::Kind::Blob;
            if (v.kind() == Value::Kind::Integer && v.toInteger() != 0) {
                const qint64 i = v.toInteger();
                least = anyNonZero ? std::min(least, i) : i;
                most = anyNonZero ? std::max(most, i) : i;
                anyNonZero = true;
            }
        }
    }
    [[nodiscard]] bool onlyBits() const { return integers && (!anyNonZero || (least == 1 && most == 1)); }
    [[nodiscard]] FormatKind unixTime() const
    {
        if (values == 0 || !integers || !anyNonZero)
            return FormatKind::Plain;
        if (least >= leastSeconds && most <= mostSeconds)
            return FormatKind::UnixSeconds;
        if (least >= leastMilliseconds && most <= mostMilliseconds)
            return FormatKind::UnixMilliseconds;
        return FormatKind::Plain;
    }
};

[[nodiscard]] bool isJson(const Value &value)
{
    if (value.kind() != Value::Kind::Text && value.kind() != Value::Kind::Typed)
        return false;
    const QByteArray text = value.bytes().trimmed();
    if (!text.startsWith('{') && !text.startsWith('['))
        return false;
    QJsonParseError error;
    QJsonDocument::fromJson(text, &error);
    return error.error == QJsonParseError::NoError;
}

[[nodiscard]] bool isUuid(const QString &text)
{
    static const QRegularExpression shape(
        u"\\A[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\\z"_s);
    return shape.match(text).hasMatch();
}

template <typename Test> [[nodiscard]] bool everyText(const QList<Value> &sample, Test test)
{
    bool any = false;
    for (const Value &v : sample) {
        if (v.isNull())
            continue;
        if (!v.isEditableText() || !test(v))
            return false;
        any = true;
    }
    return any;
}

/// The operands of `column IN (…)` if that is all the expression says; tokens as written.
[[nodiscard]] QStringList operandsOfIn(const QString &expression, const QString &column, const Dialect &dialect)
{
    QStringList tokens;
    for (const Token &token : lex(expression, dialect.lexRules())) {
        if (token.isSignificant())
            tokens.append(token.in(expression).toString());
    }
    const NameCase nameCase = nameCaseOf(dialect.lexRules());
    while (tokens.size() > 2 && tokens.first() == u"("_s && tokens.last() == u")"_s && tokens.at(1) != u")"_s
           && tokens.indexOf(u")"_s) == tokens.size() - 2) { // ((c IN (…))): the inner list closes just before
        tokens.removeFirst();
        tokens.removeLast();
    }
    if (tokens.size() > 2 && tokens.at(1) == u"."_s)
        tokens.remove(0, 2); // "posts"."category", as Drizzle writes it: a CHECK can name no other table
    if (tokens.size() < 5 || !namesEqual(nameMeant(tokens.at(0), nameCase), column, nameCase)
        || tokens.at(1).compare(u"IN"_s, Qt::CaseInsensitive) != 0 || tokens.at(2) != u"("_s || tokens.last() != u")"_s)
        return {};
    QStringList operands;
    for (qsizetype i = 3; i < tokens.size() - 1; ++i) {
        if ((i - 3) % 2 == 1) {
            if (tokens.at(i) != u","_s)
                return {};
        } else {
            operands.append(tokens.at(i));
        }
    }
    return operands;
}

[[nodiscard]] bool checkedToBits(const Table &table, const Column &column, const Dialect &dialect)
{
    for (const CheckConstraint &check : table.checks) {
        QStringList operands = operandsOfIn(check.expression, column.name, dialect);
        operands.sort();
        if (operands == QStringList{u"0"_s, u"1"_s})
            return true;
    }
    return false;
}

[[nodiscard]] std::optional<bool> boolOf(const QString &text)
{
    static const QStringList yes{u"true"_s, u"t"_s, u"yes"_s, u"y"_s, u"1"_s, u"on"_s};
    static const QStringList no{u"false"_s, u"f"_s, u"no"_s, u"n"_s, u"0"_s, u"off"_s};
    const QString word = text.trimmed().toLower();
    if (yes.contains(word))
        return true;
    if (no.contains(word))
        return false;
    return std::nullopt;
}

} // namespace

bool namesAMoment(const QString &column)
{
    static const QStringList anywhere{u"date"_s,    u"timestamp"_s, u"datetime"_s,
                                      u"created"_s, u"updated"_s,   u"modified"_s};
    const QStringList words = wordsOf(column);
    return std::any_of(words.begin(), words.end(), [](const QString &w) { return anywhere.contains(w); })
        || (!words.isEmpty() && endsAMoment().contains(words.last()));
}

QStringList enumerationOf(const Table &table, const Column &column, const Dialect &dialect)
{
    for (const CheckConstraint &check : table.checks) {
        QStringList values;
        for (const QString &operand : operandsOfIn(check.expression, column.name, dialect)) {
            if (!operand.startsWith(u'\'')) {
                values.clear();
                break;
            }
            values.append(unquoted(operand));
        }
        if (!values.isEmpty())
            return values;
    }
    return {};
}

namespace {

/// Where the column's type has values of its own, it says by itself how they look.
[[nodiscard]] std::optional<ColumnFormat> formatOfType(const Column &column, TypeFamily family, const Dialect &dialect)
{
    const Value yes = dialect.valueFromText(u"true"_s, column.valueType());
    if (yes.kind() != Value::Kind::Typed)
        return std::nullopt;
    switch (family) {
    case TypeFamily::Boolean: {
        const Value no = dialect.valueFromText(u"false"_s, column.valueType());
        return ColumnFormat{FormatKind::Boolean, {no.display(), yes.display()}, yes.typeName()};
    }
    case TypeFamily::Json:
        return ColumnFormat{FormatKind::Json, {}, yes.typeName()};
    case TypeFamily::Uuid:
        return ColumnFormat{FormatKind::Uuid, {}, yes.typeName()};
    case TypeFamily::Date:
    case TypeFamily::DateTime:
        return ColumnFormat{FormatKind::IsoDate, {}, yes.typeName()};
    default:
        return ColumnFormat{};
    }
}

[[nodiscard]] Value valueOfFormat(const QString &text, const ColumnFormat &format)
{
    return format.type.isEmpty() ? Value::text(text) : Value::typed(text.toUtf8(), format.type);
}

} // namespace

QHash<QString, ColumnFormat> formatsOfTypes(const Schema &schema, const Table &table)
{
    QHash<QString, ColumnFormat> formats;
    for (const Column &column : table.columns) {
        QString type = column.declaredType;
        const auto named = [&type](const auto &object) {
            const auto quoted = [](QString name) { return QString(u'"' + name.replace(u'"', u"\"\""_s) + u'"'); };
            const QualifiedName &name = object.name;
            const QString prefix = name.schema.isEmpty() ? QString() : QString(name.schema + u'.');
            const QString quotedPrefix = name.schema.isEmpty() ? QString() : QString(quoted(name.schema) + u'.');
            return QStringList{prefix + name.name, prefix + quoted(name.name), quotedPrefix + name.name,
                               quotedPrefix + quoted(name.name)}
                .contains(type);
        };
        const auto domain = std::find_if(schema.domains.cbegin(), schema.domains.cend(), named);
        if (domain != schema.domains.cend())
            type = domain->baseType;
        const auto found = std::find_if(schema.enums.cbegin(), schema.enums.cend(), named);
        if (found != schema.enums.cend())
            formats.insert(column.name, {FormatKind::Enumeration, found->values, type});
    }
    return formats;
}

ColumnFormat guessFormat(const Table &table, const Column &column, const Dialect &dialect, const QList<Value> &sample)
{
    const TypeFamily family = dialect.typeFamily(column.valueType());
    if (const auto format = formatOfType(column, family, dialect)) {
        const QStringList values =
            format->kind == FormatKind::Plain ? enumerationOf(table, column, dialect) : QStringList();
        return values.isEmpty() ? *format : ColumnFormat{FormatKind::Enumeration, values, column.declaredType};
    }
    const Sampled seen(sample);
    const bool timely = family == TypeFamily::DateTime || family == TypeFamily::Date || family == TypeFamily::Time;

    if (family == TypeFamily::Boolean && seen.onlyBits())
        return {FormatKind::Boolean, {}};
    if (family == TypeFamily::Json)
        return {FormatKind::Json, {}};
    if (family == TypeFamily::Uuid)
        return {FormatKind::Uuid, {}};
    if (timely && seen.values > 0) {
        if (const FormatKind kind = seen.unixTime(); kind != FormatKind::Plain)
            return {kind, {}};
    }

    if (const QStringList values = enumerationOf(table, column, dialect); !values.isEmpty())
        return {FormatKind::Enumeration, values};
    if (checkedToBits(table, column, dialect) && seen.onlyBits())
        return {FormatKind::Boolean, {}};

    if (seen.values == 0)
        return {};
    if (seen.onlyBits() && namesABoolean(column.name))
        return {FormatKind::Boolean, {}};
    if (namesATime(column.name)) {
        if (const FormatKind kind = seen.unixTime(); kind != FormatKind::Plain)
            return {kind, {}};
    }
    if (everyText(sample, [](const Value &v) { return civil::parse(v.display()).has_value(); }))
        return {FormatKind::IsoDate, {}};
    if (everyText(sample, isJson))
        return {FormatKind::Json, {}};
    if (everyText(sample, [](const Value &v) { return isUuid(v.display()); }))
        return {FormatKind::Uuid, {}};
    if (seen.blobs && namesAUuid(column.name) && everyBlob(sample, 16))
        return {FormatKind::Uuid, {}};
    if (seen.blobs)
        return {FormatKind::Hex, {}};
    return {};
}

std::optional<QString> formatted(const Value &value, const ColumnFormat &format)
{
    switch (format.kind) {
    case FormatKind::Boolean:
        if (value.kind() == Value::Kind::Typed && format.values.size() == 2) {
            const qsizetype which = format.values.indexOf(value.display());
            return which < 0 ? std::nullopt : std::optional(which == 1 ? u"true"_s : u"false"_s);
        }
        if (value.kind() != Value::Kind::Integer || (value.toInteger() != 0 && value.toInteger() != 1))
            return std::nullopt;
        return value.toInteger() == 1 ? u"true"_s : u"false"_s;
    case FormatKind::UnixSeconds:
        if (value.kind() != Value::Kind::Integer)
            return std::nullopt;
        return civil::toText(value.toInteger(), 0);
    case FormatKind::UnixMilliseconds: {
        if (value.kind() != Value::Kind::Integer)
            return std::nullopt;
        // Rounded down, without a step beyond the smallest integer.
        const qint64 rest = value.toInteger() % 1000;
        const qint64 seconds = value.toInteger() / 1000 - (rest < 0 ? 1 : 0);
        return civil::toText(seconds, static_cast<int>(rest < 0 ? rest + 1000 : rest));
    }
    case FormatKind::Hex:
        if (value.kind() != Value::Kind::Blob)
            return std::nullopt;
        return value.display();
    case FormatKind::IsoDate:
    case FormatKind::Enumeration:
    case FormatKind::Uuid:
        // Already in words; the format says what may be typed.
        if (!value.isEditableText())
            return std::nullopt;
        return value.display();
    case FormatKind::Json: // any other spelling of it would be another text
    case FormatKind::Plain:
        return std::nullopt;
    }
    return std::nullopt;
}

std::optional<Value> parsed(const QString &text, const ColumnFormat &format)
{
    switch (format.kind) {
    case FormatKind::Boolean: {
        const std::optional<bool> b = boolOf(text);
        if (b && !format.type.isEmpty())
            return valueOfFormat(format.values.value(*b ? 1 : 0), format);
        return b ? std::optional(Value::integer(*b ? 1 : 0)) : std::nullopt;
    }
    case FormatKind::UnixSeconds: {
        const auto t = civil::parse(text);
        if (!t || t->milliseconds != 0)
            return std::nullopt;
        return Value::integer(t->seconds);
    }
    case FormatKind::UnixMilliseconds: {
        const auto t = civil::parse(text);
        return t ? std::optional(Value::integer(t->seconds * 1000 + t->milliseconds)) : std::nullopt;
    }
    case FormatKind::IsoDate:
        return civil::parse(text) ? std::optional(valueOfFormat(text, format)) : std::nullopt;
    case FormatKind::Json: {
        const Value value = valueOfFormat(text, format);
        QJsonParseError error;
        QJsonDocument::fromJson("[" + value.bytes() + "]", &error); // QJsonDocument takes no bare scalars
        return error.error == QJsonParseError::NoError ? std::optional(value) : std::nullopt;
    }
    case FormatKind::Enumeration:
        return format.values.contains(text) ? std::optional(valueOfFormat(text, format)) : std::nullopt;
    case FormatKind::Uuid:
        return isUuid(text) ? std::optional(valueOfFormat(text, format)) : std::nullopt;
    case FormatKind::Hex: {
        static const QRegularExpression digits(u"\\A([0-9a-fA-F]{2})*\\z"_s);
        if (!digits.match(text).hasMatch())
            return std::nullopt;
        return Value::blob(QByteArray::fromHex(text.toLatin1()));
    }
    case FormatKind::Plain:
        return std::nullopt;
    }
    return std::nullopt;
}

QString toText(ColumnFormat::Kind kind)
{
    switch (kind) {
    case FormatKind::Plain:
        return {};
    case FormatKind::Boolean:
        return u"boolean"_s;
    case FormatKind::UnixSeconds:
        return u"unix s"_s;
    case FormatKind::UnixMilliseconds:
        return u"unix ms"_s;
    case FormatKind::IsoDate:
        return u"date"_s;
    case FormatKind::Json:
        return u"json"_s;
    case FormatKind::Enumeration:
        return u"enum"_s;
    case FormatKind::Uuid:
        return u"uuid"_s;
    case FormatKind::Hex:
        return u"hex"_s;
    }
    return {};
}

} // namespace core
