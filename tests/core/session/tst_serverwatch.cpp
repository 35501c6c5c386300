// SPDX-License-Identifier: GPL-3.0-or-later
// "Another program has written": said when one has written here, and never of ourselves.
#include "core/session/session.h"

#include "core/session/schemawork.h"
#include "serverscripts.h"
#include "support/postgrescluster.h"
#include "support/verify.h"
#include "usersandposts.h"

#include <QFile>
#include <QRegularExpression>
#include <QSignalSpy>

using namespace core;
using namespace Qt::Literals::StringLiterals;
using usersandposts::ended;
using usersandposts::keyOf;
using usersandposts::users;

class TestServerWatch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { START_POSTGRES(m_cluster); }
    void init();
    void cleanup() { m_session.reset(); }

    void noise_data();
    void noise();

private:
    void dryRun();
    void dryRunOfWhatStays();
    void scratchDatabase();
    void applied();
    void failedApply();
    void writesElsewhere();
    void lookNow();

    PostgresCluster m_cluster;
    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_location;
    QString m_elsewhere;
    std::unique_ptr<Session> m_session;
};

void TestServerWatch::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    m_dir = std::make_unique<QTemporaryDir>();
    const QString tables = u"CREATE TABLE users(id int PRIMARY KEY, name text); INSERT INTO users VALUES(1, 'Ada')"_s;
    m_location = m_cluster.newDatabase(tables);
    m_elsewhere = m_cluster.newDatabase(tables);
    QVERIFY2(!m_location.isEmpty() && !m_elsewhere.isEmpty(), qPrintable(m_cluster.problem()));
    Session::Options options;
    options.stateFolder = m_dir->path();
    auto opened = Session::open(m_location, options);
    VERIFY_OK(opened);
    m_session = std::move(*opened);
}

/// One look that asks the server, and what comes of it.
void TestServerWatch::lookNow()
{
    PostgresSession other(m_location);
    const QString since = other.value(u"SELECT clock_timestamp()"_s);
    const QString asked = u"SELECT count(*) FROM pg_stat_activity WHERE application_name = 'Raincheck' AND datname = "
                          "current_database() AND query_start > '%1'"_s.arg(since);
    QTRY_VERIFY_WITH_TIMEOUT((m_session->checkForChanges(), other.value(asked) != u"0"_s), 60000);
    VERIFY_OK(ended(m_session->readRow(users, keyOf(1)))); // behind the look, on the same connection
    QCoreApplication::processEvents();
}

void TestServerWatch::dryRun()
{
    const auto tried =
        ended(m_session->dryRun(scriptOf({u"UPDATE users SET name = 'x'"_s, u"INSERT INTO users VALUES(2, 'y')"_s,
                                          u"ALTER TABLE users ADD COLUMN age int"_s})));
    VERIFY_OK(tried);
    QVERIFY2(tried->succeeded, qPrintable(tried->error.message));
}

void TestServerWatch::dryRunOfWhatStays()
{
    const auto tried = ended(m_session->dryRun(scriptOf({u"UPDATE users SET name = 'x'"_s}, false)));
    VERIFY_OK(tried);
    QVERIFY2(tried->triedOn == TriedOn::Scratch || tried->triedOn == TriedOn::EmptyScratch,
             "it was to be tried in a scratch database");
}

void TestServerWatch::scratchDatabase()
{
    QFile file(m_dir->filePath(u"wanted.sql"_s));
    QVERIFY(file.open(QFile::WriteOnly));
    file.write("CREATE TABLE users(id int PRIMARY KEY, name text, age int); INSERT INTO users VALUES(1, 'x', 2)");
    file.close();
    const auto work = m_session->makeSchemaWork();
    VERIFY_OK(ended(work->readSchemaSource(file.fileName())));
}

void TestServerWatch::applied()
{
    VERIFY_OK(m_session->stage(
        SetCell{users, keyOf(1), u"name"_s, Value::text(u"Ada"_s), NewValue(Value::text(u"Ada L."_s)), -1}));
    const auto script = m_session->editScript();
    VERIFY_OK(script);
    VERIFY_OK(ended(m_session->applyEdits(*script)));
}

void TestServerWatch::failedApply()
{
    const auto failed = ended(m_session->applyScript(
        scriptOf({u"UPDATE users SET name = 'x'"_s, u"INSERT INTO users VALUES(1, 'twice')"_s}), false, {}));
    QVERIFY(!failed);
}

void TestServerWatch::writesElsewhere()
{
    PostgresSession elsewhere(m_elsewhere);
    QVERIFY(elsewhere.run(u"INSERT INTO users VALUES(2, 'Grace')"_s));
    QVERIFY(elsewhere.run(u"VACUUM ANALYZE users"_s));
    QVERIFY(PostgresSession(m_location).run(u"VACUUM ANALYZE users"_s));
}

void TestServerWatch::noise_data()
{
    QTest::addColumn<QList<int>>("whats");
    QTest::newRow("others elsewhere") << QList<int>{5};
    QTest::newRow("our dry run") << QList<int>{0, 5};
    QTest::newRow("our scratch databases") << QList<int>{1, 2, 5};
    QTest::newRow("our Apply") << QList<int>{3, 5};
    QTest::newRow("our Apply that fails") << QList<int>{3, 4, 5};
}

void TestServerWatch::noise()
{
    QFETCH(QList<int>, whats);
    using What = void (TestServerWatch::*)();
    static constexpr std::array<What, 6> all{&TestServerWatch::dryRun,          &TestServerWatch::dryRunOfWhatStays,
                                             &TestServerWatch::scratchDatabase, &TestServerWatch::applied,
                                             &TestServerWatch::failedApply,     &TestServerWatch::writesElsewhere};
    QSignalSpy outside(m_session.get(), &Session::changedOutside);
    for (const int what : whats) {
        (this->*all.at(static_cast<size_t>(what)))();
        if (QTest::currentTestFailed())
            return;
    }
    lookNow();
    QCOMPARE(outside.count(), 0);
    QVERIFY(PostgresSession(m_location).run(u"INSERT INTO users VALUES(7, 'Edsger')"_s));
    QTRY_VERIFY_WITH_TIMEOUT((m_session->checkForChanges(), outside.count() == 1), 60000);
}

QTEST_GUILESS_MAIN(TestServerWatch)
#include "tst_serverwatch.moc"
