// SPDX-License-Identifier: GPL-3.0-or-later
// Enums in the designer above a PostgreSQL server, in the real window and by keys.
#include "ui/design/designmodel.h"
#include "ui/migrate/previewgate.h"
#include "ui/style/theme.h"

#include "designwindow.h"
#include "support/quiet.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

using namespace Qt::Literals::StringLiterals;
using namespace ui;

namespace {

constexpr int enumPatience = DesignWindow::patience;

} // namespace

class TestServerEnums : public QObject {
    Q_OBJECT

    PostgresCluster m_cluster;
    std::unique_ptr<DesignWindow> m_open;

    [[nodiscard]] QTableView *values() const { return m_open->grid(u"design-values"_s); }
    [[nodiscard]] QStringList valuesOf(const QString &type) const
    {
        const core::EnumType *found = m_open->target().enumType({{}, type});
        return found ? found->values : QStringList();
    }
    [[nodiscard]] QString cell(int row, int column) const
    {
        return values()->model()->index(row, column).data().toString();
    }
    [[nodiscard]] QString hint(int row, int column) const
    {
        return values()->model()->index(row, column).data(DesignModel::HintRole).toString();
    }
    /// From the table's designer, by the key on the column of the type.
    void openRating()
    {
        DesignWindow::key(Qt::Key_F9);
        QTRY_VERIFY(m_open->designer());
        QTableView *columns = m_open->grid(u"design-columns"_s);
        QTRY_COMPARE(QApplication::focusWidget(), columns);
        DesignWindow::put(columns, 2, 0);
        DesignWindow::key(Qt::Key_F9, Qt::ControlModifier);
        QTRY_VERIFY(values());
        QTRY_COMPARE(QApplication::focusWidget(), values());
    }
    [[nodiscard]] QString onServer(const QString &type) const
    {
        return m_open->value(u"SELECT string_agg(enumlabel, ',' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = "
                             "'%1'::regtype"_s.arg(type));
    }

private Q_SLOTS:
    void initTestCase()
    {
        Theme::apply(*qApp, ThemeKind::Dark);
        START_POSTGRES(m_cluster);
    }
    void init()
    {
        failOnUnexpectedWarnings();
        const QString location = m_cluster.newDatabase(
            u"CREATE SCHEMA kinds;"
            "CREATE TYPE unused AS ENUM ('a');"
            "CREATE TYPE rating AS ENUM ('G', 'PG', 'R', 'X');"
            "CREATE TABLE film(id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, title text NOT NULL, rated rating"
            " DEFAULT 'G', all_rated rating[]);"
            "CREATE VIEW adult AS SELECT id, rated FROM film WHERE rated = 'R';"
            "INSERT INTO film(title, rated, all_rated) SELECT 'Film ' || n,"
            " (ARRAY['G', 'PG', 'R', 'X'])[1 + n % 4]::rating, ARRAY['X', 'G']::rating[] FROM generate_series(1, 40) n;"_s);
        QVERIFY2(!location.isEmpty(), qPrintable(m_cluster.problem()));
        m_open = std::make_unique<DesignWindow>(location);
        m_open->open(u"film"_s);
    }
    void cleanup() { m_open.reset(); }

    void aValueIsAddedAtItsPlace();
    void valuesAreRenamedMovedAndDropped();
    void undoAndRedo();
    void rowsOfADroppedValueGetAnother();
    void rowsThatNobodyAnswersForStopIt();
    void whatSpeaksOfADroppedValue();
    void aTypeIsMadeUsedAndKept();
    void aTypeIsRenamedAndMoved();
    void aTypeIsDroppedOnceNobodyUsesIt();
    void theListOfTypesLeadsThere();
};

