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
