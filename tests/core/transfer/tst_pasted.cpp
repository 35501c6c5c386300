// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transfer/pasted.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

/// Cells as "a|b" per row, quoted ones in angle brackets.
QStringList shape(const PastedRows &rows)
{
    QStringList lines;
    for (const auto &row : rows) {
        QStringList cells;
        for (const PastedCell &cell : row)
            cells.append(cell.quoted ? u'<' + cell.text + u'>' : cell.text);
        lines.append(cells.join(u'|'));
    }
    return lines;
}

} // namespace

class TestPasted : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void rows_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("expected");
        const auto row = [](const char *name, const QString &text, const QStringList &expected) {
            QTest::newRow(name) << text << expected;
        };
        row("nothing", u""_s, {});
        row("one word", u"hello"_s, {u"hello"_s});
        row("a sentence", u"Hello, world"_s, {u"Hello, world"_s});
        row("two lines of prose", u"Hello, world.\nBye."_s, {u"Hello, world."_s, u"Bye."_s});
        row("tabs", u"a\tb\nc\td"_s, {u"a|b"_s, u"c|d"_s});
        row("last line end", u"a\tb\n"_s, {u"a|b"_s});
        row("CRLF", u"a\tb\r\nc\td\r\n"_s, {u"a|b"_s, u"c|d"_s});
        row("CR", u"a\tb\rc\td"_s, {u"a|b"_s, u"c|d"_s});
        row("empty cells", u"\t\na\t"_s, {u"|"_s, u"a|"_s});
        row("empty line inside", u"a\n\nb"_s, {u"a"_s, u""_s, u"b"_s});
        row("quoted", u"\"a\tb\"\t\"c\nd\""_s, {u"<a\tb>|<c\nd>"_s});
        row("quoted alone is one cell", u"\"a\tb\""_s, {u"<a\tb>"_s});
        row("doubled quotes", u"\"a \"\"b\"\"\"\tc"_s, {u"<a \"b\">|c"_s});
        row("empty text", u"\"\"\tx"_s, {u"<>|x"_s});
        row("quote inside", u"6\" pipe\t7\" pipe"_s, {u"6\" pipe|7\" pipe"_s});
        row("unfinished quote", u"\"a\tb\nc\td"_s, {u"\"a|b"_s, u"c|d"_s});
        row("something behind the quote", u"\"a\" b\tc"_s, {u"\"a\" b|c"_s});
        row("ragged", u"a\tb\nc"_s, {u"a|b"_s, u"c"_s});
        row("commas", u"id,name\n1,\"Lovelace, Ada\"\n2,\n"_s, {u"id|name"_s, u"1|<Lovelace, Ada>"_s, u"2|"_s});
        row("commas with tabs inside quotes", u"1,\"a\tb\"\n2,c"_s, {u"1|<a\tb>"_s, u"2|c"_s});
        row("commas and tabs", u"1,5\t2,5\n3,5\t4,5"_s, {u"1,5|2,5"_s, u"3,5|4,5"_s});
    }
    void rows()
    {
        QFETCH(QString, text);
        QFETCH(QStringList, expected);
        QCOMPARE(shape(pastedRows(text)), expected);
    }

    void oneLineOfCsvWhenAskedFor()
    {
        QCOMPARE(shape(pastedRows(u"a,\"b,c\",\"\""_s, Separator::Comma)), QStringList{u"a|<b,c>|<>"_s});
    }

    void valuesFollowTheColumn()
    {
        const Dialect *sqlite = dialectByName(u"sqlite"_s);
        QVERIFY(sqlite);
        QCOMPARE(pastedValue({u""_s, false}, u"TEXT"_s, *sqlite), Value());
        QCOMPARE(pastedValue({u""_s, true}, u"INTEGER"_s, *sqlite), Value::text(QString()));
        QCOMPARE(pastedValue({u"12"_s, false}, u"INTEGER"_s, *sqlite), Value::integer(12));
        QCOMPARE(pastedValue({u"12"_s, true}, u"TEXT"_s, *sqlite), Value::text(u"12"_s));
    }

    void manyQuotesTakeNoLongTime()
    {
        QElapsedTimer timer;
        timer.start();
        const QString text = QString(u"\"x\t\"\"\t\"\"\"y\n"_s).repeated(30'000);
        QVERIFY(pastedRows(text).size() > 10'000);
        QVERIFY2(timer.elapsed() < 5'000, qPrintable(QString::number(timer.elapsed())));
    }
};

QTEST_GUILESS_MAIN(TestPasted)
#include "tst_pasted.moc"
