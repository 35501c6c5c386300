// SPDX-License-Identifier: GPL-3.0-or-later
// What a script does on a server beyond what its statements say, as its dry run tells it.
#include "core/dialect/probesql.h"
#include "core/migrate/filescript.h"
#include "core/migrate/findings.h"
#include "support/pgdatabase.h"
#include "support/pgfindings.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

class TestPgDryRun : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { START_POSTGRES(m_cluster); }
    void init();
    void cleanup() { m.reset(); }
    void lossesThatNoStatementNames_data();
    void lossesThatNoStatementNames();
    void whatTheScriptSaysStopsNothing_data();
    void whatTheScriptSaysStopsNothing();
    void whatMayNotBeReadFailsNothing();
    void twoOfOneName_data();
    void twoOfOneName();
    void statementsThatReachFurther_data();
    void statementsThatReachFurther();

private:
    [[nodiscard]] QStringList found(const QString &sql) const { return pgFindings(*m->database, m->dialect, sql); }

    PostgresCluster m_cluster;
    std::unique_ptr<PgDatabase> m;
};

void TestPgDryRun::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    m = std::make_unique<PgDatabase>(
        m_cluster,
        u"CREATE TABLE a (id int PRIMARY KEY, z text); INSERT INTO a VALUES (1, 'x'), (2, 'y'), (3, NULL);"
        "CREATE TABLE b (a int REFERENCES a ON DELETE CASCADE); INSERT INTO b VALUES (1), (1);"
        "CREATE SCHEMA s; CREATE TABLE s.t (id int, z text); INSERT INTO s.t VALUES (1, 'x'), (2, 'y');"
        "CREATE TABLE s.none (id int);"
        "CREATE FUNCTION fdel() RETURNS int LANGUAGE plpgsql AS 'begin delete from a; return 1; end';"
        "CREATE FUNCTION fagain() RETURNS int LANGUAGE plpgsql AS "
        "'begin delete from s.t; insert into s.t values (8), (9); return 1; end';"
        "CREATE PROCEDURE pdrop() LANGUAGE plpgsql AS 'begin drop table a cascade; end';"
        "CREATE TYPE k AS ENUM ('q'); CREATE TABLE c (id int, k k); INSERT INTO c VALUES (1, 'q');"_s);
    QCOMPARE(m->problem, QString());
}

void TestPgDryRun::lossesThatNoStatementNames_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("says");
    const auto add = [](const char *name, const QString &sql, const QString &says) {
        QTest::newRow(name) << sql << says;
    };
    add("a schema goes", u"DROP SCHEMA s CASCADE"_s,
        u"H01! “s.t” is dropped with its 2 rows, and no DROP TABLE in the script says so."_s);
    add("an empty table goes with it", u"DROP SCHEMA s CASCADE"_s,
        u"H01 “s.none” is dropped with its 0 rows, and no DROP TABLE in the script says so."_s);
    add("a block deletes", u"DO $$ begin delete from a; end $$"_s, u"H05! “a” loses 3 of 3 rows"_s);
    add("what refers to it goes as well", u"DO $$ begin delete from a; end $$"_s, u"H05! “b” loses 2 of 2 rows"_s);
    add("a function deletes", u"SELECT fdel()"_s, u"H05! “a” loses 3 of 3 rows"_s);
    add("as many come as went", u"SELECT fagain()"_s,
        u"H05! “s.t” loses 2 of 2 rows, and no DROP or DELETE in the script says so."_s);
    add("a function within an insert", u"INSERT INTO c (id) SELECT fdel()"_s,
        u"H05! “a” loses 3 rows, and no DELETE in the script says so."_s);
    add("a block drops", u"DO 'begin drop table b; drop table a; end'"_s,
        u"H01! “a” is dropped with its 3 rows, and no DROP TABLE in the script says so."_s);
    add("a procedure drops", u"CALL pdrop()"_s,
        u"H01! “a” is dropped with its 3 rows, and no DROP TABLE in the script says so."_s);
    add("a block drops a column", u"DO 'begin alter table a drop column z; end'"_s,
        u"H02! The column “z” of “a” goes with its 2 values, and no DROP COLUMN in the script says so."_s);
    add("a column of another schema", u"DO 'begin alter table s.t drop column z; end'"_s,
        u"H02! The column “z” of “s.t” goes with its 2 values, and no DROP COLUMN in the script says so."_s);
    add("a block empties a column", u"DO 'begin update a set z = NULL; end'"_s,
        u"H02! “z” of “a” has 2 values less than before, in rows that stay."_s);
    add("a block changes rows", u"DO 'begin update s.t set z = 1; end'"_s,
        u"H05 2 rows of “s.t” changed, and no UPDATE in the script says so."_s);
    add("a type takes its columns along", u"DROP TYPE k CASCADE"_s,
        u"H02! The column “k” of “c” goes with its 1 value, and no DROP COLUMN in the script says so."_s);
    add("TRUNCATE goes on", u"TRUNCATE a CASCADE"_s, u"H05! “b” loses 2 of 2 rows"_s);
    add("DELETE goes on", u"DELETE FROM a WHERE id = 1"_s,
        u"H05! “b” loses 2 rows, and no DELETE in the script says so."_s);
}

