// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/gridselection.h"

#include <QTest>

using ui::CellRange;
using ui::GridSelection;
using ui::RowSpan;

class TestGridSelection : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void extendsFromItsAnchorBothWays()
    {
        GridSelection s;
        s.setCurrent({5, 2});
        s.extendTo({8, 3});
        QCOMPARE(s.ranges(), QList<CellRange>({{5, 8, 2, 3}}));
        s.extendTo({1, 0});
        QCOMPARE(s.ranges(), QList<CellRange>({{1, 5, 0, 2}}));
        QCOMPARE(s.current(), (ui::CellAddress{1, 0}));
    }

    void spansAreSortedAndJoined()
    {
        GridSelection s;
        s.setCurrent({10, 0});
        s.add({3, 1});
        s.extendTo({4, 1});
        s.add({5, 2});
        QCOMPARE(s.rowSpans(), QList<RowSpan>({{3, 5}, {10, 10}}));
        QCOMPARE(s.rowCount(), 4);
        QCOMPARE(s.bounds(), (CellRange{3, 10, 0, 2}));
    }

    void tenBillionRowsAreOneRange()
    {
        GridSelection s;
        s.selectAll(10'000'000'000, 5);
        QCOMPARE(s.ranges().size(), 1);
        QCOMPARE(s.rowCount(), 10'000'000'000);
        QVERIFY(s.contains(9'999'999'999, 4));
    }

    void rowsAndColumnsStayWholeWhenExtended()
    {
        GridSelection s;
        s.setCurrent({5, 2});
        s.widenToRows(6);
        QCOMPARE(s.ranges(), QList<CellRange>({{5, 5, 0, 5}}));
        s.setCurrent({5, 2});
        s.widenToColumns(100);
        QCOMPARE(s.ranges(), QList<CellRange>({{0, 99, 2, 2}}));
    }

    void staysWithItsColumns_data()
    {
        QTest::addColumn<QList<int>>("to");
        QTest::addColumn<int>("columns");
        QTest::addColumn<QList<CellRange>>("ranges");
        QTest::addColumn<int>("current");
        // Rows 2 to 4 of the columns 1 to 3 of five, the cursor in 3.
        QTest::newRow("nothing new") << QList<int>{0, 1, 2, 3, 4} << 5 << QList<CellRange>{{2, 4, 1, 3}} << 3;
        QTest::newRow("one before it went") << QList<int>{-1, 0, 1, 2, 3} << 4 << QList<CellRange>{{2, 4, 0, 2}} << 2;
        QTest::newRow("one of it went") << QList<int>{0, 1, -1, 2, 3} << 4 << QList<CellRange>{{2, 4, 1, 2}} << 2;
        QTest::newRow("one came in between")
            << QList<int>{0, 1, 3, 4, 5} << 6 << QList<CellRange>{{2, 4, 1, 1}, {2, 4, 3, 4}} << 4;
        QTest::newRow("the cursor's went") << QList<int>{0, 1, 2, -1, 3} << 4 << QList<CellRange>{{2, 4, 1, 2}} << 3;
        QTest::newRow("all went") << QList<int>{0, -1, -1, -1, 1} << 2 << QList<CellRange>{{4, 4, 1, 1}} << 1;
    }
    void staysWithItsColumns()
    {
        QFETCH(const QList<int>, to);
        QFETCH(const int, columns);
        QFETCH(const QList<CellRange>, ranges);
        QFETCH(const int, current);
        GridSelection s;
        s.setCurrent({2, 1});
        s.extendTo({4, 3});
        s.renumberColumns(to, columns);
        QCOMPARE(s.ranges(), ranges);
        QCOMPARE(s.current(), (ui::CellAddress{4, current}));
    }

    void wholeRowsStayWhole()
    {
        GridSelection s;
        s.setCurrent({5, 1});
        s.widenToRows(3);
        s.renumberColumns({0, -1, 1}, 4);
        QCOMPARE(s.ranges(), (QList<CellRange>{{5, 5, 0, 3}}));
    }

    void shrinksWithItsTable()
    {
        GridSelection s;
        s.setCurrent({5, 2});
        s.extendTo({90, 4});
        s.clampTo(10, 3);
        QCOMPARE(s.ranges(), QList<CellRange>({{5, 9, 2, 2}}));
        QCOMPARE(s.current(), (ui::CellAddress{9, 2}));
        s.clampTo(0, 3);
        QVERIFY(!s.current().isValid());
    }
};

QTEST_GUILESS_MAIN(TestGridSelection)
#include "tst_gridselection.moc"
