// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/drivers/postgres/postgresdatabase.h"
#include "core/db/scriptrunner.h"

#include "postgresparts.h"
#include "support/jobs.h"
#include "support/pgbouncer.h"
#include "support/verify.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QTest>
#include <QUrl>

using namespace core;
using namespace postgresparts;
using namespace Qt::Literals::StringLiterals;

/// Behind a pooler that gives every transaction another server, nothing of a session is left.
class TestPostgresPool : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void opens_data() { poolers(); }
    void opens();
    void valuesReadTheSame_data() { poolers(); }
    void valuesReadTheSame();
    void readOnlyIsTheServersWord_data() { poolers(); }
    void readOnlyIsTheServersWord();
    void scriptsApply_data() { poolers(); }
    void scriptsApply();
    void readersInterleave_data() { poolers(); }
    void readersInterleave();
    void stops_data() { poolers(); }
    void stops();

private:
    static void poolers();
    [[nodiscard]] QString location(const QString &direct) const;

    PostgresCluster m_cluster;
    PgBouncer m_plain; ///< refuses settings at the start
    PgBouncer m_ignoring; ///< takes them and forgets them
};

void TestPostgresPool::initTestCase()
{
    if (const QString because = PgBouncer::unavailableBecause(); !because.isEmpty())
        QSKIP(qPrintable(because));
    START_POSTGRES(m_cluster);
    QVERIFY2(m_plain.start(m_cluster), qPrintable(m_plain.problem()));
    QVERIFY2(m_ignoring.start(m_cluster, {u"ignore_startup_parameters = options"_s}), qPrintable(m_ignoring.problem()));
}

void TestPostgresPool::poolers()
{
    QTest::addColumn<bool>("ignores");
    QTest::newRow("refuses settings") << false;
    QTest::newRow("ignores settings") << true;
}

QString TestPostgresPool::location(const QString &direct) const
{
    QFETCH(bool, ignores);
    const QString database = QUrl(direct).path().sliced(1);
    return (ignores ? m_ignoring : m_plain).location(database);
}

void TestPostgresPool::opens()
{
    const QString place = location(m_cluster.newDatabase(u"CREATE TABLE t(id int)"_s));
    const DatabasePtr database = openAt(place, ConnectionSpec::Mode::Read);
    QVERIFY(database);
    QVERIFY(static_cast<postgres::PostgresDatabase &>(*database).isPooled());
    QCOMPARE(database->queryValue(u"SELECT count(*) FROM t"_s)->toInteger(), 0);
    VERIFY_OK(database->versions());
    QVERIFY(!database->inTransaction());
}

void TestPostgresPool::valuesReadTheSame()
{
    const QString direct = m_cluster.newDatabase();
    PostgresSession other(direct);
    const QString name = QUrl(direct).path().sliced(1);
    for (const QString &setting : {u"DateStyle TO 'German'"_s, u"IntervalStyle TO 'iso_8601'"_s,
                                   u"bytea_output TO escape"_s, u"extra_float_digits TO 0"_s})
        QVERIFY(other.run(u"ALTER DATABASE %1 SET %2"_s.arg(name, setting)));
    for (const auto mode : {ConnectionSpec::Mode::Read, ConnectionSpec::Mode::Write}) {
        const DatabasePtr database = openAt(location(direct), mode);
        QVERIFY(database);
        const QString sql =
            u"SELECT '2026-02-03'::date, '1 day 02:00'::interval, '\\xff00'::bytea, 0.1::float8 + 0.2"_s;
        const Row expected{Value::typed("2026-02-03", u"date"_s), Value::typed("1 day 02:00:00", u"interval"_s),
                           Value::blob(QByteArray("\xff\0", 2)), Value::real(0.30000000000000004)};
        const auto rows = database->query(sql);
        VERIFY_OK(rows);
        QVERIFY(rows->front() == expected);
        VERIFY_OK(database->run(u"BEGIN"_s));
        const auto within = database->query(sql);
        VERIFY_OK(within);
        QVERIFY(within->front() == expected);
        VERIFY_OK(database->run(u"COMMIT"_s));
    }
}

