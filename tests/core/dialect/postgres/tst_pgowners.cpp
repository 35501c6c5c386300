// SPDX-License-Identifier: GPL-3.0-or-later
// Owners, privileges and tablespaces of what a plan makes anew are there again, and nobody gets more than before:
// compared by everything the catalogue knows of them, before a plan and after the way back.
#include "support/thereandback.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

class TestPgOwners : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        START_POSTGRES(m_cluster);
        m_db = std::make_unique<PostgresDb>(m_cluster.newDatabase());
        m_wanted = std::make_unique<PostgresDb>(m_cluster.newDatabase());
        QVERIFY2(m_db->error().isEmpty() && m_wanted->error().isEmpty(), qPrintable(m_cluster.problem()));
        QCOMPARE(m_db->execute(u"CREATE ROLE owner_role; CREATE ROLE reader; CREATE ROLE \"odd role\""_s), QString());
        // In a place of the server's own, so that it needs no folder.
        QCOMPARE(m_db->execute(u"SET allow_in_place_tablespaces TO on"_s), QString());
        QCOMPARE(m_db->execute(u"CREATE TABLESPACE elsewhere LOCATION ''"_s), QString());
    }
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void areThereAgain_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<bool>("there"); ///< as well as back
        const auto add = [](const char *name, const QString &from, const QString &to, bool there = false) {
            QTest::newRow(name) << from << to << there;
        };
        const QString none = u"CREATE TABLE z (id integer)"_s;
        add("a table",
            none
                + u"; CREATE TABLE t (id integer, s text); ALTER TABLE t OWNER TO owner_role; GRANT "
                  "SELECT, INSERT ON t TO reader WITH GRANT OPTION; GRANT UPDATE (s) ON t TO \"odd role\"; "
                  "ALTER TABLE t SET TABLESPACE elsewhere"_s,
            none);
        add("a table and its indexes elsewhere",
            none
                + u"; CREATE TABLE t (id integer PRIMARY KEY USING INDEX TABLESPACE elsewhere, s text) TABLESPACE "
                  "elsewhere; CREATE INDEX i ON t (s) TABLESPACE elsewhere"_s,
            none);
        add("an index elsewhere that becomes another",
            u"CREATE TABLE t (id integer, s text); CREATE INDEX i ON t (s) TABLESPACE elsewhere"_s,
            u"CREATE TABLE t (id integer, s text); CREATE INDEX i ON t (s, id)"_s, true);
        add("a key elsewhere that becomes another",
            u"CREATE TABLE t (id integer, s text, CONSTRAINT u UNIQUE (s) WITH (fillfactor = 80) USING INDEX "
            "TABLESPACE elsewhere)"_s,
            u"CREATE TABLE t (id integer, s text, CONSTRAINT u UNIQUE (s, id))"_s, true);
        const QString read =
            u"CREATE TABLE t (id integer, n %1); CREATE MATERIALIZED VIEW m AS SELECT n FROM t; CREATE "
            "INDEX i ON m (n)"_s;
        add("a materialized view elsewhere",
            read.arg(u"integer"_s)
                + u" TABLESPACE elsewhere; ALTER MATERIALIZED VIEW m SET TABLESPACE elsewhere; GRANT SELECT ON t TO "
                  "owner_role; ALTER MATERIALIZED VIEW m OWNER TO owner_role; GRANT SELECT ON m TO reader"_s,
            read.arg(u"bigint"_s), true);
        add("partitions elsewhere",
            u"CREATE TABLE p (k integer, n integer) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES "
            u"IN "
            "(1) TABLESPACE elsewhere; CREATE INDEX i1 ON p1 (n) TABLESPACE elsewhere; CREATE INDEX i ON p (n) "
            "TABLESPACE elsewhere"_s,
            u"CREATE TABLE p (k integer, n integer) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES "
            u"IN "
            "(1); CREATE INDEX i ON p (n, k)"_s,
            true);
        const QString counted = u"CREATE TABLE t (id %1 PRIMARY KEY)"_s;
        const QString uses =
            u"; GRANT USAGE ON SEQUENCE t_id_seq TO reader; GRANT SELECT ON SEQUENCE t_id_seq TO \"odd "
            "role\" WITH GRANT OPTION"_s;
        add("what serial counts with", counted.arg(u"serial"_s) + uses + u"; "_s + none, none);
        add("what serial counts with, of another's table",
            counted.arg(u"serial"_s) + uses + u"; ALTER TABLE t OWNER TO owner_role; "_s + none, none);
        add("a serial column of another's table",
            u"CREATE TABLE t (a integer, id serial); ALTER TABLE t OWNER TO owner_role"_s + uses,
            u"CREATE TABLE t (a integer)"_s);
        add("a column that counts from now on, of another's table",
            u"CREATE TABLE t (id integer PRIMARY KEY); ALTER TABLE t OWNER TO owner_role"_s, counted.arg(u"serial"_s));
        add("serial as identity", counted.arg(u"serial"_s) + uses,
            counted.arg(u"integer GENERATED ALWAYS AS IDENTITY"_s), true);
        add("identity as serial", counted.arg(u"integer GENERATED ALWAYS AS IDENTITY"_s) + uses,
            counted.arg(u"serial"_s), true);
        add("an identity column", u"CREATE TABLE t (a integer, id integer GENERATED ALWAYS AS IDENTITY)"_s + uses,
            u"CREATE TABLE t (a integer)"_s);
        add("a sequence",
            none + u"; CREATE SEQUENCE q; ALTER SEQUENCE q OWNER TO owner_role; GRANT USAGE ON SEQUENCE q TO reader"_s,
            none);
        add("a domain and a composite type",
            none
                + u"; CREATE DOMAIN d AS integer; ALTER DOMAIN d OWNER TO owner_role; REVOKE USAGE ON DOMAIN d FROM "
                  "PUBLIC; GRANT USAGE ON DOMAIN d TO reader; CREATE TYPE k AS (a integer); ALTER TYPE k OWNER TO "
                  "owner_role; GRANT USAGE ON TYPE k TO reader WITH GRANT OPTION"_s,
            none);
        add("an enum",
            none
                + u"; CREATE TYPE e AS ENUM ('a'); ALTER TYPE e OWNER TO owner_role; REVOKE USAGE ON TYPE e "
                  "FROM PUBLIC"_s,
            none);
        add("a schema",
            none
                + u"; CREATE SCHEMA s; GRANT USAGE ON SCHEMA s TO reader; GRANT CREATE ON SCHEMA s TO \"odd role\" "
                  u"WITH "
                  "GRANT OPTION; ALTER SCHEMA s OWNER TO owner_role"_s,
            none);
        add("views and functions",
            none
                + u"; CREATE VIEW v AS SELECT id FROM z; GRANT SELECT ON v TO reader; GRANT UPDATE (id) ON v TO "
                  "\"odd role\"; CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1'; REVOKE EXECUTE ON "
                  "FUNCTION f() FROM PUBLIC; ALTER FUNCTION f() OWNER TO owner_role; CREATE PROCEDURE r() LANGUAGE "
                  "sql AS 'SELECT 1'; GRANT EXECUTE ON PROCEDURE r() TO reader"_s,
            none);
        // What new objects get by default, and these were not given.
        const QString defaults =
            u"ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO reader; ALTER DEFAULT PRIVILEGES GRANT ALL ON SEQUENCES "
            "TO reader; ALTER DEFAULT PRIVILEGES GRANT ALL ON SCHEMAS TO reader; ALTER DEFAULT PRIVILEGES GRANT ALL "
            "ON TYPES TO reader; ALTER DEFAULT PRIVILEGES GRANT ALL ON FUNCTIONS TO reader; "_s;
        add("nothing by default",
            none
                + u"; CREATE TABLE t (id serial PRIMARY KEY, i integer GENERATED ALWAYS AS IDENTITY); CREATE SEQUENCE "
                  "q; CREATE SCHEMA s; CREATE DOMAIN d AS integer; CREATE TYPE k AS (a integer); CREATE TYPE e AS "
                  "ENUM ('a'); CREATE VIEW v AS SELECT id FROM t; CREATE MATERIALIZED VIEW m AS SELECT id FROM t; "
                  "CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1'; "_s
                + defaults,
            none);
        add("nothing by default for what steps aside",
            read.arg(u"integer"_s) + u"; CREATE VIEW v AS SELECT n FROM t; "_s + defaults,
            read.arg(u"bigint"_s) + u"; CREATE VIEW v AS SELECT n FROM t"_s, true);
        add("nothing by default for another counter", counted.arg(u"serial"_s) + u"; "_s + defaults,
            counted.arg(u"integer GENERATED ALWAYS AS IDENTITY"_s), true);
    }

    void areThereAgain()
    {
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(bool, there);
        const QString none = u"ALTER DEFAULT PRIVILEGES REVOKE ALL ON TABLES FROM reader; ALTER DEFAULT PRIVILEGES "
                             "REVOKE ALL ON SEQUENCES FROM reader; ALTER DEFAULT PRIVILEGES REVOKE ALL ON SCHEMAS FROM "
                             "reader; ALTER DEFAULT PRIVILEGES REVOKE ALL ON TYPES FROM reader; ALTER DEFAULT "
                             "PRIVILEGES REVOKE ALL ON FUNCTIONS FROM reader; "_s;
        QCOMPARE(m_db->anew(none + from), QString());
        QCOMPARE(m_wanted->anew(to), QString());
        // NULL and the built-in privileges written out are the same.
        const QString access = uR"(SELECT string_agg(line, E'\n' ORDER BY line) FROM (
SELECT c.relkind::text || ' ' || c.relname || ' ' || pg_get_userbyid(c.relowner) || ' ' || coalesce(s.spcname, '-') || ' ' ||
  coalesce(c.reloptions::text, '') || (SELECT coalesce(string_agg(a::text, ',' ORDER BY a::text), '') FROM
  unnest(coalesce(c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner))) a) AS line
