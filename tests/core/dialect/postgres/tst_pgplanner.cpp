// SPDX-License-Identifier: GPL-3.0-or-later
// How PostgreSQL gets from one schema to another, case by case: what the plan says, does, and leaves alone.
#include "support/postgresschema.h"

#include "core/dialect/postgres/planwriter.h"
#include "core/schema/diff.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

struct PgCase {
    QString from; ///< with rows
    QString to;
    Renames renames = {};
    PlanOptions options = {};
    QStringList says = {}; ///< parts of the script, in this order
    QStringList never = {};
    QString query = {}; ///< after it …
    QString gives = {}; ///< … gives this
    QString fails = {}; ///< part of the server's words; else all goes well
};

} // namespace
Q_DECLARE_METATYPE(PgCase)

class TestPgPlanner : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void oneCase_data();
    void oneCase();
    void noWay_data();
    void noWay();
    void conversions_data();
    void conversions();
    void nothingToDo();

private:
    PostgresCluster m_cluster;
    std::unique_ptr<PostgresDb> m_db;
    std::unique_ptr<PostgresDb> m_wanted;
};

void TestPgPlanner::initTestCase()
{
    START_POSTGRES(m_cluster);
    m_db = std::make_unique<PostgresDb>(m_cluster.newDatabase());
    m_wanted = std::make_unique<PostgresDb>(m_cluster.newDatabase());
    QVERIFY2(m_db->error().isEmpty() && m_wanted->error().isEmpty(), qPrintable(m_cluster.problem()));
}

