// SPDX-License-Identifier: GPL-3.0-or-later
// What somebody's own file does to values by another type, and what CASCADE and DROP COLUMN take along, as the dry run
// on a server tells it.
#include "support/pgdatabase.h"
#include "support/pgfindings.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

class TestPgTypeLosses : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { START_POSTGRES(m_cluster); }
    void init();
    void cleanup() { m.reset(); }
    void says_data();
    void says();
    void stopsNothing_data();
    void stopsNothing();
    void whatHandsTheTransactionOver_data();
    void whatHandsTheTransactionOver();

private:
    [[nodiscard]] QStringList found(const QString &sql) const { return pgFindings(*m->database, m->dialect, sql); }

    PostgresCluster m_cluster;
    std::unique_ptr<PgDatabase> m;
};

void TestPgTypeLosses::init()
{
    QTest::failOnWarning(QRegularExpression(u".*"_s));
    m = std::make_unique<PgDatabase>(
        m_cluster,
        u"CREATE TABLE p (id int PRIMARY KEY, name text, v varchar(30), n numeric(10,4), t timestamp, z timestamptz, "
        "j json, l int[]);"
        "INSERT INTO p VALUES (1, 'c', 'zzzzzzzzzzzz', 3.9999, '2024-01-01 10:00:00.123', '2024-01-01 10:00:00+00', "
        "'{\"a\": 1}', '{1,2}'), (2, '7', 'abc', 4.0000, '2024-01-02', NULL, '{}', '{3}');"
        "CREATE FUNCTION ff(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1';"
        "CREATE TABLE ch (id serial, i int DEFAULT ff(1) CONSTRAINT i_is CHECK (ff(i) = 1), a int, b int, "
        "g int GENERATED ALWAYS AS (a + b) STORED, CONSTRAINT ab UNIQUE (a, b), CONSTRAINT less CHECK (a < b));"
        "INSERT INTO ch (a, b) VALUES (1, 2);"
        "CREATE DOMAIN d AS int CONSTRAINT d_is CHECK (ff(VALUE) > 0); CREATE TABLE hasd (d d);"
        "CREATE TYPE ct AS (a int, b text); CREATE TABLE k (id int PRIMARY KEY, c ct); INSERT INTO k VALUES (1, "
        "'(1,s)');"
        "CREATE POLICY pol ON ch USING (ff(a) = 1);"
        "COMMENT ON COLUMN ch.a IS 'one'; GRANT SELECT ON ch TO PUBLIC; CREATE VIEW vw AS SELECT id AS a FROM k;"
        "COMMENT ON VIEW vw IS 'v'; GRANT SELECT ON vw TO PUBLIC; CREATE FUNCTION ins() RETURNS trigger LANGUAGE "
        "plpgsql AS 'begin return new; end'; CREATE TRIGGER instead INSTEAD OF INSERT ON vw FOR EACH ROW EXECUTE "
        "FUNCTION ins();"
        "CREATE TABLE child (p int REFERENCES p); INSERT INTO child VALUES (1), (2);"_s);
    QCOMPARE(m->problem, QString());
}

