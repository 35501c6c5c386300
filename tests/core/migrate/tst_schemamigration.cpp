// SPDX-License-Identifier: GPL-3.0-or-later
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
    QCOMPARE(
        m->cannotUndo,
        (QStringList{
            u"The rows of gone are not in the script: they come back from what is saved before it is dropped."_s,
            u"The values of a in t are not in the script: they come back from what is saved before the column is dropped."_s,
            u"The values of code in t are not in the script: they come back from what is saved before the column is dropped."_s,
            u"Values of t.b that were stored as others under the new type stay so."_s,
            u"t.code must be unique and not NULL, so that it can only come back together with its values."_s}));
    VERIFY_OK(db.run(m->plan.script));
    QCOMPARE(db.rows(u"SELECT * FROM t"_s), u"1, '1', 'k'\n2, '2', NULL"_s);
    const auto back = db.run(m->inverse.script);
    QVERIFY(!back.ok()); // as it was said
    QCOMPARE(db.rows(u"SELECT * FROM t"_s), u"1, '1', 'k'\n2, '2', NULL"_s);
}

void TestSchemaMigration::nothingToDo()
{
    const auto m = between(u"CREATE TABLE t(a)"_s, u"create table \"t\" ( `a` )"_s);
    VERIFY_OK(m);
    QVERIFY(m->diff.isEmpty() && m->plan.script.isEmpty() && m->inverse.script.isEmpty() && m->cannotUndo.isEmpty());
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