void TestPgPlanner::oneCase_data()
{
    QTest::addColumn<PgCase>("c");
    const auto add = [](const char *name, const PgCase &c) { QTest::newRow(name) << c; };
    const auto mood = [](const QString &values, const QString &rest) {
        return u"CREATE TYPE mood AS ENUM (%1); CREATE TABLE t (id int PRIMARY KEY%2"_s.arg(values, rest);
    };

    add("a value at the end of an enum needs no new type",
        {mood(u"'a','b'"_s, u", m mood); INSERT INTO t VALUES (1, 'a')"_s),
         mood(u"'a','b','c'"_s, u", m mood)"_s),
         {},
         {},
         {u"ADD VALUE 'c' AFTER 'b'"_s},
         {u"CREATE TYPE"_s},
         u"SELECT string_agg(m::text, ',') FROM t"_s,
         u"a"_s});
    add("values in between keep their places",
        {mood(u"'b','d'"_s, u", m mood)"_s),
         mood(u"'a','b','c','d','e'"_s, u", m mood)"_s),
         {},
         {},
         {u"ADD VALUE 'a' BEFORE 'b'"_s, u"ADD VALUE 'c' AFTER 'b'"_s, u"ADD VALUE 'e' AFTER 'd'"_s},
         {u"CREATE TYPE"_s}});
    add("a value that is the default at once needs a new type",
        {mood(u"'a'"_s, u", m mood DEFAULT 'a'); INSERT INTO t VALUES (1)"_s),
         mood(u"'a','b'"_s, u", m mood DEFAULT 'b')"_s),
         {},
         {},
         {u"RENAME TO \"__old_mood\""_s, u"DROP DEFAULT"_s, u"USING CAST(CAST(\"m\" AS text)"_s, u"SET DEFAULT 'b'"_s,
          u"DROP TYPE"_s},
         {u"ADD VALUE"_s},
         u"SELECT string_agg(m::text, ',') FROM t"_s,
         u"a"_s});
    const QString hung = u", m mood DEFAULT 'a' NOT NULL, ms mood[] DEFAULT '{a}', o int, CHECK (m <> 'b' OR o > 0));"
                         "CREATE INDEX part ON t (o) WHERE m = 'a'; CREATE INDEX plain ON t (m);"
                         "CREATE VIEW v AS SELECT id, m FROM t WHERE m = 'a'; CREATE VIEW w AS SELECT count(*) FROM v;"
                         "ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON t USING (m <> 'b');"
                         "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;"
                         "CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW WHEN (NEW.m = 'a') EXECUTE FUNCTION f();"_s;
    add("a value goes with everything that hangs on its column",
        {mood(u"'a','b','gone'"_s, hung + u"INSERT INTO t VALUES (1, 'a', '{a,b}', 3), (2, 'b', NULL, 4)"_s),
         mood(u"'b','a'"_s, hung),
         {},
         {},
         {u"CREATE TYPE \"public\".\"mood\" AS ENUM ('b', 'a')"_s},
         {},
         u"SELECT string_agg(t::text, ' ' ORDER BY id) FROM t"_s,
         u"(1,a,\"{a,b}\",3) (2,b,,4)"_s});
    add("a value that rows still have stops it",
        {mood(u"'a','gone'"_s, u", m mood); INSERT INTO t VALUES (1, 'gone')"_s),
         mood(u"'a'"_s, u", m mood)"_s),
         {},
         {},
         {},
         {},
         u"SELECT string_agg(m::text, ',') FROM t"_s,
         u"gone"_s,
         u"invalid input value for enum"_s});
    Renames value;
    value.values = {{{{}, u"mood"_s}, u"a"_s, u"z"_s}};
    add("a value gets another name, and its default with it",
        {mood(u"'a','b'"_s, u", m mood DEFAULT 'a'); INSERT INTO t VALUES (1)"_s),
         mood(u"'z','b'"_s, u", m mood DEFAULT 'z')"_s),
         value,
         {},
         {u"RENAME VALUE 'a' TO 'z'"_s},
         {u"DEFAULT"_s},
         u"SELECT string_agg(m::text, ',') FROM t"_s,
         u"z"_s});

    add("an integer begins to count after the highest number",
        {u"CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (7), (9)"_s,
         u"CREATE TABLE t (id serial PRIMARY KEY)"_s,
         {},
         {},
         {u"CREATE SEQUENCE"_s, u"SET DEFAULT nextval"_s, u"OWNED BY"_s},
         {},
         u"INSERT INTO t DEFAULT VALUES RETURNING id"_s,
         u"10"_s});
    add("an integer becomes an identity, and goes on",
        {u"CREATE TABLE t (id int, n text); INSERT INTO t VALUES (7), (9)"_s,
         u"CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY, n text)"_s,
         {},
         {},
         {u"SET NOT NULL"_s, u"ADD GENERATED ALWAYS AS IDENTITY"_s, u"setval"_s},
         {},
         u"INSERT INTO t (n) VALUES ('x') RETURNING id"_s,
         u"10"_s});
    add("serial becomes identity, with the same sequence's name",
        {u"CREATE TABLE t (id serial PRIMARY KEY, n text); INSERT INTO t (n) VALUES ('a'), ('b')"_s,
         u"CREATE TABLE t (id int GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, n text)"_s,
         {},
         {},
         {u"DROP DEFAULT"_s, u"ADD GENERATED BY DEFAULT"_s, u"DROP SEQUENCE"_s},
         {},
         u"INSERT INTO t (n) VALUES ('x') RETURNING id"_s,
         u"3"_s});
    add("identity becomes serial",
        {u"CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, n text); INSERT INTO t (n) VALUES ('a')"_s,
         u"CREATE TABLE t (id serial PRIMARY KEY, n text)"_s,
         {},
         {},
         {u"CREATE SEQUENCE"_s, u"DROP IDENTITY"_s},
         {},
         u"INSERT INTO t (n) VALUES ('x') RETURNING id"_s,
         u"2"_s});
    add("a wider serial keeps its sequence",
        {u"CREATE TABLE t (id serial PRIMARY KEY, n int); INSERT INTO t (n) VALUES (1)"_s,
         u"CREATE TABLE t (id bigserial PRIMARY KEY, n int)"_s,
         {},
         {},
         {u"TYPE bigint"_s, u"AS bigint"_s},
         {u"DROP SEQUENCE"_s, u"CREATE SEQUENCE"_s},
         u"INSERT INTO t (n) VALUES (1) RETURNING id"_s,
         u"2"_s});
    add("identity options change in place",
        {u"CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY)"_s,
         u"CREATE TABLE t (id int GENERATED BY DEFAULT AS IDENTITY (INCREMENT BY 5 MAXVALUE 100 CYCLE))"_s,
         {},
         {},
         {u"SET GENERATED BY DEFAULT SET INCREMENT BY 5 SET MAXVALUE 100 SET CYCLE"_s},
         {u"DROP"_s}});

    add("what is too long is refused, not cut",
        {u"CREATE TABLE t (n text); INSERT INTO t VALUES ('abcdef')"_s,
         u"CREATE TABLE t (n varchar(3))"_s,
         {},
         {},
         {},
         {u"USING"_s},
         u"SELECT n FROM t"_s,
         u"abcdef"_s,
         u"too long"_s});
    PlanOptions cast;
    cast.casts = {{{{}, u"t"_s}, u"n"_s}};
    add("a cast that was asked for cuts",
        {u"CREATE TABLE t (n text); INSERT INTO t VALUES ('abcdef')"_s,
         u"CREATE TABLE t (n varchar(3))"_s,
         {},
         cast,
         {u"USING CAST(\"n\" AS character varying(3))"_s},
         {},
         u"SELECT n FROM t"_s,
         u"abc"_s});
    add("text that is no number stops it",
        {u"CREATE TABLE t (n text); INSERT INTO t VALUES ('12'), ('x')"_s,
         u"CREATE TABLE t (n int)"_s,
         {},
         {},
         {},
         {},
         u"SELECT string_agg(n, ',') FROM t"_s,
         u"12,x"_s,
         u"invalid input syntax"_s});
    PlanOptions fill;
    fill.fills = {{{{}, u"t"_s}, u"n"_s, u"id * 2"_s}};
    add("a column that needs a value gets one",
        {u"CREATE TABLE t (id int); INSERT INTO t VALUES (1), (2)"_s,
         u"CREATE TABLE t (id int, n int NOT NULL)"_s,
         {},
         fill,
         {u"ADD COLUMN \"n\" integer"_s, u"UPDATE"_s, u"SET NOT NULL"_s},
         {},
         u"SELECT string_agg(n::text, ',') FROM t"_s,
         u"2,4"_s});
    add("only NULLs are filled where none may be any more",
        {u"CREATE TABLE t (id int, n int); INSERT INTO t VALUES (1, 5), (2, NULL)"_s,
         u"CREATE TABLE t (id int, n int NOT NULL)"_s,
         {},
         fill,
         {u"WHERE \"n\" IS NULL"_s},
         {},
         u"SELECT string_agg(n::text, ',' ORDER BY id) FROM t"_s,
         u"5,4"_s});
    const QString touched = u"CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'begin new.touched := now(); return new; end';"
                            "CREATE TABLE t (id int, touched date%1) PARTITION BY RANGE (id);"
                            "CREATE TABLE tp PARTITION OF t FOR VALUES FROM (0) TO (10);"
                            "CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f();"
                            "CREATE TRIGGER own BEFORE UPDATE ON tp FOR EACH ROW EXECUTE FUNCTION f();"_s;
    add("a fill does not set off triggers, not those of partitions either",
        {touched.arg(u""_s) + u"INSERT INTO t VALUES (1, '2001-02-03'), (2, '2001-02-03')"_s,
         touched.arg(u", n int NOT NULL"_s),
         {},
         fill,
         {u"DISABLE TRIGGER \"g\""_s, u"DISABLE TRIGGER \"own\""_s, u"UPDATE"_s, u"ENABLE TRIGGER \"g\""_s},
         {},
         u"SELECT string_agg(n || ' ' || touched, ',' ORDER BY id) || ' ' || (SELECT string_agg(DISTINCT tgenabled::text, '') "
         "FROM pg_trigger) FROM t"_s,
         u"2 2001-02-03,4 2001-02-03 O"_s});
    add("several types change in one go, each with its default",
        {u"CREATE TABLE t (a int DEFAULT 1, b varchar(5) DEFAULT 'x'); INSERT INTO t DEFAULT VALUES"_s,
         u"CREATE TABLE t (a bigint DEFAULT 1, b text DEFAULT 'x')"_s,
         {},
         {},
         {u"TYPE bigint"_s, u"TYPE text"_s},
         {},
         u"SELECT a || b FROM t"_s,
         u"1x"_s});

    add("a generated column is made anew, with its index",
        {u"CREATE TABLE t (a int, g int GENERATED ALWAYS AS (a * 2) STORED UNIQUE); CREATE INDEX i ON t (g); INSERT "
         u"INTO t "
         "VALUES (4)"_s,
         u"CREATE TABLE t (a int, g int GENERATED ALWAYS AS (a * 3) STORED UNIQUE); CREATE INDEX i ON t (g)"_s,
         {},
         {},
         {u"DROP COLUMN \"g\""_s, u"ADD COLUMN \"g\""_s, u"CREATE INDEX"_s},
         {},
         u"SELECT g FROM t"_s,
         u"12"_s});
    add("the type of what a column is generated from",
        {u"CREATE TABLE t (a int, g int GENERATED ALWAYS AS (a * 2) STORED); INSERT INTO t VALUES (4)"_s,
         u"CREATE TABLE t (a bigint, g int GENERATED ALWAYS AS (a * 2) STORED)"_s,
         {},
         {},
         {u"DROP COLUMN \"g\""_s, u"TYPE bigint"_s, u"ADD COLUMN \"g\""_s},
         {},
         u"SELECT g FROM t"_s,
         u"8"_s});
    add("generated no more, its values stay",
        {u"CREATE TABLE t (a int, g int GENERATED ALWAYS AS (a * 2) STORED); INSERT INTO t VALUES (4)"_s,
         u"CREATE TABLE t (a int, g int)"_s,
         {},
         {},
         {u"DROP EXPRESSION"_s},
         {u"DROP COLUMN"_s},
         u"SELECT g FROM t"_s,
         u"8"_s});

    const QString views = u"CREATE VIEW v AS SELECT id, n FROM t; CREATE VIEW w AS SELECT n FROM v;"
                          "CREATE MATERIALIZED VIEW m AS SELECT count(n) AS n FROM w; CREATE UNIQUE INDEX mi ON m (n);"
                          "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;"
                          "CREATE TRIGGER g INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION f();"
                          "COMMENT ON VIEW w IS 'said'; CREATE VIEW apart AS SELECT 1 AS one;"_s;
    add("views over views step aside and come back, with triggers, indexes and comments",
        {u"CREATE TABLE t (id int, n int); INSERT INTO t VALUES (1, 2);"_s + views,
         u"CREATE TABLE t (id int, n bigint);"_s + views,
         {},
         {},
         {u"DROP MATERIALIZED VIEW"_s, u"DROP VIEW \"public\".\"w\""_s, u"DROP VIEW \"public\".\"v\""_s,
          u"TYPE bigint"_s, u"CREATE VIEW \"public\".\"v\""_s, u"CREATE VIEW \"public\".\"w\""_s,
          u"CREATE MATERIALIZED VIEW"_s},
         {u"apart"_s},
         u"SELECT n FROM m"_s,
         u"1"_s});
    add("what a view does not read leaves it alone",
        {u"CREATE TABLE t (id int, n int, other int); CREATE VIEW v AS SELECT id FROM t"_s,
         u"CREATE TABLE t (id int, n bigint); CREATE VIEW v AS SELECT id FROM t"_s,
         {},
         {},
         {u"DROP COLUMN \"other\""_s},
         {u"VIEW"_s}});

    Renames swap;
    swap.tables = {{{{}, u"a"_s}, {{}, u"b"_s}}, {{{}, u"b"_s}, {{}, u"a"_s}}};
    swap.columns = {{{{}, u"a"_s}, u"x"_s, u"y"_s}, {{{}, u"a"_s}, u"y"_s, u"x"_s}};
    add("names are exchanged",
        {u"CREATE TABLE a (x int, y int); CREATE TABLE b (z int); INSERT INTO a VALUES (1, 2)"_s,
         u"CREATE TABLE b (y int, x int); CREATE TABLE a (z int)"_s,
         swap,
         {},
         {u"__rename_"_s},
         {u"DROP"_s},
         u"SELECT y || ',' || x FROM b"_s,
         u"1,2"_s});
    Renames move;
    move.tables = {{{{}, u"t"_s}, {u"app"_s, u"t"_s}}};
    add("a table moves to another schema with all it has",
        {u"CREATE SCHEMA app; CREATE TABLE t (id serial PRIMARY KEY, n int); CREATE INDEX i ON t (n); CREATE TABLE c "
         u"(t int "
         "REFERENCES t); INSERT INTO t (n) VALUES (1)"_s,
         u"CREATE SCHEMA app; CREATE TABLE app.t (id serial PRIMARY KEY, n int); CREATE INDEX i ON app.t (n); CREATE "
         u"TABLE "
         "c (t int REFERENCES app.t)"_s,
         move,
         {},
         {u"SET SCHEMA \"app\""_s},
         {u"DROP"_s, u"CREATE"_s},
         u"INSERT INTO app.t (n) VALUES (1) RETURNING id"_s,
         u"2"_s});
    Renames hall;
    hall.objects = {{ObjectRename::Kind::Schema, {{}, u"app"_s}, {{}, u"hall"_s}}};
    add("a schema gets another name",
        {u"CREATE SCHEMA app; CREATE TYPE app.k AS ENUM ('a'); CREATE TABLE app.t (id int, k app.k); INSERT INTO app.t "
         "VALUES (1, 'a')"_s,
         u"CREATE SCHEMA hall; CREATE TYPE hall.k AS ENUM ('a'); CREATE TABLE hall.t (id int, k hall.k)"_s,
         hall,
         {},
         {u"ALTER SCHEMA \"app\" RENAME TO \"hall\""_s},
         {u"TABLE"_s, u"TYPE"_s},
         u"SELECT k FROM hall.t"_s,
         u"a"_s});

    add("another primary key, while others refer to the old one",
        {u"CREATE TABLE t (id int CONSTRAINT t_pk PRIMARY KEY, n int NOT NULL); CREATE TABLE c (t int CONSTRAINT fk "
         "REFERENCES t); INSERT INTO t VALUES (1, 2); INSERT INTO c VALUES (1)"_s,
         u"CREATE TABLE t (id int NOT NULL CONSTRAINT t_id UNIQUE, n int CONSTRAINT t_pk PRIMARY KEY); CREATE TABLE c "
         u"(t "
         "int CONSTRAINT fk REFERENCES t (id))"_s,
         {},
         {},
         {u"DROP CONSTRAINT \"fk\""_s, u"DROP CONSTRAINT \"t_pk\""_s, u"ADD CONSTRAINT \"fk\""_s}});
    add("constraints and indexes that only have other names",
        {u"CREATE TABLE t (id int CONSTRAINT a PRIMARY KEY, n int CONSTRAINT b UNIQUE CONSTRAINT c CHECK (n > 0), p "
         u"int "
         "CONSTRAINT d REFERENCES t); CREATE INDEX e ON t (p)"_s,
         u"CREATE TABLE t (id int CONSTRAINT a2 PRIMARY KEY, n int CONSTRAINT b2 UNIQUE CONSTRAINT c2 CHECK (n > 0), p "
         u"int "
         "CONSTRAINT d2 REFERENCES t); CREATE INDEX e2 ON t (p)"_s,
         {},
         {},
         {u"RENAME CONSTRAINT \"b\" TO \"b2\""_s, u"RENAME CONSTRAINT \"c\" TO \"c2\""_s,
          u"RENAME CONSTRAINT \"d\" TO \"d2\""_s, u"ALTER INDEX \"public\".\"e\" RENAME TO \"e2\""_s,
          u"RENAME CONSTRAINT \"a\" TO \"a2\""_s},
         {u"DROP"_s, u" ADD "_s}});
    add("what was never checked is checked now",
        {u"CREATE TABLE t (id int PRIMARY KEY, n int); ALTER TABLE t ADD CONSTRAINT c CHECK (n > 0) NOT VALID, ADD "
         "CONSTRAINT k FOREIGN KEY (n) REFERENCES t NOT VALID"_s,
         u"CREATE TABLE t (id int PRIMARY KEY, n int, CONSTRAINT c CHECK (n > 0), CONSTRAINT k FOREIGN KEY (n) "
         u"REFERENCES "
         "t)"_s,
         {},
         {},
         {u"VALIDATE CONSTRAINT \"k\""_s, u"VALIDATE CONSTRAINT \"c\""_s},
         {u"DROP"_s}});
    add("a key between columns whose types change together",
        {u"CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE c (t int REFERENCES t); INSERT INTO t VALUES (1); INSERT "
         u"INTO "
         "c VALUES (1)"_s,
         u"CREATE TABLE t (id text PRIMARY KEY); CREATE TABLE c (t text REFERENCES t)"_s,
         {},
         {},
         {u"DROP CONSTRAINT"_s, u"TYPE text"_s, u"TYPE text"_s, u"ADD CONSTRAINT"_s},
         {},
         u"SELECT t FROM c"_s,
         u"1"_s});

    add("partitions get what their table gets",
        {u"CREATE TABLE m (id int, at date NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at); CREATE TABLE m1 "
         "PARTITION OF m FOR VALUES FROM ('2020-01-01') TO ('2021-01-01'); INSERT INTO m VALUES (1, '2020-05-05')"_s,
         u"CREATE TABLE m (id int, at date NOT NULL, n text DEFAULT 'x', PRIMARY KEY (id, at)) PARTITION BY RANGE "
         u"(at); "
         "CREATE TABLE m1 PARTITION OF m FOR VALUES FROM ('2020-01-01') TO ('2021-01-01'); CREATE TABLE m2 PARTITION "
         "OF m "
         "DEFAULT; CREATE INDEX mi ON m (n)"_s,
         {},
         {},
         {u"ADD COLUMN \"n\""_s, u"ATTACH PARTITION"_s},
         {u"ALTER TABLE \"public\".\"m1\""_s},
         u"SELECT n FROM m1"_s,
         u"x"_s});
    add("a partition is let go and another bound",
        {u"CREATE TABLE m (at int) PARTITION BY RANGE (at); CREATE TABLE m1 PARTITION OF m FOR VALUES FROM (1) TO (5); "
         "CREATE TABLE m2 PARTITION OF m DEFAULT"_s,
         u"CREATE TABLE m (at int) PARTITION BY RANGE (at); CREATE TABLE m1 PARTITION OF m FOR VALUES FROM (1) TO (9); "
         "CREATE TABLE m2 (at int)"_s,
         {},
         {},
         {u"DETACH PARTITION"_s}});
    add("children inherit what their parents get",
        {u"CREATE TABLE p (id int); CREATE TABLE c (n int) INHERITS (p); INSERT INTO c VALUES (1, 2)"_s,
         u"CREATE TABLE p (id bigint, more text); CREATE TABLE c (n int) INHERITS (p)"_s,
         {},
         {},
         {u"ALTER TABLE \"public\".\"p\""_s},
         {u"ALTER TABLE \"public\".\"c\""_s},
         u"SELECT id FROM c"_s,
         u"1"_s});

    add("a domain's default and checks",
        {u"CREATE DOMAIN d AS int DEFAULT 1 CONSTRAINT a CHECK (VALUE > 0); CREATE TABLE t (d d)"_s,
         u"CREATE DOMAIN d AS int DEFAULT 2 NOT NULL CONSTRAINT b CHECK (VALUE > 1); CREATE TABLE t (d d)"_s,
         {},
         {},
         {u"SET DEFAULT 2"_s, u"SET NOT NULL"_s, u"DROP CONSTRAINT \"a\""_s, u"ADD CONSTRAINT \"b\""_s},
         {u"TABLE"_s}});
    add("a row type's attributes",
        {u"CREATE TYPE r AS (a int, b text)"_s,
         u"CREATE TYPE r AS (a bigint, c text)"_s,
         {},
         {},
         {u"DROP ATTRIBUTE \"b\""_s, u"ALTER ATTRIBUTE \"a\""_s, u"ADD ATTRIBUTE \"c\""_s}});
    add("a function is replaced; with another result it is another one",
        {u"CREATE FUNCTION a() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE FUNCTION b() RETURNS int LANGUAGE sql AS "
         "'SELECT 1'; CREATE FUNCTION c() RETURNS int LANGUAGE sql AS 'SELECT 1'"_s,
         u"CREATE FUNCTION a() RETURNS int LANGUAGE sql AS 'SELECT 2'; CREATE FUNCTION b() RETURNS text LANGUAGE sql "
         u"AS "
         "$$SELECT 'x'$$"_s,
         {},
         {},
         {u"DROP FUNCTION \"public\".\"b\""_s, u"DROP FUNCTION \"public\".\"c\""_s},
         {u"DROP FUNCTION \"public\".\"a\""_s},
         u"SELECT a() || b()"_s,
         u"2x"_s});
    add("types, functions and tables that need each other are made in order",
        {u"SELECT 1"_s,
         u"CREATE TYPE k AS ENUM ('a'); CREATE DOMAIN d AS int CHECK (VALUE > 0); CREATE FUNCTION f(x d) RETURNS k "
         u"LANGUAGE "
         "sql IMMUTABLE AS $$SELECT 'a'::k$$; CREATE TABLE t (d d, k k DEFAULT f(1), CHECK (f(d) = 'a')); CREATE "
         "FUNCTION "
         "rows() RETURNS SETOF t LANGUAGE sql AS 'SELECT * FROM t'; CREATE VIEW v AS SELECT d FROM rows(); CREATE "
         "TABLE "
         "a (id int PRIMARY KEY, b int); CREATE TABLE b (id int PRIMARY KEY REFERENCES a); ALTER TABLE a ADD FOREIGN "
         "KEY (b) "
         "REFERENCES b"_s,
         {},
         {},
         {},
         {},
         u"SELECT count(*) FROM v"_s,
         u"0"_s});
    add("tables that refer to each other go together",
        {u"CREATE TABLE a (id int PRIMARY KEY, b int); CREATE TABLE b (id int PRIMARY KEY REFERENCES a); ALTER TABLE a "
         u"ADD "
         "FOREIGN KEY (b) REFERENCES b; CREATE TYPE k AS ENUM ('x'); CREATE TABLE c (k k); CREATE SCHEMA s; CREATE "
         "SEQUENCE "
         "s.q"_s,
         u"SELECT 1"_s,
         {},
         {},
         {u"DROP TABLE"_s, u"DROP TYPE"_s, u"DROP SEQUENCE"_s, u"DROP SCHEMA"_s}});

    add("row security and its policies",
        {u"CREATE TABLE t (id int); CREATE POLICY p ON t USING (id > 0)"_s,
         u"CREATE TABLE t (id int); ALTER TABLE t ENABLE ROW LEVEL SECURITY; ALTER TABLE t FORCE ROW LEVEL SECURITY; "
         u"CREATE "
         "POLICY p ON t FOR SELECT USING (id > 1); CREATE POLICY q ON t AS RESTRICTIVE FOR INSERT WITH CHECK (id < 9)"_s,
         {},
         {},
         {u"DROP POLICY \"p\""_s, u"ENABLE ROW LEVEL SECURITY"_s, u"CREATE POLICY"_s}});
    add("a policy's column goes",
        {u"CREATE TABLE t (id int, who text); CREATE POLICY p ON t USING (who = CURRENT_USER)"_s,
         u"CREATE TABLE t (id int); CREATE POLICY p ON t USING (id > 0)"_s,
         {},
         {},
         {u"DROP POLICY"_s, u"DROP COLUMN"_s, u"CREATE POLICY"_s}});
    add("comments on everything",
        {u"CREATE TABLE t (id int CONSTRAINT k PRIMARY KEY, n int); CREATE INDEX i ON t (n); CREATE VIEW v AS SELECT 1 "
         u"AS a; "
         "CREATE TYPE e AS ENUM ('a'); CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1'; COMMENT ON INDEX "
         "i IS "
         "'x'"_s,
         u"CREATE TABLE t (id int CONSTRAINT k PRIMARY KEY, n int); CREATE INDEX i ON t (n); CREATE VIEW v AS SELECT 1 "
         u"AS a; "
         "CREATE TYPE e AS ENUM ('a'); CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1'; COMMENT ON TABLE "
         "t IS "
         "'it''s'; COMMENT ON COLUMN t.n IS 'n'; COMMENT ON CONSTRAINT k ON t IS 'k'; COMMENT ON VIEW v IS 'v'; "
         "COMMENT ON "
         "COLUMN v.a IS 'a'; COMMENT ON TYPE e IS 'e'; COMMENT ON FUNCTION f(int) IS 'f'"_s,
         {},
         {},
         {},
         {u"DROP"_s, u"CREATE"_s}});
    add("how a table is stored",
        {u"CREATE TABLE t (id int) WITH (fillfactor = 70, autovacuum_enabled = false)"_s,
         u"CREATE UNLOGGED TABLE t (id int) WITH (fillfactor = 80)"_s,
         {},
         {},
         {u"SET UNLOGGED"_s, u"RESET (autovacuum_enabled)"_s, u"SET (fillfactor='80')"_s}});
    add("an exclusion constraint, and a unique one where NULLs are the same",
        {u"CREATE TABLE t (r int4range, n int)"_s,
         u"CREATE TABLE t (r int4range, n int, CONSTRAINT x EXCLUDE USING gist (r WITH &&), CONSTRAINT u UNIQUE NULLS "
         u"NOT "
         "DISTINCT (n))"_s,
         {},
         {},
         {u"UNIQUE NULLS NOT DISTINCT"_s, u"EXCLUDE USING gist"_s}});
    add("nothing is meant by another search_path",
        {u"CREATE SCHEMA app; CREATE TABLE app.t (id int); CREATE TABLE t (id int); CREATE TYPE k AS ENUM ('a'); SET "
         "search_path TO app"_s,
         u"CREATE SCHEMA app; CREATE TABLE app.t (id int); CREATE TYPE k AS ENUM ('a'); CREATE TABLE t (id int, k k "
         u"DEFAULT "
         "'a'); CREATE VIEW v AS SELECT id FROM t"_s,
         {},
         {},
         {u"SET LOCAL search_path TO public"_s},
         {u"\"app\""_s},
         u"SELECT count(*) FROM public.v"_s,
         u"0"_s});
}

