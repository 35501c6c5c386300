// SPDX-License-Identifier: GPL-3.0-or-later
// Staged rows that need each other in a circle: written in two steps, by deferral, or refused with a reason.
#include "core/edit/dmlwriter.h"

#include "core/db/scriptrunner.h"
#include "support/jobs.h"
#include "support/scratchdb.h"
#include "support/verify.h"

#include <QRegularExpression>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

const QualifiedName a{{}, u"a"_s};
const QualifiedName b{{}, u"b"_s};

Value n(qint64 number) { return Value::integer(number); }
RowKey keyOf(qint64 id) { return {{n(id)}}; }
NewValue idOf(const QualifiedName &table, qint64 insertId) { return KeyOfInserted{table, insertId, u"id"_s}; }

QString tables(const QString &first, const QString &second, const QString &rows = {})
{
    return u"CREATE TABLE a(id INTEGER PRIMARY KEY, x, b INT %1 REFERENCES b %2);"
           "CREATE TABLE b(id INTEGER PRIMARY KEY, x, a INT %3 REFERENCES a %4);"_s
               .arg(first.section(u'|', 0, 0), first.section(u'|', 1), second.section(u'|', 0, 0), second.section(u'|', 1))
        + rows;
}

} // namespace

class TestCircles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void circles_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QList<EditOp>>("edits");
        QTest::addColumn<QString>("expected"); // rows of a, then of b; or "refused: words"
        QTest::addColumn<bool>("pragma");
        const QList<EditOp> mutual{InsertRow{a, 0, {{u"x"_s, n(1)}}, -1},
                                   InsertRow{b, 0, {{u"a"_s, idOf(a, 1)}, {u"x"_s, n(2)}}, -1},
                                   SetInsertedCell{a, 1, u"b"_s, idOf(b, 2)}};
        const QString both = u"1 1 1 / 1 2 1"_s;
        QTest::newRow("both may be NULL") << tables(u"|"_s, u"|"_s) << mutual << both << false;
        QTest::newRow("only the first may be NULL") << tables(u"|"_s, u"NOT NULL|"_s) << mutual << both << false;
        QTest::newRow("only the second may be NULL") << tables(u"NOT NULL|"_s, u"|"_s) << mutual << both << false;
        QTest::newRow("neither may be NULL, keys unknown")
            << tables(u"NOT NULL|"_s, u"NOT NULL|DEFERRABLE INITIALLY DEFERRED"_s) << mutual
            << u"refused: need each other's keys"_s << false;
        const QList<EditOp> typed{InsertRow{a, 0, {{u"id"_s, n(7)}}, -1},
                                  InsertRow{b, 0, {{u"id"_s, n(8)}, {u"a"_s, idOf(a, 1)}}, -1},
                                  SetInsertedCell{a, 1, u"b"_s, idOf(b, 2)}};
        QTest::newRow("neither may be NULL, keys typed in, deferred")
            << tables(u"NOT NULL|DEFERRABLE INITIALLY DEFERRED"_s, u"NOT NULL|DEFERRABLE INITIALLY DEFERRED"_s) << typed
            << u"7 - 8 / 8 - 7"_s << false;
        QTest::newRow("neither may be NULL, keys typed in") << tables(u"NOT NULL|"_s, u"NOT NULL|"_s) << typed
                                                            << u"7 - 8 / 8 - 7"_s << true;
        const QList<EditOp> values{InsertRow{a, 0, {{u"id"_s, n(7)}, {u"b"_s, n(8)}}, -1},
                                   InsertRow{b, 0, {{u"id"_s, n(8)}, {u"a"_s, n(7)}}, -1}};
        QTest::newRow("by values, one may be NULL") << tables(u"NOT NULL|"_s, u"|"_s) << values << u"7 - 8 / 8 - 7"_s << false;
        QTest::newRow("by values, deferred") << tables(u"NOT NULL|DEFERRABLE INITIALLY DEFERRED"_s, u"NOT NULL|"_s)
                                             << values << u"7 - 8 / 8 - 7"_s << false;
        QTest::newRow("by values, neither may be NULL") << tables(u"NOT NULL|"_s, u"NOT NULL|"_s) << values
                                                        << u"7 - 8 / 8 - 7"_s << true;

        const QString pair = u"INSERT INTO a VALUES(1, 0, NULL); INSERT INTO b VALUES(2, 0, 1); UPDATE a SET b = 2"_s;
        const QString strictPair = u"PRAGMA foreign_keys = OFF; INSERT INTO a VALUES(1, 0, 2); INSERT INTO b VALUES(2, 0, 1)"_s;
        const QList<EditOp> gone{DeleteRow{a, keyOf(1), {{u"x"_s, n(0)}, {u"b"_s, n(2)}}, -1},
                                 DeleteRow{b, keyOf(2), {{u"x"_s, n(0)}, {u"a"_s, n(1)}}, -1}};
        QTest::newRow("both deleted") << tables(u"|"_s, u"|"_s, pair) << gone << u" / "_s << false;
        QTest::newRow("both deleted, one sets NULL") << tables(u"|ON DELETE SET NULL"_s, u"NOT NULL|"_s, strictPair) << gone
                                                     << u" / "_s << false;
        QTest::newRow("both deleted, both cascade") << tables(u"|ON DELETE CASCADE"_s, u"|ON DELETE CASCADE"_s, pair)
                                                    << gone << u" / "_s << false;
        QTest::newRow("both deleted, neither may be NULL") << tables(u"NOT NULL|"_s, u"NOT NULL|"_s, strictPair) << gone
                                                           << u" / "_s << true;
        QTest::newRow("both deleted, both cascade and neither may be NULL")
            << tables(u"NOT NULL|ON DELETE CASCADE"_s, u"NOT NULL|ON DELETE CASCADE"_s, strictPair) << gone
            << u"refused: stage only one of them"_s << false;

        const QString child = u"INSERT INTO b VALUES(2, 0, NULL); INSERT INTO a VALUES(1, 0, 2)"_s;
        const QList<EditOp> rekeyed{SetCell{b, keyOf(2), u"id"_s, n(2), NewValue(n(5)), -1},
                                    SetCell{a, keyOf(1), u"b"_s, n(2), NewValue(n(5)), -1}};
        QTest::newRow("a key changes, and its child with it") << tables(u"|"_s, u"|"_s, child) << rekeyed
                                                              << u"1 0 5 / 5 0 -"_s << true;
        QTest::newRow("a key changes, and its child with it, though it would cascade")
            << tables(u"|ON UPDATE CASCADE"_s, u"|"_s, child) << rekeyed << u"1 0 5 / 5 0 -"_s << true;
        QTest::newRow("a key changes that a deleted row had")
            << tables(u"|ON UPDATE CASCADE"_s, u"|"_s, child)
            << QList<EditOp>{rekeyed.first(), DeleteRow{a, keyOf(1), {{u"b"_s, n(2)}}, -1}} << u" / 5 0 -"_s << false;
        // The new row takes a value that the row which is to refer to it frees.
        QTest::newRow("a unique value and a reference")
            << u"CREATE TABLE b(id INTEGER PRIMARY KEY); CREATE TABLE a(id INTEGER PRIMARY KEY, x UNIQUE, b INT REFERENCES a);"
               "INSERT INTO a VALUES(1, 10, NULL)"_s
            << QList<EditOp>{InsertRow{a, 0, {{u"x"_s, n(10)}}, -1}, SetCell{a, keyOf(1), u"x"_s, n(10), NewValue(n(11)), -1},
                             SetCell{a, keyOf(1), u"b"_s, Value(), idOf(a, 1), -1}}
            << u"1 11 2, 2 10 - / "_s << false;
        QTest::newRow("three in a circle")
            << u"CREATE TABLE b(id INTEGER PRIMARY KEY); CREATE TABLE a(id INTEGER PRIMARY KEY, x, b INT REFERENCES a);"_s
            << QList<EditOp>{InsertRow{a, 0, {}, -1}, InsertRow{a, 0, {{u"b"_s, idOf(a, 1)}}, -1},
                             InsertRow{a, 0, {{u"b"_s, idOf(a, 2)}}, -1}, SetInsertedCell{a, 1, u"b"_s, idOf(a, 3)}}
            << u"1 - 3, 2 - 1, 3 - 2 / "_s << false;
        QTest::newRow("a key that nobody fills in")
            << u"CREATE TABLE b(id TEXT PRIMARY KEY); CREATE TABLE a(id INTEGER PRIMARY KEY, x, b TEXT REFERENCES b);"_s
            << QList<EditOp>{InsertRow{b, 0, {}, -1}, InsertRow{a, 0, {{u"b"_s, idOf(b, 1)}}, -1}}
            << u"refused: has no id, which other rows refer to"_s << false;
    }

    void circles()
    {
        QFETCH(QString, sql);
        QFETCH(QList<EditOp>, edits);
        QFETCH(QString, expected);
        QFETCH(bool, pragma);
        const QTemporaryDir dir;
        auto database = scratch::open(scratch::makeDatabase(dir, u"t.db"_s, sql));
        VERIFY_OK(database);
        const auto schema = scratch::sqlite().introspect(**database);
        VERIFY_OK(schema);
        ChangeSet changes;
        for (const EditOp &edit : edits)
            VERIFY_OK(changes.apply(edit));
        const auto script = editScript(*schema, changes, scratch::sqlite());
        if (expected.startsWith(u"refused: "_s)) {
            QVERIFY(!script.ok());
            QVERIFY2(script.error().message.contains(expected.mid(9)), qPrintable(script.error().message));
            return;
        }
        VERIFY_OK(script);
        QStringList text;
        bool found = false;
        for (const Statement &s : script->statements) {
            text.append(rendered(s, scratch::sqlite()));
            if (s.sql.contains(u"defer_foreign_keys"_s)) {
                found = true;
                QCOMPARE(s.purpose, u"Check foreign keys at COMMIT, because rows of a and b need each other"_s);
            }
        }
        TestJob job;
        const auto ran = runScript(**database, *script, job);
        if (!ran)
            qInfo("%s", qPrintable(text.join(u'\n')));
        VERIFY_OK(ran);
        const auto rows = [&](const QString &table) {
            const auto read = (*database)->query(u"SELECT * FROM "_s + table + u" ORDER BY 1"_s);
            QStringList lines;
            for (const Row &row : *read) {
                QStringList cells;
                for (const Value &v : row)
                    cells.append(v.isNull() ? u"-"_s : v.display());
                lines.append(cells.join(u' '));
            }
            return lines.join(u", "_s);
        };
        QCOMPARE(QString(rows(u"a"_s) + u" / "_s + rows(u"b"_s)), expected);
        QCOMPARE(found, pragma);
    }

    void thePreviewNamesWhatFlows()
    {
        const QTemporaryDir dir;
        auto database = scratch::open(scratch::makeDatabase(dir, u"t.db"_s, tables(u"|"_s, u"NOT NULL|"_s)));
        VERIFY_OK(database);
        const auto schema = scratch::sqlite().introspect(**database);
        ChangeSet changes;
        VERIFY_OK(changes.apply(InsertRow{a, 0, {}, -1}));
        VERIFY_OK(changes.apply(InsertRow{b, 0, {{u"a"_s, idOf(a, 1)}}, -1}));
        VERIFY_OK(changes.apply(SetInsertedCell{a, 1, u"b"_s, idOf(b, 2)}));
        const auto script = editScript(*schema, changes, scratch::sqlite());
        VERIFY_OK(script);
        QStringList text;
        for (const Statement &s : script->statements) {
            if (std::holds_alternative<FromEdit>(s.source))
                text.append(rendered(s, scratch::sqlite()));
        }
        QCOMPARE(text, (QStringList{u"INSERT INTO `a` (`b`) VALUES (NULL)\n RETURNING `id`"_s,
                                    u"INSERT INTO `b` (`a`) VALUES (:new_a_1_id)\n RETURNING `id`"_s,
                                    u"UPDATE `a` SET `b` = :new_b_2_id\n WHERE `id` = :new_a_1_id"_s}));
    }
};

QTEST_GUILESS_MAIN(TestCircles)
#include "tst_circles.moc"
