// SPDX-License-Identifier: GPL-3.0-or-later
#include "gridfixture.h"

#include <QClipboard>
#include <QInputMethodEvent>

#include <QListWidget>
#include <QPlainTextEdit>
#include <QSignalSpy>

using namespace Qt::Literals::StringLiterals;
using core::Value;

class TestGridEditing : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { ui::Theme::apply(*qApp, ui::ThemeKind::Dark); }
    void init() { failOnStrayWarnings(); }

    void everyWayInOpensTheEditor_data()
    {
        QTest::addColumn<QString>("way");
        QTest::newRow("F2") << u"F2"_s;
        QTest::newRow("Enter") << u"Enter"_s;
        QTest::newRow("double click") << u"double"_s;
    }
    void everyWayInOpensTheEditor()
    {
        QFETCH(QString, way);
        GridFixture f;
        f.view.setCurrent(3, 1);
        if (way == "F2"_L1)
            f.key(Qt::Key_F2);
        else if (way == "Enter"_L1)
            f.key(Qt::Key_Return);
        else
            QTest::mouseDClick(f.view.viewport(), Qt::LeftButton, {}, f.pointIn(3, 1));
        QVERIFY(f.editing.isOpen());
        auto *line = qobject_cast<QLineEdit *>(f.input());
        QVERIFY(line && line->hasFocus());
        QCOMPARE(line->text(), u"Title 4"_s);
        QCOMPARE(line->selectedText(), u"Title 4"_s);
    }

    void typingReplacesAndEnterMovesDown()
    {
        GridFixture f;
        f.view.setCurrent(3, 1);
        f.keys(u"Rain"_s);
        QVERIFY(f.editing.isOpen());
        f.key(Qt::Key_Return);
        QVERIFY(!f.editing.isOpen());
        QCOMPARE(f.cell(3, 1).value, Value::text(u"Rain"_s));
        QCOMPARE(f.cell(3, 1).edit, core::RowsModel::Modified);
        QCOMPARE(f.view.currentRow(), 4);
        QCOMPARE(f.view.currentColumn(), 1);
        QVERIFY(f.view.hasFocus());
        QCOMPARE(f.steps, QStringList{u"Set title of posts 3"_s});
    }

    /// A key alone may mean another row by the time of Apply.
    void theFirstEditOfARowTellsWhatWasSeen()
    {
        GridFixture f;
        f.view.setCurrent(3, 1);
        f.keys(u"Rain"_s);
        f.key(Qt::Key_Return);
        QCOMPARE(f.changes->rows().size(), 1);
        const auto seen = f.changes->rows().first().context;
        QVERIFY(seen.value(u"title"_s) == Value::text(u"Title 4"_s));
        QVERIFY(seen.size() > 3);
        f.view.setCurrent(5, 4);
        f.key(Qt::Key_Down, Qt::ShiftModifier);
        f.key(Qt::Key_Right, Qt::ShiftModifier);
        f.key(Qt::Key_N, Qt::ControlModifier | Qt::AltModifier); // four cells of two rows
        QCOMPARE(f.changes->rows().size(), 3);
        for (const core::RowEdit &row : f.changes->rows())
            QCOMPARE(row.context.keys(), seen.keys());
    }

    void tabKeepsWhatWasTypedAndDoesNotEditTheNext()
    {
        GridFixture f;
        f.view.setCurrent(3, 1);
        f.keys(u"Rain"_s);
        f.key(Qt::Key_Tab);
        QCOMPARE(f.cell(3, 1).value, Value::text(u"Rain"_s));
        QCOMPARE(f.view.currentColumn(), 2);
        QVERIFY(!f.editing.isOpen());
        f.key(Qt::Key_Tab);
        f.key(Qt::Key_Tab);
        QCOMPARE(f.changes->rows().size(), 1);
        QCOMPARE(f.changes->rows().first().cells.size(), 1);
    }

    void composedCharactersOpenTheEditor()
    {
        GridFixture f;
        f.view.setCurrent(1, 1);
        QInputMethodEvent composing(u"´"_s, {});
        QApplication::sendEvent(&f.view, &composing);
        QVERIFY(!f.editing.isOpen());
        QInputMethodEvent done;
        done.setCommitString(u"é"_s);
        QApplication::sendEvent(&f.view, &done);
        QVERIFY(f.editing.isOpen());
        f.key(Qt::Key_Return);
        QCOMPARE(f.cell(1, 1).value, core::Value::text(u"é"_s));
    }

    void escapeForgets()
    {
        GridFixture f;
        f.view.setCurrent(3, 1);
        f.keys(u"Rain"_s);
        f.key(Qt::Key_Escape);
        QVERIFY(!f.editing.isOpen());
        QVERIFY(f.changes->isEmpty());
        QCOMPARE(f.view.currentRow(), 3);
        QVERIFY(f.view.hasFocus());
    }

    void clickingAwayKeepsIt()
    {
        GridFixture f;
        f.view.setCurrent(3, 1);
        f.keys(u"Rain"_s);
        QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {}, f.pointIn(7, 4));
        QVERIFY(!f.editing.isOpen());
        QCOMPARE(f.cell(3, 1).value, Value::text(u"Rain"_s));
        QCOMPARE(f.view.currentRow(), 7);
    }

    void scrollingAwayKeepsIt()
    {
        GridFixture f;
        f.view.setCurrent(3, 1);
        f.keys(u"Rain"_s);
        f.view.setTopRow(50);
        QVERIFY(!f.editing.isOpen());
        QCOMPARE(f.cell(3, 1).value, Value::text(u"Rain"_s));
    }

    void anUntouchedCellIsNoEdit()
    {
        GridFixture f;
        f.source.setCellMaker([](qint64, int) { return Value::text(u"007"_s); });
        f.source.dropPages();
        for (int column = 0; column < 6; ++column) {
            f.view.setCurrent(1, column);
            f.key(Qt::Key_F2);
            f.key(Qt::Key_Return);
            QVERIFY(!f.editing.isOpen());
        }
        QVERIFY(f.changes->isEmpty());
        QVERIFY(f.steps.isEmpty());
    }

    void typingTheOldValueBackRemovesTheChange()
    {
        GridFixture f;
        f.view.setCurrent(3, 1);
        f.keys(u"Rain\r"_s);
        QVERIFY(!f.changes->isEmpty());
        f.view.setCurrent(3, 1);
        f.keys(u"Title 4\r"_s);
        QVERIFY(f.changes->isEmpty());
        f.view.setCurrent(3, 4);
        f.keys(u"31\r"_s);
        f.view.setCurrent(3, 4);
        f.keys(u"30\r"_s);
        QVERIFY(f.changes->isEmpty());
    }

    void nullEmptyAndDefaultAreThreeThings()
    {
        GridFixture f;
        f.view.setCurrent(3, 1);
        f.key(Qt::Key_N, Qt::ControlModifier | Qt::AltModifier);
        QVERIFY(f.cell(3, 1).value.isNull() && !f.cell(3, 1).isDefault);
        f.key(Qt::Key_Backspace, Qt::AltModifier);
        QCOMPARE(f.cell(3, 1).value, Value::text({}));
        f.key(Qt::Key_D, Qt::ControlModifier | Qt::AltModifier);
        QVERIFY(f.cell(3, 1).isDefault);
        QCOMPARE(f.changes->rows().first().cells.value(u"title"_s).base, Value::text(u"Title 4"_s));
    }

    void nullWhileTyping()
    {
        GridFixture f;
        f.view.setCurrent(3, 1);
        f.keys(u"half"_s);
        f.key(Qt::Key_N, Qt::ControlModifier | Qt::AltModifier);
        QVERIFY(!f.editing.isOpen());
        QVERIFY(f.cell(3, 1).value.isNull());
        QCOMPARE(f.cell(3, 1).edit, core::RowsModel::Modified);
    }

    void nullIntoASelectionIsOneStep()
    {
        GridFixture f;
        f.view.setCurrent(2, 4);
        f.key(Qt::Key_Down, Qt::ShiftModifier);
        f.key(Qt::Key_Down, Qt::ShiftModifier);
        f.key(Qt::Key_Right, Qt::ShiftModifier);
        f.key(Qt::Key_N, Qt::ControlModifier | Qt::AltModifier);
        QCOMPARE(f.steps.size(), 1);
        for (qint64 row = 2; row <= 4; ++row)
            QVERIFY(f.cell(row, 4).value.isNull() && f.cell(row, 5).value.isNull());
        f.undo();
        QVERIFY(f.changes->isEmpty());
    }

    void spaceTogglesOnlyBooleans()
    {
        GridFixture f;
        f.view.setCurrent(3, 3);
        QCOMPARE(f.cell(3, 3).value, Value::integer(1));
        f.key(Qt::Key_Space);
        QCOMPARE(f.cell(3, 3).value, Value::integer(0));
        f.key(Qt::Key_Space);
        QVERIFY(f.changes->isEmpty());
        f.view.setCurrent(3, 1);
        f.key(Qt::Key_Space);
        QVERIFY(!f.editing.isOpen());
        QVERIFY(f.changes->isEmpty());
    }

    void enumerationsOfferTheirValues()
    {
        GridFixture f;
        f.view.setCurrent(3, 2);
        f.key(Qt::Key_F2);
        auto *list = f.view.findChild<QListWidget *>(u"cell-editor-choices"_s);
        QVERIFY(list && list->isVisible());
        QCOMPARE(list->count(), 3);
        QCOMPARE(list->currentItem()->text(), u"essay"_s);
        f.key(Qt::Key_Down);
        f.key(Qt::Key_Return);
        QCOMPARE(f.cell(3, 2).value, Value::text(u"guide"_s));
        QCOMPARE(f.view.currentRow(), 4);
    }

    void aNumberOverANumberIsOneWithoutAType()
    {
        core::Table table = postsTable();
        table.columns[4].declaredType.clear();
        GridFixture f(100, table);
        f.view.setCurrent(3, 4);
        f.keys(u"500\r"_s);
        QCOMPARE(f.cell(3, 4).value, Value::integer(500));
        f.view.setCurrent(4, 4);
        f.keys(u"five\r"_s);
        QCOMPARE(f.cell(4, 4).value, Value::text(u"five"_s));
    }

    void whatDoesNotSuitItsColumnIsMarked()
    {
        GridFixture f;
        f.view.setCurrent(3, 4);
        f.keys(u"maybe\r"_s);
        QCOMPARE(f.cell(3, 4).value, Value::text(u"maybe"_s));
        QCOMPARE(f.view.lookAt(3, 4).misfit, u"“maybe” is no number"_s);
        QCOMPARE(f.view.lookAt(2, 4).misfit, QString());
        f.view.setCurrent(3, 3);
        f.editing.setSelected(Value::text({}));
        QCOMPARE(f.view.lookAt(3, 3).misfit, u"Empty text is neither true nor false"_s);
        f.undo();
        QCOMPARE(f.view.lookAt(3, 3).misfit, QString());
    }

    void whatCannotBeMeantStaysOpenAndSaysWhy()
    {
        GridFixture f;
        f.view.setCurrent(3, 2);
        f.keys(u"poem"_s);
        f.key(Qt::Key_Tab);
        QVERIFY(f.editing.isOpen());
        QVERIFY(f.changes->isEmpty());
        QCOMPARE(f.messages.size(), 1);
        QVERIFY(f.messages.first().contains(u"essay, guide, note"_s));
        QCOMPARE(qobject_cast<QLineEdit *>(f.input())->text(), u"poem"_s);
        QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {}, f.pointIn(6, 1));
        QVERIFY(f.editing.isOpen());
        QCOMPARE(f.view.currentRow(), 3); // what the keys go to
        QCOMPARE(f.view.currentColumn(), 2);
        QTRY_VERIFY(f.input()->hasFocus());
        f.key(Qt::Key_A, Qt::ControlModifier);
        f.keys(u"note\r"_s);
        QCOMPARE(f.cell(3, 2).value, Value::text(u"note"_s));
        QCOMPARE(f.view.currentRow(), 4);
    }

    void aRefusedEditorTrapsNobody()
    {
        GridFixture f;
        QLineEdit elsewhere;
        elsewhere.show();
        f.view.setCurrent(3, 3);
        f.keys(u"maybe"_s);
        f.key(Qt::Key_Tab);
        QVERIFY(f.editing.isOpen());
        elsewhere.activateWindow();
        elsewhere.setFocus();
        QTRY_COMPARE(QApplication::focusWidget(), &elsewhere);
        f.keys(u"posts"_s);
        QCoreApplication::processEvents();
        QCOMPARE(QApplication::focusWidget(), &elsewhere);
        QCOMPARE(elsewhere.text(), u"posts"_s);
        QCOMPARE(qobject_cast<QLineEdit *>(f.input())->text(), u"maybe"_s);
        f.view.activateWindow();
        f.view.setFocus(); // the way back leads to what is still open
        QTRY_VERIFY(f.input()->hasFocus());
        f.key(Qt::Key_Escape);
        QVERIFY(!f.editing.isOpen());
        QVERIFY(f.changes->isEmpty());
        QTest::mouseClick(f.view.viewport(), Qt::LeftButton, {}, f.pointIn(6, 1));
        QCOMPARE(f.view.currentRow(), 6);
    }

    void aRefusedEditorStaysInSight()
    {
        GridFixture f;
        f.view.setCurrent(3, 3);
        f.keys(u"maybe"_s);
        f.key(Qt::Key_Tab);
        f.view.setTopRow(50); // it must not lie over another row
        QVERIFY(f.editing.isOpen());
        QVERIFY(!f.view.cellRect(3, 3).isEmpty());
        QVERIFY(f.view.cellRect(3, 3).intersects(f.input()->parentWidget()->geometry()));
    }

    void multiLineTextKeepsItsLines()
    {
        GridFixture f;
        f.source.setCellMaker([](qint64 row, int column) {
            return column == 1 ? Value::text(u"first\r\nsecond\u00A0x"_s) : postsCell(row, column);
        });
        f.source.dropPages();
        f.view.setCurrent(2, 1);
        f.key(Qt::Key_F2);
        auto *lines = qobject_cast<QPlainTextEdit *>(f.input());
        QVERIFY(lines);
        lines->moveCursor(QTextCursor::End);
        f.keys(u"!"_s);
        f.key(Qt::Key_Return, Qt::ShiftModifier);
        f.keys(u"third"_s);
        f.key(Qt::Key_Return);
        QCOMPARE(f.cell(2, 1).value, Value::text(u"first\r\nsecond\u00A0x!\r\nthird"_s));
    }

    void longTextStaysWhole_data()
    {
        QTest::addColumn<bool>("isTyped");
        QTest::newRow("looked at") << false;
        QTest::newRow("typed at its end") << true;
    }

    void longTextStaysWhole()
    {
        QFETCH(bool, isTyped);
        const QString whole = u"0123456789"_s.repeated(20'000);
        GridFixture f;
        f.source.setCellMaker(
            [whole](qint64 row, int column) { return column == 1 ? Value::text(whole) : postsCell(row, column); });
        f.source.dropPages();
        f.view.setCurrent(2, 1);
        f.key(Qt::Key_F2);
        if (isTyped) {
            f.key(Qt::Key_End, Qt::ControlModifier);
            f.keys(u"!"_s);
        }
        f.key(Qt::Key_Return);
        QCOMPARE(f.cell(2, 1).value, Value::text(isTyped ? whole + u'!' : whole));
        QCOMPARE(f.changes->isEmpty(), !isTyped);
    }

    void whatIsPastedIntoALineStaysWhole()
    {
        const QString whole = u"0123456789"_s.repeated(20'000);
        GridFixture f;
        QGuiApplication::clipboard()->setText(whole);
        f.view.setCurrent(2, 1);
        f.key(Qt::Key_F2);
        f.key(Qt::Key_A, Qt::ControlModifier);
        f.key(Qt::Key_V, Qt::ControlModifier);
        f.key(Qt::Key_Return);
        QCOMPARE(f.cell(2, 1).value, Value::text(whole));
    }

    void blobsAndBrokenTextSayWhyNot()
    {
        GridFixture f;
        f.source.setCellMaker([](qint64 row, int) {
            return row == 0 ? Value::blob("\x01\x02"_ba) : Value::textBytes("a\xFF"_ba);
        });
        f.source.dropPages();
        f.view.setCurrent(0, 1);
        f.key(Qt::Key_F2);
        f.view.setCurrent(1, 1);
        f.key(Qt::Key_F2);
        QVERIFY(!f.editing.isOpen());
        QCOMPARE(f.messages.size(), 2);
        QVERIFY(f.messages[0].contains(u"blob"_s));
        QVERIFY(f.messages[1].contains(u"UTF-8"_s));
    }

    void aCutCellIsReadWholeFirst()
    {
        GridFixture f;
        const QString whole = u"long "_s.repeated(2000);
        f.wholeCell = [whole](qint64 row, int column) { return column == 1 ? Value::text(whole) : postsCell(row, column); };
        auto page = std::make_shared<core::RowPage>(*f.source.page(0));
        page->cells[static_cast<size_t>(6 * 2 + 1)] = Value::text(whole.left(100));
        page->cutSizes = {{6 * 2 + 1, whole.size()}};
        f.source.deliver(page);
        QVERIFY(f.cell(2, 1).cutSize.has_value());
        f.view.setCurrent(2, 1);
        f.key(Qt::Key_F2);
        QTRY_VERIFY(f.editing.isOpen());
        QCOMPARE(f.wholeReads, 1);
        QCOMPARE(qobject_cast<QPlainTextEdit *>(f.input())->toPlainText(), whole);
        f.key(Qt::Key_End, Qt::ControlModifier);
        f.keys(u"end\r"_s);
        const core::CellEdit edit = f.changes->rows().first().cells.value(u"title"_s);
        QCOMPARE(edit.base, Value::text(whole));
        QCOMPARE(edit.value, core::NewValue(Value::text(whole + u"end"_s)));
    }

    void aSortUnderTheEditorHitsTheSameRow()
    {
        GridFixture f;
        f.view.setCurrent(3, 1);
        f.keys(u"Rain"_s);
        QVERIFY(f.push(core::InsertRow{{{}, u"posts"_s}, 0, {}}, u"from elsewhere"_s).ok()); // all rows move down by one
        f.key(Qt::Key_Return);
        QCOMPARE(f.changes->find({{}, u"posts"_s}, FakeRowSource::keyOf(3))->cells.value(u"title"_s).value,
                 core::NewValue(Value::text(u"Rain"_s)));
    }

    void readOnlySaysWhy()
    {
        GridFixture f;
        f.editing.setReadOnlyBecause(u"posts is a view."_s);
        f.view.setCurrent(3, 1);
        f.keys(u"x"_s);
        QVERIFY(!f.editing.isOpen());
        f.key(Qt::Key_N, Qt::ControlModifier | Qt::AltModifier);
        f.view.setCurrent(3, 3);
        f.key(Qt::Key_Space);
        QVERIFY(f.changes->isEmpty());
        QCOMPARE(f.messages, QStringList({u"posts is a view."_s, u"posts is a view."_s, u"posts is a view."_s}));
    }

    void rowsWithoutIdentityAreRefused()
    {
        GridFixture f;
        core::RowIdentity none;
        none.noneBecause = u"Two rows could be alike."_s;
        f.source.setIdentity(none);
        f.source.dropPages();
        f.view.setCurrent(3, 1);
        f.keys(u"x"_s);
        QVERIFY(!f.editing.isOpen());
        QCOMPARE(f.messages, QStringList{u"Two rows could be alike."_s});
    }

    void newRowsAreFilledByKeyboardAlone()
    {
        GridFixture f;
        f.view.setCurrent(3, 1);
        f.key(Qt::Key_Insert);
        QCOMPARE(f.view.currentRow(), 0);
        QCOMPARE(f.view.currentColumn(), 1);
        f.keys(u"Petrichor"_s);
        f.key(Qt::Key_Tab);
        f.keys(u"es"_s);
        f.key(Qt::Key_Escape);
        f.key(Qt::Key_Tab);
        f.key(Qt::Key_Space);
        const core::RowEdit *row = f.changes->findInserted({{}, u"posts"_s}, 1);
        QVERIFY(row);
        QCOMPARE(row->cells.size(), 2);
        QCOMPARE(row->cells.value(u"title"_s).value, core::NewValue(Value::text(u"Petrichor"_s)));
        QCOMPARE(row->cells.value(u"published"_s).value, core::NewValue(Value::integer(1)));
        f.view.setCurrent(0, 1);
        f.key(Qt::Key_D, Qt::ControlModifier | Qt::AltModifier);
        QVERIFY(f.cell(0, 1).isDefault);
    }
};

QTEST_MAIN(TestGridEditing)
#include "tst_gridediting.moc"
