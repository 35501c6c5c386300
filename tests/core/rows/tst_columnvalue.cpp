// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/columnvalue.h"

#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;
using Kind = core::ColumnFormat::Kind;

Q_DECLARE_METATYPE(core::Value)
Q_DECLARE_METATYPE(core::ColumnFormat)

class TestColumnValue : public QObject {
    Q_OBJECT

    const Dialect &m_dialect = *dialectByName(u"sqlite"_s);

    static Column column(const QString &type)
    {
        Column made;
        made.name = u"c"_s;
        made.declaredType = type;
        return made;
    }

private Q_SLOTS:
    void typed_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("type");
        QTest::addColumn<Value>("base");
        QTest::addColumn<Value>("value");
        const Value two = Value::integer(2);
        QTest::newRow("a number over a number") << u"500"_s << QString() << two << Value::integer(500);
        QTest::newRow("a fraction over a number") << u"-4.7"_s << QString() << two << Value::real(-4.7);
        QTest::newRow("a number over a fraction") << u"5"_s << QString() << Value::real(1.5) << Value::integer(5);
        QTest::newRow("words over a number") << u"5 or so"_s << QString() << two << Value::text(u"5 or so"_s);
        QTest::newRow("digits over text") << u"007"_s << QString() << Value::text(u"006"_s) << Value::text(u"007"_s);
        QTest::newRow("digits over nothing") << u"7"_s << QString() << Value() << Value::text(u"7"_s);
        QTest::newRow("more than 64 bits") << u"18446744073709551616"_s << QString() << two
                                           << Value::text(u"18446744073709551616"_s);
        QTest::newRow("any") << u"500"_s << u"ANY"_s << two << Value::integer(500);
        QTest::newRow("declared text") << u"500"_s << u"TEXT"_s << two << Value::text(u"500"_s);
        QTest::newRow("whole with a point")
            << u"9007199254740993.0"_s << u"INTEGER"_s << two << Value::integer(9007199254740993);
        QTest::newRow("whole with a point, negative")
            << u"-9007199254740993.00"_s << u"NUMERIC"_s << two << Value::integer(-9007199254740993);
        QTest::newRow("whole with an exponent")
            << u"9007199254740.993e3"_s << u"INTEGER"_s << two << Value::integer(9007199254740993);
        QTest::newRow("whole over a number without a type")
            << u"9007199254740993.0"_s << QString() << two << Value::integer(9007199254740993);
        QTest::newRow("whole with a point, small") << u"5.0"_s << u"INTEGER"_s << two << Value::real(5);
        QTest::newRow("as real") << u"9007199254740993.0"_s << u"REAL"_s << two << Value::real(9007199254740992.0);
        QTest::newRow("declared integer") << u"500"_s << u"INTEGER"_s << Value::text(u"x"_s) << Value::integer(500);
    }
    void typed()
    {
        QFETCH(QString, text);
        QFETCH(QString, type);
        QFETCH(Value, base);
        QFETCH(Value, value);
        QCOMPARE(valueTyped(text, column(type), m_dialect, base), value);
    }

    void roundings_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("said");
        for (const auto *kept : {"0.1", "1.50", "-2e3", "01.5", ".5", "5.", "0.0", "1e21", "0.30000000000000004"})
            QTest::newRow(kept) << QString::fromLatin1(kept) << QString();
        QTest::newRow("digits") << u"0.12345678901234567890"_s << u"kept as 0.12345678901234568"_s;
        QTest::newRow("large") << u"12345678901234567890.5"_s << u"kept as 12345678901234567000"_s;
    }
    void roundings()
    {
        QFETCH(QString, typed);
        QFETCH(QString, said);
        const QString words = rounding(typed, m_dialect.valueFromText(typed, u"REAL"_s));
        QCOMPARE(words.isEmpty(), said.isEmpty());
        QVERIFY2(said.isEmpty() || words.startsWith(u"kept as "_s), qPrintable(words));
        QCOMPARE(rounding(u"12345678901234567890"_s, Value::text(u"12345678901234567890"_s)), QString());
    }

    void misfits_data()
    {
        QTest::addColumn<Value>("value");
        QTest::addColumn<QString>("type");
        QTest::addColumn<ColumnFormat>("format");
        QTest::addColumn<QString>("why");
        const ColumnFormat plain;
        const ColumnFormat boolean{Kind::Boolean, {}};
        const ColumnFormat seconds{Kind::UnixSeconds, {}};
        const ColumnFormat words{Kind::Enumeration, {u"essay"_s, u"note"_s}};
        const auto text = [](const QString &t) { return Value::text(t); };
        QTest::newRow("a word as integer") << text(u"maybe"_s) << u"INTEGER"_s << plain << u"“maybe” is no number"_s;
        QTest::newRow("nothing as boolean") << text({}) << u"INTEGER"_s << boolean
                                            << u"Empty text is neither true nor false"_s;
        QTest::newRow("a two as boolean") << Value::integer(2) << u"INTEGER"_s << boolean
                                          << u"“2” is neither true nor false"_s;
        QTest::newRow("no such day") << text(u"2026-13-45 99:00"_s) << u"INTEGER"_s << seconds
                                     << u"“2026-13-45 99:00” is no time as the column keeps it"_s;
        QTest::newRow("a time") << Value::integer(1767323045) << u"INTEGER"_s << seconds << QString();
        QTest::newRow("a fraction") << Value::real(4.5) << u"INTEGER"_s << plain << u"“4.5” is no whole number"_s;
        QTest::newRow("a whole real") << Value::real(4) << u"INTEGER"_s << plain << QString();
        QTest::newRow("a fraction as real") << Value::real(4.5) << u"REAL"_s << plain << QString();
        QTest::newRow("a blob as number") << Value::blob("x"_ba) << u"REAL"_s << plain << u"A blob is no number"_s;
        QTest::newRow("not in the list") << text(u"poem"_s) << u"TEXT"_s << words << u"“poem” is none of essay, note"_s;
        QTest::newRow("in the list") << text(u"note"_s) << u"TEXT"_s << words << QString();
        QTest::newRow("no JSON") << text(u"{a"_s) << u"TEXT"_s << ColumnFormat{Kind::Json, {}} << u"“{a” is no JSON"_s;
        QTest::newRow("no date") << text(u"soon"_s) << u"TEXT"_s << ColumnFormat{Kind::IsoDate, {}}
                                 << u"“soon” is no date"_s;
        QTest::newRow("any text") << text(u"maybe"_s) << u"TEXT"_s << plain << QString();
        QTest::newRow("anything without a type") << text(u"maybe"_s) << QString() << plain << QString();
        QTest::newRow("NULL") << Value() << u"INTEGER"_s << boolean << QString();
    }
    void misfits()
    {
        QFETCH(Value, value);
        QFETCH(QString, type);
        QFETCH(ColumnFormat, format);
        QFETCH(QString, why);
        QCOMPARE(misfit(value, column(type), format, m_dialect), why);
    }

    void conditions_data()
    {
        QTest::addColumn<core::FilterOp>("op");
        QTest::addColumn<Value>("operand");
        QTest::addColumn<QString>("says");
        const Value word = Value::text(u"abc"_s);
        const QString says = u"“abc” is no number, and c is declared INTEGER"_s;
        QTest::newRow("a word for a number") << FilterOp::Equal << word << says;
        QTest::newRow("above a word") << FilterOp::Greater << word << says;
        QTest::newRow("contains") << FilterOp::Contains << word << QString();
        QTest::newRow("a number") << FilterOp::Equal << Value::integer(5) << QString();
        QTest::newRow("above a fraction") << FilterOp::Greater << Value::real(4.5) << QString();
        QTest::newRow("a fraction") << FilterOp::Equal << Value::real(4.5)
                                    << u"“4.5” is no whole number, and c is declared INTEGER"_s;
    }
    void conditions()
    {
        QFETCH(core::FilterOp, op);
        QFETCH(Value, operand);
        QFETCH(QString, says);
        QCOMPARE(misfit(Condition{u"c"_s, op, {operand}}, column(u"INTEGER"_s), {}, m_dialect), says);
    }
};

QTEST_GUILESS_MAIN(TestColumnValue)
#include "tst_columnvalue.moc"
