// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/transfer/clipboard.h"
#include "core/transfer/pasted.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

#include <limits>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

constexpr auto infinity = std::numeric_limits<double>::infinity();

CellBlock one(const Value &value)
{
    return {{u"c"_s}, {{value}}};
}

/// One of everything a cell can hold.
QList<Value> oddValues()
{
    return {Value(),
            Value::text(QString()),
            Value::blob(QByteArray("")),
            Value::integer(std::numeric_limits<qint64>::min()),
            Value::integer(9'007'199'254'740'993),
            Value::real(0.1),
            Value::real(-0.0),
            Value::real(1e300),
            Value::real(-infinity),
            Value::text(u"tab\tquote\"comma,\r\nnext \U0001F327"_s),
            Value::textBytes(QByteArray("bad \xff\xfe", 6)),
            Value::textBytes(QByteArray("a\0b", 3)),
            Value::blob(QByteArray("\0\xff'", 3)),
            Value::typed("12.50", u"numeric"_s)};
}

} // namespace

class TestClipboard : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void cells_data()
    {
        QTest::addColumn<Value>("value");
        QTest::addColumn<QString>("tsv");
        QTest::addColumn<QString>("csv");
        QTest::addColumn<QString>("json");
        const auto row = [](const char *name, const Value &value, const QString &tsv, const QString &csv,
                            const QString &json) { QTest::newRow(name) << value << tsv << csv << json; };
        row("null", Value(), u""_s, u""_s, u"null"_s);
        row("empty text", Value::text(QString()), u"\"\""_s, u"\"\""_s, u"\"\""_s);
        row("integer", Value::integer(9'223'372'036'854'775'807), u"9223372036854775807"_s, u"9223372036854775807"_s,
            u"9223372036854775807"_s);
        row("real", Value::real(2.0), u"2.0"_s, u"2.0"_s, u"2.0"_s);
        row("infinity", Value::real(infinity), u"inf"_s, u"inf"_s, u"\"inf\""_s);
        row("comma", Value::text(u"a,b"_s), u"a,b"_s, u"\"a,b\""_s, u"\"a,b\""_s);
        row("tab", Value::text(u"a\tb"_s), u"\"a\tb\""_s, u"a\tb"_s, u"\"a\\tb\""_s);
        row("line end", Value::text(u"a\nb"_s), u"\"a\nb\""_s, u"\"a\nb\""_s, u"\"a\\nb\""_s);
        row("quote inside", Value::text(u"6\" pipe"_s), u"6\" pipe"_s, u"\"6\"\" pipe\""_s, u"\"6\\\" pipe\""_s);
        row("quote first", Value::text(u"\"hi\""_s), u"\"\"\"hi\"\"\""_s, u"\"\"\"hi\"\"\""_s, u"\"\\\"hi\\\"\""_s);
        row("control", Value::text(u"a\u0001\\"_s), u"a\u0001\\"_s, u"a\u0001\\"_s, u"\"a\\u0001\\\\\""_s);
        row("blob", Value::blob(QByteArray("\x01\xab", 2)), u"01ab"_s, u"01ab"_s, u"\"01ab\""_s);
    }
    void cells()
    {
        QFETCH(Value, value);
        QFETCH(QString, tsv);
        QFETCH(QString, csv);
        QFETCH(QString, json);
        QCOMPARE(toTsv(one(value), HeaderLine::No), tsv);
        QCOMPARE(toTsv(one(value), HeaderLine::Yes), u"c\n"_s + tsv);
        QCOMPARE(toCsv(one(value), HeaderLine::No), csv + u"\r\n"_s);
        QCOMPARE(toJson(one(value)), u"[\n  {\"c\": "_s + json + u"}\n]\n"_s);
    }

    void jsonIsReadByAJsonReader()
    {
        CellBlock block{{u"a \"name\""_s, u"b"_s}, {}};
        for (const Value &value : oddValues())
            block.rows.append({value, Value::integer(1)});
        QJsonParseError error;
        const auto document = QJsonDocument::fromJson(toJson(block).toUtf8(), &error);
        QCOMPARE(error.error, QJsonParseError::NoError);
        QCOMPARE(document.array().size(), block.rows.size());
        const auto text = document.array().at(9).toObject().value(u"a \"name\"").toString();
        QCOMPARE(text, block.rows.at(9).at(0).display());
        QCOMPARE(toJson({{u"a"_s}, {}}), u"[]\n"_s);
    }

    void whatWasCopiedIsPastedBack()
    {
        CellBlock block{{u"a"_s, u"b"_s}, {}};
        for (const Value &value : oddValues())
            block.rows.append({value, Value::text(u"x,y"_s)});
        for (const Separator separator : {Separator::Tab, Separator::Comma}) {
            const QString text =
                separator == Separator::Tab ? toTsv(block, HeaderLine::No) : toCsv(block, HeaderLine::No);
            const PastedRows rows = pastedRows(text, separator);
            QCOMPARE(rows.size(), block.rows.size());
            for (qsizetype i = 0; i < rows.size(); ++i) {
                const Value &value = block.rows.at(i).at(0);
                QCOMPARE(rows.at(i).size(), 2);
                QCOMPARE(rows.at(i).at(0).text, value.display());
                QCOMPARE(rows.at(i).at(0).text.isEmpty() && !rows.at(i).at(0).quoted, value.isNull());
                QCOMPARE(rows.at(i).at(1).text, u"x,y"_s);
            }
        }
    }

    void insertsUseTheDialectsSpelling()
    {
        const Dialect *sqlite = dialectByName(u"sqlite"_s);
        QVERIFY(sqlite);
        const CellBlock block{{u"id"_s, u"od`d"_s},
                              {{Value::integer(1), Value::text(u"it's"_s)}, {Value::integer(2), Value()}}};
        QCOMPARE(toInserts(block, {{}, u"t"_s}, *sqlite),
                 u"INSERT INTO `t` (`id`, `od``d`) VALUES (1, 'it''s');\n"
                 "INSERT INTO `t` (`id`, `od``d`) VALUES (2, NULL);\n"_s);
    }

    void exactCellsLoseNothing()
    {
        CellBlock block{{u"a"_s}, {}};
        for (const Value &value : oddValues())
            block.rows.append({value});
        const QByteArray bytes = toExact(block);
        const auto back = fromExact(bytes);
        QVERIFY(back);
        QCOMPARE(*back, block);
        for (qsizetype size = 0; size < bytes.size(); ++size)
            QVERIFY(!fromExact(bytes.first(size)));
        QVERIFY(!fromExact("something else entirely"));
    }
};

QTEST_GUILESS_MAIN(TestClipboard)
#include "tst_clipboard.moc"
