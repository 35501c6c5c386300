// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/session.h"

#include "core/db/passwords.h"
#include "core/session/apply.h"
#include "serverscripts.h"
#include "support/pgbouncer.h"
#include "support/postgrescluster.h"
#include "support/verify.h"
#include "usersandposts.h"

#include "../db/drivers/postgres/cuttingproxy.h"

#include <QDirIterator>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QUrl>

using namespace core;
using namespace Qt::Literals::StringLiterals;
using usersandposts::ended;
using usersandposts::keyOf;
using usersandposts::users;

/// A session on a server: what is bound to files elsewhere, and what only servers do.
class TestServerSession : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { START_POSTGRES(m_cluster); }
    void init();
    void cleanup() { m_session.reset(); }

    void opens();
    void readOnly();
    void editsAreApplied();
    void scriptsAreRunWithoutABackup();
    void dryRunLeavesNothing();
    void noDryRunOfWhatWouldStay();
    void editsStayWhereTheServerEndsTheApply();
    void editsStayWhereAnotherHoldsTheLock();
    void aCommitInDoubtIsAskedAfter();
    void editsOutliveARestart();
    void editsComeBackLater();
    void othersAreNoticed();
    void noPasswordIsWritten();
    void throughAPooler();

private:
    [[nodiscard]] QString open(bool readOnly = false, const QString &location = {});
    [[nodiscard]] QString now(const QString &sql) const { return PostgresSession(m_location).value(sql); }
    [[nodiscard]] Result<ApplyReport> applyEdits()
    {
        const auto script = m_session->editScript();
        return script ? ended(m_session->applyEdits(*script)) : Result<ApplyReport>(script.error());
    }
    [[nodiscard]] Result<Done> stageName(qint64 id, const QString &from, const QString &to)
    {
        const auto staged =
            m_session->stage(SetCell{users, keyOf(id), u"name"_s, Value::text(from), NewValue(Value::text(to)), -1});
        return staged ? Result<Done>(Done{}) : staged.error();
    }

    PostgresCluster m_cluster;
    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_location;
    std::unique_ptr<Session> m_session;
};

void TestServerSession::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    m_dir = std::make_unique<QTemporaryDir>();
    m_location = m_cluster.newDatabase(
        u"CREATE TABLE users(id int PRIMARY KEY, name text UNIQUE);"
        "CREATE TABLE posts(id int PRIMARY KEY, author int REFERENCES users ON DELETE CASCADE);"
        "INSERT INTO users VALUES(1, 'Ada'), (2, 'Grace'); INSERT INTO posts VALUES(1, 1), (2, 1), (3, 2)"_s);
    QVERIFY2(!m_location.isEmpty(), qPrintable(m_cluster.problem()));
}

/// → what was wrong; empty: nothing.
QString TestServerSession::open(bool readOnly, const QString &location)
{
    Session::Options options;
    options.stateFolder = m_dir->path();
    options.readOnly = readOnly;
    options.trust = Trust::IfKnown;
    auto opened = Session::open(location.isEmpty() ? m_location : location, options);
    if (!opened)
        return opened.error().message;
    m_session = std::move(*opened);
    return {};
}

void TestServerSession::opens()
{
    QCOMPARE(open(), QString());
    QVERIFY(m_session->isOnServer());
    QVERIFY(m_session->isTrusted()); // a server is nobody's file
    QVERIFY(!m_session->isReadOnly());
    QVERIFY(m_session->name().startsWith(QUrl(m_location).path().sliced(1)));
    QCOMPARE(m_session->schema()->tables.size(), 2);
    QVERIFY2(m_session->facts().value(0).startsWith(u"PostgreSQL "_s), qPrintable(m_session->facts().join(u", "_s)));
    QVERIFY(m_session->facts().contains(u"time zone UTC"_s));
    // That we only read, ourselves, is no fact about the server.
    QVERIFY(m_session->facts().filter(u"read-only"_s).isEmpty());
    const auto row = ended(m_session->readRow(users, keyOf(2)));
    VERIFY_OK(row);
    QCOMPARE(row->at(1), Value::text(u"Grace"_s));
    const auto count = ended(m_session->countRows(QualifiedName{{}, u"posts"_s}));
    VERIFY_OK(count);
    QCOMPARE(*count, 3);
}

void TestServerSession::readOnly()
{
    QVERIFY(
        PostgresSession(m_location)
            .run(u"ALTER DATABASE %1 SET default_transaction_read_only = on"_s.arg(QUrl(m_location).path().sliced(1))));
    QCOMPARE(open(true), QString());
    QVERIFY(m_session->isReadOnly());
    QVERIFY(m_session->facts().contains(u"read-only by default"_s));
    const auto refused = ended(m_session->applyScript(scriptOf({u"DELETE FROM posts"_s}), false, {}));
    QVERIFY(!refused);
    QCOMPARE(now(u"SELECT count(*) FROM posts"_s), u"3"_s);
}

