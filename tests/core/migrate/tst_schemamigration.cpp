// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/savedrows.h"
#include "core/migrate/schemamigration.h"
#include "core/schema/renamesuggestions.h"

#include "support/schemadb.h"
#include "support/verify.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

class TestSchemaMigration : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void saysWhatCannotBeUndone();
    void nothingToDo();
    void everyStatementHasItsReason();
    void convertsOnlyWhenAsked();
    void aViewThatBreaksStopsAll();
    void carriedTextsFollowRenames();
    void resultsOfViewsKeepTheirNames_data();
    void resultsOfViewsKeepTheirNames();
    void keepsWhatAnalyzeFound();
    void suggestsRenames_data();
    void suggestsRenames();
    void countedValuesSayMoreThanNames();
    void growsInStep();

private:
    static Result<SchemaMigration> between(const QString &from, const QString &to)
    {
        const auto a = schemaOf(from);
        RC_TRY(a);
        const auto b = schemaOf(to);
        RC_TRY(b);
        return planMigration(*a, *b, {}, {}, SchemaDb::dialect());
    }
    static Schema many(int tables, bool changed);
};

void TestSchemaMigration::saysWhatCannotBeUndone()
{
    const QString from =
        u"CREATE TABLE gone(a); CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT NOT NULL, b INT, code TEXT NOT NULL UNIQUE, kept TEXT)"_s;
    SchemaDb db(from + u"; INSERT INTO t VALUES (1, 'x', 1, 'c', 'k'), (2, 'y', 2, 'd', NULL)"_s);
    const auto m = between(from, u"CREATE TABLE t(id INTEGER PRIMARY KEY, b TEXT, kept TEXT)"_s);
    VERIFY_OK(m);
    // What is saved decides what comes back: the rows are told apart by their key, so all of it does.
    QVERIFY(m->noInverse.isEmpty());
    QCOMPARE(wayBackPlan(*m, SchemaDb::dialect()).cannotUndo, QStringList());
    const auto keyless = between(u"CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, b)"_s, u"CREATE TABLE t(b)"_s);
    VERIFY_OK(keyless);
    const QStringList lost = wayBackPlan(*keyless, SchemaDb::dialect()).cannotUndo;
    QCOMPARE(lost.size(), 1);
    QVERIFY2(lost.first().contains(u"no key of the table stays"_s), qPrintable(lost.first()));
    VERIFY_OK(db.run(m->plan.script));
    QCOMPARE(db.rows(u"SELECT * FROM t"_s), u"1, '1', 'k'\n2, '2', NULL"_s);
    const auto back = db.run(m->inverse.script);
    QVERIFY(!back.ok()); // the structure alone has no values for the unique code
    QCOMPARE(db.rows(u"SELECT * FROM t"_s), u"1, '1', 'k'\n2, '2', NULL"_s);
}

void TestSchemaMigration::nothingToDo()
{
    const auto m = between(u"CREATE TABLE t(a)"_s, u"create table \"t\" ( `a` )"_s);
    VERIFY_OK(m);
    QVERIFY(m->diff.isEmpty() && m->plan.script.isEmpty() && m->inverse.script.isEmpty() && m->noInverse.isEmpty());
}

void TestSchemaMigration::everyStatementHasItsReason()
{
    const auto m = between(
        u"CREATE TABLE t(a INT, b); CREATE INDEX i ON t(b); CREATE VIEW v AS SELECT a FROM t"_s,
        u"CREATE TABLE t(a TEXT, b); CREATE INDEX i ON t(b); CREATE VIEW v AS SELECT a FROM t; CREATE TABLE n(x)"_s);
    VERIFY_OK(m);
    QCOMPARE(m->plan.sources.size(), m->plan.script.statements.size());
    for (const Statement &s : m->plan.script.statements)
        QVERIFY2(!s.purpose.isEmpty(), qPrintable(s.sql));
    QCOMPARE(m->plan.rebuilt, QStringList{u"t"_s});
    QSet<int> explained;
    for (const QList<int> &sources : m->plan.sources)
        explained += QSet<int>(sources.cbegin(), sources.cend());
    QCOMPARE(explained.size(), m->diff.changes.size());
}

