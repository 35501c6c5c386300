// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/connection.h"
#include "core/db/scriptrunner.h"

#include "postgresparts.h"
#include "core/dialect/dialect.h"
#include "support/jobs.h"
#include "support/postgrescluster.h"
#include "support/verify.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace postgresparts;
using namespace Qt::Literals::StringLiterals;

class TestPostgresDriver : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { START_POSTGRES(m_cluster); }
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void parameters_data();
    void parameters();
    void oneStatementOnly();
    void rowsComeWhileOthersRun();
    void abandonedRows();
    void aCancelThatIsNotHeardIsSentAgain();
    void stopsWhenAsked();
    void stopsWaitingForALock();
    void lockTimeout();
    void readOnly();
    void errors_data();
    void errors();
    void effects();
    void transactions();
    void commitOfAFailedTransaction();
    void traced();
    void versions();
    void refusals();
    void scriptRuns();
    void whatAServerLacks();

private:
    [[nodiscard]] DatabasePtr open(const QString &sql = {}, ConnectionSpec::Mode mode = ConnectionSpec::Mode::Write);

    PostgresCluster m_cluster;
    QString m_location; ///< of the database opened last
};

DatabasePtr TestPostgresDriver::open(const QString &sql, ConnectionSpec::Mode mode)
{
    m_location = m_cluster.newDatabase(sql);
    if (m_location.isEmpty())
        qWarning("%s", qPrintable(m_cluster.problem()));
    return openAt(m_location, mode);
}

void TestPostgresDriver::parameters_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QStringList>("names");
    QTest::addColumn<QString>("result");
    QTest::newRow("named, twice") << u"SELECT :a || :b || :a::text"_s << QStringList{u"a"_s, u"b"_s} << u"ABA"_s;
    QTest::newRow("casts") << u"SELECT '1'::int::text || :a"_s << QStringList{u"a"_s} << u"1A"_s;
    QTest::newRow("within strings")
        << u"SELECT ':x' || E'\\':y' || $$:z$$ || $t$ $$ :z $t$ || :a /* :q /* :r */ */ -- :s"_s << QStringList{u"a"_s}
        << u":x':y:z $$ :z A"_s;
    QTest::newRow("slices") << u"SELECT (ARRAY['a','b','c'])[1:2]::text || :a"_s << QStringList{u"a"_s} << u"{a,b}A"_s;
    QTest::newRow("question marks") << u"SELECT ('{\"k\": 1}'::jsonb ? 'k')::text || :a"_s << QStringList{u"a"_s}
                                    << u"trueA"_s;
    QTest::newRow("named arguments") << u"SELECT make_date(year := 2026, month := 1, day := 2)::text || :a"_s
                                     << QStringList{u"a"_s} << u"2026-01-02A"_s;
}

void TestPostgresDriver::parameters()
{
    QFETCH(QString, sql);
    QFETCH(QStringList, names);
    QFETCH(QString, result);
    const DatabasePtr database = open();
    const auto statement = database->prepare(sql);
    VERIFY_OK(statement);
    QCOMPARE((*statement)->parameterCount(), names.size());
    QList<Value> values;
    for (const QString &name : names) {
        QCOMPARE((*statement)->parameterIndex(name), values.size());
        values += Value::text(name.toUpper());
    }
    QCOMPARE((*statement)->parameterIndex(u"z"_s), -1);
    const auto value = database->queryValue(sql, values);
    VERIFY_OK(value);
    QCOMPARE(value->display(), result);
}

void TestPostgresDriver::oneStatementOnly()
{
    const DatabasePtr database = open();
    for (const QString &blank : {QString(), u" ; "_s, u"-- nothing"_s})
        QVERIFY(!database->prepare(blank));
    const auto two = database->run(u"SELECT 1; SELECT 2"_s);
    QVERIFY(!two);
    QVERIFY(two.error().message.contains(u"more than one statement"_s));
    VERIFY_OK(database->run(u"SELECT 1;"_s));
    VERIFY_OK(database->execute(u"CREATE TABLE t(a int); INSERT INTO t VALUES(1);"_s));
    QCOMPARE(database->queryValue(u"TABLE t"_s)->toInteger(), 1);
}

