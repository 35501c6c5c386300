// SPDX-License-Identifier: GPL-3.0-or-later
// Whether others have written to this database: what happens elsewhere on the server, or is taken back, does not count.
#include "core/db/connection.h"

#include "postgresparts.h"
#include "support/pgbouncer.h"
#include "support/postgrescluster.h"
#include "support/verify.h"

#include <QRegularExpression>
#include <QTest>
#include <QUrl>

using namespace core;
using namespace postgresparts;
using namespace Qt::Literals::StringLiterals;

class TestPostgresWrites : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { START_POSTGRES(m_cluster); }
    void init();

    void noise_data();
    void noise();
    void writes_data();
    void writes();
    void ours_data();
    void ours();
    void whereNothingIsCounted();

private:
    /// What was counted is told to others at once, where the server can be asked for that.
    static void tell(PostgresSession &session) { session.run(u"SELECT pg_catalog.pg_stat_force_next_flush()"_s); }
    [[nodiscard]] Database::Versions now(Database &database)
    {
        const auto versions = database.versions();
        return versions ? *versions : Database::Versions{-1, -1};
    }

    PostgresCluster m_cluster;
    QString m_location;
    QString m_elsewhere;
};

void TestPostgresWrites::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    const QString tables = u"CREATE TABLE t(id int PRIMARY KEY, v text); INSERT INTO t VALUES(1, 'one'), (2, 'two');"
                           "CREATE SEQUENCE s; CREATE MATERIALIZED VIEW m AS SELECT * FROM t"_s;
    m_location = m_cluster.newDatabase(tables);
    m_elsewhere = m_cluster.newDatabase(tables);
    QVERIFY2(!m_location.isEmpty() && !m_elsewhere.isEmpty(), qPrintable(m_cluster.problem()));
}

void TestPostgresWrites::noise_data()
{
    QTest::addColumn<bool>("here");
    QTest::addColumn<QStringList>("statements");
    QTest::newRow("another database's rows") << false << QStringList{u"INSERT INTO t VALUES(3, 'three')"_s};
    QTest::newRow("another database's schema") << false << QStringList{u"ALTER TABLE t ADD COLUMN w int"_s};
    QTest::newRow("vacuum") << true << QStringList{u"VACUUM t"_s};
    QTest::newRow("analyze") << true << QStringList{u"ANALYZE"_s};
    QTest::newRow("vacuum, freeze, analyze") << true << QStringList{u"VACUUM (FREEZE, ANALYZE)"_s};
    QTest::newRow("vacuum after a delete elsewhere")
        << false << QStringList{u"DELETE FROM t"_s, u"VACUUM (FREEZE, ANALYZE)"_s};
    QTest::newRow("rows that are taken back")
        << true << QStringList{u"BEGIN"_s, u"INSERT INTO t VALUES(3, 'x')"_s, u"ROLLBACK"_s};
    QTest::newRow("a number for a row") << true << QStringList{u"SELECT nextval('s')"_s};
    QTest::newRow("a row is locked") << true << QStringList{u"BEGIN"_s, u"SELECT * FROM t FOR UPDATE"_s, u"COMMIT"_s};
    QTest::newRow("temporary tables") << true
                                      << QStringList{
                                             u"CREATE TEMP TABLE own(id serial PRIMARY KEY, v text CHECK (v <> ''))"_s,
                                             u"INSERT INTO own(v) VALUES('x')"_s, u"CREATE INDEX ON own(v)"_s,
                                             u"COMMENT ON TABLE own IS 'mine'"_s, u"DROP TABLE own"_s};
    QTest::newRow("another database is made") << true << QStringList{u"CREATE DATABASE more_%1"_s};
}

void TestPostgresWrites::noise()
{
    QFETCH(bool, here);
    QFETCH(QStringList, statements);
    const DatabasePtr database = openAt(m_location, ConnectionSpec::Mode::Read);
    QVERIFY(database);
    PostgresSession other(here ? m_location : m_elsewhere);
    tell(other);
    const Database::Versions before = now(*database);
    for (const QString &sql : statements)
        QVERIFY2(other.run(sql.contains(u'%') ? sql.arg(QUrl(m_location).path().sliced(1)) : sql),
                 qPrintable(other.problem()));
    tell(other);
    const Database::Versions after = now(*database);
    QCOMPARE(after.data, before.data);
    QCOMPARE(after.schema, before.schema);
    // It would have been seen.
    QVERIFY(PostgresSession(m_location).run(u"INSERT INTO t VALUES(9, 'nine')"_s));
    QTRY_VERIFY_WITH_TIMEOUT(now(*database).data != before.data, 60000);
}

