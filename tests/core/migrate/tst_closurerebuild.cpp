// SPDX-License-Identifier: GPL-3.0-or-later
// Where foreign keys cannot be switched off (D1), a rebuild takes all that refer to the table along: run on SQLite with
// keys on, there and back, no row lost.
#include "support/migrationtrial.h"
#include "support/plantrial.h"
#include "support/verify.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

class TestClosureRebuild : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void keepsAllRows_data();
    void keepsAllRows();
    void runsAsAFileOfD1_data() { keepsAllRows_data(); }
    void runsAsAFileOfD1();
    void refuses_data();
    void refuses();
    void theUsualWayWouldLoseThem();
    void randomPairs();
};

void TestClosureRebuild::keepsAllRows_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("rows");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QStringList>("remade");
    const auto row = [](const char *name, const QString &from, const QString &rows, const QString &to,
                        const QStringList &remade) { QTest::newRow(name) << from << rows << to << remade; };
    const QString chain = u"CREATE TABLE b(id INTEGER PRIMARY KEY, a REFERENCES a(id) ON DELETE %1);"
                          "CREATE TABLE c(id INTEGER PRIMARY KEY, b REFERENCES b(id) ON DELETE %1); CREATE TABLE d(x); "
                          "CREATE INDEX ci ON c(b);"
                          "CREATE TRIGGER g AFTER DELETE ON c BEGIN INSERT INTO d VALUES (old.id); END;"
                          "CREATE VIEW v AS SELECT c.id FROM c JOIN b ON c.b = b.id JOIN a ON b.a = a.id;"_s;
    const QString chainRows =
        u"INSERT INTO a VALUES (1, 'x'), (2, 'y'); INSERT INTO b VALUES (1, 1), (2, 2), (3, NULL);"
        "INSERT INTO c VALUES (1, 1), (2, 1), (3, 2); INSERT INTO d VALUES (7);"_s;
    const QString a = u"CREATE TABLE a(id INTEGER PRIMARY KEY, n TEXT);"_s;
    const QString anew = u"CREATE TABLE a(id INTEGER PRIMARY KEY, n TEXT NOT NULL);"_s;
    for (const QString &action : {u"CASCADE"_s, u"SET NULL"_s, u"RESTRICT"_s, u"NO ACTION"_s, u"SET DEFAULT"_s})
        row(qPrintable(u"a chain, "_s + action), a + chain.arg(action), chainRows, anew + chain.arg(action),
            {u"a"_s, u"b"_s, u"c"_s});
    row("the leaf alone", a + chain.arg(u"CASCADE"_s), chainRows,
        a + chain.arg(u"CASCADE"_s).replace(u"b REFERENCES b(id)"_s, u"b INT REFERENCES b(id)"_s), {u"c"_s});
    row("in place where SQLite can", a + chain.arg(u"CASCADE"_s), chainRows,
        u"CREATE TABLE a(id INTEGER PRIMARY KEY, n TEXT, more INT DEFAULT 5);"_s + chain.arg(u"CASCADE"_s), {});
    for (const QString &action : {u"CASCADE"_s, u"RESTRICT"_s, u"NO ACTION"_s, u"SET NULL"_s}) {
        const QString tree = u"CREATE TABLE t(id INTEGER PRIMARY KEY, up REFERENCES t(id) ON DELETE %1, n INT%2);"_s;
        row(qPrintable(u"a tree, "_s + action), tree.arg(action, QString()),
            u"INSERT INTO t VALUES (1, NULL, 1), (2, 1, 2), (3, 2, 3)"_s, tree.arg(action, u" NOT NULL"_s), {u"t"_s});
        const QString circle = u"CREATE TABLE p(id INTEGER PRIMARY KEY, q REFERENCES q(id) ON DELETE %1, n INT%2);"
                               "CREATE TABLE q(id INTEGER PRIMARY KEY, p REFERENCES p(id) ON DELETE %1);"_s;
        row(qPrintable(u"a circle, "_s + action), circle.arg(action, QString()),
            u"INSERT INTO p VALUES (1, NULL, 1), (2, NULL, 2); INSERT INTO q VALUES (1, 2), (2, 1); UPDATE p SET q = id"_s,
            circle.arg(action, u" NOT NULL"_s), {u"p"_s, u"q"_s});
    }
    row("a parent that goes", a + chain.arg(u"CASCADE"_s),
        u"INSERT INTO a VALUES (1, 'x'); INSERT INTO b VALUES (1, NULL), (2, NULL); INSERT INTO c VALUES (1, 1), (2, 1)"_s,
        u"CREATE TABLE b(id INTEGER PRIMARY KEY, a);CREATE TABLE c(id INTEGER PRIMARY KEY, b REFERENCES b(id) ON "
        u"DELETE CASCADE);"
        "CREATE TABLE d(x); CREATE INDEX ci ON c(b); CREATE TRIGGER g AFTER DELETE ON c BEGIN INSERT INTO d VALUES (old.id); END;"_s,
        {u"b"_s, u"c"_s});
    row("keys of two columns, and a counter",
        u"CREATE TABLE p(id INTEGER PRIMARY KEY AUTOINCREMENT, x INT, n, UNIQUE (x, id)); CREATE TABLE c(x INT, p INT, FOREIGN KEY (x, p) REFERENCES p(x, id) ON DELETE CASCADE);"_s,
        u"INSERT INTO p VALUES (1, 5, 'a'), (40, 6, 'b'), (41, 6, 'c'); DELETE FROM p WHERE id = 41; INSERT INTO c(rowid, x, p) VALUES (3, 5, 1), (9, 6, 40)"_s,
        u"CREATE TABLE p(id INTEGER PRIMARY KEY AUTOINCREMENT, x INT, n NOT NULL, UNIQUE (x, id)); CREATE TABLE c(x INT, p INT, FOREIGN KEY (x, p) REFERENCES p(x, id) ON DELETE CASCADE);"_s,
        {u"c"_s, u"p"_s});
}