void TestPostgresDriver::rowsComeWhileOthersRun()
{
    const DatabasePtr database = open(u"CREATE TABLE t AS SELECT generate_series(1, 5000) AS id"_s);
    const auto a = database->prepare(u"SELECT id, 'a' || id FROM t ORDER BY id"_s);
    const auto b = database->prepare(u"SELECT id FROM t ORDER BY id DESC"_s);
    for (int i = 1; i <= 5000; ++i) {
        QVERIFY((*a)->step().value());
        QVERIFY((*b)->step().value());
        QCOMPARE((*a)->column(0).toInteger(), i);
        QCOMPARE((*b)->column(0).toInteger(), 5001 - i);
        QCOMPARE((*a)->column(1).display(), u"a%1"_s.arg(i));
    }
    QVERIFY(!(*a)->step().value());
    QVERIFY(!(*b)->step().value());
    // A failure of rows still to come is told where they would be.
    const auto failing = database->prepare(u"SELECT 1 / (3 - id) FROM (SELECT id FROM t ORDER BY id) AS s"_s);
    QVERIFY((*failing)->step().value());
    QCOMPARE(database->queryValue(u"SELECT count(*) FROM t"_s)->toInteger(), 5000);
    QVERIFY((*failing)->step().value());
    const auto third = (*failing)->step();
    QVERIFY(!third);
    QCOMPARE(third.error().code, u"22012"_s);
    QCOMPARE((*failing)->step().value(), true); // it was reset, and starts anew
}

void TestPostgresDriver::abandonedRows()
{
    const DatabasePtr database = open(u"CREATE TABLE t(id int)"_s);
    QElapsedTimer timer;
    timer.start();
    // Far more rows than anybody would wait for.
    QCOMPARE(database->queryValue(u"SELECT generate_series(1, 2000000000)"_s)->toInteger(), 1);
    QVERIFY(timer.elapsed() < 60000);
    VERIFY_OK(database->run(u"BEGIN"_s));
    QCOMPARE(database->queryValue(u"SELECT generate_series(1, 10000)"_s)->toInteger(), 1);
    VERIFY_OK(database->run(u"INSERT INTO t SELECT generate_series(1, 3)"_s)); // the transaction is not spoilt
    QCOMPARE(database->changes(), 3);
    const auto statement = database->prepare(u"INSERT INTO t SELECT generate_series(1, 100) RETURNING id"_s);
    QVERIFY((*statement)->step().value());
    (*statement)->reset(); // what it writes is written all the same
    VERIFY_OK(database->run(u"COMMIT"_s));
    QCOMPARE(database->queryValue(u"SELECT count(*) FROM t"_s)->toInteger(), 103);
}

/// As one is that comes before the statement has begun over there: rows nobody wants are not read to their end, and the
/// connection stays.
void TestPostgresDriver::aCancelThatIsNotHeardIsSentAgain()
{
    const DatabasePtr database =
        open(u"CREATE FUNCTION deaf() RETURNS integer LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(60); RETURN 1; "
             "EXCEPTION WHEN query_canceled THEN RETURN 2; END $$"_s);
    const auto statement = database->prepare(
        u"SELECT j, CASE WHEN i = 1 AND j = 20000 THEN deaf() END FROM generate_series(1, 30000) AS i "
        "CROSS JOIN generate_series(1, 30000) AS j"_s);
    VERIFY_OK(statement);
    const auto row = (*statement)->step();
    VERIFY_OK(row);
    QVERIFY(*row);
    (*statement)->reset();
    QVERIFY(!database->isLost());
    QCOMPARE(database->queryValue(u"SELECT 1"_s)->toInteger(), 1);
}

void TestPostgresDriver::stopsWhenAsked()
{
    const DatabasePtr database = open(u"CREATE TABLE t(id int)"_s);
    QElapsedTimer timer;
    timer.start();
    (void)database->setStopRequested([&timer] { return timer.elapsed() > 100; });
    const auto slept = database->queryValue(u"SELECT pg_sleep(300)"_s);
    QVERIFY(!slept);
    QVERIFY(slept.error().isCancelled());
    const qint64 took = timer.elapsed();
    QVERIFY2(took < 30000, qPrintable(QString::number(took))); // it is one second where nothing else runs
    (void)database->setStopRequested({});
    QCOMPARE(database->queryValue(u"SELECT 1"_s)->toInteger(), 1); // the cancel does not reach the next one
    timer.start();
    (void)database->setStopRequested([&timer] { return timer.elapsed() > 100; });
    const auto rows =
        database->query(u"SELECT i FROM generate_series(1, 90000) AS i, generate_series(1, 90000) AS j"_s);
    QVERIFY(!rows);
    QVERIFY(rows.error().isCancelled());
    // Nothing starts once it is asked for.
    const auto never = database->run(u"INSERT INTO t VALUES(1)"_s);
    QVERIFY(never.error().isCancelled());
    (void)database->setStopRequested({});
    QCOMPARE(database->queryValue(u"SELECT count(*) FROM t"_s)->toInteger(), 0);
}

