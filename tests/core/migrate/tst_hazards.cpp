// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/hazards.h"

#include "support/askhazards.h"
#include "support/verify.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

/// Hazards of a plan: what the schemas tell, and what the data answer. Each row that must be found has a twin that must
/// not.
class TestHazards : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void found_data();
    void found();
    void showsExactlyThoseRows_data();
    void showsExactlyThoseRows();
    void repairs_data();
    void repairs();
};

void TestHazards::found_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<Renames>("renames");
    QTest::addColumn<QList<Fill>>("fills");
    QTest::addColumn<QStringList>("codes"); // with how bad they are; H29 left out
    const auto row = [](const char *name, const QString &from, const QString &to, const QStringList &codes,
                        const Renames &renames = {}, const QList<Fill> &fills = {}) {
        QTest::newRow(name) << from << to << renames << fills << codes;
    };
    const QString t = u"CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, b INT);"_s;
    const QString rows = u"INSERT INTO t VALUES (1, 'x', 1), (2, 'x', NULL), (3, '007', 3);"_s;
    row("H01", t + rows, QString(), {u"H01 stop"_s});
    row("H01 without rows", t, QString(), {});
    row("H02", t + rows, u"CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT)"_s, {u"H02 stop"_s});
    row("H02 without values", t + u"INSERT INTO t(id) VALUES (1)"_s,
        u"CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT)"_s, {});
    row("H04 column", t + rows, u"CREATE TABLE t(id INTEGER PRIMARY KEY, a_name TEXT, b INT)"_s,
        {u"H02 stop"_s, u"H04 stop"_s});
    row("H44 column", t + rows, u"CREATE TABLE t(id INTEGER PRIMARY KEY, a_name TEXT, b INT)"_s, {u"H44 warn"_s},
        {{}, {{{{}, u"t"_s}, u"a"_s, u"a_name"_s}}});
    row("H04 table", t + rows, u"CREATE TABLE t2(id INTEGER PRIMARY KEY, a TEXT, b INT)"_s,
        {u"H01 stop"_s, u"H04 stop"_s});
    row("H11", t + rows, u"CREATE TABLE t(id INTEGER PRIMARY KEY, a INT, b INT)"_s, {u"H11 stop"_s});
    row("H11 that keeps all", t + u"INSERT INTO t VALUES (1, 'x', 1), (2, '7', 1)"_s,
        u"CREATE TABLE t(id INTEGER PRIMARY KEY, a INT, b INT)"_s, {});
    row("H11 big integers", u"CREATE TABLE t(a INT); INSERT INTO t VALUES (9007199254740993)"_s,
        u"CREATE TABLE t(a REAL)"_s, {u"H11 stop"_s});
    row("H11 of numbers that are stored otherwise", u"CREATE TABLE t(a REAL); INSERT INTO t VALUES (1.0), (2.5)"_s,
        u"CREATE TABLE t(a INTEGER)"_s, {u"H11 warn"_s});
    row("H11 the other way", u"CREATE TABLE t(a INTEGER); INSERT INTO t VALUES (1), (NULL)"_s,
        u"CREATE TABLE t(a REAL)"_s, {u"H11 warn"_s});
    row("H11 of numbers that are stored the same", u"CREATE TABLE t(a REAL); INSERT INTO t VALUES (2.5), (1e300)"_s,
        u"CREATE TABLE t(a INTEGER)"_s, {});
    row("H04 that is filled anew", t + rows, u"CREATE TABLE t(id INTEGER PRIMARY KEY, a_name TEXT, b INT)"_s,
        {u"H02 stop"_s}, {}, {{{{}, u"t"_s}, u"a_name"_s, u"lower(a)"_s}});
    row("H12", u"CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT)"_s, u"CREATE TABLE t(id INTEGER PRIMARY KEY)"_s,
        {u"H12 danger"_s});
    row("H13", u"CREATE TABLE t(a TEXT NOT NULL PRIMARY KEY)"_s,
        u"CREATE TABLE t(a TEXT NOT NULL PRIMARY KEY) WITHOUT ROWID"_s, {u"H13 danger"_s});
    row("H16", t + rows, u"CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, b INT AS (id))"_s, {u"H16 danger"_s});
    row("H17", t + rows, u"CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT DEFAULT 'y', b INT)"_s, {u"H17 info"_s});
    const QString more = u"CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, b INT, c INT NOT NULL)"_s;
    row("H20", t + rows, more, {u"H20 stop"_s});
    row("H20 without rows", t, more, {});
    row("H20 filled", t + rows, more, {}, {}, {{{{}, u"t"_s}, u"c"_s, u"id"_s}});
    const QString required = u"CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, b INT NOT NULL)"_s;
    row("H21", t + rows, required, {u"H21 stop"_s});
    row("H21 without NULLs", t + u"INSERT INTO t VALUES (1, 'x', 1)"_s, required, {});
    row("H21 filled", t + rows, required, {}, {}, {{{{}, u"t"_s}, u"b"_s, u"0"_s}});
    row("H22 constraint", t + rows, u"CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT UNIQUE, b INT)"_s, {u"H22 stop"_s});
    row("H22 nulls are no duplicates", t + u"INSERT INTO t VALUES (1, NULL, 1), (2, NULL, 2)"_s,
        u"CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT UNIQUE, b INT)"_s, {});
    row("H22 index with an expression and a condition",
        t + u"INSERT INTO t VALUES (1, 'A', 1), (2, 'a', 2), (3, 'a', NULL)"_s,
        t + u"CREATE UNIQUE INDEX i ON t(lower(a)) WHERE b IS NOT NULL"_s, {u"H22 stop"_s});
    row("H22 only outside of the condition", t + u"INSERT INTO t VALUES (1, 'A', 1), (3, 'a', NULL)"_s,
        t + u"CREATE UNIQUE INDEX i ON t(lower(a)) WHERE b IS NOT NULL"_s, {});
    row("H22 a key under another name", u"CREATE TABLE t(a TEXT, b TEXT); CREATE UNIQUE INDEX i ON t(a)"_s,
        u"CREATE TABLE t(z TEXT, b TEXT); CREATE UNIQUE INDEX j ON t(z)"_s, {u"H44 warn"_s, u"H46 warn"_s},
        {{}, {{{{}, u"t"_s}, u"a"_s, u"z"_s}}});
    row("H22 collation", u"CREATE TABLE t(a TEXT UNIQUE); INSERT INTO t VALUES ('A'), ('a')"_s,
        u"CREATE TABLE t(a TEXT COLLATE NOCASE UNIQUE)"_s, {u"H22 stop"_s});
    row("H22 under a new name", t + rows, u"CREATE TABLE t(id INTEGER PRIMARY KEY, z TEXT UNIQUE, b INT)"_s,
        {u"H44 warn"_s, u"H22 stop"_s}, {{}, {{{{}, u"t"_s}, u"a"_s, u"z"_s}}});
    row("H23", t + rows, u"CREATE TABLE t(id INTEGER, a TEXT NOT NULL, b INT, PRIMARY KEY (a))"_s, {u"H23 stop"_s});
    const QString loose = u"CREATE TABLE t(id INT PRIMARY KEY, a TEXT);"_s;
    const QString number = u"CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT)"_s;
    row("H23 a key that is no whole number", loose + u"INSERT INTO t VALUES ('abc', 'x'), (1.5, 'y'), (3, 'z')"_s,
        number, {u"H23 stop"_s});
    row("H23 a key that is NULL", loose + u"INSERT INTO t VALUES (NULL, 'x'), (3, 'z')"_s, number, {u"H23 stop"_s});
    row("H23 keys that are whole numbers", loose + u"INSERT INTO t VALUES ('12', 'x'), (3, 'z')"_s, number, {});
    row("H23 and AUTOINCREMENT", loose + u"INSERT INTO t VALUES ('abc', 'x')"_s,
        u"CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT)"_s, {u"H23 stop"_s});
    row("AUTOINCREMENT for the same key", number + u";INSERT INTO t VALUES (1, 'x')"_s,
        u"CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT)"_s, {});
    const QString p = u"CREATE TABLE p(id INTEGER PRIMARY KEY); INSERT INTO p VALUES (1);"_s;
    const QString keyed =
        u"CREATE TABLE p(id INTEGER PRIMARY KEY); CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, b INT REFERENCES p(id))"_s;
    row("H24", p + t + rows, keyed, {u"H24 stop"_s});
    row("H24 all lead somewhere", p + t + u"INSERT INTO t VALUES (1, 'x', 1), (2, 'x', NULL)"_s, keyed, {});
    row("H24 to what is not unique", u"CREATE TABLE p(n INT);"_s + t,
        u"CREATE TABLE p(n INT); CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, b INT REFERENCES p(n))"_s,
        {u"H24 stop"_s});
    const QString checked = u"CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, b INT CHECK (b < 3))"_s;
    row("H25", t + rows, checked, {u"H25 stop"_s});
    row("H25 NULL passes", t + u"INSERT INTO t VALUES (1, 'x', NULL)"_s, checked, {});
    row("H28 strict", t + u"INSERT INTO t VALUES (1, 'x', 'word')"_s,
        u"CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, b INT) STRICT"_s, {u"H28 stop"_s});
    row("H28 what fits", t + u"INSERT INTO t VALUES (1, 'x', 5), (2, 6, NULL)"_s,
        u"CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, b INT) STRICT"_s, {});
    row("H30", u"CREATE TABLE t(a, b); CREATE TRIGGER g AFTER UPDATE OF a ON t BEGIN SELECT 1; END;"_s,
        u"CREATE TABLE t(b); CREATE TRIGGER g AFTER UPDATE OF a ON t BEGIN SELECT 1; END;"_s, {u"H30 danger"_s});
    row("H41", t + u"CREATE VIEW v AS SELECT 1 FROM nowhere"_s,
        t + u"CREATE VIEW v AS SELECT 1 FROM nowhere; CREATE INDEX i ON t(a)"_s, {u"H41 warn"_s});
    row("H43", u"CREATE TABLE d(body); CREATE VIRTUAL TABLE f USING fts5(body, content='d')"_s,
        u"CREATE TABLE e(body); CREATE VIRTUAL TABLE f USING fts5(body, content='d')"_s,
        {u"H44 warn"_s, u"H43 danger"_s}, {{{{{}, u"d"_s}, {{}, u"e"_s}}}, {}});
    row("H45", u"CREATE TABLE t(a INT NOT NULL CHECK (a > 0) UNIQUE)"_s, u"CREATE TABLE t(a INT)"_s,
        {u"H45 warn"_s, u"H45 warn"_s, u"H45 warn"_s});
    row("H46", t + u"CREATE INDEX i ON t(a)"_s, t, {u"H46 warn"_s});
    row("H46 that a key needs",
        u"CREATE TABLE p(n INT); CREATE UNIQUE INDEX i ON p(n); CREATE TABLE c(n REFERENCES p(n))"_s,
        u"CREATE TABLE p(n INT); CREATE TABLE c(n REFERENCES p(n))"_s, {u"H46 warn"_s, u"H46 stop"_s});
    row("H53", t + u"CREATE TABLE __new_t(a)"_s, t + u"CREATE TABLE __new_t(a); CREATE INDEX i ON t(a)"_s,
        {u"H53 warn"_s});
}

