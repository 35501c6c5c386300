// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/rowsorter.h"

#include <QRandomGenerator>
#include <QTest>

#include <sqlite3.h>

#include <atomic>
#include <cmath>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

Value randomValue(QRandomGenerator &random)
{
    switch (random.bounded(8)) {
    case 0:
        return Value::null();
    case 1:
        return Value::integer(random.bounded(-20, 20));
    case 2:
        return Value::integer(std::numeric_limits<qint64>::max() - random.bounded(3000));
    case 3:
        return Value::real(std::ldexp(1.0, 63) - random.bounded(8) * 1024.0);
    case 4:
        return Value::real(random.bounded(-80, 80) / 4.0);
    case 5:
        return Value::real(random.bounded(2) ? HUGE_VAL : -HUGE_VAL);
    case 6: {
        QByteArray bytes;
        for (int i = random.bounded(12); i > 0; --i)
            bytes += "aAbB \x01\xc3\xa4"[random.bounded(8)];
        return Value::textBytes(bytes);
    }
    default: {
        QByteArray bytes;
        for (int i = random.bounded(11); i > 0; --i)
            bytes += char(random.bounded(3) - 1);
        return Value::blob(bytes);
    }
    }
}

void bind(sqlite3_stmt *statement, int at, const Value &v)
{
    switch (v.kind()) {
    case Value::Kind::Null:
        sqlite3_bind_null(statement, at);
        break;
    case Value::Kind::Integer:
        sqlite3_bind_int64(statement, at, v.toInteger());
        break;
    case Value::Kind::Real:
        sqlite3_bind_double(statement, at, v.toReal());
        break;
    case Value::Kind::Text:
    case Value::Kind::Typed:
        sqlite3_bind_text(statement, at, v.bytes().constData(), int(v.bytes().size()), SQLITE_TRANSIENT);
        break;
    case Value::Kind::Blob:
        if (v.bytes().isEmpty())
            sqlite3_bind_zeroblob(statement, at, 0);
        else
            sqlite3_bind_blob(statement, at, v.bytes().constData(), int(v.bytes().size()), SQLITE_TRANSIENT);
        break;
    }
}

/// The rows 0 … n−1 in the order SQLite gives them.
std::vector<std::uint32_t> sqliteOrder(const std::vector<Row> &rows, const char *orderBy)
{
    sqlite3 *db = nullptr;
    sqlite3_open(":memory:", &db);
    sqlite3_exec(db, "CREATE TABLE t(n INTEGER PRIMARY KEY, a, b)", nullptr, nullptr, nullptr);
    sqlite3_stmt *insert = nullptr;
    sqlite3_prepare_v2(db, "INSERT INTO t VALUES(?, ?, ?)", -1, &insert, nullptr);
    for (size_t i = 0; i < rows.size(); ++i) {
        sqlite3_bind_int64(insert, 1, qint64(i));
        bind(insert, 2, rows[i][0]);
        bind(insert, 3, rows[i][1]);
        sqlite3_step(insert);
        sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
    std::vector<std::uint32_t> order;
    sqlite3_stmt *select = nullptr;
    sqlite3_prepare_v2(db, QByteArray("SELECT n FROM t ORDER BY ").append(orderBy).constData(), -1, &select, nullptr);
    while (sqlite3_step(select) == SQLITE_ROW)
        order.push_back(std::uint32_t(sqlite3_column_int64(select, 0)));
    sqlite3_finalize(select);
    sqlite3_close(db);
    return order;
}

} // namespace

Q_DECLARE_METATYPE(core::SortRule)