void TestPgPlanner::oneCase()
{
    QFETCH(PgCase, c);
    QCOMPARE(m_db->anew(c.from), QString());
    QCOMPARE(m_wanted->anew(c.to), QString());
    const auto before = m_db->schema();
    const auto after = m_wanted->schema();
    QVERIFY(before && after);
    DiffOptions options;
    options.renames = c.renames;
    const auto d = diff(*before, *after, options, PostgresDb::rules());
    QVERIFY2(d, qPrintable(d.ok() ? QString() : d.error().message));
    const auto plan = PostgresDb::dialect().planner()->plan(*d, c.options);
    QVERIFY2(plan, qPrintable(plan.ok() ? QString() : plan.error().message));
    QString text;
    QString body;
    QCOMPARE(plan->sources.size(), plan->script.statements.size());
    for (qsizetype i = 0; i < plan->script.statements.size(); ++i) {
        const Statement &s = plan->script.statements[i];
        text += s.sql + u";\n"_s;
        if (!plan->sources[i].isEmpty())
            body += s.sql + u";\n"_s;
        QVERIFY2(!s.purpose.isEmpty(), qPrintable(s.sql));
    }
    qsizetype at = 0;
    for (const QString &part : std::as_const(c.says)) {
        const qsizetype found = text.indexOf(part, at);
        QVERIFY2(found >= 0, qPrintable(part + u"\nis not, or too early, in\n"_s + text));
        at = found + part.size();
    }
    for (const QString &part : std::as_const(c.never))
        QVERIFY2(!body.contains(part), qPrintable(part + u"\nis in\n"_s + text));
    const QString wrong = m_db->run(plan->script);
    if (!c.fails.isEmpty()) {
        QVERIFY2(wrong.contains(c.fails), qPrintable(wrong));
        QVERIFY(!m_db->database().inTransaction());
        QCOMPARE(m_db->value(c.query), c.gives);
        const auto same = m_db->schema();
        QVERIFY(same);
        QCOMPARE(firstDifference(*before, *same), QString());
        return;
    }
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong + u'\n' + text));
    const auto now = m_db->schema();
    QVERIFY(now);
    const auto rest = diff(*now, *after, {}, PostgresDb::rules());
    QVERIFY(rest);
    QVERIFY2(rest->isEmpty(),
             qPrintable((rest->isEmpty() ? QString() : wordsOf(rest->changes.first())) + u'\n' + text));
    if (!c.query.isEmpty())
        QCOMPARE(m_db->value(c.query), c.gives);
}

