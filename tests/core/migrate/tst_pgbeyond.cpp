// SPDX-License-Identifier: GPL-3.0-or-later
// What no dry run on a server may do for real, and what it has to own up that it did not see.
#include "core/dialect/probesql.h"
#include "core/session/schemasource.h"
#include "support/pgdatabase.h"
#include "support/pgfindings.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

class TestPgBeyond : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { START_POSTGRES(m_cluster); }
    void init();
    void cleanup();
    void statementsThatReachBeyond_data();
    void statementsThatReachBeyond();
    void isNotTried_data();
    void isNotTried();
    void isTriedWhereItIsTakenBack();
    void isNotRead();
    void codeThatIsReadIsTakenBack();
    void rowsThatPoliciesHide_data();
    void rowsThatPoliciesHide();
    void rowsThatMayNotBeRead();
    void losesRowsThatAreNotThere();

private:
    [[nodiscard]] QStringList found(Database &database, const QString &sql) const
    {
        return pgFindings(database, m->dialect, sql);
    }
    [[nodiscard]] std::unique_ptr<Database> as(const QString &role);
    [[nodiscard]] qint64 count(const QString &sql);

    PostgresCluster m_cluster;
    std::unique_ptr<PgDatabase> m;
};

void TestPgBeyond::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    m = std::make_unique<PgDatabase>(m_cluster,
                                     u"CREATE TABLE k (i int PRIMARY KEY, x text); INSERT INTO k VALUES (1, 'a'), (2, "
                                     "'b'), (3, 'c'); CREATE ROLE own LOGIN CREATEDB"_s);
    QCOMPARE(m->problem, QString());
}

void TestPgBeyond::cleanup()
{
    QVERIFY(m->database->run(u"DROP OWNED BY own CASCADE"_s).ok());
    QVERIFY(m->database->run(u"DROP ROLE own"_s).ok());
    m.reset();
}

std::unique_ptr<Database> TestPgBeyond::as(const QString &role)
{
    const QString location = m_cluster.location(m->column(u"SELECT current_database()"_s).first(), role);
    auto opened = driverByName(u"postgres"_s)->open({u"postgres"_s, location, ConnectionSpec::Mode::Write});
    return opened ? std::move(*opened) : nullptr;
}

qint64 TestPgBeyond::count(const QString &sql)
{
    const auto n = m->database->queryValue(sql);
    return n ? n->toInteger() : -1;
}

void TestPgBeyond::statementsThatReachBeyond_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("words");
    QTest::addColumn<bool>("isTakenBack");
    const auto add = [](const QString &sql, const QString &words, bool back = false) {
        QTest::newRow(qPrintable(sql)) << sql << words << back;
    };
    add(u"/* x */ drop  database a"_s, u"DROP DATABASE"_s);
    add(u"CREATE TABLESPACE t LOCATION '/x'"_s, u"CREATE TABLESPACE"_s);
    add(u"ALTER SYSTEM SET work_mem = 1"_s, u"ALTER SYSTEM"_s);
    add(u"CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p"_s, u"CREATE SUBSCRIPTION"_s);
    add(u"COPY t TO PROGRAM 'rm -rf /'"_s, u"COPY T TO PROGRAM"_s);
    add(u"COPY (SELECT 1) TO '/tmp/x'"_s, u"COPY (SELECT 1) TO '"_s);
    add(u"SELECT dblink_exec('x', 'y')"_s, u"DBLINK_EXEC()"_s);
    add(u"SELECT pg_catalog.lo_export(1, '/x')"_s, u"LO_EXPORT()"_s);
    add(u"CREATE ROLE r SUPERUSER"_s, u"CREATE ROLE"_s, true);
    add(u"ALTER USER r SET x = 1"_s, u"ALTER USER"_s, true);
    add(u"DROP GROUP g"_s, u"DROP GROUP"_s, true);
    add(u"ALTER DATABASE d SET x = 1"_s, u"ALTER DATABASE"_s, true);
    add(u"GRANT a, b TO c"_s, u"GRANT A, B TO"_s, true);
    add(u"REVOKE CONNECT ON DATABASE d FROM x"_s, u"REVOKE CONNECT ON DATABASE"_s, true);
    add(u"COMMENT ON ROLE x IS 'y'"_s, u"COMMENT ON ROLE"_s, true);
    add(u"REASSIGN OWNED BY a TO b"_s, u"REASSIGN OWNED"_s, true);
    add(u"DO $$ BEGIN CREATE ROLE x; END $$"_s, u"CREATE ROLE"_s, true);
    add(u"DO $$ BEGIN PERFORM dblink('x', 'y'); END $$"_s, u"DBLINK()"_s);
    for (const QString &sql :
         {u"GRANT SELECT ON t TO x"_s, u"CREATE USER MAPPING FOR x SERVER s"_s,
          u"COMMENT ON TABLE t IS 'drop database x'"_s, u"INSERT INTO t VALUES ('create role x')"_s,
          u"CREATE TABLE t (drop_database int)"_s,
          u"ALTER DEFAULT PRIVILEGES IN SCHEMA s GRANT SELECT ON TABLES TO x"_s, u"COPY t FROM STDIN"_s,
          u"REVOKE EXECUTE ON FUNCTION f() FROM PUBLIC"_s, u"CREATE INDEX CONCURRENTLY i ON t (a)"_s,
          u"CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'"_s, u"ALTER TABLE t OWNER TO x"_s})
        add(sql, {});
}

