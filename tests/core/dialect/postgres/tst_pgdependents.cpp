// SPDX-License-Identifier: GPL-3.0-or-later
// What stands on tables, columns, indexes and functions and is no part of the model survives a plan, or is spoken of.
#include "core/migrate/hazards.h"
#include "core/migrate/migrationdryrun.h"

#include "support/thereandback.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

class TestPgDependents : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        START_POSTGRES(m_cluster);
        m_db = std::make_unique<PostgresDb>(m_cluster.newDatabase());
        m_wanted = std::make_unique<PostgresDb>(m_cluster.newDatabase());
        QVERIFY2(m_db->error().isEmpty() && m_wanted->error().isEmpty(), qPrintable(m_cluster.problem()));
        QCOMPARE(m_db->execute(u"CREATE ROLE reader; CREATE ROLE \"odd role\""_s), QString());
    }
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void staysWhereItWas_data();
    void staysWhereItWas();
    void isSaidBefore_data();
    void isSaidBefore();
    void whatAPlanForgetsStopsTheDryRun();

private:
    /// Both as in empty databases.
    void prepare(const QString &from, const QString &to)
    {
        const QString none = u"DROP PUBLICATION IF EXISTS p; "_s;
        QCOMPARE(m_db->anew(none + from), QString());
        QCOMPARE(m_wanted->anew(none + to), QString());
    }

    PostgresCluster m_cluster;
    std::unique_ptr<PostgresDb> m_db;
    std::unique_ptr<PostgresDb> m_wanted;
};