FROM pg_class c LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace WHERE c.relnamespace = 'public'::regnamespace
UNION ALL SELECT 'column ' || c.relname || '.' || a.attname || ' ' || a.attacl::text FROM pg_attribute a JOIN pg_class c ON
  c.oid = a.attrelid WHERE a.attacl IS NOT NULL AND c.relnamespace = 'public'::regnamespace
UNION ALL SELECT 'function ' || p.proname || ' ' || pg_get_userbyid(p.proowner) || (SELECT string_agg(a::text, ',' ORDER BY
  a::text) FROM unnest(coalesce(p.proacl, acldefault('f', p.proowner))) a) FROM pg_proc p WHERE p.pronamespace =
  'public'::regnamespace
UNION ALL SELECT 'type ' || t.typname || ' ' || pg_get_userbyid(t.typowner) || (SELECT string_agg(a::text, ',' ORDER BY
  a::text) FROM unnest(coalesce(t.typacl, acldefault('T', t.typowner))) a) FROM pg_type t WHERE t.typnamespace =
  'public'::regnamespace AND t.typtype IN ('e', 'd', 'c') AND t.typname !~ '^[tzvmpq]'
UNION ALL SELECT 'schema ' || n.nspname || ' ' || pg_get_userbyid(n.nspowner) || (SELECT string_agg(a::text, ',' ORDER BY
  a::text) FROM unnest(coalesce(n.nspacl, acldefault('n', n.nspowner))) a) FROM pg_namespace n WHERE n.nspname = 's'
) all_of_it)"_s;
        const QString before = m_db->value(access);
        const QString wrong = thereAndBack(*m_db, *m_wanted, there ? access : u"SELECT 1"_s);
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
        QCOMPARE(m_db->value(access), before);
    }

private:
    PostgresCluster m_cluster;
    std::unique_ptr<PostgresDb> m_db;
    std::unique_ptr<PostgresDb> m_wanted;
};

QTEST_GUILESS_MAIN(TestPgOwners)
#include "tst_pgowners.moc"
