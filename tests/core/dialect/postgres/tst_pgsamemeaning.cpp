// SPDX-License-Identifier: GPL-3.0-or-later
// What PostgreSQL takes for the same, asked of the server itself.
#include "core/dialect/postgres/normalexpression.h"
#include "core/dialect/postgres/samemeaning.h"

#include "support/postgresschema.h"
#include "support/schemadb.h"
#include "support/verify.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

class TestPgSameMeaning : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void whatTheServerMakesOfAnExpression();
    void whatTheServerMakesOfADefault_data();
    void whatTheServerMakesOfADefault();
    void whatTheServerMakesOfAType_data();
    void whatTheServerMakesOfAType();
    void othersStayOthers_data();
    void othersStayOthers();
    void serialIsAnIntegerThatCounts();
    void whatPeopleWriteIsNoChange();
    void renamesReachEverything();
    void whatTheServerMakesOfAQuery_data();
    void whatTheServerMakesOfAQuery();
    void otherQueriesStayOthers();
    void allColumnsAreThoseOfTheTarget();
    void whoeverMakesAPolicyIsOneRole();

private:
    PostgresCluster m_cluster;
    std::unique_ptr<PostgresDb> m_db;
};

void TestPgSameMeaning::initTestCase()
{
    START_POSTGRES(m_cluster);
    m_db = std::make_unique<PostgresDb>(m_cluster.newDatabase(
        u"CREATE TYPE feeling AS ENUM ('sad', 'happy'); CREATE DOMAIN email AS varchar(99);"
        "CREATE TABLE people (age integer, small smallint, big bigint, price numeric(10,2), half real, name text, "
        "vname varchar(80), code char(3), doc jsonb, born date, at timestamptz, tags text[], feels feeling, mail "
        "email, "
        "yes boolean, raw bytea, opens timetz, shuts timetz(1))"_s));
    QVERIFY2(m_db->error().isEmpty(), qPrintable(m_db->error() + m_cluster.problem()));
}

void TestPgSameMeaning::whatTheServerMakesOfAnExpression()
{
    const QStringList expressions{
        u"age > 21"_s,
        u"age >= -1"_s,
        u"price > 0.5"_s,
        u"name <> ''"_s,
        u"name != 'x' and age>3 or price<1"_s,
        u"name in ('a','b')"_s,
        u"name not in ('a','b','c')"_s,
        u"vname in ('a','b')"_s,
        u"vname in ('a')"_s,
        u"age between 1 and 5"_s,
        u"age not between 1 and 5"_s,
        u"not (age between 1 and 5 and price > 2)"_s,
        u"name like 'a%'"_s,
        u"name not like '%b'"_s,
        u"name ilike 'A%'"_s,
        u"age is not null"_s,
        u"age isnull"_s,
        u"(name is null) = (age is null)"_s,
        u"num_nonnulls(name, age) = 1"_s,
        u"length(name) > 3"_s,
        u"char_length(vname) between 2 and 80"_s,
        u"lower(name) = name"_s,
        u"\"people\".\"age\" > 21"_s,
        u"age + 1 * 2 > 3"_s,
        u"(age + 1) * 2 > 3"_s,
        u"price * 2 >= age"_s,
        u"name ~ '^[a-z]+$'"_s,
        u"name || vname <> ''"_s,
        u"doc ->> 'a' = 'b'"_s,
        u"(doc -> 'a' ->> 'b')::int > 3"_s,
        u"born > '2020-01-01'"_s,
        u"born > date '2020-01-01'"_s,
        u"born < now() + interval '1 day'"_s,
        u"tags @> array['a','b']"_s,
        u"tags <> '{}'"_s,
        u"cardinality(tags) > 0"_s,
        u"coalesce(name, 'x') <> 'y'"_s,
        u"case when age > 3 then name = 'a' else true end"_s,
        u"feels = 'sad'"_s,
        u"feels in ('sad','happy')"_s,
        u"mail like '%@%'"_s,
        u"yes"_s,
        u"not yes"_s,
        u"yes is true"_s,
        u"extract(year from born) > 2000"_s,
        u"age % 2 = 0"_s,
        u"-age < 3"_s,
        u"age = any(array[1,2,3])"_s,
        u"upper(name::text) = 'A'"_s,
        u"name is distinct from 'x'"_s,
        u"cast(age as text) = '1'"_s,
        u"(age > 1)"_s,
        u"((age > 1) and (age < 5) and (price > 2))"_s,
        u"age > 1 and (age < 5 or price > 2)"_s,
        u"name collate \"C\" > 'a'"_s,
        u"round(price, 1) = price"_s,
        u"octet_length(raw) < 100"_s,
        u"vname ~* 'a|b'"_s,
        u"code = 'abc'"_s,
        u"big > 10000000000"_s,
        u"half > 1.5"_s,
        u"small > 0"_s,
        u"name = 'it''s'"_s,
        u"position('a' in name) > 0"_s,
        u"substring(name from 1 for 2) = 'ab'"_s,
        u"trim(name) <> ''"_s,
        u"starts_with(name, 'a')"_s,
        u"jsonb_typeof(doc) = 'object'"_s,
        u"tags[1] = 'a'"_s,
        u"age <= 100 and age >= 0"_s,
        u"(age,small) > (1,2)"_s,
        u"date_trunc('day', at) = at"_s,
    };
    for (const QString &sql : expressions) {
        QCOMPARE(m_db->execute(u"ALTER TABLE people ADD CONSTRAINT c CHECK ("_s + sql + u')'), QString());
        const QString server =
            m_db->value(u"SELECT pg_get_expr(conbin, conrelid) FROM pg_constraint WHERE conname = 'c'"_s);
        QCOMPARE(m_db->execute(u"ALTER TABLE people DROP CONSTRAINT c"_s), QString());
        QCOMPARE(postgresNormalExpression(sql, u"people"_s), postgresNormalExpression(server, u"people"_s));
    }
}

