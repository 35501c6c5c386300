// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/rowsmodel.h"
#include "support/fakedialect.h"
#include "support/fakerowsource.h"
#include "support/verify.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

Table tableOf(const QList<Column> &columns)
{
    Table table;
    table.name = {{}, u"fake"_s};
    table.columns = columns;
    return table;
}

/// One line per row: cells joined by |, what is not there as "?".
QString modelText(RowsModel &model, qint64 first, qint64 last)
{
    QStringList lines;
    for (qint64 row = first; row <= last; ++row) {
        QStringList cells;
        for (int column = 0; column < model.columnCount(); ++column) {
            const RowsModel::Cell cell = model.cell(row, column);
            cells.append(cell.state == RowsModel::Loaded ? model.displayText(cell, column) : u"?"_s);
        }
        lines.append(cells.join(u'|'));
    }
    return lines.join(u'\n');
}

std::shared_ptr<const ChangeSet> changesOf(const QList<EditOp> &ops)
{
    auto set = std::make_shared<ChangeSet>();
    for (const EditOp &op : ops) {
        const auto applied = set->apply(op);
        if (!applied)
            qFatal("%s", qPrintable(applied.error().message));
    }
    return set;
}

} // namespace

class TestRowsModel : public QObject {
    Q_OBJECT