void TestPgPlanner::noWay_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("because");
    QTest::newRow("partitioned otherwise")
        << u"CREATE TABLE t (id int)"_s << u"CREATE TABLE t (id int) PARTITION BY HASH (id)"_s
        << u"t cannot be partitioned otherwise in place: make a new table, move the "
           "rows, and drop this one."_s;
    QTest::newRow("a domain over something else")
        << u"CREATE DOMAIN d AS int; CREATE TABLE t (d d)"_s << u"CREATE DOMAIN d AS text; CREATE TABLE t (d d)"_s
        << u"The domain d cannot become one over text: make a new domain and move its columns to it."_s;
    QTest::newRow("an enum under a domain")
        << u"CREATE TYPE k AS ENUM ('a', 'b'); CREATE DOMAIN d AS k"_s
        << u"CREATE TYPE k AS ENUM ('b'); CREATE DOMAIN d AS k"_s
        << u"The values of k cannot be changed so while the type d is made of it: replace that first."_s;
}

void TestPgPlanner::noWay()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QString, because);
    QCOMPARE(m_db->anew(from), QString());
    QCOMPARE(m_wanted->anew(to), QString());
    const auto before = m_db->schema();
    const auto after = m_wanted->schema();
    QVERIFY(before && after);
    const auto d = diff(*before, *after, {}, PostgresDb::rules());
    QVERIFY(d);
    const auto plan = PostgresDb::dialect().planner()->plan(*d, {});
    QVERIFY(!plan);
    QCOMPARE(plan.error().message, because);
}