/// Without a CAST a value becomes what storing it makes of it; with one it is cut to the type.
void TestSchemaMigration::convertsOnlyWhenAsked()
{
    const QString from = u"CREATE TABLE t(a TEXT)"_s;
    const QString to = u"CREATE TABLE t(a INTEGER)"_s;
    const auto a = schemaOf(from);
    VERIFY_OK(a);
    const auto b = schemaOf(to);
    VERIFY_OK(b);
    for (const bool cast : {false, true}) {
        SchemaDb db(from + u"; INSERT INTO t VALUES ('12'), ('12 apples'), (NULL)"_s);
        PlanOptions options;
        if (cast)
            options.casts.append({{{}, u"t"_s}, u"a"_s});
        const auto m = planMigration(*a, *b, {}, options, SchemaDb::dialect());
        VERIFY_OK(m);
        VERIFY_OK(db.run(m->plan.script));
        QCOMPARE(db.rows(u"SELECT a FROM t"_s), cast ? u"12\n12\nNULL"_s : u"12\n'12 apples'\nNULL"_s);
    }
}

/// A target that knows no views keeps them; one that could not be read any more is found out before COMMIT.
void TestSchemaMigration::aViewThatBreaksStopsAll()
{
    SchemaDb db(u"CREATE TABLE t(a, b); INSERT INTO t VALUES (1, 2); CREATE VIEW v AS SELECT b FROM t"_s);
    const auto from = db.schema();
    VERIFY_OK(from);
    const auto to = schemaOf(u"CREATE TABLE t(a)"_s);
    VERIFY_OK(to);
    DiffOptions options;
    options.facets.views = false;
    const auto m = planMigration(*from, *to, options, {}, SchemaDb::dialect());
    VERIFY_OK(m);
    const auto ran = db.run(m->plan.script);
    QVERIFY(!ran.ok());
    QVERIFY2(ran.error().message.contains(u"no such column: b"_s), qPrintable(ran.error().message));
    QCOMPARE(db.rows(u"SELECT * FROM v"_s), u"2"_s);
}

void TestSchemaMigration::carriedTextsFollowRenames()
{
    SchemaDb db(
        u"CREATE TABLE t(a, b); CREATE TABLE log(x); INSERT INTO t VALUES (1, 2); CREATE VIEW v AS SELECT t.b "
        u"AS b FROM t;"
        "CREATE TRIGGER g AFTER UPDATE OF b ON t BEGIN INSERT INTO log SELECT b FROM t WHERE b = new.b; END;"
        "CREATE TABLE o(b); INSERT INTO o VALUES (5);"
        "CREATE TRIGGER h AFTER INSERT ON log BEGIN UPDATE t SET a = 0, b = (SELECT o.b FROM o) WHERE t.b = 7; END"_s);
    const auto from = db.schema();
    VERIFY_OK(from);
    const auto to = schemaOf(u"CREATE TABLE s(a TEXT, z); CREATE TABLE log(x); CREATE TABLE o(b)"_s);
    VERIFY_OK(to);
    DiffOptions options;
    options.facets.views = options.facets.triggers = false;
    options.renames.tables.append(TableRename{{{}, u"t"_s}, {{}, u"s"_s}});
    options.renames.columns.append({{{}, u"t"_s}, u"b"_s, u"z"_s});
    const auto m = planMigration(*from, *to, options, {}, SchemaDb::dialect());
    VERIFY_OK(m);
    VERIFY_OK(db.run(m->plan.script));
    QCOMPARE(db.execute(u"UPDATE s SET z = 7"_s), QString());
    QCOMPARE(db.rows(u"SELECT b FROM v UNION ALL SELECT x FROM log"_s), u"5\n7"_s);
}