void TestPostgresDriver::stopsWaitingForALock()
{
    const DatabasePtr database = open(u"CREATE TABLE t(id int); INSERT INTO t VALUES(1)"_s);
    PostgresSession other(m_location);
    QVERIFY(other.run(u"BEGIN; LOCK TABLE t"_s));
    QElapsedTimer timer;
    timer.start();
    (void)database->setStopRequested([&timer] { return timer.elapsed() > 100; });
    const auto count = database->queryValue(u"SELECT count(*) FROM t"_s);
    QVERIFY(!count);
    QVERIFY(count.error().isCancelled());
}

void TestPostgresDriver::lockTimeout()
{
    m_location = m_cluster.newDatabase(u"CREATE TABLE t(id int); INSERT INTO t VALUES(1)"_s);
    const DatabasePtr database = openAt(m_location, ConnectionSpec::Mode::Write, 200);
    PostgresSession other(m_location);
    QVERIFY(other.run(u"BEGIN; UPDATE t SET id = 2"_s));
    const auto update = database->run(u"UPDATE t SET id = 3"_s);
    QVERIFY(!update);
    QCOMPARE(update.error().kind, Error::Kind::Busy);
    QCOMPARE(update.error().code, u"55P03"_s);
}

void TestPostgresDriver::readOnly()
{
    for (const auto mode : {ConnectionSpec::Mode::Look, ConnectionSpec::Mode::Read}) {
        const DatabasePtr database = open(u"CREATE TABLE t(id int); CREATE FUNCTION f() RETURNS int LANGUAGE sql AS "
                                          "'INSERT INTO t VALUES(1) RETURNING id'"_s,
                                          mode);
        for (const QString &sql : {u"INSERT INTO t VALUES(1)"_s, u"SELECT f()"_s, u"DROP TABLE t"_s}) {
            const auto written = database->run(sql);
            QVERIFY(!written);
            QCOMPARE(written.error().code, u"25006"_s);
        }
        QCOMPARE(database->queryValue(u"SELECT count(*) FROM t"_s)->toInteger(), 0);
    }
}

void TestPostgresDriver::errors_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *name, const QString &sql, Error::Kind kind, const QString &code,
                        const QString &says) { QTest::newRow(name) << sql << static_cast<int>(kind) << code << says; };
    row("unique", u"INSERT INTO p VALUES(1, 5)"_s, Error::Kind::Constraint, u"23505"_s,
        u"Key (id)=(1) already exists"_s);
    row("not null", u"INSERT INTO p VALUES(2, NULL)"_s, Error::Kind::Constraint, u"23502"_s, u"\"n\""_s);
    row("check", u"INSERT INTO p VALUES(3, -1)"_s, Error::Kind::Constraint, u"23514"_s, u"p_n_check"_s);
    row("foreign key", u"INSERT INTO c VALUES(9)"_s, Error::Kind::Constraint, u"23503"_s,
        u"not present in table \"p\""_s);
    row("syntax", u"SELEC 1"_s, Error::Kind::Sql, u"42601"_s, u"syntax error at or near \"SELEC\""_s);
    row("no table", u"SELECT * FROM nowhere"_s, Error::Kind::Sql, u"42P01"_s, u"\"nowhere\" does not exist"_s);
    row("bad value", u"INSERT INTO p VALUES('x', 1)"_s, Error::Kind::Sql, u"22P02"_s, u"invalid input syntax"_s);
    row("copy in", u"COPY p FROM STDIN"_s, Error::Kind::Sql, u"57014"_s, u"COPY"_s);
}

void TestPostgresDriver::errors()
{
    QFETCH(QString, sql);
    QFETCH(int, kind);
    QFETCH(QString, code);
    QFETCH(QString, says);
    const DatabasePtr database =
        open(u"CREATE TABLE p(id int PRIMARY KEY, n int NOT NULL CHECK (n > 0)); INSERT INTO p VALUES(1, 1);"
             "CREATE TABLE c(p int REFERENCES p)"_s);
    const auto ran = database->run(sql);
    QVERIFY(!ran);
    QCOMPARE(static_cast<int>(ran.error().kind), kind);
    QCOMPARE(ran.error().code, code);
    QVERIFY2(ran.error().message.contains(says), qPrintable(ran.error().message));
    QVERIFY2(!ran.error().message.contains(u'\n') && ran.error().message.endsWith(u'.'),
             qPrintable(ran.error().message));
    QCOMPARE(database->queryValue(u"SELECT 1"_s)->toInteger(), 1);
}

