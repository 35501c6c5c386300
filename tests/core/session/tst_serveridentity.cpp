// SPDX-License-Identifier: GPL-3.0-or-later
// What is remembered of a database on a server is remembered of that database, whatever address leads to it.
#include "core/session/environment.h"

#include "core/session/schemawork.h"
#include "support/postgresschema.h"
#include "support/verify.h"
#include "usersandposts.h"

#include <QRegularExpression>

using namespace core;
using namespace Qt::Literals::StringLiterals;
using usersandposts::ended;

class TestServerIdentity : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { START_POSTGRES(m_cluster); }
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_dir = std::make_unique<QTemporaryDir>();
        m_location = m_cluster.newDatabase(u"CREATE TABLE t (id int PRIMARY KEY, n text)"_s);
        QVERIFY2(!m_location.isEmpty(), qPrintable(m_cluster.problem()));
        m_name = PostgresSession(m_location).value(u"SELECT current_database()"_s);
        QVERIFY(
            PostgresSession(m_location)
                .run(
                    u"DO $$ BEGIN CREATE ROLE other SUPERUSER LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$"_s));
    }
    void aMarkHoldsUnderEveryAddress_data();
    void aMarkHoldsUnderEveryAddress();
    void theHistoryIsFoundUnderEveryAddress();
    void nothingOfADroppedDatabaseComesBack();

private:
    [[nodiscard]] std::unique_ptr<Session> open(const QString &location) const
    {
        Session::Options options;
        options.stateFolder = m_dir->path();
        auto opened = Session::open(location, options);
        if (!opened)
            qCritical("%s", qPrintable(opened.error().message)); // a warning fails the test
        return opened ? std::move(*opened) : nullptr;
    }
    [[nodiscard]] Result<ApplyReport> dropN(Session &session) const
    {
        Schema target = *session.schema();
        target.tables.first().columns.removeLast();
        MigrationDraft draft;
        draft.sourceName = u"test"_s;
        draft.target = target;
        const auto work = session.makeSchemaWork();
        const auto planned = work->plan(draft);
        RC_TRY(planned);
        return ended(work->apply(*planned, MigrationApply{false, {u"H02"_s}, {}}));
    }

    PostgresCluster m_cluster;
    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_location;
    QString m_name;
};

void TestServerIdentity::aMarkHoldsUnderEveryAddress_data()
{
    QTest::addColumn<QString>("address");
    QTest::newRow("another host") << u"postgresql://raincheck@localhost:%1/%2"_s;
    QTest::newRow("capitals and zeros") << u"postgresql://raincheck@LOCALHOST:0%1/%2"_s;
    QTest::newRow("another role") << u"postgresql://other@127.0.0.1:%1/%2"_s;
    QTest::newRow("keywords") << u"hostaddr=127.0.0.1 port=%1 dbname=%2 user=raincheck"_s;
    QTest::newRow("a socket") << u"socket"_s;
}

void TestServerIdentity::aMarkHoldsUnderEveryAddress()
{
    QFETCH(QString, address);
    const QString marked = m_cluster.tcpLocation(m_name);
    const QString other =
        address == "socket"_L1 ? m_cluster.location(m_name, u"other"_s) : address.arg(m_cluster.port()).arg(m_name);
    {
        const auto session = open(marked);
        QVERIFY(session);
        VERIFY_OK(EnvironmentMark::of(*session).set(Environment::Production));
    }
    {
        const auto session = open(other);
        QVERIFY(session);
        QVERIFY(EnvironmentMark::of(*session).isProduction());
        const auto refused = dropN(*session);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, u"production"_s);
        VERIFY_OK(EnvironmentMark::of(*session).set(Environment::Local));
    }
    const auto session = open(marked); // who says otherwise under one address says it of the database
    QVERIFY(session);
    QCOMPARE(EnvironmentMark::of(*session).environment(), Environment::Local);
    const auto elsewhere = open(m_cluster.newDatabase());
    QVERIFY(elsewhere);
    QCOMPARE(EnvironmentMark::of(*elsewhere).environment(), Environment::Unmarked);
}

void TestServerIdentity::theHistoryIsFoundUnderEveryAddress()
{
    QVERIFY(PostgresSession(m_location).run(u"INSERT INTO t VALUES (1, 'x')"_s));
    {
        const auto session = open(m_cluster.tcpLocation(m_name));
        QVERIFY(session);
        VERIFY_OK(dropN(*session));
    }
    const auto session = open(m_cluster.location(m_name, u"other"_s));
    QVERIFY(session);
    const auto count = ended(session->historyCount());
    VERIFY_OK(count);
    QCOMPARE(*count, qint64(1));
    const auto records = ended(session->history());
    VERIFY_OK(records);
    QCOMPARE(records->size(), 1);
    const auto work = session->makeSchemaWork();
    const auto back = ended(work->wayBack(records->first().id));
    VERIFY_OK(back);
    VERIFY_OK(ended(work->apply(back->migration, {})));
    QCOMPARE(PostgresSession(m_location).value(u"SELECT n FROM t"_s), u"x"_s);
}

void TestServerIdentity::nothingOfADroppedDatabaseComesBack()
{
    QVERIFY(PostgresSession(m_location).run(u"INSERT INTO t VALUES (1, 'of the old one')"_s));
    {
        const auto session = open(m_location);
        QVERIFY(session);
        VERIFY_OK(dropN(*session));
    }
    PostgresSession beside(m_cluster.location(u"postgres"_s));
    QVERIFY2(beside.run(u"DROP DATABASE \"%1\" WITH (FORCE)"_s.arg(m_name)), qPrintable(beside.problem()));
    QVERIFY2(beside.run(u"CREATE DATABASE \"%1\""_s.arg(m_name)), qPrintable(beside.problem()));
    QVERIFY(PostgresSession(m_location).run(u"CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (1)"_s));
    const auto session = open(m_location);
    QVERIFY(session);
    const auto records = ended(session->history());
    VERIFY_OK(records);
    const auto back = ended(session->makeSchemaWork()->wayBack(records->first().id));
    QVERIFY(!back);
    QVERIFY2(back.error().message.contains(u"dropped and created anew"_s), qPrintable(back.error().message));
}

QTEST_GUILESS_MAIN(TestServerIdentity)
#include "tst_serveridentity.moc"
