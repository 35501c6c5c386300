// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/diff.h"

#include "support/schemadb.h"
#include "support/verify.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

/// The changes between what two texts make, in words.
Result<QStringList> changes(const QString &from, const QString &to, const DiffOptions &options = {})
{
    const auto a = schemaOf(from);
    RC_TRY(a);
    const auto b = schemaOf(to);
    RC_TRY(b);
    const auto d = diff(*a, *b, options, SchemaDb::rules());
    RC_TRY(d);
    return wordsOf(d->changes);
}

} // namespace

class TestDiff : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void sameMeaning_data();
    void sameMeaning();
    void differs_data();
    void differs();
    void renames_data();
    void renames();
    void refusedRenames_data();
    void refusedRenames();
    void facets_data();
    void facets();
    void scope_data();
    void scope();
    void columnOrderIsOnlyADifferenceWhenAsked();
    void aKeyMayStandForItsTwin();
    void orderDependsOnNothingElse();
};

void TestDiff::sameMeaning_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    const auto row = [](const char *name, const QString &a, const QString &b) { QTest::newRow(name) << a << b; };
    row("quotes", u"CREATE TABLE t(\"a\" INT, [b] TEXT)"_s, u"CREATE TABLE `t`(a INT, `b` TEXT)"_s);
    row("case of types", u"CREATE TABLE t(a integer, b varchar(10))"_s,
        u"CREATE TABLE t(a INTEGER, b VARCHAR ( 10 ))"_s);
    row("blanks in types", u"CREATE TABLE t(a DECIMAL( 10 ,2 ))"_s, u"CREATE TABLE t(a decimal(10, 2))"_s);
    row("default in parentheses", u"CREATE TABLE t(a INT DEFAULT (0))"_s, u"CREATE TABLE t(a INT DEFAULT 0)"_s);
    row("signed default", u"CREATE TABLE t(a INT DEFAULT (-1))"_s, u"CREATE TABLE t(a INT DEFAULT -1)"_s);
    row("default with plus", u"CREATE TABLE t(a INT DEFAULT +1)"_s, u"CREATE TABLE t(a INT DEFAULT 1)"_s);
    row("default true", u"CREATE TABLE t(a INT DEFAULT true)"_s, u"CREATE TABLE t(a INT DEFAULT 1)"_s);
    row("default null", u"CREATE TABLE t(a INT DEFAULT NULL)"_s, u"CREATE TABLE t(a INT)"_s);
    row("default word", u"CREATE TABLE t(a TEXT DEFAULT \"Word\")"_s, u"CREATE TABLE t(a TEXT DEFAULT 'Word')"_s);
    row("default function", u"CREATE TABLE t(a INT DEFAULT (UNIXEPOCH()))"_s,
        u"CREATE TABLE t(a INT DEFAULT ( unixepoch( ) ))"_s);
    row("default timestamp", u"CREATE TABLE t(a DEFAULT current_timestamp)"_s,
        u"CREATE TABLE t(a DEFAULT (CURRENT_TIMESTAMP))"_s);
    row("check", u"CREATE TABLE t(a INT CHECK (a>0 and a <> 3))"_s,
        u"CREATE TABLE t(a INT, CHECK ((\"a\" > 0) AND (A != 3)))"_s);
    row("check with the table's name", u"CREATE TABLE t(a INT CHECK (\"t\".\"a\" > 21))"_s,
        u"CREATE TABLE t(a INT CHECK (a > 21))"_s);
    row("check with comments", u"CREATE TABLE t(a INT CHECK (a /* x */ = 1))"_s,
        u"CREATE TABLE t(a INT CHECK (a == 1 -- y\n))"_s);
    row("or within or", u"CREATE TABLE t(a INT CHECK (a = 1 OR (a = 2 OR a = 3)))"_s,
        u"CREATE TABLE t(a INT CHECK (a = 1 OR a = 2 OR a = 3))"_s);
    row("name of a constraint", u"CREATE TABLE t(a INT CONSTRAINT positive CHECK (a > 0))"_s,
        u"CREATE TABLE t(a INT CHECK (a > 0))"_s);
    row("places of constraints", u"CREATE TABLE t(a TEXT PRIMARY KEY, b UNIQUE)"_s,
        u"CREATE TABLE t(a TEXT, b, PRIMARY KEY (a), UNIQUE (b))"_s);
    row("order of uniques", u"CREATE TABLE t(a, b, UNIQUE (a), UNIQUE (b))"_s,
        u"CREATE TABLE t(a, b, UNIQUE (b), UNIQUE (a))"_s);
    row("implied target", u"CREATE TABLE p(id INTEGER PRIMARY KEY); CREATE TABLE t(p REFERENCES p)"_s,
        u"CREATE TABLE p(id INTEGER PRIMARY KEY); CREATE TABLE t(p, FOREIGN KEY (p) REFERENCES `p`(\"id\") ON DELETE NO ACTION)"_s);
    row("not null of the row number", u"CREATE TABLE t(id INTEGER PRIMARY KEY NOT NULL)"_s,
        u"CREATE TABLE t(id INTEGER PRIMARY KEY)"_s);
    row("default conflict clause", u"CREATE TABLE t(a UNIQUE ON CONFLICT ABORT)"_s, u"CREATE TABLE t(a UNIQUE)"_s);
    row("binary", u"CREATE TABLE t(a TEXT COLLATE BINARY)"_s, u"CREATE TABLE t(a TEXT)"_s);
    row("ascending", u"CREATE TABLE t(a); CREATE INDEX i ON t(a ASC)"_s,
        u"CREATE TABLE t(a); CREATE INDEX i ON t(a)"_s);
    row("collation of the column", u"CREATE TABLE t(a COLLATE NOCASE); CREATE INDEX i ON t(a COLLATE nocase)"_s,
        u"CREATE TABLE t(a COLLATE NOCASE); CREATE INDEX i ON t(a)"_s);
    row("index expression", u"CREATE TABLE t(a); CREATE INDEX i ON t((lower(\"a\"))) WHERE (a IS NOT NULL)"_s,
        u"CREATE TABLE t(a); CREATE INDEX i ON t(LOWER( a )) WHERE a is not null"_s);
    row("generated", u"CREATE TABLE t(a, b AS (a+1))"_s,
        u"CREATE TABLE t(a, b GENERATED ALWAYS AS (( a + 1 )) VIRTUAL)"_s);
    row("view", u"CREATE TABLE t(a); CREATE VIEW v AS SELECT \"a\" FROM t"_s,
        u"CREATE TABLE t(a); CREATE VIEW `v` as select a\nfrom [t] -- all"_s);
    row("trigger", u"CREATE TABLE t(a); CREATE TRIGGER g UPDATE OF a ON t BEGIN SELECT 1; END"_s,
        u"CREATE TABLE t(a); CREATE TRIGGER g BEFORE UPDATE OF `a` ON t FOR EACH ROW BEGIN select 1 ; END"_s);
    row("options", u"CREATE TABLE t(a INT PRIMARY KEY) WITHOUT ROWID, STRICT"_s,
        u"CREATE TABLE t(a INT NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID"_s);
}