void TestServerSession::editsAreApplied()
{
    QCOMPARE(open(), QString());
    QSignalSpy data(m_session.get(), &Session::dataChanged);
    VERIFY_OK(stageName(1, u"Ada"_s, u"Ada L."_s));
    VERIFY_OK(m_session->stage(DeleteRow{users, keyOf(2), {}, -1}));
    const auto report = applyEdits();
    VERIFY_OK(report);
    QTRY_COMPARE(data.count(), 1);
    QVERIFY(m_session->changes()->isEmpty());
    QCOMPARE(now(u"SELECT string_agg(name, ',') FROM users"_s), u"Ada L."_s);
    const QList<TableEffect> effects{{u"posts"_s, 0, 0, 1}, {u"users"_s, 0, 1, 1}};
    QCOMPARE(report->outcome.effects, effects);
    const auto history = ended(m_session->history());
    VERIFY_OK(history);
    QCOMPARE(history->size(), 1);
    QCOMPARE(history->first().state, u"applied"_s);
}

void TestServerSession::scriptsAreRunWithoutABackup()
{
    QCOMPARE(open(), QString());
    const auto report = ended(m_session->applyScript(scriptOf({u"ALTER TABLE users ADD born date"_s}), true, {}));
    VERIFY_OK(report);
    QVERIFY(!report->backup);
    QTRY_VERIFY(m_session->schema()->table(users)->column(u"born"_s));
}

void TestServerSession::dryRunLeavesNothing()
{
    QCOMPARE(open(), QString());
    const auto tried = scriptOf({u"DELETE FROM posts WHERE author = 1"_s, u"ALTER TABLE users ADD born date"_s});
    const auto report = ended(m_session->dryRun(tried));
    VERIFY_OK(report);
    QVERIFY2(report->succeeded, qPrintable(report->error.message));
    QCOMPARE(report->outcome.effects, (QList<TableEffect>{{u"posts"_s, 0, 0, 2}}));
    QVERIFY(report->schemaAfter->table(users)->column(u"born"_s));
    QVERIFY(report->findings.last().message.contains(u"taken back"_s));
    QCOMPARE(now(u"SELECT count(*) FROM posts"_s), u"3"_s);
    QVERIFY(!m_session->schema()->table(users)->column(u"born"_s));
    const auto failing =
        ended(m_session->dryRun(scriptOf({u"DELETE FROM posts"_s, u"INSERT INTO users VALUES(1, 'x')"_s})));
    VERIFY_OK(failing);
    QVERIFY(!failing->succeeded);
    QCOMPARE(failing->error.kind, Error::Kind::Constraint);
    QCOMPARE(failing->findings.first().statementIndex, 2);
    QCOMPARE(now(u"SELECT count(*) FROM posts"_s), u"3"_s);
    // What only COMMIT would check is checked.
    const auto late = ended(m_session->dryRun(
        scriptOf({u"ALTER TABLE posts ALTER CONSTRAINT posts_author_fkey DEFERRABLE INITIALLY DEFERRED"_s,
                u"INSERT INTO posts VALUES(9, 99)"_s})));
    VERIFY_OK(late);
    QVERIFY(!late->succeeded);
    QCOMPARE(late->error.kind, Error::Kind::Constraint);
    VERIFY_OK(ended(m_session->applyScript(tried, false, *report)));
    QCOMPARE(now(u"SELECT count(*) FROM posts"_s), u"1"_s);
}

void TestServerSession::noDryRunOfWhatWouldStay()
{
    QCOMPARE(open(), QString());
    Script outside = *scriptOf({u"DELETE FROM posts"_s});
    outside.statements.removeFirst();
    outside.statements.removeLast();
    Script own = *scriptOf({u"DELETE FROM posts"_s});
    own.ownTransactions = true;
    // Where nobody may make a database to try it in; see tst_servermigration for where one may.
    const QString database = QUrl(m_location).path().sliced(1);
    QVERIFY(PostgresSession(m_location)
                .run(u"DROP ROLE IF EXISTS nobodys; CREATE ROLE nobodys LOGIN; GRANT ALL ON posts TO nobodys"_s));
    m_session.reset();
    QCOMPARE(open(false, m_cluster.location(database, u"nobodys"_s)), QString());
    for (const Script &one : {outside, own}) {
        const auto report = ended(m_session->dryRun(std::make_shared<const Script>(one)));
        QVERIFY(!report);
        QVERIFY2(report.error().message.contains(u"would stay"_s), qPrintable(report.error().message));
        QVERIFY2(report.error().message.contains(u"CREATEDB"_s), qPrintable(report.error().message));
    }
    m_session.reset();
    QVERIFY(PostgresSession(m_location).run(u"DROP OWNED BY nobodys; DROP ROLE nobodys"_s));
    QCOMPARE(now(u"SELECT count(*) FROM posts"_s), u"3"_s);
}

