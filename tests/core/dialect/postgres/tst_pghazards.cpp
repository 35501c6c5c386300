// SPDX-License-Identifier: GPL-3.0-or-later
// What a migration of a PostgreSQL database puts at risk, asked of the rows that are there, and how long others wait.
#include "core/migrate/hazards.h"
#include "core/migrate/schemamigration.h"

#include "support/postgresschema.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

class TestPgHazards : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void whatTheRowsSay_data();
    void whatTheRowsSay();
    void theMoreRowsTheWorse();
    void repairsPutItRight();
    void nothingIsSaidOfEmptyTables();
    void whatKeepsItsValuesIsNoHazard_data();
    void whatKeepsItsValuesIsNoHazard();
    void theWayBackHasValuesOfItsTypes();

private:
    QStringList found(const QString &from, const QString &to, const Renames &renames = {});

    PostgresCluster m_cluster;
    std::unique_ptr<PostgresDb> m_db;
    std::unique_ptr<PostgresDb> m_wanted;
    std::optional<SchemaMigration> m_migration;
};

void TestPgHazards::initTestCase()
{
    START_POSTGRES(m_cluster);
    m_db = std::make_unique<PostgresDb>(m_cluster.newDatabase());
    m_wanted = std::make_unique<PostgresDb>(m_cluster.newDatabase());
    QVERIFY2(m_db->error().isEmpty() && m_wanted->error().isEmpty(), qPrintable(m_cluster.problem()));
}

/// "H10! words" for what stops it, without the exclamation mark otherwise.
QStringList TestPgHazards::found(const QString &from, const QString &to, const Renames &renames)
{
    QString wrong = m_db->anew(from);
    wrong += m_wanted->anew(to);
    if (!wrong.isEmpty())
        return {wrong};
    const auto before = m_db->schema();
    const auto after = m_wanted->schema();
    if (!before || !after)
        return {u"introspection"_s};
    DiffOptions options;
    options.renames = renames;
    auto planned = planMigration(*before, *after, options, {}, PostgresDb::dialect());
    if (!planned)
        return {planned.error().message};
    m_migration = std::move(*planned);
    TestJob job;
    const auto findings = findingsOf(m_migration->hazards, m_db->database(), job);
    if (!findings)
        return {findings.error().message};
    QStringList out;
    for (const Finding &f : *findings)
        out.append(f.code + (f.severity == Finding::Severity::Stop ? u"! "_s : u" "_s) + f.message);
    return out;
}