void TestDiff::sameMeaning()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    const auto there = changes(from, to);
    VERIFY_OK(there);
    QCOMPARE(*there, QStringList());
    const auto back = changes(to, from);
    VERIFY_OK(back);
    QCOMPARE(*back, QStringList());
}

void TestDiff::differs_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QStringList>("words");
    const auto row = [](const char *name, const QString &a, const QString &b, const QStringList &words) {
        QTest::newRow(name) << a << b << words;
    };
    row("tables", u"CREATE TABLE a(x)"_s, u"CREATE TABLE b(x)"_s, {u"Drop the table a"_s, u"Create the table b"_s});
    row("columns", u"CREATE TABLE t(a, b)"_s, u"CREATE TABLE t(a, c)"_s,
        {u"Drop the column b of t"_s, u"Add the column c to t"_s});
    row("facets", u"CREATE TABLE t(a INT)"_s, u"CREATE TABLE t(a TEXT NOT NULL DEFAULT 'x' COLLATE NOCASE)"_s,
        {u"Change the column a of t: type TEXT instead of INT, NOT NULL, default 'x', collation NOCASE"_s});
    row("text of a default", u"CREATE TABLE t(a DEFAULT 'A')"_s, u"CREATE TABLE t(a DEFAULT 'a')"_s,
        {u"Change the column a of t: default 'a'"_s});
    row("text in a check", u"CREATE TABLE t(a CHECK (a <> 'X'))"_s, u"CREATE TABLE t(a CHECK (a <> 'x'))"_s,
        {u"Drop the check of t"_s, u"Add the check to t"_s});
    row("parentheses that matter", u"CREATE TABLE t(a CHECK (a = 1 AND (a = 2 OR a = 3)))"_s,
        u"CREATE TABLE t(a CHECK (a = 1 AND a = 2 OR a = 3))"_s, {u"Drop the check of t"_s, u"Add the check to t"_s});
    row("between", u"CREATE TABLE t(a CHECK (a BETWEEN 1 AND (a > 3)))"_s,
        u"CREATE TABLE t(a CHECK (a BETWEEN 1 AND a > 3))"_s, {u"Drop the check of t"_s, u"Add the check to t"_s});
    row("list and query", u"CREATE TABLE t(a CHECK (a IN ((1))))"_s, u"CREATE TABLE t(a CHECK (a IN (2)))"_s,
        {u"Drop the check of t"_s, u"Add the check to t"_s});
    row("both named", u"CREATE TABLE t(a CONSTRAINT x CHECK (a > 0))"_s,
        u"CREATE TABLE t(a CONSTRAINT y CHECK (a > 0))"_s, {u"Drop the check x of t"_s, u"Add the check y to t"_s});
    row("key", u"CREATE TABLE t(a INTEGER PRIMARY KEY)"_s, u"CREATE TABLE t(a INTEGER PRIMARY KEY AUTOINCREMENT)"_s,
        {u"Change the primary key of t: (a) AUTOINCREMENT instead of (a)"_s});
    row("a key that is no row number", u"CREATE TABLE t(a INTEGER PRIMARY KEY)"_s,
        u"CREATE TABLE t(a INTEGER PRIMARY KEY DESC)"_s, {u"Change the primary key of t: (a) instead of (a)"_s});
    row("key action", u"CREATE TABLE p(id INTEGER PRIMARY KEY); CREATE TABLE t(p REFERENCES p)"_s,
        u"CREATE TABLE p(id INTEGER PRIMARY KEY); CREATE TABLE t(p REFERENCES p ON DELETE CASCADE)"_s,
        {u"Drop the foreign key t (p) to p"_s, u"Add the foreign key t (p) to p"_s});
    row("unique", u"CREATE TABLE t(a, b)"_s, u"CREATE TABLE t(a, b, UNIQUE (a, b))"_s, {u"Add UNIQUE (a, b) to t"_s});
    row("index", u"CREATE TABLE t(a, b); CREATE INDEX i ON t(a)"_s,
        u"CREATE TABLE t(a, b); CREATE UNIQUE INDEX i ON t(a)"_s,
        {u"Drop the index i of t"_s, u"Create the index i on t"_s});
    row("partial index", u"CREATE TABLE t(a, b); CREATE INDEX i ON t(a) WHERE b = 'X'"_s,
        u"CREATE TABLE t(a, b); CREATE INDEX i ON t(a) WHERE b = 'x'"_s,
        {u"Drop the index i of t"_s, u"Create the index i on t"_s});
    row("generated", u"CREATE TABLE t(a, b AS (a + 1))"_s, u"CREATE TABLE t(a, b AS (a + 1) STORED)"_s,
        {u"Change the column b of t: generated as (a + 1), stored"_s});
    row("options", u"CREATE TABLE t(a INT PRIMARY KEY)"_s,
        u"CREATE TABLE t(a INT PRIMARY KEY NOT NULL) STRICT, WITHOUT ROWID"_s,
        {u"Make t STRICT, WITHOUT ROWID"_s, u"Change the column a of t: NOT NULL"_s});
    row("view", u"CREATE TABLE t(a); CREATE VIEW v AS SELECT 'A' FROM t"_s,
        u"CREATE TABLE t(a); CREATE VIEW v AS SELECT 'a' FROM t"_s, {u"Drop the view v"_s, u"Create the view v"_s});
    row("trigger", u"CREATE TABLE t(a); CREATE TRIGGER g DELETE ON t BEGIN SELECT 1; END"_s,
        u"CREATE TABLE t(a); CREATE TRIGGER g AFTER DELETE ON t BEGIN SELECT 1; END"_s,
        {u"Drop the trigger g"_s, u"Create the trigger g"_s});
    row("virtual", u"CREATE VIRTUAL TABLE f USING fts5(a)"_s, u"CREATE VIRTUAL TABLE f USING fts5(a, b)"_s,
        {u"Drop the table f"_s, u"Create the table f"_s});
    row("quoted keyword", u"CREATE TABLE t(a, \"null\", CHECK (a IS \"null\"))"_s,
        u"CREATE TABLE t(a, \"null\", CHECK (a IS NULL))"_s, {u"Drop the check of t"_s, u"Add the check to t"_s});
}

