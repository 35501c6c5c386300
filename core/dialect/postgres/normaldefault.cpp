// SPDX-License-Identifier: GPL-3.0-or-later
// A default that is one literal, by the type it is read as: the server says it again in its own spelling.
#include "core/dialect/postgres/impliedcasts.h"
#include "core/dialect/postgres/normalexpression.h"
#include "core/dialect/postgres/postgreswords.h"

#include <QDateTime>
#include <QHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTimeZone>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

using PgSpelling = QString (*)(const QString &);

QString pgSameText(const QString &text)
{
    return text;
}

QString pgLowerText(const QString &text)
{
    return text.trimmed().toLower();
}

QString pgWithoutBlanks(const QString &text)
{
    return text.simplified().remove(u' ');
}

QString pgBooleanText(const QString &text)
{
    const QString lower = text.trimmed().toLower();
    static const QStringList yes{u"t"_s, u"true"_s, u"y"_s, u"yes"_s, u"on"_s, u"1"_s};
    static const QStringList no{u"f"_s, u"false"_s, u"n"_s, u"no"_s, u"off"_s, u"0"_s};
    return yes.contains(lower) ? u"true"_s : no.contains(lower) ? u"false"_s : text;
}

/// "10:30" → "10:30:00", "10:30:00.500" → "10:30:00.5".
QString pgTimeText(const QString &text)
{
    static const QRegularExpression time(u"^(\\d\\d?):(\\d\\d)(?::(\\d\\d)(?:\\.(\\d+?)0*)?)?$"_s);
    const auto m = time.match(text.trimmed());
    if (!m.hasMatch())
        return text;
    const QString seconds = m.captured(3).isEmpty() ? u"00"_s : m.captured(3);
    const QString fraction = m.captured(4).isEmpty() || m.captured(4) == "0"_L1 ? QString() : u'.' + m.captured(4);
    return m.captured(1).rightJustified(2, u'0') + u':' + m.captured(2) + u':' + seconds + fraction;
}

/// Date, time and offset in seconds; an offset that is not there is none.
struct PgMoment {
    QString date;
    QString time;
    std::optional<int> offset;
};

std::optional<PgMoment> pgMomentIn(const QString &text)
{
    static const QRegularExpression moment(
        u"^(\\d{4}-\\d\\d-\\d\\d)(?:[ T](\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d+)?)?)\\s*(Z|[-+]\\d\\d(?::?\\d\\d)?)?)?$"_s);
    const auto m = moment.match(text.trimmed());
    if (!m.hasMatch())
        return std::nullopt;
    PgMoment out{m.captured(1), m.captured(2).isEmpty() ? u"00:00:00"_s : pgTimeText(m.captured(2)), std::nullopt};
    const QString zone = m.captured(3);
    if (zone == "Z"_L1) {
        out.offset = 0;
    } else if (!zone.isEmpty()) {
        const QString digits = zone.mid(1).remove(u':');
        const int seconds = digits.left(2).toInt() * 3600 + digits.mid(2).toInt() * 60;
        out.offset = zone.startsWith(u'-') ? -seconds : seconds;
    }
    return out;
}

QString pgDateText(const QString &text)
{
    const auto moment = pgMomentIn(text);
    return moment ? moment->date : text;
}

QString pgTimestampText(const QString &text)
{
    const auto moment = pgMomentIn(text);
    return moment ? QString(moment->date + u' ' + moment->time) : text;
}

/// In UTC; the server shows it in the session's time zone. Without an offset it is taken for one in UTC, as drizzle-kit
/// 1.0 does: what the session's zone was when it was read cannot be told.
QString pgTimestampTzText(const QString &text)
{
    const auto moment = pgMomentIn(text);
    if (!moment)
        return text;
    const QString whole = moment->time.section(u'.', 0, 0);
    const QString fraction = moment->time.section(u'.', 1);
    const QDateTime at =
        QDateTime(QDate::fromString(moment->date, Qt::ISODate), QTime::fromString(whole, Qt::ISODate), Qt::UTC)
            .addSecs(-moment->offset.value_or(0));
    return at.isValid()
        ? QString(at.toString(u"yyyy-MM-dd HH:mm:ss"_s) + (fraction.isEmpty() ? QString() : u'.' + fraction) + u"+00"_s)
        : text;
}