void TestServerEnums::aValueIsAddedAtItsPlace()
{
    openRating();
    if (QTest::currentTestFailed())
        return;
    const QAbstractItemModelTester tester(values()->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(values()->model()->rowCount(), 4);
    QVERIFY(m_open->designer()->findChild<QLabel *>(u"design-type-used"_s)->text().contains(u"film.rated"_s));
    DesignWindow::put(values(), 1, 0);
    DesignWindow::key(Qt::Key_Insert);
    DesignWindow::type(u"PG-13"_s);
    DesignWindow::key(Qt::Key_Return);
    QCOMPARE(valuesOf(u"rating"_s), (QStringList{u"G"_s, u"PG"_s, u"PG-13"_s, u"R"_s, u"X"_s}));
    QTRY_VERIFY2(m_open->sql().contains(u"ADD VALUE 'PG-13' AFTER 'PG'"_s), qPrintable(m_open->sql()));
    m_open->apply();
    QCOMPARE(onServer(u"rating"_s), u"G,PG,PG-13,R,X"_s);
}

void TestServerEnums::valuesAreRenamedMovedAndDropped()
{
    openRating();
    if (QTest::currentTestFailed())
        return;
    DesignWindow::retype(values(), 1, 0, u"PG-12"_s);
    QCOMPARE(valuesOf(u"rating"_s), (QStringList{u"G"_s, u"PG-12"_s, u"R"_s, u"X"_s}));
    QCOMPARE(cell(1, 1), u"PG"_s);
    QTRY_VERIFY2(m_open->sql().contains(u"RENAME VALUE 'PG' TO 'PG-12'"_s), qPrintable(m_open->sql()));
    DesignWindow::put(values(), 3, 0);
    DesignWindow::key(Qt::Key_Up, Qt::ControlModifier);
    QCOMPARE(valuesOf(u"rating"_s), (QStringList{u"G"_s, u"PG-12"_s, u"X"_s, u"R"_s}));
    QCOMPARE(values()->currentIndex().row(), 2); // goes with it
    QTRY_VERIFY2(m_open->sql().contains(u"CREATE TYPE \"public\".\"rating\" AS ENUM ('G', 'PG-12', 'X', 'R')"_s),
                 qPrintable(m_open->sql()));
    DesignWindow::retype(values(), 0, 0, u"R"_s);
    QVERIFY2(m_open->notice().contains(u"already"_s), qPrintable(m_open->notice()));
    DesignWindow::key(Qt::Key_Escape);
    m_open->apply();
    QCOMPARE(onServer(u"rating"_s), u"G,PG-12,X,R"_s);
    QCOMPARE(m_open->value(u"SELECT count(*) FROM film WHERE rated = 'PG-12'"_s), u"10"_s);
    QCOMPARE(m_open->value(u"SELECT count(*) FROM adult"_s), u"10"_s);
}

void TestServerEnums::undoAndRedo()
{
    openRating();
    if (QTest::currentTestFailed())
        return;
    DesignWindow::put(values(), 3, 0);
    DesignWindow::key(Qt::Key_Delete);
    QCOMPARE(valuesOf(u"rating"_s).size(), 3);
    QCOMPARE(values()->model()->rowCount(), 4); // still seen, as dropped
    DesignWindow::key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(valuesOf(u"rating"_s).size(), 4);
    DesignWindow::key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(valuesOf(u"rating"_s).size(), 3);
    DesignWindow::put(values(), 3, 0);
    DesignWindow::key(Qt::Key_Delete); // or takes that back
    QCOMPARE(valuesOf(u"rating"_s), (QStringList{u"G"_s, u"PG"_s, u"R"_s, u"X"_s}));
    QVERIFY(m_open->desk().migration() && m_open->desk().migration()->diff.isEmpty());
}

void TestServerEnums::rowsOfADroppedValueGetAnother()
{
    openRating();
    if (QTest::currentTestFailed())
        return;
    DesignWindow::put(values(), 3, 0);
    DesignWindow::key(Qt::Key_Delete);
    QTRY_VERIFY2_WITH_TIMEOUT(hint(3, 2).startsWith(u"50 rows"_s), qPrintable(hint(3, 2)), enumPatience);
    DesignWindow::retype(values(), 3, 2, u"nothing"_s);
    QVERIFY2(m_open->notice().contains(u"no value"_s), qPrintable(m_open->notice()));
    DesignWindow::key(Qt::Key_A, Qt::ControlModifier);
    DesignWindow::type(u"R"_s);
    DesignWindow::key(Qt::Key_Return);
    QCOMPARE(cell(3, 2), u"R"_s);
    QTRY_VERIFY2(m_open->sql().contains(u"CREATE TYPE"_s), qPrintable(m_open->sql()));
    QVERIFY2(m_open->desk().migration()->hazards.isEmpty()
                 || m_open->desk().migration()->hazards.first().finding.code != u"H10",
             "it is answered");
    m_open->apply();
    QCOMPARE(onServer(u"rating"_s), u"G,PG,R"_s);
    QCOMPARE(m_open->value(u"SELECT count(*) FROM film WHERE rated = 'R'"_s), u"20"_s);
    QCOMPARE(m_open->value(u"SELECT DISTINCT all_rated::text FROM film"_s), u"{R,G}"_s);
}

void TestServerEnums::rowsThatNobodyAnswersForStopIt()
{
    openRating();
    if (QTest::currentTestFailed())
        return;
    DesignWindow::put(values(), 3, 0);
    DesignWindow::key(Qt::Key_Delete);
    m_open->window().perform(u"design.preview"_s);
    QTRY_VERIFY_WITH_TIMEOUT(
        m_open->page() && m_open->page()->preview().changeCount() > 0 && m_open->page()->isSettled(), enumPatience);
    QStringList said;
    for (const QLabel *label : m_open->page()->findChildren<QLabel *>())
        said.append(label->text());
    QVERIFY2(said.contains(u"10 rows"_s) && said.contains(u"40 rows"_s), qPrintable(said.join(u'\n')));
    QVERIFY(!lockedBecause(m_open->page()->preview().gate()).isEmpty());
}

void TestServerEnums::whatSpeaksOfADroppedValue()
{
    openRating();
    if (QTest::currentTestFailed())
        return;
    DesignWindow::put(values(), 0, 0);
    DesignWindow::key(Qt::Key_Delete);
    const QString said = m_open->designer()->findChild<QLabel *>(u"design-problems"_s)->text();
    QVERIFY2(said.contains(u"The default of rated speaks of the value G"_s), qPrintable(said));
    DesignWindow::key(Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(m_open->desk().problems().isEmpty());
}

void TestServerEnums::aTypeIsMadeUsedAndKept()
{
    m_open->window().perform(u"design.newType"_s);
    QTRY_VERIFY(values());
    DesignWindow::type(u"mood"_s);
    DesignWindow::key(Qt::Key_Return);
    QCOMPARE(QApplication::focusWidget(), values());
    for (const QString &value : {u"sad"_s, u"happy"_s}) {
        DesignWindow::key(Qt::Key_Insert);
        DesignWindow::type(value);
        DesignWindow::key(Qt::Key_Return);
    }
    QCOMPARE(valuesOf(u"mood"_s), (QStringList{u"sad"_s, u"happy"_s}));
    QTRY_VERIFY2(m_open->sql().contains(u"CREATE TYPE \"public\".\"mood\" AS ENUM ('sad', 'happy')"_s),
                 qPrintable(m_open->sql()));
    // A column of the new type: the picker has it.
    m_open->window().workspace()->open({Place::Kind::Design, {{{}, u"film"_s}, {}, {}, {}}}, PageArea::OpenAs::Pinned);
    QTableView *columns = m_open->grid(u"design-columns"_s);
    QVERIFY(columns);
    QVERIFY(qobject_cast<DesignModel *>(columns->model())->choices(1, 1).contains(u"mood"_s));
    columns->setFocus();
    DesignWindow::put(columns, 3, 0);
    DesignWindow::key(Qt::Key_Insert);
    DesignWindow::type(u"felt"_s);
    DesignWindow::key(Qt::Key_Return);
    DesignWindow::retype(columns, 4, 1, u"mood"_s);
    m_open->open(u"film"_s); // what is designed is kept
    QCOMPARE(valuesOf(u"mood"_s), (QStringList{u"sad"_s, u"happy"_s}));
    m_open->apply();
    QCOMPARE(onServer(u"mood"_s), u"sad,happy"_s);
    QCOMPARE(
        m_open->value(u"SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = 'film'::regclass"
                      " AND attname = 'felt'"_s),
        u"mood"_s);
}

void TestServerEnums::aTypeIsRenamedAndMoved()
{
    openRating();
    if (QTest::currentTestFailed())
        return;
    auto *name = m_open->designer()->findChild<QLineEdit *>(u"design-name"_s);
    name->setFocus();
    name->selectAll();
    DesignWindow::type(u"mpaa"_s);
    DesignWindow::key(Qt::Key_Return);
    auto *schema = m_open->designer()->findChild<QComboBox *>(u"design-schema"_s);
    QCOMPARE(schema->currentText(), u"public"_s);
    schema->setFocus();
    DesignWindow::key(schema->findText(u"kinds"_s) > schema->currentIndex() ? Qt::Key_Down : Qt::Key_Up);
    QVERIFY(m_open->target().enumType({u"kinds"_s, u"mpaa"_s}));
    QCOMPARE(m_open->target().table({{}, u"film"_s})->column(u"rated"_s)->declaredType, u"kinds.mpaa"_s);
    auto *comment = m_open->designer()->findChild<QLineEdit *>(u"design-comment"_s);
    comment->setFocus();
    DesignWindow::type(u"who may see it"_s);
    DesignWindow::key(Qt::Key_Return);
    QTRY_VERIFY2(m_open->sql().contains(u"SET SCHEMA"_s) && m_open->sql().contains(u"RENAME TO"_s)
                     && m_open->sql().contains(u"COMMENT ON TYPE"_s),
                 qPrintable(m_open->sql()));
    m_open->apply();
    QCOMPARE(onServer(u"kinds.mpaa"_s), u"G,PG,R,X"_s);
    QCOMPARE(m_open->value(u"SELECT obj_description('kinds.mpaa'::regtype)"_s), u"who may see it"_s);
    QVERIFY(m_open->desk().migration() && m_open->desk().migration()->diff.isEmpty());
}

void TestServerEnums::aTypeIsDroppedOnceNobodyUsesIt()
{
    openRating();
    if (QTest::currentTestFailed())
        return;
    m_open->window().perform(u"design.dropTable"_s);
    QVERIFY2(m_open->notice().contains(u"film.rated"_s), qPrintable(m_open->notice()));
    QVERIFY(!m_open->designer()->findChild<QPushButton *>(u"design-drop-type"_s)->isEnabled());
    m_open->window().workspace()->open({Place::Kind::Design, {{{}, u"unused"_s}, {}, {}, {}}},
                                       PageArea::OpenAs::Pinned);
    QTRY_VERIFY(m_open->designer()->title().contains(u"unused"_s));
    auto *drop = m_open->designer()->findChild<QPushButton *>(u"design-drop-type"_s);
    QVERIFY(drop->isEnabled());
    drop->click();
    QVERIFY(!m_open->target().enumType({{}, u"unused"_s}));
    auto *back = m_open->designer()->findChild<QPushButton *>(u"design-take-back"_s);
    QTRY_VERIFY(back->isVisible());
    back->click();
    QCOMPARE(valuesOf(u"unused"_s), QStringList{u"a"_s});
    m_open->window().perform(u"design.dropTable"_s);
    m_open->apply();
    QCOMPARE(m_open->value(u"SELECT count(*) FROM pg_type WHERE typname = 'unused'"_s), u"0"_s);
}

void TestServerEnums::theListOfTypesLeadsThere()
{
    m_open->window().perform(u"objects.open"_s);
    QTRY_VERIFY(m_open->current()->findChild<QTableView *>(u"objects-table"_s));
    m_open->current()->findChild<QLineEdit *>(u"objects-filter"_s)->setFocus();
    DesignWindow::type(u"rating"_s);
    DesignWindow::key(Qt::Key_Down);
    auto *change = m_open->current()->findChild<QPushButton *>(u"objects-design"_s);
    QVERIFY(change && change->isVisible());
    DesignWindow::key(Qt::Key_F9);
    QTRY_VERIFY(values());
    QVERIFY(m_open->designer()->title().contains(u"rating"_s));
}

QTEST_MAIN(TestServerEnums)
#include "tst_serverenums.moc"