void TestDiff::differs()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QStringList, words);
    const auto got = changes(from, to);
    VERIFY_OK(got);
    QCOMPARE(*got, words);
}

void TestDiff::renames_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<Renames>("renames");
    QTest::addColumn<QStringList>("words");
    const auto row = [](const char *name, const QString &a, const QString &b, const Renames &r,
                        const QStringList &words) { QTest::newRow(name) << a << b << r << words; };
    const auto table = [](const QString &a, const QString &b) { return TableRename{{{}, a}, {{}, b}}; };
    const auto column = [](const QString &t, const QString &a, const QString &b) {
        return ColumnRename{{{}, t}, a, b};
    };
    row("table, and what refers to it",
        u"CREATE TABLE p(id INTEGER PRIMARY KEY); CREATE TABLE c(p REFERENCES p(id)); CREATE INDEX i ON p(id);"
        "CREATE VIEW v AS SELECT p.id FROM p; CREATE TRIGGER g AFTER INSERT ON c BEGIN DELETE FROM p WHERE id = new.p; END"_s,
        u"CREATE TABLE q(id INTEGER PRIMARY KEY); CREATE TABLE c(p REFERENCES q(id)); CREATE INDEX i ON q(id);"
        "CREATE VIEW v AS SELECT q.id FROM q; CREATE TRIGGER g AFTER INSERT ON c BEGIN DELETE FROM q WHERE id = new.p; END"_s,
        {{table(u"p"_s, u"q"_s)}, {}}, {u"Rename the table p to q"_s});
    row("column, everywhere",
        u"CREATE TABLE t(a INTEGER PRIMARY KEY, b CHECK (t.b > 0), c AS (b + 1), UNIQUE (b)); CREATE TABLE c(x "
        u"REFERENCES t(b));"
        "CREATE INDEX i ON t(b, lower(b)) WHERE b > 1; CREATE VIEW v AS SELECT x.b FROM t AS x WHERE b > 2;"
        "CREATE TRIGGER g AFTER UPDATE OF b ON t WHEN new.b > 1 BEGIN INSERT INTO c(x) SELECT b FROM t WHERE b = old.b; END"_s,
        u"CREATE TABLE t(a INTEGER PRIMARY KEY, z CHECK (t.z > 0), c AS (z + 1), UNIQUE (z)); CREATE TABLE c(x "
        u"REFERENCES t(z));"
        "CREATE INDEX i ON t(z, lower(z)) WHERE z > 1; CREATE VIEW v AS SELECT x.z AS b FROM t AS x WHERE z > 2;"
        "CREATE TRIGGER g AFTER UPDATE OF z ON t WHEN new.z > 1 BEGIN INSERT INTO c(x) SELECT z FROM t WHERE z = old.z; END"_s,
        {{}, {column(u"t"_s, u"b"_s, u"z"_s)}}, {u"Rename the column b of t to z"_s});
    row("column, and a view's result with it", u"CREATE TABLE t(b); CREATE VIEW v AS SELECT b FROM t"_s,
        u"CREATE TABLE t(z); CREATE VIEW v AS SELECT z FROM t"_s, {{}, {column(u"t"_s, u"b"_s, u"z"_s)}},
        {u"Rename the column b of t to z"_s, u"Drop the view v"_s, u"Create the view v"_s});
    row("a column of a table with a new name", u"CREATE TABLE t(a, b)"_s, u"CREATE TABLE u(a, c)"_s,
        {{table(u"t"_s, u"u"_s)}, {column(u"t"_s, u"b"_s, u"c"_s)}},
        {u"Rename the table t to u"_s, u"Rename the column b of u to c"_s});
    row("said of the new table", u"CREATE TABLE t(a, b)"_s, u"CREATE TABLE u(a, c)"_s,
        {{table(u"t"_s, u"u"_s)}, {column(u"u"_s, u"b"_s, u"c"_s)}},
        {u"Rename the table t to u"_s, u"Rename the column b of u to c"_s});
    row("and a change", u"CREATE TABLE t(a INT)"_s, u"CREATE TABLE t(b TEXT)"_s, {{}, {column(u"t"_s, u"a"_s, u"b"_s)}},
        {u"Rename the column a of t to b"_s, u"Change the column b of t: type TEXT instead of INT"_s});
    row("two change places", u"CREATE TABLE t(a INT, b TEXT)"_s, u"CREATE TABLE t(a TEXT, b INT)"_s,
        {{}, {column(u"t"_s, u"a"_s, u"b"_s), column(u"t"_s, u"b"_s, u"a"_s)}},
        {u"Rename the column a of t to b"_s, u"Rename the column b of t to a"_s});
    row("a column of one of two tables that change places", u"CREATE TABLE t(a INT, k); CREATE TABLE o(b TEXT, k)"_s,
        u"CREATE TABLE o(z INT, k); CREATE TABLE t(b TEXT, k)"_s,
        {{table(u"t"_s, u"o"_s), table(u"o"_s, u"t"_s)}, {column(u"t"_s, u"a"_s, u"z"_s)}},
        {u"Rename the table o to t"_s, u"Rename the table t to o"_s, u"Rename the column a of o to z"_s});
    row("onto a name that is taken", u"CREATE TABLE t(a INT, b TEXT); CREATE TABLE o(x)"_s, u"CREATE TABLE o(b INT)"_s,
        {{table(u"t"_s, u"o"_s)}, {column(u"t"_s, u"a"_s, u"b"_s)}},
        {u"Rename the table o to __dropped_o"_s, u"Rename the table t to o"_s, u"Rename the column a of o to b"_s,
         u"Rename the column b of o to __dropped_b"_s, u"Drop the table __dropped_o"_s,
         u"Drop the column __dropped_b of o"_s});
    row("done already", u"CREATE TABLE t(b)"_s, u"CREATE TABLE t(b)"_s, {{}, {column(u"t"_s, u"a"_s, u"b"_s)}}, {});
    row("case only", u"CREATE TABLE users(name)"_s, u"CREATE TABLE Users(Name)"_s, {},
        {u"Rename the table users to Users"_s, u"Rename the column name of Users to Name"_s});
    row("a name that means another table's column",
        u"CREATE TABLE t(a, k); CREATE TABLE o(a); CREATE VIEW v AS SELECT o.a, t.k FROM t, o"_s,
        u"CREATE TABLE t(z, k); CREATE TABLE o(a); CREATE VIEW v AS SELECT o.a, t.k FROM t, o"_s,
        {{}, {column(u"t"_s, u"a"_s, u"z"_s)}}, {u"Rename the column a of t to z"_s});
}