void TestPgHazards::whatTheRowsSay_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("says"); ///< the beginning of one of them
    const auto add = [](const char *name, const QString &from, const QString &to, const QString &says) {
        QTest::newRow(name) << from << to << says;
    };
    add("a table with rows goes", u"CREATE TABLE t (a int); INSERT INTO t VALUES (1), (2)"_s, u"SELECT 1"_s,
        u"H01! The table t is dropped with its rows. 2 rows."_s);
    add("a column with values goes", u"CREATE TABLE t (a int, b int); INSERT INTO t VALUES (1, 2), (3, NULL)"_s,
        u"CREATE TABLE t (a int)"_s, u"H02! The column b of t is dropped with its values. 1 row."_s);
    add("NULLs", u"CREATE TABLE t (a int); INSERT INTO t VALUES (NULL), (1)"_s, u"CREATE TABLE t (a int NOT NULL)"_s,
        u"H21! a of t may no longer be NULL, but is. 1 row."_s);
    add("rows that share a key", u"CREATE TABLE t (a text, b int); INSERT INTO t VALUES ('x', 1), ('x', 1), ('y', 1)"_s,
        u"CREATE TABLE t (a text, b int, UNIQUE (a, b))"_s,
        u"H22! UNIQUE (a, b) on t: rows share a key that must be unique. 2 rows."_s);
    add("a unique index on an expression, of some rows",
        u"CREATE TABLE t (a text); INSERT INTO t VALUES ('x'), ('X'), ('y'), ('Y')"_s,
        u"CREATE TABLE t (a text); CREATE UNIQUE INDEX i ON t (lower(a)) WHERE a <> 'y'"_s,
        u"H22! The unique index i on t: rows share a key that must be unique. 2 rows."_s);
    add("a check", u"CREATE TABLE t (a int); INSERT INTO t VALUES (1), (-1), (NULL)"_s,
        u"CREATE TABLE t (a int CHECK (a > 0))"_s, u"H25! Rows of t do not pass CHECK (a > 0). 1 row."_s);
    add("rows that lead nowhere",
        u"CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (p int); INSERT INTO p VALUES (1); INSERT INTO t VALUES "
        u"(1), "
        "(2), (NULL)"_s,
        u"CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (p int REFERENCES p)"_s,
        u"H24! The foreign key (p) of t: rows lead to no row of p. 1 row."_s);
    add("numbers are rounded", u"CREATE TABLE t (a numeric(10,4)); INSERT INTO t VALUES (1.25), (1.005)"_s,
        u"CREATE TABLE t (a numeric(10,2))"_s,
        u"H11! Values in a of t become others under the type numeric(10,2). 1 row."_s);
    add("numbers that do not fit", u"CREATE TABLE t (a bigint); INSERT INTO t VALUES (1), (3000000000)"_s,
        u"CREATE TABLE t (a integer)"_s, u"H08! Values in a of t do not fit integer: the change would fail. 1 row."_s);
    add("texts that do not fit", u"CREATE TABLE t (a text); INSERT INTO t VALUES ('abc'), ('abcd')"_s,
        u"CREATE TABLE t (a varchar(3))"_s,
        u"H08! Values in a of t do not fit character varying(3): the change would fail. 1 row."_s);
    add("texts that are no numbers",
        u"CREATE TABLE t (a text); INSERT INTO t VALUES ('12'), (' -3 '), ('x'), ('1.5')"_s,
        u"CREATE TABLE t (a int)"_s, u"H08! Values in a of t do not fit integer: the change would fail. 2 rows."_s);
    add("times of day that are lost",
        u"CREATE TABLE t (a timestamp); INSERT INTO t VALUES ('2024-01-01'), ('2024-01-01 10:00')"_s,
        u"CREATE TABLE t (a date)"_s, u"H11! Values in a of t become others under the type date. 1 row."_s);
    add("values that an enum loses",
        u"CREATE TYPE k AS ENUM ('a', 'b'); CREATE TABLE t (k k, ks k[]); INSERT INTO t VALUES ('a', '{b}'), ('b', '{a}')"_s,
        u"CREATE TYPE k AS ENUM ('a'); CREATE TABLE t (k k, ks k[])"_s,
        u"H10! Rows of t have values in ks that k loses (b): the change would fail. 1 row."_s);
    add("a policy", u"CREATE TABLE t (a int); CREATE POLICY p ON t USING (a > 0)"_s,
        u"CREATE TABLE t (a int); CREATE POLICY p ON t USING (a > 1)"_s,
        u"H48 Who may see and change which rows of t is another question from now on."_s);
    const auto converts = [&](const char *name, const QString &was, const QString &values, const QString &is,
                              const QString &says) {
        add(name, u"CREATE TABLE t (a %1); INSERT INTO t VALUES %2"_s.arg(was, values),
            u"CREATE TABLE t (a %1)"_s.arg(is), says);
    };
    converts("parts of a second", u"time(6)"_s, u"('10:00'), ('10:00:00.4')"_s, u"time(0)"_s,
             u"H11! Values in a of t become others under the type time(0) without time zone. 1 row."_s);
    converts("digits of a text", u"text"_s, u"('1.555'), ('1.50'), (NULL)"_s, u"numeric(5,2)"_s,
             u"H11! Values in a of t become others under the type numeric(5,2). 1 row."_s);
    converts("zeros of a text", u"text"_s, u"('007'), ('7'), (' 8'), ('x')"_s, u"integer"_s,
             u"H11! Values in a of t become others under the type integer. 1 row."_s);
    converts("numbers that are neither true nor false", u"integer"_s, u"(0), (1), (2), (NULL)"_s, u"boolean"_s,
             u"H11! Values in a of t become others under the type boolean. 1 row."_s);
    converts("the same with digits", u"numeric"_s, u"(0), (1.0), (0.5)"_s, u"boolean"_s,
             u"H11! Values in a of t become others under the type boolean. 1 row."_s);
    converts("keys that are there twice", u"json"_s, u"('{\"a\":1,  \"a\":2}'), ('{\"a\":1}')"_s, u"jsonb"_s,
             u"H11! Values in a of t become others under the type jsonb. 1 row."_s);
    converts("parts of an interval", u"interval"_s, u"('1 day'), ('1.5 seconds')"_s, u"interval(0)"_s,
             u"H11! Values in a of t become others under the type interval(0). 1 row."_s);
    converts("days of an interval", u"interval"_s, u"('1 day'), ('2 years')"_s, u"interval year"_s,
             u"H11! Values in a of t become others under the type interval year. 1 row."_s);
    converts("the last digits of a real", u"double precision"_s, u"(0.1::float8 + 0.2), (0.5), (NULL)"_s, u"numeric"_s,
             u"H11! Values in a of t become others under the type numeric. 1 row."_s);
    converts("keys twice in a text", u"text"_s, u"('{\"a\":1, \"a\":2}'), ('{\"a\": 1}')"_s, u"jsonb"_s,
             u"H11! Values in a of t become others under the type jsonb. 1 row."_s);
    converts("a seventh digit", u"text"_s, u"('2024-01-01 10:00:00.1234567'), ('2024-01-01 10:00')"_s, u"timestamp"_s,
             u"H11! Values in a of t become others under the type timestamp without time zone. 1 row."_s);
    converts("a text as a name", u"text"_s, u"(repeat('x', 80)), ('y')"_s, u"name"_s,
             u"H11! Values in a of t become others under the type name. 1 row."_s);
    converts("a text as one letter", u"text"_s, u"('abc'), ('y')"_s, u"\"char\""_s,
             u"H11! Values in a of t become others under the type \"char\". 1 row."_s);
    converts("parts of a cent", u"numeric"_s, u"(1.234), (1.2)"_s, u"money"_s,
             u"H11! Values in a of t become others under the type money. 1 row."_s);
    converts("blanks at the end", u"text"_s, u"('ab    '), ('abc'), ('a ')"_s, u"varchar(3)"_s,
             u"H11! Values in a of t become others under the type character varying(3). 1 row."_s);
    converts("a zone comes", u"timestamp"_s, u"('2024-01-01 10:00'), (NULL)"_s, u"timestamptz"_s,
             u"H09 Moments in a of t are turned into timestamp with time zone by the TimeZone of the session that does "
             u"it, which "
             "need not be the one they were meant in. Here that is "_s);
    converts("a zone goes", u"timestamptz"_s, u"('2024-01-01 10:00')"_s, u"timestamp"_s,
             u"H09 Moments in a of t are turned into timestamp without time zone by the TimeZone of the session"_s);
    add("an attribute goes",
        u"CREATE TYPE k AS (x int, y int); CREATE DOMAIN d AS k; CREATE TABLE t (a k, b k[], c d); INSERT INTO t "
        u"VALUES "
        "((1, 2), NULL, NULL), ((3, 4), ARRAY[CAST((5, 6) AS k)], NULL)"_s,
        u"CREATE TYPE k AS (x int); CREATE DOMAIN d AS k; CREATE TABLE t (a k, b k[], c d)"_s,
        u"H02! The attribute y of the type k is dropped with its values in a of t. 2 rows."_s);
    add("an attribute goes from within arrays",
        u"CREATE TYPE k AS (x int, y int); CREATE TABLE t (b k[]); INSERT INTO t VALUES (ARRAY[CAST((5, 6) AS k)])"_s,
        u"CREATE TYPE k AS (x int); CREATE TABLE t (b k[])"_s,
        u"H02! The attribute y of the type k is dropped with its values in b of t. 1 row."_s);
    add("an attribute goes from within a domain",
        u"CREATE TYPE k AS (x int, y int); CREATE DOMAIN d AS k; CREATE TABLE t (c d); INSERT INTO t VALUES ((5, 6))"_s,
        u"CREATE TYPE k AS (x int); CREATE DOMAIN d AS k; CREATE TABLE t (c d)"_s,
        u"H02! The attribute y of the type k is dropped with its values in c of t. 1 row."_s);
    add("an attribute of another type",
        u"CREATE TYPE k AS (x int); CREATE TABLE t (a k); INSERT INTO t VALUES (ROW(1))"_s,
        u"CREATE TYPE k AS (x text); CREATE TABLE t (a k)"_s,
        u"H11 The attribute x of the type k becomes text: values in a of t become others, or the change fails. 1 row."_s);
    const QString table = u"CREATE TABLE t (a int); "_s;
    const QString view = table + u"CREATE VIEW v%1 AS SELECT a FROM t WHERE a > 0%2"_s;
    add("a view reads with other rights", view.arg(u" WITH (security_invoker)"_s, QString()),
        view.arg(QString(), QString()), u"H48 The view v reads with its owner's rights from now on"_s);
    add("a view hides less", view.arg(u" WITH (security_barrier=on)"_s, QString()), view.arg(QString(), QString()),
        u"H48 The view v may give away rows"_s);
    add("a view checks less", view.arg(QString(), u" WITH CASCADED CHECK OPTION"_s),
        view.arg(QString(), u" WITH LOCAL CHECK OPTION"_s), u"H48 The view v lets rows be written"_s);
    const QString function = u"CREATE FUNCTION f() RETURNS int LANGUAGE sql %1 AS 'SELECT 1'"_s;
    add("a function with other rights", function.arg(QString()), function.arg(u"SECURITY DEFINER"_s),
        u"H48 The function f() has the rights of its owner from now on"_s);
    add("a function whose names mean what the caller says",
        function.arg(u"SECURITY DEFINER SET search_path = public"_s), function.arg(u"SECURITY DEFINER"_s),
        u"H48 The function f() no longer sets its search_path"_s);
    add("row security is switched off", table + u"ALTER TABLE t ENABLE ROW LEVEL SECURITY"_s, table,
        u"H48 Row security of t is switched off"_s);
    add("a new column that needs a value", u"CREATE TABLE t (a int); INSERT INTO t VALUES (1)"_s,
        u"CREATE TABLE t (a int, b int NOT NULL)"_s, u"H20! "_s);
    add("the table is written anew", u"CREATE TABLE t (a int); INSERT INTO t VALUES (1)"_s,
        u"CREATE TABLE t (a bigint)"_s,
        u"H61 The table t and its indexes are written anew for a: nobody can read or write it meanwhile (ACCESS "
        "EXCLUSIVE). About "_s);
    add("a table that a crash empties", u"CREATE TABLE t (a int); INSERT INTO t VALUES (1)"_s,
        u"CREATE UNLOGGED TABLE t (a int)"_s,
        u"H61 The rows of t are lost when the server crashes, and are not replicated any more"_s);
    add("a table that is written to the log", u"CREATE UNLOGGED TABLE t (a int); INSERT INTO t VALUES (1)"_s,
        u"CREATE TABLE t (a int)"_s,
        u"H61 The table t is written anew: nobody can read or write it meanwhile (ACCESS EXCLUSIVE). About "_s);
    add("an index is built", u"CREATE TABLE t (a int); INSERT INTO t VALUES (1)"_s,
        u"CREATE TABLE t (a int); CREATE INDEX i ON t (a)"_s,
        u"H60 The index i is built on t: nobody can write to it meanwhile (SHARE). About "_s);
}