void TestPostgresPool::readOnlyIsTheServersWord()
{
    const DatabasePtr database = openAt(
        location(m_cluster.newDatabase(u"CREATE TABLE t(id int); CREATE FUNCTION f() RETURNS int LANGUAGE sql AS "
                                       "'INSERT INTO t VALUES(1) RETURNING id'"_s)),
        ConnectionSpec::Mode::Read);
    QVERIFY(database);
    for (const QString &sql : {u"INSERT INTO t VALUES(1)"_s, u"SELECT f()"_s, u"DROP TABLE t"_s}) {
        const auto written = database->run(sql);
        QVERIFY(!written);
        QCOMPARE(written.error().code, u"25006"_s);
        QVERIFY(!database->inTransaction());
    }
    VERIFY_OK(database->run(u"BEGIN"_s));
    QCOMPARE(database->run(u"INSERT INTO t VALUES(1)"_s).error().code, u"25006"_s);
    VERIFY_OK(database->run(u"ROLLBACK"_s));
    QCOMPARE(database->queryValue(u"SELECT count(*) FROM t"_s)->toInteger(), 0);
}

void TestPostgresPool::scriptsApply()
{
    const QString direct = m_cluster.newDatabase(u"CREATE TABLE t(id int PRIMARY KEY)"_s);
    const DatabasePtr database = openAt(location(direct));
    QVERIFY(database);
    const DatabasePtr reader = openAt(location(direct), ConnectionSpec::Mode::Read);
    TestJob job;
    for (int i = 0; i < 10; ++i) {
        const auto outcome = runScript(
            *database,
            transactionOf({u"INSERT INTO t VALUES(%1)"_s.arg(2 * i), u"INSERT INTO t VALUES(%1)"_s.arg(2 * i + 1)}),
            job);
        VERIFY_OK(outcome);
        QCOMPARE(outcome->effects, (QList<TableEffect>{{u"t"_s, 2, 0, 0}}));
        QCOMPARE(reader->queryValue(u"SELECT count(*) FROM t"_s)->toInteger(), 2 * i + 2);
    }
    const auto twice =
        runScript(*database, transactionOf({u"INSERT INTO t VALUES(99)"_s, u"INSERT INTO t VALUES(0)"_s}), job);
    QVERIFY(!twice);
    QCOMPARE(twice.error().kind, Error::Kind::Constraint);
    QVERIFY(!database->inTransaction());
    QCOMPARE(reader->queryValue(u"SELECT count(*) FROM t"_s)->toInteger(), 20);
    // A single statement is a transaction, too.
    VERIFY_OK(database->run(u"INSERT INTO t VALUES(50)"_s));
    QCOMPARE(database->changes(), 1);
    VERIFY_OK(database->run(u"CREATE INDEX CONCURRENTLY i ON t(id)"_s));
}

void TestPostgresPool::readersInterleave()
{
    const QString direct = m_cluster.newDatabase(u"CREATE TABLE t AS SELECT generate_series(1, 2000) AS id"_s);
    const DatabasePtr one = openAt(location(direct), ConnectionSpec::Mode::Read);
    const DatabasePtr two = openAt(location(direct), ConnectionSpec::Mode::Read);
    QVERIFY(one && two);
    const auto a = one->prepare(u"SELECT id FROM t WHERE id > :from ORDER BY id"_s);
    const auto b = two->prepare(u"SELECT id FROM t WHERE id > :from ORDER BY id"_s);
    VERIFY_OK((*a)->bind(0, Value::integer(0)));
    VERIFY_OK((*b)->bind(0, Value::integer(1000)));
    for (int i = 1; i <= 1000; ++i) {
        QVERIFY((*a)->step().value());
        QVERIFY((*b)->step().value());
        QCOMPARE((*a)->column(0).toInteger(), i);
        QCOMPARE((*b)->column(0).toInteger(), 1000 + i);
    }
}

void TestPostgresPool::stops()
{
    const DatabasePtr database = openAt(location(m_cluster.newDatabase()), ConnectionSpec::Mode::Read);
    QVERIFY(database);
    QElapsedTimer timer;
    timer.start();
    (void)database->setStopRequested([&timer] { return timer.elapsed() > 100; });
    const auto slept = database->queryValue(u"SELECT pg_sleep(300)"_s);
    QVERIFY(!slept);
    QVERIFY2(slept.error().isCancelled(), qPrintable(slept.error().message));
    (void)database->setStopRequested({});
    QCOMPARE(database->queryValue(u"SELECT 1"_s)->toInteger(), 1);
}

QTEST_GUILESS_MAIN(TestPostgresPool)
#include "tst_postgrespool.moc"