void TestServerSession::editsStayWhereTheServerEndsTheApply()
{
    PostgresSession other(m_location);
    QVERIFY(other.run(u"CREATE FUNCTION ends() RETURNS trigger LANGUAGE plpgsql AS "
                      "$$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$;"
                      "CREATE TRIGGER ends AFTER UPDATE ON users FOR EACH ROW EXECUTE FUNCTION ends()"_s));
    QCOMPARE(open(), QString());
    VERIFY_OK(m_session->stage(DeleteRow{QualifiedName{{}, u"posts"_s}, keyOf(3), {}, -1}));
    VERIFY_OK(stageName(1, u"Ada"_s, u"Ada L."_s));
    const auto report = applyEdits();
    QVERIFY(!report);
    QCOMPARE(report.error().kind, Error::Kind::ConnectionLost);
    QCOMPARE(m_session->changes()->rows().size(), 2);
    QCOMPARE(now(u"SELECT count(*) FROM posts"_s), u"3"_s);
    QVERIFY(other.run(u"DROP TRIGGER ends ON users"_s));
    QTRY_VERIFY(!m_session->isApplying());
    VERIFY_OK(applyEdits());
    QCOMPARE(now(u"SELECT name FROM users WHERE id = 1"_s), u"Ada L."_s);
}

void TestServerSession::editsStayWhereAnotherHoldsTheLock()
{
    PostgresSession other(m_location);
    QCOMPARE(open(), QString());
    VERIFY_OK(stageName(1, u"Ada"_s, u"Ada L."_s));
    QVERIFY(other.run(u"BEGIN; LOCK TABLE users IN EXCLUSIVE MODE"_s));
    const auto report = applyEdits();
    QVERIFY(!report);
    QCOMPARE(report.error().kind, Error::Kind::Busy);
    QCOMPARE(m_session->changes()->rows().size(), 1);
    QVERIFY(other.run(u"ROLLBACK"_s));
    QTRY_VERIFY(!m_session->isApplying());
    VERIFY_OK(applyEdits());
    QCOMPARE(now(u"SELECT name FROM users WHERE id = 1"_s), u"Ada L."_s);
}

void TestServerSession::aCommitInDoubtIsAskedAfter()
{
    CuttingProxy proxy(m_cluster.port(), "COMMIT");
    QCOMPARE(open(false,
                  u"postgresql://raincheck@127.0.0.1:%1/%2"_s.arg(proxy.port()).arg(QUrl(m_location).path().sliced(1))),
             QString());
    VERIFY_OK(stageName(1, u"Ada"_s, u"Ada L."_s));
    QSignalSpy failed(m_session.get(), &Session::failed);
    proxy.setArmed(true);
    const auto report = applyEdits();
    proxy.setArmed(false);
    VERIFY_OK(report);
    QVERIFY(proxy.hasCut());
    QVERIFY2(report->outcome.afterwards.contains(u"everything is in the database"_s),
             qPrintable(report->outcome.afterwards));
    QVERIFY(m_session->changes()->isEmpty());
    QCOMPARE(now(u"SELECT name FROM users WHERE id = 1"_s), u"Ada L."_s);
    // And where it was not kept, that is said, and the edits are still there.
    PostgresSession other(m_location);
    QVERIFY(
        other.run(u"CREATE FUNCTION ends() RETURNS trigger LANGUAGE plpgsql AS "
                  "$$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(60); RETURN NULL; END $$;"
                  "CREATE CONSTRAINT TRIGGER ends AFTER UPDATE ON users DEFERRABLE INITIALLY DEFERRED FOR EACH ROW "
                  "EXECUTE FUNCTION ends()"_s));
    QTRY_VERIFY(!m_session->isApplying());
    VERIFY_OK(stageName(2, u"Grace"_s, u"Grace H."_s));
    const auto lost = applyEdits();
    QVERIFY(!lost);
    QVERIFY2(lost.error().message.contains(u"nothing was kept"_s), qPrintable(lost.error().message));
    QCOMPARE(m_session->changes()->rows().size(), 1);
}

