// SPDX-License-Identifier: GPL-3.0-or-later
// Servers that speak PostgreSQL's language and are none: what they lack is missing, said, and nothing more.
#include "core/session/session.h"

#include "core/session/apply.h"
#include "serverscripts.h"
#include "support/postgrescluster.h"
#include "support/rewritingproxy.h"
#include "support/verify.h"
#include "usersandposts.h"

#include <QSignalSpy>
#include <QRegularExpression>
#include <QUrl>

using namespace core;
using namespace Qt::Literals::StringLiterals;
using usersandposts::ended;
using usersandposts::keyOf;
using usersandposts::users;

class TestCompatible : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { START_POSTGRES(m_cluster); }
    void init();
    void cleanup();

    void withoutPostgresOwnThings();
    void aCancelThatNobodyHears();
    void anotherDatabaseIsTheSameOne();
    void oneConnectionOnly();
    void noRoomForTheWriter();
    void takenBackForItsOrder();
    void whatItCannotDoIsSaid();

private:
    [[nodiscard]] QString open(const QString &location);
    [[nodiscard]] QString through(const RewritingProxy &proxy, const QString &user = u"raincheck"_s) const
    {
        return u"postgresql://%1@127.0.0.1:%2/%3?sslmode=disable&gssencmode=disable"_s.arg(user)
            .arg(proxy.port())
            .arg(QUrl(m_location).path().sliced(1));
    }
    [[nodiscard]] QString now(const QString &sql) const { return PostgresSession(m_location).value(sql); }
    [[nodiscard]] Result<ApplyReport> rename(const QString &from, const QString &to);

    PostgresCluster m_cluster;
    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_location;
    std::unique_ptr<RewritingProxy> m_proxy;
    std::unique_ptr<Session> m_session;
};

namespace {

/// What CockroachDB does not have, by its own documents and what its users met.
QList<RewritingProxy::Word> asCockroach()
{
    QList<RewritingProxy::Word> words{{"version()", "public.its_version()"},
                                      {"pg_catalog.pg_stat_activity",
                                       "(SELECT * FROM pg_catalog.pg_stat_activity "
                                       "LIMIT 0)"}};
    for (const char *missing : {"xmin", "ctid", "txid_current_snapshot", "txid_current_if_assigned", "txid_status",
                                "pg_stat_get_", "pg_stat_force_next_flush", "pg_stat_ssl", "pg_partition_root",
                                "pg_get_triggerdef", "pg_get_ruledef", "pg_get_statisticsobjdef", "pg_describe_object",
                                "pg_relation_size", "pg_blocking_pids", "pg_is_in_recovery", "SET CONSTRAINTS"})
        words += {missing, QByteArray("no_") + missing};
    return words;
}

} // namespace

void TestCompatible::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    m_dir = std::make_unique<QTemporaryDir>();
    m_location = m_cluster.newDatabase(
        u"CREATE TABLE users(id int PRIMARY KEY, name text UNIQUE);"
        "CREATE TABLE posts(id int PRIMARY KEY, author int REFERENCES users ON DELETE CASCADE);"
        "INSERT INTO users VALUES(1, 'Ada'), (2, 'Grace'); INSERT INTO posts VALUES(1, 1), (2, 1), (3, 2);"
        "CREATE VIEW slow AS SELECT CAST(pg_sleep(300) AS text) AS t;"
        "CREATE FUNCTION its_version() RETURNS text LANGUAGE sql AS "
        "'SELECT ''CockroachDB CCL v23.1.11 (x86_64-pc-linux-gnu, built 2023/09/27 01:53:43, go1.19.10)''::text'"_s);
    QVERIFY2(!m_location.isEmpty(), qPrintable(m_cluster.problem()));
}

void TestCompatible::cleanup()
{
    m_session.reset();
    m_proxy.reset();
}

QString TestCompatible::open(const QString &location)
{
    Session::Options options;
    options.stateFolder = m_dir->path();
    auto opened = Session::open(location, options);
    if (!opened)
        return opened.error().message;
    m_session = std::move(*opened);
    return {};
}

