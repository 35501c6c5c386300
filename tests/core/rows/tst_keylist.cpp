// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/keylist.h"

#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

KeyList listOf(const QList<Row> &keys)
{
    KeyList list;
    for (const Row &key : keys)
        list.append(key);
    return list;
}

} // namespace

/// However keys are kept, they come back as they were.
class TestKeyList : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keeps_data()
    {
        QTest::addColumn<QList<Row>>("keys");
        const Value uuid = Value::typed("a-1", u"uuid"_s);
        QTest::newRow("integers") << QList<Row>{{Value::integer(5)}, {Value::integer(-1)}, {Value::integer(0)}};
        QTest::newRow("texts") << QList<Row>{{Value::text(u"b"_s)}, {Value::text(QString())}, {Value::text(u"äa"_s)}};
        QTest::newRow("values of a type")
            << QList<Row>{{uuid}, {Value::typed("", u"uuid"_s)}, {Value::typed("b", u"uuid"_s)}};
        QTest::newRow("several columns") << QList<Row>{{Value::integer(1), uuid}, {Value::integer(2), Value()}};
        QTest::newRow("integers, then a text")
            << QList<Row>{{Value::integer(1)}, {Value::integer(2)}, {Value::text(u"x"_s)}};
        QTest::newRow("texts, then one of a type") << QList<Row>{{Value::text(u"x"_s)}, {uuid}, {Value::text(u"y"_s)}};
        QTest::newRow("types") << QList<Row>{{uuid}, {Value::typed("b", u"date"_s)}, {Value::integer(3)}};
        QTest::newRow("nulls and blobs") << QList<Row>{{Value()}, {Value::blob("x")}, {Value::real(1.5)}};
    }
    void keeps()
    {
        QFETCH(QList<Row>, keys);
        const KeyList list = listOf(keys);
        QCOMPARE(list.size(), size_t(keys.size()));
        for (qsizetype i = 0; i < keys.size(); ++i) {
            QVERIFY(list.at(size_t(i)) == keys.at(i));
            QCOMPARE(list.indexOf(keys.at(i)), std::optional<size_t>(size_t(i)));
        }
        QVERIFY(!list.indexOf({Value::text(u"none"_s)}));
        QVERIFY(!list.indexOf({Value::integer(77)}));
        KeyList twice = list;
        twice.append(list);
        QCOMPARE(twice.size(), size_t(2 * keys.size()));
        QVERIFY(twice.at(size_t(keys.size())) == keys.first());
        const KeyList picked = list.picked({1, 0}, 2);
        QVERIFY(picked == listOf({keys.at(1), keys.at(0)}));
        KeyList cleared = list;
        cleared.clear();
        QVERIFY(cleared.isEmpty() && cleared == KeyList());
    }
};

QTEST_GUILESS_MAIN(TestKeyList)
#include "tst_keylist.moc"
