// SPDX-License-Identifier: GPL-3.0-or-later
// The designer above a PostgreSQL server, in the real window and by keys: from a typed column to the server, and back.
#include "core/session/session.h"
#include "ui/changes/notice.h"
#include "ui/changes/sqlview.h"
#include "ui/design/designdesk.h"
#include "ui/design/designpage.h"
#include "ui/migrate/migrationspage.h"
#include "ui/migrate/schemapreview.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/messagebar.h"
#include "ui/shell/workspace.h"
#include "ui/style/theme.h"

#include "../shell/scriptedprompts.h"
#include "support/postgrescluster.h"
#include "support/quiet.h"

#include <QAbstractButton>
#include <QApplication>
#include <QLabel>
#include <QSignalSpy>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace Qt::Literals::StringLiterals;
using namespace ui;

namespace {

constexpr int designPatience = 30'000; ///< milliseconds; a server on a busy machine

} // namespace

class TestServerDesign : public QObject {
    Q_OBJECT

    PostgresCluster m_cluster;
    QString m_location;
    std::unique_ptr<QTemporaryDir> m_state;
    std::unique_ptr<MainWindow> m_window;

    void openWindow()
    {
        core::Session::Options options;
        options.stateFolder = m_state->path();
        WindowServices services = realServices(m_state->path(), options, {});
        auto prompts = std::make_unique<ScriptedPrompts>();
        prompts->yes = true;
        services.prompts = std::move(prompts);
        m_window = std::make_unique<MainWindow>(std::move(services));
        m_window->show();
        QApplication::setActiveWindow(m_window.get());
        m_window->openTarget(m_location, u"film"_s);
        QTRY_VERIFY_WITH_TIMEOUT(m_window->workspace() && m_window->workspace()->isSettled(), designPatience);
    }
    [[nodiscard]] core::Session &session() const { return m_window->workspace()->session(); }
    [[nodiscard]] DesignDesk &desk() const { return DesignDesk::of(session()); }
    [[nodiscard]] const core::Table &film() const { return *desk().design().target().table({{}, u"film"_s}); }
    [[nodiscard]] DesignPage *designer() const
    {
        return qobject_cast<DesignPage *>(m_window->workspace()->pages().currentPage());
    }
    [[nodiscard]] MigrationsPage *page() const
    {
        return qobject_cast<MigrationsPage *>(m_window->workspace()->pages().currentPage());
    }
    [[nodiscard]] QString sql() const { return designer()->findChild<SqlView *>(u"design-sql"_s)->wholeText(); }
    [[nodiscard]] QTableView *columns() const { return designer()->findChild<QTableView *>(u"design-columns"_s); }
    static void key(int key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key(key), modifiers);
        turn();
    }
    /// The first one may open an editor, to which the others go.
    static void type(const QString &text)
    {
        for (const QChar c : text)
            QTest::keyClick(QApplication::focusWidget(), c.toLatin1());
        turn();
    }
    /// Between two keys of a person the event loop has always run, its timers included.
    static void turn()
    {
        bool ran = false;
        QTimer::singleShot(0, qApp, [&ran] { ran = true; });
        while (!ran)
            QCoreApplication::processEvents();
    }
    [[nodiscard]] QString value(const QString &text) const { return PostgresSession(m_location).value(text); }

private Q_SLOTS:
    void initTestCase()
    {
        Theme::apply(*qApp, ThemeKind::Dark);
        START_POSTGRES(m_cluster);
    }
    void init()
    {
        failOnUnexpectedWarnings();
        m_location = m_cluster.newDatabase(
            u"CREATE TYPE rating AS ENUM ('G', 'PG');"
            "CREATE TABLE language(id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL);"
            "CREATE TABLE film(id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, title text NOT NULL, length smallint,"
            " rated rating);"
            "INSERT INTO film(title, length) SELECT 'Film ' || n, n FROM generate_series(1, 50) n;"
            "CREATE TABLE film_2(id int) PARTITION BY RANGE (id);"
            "CREATE TABLE film_2_a PARTITION OF film_2 DEFAULT;"_s);
        QVERIFY2(!m_location.isEmpty(), qPrintable(m_cluster.problem()));
        m_state = std::make_unique<QTemporaryDir>();
        openWindow();
    }
    void cleanup() { m_window.reset(); }

    void fromATypedColumnToTheServerAndBack();
    void aTableIsMadeAndKept();
    void columnsKeepTheirOrder();
    void aPartitionIsDesignedAtItsTable();
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

    m_window->perform(u"design.preview"_s);
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
    QVERIFY(PostgresSession(m_location).run(u"INSERT INTO language(name) VALUES ('Welsh')"_s));
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
    m_window.reset();
    openWindow();
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
    m_window->workspace()->open({Place::Kind::Table, {{{}, u"film_2_a"_s}, {}, {}, {}}}, PageArea::OpenAs::Pinned);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->workspace()->isSettled(), designPatience);
    m_window->perform(u"design.table"_s);
    QVERIFY(!designer());
    QTRY_VERIFY2(m_window->messages().text().contains(u"is a partition"_s), qPrintable(m_window->messages().text()));
}

QTEST_MAIN(TestServerDesign)
#include "tst_serverdesign.moc"