Result<ApplyReport> TestCompatible::rename(const QString &from, const QString &to)
{
    const auto staged =
        m_session->stage(SetCell{users, keyOf(1), u"name"_s, Value::text(from), NewValue(Value::text(to)), -1});
    if (!staged)
        return staged.error();
    const auto script = m_session->editScript();
    return script ? ended(m_session->applyEdits(*script)) : Result<ApplyReport>(script.error());
}

void TestCompatible::withoutPostgresOwnThings()
{
    m_proxy = std::make_unique<RewritingProxy>(m_cluster.port(), asCockroach());
    QCOMPARE(open(through(*m_proxy)), QString());
    const QStringList facts = m_session->facts();
    QVERIFY2(facts.contains(u"CockroachDB CCL v23.1.11"_s), qPrintable(facts.join(u", "_s)));
    QVERIFY2(facts.contains(u"what others change is not noticed here"_s), qPrintable(facts.join(u", "_s)));
    const QStringList remarks = m_session->schema()->remarks;
    QVERIFY2(remarks.join(u'\n').contains(u"Triggers could not be read from this server"_s),
             qPrintable(remarks.join(u'\n')));
    QCOMPARE(m_session->schema()->tables.size(), 2);
    QVERIFY(m_session->schema()->table(users)->primaryKey);
    QCOMPARE(m_session->schema()->table(QualifiedName{{}, u"posts"_s})->foreignKeys.size(), 1);

    const auto row = ended(m_session->readRow(users, keyOf(2)));
    VERIFY_OK(row);
    QCOMPARE(row->at(1), Value::text(u"Grace"_s));
    const auto count = ended(m_session->countRows(users));
    VERIFY_OK(count);
    QCOMPARE(*count, 2);
    m_session->checkForChanges();

    const auto tried = ended(m_session->dryRun(scriptOf({u"UPDATE users SET name = 'x' WHERE id = 2"_s})));
    VERIFY_OK(tried);
    QVERIFY2(tried->succeeded, qPrintable(tried->error.message));
    QCOMPARE(now(u"SELECT name FROM users WHERE id = 2"_s), u"Grace"_s);
    VERIFY_OK(rename(u"Ada"_s, u"Ada L."_s));
    QCOMPARE(now(u"SELECT name FROM users WHERE id = 1"_s), u"Ada L."_s);
    const auto history = ended(m_session->history());
    VERIFY_OK(history);
    QCOMPARE(history->size(), 1);
}

/// Such a server is left after a while; what is asked next goes over another connection.
void TestCompatible::aCancelThatNobodyHears()
{
    m_proxy = std::make_unique<RewritingProxy>(m_cluster.port(), QList<RewritingProxy::Word>(), false);
    QCOMPARE(open(through(*m_proxy)), QString());
    auto counting = m_session->countRows(QualifiedName{{}, u"slow"_s});
    QTRY_COMPARE_WITH_TIMEOUT(now(u"SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%slow%' AND state = "
                                  "'active' AND pid <> pg_backend_pid()"_s),
                              u"1"_s, 60000);
    counting.cancel();
    const auto other = m_session->countRows(users); // behind it, on the same connection
    QTRY_VERIFY_WITH_TIMEOUT(other.isFinished(), 60000);
    const auto count = ended(other);
    VERIFY_OK(count);
    QCOMPARE(*count, 2);
}