void TestPgDependents::staysWhereItWas_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("query"); ///< gives the same before, there, and back
    const auto add = [](const char *name, const QString &from, const QString &to, const QString &query) {
        QTest::newRow(name) << from << to << query;
    };
    // Comments of what stands within a type.
    add("comments of attributes",
        u"CREATE TYPE k AS (a integer, b text); COMMENT ON COLUMN k.a IS 'the a'; COMMENT ON COLUMN k.b IS 'the b'"_s,
        u"CREATE TYPE k AS (a bigint, b text, c text); COMMENT ON COLUMN k.a IS 'the a'; COMMENT ON COLUMN k.b IS 'the "
        u"b'"_s,
        u"SELECT string_agg(description, ' ' ORDER BY objsubid) FROM pg_description WHERE description LIKE 'the _'"_s);
    add("comments of a domain's constraint",
        u"CREATE DOMAIN d AS integer CONSTRAINT c CHECK (VALUE > 1); COMMENT ON CONSTRAINT c ON DOMAIN d IS 'why'"_s,
        u"CREATE DOMAIN d AS integer CONSTRAINT c CHECK (VALUE > 2); COMMENT ON CONSTRAINT c ON DOMAIN d IS 'why'"_s,
        u"SELECT description FROM pg_description WHERE objoid = (SELECT oid FROM pg_constraint WHERE conname = 'c')"_s);
    // Rules.
    const QString rules = u"SELECT string_agg(pg_get_ruledef(oid) || ev_enabled || coalesce(obj_description(oid, "
                          "'pg_rewrite'), ''), ' ' ORDER BY rulename) FROM pg_rewrite WHERE rulename <> '_RETURN'"_s;
    const QString ruled = u"CREATE TABLE t (id integer, n %1, s text); CREATE TABLE l (n bigint, \"At\" %2); "_s;
    const QString rule =
        u"CREATE RULE r AS ON UPDATE TO t WHERE NEW.n <> OLD.n DO ALSO INSERT INTO l VALUES (NEW.n, now()); COMMENT "
        "ON RULE r ON t IS 'logs'; ALTER TABLE t ENABLE ALWAYS RULE r;"_s;
    add("a rule over a column of another type", ruled.arg(u"integer"_s, u"timestamptz"_s) + rule,
        ruled.arg(u"bigint"_s, u"timestamptz"_s), rules);
    add("a rule that writes elsewhere", ruled.arg(u"integer"_s, u"timestamptz"_s) + rule,
        ruled.arg(u"integer"_s, u"timestamp"_s),
        u"SELECT string_agg(rulename || ev_enabled || coalesce(obj_description(oid, 'pg_rewrite'), ''), ' ') FROM "
        "pg_rewrite WHERE rulename <> '_RETURN'"_s);
    const QString viewed = u"CREATE TABLE t (id integer, n %1); CREATE TABLE l (n %2); CREATE VIEW v AS SELECT id, n "
                           "FROM t; CREATE VIEW w AS SELECT n FROM l; "_s;
    const QString viewRule = u"CREATE RULE r AS ON INSERT TO v DO INSTEAD INSERT INTO w (n) VALUES (NEW.n); COMMENT ON "
                             "RULE r ON v IS 'writes'"_s;
    add("a view's rule that writes to another view", viewed.arg(u"integer"_s, u"integer"_s) + viewRule,
        viewed.arg(u"bigint"_s, u"bigint"_s), rules);
    add("a view's rule where the view stays", viewed.arg(u"integer"_s, u"integer"_s) + viewRule,
        viewed.arg(u"integer"_s, u"bigint"_s), rules);
    // Statistics.
    const QString settings =
        u"SELECT string_agg(attname || ' ' || attstattarget || attstorage::text || attcompression::text || "
        "coalesce((SELECT string_agg(o, ',') FROM unnest(attoptions) o WHERE o ~ '^n_'), '-') || "
        "coalesce(attacl::text, '-') || coalesce(attfdwoptions::text, '-'), ', ' "
        "ORDER BY attname) FROM pg_attribute WHERE attrelid = '%1'::regclass AND attnum > 0 AND NOT attisdropped AND "
        "attname <> 'n'"_s;
    const QString columns = u"CREATE TABLE t (n %1, s %2, g integer GENERATED ALWAYS AS (n + 1) STORED); "_s;
    add("what is set for columns",
        columns.arg(u"smallint"_s, u"text"_s)
            + u"ALTER TABLE t ALTER g SET STATISTICS 700, ALTER g SET (n_distinct = -0.5), ALTER s SET STORAGE "
              "EXTERNAL, ALTER s SET COMPRESSION pglz, ALTER s SET STATISTICS 5; GRANT SELECT (g), UPDATE (s) ON t TO "
              "reader; GRANT SELECT (g) ON t TO \"odd role\" WITH GRANT OPTION"_s,
        columns.arg(u"integer"_s, u"varchar"_s), settings.arg(u"t"_s));
    add("what is set for columns of heirs",
        u"CREATE TABLE p (n smallint, g integer GENERATED ALWAYS AS (n + 1) STORED) PARTITION BY LIST (n); CREATE "
        u"TABLE t PARTITION OF p FOR VALUES IN (1); ALTER TABLE t ALTER g SET STATISTICS 7; GRANT SELECT (g) ON t TO "
        u"reader; CREATE INDEX i ON t (g)"_s,
        u"CREATE TABLE p (n smallint, g integer GENERATED ALWAYS AS (n + 2) STORED) PARTITION BY LIST (n); CREATE "
        u"TABLE t PARTITION OF p FOR VALUES IN (1); CREATE INDEX i ON t (g)"_s,
        settings.arg(u"t"_s));
    const QString statistics =
        u"SELECT string_agg(pg_get_statisticsobjdef(oid) || stxstattarget || coalesce(obj_description(oid, "
        "'pg_statistic_ext'), ''), ' ' ORDER BY stxname) FROM pg_statistic_ext"_s;
    add("statistics of several columns",
        columns.arg(u"smallint"_s, u"text"_s)
            + u"CREATE STATISTICS x (ndistinct) ON n, s FROM t; CREATE STATISTICS y ON s, g, (n + 2) FROM t; COMMENT "
              "ON STATISTICS x IS 'both'; ALTER STATISTICS x SET STATISTICS 50; ALTER STATISTICS y SET STATISTICS 60"_s,
        columns.arg(u"integer"_s, u"text"_s), statistics);
    add("statistics of a materialized view",
        u"CREATE TABLE t (n integer); CREATE MATERIALIZED VIEW v AS SELECT n, n % 2 AS m FROM t; CREATE STATISTICS x "
        u"ON n, m FROM v; ALTER MATERIALIZED VIEW v ALTER m SET STATISTICS 9"_s,
        u"CREATE TABLE t (n bigint); CREATE MATERIALIZED VIEW v AS SELECT n, n % 2 AS m FROM t"_s,
        u"SELECT pg_get_statisticsobjdef(x.oid) || attstattarget FROM pg_statistic_ext x JOIN pg_attribute ON "
        u"attrelid = stxrelid AND attname = 'm'"_s);
    add("defaults of a view's columns",
        u"CREATE TABLE t (n integer, s text); CREATE VIEW v AS SELECT n, s FROM t; ALTER VIEW v ALTER s SET DEFAULT "
        u"'x y'"_s,
        u"CREATE TABLE t (n bigint, s text); CREATE VIEW v AS SELECT n, s FROM t"_s,
        u"SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = 'v'::regclass"_s);
    add("what belongs to a view that becomes another",
        u"CREATE TABLE t (n integer, s text); CREATE VIEW v AS SELECT n, s FROM t; COMMENT ON COLUMN v.s IS 'the s'; "
        u"COMMENT ON VIEW v IS 'a view'; GRANT SELECT (s) ON v TO reader; ALTER VIEW v ALTER s SET DEFAULT 'x'; CREATE "
        u"RULE r AS ON DELETE TO v DO INSTEAD NOTHING"_s,
        u"CREATE TABLE t (n integer, s text); CREATE VIEW v AS SELECT s, n + 1 AS n FROM t; COMMENT ON COLUMN v.s IS "
        u"'the s'; COMMENT ON VIEW v IS 'a view'"_s,
        u"SELECT string_agg(description, ' ' ORDER BY description) || (SELECT attacl::text || atthasdef FROM "
        u"pg_attribute WHERE attrelid = 'v'::regclass AND attname = 's') || (SELECT count(*) FROM pg_rules WHERE "
        u"rulename = 'r') FROM pg_description WHERE objoid = 'v'::regclass"_s);
    // What is set for indexes.
    const QString marks =
        u"SELECT string_agg(c.relname || i.indisclustered || i.indisreplident || coalesce((SELECT "
        "string_agg(attstattarget::text, ',') FROM pg_attribute WHERE attrelid = c.oid), ''), ' ' ORDER BY c.relname) "
        "|| (SELECT relreplident FROM pg_class WHERE relname = 't') FROM pg_index i JOIN pg_class c ON c.oid = "
        "i.indexrelid WHERE c.relnamespace = 'public'::regnamespace"_s;
    add("an index that is made anew",
        u"CREATE TABLE t (a integer NOT NULL, b integer NOT NULL); CREATE UNIQUE INDEX i ON t (a); CREATE INDEX j ON t "
        u"(a, (b + 1)); ALTER TABLE t REPLICA IDENTITY USING INDEX i; CLUSTER t USING j; ALTER INDEX j ALTER COLUMN 2 "
        u"SET STATISTICS 11"_s,
        u"CREATE TABLE t (a integer NOT NULL, b integer NOT NULL); CREATE UNIQUE INDEX i ON t (a, b); CREATE INDEX j "
        u"ON t (b, (b + 1))"_s,
        marks);
    add("a primary key that is made anew",
        u"CREATE TABLE t (a integer NOT NULL, b integer NOT NULL, PRIMARY KEY (a)); ALTER TABLE t REPLICA IDENTITY "
        u"USING INDEX t_pkey; CLUSTER t USING t_pkey"_s,
        u"CREATE TABLE t (a integer NOT NULL, b integer NOT NULL, PRIMARY KEY (a, b))"_s, marks);
    add("keys over a generated column",
        u"CREATE TABLE t (a integer, g integer GENERATED ALWAYS AS (a + 1) STORED PRIMARY KEY, UNIQUE (a) INCLUDE "
        u"(g)); "
        u"CREATE TABLE u (g integer REFERENCES t); CLUSTER t USING t_a_g_key"_s,
        u"CREATE TABLE t (a integer, g integer GENERATED ALWAYS AS (a + 2) STORED PRIMARY KEY, UNIQUE (a) INCLUDE "
        u"(g)); "
        u"CREATE TABLE u (g integer REFERENCES t)"_s,
        marks);
    // Publications.
    add("a table that is published in part",
        u"CREATE TABLE t (id integer PRIMARY KEY, n integer, s text, g integer GENERATED ALWAYS AS (n) STORED); CREATE "
        u"PUBLICATION p FOR TABLE t (id, s) WHERE (n > 5)"_s,
        u"CREATE TABLE t (id integer PRIMARY KEY, n bigint, s text, g integer GENERATED ALWAYS AS (n) STORED)"_s,
        u"SELECT prattrs || ' ' || pg_get_expr(prqual, prrelid) FROM pg_publication_rel"_s);
    add("a table that is gone in between",
        u"CREATE TABLE t (id integer, s text); GRANT SELECT, INSERT ON t TO reader; GRANT UPDATE (s) ON t TO \"odd "
        u"role\"; CREATE PUBLICATION p FOR TABLE t; CREATE STATISTICS x ON id, s FROM t; CREATE RULE r AS ON DELETE TO "
        u"t "
        u"DO INSTEAD NOTHING; CREATE VIEW v AS SELECT 1; GRANT SELECT ON v TO reader; CREATE TABLE u (id integer)"_s,
        u"CREATE TABLE u (id bigint)"_s,
        u"SELECT CASE WHEN to_regclass('t') IS NULL THEN 'true' ELSE (relacl::text ~ " // 17 has m: MAINTAIN
        u"'^.raincheck=arwdDxtm?/raincheck,reader=ar/raincheck.$' AND (SELECT count(*) FROM pg_attribute WHERE attrelid = "
        u"c.oid AND attacl IS NOT NULL) = 1 AND (SELECT count(*) FROM pg_publication_rel) = 1 AND (SELECT count(*) "
        u"FROM "
        u"pg_statistic_ext) = 1 AND (SELECT relhasrules FROM pg_class WHERE oid = c.oid) AND has_table_privilege( "
        u"'reader', 'v', 'SELECT'))::boolean::text END FROM (VALUES (1)) x LEFT JOIN pg_class c ON relname = 't' AND "
        u"relkind = 'r' AND relnamespace = 'public'::regnamespace"_s);
    const QString asks =
        u"CREATE TABLE users (id integer, name %1); CREATE VIEW staff AS SELECT id, name FROM users; CREATE TABLE t (u "
        "integer); CREATE POLICY p ON t USING (u IN (SELECT users.id FROM users WHERE users.name <> '')); CREATE "
        "POLICY "
        "q ON t USING (EXISTS (SELECT FROM staff WHERE staff.id = u)); COMMENT ON POLICY q ON t IS 'asks'"_s;
    add("policies that ask other tables", asks.arg(u"text"_s), asks.arg(u"varchar"_s),
        u"SELECT string_agg(polname || coalesce(obj_description(oid, 'pg_policy'), ''), ' ' ORDER BY polname) FROM "
        "pg_policy"_s);
    // Functions with another result, and what calls them.
    const QString called =
        u"CREATE FUNCTION f(a integer) RETURNS %1 IMMUTABLE LANGUAGE sql AS 'SELECT a::%1'; COMMENT ON FUNCTION "
        "f(integer) IS 'the f'; CREATE TABLE t (a integer DEFAULT f(1), b integer GENERATED ALWAYS AS (f(a) * 2) "
        "STORED, CONSTRAINT c CHECK (f(a) > 0)); CREATE INDEX i ON t (f(a)); CREATE INDEX j ON t (a) WHERE f(a) > 1; "
        "CREATE POLICY p ON t USING (f(a) > 3); CREATE VIEW v AS SELECT f(a) AS x FROM t; CREATE FUNCTION g(a integer) "
        "RETURNS bigint IMMUTABLE LANGUAGE sql RETURN f(a) + 1; CREATE VIEW w AS SELECT g(a) AS y FROM t; CREATE "
        "FUNCTION h() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER r BEFORE INSERT ON t "
        "FOR EACH ROW WHEN (f(NEW.a) > 1) EXECUTE FUNCTION h();"_s;
    const QString calls =
        u"SELECT (SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = 't'::regclass AND adnum = 1) || "
        "(SELECT string_agg(pg_get_indexdef(indexrelid), ' ' ORDER BY indexrelid::regclass::text) FROM pg_index WHERE "
        "indrelid = 't'::regclass) || (SELECT count(*) FROM pg_policy) || (SELECT count(*) FROM pg_constraint WHERE "
        "conname = 'c') || (SELECT count(*) FROM pg_trigger WHERE tgname = 'r') || (SELECT string_agg(table_name, ',' "
        "ORDER BY table_name) FROM information_schema.views WHERE table_schema = 'public') || "
        "obj_description('f(integer)'::regprocedure, 'pg_proc') || (SELECT count(*) FROM pg_statistic_ext)"_s;
    add("a function with another result", called.arg(u"integer"_s) + u"CREATE STATISTICS x ON f(a), a FROM t"_s,
        called.arg(u"bigint"_s), calls);
    const QString named =
        u"CREATE FUNCTION f(%1 integer, y integer DEFAULT 1) RETURNS integer IMMUTABLE LANGUAGE sql AS 'SELECT %1'; "
        "CREATE TABLE t (a integer DEFAULT f(1), CHECK (f(a) > 0))"_s;
    add("a function whose parameter has another name", named.arg(u"x"_s), named.arg(u"z"_s),
        u"SELECT pg_get_expr(adbin, adrelid) || (SELECT count(*) FROM pg_constraint WHERE conrelid = 't'::regclass) "
        "FROM pg_attrdef"_s);
    const QString taking = u"CREATE FUNCTION f(%1) RETURNS integer IMMUTABLE LANGUAGE sql AS 'SELECT 1'; CREATE TABLE "
                           "t (a integer DEFAULT f(1), CHECK (f(a) > 0))"_s;
    add("a function that takes another type", taking.arg(u"integer"_s), taking.arg(u"bigint"_s),
        u"SELECT count(*) || ' ' || (SELECT count(*) FROM pg_constraint WHERE conrelid = 't'::regclass) FROM "
        "pg_attrdef"_s);
    const QString atomic =
        u"CREATE TABLE t (a integer, b %1); CREATE VIEW v AS SELECT a, b FROM t; CREATE FUNCTION f() RETURNS bigint "
        "LANGUAGE sql BEGIN ATOMIC SELECT sum(b) FROM t; END; CREATE FUNCTION g() RETURNS bigint LANGUAGE sql BEGIN "
        "ATOMIC SELECT sum(a) + f() FROM v; END;"_s;
    add("functions whose bodies the server knows",
        atomic.arg(u"integer"_s) + u"GRANT EXECUTE ON FUNCTION g TO reader; COMMENT ON FUNCTION g IS 'the g'"_s,
        atomic.arg(u"bigint"_s) + u"COMMENT ON FUNCTION g IS 'the g'"_s,
        u"SELECT obj_description('g'::regproc, 'pg_proc') || array_to_string(proacl, ' ') || (SELECT count(*) FROM "
        u"pg_proc WHERE proname = 'f') FROM pg_proc WHERE proname = 'g'"_s);
    const QString reading = u"CREATE FUNCTION f() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT %1; END; GRANT "
                            "EXECUTE ON FUNCTION f TO reader"_s;
    add("a function whose body reads what goes, or is new",
        u"CREATE TABLE t (a integer, b integer); CREATE TABLE gone (a integer); CREATE VIEW v AS SELECT a FROM gone; "_s
            + reading.arg(u"(SELECT max(b) FROM t) + (SELECT count(*) FROM v) + (SELECT count(*) FROM gone)"_s),
        u"CREATE TABLE t (a integer, c integer); CREATE VIEW v AS SELECT c FROM t; "_s
            + reading.arg(u"(SELECT max(c) FROM t) + (SELECT count(*) FROM v)"_s),
        u"SELECT array_to_string(proacl, ' ') FROM pg_proc WHERE proname = 'f'"_s);
    // An enum that is made anew, and what names it without being of it.
    const QString moods =
        u"CREATE TYPE mood AS ENUM (%1); CREATE TABLE t (m mood, s text DEFAULT ('a'::mood)::text, CONSTRAINT c CHECK "
        "(s <> ('b'::mood)::text)); CREATE VIEW v AS SELECT s FROM t WHERE s = ('a'::mood)::text; CREATE VIEW w AS "
        "SELECT 'a'::mood AS always;"_s;
    add("what names an enum", moods.arg(u"'a', 'b'"_s), moods.arg(u"'b', 'a'"_s),
        u"SELECT pg_get_expr(adbin, adrelid) || (SELECT count(*) FROM information_schema.views WHERE table_schema = "
        u"'public') FROM pg_attrdef"_s);
    const QString linked = u"CREATE %1 TABLE a (i integer PRIMARY KEY); CREATE %1 TABLE b (i integer PRIMARY KEY "
                           "REFERENCES a); CREATE %1 TABLE c (i integer REFERENCES b)"_s;
    add("tables that a crash empties", linked.arg(u""_s), linked.arg(u"UNLOGGED"_s), u"SELECT 1"_s);
    add("partitions and heirs whose table goes",
        u"CREATE TABLE p (k integer) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); INSERT "
        u"INTO p VALUES (1); CREATE TABLE b (a integer); CREATE TABLE h (a integer, c integer) INHERITS (b); INSERT "
        u"INTO h VALUES "
        u"(1, 2)"_s,
        u"CREATE TABLE p1 (k integer); CREATE TABLE h (a integer, c integer)"_s,
        u"SELECT k || ' ' || a || ' ' || c FROM p1, h"_s);
    // Partitions.
    const QString fires =
        u"CREATE TABLE p (k integer, n %1) PARTITION BY LIST (k); CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); "
        "CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2); CREATE TABLE p3 PARTITION OF p FOR VALUES IN (3); CREATE "
        "FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER r AFTER UPDATE OF n "
        "ON p FOR EACH ROW EXECUTE FUNCTION f(); ALTER TABLE p1 DISABLE TRIGGER r; ALTER TABLE p2 ENABLE ALWAYS "
        "TRIGGER r;"_s;
    add("triggers that fire otherwise in partitions", fires.arg(u"integer"_s), fires.arg(u"bigint"_s),
        u"SELECT string_agg(tgrelid::regclass || tgenabled::text, ' ' ORDER BY 1) FROM pg_trigger WHERE tgname = "
        "'r' GROUP BY tgname"_s);
    const QString own =
        u"CREATE TYPE mood AS ENUM (%1); CREATE TABLE p (k integer, m mood, ms mood[] DEFAULT '{a}') PARTITION BY LIST "
        "(k); CREATE TABLE p1 PARTITION OF p (m DEFAULT 'b') FOR VALUES IN (1); CREATE TABLE p2 PARTITION OF p FOR "
        "VALUES IN (2) PARTITION BY LIST (k); CREATE TABLE p3 PARTITION OF p2 (m DEFAULT 'a', ms DEFAULT '{b}') FOR "
        "VALUES IN (2); CREATE VIEW v AS SELECT m FROM p3; CREATE INDEX i ON p1 (m) WHERE m = 'a'; ALTER TABLE p3 ADD "
        "CONSTRAINT c CHECK (m <> 'b');"_s;
    add("an enum with defaults of partitions' own", own.arg(u"'a', 'b'"_s), own.arg(u"'b', 'a'"_s),
        u"SELECT string_agg(adrelid::regclass::text || adnum || pg_get_expr(adbin, adrelid), ' ' ORDER BY "
        "adrelid::regclass::text, adnum) FROM pg_attrdef"_s);
}

