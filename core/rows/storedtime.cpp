// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/storedtime.h"

#include "core/rows/civiltime.h"

#include <QRegularExpression>

#include <limits>

using namespace Qt::Literals::StringLiterals;

namespace core {

namespace {

using Format = ColumnFormat::Kind;
using NotationKind = TimeNotation::Kind;

constexpr qint64 day = 86'400;
constexpr qsizetype longestTime = 64; ///< characters; nothing longer is a time

[[nodiscard]] qint64 floored(qint64 value, qint64 by)
{
    return value / by - (value % by < 0 ? 1 : 0);
}

[[nodiscard]] QString withoutZeros(QString digits)
{
    while (digits.endsWith(u'0'))
        digits.chop(1);
    return digits;
}

[[nodiscard]] qint64 offsetOf(QStringView sign, QStringView hours, QStringView minutes)
{
    const qint64 offset = hours.toInt() * 3600 + minutes.toInt() * 60;
    return sign == u'-' ? -offset : offset;
}

[[nodiscard]] std::optional<StoredTime> readText(const QString &text)
{
    static const QRegularExpression shape(u"\\A\\d{4}-\\d\\d-\\d\\d(?:([ T])\\d\\d:\\d\\d(:\\d\\d(?:\\.(\\d{1,9}))?)?"
                                          u"(\\s?(?:Z|([+-])(\\d\\d)(?::?(\\d\\d))?))?)?\\z"_s);
    const QRegularExpressionMatch match = text.size() > longestTime ? QRegularExpressionMatch() : shape.match(text);
    const auto moment = match.hasMatch() ? civil::parse(text) : std::nullopt;
    if (!moment)
        return std::nullopt;
    StoredTime time;
    time.seconds = moment->seconds;
    time.fraction = match.captured(3);
    TimeSpelling &spelling = time.spelling;
    spelling.notation.kind = NotationKind::Text;
    spelling.notation.dateOnly = match.captured(1).isEmpty();
    if (!spelling.notation.dateOnly)
        spelling.notation.separator = match.captured(1).front();
    spelling.notation.zone = match.captured(4);
    spelling.offset = offsetOf(match.capturedView(5), match.capturedView(6), match.capturedView(7));
    spelling.seconds = spelling.notation.dateOnly || !match.captured(2).isEmpty();
    spelling.fraction = time.fraction.size();
    spelling.notation.fraction = spelling.fraction > 0;
    return time;
}

/// What a person typed, taken apart; UTC.
struct Typed {
    qint64 seconds = 0;
    QString fraction;
    bool timeOfDay = false;
};

[[nodiscard]] std::optional<Typed> typedWord(const QString &word, qint64 now)
{
    const qint64 seconds = floored(now, 1000);
    if (word == "now"_L1)
        return Typed{seconds, u"%1"_s.arg(now - seconds * 1000, 3, 10, QChar(u'0')), true};
    const qint64 today = floored(seconds, day) * day;
    if (word == "today"_L1)
        return Typed{today, {}, false};
    if (word == "yesterday"_L1)
        return Typed{today - day, {}, false};
    if (word == "tomorrow"_L1)
        return Typed{today + day, {}, false};
    return std::nullopt;
}

[[nodiscard]] std::optional<Typed> typedTime(const QString &text, const std::optional<StoredTime> &before, qint64 now)
{
    const QString plain = text.trimmed();
    if (plain.size() > longestTime)
        return std::nullopt;
    if (const auto word = typedWord(plain.toLower(), now))
        return word;
    static const QRegularExpression shape(
        u"\\A(?:(\\d{4})([-/.])(\\d{1,2})\\2(\\d{1,2})(?:(?:\\s+|T)(?=\\d)|\\z))?"
        u"(?:(\\d{1,2}):(\\d\\d)(?::(\\d\\d)(?:[.,](\\d{1,9}))?)?\\s*(?:(Z|UTC|GMT)|([+-])(\\d\\d)(?::?(\\d\\d))?)?)?\\z"_s,
        QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = shape.match(plain);
    const bool date = match.hasMatch() && match.hasCaptured(1) && !match.captured(1).isEmpty();
    const bool clock = match.hasMatch() && !match.captured(5).isEmpty();
    if (!date && (!clock || !before))
        return std::nullopt;
    const auto two = [&](int group) { return match.captured(group).rightJustified(2, u'0'); };
    // Whether there is such a day is known there.
    const QString asDate = date ? u"%1-%2-%3"_s.arg(match.captured(1), two(3), two(4))
                                : civil::toText(before->seconds, 0).value_or(QString()).first(10);
    const QString asClock = clock ? u" %1:%2:%3"_s.arg(two(5), two(6), two(7)) : u" 00:00:00"_s;
    const auto moment = civil::parse(asDate + asClock);
    if (!moment)
        return std::nullopt;
    const qint64 offset = offsetOf(match.capturedView(10), match.capturedView(11), match.capturedView(12));
    return Typed{moment->seconds - offset, match.captured(8), clock};
}

[[nodiscard]] std::optional<Value> writeText(qint64 seconds, const QString &fraction, const TimeSpelling &spelling)
{
    const auto local = civil::toText(seconds + spelling.offset, 0);
    if (!local)
        return std::nullopt;
    const auto written = [&spelling](const QString &text) {
        return spelling.type.isEmpty() ? Value::text(text) : Value::typed(text.toUtf8(), spelling.type);
    };
    const qint64 ofDay = seconds + spelling.offset - floored(seconds + spelling.offset, day) * day;
    const QString digits = withoutZeros(fraction);
    if (spelling.notation.dateOnly && ofDay == 0 && digits.isEmpty())
        return written(local->first(10));
    QString text = *local;
    text.replace(u' ', spelling.notation.separator);
    const bool whole = digits.isEmpty() && spelling.fraction == 0;
    if (!spelling.seconds && whole && ofDay % 60 == 0)
        text.chop(3);
    if (!whole)
        text += u'.' + digits.leftJustified(spelling.fraction, u'0');
    return written(text + spelling.notation.zone);
}

} // namespace

bool isTimeFormat(ColumnFormat::Kind kind)
{
    return kind == Format::UnixSeconds || kind == Format::UnixMilliseconds || kind == Format::IsoDate;
}

std::optional<StoredTime> readTime(const Value &value, ColumnFormat::Kind format)
{
    if (format == Format::IsoDate) {
        auto time = value.isEditableText() ? readText(value.display()) : std::nullopt;
        if (time)
            time->spelling.type = value.typeName();
        return time;
    }
    if (!isTimeFormat(format) || value.kind() != Value::Kind::Integer)
        return std::nullopt;
    const bool milliseconds = format == Format::UnixMilliseconds;
    StoredTime time;
    time.spelling =
        spellingOf({milliseconds ? NotationKind::UnixMilliseconds : NotationKind::UnixSeconds, false, u' ', false, {}});
    const qint64 stored = value.toInteger();
    time.seconds = milliseconds ? floored(stored, 1000) : stored;
    if (milliseconds && stored % 1000 != 0)
        time.fraction = u"%1"_s.arg((stored % 1000 + 1000) % 1000, 3, 10, QChar(u'0'));
    return civil::toText(time.seconds, 0) ? std::optional(time) : std::nullopt;
}

TimeSpelling spellingOf(const TimeNotation &notation)
{
    TimeSpelling spelling;
    spelling.notation = notation;
    spelling.fraction = notation.kind == NotationKind::Text && notation.fraction ? 3 : 0;
    return spelling;
}

QString shownTime(const StoredTime &time)
{
    QString text = civil::toText(time.seconds, 0).value_or(QString());
    const TimeSpelling &spelling = time.spelling;
    if (spelling.notation.kind == NotationKind::Text && spelling.notation.dateOnly)
        return text.first(10);
    if (!time.fraction.isEmpty())
        text += u'.' + time.fraction;
    return spelling.notation.zone.isEmpty() ? text : text + u" UTC"_s;
}

std::optional<Value> writeTime(qint64 seconds, const QString &fraction, const TimeSpelling &spelling)
{
    const QString digits = withoutZeros(fraction);
    switch (spelling.notation.kind) {
    case NotationKind::UnixSeconds:
        return digits.isEmpty() ? std::optional(Value::integer(seconds)) : std::nullopt;
    case NotationKind::UnixMilliseconds:
        if (digits.size() > 3 || seconds > std::numeric_limits<qint64>::max() / 1000
            || seconds < std::numeric_limits<qint64>::min() / 1000)
            return std::nullopt;
        return Value::integer(seconds * 1000 + digits.leftJustified(3, u'0').toInt());
    case NotationKind::Text:
        return writeText(seconds, fraction, spelling);
    }
    return std::nullopt;
}

std::optional<Value> timeTyped(const QString &text, const TimeSpelling &spelling,
                               const std::optional<StoredTime> &before, qint64 now)
{
    auto typed = typedTime(text, before, now);
    if (!typed)
        return std::nullopt;
    const bool isNow = text.trimmed().compare("now"_L1, Qt::CaseInsensitive) == 0;
    // Nobody means the milliseconds of "now", nor the time of day where the column keeps days.
    if (isNow && spelling.notation.kind != NotationKind::UnixMilliseconds)
        typed->fraction = typed->fraction.first(qMin<qsizetype>(spelling.fraction, typed->fraction.size()));
    if (isNow && spelling.notation.dateOnly)
        typed->seconds = floored(typed->seconds, day) * day;
    TimeSpelling spelled = spelling;
    if (!typed->timeOfDay && spelling.notation.dateOnly)
        return writeText(typed->seconds, {}, spelled);
    if (spelling.notation.dateOnly && !isNow)
        spelled.notation.dateOnly = false; // a time was typed, and is kept
    return writeTime(typed->seconds, typed->fraction, spelled);
}

} // namespace core