void TestPgPlanner::conversions_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("becomes");
    const auto add = [](const QString &from, const QString &to, const QString &value, const QString &becomes) {
        QTest::newRow(qPrintable(from + u" to "_s + to + u' ' + value)) << from << to << value << becomes;
    };
    add(u"int"_s, u"text"_s, u"7"_s, u"7"_s);
    add(u"text"_s, u"int"_s, u"'7'"_s, u"7"_s);
    add(u"int"_s, u"boolean"_s, u"2"_s, u"true"_s);
    add(u"bigint"_s, u"boolean"_s, u"0"_s, u"false"_s);
    add(u"boolean"_s, u"int"_s, u"true"_s, u"1"_s);
    add(u"boolean"_s, u"numeric(5,2)"_s, u"true"_s, u"1.00"_s);
    add(u"text"_s, u"uuid"_s, u"'00000000-0000-4000-8000-000000000000'"_s, u"00000000-0000-4000-8000-000000000000"_s);
    add(u"uuid"_s, u"varchar(40)"_s, u"'00000000-0000-4000-8000-000000000000'"_s,
        u"00000000-0000-4000-8000-000000000000"_s);
    add(u"text"_s, u"jsonb"_s, u"'{\"a\":1}'"_s, u"{\"a\": 1}"_s);
    add(u"jsonb"_s, u"json"_s, u"'{\"a\":1}'"_s, u"{\"a\": 1}"_s);
    add(u"date"_s, u"timestamp"_s, u"'2024-01-02'"_s, u"2024-01-02 00:00:00"_s);
    add(u"timestamp"_s, u"date"_s, u"'2024-01-02 03:04'"_s, u"2024-01-02"_s);
    add(u"int"_s, u"int[]"_s, u"7"_s, u"{7}"_s);
    add(u"text[]"_s, u"text"_s, u"'{a,b}'"_s, u"{a,b}"_s);
    add(u"text"_s, u"text[]"_s, u"'a'"_s, u"{a}"_s);
    add(u"numeric(10,4)"_s, u"numeric(10,2)"_s, u"1.005"_s, u"1.01"_s);
    add(u"text"_s, u"date"_s, u"'2024-01-02'"_s, u"2024-01-02"_s);
    add(u"inet"_s, u"text"_s, u"'10.0.0.1'"_s, u"10.0.0.1/32"_s);
    add(u"text"_s, u"interval"_s, u"'1 day'"_s, u"1 day"_s);
    add(u"text"_s, u"bytea"_s, u"'\\x00ff'"_s, u"00ff"_s);
}

