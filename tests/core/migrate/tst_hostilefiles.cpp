// SPDX-License-Identifier: GPL-3.0-or-later
// Files of somebody else's that lose something in ways their first words do not tell: each is seen before it runs.
#include "support/filefindings.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

class TestHostileFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void isSeen_data();
    void isSeen();
    void keysStayOnForHelpers();
};

void TestHostileFiles::isSeen_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("says"); ///< all that is more than a note, foreseen or found; "!" stops it
    const auto row = [](const char *name, const QString &sql, const QString &says = {}) {
        QTest::newRow(name) << sql << says;
    };
    const QString dropped =
        u"H01! This drops the table “c” with its rows.\nH01 “c” loses 4 rows, as the script says."_s;
    row("named in a string only", u"INSERT INTO log SELECT 'c', 0; DROP TABLE c"_s, dropped);
    row("named like a column that is copied", u"CREATE TABLE n (x); INSERT INTO n SELECT c FROM log; DROP TABLE c"_s,
        dropped);
    row("copied into itself", u"INSERT INTO c SELECT id + 100, p, v FROM c; DROP TABLE c"_s,
        u"H01! “c” loses 4 rows, as the script says; what is copied from it before comes to 0 rows."_s);
    row("copied into what is gone when the session ends", u"CREATE TEMP TABLE n AS SELECT * FROM c; DROP TABLE c"_s,
        u"H01! “c” loses 4 rows, as the script says; what is copied from it before comes to 0 rows."_s);
    row("copied, and the copy renamed",
        u"CREATE TABLE n (x, y, z); INSERT INTO n SELECT c.id, c.p, c.v FROM (c JOIN p ON p.id = c.p); DROP TABLE c;"
        "ALTER TABLE n RENAME TO m"_s,
        u"H01 “c” loses 4 rows, as the script says."_s);

    row("another column in its place",
        u"CREATE TABLE n (id INTEGER PRIMARY KEY, a TEXT, active INTEGER DEFAULT 1); INSERT INTO n (id, a) SELECT id, "
        u"a FROM p;"
        "DROP TABLE p; ALTER TABLE n RENAME TO p"_s,
        u"H02! The column “b” of “p” goes with its 3 values, and no DROP COLUMN in the script says so."_s);
    row("the same column under another name",
        u"CREATE TABLE n (id INTEGER PRIMARY KEY, a TEXT, bee TEXT); INSERT INTO n SELECT id, a, b FROM p;"
        "DROP TABLE p; ALTER TABLE n RENAME TO p"_s,
        u"H04 The column “b” of “p” goes, and “bee” comes with the same values: it is renamed."_s);
    row("one UPDATE before many values go",
        u"UPDATE c SET v = v WHERE id = 1; CREATE TABLE n (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p, v TEXT);"
        "INSERT INTO n SELECT id, p, NULL FROM c; DROP TABLE c; ALTER TABLE n RENAME TO c"_s,
        u"H02! “v” of “c” has 4 values less than before, in rows that stay."_s);
    row("a trigger that changes others", u"INSERT INTO k VALUES (1)"_s,
        u"H05! 2 rows of “kept” are changed by triggers or foreign keys, and no statement of the script names it."_s);
    row("a trigger that changes what is named",
        u"UPDATE kept SET v = 'new' WHERE v = 'one'; INSERT INTO k VALUES (1)"_s,
        u"H05 2 rows of “kept” are changed by triggers or foreign keys."_s);
    row("a unique index dropped", u"DROP INDEX ux"_s,
        u"H45 The unique index “ux” goes: from now on “u” may hold rows that are alike in (a)."_s);
    row("a unique index made again as another", u"DROP INDEX ux; CREATE INDEX ux ON u (a)"_s,
        u"H45 The unique index “ux” goes: from now on “u” may hold rows that are alike in (a)."_s);
    row("a unique index under another name", u"DROP INDEX ux; CREATE UNIQUE INDEX uy ON u (a)"_s);
    row("a unique index with a condition", u"DROP INDEX up"_s,
        u"H45 The unique index “up” goes: from now on “u” may hold rows that are alike in (b)."_s);
    row("a unique index beside a key", u"DROP INDEX ukey"_s);
    row("a checkpoint within", u"UPDATE u SET a = a; PRAGMA wal_checkpoint(TRUNCATE); UPDATE u SET b = b"_s);
    row("an index that is not unique", u"DROP INDEX un"_s);
    row("every row by a condition", u"DELETE FROM log WHERE n >= 0"_s,
        u"H06! “log” loses all of its 2 rows, as the script says."_s);
    row("most rows by a condition", u"DELETE FROM log WHERE n > 1"_s, u"H06 “log” loses 1 row, as the script says."_s);
    row("CHECKs switched off", u"PRAGMA ignore_check_constraints = ON; INSERT INTO s VALUES (2, 'l', -1, 1)"_s,
        u"H25! This switches CHECKs off: rows that break them would come in unseen."_s);
    row("CHECKs switched on", u"PRAGMA ignore_check_constraints = OFF"_s);
    row("a tool's own table", u"DROP TABLE _cf_METADATA"_s,
        u"H01! “_cf_METADATA”, which belongs to a tool, is dropped.\n"
        "H01 This drops “_cf_METADATA”, which belongs to a tool."_s);

    row("less is demanded",
        u"CREATE TABLE n (id INTEGER PRIMARY KEY, k TEXT, m INT, r INT); INSERT INTO n SELECT * FROM s; DROP TABLE s;"
        "ALTER TABLE n RENAME TO s"_s,
        u"H45 “s” is made anew without NOT NULL of “k”, CHECK (m > 0), UNIQUE (k), the foreign key (r) to “p”."_s);
    row("a row's number is never NULL",
        u"CREATE TABLE n (id INTEGER PRIMARY KEY); INSERT INTO n SELECT id FROM nn; DROP TABLE nn;"
        "ALTER TABLE n RENAME TO nn"_s);
    row("as much is demanded",
        u"CREATE TABLE n (id INTEGER PRIMARY KEY, k TEXT NOT NULL, m INT CHECK(m>0), r INT REFERENCES p);"
        "INSERT INTO n SELECT * FROM s; DROP TABLE s; ALTER TABLE n RENAME TO s; CREATE UNIQUE INDEX sk ON s (k)"_s);
    row("a trigger that waits in vain", u"ALTER TABLE w DROP COLUMN a"_s,
        u"H02! This drops the column “a” of “w” with its values.\n"
        "H02 The column “a” of “w” goes with its 1 value, as the script says.\n"
        "H30 The trigger “w_a” waits for changes of “a”, which “w” no longer has: it does not run for it again."_s);
    row("a trigger that writes to what is gone", u"DROP TABLE ql"_s,
        u"H01! This drops the table “ql” with its rows.\nH01 “ql” loses 1 row, as the script says.\n"
        "H40! The trigger “q_log” of “q” names “ql”, which is not there afterwards: what sets it off would fail."_s);
    row("rows of a full text numbered anew",
        u"CREATE TABLE n (x); INSERT INTO n SELECT x FROM docs; DROP TABLE docs; ALTER TABLE n RENAME TO docs"_s,
        u"H13! The rows of “docs” are numbered anew, and “ft” finds them by these numbers: it would find others, or none."_s);
    row("rows of a full text with their numbers",
        u"CREATE TABLE n (x); INSERT INTO n (rowid, x) SELECT rowid, x FROM docs; DROP TABLE docs;"
        "ALTER TABLE n RENAME TO docs"_s);
}