void TestHazards::found()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(Renames, renames);
    QFETCH(QList<Fill>, fills);
    QFETCH(QStringList, codes);
    SchemaDb db(from);
    QCOMPARE(db.error(), QString());
    const auto asked = askHazards(db, to, renames, fills);
    VERIFY_OK(asked);
    QCOMPARE(codesOf(asked->findings), codes);
}

void TestHazards::showsExactlyThoseRows_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("rows"); // their ids
    const QString t =
        u"CREATE TABLE `t 1`(id INTEGER PRIMARY KEY, `a b` TEXT, n INT);"
        "INSERT INTO `t 1` VALUES (1, 'x', 1), (2, 'X', NULL), (3, 'x', 3), (4, NULL, 4), (5, NULL, 9), (6, '07', 1);"_s;
    const auto to = [](const QString &a, const QString &n) {
        return u"CREATE TABLE `t 1`(id INTEGER PRIMARY KEY, `a b` TEXT %1, n INT %2)"_s.arg(a, n);
    };
    QTest::newRow("nulls") << t << to(u"NOT NULL"_s, {}) << u"H21"_s << u"4\n5"_s;
    QTest::newRow("duplicates") << t << to(u"UNIQUE"_s, {}) << u"H22"_s << u"1\n3"_s;
    QTest::newRow("duplicates under a collation")
        << t << to(u"COLLATE NOCASE UNIQUE"_s, {}) << u"H22"_s << u"1\n2\n3"_s;
    QTest::newRow("duplicates of several columns")
        << t << u"CREATE TABLE `t 1`(id INTEGER PRIMARY KEY, `a b` TEXT, n INT, UNIQUE (`a b`, n))"_s << u"H22"_s
        << QString();
    QTest::newRow("check") << t << to({}, u"CHECK (n < 4)"_s) << u"H25"_s << u"4\n5"_s;
    QTest::newRow("orphans") << t << to({}, u"REFERENCES `t 1`(id)"_s) << u"H24"_s << u"5"_s;
    QTest::newRow("texts that are too long")
        << t << u"CREATE TABLE `t 1`(id INTEGER PRIMARY KEY, `a b` VARCHAR(1), n INT)"_s << u"H08"_s << u"6"_s;
    QTest::newRow("types") << t << u"CREATE TABLE `t 1`(id INTEGER PRIMARY KEY, `a b` NUMERIC, n INT)"_s << u"H11"_s
                           << u"6"_s;
}

