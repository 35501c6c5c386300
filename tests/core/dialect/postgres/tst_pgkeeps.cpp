// SPDX-License-Identifier: GPL-3.0-or-later
// What a server keeps about an object beside its definition is there again when a plan had to make it anew.
#include "support/thereandback.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

class TestPgKeeps : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        START_POSTGRES(m_cluster);
        PostgresDb db(m_cluster.newDatabase());
        QCOMPARE(db.execute(u"CREATE ROLE owner_role; CREATE ROLE reader; CREATE ROLE \"odd role\""_s), QString());
    }
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void staysWhereItWas_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("query"); ///< gives the same before, there, and back
        const QString acl =
            u"SELECT string_agg(relname || pg_get_userbyid(relowner) || coalesce((SELECT string_agg(a::text, "
            "',' ORDER BY a::text) FROM unnest(relacl) a), '-'), ' ' ORDER BY relname) FROM pg_class WHERE "
            "relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace"_s;
        const QString access =
            u"GRANT SELECT ON t TO owner_role; ALTER VIEW v OWNER TO owner_role; GRANT SELECT, UPDATE ON v TO reader; "
            u"GRANT SELECT ON v "
            "TO \"odd role\" WITH GRANT OPTION; GRANT INSERT (id) ON v TO reader; GRANT SELECT ON w TO PUBLIC;"_s;
        const QString views = u"CREATE VIEW v AS SELECT id, n FROM t; CREATE MATERIALIZED VIEW w AS SELECT n FROM v;"_s;
        QTest::newRow("a view steps aside") << u"CREATE TABLE t (id integer, n integer);"_s + views + access
                                            << u"CREATE TABLE t (id integer, n bigint);"_s + views << acl;
        QTest::newRow("columns' privileges")
            << u"CREATE TABLE t (id integer, n integer);"_s + views + access
            << u"CREATE TABLE t (id integer, n bigint);"_s + views
            << u"SELECT string_agg(attname || attacl::text, ' ') FROM pg_attribute WHERE attrelid = 'v'::regclass AND attacl IS NOT NULL"_s;
        const QString rule = u"CREATE RULE r AS ON INSERT TO v DO INSTEAD INSERT INTO t (id) VALUES (NEW.id);"_s;
        QTest::newRow("a view's rule") << u"CREATE TABLE t (id integer, n integer);"_s + views + rule
                                       << u"CREATE TABLE t (id integer, n bigint);"_s + views
                                       << u"SELECT count(*) FROM pg_rules WHERE tablename = 'v'"_s;
        const QString moods =
            u"CREATE TABLE t (m mood); CREATE FUNCTION f(mood) RETURNS text LANGUAGE sql AS 'SELECT $1::text';"
            "CREATE FUNCTION g() RETURNS SETOF mood[] LANGUAGE sql AS 'SELECT ARRAY[m] FROM t';"_s;
        const QString calls =
            u"REVOKE ALL ON FUNCTION f(mood) FROM PUBLIC; GRANT EXECUTE ON FUNCTION f(mood) TO reader; "
            "ALTER FUNCTION g() OWNER TO owner_role; GRANT USAGE ON TYPE mood TO reader; ALTER TYPE mood OWNER TO owner_role;"_s;
        QTest::newRow("functions over an enum") << u"CREATE TYPE mood AS ENUM ('a', 'b');"_s + moods + calls
                                                << u"CREATE TYPE mood AS ENUM ('b', 'a');"_s + moods
                                                << u"SELECT string_agg(proname || pg_get_userbyid(proowner) || "
                                                   u"coalesce(proacl::text, '-'), ' ' ORDER BY proname) "
                                                   "FROM pg_proc WHERE pronamespace = 'public'::regnamespace"_s;
        QTest::newRow("the enum itself")
            << u"CREATE TYPE mood AS ENUM ('a', 'b');"_s + moods + calls
            << u"CREATE TYPE mood AS ENUM ('b', 'a');"_s + moods
            << u"SELECT pg_get_userbyid(typowner) || coalesce(typacl::text, '-') FROM pg_type WHERE typname = 'mood'"_s;
        const QString result = u"CREATE FUNCTION f(a integer) RETURNS %1 LANGUAGE sql AS 'SELECT 1::%1';"_s;
        QTest::newRow("a function with another result")
            << result.arg(u"integer"_s)
                + u"GRANT EXECUTE ON FUNCTION f TO reader; ALTER FUNCTION f OWNER TO owner_role"_s
            << result.arg(u"bigint"_s)
            << u"SELECT pg_get_userbyid(proowner) || proacl::text FROM pg_proc WHERE proname = 'f'"_s;
        const QString heirs =
            u"CREATE TABLE par (k integer DEFAULT %1) PARTITION BY LIST (k); CREATE TABLE par1 PARTITION OF par "
            "FOR VALUES IN (1, 2); ALTER TABLE ONLY par1 ALTER k SET DEFAULT 2;"_s;
        QTest::newRow("a partition's own default")
            << heirs.arg(1) << heirs.arg(3)
            << u"SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = 'par1'::regclass"_s;
        const QString serials = u"CREATE TABLE t (id %1 PRIMARY KEY);"_s;
        QTest::newRow("how far a sequence has counted")
            << serials.arg(u"serial"_s)
                + u"INSERT INTO t SELECT FROM generate_series(1, 50); DELETE FROM t WHERE id > 10"_s
            << serials.arg(u"integer GENERATED BY DEFAULT AS IDENTITY"_s)
            << u"SELECT CASE WHEN is_called THEN last_value + 1 ELSE last_value END > 50 FROM t_id_seq"_s;
        QTest::newRow("a sequence counts as far as its bigserial")
            << serials.arg(u"serial"_s) << serials.arg(u"bigserial"_s) << u"SELECT (seqmax > 9) FROM pg_sequence"_s;
        const QString body =
            u"CREATE TABLE t (a integer%1); CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'SELECT sum(%2) "
            "FROM t'; COMMENT ON FUNCTION f() IS 'adds';"_s;
        QTest::newRow("a function that reads what comes after it")
            << body.arg(u""_s, u"a"_s) << body.arg(u", b integer"_s, u"b"_s)
            << u"SELECT obj_description('f()'::regprocedure, 'pg_proc')"_s;
        QTest::newRow("comments of what has another text")
            << u"CREATE TABLE t (a integer CONSTRAINT c CHECK (a > 1)); COMMENT ON CONSTRAINT c ON t IS 'the check'"_s
            << u"CREATE TABLE t (a integer CONSTRAINT c CHECK (a > 2)); COMMENT ON CONSTRAINT c ON t IS 'the check'"_s
            << u"SELECT description FROM pg_description WHERE objoid IN (SELECT oid FROM pg_constraint WHERE conname = 'c')"_s;
        QTest::newRow("comments of what stands on a column")
            << u"CREATE TYPE mood AS ENUM ('a', 'b'); CREATE TABLE t (m mood, CONSTRAINT c CHECK (m <> 'a')); CREATE "
               u"INDEX i ON "
               "t (m) WHERE m = 'b'; COMMENT ON INDEX i IS 'the index'; COMMENT ON CONSTRAINT c ON t IS 'the check'"_s
            << u"CREATE TYPE mood AS ENUM ('b', 'a'); CREATE TABLE t (m mood, CONSTRAINT c CHECK (m <> 'a')); CREATE "
               u"INDEX i ON "
               "t (m) WHERE m = 'b'; COMMENT ON INDEX i IS 'the index'; COMMENT ON CONSTRAINT c ON t IS 'the check'"_s
            << u"SELECT string_agg(description, ' ' ORDER BY description) FROM pg_description d WHERE description LIKE "
               u"'the %' "
               "AND (objoid = 'i'::regclass OR objoid IN (SELECT oid FROM pg_constraint WHERE conname = 'c'))"_s;
        // What new objects get by default, and these had taken from them.
        const QString defaults =
            u"ALTER DEFAULT PRIVILEGES GRANT SELECT, UPDATE ON TABLES TO reader; ALTER DEFAULT PRIVILEGES GRANT ALL ON "
            "FUNCTIONS TO reader; ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC; ALTER DEFAULT "
            "PRIVILEGES GRANT USAGE ON TYPES TO \"odd role\";"_s;
        QTest::newRow("a view that nobody may read")
            << u"CREATE TABLE t (id integer, n integer);"_s + defaults + views + u"REVOKE ALL ON v, w FROM reader"_s
            << u"CREATE TABLE t (id integer, n bigint);"_s + views << acl;
        QTest::newRow("a view that may be read, not changed")
            << u"CREATE TABLE t (id integer, n integer);"_s + defaults + views + u"REVOKE UPDATE ON v FROM reader"_s
            << u"CREATE TABLE t (id integer, n bigint);"_s + views << acl;
        QTest::newRow("views from before the defaults")
            << u"CREATE TABLE t (id integer, n integer);"_s + views + defaults
            << u"CREATE TABLE t (id integer, n bigint);"_s + views
            << u"SELECT string_agg(has_table_privilege('reader', oid, 'SELECT')::text, '') FROM pg_class WHERE relname "
               u"IN ('v', 'w')"_s;
        const QString rights = u"SELECT string_agg(has_function_privilege('reader', oid, 'EXECUTE') || ' ' || "
                               "has_function_privilege('public', oid, 'EXECUTE'), ', ' ORDER BY proname) FROM pg_proc "
                               "WHERE pronamespace = 'public'::regnamespace"_s;
        QTest::newRow("functions that nobody may call") << u"CREATE TYPE mood AS ENUM ('a', 'b');"_s + defaults + moods
                + u"REVOKE ALL ON FUNCTION f(mood), g() FROM reader"_s
                                                        << u"CREATE TYPE mood AS ENUM ('b', 'a');"_s + moods << rights;
        QTest::newRow("functions from before the defaults")
            << u"CREATE TYPE mood AS ENUM ('a', 'b');"_s + moods + defaults
            << u"CREATE TYPE mood AS ENUM ('b', 'a');"_s + moods << rights;
        QTest::newRow("an enum from before the defaults")
            << u"CREATE TYPE mood AS ENUM ('a', 'b');"_s + moods + u"REVOKE USAGE ON TYPE mood FROM PUBLIC;"_s
                + defaults
            << u"CREATE TYPE mood AS ENUM ('b', 'a');"_s + moods
            << u"SELECT has_type_privilege('odd role', 'mood', 'USAGE')::text"_s;
    }

    void staysWhereItWas()
    {
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(QString, query);
        PostgresDb db(m_cluster.newDatabase(from));
        PostgresDb wanted(m_cluster.newDatabase(to));
        QVERIFY2(db.error().isEmpty() && wanted.error().isEmpty(),
                 qPrintable(db.error() + wanted.error() + m_cluster.problem()));
        const QString wrong = thereAndBack(db, wanted, query);
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong));
    }

    /// Other roles' privileges there are nobody's wish for here.
    void nothingComesFromTheOtherDatabase()
    {
        PostgresDb db(m_cluster.newDatabase(u"CREATE TABLE t (n integer); CREATE VIEW v AS SELECT n FROM t"_s));
        PostgresDb wanted(m_cluster.newDatabase(
            u"CREATE TABLE t (n bigint); CREATE VIEW v AS SELECT n FROM t; GRANT SELECT ON v TO reader"_s));
        const auto before = db.schema();
        const auto after = wanted.schema();
        QVERIFY(before && after);
        const auto migration = planMigration(*before, *after, {}, {}, PostgresDb::dialect());
        QVERIFY(migration);
        QCOMPARE(db.run(migration->plan.script), QString());
        QCOMPARE(db.value(u"SELECT relacl IS NULL FROM pg_class WHERE relname = 'v'"_s), u"t"_s);
        const auto same = planMigration(*db.schema(), *after, {}, {}, PostgresDb::dialect());
        QVERIFY(same && same->diff.isEmpty());
    }

private:
    PostgresCluster m_cluster;
};

QTEST_GUILESS_MAIN(TestPgKeeps)
#include "tst_pgkeeps.moc"
