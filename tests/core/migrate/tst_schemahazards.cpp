// SPDX-License-Identifier: GPL-3.0-or-later
// Hazards that only the schemas as wholes tell, and for every rule what does not raise it (see tst_hazards for the
// rest).
#include "support/askhazards.h"
#include "support/verify.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

class TestSchemaHazards : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void found_data();
    void found();
    void madeAnew();
    void orderOfColumns();
    void typesOfStrictTables();
};

/// The second half of the rules, and for each of them what does not raise it.
void TestSchemaHazards::found_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QString>("to");
    QTest::addColumn<Renames>("renames");
    QTest::addColumn<QList<Fill>>("fills");
    QTest::addColumn<QStringList>("codes");
    const auto row = [](const char *name, const QString &from, const QString &to, const QStringList &codes,
                        const Renames &renames = {}, const QList<Fill> &fills = {}) {
        QTest::newRow(name) << from << to << renames << fills << codes;
    };
    const QString t = u"CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, b INT);"_s;
    const QString rows = u"INSERT INTO t VALUES (1, 'x', 1), (2, 'x', NULL), (3, '007', 3);"_s;
    const auto sized = [](const QString &type) { return u"CREATE TABLE t(id INTEGER PRIMARY KEY, a %1)"_s.arg(type); };
    row("H04 nothing alike", t, u"CREATE TABLE t(id INTEGER PRIMARY KEY, b INT, picture BLOB NOT NULL DEFAULT x'')"_s,
        {});
    row("H08 text", sized(u"TEXT"_s) + u"; INSERT INTO t VALUES (1, 'four'), (2, 'fives')"_s, sized(u"VARCHAR(4)"_s),
        {u"H08 warn"_s});
    row("H08 text that fits", sized(u"TEXT"_s) + u"; INSERT INTO t VALUES (1, 'four'), (2, NULL), (3, x'0102030405')"_s,
        sized(u"VARCHAR(4)"_s), {});
    row("H08 digits before the point", sized(u"NUMERIC"_s) + u"; INSERT INTO t VALUES (1, 99.99), (2, -100)"_s,
        sized(u"DECIMAL(4, 2)"_s), {u"H08 warn"_s});
    row("H08 digits after the point", sized(u"NUMERIC"_s) + u"; INSERT INTO t VALUES (1, 1.005)"_s,
        sized(u"DECIMAL(4, 2)"_s), {u"H08 warn"_s});
    row("H08 numbers that fit", sized(u"NUMERIC"_s) + u"; INSERT INTO t VALUES (1, 99.99), (2, -99), (3, 'word')"_s,
        sized(u"DECIMAL(4, 2)"_s), {});
    const Renames aToZ{{}, {{{{}, u"t"_s}, u"a"_s, u"z"_s}}};
    const QString renamed = u"CREATE TABLE t(id INTEGER PRIMARY KEY, z TEXT, b INT);"_s;
    row("H44 a view that shows all columns", t + u"CREATE VIEW v AS SELECT * FROM t"_s,
        renamed + u"CREATE VIEW v AS SELECT * FROM t"_s, {u"H44 warn"_s, u"H44 warn"_s}, aToZ);
    row("H44 a view whose result is called otherwise", t + u"CREATE VIEW v AS SELECT a FROM t"_s,
        renamed + u"CREATE VIEW v AS SELECT z FROM t"_s, {u"H44 warn"_s, u"H44 warn"_s}, aToZ);
    row("H44 a view whose result keeps its name", t + u"CREATE VIEW v AS SELECT a FROM t"_s,
        renamed + u"CREATE VIEW v AS SELECT z AS a FROM t"_s, {u"H44 warn"_s}, aToZ);
    row("H44 a view with names of its own", t + u"CREATE VIEW v(x, y, z) AS SELECT * FROM t"_s,
        renamed + u"CREATE VIEW v(x, y, z) AS SELECT * FROM t"_s, {u"H44 warn"_s}, aToZ);
    row("H12 that is kept", u"CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT)"_s,
        u"CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT, n INT CHECK (n > 0))"_s, {});
    row("H13 by columns that hide all three names", u"CREATE TABLE t(rowid, _rowid_, oid INT)"_s,
        u"CREATE TABLE t(rowid, _rowid_, oid INT CHECK (oid > 0))"_s, {u"H13 danger"_s});
    row("H13 by two of them", u"CREATE TABLE t(rowid, oid INT)"_s, u"CREATE TABLE t(rowid, oid INT CHECK (oid > 0))"_s,
        {});
    row("H16 without values", t, u"CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, b INT AS (id))"_s, {});
    row("H17 of the same meaning", u"CREATE TABLE t(a DEFAULT (0))"_s, u"CREATE TABLE t(a DEFAULT 0)"_s, {});
    const QString coded =
        u"CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, b INT, c TEXT NOT NULL DEFAULT 'none' UNIQUE)"_s;
    row("H22 a new column with one default for all", t + rows, coded, {u"H22 stop"_s});
    row("H22 a new column and one row", t + u"INSERT INTO t VALUES (1, 'x', 1)"_s, coded, {});
    row("H22 a new column that is filled", t + rows, coded, {}, {}, {{{{}, u"t"_s}, u"c"_s, u"id"_s}});
    row("H22 a new column beside what is the same", t + rows,
        u"CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, b INT, c INT DEFAULT 0, UNIQUE (a, c))"_s, {u"H22 stop"_s});
    row("H22 a new column beside what differs", t + rows,
        u"CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, b INT, c INT DEFAULT 0, UNIQUE (id, c))"_s, {});
    const QString number = u"CREATE TABLE t(a INTEGER PRIMARY KEY)"_s;
    row("H23 words as row numbers", u"CREATE TABLE t(a TEXT); INSERT INTO t VALUES ('1'), ('word')"_s, number,
        {u"H23 stop"_s});
    row("H23 numbers as row numbers", u"CREATE TABLE t(a TEXT); INSERT INTO t VALUES ('1'), ('2')"_s, number, {});
    const QString p = u"CREATE TABLE p(id INTEGER PRIMARY KEY);"_s;
    const QString keyed = u"CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, b INT REFERENCES p(id));"_s;
    row("H24 to a table that is new", t + rows, p + keyed, {u"H24 stop"_s});
    row("H24 to a table that is new, from NULLs", t + u"INSERT INTO t VALUES (1, 'x', NULL)"_s, p + keyed, {});
    row("H24 to a table that goes", p + keyed, keyed, {u"H24 stop"_s});
    row("H24 to a table that goes together with the key", p + keyed, t, {u"H45 warn"_s});
    row("H28 a type that STRICT knows", u"CREATE TABLE t(a TEXT) STRICT"_s, u"CREATE TABLE t(a TEXT, b INT) STRICT"_s,
        {});
    row("H30 of a column that stays",
        u"CREATE TABLE t(a, b); CREATE TRIGGER g AFTER UPDATE OF b ON t BEGIN SELECT 1; END;"_s,
        u"CREATE TABLE t(b); CREATE TRIGGER g AFTER UPDATE OF b ON t BEGIN SELECT 1; END;"_s, {});
    const QString log = u"CREATE TABLE log(x);"_s;
    const QString logging = u"CREATE TRIGGER g AFTER INSERT ON t BEGIN INSERT INTO log(x) VALUES (new.a); END;"_s;
    row("H40 a trigger of a table that goes", t + log + logging, t + logging, {u"H40 stop"_s});
    row("H40 a trigger of a column that goes", t + log + logging,
        u"CREATE TABLE t(id INTEGER PRIMARY KEY, b INT);"_s + log + logging, {u"H40 stop"_s});
    row("H41 a trigger that could not run before", t + logging, t + logging + u"CREATE INDEX i ON t(a)"_s,
        {u"H41 warn"_s});
    row("H41 triggers that only look so",
        t + log
            + u"CREATE TRIGGER g AFTER INSERT ON t WHEN json_valid(new.a) BEGIN INSERT INTO log SELECT value FROM "
              u"json_each(new.a) "
              "WHERE key > 0 ORDER BY rowid; UPDATE log SET x = (WITH q(y) AS (SELECT 1) SELECT y FROM q) WHERE log.rowid = 1; END;"_s,
        t + log
            + u"CREATE INDEX i ON t(a); CREATE TRIGGER g AFTER INSERT ON t WHEN json_valid(new.a) BEGIN INSERT INTO "
              u"log SELECT value "
              "FROM json_each(new.a) WHERE key > 0 ORDER BY rowid; UPDATE log SET x = (WITH q(y) AS (SELECT 1) SELECT "
              "y FROM q) "
              "WHERE log.rowid = 1; END;"_s,
        {});
    row("H40 a trigger that stays in order", t + log + logging, t + log + logging + u"CREATE INDEX i ON t(a)"_s, {});
    row("H40 a trigger that goes", t + log + logging, t + log, {u"H40 info"_s});
    row("H41 no broken view", t + u"CREATE VIEW v AS SELECT 1"_s,
        t + u"CREATE VIEW v AS SELECT 1; CREATE INDEX i ON t(a)"_s, {});
    row("H43 a table that no full-text table reads",
        u"CREATE TABLE d(body); CREATE TABLE x(y); CREATE VIRTUAL TABLE f USING fts5(body, content='d')"_s,
        u"CREATE TABLE d(body); CREATE TABLE z(y); CREATE VIRTUAL TABLE f USING fts5(body, content='d')"_s,
        {u"H44 warn"_s}, {{{{{}, u"x"_s}, {{}, u"z"_s}}}, {}});
    row("H44 a view that goes", t + u"CREATE VIEW v AS SELECT 1"_s, t, {u"H44 warn"_s});
    row("H44 a view that changes", t + u"CREATE VIEW v AS SELECT 1"_s, t + u"CREATE VIEW v AS SELECT 2"_s, {});
    row("H45 written elsewhere in the table", u"CREATE TABLE t(a INT CHECK (a > 0) UNIQUE)"_s,
        u"CREATE TABLE t(a INT, UNIQUE (a), CHECK (a > 0))"_s, {});
    row("H46 an index that changes", t + u"CREATE INDEX i ON t(a)"_s, t + u"CREATE INDEX i ON t(b)"_s, {});
    row("H49 columns by case", u"CREATE TABLE t(a)"_s, u"CREATE TABLE t(a, \u00e9t\u00e9, \u00c9t\u00e9)"_s,
        {u"H49 stop"_s});
    row("H49 columns by composition", u"CREATE TABLE t(a)"_s, u"CREATE TABLE t(a, \u00e9, e\u0301)"_s, {u"H49 stop"_s});
    row("H49 tables", u"CREATE TABLE \u00e9(a)"_s, u"CREATE TABLE \u00e9(a); CREATE TABLE \u00c9(a)"_s,
        {u"H49 stop"_s});
    row("H49 that was so before", u"CREATE TABLE t(\u00e9, e\u0301)"_s, u"CREATE TABLE t(\u00e9, e\u0301, a)"_s, {});
    row("H49 that is all ASCII", u"CREATE TABLE t(a)"_s, u"CREATE TABLE t(a, b, ab)"_s, {});
    row("H53 a name like others", t + u"CREATE TABLE new_t(a)"_s,
        t + u"CREATE TABLE new_t(a); CREATE INDEX i ON t(a)"_s, {});
}

