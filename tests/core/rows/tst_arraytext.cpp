// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/arraytext.h"

#include <QRandomGenerator>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

class TestArrayText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void elements_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<ArrayElements>("expected");
        QTest::newRow("none") << u"{}"_s << ArrayElements{};
        QTest::newRow("numbers") << u"{1,NULL,-3}"_s << ArrayElements{u"1"_s, std::nullopt, u"-3"_s};
        QTest::newRow("quoted") << u"{\"a,b\",\"c\\\"d\",\"\",\"NULL\",\"{x}\",\"e\\\\f\",\"g\nh\"}"_s
                                << ArrayElements{u"a,b"_s, u"c\"d"_s, u""_s, u"NULL"_s, u"{x}"_s, u"e\\f"_s, u"g\nh"_s};
        QTest::newRow("small null is a word in quotes") << u"{\"null\"}"_s << ArrayElements{u"null"_s};
    }
    void elements()
    {
        QFETCH(QString, text);
        QFETCH(ArrayElements, expected);
        const auto found = arrayElements(text);
        QVERIFY(found);
        QCOMPARE(*found, expected);
        QCOMPARE(arrayText(*found), text);
    }

    void othersAreLeftAsText_data()
    {
        QTest::addColumn<QString>("text");
        for (const char *text : {"", "x", "{", "{1", "{{1,2},{3,4}}", "[0:1]={1,2}", "{a b}", "{\"a}", "{null}", "{a,}",
                                 "{\"a\"b}"})
            QTest::newRow(text) << QString::fromLatin1(text);
    }
    void othersAreLeftAsText()
    {
        QFETCH(QString, text);
        QVERIFY(!arrayElements(text));
    }

    void whateverIsWrittenIsRead()
    {
        const QString letters = u"aN{}\\\", \nuLlé"_s;
        for (quint32 seed = 1; seed <= 2000; ++seed) {
            QRandomGenerator random(seed);
            ArrayElements elements;
            for (int n = random.bounded(5); n > 0; --n) {
                QString element;
                for (int i = random.bounded(5); i > 0; --i)
                    element += letters.at(random.bounded(int(letters.size())));
                elements.append(random.bounded(5) == 0 ? std::nullopt : std::optional(element));
            }
            const auto read = arrayElements(arrayText(elements));
            QVERIFY2(read && *read == elements, qPrintable(arrayText(elements)));
        }
    }
};

QTEST_GUILESS_MAIN(TestArrayText)
#include "tst_arraytext.moc"
