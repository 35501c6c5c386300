// SPDX-License-Identifier: GPL-3.0-or-later
// Reset and seed of a project on a server, in the window: each step is seen first, and neither runs on production.
#include "ui/migrate/migrationspage.h"

#include "core/session/environment.h"
#include "core/session/session.h"
#include "support/files.h"
#include "support/opensession.h"
#include "support/pgdatabase.h"
#include "support/truthinput.h"
#include "ui/changes/notice.h"
#include "ui/changes/sqlview.h"
#include "ui/migrate/proposalreview.h"
#include "ui/migrate/seedpane.h"
#include "ui/migrate/truthpane.h"
#include "ui/shell/prompts.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QCheckBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStandardPaths>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace ui;

namespace {

constexpr int patient = 60'000;
const QByteArray journalOfOne =
    "{\"version\":\"7\",\"dialect\":\"postgresql\",\"entries\":[{\"idx\":0,\"version\":\"7\","
    "\"when\":1700000000000,\"tag\":\"0000_a\",\"breakpoints\":true}]}";

} // namespace

class TestServerSeed : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        Theme::apply(*qApp, ThemeKind::Dark);
        START_POSTGRES(m_cluster);
    }
    void init() { QTest::failOnWarning(anyRealWarning()); }
    void cleanup()
    {
        m_page.reset();
        m_session.reset();
    }
    void resetsAndSeeds();
    void neverOnProduction();

private:
    /// A migrated project with a row, whose seed writes down which server it was given.
    void open()
    {
        m_location = m_cluster.newDatabase();
        QVERIFY2(!m_location.isEmpty(), qPrintable(m_cluster.problem()));
        m_dir = std::make_unique<QTemporaryDir>();
        m_state = std::make_unique<QTemporaryDir>();
        files::write(*m_dir, u"drizzle.config.json"_s,
                     u"{\"dialect\": \"postgresql\", \"out\": \"./drizzle\", \"dbCredentials\": {\"url\": \"%1\"}}"_s
                         .arg(m_cluster.tcpLocation(m_location.section(u"@/"_s, 1).section(u'?', 0, 0)))
                         .toUtf8());
        files::write(*m_dir, u"package.json"_s, "{ \"scripts\": { \"db:seed\": \"node seed.cjs\" } }");
        files::write(*m_dir, u"seed.cjs"_s, "require('fs').writeFileSync('given', process.env.DATABASE_URL);");
        const QByteArray sql = "CREATE TABLE a (id integer PRIMARY KEY);";
        files::write(*m_dir, u"drizzle/0000_a.sql"_s, sql);
        files::write(*m_dir, u"drizzle/meta/_journal.json"_s, journalOfOne);
        PgDatabase server(m_location, m_cluster);
        QVERIFY2(server.problem.isEmpty(), qPrintable(server.problem));
        for (
            const QString &statement :
            {u"CREATE TABLE a (id integer PRIMARY KEY)"_s, u"INSERT INTO a VALUES (1), (2)"_s,
             u"CREATE SCHEMA drizzle"_s,
             u"CREATE TABLE drizzle.__drizzle_migrations (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at bigint)"_s,
             u"INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ('%1', 1700000000000)"_s.arg(
                 QString::fromLatin1(truthinput::hashOf(sql)))})
            VERIFY_OK(server.database->run(statement));
        core::Session::Options options;
        options.stateFolder = m_state->path();
        options.trust = core::Trust::FromNowOn;
        auto session = core::Session::open(m_dir->path(), options);
        QVERIFY2(session, qPrintable(session ? QString() : session.error().message));
        m_session = std::move(*session);
        QVERIFY(m_session->isOnServer());
        m_page = std::make_unique<MigrationsPage>(*m_session, m_prompts);
        m_page->resize(1200, 800);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
        QVERIFY(m_page->perform(u"truth.open"_s));
        QTRY_VERIFY_WITH_TIMEOUT(truth().watch().known() && truth().isSettled(), patient);
    }
    [[nodiscard]] TruthPane &truth() const { return m_page->truth(); }
    [[nodiscard]] QString rows(const QString &table)
    {
        PgDatabase server(m_location, m_cluster);
        const auto count = server.database->queryValue(u"SELECT count(*) FROM "_s + table);
        return count ? count->display() : count.error().message;
    }
    template <typename T> T *child(const char *name)
    {
        T *last = nullptr;
        for (T *found : m_page->findChildren<T *>(QLatin1String(name)))
            last = found;
        return last;
    }
    /// Clicks what can be allowed; → whether it can be applied then.
    [[nodiscard]] bool allowedAll()
    {
        for (QCheckBox *box : truth().review().findChildren<QCheckBox *>(QRegularExpression(u"^allow-"_s))) {
            if (!box->isChecked() && box->isEnabled() && box->isVisible()) {
                box->click();
                return false;
            }
        }
        return truth().isSettled() && child<QPushButton>("proposal-apply")->isEnabled();
    }

    PostgresCluster m_cluster;
    DialogPrompts m_prompts;
    QString m_location;
    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<QTemporaryDir> m_state;
    std::unique_ptr<core::Session> m_session;
    std::unique_ptr<MigrationsPage> m_page;
};