void TestPgSameMeaning::whatTheServerMakesOfADefault_data()
{
    QTest::addColumn<QString>("column");
    QTest::addColumn<QString>("sql");
    const QList<std::pair<QString, QString>> defaults{
        {u"age"_s, u"0"_s},
        {u"age"_s, u"-1"_s},
        {u"name"_s, u"'it''s'"_s},
        {u"vname"_s, u"'x'"_s},
        {u"vname"_s, u"'x'::varchar"_s},
        {u"price"_s, u"0.00"_s},
        {u"doc"_s, u"'{\"a\": 1}'"_s},
        {u"tags"_s, u"'{}'"_s},
        {u"tags"_s, u"ARRAY['a', 'b']"_s},
        {u"feels"_s, u"'sad'"_s},
        {u"feels"_s, u"'sad'::feeling"_s},
        {u"feels"_s, u"'sad'::public.feeling"_s},
        {u"at"_s, u"now()"_s},
        {u"at"_s, u"CURRENT_TIMESTAMP"_s},
        {u"born"_s, u"CURRENT_DATE"_s},
        {u"yes"_s, u"TRUE"_s},
        {u"name"_s, u"lower('A')"_s},
        {u"born"_s, u"'2020-01-01'"_s},
        {u"big"_s, u"12345678901"_s},
        {u"name"_s, u"E'a\\\\b'"_s},
        {u"at"_s, u"now() + interval '1 day'"_s},
        {u"opens"_s, u"'10:30'"_s},
        {u"opens"_s, u"'10:30:00.500+02'"_s},
        {u"opens"_s, u"'9:30-3:30'"_s},
        {u"shuts"_s, u"'10:30:00.5Z'"_s},
        {u"opens"_s, u"'10:30'::time with time zone"_s},
        {u"at"_s, u"'2020-01-01 10:30'"_s},
        {u"at"_s, u"'2020-01-01T10:30:00.500+02:00'"_s},
    };
    for (const auto &[column, sql] : defaults)
        QTest::newRow(qPrintable(column + u' ' + sql)) << column << sql;
}

void TestPgSameMeaning::whatTheServerMakesOfADefault()
{
    QFETCH(QString, column);
    QFETCH(QString, sql);
    QCOMPARE(m_db->execute(u"ALTER TABLE people ALTER %1 SET DEFAULT %2"_s.arg(column, sql)), QString());
    const QString server = m_db->value(u"SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef"_s);
    QCOMPARE(m_db->execute(u"ALTER TABLE people ALTER %1 DROP DEFAULT"_s.arg(column)), QString());
    const QString type = postgresNormalType(m_db->value(
        u"SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = 'people'::regclass AND attname = '%1'"_s
            .arg(column)));
    QCOMPARE(postgresNormalDefault(sql, type).value_or(u"none"_s),
             postgresNormalDefault(server, type).value_or(u"none"_s));
}