void TestPgHazards::whatTheRowsSay()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QString, says);
    const QStringList all = found(from, to);
    QVERIFY2(std::any_of(all.cbegin(), all.cend(), [&](const QString &f) { return f.startsWith(says); }),
             qPrintable(says + u"\nis not among\n"_s + all.join(u'\n')));
    for (const QString &f : all)
        QVERIFY2(!f.contains(u"could not be counted"_s), qPrintable(f));
}

void TestPgHazards::theMoreRowsTheWorse()
{
    const QString filled = u"CREATE TABLE t (a int); INSERT INTO t SELECT generate_series(1, %1); ANALYZE t"_s;
    const QString wanted = u"CREATE TABLE t (a bigint)"_s;
    const auto severity = [&](int rows) {
        (void)found(filled.arg(rows), wanted);
        TestJob job;
        const auto findings = findingsOf(m_migration->hazards, m_db->database(), job);
        for (const Finding &f : findings ? *findings : QList<Finding>()) {
            if (f.code == u"H61"_s)
                return f.severity;
        }
        return Finding::Severity::Stop;
    };
    QCOMPARE(severity(100), Finding::Severity::Info);
    QCOMPARE(severity(20000), Finding::Severity::Warn);
    // A million of them, as the server would believe it.
    Hazard h = m_migration->hazards.first();
    h.bySize = true;
    QCOMPARE(judged(h, 5'000'000)->severity, Finding::Severity::Danger);
}