void TestPostgresDriver::effects()
{
    const DatabasePtr database = open(
        u"CREATE SCHEMA s; CREATE TABLE a(id int PRIMARY KEY);"
        "CREATE TABLE b(id int, a int REFERENCES a ON DELETE CASCADE); CREATE TABLE s.log(what text);"
        "CREATE FUNCTION logged() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN INSERT INTO s.log VALUES('x'); RETURN NULL; END $$;"
        "CREATE TRIGGER t AFTER DELETE ON b FOR EACH ROW EXECUTE FUNCTION logged();"
        "CREATE TABLE m(id int, at date) PARTITION BY RANGE (at);"
        "CREATE TABLE m1 PARTITION OF m FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');"
        "INSERT INTO a SELECT generate_series(1, 3); INSERT INTO b SELECT i, 1 + i % 3 FROM generate_series(1, 9) AS i"_s);
    const auto counted = [&database](const QString &sql) {
        database->startCountingEffects();
        const auto ran = database->run(sql);
        return ran ? database->takeEffects() : QList<TableEffect>{{ran.error().message, 0, 0, 0}};
    };
    QVERIFY(counted(u"INSERT INTO a VALUES(4)"_s).isEmpty()); // outside of a transaction nobody can tell
    VERIFY_OK(database->run(u"BEGIN"_s));
    const QList<TableEffect> cascade{{u"a"_s, 0, 0, 1}, {u"b"_s, 0, 0, 3}, {u"s.log"_s, 3, 0, 0}};
    QCOMPARE(counted(u"DELETE FROM a WHERE id = 1"_s), cascade);
    QCOMPARE(database->changes(), 1);
    QCOMPARE(database->rowsChangedSoFar(), 7);
    QCOMPARE(counted(u"SELECT count(*) FROM a"_s), QList<TableEffect>());
    QCOMPARE(database->changes(), 0);
    QCOMPARE(counted(u"UPDATE b SET id = 0"_s), (QList<TableEffect>{{u"b"_s, 0, 6, 0}}));
    QCOMPARE(counted(u"INSERT INTO m VALUES(1, '2026-05-05')"_s), (QList<TableEffect>{{u"m"_s, 1, 0, 0}}));
    VERIFY_OK(database->run(u"ROLLBACK"_s));
    VERIFY_OK(database->run(u"BEGIN"_s));
    QCOMPARE(counted(u"DELETE FROM a WHERE id = 1"_s), cascade);
    VERIFY_OK(database->run(u"ROLLBACK"_s));
}

void TestPostgresDriver::transactions()
{
    const DatabasePtr database = open(u"CREATE TABLE t(id int)"_s);
    QVERIFY(!database->inTransaction());
    VERIFY_OK(database->run(u"BEGIN"_s));
    QVERIFY(database->inTransaction());
    QVERIFY(!database->setTransactionHeld(true));
    for (const QString &sql : {u"COMMIT"_s, u"rollback"_s, u"/* x */ END"_s, u"BEGIN"_s, u"START TRANSACTION"_s,
                               u"ABORT"_s, u"PREPARE TRANSACTION 'x'"_s, u"ROLLBACK AND CHAIN"_s}) {
        const auto refused = database->prepare(sql);
        QVERIFY2(!refused, qPrintable(sql));
        QVERIFY(refused.error().message.contains(u"one transaction"_s));
    }
    for (const QString &sql : {u"SAVEPOINT s"_s, u"ROLLBACK TO s"_s, u"ROLLBACK TO SAVEPOINT s"_s, u"RELEASE s"_s})
        VERIFY_OK(database->run(sql));
    QVERIFY(database->setTransactionHeld(false));
    const auto statement = database->prepare(u"SELECT generate_series(1, 3)"_s);
    QVERIFY((*statement)->step().value());
    QVERIFY(database->inTransaction()); // also while rows come
    (*statement)->reset();
    QVERIFY(!database->run(u"SELECT 1/0"_s));
    QVERIFY(database->inTransaction()); // a failed one has to be ended
    VERIFY_OK(database->run(u"ROLLBACK"_s));
    QVERIFY(!database->inTransaction());
}