void TestPgSameMeaning::whatTheServerMakesOfAType_data()
{
    QTest::addColumn<QString>("type");
    for (const QString &type : {u"int"_s,
                                u"INT4"_s,
                                u"int8"_s,
                                u"int2"_s,
                                u"float"_s,
                                u"float(20)"_s,
                                u"float8"_s,
                                u"float4"_s,
                                u"bool"_s,
                                u"varchar"_s,
                                u"varchar ( 80 )"_s,
                                u"char"_s,
                                u"char(3)"_s,
                                u"character"_s,
                                u"bpchar"_s,
                                u"decimal"_s,
                                u"decimal(10)"_s,
                                u"numeric( 10 , 2 )"_s,
                                u"dec(5,2)"_s,
                                u"timestamp"_s,
                                u"timestamptz"_s,
                                u"timestamp(3)"_s,
                                u"timestamp (3) with time zone"_s,
                                u"timestamptz(0)"_s,
                                u"time"_s,
                                u"timetz"_s,
                                u"time(2) without time zone"_s,
                                u"bit"_s,
                                u"bit(4)"_s,
                                u"varbit(9)"_s,
                                u"text[]"_s,
                                u"int[][]"_s,
                                u"integer[3]"_s,
                                u"int ARRAY"_s,
                                u"feeling"_s,
                                u"public.feeling"_s,
                                u"\"feeling\"[]"_s,
                                u"pg_catalog.int4"_s,
                                u"\"char\""_s,
                                u"interval"_s,
                                u"interval(3)"_s,
                                u"Feeling"_s,
                                u"double precision"_s,
                                u"character varying(5)[]"_s,
                                u"numeric"_s,
                                u"money"_s})
        QTest::newRow(qPrintable(type)) << type;
}

void TestPgSameMeaning::whatTheServerMakesOfAType()
{
    QFETCH(QString, type);
    QCOMPARE(m_db->execute(u"CREATE TABLE typed (c %1)"_s.arg(type)), QString());
    const QString server = m_db->value(
        u"SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = 'typed'::regclass AND attnum = 1"_s);
    QCOMPARE(m_db->execute(u"DROP TABLE typed"_s), QString());
    QCOMPARE(postgresNormalType(type), postgresNormalType(server));
}

void TestPgSameMeaning::othersStayOthers_data()
{
    QTest::addColumn<QString>("a");
    QTest::addColumn<QString>("b");
    const QList<std::pair<QString, QString>> pairs{
        {u"age > 1"_s, u"age >= 1"_s},
        {u"a and (b or c)"_s, u"(a and b) or c"_s},
        {u"a - (b - c)"_s, u"a - b - c"_s},
        {u"not (a and b)"_s, u"not a and b"_s},
        {u"name = 'a'"_s, u"name = 'A'"_s},
        {u"\"Name\" = 'a'"_s, u"name = 'a'"_s},
        {u"name in ('a', 'b')"_s, u"name in ('a', 'b', 'c')"_s},
        {u"name like 'a'"_s, u"name ilike 'a'"_s},
        {u"age between 1 and 2"_s, u"age between 1 and 3"_s},
        {u"lower(name) = 'a'"_s, u"upper(name) = 'a'"_s},
        {u"a.x = 1"_s, u"b.x = 1"_s},
        {u"app.f(x)"_s, u"f(x)"_s},
        {u"case when a then b end"_s, u"case when a then b else c end"_s},
        {u"(a || b)::integer > 1"_s, u"(a || b)::numeric > 1"_s},
        {u"a is null"_s, u"a is not null"_s},
        {u"a ~ 'x'"_s, u"a ~* 'x'"_s},
        {u"cents / 100"_s, u"cents::numeric / 100"_s},
    };
    for (const auto &[a, b] : pairs)
        QTest::newRow(qPrintable(a + u" / " + b)) << a << b;
}

void TestPgSameMeaning::othersStayOthers()
{
    QFETCH(QString, a);
    QFETCH(QString, b);
    QVERIFY(postgresNormalExpression(a) != postgresNormalExpression(b));
}