/// "10:30+2" → "10:30:00+02"; an offset is kept as it was said, and one that was not is UTC's.
QString pgTimeTzText(const QString &text)
{
    static const QRegularExpression time(u"^([0-9:.]+)\\s*(?:(Z)|([-+])(\\d\\d?)(?::?(\\d\\d))?)?$"_s,
                                         QRegularExpression::CaseInsensitiveOption);
    const auto m = time.match(text.trimmed());
    if (!m.hasMatch())
        return text;
    const bool isUtc = m.captured(4).toInt() == 0 && m.captured(5).toInt() == 0;
    const QString hours = isUtc ? u"+00"_s : QString(m.captured(3) + m.captured(4).rightJustified(2, u'0'));
    return pgTimeText(m.captured(1)) + hours + (m.captured(5).toInt() == 0 ? QString() : u':' + m.captured(5));
}

/// Months, days and seconds, which is all that an interval is.
QString pgIntervalText(const QString &text)
{
    static const QRegularExpression part(
        u"\\G\\s*(?:([-+]?\\d+(?:\\.\\d+)?)\\s*([a-z]+)|([-+]?)(\\d+):(\\d\\d)(?::(\\d\\d(?:\\.\\d+)?))?)"_s);
    double months = 0;
    double days = 0;
    double seconds = 0;
    static const QHash<QString, std::pair<int, double>> units{
        {u"year"_s, {0, 12}},   {u"years"_s, {0, 12}},   {u"y"_s, {0, 12}},       {u"mon"_s, {0, 1}},
        {u"mons"_s, {0, 1}},    {u"month"_s, {0, 1}},    {u"months"_s, {0, 1}},   {u"week"_s, {1, 7}},
        {u"weeks"_s, {1, 7}},   {u"day"_s, {1, 1}},      {u"days"_s, {1, 1}},     {u"d"_s, {1, 1}},
        {u"hour"_s, {2, 3600}}, {u"hours"_s, {2, 3600}}, {u"h"_s, {2, 3600}},     {u"minute"_s, {2, 60}},
        {u"min"_s, {2, 60}},    {u"mins"_s, {2, 60}},    {u"minutes"_s, {2, 60}}, {u"m"_s, {2, 60}},
        {u"second"_s, {2, 1}},  {u"seconds"_s, {2, 1}},  {u"sec"_s, {2, 1}},      {u"secs"_s, {2, 1}},
        {u"s"_s, {2, 1}}};
    const QString lower = text.trimmed().toLower();
    qsizetype at = 0;
    while (at < lower.size()) {
        const auto m = part.match(lower, at);
        if (!m.hasMatch())
            return text;
        if (!m.captured(2).isEmpty()) {
            const auto unit = units.constFind(m.captured(2));
            if (unit == units.constEnd())
                return text;
            const double amount = m.captured(1).toDouble() * unit->second;
            (unit->first == 0 ? months : unit->first == 1 ? days : seconds) += amount;
        } else {
            const double amount =
                m.captured(4).toDouble() * 3600 + m.captured(5).toDouble() * 60 + m.captured(6).toDouble();
            seconds += m.captured(3) == "-"_L1 ? -amount : amount;
        }
        at = m.capturedEnd();
    }
    return u"%1 months %2 days %3 seconds"_s.arg(months).arg(days).arg(seconds, 0, 'f', 6);
}

/// Keys in one order, blanks as they come. Numbers that a double cannot hold leave it as it is.
QString pgJsonbText(const QString &text)
{
    static const QRegularExpression longNumber(u"\\d{16,}"_s);
    if (longNumber.match(text).hasMatch())
        return text;
    const QJsonDocument whole = QJsonDocument::fromJson(("[" + text.toUtf8() + "]"));
    return whole.isNull() ? text : QString::fromUtf8(whole.toJson(QJsonDocument::Compact));
}