void TestPgBeyond::statementsThatReachBeyond()
{
    QFETCH(QString, sql);
    QFETCH(QString, words);
    QFETCH(bool, isTakenBack);
    const auto beyond = m->dialect.probeSql()->reachesBeyond(sql);
    QCOMPARE(beyond ? beyond->words.toUpper() : QString(), words);
    QCOMPARE(beyond && beyond->isTakenBack, isTakenBack);
}

void TestPgBeyond::isNotTried_data()
{
    QTest::addColumn<QString>("sql");
    QTest::newRow("alone") << u"DROP DATABASE victim"_s;
    QTest::newRow("after what refuses a transaction") << u"VACUUM k; DROP DATABASE victim; CREATE ROLE leak"_s;
    QTest::newRow("in a transaction of its own") << u"BEGIN; CREATE ROLE leak; COMMIT; SELECT 1"_s;
    QTest::newRow("in a block") << u"BEGIN; DO $$ BEGIN CREATE ROLE leak; END $$; COMMIT"_s;
}

void TestPgBeyond::isNotTried()
{
    QFETCH(QString, sql);
    QVERIFY(m->database->run(u"CREATE DATABASE victim"_s).ok());
    const QStringList all = found(*m->database, sql);
    QCOMPARE(count(u"SELECT count(*) FROM pg_database WHERE datname = 'victim'"_s), 1);
    QCOMPARE(count(u"SELECT count(*) FROM pg_roles WHERE rolname = 'leak'"_s), 0);
    QVERIFY(m->database->run(u"DROP DATABASE victim"_s).ok());
    QCOMPARE(all.size(), 1);
    QVERIFY2(all.first().contains(u"reaches beyond the database"_s), qPrintable(all.first()));
}

void TestPgBeyond::isTriedWhereItIsTakenBack()
{
    const QStringList all = found(*m->database, u"CREATE ROLE leak; GRANT SELECT ON k TO leak"_s);
    QCOMPARE(count(u"SELECT count(*) FROM pg_roles WHERE rolname = 'leak'"_s), 0);
    QVERIFY2(!all.isEmpty() && all.last().startsWith(u"H90 Tried on the server itself"_s), qPrintable(all.join(u'\n')));
}

void TestPgBeyond::isNotRead()
{
    TestJob job;
    const auto schema = schemaOfDdlOn(m->spec(ConnectionSpec::Mode::Read),
                                      u"CREATE TABLE t (i int);\nCREATE ROLE leak;"_s, u"x.sql"_s, m->dialect, job);
    QVERIFY(!schema);
    QVERIFY2(schema.error().message.startsWith(u"x.sql, line 2: “CREATE ROLE” reaches beyond a database"_s),
             qPrintable(schema.error().message));
    QCOMPARE(count(u"SELECT count(*) FROM pg_roles WHERE rolname = 'leak'"_s), 0);
}

