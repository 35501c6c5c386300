// SPDX-License-Identifier: GPL-3.0-or-later
// Servers at odd moments, and with odd settings: one clear sentence each, and nothing lost.
#include "core/session/session.h"

#include "core/session/apply.h"
#include "core/session/servertrial.h"
#include "serverscripts.h"
#include "support/loopbackproxy.h"
#include "support/postgrescluster.h"
#include "support/verify.h"
#include "usersandposts.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QUrl>
#include <QtConcurrent>

using namespace core;
using namespace Qt::Literals::StringLiterals;
using usersandposts::ended;
using usersandposts::keyOf;
using usersandposts::users;

class TestServerOdds : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { START_POSTGRES(m_cluster); }
    void init();
    void cleanup() { m_session.reset(); }

    void restartWithinADryRun();
    void restartWithinACount();
    void testedWhileItIsAway();
    void testedWithoutAnAnswer();
    void settings_data();
    void settings();
    void statementTimeout();
    void readOnlyByDefault();
    void idleSessionsAreEnded();

private:
    [[nodiscard]] QString open(const QString &role = u"raincheck"_s);
    [[nodiscard]] QString now(const QString &sql) const { return PostgresSession(m_location).value(sql); }
    [[nodiscard]] Result<Done> stage();
    [[nodiscard]] Result<ApplyReport> apply();
    void stillThere();
    void waitUntilItRuns(const QString &words);
    /// A role with this setting.
    [[nodiscard]] QString roleWith(const QString &setting);

    PostgresCluster m_cluster;
    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_location;
    std::unique_ptr<Session> m_session;
    int m_roles = 0;
};

void TestServerOdds::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    m_dir = std::make_unique<QTemporaryDir>();
    m_location = m_cluster.newDatabase(
        u"CREATE TABLE users(id int PRIMARY KEY, name text UNIQUE);"
        "CREATE TABLE posts(id int PRIMARY KEY, author int REFERENCES users ON DELETE CASCADE);"
        "INSERT INTO users VALUES(1, 'Ada'), (2, 'Grace'); INSERT INTO posts VALUES(1, 1), (2, 1), (3, 2);"
        "CREATE VIEW slow AS SELECT CAST(pg_sleep(300) AS text) AS t; GRANT ALL ON users, posts, slow TO public"_s);
    QVERIFY2(!m_location.isEmpty(), qPrintable(m_cluster.problem()));
}

QString TestServerOdds::open(const QString &role)
{
    QString place = m_location;
    place.replace(u"raincheck@"_s, role + u'@');
    Session::Options options;
    options.stateFolder = m_dir->path();
    auto opened = Session::open(place, options);
    if (!opened)
        return opened.error().message;
    m_session = std::move(*opened);
    return {};
}

QString TestServerOdds::roleWith(const QString &setting)
{
    const QString role = u"odd%1"_s.arg(++m_roles);
    PostgresSession admin(m_location);
    return admin.run(u"CREATE ROLE %1 LOGIN"_s.arg(role)) && admin.run(u"ALTER ROLE %1 SET %2"_s.arg(role, setting))
        ? role
        : admin.problem();
}

Result<Done> TestServerOdds::stage()
{
    const auto staged = m_session->stage(
        SetCell{users, keyOf(1), u"name"_s, Value::text(u"Ada"_s), NewValue(Value::text(u"Ada L."_s)), -1});
    return staged ? Result<Done>(Done{}) : staged.error();
}

Result<ApplyReport> TestServerOdds::apply()
{
    const auto script = m_session->editScript();
    return script ? ended(m_session->applyEdits(*script)) : Result<ApplyReport>(script.error());
}