void TestPgHazards::repairsPutItRight()
{
    const QString from = u"CREATE TABLE t (a text); INSERT INTO t VALUES ('x'), ('x'), ('x'), ('y')"_s;
    const ProbeSql &probes = *PostgresDb::dialect().probeSql();
    IndexedColumn a;
    a.column = u"a"_s;
    for (const bool keepFirst : {true, false}) {
        QCOMPARE(m_db->anew(from), QString());
        const auto schema = m_db->schema();
        QVERIFY(schema);
        const Table &t = schema->tables.first();
        const Probe shared = probes.duplicates(t, {a}, {});
        QCOMPARE(m_db->value(shared.count.sql), u"3"_s);
        const auto repair =
            keepFirst ? probes.keepFirstOfDuplicates(t, {a}, {}) : probes.renumberDuplicates(t, {a}, {});
        QVERIFY(repair);
        QVERIFY(probes.putsRight(*repair, shared));
        QVERIFY(!probes.putsRight(*repair, probes.duplicates(t, {a}, u"a <> 'x'"_s)));
        QCOMPARE(m_db->execute(repair->sql), QString());
        QCOMPARE(m_db->value(shared.count.sql), u"0"_s);
        QCOMPARE(m_db->value(u"SELECT count(*) FROM t"_s), keepFirst ? u"2"_s : u"4"_s);
    }
    const auto schema = m_db->schema();
    QVERIFY(schema);
    const Probe none = probes.nulls(schema->tables.first(), {u"a"_s});
    QVERIFY(probes.putsRight(probes.setColumn(none, u"a"_s, u"'z'"_s), none));
    QVERIFY(probes.putsRight(probes.deleteRows(none), none));
}

