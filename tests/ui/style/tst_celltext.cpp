// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/cellvalue.h"
#include "ui/grid/columnlayout.h"
#include "ui/style/celltext.h"
#include "support/verify.h"

#include <QRegularExpression>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using core::Value;

class TestCellText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void namesAreNeverNothing()
    {
        QCOMPARE(ui::visibleName({}), u"(no name)"_s);
        QCOMPARE(ui::visibleName(u"a\nb"_s), u"a↵b"_s);
        QCOMPARE(ui::visibleName(u" a"_s), u"·a"_s);
        QCOMPARE(ui::visibleName(u"posts"_s), u"posts"_s);
    }

    void visibleText_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        QTest::newRow("plain stays") << u"On the smell of rain"_s << u"On the smell of rain"_s;
        QTest::newRow("letters of any script stay") << u"Żółć 雨 سلام"_s << u"Żółć 雨 سلام"_s;
        QTest::newRow("line breaks and tabs are marks") << u"a\nb\tc"_s << u"a↵b⇥c"_s;
        QTest::newRow("carriage return is a picture") << u"a\rb"_s << u"a␍b"_s;
        QTest::newRow("NUL is a picture") << QString(u"a"_s + QChar(0) + u"b"_s) << u"a␀b"_s;
        QTest::newRow("bidi override cannot turn the text") << u"user\u202Etxt.exe"_s << u"user‹U+202E›txt.exe"_s;
        QTest::newRow("zero width space is seen") << u"a\u200Bb"_s << u"a‹U+200B›b"_s;
        QTest::newRow("zero width joiner in Latin is seen") << u"a\u200Db"_s << u"a‹U+200D›b"_s;
        QTest::newRow("joined emoji stay whole") << u"👩\u200D🚀"_s << u"👩\u200D🚀"_s;
        QTest::newRow("blanks at the ends are dots") << u"  a b "_s << u"··a b·"_s;
        QTest::newRow("the byte order mark is seen") << u"\uFEFFa"_s << u"‹U+FEFF›a"_s;
    }
    void visibleText()
    {
        QFETCH(QString, text);
        QTEST(ui::visibleText(text), "expected");
    }

    void longTextIsCutBetweenCharacters()
    {
        const QString text = u"x"_s.repeated(9) + u"👩👩"_s;
        QCOMPARE(ui::visibleText(text, 10), QString(u"x"_s.repeated(9) + u"…"_s));
        QCOMPARE(ui::visibleText(text, 11), QString(u"x"_s.repeated(9) + u"👩…"_s));
    }

    void numbersAndSizes()
    {
        QCOMPARE(ui::grouped(12004), u"12,004"_s);
        QCOMPARE(ui::sizeText(12), u"12 B"_s);
        QCOMPARE(ui::sizeText(4096), u"4.0 kB"_s);
    }

    void everythingEditableComesBackUnchanged_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("line breaks") << QByteArray("a\nb\n");
        QTest::newRow("windows line breaks") << QByteArray("a\r\nb\r\n");
        QTest::newRow("no-break space") << QByteArray("a\xC2\xA0"
                                                      "b");
        QTest::newRow("bidi and zero width") << QString(u"a\u202Eb\u200Bc"_s).toUtf8();
        QTest::newRow("a number as text") << QByteArray("007");
    }
    void everythingEditableComesBackUnchanged()
    {
        QFETCH(QByteArray, bytes);
        const core::Dialect &dialect = *core::dialectByName(u"sqlite"_s);
        core::Column column;
        column.name = u"c"_s;
        column.declaredType = u"TEXT"_s;
        const Value value = Value::textBytes(bytes);
        const auto text = ui::editTextOf(value, {}, false);
        VERIFY_OK(text);
        const auto back = ui::valueOfText(*text, column, {}, dialect, false, value);
        VERIFY_OK(back);
        QCOMPARE(*back, value);
        // And as an edit of something else, without the shortcut of "unchanged".
        const auto other = ui::valueOfText(*text, column, {}, dialect, false, Value::text(u"other"_s));
        VERIFY_OK(other);
        QCOMPARE(other->bytes(), bytes);
    }

    void whatAnEditorWouldChangeIsRefused_data()
    {
        QTest::addColumn<Value>("value");
        QTest::newRow("blob") << Value::blob("\x00\x01"_ba);
        QTest::newRow("broken UTF-8") << Value::textBytes("a\xFF"_ba);
        QTest::newRow("NUL in text") << Value::textBytes(QByteArray("a\0b", 3));
        QTest::newRow("mixed line breaks") << Value::text(u"a\r\nb\nc"_s);
        QTest::newRow("lone carriage return") << Value::text(u"a\rb"_s);
    }
    void whatAnEditorWouldChangeIsRefused()
    {
        QFETCH(Value, value);
        const auto text = ui::editTextOf(value, {}, false);
        QVERIFY(!text);
        QVERIFY(text.error().message.size() > 20);
    }

    void formatsAreTypedInTheirOwnNotation_data()
    {
        using Kind = core::ColumnFormat::Kind;
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<bool>("ok");
        QTest::addColumn<Value>("value");
        QTest::newRow("true is one") << int(Kind::Boolean) << u"BOOLEAN"_s << u"true"_s << true << Value::integer(1);
        QTest::newRow("maybe is nothing") << int(Kind::Boolean) << u"BOOLEAN"_s << u"maybe"_s << false << Value();
        QTest::newRow("a time is seconds")
            << int(Kind::UnixSeconds) << u"INTEGER"_s << u"2026-10-30 17:45:00"_s << true << Value::integer(1793382300);
        QTest::newRow("a time may be typed raw")
            << int(Kind::UnixSeconds) << u"INTEGER"_s << u"1793382300"_s << true << Value::integer(1793382300);
        QTest::newRow("soon is no time") << int(Kind::UnixSeconds) << u"INTEGER"_s << u"soon"_s << false << Value();
        QTest::newRow("not in the list") << int(Kind::Enumeration) << u"TEXT"_s << u"poem"_s << false << Value();
        QTest::newRow("an emptied number is NULL") << int(Kind::Plain) << u"INTEGER"_s << QString() << true << Value();
        QTest::newRow("an emptied text is ''") << int(Kind::Plain) << u"TEXT"_s << QString() << true << Value::text({});
        QTest::newRow("64 bits keep all digits")
            << int(Kind::Plain) << u"INTEGER"_s << u"9007199254740993"_s << true << Value::integer(9007199254740993);
    }
    void formatsAreTypedInTheirOwnNotation()
    {
        QFETCH(int, kind);
        QFETCH(QString, type);
        QFETCH(QString, typed);
        QFETCH(bool, ok);
        core::ColumnFormat format;
        format.kind = static_cast<core::ColumnFormat::Kind>(kind);
        format.values = {u"essay"_s, u"guide"_s};
        core::Column column;
        column.name = u"c"_s;
        column.declaredType = type;
        const auto value = ui::valueOfText({typed}, column, format, *core::dialectByName(u"sqlite"_s), false,
                                           Value::text(u"before"_s));
        QCOMPARE(value.ok(), ok);
        if (ok)
            QTEST(*value, "value");
    }

    void columnLayoutSurvivesJson()
    {
        const ui::ColumnLayout layout{{{u"title"_s, 200, false}, {u"a \"quoted\" name"_s, 0, true}}};
        QCOMPARE(ui::ColumnLayout::fromJson(layout.toJson()), layout);
        QVERIFY(ui::ColumnLayout::fromJson({{u"columns"_s, 7}}).entries.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestCellText)
#include "tst_celltext.moc"
