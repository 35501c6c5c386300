// SPDX-License-Identifier: GPL-3.0-or-later
// Schemas made to trip a planner, each executed there and back with rows in.
#include "support/plantrial.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

class TestHostilePlans : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void rebuilds_data();
    void rebuilds() { check(); }
    void dependents_data();
    void dependents() { check(); }
    void renames_data();
    void renames() { check(); }
    void carried_data();
    void carried() { check(); }
    void failures_data();
    void failures();

private:
    static void columns()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("renames");
    }
    static void row(const char *name, const QString &from, const QString &to, const QString &renames = {})
    {
        QTest::newRow(name) << from << to << renames;
    }
    static void check()
    {
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(QString, renames);
        PlanTrial trial(from, to);
        if (qstrcmp(QTest::currentTestFunction(), "carried") == 0)
            trial.options.facets = Facets::drizzle();
        trial.rename(renames);
        const QString wrong = trial.run();
        if (!wrong.isEmpty())
            QFAIL(qPrintable(wrong + u'\n' + trial.planText()));
    }
};

void TestHostilePlans::rebuilds_data()
{
    columns();
    row("self-reference",
        u"CREATE TABLE t(id INTEGER PRIMARY KEY, up REFERENCES t(id) ON DELETE CASCADE, a INT);"
        "INSERT INTO t VALUES (1, NULL, 1), (2, 1, 2), (3, 2, 3)"_s,
        u"CREATE TABLE t(id INTEGER PRIMARY KEY, up REFERENCES t(id) ON DELETE CASCADE, a INT NOT NULL)"_s);
    row("circle of cascades",
        u"CREATE TABLE a(id INTEGER PRIMARY KEY, b REFERENCES b(id) ON DELETE CASCADE);"
        "CREATE TABLE b(id INTEGER PRIMARY KEY, a REFERENCES a(id) ON DELETE CASCADE);"
        "INSERT INTO a VALUES (1, 1), (2, 2); INSERT INTO b VALUES (1, 2), (2, 1)"_s,
        u"CREATE TABLE a(id INTEGER PRIMARY KEY, b NOT NULL REFERENCES b(id) ON DELETE CASCADE);"
        "CREATE TABLE b(id INTEGER PRIMARY KEY, a NOT NULL REFERENCES a(id) ON DELETE CASCADE)"_s);
    row("composite key with composite children",
        u"CREATE TABLE p(x, y, z, PRIMARY KEY (x, y)); CREATE TABLE c(x, y, FOREIGN KEY (x, y) REFERENCES p ON UPDATE "
        "SET NULL DEFERRABLE INITIALLY DEFERRED);"
        "INSERT INTO p VALUES (1, 2, 3), ('1', x'02', NULL), (NULL, NULL, 1.5); INSERT INTO c VALUES (1, 2), ('1', x'02')"_s,
        u"CREATE TABLE p(x, y, z CHECK (z > 0), PRIMARY KEY (x, y)); CREATE TABLE c(x, y, n INT DEFAULT (1 + 1), "
        u"FOREIGN KEY "
        "(x, y) REFERENCES p ON UPDATE SET NULL DEFERRABLE INITIALLY DEFERRED)"_s);
    row("row numbers without a key",
        u"CREATE TABLE t(a TEXT, b); INSERT INTO t(rowid, a) VALUES (7, 'x'), (-3, 'y'), (900, 'z')"_s,
        u"CREATE TABLE t(a TEXT NOT NULL, b)"_s);
    row("a column called rowid",
        u"CREATE TABLE t(rowid TEXT, b); INSERT INTO t(_rowid_, rowid) VALUES (7, 'x'), (-3, 'y')"_s,
        u"CREATE TABLE t(rowid TEXT NOT NULL, b)"_s);
    row("counter above the highest key",
        u"CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT, a); INSERT INTO t VALUES (1, 'x'), (50, 'y'); DELETE "
        u"FROM t WHERE "
        "id = 50"_s,
        u"CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT, a NOT NULL)"_s);
    row("counter of an empty table",
        u"CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT, a); INSERT INTO t VALUES (9, 'x'); DELETE FROM t"_s,
        u"CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT, a NOT NULL)"_s);
    row("counter of a table never written", u"CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT, a)"_s,
        u"CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT, a NOT NULL)"_s);
    row("counter of a renamed and rebuilt one",
        u"CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT, a); INSERT INTO t VALUES (1, 'x'), (50, 'y'); DELETE "
        u"FROM t WHERE "
        "id = 50"_s,
        u"CREATE TABLE s(id INTEGER PRIMARY KEY AUTOINCREMENT, a NOT NULL)"_s, u"t=s"_s);
    row("chained generated columns",
        u"CREATE TABLE t(a INT, g1 INT AS (a + 1), g2 INT AS (g1 * 2) STORED, b); INSERT INTO t VALUES (1, 'x'), (2, "
        u"NULL);"
        "CREATE INDEX i ON t(g2) WHERE g1 > 0"_s,
        u"CREATE TABLE t(a INT, g1 INT AS (a + 1) STORED, g2 INT AS (g1 * 2), b TEXT); CREATE INDEX i ON t(g2) WHERE g1 > 0"_s);
    row("generated columns that go, with what they read",
        u"CREATE TABLE t(a INT, g1 INT AS (a + 1), g2 INT AS (g1 * 2), b); INSERT INTO t VALUES (1, 'x'), (2, NULL)"_s,
        u"CREATE TABLE t(b)"_s);
    row("comments within checks and defaults",
        u"CREATE TABLE t(a INT CHECK (a > 0 -- not negative\n), b DEFAULT (1 /* one ) */ + 1 -- two\n), c /* ; */ "
        u"TEXT, -- last\n"
        "CHECK (a < 100 /* ( */)); INSERT INTO t(a) VALUES (1)"_s,
        u"CREATE TABLE t(a INT CHECK (a > 0 -- not negative\n), b DEFAULT (1 /* one ) */ + 1 -- two\n), c /* ; */ TEXT "
        u"NOT NULL DEFAULT 'x', "
        "CHECK (a < 100 /* ( */))"_s.replace(u"NOT NULL DEFAULT 'x'"_s, u"COLLATE NOCASE"_s));
    row("double-quoted strings in old texts",
        u"CREATE TABLE t(a TEXT CHECK (a IN (\"x\", \"it's\")), b TEXT DEFAULT \"none\"); INSERT INTO t VALUES ('x', "
        u"'y');"
        "CREATE INDEX i ON t(coalesce(a, \"zero\")); CREATE VIEW v AS SELECT a FROM t WHERE b <> \"no such\""_s,
        u"CREATE TABLE t(a TEXT CHECK (a IN (\"x\", \"it's\")), b TEXT DEFAULT \"none\", c INT DEFAULT (1 + 1)); "
        "CREATE INDEX i ON t(coalesce(a, \"zero\")); CREATE VIEW v AS SELECT a FROM t WHERE b <> \"no such\""_s);
    row("strict, without row numbers",
        u"CREATE TABLE t(k TEXT PRIMARY KEY, v ANY, n REAL) WITHOUT ROWID, STRICT; INSERT INTO t VALUES ('a', 1, 1), "
        u"('b', '1', -0.0), "
        "('c', x'', 9e999)"_s,
        u"CREATE TABLE t(k TEXT PRIMARY KEY, v ANY, n REAL CHECK (n IS NOT 5)) WITHOUT ROWID, STRICT"_s);
    row("odd values in untyped columns",
        u"CREATE TABLE t(a INTEGER, b TEXT, c REAL, d BLOB, e NUMERIC, f); INSERT INTO t VALUES ('word', x'00ff', "
        u"'word', 'text', 1.5, -0.0),"
        "(1.5, 'a' || char(0) || 'b', 3, 1, '1e', 9223372036854775807), (x'31', '', 9e999, NULL, 'x', CAST(x'ff41' AS TEXT))"_s,
        u"CREATE TABLE t(a INTEGER, b TEXT, c REAL, d BLOB, e NUMERIC, f, g INT DEFAULT (abs(-1)))"_s);
    row("UNIQUE ON CONFLICT IGNORE keeps its rows", u"CREATE TABLE t(a, b); INSERT INTO t VALUES (1, 'x'), (2, 'y')"_s,
        u"CREATE TABLE t(a UNIQUE ON CONFLICT IGNORE, b NOT NULL ON CONFLICT REPLACE DEFAULT 'z')"_s);
    row("a helper's name is taken",
        u"CREATE TABLE t(a); CREATE TABLE __new_t(b); CREATE VIEW __new_t_2 AS SELECT 1 AS one; INSERT INTO t VALUES "
        u"(1);"
        "INSERT INTO __new_t VALUES (5)"_s,
        u"CREATE TABLE t(a NOT NULL); CREATE TABLE __new_t(b); CREATE VIEW __new_t_2 AS SELECT 1 AS one"_s);
    row("an index that goes leaves its name to a table",
        u"CREATE TABLE t(a INT); CREATE INDEX x ON t(a); INSERT INTO t VALUES (1)"_s,
        u"CREATE TABLE t(a INT NOT NULL); CREATE TABLE x(b)"_s);
    row("an index that goes leaves its name to a renamed table",
        u"CREATE TABLE t(a INT); CREATE INDEX x ON t(a); CREATE TABLE u(b); INSERT INTO u VALUES (1)"_s,
        u"CREATE TABLE t(a INT NOT NULL); CREATE TABLE x(b)"_s, u"u=x"_s);
    row("an index moves to another table",
        u"CREATE TABLE t(a INT); CREATE INDEX x ON t(a); CREATE TABLE u(b); INSERT INTO u VALUES (1)"_s,
        u"CREATE TABLE t(a INT NOT NULL); CREATE TABLE u(b INT); CREATE INDEX x ON u(b)"_s);
    row("a table that goes leaves its name to a view and a view to a table",
        u"CREATE TABLE t(a); CREATE VIEW v AS SELECT 1 AS a; CREATE TABLE u(a); INSERT INTO u VALUES (3)"_s,
        u"CREATE VIEW t AS SELECT a FROM u; CREATE TABLE v(a); CREATE TABLE u(a)"_s);
    row("a table of another kind under the same name",
        u"CREATE TABLE t(a); CREATE TABLE u(b INT); INSERT INTO u VALUES (1)"_s,
        u"CREATE VIRTUAL TABLE t USING fts5(a); CREATE TABLE u(b INT NOT NULL)"_s);
    row("violations that are there already",
        u"CREATE TABLE p(id INTEGER PRIMARY KEY); CREATE TABLE c(p REFERENCES p(id), a INT); INSERT INTO c VALUES (5, 1), (NULL, 2)"_s,
        u"CREATE TABLE p(id INTEGER PRIMARY KEY, n TEXT CHECK (1)); CREATE TABLE c(p REFERENCES p(id), a INT NOT NULL)"_s);
    row("keys to a table that is not there",
        u"CREATE TABLE c(p REFERENCES nowhere(id), a INT); INSERT INTO c VALUES (5, 1), (NULL, 2)"_s,
        u"CREATE TABLE c(p REFERENCES nowhere(id), a INT NOT NULL)"_s);
    row("keys elsewhere that lead to what is not unique",
        u"CREATE TABLE p(n INT); CREATE TABLE c(p REFERENCES p(n)); CREATE TABLE t(a INT); INSERT INTO c VALUES (1); "
        u"INSERT INTO p VALUES (1);"
        "INSERT INTO t VALUES (1)"_s,
        u"CREATE TABLE p(n INT); CREATE TABLE c(p REFERENCES p(n)); CREATE TABLE t(a INT NOT NULL)"_s);
    row("keys elsewhere to a key of another collation",
        u"CREATE TABLE p(n TEXT); CREATE UNIQUE INDEX i ON p(n COLLATE NOCASE); CREATE TABLE c(p REFERENCES p(n)); "
        u"CREATE TABLE t(a INT);"
        "INSERT INTO p VALUES ('x'); INSERT INTO t VALUES (1)"_s,
        u"CREATE TABLE p(n TEXT); CREATE UNIQUE INDEX i ON p(n COLLATE NOCASE); CREATE TABLE c(p REFERENCES p(n)); CREATE TABLE t(a INT NOT NULL)"_s);
    row("key columns from a number to the row's number",
        u"CREATE TABLE p(id INT PRIMARY KEY, a); CREATE TABLE c(p REFERENCES p(id) ON DELETE SET NULL); INSERT INTO p "
        u"VALUES (4, 'x'), (9, 'y');"
        "INSERT INTO c VALUES (4), (9)"_s,
        u"CREATE TABLE p(id INTEGER PRIMARY KEY, a); CREATE TABLE c(p REFERENCES p(id) ON DELETE SET NULL)"_s);
    row("INTEGER PRIMARY KEY DESC",
        u"CREATE TABLE t(id INTEGER PRIMARY KEY DESC, a INT); INSERT INTO t(rowid, id, a) VALUES (5, 1, 1), (6, NULL, 2)"_s,
        u"CREATE TABLE t(id INTEGER PRIMARY KEY DESC, a INT NOT NULL)"_s);
    row("full-text search over a rebuilt table",
        u"CREATE TABLE d(id INTEGER PRIMARY KEY, body TEXT, n INT); CREATE VIRTUAL TABLE f USING fts5(body, "
        u"content='d', content_rowid='id');"
        "CREATE TRIGGER di AFTER INSERT ON d BEGIN INSERT INTO f(rowid, body) VALUES (new.id, new.body); END;"
        "CREATE TRIGGER dd AFTER DELETE ON d BEGIN INSERT INTO f(f, rowid, body) VALUES ('delete', old.id, old.body); "
        "END;"
        "INSERT INTO d VALUES (3, 'hello world', 1), (8, 'bye', 2)"_s,
        u"CREATE TABLE d(id INTEGER PRIMARY KEY, body TEXT, n INT NOT NULL); CREATE VIRTUAL TABLE f USING fts5(body, "
        u"content='d', content_rowid='id');"
        "CREATE TRIGGER di AFTER INSERT ON d BEGIN INSERT INTO f(rowid, body) VALUES (new.id, new.body); END;"
        "CREATE TRIGGER dd AFTER DELETE ON d BEGIN INSERT INTO f(f, rowid, body) VALUES ('delete', old.id, old.body); END;"_s);
}

