// SPDX-License-Identifier: GPL-3.0-or-later
// Rows that a file of somebody else's copies before it drops what they were in: as many, but are they the same?
#include "support/filefindings.h"

#include <QRegularExpression>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

class TestCopiedRows : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void stops_data();
    void stops();
};

void TestCopiedRows::stops_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("stops"); ///< all that must be allowed
    const auto rebuilt = [](const QString &create, const QString &copy) {
        return QString(u"CREATE TABLE n ("_s + create + u"); INSERT INTO n "_s + copy
                       + u"; DROP TABLE p; ALTER TABLE n RENAME TO p;"_s);
    };
    const QString same = u"id INTEGER PRIMARY KEY, a TEXT, b TEXT, e"_s;
    const auto other = [](const QString &columns) {
        return u"H11! “p” is made anew with other values in “%1”, and no UPDATE in the script says so."_s.arg(columns);
    };
    const auto row = [](const char *name, const QString &sql, const QString &stops = {}) {
        QTest::newRow(name) << sql << stops;
    };
    row("all of them", rebuilt(same, u"SELECT id, a, b, e FROM p"_s));
    row("in another order", rebuilt(same, u"(e, b, a, id) SELECT e, b, a, id FROM p ORDER BY b"_s));
    row("numbers as texts", rebuilt(u"id TEXT PRIMARY KEY, a TEXT, b TEXT, e TEXT"_s, u"SELECT * FROM p"_s));
    row("with a new column", rebuilt(same + u", f DEFAULT 3"_s, u"(id, a, b, e) SELECT * FROM p"_s));
    row("one of them three times", rebuilt(same, u"(a, b, e) SELECT x.a, x.b, x.e FROM p x JOIN p y WHERE x.id = 2"_s),
        other(u"a”, “b”, “e"_s));
    row("columns the other way round", rebuilt(same, u"SELECT id, b, a, e FROM p"_s), other(u"a”, “b"_s));
    row("with each other's values",
        rebuilt(same, u"SELECT id, (SELECT a FROM p q WHERE q.id = 4 - p.id), b, e FROM p"_s), other(u"a"_s));
    row("a constant", rebuilt(same, u"SELECT id, a, b, 0 FROM p"_s), other(u"e"_s));
    row("cast", rebuilt(same, u"SELECT id, CAST(a AS INTEGER), b, e FROM p"_s), other(u"a"_s));
    row("as its new type stores them", rebuilt(u"id INTEGER PRIMARY KEY, a TEXT, b INTEGER, e"_s, u"SELECT * FROM p"_s),
        other(u"b"_s));
    row("without a key",
        u"CREATE TABLE n (x); INSERT INTO n SELECT 'one' FROM k; DROP TABLE k; ALTER TABLE n RENAME TO k"_s,
        u"H11! “k” is made anew with other values in “x”, and no UPDATE in the script says so."_s);
    row("by way of another table",
        u"CREATE TABLE bak AS SELECT * FROM p; DROP TABLE p; CREATE TABLE p ("_s + same
            + u"); INSERT INTO p SELECT id, b, a, e FROM bak; DROP TABLE bak"_s,
        other(u"a”, “b"_s));
    row("renamed first, and made again",
        u"ALTER TABLE p RENAME TO o; CREATE TABLE p ("_s + same
            + u"); INSERT INTO p SELECT id, b, a, e FROM o; DROP TABLE o"_s,
        other(u"a”, “b"_s));
    row("dropped and begun anew, and then rebuilt",
        u"DROP TABLE p; CREATE TABLE p ("_s + same
            + u"); INSERT INTO p VALUES (1, 'q', 'q', 'q'), (2, 'q', 'q', 'q'), (3, 'q', 'q', 'q');"
            + rebuilt(same, u"SELECT * FROM p"_s),
        u"H01! This drops the table “p” with its rows."_s);
    row("changed as it says", rebuilt(same, u"SELECT * FROM p; UPDATE n SET a = 'x'"_s));

    row("moved to another table", u"CREATE TABLE q (x, y); INSERT INTO q SELECT id, a FROM p; DROP TABLE p"_s);
    row("made into another table", u"CREATE TABLE q AS SELECT * FROM p; DROP TABLE p"_s);
    row("counted only", u"CREATE TABLE q (n); INSERT INTO q SELECT count(*) FROM p; DROP TABLE p"_s,
        u"H01! “p” loses 3 rows, as the script says; what is copied from it before comes to 1 row."_s);
    row("counted into a table", u"CREATE TABLE q AS SELECT count(*) FROM p; DROP TABLE p"_s,
        u"H01! “p” loses 3 rows, as the script says; what is copied from it before comes to 1 row."_s);
    row("a part of them", u"CREATE TABLE q (x); INSERT INTO q SELECT id FROM p WHERE id > 1; DROP TABLE p"_s,
        u"H01! “p” loses 3 rows, as the script says; what is copied from it before comes to 2 rows."_s);
    row("dropped", u"DROP TABLE p"_s, u"H01! This drops the table “p” with its rows."_s);
}

void TestCopiedRows::stops()
{
    QFETCH(QString, sql);
    QFETCH(QString, stops);
    SchemaDb db(u"CREATE TABLE p (id INTEGER PRIMARY KEY, a TEXT, b TEXT, e);"
                "INSERT INTO p VALUES (1, 'x', '007', 1), (2, 'a1', '2', 2.5), (3, 'z', '3', NULL);"
                "CREATE TABLE k (x); INSERT INTO k VALUES ('one'), ('two')"_s);
    QStringList all = fileFindings(db, sql);
    static const QRegularExpression warning(u"^H\\d\\d "_s);
    all.removeIf([](const QString &f) { return warning.match(f).hasMatch(); });
    QCOMPARE(all.join(u'\n'), stops);
}

QTEST_GUILESS_MAIN(TestCopiedRows)
#include "tst_copiedrows.moc"