void TestPgDryRun::lossesThatNoStatementNames()
{
    QFETCH(QString, sql);
    QFETCH(QString, says);
    const QStringList all = found(sql);
    QVERIFY2(std::any_of(all.begin(), all.end(), [&](const QString &f) { return f.startsWith(says); }),
             qPrintable(says + u"\nis not among\n"_s + all.join(u'\n')));
}

void TestPgDryRun::whatTheScriptSaysStopsNothing_data()
{
    QTest::addColumn<QString>("sql");
    QTest::newRow("a table of another schema") << u"DROP TABLE s.t"_s;
    QTest::newRow("several tables") << u"DROP TABLE IF EXISTS b, public.a"_s;
    QTest::newRow("several columns") << u"ALTER TABLE c DROP COLUMN k, DROP COLUMN IF EXISTS id"_s;
    QTest::newRow("a column of another schema") << u"ALTER TABLE s.t DROP z"_s;
    QTest::newRow("moved") << u"ALTER TABLE c SET SCHEMA s"_s;
    QTest::newRow("the schema renamed") << u"ALTER SCHEMA s RENAME TO r"_s;
    QTest::newRow("renamed in another schema") << u"ALTER TABLE s.t RENAME TO u"_s;
    QTest::newRow("all rows of some") << u"TRUNCATE TABLE s.t, ONLY c"_s;
    QTest::newRow("rows that it names") << u"UPDATE s.t SET z = 'q'; DELETE FROM c"_s;
    QTest::newRow("a block that adds a constraint")
        << u"DO $$ BEGIN ALTER TABLE c ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES a (id) ON DELETE CASCADE; "
           "EXCEPTION WHEN duplicate_object THEN null; END $$"_s;
    QTest::newRow("a function that does nothing to rows") << u"SELECT abs(1), setval('q', 3)"_s;
}

void TestPgDryRun::whatTheScriptSaysStopsNothing()
{
    QFETCH(QString, sql);
    QCOMPARE(m->database->run(u"CREATE SEQUENCE q"_s).ok(), true);
    const QStringList all = found(sql);
    QVERIFY2(!all.isEmpty() && std::none_of(all.begin(), all.end(), [](const QString &f) { return f.contains(u"! "); }),
             qPrintable(all.join(u'\n')));
}