class TestRowSorter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sortsAsSqliteDoes_data()
    {
        using Text = SortRule::Text;
        QTest::addColumn<QList<SortRule>>("rules");
        QTest::addColumn<QByteArray>("orderBy");
        QTest::newRow("bytes") << QList<SortRule>{{Text::Bytes, false}} << QByteArray("a, n");
        QTest::newRow("bytes backwards") << QList<SortRule>{{Text::Bytes, true}} << QByteArray("a DESC, n DESC");
        QTest::newRow("NOCASE") << QList<SortRule>{{Text::AsciiNoCase, false}} << QByteArray("a COLLATE NOCASE, n");
        QTest::newRow("RTRIM") << QList<SortRule>{{Text::TrailingBlanksIgnored, false}} << QByteArray("a COLLATE RTRIM, n");
        QTest::newRow("two columns") << QList<SortRule>{{Text::Bytes, true}, {Text::AsciiNoCase, false}}
                                     << QByteArray("a DESC, b COLLATE NOCASE, n");
    }
    void sortsAsSqliteDoes()
    {
        QFETCH(QList<SortRule>, rules);
        QFETCH(QByteArray, orderBy);
        QRandomGenerator random(7);
        std::vector<Row> rows;
        for (int i = 0; i < 3000; ++i)
            rows.push_back({randomValue(random), randomValue(random)});
        const auto expected = sqliteOrder(rows, orderBy.constData());
        RowSorter sorter(rules);
        for (const Row &row : rows)
            sorter.add(row);
        sorter.sortFirst(100);
        QVERIFY(sorter.order(100) == std::vector<std::uint32_t>(expected.begin(), expected.begin() + 100));
        QVERIFY(sorter.sortAll([] { return false; }));
        QVERIFY(sorter.order(rows.size()) == expected);
    }

    void numbersOfOneKind_data()
    {
        QTest::addColumn<bool>("reals");
        QTest::addColumn<bool>("descending");
        QTest::newRow("integers") << false << false;
        QTest::newRow("integers backwards") << false << true;
        QTest::newRow("reals") << true << false;
        QTest::newRow("reals backwards") << true << true;
    }
    void numbersOfOneKind()
    {
        QFETCH(bool, reals);
        QFETCH(bool, descending);
        constexpr qint64 least = std::numeric_limits<qint64>::min();
        constexpr qint64 most = std::numeric_limits<qint64>::max();
        const QList<Value> some = reals
            ? QList<Value>{Value(), Value::real(0.0), Value::real(-0.0), Value::real(HUGE_VAL), Value::real(-HUGE_VAL), Value::real(5e-324), Value::real(-5e-324), Value::real(1.5), Value::real(-1.5), Value::real(1e300), Value::real(-1e300)}
            : QList<Value>{Value(), Value::integer(0), Value::integer(-1), Value::integer(1), Value::integer(least), Value::integer(least + 1), Value::integer(most), Value::integer(most - 1)};
        QRandomGenerator random(11);
        std::vector<Row> rows;
        for (int i = 0; i < 500; ++i)
            rows.push_back({some.at(random.bounded(int(some.size()))), Value()});
        const auto expected = sqliteOrder(rows, descending ? "a DESC, n DESC" : "a, n");
        RowSorter sorter({{SortRule::Text::Bytes, descending}});
        for (const Row &row : rows)
            sorter.add(row);
        sorter.sortFirst(40);
        QVERIFY(sorter.order(40) == std::vector<std::uint32_t>(expected.begin(), expected.begin() + 40));
        QVERIFY(sorter.sortAll([] { return false; }));
        QVERIFY(sorter.order(rows.size()) == expected);
    }

    void manyRunsMerge()
    {
        QRandomGenerator random(9);
        RowSorter sorter({{SortRule::Text::Bytes, false}});
        std::vector<qint64> values;
        for (int i = 0; i < 300'001; ++i) {
            values.push_back(random.bounded(1000));
            sorter.add({Value::integer(values.back())});
        }
        QVERIFY(sorter.sortAll([] { return false; }));
        const auto order = sorter.order(sorter.size());
        QCOMPARE(order.size(), values.size());
        for (size_t i = 1; i < order.size(); ++i) {
            const bool right = values[order[i - 1]] < values[order[i]]
                || (values[order[i - 1]] == values[order[i]] && order[i - 1] < order[i]);
            QVERIFY(right);
        }
    }

    void stopsWhenTold()
    {
        RowSorter sorter({{SortRule::Text::Bytes, false}});
        for (int i = 0; i < 2'000'000; ++i)
            sorter.add({Value::integer(-i)});
        std::atomic<int> asked = 0; // from both threads
        QVERIFY(!sorter.sortAll([&] { return ++asked >= 3; }));
        QVERIFY2(asked >= 3 && asked <= 5, qPrintable(QString::number(asked)));
    }

    void nothingIsSortedToo()
    {
        RowSorter sorter({{SortRule::Text::Bytes, false}});
        sorter.sortFirst(10);
        QVERIFY(sorter.sortAll([] { return false; }));
        QVERIFY(sorter.order(0).empty());
    }
};

QTEST_GUILESS_MAIN(TestRowSorter)
#include "tst_rowsorter.moc"