void TestHostileFiles::isSeen()
{
    QFETCH(QString, sql);
    QFETCH(QString, says);
    SchemaDb db(
        u"CREATE TABLE p (id INTEGER PRIMARY KEY, a TEXT, b TEXT); INSERT INTO p VALUES (1, 'x', 'y'), (2, 'z', 'q'), "
        u"(3, 'r', 's');"
        "CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p ON DELETE CASCADE, v TEXT);"
        "INSERT INTO c VALUES (1, 1, 'a'), (2, 1, 'b'), (3, 2, 'c'), (4, 3, 'd');"
        "CREATE TABLE log (c, n); INSERT INTO log VALUES ('i', 1), ('j', 2);"
        "CREATE TABLE k (x); CREATE TRIGGER k_c AFTER INSERT ON k BEGIN UPDATE kept SET v = 'gone'; END;"
        "CREATE TABLE kept (v); INSERT INTO kept VALUES ('one'), ('two');"
        "CREATE TABLE u (id INTEGER PRIMARY KEY, a, b); CREATE UNIQUE INDEX ux ON u (a); CREATE INDEX un ON u (b);"
        "CREATE UNIQUE INDEX up ON u (b) WHERE a > 0; CREATE UNIQUE INDEX ukey ON u (id); INSERT INTO u VALUES (1, 2, "
        "3);"
        "CREATE TABLE q (x); CREATE TABLE ql (x); INSERT INTO ql VALUES (1);"
        "CREATE TRIGGER q_log AFTER DELETE ON q BEGIN INSERT INTO ql VALUES (1); END;"
        "CREATE TABLE _cf_METADATA (k, v); INSERT INTO _cf_METADATA VALUES (1, 2);"
        "CREATE TABLE s (id INTEGER PRIMARY KEY, k TEXT NOT NULL UNIQUE, m INT CHECK (m > 0), r INT REFERENCES p);"
        "INSERT INTO s VALUES (1, 'k', 3, 1); CREATE TABLE w (a, b); INSERT INTO w VALUES (1, 2);"
        "CREATE TRIGGER w_a AFTER UPDATE OF a ON w BEGIN SELECT 1; END;"
        "CREATE TABLE nn (id INTEGER PRIMARY KEY NOT NULL); INSERT INTO nn VALUES (1);"
        "CREATE TABLE docs (x); INSERT INTO docs (rowid, x) VALUES (5, 'five'), (9, 'nine');"
        "CREATE VIRTUAL TABLE ft USING fts5(x, content=docs); INSERT INTO ft (ft) VALUES ('rebuild')"_s);
    QStringList expected = says.split(u'\n', Qt::SkipEmptyParts);
    expected.sort();
    QCOMPARE(fileFindings(db, sql).join(u'\n'), expected.join(u'\n'));
}

/// A table that the file itself makes, drops and makes again is no reason to switch the keys of all others off.
void TestHostileFiles::keysStayOnForHelpers()
{
    const Dialect &dialect = *dialectByName(u"sqlite"_s);
    const auto switchesOff = [&dialect](const QString &sql) {
        const Script script = fileScript(sql, u"a.sql"_s, u"A"_s, dialect);
        return std::any_of(script.statements.begin(), script.statements.end(),
                           [](const Statement &statement) { return statement.sql.contains(u"foreign_keys = OFF"_s); });
    };
    QVERIFY(!switchesOff(u"CREATE TABLE x (a); DROP TABLE x; CREATE TABLE x (b); UPDATE p SET id = 9"_s));
    QVERIFY(switchesOff(u"CREATE TABLE IF NOT EXISTS x (a); DROP TABLE x; CREATE TABLE x (b)"_s));
    QVERIFY(switchesOff(u"CREATE TABLE n (a); DROP TABLE x; ALTER TABLE n RENAME TO x"_s));
}

QTEST_GUILESS_MAIN(TestHostileFiles)
#include "tst_hostilefiles.moc"