/// A column is renamed (or two swap their names): who reads the view sees what they saw.
void TestSchemaMigration::resultsOfViewsKeepTheirNames_data()
{
    QTest::addColumn<QString>("query");
    const auto row = [](const char *name, const QString &query) { QTest::newRow(name) << query; };
    row("plain", u"SELECT name FROM users"_s);
    row("among others", u"SELECT id, name, a, b FROM users"_s);
    row("by its table", u"SELECT u.name, users.id FROM users u JOIN users ON u.id = users.id"_s);
    row("by its schema", u"SELECT main.users.name FROM users"_s);
    row("distinct", u"SELECT DISTINCT name, b FROM users"_s);
    row("in a function", u"SELECT upper(name), count(DISTINCT name), max(id, b) FROM users GROUP BY name, b"_s);
    row("with a name of its own", u"SELECT name AS n, a x, b 'y' FROM users"_s);
    row("in an expression", u"SELECT name || a, CASE WHEN a > 1 THEN name ELSE b END, -a FROM users"_s);
    row("sorted", u"SELECT a, b FROM users ORDER BY a, b DESC"_s);
    row("sorted by an expression", u"SELECT a, b FROM users ORDER BY a + 0, lower(b) COLLATE NOCASE"_s);
    row("sorted by what is no result", u"SELECT id FROM users ORDER BY a, name"_s);
    row("a union", u"SELECT a FROM users UNION ALL SELECT b FROM users ORDER BY a"_s);
    row("a query in FROM", u"SELECT name, q.a FROM (SELECT name, a FROM users) AS q"_s);
    row("all of a query in FROM", u"SELECT name FROM (SELECT * FROM users)"_s);
    row("a query in WITH",
        u"WITH q AS (SELECT name, b FROM users), r(n) AS (SELECT name FROM q) SELECT b, n, name FROM q, r"_s);
    row("a condition", u"SELECT name FROM users WHERE a IN (SELECT a FROM users WHERE b < 9) AND name <> ''"_s);
    row("a window", u"SELECT name, sum(a) OVER (PARTITION BY b, name ORDER BY a) AS s FROM users"_s);
    row("a scalar query", u"SELECT id, (SELECT name FROM users p WHERE p.a = users.a LIMIT 1) AS n FROM users"_s);
}

void TestSchemaMigration::resultsOfViewsKeepTheirNames()
{
    QFETCH(QString, query);
    const QString users = u"CREATE TABLE users (id INTEGER PRIMARY KEY, %1 TEXT, %2 INT, %3 INT);"_s;
    SchemaDb db(users.arg(u"name"_s, u"a"_s, u"b"_s)
                + u"INSERT INTO users VALUES (1, 'Ada', 1, 9), (2, 'Bob', 3, 2), (3, 'Cy', 2, 5);"
                  "CREATE VIEW v AS %1; CREATE VIEW above AS SELECT * FROM v"_s.arg(query));
    QCOMPARE(db.error(), QString());
    const QString names = u"SELECT name FROM pragma_table_info('above')"_s;
    const QString namesBefore = db.rows(names);
    const QString rowsBefore = db.rows(u"SELECT * FROM above"_s);
    const auto from = db.schema();
    VERIFY_OK(from);
    const auto to = schemaOf(users.arg(u"full name"_s, u"b"_s, u"a"_s).replace(u"full name"_s, u"\"full name\""_s));
    VERIFY_OK(to);
    DiffOptions options;
    options.facets.views = false;
    const QualifiedName table{{}, u"users"_s};
    options.renames.columns = {{table, u"name"_s, u"full name"_s}, {table, u"a"_s, u"b"_s}, {table, u"b"_s, u"a"_s}};
    const auto m = planMigration(*from, *to, options, {}, SchemaDb::dialect());
    VERIFY_OK(m);
    VERIFY_OK(db.run(m->plan.script));
    const QString text = db.rows(u"SELECT sql FROM sqlite_schema WHERE name = 'v'"_s);
    QVERIFY2(db.rows(u"SELECT * FROM above"_s) == rowsBefore, qPrintable(text));
    if (!query.contains(u"max("_s) && !query.contains(u"||"_s)) // SQLite calls an expression by its own text
        QVERIFY2(db.rows(names) == namesBefore, qPrintable(text));
    for (const Hazard &h : m->hazards)
        QVERIFY2(!h.finding.message.contains(u"The view"_s), qPrintable(h.finding.message));
}