/// What was staged is there, can be applied, and nothing else has happened.
void TestServerOdds::stillThere()
{
    QCOMPARE(m_session->changes()->rows().size(), 1);
    QTRY_VERIFY_WITH_TIMEOUT(ended(m_session->readRow(users, keyOf(1))).ok(), 60000);
    QCOMPARE(now(u"SELECT string_agg(name, ',' ORDER BY id) FROM users"_s), u"Ada,Grace"_s);
    QCOMPARE(now(u"SELECT count(*) FROM posts"_s), u"3"_s);
    VERIFY_OK(apply());
    QCOMPARE(now(u"SELECT name FROM users WHERE id = 1"_s), u"Ada L."_s);
}

void TestServerOdds::waitUntilItRuns(const QString &words)
{
    QTRY_COMPARE_WITH_TIMEOUT(now(u"SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%%1%' AND state = 'active' "
                                  "AND pid <> pg_backend_pid()"_s.arg(words)),
                              u"1"_s, 60000);
}

void TestServerOdds::restartWithinADryRun()
{
    QCOMPARE(open(), QString());
    VERIFY_OK(stage());
    const auto running = m_session->dryRun(scriptOf({u"DELETE FROM posts"_s, u"SELECT pg_sleep(300)"_s}));
    waitUntilItRuns(u"pg_sleep(300)"_s);
    QVERIFY2(m_cluster.restart(), qPrintable(m_cluster.problem()));
    const auto tried = ended(running);
    const Error error = tried ? tried->error : tried.error();
    QVERIFY(!tried || !tried->succeeded);
    QVERIFY2(error.message.startsWith(u"The connection to the server was lost"_s)
                 && error.message.contains(u"it took everything back"_s),
             qPrintable(error.message));
    stillThere();
}

void TestServerOdds::restartWithinACount()
{
    QCOMPARE(open(), QString());
    VERIFY_OK(stage());
    const auto counting = m_session->countRows(QualifiedName{{}, u"slow"_s});
    waitUntilItRuns(u"slow"_s);
    QVERIFY2(m_cluster.restart(), qPrintable(m_cluster.problem()));
    const auto counted = ended(counting);
    QVERIFY(!counted);
    QVERIFY2(counted.error().message.startsWith(u"The connection to the server is lost"_s),
             qPrintable(counted.error().message));
    QTRY_VERIFY_WITH_TIMEOUT(ended(m_session->countRows(users)).ok(), 60000);
    stillThere();
}

void TestServerOdds::testedWhileItIsAway()
{
    m_cluster.stop();
    const auto away = tryServer(m_location);
    QVERIFY(!away);
    QVERIFY2(away.error().message.contains(u"cannot be opened"_s), qPrintable(away.error().message));
    // It comes back while it is asked again and again: what is said meanwhile is one of three things.
    auto asking = QtConcurrent::run([place = m_location] {
        QStringList said;
        while (said.size() < 2000) {
            const auto tried = tryServer(place);
            if (tried)
                return said;
            if (said.isEmpty() || said.last() != tried.error().message)
                said += tried.error().message;
        }
        return said + QStringList{u"it never came"_s};
    });
    QVERIFY2(m_cluster.start(), qPrintable(m_cluster.problem()));
    QTRY_VERIFY_WITH_TIMEOUT(asking.isFinished(), 60000);
    const QStringList said = asking.result();
    for (const QString &words : said)
        QVERIFY2(words.contains(u"cannot be opened"_s) || words.contains(u"is not ready"_s), qPrintable(words));
}

void TestServerOdds::testedWithoutAnAnswer()
{
    const LoopbackProxy silent(
        m_cluster.port(), [] { return [](const QByteArray &, QByteArray &) { return LoopbackProxy::Next::Pass; }; });
    const auto tried = tryServer(u"postgresql://raincheck@127.0.0.1:%1/x?connect_timeout=2"_s.arg(silent.port()));
    QVERIFY(!tried);
    QVERIFY2(tried.error().message.contains(u"did not answer within 2 seconds"_s), qPrintable(tried.error().message));
}