/// A table that is called like another one in another schema is not that one: neither what a script says of one nor
/// what becomes of it stands for the other.
void TestPgDryRun::twoOfOneName_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QStringList>("foreseen");
    QTest::addColumn<QStringList>("found");
    const auto add = [](const char *name, const QString &sql, const QStringList &foreseen, const QStringList &found) {
        QTest::newRow(name) << sql << foreseen << found;
    };
    add("the other one dropped", u"DROP TABLE o.users"_s, {u"H01! This drops the table “o.users” with its rows."_s},
        {u"H01 “o.users” loses 2 rows, as the script says."_s});
    add("the empty one dropped", u"DROP TABLE o.tags"_s, {}, {});
    add("both dropped", u"DROP TABLE users, o.users CASCADE"_s,
        {u"H01! This drops the table “users” with its rows."_s,
         u"H01! This drops the table “o.users” with its rows."_s},
        {u"H40! The foreign key (by) of “o.posts” to “users” is lost, and nothing in the script says so."_s,
         u"H01 “o.users” loses 2 rows, as the script says."_s, u"H01 “users” loses 3 rows, as the script says."_s});
    add("one dropped, one by a block", u"DROP TABLE o.users; DO 'begin drop table users cascade; end'"_s,
        {u"H01! This drops the table “o.users” with its rows."_s},
        {u"H01! “users” is dropped with its 3 rows, and no DROP TABLE in the script says so."_s,
         u"H40! The foreign key (by) of “o.posts” to “users” is lost, and nothing in the script says so."_s,
         u"H01 “o.users” loses 2 rows, as the script says."_s});
    add("one emptied", u"DELETE FROM o.users"_s, {u"H06! This deletes every row of “o.users”."_s},
        {u"H06 “o.users” loses 2 rows, as the script says."_s});
    add("one truncated", u"TRUNCATE ONLY o.users, o.tags"_s, {u"H06! This deletes every row of “o.users”."_s},
        {u"H06 “o.users” loses 2 rows, as the script says."_s});
    add("by its schema's name", u"DELETE FROM public.tags"_s, {u"H06! This deletes every row of “tags”."_s},
        {u"H06 “tags” loses 1 row, as the script says."_s});
    add("one goes with the other", u"DELETE FROM users WHERE id = 1"_s, {},
        {u"H05! “o.posts” loses 1 row, and no DELETE in the script says so."_s,
         u"H06 “users” loses 1 row, as the script says."_s});
    add("a column of one", u"ALTER TABLE o.users ADD COLUMN x int, DROP COLUMN name"_s,
        {u"H02! This drops the column “name” of “o.users” with its values."_s},
        {u"H40! The index “o.by_name” of “o.users” is lost, and nothing in the script says so."_s,
         u"H02 The column “name” of “o.users” goes with its 2 values, as the script says."_s});
    add("a column of one, and of the other by a block",
        u"ALTER TABLE o.users DROP COLUMN name; DO 'begin alter table users drop column name; end'"_s,
        {u"H02! This drops the column “name” of “o.users” with its values."_s},
        {u"H02! The column “name” of “users” goes with its 3 values, and no DROP COLUMN in the script says so."_s,
         u"H40! The index “by_name” of “users” is lost, and nothing in the script says so."_s,
         u"H40! The index “o.by_name” of “o.users” is lost, and nothing in the script says so."_s,
         u"H02 The column “name” of “o.users” goes with its 2 values, as the script says."_s});
    add("made anew without all rows",
        u"CREATE TABLE o.__new_users (id int, name text); INSERT INTO o.__new_users SELECT * FROM o.users WHERE id = 1;"
        "DROP TABLE o.users; ALTER TABLE o.__new_users RENAME TO users"_s,
        {},
        {u"H05! “o.users” loses 1 of 2 rows, and no DROP or DELETE in the script says so."_s,
         u"H40! The index “o.by_name” of “o.users” is lost, and nothing in the script says so."_s,
         u"H40! The trigger “touch” of “o.users” is lost, and nothing in the script says so."_s});
    add("made anew from the other one",
        u"CREATE TABLE o.__new_users (id int, name text); INSERT INTO o.__new_users SELECT * FROM users;"
        "DROP TABLE o.users; ALTER TABLE o.__new_users RENAME TO users"_s,
        {u"H01! This drops the table “o.users” with its rows."_s},
        {u"H40! The index “o.by_name” of “o.users” is lost, and nothing in the script says so."_s,
         u"H40! The trigger “touch” of “o.users” is lost, and nothing in the script says so."_s});
    add("moved to where another one was", u"DROP TABLE users CASCADE; ALTER TABLE o.users SET SCHEMA public"_s,
        {u"H01! This drops the table “users” with its rows."_s},
        {u"H40! The foreign key (by) of “o.posts” to “users” is lost, and nothing in the script says so."_s,
         u"H45 “users” is made anew without NOT NULL of “id”."_s});
    add("a trigger of one", u"DROP TRIGGER touch ON o.users"_s, {}, {});
    add("a trigger of one, and of the other by a block",
        u"DROP TRIGGER touch ON o.users; DO 'begin drop trigger touch on users; end'"_s, {},
        {u"H40! The trigger “touch” of “users” is lost, and nothing in the script says so."_s});
    add("an index of one", u"DROP INDEX o.by_name; DO 'begin drop index by_name; end'"_s, {},
        {u"H40! The index “by_name” of “users” is lost, and nothing in the script says so."_s});
}