PgSpelling pgSpellingOf(const QString &type)
{
    static const QHash<QString, PgSpelling> spellings{{u"text"_s, pgSameText},
                                                      {u"character varying"_s, pgSameText},
                                                      {u"character"_s, pgSameText},
                                                      {u"json"_s, pgSameText},
                                                      {u"jsonb"_s, pgJsonbText},
                                                      {u"boolean"_s, pgBooleanText},
                                                      {u"uuid"_s, pgLowerText},
                                                      {u"inet"_s, pgLowerText},
                                                      {u"cidr"_s, pgLowerText},
                                                      {u"macaddr"_s, pgLowerText},
                                                      {u"macaddr8"_s, pgLowerText},
                                                      {u"bytea"_s, pgLowerText},
                                                      {u"point"_s, pgWithoutBlanks},
                                                      {u"line"_s, pgWithoutBlanks},
                                                      {u"date"_s, pgDateText},
                                                      {u"time without time zone"_s, pgTimeText},
                                                      {u"time with time zone"_s, pgTimeTzText},
                                                      {u"timestamp without time zone"_s, pgTimestampText},
                                                      {u"timestamp with time zone"_s, pgTimestampTzText},
                                                      {u"interval"_s, pgIntervalText}};
    static const QRegularExpression modifiers(u"\\([^)]*\\)"_s);
    QString bare = type;
    bare.remove(modifiers);
    return spellings.value(bare.startsWith("interval"_L1) && !bare.endsWith(u']') ? u"interval"_s : bare);
}

/// "1e+21" → "1000000000000000000000", as the server keeps what is written so.
QString pgPlainNumber(const QString &text)
{
    static const QRegularExpression scientific(u"^(-?)([0-9]+)(?:\\.([0-9]+))?[eE]([-+]?[0-9]{1,3})$"_s);
    const auto m = scientific.match(text);
    if (!m.hasMatch())
        return text;
    const qsizetype point = m.captured(2).size() + m.captured(4).toInt();
    QString digits = m.captured(2) + m.captured(3);
    if (point > digits.size())
        digits = digits.leftJustified(point, u'0');
    if (point <= 0)
        digits = QString(1 - point, u'0') + digits;
    const qsizetype whole = std::max<qsizetype>(point, 1);
    QString fraction = digits.mid(whole);
    while (fraction.endsWith(u'0'))
        fraction.chop(1);
    return m.captured(1) + digits.left(whole) + (fraction.isEmpty() ? QString() : u'.' + fraction);
}

bool isPgCountedType(const QString &type)
{
    static const QStringList types{u"integer"_s, u"bigint"_s, u"smallint"_s,
                                   u"numeric"_s, u"real"_s,   u"double precision"_s};
    return types.contains(type.section(u'(', 0, 0));
}

} // namespace

std::optional<QString> postgresLoneLiteral(const QString &sql)
{
    QList<Token> tokens;
    const QList<Token> all = lex(sql, postgresLexRules());
    for (const Token &t : all) {
        if (t.isSignificant())
            tokens.append(t);
    }
    if (tokens.isEmpty() || tokens.first().kind != Token::Kind::String)
        return std::nullopt;
    if (tokens.size() > 1 && tokens[1].in(sql) != u"::")
        return std::nullopt;
    for (qsizetype i = 1; i < tokens.size(); ++i) {
        const QStringView text = tokens[i].in(sql);
        const bool isOfType = tokens[i].kind == Token::Kind::Word || tokens[i].kind == Token::Kind::QuotedIdentifier
            || tokens[i].kind == Token::Kind::Number || text == u"::" || text == u"." || text == u"(" || text == u")"
            || text == u"[" || text == u"]" || text == u"," || text == u"[]";
        if (!isOfType)
            return std::nullopt;
    }
    const QStringView first = tokens.first().in(sql);
    const qsizetype quote = first.indexOf(u'\'');
    if (quote < 0)
        return std::nullopt; // between dollars
    QString text = unquoted(first.sliced(quote));
    if (quote > 0 && (first[0] == u'E' || first[0] == u'e'))
        text.replace(u"\\n"_s, u"\n"_s).replace(u"\\t"_s, u"\t"_s).replace(u"\\\\"_s, u"\\"_s);
    return text;
}

std::optional<QString> postgresNormalDefault(const std::optional<QString> &sql, const QString &normalType)
{
    const auto normal = postgresNormalDefault(sql);
    if (!normal)
        return normal;
    const auto literal = postgresLoneLiteral(*sql);
    static const QRegularExpression number(u"^-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?$"_s);
    const QString counted = literal.value_or(sql->trimmed());
    if (isPgCountedType(normalType) && number.match(counted).hasMatch())
        return pgPlainNumber(counted);
    if (!literal)
        return normal;
    if (normalType.endsWith("[]"_L1))
        return u'\'' + pgNormalArrayText(*literal) + u'\'';
    const PgSpelling spelling = pgSpellingOf(normalType);
    if (!spelling)
        return normal;
    const QString text = spelling(*literal);
    return normalType == "boolean"_L1 ? text : QString(u'\'' + text + u'\'');
}

} // namespace core