void TestServerOdds::settings_data()
{
    QTest::addColumn<QString>("setting");
    QTest::newRow("serializable") << u"default_transaction_isolation = 'serializable'"_s;
    QTest::newRow("repeatable read") << u"default_transaction_isolation = 'repeatable read'"_s;
    QTest::newRow("deferrable") << u"default_transaction_deferrable = on"_s;
    QTest::newRow("idle within a transaction") << u"idle_in_transaction_session_timeout = '5s'"_s;
    QTest::newRow("lock timeout") << u"lock_timeout = '1s'"_s;
    QTest::newRow("odd texts") << u"datestyle = 'German'"_s;
    QTest::newRow("no path") << u"search_path = ''"_s;
}

/// Everything works as ever.
void TestServerOdds::settings()
{
    QFETCH(QString, setting);
    QCOMPARE(open(roleWith(setting)), QString());
    VERIFY_OK(stage());
    const auto tried = ended(m_session->dryRun(scriptOf({u"DELETE FROM public.posts"_s})));
    VERIFY_OK(tried);
    QVERIFY2(tried->succeeded, qPrintable(tried->error.message));
    const auto count = ended(m_session->countRows(users));
    VERIFY_OK(count);
    QCOMPARE(*count, 2);
    stillThere();
}

void TestServerOdds::statementTimeout()
{
    QVERIFY(PostgresSession(m_location)
                .run(u"CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(300); "
                     u"RETURN NEW; END';"
                     "CREATE TRIGGER slowly BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION slowly()"_s));
    QCOMPARE(open(roleWith(u"statement_timeout = '8s'"_s)), QString());
    VERIFY_OK(stage());
    const auto counted = ended(m_session->countRows(QualifiedName{{}, u"slow"_s}));
    QVERIFY(!counted);
    QVERIFY2(counted.error().message.startsWith(u"The server stopped the statement"_s)
                 && counted.error().message.contains(u"statement timeout"_s),
             qPrintable(counted.error().message));
    const auto applied = apply();
    QVERIFY(!applied);
    QVERIFY2(applied.error().message.contains(u"statement timeout"_s), qPrintable(applied.error().message));
    QVERIFY(PostgresSession(m_location).run(u"DROP TRIGGER slowly ON users"_s));
    stillThere();
}

void TestServerOdds::readOnlyByDefault()
{
    const QString role = roleWith(u"default_transaction_read_only = on"_s);
    QCOMPARE(open(role), QString());
    QVERIFY2(m_session->facts().contains(u"read-only by default"_s), qPrintable(m_session->facts().join(u", "_s)));
    VERIFY_OK(stage());
    const auto applied = apply();
    QVERIFY(!applied);
    QVERIFY2(applied.error().message.startsWith(u"The database is open for reading only"_s),
             qPrintable(applied.error().message));
    QVERIFY(PostgresSession(m_location).run(u"ALTER ROLE %1 RESET default_transaction_read_only"_s.arg(role)));
    stillThere(); // each Apply is a session of its own
}

/// A pause of the person's is none of their business: what comes next opens it anew.
void TestServerOdds::idleSessionsAreEnded()
{
    if (now(u"SELECT current_setting('idle_session_timeout', true)"_s) == u"(null)"_s)
        QSKIP("this server ends no idle sessions");
    const QString role = roleWith(u"idle_session_timeout = '4s'"_s);
    QCOMPARE(open(role), QString());
    VERIFY_OK(stage());
    QTRY_COMPARE_WITH_TIMEOUT(now(u"SELECT count(*) FROM pg_stat_activity WHERE usename = '%1'"_s.arg(role)), u"0"_s,
                              60000);
    const auto count = ended(m_session->countRows(users));
    VERIFY_OK(count);
    QCOMPARE(*count, 2);
    const auto row = ended(m_session->readRow(users, keyOf(2)));
    VERIFY_OK(row);
    stillThere();
}

QTEST_GUILESS_MAIN(TestServerOdds)
#include "tst_serverodds.moc"
