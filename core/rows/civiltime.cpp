// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/civiltime.h"

#include <QRegularExpression>

#include <array>

using namespace Qt::Literals::StringLiterals;

namespace core::civil {

namespace {

constexpr qint64 secondsPerDay = 86'400;
constexpr qint64 daysPerEra = 146'097; // 400 years
constexpr qint64 daysToEpoch = 719'468; // from 0000-03-01 to 1970-01-01
constexpr qint64 firstSecond = -62'135'596'800; // 0001-01-01
constexpr qint64 lastSecond = 253'402'300'799;  // 9999-12-31 23:59:59

struct Date {
    qint64 year = 0;
    int month = 0;
    int day = 0;
};

// Howard Hinnant's days_from_civil: years begin in March, so that the leap day is the last.
[[nodiscard]] qint64 daysOf(const Date &date)
{
    const qint64 year = date.month <= 2 ? date.year - 1 : date.year;
    const qint64 era = (year >= 0 ? year : year - 399) / 400;
    const qint64 yearOfEra = year - era * 400;
    const qint64 dayOfYear = (153 * (date.month + (date.month > 2 ? -3 : 9)) + 2) / 5 + date.day - 1;
    const qint64 dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * daysPerEra + dayOfEra - daysToEpoch;
}

[[nodiscard]] Date dateOf(qint64 days)
{
    days += daysToEpoch;
    const qint64 era = (days >= 0 ? days : days - (daysPerEra - 1)) / daysPerEra;
    const qint64 dayOfEra = days - era * daysPerEra;
    const qint64 yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36'524 - dayOfEra / 146'096) / 365;
    const qint64 dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    const qint64 shifted = (5 * dayOfYear + 2) / 153;
    Date date;
    date.day = static_cast<int>(dayOfYear - (153 * shifted + 2) / 5 + 1);
    date.month = static_cast<int>(shifted < 10 ? shifted + 3 : shifted - 9);
    date.year = yearOfEra + era * 400 + (date.month <= 2 ? 1 : 0);
    return date;
}

[[nodiscard]] int daysInMonth(qint64 year, int month)
{
    constexpr std::array<int, 12> days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[static_cast<size_t>(month - 1)];
}

void put(QString &text, qint64 number, int width)
{
    for (qint64 unit = width == 4 ? 1000 : width == 3 ? 100 : 10; unit > 0; unit /= 10)
        text += QChar(static_cast<char16_t>(u'0' + number / unit % 10));
}

} // namespace

std::optional<QString> toText(qint64 seconds, int milliseconds)
{
    if (seconds < firstSecond || seconds > lastSecond)
        return std::nullopt;
    qint64 days = seconds / secondsPerDay;
    qint64 rest = seconds % secondsPerDay;
    if (rest < 0) {
        rest += secondsPerDay;
        --days;
    }
    const Date date = dateOf(days);
    QString text;
    text.reserve(23);
    put(text, date.year, 4);
    text += u'-';
    put(text, date.month, 2);
    text += u'-';
    put(text, date.day, 2);
    text += u' ';
    put(text, rest / 3600, 2);
    text += u':';
    put(text, rest / 60 % 60, 2);
    text += u':';
    put(text, rest % 60, 2);
    if (milliseconds != 0) {
        text += u'.';
        put(text, milliseconds, 3);
    }
    return text;
}

std::optional<Moment> parse(const QString &text)
{
    if (text.size() < 10)
        return std::nullopt;
    static const QRegularExpression shape(
        u"\\A(\\d{4})-(\\d\\d)-(\\d\\d)(?:[ T](\\d\\d):(\\d\\d)(?::(\\d\\d)(?:\\.(\\d{1,9}))?)?"
        u"\\s?(?:(Z)|([+-])(\\d\\d)(?::?(\\d\\d))?)?)?\\z"_s);
    const QRegularExpressionMatch match = shape.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    const auto number = [&](int group) { return match.capturedView(group).toInt(); };
    const Date date{number(1), number(2), number(3)};
    if (date.year < 1 || date.month < 1 || date.month > 12 || date.day < 1
        || date.day > daysInMonth(date.year, date.month) || number(4) > 23 || number(5) > 59 || number(6) > 59
        || number(10) > 23 || number(11) > 59)
        return std::nullopt;
    Moment moment;
    moment.seconds = daysOf(date) * secondsPerDay + number(4) * 3600 + number(5) * 60 + number(6);
    const qint64 offset = number(10) * 3600 + number(11) * 60;
    moment.seconds -= match.capturedView(9) == u'-' ? -offset : offset;
    if (match.hasCaptured(7))
        moment.milliseconds = match.captured(7).leftJustified(3, u'0').first(3).toInt();
    return moment;
}

} // namespace core::civil
