// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/whendone.h"
#include "core/db/connection.h"
#include "core/db/scriptrunner.h"

#include "cuttingproxy.h"
#include "postgresparts.h"
#include "support/jobs.h"
#include "support/postgrescluster.h"
#include "support/verify.h"

#include <QRegularExpression>
#include <QTest>
#include <QUrl>

using namespace core;
using namespace postgresparts;
using namespace Qt::Literals::StringLiterals;

/// A server that goes away, at every moment that matters: nothing is half done, and what is not known is said.
class TestPostgresFaults : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { START_POSTGRES(m_cluster); }
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void endedWhileIdle();
    void endedWhileItRuns();
    void restarted();
    void awayForAWhile();
    void endedWithinAScript();
    void lockedByAnother();
    void endedAtCommit();
    void committedWithoutAnAnswer();
    void singleStatementWithoutAnAnswer();

private:
    [[nodiscard]] QString newDatabase(const QString &sql)
    {
        m_location = m_cluster.newDatabase(sql);
        return m_location;
    }
    /// Ends the sessions of the last database, but for those that ask for it.
    [[nodiscard]] bool endSessions()
    {
        PostgresSession admin(m_cluster.location(u"postgres"_s));
        return admin.run(u"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%1'"_s.arg(
            QUrl(m_location).path().sliced(1)));
    }
    [[nodiscard]] static Result<Value> ask(Connection &connection, const QString &sql)
    {
        return waitFor(connection.submit([sql](Database &database, JobContext &) { return database.queryValue(sql); }));
    }
    [[nodiscard]] QString now(const QString &sql) const { return PostgresSession(m_location).value(sql); }

    PostgresCluster m_cluster;
    QString m_location;
};

void TestPostgresFaults::endedWhileIdle()
{
    auto connection = Connection::open(specOf(newDatabase({}), ConnectionSpec::Mode::Read));
    VERIFY_OK(connection);
    std::atomic<int> reopened = 0;
    (*connection)->setReopened([&reopened] { ++reopened; });
    VERIFY_OK(ask(**connection, u"SELECT 1"_s));
    QVERIFY(endSessions());
    // The server's word may take a moment to come: a job may still meet it, but only one.
    int failed = 0;
    QTRY_VERIFY_WITH_TIMEOUT(
        [&] {
            const auto answer = ask(**connection, u"SHOW default_transaction_read_only"_s);
            if (!answer && answer.error().kind == Error::Kind::ConnectionLost)
                ++failed;
            return reopened == 1 && answer && answer->display() == u"on"_s;
        }(),
        60000);
    QVERIFY(failed <= 1);
}

void TestPostgresFaults::endedWhileItRuns()
{
    auto connection = Connection::open(specOf(newDatabase({}), ConnectionSpec::Mode::Read));
    VERIFY_OK(connection);
    auto running = (*connection)->submit([](Database &database, JobContext &) {
        return database.queryValue(u"SELECT pg_sleep(300)"_s);
    });
    QTRY_COMPARE_WITH_TIMEOUT(now(u"SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep%' AND state = "
                                  "'active' AND pid <> pg_backend_pid()"_s),
                              u"1"_s, 60000);
    QVERIFY(endSessions());
    const auto slept = waitFor(running);
    QVERIFY(!slept);
    QCOMPARE(slept.error().kind, Error::Kind::ConnectionLost);
    QVERIFY2(slept.error().message.contains(u"administrator command"_s), qPrintable(slept.error().message));
    const auto next = ask(**connection, u"SELECT 2"_s);
    VERIFY_OK(next);
    QCOMPARE(next->toInteger(), 2);
}

void TestPostgresFaults::restarted()
{
    auto connection = Connection::open(specOf(newDatabase(u"CREATE TABLE t(id int)"_s), ConnectionSpec::Mode::Read));
    VERIFY_OK(connection);
    VERIFY_OK(ask(**connection, u"SELECT count(*) FROM t"_s));
    QVERIFY2(m_cluster.restart(), qPrintable(m_cluster.problem()));
    QTRY_VERIFY_WITH_TIMEOUT(ask(**connection, u"SELECT count(*) FROM t"_s).ok(), 60000);
}

void TestPostgresFaults::awayForAWhile()
{
    auto connection = Connection::open(specOf(newDatabase({}), ConnectionSpec::Mode::Read));
    VERIFY_OK(connection);
    VERIFY_OK(ask(**connection, u"SELECT 1"_s));
    m_cluster.stop();
    for (int i = 0; i < 3; ++i) {
        const auto none = ask(**connection, u"SELECT 1"_s);
        QVERIFY(!none);
        QCOMPARE(none.error().kind, Error::Kind::ConnectionLost);
    }
    QVERIFY2(m_cluster.start(), qPrintable(m_cluster.problem()));
    QTRY_VERIFY_WITH_TIMEOUT(ask(**connection, u"SELECT 1"_s).ok(), 60000);
}

