// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/civiltime.h"
#include "core/rows/columnformat.h"
#include "support/fakedialect.h"

#include <QDateTime>
#include <QRandomGenerator>
#include <QTest>
#include <QTimeZone>

using namespace core;
using namespace Qt::Literals::StringLiterals;
using Kind = core::ColumnFormat::Kind;

namespace {

QList<Value> integers(const QList<qint64> &numbers)
{
    QList<Value> values{Value::null()};
    for (qint64 n : numbers)
        values.append(Value::integer(n));
    return values;
}

QList<Value> texts(const QStringList &strings)
{
    QList<Value> values{Value::null()};
    for (const QString &s : strings)
        values.append(Value::text(s));
    return values;
}

} // namespace

Q_DECLARE_METATYPE(core::ColumnFormat::Kind)
Q_DECLARE_METATYPE(QList<core::Value>)

class TestColumnFormat : public QObject {
    Q_OBJECT

    FakeDialect m_dialect;

private Q_SLOTS:
    void guesses_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("check");
        QTest::addColumn<QList<Value>>("sample");
        QTest::addColumn<Kind>("kind");
        const auto row = [](const char *what, const QString &name, const QString &type, const QString &check,
                            const QList<Value> &sample, Kind kind) { QTest::newRow(what) << name << type << check << sample << kind; };
        const QString none;
        row("declared boolean", u"x"_s, u"boolean"_s, none, {}, Kind::Boolean);
        row("declared boolean holding a 2", u"x"_s, u"boolean"_s, none, integers({0, 2}), Kind::Plain);
        row("is_ with bits", u"is_admin"_s, u"integer"_s, none, integers({0, 1}), Kind::Boolean);
        row("isAdmin with bits", u"isAdmin"_s, u"integer"_s, none, integers({1, 1}), Kind::Boolean);
        row("is_ with a 2", u"is_admin"_s, u"integer"_s, none, integers({0, 1, 2}), Kind::Plain);
        row("is_ without a value", u"is_admin"_s, u"integer"_s, none, {}, Kind::Plain);
        row("bits under any name", u"amount"_s, u"integer"_s, none, integers({0, 1}), Kind::Plain);
        row("island is not is", u"island"_s, u"integer"_s, none, integers({0, 1}), Kind::Plain);
        row("checked to bits", u"amount"_s, u"integer"_s, u"amount IN (0, 1)"_s, integers({0, 1}), Kind::Boolean);
        row("checked to texts", u"rating"_s, u"text"_s, u"\"rating\" in ('G', 'PG')"_s, {}, Kind::Enumeration);
        row("checked to texts in parentheses", u"rating"_s, u"text"_s, u"(rating in ('G', 'PG'))"_s, {}, Kind::Enumeration);
        row("checked as Drizzle writes it", u"rating"_s, u"text"_s, u"\"t\".\"rating\" in ('G', 'PG')"_s, {}, Kind::Enumeration);
        row("a check on another column", u"rating"_s, u"text"_s, u"kind in ('G')"_s, {}, Kind::Plain);
        row("a check that says more", u"rating"_s, u"text"_s, u"rating in ('G') or rating = 'X'"_s, {}, Kind::Plain);
        row("seconds", u"created_at"_s, u"integer"_s, none, integers({1'700'000'000, 0}), Kind::UnixSeconds);
        row("milliseconds", u"createdAt"_s, u"integer"_s, none, integers({1'700'000'000'123}), Kind::UnixMilliseconds);
        row("a date without the name", u"amount"_s, u"integer"_s, none, integers({1'700'000'000}), Kind::Plain);
        row("the name without a date", u"time_limit"_s, u"integer"_s, none, integers({3600, 7200}), Kind::Plain);
        row("seconds and milliseconds mixed", u"created_at"_s, u"integer"_s, none, integers({1'700'000'000, 1'700'000'000'000}), Kind::Plain);
        row("declared timestamp", u"x"_s, u"timestamp"_s, none, integers({1'700'000'000}), Kind::UnixSeconds);
        row("real numbers", u"created_at"_s, u"real"_s, none, {Value::real(1.7e9)}, Kind::Plain);
        row("dates in words", u"x"_s, u"text"_s, none, texts({u"2024-01-31"_s, u"2024-02-29 10:00:00"_s}), Kind::IsoDate);
        row("nearly dates", u"x"_s, u"text"_s, none, texts({u"2024-01-31"_s, u"2023-02-29"_s}), Kind::Plain);
        row("JSON declared", u"x"_s, u"json"_s, none, {}, Kind::Json);
        row("JSON seen", u"x"_s, u"text"_s, none, texts({u"{\"a\": [1]}"_s, u"[]"_s}), Kind::Json);
        row("broken JSON", u"x"_s, u"text"_s, none, texts({u"{\"a\": [1]"_s}), Kind::Plain);
        row("UUIDs", u"x"_s, u"text"_s, none, texts({u"123e4567-e89b-12d3-a456-426614174000"_s}), Kind::Uuid);
        row("blobs", u"x"_s, u"blob"_s, none, {Value::blob("ab")}, Kind::Hex);
        row("only NULLs", u"is_admin"_s, u"integer"_s, none, {Value::null()}, Kind::Plain);
    }
    void guesses()
    {
        QFETCH(QString, name);
        QFETCH(QString, type);
        QFETCH(QString, check);
        QFETCH(QList<Value>, sample);
        QFETCH(Kind, kind);
        Column column;
        column.name = name;
        column.declaredType = type;
        Table table;
        table.columns = {column};
        if (!check.isEmpty())
            table.checks.append({{}, check, {}});
        QCOMPARE(toText(guessFormat(table, column, m_dialect, sample).kind), toText(kind));
    }

    void enumerationValuesKeepTheirOrderAndQuotes()
    {
        Column column;
        column.name = u"a"_s;
        Table table;
        table.columns = {column};
        table.checks.append({{}, u"a IN ('z', 'it''s', '')"_s, {}});
        QCOMPARE(enumerationOf(table, column, m_dialect), (QStringList{u"z"_s, u"it's"_s, QString()}));
    }

    void looks_data()
    {
        QTest::addColumn<Kind>("kind");
        QTest::addColumn<QList<Value>>("value");
        QTest::addColumn<QString>("text");
        QTest::newRow("true") << Kind::Boolean << QList{Value::integer(1)} << u"true"_s;
        QTest::newRow("false") << Kind::Boolean << QList{Value::integer(0)} << u"false"_s;
        QTest::newRow("2 is no boolean") << Kind::Boolean << QList{Value::integer(2)} << QString();
        QTest::newRow("1.0 is no boolean") << Kind::Boolean << QList{Value::real(1)} << QString();
        QTest::newRow("epoch") << Kind::UnixSeconds << QList{Value::integer(0)} << u"1970-01-01 00:00:00"_s;
        QTest::newRow("before it") << Kind::UnixSeconds << QList{Value::integer(-1)} << u"1969-12-31 23:59:59"_s;
        QTest::newRow("brief's") << Kind::UnixSeconds << QList{Value::integer(1'793'382'300)} << u"2026-10-30 17:45:00"_s;
        QTest::newRow("beyond the years") << Kind::UnixSeconds << QList{Value::integer(253'402'300'800)} << QString();
        QTest::newRow("largest integer") << Kind::UnixMilliseconds << QList{Value::integer(std::numeric_limits<qint64>::max())} << QString();
        QTest::newRow("smallest integer") << Kind::UnixMilliseconds << QList{Value::integer(std::numeric_limits<qint64>::min())} << QString();
        QTest::newRow("milliseconds") << Kind::UnixMilliseconds << QList{Value::integer(1'250)} << u"1970-01-01 00:00:01.250"_s;
        QTest::newRow("minus a millisecond") << Kind::UnixMilliseconds << QList{Value::integer(-1)} << u"1969-12-31 23:59:59.999"_s;
        QTest::newRow("text in a time column") << Kind::UnixSeconds << QList{Value::text(u"x"_s)} << QString();
        QTest::newRow("hex") << Kind::Hex << QList{Value::blob(QByteArray("\x00\xff", 2))} << u"00ff"_s;
        QTest::newRow("date") << Kind::IsoDate << QList{Value::text(u"2024-01-31T10:00Z"_s)} << u"2024-01-31T10:00Z"_s;
        QTest::newRow("uuid") << Kind::Uuid << QList{Value::text(u"123e4567-e89b-12d3-a456-426614174000"_s)} << u"123e4567-e89b-12d3-a456-426614174000"_s;
    }
    void looks()
    {
        QFETCH(Kind, kind);
        QFETCH(QList<Value>, value);
        QFETCH(QString, text);
        const ColumnFormat format{kind, {}};
        const auto shown = formatted(value.first(), format);
        QCOMPARE(shown.has_value(), !text.isNull());
        if (!shown)
            return;
        QCOMPARE(*shown, text);
        const auto back = parsed(*shown, format);
        QVERIFY(back.has_value());
        QVERIFY(*back == value.first());
    }

    void typedInOtherWays_data()
    {
        QTest::addColumn<Kind>("kind");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QList<Value>>("value");
        QTest::newRow("yes") << Kind::Boolean << u" Yes"_s << QList{Value::integer(1)};
        QTest::newRow("maybe") << Kind::Boolean << u"maybe"_s << QList<Value>{};
        QTest::newRow("a day") << Kind::UnixSeconds << u"1970-01-02"_s << QList{Value::integer(86'400)};
        QTest::newRow("an offset") << Kind::UnixSeconds << u"1970-01-01T02:00:00+02:00"_s << QList{Value::integer(0)};
        QTest::newRow("seconds hold no fraction") << Kind::UnixSeconds << u"1970-01-01 00:00:00.5"_s << QList<Value>{};
        QTest::newRow("half a second") << Kind::UnixMilliseconds << u"1970-01-01 00:00:00.5"_s << QList{Value::integer(500)};
        QTest::newRow("no such day") << Kind::UnixSeconds << u"2023-02-29"_s << QList<Value>{};
        QTest::newRow("a number is not the notation") << Kind::UnixSeconds << u"1700000000"_s << QList<Value>{};
        QTest::newRow("JSON") << Kind::Json << u"{\"b\":1, \"a\":2}"_s << QList{Value::text(u"{\"b\":1, \"a\":2}"_s)};
        QTest::newRow("a JSON scalar") << Kind::Json << u"12"_s << QList{Value::text(u"12"_s)};
        QTest::newRow("no JSON") << Kind::Json << u"{"_s << QList<Value>{};
        QTest::newRow("half a byte") << Kind::Hex << u"0ff"_s << QList<Value>{};
        QTest::newRow("no bytes") << Kind::Hex << QString() << QList{Value::blob({})};
    }
    void typedInOtherWays()
    {
        QFETCH(Kind, kind);
        QFETCH(QString, text);
        QFETCH(QList<Value>, value);
        const auto back = parsed(text, {kind, {}});
        QCOMPARE(back.has_value(), !value.isEmpty());
        if (back)
            QVERIFY(*back == value.first());
    }

    void enumerationTakesItsValuesOnly()
    {
        const ColumnFormat format{Kind::Enumeration, {u"G"_s, u"PG"_s}};
        QVERIFY(parsed(u"PG"_s, format) == std::optional(Value::text(u"PG"_s)));
        QVERIFY(!parsed(u"pg"_s, format));
    }

    void agreesWithQDateTime()
    {
        QRandomGenerator random(20261120);
        for (int i = 0; i < 2000; ++i) {
            const qint64 seconds = qint64(random.bounded(315'537'897'599.0)) - 62'135'596'800;
            const auto text = civil::toText(seconds, 0);
            QVERIFY(text.has_value());
            QCOMPARE(*text, QDateTime::fromSecsSinceEpoch(seconds, Qt::UTC).toString(u"yyyy-MM-dd HH:mm:ss"_s));
            const auto back = civil::parse(*text);
            QVERIFY(back.has_value());
            QCOMPARE(back->seconds, seconds);
        }
    }
};

QTEST_GUILESS_MAIN(TestColumnFormat)
#include "tst_columnformat.moc"