void TestHostilePlans::dependents_data()
{
    columns();
    const QString t = u"CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, b INT);"_s;
    const QString anew = u"CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT NOT NULL, b INT);"_s;
    const QString rows = u"INSERT INTO t VALUES (1, 'x', 10), (2, 'y', 20);"_s;
    const auto over = [&](const char *name, const QString &around) { row(name, t + rows + around, anew + around); };
    over(
        "views over views",
        u"CREATE VIEW v1 AS SELECT * FROM t; CREATE VIEW a2 AS SELECT a, b FROM v1; CREATE VIEW v3(p, q) AS SELECT * FROM a2 JOIN v1 USING (a)"_s);
    over(
        "a view with a subquery, a CTE and a union",
        u"CREATE VIEW v AS WITH t2 AS (SELECT a FROM t) SELECT a FROM t2 UNION SELECT (SELECT max(a) FROM t) ORDER BY 1"_s);
    over(
        "triggers of other tables",
        u"CREATE TABLE o(x); CREATE TABLE log(y);"
        "CREATE TRIGGER g1 AFTER INSERT ON o WHEN EXISTS (SELECT 1 FROM t WHERE t.b = new.x) BEGIN INSERT INTO log "
        "VALUES (1); END;"
        "CREATE TRIGGER g2 BEFORE UPDATE OF x ON o BEGIN UPDATE t SET b = new.x WHERE id = old.x; SELECT RAISE(IGNORE) "
        "WHERE 0; END;"
        "CREATE TRIGGER g3 AFTER DELETE ON o BEGIN DELETE FROM t WHERE id = old.x; INSERT INTO t(a) SELECT 'z' FROM log; END;"_s);
    over("triggers of the table itself",
         u"CREATE TABLE log(y); CREATE TRIGGER \"g 1\" AFTER UPDATE OF a, b ON t FOR EACH ROW WHEN new.a <> old.a "
         u"BEGIN INSERT INTO log SELECT "
         "count(*) FROM t; INSERT INTO log VALUES ('; END'); END;"_s);
    over("triggers on a view over it",
         u"CREATE VIEW v AS SELECT a, b FROM t; CREATE TRIGGER vi INSTEAD OF INSERT ON v BEGIN INSERT INTO t(a, b) "
         u"VALUES (new.a, new.b); END;"
         "CREATE TRIGGER vu INSTEAD OF UPDATE OF a ON v BEGIN UPDATE t SET a = new.a WHERE b = old.b; END;"_s);
    over("a trigger elsewhere that writes through the view",
         u"CREATE VIEW v AS SELECT a, b FROM t; CREATE TRIGGER vi INSTEAD OF INSERT ON v BEGIN INSERT INTO t(a) VALUES "
         u"(new.a); END;"
         "CREATE TABLE o(x); CREATE TRIGGER g AFTER INSERT ON o BEGIN INSERT INTO v(a) VALUES (new.x); END;"_s);
    over("indexes of every kind",
         u"CREATE UNIQUE INDEX i1 ON t(lower(a), b DESC) WHERE a IS NOT NULL AND b > 0; CREATE INDEX i2 ON t(a COLLATE "
         u"NOCASE);"
         "CREATE INDEX \"i 3\" ON t(b || ':' || a)"_s);
    over("a broken view elsewhere",
         u"CREATE VIEW broken AS SELECT x FROM nowhere; CREATE VIEW over AS SELECT * FROM broken"_s);
    over("a trigger elsewhere that speaks of no table",
         u"CREATE TABLE o(x); CREATE TRIGGER g AFTER INSERT ON o BEGIN INSERT INTO nowhere VALUES (1); END;"_s);
    over("a trigger elsewhere that speaks of no column",
         u"CREATE TABLE o(x); CREATE TRIGGER g AFTER INSERT ON o BEGIN UPDATE o SET x = new.gone; END;"_s);
    over("a trigger elsewhere with a condition of no column",
         u"CREATE TABLE o(x); CREATE TRIGGER g AFTER INSERT ON o WHEN new.gone > 1 BEGIN SELECT 1; END;"_s);
    over("a trigger elsewhere with a function that is not there",
         u"CREATE TABLE o(x); CREATE TRIGGER g AFTER INSERT ON o BEGIN SELECT nosuchfunction(new.x); END;"_s);
    over("a trigger of its own with a function that is not there",
         u"CREATE TRIGGER g AFTER INSERT ON t WHEN nosuchfunction(new.a) BEGIN SELECT 1; END;"_s);
    over(
        "a trigger on a view that is broken",
        u"CREATE VIEW broken AS SELECT x FROM nowhere; CREATE TRIGGER g INSTEAD OF INSERT ON broken BEGIN SELECT new.x; END;"_s);
    over("what ANALYZE found", u"CREATE INDEX i ON t(a); ANALYZE"_s);
    over("a circle of views", u"CREATE VIEW c1 AS SELECT * FROM c2; CREATE VIEW c2 AS SELECT * FROM c1"_s);
}

