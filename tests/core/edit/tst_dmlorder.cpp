// SPDX-License-Identifier: GPL-3.0-or-later
// The order in which staged edits are written, and what the writer refuses to write.
#include "core/edit/dmlwriter.h"

#include "dmlfixture.h"
#include "support/verify.h"

#include <QRegularExpression>

using namespace core;
using namespace Qt::Literals::StringLiterals;
using namespace dmlfixture;

class TestDmlOrder : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void parentsBeforeChildren()
    {
        Fixture f(u"PRAGMA foreign_keys = ON;"
                  "CREATE TABLE a_child (id INTEGER PRIMARY KEY, p INT REFERENCES z_parent);"
                  "CREATE TABLE z_parent (id INTEGER PRIMARY KEY, up INT REFERENCES z_parent)"_s);
        READY(f);
        VERIFY_OK(f.changes.apply(InsertRow{named(u"a_child"_s), 0, {{u"id"_s, number(1)}, {u"p"_s, number(3)}}, -1}));
        VERIFY_OK(
            f.changes.apply(InsertRow{named(u"z_parent"_s), 0, {{u"id"_s, number(3)}, {u"up"_s, number(2)}}, -1}));
        VERIFY_OK(
            f.changes.apply(InsertRow{named(u"z_parent"_s), 0, {{u"id"_s, number(2)}, {u"up"_s, number(1)}}, -1}));
        VERIFY_OK(f.changes.apply(InsertRow{named(u"z_parent"_s), 0, {{u"id"_s, number(1)}}, -1}));
        VERIFY_OK(f.apply());
        QCOMPARE(f.column(u"SELECT id FROM z_parent"_s), (QStringList{u"1"_s, u"2"_s, u"3"_s}));

        f.changes = ChangeSet();
        const auto up = [](qint64 id) {
            return QMap<QString, Value>{{u"up"_s, id > 1 ? Value::integer(id - 1) : Value()}};
        };
        for (qint64 id = 1; id <= 3; ++id)
            VERIFY_OK(f.changes.apply(DeleteRow{named(u"z_parent"_s), keyOf(id), up(id), -1}));
        VERIFY_OK(f.changes.apply(DeleteRow{named(u"a_child"_s), keyOf(1), {}, -1}));
        VERIFY_OK(f.apply());
        QVERIFY(f.rows(u"SELECT * FROM z_parent"_s).empty());
    }

    void tablesThatReferToEachOther()
    {
        Fixture f(u"PRAGMA foreign_keys = ON;"
                  "CREATE TABLE a (id INTEGER PRIMARY KEY, b INT REFERENCES b);"
                  "CREATE TABLE b (id INTEGER PRIMARY KEY, a INT REFERENCES a)"_s);
        READY(f);
        VERIFY_OK(f.changes.apply(InsertRow{named(u"a"_s), 0, {{u"id"_s, number(2)}, {u"b"_s, number(1)}}, -1}));
        VERIFY_OK(f.changes.apply(InsertRow{named(u"b"_s), 0, {{u"id"_s, number(1)}, {u"a"_s, number(1)}}, -1}));
        VERIFY_OK(f.changes.apply(InsertRow{named(u"a"_s), 0, {{u"id"_s, number(1)}}, -1}));
        VERIFY_OK(f.apply());
    }

    void aUniqueValueIsFreedBeforeItIsTaken()
    {
        Fixture f(u"CREATE TABLE t (id INTEGER PRIMARY KEY, pos INT UNIQUE);"
                  "INSERT INTO t VALUES (1, 10), (2, 20), (3, 30)"_s);
        READY(f);
        for (qint64 id = 1; id <= 3; ++id)
            VERIFY_OK(f.changes.apply(set(u"t"_s, id, u"pos"_s, Value::integer(id * 10), number(id * 10 + 10))));
        VERIFY_OK(f.apply());
        QCOMPARE(f.column(u"SELECT pos FROM t ORDER BY id"_s), (QStringList{u"20"_s, u"30"_s, u"40"_s}));
    }

    void conflictClausesOfTheTableHideNothing()
    {
        Fixture f(u"CREATE TABLE t (id INTEGER PRIMARY KEY, v UNIQUE ON CONFLICT REPLACE);"
                  "INSERT INTO t VALUES (1, 'a'), (2, 'b')"_s);
        READY(f);
        VERIFY_OK(f.changes.apply(set(u"t"_s, 2, u"v"_s, Value::text(u"b"_s), text(u"a"_s))));
        QVERIFY(!f.apply().ok());
        QCOMPARE(f.column(u"SELECT v FROM t"_s), (QStringList{u"a"_s, u"b"_s}));
    }

    void aLongChainOfSelfReferences()
    {
        Fixture f(u"PRAGMA foreign_keys = ON; CREATE TABLE t (id INTEGER PRIMARY KEY, up INT REFERENCES t)"_s);
        READY(f);
        constexpr qint64 rows = 20'000;
        for (qint64 id = rows; id > 0; --id) { // the deepest child first
            VERIFY_OK(f.changes.apply(
                InsertRow{named(u"t"_s),
                          0,
                          {{u"id"_s, number(id)}, {u"up"_s, id > 1 ? number(id - 1) : NewValue(Value())}},
                          -1}));
        }
        const auto script = f.script();
        VERIFY_OK(script);
        VERIFY_OK(scratch::run(**f.database, *script));
        QCOMPARE(f.column(u"SELECT count(*) FROM t"_s), QStringList{QString::number(rows)});
    }

    void refusals_data()
    {
        QTest::addColumn<EditOp>("op");
        QTest::addColumn<QString>("words");
        const auto row = [](const char *name, const EditOp &op, const QString &words) {
            QTest::newRow(name) << op << words;
        };
        row("unknown table", set(u"gone"_s, 1, u"a"_s, Value(), number(1)), u"Table gone is not in the database"_s);
        row("unknown column", set(u"t"_s, 1, u"gone"_s, Value(), number(1)), u"Table t has no column gone"_s);
        row("generated", set(u"t"_s, 1, u"twice"_s, Value(), number(1)), u"Column twice of table t is computed"_s);
        row("generated in a new row", InsertRow{named(u"t"_s), 0, {{u"twice"_s, number(1)}}, -1},
            u"Column twice of table t is computed"_s);
        row("view", DeleteRow{named(u"v"_s), keyOf(1), {}, -1}, u"v is a view"_s);
        row("no identity", DeleteRow{named(u"nokey"_s), keyOf(1), {}, -1},
            u"Rows of table nokey cannot be told apart"_s);
        row("another key", DeleteRow{named(u"t"_s), {{Value(), Value()}}, {}, -1}, u"The key of table t has changed"_s);
        row("column seen is gone", DeleteRow{named(u"t"_s), keyOf(1), {{u"gone"_s, Value()}}, -1},
            u"Table t has no column gone"_s);
    }

    void refusals()
    {
        QFETCH(EditOp, op);
        QFETCH(QString, words);
        Fixture f(u"CREATE TABLE t (id INTEGER PRIMARY KEY, a, twice AS (a * 2)); CREATE VIEW v AS SELECT * FROM t;"
                  "CREATE TABLE nokey (rowid, _rowid_, oid)"_s);
        READY(f);
        VERIFY_OK(f.changes.apply(op));
        const auto script = f.script();
        QVERIFY(!script.ok());
        QVERIFY2(script.error().message.startsWith(words), qPrintable(script.error().message));
    }
};

QTEST_GUILESS_MAIN(TestDmlOrder)
#include "tst_dmlorder.moc"
