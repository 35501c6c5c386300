// SPDX-License-Identifier: GPL-3.0-or-later
#include "gridfixture.h"
#include "ui/grid/gridbands.h"

#include <QClipboard>
#include <QScrollBar>
#include <QSignalSpy>

using namespace Qt::Literals::StringLiterals;

/// Which line shows which row where something lies between the rows; the grid with it.
class TestGridBands : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { ui::Theme::apply(*qApp, ui::ThemeKind::Dark); }
    void init() { failOnStrayWarnings(); }

    void linesAndRows_data()
    {
        QTest::addColumn<qint64>("line");
        QTest::addColumn<qint64>("row");
        QTest::addColumn<int>("band");
        QTest::addColumn<int>("lineOfBand");
        QTest::newRow("before all") << qint64(2) << qint64(2) << -1 << 0;
        QTest::newRow("the row itself") << qint64(3) << qint64(3) << -1 << 0;
        QTest::newRow("its band begins") << qint64(4) << qint64(3) << 0 << 0;
        QTest::newRow("its band ends") << qint64(8) << qint64(3) << 0 << 4;
        QTest::newRow("the row after it") << qint64(9) << qint64(4) << -1 << 0;
        QTest::newRow("right after it another") << qint64(10) << qint64(4) << 1 << 0;
        QTest::newRow("between") << qint64(12) << qint64(5) << -1 << 0;
        QTest::newRow("far below all") << qint64(10'000'007) << qint64(10'000'000) << -1 << 0;
    }
    void linesAndRows()
    {
        QFETCH(const qint64, line);
        const ui::GridBands bands({{4, 2, nullptr, -1}, {3, 5, nullptr, 1}});
        const ui::GridBands::Place place = bands.at(line);
        QTEST(place.row, "row");
        QTEST(place.band, "band");
        QTEST(place.lineOfBand, "lineOfBand");
        if (place.band < 0)
            QCOMPARE(bands.lineOf(place.row), line);
        QCOMPARE(bands.lines(10), 17);
        QCOMPARE(bands.lines(4), 9); // the band of row 3, not that of row 4
    }

    void theGridMakesRoom()
    {
        GridFixture f(100);
        QWidget below;
        f.view.setBands({{1, 4, &below, -1}});
        QCOMPARE(f.view.lineCount(), 104);
        QCOMPARE(f.view.cellRect(1, 1).top(), ui::Theme::rowHeight);
        QCOMPARE(f.view.cellRect(2, 1).top(), 6 * ui::Theme::rowHeight);
        QCOMPARE(below.geometry().top(), 2 * ui::Theme::rowHeight);
        QCOMPARE(below.parentWidget(), f.view.viewport());
        QVERIFY(below.isVisible());
        QCOMPARE(f.view.rowAt(3 * ui::Theme::rowHeight), -1); // the band is no row
        QCOMPARE(f.view.rowAt(6 * ui::Theme::rowHeight + 2), 2);
        // The cursor goes over it, and what scrolls scrolls through it line by line.
        f.view.setCurrent(1, 1);
        f.key(Qt::Key_Down);
        QCOMPARE(f.view.currentRow(), 2);
        f.view.verticalScrollBar()->setValue(3);
        QCOMPARE(below.geometry().top(), -ui::Theme::rowHeight);
        QCOMPARE(f.view.cellRect(2, 1).top(), 3 * ui::Theme::rowHeight);
        f.view.verticalScrollBar()->setValue(6);
        QVERIFY(!below.isVisible());
        QCOMPARE(f.view.topRow(), 2);
        f.key(Qt::Key_End, Qt::ControlModifier);
        QCOMPARE(f.view.currentRow(), 99);
        QVERIFY(!f.view.cellRect(99, 1).isEmpty());
        f.view.setBands({});
    }

    void theTopRowStaysWhenABandComesAbove()
    {
        GridFixture f(1000);
        f.view.setTopRow(500);
        QWidget below;
        f.view.setBands({{10, 6, &below, -1}});
        QCOMPARE(f.view.topRow(), 500);
        f.view.setBands({});
        QCOMPARE(f.view.topRow(), 500);
    }

    void alsoInMoreRowsThanAScrollBarCounts()
    {
        constexpr qint64 rows = 10'000'000'000;
        GridFixture f(rows);
        QWidget below;
        f.view.setBands({{rows / 2, 8, &below, -1}});
        f.view.setCurrent(rows - 1, 0);
        QVERIFY(!f.view.cellRect(rows - 1, 0).isEmpty());
        f.view.setCurrent(rows / 2, 0);
        f.view.showBand(rows / 2);
        QVERIFY(below.isVisible());
        QCOMPARE(below.geometry().top(), f.view.cellRect(rows / 2, 0).bottom() + 1);
        QVERIFY(below.geometry().bottom() < f.view.viewport()->height());
        f.view.setBands({});
    }

    // Columns -----------------------------------------------------------------------------------------------------

    void pinnedColumnsStay()
    {
        GridFixture f(20);
        f.view.resize(420, 300);
        ui::GridHeader *header = f.view.header();
        QSignalSpy changed(header, &ui::GridHeader::layoutChanged);
        header->setPinned(2, true); // category
        QVERIFY(!changed.isEmpty());
        QCOMPARE(header->visualIndex(2), 0);
        QVERIFY(header->isPinned(2));
        const int gutter = f.view.cellRect(0, 2).left();
        f.view.horizontalScrollBar()->setValue(f.view.horizontalScrollBar()->maximum());
        QVERIFY(header->offset() > 0);
        QCOMPARE(f.view.cellRect(0, 2).left(), gutter);
        QCOMPARE(f.view.columnAt(gutter + 5), 2);
        QCOMPARE(header->sectionAtPosition(5), 2);
        // A column that moves into view is not hidden below it.
        f.view.setCurrent(0, 5);
        f.view.setCurrent(0, 0);
        QVERIFY(f.view.cellRect(0, 0).left() >= gutter + header->sectionSize(2));
        QVERIFY(f.view.columnAt(f.view.cellRect(0, 0).left() + 2) == 0);
        // Its head is clicked where it is seen.
        f.view.horizontalScrollBar()->setValue(f.view.horizontalScrollBar()->maximum());
        QSignalSpy sorted(header, &ui::GridHeader::sortRequested);
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, {20, 10});
        QCOMPARE(sorted.size(), 1);
        QCOMPARE(sorted.first().first().value<QList<core::SortKey>>().first().column, u"category"_s);
        // And it comes back.
        const ui::ColumnLayout layout = ui::ColumnLayout::fromJson(header->columnLayout().toJson());
        QCOMPARE(layout, header->columnLayout());
        GridFixture g(20);
        g.view.header()->setColumnLayout(layout);
        QVERIFY(g.view.header()->isPinned(2));
        QVERIFY(!g.view.header()->isPinned(0));
        header->setPinned(2, false);
        QCOMPARE(header->pinnedCount(), 0);
    }

    void tooManyPinnedColumnsScroll()
    {
        GridFixture f(20);
        f.view.resize(420, 300);
        for (int column = 0; column < 5; ++column)
            f.view.header()->setPinned(column, true);
        QCOMPARE(f.view.header()->pinnedWidth(), 0);
        f.view.setCurrent(0, 5);
        QVERIFY(f.view.cellRect(0, 5).right() <= f.view.viewport()->width());
    }

    void columnsMoveWithTheirCursor()
    {
        GridFixture f(20);
        ui::GridHeader *header = f.view.header();
        f.view.setCurrent(3, 1);
        QVERIFY(header->moveByOne(1, 1));
        QCOMPARE(header->visualIndex(1), 2);
        QCOMPARE(f.view.currentColumn(), 1);
        header->setSectionHidden(3, true);
        QVERIFY(header->moveByOne(1, 1)); // over the hidden one
        QCOMPARE(header->visualIndex(1), 4);
        QVERIFY(header->moveByOne(1, -1));
        header->setPinned(0, true);
        QCOMPARE(header->visualIndex(0), 0);
        QVERIFY(!header->moveByOne(0, 1)); // a pinned one stays among the pinned
        QVERIFY(!header->moveByOne(0, -1));
        QCOMPARE(f.view.currentColumn(), 1);
        QCOMPARE(f.view.currentRow(), 3);
    }

    void headsAreDragged()
    {
        GridFixture f(20);
        f.view.resize(1100, 300);
        ui::GridHeader *header = f.view.header();
        f.view.setCurrent(2, 1);
        const auto middle = [&](int section) {
            return QPoint(header->leftOf(section) + header->sectionSize(section) / 2, 12);
        };
        const auto drag = [&](int from, int to) {
            const QPoint end = middle(to) + QPoint(header->visualIndex(to) > header->visualIndex(from) ? 8 : -8, 0);
            QTest::mousePress(header->viewport(), Qt::LeftButton, {}, middle(from));
            for (const QPoint &at : {middle(from) + QPoint(20, 0), end, end}) {
                QMouseEvent move(QEvent::MouseMove, at, header->viewport()->mapToGlobal(at), Qt::NoButton, Qt::LeftButton, {});
                QApplication::sendEvent(header->viewport(), &move);
            }
            QTest::mouseRelease(header->viewport(), Qt::LeftButton, {}, end);
        };
        drag(1, 3);
        QCOMPARE(header->visualIndex(1), 3);
        QCOMPARE(f.view.currentColumn(), 1); // the cursor went with it
        QCOMPARE(header->pinnedCount(), 0);
        header->setPinned(4, true);
        drag(5, 4); // dropped among the pinned ones
        QCOMPARE(header->pinnedCount(), 2);
        QVERIFY(header->isPinned(5));
        drag(5, 2); // and out again
        QCOMPARE(header->pinnedCount(), 1);
    }

    void copiesFollowTheShownOrder()
    {
        GridFixture f(20);
        f.view.header()->setPinned(4, true); // views
        f.view.header()->setSectionHidden(0, true);
        f.view.setCurrent(0, 4);
        f.key(Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(f.view.selectedColumns(), (QList<int>{4, 1}));
        f.key(Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text().trimmed(), u"0\tTitle 1"_s);
        // Pasted as new rows from there on, they land in the columns as they are shown.
        QGuiApplication::clipboard()->setText(u"77\tPasted"_s);
        f.commands.pasteAsRows();
        QCOMPARE(f.changes->rows().size(), 1);
        const auto &cells = f.changes->rows().first().cells;
        QCOMPARE(std::get<core::Value>(cells.value(u"views"_s).value), core::Value::integer(77));
        QCOMPARE(std::get<core::Value>(cells.value(u"title"_s).value), core::Value::text(u"Pasted"_s));
    }
};

QTEST_MAIN(TestGridBands)
#include "tst_gridbands.moc"