void TestPostgresDriver::commitOfAFailedTransaction()
{
    const DatabasePtr database = open(u"CREATE TABLE t(id int)"_s);
    VERIFY_OK(database->run(u"BEGIN"_s));
    VERIFY_OK(database->run(u"INSERT INTO t VALUES(1)"_s));
    QVERIFY(!database->run(u"SELECT 1/0"_s));
    const auto commit = database->run(u"COMMIT"_s); // the server calls that a success
    QVERIFY(!commit);
    QVERIFY(commit.error().message.contains(u"took all of it back"_s));
    QVERIFY(!database->inTransaction());
}

void TestPostgresDriver::traced()
{
    const DatabasePtr database = open(u"CREATE TYPE mood AS ENUM ('ok'); CREATE TABLE t(m mood)"_s);
    QList<std::pair<QString, QList<Value>>> seen;
    database->setTrace([&seen](const QString &sql, const QList<Value> &bound) { seen.append({sql, bound}); });
    VERIFY_OK(database->run(u"BEGIN"_s));
    database->startCountingEffects();
    VERIFY_OK(database->run(u"INSERT INTO t VALUES(:m)"_s, {Value::text(u"ok"_s)}));
    (void)database->takeEffects();
    VERIFY_OK(database->query(u"SELECT m FROM t"_s));
    VERIFY_OK(database->run(u"COMMIT"_s));
    VERIFY_OK(database->versions());
    const QList<std::pair<QString, QList<Value>>> expected{{u"BEGIN"_s, {}},
                                                           {u"INSERT INTO t VALUES(:m)"_s, {Value::text(u"ok"_s)}},
                                                           {u"SELECT m FROM t"_s, {}},
                                                           {u"COMMIT"_s, {}}};
    QCOMPARE(seen, expected);
}

void TestPostgresDriver::versions()
{
    const DatabasePtr database = open(u"CREATE TABLE t(id int)"_s, ConnectionSpec::Mode::Read);
    PostgresSession other(m_location);
    auto before = database->versions();
    VERIFY_OK(before);
    QVERIFY(PostgresSession(m_location).run(u"INSERT INTO t VALUES(1)"_s)); // who leaves tells what was counted
    auto after = database->versions();
    QTRY_VERIFY_WITH_TIMEOUT((after = database->versions()).ok() && after->data != before->data, 60000);
    QCOMPARE(after->schema, before->schema);
    for (const QString &ddl :
         {u"ALTER TABLE t ADD c text"_s, u"CREATE INDEX i ON t(id)"_s, u"ALTER TABLE t ALTER id SET NOT NULL"_s,
          u"ALTER TABLE t ALTER c SET DEFAULT 'x'"_s, u"CREATE VIEW v AS SELECT 1 AS a"_s,
          u"CREATE OR REPLACE VIEW v AS SELECT 2 AS a"_s, u"COMMENT ON TABLE t IS 'x'"_s,
          u"CREATE TYPE e AS ENUM ('a')"_s, u"ALTER TYPE e ADD VALUE 'b'"_s, u"ALTER TABLE t RENAME TO u"_s,
          u"DROP VIEW v"_s, u"CREATE SCHEMA s"_s, u"CREATE POLICY p ON u"_s,
          u"CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'"_s}) {
        before = after;
        QVERIFY2(other.run(ddl), qPrintable(other.problem()));
        after = database->versions();
        VERIFY_OK(after);
        QVERIFY2(after->schema != before->schema, qPrintable(ddl));
    }
    const auto size = database->sizeInBytes();
    VERIFY_OK(size);
    QVERIFY(*size > 1000000);
}

void TestPostgresDriver::refusals()
{
    const Driver *driver = driverByName(u"postgres"_s);
    QVERIFY(!driver->isFile());
    const auto refused = [driver](const QString &location) {
        const auto opened = driver->open({u"postgres"_s, location, ConnectionSpec::Mode::Read});
        return opened ? Error() : opened.error();
    };
    QVERIFY(refused(u"postgresql://a:secret@[b/x"_s).message.contains(u"no address"_s));
    QVERIFY(!refused(u"postgresql://a:secret@[b/x"_s).message.contains(u"secret"_s));
    const Error none = refused(m_cluster.location(u"nowhere"_s));
    QVERIFY2(none.message.contains(u"\"nowhere\" does not exist"_s), qPrintable(none.message));
    const Error closed = refused(u"postgresql://x@127.0.0.1:1/d"_s);
    QVERIFY2(closed.message.startsWith(u"d on 127.0.0.1:1 cannot be opened"_s), qPrintable(closed.message));
    const DatabasePtr database = open();
    const auto copied = database->copyTo(u"x"_s, {});
    QVERIFY(!copied);
    QVERIFY(copied.error().message.contains(u"pg_dump"_s));
}