void TestPgTypeLosses::says_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("says");
    const auto add = [](const char *name, const QString &sql, const QString &says) {
        QTest::newRow(name) << sql << says;
    };
    add("cut by a cast", u"ALTER TABLE p ALTER v TYPE varchar(5) USING v::varchar(5)"_s,
        u"H11! 1 value of “v” in “p” comes out as another one under the type varchar(5), by USING v::varchar(5)."_s);
    add("cut by a cast within brackets",
        u"ALTER TABLE p ALTER COLUMN v SET DATA TYPE varchar(5) USING (CAST(v AS varchar(5)))"_s,
        u"H11! 1 value of “v”"_s);
    add("among other actions",
        u"ALTER TABLE p ADD COLUMN w int DEFAULT (1), ALTER n TYPE numeric(10,1), ALTER name SET DEFAULT 'x,y'"_s,
        u"H11! 1 value of “n” in “p” comes out as another one under the type numeric(10,1)."_s);
    add("rounded", u"ALTER TABLE p ALTER n TYPE integer"_s, u"H11! 1 value of “n”"_s);
    add("the time of day", u"ALTER TABLE p ALTER t TYPE date"_s, u"H11! 1 value of “t”"_s);
    add("parts of a second", u"ALTER TABLE p ALTER t TYPE timestamp(0)"_s, u"H11! 1 value of “t”"_s);
    add("a zone", u"ALTER TABLE p ALTER z TYPE timestamp"_s, u"H09 1 value of “z” in “p” is turned into timestamp"_s);
    add("by hand", u"ALTER TABLE p ALTER name TYPE text USING 'gone'"_s,
        u"H11 2 values of “name” in “p” come out as others under the type text, by USING 'gone'."_s);
    add("emptied", u"ALTER TABLE p ALTER name TYPE integer USING NULL"_s, u"H02! “name” of “p” has 2 values less"_s);
    add("of a list the first", u"ALTER TABLE p ALTER l TYPE int USING l[1]"_s,
        u"H11 Whether the values of “l” in “p” come out as others"_s);
    add("under another name",
        u"ALTER TABLE p RENAME TO q; ALTER TABLE q RENAME v TO w; ALTER TABLE q ALTER w TYPE varchar(5) USING w::varchar(5)"_s,
        u"H11! 1 value of “v” in “p”"_s);
    add("by code", u"DO $$ begin execute 'alter table p alter v type varchar(5) using v::varchar(5)'; end $$"_s,
        u"H11! “v” of “p” becomes character varying(5), by code"_s);
    add("outside of a transaction", u"ALTER TABLE p ALTER n TYPE integer; COMMIT; BEGIN; SELECT 1"_s,
        u"H11! 1 value of “n”"_s);
    add("a sequence takes the default along", u"DROP SEQUENCE ch_id_seq CASCADE"_s,
        u"H40! The default of “id” of “ch” is lost, and nothing in the script says so."_s);
    add("a function takes the default along", u"DROP FUNCTION ff CASCADE"_s,
        u"H40! The default of “i” of “ch” is lost"_s);
    add("a function takes the CHECK along", u"DROP FUNCTION ff CASCADE"_s,
        u"H40! The CHECK (ff(i) = 1) of “ch” is lost"_s);
    add("a function takes the policy along", u"DROP FUNCTION ff CASCADE"_s, u"H40! The policy “pol” of “ch” is lost"_s);
    add("a function takes a domain's CHECK along", u"DROP FUNCTION ff CASCADE"_s,
        u"H40! The CHECK (ff(VALUE) > 0) of “d” is lost"_s);
    add("a column takes a CHECK along", u"ALTER TABLE ch DROP COLUMN b CASCADE"_s,
        u"H45 The CHECK (a < b) of “ch” goes with “b”."_s);
    add("a column takes a key along", u"ALTER TABLE ch DROP COLUMN b CASCADE"_s,
        u"H45 The UNIQUE (a, b) of “ch” goes with “b”."_s);
    add("a column takes a generated one along", u"ALTER TABLE ch DROP COLUMN b CASCADE"_s,
        u"H40! The generated column “g” of “ch” is lost"_s);
    add("a type takes a function along",
        u"CREATE FUNCTION e(ct) RETURNS int LANGUAGE sql AS 'SELECT 1'; DROP TYPE ct CASCADE"_s,
        u"H02! The column “c” of “k” goes"_s);
    add("an attribute", u"ALTER TYPE ct DROP ATTRIBUTE b CASCADE"_s,
        u"H02! The attribute “b” of the type “ct” goes with all values of it, in k.c"_s);
    add("orphans", u"ALTER TABLE p DISABLE TRIGGER ALL; DELETE FROM p WHERE id = 1; ALTER TABLE p ENABLE TRIGGER ALL"_s,
        u"H24! 1 row of “child” refer by (p) to rows of “p” that are not there"_s);
    add("orphans of a replica", u"SET LOCAL session_replication_role = replica; DELETE FROM p WHERE id = 1"_s,
        u"H24! 1 row of “child”"_s);
    add("a table made anew",
        u"CREATE TABLE n AS SELECT id, i, a, b FROM ch; DROP TABLE ch; ALTER TABLE n RENAME TO ch"_s,
        u"H45 “ch” is made anew without the default of “id”, the default of “i”, the policy “pol”, comments, the owner "
        "or rights that it had."_s);
    add("made anew after it was renamed",
        u"ALTER TABLE k RENAME TO old_k; CREATE TABLE k (id int PRIMARY KEY, c ct); INSERT INTO k SELECT id + 1, NULL "
        "FROM old_k; DROP TABLE old_k CASCADE"_s,
        u"H02! “c” of “k” has 1 value less"_s);
    add("made anew after it was renamed, with other values",
        u"ALTER TABLE k RENAME TO old_k; CREATE TABLE k (id int PRIMARY KEY, c ct); INSERT INTO k SELECT id + 1, c "
        "FROM old_k; DROP TABLE old_k CASCADE"_s,
        u"H11! “k” is made anew with other values in “id”"_s);
    add("a view made anew", u"DROP VIEW vw; CREATE VIEW vw AS SELECT 1 AS a"_s,
        u"H45 “vw” is made anew without the trigger “instead”, its comment, the owner or rights that it had."_s);
    add("there already", u"CREATE TABLE IF NOT EXISTS p (x int)"_s,
        u" The server says: relation \"p\" already exists, skipping."_s);
    add("a column that is there", u"ALTER TABLE p ADD COLUMN IF NOT EXISTS name int"_s,
        u" The server says: column \"name\" of relation \"p\" already exists, skipping."_s);
    add("a warning", u"DO $$ begin raise warning 'mind %', 'it' using hint = 'well'; end $$"_s,
        u" The server says: mind it (well)."_s);
    add("cut", u"CREATE TABLE %1 (x int)"_s.arg(u"n"_s.repeated(70)), u" The server says: identifier"_s);
    add("a routine of a type", u"DROP DOMAIN d CASCADE"_s, u"H02! The column “d” of “hasd” goes"_s);
}