void TestHazards::showsExactlyThoseRows()
{
    QFETCH(QString, from);
    QFETCH(QString, to);
    QFETCH(QString, code);
    QFETCH(QString, rows);
    SchemaDb db(from);
    QCOMPARE(db.error(), QString());
    const auto asked = askHazards(db, to, {}, {});
    VERIFY_OK(asked);
    for (const Hazard &h : asked->hazards) {
        if (h.finding.code != code || !h.probe)
            continue;
        const QString table = SchemaDb::dialect().qualified(h.probe->table);
        QCOMPARE(db.rows(u"SELECT id FROM %1 WHERE %2 ORDER BY id"_s.arg(table, h.probe->condition)), rows);
        QCOMPARE(db.rows(h.probe->count.sql), QString::number(rows.isEmpty() ? 0 : rows.count(u'\n') + 1));
        return;
    }
    QFAIL("no such hazard");
}

void TestHazards::repairs_data()
{
    QTest::addColumn<QString>("to");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("way");
    QTest::addColumn<QString>("rows"); // afterwards
    const auto to = [](const QString &a, const QString &n) {
        return u"CREATE TABLE `t 1`(id INTEGER PRIMARY KEY, `a b` TEXT %1, n INT %2)"_s.arg(a, n);
    };
    QTest::newRow("orphans deleted") << to({}, u"REFERENCES `t 1`(id)"_s) << u"H24"_s << u"delete"_s
                                     << u"1, 'x', 1\n2, 'x', 2"_s;
    QTest::newRow("orphans to NULL") << to({}, u"REFERENCES `t 1`(id)"_s) << u"H24"_s << u"n=NULL"_s
                                     << u"1, 'x', 1\n2, 'x', 2\n3, NULL, NULL"_s;
    QTest::newRow("orphans elsewhere") << to({}, u"REFERENCES `t 1`(id)"_s) << u"H24"_s << u"n=1"_s
                                       << u"1, 'x', 1\n2, 'x', 2\n3, NULL, 1"_s;
    QTest::newRow("NULLs filled") << to(u"NOT NULL"_s, {}) << u"H21"_s << u"a b='y' || id"_s
                                  << u"1, 'x', 1\n2, 'x', 2\n3, 'y3', 9"_s;
    QTest::newRow("first of the duplicates")
        << to(u"UNIQUE"_s, {}) << u"H22"_s << u"keep"_s << u"1, 'x', 1\n3, NULL, 9"_s;
    QTest::newRow("duplicates told apart")
        << to(u"UNIQUE"_s, {}) << u"H22"_s << u"number"_s << u"1, 'x', 1\n2, 'x-2', 2\n3, NULL, 9"_s;
    QTest::newRow("check") << to({}, u"CHECK (n < 5)"_s) << u"H25"_s << u"n=min(n, 4)"_s
                           << u"1, 'x', 1\n2, 'x', 2\n3, NULL, 4"_s;
}