void TestDiff::renames()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(Renames, renames);
    QFETCH(QStringList, words);
    DiffOptions options;
    options.renames = renames;
    const auto got = changes(from, to, options);
    VERIFY_OK(got);
    QCOMPARE(*got, words);
}

void TestDiff::refusedRenames_data()
{
    QTest::addColumn<Renames>("renames");
    QTest::addColumn<QString>("words");
    QTest::newRow("no table") << Renames{{{{{}, u"x"_s}, {{}, u"y"_s}}}, {}} << u"There is no table x"_s;
    QTest::newRow("no such target") << Renames{{{{{}, u"t"_s}, {{}, u"y"_s}}}, {}}
                                    << u"the target has no table of that name"_s;
    QTest::newRow("no column") << Renames{{}, {{{{}, u"t"_s}, u"x"_s, u"y"_s}}} << u"has no column x"_s;
    QTest::newRow("both to one name") << Renames{{}, {{{{}, u"t"_s}, u"a"_s, u"c"_s}, {{{}, u"t"_s}, u"b"_s, u"c"_s}}}
                                      << u"cannot both be renamed to c"_s;
}

void TestDiff::refusedRenames()
{
    QFETCH(Renames, renames);
    QFETCH(QString, words);
    DiffOptions options;
    options.renames = renames;
    const auto got = changes(u"CREATE TABLE t(a, b)"_s, u"CREATE TABLE t(a, b, c)"_s, options);
    QVERIFY(!got.ok());
    QVERIFY2(got.error().message.contains(words), qPrintable(got.error().message));
}