void TestPostgresFaults::endedWithinAScript()
{
    const DatabasePtr database = openAt(newDatabase(u"CREATE TABLE t(id int)"_s));
    QVERIFY(database);
    TestJob job;
    const auto outcome =
        runScript(*database,
                  transactionOf({u"INSERT INTO t VALUES(1)"_s, u"SELECT pg_terminate_backend(pg_backend_pid())"_s,
                                 u"INSERT INTO t VALUES(2)"_s}),
                  job);
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().kind, Error::Kind::ConnectionLost);
    QCOMPARE(outcome.error().statementIndex, 2);
    QVERIFY(database->isLost());
    QVERIFY(!database->inTransaction());
    QCOMPARE(now(u"SELECT count(*) FROM t"_s), u"0"_s);
    const auto later = database->run(u"INSERT INTO t VALUES(3)"_s);
    QVERIFY(!later);
    QCOMPARE(later.error().kind, Error::Kind::ConnectionLost);
}

void TestPostgresFaults::lockedByAnother()
{
    const DatabasePtr database =
        openAt(newDatabase(u"CREATE TABLE t(id int); INSERT INTO t VALUES(1)"_s), ConnectionSpec::Mode::Write, 300);
    PostgresSession other(m_location);
    QVERIFY(other.run(u"BEGIN; LOCK TABLE t"_s));
    TestJob job;
    const Script script = transactionOf({u"CREATE TABLE made()"_s, u"UPDATE t SET id = 2"_s});
    const auto outcome = runScript(*database, script, job);
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().kind, Error::Kind::Busy);
    QCOMPARE(outcome.error().statementIndex, 2);
    QVERIFY(!database->inTransaction());
    QCOMPARE(now(u"SELECT to_regclass('made')"_s), u"(null)"_s);
    QVERIFY(other.run(u"ROLLBACK"_s));
    VERIFY_OK(runScript(*database, script, job));
    QCOMPARE(now(u"SELECT id FROM t"_s), u"2"_s);
}

void TestPostgresFaults::endedAtCommit()
{
    // Whoever commits is ended by a trigger that waits for the end.
    const DatabasePtr database = openAt(newDatabase(
        u"CREATE TABLE t(id int); CREATE FUNCTION ends() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(60); RETURN NULL; END $$;"
        "CREATE CONSTRAINT TRIGGER ends AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW "
        "EXECUTE FUNCTION ends()"_s));
    QVERIFY(database);
    TestJob job;
    const auto outcome = runScript(*database, transactionOf({u"INSERT INTO t VALUES(1)"_s}), job);
    QVERIFY(!outcome);
    QCOMPARE(outcome.error().kind, Error::Kind::InDoubt);
    static const QRegularExpression tells(u"SELECT pg_xact_status\\('\\d+'\\)"_s);
    const auto question = tells.match(outcome.error().message);
    QVERIFY2(question.hasMatch(), qPrintable(outcome.error().message));
    QCOMPARE(now(question.captured()), u"aborted"_s);
    QCOMPARE(now(u"SELECT count(*) FROM t"_s), u"0"_s);
}

void TestPostgresFaults::committedWithoutAnAnswer()
{
    const QString name = QUrl(newDatabase(u"CREATE TABLE t(id int)"_s)).path().sliced(1);
    CuttingProxy proxy(m_cluster.port(), "COMMIT");
    const DatabasePtr database = openAt(u"postgresql://raincheck@127.0.0.1:%1/%2"_s.arg(proxy.port()).arg(name));
    QVERIFY(database);
    proxy.setArmed(true);
    TestJob job;
    const auto outcome = runScript(*database, transactionOf({u"INSERT INTO t VALUES(1)"_s}), job);
    QVERIFY(!outcome);
    QVERIFY(proxy.hasCut());
    QCOMPARE(outcome.error().kind, Error::Kind::InDoubt);
    static const QRegularExpression tells(u"SELECT pg_xact_status\\('\\d+'\\)"_s);
    const auto question = tells.match(outcome.error().message);
    QVERIFY2(question.hasMatch(), qPrintable(outcome.error().message));
    QCOMPARE(now(question.captured()), u"committed"_s);
    QCOMPARE(now(u"SELECT count(*) FROM t"_s), u"1"_s);
}

void TestPostgresFaults::singleStatementWithoutAnAnswer()
{
    const QString name = QUrl(newDatabase(u"CREATE TABLE t(id int)"_s)).path().sliced(1);
    CuttingProxy proxy(m_cluster.port(), "INSERT");
    const DatabasePtr database = openAt(u"postgresql://raincheck@127.0.0.1:%1/%2"_s.arg(proxy.port()).arg(name));
    QVERIFY(database);
    proxy.setArmed(true);
    const auto written = database->run(u"INSERT INTO t VALUES(1)"_s);
    QVERIFY(!written);
    QCOMPARE(written.error().kind, Error::Kind::InDoubt);
    QCOMPARE(now(u"SELECT count(*) FROM t"_s), u"1"_s);
}

QTEST_GUILESS_MAIN(TestPostgresFaults)
#include "tst_postgresfaults.moc"