/// PGlite has one database, and takes whoever asks for another one there: nothing may be tried in it.
void TestCompatible::anotherDatabaseIsTheSameOne()
{
    class OneDatabase {
    public:
        explicit OneDatabase(int port, const QByteArray &name)
            : m_proxy(port, [name]() -> LoopbackProxy::Talk {
                return [name, begun = false](const QByteArray &said, QByteArray &heard) mutable {
                    heard = said;
                    const qsizetype at = begun ? -1 : said.indexOf("raincheck_scratch_");
                    begun = true;
                    if (at > 0 && said.sliced(at - 9, 9) == QByteArray("database\0", 9)) {
                        heard.replace(at, said.indexOf('\0', at) - at, name);
                        qToBigEndian(static_cast<quint32>(heard.size()), heard.data());
                    }
                    return LoopbackProxy::Next::Pass;
                };
            })
        {
        }
        [[nodiscard]] int port() const { return m_proxy.port(); }

    private:
        LoopbackProxy m_proxy;
    };
    const QString name = QUrl(m_location).path().sliced(1);
    const OneDatabase proxy(m_cluster.port(), name.toLatin1());
    QCOMPARE(
        open(
            u"postgresql://raincheck@127.0.0.1:%1/%2?sslmode=disable&gssencmode=disable"_s.arg(proxy.port()).arg(name)),
        QString());
    const auto tried = ended(m_session->dryRun(scriptOf({u"DELETE FROM posts"_s}, false)));
    QVERIFY(!tried);
    QVERIFY2(tried.error().message.contains(u"takes whoever asks for another database to “%1”"_s.arg(name)),
             qPrintable(tried.error().message));
    QCOMPARE(now(u"SELECT count(*) FROM posts"_s), u"3"_s);
    QCOMPARE(now(u"SELECT count(*) FROM pg_database WHERE datname LIKE 'raincheck_scratch_%'"_s), u"0"_s);
    m_session.reset();
}

/// One at a time, for everything: whoever needs it gets it in turn.
void TestCompatible::oneConnectionOnly()
{
    QVERIFY(
        PostgresSession(m_location)
            .run(
                u"DROP ROLE IF EXISTS solo; CREATE ROLE solo LOGIN CONNECTION LIMIT 1; GRANT ALL ON users, posts, slow TO solo"_s));
    QString place = m_location;
    place.replace(u"raincheck@"_s, u"solo@"_s);
    QCOMPARE(open(place), QString());
    QVERIFY2(m_session->facts().contains(u"one connection only, so that everything waits its turn"_s),
             qPrintable(m_session->facts().join(u", "_s)));
    QSignalSpy lost(m_session.get(), &Session::reconnected);
    const auto tried = ended(m_session->dryRun(scriptOf({u"DELETE FROM posts"_s})));
    VERIFY_OK(tried);
    QVERIFY2(tried->succeeded, qPrintable(tried->error.message));
    QCOMPARE(now(u"SELECT count(*) FROM posts"_s), u"3"_s);
    VERIFY_OK(rename(u"Ada"_s, u"Ada L."_s));
    const auto row = ended(m_session->readRow(users, keyOf(1)));
    VERIFY_OK(row);
    QCOMPARE(row->at(1), Value::text(u"Ada L."_s));
    // A scratch database is one too many, and gone again.
    QVERIFY(PostgresSession(m_location).run(u"ALTER ROLE solo CREATEDB"_s));
    const auto scratch = ended(m_session->dryRun(scriptOf({u"DELETE FROM posts"_s}, false)));
    QVERIFY(!scratch);
    QVERIFY2(scratch.error().message.contains(u"the server takes no further connection"_s),
             qPrintable(scratch.error().message));
    QCOMPARE(now(u"SELECT count(*) FROM pg_database WHERE datname LIKE 'raincheck_scratch_%'"_s), u"0"_s);
    // What waits for a count can be stopped with it.
    auto counting = m_session->countRows(QualifiedName{{}, u"slow"_s});
    auto waiting = m_session->dryRun(scriptOf({u"DELETE FROM posts"_s}));
    waiting.cancel();
    counting.cancel();
    const auto count = ended(m_session->countRows(users));
    VERIFY_OK(count);
    QCOMPARE(*count, 2);
    QCOMPARE(lost.count(), 0); // giving it away is no news
    const auto history = ended(m_session->history());
    VERIFY_OK(history);
    QCOMPARE(history->size(), 1);
    m_session.reset();
}