void TestServerSeed::resetsAndSeeds()
{
    if (QStandardPaths::findExecutable(u"npm"_s).isEmpty())
        QSKIP("npm is not installed.");
    open();
    QVERIFY(m_page->perform(u"truth.reset"_s));
    QTRY_VERIFY_WITH_TIMEOUT(truth().isReviewing(), patient);
    const QString sql = child<SqlView>("proposal-sql")->toPlainText();
    QVERIFY2(sql.contains(u"DROP TABLE"_s) && sql.contains(u"CREATE TABLE a (id integer PRIMARY KEY)"_s),
             qPrintable(sql));
    QCOMPARE(rows(u"a"_s), u"2"_s); // it is only shown
    truth().review().dryRun();
    QTRY_VERIFY_WITH_TIMEOUT(truth().review().gate().rehearsal && truth().isSettled(), patient);
    QCOMPARE(rows(u"a"_s), u"2"_s); // and was taken back
    QTRY_VERIFY_WITH_TIMEOUT(allowedAll(), patient);
    QTest::mouseClick(child<QPushButton>("proposal-apply"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(m_page->findChild<ConfirmApply *>(), patient);
    QTest::mouseClick(m_page->findChild<QPushButton *>(u"confirm-accept"_s), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(truth().seedPane().isVisible(), patient);
    QCOMPARE(rows(u"a"_s), u"0"_s);
    // The seed is next: its command is seen, and has not run.
    QCOMPARE(child<QLabel>("seed-command")->text(), u"$ npm run db:seed"_s);
    const QString given = m_dir->filePath(u"given"_s);
    QVERIFY(!QFile::exists(given));
    QTest::mouseClick(child<QPushButton>("seed-run"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!truth().seedPane().isRunning(), patient);
    QCOMPARE(QString::fromUtf8(files::contents(given)), m_session->location()); // that very server
    auto records = m_session->history();
    QTRY_VERIFY_WITH_TIMEOUT(records.isFinished(), patient);
    VERIFY_OK(records.result());
    QCOMPARE(records.result()->size(), 2);
    QCOMPARE(records.result()->first().title, u"Seed: npm run db:seed"_s);
    QVERIFY2(records.result()->first().sql.contains(u"a: 0 rows before, 0 after"_s),
             qPrintable(records.result()->first().sql));
}

void TestServerSeed::neverOnProduction()
{
    open();
    QVERIFY(m_page->perform(u"truth.seed"_s));
    QTRY_VERIFY_WITH_TIMEOUT(truth().seedPane().isVisible(), patient);
    QVERIFY(child<QPushButton>("seed-run")->isEnabled());
    // Marked while it is on view.
    QVERIFY(core::EnvironmentMark::of(*m_session).set(core::Environment::Production));
    QTest::mouseClick(child<QPushButton>("seed-run"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!truth().seedPane().isRunning(), patient);
    QVERIFY(!QFile::exists(m_dir->filePath(u"given"_s)));
    QVERIFY(m_page->perform(u"truth.open"_s));
    QVERIFY(m_page->perform(u"truth.reset"_s));
    QVERIFY(!truth().isReviewing());
    QVERIFY(child<Notice>("truth-notice")->text().contains(u"is never reset"_s));
    QVERIFY(m_page->perform(u"truth.seed"_s));
    QTRY_VERIFY_WITH_TIMEOUT(truth().isSettled() && truth().seedPane().isVisible(), patient);
    QTRY_VERIFY(!child<QPushButton>("seed-run")->isEnabled());
    QVERIFY(child<QLabel>("seed-says")->text().contains(u"marked as production"_s));
}

QTEST_MAIN(TestServerSeed)
#include "tst_serverseed.moc"