void TestDiff::facets_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QStringList>("words");
    const auto row = [](const char *name, const QString &a, const QString &b, const QStringList &words) {
        QTest::newRow(name) << a << b << words;
    };
    row("triggers", u"CREATE TABLE t(a); CREATE TRIGGER g DELETE ON t BEGIN SELECT 1; END"_s, u"CREATE TABLE t(a)"_s,
        {});
    row("options", u"CREATE TABLE t(a INT PRIMARY KEY) STRICT, WITHOUT ROWID"_s,
        u"CREATE TABLE t(a INT PRIMARY KEY NOT NULL)"_s, {});
    row("collations", u"CREATE TABLE t(a TEXT COLLATE NOCASE); CREATE INDEX i ON t(a COLLATE RTRIM DESC)"_s,
        u"CREATE TABLE t(a TEXT); CREATE INDEX i ON t(a)"_s, {});
    row("virtual tables", u"CREATE VIRTUAL TABLE f USING fts5(a)"_s, QString(), {});
    row("declared in the schema as a table", u"CREATE VIRTUAL TABLE f USING fts5(a)"_s, u"CREATE TABLE f(a)"_s, {});
    row("unique constraint as an index", u"CREATE TABLE t(a, UNIQUE (a))"_s,
        u"CREATE TABLE t(a); CREATE UNIQUE INDEX t_a_unique ON t(a)"_s, {});
    row("a unique index is one", u"CREATE TABLE t(a)"_s, u"CREATE TABLE t(a); CREATE UNIQUE INDEX t_a_unique ON t(a)"_s,
        {u"Create the index t_a_unique on t"_s});
    row("deferred keys",
        u"CREATE TABLE p(id INTEGER PRIMARY KEY); CREATE TABLE t(p REFERENCES p(id) DEFERRABLE INITIALLY DEFERRED)"_s,
        u"CREATE TABLE p(id INTEGER PRIMARY KEY); CREATE TABLE t(p REFERENCES p(id))"_s, {});
    row("conflict clauses", u"CREATE TABLE t(a TEXT NOT NULL ON CONFLICT IGNORE)"_s,
        u"CREATE TABLE t(a TEXT NOT NULL)"_s, {});
    row("what it can express", u"CREATE TABLE t(a TEXT CHECK (a > 1), b); CREATE VIEW v AS SELECT 1"_s,
        u"CREATE TABLE t(a INT)"_s,
        {u"Drop the view v"_s, u"Drop the check of t"_s, u"Drop the column b of t"_s,
         u"Change the column a of t: type INT instead of TEXT"_s});
}