void TestClosureRebuild::keepsAllRows()
{
    QFETCH(QString, from);
    QFETCH(QString, rows);
    QFETCH(QString, to);
    QFETCH(QStringList, remade);
    PlanTrial trial(from + rows, to);
    trial.planOptions.keysStayOn = true;
    const QString wrong = trial.run();
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong + u'\n' + trial.planText()));
    QCOMPARE(trial.migration.plan.rebuilt, remade);
    QVERIFY2(!trial.planText().contains(u"foreign_keys = OFF"_s), qPrintable(trial.planText()));
}

/// What PlanOptions::keysStayOn promises to who writes the plan into a file: its body alone, within the one transaction
/// that the migrator makes of a file, keys on.
void TestClosureRebuild::runsAsAFileOfD1()
{
    QFETCH(QString, from);
    QFETCH(QString, rows);
    QFETCH(QString, to);
    SchemaDb db(from + rows);
    QCOMPARE(db.error(), QString());
    const auto before = db.schema();
    VERIFY_OK(before);
    const auto target = schemaOf(to);
    VERIFY_OK(target);
    PlanOptions options;
    options.keysStayOn = true;
    const auto m = planMigration(*before, *target, {}, options, SchemaDb::dialect());
    VERIFY_OK(m);
    const auto countsOf = [&db, &before, &target] {
        QStringList counts;
        for (const Table &t : before->tables) {
            if (target->table(t.name))
                counts += t.name.name + u' ' + db.rows(u"SELECT count(*) FROM "_s + t.name.name);
        }
        return counts;
    };
    const QStringList counts = countsOf();
    QString file;
    for (const Statement &s : m->plan.script.statements) {
        if (s.role != Statement::Role::Body)
            continue;
        for (const QString &word : {u"BEGIN"_s, u"COMMIT"_s, u"PRAGMA foreign_key"_s})
            QVERIFY2(!s.sql.startsWith(word), qPrintable(s.sql));
        file += s.sql + u";\n"_s;
    }
    QCOMPARE(db.runOutside(u"PRAGMA foreign_keys = ON; BEGIN;\n"_s + file + u"COMMIT"_s), QString());
    QCOMPARE(countsOf(), counts);
    QCOMPARE(db.rows(u"PRAGMA foreign_key_check"_s), QString());
    const auto after = db.schema();
    VERIFY_OK(after);
    const auto rest = diff(*after, *target, {}, SchemaDb::rules());
    VERIFY_OK(rest);
    QCOMPARE(wordsOf(rest->changes), QStringList());
}