/// Two are enough: the writer gets theirs.
void TestCompatible::noRoomForTheWriter()
{
    QVERIFY(
        PostgresSession(m_location)
            .run(
                u"DROP ROLE IF EXISTS duo; CREATE ROLE duo LOGIN CONNECTION LIMIT 2; GRANT ALL ON users, posts TO duo"_s));
    QString place = m_location;
    place.replace(u"raincheck@"_s, u"duo@"_s);
    QCOMPARE(open(place), QString());
    const auto tried = ended(m_session->dryRun(scriptOf({u"DELETE FROM posts"_s})));
    VERIFY_OK(tried);
    QVERIFY2(tried->succeeded, qPrintable(tried->error.message));
    VERIFY_OK(rename(u"Ada"_s, u"Ada L."_s));
    QCOMPARE(now(u"SELECT name FROM users WHERE id = 1"_s), u"Ada L."_s);
    // And where others have them all, that is said.
    m_session.reset();
    const PostgresSession first(place);
    const PostgresSession second(place);
    const QString said = open(place);
    QVERIFY2(said.contains(u"takes no further connection"_s) && said.contains(u"close one elsewhere"_s),
             qPrintable(said));
}

/// 40001: the same may work next time, and is tried; when it never does, that is said, and nothing is lost.
void TestCompatible::takenBackForItsOrder()
{
    PostgresSession admin(m_location);
    QVERIFY(admin.run(
        u"CREATE SEQUENCE tries; GRANT USAGE ON SEQUENCE tries TO public;"
        "CREATE FUNCTION restarts() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF nextval('tries') < 3 THEN RAISE "
        "EXCEPTION 'restart transaction: TransactionRetryWithProtoRefreshError: WriteTooOldError' USING ERRCODE = "
        "'40001'; END IF; RETURN NEW; END $$;"
        "CREATE TRIGGER restarts BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION restarts()"_s));
    QCOMPARE(open(m_location), QString());
    VERIFY_OK(rename(u"Ada"_s, u"Ada L."_s));
    QCOMPARE(now(u"SELECT name FROM users WHERE id = 1"_s), u"Ada L."_s);
    QCOMPARE(now(u"SELECT last_value FROM tries"_s), u"3"_s);

    QVERIFY(
        admin.run(u"ALTER SEQUENCE tries RESTART INCREMENT -1 MINVALUE -1000 START -1; SELECT setval('tries', -1)"_s));
    const auto never = rename(u"Ada L."_s, u"Ada"_s);
    QVERIFY(!never);
    QVERIFY2(never.error().message.startsWith(u"Another session changed the same rows at the same time"_s)
                 && never.error().message.contains(u"try again"_s),
             qPrintable(never.error().message));
    QCOMPARE(m_session->changes()->rows().size(), 1);
    QCOMPARE(now(u"SELECT name FROM users WHERE id = 1"_s), u"Ada L."_s);
    const auto history = ended(m_session->history());
    VERIFY_OK(history);
    QCOMPARE(history->size(), 2);
}

void TestCompatible::whatItCannotDoIsSaid()
{
    QVERIFY(PostgresSession(m_location)
                .run(u"CREATE FUNCTION unimplemented() RETURNS void LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION "
                     u"'unimplemented: "
                     "schema change statement cannot follow a statement that has written in the same transaction' "
                     "USING ERRCODE = "
                     "'0A000'; END $$"_s));
    QCOMPARE(open(m_location), QString());
    const auto failed = ended(m_session->applyScript(
        scriptOf({u"UPDATE users SET name = 'x' WHERE id = 1"_s, u"SELECT unimplemented()"_s}), false, {}));
    QVERIFY(!failed);
    QVERIFY2(failed.error().message.startsWith(u"This server cannot do that: unimplemented"_s),
             qPrintable(failed.error().message));
    QCOMPARE(now(u"SELECT name FROM users WHERE id = 1"_s), u"Ada"_s);
}

QTEST_GUILESS_MAIN(TestCompatible)
#include "tst_compatible.moc"
