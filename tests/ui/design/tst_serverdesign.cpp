// SPDX-License-Identifier: GPL-3.0-or-later
// The designer above a PostgreSQL server, in the real window and by keys: from a typed column to the server, and back.
#include "ui/design/columnsmodel.h"
#include "ui/design/indexesmodel.h"
#include "ui/design/policiesmodel.h"
#include "ui/style/theme.h"

#include "designwindow.h"
#include "support/quiet.h"

#include <QAbstractButton>
#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace ui;

namespace {

constexpr int designPatience = DesignWindow::patience;

} // namespace

class TestServerDesign : public QObject {
    Q_OBJECT

    PostgresCluster m_cluster;
    std::unique_ptr<DesignWindow> m_open;

    [[nodiscard]] core::Session &session() const { return m_open->session(); }
    [[nodiscard]] DesignDesk &desk() const { return m_open->desk(); }
    [[nodiscard]] const core::Table &film() const { return *m_open->target().table({{}, u"film"_s}); }
    [[nodiscard]] DesignPage *designer() const { return m_open->designer(); }
    [[nodiscard]] MigrationsPage *page() const { return m_open->page(); }
    [[nodiscard]] QString sql() const { return m_open->sql(); }
    [[nodiscard]] QTableView *columns() const { return m_open->grid(u"design-columns"_s); }
    [[nodiscard]] QString value(const QString &text) const { return m_open->value(text); }
    static void key(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) { DesignWindow::key(key, modifiers); }
    static void type(const QString &text) { DesignWindow::type(text); }

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
            u"CREATE TYPE rating AS ENUM ('G', 'PG');"
            "CREATE TABLE language(id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL);"
            "CREATE TABLE film(id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, title text NOT NULL, length smallint,"
            " rated rating);"
            "INSERT INTO film(title, length) SELECT 'Film ' || n, n FROM generate_series(1, 50) n;"
            "CREATE TABLE film_2(id int) PARTITION BY RANGE (id);"
            "CREATE TABLE film_2_a PARTITION OF film_2 DEFAULT;"_s);
        QVERIFY2(!location.isEmpty(), qPrintable(m_cluster.problem()));
        m_open = std::make_unique<DesignWindow>(location);
        m_open->open(u"film"_s);
    }
    void cleanup() { m_open.reset(); }

    void fromATypedColumnToTheServerAndBack();
    void aTableIsMadeAndKept();
    void columnsKeepTheirOrder();
    void aPartitionIsDesignedAtItsTable();
    void whatOnlyAServerHas();
    void policies();
    void whatIsKeptAsItIs();
};