void TestPgDependents::staysWhereItWas()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QString, query);
    prepare(from, to);
    const QString wrong = thereAndBack(*m_db, *m_wanted, query);
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
}

void TestPgDependents::isSaidBefore_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("says"); ///< the beginning of one of the hazards
    const auto add = [](const char *name, const QString &from, const QString &to, const QString &says) {
        QTest::newRow(name) << from << to << says;
    };
    add("a rule reads what goes",
        u"CREATE TABLE t (a integer, b integer); CREATE TABLE l (b integer); CREATE RULE r AS ON INSERT TO t DO ALSO "
        u"INSERT INTO l VALUES (NEW.b)"_s,
        u"CREATE TABLE t (a integer); CREATE TABLE l (b integer)"_s,
        u"H47!! The rule r on t needs b of t, which goes"_s);
    add("a publication names what goes",
        u"CREATE TABLE t (a integer PRIMARY KEY, b integer); CREATE PUBLICATION p FOR TABLE t (a, b)"_s,
        u"CREATE TABLE t (a integer PRIMARY KEY)"_s, u"H47!! The publication p of t needs b of t, which goes"_s);
    add("statistics go with a column",
        u"CREATE TABLE t (a integer, b integer, c integer); CREATE STATISTICS x ON a, b FROM t"_s,
        u"CREATE TABLE t (a integer, c integer)"_s, u"H46 The statistics x of t go with b of t"_s);
    add("a replica identity goes",
        u"CREATE TABLE t (a integer NOT NULL); CREATE UNIQUE INDEX i ON t (a); ALTER TABLE t REPLICA IDENTITY USING "
        u"INDEX i"_s,
        u"CREATE TABLE t (a integer NOT NULL)"_s, u"H18 The index i is the replica identity of t"_s);
    add("a replica identity that would be none",
        u"CREATE TABLE t (a integer NOT NULL); CREATE UNIQUE INDEX i ON t (a); ALTER TABLE t REPLICA IDENTITY USING "
        u"INDEX i"_s,
        u"CREATE TABLE t (a integer NOT NULL); CREATE UNIQUE INDEX i ON t (a) WHERE a > 0"_s,
        u"H18 The index i is the replica identity of t"_s);
    add("an operator needs the function",
        u"CREATE FUNCTION f(a integer, b integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'; CREATE OPERATOR ### "
        u"(LEFTARG = integer, RIGHTARG = integer, FUNCTION = f)"_s,
        u"CREATE FUNCTION f(a integer, b integer) RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'"_s,
        u"H47!! The operator ###(integer,integer) needs the function f(integer, integer)"_s);
    add("a domain needs the function",
        u"CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'; CREATE DOMAIN d AS integer "
        u"CONSTRAINT c CHECK (f(VALUE) = 1)"_s,
        u"CREATE FUNCTION f(a integer) RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'; CREATE DOMAIN d AS integer "
        u"CONSTRAINT c CHECK (f(VALUE) = 1)"_s,
        u"H47!! The constraint c of d needs the function f(integer)"_s);
    add("a cast needs the enum",
        u"CREATE TYPE mood AS ENUM ('a', 'b'); CREATE FUNCTION f(integer) RETURNS mood LANGUAGE sql AS 'SELECT "
        u"''a''::mood'; CREATE CAST (integer AS mood) WITH FUNCTION f(integer); CREATE TABLE t (m mood)"_s,
        u"CREATE TYPE mood AS ENUM ('b', 'a'); CREATE FUNCTION f(integer) RETURNS mood LANGUAGE sql AS 'SELECT "
        u"''a''::mood'; CREATE TABLE t (m mood)"_s,
        u"H47!! The cast from integer to mood needs the type mood"_s);
}

