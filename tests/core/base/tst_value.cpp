// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/value.h"

#include <QTest>

#include <cmath>
#include <limits>
#include <random>

using core::Value;
using namespace Qt::Literals::StringLiterals;

class TestValue : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalityIsIdentityOfWhatIsStored()
    {
        QCOMPARE(Value::integer(1), Value::integer(1));
        QVERIFY(!(Value::integer(1) == Value::real(1.0)));
        QVERIFY(!(Value::real(0.0) == Value::real(-0.0)));
        const double nan = std::numeric_limits<double>::quiet_NaN();
        QVERIFY(Value::real(nan) == Value::real(nan));
        QVERIFY(!(Value::text(QString()) == Value::blob({})));
        QVERIFY(!(Value::text(QString()) == Value::null()));
        QVERIFY(!(Value::textBytes("a") == Value::typed("a", u"numeric"_s)));
        QCOMPARE(Value::textBytes(QByteArray("a\0b", 3)), Value::textBytes(QByteArray("a\0b", 3)));
        QVERIFY(!(Value::textBytes(QByteArray("a\0b", 3)) == Value::textBytes("a")));
    }

    void hashFollowsEquality()
    {
        QVERIFY(qHash(Value::integer(1)) != qHash(Value::real(1.0)));
        QVERIFY(qHash(Value::real(0.0)) != qHash(Value::real(-0.0)));
        QCOMPARE(qHash(Value::text(u"ä"_s)), qHash(Value::textBytes("\xc3\xa4")));
    }

    void integersKeepAllBits()
    {
        for (const std::int64_t v : {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max(),
                                     std::int64_t{9007199254740993}, std::int64_t{1780480268876910593}}) {
            QCOMPARE(Value::integer(v).toInteger(), v);
            QCOMPARE(Value::integer(v).display(), QString::number(v));
        }
    }

    void realsAreSpeltShortAndReadBackExactly()
    {
        QCOMPARE(core::shortestReal(1.0), u"1.0"_s);
        QCOMPARE(core::shortestReal(0.1), u"0.1"_s);
        QCOMPARE(core::shortestReal(-0.0), u"-0.0"_s);
        QCOMPARE(core::shortestReal(std::numeric_limits<double>::infinity()), u"inf"_s);
        std::mt19937_64 random(20261120);
        for (int i = 0; i < 20000; ++i) {
            const std::uint64_t bits = random();
            double v = 0;
            static_assert(sizeof v == sizeof bits);
            memcpy(&v, &bits, sizeof v);
            if (!std::isfinite(v))
                continue;
            bool ok = false;
            QCOMPARE(core::shortestReal(v).toDouble(&ok), v);
            QVERIFY(ok);
        }
    }

    void editableTextIsTextThatComesBackAsItWas_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("editable");
        QTest::newRow("plain") << QByteArray("rain") << true;
        QTest::newRow("empty") << QByteArray("") << true;
        QTest::newRow("unicode") << QByteArray("\xf0\x9f\x8c\xa7 \xc3\xa4") << true;
        QTest::newRow("line breaks") << QByteArray("a\r\nb\tc") << true;
        QTest::newRow("NUL within") << QByteArray("a\0b", 3) << false;
        QTest::newRow("broken sequence") << QByteArray("a\xff") << false;
        QTest::newRow("lone surrogate") << QByteArray("\xed\xa0\x80") << false;
        QTest::newRow("overlong NUL") << QByteArray("\xc0\x80") << false;
        QTest::newRow("leading byte order mark") << QByteArray("\xef\xbb\xbfx") << true;
    }
    void editableTextIsTextThatComesBackAsItWas()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(bool, editable);
        const Value v = Value::textBytes(bytes);
        QCOMPARE(v.isEditableText(), editable);
        if (editable)
            QCOMPARE(Value::text(v.display()).bytes(), bytes);
    }

    void displayCutsBeforeItDecodes()
    {
        const Value big = Value::blob(QByteArray(1 << 20, 'x'));
        QCOMPARE(big.display(2), u"7878"_s);
        QCOMPARE(Value::null().display(), QString());
    }
};

QTEST_GUILESS_MAIN(TestValue)
#include "tst_value.moc"