/// A snapshot says serial; the catalogue an integer, its default, and a sequence by any name.
void TestPgSameMeaning::serialIsAnIntegerThatCounts()
{
    PostgresDb db(m_cluster.newDatabase(u"CREATE TABLE t (id serial PRIMARY KEY, big bigserial, n int); ALTER SEQUENCE "
                                        "t_id_seq RENAME TO another_name"_s));
    const auto real = db.schema();
    QVERIFY(real);
    Schema said;
    said.schemas = {{u"public"_s}};
    Table t;
    t.name = {{}, u"t"_s};
    const auto column = [](const QString &name, const QString &type, bool notNull) {
        Column c;
        c.name = name;
        c.declaredType = type;
        c.notNull = notNull;
        return c;
    };
    t.columns = {column(u"id"_s, u"serial"_s, true), column(u"big"_s, u"bigserial"_s, true),
                 column(u"n"_s, u"int"_s, false)};
    PrimaryKey key;
    key.columns = {{u"id"_s, {}, {}}};
    t.primaryKey = key;
    said.tables = {t};
    DiffOptions options;
    options.facets = Facets::drizzlePostgres();
    for (const auto &[from, to] : {std::pair(*real, said), std::pair(said, *real)}) {
        const auto d = diff(from, to, options, PostgresDb::rules());
        QVERIFY(d);
        QCOMPARE(d->changes.isEmpty() ? QString() : wordsOf(d->changes.first()), QString());
    }
    said.tables[0].columns[0].declaredType = u"integer"_s;
    const auto d = diff(*real, said, options, PostgresDb::rules());
    QVERIFY(d);
    QCOMPARE(d->changes.size(), 1);
    QCOMPARE(wordsOf(d->changes.first()), u"Change the column id of t: no default"_s);
}

/// As somebody would write it by hand, beside what the server says.
void TestPgSameMeaning::whatPeopleWriteIsNoChange()
{
    PostgresDb db(m_cluster.newDatabase(
        u"CREATE TYPE mood AS ENUM ('a', 'b'); CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name "
        "varchar(20) DEFAULT 'x' NOT NULL, m mood DEFAULT 'a', n numeric(10) CHECK (n > 0 AND n IN (1, 2)), at "
        "timestamptz "
        "DEFAULT now(), twice int GENERATED ALWAYS AS (id * 2) STORED, CONSTRAINT u UNIQUE (name));"
        "CREATE INDEX i ON t (lower(name), n DESC) WHERE name <> 'y'"_s));
    const auto real = db.schema();
    QVERIFY(real);
    Schema said = *real;
    Table &t = said.tables[0];
    t.primaryKey->name.clear();
    t.columns[0].identity->sequence = {};
    t.columns[0].declaredType = u"int"_s;
    t.columns[1].declaredType = u"VARCHAR(20)"_s;
    t.columns[1].defaultExpression = u"'x'"_s;
    t.columns[2].declaredType = u"public.mood"_s;
    t.columns[2].defaultExpression = u"'a'"_s;
    t.columns[3].declaredType = u"decimal(10)"_s;
    t.columns[4].declaredType = u"timestamptz"_s;
    t.columns[4].defaultExpression = u"NOW()"_s;
    t.columns[5].generatedExpression = u"\"t\".\"id\" * 2"_s;
    t.checks[0].expression = u"\"t\".\"n\" > 0 and n in (1,2)"_s;
    t.indexes[0].method = u"btree"_s;
    t.indexes[0].columns[0].expression = u"lower(\"name\")"_s;
    t.indexes[0].columns[0].nulls = NullsOrder::Last;
    t.indexes[0].columns[0].order = SortOrder::Ascending;
    t.indexes[0].columns[1].nulls = NullsOrder::First;
    t.indexes[0].where = u"(\"name\" <> 'y')"_s;
    const auto d = diff(*real, said, {}, PostgresDb::rules());
    QVERIFY(d);
    QCOMPARE(d->changes.isEmpty() ? QString() : wordsOf(d->changes.first()), QString());
}