void TestPgDependents::isSaidBefore()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QString, says);
    prepare(from, to);
    const auto before = m_db->schema();
    const auto after = m_wanted->schema();
    QVERIFY(before && after);
    const auto migration = planMigration(*before, *after, {}, {}, PostgresDb::dialect());
    QVERIFY2(migration, qPrintable(migration.ok() ? QString() : migration.error().message));
    TestJob job;
    const auto findings = findingsOf(migration->hazards, m_db->database(), job);
    QVERIFY(findings);
    QStringList all;
    bool fails = false;
    for (const Finding &f : *findings) {
        fails = fails || f.certain;
        all.append(f.code + (f.severity == Finding::Severity::Stop ? u"!"_s : QString())
                   + (f.certain ? u"! "_s : u" "_s) + f.message);
    }
    QVERIFY2(std::any_of(all.cbegin(), all.cend(), [&](const QString &f) { return f.startsWith(says); }),
             qPrintable(says + u"\nis not among\n"_s + all.join(u'\n')));
    // What is said to fail does, and what is not, does not.
    QCOMPARE(m_db->run(migration->plan.script).isEmpty(), !fails);
}

void TestPgDependents::whatAPlanForgetsStopsTheDryRun()
{
    const QString made = u"CREATE TABLE t (n %1, s text); "_s;
    prepare(made.arg(u"integer"_s)
                + u"CREATE STATISTICS x ON n, s FROM t; CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING"_s,
            made.arg(u"bigint"_s));
    const auto before = m_db->schema();
    const auto after = m_wanted->schema();
    QVERIFY(before && after);
    auto migration = planMigration(*before, *after, {}, {}, PostgresDb::dialect());
    QVERIFY(migration);
    const auto lost = [&] {
        TestJob job;
        const auto report = dryRunMigration(m_db->database(), *migration, PostgresDb::dialect(), job, {});
        QStringList out;
        for (const Finding &f : report ? report->run.findings : QList<Finding>()) {
            if (f.code == "H40"_L1 && f.severity == Finding::Severity::Stop)
                out.append(f.message);
        }
        return report ? out : QStringList{report.error().message};
    };
    QCOMPARE(lost(), QStringList());
    QList<Statement> &statements = migration->plan.script.statements;
    for (qsizetype i = statements.size() - 1; i >= 0; --i) {
        if (statements[i].sql.startsWith("CREATE STATISTICS"_L1)) {
            statements.removeAt(i);
            migration->plan.sources.removeAt(i);
        }
    }
    QCOMPARE(lost(), QStringList{u"The statistics x of t is lost, and nothing in the plan says so."_s});
}

QTEST_GUILESS_MAIN(TestPgDependents)
#include "tst_pgdependents.moc"