void TestDiff::facets()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QStringList, words);
    DiffOptions options;
    options.facets = Facets::drizzle();
    const auto got = changes(from, to, options);
    VERIFY_OK(got);
    QCOMPARE(*got, words);
}

void TestDiff::scope_data()
{
    QTest::addColumn<QStringList>("patterns");
    QTest::addColumn<QStringList>("words");
    QTest::newRow("all") << QStringList()
                         << QStringList{u"Drop the table app_old"_s, u"Drop the table other"_s,
                                        u"Create the table app_new"_s};
    QTest::newRow("some") << QStringList{u"app_*"_s}
                          << QStringList{u"Drop the table app_old"_s, u"Create the table app_new"_s};
    QTest::newRow("not some") << QStringList{u"!app_*"_s} << QStringList{u"Drop the table other"_s};
    QTest::newRow("some of some") << QStringList{u"app_*"_s, u"!app_n*"_s} << QStringList{u"Drop the table app_old"_s};
}

void TestDiff::scope()
{
    QFETCH(QStringList, patterns);
    QFETCH(QStringList, words);
    const auto a = schemaOf(
        u"CREATE TABLE app_old(a); CREATE TABLE other(a); CREATE TABLE __drizzle_migrations(a);"
        "CREATE TABLE d1_migrations(a); CREATE TABLE _cf_kv(a); CREATE TABLE s(i INTEGER PRIMARY KEY AUTOINCREMENT)"_s);
    VERIFY_OK(a);
    const auto b = schemaOf(u"CREATE TABLE app_new(a); CREATE TABLE s(i INTEGER PRIMARY KEY AUTOINCREMENT)"_s);
    VERIFY_OK(b);
    DiffOptions options;
    options.scope.patterns = patterns;
    const auto d = diff(*a, *b, options, SchemaDb::rules());
    VERIFY_OK(d);
    QCOMPARE(wordsOf(d->changes), words);
    QVERIFY(d->target.table({{}, u"__drizzle_migrations"_s}));
}