void TestPgBeyond::codeThatIsReadIsTakenBack()
{
    TestJob job;
    const QString code = u"CREATE TABLE t (i int); DO $$ BEGIN EXECUTE 'create ro' || 'le leak'; END $$;"_s;
    const auto schema = schemaOfDdlOn(m->spec(ConnectionSpec::Mode::Read), code, u"x.sql"_s, m->dialect, job);
    VERIFY_OK(schema);
    QVERIFY(schema->table({{}, u"t"_s}));
    QCOMPARE(count(u"SELECT count(*) FROM pg_roles WHERE rolname = 'leak'"_s), 0);
    const auto bound = schemaOfDdlOn(m->spec(ConnectionSpec::Mode::Read), u"BEGIN; "_s + code + u" COMMIT;"_s,
                                     u"x.sql"_s, m->dialect, job);
    QVERIFY(!bound);
    QVERIFY2(bound.error().message.contains(u"take its BEGIN and COMMIT out"_s), qPrintable(bound.error().message));
}

void TestPgBeyond::rowsThatPoliciesHide_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<bool>("isTold");
    QTest::newRow("a column") << u"ALTER TABLE k DROP COLUMN x"_s << true;
    QTest::newRow("the table") << u"DROP TABLE k"_s << true;
    QTest::newRow("another type") << u"ALTER TABLE k ALTER x TYPE varchar(1)"_s << true;
    QTest::newRow("in a block") << u"DO $$ BEGIN DROP TABLE k; END $$"_s << true;
    QTest::newRow("nothing of theirs") << u"COMMENT ON TABLE k IS 'y'"_s << false;
}

void TestPgBeyond::rowsThatPoliciesHide()
{
    QFETCH(QString, sql);
    QFETCH(bool, isTold);
    QVERIFY(m->database->run(u"ALTER TABLE k OWNER TO own"_s).ok());
    QVERIFY(m->database->run(u"ALTER TABLE k ENABLE ROW LEVEL SECURITY"_s).ok());
    QVERIFY(m->database->run(u"ALTER TABLE k FORCE ROW LEVEL SECURITY"_s).ok());
    QVERIFY(m->database->run(u"CREATE POLICY p ON k USING (i > 2)"_s).ok());
    const auto owner = as(u"own"_s);
    QVERIFY(owner);
    const QStringList all = found(*owner, sql);
    const bool told = std::any_of(all.begin(), all.end(), [](const QString &f) {
        return f.startsWith(u"H91! What happens to the rows of “k” is not known in full"_s);
    });
    QVERIFY2(told == isTold, qPrintable(all.join(u'\n')));
}

void TestPgBeyond::rowsThatMayNotBeRead()
{
    QVERIFY(m->database->run(u"GRANT TRUNCATE ON k TO own"_s).ok());
    const auto owner = as(u"own"_s);
    QVERIFY(owner);
    const QStringList all = found(*owner, u"DO $$ BEGIN TRUNCATE k; END $$"_s);
    QVERIFY2(
        std::any_of(all.begin(), all.end(),
                    [](const QString &f) { return f.startsWith(u"H91! "_s) && f.contains(u"could not be read"_s); }),
        qPrintable(all.join(u'\n')));
}

void TestPgBeyond::losesRowsThatAreNotThere()
{
    const auto somebody = as(u"own"_s); // so that the database cannot be copied with its rows
    QVERIFY(somebody);
    const QStringList all =
        found(*m->database, u"BEGIN; DO $$ BEGIN ALTER TABLE k DROP COLUMN x; END $$; COMMIT; SELECT 1"_s);
    QVERIFY2(std::any_of(all.begin(), all.end(), [](const QString &f) { return f.startsWith(u"H92! "_s); }),
             qPrintable(all.join(u'\n')));
    const QStringList index = found(*m->database, u"CREATE INDEX CONCURRENTLY ix ON k (x)"_s);
    QVERIFY2(std::none_of(index.begin(), index.end(), [](const QString &f) { return f.startsWith(u"H92"_s); }),
             qPrintable(index.join(u'\n')));
}

QTEST_GUILESS_MAIN(TestPgBeyond)
#include "tst_pgbeyond.moc"