void TestHostilePlans::renames_data()
{
    columns();
    const QString rows = u"INSERT INTO t VALUES (1, 'x', 10), (2, 'y', 20);"_s;
    const QString t = u"CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, b INT);"_s + rows;
    row("two columns swapped", t, u"CREATE TABLE t(id INTEGER PRIMARY KEY, b TEXT, a INT)"_s, u"t.a=t.b;t.b=t.a"_s);
    row("three columns in a ring", t, u"CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT, id INT)"_s,
        u"t.id=t.a;t.a=t.b;t.b=t.id"_s);
    row("two tables swapped",
        u"CREATE TABLE p(x INT); CREATE TABLE q(x INT, k REFERENCES p(x)); INSERT INTO p VALUES (1); INSERT INTO q VALUES (2, NULL)"_s,
        u"CREATE TABLE q(x INT); CREATE TABLE p(x INT, k REFERENCES q(x))"_s, u"p=q;q=p"_s);
    row("two tables swapped and rebuilt, with indexes and counters",
        u"CREATE TABLE p(id INTEGER PRIMARY KEY AUTOINCREMENT, x INT); CREATE TABLE q(id INTEGER PRIMARY KEY "
        u"AUTOINCREMENT, x INT);"
        "CREATE INDEX pi ON p(x); CREATE INDEX qi ON q(x); INSERT INTO p VALUES (5, 1), (6, 2); INSERT INTO q VALUES (70, 2); DELETE FROM p WHERE id = 6"_s,
        u"CREATE TABLE q(id INTEGER PRIMARY KEY AUTOINCREMENT, x INT NOT NULL); CREATE TABLE p(id INTEGER PRIMARY KEY "
        u"AUTOINCREMENT, x INT NOT NULL);"
        "CREATE INDEX pi ON q(x); CREATE INDEX qi ON p(x);"_s,
        u"p=q;q=p"_s);
    row("a table's old name for a new table",
        u"CREATE TABLE t(a INT); CREATE TABLE c(t REFERENCES t(a)); INSERT INTO t VALUES (1)"_s,
        u"CREATE TABLE s(a INT); CREATE TABLE c(t REFERENCES s(a)); CREATE TABLE t(z TEXT)"_s, u"t=s"_s);
    row("a table's old name for a new table that keys mean",
        u"CREATE TABLE t(a INT PRIMARY KEY); CREATE TABLE c(t REFERENCES t(a)); INSERT INTO t VALUES (1)"_s,
        u"CREATE TABLE s(a INT PRIMARY KEY); CREATE TABLE c(t REFERENCES t(a)); CREATE TABLE t(a INT PRIMARY KEY)"_s,
        u"t=s"_s);
    row("a column goes and another takes its name", t, u"CREATE TABLE t(id INTEGER PRIMARY KEY, b TEXT)"_s,
        u"t.a=t.b"_s);
    row("a table goes and another takes its name",
        u"CREATE TABLE p(x INT); CREATE TABLE q(x INT); INSERT INTO p VALUES (1); INSERT INTO q VALUES (2)"_s,
        u"CREATE TABLE q(x INT)"_s, u"p=q"_s);
    row("a column goes whose name in between is taken",
        u"CREATE TABLE t(a TEXT, b INT, __dropped_b INT); INSERT INTO t VALUES ('x', 1, 2)"_s,
        u"CREATE TABLE t(b TEXT, __dropped_b INT)"_s, u"t.a=t.b"_s);
    row("a table goes whose name in between is taken",
        u"CREATE TABLE p(x INT); CREATE TABLE q(x INT); CREATE TABLE __dropped_q(x INT); INSERT INTO p VALUES (1)"_s,
        u"CREATE TABLE q(x INT); CREATE TABLE __dropped_q(x INT)"_s, u"p=q"_s);
    row("a table goes whose name in between is a view's",
        u"CREATE TABLE p(x INT); CREATE TABLE q(x INT); CREATE VIEW __dropped_q AS SELECT 1; INSERT INTO p VALUES (1)"_s,
        u"CREATE TABLE q(x INT); CREATE VIEW __dropped_q AS SELECT 1"_s, u"p=q"_s);
    row("a swap whose name in between is taken", u"CREATE TABLE t(a, b, __between_b); INSERT INTO t VALUES (1, 2, 3)"_s,
        u"CREATE TABLE t(b, a, __between_b)"_s, u"t.a=t.b;t.b=t.a"_s);
    row("a swap of tables whose name in between is an index's or a view's",
        u"CREATE TABLE p(x INT); CREATE TABLE q(x INT); CREATE INDEX __between_q ON p(x); CREATE VIEW __between_p AS SELECT 1; INSERT INTO p VALUES (1)"_s,
        u"CREATE TABLE q(x INT); CREATE TABLE p(x INT); CREATE INDEX __between_q ON q(x); CREATE VIEW __between_p AS SELECT 1"_s,
        u"p=q;q=p"_s);
    row("case only",
        u"CREATE TABLE users(userId INT, Name TEXT); CREATE INDEX i ON users(userId); INSERT INTO users VALUES (1, 'x')"_s,
        u"CREATE TABLE Users(userid INT, name TEXT); CREATE INDEX i ON Users(userid)"_s);
    row("names with quotes, keywords, other letters",
        u"CREATE TABLE \"a`b\"\"c\"(\"se'lect\" INT, [order] TEXT, \"\u00fc \u2603\" INT); INSERT INTO \"a`b\"\"c\" VALUES (1, 'x', 2)"_s,
        u"CREATE TABLE \"select\"(\"a`b\" INT, \"group\" TEXT, \"\u00dc \u2603\" INT)"_s,
        u"a`b\"c=select;a`b\"c.se'lect=select.a`b;a`b\"c.order=select.group;a`b\"c.\u00fc \u2603=select.\u00dc \u2603"_s);
    row("everywhere a column is named",
        u"CREATE TABLE p(k INT PRIMARY KEY, n INT CHECK (n > 0 AND p.n < 100), g INT AS (n + 1)); CREATE TABLE c(k "
        u"REFERENCES p(k), o, FOREIGN KEY (o) REFERENCES p(n));"
        "CREATE UNIQUE INDEX i ON p(n) WHERE n > 1; CREATE UNIQUE INDEX whole ON p(n); CREATE INDEX j ON p(abs(n), g); "
        "CREATE VIEW v AS SELECT n AS x FROM p;"
        "CREATE TRIGGER g AFTER UPDATE OF n ON p WHEN new.n > old.n BEGIN UPDATE p SET n = p.n WHERE 0; END; INSERT INTO p VALUES (1, 5), (2, 6); INSERT INTO c VALUES (1, 5)"_s,
        u"CREATE TABLE p(k INT PRIMARY KEY, m INT CHECK (m > 0 AND p.m < 100), g INT AS (m + 1)); CREATE TABLE c(k "
        u"REFERENCES p(k), o, FOREIGN KEY (o) REFERENCES p(m));"
        "CREATE UNIQUE INDEX i ON p(m) WHERE m > 1; CREATE UNIQUE INDEX whole ON p(m); CREATE INDEX j ON p(abs(m), g); "
        "CREATE VIEW v AS SELECT m AS x FROM p;"
        "CREATE TRIGGER g AFTER UPDATE OF m ON p WHEN new.m > old.m BEGIN UPDATE p SET m = p.m WHERE 0; END;"_s,
        u"p.n=p.m"_s);
    row("a column of the name of a type",
        u"CREATE TABLE t(text TEXT, a INT CHECK (CAST(a AS text) <> '')); INSERT INTO t VALUES ('x', 1)"_s,
        u"CREATE TABLE t(body TEXT, a INT CHECK (CAST(a AS text) <> ''))"_s, u"t.text=t.body"_s);
    row("a column whose name is a word of SQL",
        u"CREATE TABLE t(key TEXT CHECK (length(key) > 0), action INT); CREATE INDEX i ON t(lower(key)); INSERT INTO t VALUES ('x', 1)"_s,
        u"CREATE TABLE t(name TEXT CHECK (length(name) > 0), action INT); CREATE INDEX i ON t(lower(name))"_s,
        u"t.key=t.name"_s);
    row("a default that reads like the column",
        u"CREATE TABLE t(a TEXT, b TEXT DEFAULT \"a\", c DEFAULT 'a'); INSERT INTO t(a) VALUES ('x')"_s,
        u"CREATE TABLE t(z TEXT, b TEXT DEFAULT \"a\", c DEFAULT 'a')"_s, u"t.a=t.z"_s);
    row("double-quoted strings in a check",
        u"CREATE TABLE t(a TEXT CHECK (a IN (\"x\", \"y\")), b); INSERT INTO t VALUES ('x', 1)"_s,
        u"CREATE TABLE t(a TEXT CHECK (a IN ('x', 'y')), z)"_s, u"t.b=t.z"_s);
    row("beside a broken view", t + u"CREATE VIEW broken AS SELECT x FROM nowhere"_s,
        u"CREATE TABLE s(id INTEGER PRIMARY KEY, z TEXT, b INT); CREATE VIEW broken AS SELECT x FROM nowhere"_s,
        u"t=s;t.a=s.z"_s);
    row("beside a trigger of no column",
        t + u"CREATE TABLE o(x); CREATE TRIGGER g AFTER INSERT ON o BEGIN UPDATE o SET x = new.gone; END;"_s,
        u"CREATE TABLE s(id INTEGER PRIMARY KEY, z TEXT, b INT); CREATE TABLE o(x); CREATE TRIGGER g AFTER INSERT ON o BEGIN UPDATE o SET x = new.gone; END;"_s,
        u"t=s;t.a=s.z"_s);
    row("a key that refers to its own table",
        u"CREATE TABLE t(id INTEGER PRIMARY KEY, up REFERENCES t(id)); INSERT INTO t VALUES (1, NULL), (2, 1)"_s,
        u"CREATE TABLE s(no INTEGER PRIMARY KEY, up INT NOT NULL DEFAULT 1 REFERENCES s(no))"_s.replace(
            u"INT NOT NULL DEFAULT 1 "_s, u"BLOB "_s),
        u"t=s;t.id=s.no"_s);
    row("a full-text table", u"CREATE VIRTUAL TABLE f USING fts5(a); INSERT INTO f VALUES ('hello')"_s,
        u"CREATE VIRTUAL TABLE h USING fts5(a)"_s, u"f=h"_s);
    row("dropped, renamed to, and added again", t, u"CREATE TABLE t(id INTEGER PRIMARY KEY, b TEXT, a INT)"_s,
        u"t.a=t.b"_s);
}