void TestServerSession::editsOutliveARestart()
{
    QCOMPARE(open(), QString());
    VERIFY_OK(stageName(1, u"Ada"_s, u"Ada L."_s));
    QSignalSpy again(m_session.get(), &Session::reconnected);
    QVERIFY2(m_cluster.restart(), qPrintable(m_cluster.problem()));
    QTRY_VERIFY_WITH_TIMEOUT(ended(m_session->readRow(users, keyOf(1))).ok(), 60000);
    QTRY_COMPARE(again.count(), 1);
    QCOMPARE(m_session->changes()->rows().size(), 1);
    VERIFY_OK(applyEdits());
    QCOMPARE(now(u"SELECT name FROM users WHERE id = 1"_s), u"Ada L."_s);
}

void TestServerSession::editsComeBackLater()
{
    QCOMPARE(open(), QString());
    VERIFY_OK(stageName(1, u"Ada"_s, u"Ada L."_s));
    VERIFY_OK(ended(m_session->writeStaged()));
    m_session->setKeepsStaged(true);
    m_session.reset();
    QCOMPARE(open(false, m_location + u"&connect_timeout=7"_s), QString()); // written otherwise, the same place
    QCOMPARE(m_session->recoveredEdits().edits, 1);
    QCOMPARE(m_session->changes()->rows().size(), 1);
    m_session->setKeepsStaged(false);
}

void TestServerSession::othersAreNoticed()
{
    QCOMPARE(open(), QString());
    QSignalSpy outside(m_session.get(), &Session::changedOutside);
    PostgresSession other(m_location);
    QVERIFY(other.run(u"INSERT INTO users VALUES(3, 'Edsger')"_s));
    QTRY_VERIFY_WITH_TIMEOUT((m_session->checkForChanges(), outside.count() == 1), 60000);
    QVERIFY(other.run(u"ALTER TABLE users ADD born date"_s));
    QTRY_VERIFY_WITH_TIMEOUT(
        (m_session->checkForChanges(), m_session->schema()->table(users)->column(u"born"_s) != nullptr), 60000);
}

void TestServerSession::noPasswordIsWritten()
{
    const QString secret = u"geheim-und-lang"_s;
    QString given = m_location;
    given.replace(u"raincheck@"_s, u"raincheck:%1@"_s.arg(secret));
    QCOMPARE(open(false, given), QString());
    QCOMPARE(rememberedPassword(m_session->location()).value_or(QString()), secret);
    VERIFY_OK(stageName(1, u"Ada"_s, u"Ada L."_s));
    VERIFY_OK(ended(m_session->writeStaged()));
    VERIFY_OK(applyEdits());
    QStringList shown{m_session->name(), m_session->location()};
    const auto history = ended(m_session->history());
    VERIFY_OK(history);
    for (const HistoryRecord &record : *history)
        shown += {record.database, record.sql, record.title};
    QVERIFY(!shown.join(u' ').contains(secret));
    m_session.reset();
    QDirIterator files(m_dir->path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    int seen = 0;
    while (files.hasNext()) {
        QFile file(files.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY2(!file.readAll().contains(secret.toUtf8()), qPrintable(file.fileName()));
        ++seen;
    }
    QVERIFY(seen > 0);
    // Nor in what is said when it does not work.
    given.replace(QUrl(given).path().sliced(1), u"nowhere"_s);
    const QString said = open(false, given);
    QVERIFY(!said.isEmpty());
    QVERIFY2(!said.contains(secret), qPrintable(said));
}

void TestServerSession::throughAPooler()
{
    if (const QString because = PgBouncer::unavailableBecause(); !because.isEmpty())
        QSKIP(qPrintable(because));
    PgBouncer pooler;
    QVERIFY2(pooler.start(m_cluster), qPrintable(pooler.problem()));
    QCOMPARE(open(false, pooler.location(QUrl(m_location).path().sliced(1))), QString());
    QCOMPARE(m_session->schema()->tables.size(), 2);
    const auto row = ended(m_session->readRow(users, keyOf(2)));
    VERIFY_OK(row);
    QCOMPARE(row->at(1), Value::text(u"Grace"_s));
    VERIFY_OK(stageName(1, u"Ada"_s, u"Ada L."_s));
    VERIFY_OK(m_session->stage(DeleteRow{users, keyOf(2), {}, -1}));
    const auto report = applyEdits();
    VERIFY_OK(report);
    QCOMPARE(report->outcome.effects, (QList<TableEffect>{{u"posts"_s, 0, 0, 1}, {u"users"_s, 0, 1, 1}}));
    QCOMPARE(now(u"SELECT string_agg(name, ',') FROM users"_s), u"Ada L."_s);
    const auto tried = ended(m_session->dryRun(scriptOf({u"DELETE FROM posts"_s})));
    VERIFY_OK(tried);
    QVERIFY2(tried->succeeded, qPrintable(tried->error.message));
    QCOMPARE(now(u"SELECT count(*) FROM posts"_s), u"2"_s);
    m_session.reset();
}

QTEST_GUILESS_MAIN(TestServerSession)
#include "tst_serversession.moc"