void TestPostgresWrites::writes_data()
{
    QTest::addColumn<QString>("sql");
    QTest::newRow("insert") << u"INSERT INTO t VALUES(3, 'three')"_s;
    QTest::newRow("update") << u"UPDATE t SET v = 'uno' WHERE id = 1"_s;
    QTest::newRow("delete") << u"DELETE FROM t WHERE id = 2"_s;
    QTest::newRow("copy") << u"COPY t FROM PROGRAM 'echo 7,seven' CSV"_s;
    QTest::newRow("within a savepoint") << u"BEGIN; SAVEPOINT a; INSERT INTO t VALUES(3, 'three'); RELEASE a; COMMIT"_s;
    QTest::newRow("truncate") << u"TRUNCATE t"_s;
    QTest::newRow("a view's rows read anew") << u"REFRESH MATERIALIZED VIEW m"_s;
    QTest::newRow("a table is gone") << u"DROP TABLE t CASCADE"_s;
}

/// By a guest, who may do nothing but look.
void TestPostgresWrites::writes()
{
    QFETCH(QString, sql);
    PostgresSession other(m_location);
    other.run(u"CREATE ROLE guest LOGIN"_s); // of the whole cluster
    QVERIFY(other.run(u"GRANT SELECT ON t TO guest"_s));
    QString place = m_location;
    place.replace(u"raincheck@"_s, u"guest@"_s);
    const DatabasePtr database = openAt(place, ConnectionSpec::Mode::Read);
    QVERIFY(database);
    const Database::Versions before = now(*database);
    QVERIFY(PostgresSession(m_location).run(sql)); // and leaves, which tells what it did
    QTRY_VERIFY_WITH_TIMEOUT((now(*database).data != before.data) || (now(*database).schema != before.schema), 60000);
    const Database::Versions seen = now(*database);
    QCOMPARE(now(*database).schema, seen.schema);
}

void TestPostgresWrites::ours_data()
{
    QTest::addColumn<QStringList>("statements");
    QTest::addColumn<bool>("pooled");
    for (const bool pooled : {false, true}) {
        const char *how = pooled ? ", through a pooler" : "";
        QTest::addRow("%s%s", "kept", how) << QStringList{u"BEGIN"_s, u"UPDATE t SET v = 'x'"_s, u"COMMIT"_s} << pooled;
        QTest::addRow("%s%s", "taken back", how)
            << QStringList{u"BEGIN"_s, u"UPDATE t SET v = 'x'"_s, u"ROLLBACK"_s} << pooled;
        QTest::addRow("%s%s", "failed", how)
            << QStringList{u"BEGIN"_s, u"UPDATE t SET v = 'x'"_s, u"SELECT 1/0"_s, u"ROLLBACK"_s} << pooled;
        QTest::addRow("%s%s", "without a transaction", how) << QStringList{u"UPDATE t SET v = 'x'"_s} << pooled;
    }
}

/// What is seen when our own connection is closed again is all there is to see of it, whatever others do elsewhere.
void TestPostgresWrites::ours()
{
    QFETCH(QStringList, statements);
    QFETCH(bool, pooled);
    PgBouncer pooler;
    QString place = m_location;
    if (pooled) {
        if (const QString because = PgBouncer::unavailableBecause(); !because.isEmpty())
            QSKIP(qPrintable(because));
        QVERIFY2(pooler.start(m_cluster), qPrintable(pooler.problem()));
        place = pooler.location(QUrl(m_location).path().sliced(1));
    }
    const DatabasePtr database = openAt(place, ConnectionSpec::Mode::Read);
    QVERIFY(database);
    (void)now(*database);
    {
        const DatabasePtr own = openAt(place, ConnectionSpec::Mode::Write);
        QVERIFY(own);
        for (const QString &sql : statements) {
            const auto ran = own->run(sql);
            QVERIFY2(ran.ok() || sql.contains(u"1/0"_s), qPrintable(ran.ok() ? QString() : ran.error().message));
        }
    }
    const Database::Versions settled = now(*database); // as after each Apply and dry run
    PostgresSession elsewhere(m_elsewhere);
    for (int i = 0; i < 20; ++i) {
        QVERIFY(elsewhere.run(u"UPDATE t SET v = v || 'x'"_s));
        QCOMPARE(now(*database).data, settled.data);
    }
}

void TestPostgresWrites::whereNothingIsCounted()
{
    PostgresSession other(m_location);
    QVERIFY(other.run(u"ALTER DATABASE %1 SET track_counts = off"_s.arg(QUrl(m_location).path().sliced(1))));
    const DatabasePtr database = openAt(m_location, ConnectionSpec::Mode::Read);
    QVERIFY(database);
    const Database::Versions before = now(*database);
    QVERIFY(other.run(u"INSERT INTO t VALUES(3, 'three')"_s));
    QVERIFY(now(*database).data != before.data);
}

QTEST_GUILESS_MAIN(TestPostgresWrites)
#include "tst_postgreswrites.moc"