void TestSchemaHazards::found()
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

/// Said for every table that is made anew, and for no other.
void TestSchemaHazards::madeAnew()
{
    SchemaDb db(u"CREATE TABLE t(a INT); CREATE TABLE u(a)"_s);
    const auto asked = askHazards(db, u"CREATE TABLE t(a INT NOT NULL); CREATE TABLE u(a, b)"_s, {}, {});
    VERIFY_OK(asked);
    QStringList said;
    for (const Finding &f : asked->findings) {
        if (f.code == u"H29"_s)
            said.append(f.message);
    }
    QCOMPARE(said, QStringList{u"t is made anew, because SQLite cannot make this change in place."_s});
}

/// Said when it was asked for; otherwise the order is no difference.
void TestSchemaHazards::orderOfColumns()
{
    const auto from = schemaOf(u"CREATE TABLE t(a, b)"_s);
    VERIFY_OK(from);
    const auto to = schemaOf(u"CREATE TABLE t(b, a)"_s);
    VERIFY_OK(to);
    for (const bool asked : {true, false}) {
        DiffOptions options;
        options.columnOrder = asked;
        const auto d = diff(*from, *to, options, SchemaDb::rules());
        VERIFY_OK(d);
        const auto plan = SchemaDb::dialect().planner()->plan(*d, {});
        VERIFY_OK(plan);
        const QList<Hazard> found = hazards(*d, *plan, {}, SchemaDb::dialect());
        QCOMPARE(std::any_of(found.cbegin(), found.cend(), [](const Hazard &h) { return h.finding.code == u"H50"_s; }),
                 asked);
    }
}

/// A schema.ts knows no STRICT, so that its types may be others than a strict table allows.
void TestSchemaHazards::typesOfStrictTables()
{
    const auto from = schemaOf(u"CREATE TABLE t(a TEXT) STRICT"_s);
    VERIFY_OK(from);
    for (const QString &type : {u"numeric"_s, u"integer"_s}) {
        const auto to = schemaOf(u"CREATE TABLE t(a TEXT, b %1)"_s.arg(type));
        VERIFY_OK(to);
        DiffOptions options;
        options.facets = Facets::drizzle();
        const auto d = diff(*from, *to, options, SchemaDb::rules());
        VERIFY_OK(d);
        const auto plan = SchemaDb::dialect().planner()->plan(*d, {});
        VERIFY_OK(plan);
        QStringList codes;
        for (const Hazard &h : hazards(*d, *plan, {}, SchemaDb::dialect()))
            codes.append(h.finding.code);
        QCOMPARE(codes, type == u"numeric"_s ? QStringList{u"H28"_s} : QStringList());
    }
}

QTEST_GUILESS_MAIN(TestSchemaHazards)
#include "tst_schemahazards.moc"