void TestPgDryRun::twoOfOneName()
{
    QFETCH(QString, sql);
    QFETCH(QStringList, foreseen);
    QFETCH(QStringList, found);
    m = std::make_unique<PgDatabase>(
        m_cluster,
        u"CREATE SCHEMA o;"
        "CREATE TABLE users (id int PRIMARY KEY, name text); CREATE TABLE o.users (id int, name text);"
        "CREATE INDEX by_name ON users (name); CREATE INDEX by_name ON o.users (name, id);"
        "CREATE TABLE tags (id int); CREATE TABLE o.tags (id int); INSERT INTO tags VALUES (1);"
        "CREATE TABLE posts (id int); CREATE TABLE o.posts (by int REFERENCES users ON DELETE CASCADE);"
        "INSERT INTO users VALUES (1, 'a'), (2, 'b'), (3, 'c'); INSERT INTO o.users VALUES (1, 'x'), (2, 'y');"
        "INSERT INTO o.posts VALUES (1); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'begin return new; "
        "end';"
        "CREATE TRIGGER touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION f();"
        "CREATE TRIGGER touch BEFORE INSERT ON o.users FOR EACH ROW EXECUTE FUNCTION f()"_s);
    QCOMPARE(m->problem, QString());
    const auto schema = m->dialect.introspect(*m->database);
    QVERIFY(schema.ok());
    TestJob job;
    const Script script = fileScript(sql, u"a.sql"_s, u"A"_s, m->dialect);
    const auto report = dryRun(*m->database, script, m->dialect, job);
    QVERIFY2(report && report->succeeded, qPrintable(report ? report->error.message : report.error().message));
    const auto texts = [](const QList<Finding> &findings) {
        QStringList all;
        for (const Finding &f : findings) {
            if (!f.code.isEmpty() && f.code != u"H90")
                all += f.code + (f.severity == Finding::Severity::Stop ? u"! "_s : u" "_s) + f.message;
        }
        return all;
    };
    QCOMPARE(texts(report->stillTrue(staticFindings(script, *schema, m->dialect))).join(u'\n'), foreseen.join(u'\n'));
    QCOMPARE(texts(report->findings).join(u'\n'), found.join(u'\n'));
}

/// A column that this role may not read is no reason for the whole to fail.
void TestPgDryRun::whatMayNotBeReadFailsNothing()
{
    QVERIFY(m->database->run(u"DROP ROLE IF EXISTS reader"_s).ok());
    QVERIFY(m->database->run(u"CREATE ROLE reader LOGIN"_s).ok());
    QVERIFY(m->database->run(u"GRANT SELECT (id), UPDATE ON a TO reader"_s).ok());
    auto location = m_cluster.location(m->column(u"SELECT current_database()"_s).first(), u"reader"_s);
    auto opened = driverByName(u"postgres"_s)->open({u"postgres"_s, location, ConnectionSpec::Mode::Write});
    VERIFY_OK(opened);
    TestJob job;
    const auto report = dryRun(
        **opened, fileScript(u"DO 'begin update a set z = 1; end'"_s, u"a"_s, u"a"_s, m->dialect), m->dialect, job);
    VERIFY_OK(report);
    QVERIFY2(report->succeeded, qPrintable(report->error.message));
    opened->reset();
    QVERIFY(m->database->run(u"DROP OWNED BY reader"_s).ok());
    QVERIFY(m->database->run(u"DROP ROLE reader"_s).ok());
}

void TestPgDryRun::statementsThatReachFurther_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<bool>("further");
    const auto add = [](const QString &sql, bool further) { QTest::newRow(qPrintable(sql)) << sql << further; };
    add(u"DROP SCHEMA s CASCADE"_s, true);
    add(u"drop owned by x"_s, true);
    add(u"DROP TABLE t CASCADE"_s, false);
    add(u"DROP TYPE t CASCADE"_s, true);
    add(u"TRUNCATE t CASCADE"_s, true);
    add(u"TRUNCATE t"_s, false);
    add(u"WITH x AS (DELETE FROM p RETURNING 1) SELECT count(*) FROM x"_s, true);
    add(u"WITH x AS (SELECT 1 AS a) DELETE FROM p USING x WHERE p.a = x.a"_s, false);
    add(u"SELECT f()"_s, true);
    add(u"SELECT s.\"f\"(1)"_s, true);
    add(u"SELECT 1"_s, false);
    add(u"SELECT setval('s', (SELECT max(id) FROM t))"_s, false);
    add(u"WITH x AS (SELECT f()) SELECT * FROM x"_s, true);
    add(u"CALL p()"_s, true);
    add(u"DO $x$ begin execute 'drop table t'; end $x$"_s, true);
    add(u"DO LANGUAGE plpgsql 'begin perform f(); end'"_s, true);
    add(u"DO $$ BEGIN CREATE TYPE k AS ENUM ('a'); EXCEPTION WHEN duplicate_object THEN null; END $$"_s, false);
    add(u"ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u ON DELETE CASCADE"_s, false);
    add(u"ALTER TYPE t DROP ATTRIBUTE a CASCADE"_s, true);
}

void TestPgDryRun::statementsThatReachFurther()
{
    QFETCH(QString, sql);
    QFETCH(bool, further);
    QCOMPARE(dialectByName(u"postgres"_s)->probeSql()->reachesFurther(sql), further);
}

QTEST_GUILESS_MAIN(TestPgDryRun)
#include "tst_pgdryrun.moc"