void TestPgHazards::nothingIsSaidOfEmptyTables()
{
    const QStringList all = found(u"CREATE TABLE t (a text); CREATE TABLE u (b int)"_s,
                                  u"CREATE TABLE t (a int NOT NULL UNIQUE CHECK (a > 0)); CREATE INDEX i ON t (a)"_s);
    QCOMPARE(all.join(u'\n'), QString());
}

void TestPgHazards::whatKeepsItsValuesIsNoHazard_data()
{
    QTest::addColumn<QString>("was");
    QTest::addColumn<QString>("values");
    QTest::addColumn<QString>("is");
    const auto add = [](const QString &was, const QString &values, const QString &is) {
        QTest::newRow(qPrintable(was + u" to "_s + is)) << was << values << is;
    };
    add(u"time(0)"_s, u"('10:00:01')"_s, u"time(6)"_s);
    add(u"time(6)"_s, u"('10:00:01')"_s, u"time(0)"_s);
    add(u"interval(0)"_s, u"('1 day')"_s, u"interval"_s);
    add(u"json"_s, u"('{\"a\":  1}')"_s, u"jsonb"_s);
    add(u"integer"_s, u"(0), (1), (NULL)"_s, u"boolean"_s);
    add(u"text"_s, u"('1.50'), ('-2')"_s, u"numeric(5,2)"_s);
    add(u"text"_s, u"('12'), (' -3 ')"_s, u"integer"_s);
    add(u"text"_s, u"('ab ')"_s, u"varchar(3)"_s);
    add(u"varchar(3)"_s, u"('ab ')"_s, u"text"_s);
    add(u"numeric(10,4)[]"_s, u"('{1.25,NULL}')"_s, u"numeric(10,2)[]"_s);
    add(u"timestamp"_s, u"('2024-01-01 10:00')"_s, u"timestamp(0)"_s);
    add(u"double precision"_s, u"(0.5), (1e10), (NULL)"_s, u"numeric"_s);
    add(u"text"_s, u"('{\"a\" : [1, 2]}')"_s, u"jsonb"_s);
    add(u"text"_s, u"('2024-01-01 10:00:00.123456')"_s, u"timestamp"_s);
    add(u"bit(3)"_s, u"('101')"_s, u"bit varying(3)"_s);
}