void TestPgSameMeaning::renamesReachEverything()
{
    PostgresDb db(m_cluster.newDatabase(
        u"CREATE SCHEMA app; CREATE TYPE mood AS ENUM ('a', 'b'); CREATE TABLE t (id serial PRIMARY KEY, old int CHECK "
        "(old > 0), m mood DEFAULT 'a', UNIQUE (old), twice int GENERATED ALWAYS AS (old * 2) STORED); CREATE INDEX i "
        "ON "
        "t (abs(old)) WHERE m = 'a'; CREATE TABLE c (t_old int REFERENCES t (old)); CREATE POLICY p ON t USING (old > 1)"_s));
    const auto before = db.schema();
    QVERIFY(before);
    QCOMPARE(
        db.execute(u"ALTER SCHEMA app RENAME TO hall; ALTER TABLE t SET SCHEMA hall; ALTER TABLE hall.t RENAME TO u; "
                   "ALTER TABLE hall.u RENAME old TO new; ALTER TYPE mood RENAME VALUE 'a' TO 'z'; ALTER TYPE mood "
                   "RENAME TO feeling"_s),
        QString());
    const auto after = db.schema();
    QVERIFY(after);
    Renames renames;
    renames.objects = {{ObjectRename::Kind::Schema, {{}, u"app"_s}, {{}, u"hall"_s}},
                       {ObjectRename::Kind::Type, {{}, u"mood"_s}, {{}, u"feeling"_s}}};
    renames.tables = {{{{}, u"t"_s}, {u"hall"_s, u"u"_s}}};
    renames.columns = {{{{}, u"t"_s}, u"old"_s, u"new"_s}};
    renames.values = {{{{}, u"mood"_s}, u"a"_s, u"z"_s}};
    DiffOptions options;
    options.renames = renames;
    const auto d = diff(*before, *after, options, PostgresDb::rules());
    QVERIFY2(d, qPrintable(d.ok() ? QString() : d.error().message));
    QStringList words;
    for (const Change &c : d->changes)
        words.append(wordsOf(c));
    QCOMPARE(words,
             (QStringList{u"Rename the schema app to hall"_s, u"Rename the type mood to feeling"_s,
                          u"Rename the value a of feeling to z"_s, u"Rename the table t to hall.u"_s,
                          u"Rename the column old of hall.u to new"_s}));
}

void TestPgSameMeaning::whatTheServerMakesOfAQuery_data()
{
    QTest::addColumn<QString>("query");
    const QStringList queries{
        u"select * from people"_s,
        u"select p.* from people p where p.age > 3"_s,
        u"select p.*, q.age as other from people p join people q on p.age = q.age"_s,
        u"select \"people\".\"name\" from \"people\" union select vname from people"_s,
        u"select name from people union all select vname as other from people where age > 3 order by name desc"_s,
        u"(select age from people) except (select small from people) intersect select age from people"_s,
        u"select age from people union select small from people union select 5"_s,
        u"(select age from people union select small from people) intersect select 5 limit 3"_s,
        u"select age from people union (select small from people union all select 5)"_s,
        u"with old as (select * from people where age > 60) select * from old"_s,
        u"with a as (select name, age from people), b as (select name from a where age > 1) select a.name, b.name as "
        "other from a join b on a.name = b.name"_s,
        u"with a (x, y) as (select name, age from people) select x from a where y > 2"_s,
        u"with recursive n (i) as (select 1 union all select i + 1 from n where i < 5) select i from n"_s,
        u"with a as materialized (select age from people) select count(*) as n from a"_s,
        u"select t.age, count(*) as n from (select age, name from people where name <> 'x') t group by t.age"_s,
        u"select * from (select age, name from people) as t"_s,
        u"select name as called, count(*) as n from people group by 1 order by n desc, 1"_s,
        u"select age, name from people order by 2"_s,
        u"select p.age, kind from people p join (select age as years, 'x' as kind from people) k on years = p.age"_s,
        u"select count(*) from people having count(*) > 1"_s,
        u"select distinct name from people where age between 1 and 5 limit 5 offset 1"_s,
        u"select now() as at, 1 as one"_s};
    for (const QString &query : queries)
        QTest::newRow(qPrintable(query)) << query;
}

void TestPgSameMeaning::whatTheServerMakesOfAQuery()
{
    QFETCH(QString, query);
    QCOMPARE(m_db->execute(u"CREATE VIEW seen AS "_s + query), QString());
    const auto real = m_db->schema();
    QCOMPARE(m_db->execute(u"DROP VIEW seen"_s), QString());
    VERIFY_OK(real);
    const View *seen = real->view({{}, u"seen"_s});
    QVERIFY(seen);
    View said = *seen;
    said.definition = query;
    const SchemaIndex index(*real);
    const QString ours = PostgresDb::rules().normalWithin(said, index).definition;
    const QString theirs = PostgresDb::rules().normalWithin(*seen, index).definition;
    QVERIFY2(ours == theirs, qPrintable(seen->definition + u'\n' + ours + u'\n' + theirs));
    QVERIFY2(theirs.startsWith("select "_L1) || theirs.startsWith("with "_L1) || theirs.startsWith(u'('),
             qPrintable(theirs));
}