void TestPgPlanner::conversions()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QString, value);
    QFETCH(QString, becomes);
    QCOMPARE(m_db->anew(u"CREATE TABLE t (c %1); INSERT INTO t VALUES (%2), (NULL)"_s.arg(from, value)), QString());
    const QString conversion = postgresConversion(u"c"_s, from, to, false);
    QCOMPARE(m_db->execute(u"ALTER TABLE t ALTER c TYPE "_s + to
                           + (conversion.isEmpty() ? QString() : QString(u" USING "_s + conversion))),
             QString());
    QCOMPARE(m_db->value(u"SELECT %1 FROM t WHERE c IS NOT NULL"_s.arg(to == u"bytea"_s ? u"encode(c, 'hex')"_s
                                                                                        : u"c::text"_s)),
             becomes);
    QCOMPARE(m_db->value(u"SELECT count(*) FROM t"_s), u"2"_s);
}

void TestPgPlanner::nothingToDo()
{
    QCOMPARE(m_db->anew(u"CREATE TABLE t (id serial PRIMARY KEY)"_s), QString());
    const auto schema = m_db->schema();
    QVERIFY(schema);
    const auto d = diff(*schema, *schema, {}, PostgresDb::rules());
    QVERIFY(d);
    const auto plan = PostgresDb::dialect().planner()->plan(*d, {});
    QVERIFY(plan);
    QVERIFY(plan->script.isEmpty());
}

QTEST_GUILESS_MAIN(TestPgPlanner)
#include "tst_pgplanner.moc"