void TestDiff::columnOrderIsOnlyADifferenceWhenAsked()
{
    const QString from = u"CREATE TABLE t(a, b, c)"_s;
    const QString to = u"CREATE TABLE t(c, a)"_s;
    DiffOptions options;
    const auto silent = changes(from, to, options);
    VERIFY_OK(silent);
    QCOMPARE(*silent, QStringList{u"Drop the column b of t"_s});
    options.columnOrder = true;
    const auto asked = changes(from, to, options);
    VERIFY_OK(asked);
    QCOMPARE(*asked, (QStringList{u"Drop the column b of t"_s, u"Put the columns of t into another order"_s}));
}

/// As PostgreSQL keeps CREATE TABLE t(id text PRIMARY KEY, CONSTRAINT t_id_unique UNIQUE(id)).
void TestDiff::aKeyMayStandForItsTwin()
{
    const auto both = schemaOf(u"CREATE TABLE t(id TEXT PRIMARY KEY NOT NULL, n, CONSTRAINT t_id_unique UNIQUE(id))"_s);
    const auto one = schemaOf(u"CREATE TABLE t(id TEXT NOT NULL, n, CONSTRAINT t_id_unique PRIMARY KEY(id))"_s);
    const auto other = schemaOf(u"CREATE TABLE t(id TEXT NOT NULL, n, CONSTRAINT t_pkey PRIMARY KEY(id))"_s);
    VERIFY_OK(both);
    VERIFY_OK(one);
    VERIFY_OK(other);
    DiffOptions options;
    options.facets = Facets::drizzlePostgres();
    const auto same = diff(*one, *both, options, SchemaDb::rules());
    VERIFY_OK(same);
    QCOMPARE(same->changes, QList<Change>());
    const auto unwritten =
        schemaOf(u"CREATE TABLE t(id TEXT PRIMARY KEY NOT NULL, n, CONSTRAINT t_id_key UNIQUE(id))"_s);
    VERIFY_OK(unwritten);
    const auto alike = diff(*other, *unwritten, options, SchemaDb::rules());
    VERIFY_OK(alike);
    QCOMPARE(alike->changes, QList<Change>());
    const auto more = diff(*other, *both, options, SchemaDb::rules());
    VERIFY_OK(more);
    QVERIFY(!more->changes.isEmpty());
}

void TestDiff::orderDependsOnNothingElse()
{
    const QString from = u"CREATE TABLE a(x, w); CREATE TABLE c(x); CREATE INDEX i0 ON a(w)"_s;
    const QString i1 = u"CREATE INDEX i1 ON a(x);"_s;
    const QString i2 = u"CREATE INDEX i2 ON a(y);"_s;
    const QString a = u"CREATE TABLE a(x, y, z);"_s;
    const QString b = u"CREATE TABLE b(x INT);"_s;
    const QStringList expected{u"Drop the table c"_s,         u"Create the table b"_s,      u"Drop the index i0 of a"_s,
                               u"Drop the column w of a"_s,   u"Add the column y to a"_s,   u"Add the column z to a"_s,
                               u"Create the index i1 on a"_s, u"Create the index i2 on a"_s};
    for (const QString &to : {QString(b + a + i2 + i1), QString(a + i1 + b + i2)}) {
        const auto got = changes(from, to);
        VERIFY_OK(got);
        QCOMPARE(*got, expected);
    }
}

QTEST_GUILESS_MAIN(TestDiff)
#include "tst_diff.moc"