/// What drizzle-kit's snapshots do not know stays, under the new names.
void TestHostilePlans::carried_data()
{
    columns();
    const QString t = u"CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, b INT); INSERT INTO t VALUES (1, 'x', 10); "
                      u"CREATE TABLE o(id INTEGER PRIMARY KEY, b INT);"
                      "CREATE TABLE log(n);"_s;
    const QString to =
        u"CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, z INT); CREATE TABLE o(id INTEGER PRIMARY KEY, b INT); CREATE TABLE log(n)"_s;
    const auto trigger = [&](const char *name, const QString &text) { row(name, t + text, to, u"t.b=t.z"_s); };
    trigger("UPDATE OF and WHEN", u"CREATE TRIGGER g AFTER UPDATE OF b ON t WHEN new.b > old.b BEGIN SELECT 1; END;"_s);
    const QString upsert = u"CREATE UNIQUE INDEX i ON t(%1);"_s;
    row("an upsert",
        t + upsert.arg(u"b"_s)
            + u"CREATE TRIGGER g AFTER INSERT ON o BEGIN INSERT INTO t(b) VALUES (new.b) ON CONFLICT (b) DO UPDATE SET "
              "b = excluded.b + b; END;"_s,
        to + u';' + upsert.arg(u"z"_s), u"t.b=t.z"_s);
    trigger(
        "an alias of another table's name",
        u"CREATE TRIGGER g AFTER INSERT ON o BEGIN INSERT INTO log SELECT t.b FROM o AS t JOIN t AS u ON u.b = t.b; END;"_s);
    trigger(
        "columns of that name in two tables",
        u"CREATE TRIGGER g AFTER INSERT ON t BEGIN UPDATE o SET b = new.b WHERE b = new.b; DELETE FROM t WHERE b = 5 AND id IN (SELECT o.b FROM o); END;"_s);
    trigger(
        "a subquery of another table",
        u"CREATE TRIGGER g AFTER INSERT ON t BEGIN INSERT INTO log SELECT (SELECT b FROM o LIMIT 1) FROM t; END;"_s);
    trigger(
        "an update from",
        u"CREATE TRIGGER g AFTER INSERT ON log BEGIN UPDATE t SET b = o.b, a = 'q' FROM o WHERE o.id = t.b; END;"_s);
    trigger("a tuple that is set",
            u"CREATE TRIGGER g AFTER INSERT ON log BEGIN UPDATE t SET (a, b) = (SELECT 'x', new.n); END;"_s);
    row("a column that is a word of SQL",
        u"CREATE TABLE t(id INTEGER PRIMARY KEY, key TEXT); CREATE TABLE log(n); CREATE TRIGGER g AFTER UPDATE OF key ON t BEGIN INSERT INTO log SELECT key FROM t WHERE t.key = new.key; END;"_s,
        u"CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT); CREATE TABLE log(n)"_s, u"t.key=t.name"_s);
    row("a CTE of the renamed table's name",
        u"CREATE TABLE t(b INT); CREATE TABLE log(n); INSERT INTO t VALUES (7); CREATE TRIGGER g AFTER INSERT ON log BEGIN UPDATE log SET n = (WITH t AS (SELECT 3 AS b) SELECT b FROM t); END;"_s,
        u"CREATE TABLE s(b INT); CREATE TABLE log(n)"_s, u"t=s"_s);
    row("STRICT, collations and conflict clauses stay",
        u"CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT COLLATE NOCASE NOT NULL ON CONFLICT IGNORE, b INT) STRICT; INSERT INTO t VALUES (1, 'x', 10)"_s,
        u"CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT NOT NULL, b INT NOT NULL)"_s);
    row("full-text tables with their triggers stay",
        u"CREATE TABLE d(id INTEGER PRIMARY KEY, body TEXT, n INT); CREATE VIRTUAL TABLE f USING fts5(body, "
        u"content='d', content_rowid='id');"
        "CREATE TRIGGER di AFTER INSERT ON d BEGIN INSERT INTO f(rowid, body) VALUES (new.id, new.body); END; INSERT INTO d VALUES (3, 'hello world', 1)"_s,
        u"CREATE TABLE d(id INTEGER PRIMARY KEY, body TEXT, n INT NOT NULL)"_s);
}