void TestPgHazards::whatKeepsItsValuesIsNoHazard()
{
    QFETCH(QString, was);
    QFETCH(QString, values);
    QFETCH(QString, is);
    const QStringList all =
        found(u"CREATE TABLE t (a %1); INSERT INTO t VALUES %2"_s.arg(was, values), u"CREATE TABLE t (a %1)"_s.arg(is));
    const auto speaksOfValues = [](const QString &f) {
        return f.startsWith("H11"_L1) || f.startsWith("H09"_L1) || f.startsWith("H08"_L1);
    };
    QVERIFY2(std::none_of(all.cbegin(), all.cend(), speaksOfValues), qPrintable(all.join(u'\n')));
}

/// What is gone cannot come back, but a column that needs a value gets one that it takes.
void TestPgHazards::theWayBackHasValuesOfItsTypes()
{
    (void)found(
        u"CREATE TYPE k AS ENUM ('a'); CREATE TABLE t (id int, a date NOT NULL, b uuid NOT NULL, c jsonb NOT NULL, "
        "d timestamptz NOT NULL, e boolean NOT NULL, f numeric(5,2) NOT NULL, g text NOT NULL, h varchar(3) NOT "
        "NULL, i time NOT NULL, j bytea NOT NULL, k bigint NOT NULL); INSERT INTO t VALUES (1, '2024-01-01', "
        "gen_random_uuid(), '[]', now(), true, 1, 'x', 'y', '10:00', 'z', 9)"_s,
        u"CREATE TYPE k AS ENUM ('a'); CREATE TABLE t (id int)"_s);
    QVERIFY(m_migration);
    QCOMPARE(m_migration->noInverse, QString());
    QCOMPARE(m_db->run(m_migration->plan.script), QString());
    QCOMPARE(m_db->run(m_migration->inverse.script), QString());
    QCOMPARE(m_db->value(u"SELECT a || ' ' || f || ' ' || e || ' ' || k FROM t"_s), u"1970-01-01 0.00 false 0"_s);
}

QTEST_GUILESS_MAIN(TestPgHazards)
#include "tst_pghazards.moc"
