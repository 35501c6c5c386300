// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/filtertext.h"
#include "support/verify.h"

#include <QRegularExpression>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

QStringList columns()
{
    return {u"id"_s, u"name"_s, u"name in full"_s, u"in"_s, u"größe"_s, u"a\"b"_s, u"Case"_s};
}

Value readValue(const QString &text, const QString &column)
{
    bool ok = false;
    const qint64 number = text.toLongLong(&ok);
    return ok && column == u"id" ? Value::integer(number) : Value::text(text);
}

} // namespace

Q_DECLARE_METATYPE(core::Condition)

class TestFilterText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reads_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<Condition>("condition");
        const auto text = [](const char16_t *t) { return Value::text(QString::fromUtf16(t)); };
        const auto row = [](const char *name, const QString &t, const Condition &c) { QTest::newRow(name) << t << c; };
        row("equal", u"id = 12"_s, {u"id"_s, FilterOp::Equal, {Value::integer(12)}});
        row("without blanks", u"id=12"_s, {u"id"_s, FilterOp::Equal, {Value::integer(12)}});
        row("two equals signs", u"id == 12"_s, {u"id"_s, FilterOp::Equal, {Value::integer(12)}});
        row("quoted is text", u"id = '12'"_s, {u"id"_s, FilterOp::Equal, {text(u"12")}});
        row("not equal, SQL", u"id <> 1"_s, {u"id"_s, FilterOp::NotEqual, {Value::integer(1)}});
        row("not equal, C", u"id != 1"_s, {u"id"_s, FilterOp::NotEqual, {Value::integer(1)}});
        row("not equal, sign", u"id ≠ 1"_s, {u"id"_s, FilterOp::NotEqual, {Value::integer(1)}});
        row("less or equal", u"id<=1"_s, {u"id"_s, FilterOp::LessOrEqual, {Value::integer(1)}});
        row("less or equal, sign", u"id ≤1"_s, {u"id"_s, FilterOp::LessOrEqual, {Value::integer(1)}});
        row("less", u"id < -5"_s, {u"id"_s, FilterOp::Less, {Value::integer(-5)}});
        row("greater or equal", u"id >= 1"_s, {u"id"_s, FilterOp::GreaterOrEqual, {Value::integer(1)}});
        row("an apostrophe inside", u"name = O'Brien"_s, {u"name"_s, FilterOp::Equal, {text(u"O'Brien")}});
        row("quote doubled", u"name = 'O''Brien'"_s, {u"name"_s, FilterOp::Equal, {text(u"O'Brien")}});
        row("empty text", u"name = ''"_s, {u"name"_s, FilterOp::Equal, {text(u"")}});
        row("contains", u"NAME Contains 12 a"_s, {u"name"_s, FilterOp::Contains, {text(u"12 a")}});
        row("contains in a number is text", u"id contains 1"_s, {u"id"_s, FilterOp::Contains, {text(u"1")}});
        row("starts", u"name starts ab"_s, {u"name"_s, FilterOp::StartsWith, {text(u"ab")}});
        row("starts with", u"name starts  with ab"_s, {u"name"_s, FilterOp::StartsWith, {text(u"ab")}});
        row("ends with", u"name ends with ab"_s, {u"name"_s, FilterOp::EndsWith, {text(u"ab")}});
        row("in", u"id in 1, 2,x"_s, {u"id"_s, FilterOp::In, {Value::integer(1), Value::integer(2), text(u"x")}});
        row("in with parentheses", u"id IN(1,2)"_s, {u"id"_s, FilterOp::In, {Value::integer(1), Value::integer(2)}});
        row("in with quotes", u"name in 'a, b', 'it''s'"_s, {u"name"_s, FilterOp::In, {text(u"a, b"), text(u"it's")}});
        row("between", u"id between 1 AND 9"_s, {u"id"_s, FilterOp::Between, {Value::integer(1), Value::integer(9)}});
        row("between quoted", u"name between 'a and b' and c"_s, {u"name"_s, FilterOp::Between, {text(u"a and b"), text(u"c")}});
        row("is null", u"name is null"_s, {u"name"_s, FilterOp::IsNull, {}});
        row("is not null", u"name IS  NOT NULL"_s, {u"name"_s, FilterOp::IsNotNull, {}});
        row("the longer name wins", u"name in full = x"_s, {u"name in full"_s, FilterOp::Equal, {text(u"x")}});
        row("an operator after the shorter", u"name in x"_s, {u"name"_s, FilterOp::In, {text(u"x")}});
        row("a column called in", u"in in 1"_s, {u"in"_s, FilterOp::In, {text(u"1")}});
        row("not ASCII", u"größe > 1"_s, {u"größe"_s, FilterOp::Greater, {text(u"1")}});
        row("quoted name", u"\"a\"\"b\" = 1"_s, {u"a\"b"_s, FilterOp::Equal, {text(u"1")}});
        row("bracketed name", u"[name in full]=1"_s, {u"name in full"_s, FilterOp::Equal, {text(u"1")}});
        row("backticked name", u"`id` = 1"_s, {u"id"_s, FilterOp::Equal, {Value::integer(1)}});
        row("any case", u"CASE = 1"_s, {u"Case"_s, FilterOp::Equal, {text(u"1")}});
    }
    void reads()
    {
        QFETCH(QString, text);
        QFETCH(Condition, condition);
        const auto parsed = parseCondition(text, columns(), readValue);
        VERIFY_OK(parsed);
        QCOMPARE(parsed->column, condition.column);
        QCOMPARE(toText(parsed->op), toText(condition.op));
        QVERIFY(parsed->operands == condition.operands);

        const auto again = parseCondition(toText(*parsed), columns(), readValue);
        VERIFY_OK(again);
        QVERIFY2(*again == *parsed, qPrintable(toText(*parsed)));
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("says");
        QTest::newRow("no such column") << u"nam = 1"_s << u"the columns are id"_s;
        QTest::newRow("no operator") << u"\"id\" 5"_s << u"operator is needed"_s;
        QTest::newRow("nothing") << QString() << u"the columns are id"_s;
        QTest::newRow("between one") << u"id between 5"_s << u"needs two values"_s;
        QTest::newRow("in nothing") << u"id in ()"_s << u"needs a value"_s;
        QTest::newRow("above nothing") << u"id >"_s << u"needs a value"_s;
        QTest::newRow("equal to nothing") << u"name = "_s << u"write '' for an empty text"_s;
        QTest::newRow("null with a value") << u"id is null 5"_s << u"takes no value"_s;
    }
    void refuses()
    {
        QFETCH(QString, text);
        QFETCH(QString, says);
        const auto parsed = parseCondition(text, columns(), readValue);
        QVERIFY(!parsed);
        QVERIFY2(parsed.error().message.contains(says), qPrintable(parsed.error().message));
    }

    void everyOperatorReadsItsOwnText()
    {
        for (int i = 0; i <= static_cast<int>(FilterOp::IsNotNull); ++i) {
            const auto op = static_cast<FilterOp>(i);
            const int count = operandCount(op);
            Condition condition{u"id"_s, op, {}};
            for (int n = 0; n < (count < 0 ? 3 : count); ++n)
                condition.operands.append(op >= FilterOp::Contains && op <= FilterOp::EndsWith ? Value::text(u"1"_s)
                                                                                               : Value::integer(n));
            const auto parsed = parseCondition(toText(condition), columns(), readValue);
            VERIFY_OK(parsed);
            QVERIFY2(*parsed == condition, qPrintable(toText(condition)));
        }
    }
};

QTEST_GUILESS_MAIN(TestFilterText)
#include "tst_filtertext.moc"
