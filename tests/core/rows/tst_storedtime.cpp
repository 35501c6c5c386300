// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/storedtime.h"

#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;
using Format = core::ColumnFormat::Kind;

Q_DECLARE_METATYPE(core::Value)

namespace {

constexpr qint64 now = 1'793'382'300'250; // 2026-10-30 17:45:00.250

Value text(const QString &t)
{
    return Value::text(t);
}

} // namespace

class TestStoredTime : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void shown_data()
    {
        QTest::addColumn<Value>("value");
        QTest::addColumn<int>("format");
        QTest::addColumn<QString>("shown");
        const auto row = [](const char *name, const Value &value, Format format, const QString &shown) {
            QTest::newRow(name) << value << int(format) << shown;
        };
        row("seconds", Value::integer(1793382300), Format::UnixSeconds, u"2026-10-30 17:45:00"_s);
        row("before 1970", Value::integer(-1), Format::UnixSeconds, u"1969-12-31 23:59:59"_s);
        row("milliseconds", Value::integer(now), Format::UnixMilliseconds, u"2026-10-30 17:45:00.250"_s);
        row("negative milliseconds", Value::integer(-1), Format::UnixMilliseconds, u"1969-12-31 23:59:59.999"_s);
        row("beyond the years", Value::integer(std::numeric_limits<qint64>::max()), Format::UnixSeconds, {});
        row("date", text(u"2026-10-30"_s), Format::IsoDate, u"2026-10-30"_s);
        row("text", text(u"2026-10-30 17:45:00"_s), Format::IsoDate, u"2026-10-30 17:45:00"_s);
        row("microseconds", text(u"2026-10-30T17:45:00.123456Z"_s), Format::IsoDate,
            u"2026-10-30 17:45:00.123456 UTC"_s);
        row("zone", text(u"2026-10-30 19:45+02:00"_s), Format::IsoDate, u"2026-10-30 17:45:00 UTC"_s);
        row("no such day", text(u"2026-02-30"_s), Format::IsoDate, {});
        row("words", text(u"soon"_s), Format::IsoDate, {});
        row("text where numbers are", text(u"2026-10-30"_s), Format::UnixSeconds, {});
        row("real", Value::real(1793382300.5), Format::UnixSeconds, {});
        row("null", Value(), Format::IsoDate, {});
        row("another format", Value::integer(1), Format::Boolean, {});
    }
    void shown()
    {
        QFETCH(Value, value);
        QFETCH(int, format);
        QFETCH(QString, shown);
        const auto time = readTime(value, Format(format));
        QCOMPARE(time ? shownTime(*time) : QString(), shown);
        if (!time)
            return;
        // What was read is written back as it was, to the byte.
        QCOMPARE(writeTime(time->seconds, time->fraction, time->spelling), std::optional(value));
        QCOMPARE(timeTyped(shown, time->spelling, time, now), std::optional(value));
    }

    void typed_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<Value>("before");
        QTest::addColumn<int>("format");
        QTest::addColumn<Value>("value"); ///< NULL: cannot be read
        const auto row = [](const char *name, const QString &typed, const Value &before, Format format,
                            const Value &value) { QTest::newRow(name) << typed << before << int(format) << value; };
        const Value s = Value::integer(1793382300);
        row("day", u"2026-10-31"_s, s, Format::UnixSeconds, Value::integer(1793404800));
        row("day and time", u" 2026-10-31 00:01 "_s, s, Format::UnixSeconds, Value::integer(1793404860));
        row("slashes, one digit", u"2026/1/5 7:05"_s, s, Format::UnixSeconds, Value::integer(1767596700));
        row("dots", u"2026.10.31"_s, s, Format::UnixSeconds, Value::integer(1793404800));
        row("T and Z", u"2026-10-31T00:00:01Z"_s, s, Format::UnixSeconds, Value::integer(1793404801));
        row("offset", u"2026-10-31 02:00+02:00"_s, s, Format::UnixSeconds, Value::integer(1793404800));
        row("offset of hours", u"2026-10-30 22:00 -02"_s, s, Format::UnixSeconds, Value::integer(1793404800));
        row("time alone", u"00:00"_s, s, Format::UnixSeconds, Value::integer(1793318400));
        row("now", u"Now"_s, s, Format::UnixSeconds, Value::integer(1793382300));
        row("today", u"today"_s, s, Format::UnixSeconds, Value::integer(1793318400));
        row("a fraction has no room", u"2026-10-31 00:00:00.5"_s, s, Format::UnixSeconds, Value());
        row("a fraction of zeros has", u"2026-10-31 00:00:00.000"_s, s, Format::UnixSeconds,
            Value::integer(1793404800));
        row("mixed signs", u"2026-10/31"_s, s, Format::UnixSeconds, Value());
        row("no such day", u"2026-02-29"_s, s, Format::UnixSeconds, Value());
        row("no such hour", u"2026-10-31 24:00"_s, s, Format::UnixSeconds, Value());
        row("number", u"1793382301"_s, s, Format::UnixSeconds, Value());
        row("nothing", QString(), s, Format::UnixSeconds, Value());
        row("milliseconds", u"2026-10-31 00:00:00.5"_s, Value::integer(now), Format::UnixMilliseconds,
            Value::integer(1793404800500));
        row("now in milliseconds", u"now"_s, Value::integer(0), Format::UnixMilliseconds, Value::integer(now));
        row("microseconds have no room", u"2026-10-31 00:00:00.0005"_s, Value::integer(now), Format::UnixMilliseconds,
            Value());
        const QString moved = u"2026-10-31 18:00"_s;
        row("keeps the blank", moved, text(u"2026-10-30 17:45:00"_s), Format::IsoDate, text(u"2026-10-31 18:00:00"_s));
        row("keeps T, digits and Z", moved, text(u"2026-10-30T17:45:00.250Z"_s), Format::IsoDate,
            text(u"2026-10-31T18:00:00.000Z"_s));
        row("keeps the offset", moved, text(u"2026-10-30T19:45:00+02:00"_s), Format::IsoDate,
            text(u"2026-10-31T20:00:00+02:00"_s));
        row("keeps minutes", moved, text(u"2026-10-30 17:45"_s), Format::IsoDate, text(u"2026-10-31 18:00"_s));
        row("seconds where there were none", u"2026-10-31 18:00:01"_s, text(u"2026-10-30 17:45"_s), Format::IsoDate,
            text(u"2026-10-31 18:00:01"_s));
        row("more digits than before", u"2026-10-31 18:00:00.1234"_s, text(u"2026-10-30 17:45:00.5"_s), Format::IsoDate,
            text(u"2026-10-31 18:00:00.1234"_s));
        row("a day over a time", u"2026-10-31"_s, text(u"2026-10-30 17:45:00"_s), Format::IsoDate,
            text(u"2026-10-31 00:00:00"_s));
        row("a day over a day", u"2026-10-31"_s, text(u"2026-10-30"_s), Format::IsoDate, text(u"2026-10-31"_s));
        row("a time over a day", moved, text(u"2026-10-30"_s), Format::IsoDate, text(u"2026-10-31 18:00:00"_s));
        row("now over a day", u"now"_s, text(u"2026-10-01"_s), Format::IsoDate, text(u"2026-10-30"_s));
        row("now over a text", u"now"_s, text(u"2026-10-01 00:00:00"_s), Format::IsoDate,
            text(u"2026-10-30 17:45:00"_s));
    }
    void typed()
    {
        QFETCH(QString, typed);
        QFETCH(Value, before);
        QFETCH(int, format);
        QFETCH(Value, value);
        const auto stored = readTime(before, Format(format));
        QVERIFY(stored);
        QCOMPARE(timeTyped(typed, stored->spelling, stored, now), value.isNull() ? std::nullopt : std::optional(value));
    }

    void aTimeAloneNeedsADay() { QCOMPARE(timeTyped(u"17:45"_s, spellingOf({}), std::nullopt, now), std::nullopt); }
};

QTEST_GUILESS_MAIN(TestStoredTime)
#include "tst_storedtime.moc"