void TestPostgresDriver::scriptRuns()
{
    const DatabasePtr database = open(u"CREATE TABLE t(id serial PRIMARY KEY, v text)"_s);
    Script script;
    script.title = u"two rows"_s;
    script.statements = {statement(u"BEGIN"_s, Statement::Role::Begin),
                         statement(u"INSERT INTO t(v) VALUES(:v) RETURNING id"_s, Statement::Role::Body,
                                   {{u"v"_s, Value::text(u"a"_s)}}),
                         statement(u"UPDATE t SET v = :v WHERE id = :id"_s, Statement::Role::Body,
                                   {{u"v"_s, Value::text(u"b"_s)}, {u"id"_s, Captured{u"key"_s}}}),
                         statement(u"COMMIT"_s, Statement::Role::Commit)};
    script.statements[1].captures = {u"key"_s};
    script.statements[2].expect = TouchesRows{1};
    TestJob job;
    const auto outcome = runScript(*database, script, job);
    VERIFY_OK(outcome);
    QCOMPARE(outcome->captured.value(u"key"_s).toInteger(), 1);
    QCOMPARE(outcome->effects, (QList<TableEffect>{{u"t"_s, 1, 1, 0}}));
    QCOMPARE(database->queryValue(u"SELECT v FROM t"_s)->display(), u"b"_s);
    script.statements[2].sql = u"UPDATE t SET v = :v WHERE id = :id + 100"_s;
    const auto conflict = runScript(*database, script, job);
    QVERIFY(!conflict);
    QCOMPARE(conflict.error().kind, Error::Kind::Conflict);
    QVERIFY(!database->inTransaction());
    QCOMPARE(database->queryValue(u"SELECT count(*) FROM t"_s)->toInteger(), 1);
}

/// Engines that speak the language, and roles that may not call everything.
void TestPostgresDriver::whatAServerLacks()
{
    m_location = m_cluster.newDatabase(
        u"CREATE TABLE t(id int); GRANT ALL ON t TO public;"
        "REVOKE EXECUTE ON FUNCTION pg_catalog.txid_current_snapshot(), pg_catalog.txid_current_if_assigned(),"
        " pg_catalog.pg_stat_get_xact_tuples_inserted(oid) FROM public;"
        "REVOKE SELECT ON pg_catalog.pg_policy FROM public"_s);
    PostgresSession admin(m_location);
    QVERIFY(admin.run(u"CREATE ROLE guest LOGIN"_s));
    QString place = m_location;
    place.replace(u"raincheck@"_s, u"guest@"_s);
    const DatabasePtr database = openAt(place, ConnectionSpec::Mode::Write);
    QVERIFY(database);
    const auto versions = database->versions();
    VERIFY_OK(versions);
    QCOMPARE(*versions, Database::Versions{});
    const auto facts = dialectByName(u"postgres"_s)->facts(*database);
    VERIFY_OK(facts);
    QVERIFY(facts->contains(u"what others change is not noticed here"_s));
    QVERIFY(facts->contains(u"rows changed by triggers and cascades are not counted here"_s));
    const Script script = transactionOf({u"INSERT INTO t VALUES(1)"_s});
    TestJob job;
    const auto outcome = runScript(*database, script, job);
    VERIFY_OK(outcome);
    QCOMPARE(outcome->statements.at(1).changes, 1);
    QVERIFY(outcome->effects.isEmpty());
    QCOMPARE(admin.value(u"SELECT count(*) FROM t"_s), u"1"_s);
    // One catalogue that may not be read hides no change in the others.
    QVERIFY(admin.run(u"GRANT EXECUTE ON FUNCTION pg_catalog.txid_current_snapshot() TO public"_s));
    const auto before = database->versions();
    VERIFY_OK(before);
    QVERIFY(admin.run(u"ALTER TABLE t ADD COLUMN more integer"_s));
    const auto after = database->versions();
    VERIFY_OK(after);
    QVERIFY(before->schema != after->schema);
}

QTEST_GUILESS_MAIN(TestPostgresDriver)
#include "tst_postgresdriver.moc"