/// What a way out would do becomes part of the script, and then the plan passes.
void TestHazards::repairs()
{
    QFETCH(QString, to);
    QFETCH(QString, code);
    QFETCH(QString, way);
    QFETCH(QString, rows);
    SchemaDb db(u"CREATE TABLE `t 1`(id INTEGER PRIMARY KEY, `a b` TEXT, n INT);"
                "INSERT INTO `t 1` VALUES (1, 'x', 1), (2, 'x', 2), (3, NULL, 9)"_s);
    QCOMPARE(db.error(), QString());
    const auto asked = askHazards(db, to, {}, {});
    VERIFY_OK(asked);
    const auto is = [&](const Hazard &h) { return h.finding.code == code && h.probe; };
    const auto hazard = std::find_if(asked->hazards.cbegin(), asked->hazards.cend(), is);
    QVERIFY(hazard != asked->hazards.cend());
    const ProbeSql &probes = *SchemaDb::dialect().probeSql();
    const Table &table = asked->diff.before.tables.first();
    const QList<IndexedColumn> key{{u"a b"_s, {}, {}, SortOrder::Unspecified}};
    PlanOptions options;
    if (way == u"delete"_s)
        options.repairs.append(probes.deleteRows(*hazard->probe));
    else if (way == u"keep"_s)
        options.repairs.append(*probes.keepFirstOfDuplicates(table, key, {}));
    else if (way == u"number"_s)
        options.repairs.append(*probes.renumberDuplicates(table, key, {}));
    else
        options.repairs.append(probes.setColumn(*hazard->probe, way.section(u'=', 0, 0), way.section(u'=', 1)));
    const auto refused = SchemaDb::dialect().planner()->plan(asked->diff, {});
    VERIFY_OK(refused);
    QVERIFY(!db.run(refused->script).ok()); // without it
    const auto plan = SchemaDb::dialect().planner()->plan(asked->diff, options);
    VERIFY_OK(plan);
    VERIFY_OK(db.run(plan->script));
    QCOMPARE(db.rows(u"SELECT * FROM `t 1` ORDER BY id"_s), rows);
}

QTEST_GUILESS_MAIN(TestHazards)
#include "tst_hazards.moc"