void TestPgTypeLosses::says()
{
    QFETCH(QString, sql);
    QFETCH(QString, says);
    QCOMPARE(m->database->run(u"INSERT INTO hasd VALUES (1)"_s).ok(), true);
    const QStringList all = found(sql);
    QVERIFY2(std::any_of(all.begin(), all.end(), [&](const QString &f) { return f.startsWith(says); }),
             qPrintable(says + u"\nis not among\n"_s + all.join(u'\n')));
}

void TestPgTypeLosses::stopsNothing_data()
{
    QTest::addColumn<QString>("sql");
    QTest::newRow("longer")
        << u"ALTER TABLE p ALTER v TYPE varchar(60), ALTER n TYPE numeric(12,6), ALTER id TYPE bigint"_s;
    QTest::newRow("short enough") << u"ALTER TABLE p ALTER v TYPE varchar(12) USING v::varchar(12)"_s;
    QTest::newRow("to text") << u"ALTER TABLE p ALTER v TYPE text, ALTER n TYPE text, ALTER t TYPE text"_s;
    QTest::newRow("from json") << u"ALTER TABLE p ALTER j TYPE jsonb USING j::jsonb"_s;
    QTest::newRow("by hand") << u"ALTER TABLE p ALTER name TYPE int USING CASE name WHEN 'c' THEN 1 ELSE 7 END"_s;
    QTest::newRow("what the script says")
        << u"ALTER TABLE ch ALTER i DROP DEFAULT, DROP CONSTRAINT i_is, DROP CONSTRAINT ab, DROP CONSTRAINT less, DROP "
           "COLUMN g; DROP POLICY pol ON ch; ALTER TABLE ch ALTER id DROP DEFAULT; DROP SEQUENCE ch_id_seq;"
           "ALTER DOMAIN d DROP CONSTRAINT d_is; DROP FUNCTION ff(int)"_s;
    QTest::newRow("renamed") << u"ALTER TABLE ch RENAME CONSTRAINT less TO fewer; ALTER TABLE ch RENAME a TO aa; ALTER "
                                "FUNCTION ff(int) RENAME TO gg; ALTER TYPE ct RENAME TO cu; ALTER SEQUENCE ch_id_seq "
                                "RENAME TO s; ALTER TABLE ch RENAME TO ci"_s;
    QTest::newRow("several of a kind")
        << u"CREATE SEQUENCE s1; CREATE VIEW v1 AS SELECT 1; CREATE VIEW v2 AS SELECT 2; "
           "DROP VIEW v1, v2; DROP SEQUENCE s1; DROP FUNCTION IF EXISTS nope(int, text)"_s;
    QTest::newRow("a table of the script's own")
        << u"CREATE TEMP TABLE tt AS SELECT id FROM p; DELETE FROM tt WHERE id = 1; UPDATE tt SET id = 9"_s;
    QTest::newRow("triggers off and on") << u"ALTER TABLE p DISABLE TRIGGER ALL; ALTER TABLE p ENABLE TRIGGER ALL"_s;
}

void TestPgTypeLosses::stopsNothing()
{
    QFETCH(QString, sql);
    const QStringList all = found(sql);
    QVERIFY2(!all.isEmpty() && std::none_of(all.begin(), all.end(), [](const QString &f) { return f.contains(u"! "); }),
             qPrintable(all.join(u'\n')));
}

void TestPgTypeLosses::whatHandsTheTransactionOver_data()
{
    QTest::addColumn<QString>("sql");
    QTest::newRow("prepare") << u"PREPARE TRANSACTION 'x'"_s;
    QTest::newRow("commit") << u"COMMIT PREPARED 'x'"_s;
    QTest::newRow("rollback") << u"ROLLBACK PREPARED 'x'"_s;
}

void TestPgTypeLosses::whatHandsTheTransactionOver()
{
    QFETCH(QString, sql);
    const auto ran = m->database->run(sql);
    QVERIFY(!ran);
    QVERIFY2(ran.error().message.contains(u"psql"_s), qPrintable(ran.error().message));
}

QTEST_GUILESS_MAIN(TestPgTypeLosses)
#include "tst_pgtypelosses.moc"
