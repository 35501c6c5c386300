// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/jsontext.h"

#include <QJsonDocument>
#include <QRandomGenerator>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

class TestJsonText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void problems_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("problem"); ///< "line:column what"; empty: JSON
        const auto row = [](const QString &text, const QString &problem) {
            QTest::addRow("%s", text.left(40).toLatin1().toPercentEncoding(" {}[]\",:").constData()) << text << problem;
        };
        for (const auto *good : {"{}", "[]", " 12 ", "-0.5e+10", "\"a\"", "null", "{\"a\":[1,{\"b\":true}],\"a\":2}",
                                 "\"\\u00e9\\n\\\"\"", "[[],[{}]]", "9007199254740993123456789"})
            row(QString::fromLatin1(good), {});
        row(QString(), u"1:1 there is nothing in it"_s);
        row(u"{\"a\":\n"_s, u"2:1 a value is missing at the end"_s);
        row(u"[1,\n 2\n 3]"_s, u"3:2 a comma or ] is missing before it"_s);
        row(u"[1,]"_s, u"1:4 a value is missing before it, or the comma is too many"_s);
        row(u"{\"a\":1,}"_s, u"1:8 a key is missing before it, or the comma is too many"_s);
        row(u"{a:1}"_s, u"1:2 a key stands in double quotes"_s);
        row(u"{1:1}"_s, u"1:2 a key stands in double quotes"_s);
        row(u"{'a':1}"_s, u"1:2 strings stand in double quotes"_s);
        row(u"{\"a\" 1}"_s, u"1:6 a colon is missing before it"_s);
        row(u"{\"a\":1"_s, u"1:7 a comma or } is missing at the end"_s);
        row(u"\"abc"_s, u"1:1 this string has no end"_s);
        row(u"[\"a\\x\"]"_s, u"1:4 this escape is unknown"_s);
        row(u"\"\\u12g4\""_s, u"1:2 this escape is unknown"_s);
        row(u"[01]"_s, u"1:2 01 is no number as JSON writes them"_s);
        row(u"[1.]"_s, u"1:2 1. is no number as JSON writes them"_s);
        row(u"hello"_s, u"1:1 hello is no value"_s);
        row(u"1 2"_s, u"1:3 nothing may follow the value"_s);
        row(u"]"_s, u"1:1 a value is missing before it, or the comma is too many"_s);
        row(u"{\"a\":\"\U0001F327\" x}"_s, u"1:10 x is no value"_s);
    }
    void problems()
    {
        QFETCH(QString, text);
        QFETCH(QString, problem);
        const auto found = jsonProblem(text);
        QCOMPARE(found ? u"%1:%2 %3"_s.arg(found->line).arg(found->column).arg(found->what) : QString(), problem);
    }

    /// Another reader agrees on what is JSON, whatever is thrown at both.
    void agreesWithAnotherReader()
    {
        QRandomGenerator random(7);
        const QStringList pieces{u"{"_s, u"}"_s,      u"["_s,    u"]"_s,    u","_s, u":"_s,  u"\"a\""_s,
                                 u"1"_s, u"-2.5"_s, u"true"_s, u"null"_s, u" "_s, u"\n"_s, u"\"b\\n\""_s};
        int good = 0;
        for (int i = 0; i < 20000; ++i) {
            QString text;
            const int count = random.bounded(1, 8);
            for (int k = 0; k < count; ++k)
                text += pieces.at(random.bounded(int(pieces.size())));
            QJsonParseError error;
            std::ignore = QJsonDocument::fromJson("[" + text.toUtf8() + "]", &error);
            // "[]" of nothing, and "[a,b]" of a text with a comma outside, are JSON only with those brackets.
            const bool theirs = error.error == QJsonParseError::NoError;
            const QString framed = u'[' + text + u']';
            const bool ours = !jsonProblem(framed);
            QVERIFY2(ours == theirs, qPrintable(text));
            good += ours ? 1 : 0;
        }
        QVERIFY(good > 100);
    }

    void layouts_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("indented");
        QTest::addColumn<QString>("oneLine");
        QTest::newRow("numbers stay as written")
            << u"{\"z\":1.50,\"a\":12345678901234567890123, \"e\":1E5}"_s
            << u"{\n  \"z\": 1.50,\n  \"a\": 12345678901234567890123,\n  \"e\": 1E5\n}"_s
            << u"{\"z\":1.50,\"a\":12345678901234567890123,\"e\":1E5}"_s;
        QTest::newRow("empty ones") << u"[ { } , [ ] ]"_s << u"[\n  {},\n  []\n]"_s << u"[{},[]]"_s;
        QTest::newRow("strings stay as written")
            << u"[\"a\\/b  c\"]"_s << u"[\n  \"a\\/b  c\"\n]"_s << u"[\"a\\/b  c\"]"_s;
        QTest::newRow("keys twice") << u"{\"a\":1,\"a\":2}"_s << u"{\n  \"a\": 1,\n  \"a\": 2\n}"_s
                                    << u"{\"a\":1,\"a\":2}"_s;
        QTest::newRow("a scalar") << u" 1 "_s << u"1"_s << u"1"_s;
    }
    void layouts()
    {
        QFETCH(QString, text);
        QFETCH(QString, indented);
        QFETCH(QString, oneLine);
        const auto wide = layOutJson(text, JsonLayout::Indented);
        const auto narrow = layOutJson(text, JsonLayout::OneLine);
        QVERIFY(wide && narrow);
        QCOMPARE(*wide, indented);
        QCOMPARE(*narrow, oneLine);
        QCOMPARE(layOutJson(*wide, JsonLayout::OneLine).value(), oneLine);
    }

    void whatIsNoJsonIsNotLaidOut()
    {
        const auto result = layOutJson(u"{\n\"a\" 1}"_s, JsonLayout::Indented);
        QVERIFY(!result);
        QCOMPARE(result.error().message, u"This is no JSON: line 2, column 5: a colon is missing before it."_s);
    }

    void deepNestingIsOnlyText()
    {
        const qsizetype deep = 200'000;
        const QString text = QString(deep, u'[') + QString(deep, u']');
        QVERIFY(!jsonProblem(text));
        const auto wide = layOutJson(text, JsonLayout::Indented);
        QVERIFY(wide && wide->size() < 300 * deep);
        QVERIFY(jsonProblem(text.chopped(1)));
    }
};

QTEST_GUILESS_MAIN(TestJsonText)
#include "tst_jsontext.moc"