void TestSchemaMigration::keepsWhatAnalyzeFound()
{
    SchemaDb db(
        u"CREATE TABLE t(a INT, b); CREATE INDEX i ON t(b); INSERT INTO t VALUES (1, 2), (2, 2), (3, 4); ANALYZE"_s);
    const QString found = db.rows(u"SELECT * FROM sqlite_stat1"_s);
    QVERIFY(!found.isEmpty());
    const auto from = db.schema();
    VERIFY_OK(from);
    const auto to = schemaOf(u"CREATE TABLE t(a TEXT, b); CREATE INDEX i ON t(b)"_s);
    VERIFY_OK(to);
    const auto m = planMigration(*from, *to, {}, {}, SchemaDb::dialect());
    VERIFY_OK(m);
    QCOMPARE(m->plan.rebuilt, QStringList{u"t"_s});
    VERIFY_OK(db.run(m->plan.script));
    QCOMPARE(db.rows(u"SELECT * FROM sqlite_stat1"_s), found);

    const auto now = db.schema();
    VERIFY_OK(now);
    const auto renamed = schemaOf(u"CREATE TABLE s(a REAL, b); CREATE INDEX i ON s(b)"_s);
    VERIFY_OK(renamed);
    DiffOptions options;
    options.renames.tables.append(TableRename{{{}, u"t"_s}, {{}, u"s"_s}});
    const auto onward = planMigration(*now, *renamed, options, {}, SchemaDb::dialect());
    VERIFY_OK(onward);
    VERIFY_OK(db.run(onward->plan.script));
    QCOMPARE(db.rows(u"SELECT replace(tbl, 's', 't'), idx, stat FROM sqlite_stat1"_s), found);
}

void TestSchemaMigration::suggestsRenames_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QStringList>("suggestions"); // the best first
    const auto row = [](const char *name, const QString &a, const QString &b, const QStringList &s) {
        QTest::newRow(name) << a << b << s;
    };
    row("like names", u"CREATE TABLE t(id INT, created_at TEXT)"_s, u"CREATE TABLE t(id INT, createdAt TEXT)"_s,
        {u"t.created_at=createdAt"_s});
    row("the type decides", u"CREATE TABLE t(id INT, name TEXT)"_s, u"CREATE TABLE t(id INT, name2 TEXT, name1 BLOB)"_s,
        {u"t.name=name2"_s, u"t.name=name1"_s});
    row("place", u"CREATE TABLE t(a INT, mail TEXT, z TEXT)"_s, u"CREATE TABLE t(a INT, address TEXT, z TEXT)"_s,
        {u"t.mail=address"_s});
    row("nothing alike", u"CREATE TABLE t(a INT, b TEXT NOT NULL, c INT, d INT)"_s,
        u"CREATE TABLE t(a INT, c INT, d INT, picture BLOB)"_s, {});
    row("tables", u"CREATE TABLE user(id INT, name TEXT)"_s,
        u"CREATE TABLE users(id INT, name TEXT); CREATE TABLE logs(x)"_s, {u"user=users"_s});
}

void TestSchemaMigration::suggestsRenames()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QStringList, suggestions);
    const auto m = between(from, to);
    VERIFY_OK(m);
    QStringList got;
    for (const RenameSuggestion &s : suggestRenames(m->diff, SchemaDb::rules()))
        got.append((s.isTable() ? QString() : s.table.display() + u'.') + s.from + u'=' + s.to);
    QCOMPARE(got, suggestions);
}

