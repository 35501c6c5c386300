// SPDX-License-Identifier: GPL-3.0-or-later
#include "gridfixture.h"

#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QScrollBar>
#include <QWheelEvent>
#include <QSignalSpy>

#include <malloc.h>

using namespace Qt::Literals::StringLiterals;
using ui::CellLook;
using ui::CellRange;
using ui::Tone;

class TestGridView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { ui::Theme::apply(*qApp, ui::ThemeKind::Dark); }
    void init() { failOnStrayWarnings(); }

    void keysMoveTheCurrentCell_data()
    {
        QTest::addColumn<Qt::Key>("key");
        QTest::addColumn<Qt::KeyboardModifiers>("modifiers");
        QTest::addColumn<qint64>("row");
        QTest::addColumn<int>("column");
        const Qt::KeyboardModifiers none = Qt::NoModifier;
        const Qt::KeyboardModifiers control = Qt::ControlModifier;
        QTest::newRow("down") << Qt::Key_Down << none << qint64(51) << 2;
        QTest::newRow("up") << Qt::Key_Up << none << qint64(49) << 2;
        QTest::newRow("left") << Qt::Key_Left << none << qint64(50) << 1;
        QTest::newRow("right") << Qt::Key_Right << none << qint64(50) << 3;
        QTest::newRow("home") << Qt::Key_Home << none << qint64(50) << 0;
        QTest::newRow("end") << Qt::Key_End << none << qint64(50) << 5;
        QTest::newRow("control home") << Qt::Key_Home << control << qint64(0) << 0;
        QTest::newRow("control end") << Qt::Key_End << control << qint64(99) << 5;
        QTest::newRow("control down") << Qt::Key_Down << control << qint64(99) << 2;
        QTest::newRow("control left") << Qt::Key_Left << control << qint64(50) << 0;
        QTest::newRow("tab") << Qt::Key_Tab << none << qint64(50) << 3;
        QTest::newRow("backtab") << Qt::Key_Backtab << Qt::KeyboardModifiers(Qt::ShiftModifier) << qint64(50) << 1;
    }
    void keysMoveTheCurrentCell()
    {
        QFETCH(Qt::Key, key);
        QFETCH(Qt::KeyboardModifiers, modifiers);
        GridFixture f;
        f.view.setCurrent(50, 2);
        f.key(key, modifiers);
        QTEST(f.view.currentRow(), "row");
        QTEST(f.view.currentColumn(), "column");
        QVERIFY(f.view.selection().isOneCell());
        QVERIFY(!f.view.cellRect(f.view.currentRow(), f.view.currentColumn()).isEmpty());
        QVERIFY(!f.editing.isOpen());
        QVERIFY(f.changes->isEmpty());
    }

    void pagesMoveByWhatIsVisible()
    {
        GridFixture f;
        f.view.setCurrent(0, 0);
        const qint64 page = f.view.visibleRows() - 1;
        f.key(Qt::Key_PageDown);
        QCOMPARE(f.view.currentRow(), page);
        f.key(Qt::Key_PageDown);
        QCOMPARE(f.view.currentRow(), 2 * page);
        f.key(Qt::Key_PageUp);
        QCOMPARE(f.view.currentRow(), page);
    }

    void tabWrapsIntoTheNextRowAndSkipsHiddenColumns()
    {
        GridFixture f;
        f.view.header()->setSectionHidden(5, true);
        f.view.setCurrent(3, 4);
        f.key(Qt::Key_Tab);
        QCOMPARE(f.view.currentRow(), 4);
        QCOMPARE(f.view.currentColumn(), 0);
        f.key(Qt::Key_Backtab, Qt::ShiftModifier);
        QCOMPARE(f.view.currentRow(), 3);
        QCOMPARE(f.view.currentColumn(), 4);
    }

    void shiftSelectsAndEscapeLetsGo()
    {
        GridFixture f;
        f.view.setCurrent(2, 1);
        f.key(Qt::Key_Down, Qt::ShiftModifier);
        f.key(Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(f.view.selection().ranges(), QList<CellRange>({{2, 3, 1, 2}}));
        QCOMPARE(f.view.selectedColumns(), QList<int>({1, 2}));
        f.key(Qt::Key_End, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(f.view.selection().ranges(), QList<CellRange>({{2, 99, 1, 5}}));
        f.key(Qt::Key_Escape);
        QVERIFY(f.view.selection().isOneCell());
        f.key(Qt::Key_A, Qt::ControlModifier);
        QCOMPARE(f.view.selection().rowCount(), 100);
        f.view.setCurrent(7, 3);
        f.key(Qt::Key_Space, Qt::ShiftModifier);
        QCOMPARE(f.view.selection().ranges(), QList<CellRange>({{7, 7, 0, 5}}));
        f.view.setCurrent(7, 3);
        f.key(Qt::Key_Space, Qt::ControlModifier);
        QCOMPARE(f.view.selection().ranges(), QList<CellRange>({{0, 99, 3, 3}}));
    }

    void mouseSelectsByClickDragAndGutter()
    {
        GridFixture f;
        QWidget *port = f.view.viewport();
        QTest::mouseClick(port, Qt::LeftButton, {}, f.pointIn(4, 1));
        QCOMPARE(f.view.currentRow(), 4);
        QCOMPARE(f.view.currentColumn(), 1);
        QTest::mouseClick(port, Qt::LeftButton, Qt::ShiftModifier, f.pointIn(6, 2));
        QCOMPARE(f.view.selection().ranges(), QList<CellRange>({{4, 6, 1, 2}}));
        QTest::mouseClick(port, Qt::LeftButton, Qt::ControlModifier, f.pointIn(9, 0));
        QCOMPARE(f.view.selection().ranges().size(), 2);
        QTest::mouseClick(port, Qt::LeftButton, {}, QPoint(5, f.pointIn(2, 0).y()));
        QCOMPARE(f.view.selection().ranges(), QList<CellRange>({{2, 2, 0, 5}}));

        QTest::mousePress(port, Qt::LeftButton, {}, f.pointIn(1, 1));
        sendMove(port, f.pointIn(3, 2));
        QTest::mouseRelease(port, Qt::LeftButton, {}, f.pointIn(3, 2));
        QCOMPARE(f.view.selection().ranges(), QList<CellRange>({{1, 3, 1, 2}}));
    }

    void draggingOutsideScrolls()
    {
        GridFixture f;
        QWidget *port = f.view.viewport();
        QTest::mousePress(port, Qt::LeftButton, {}, f.pointIn(1, 1));
        sendMove(port, QPoint(f.pointIn(1, 1).x(), port->height() + 60));
        QTRY_VERIFY(f.view.topRow() > 5);
        QVERIFY(f.view.selection().bounds().bottom > 15);
        QTest::mouseRelease(port, Qt::LeftButton, {}, QPoint(200, port->height() + 60));
        const qint64 top = f.view.topRow();
        QCoreApplication::processEvents();
        QCOMPARE(f.view.topRow(), top);
    }

    void wheelScrollsRowsAndColumns()
    {
        GridFixture f;
        wheel(f.view.viewport(), {0, -120}, {});
        QCOMPARE(f.view.topRow(), 3);
        for (int i = 0; i < 4; ++i)
            wheel(f.view.viewport(), {0, -10}, {}); // a touch pad's small steps add up
        QCOMPARE(f.view.topRow(), 4);
        f.view.resize(400, 300);
        wheel(f.view.viewport(), {0, -120}, Qt::ShiftModifier);
        QVERIFY(f.view.horizontalScrollBar()->value() > 0);
        QCOMPARE(f.view.topRow(), 4);
    }

    void touchPadsScrollByPixels()
    {
        GridFixture f(1000);
        QVERIFY(f.view.verticalScrollBar()->isVisible());
        for (int i = 0; i < 2 * ui::Theme::rowHeight; ++i) {
            QWheelEvent event(QPointF(100, 100), f.view.mapToGlobal(QPointF(100, 100)), QPoint(0, -1), QPoint(0, -1),
                              Qt::NoButton, Qt::NoModifier, Qt::ScrollUpdate, false);
            QApplication::sendEvent(f.view.viewport(), &event);
        }
        QVERIFY2(f.view.topRow() >= 1 && f.view.topRow() <= 3, qPrintable(QString::number(f.view.topRow())));
    }

    void countingAgainKeepsThePlace()
    {
        GridFixture f(1000);
        f.view.setCurrent(700, 1);
        const qint64 top = f.view.topRow();
        f.source.setCount(0, false);
        f.source.setCount(128, false);
        f.source.setCount(1000, true);
        QCOMPARE(f.view.topRow(), top);
        QCOMPARE(f.view.currentRow(), 700);
    }

    void referencesStandBesideTheirArrow()
    {
        core::Table table = postsTable();
        core::ForeignKey key;
        key.columns = {u"views"_s};
        key.target = {{}, u"users"_s};
        key.targetColumns = {u"id"_s};
        table.foreignKeys = {key};
        GridFixture f(10, table);
        QVERIFY(f.view.lookAt(3, 4).arrow && !f.view.lookAt(3, 4).right);
        QVERIFY(f.view.lookAt(3, 0).right);
        QVERIFY(f.view.header()->heads()[0].right && !f.view.header()->heads()[4].right);
        QCOMPARE(f.view.header()->heads()[2].type, u"enum"_s);
    }

    void reachesEveryRowOfAHugeTable_data()
    {
        QTest::addColumn<qint64>("rows");
        QTest::newRow("10 million") << qint64(10'000'000);
        QTest::newRow("5 billion, more than the scroll bar's int") << qint64(5'000'000'000);
    }
    void reachesEveryRowOfAHugeTable()
    {
        QFETCH(qint64, rows);
        GridFixture f(rows);
        QScrollBar *bar = f.view.verticalScrollBar();
        QCOMPARE(bar->minimum(), 0);
        bar->setValue(bar->maximum());
        QCOMPARE(f.view.topRow(), rows - f.view.visibleRows());
        QVERIFY(f.view.cellRect(rows - 1, 0).bottom() <= f.view.viewport()->height());
        QCOMPARE(f.text(rows - 1, 0), QString::number(rows));
        bar->setValue(bar->maximum() / 2);
        QVERIFY(qAbs(f.view.topRow() - rows / 2) < rows / 1000);
        // One row at a time everywhere, however coarse the bar is.
        f.view.setCurrent(rows / 2, 0);
        const qint64 top = f.view.topRow();
        f.view.setTopRow(top + 1);
        QCOMPARE(f.view.topRow(), top + 1);
        f.key(Qt::Key_End, Qt::ControlModifier);
        QCOMPARE(f.view.currentRow(), rows - 1);
        f.key(Qt::Key_Up);
        QCOMPARE(f.view.currentRow(), rows - 2);
        f.key(Qt::Key_Home, Qt::ControlModifier);
        QCOMPARE(f.view.topRow(), 0);
    }

    void memoryDoesNotGrowWithRows()
    {
        GridFixture f(1000);
        f.view.grab();
        const size_t before = mallinfo2().uordblks;
        f.source.setCount(2'000'000'000);
        f.view.selectAll();
        f.view.grab();
        const size_t after = mallinfo2().uordblks;
        QVERIFY2(after < before + 1'000'000, qPrintable(QString::number(after - before)));
    }

    void rowsAreAskedForOnlyWhenSeen()
    {
        GridFixture f(1'000'000);
        f.source.setAnswersAtOnce(false);
        f.view.setTopRow(500'000);
        f.view.grab();
        for (const qint64 page : f.source.requested())
            QVERIFY2(qAbs(page - 500'000 / core::RowSource::pageRows) <= 2, qPrintable(QString::number(page)));
        QVERIFY(f.view.lookAt(500'000, 1).placeholder);
        f.source.answerAll();
        QVERIFY(!f.view.lookAt(500'000, 1).placeholder);
        QCOMPARE(f.text(500'000, 0), u"500001"_s);
    }

    void everyKindOfNothingLooksDifferent()
    {
        GridFixture f;
        f.source.setCellMaker([](qint64 row, int column) {
            if (column != 1)
                return postsCell(row, column);
            switch (row) {
            case 0:
                return core::Value::null();
            case 1:
                return core::Value::text({});
            case 2:
                return core::Value::text(u"  "_s);
            case 3:
                return core::Value::text(u"NULL"_s);
            case 4:
                return core::Value::blob({});
            default:
                return core::Value::text(u"x"_s);
            }
        });
        f.source.dropPages();
        const CellLook null = f.view.lookAt(0, 1);
        const CellLook empty = f.view.lookAt(1, 1);
        const CellLook blanks = f.view.lookAt(2, 1);
        const CellLook word = f.view.lookAt(3, 1);
        const CellLook blob = f.view.lookAt(4, 1);
        QVERIFY(null.italic && null.tone == Tone::TextFaint && null.text == "NULL"_L1);
        QVERIFY(!word.italic && word.tone == Tone::Text && word.text == "NULL"_L1);
        QVERIFY(empty.tone == Tone::TextFaint && empty.text == "''"_L1);
        QVERIFY(blanks.text == u"··"_s);
        const QList<CellLook> all{null, empty, blanks, word, blob};
        for (int i = 0; i < all.size(); ++i) {
            for (int j = i + 1; j < all.size(); ++j)
                QVERIFY(!(all[i] == all[j]));
        }
    }

    void looksSayTypeAndState()
    {
        GridFixture f;
        QVERIFY(f.view.lookAt(0, 4).right);
        QVERIFY(!f.view.lookAt(0, 1).right);
        QCOMPARE(f.view.lookAt(0, 3).box, CellLook::Box::Unchecked);
        QCOMPARE(f.view.lookAt(1, 3).box, CellLook::Box::Checked);
        QCOMPARE(f.text(1, 3), u"true"_s);

        f.view.setCurrent(0, 1);
        f.keys(u"Changed\r"_s);
        QCOMPARE(f.view.lookAt(0, 1).back, Tone::ModifiedBack);
        QCOMPARE(f.view.lookAt(0, 1).mark, Tone::ModifiedMark);
        QVERIFY(!f.view.lookAt(0, 2).back);
        f.view.setCurrent(2, 0);
        f.key(Qt::Key_Delete, Qt::ControlModifier);
        QVERIFY(f.view.lookAt(2, 1).struck);
        QCOMPARE(f.view.lookAt(2, 1).back, Tone::DeletedBack);
        f.key(Qt::Key_Insert);
        QCOMPARE(f.view.lookAt(0, 1).back, Tone::InsertedBack);
        QCOMPARE(f.text(0, 0), u"auto"_s);
        QCOMPARE(f.text(0, 1), u"required"_s);
        QCOMPARE(f.text(0, 4), u"0"_s);
        QVERIFY(f.view.lookAt(0, 4).italic);
        QCOMPARE(f.text(0, 5), u"default"_s);
    }

    void statesArePaintedInTheirColours()
    {
        GridFixture f;
        f.view.setCurrent(1, 1);
        f.keys(u"Changed\r"_s);
        f.view.setCurrent(3, 0);
        f.key(Qt::Key_Delete, Qt::ControlModifier);
        f.view.setCurrent(8, 0);
        const QImage image = f.view.viewport()->grab().toImage();
        const ui::Theme &theme = ui::Theme::current();
        const auto corner = [&](qint64 row, int column) {
            const QRect rect = f.view.cellRect(row, column);
            return image.pixelColor(rect.right() - 4, rect.top() + 3);
        };
        QCOMPARE(corner(1, 1), theme.color(Tone::ModifiedBack));
        QCOMPARE(corner(1, 2), theme.color(Tone::Window));
        QCOMPARE(corner(3, 2), theme.color(Tone::DeletedBack));
        const QRect edited = f.view.cellRect(1, 1);
        QCOMPARE(image.pixelColor(edited.left(), edited.center().y()), theme.color(Tone::ModifiedMark));
    }

    void headsSortByClickAndShiftClick()
    {
        GridFixture f;
        QSignalSpy spy(f.view.header(), &ui::GridHeader::sortRequested);
        const auto click = [&](int column, Qt::KeyboardModifiers m) {
            const QPoint at(f.view.header()->sectionViewportPosition(column) + 20, 12);
            QTest::mouseClick(f.view.header()->viewport(), Qt::LeftButton, m, at);
            const auto keys = spy.last().first().value<QList<core::SortKey>>();
            f.view.header()->setSort(keys);
            return keys;
        };
        using Keys = QList<core::SortKey>;
        QCOMPARE(click(1, {}), Keys({{u"title"_s, false}}));
        QCOMPARE(click(1, {}), Keys({{u"title"_s, true}}));
        QCOMPARE(click(1, {}), Keys());
        click(1, {});
        QCOMPARE(f.view.header()->sortAfterClick(2, true), Keys({{u"title"_s, false}, {u"category"_s, false}}));
        QCOMPARE(f.view.header()->sortAfterClick(1, true), Keys({{u"title"_s, true}}));
        QCOMPARE(f.view.header()->sortAfterClick(2, false), Keys({{u"category"_s, false}}));
    }

    void columnLayoutIsKeptByName()
    {
        GridFixture f;
        f.view.header()->moveSection(5, 0);
        f.view.header()->setSectionHidden(2, true);
        const ui::ColumnLayout layout = f.view.header()->columnLayout();
        QCOMPARE(layout.entries.first().column, u"note"_s);

        core::Table changed = postsTable();
        changed.columns.removeAt(1); // title is gone after a migration
        GridFixture g(100, changed);
        g.view.header()->setColumnLayout(layout);
        QCOMPARE(g.view.shownColumns(), QList<int>({4, 0, 2, 3}));
    }

    void rowsThatComeAfterTheFocusGetACursor()
    {
        GridFixture f(0);
        f.view.show();
        QApplication::setActiveWindow(&f.view);
        f.view.setFocus();
        QVERIFY(f.view.hasFocus());
        QCOMPARE(f.view.currentRow(), -1);
        f.source.setCount(100);
        QCOMPARE(f.view.currentRow(), 0);
        QCOMPARE(f.view.currentColumn(), 0);
    }

    void aColumnThatComesLaterStandsBesideItsNeighbour()
    {
        GridFixture f;
        f.view.header()->moveSection(5, 0);
        const ui::ColumnLayout layout = f.view.header()->columnLayout();

        core::Table changed = postsTable();
        core::Column first;
        first.name = u"came_first"_s;
        core::Column between = first;
        between.name = u"came_between"_s;
        core::Column next = first;
        next.name = u"came_next"_s;
        changed.columns.insert(2, next);
        changed.columns.insert(2, between); // after title
        changed.columns.prepend(first);
        GridFixture g(100, changed);
        g.view.header()->setColumnLayout(layout);
        QStringList names;
        const QList<int> shown = g.view.shownColumns();
        for (const int column : shown)
            names += changed.columns.at(column).name;
        QCOMPARE(names, (QStringList{u"came_first"_s, u"note"_s, u"id"_s, u"title"_s, u"came_between"_s, u"came_next"_s,
                                     u"category"_s, u"published"_s, u"views"_s}));
    }

    void foreignKeyArrowFollows()
    {
        core::Table table = postsTable();
        core::ForeignKey key;
        key.columns = {u"views"_s};
        key.target = {{}, u"users"_s};
        table.foreignKeys = {key};
        GridFixture f(100, table);
        QVERIFY(f.view.lookAt(3, 4).arrow);
        QCOMPARE(f.view.header()->heads()[4].type, u"→ users"_s);
        QSignalSpy spy(&f.view, &ui::GridView::followRequested);
        const QRect rect = f.view.cellRect(3, 4);
        QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {}, QPoint(rect.left() + 12, rect.center().y()));
        QCOMPARE(spy.size(), 1);
        QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {}, QPoint(rect.right() - 12, rect.center().y()));
        QCOMPARE(spy.size(), 1);
        QTest::mouseClick(f.view.viewport(), Qt::LeftButton, Qt::ControlModifier, QPoint(rect.right() - 12, rect.center().y()));
        QCOMPARE(spy.size(), 2);
        f.key(Qt::Key_F4);
        QCOMPARE(spy.size(), 3);
        QCOMPARE(spy.last(), QVariantList({qint64(3), 4, false}));
    }

    void screenReadersHearTheCell()
    {
        GridFixture f;
        f.view.setCurrent(4, 1);
        QAccessibleInterface *a = QAccessible::queryAccessibleInterface(&f.view);
        QVERIFY(a);
        QCOMPARE(a->role(), QAccessible::Table);
        QCOMPARE(a->text(QAccessible::Value), u"Title 5"_s);
        QCOMPARE(a->text(QAccessible::Description), u"title, row 5 of 100"_s);
    }

    void shrinkingKeepsTheCursorInside()
    {
        GridFixture f;
        f.view.setCurrent(99, 2);
        f.source.setCount(10);
        QCOMPARE(f.view.currentRow(), 9);
        QCOMPARE(f.view.topRow(), 0);
        f.source.setCount(0);
        QCOMPARE(f.view.currentRow(), -1);
        f.view.grab();
    }

    void headModelHoldsItsContract()
    {
        ui::HeadModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setHeads({{u"a"_s, {}, {}}, {u"b"_s, {}, {}}});
        QCOMPARE(model.columnCount(), 2);
        model.setHeads({{u"a"_s, u"integer"_s, {}}, {u"b"_s, {}, {}}});
        model.setHeads({});
        QCOMPARE(model.columnCount(), 0);
    }

private:
    static void sendMove(QWidget *widget, const QPoint &position)
    {
        QMouseEvent move(QEvent::MouseMove, position, widget->mapToGlobal(position), Qt::NoButton, Qt::LeftButton, {});
        QCoreApplication::sendEvent(widget, &move);
    }
    static void wheel(QWidget *widget, const QPoint &angle, Qt::KeyboardModifiers modifiers)
    {
        const QPointF at(100, 100);
        QWheelEvent event(at, widget->mapToGlobal(at), {}, angle, Qt::NoButton, modifiers, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(widget, &event);
    }
};

QTEST_MAIN(TestGridView)
#include "tst_gridview.moc"