void TestPgSameMeaning::otherQueriesStayOthers()
{
    const auto real = m_db->schema();
    VERIFY_OK(real);
    const SchemaIndex index(*real);
    const QList<std::pair<QString, QString>> pairs{
        {u"select age from people union select small from people"_s,
         u"select age from people union all select small from people"_s},
        {u"select age from people union select small from people"_s,
         u"select small from people union select age from people"_s},
        {u"select age as a from people union select small from people"_s,
         u"select age as b from people union select small from people"_s},
        {u"(select 1 union select 2) intersect select 3"_s, u"select 1 union select 2 intersect select 3"_s},
        {u"(select 1 except select 2) except select 3"_s, u"select 1 except (select 2 except select 3)"_s},
        {u"select * from people"_s, u"select age from people"_s},
        {u"with a as (select age from people) select age from a"_s,
         u"with a as (select small as age from people) select age from a"_s},
        {u"with a as (select age from people) select age from a"_s,
         u"with a as materialized (select age from people) select age from a"_s},
        {u"select t.age from (select age from people) t"_s, u"select t.age from (select small as age from people) t"_s},
        {u"select age, name from people order by 1"_s, u"select age, name from people order by 2"_s},
        {u"select p.age from people p join people q on p.age = q.age"_s,
         u"select q.age from people p join people q on p.age = q.age"_s}};
    for (const auto &[a, b] : pairs)
        QVERIFY2(postgresNormalView(a, &index) != postgresNormalView(b, &index), qPrintable(a + u" / " + b));
}

/// A view of all columns is made anew where its table gets one, and not where that says them in another order.
void TestPgSameMeaning::allColumnsAreThoseOfTheTarget()
{
    PostgresDb db(m_cluster.newDatabase(u"CREATE TABLE t (a integer, b integer); CREATE VIEW v AS SELECT * FROM t"_s));
    const auto real = db.schema();
    VERIFY_OK(real);
    Schema said = *real;
    said.views[0].definition = u"select * from \"t\""_s;
    said.tables[0].columns.swapItemsAt(0, 1);
    const auto same = diff(*real, said, {}, PostgresDb::rules());
    VERIFY_OK(same);
    QCOMPARE(wordsOf(same->changes), QStringList());
    Column more;
    more.name = u"c"_s;
    more.declaredType = u"integer"_s;
    said.tables[0].columns.prepend(more);
    const auto other = diff(*real, said, {}, PostgresDb::rules());
    VERIFY_OK(other);
    QVERIFY2(wordsOf(other->changes).join(u'\n').contains(u"view v"_s),
             qPrintable(wordsOf(other->changes).join(u'\n')));
}

void TestPgSameMeaning::whoeverMakesAPolicyIsOneRole()
{
    PostgresDb db(m_cluster.newDatabase(
        u"CREATE ROLE same_reader; CREATE TABLE t (a integer); CREATE POLICY p1 ON t TO CURRENT_USER;"
        "CREATE POLICY p2 ON t TO same_reader, SESSION_USER; CREATE POLICY p3 ON t TO same_reader;"
        "CREATE POLICY p4 ON t"_s));
    const auto real = db.schema();
    VERIFY_OK(real);
    Schema said = *real;
    QList<Policy> &policies = said.tables[0].policies;
    policies[0].roles = {u"current_user"_s};
    policies[1].roles = {u"session_user"_s, u"same_reader"_s};
    const auto same = diff(*real, said, {}, PostgresDb::rules());
    VERIFY_OK(same);
    QCOMPARE(wordsOf(same->changes), QStringList());
    policies[1].roles = {u"current_user"_s};
    policies[2].roles = {u"other"_s};
    policies[3].roles = {u"current_user"_s, u"same_reader"_s};
    const auto other = diff(*real, said, {}, PostgresDb::rules());
    VERIFY_OK(other);
    QCOMPARE(other->changes.size(), 3);
}

QTEST_GUILESS_MAIN(TestPgSameMeaning)
#include "tst_pgsamemeaning.moc"