void TestClosureRebuild::refuses_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("words");
    QTest::newRow("a circle that restricts and may not be NULL")
        << u"CREATE TABLE t(id INTEGER PRIMARY KEY, up NOT NULL REFERENCES t(id) ON DELETE RESTRICT, n)"_s
        << u"CREATE TABLE t(id INTEGER PRIMARY KEY, up NOT NULL REFERENCES t(id) ON DELETE RESTRICT, n NOT NULL)"_s
        << u"restricts"_s;
    QTest::newRow("a table that becomes another kind")
        << u"CREATE TABLE t(a)"_s << u"CREATE VIRTUAL TABLE t USING fts5(a)"_s << u"two migrations"_s;
}

void TestClosureRebuild::refuses()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QString, words);
    PlanTrial trial(from, to);
    trial.planOptions.keysStayOn = true;
    const QString wrong = trial.run();
    QVERIFY2(wrong.startsWith(u"plan: "_s) && wrong.contains(words), qPrintable(wrong));
}

/// The positive control: one table alone, with keys on, takes the rows of others along.
void TestClosureRebuild::theUsualWayWouldLoseThem()
{
    SchemaDb db(u"CREATE TABLE a(id INTEGER PRIMARY KEY, n TEXT); CREATE TABLE b(a REFERENCES a(id) ON DELETE CASCADE);"
                "INSERT INTO a VALUES (1, 'x'); INSERT INTO b VALUES (1)"_s);
    const auto from = db.schema();
    QVERIFY(from.ok());
    const auto to = schemaOf(
        u"CREATE TABLE a(id INTEGER PRIMARY KEY, n TEXT NOT NULL); CREATE TABLE b(a REFERENCES a(id) ON DELETE CASCADE)"_s);
    QVERIFY(to.ok());
    const auto m = planMigration(*from, *to, {}, {}, SchemaDb::dialect());
    QVERIFY(m.ok());
    QString script = u"PRAGMA foreign_keys = ON;"_s;
    for (const Statement &s : m->plan.script.statements) {
        if (s.role == Statement::Role::Begin || s.role == Statement::Role::Body || s.role == Statement::Role::Commit)
            script += s.sql + u';';
    }
    QCOMPARE(db.runOutside(script), QString());
    QCOMPARE(db.rows(u"SELECT count(*) FROM b"_s), u"0"_s);
}

void TestClosureRebuild::randomPairs()
{
    int refused = 0;
    const auto run = [&refused](const migration::Pair &pair) {
        migration::Trial trial(pair, {}, true);
        const QString wrong = trial.run();
        if (!wrong.contains(u"restricts"_s))
            return wrong;
        ++refused;
        return QString();
    };
    for (quint32 seed = 1; seed <= 400; ++seed) {
        const migration::Pair pair = migration::Pairs(seed).pair();
        const QString wrong = run(pair);
        if (wrong.isEmpty())
            continue;
        const auto [small, reason] = migration::shrunk(pair, wrong, run);
        migration::Trial last(small, {}, true);
        (void)last.run();
        QFAIL(qPrintable(u"seed %1: %2\n%3"_s.arg(seed).arg(reason, last.story())));
    }
    qInfo("400 pairs with keys on, %d of them refused", refused);
    QVERIFY(refused < 100);
}

QTEST_GUILESS_MAIN(TestClosureRebuild)
#include "tst_closurerebuild.moc"