void TestServerDesign::fromATypedColumnToTheServerAndBack()
{
    key(Qt::Key_F9);
    QTRY_VERIFY(designer());
    QTRY_COMPARE(QApplication::focusWidget(), columns());
    columns()->setCurrentIndex(columns()->model()->index(2, 1)); // the type of length
    key(Qt::Key_F2);
    key(Qt::Key_A, Qt::ControlModifier);
    type(u"integer"_s);
    key(Qt::Key_Return);
    QCOMPARE(film().column(u"length"_s)->declaredType, u"integer"_s);
    key(Qt::Key_Insert); // a column, its name open
    type(u"studio"_s);
    key(Qt::Key_Return);
    const core::Column *studio = film().column(u"studio"_s);
    QVERIFY(studio);
    QCOMPARE(studio->declaredType, u"text"_s);
    columns()->setCurrentIndex(columns()->model()->index(4, 2));
    key(Qt::Key_Space); // NOT NULL
    QVERIFY(film().column(u"studio"_s)->notNull);
    QTRY_VERIFY2(sql().contains(u"ALTER TABLE \"public\".\"film\""_s) && sql().contains(u"\"studio\" text"_s),
                 qPrintable(sql()));
    QVERIFY2(sql().contains(u"TYPE integer"_s), qPrintable(sql()));

    m_open->window().perform(u"design.preview"_s);
    QTRY_VERIFY_WITH_TIMEOUT(page() && page()->preview().changeCount() > 0 && page()->isSettled(), designPatience);
    page()->preview().desk().fill({{}, u"film"_s}, u"studio"_s, u"'unknown'"_s);
    QTRY_VERIFY_WITH_TIMEOUT(page()->isSettled(), designPatience);
    QStringList said;
    for (const QLabel *label : page()->findChild<QWidget *>(u"way-back"_s)->findChildren<QLabel *>())
        said.append(label->text());
    QVERIFY2(said.join(u'\n').contains(u"pg_dump"_s) && !said.join(u'\n').contains(u"backup of the whole file"_s),
             qPrintable(said.join(u'\n')));
    key(Qt::Key_F8);
    QTRY_VERIFY2_WITH_TIMEOUT(page()->preview().gate().rehearsal && page()->isSettled(),
                              qPrintable(page()->preview().gate().problem), designPatience);
    QCOMPARE(value(u"SELECT count(*) FROM pg_attribute WHERE attrelid = 'film'::regclass AND attname = 'studio'"_s),
             u"0"_s);
    // On a server somebody writes all the time: what was tried still holds.
    QSignalSpy outside(&session(), &core::Session::changedOutside);
    QVERIFY(PostgresSession(m_open->location()).run(u"INSERT INTO language(name) VALUES ('Welsh')"_s));
    QTRY_VERIFY_WITH_TIMEOUT(!outside.isEmpty(), designPatience);
    QTRY_VERIFY_WITH_TIMEOUT(page()->isSettled(), designPatience);
    QVERIFY(page()->preview().gate().rehearsal);
    key(Qt::Key_F8, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(
        value(u"SELECT count(*) FROM pg_attribute WHERE attrelid = 'film'::regclass AND attname = 'studio'"_s), u"1"_s,
        designPatience);
    QCOMPARE(value(u"SELECT string_agg(DISTINCT studio, ',') || count(*) FROM film"_s), u"unknown50"_s);
    QCOMPARE(value(u"SELECT atttypid::regtype FROM pg_attribute WHERE attrelid = 'film'::regclass AND attname = "
                   "'length'"_s),
             u"integer"_s);
    // What is there by now is designed no more.
    QTRY_VERIFY_WITH_TIMEOUT(desk().design().isEmpty() && page()->isSettled(), designPatience);
}

void TestServerDesign::aTableIsMadeAndKept()
{
    key(Qt::Key_N, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(designer());
    type(u"review"_s);
    key(Qt::Key_Return);
    key(Qt::Key_Insert);
    type(u"film_id"_s);
    key(Qt::Key_Return);
    QTableView *grid = columns();
    grid->setCurrentIndex(grid->model()->index(1, 1));
    key(Qt::Key_F2);
    key(Qt::Key_A, Qt::ControlModifier);
    type(u"rating"_s); // a type of the database's own
    key(Qt::Key_Return);
    grid->setCurrentIndex(grid->model()->index(1, 6));
    type(u"film (id)"_s);
    key(Qt::Key_Return);
    const core::Table *made = desk().design().target().table({{}, u"review"_s});
    QVERIFY(made);
    QCOMPARE(made->foreignKeys.size(), 1);
    QCOMPARE(made->foreignKeys.first().target.name, u"film"_s);
    QTRY_VERIFY2(sql().contains(u"GENERATED ALWAYS AS IDENTITY"_s)
                     && sql().contains(u"\"film_id\" \"public\".rating"_s),
                 qPrintable(sql()));
    const core::Table before = *made;
    m_open->open(u"film"_s);
    const core::Table *kept = desk().design().target().table({{}, u"review"_s});
    QVERIFY(kept);
    QCOMPARE(*kept, before);
}

void TestServerDesign::columnsKeepTheirOrder()
{
    key(Qt::Key_F9);
    QTRY_VERIFY(designer());
    QTRY_COMPARE(QApplication::focusWidget(), columns());
    QVERIFY(!designer()->findChild<QAbstractButton *>(u"design-up"_s)->isVisible());
    columns()->setCurrentIndex(columns()->model()->index(2, 0));
    key(Qt::Key_Up, Qt::ControlModifier);
    QVERIFY(desk().design().isEmpty());
    const Notice *notice = designer()->findChild<Notice *>();
    QVERIFY2(notice && notice->text().contains(u"stay in the order"_s),
             qPrintable(notice ? notice->text() : QString()));
}

void TestServerDesign::aPartitionIsDesignedAtItsTable()
{
    m_open->window().workspace()->open({Place::Kind::Table, {{{}, u"film_2_a"_s}, {}, {}, {}}},
                                       PageArea::OpenAs::Pinned);
    QTRY_VERIFY_WITH_TIMEOUT(m_open->window().workspace()->isSettled(), designPatience);
    m_open->window().perform(u"design.table"_s);
    QVERIFY(!designer());
    QTRY_VERIFY2(m_open->window().messages().text().contains(u"is a partition"_s),
                 qPrintable(m_open->window().messages().text()));
}

void TestServerDesign::whatOnlyAServerHas()
{
    key(Qt::Key_F9);
    QTRY_VERIFY(designer());
    DesignWindow::retype(columns(), 1, ColumnsModel::Comment, u"as on the poster"_s);
    QCOMPARE(film().column(u"title"_s)->comment, u"as on the poster"_s);
    DesignWindow::retype(columns(), 0, ColumnsModel::Identity, u"by default"_s);
    QVERIFY(film().column(u"id"_s)->identity && !film().column(u"id"_s)->identity->always);
    QTableView *indexes = m_open->grid(u"design-indexes"_s);
    designer()->perform(u"design.part.1"_s);
    key(Qt::Key_Insert);
    type(u"length"_s);
    key(Qt::Key_Return);
    QCOMPARE(film().indexes.size(), 1);
    const int row = indexes->model()->rowCount() - 1;
    DesignWindow::retype(indexes, row, IndexesModel::Method, u"brin"_s);
    DesignWindow::retype(indexes, row, IndexesModel::Method, u"btree"_s);
    DesignWindow::retype(indexes, row, IndexesModel::Include, u"title"_s);
    DesignWindow::put(indexes, row, IndexesModel::Unique);
    key(Qt::Key_Space);
    DesignWindow::put(indexes, row, IndexesModel::NullsEqual);
    key(Qt::Key_Space);
    const core::Index &index = film().indexes.first();
    QVERIFY(index.unique && index.nullsNotDistinct && index.method.isEmpty());
    QCOMPARE(index.include, QStringList{u"title"_s});
    DesignWindow::retype(indexes, 0, IndexesModel::Deferral, u"sometimes"_s);
    QVERIFY2(m_open->notice().contains(u"deferrable"_s), qPrintable(m_open->notice()));
    key(Qt::Key_Escape);
    DesignWindow::retype(indexes, 0, IndexesModel::Deferral, u"deferrable"_s);
    auto *comment = designer()->findChild<QLineEdit *>(u"design-comment"_s);
    comment->setFocus();
    type(u"what can be lent"_s);
    key(Qt::Key_Return);
    m_open->apply();
    QCOMPARE(value(u"SELECT obj_description('film'::regclass)"_s), u"what can be lent"_s);
    QCOMPARE(value(u"SELECT col_description('film'::regclass, 2)"_s), u"as on the poster"_s);
    QCOMPARE(value(u"SELECT attidentity FROM pg_attribute WHERE attrelid = 'film'::regclass AND attname = 'id'"_s),
             u"d"_s);
    const QString made = value(u"SELECT indexdef FROM pg_indexes WHERE indexname = 'idx_film_length'"_s);
    QVERIFY2(made.contains(u"UNIQUE"_s) && made.contains(u"(length) INCLUDE (title) NULLS NOT DISTINCT"_s),
             qPrintable(made));
    QCOMPARE(value(u"SELECT condeferrable FROM pg_constraint WHERE conname = 'film_pkey'"_s), u"t"_s);
}

void TestServerDesign::policies()
{
    key(Qt::Key_F9);
    QTRY_VERIFY(designer());
    designer()->perform(u"design.part.5"_s);
    QTableView *grid = m_open->grid(u"design-policies"_s);
    const QAbstractItemModelTester tester(grid->model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    QTest::mouseClick(designer()->findChild<QCheckBox *>(u"design-secured"_s), Qt::LeftButton, {}, QPoint(8, 8));
    QVERIFY(film().facts.rowSecurity);
    grid->setFocus();
    key(Qt::Key_Insert);
    type(u"own"_s);
    key(Qt::Key_Return);
    DesignWindow::retype(grid, 0, PoliciesModel::Command, u"xyz"_s);
    QVERIFY2(m_open->notice().contains(u"DELETE"_s), qPrintable(m_open->notice()));
    QCOMPARE(QApplication::focusWidget()->objectName(), u"design-editor"_s); // the refused text
    key(Qt::Key_Escape);
    DesignWindow::retype(grid, 0, PoliciesModel::Command, u"select"_s);
    DesignWindow::retype(grid, 0, PoliciesModel::Using, u"length > 10"_s);
    QCOMPARE(film().policies.size(), 1);
    QTRY_VERIFY2(sql().contains(u"CREATE POLICY \"own\""_s) && sql().contains(u"ENABLE ROW LEVEL SECURITY"_s),
                 qPrintable(sql()));
    m_open->apply();
    QCOMPARE(value(u"SELECT polcmd::text || pg_get_expr(polqual, polrelid) FROM pg_policy WHERE polname = 'own'"_s),
             u"r(length > 10)"_s);
    QCOMPARE(value(u"SELECT relrowsecurity FROM pg_class WHERE oid = 'film'::regclass"_s), u"t"_s);
}

void TestServerDesign::whatIsKeptAsItIs()
{
    m_open->window().workspace()->open({Place::Kind::Design, {{{}, u"film_2"_s}, {}, {}, {}}},
                                       PageArea::OpenAs::Pinned);
    QTRY_VERIFY(designer());
    const auto *notes = designer()->findChild<QLabel *>(u"design-notes"_s);
    QVERIFY2(notes->isVisible() && notes->text().contains(u"partitioned by RANGE (id)"_s), qPrintable(notes->text()));
}

QTEST_MAIN(TestServerDesign)
#include "tst_serverdesign.moc"