void TestHostilePlans::failures_data()
{
    columns();
    QTest::addColumn<QString>("words");
    const auto fails = [](const char *name, const QString &from, const QString &to, const QString &words) {
        QTest::newRow(name) << from << to << QString() << words;
    };
    const QString two = u"CREATE TABLE t(a INT, b TEXT); INSERT INTO t VALUES (1, 'x'), (1, NULL);"_s;
    fails("duplicates under ON CONFLICT REPLACE", two, u"CREATE TABLE t(a INT UNIQUE ON CONFLICT REPLACE, b TEXT)"_s,
          u"UNIQUE"_s);
    fails("duplicates under ON CONFLICT IGNORE", two, u"CREATE TABLE t(a INT, b TEXT, UNIQUE (a) ON CONFLICT IGNORE)"_s,
          u"UNIQUE"_s);
    fails("a key under ON CONFLICT REPLACE", two,
          u"CREATE TABLE t(a INTEGER PRIMARY KEY ON CONFLICT REPLACE, b TEXT)"_s, u"UNIQUE"_s);
    fails("NULLs under ON CONFLICT IGNORE", two, u"CREATE TABLE t(a INT, b TEXT NOT NULL ON CONFLICT IGNORE)"_s,
          u"NOT NULL"_s);
    fails("NULLs under ON CONFLICT REPLACE", two,
          u"CREATE TABLE t(a INT, b TEXT NOT NULL ON CONFLICT REPLACE DEFAULT 'd')"_s, u"NOT NULL"_s);
    fails("bad values under STRICT", u"CREATE TABLE t(a INT); INSERT INTO t VALUES ('word')"_s,
          u"CREATE TABLE t(a INT) STRICT"_s, u"INT"_s);
    fails(
        "children of a table that goes",
        u"CREATE TABLE p(id INTEGER PRIMARY KEY); CREATE TABLE c(p REFERENCES p(id)); INSERT INTO p VALUES (1); INSERT INTO c VALUES (1)"_s,
        u"CREATE TABLE c(p REFERENCES p(id))"_s, u"refer"_s);
}

void TestHostilePlans::failures()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QString, words);
    PlanTrial trial(from, to);
    const QString wrong = trial.run();
    QVERIFY2(wrong.startsWith(u"run: "_s),
             qPrintable(wrong.isEmpty() ? u"went through:\n"_s + trial.planText() : wrong));
    QVERIFY2(wrong.contains(words, Qt::CaseInsensitive), qPrintable(wrong));
    // All of it is as it was.
    SchemaDb before(from);
    const auto dump = [](SchemaDb &db) {
        QString out = db.rows(u"SELECT type, name, sql FROM sqlite_schema ORDER BY name"_s);
        for (const QString &name :
             db.rows(u"SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"_s).split(u'\n'))
            out += db.rows(u"SELECT * FROM "_s + QString(name).remove(u'\''));
        return out;
    };
    QCOMPARE(dump(trial.db()), dump(before));
}

QTEST_GUILESS_MAIN(TestHostilePlans)
#include "tst_hostileplans.moc"