void TestSchemaMigration::countedValuesSayMoreThanNames()
{
    const auto m = between(u"CREATE TABLE t(id INT, name TEXT)"_s, u"CREATE TABLE t(id INT, name1 TEXT, other TEXT)"_s);
    VERIFY_OK(m);
    const auto overlap = [](const QualifiedName &, const QString &, const QString &to) -> std::optional<double> {
        return to == u"other"_s ? 1.0 : 0.0;
    };
    const QList<RenameSuggestion> got = suggestRenames(m->diff, SchemaDb::rules(), overlap);
    QCOMPARE(got.size(), 1);
    QCOMPARE(got.first().to, u"other"_s);
}

Schema TestSchemaMigration::many(int tables, bool changed)
{
    Schema s;
    for (int i = 0; i < tables; ++i) {
        Table t;
        t.name.name = u"t%1"_s.arg(i, 5, 10, QLatin1Char('0'));
        for (int c = 0; c < 10; ++c) {
            Column column;
            column.name = u"column_%1"_s.arg(c);
            column.declaredType = c == 0 ? u"INTEGER"_s : changed && c == 5 ? u"BLOB"_s : u"TEXT"_s;
            column.notNull = c % 2 == 0;
            t.columns.append(column);
        }
        PrimaryKey key;
        key.columns = {{u"column_0"_s, {}, {}, SortOrder::Unspecified}};
        t.primaryKey = key;
        t.checks.append({{}, u"length(column_1) < 100 AND column_2 <> ''"_s, {}});
        for (int k = 1; k <= 2; ++k) {
            ForeignKey f;
            f.columns = QStringList{u"column_%1"_s.arg(k)};
            f.target.name = u"t%1"_s.arg((i * k + 7) % tables, 5, 10, QLatin1Char('0'));
            t.foreignKeys.append(f);
            Index index;
            index.name = t.name.name + u"_i%1"_s.arg(k);
            index.columns = {{u"column_%1"_s.arg(k), {}, {}, SortOrder::Unspecified}};
            t.indexes.append(index);
        }
        s.tables.append(t);
    }
    for (int i = 0; i < tables / 10; ++i) {
        View v;
        v.name.name = u"v%1"_s.arg(i, 5, 10, QLatin1Char('0'));
        v.definition = u"SELECT column_1 FROM t%1"_s.arg(i, 5, 10, QLatin1Char('0'));
        s.views.append(v);
    }
    return s;
}

/// Twice the tables take about twice the time, not four times. (The goal at -O2: 500 tables within 20 ms.)
void TestSchemaMigration::growsInStep()
{
    const auto best = [](int tables) {
        const Schema from = many(tables, false);
        const Schema to = many(tables, true);
        qint64 least = std::numeric_limits<qint64>::max();
        for (int run = 0; run < 5; ++run) {
            QElapsedTimer timer;
            timer.start();
            const auto d = diff(from, to, {}, SchemaDb::rules());
            const auto plan = d ? SchemaDb::dialect().planner()->plan(*d, {}) : Result<Plan>(d.error());
            if (!plan || plan->rebuilt.size() != tables)
                return qint64(0);
            least = std::min(least, timer.nsecsElapsed());
        }
        return least;
    };
    const qint64 one = best(500);
    const qint64 two = best(1000);
    QVERIFY(one > 0 && two > 0);
    qInfo("diff and plan of 500 changed tables: %.1f ms, of 1000: %.1f ms", double(one) / 1e6, double(two) / 1e6);
    QVERIFY2(double(two) / double(one) < 3.2, "grows faster than the number of tables");
}

QTEST_GUILESS_MAIN(TestSchemaMigration)
#include "tst_schemamigration.moc"
