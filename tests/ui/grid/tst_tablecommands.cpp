// SPDX-License-Identifier: GPL-3.0-or-later
#include "gridfixture.h"
#include "support/verify.h"
#include "ui/grid/wholecells.h"

#include <QClipboard>
#include <QMimeData>

using namespace Qt::Literals::StringLiterals;
using core::Value;

class TestTableCommands : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { ui::Theme::apply(*qApp, ui::ThemeKind::Dark); }
    void init() { failOnStrayWarnings(); }

    void copiesTheSelectionInEveryForm_data()
    {
        QTest::addColumn<QString>("action");
        QTest::addColumn<QString>("expected");
        QTest::newRow("tab separated") << u"copy"_s << u"Title 3\tessay\nTitle 4\tessay"_s;
        QTest::newRow("with headers") << u"copy.withHeaders"_s << u"title\tcategory\nTitle 3\tessay\nTitle 4\tessay"_s;
        QTest::newRow("CSV") << u"copy.csv"_s << u"title,category\r\nTitle 3,essay\r\nTitle 4,essay\r\n"_s;
    }
    void copiesTheSelectionInEveryForm()
    {
        QFETCH(QString, action);
        GridFixture f;
        select(f, 2, 1, 3, 2);
        QVERIFY(f.commands.perform(action));
        QTEST(QGuiApplication::clipboard()->text(), "expected");
    }

    void hiddenColumnsAreNotCopied()
    {
        GridFixture f;
        f.view.header()->setSectionHidden(2, true);
        select(f, 2, 1, 2, 3);
        f.commands.perform(u"copy"_s);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"Title 3\t0"_s);
    }

    void insertStatementsAreExact()
    {
        GridFixture f;
        select(f, 0, 0, 0, 5);
        f.commands.perform(u"copy.insert"_s);
        const QString sql = QGuiApplication::clipboard()->text();
        QVERIFY2(sql.startsWith(u"INSERT INTO `posts`"_s) && sql.contains(u"'Title 1'"_s) && sql.contains(u"NULL"_s),
                 qPrintable(sql));
    }

    void copyAndPasteLosesNothing()
    {
        GridFixture f;
        f.source.setCellMaker([](qint64 row, int column) {
            const QList<Value> odd{Value::integer(9007199254740993), Value::text({}), Value::null(),
                                   Value::blob("\x00\xFF"_ba),  Value::real(-0.0), Value::textBytes("a\xFF"_ba)};
            return row == 0 ? odd[column] : postsCell(row, column);
        });
        f.source.dropPages();
        select(f, 0, 1, 0, 5);
        f.key(Qt::Key_C, Qt::ControlModifier);
        f.view.setCurrent(7, 1);
        f.key(Qt::Key_V, Qt::ControlModifier);
        QVERIFY2(f.messages.isEmpty(), qPrintable(f.messages.join(u'\n')));
        for (int column = 1; column < 6; ++column)
            QCOMPARE(f.cell(7, column).value, f.cell(0, column).value);
        QCOMPARE(f.steps.size(), 1);
        f.undo();
        QVERIFY(f.changes->isEmpty());
    }

    void pastesTextByTheColumnsTypes()
    {
        GridFixture f;
        QGuiApplication::clipboard()->setText(u"Rain\tguide\ttrue\t9007199254740993\nSnow\t\tfalse\t7\n"_s);
        f.view.setCurrent(5, 1);
        f.commands.paste();
        QCOMPARE(f.steps, QStringList{u"Paste 8 cells"_s});
        QCOMPARE(f.cell(5, 1).value, Value::text(u"Rain"_s));
        QCOMPARE(f.cell(5, 3).value, Value::integer(1));
        QCOMPARE(f.cell(5, 4).value, Value::integer(9007199254740993));
        QVERIFY(f.cell(6, 2).value.isNull());
        QCOMPARE(f.cell(6, 3).value, Value::integer(0));
    }

    void aNumberPastedOverANumberIsOneWithoutAType()
    {
        core::Table table = postsTable();
        table.columns[4].declaredType.clear();
        GridFixture f(100, table);
        QGuiApplication::clipboard()->setText(u"500"_s);
        f.view.setCurrent(3, 4);
        f.commands.paste();
        QCOMPARE(f.cell(3, 4).value, Value::integer(500));
    }

    void oneValueFillsTheSelection()
    {
        GridFixture f;
        QGuiApplication::clipboard()->setText(u"42"_s);
        select(f, 10, 4, 13, 4);
        f.commands.paste();
        for (qint64 row = 10; row <= 13; ++row)
            QCOMPARE(f.cell(row, 4).value, Value::integer(42));
        QCOMPARE(f.steps.size(), 1);
    }

    void whatDoesNotFitIsSaid()
    {
        GridFixture f(10);
        QGuiApplication::clipboard()->setText(u"a\nb\nc"_s);
        f.view.setCurrent(8, 5);
        f.commands.paste();
        QCOMPARE(f.cell(9, 5).value, Value::text(u"b"_s));
        QVERIFY(f.messages.last().contains(u"1 cell"_s));
    }

    void pastesAsNewRows()
    {
        GridFixture f;
        QGuiApplication::clipboard()->setText(u"Rain\tguide\nSnow\tnote\n"_s);
        f.view.setCurrent(5, 1);
        f.commands.perform(u"pasteAsRows"_s);
        QCOMPARE(f.model.insertedRows(), 2);
        QCOMPARE(f.cell(0, 1).value, Value::text(u"Rain"_s));
        QCOMPARE(f.cell(1, 2).value, Value::text(u"note"_s));
        QVERIFY(f.cell(1, 0).isDefault);
        f.undo();
        QCOMPARE(f.model.insertedRows(), 0);
    }

    void deleteRestoresWhenPressedAgain()
    {
        GridFixture f;
        select(f, 3, 1, 5, 1);
        f.key(Qt::Key_Delete, Qt::ControlModifier);
        QCOMPARE(f.steps, QStringList{u"Delete 3 rows of posts"_s});
        QCOMPARE(f.changes->count(core::RowEdit::Kind::Delete), 3);
        const core::RowEdit &first = f.changes->rows().first();
        QCOMPARE(first.seen.value(u"title"_s), Value::text(u"Title 4"_s));
        QCOMPARE(first.seen.size(), 6);
        f.view.setCurrent(4, 1);
        f.keys(u"x"_s);
        QVERIFY(!f.editing.isOpen());
        QVERIFY(f.messages.last().contains(u"deleted"_s));
        select(f, 3, 1, 5, 1);
        f.key(Qt::Key_Delete, Qt::ControlModifier);
        QVERIFY(f.changes->isEmpty());
    }

    void deleteTakesRowsThatWereNeverShown()
    {
        GridFixture f(1000);
        f.source.setAnswersAtOnce(false);
        select(f, 10, 0, 900, 0);
        f.commands.deleteRows();
        QVERIFY(f.changes->isEmpty());
        for (int i = 0; i < 20 && f.changes->isEmpty(); ++i)
            f.source.answerAll();
        QCOMPARE(f.changes->count(core::RowEdit::Kind::Delete), 891);
    }

    void rowsThatMoveMeanwhileAreLeftAlone_data()
    {
        QTest::addColumn<QString>("action");
        QTest::addColumn<bool>("insert"); ///< or the rows are read anew
        for (const char *action : {"row.delete", "row.duplicate", "copy", "paste", "cell.setNull"}) {
            QTest::addRow("%s, a new row", action) << QString::fromLatin1(action) << true;
            QTest::addRow("%s, read anew", action) << QString::fromLatin1(action) << false;
        }
    }
    void rowsThatMoveMeanwhileAreLeftAlone()
    {
        QFETCH(QString, action);
        QFETCH(bool, insert);
        GridFixture f(1000);
        f.source.setAnswersAtOnce(false);
        QGuiApplication::clipboard()->setText(u"before"_s);
        select(f, 10, 1, 900, 1);
        Q_EMIT f.view.commandRequested(action);
        QVERIFY(f.changes->isEmpty());
        if (insert) {
            const core::InsertRow row{f.model.table().name, 0, {{u"title"_s, Value::text(u"new"_s)}}, -1};
            VERIFY_OK(f.push(row, u"Insert"_s));
        } else {
            f.source.dropPages();
        }
        for (int i = 0; i < 40 && f.messages.isEmpty(); ++i)
            f.source.answerAll();
        QCOMPARE(f.messages.size(), 1);
        QVERIFY2(f.messages.last().startsWith(u"The rows have moved"_s), qPrintable(f.messages.last()));
        QCOMPARE(f.changes->rows().size(), insert ? 1 : 0);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"before"_s);
    }

    void tooManyRowsAreRefusedAloud()
    {
        GridFixture f(1'000'000);
        f.view.selectAll();
        f.commands.deleteRows();
        QVERIFY(f.changes->isEmpty());
        QVERIFY(f.messages.last().contains(u"1,000,000"_s));
    }

    void duplicatesWithoutTheKey()
    {
        GridFixture f;
        f.view.setCurrent(4, 1);
        f.commands.perform(u"row.duplicate"_s);
        QCOMPARE(f.model.insertedRows(), 1);
        QVERIFY(f.cell(0, 0).isDefault);
        for (int column = 1; column < 6; ++column)
            QCOMPARE(f.cell(0, column).value, postsCell(4, column));
    }

    void duplicateReadsLongCellsWhole()
    {
        GridFixture f;
        const Value whole = Value::blob(QByteArray(9000, 'x'));
        f.wholeCell = [whole](qint64 row, int column) { return column == 5 ? whole : postsCell(row, column); };
        auto page = std::make_shared<core::RowPage>(*f.source.page(0));
        page->cells[static_cast<size_t>(6 * 2 + 5)] = Value::blob(QByteArray(100, 'x'));
        page->cutSizes = {{6 * 2 + 5, 9000}};
        f.source.deliver(page);
        f.view.setCurrent(2, 1);
        f.commands.perform(u"row.duplicate"_s);
        QTRY_COMPARE(f.model.insertedRows(), 1);
        QCOMPARE(f.cell(0, 5).value, whole);
    }

    void cutCellsAreNeverCopiedInPart_data()
    {
        QTest::addColumn<qint64>("size");
        QTest::newRow("read whole first") << qint64(9000);
        QTest::newRow("refused when it is too much") << qint64(17 * 1024 * 1024);
    }
    void cutCellsAreNeverCopiedInPart()
    {
        QFETCH(qint64, size);
        GridFixture f;
        f.wholeCell = [](qint64 row, int column) {
            return column == 5 ? Value::text(QString(9000, u'x')) : postsCell(row, column);
        };
        auto page = std::make_shared<core::RowPage>(*f.source.page(0));
        page->cutSizes = {{6 * 2 + 5, size}};
        f.source.deliver(page);
        QGuiApplication::clipboard()->setText(u"before"_s);
        select(f, 2, 0, 2, 5);
        f.commands.perform(u"copy"_s);
        if (size < ui::WholeCells::mostBytes) {
            QTRY_VERIFY(QGuiApplication::clipboard()->text().size() > 9000);
        } else {
            QVERIFY2(f.messages.last().contains(u"note in row 3"_s), qPrintable(f.messages.last()));
            QCOMPARE(QGuiApplication::clipboard()->text(), u"before"_s);
            QCOMPARE(f.wholeReads, 0);
        }
    }

    void discardTakesBackOnlyTheSelection()
    {
        GridFixture f;
        f.view.setCurrent(1, 1);
        f.keys(u"a\r"_s);
        f.keys(u"b\r"_s);
        f.view.setCurrent(1, 1);
        f.commands.perform(u"edits.discard"_s);
        QCOMPARE(f.changes->rows().size(), 1);
        QCOMPARE(f.cell(1, 1).value, postsCell(1, 1));
        QCOMPARE(f.cell(2, 1).value, Value::text(u"b"_s));
    }

private:
    static void select(GridFixture &f, qint64 top, int left, qint64 bottom, int right)
    {
        ui::GridSelection s;
        s.setCurrent({top, left});
        s.extendTo({bottom, right});
        f.view.setSelection(s);
    }
};

QTEST_MAIN(TestTableCommands)
#include "tst_tablecommands.moc"