    FakeDialect m_dialect;
    const QualifiedName m_name{{}, u"fake"_s};

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void showsPlaceholdersUntilAPageComes()
    {
        FakeRowSource source(FakeRowSource::textColumns({u"a"_s, u"b"_s}));
        RowsModel model(source, tableOf(source.columns()), m_dialect);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        source.setCount(300);
        QCOMPARE(model.rowCount(), 300);
        QCOMPARE(modelText(model, 0, 0), u"?|?"_s);
        QCOMPARE(model.data(model.index(0, 0), RowsModel::CellStateRole).toInt(), int(RowsModel::Loading));
        QVERIFY(source.requested().contains(0));
        QSignalSpy changed(&model, &RowsModel::dataChanged);
        source.answer(0);
        QCOMPARE(modelText(model, 0, 1), u"r0c0|r0c1\nr1c0|r1c1"_s);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed.at(0).at(0).toModelIndex().row(), 0);
        QCOMPARE(changed.at(0).at(1).toModelIndex().row(), 127);
        QCOMPARE(modelText(model, 299, 299), u"?|?"_s);
        source.answer(2);
        QCOMPARE(modelText(model, 299, 299), u"r299c0|r299c1"_s);
    }

    void otherRolesNeverStartARead()
    {
        FakeRowSource source(FakeRowSource::textColumns({u"a"_s}));
        RowsModel model(source, tableOf(source.columns()), m_dialect);
        source.setCount(10);
        for (int role : {int(Qt::FontRole), int(Qt::SizeHintRole), int(Qt::ToolTipRole), int(Qt::BackgroundRole)})
            QVERIFY(!model.data(model.index(3, 0), role).isValid());
        QVERIFY(source.requested().isEmpty());
    }

    void staleAnswersAreReplaced()
    {
        FakeRowSource source(FakeRowSource::textColumns({u"a"_s}));
        RowsModel model(source, tableOf(source.columns()), m_dialect);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        source.setCount(10, false);
        source.answer(0, true);
        QVERIFY(!model.countIsExact());
        source.setCellMaker([](qint64 row, int) { return Value::integer(row); });
        source.dropPages();
        QCOMPARE(modelText(model, 4, 4), u"?"_s);
        source.answer(0);
        QCOMPARE(modelText(model, 4, 4), u"4"_s);
        source.setCount(5);
        QVERIFY(model.countIsExact());
        QCOMPARE(model.rowCount(), 5);
    }

    void aFailureIsSaidAndForgottenWhenRowsCome()
    {
        FakeRowSource source(FakeRowSource::textColumns({u"a"_s}));
        RowsModel model(source, tableOf(source.columns()), m_dialect);
        source.setCount(10);
        QCOMPARE(model.cell(0, 0).state, RowsModel::Loading);
        source.fail(Error::invalid(u"The table is gone."_s));
        QCOMPARE(model.cell(0, 0).state, RowsModel::Failed);
        source.answer(0);
        QCOMPARE(model.cell(0, 0).state, RowsModel::Loaded);
    }

    void laysEditsOverByKey()
    {
        FakeRowSource source(FakeRowSource::textColumns({u"a"_s, u"b"_s}));
        source.setAnswersAtOnce(true);
        RowsModel model(source, tableOf(source.columns()), m_dialect);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        source.setCount(300);
        model.setChanges(changesOf({
            SetCell{m_name, FakeRowSource::keyOf(200), u"b"_s, Value::text(u"r200c1"_s), NewValue(Value::null())},
            SetCell{m_name, FakeRowSource::keyOf(201), u"b"_s, Value::text(u"r201c1"_s), NewValue(UseDefault{})},
            DeleteRow{m_name, FakeRowSource::keyOf(202), {}},
            SetCell{{{}, u"other"_s}, FakeRowSource::keyOf(203), u"b"_s, Value::text(u"x"_s), NewValue(Value::null())},
        }));
        QCOMPARE(modelText(model, 199, 203), u"r199c0|r199c1\nr200c0|NULL\nr201c0|DEFAULT\nr202c0|r202c1\nr203c0|r203c1"_s);
        QCOMPARE(model.cell(200, 0).edit, RowsModel::Clean);
        QCOMPARE(model.cell(200, 0).rowEdit, RowsModel::Modified);
        QCOMPARE(model.cell(200, 1).edit, RowsModel::Modified);
        QCOMPARE(model.cell(202, 0).rowEdit, RowsModel::Deleted);
        QCOMPARE(model.cell(203, 1).rowEdit, RowsModel::Clean);
        model.setChanges(nullptr);
        QCOMPARE(model.cell(200, 1).rowEdit, RowsModel::Clean);
        QCOMPARE(modelText(model, 200, 200), u"r200c0|r200c1"_s);
    }

    void newRowsStandInABandOnTop()
    {
        FakeRowSource source(FakeRowSource::textColumns({u"a"_s, u"b"_s}));
        source.setAnswersAtOnce(true);
        RowsModel model(source, tableOf(source.columns()), m_dialect);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        source.setCount(130);
        QSignalSpy rows(&model, &RowsModel::rowsChanged);
        model.setChanges(changesOf({InsertRow{m_name, 1, {{u"a"_s, Value::text(u"new"_s)}}, -1}, InsertRow{m_name, 2, {}, -1}}));
        QCOMPARE(rows.count(), 1);
        QCOMPARE(model.rowCount(), 132);
        QCOMPARE(model.insertedRows(), 2);
        QCOMPARE(modelText(model, 0, 2), u"new|DEFAULT\nDEFAULT|DEFAULT\nr0c0|r0c1"_s);
        QCOMPARE(model.insertIdOf(1), std::optional<qint64>(2));
        QVERIFY(!model.insertIdOf(2));
        QVERIFY(!model.keyOf(0));
        QCOMPARE(model.keyOf(2), std::optional(FakeRowSource::keyOf(0)));
        QCOMPARE(model.headerData(0, Qt::Vertical).toString(), u"+"_s);
        QCOMPARE(model.headerData(2, Qt::Vertical).toInt(), 1);
        QCOMPARE(modelText(model, 131, 131), u"r129c0|r129c1"_s);
        model.setChanges(changesOf({InsertRow{m_name, 2, {}, -1}}));
        QCOMPARE(model.rowCount(), 131);
        QCOMPARE(modelText(model, 0, 1), u"DEFAULT|DEFAULT\nr0c0|r0c1"_s);
        model.setChanges(changesOf({InsertRow{m_name, 3, {}, -1}, InsertRow{m_name, 2, {}, -1}}));
        QCOMPARE(model.insertIdOf(0), std::optional<qint64>(3));
        QCOMPARE(model.insertIdOf(1), std::optional<qint64>(2));
        model.setChanges(changesOf({InsertRow{m_name, 2, {}, -1}, InsertRow{m_name, 3, {}, -1}}));
        QCOMPARE(model.insertIdOf(0), std::optional<qint64>(2));
        QCOMPARE(model.rowCount(), 132);
    }

    void otherColumnsResetIt()
    {
        FakeRowSource source(FakeRowSource::textColumns({u"a"_s, u"b"_s}));
        source.setAnswersAtOnce(true);
        RowsModel model(source, tableOf(source.columns()), m_dialect);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        source.setCount(3);
        QSignalSpy reset(&model, &RowsModel::modelReset);
        source.setColumns(FakeRowSource::textColumns({u"b"_s}));
        QCOMPARE(reset.count(), 1);
        QCOMPARE(model.columnCount(), 1);
        QCOMPARE(model.headerData(0, Qt::Horizontal).toString(), u"b"_s);
    }

    void prefetchAsksForWhatIsVisibleBeforeItsNeighbours()
    {
        FakeRowSource source(FakeRowSource::textColumns({u"a"_s}));
        RowsModel model(source, tableOf(source.columns()), m_dialect);
        source.setCount(1280);
        model.prefetch(500, 530, 6);
        QCOMPARE(source.waits(), 1);
        QCOMPARE(source.requested(), (QList<qint64>{3, 4}));
        source.answerAll();
        model.prefetch(500, 530, 6);
        QCOMPARE(source.requested(), (QList<qint64>{5, 2}));
        source.answerAll();
        model.prefetch(1270, 1300, 0); // beyond the end, without waiting
        QCOMPARE(source.requested(), (QList<qint64>{9}));
    }

    void displayText_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("text");
        QTest::newRow("NULL is a word") << u"null"_s << u"NULL"_s;
        QTest::newRow("empty text is nothing") << u"empty"_s << QString();
        QTest::newRow("lines become one") << u"lines"_s << u"a⏎b"_s;
        QTest::newRow("NULs are seen") << u"nul"_s << u"a␀b"_s;
        QTest::newRow("a short blob as hex") << u"blob"_s << u"00ff"_s;
        QTest::newRow("a cut blob says its size") << u"cut"_s << u"aa… (209715200 bytes)"_s;
        QTest::newRow("a cut text says so") << u"cut text"_s << u"abc…"_s;
    }
    void displayText()
    {
        QFETCH(QString, kind);
        FakeRowSource source(FakeRowSource::textColumns({u"a"_s}));
        RowsModel model(source, tableOf(source.columns()), m_dialect);
        RowsModel::Cell cell;
        cell.state = RowsModel::Loaded;
        if (kind == u"empty")
            cell.value = Value::text(QString());
        else if (kind == u"lines")
            cell.value = Value::text(u"a\nb"_s);
        else if (kind == u"nul")
            cell.value = Value::textBytes(QByteArray("a\0b", 3));
        else if (kind == u"blob")
            cell.value = Value::blob(QByteArray("\0\xff", 2));
        else if (kind == u"cut") {
            cell.value = Value::blob("\xaa");
            cell.cutSize = 209715200;
        } else if (kind == u"cut text") {
            cell.value = Value::text(u"abc"_s);
            cell.cutSize = 5000;
        }
        QTEST(model.displayText(cell, 0), "text");
    }

    void guessesFormatsFromTheFirstPage()
    {
        QList<Column> columns = FakeRowSource::textColumns({u"is_admin"_s, u"created_at"_s});
        columns[0].declaredType = u"integer"_s;
        columns[1].declaredType = u"integer"_s;
        FakeRowSource source(columns);
        source.setCellMaker([](qint64 row, int column) {
            return Value::integer(column == 0 ? row % 2 : 1'700'000'000 + row);
        });
        RowsModel model(source, tableOf(columns), m_dialect);
        QSignalSpy formats(&model, &RowsModel::formatsChanged);
        source.setCount(5);
        source.answer(0);
        QCOMPARE(formats.count(), 1);
        QCOMPARE(modelText(model, 1, 1), u"true|2023-11-14 22:13:21"_s);
        model.setShowRaw(true);
        QCOMPARE(modelText(model, 1, 1), u"1|1700000001"_s);
        model.setShowRaw(false);
        model.setFormat(u"created_at"_s, ColumnFormat{});
        QCOMPARE(modelText(model, 1, 1), u"true|1700000001"_s);
        QCOMPARE(model.data(model.index(1, 0), RowsModel::RawTextRole).toString(), u"1"_s);
        QVERIFY(model.data(model.index(1, 0), RowsModel::IsNumberRole).toBool());
    }

    void rowsBeyondTwoToTheThirtyOneAreCapped()
    {
        FakeRowSource source(FakeRowSource::textColumns({u"a"_s}));
        RowsModel model(source, tableOf(source.columns()), m_dialect);
        source.setCount(5'000'000'000);
        QCOMPARE(model.rowCount(), std::numeric_limits<int>::max());
        QCOMPARE(model.rows(), 5'000'000'000);
        source.setCount(4'000'000'000);
        QCOMPARE(model.rows(), 4'000'000'000);
    }
};

QTEST_GUILESS_MAIN(TestRowsModel)
#include "tst_rowsmodel.moc"
