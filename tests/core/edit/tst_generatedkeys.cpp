// SPDX-License-Identifier: GPL-3.0-or-later
// Rows that need each other in one Apply: generated keys that flow into children, unique values that are freed before
// they are taken; and that each row is found by its key.
#include "core/edit/dmlwriter.h"

#include "core/db/scriptrunner.h"
#include "support/jobs.h"
#include "support/scratchdb.h"
#include "support/verify.h"

#include <QRegularExpression>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

const QualifiedName posts{{}, u"posts"_s};
const QualifiedName comments{{}, u"comments"_s};
const QualifiedName t{{}, u"t"_s};

RowKey keyOf(qint64 id)
{
    return {{Value::integer(id)}};
}

NewValue idOf(const QualifiedName &table, qint64 insertId)
{
    return KeyOfInserted{table, insertId, u"id"_s};
}

struct Fixture {
    explicit Fixture(const QString &sql)
        : database(scratch::open(scratch::makeDatabase(dir, u"t.db"_s, sql)))
    {
        if (database)
            schema = scratch::sqlite().introspect(**database);
    }
    Result<Script> script() const { return editScript(*schema, changes, scratch::sqlite()); }
    Result<Done> apply()
    {
        const auto written = script();
        RC_TRY(written);
        TestJob job;
        RC_TRY(runScript(**database, *written, job));
        return Done{};
    }
    QStringList rows(const QString &sql)
    {
        QStringList out;
        const auto found = (*database)->query(sql);
        if (!found)
            return {found.error().message};
        for (const Row &row : *found)
            out.append(row.front().display());
        return out;
    }

    QTemporaryDir dir;
    Result<std::unique_ptr<Database>> database;
    Result<Schema> schema = Error::invalid(u"not read"_s);
    ChangeSet changes;
};

const QString blog = u"CREATE TABLE posts (id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT, up INT REFERENCES posts);"
                     "CREATE TABLE comments (id INTEGER PRIMARY KEY, post INT NOT NULL REFERENCES posts, text TEXT);"
                     "INSERT INTO posts VALUES (40, 'first', NULL); INSERT INTO comments VALUES (1, 40, 'moves')"_s;

} // namespace

class TestGeneratedKeys : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void flowIntoChildren()
    {
        Fixture f(blog);
        VERIFY_OK(f.schema);
        // The parent is staged first but would run last by table order; the grandchild refers to its own table.
        VERIFY_OK(f.changes.apply(InsertRow{posts, 0, {{u"title"_s, Value::text(u"parent"_s)}}, -1}));
        VERIFY_OK(f.changes.apply(InsertRow{posts, 0, {{u"title"_s, Value::text(u"child"_s)}, {u"up"_s, idOf(posts, 1)}}, 0}));
        VERIFY_OK(f.changes.apply(InsertRow{comments, 0, {{u"post"_s, idOf(posts, 2)}}, 0}));
        VERIFY_OK(f.changes.apply(SetCell{comments, keyOf(1), u"post"_s, Value::integer(40), idOf(posts, 1), -1}));
        const auto script = f.script();
        VERIFY_OK(script);
        QStringList sql;
        for (const Statement &statement : script->statements)
            sql.append(rendered(statement, scratch::sqlite()));
        const QString all = sql.join(u'\n');
        QVERIFY2(all.contains(u"INSERT INTO `posts` (`title`) VALUES ('parent')\n RETURNING `id`"_s), qPrintable(all));
        QVERIFY2(all.contains(u"INSERT INTO `comments` (`post`) VALUES (:new_posts_2_id)"_s), qPrintable(all));
        VERIFY_OK(f.apply());
        QCOMPARE(f.rows(u"SELECT p.title || ' < ' || c.title FROM posts c JOIN posts p ON p.id = c.up"_s),
                 QStringList{u"parent < child"_s});
        QCOMPARE(f.rows(u"SELECT c.id || ' of ' || title FROM comments c JOIN posts p ON p.id = c.post ORDER BY c.id"_s),
                 (QStringList{u"1 of parent"_s, u"2 of child"_s}));
    }

    // The highest rowid is free again when its row goes. A key that is checked at the end only, and finds a row there,
    // says nothing: the child would have moved to a stranger.
    void areNotThoseOfRowsThatGo_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<bool>("fails");
        const QString rows = u"INSERT INTO t VALUES (1, 'a', NULL), (5, 'b', 1); INSERT INTO c VALUES (1, 5);"_s;
        const QString t = u"CREATE TABLE t (id INTEGER PRIMARY KEY%1, code TEXT NOT NULL UNIQUE, up INT);"_s;
        QTest::newRow("a deferred key") << QString(t.arg(QString()) + u"CREATE TABLE c (id INTEGER PRIMARY KEY, t INT "
                                                    "REFERENCES t DEFERRABLE INITIALLY DEFERRED);"_s + rows) << true;
        QTest::newRow("no key at all") << QString(t.arg(QString()) + u"CREATE TABLE c (id INTEGER PRIMARY KEY, t INT);"_s + rows)
                                       << false;
        QTest::newRow("never reused") << QString(t.arg(u" AUTOINCREMENT"_s)
                                                 + u"CREATE TABLE c (id INTEGER PRIMARY KEY, t INT);"_s + rows) << false;
    }
    void areNotThoseOfRowsThatGo()
    {
        QFETCH(QString, sql);
        QFETCH(bool, fails);
        Fixture f(sql);
        VERIFY_OK(f.schema);
        VERIFY_OK(f.changes.apply(DeleteRow{t, keyOf(5), {{u"code"_s, Value::text(u"b"_s)}}, -1}));
        VERIFY_OK(f.changes.apply(InsertRow{t, 0, {{u"code"_s, Value::text(u"b"_s)}}, -1}));
        VERIFY_OK(f.changes.apply(InsertRow{t, 0, {{u"code"_s, Value::text(u"x"_s)}, {u"id"_s, NewValue(Value())}}, -1}));
        QCOMPARE(bool(f.apply()), !fails);
        if (fails)
            QCOMPARE(f.rows(u"SELECT code || ' ' || id FROM t ORDER BY id"_s), (QStringList{u"a 1"_s, u"b 5"_s}));
        else
            QCOMPARE(f.rows(u"SELECT code || ' ' || id FROM t ORDER BY id"_s),
                     (QStringList{u"a 1"_s, u"b 6"_s, u"x 7"_s}));
    }

    // Rows that go with another one leave their keys, too.
    void areNotThoseOfRowsThatGoAlong()
    {
        Fixture f(u"CREATE TABLE p (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE);"
                  "CREATE TABLE t (id INTEGER PRIMARY KEY, p INT REFERENCES p ON DELETE CASCADE);"
                  "CREATE TABLE c (id INTEGER PRIMARY KEY, t INT);"
                  "INSERT INTO p VALUES (1, 'a'); INSERT INTO t VALUES (9, 1); INSERT INTO c VALUES (1, 9)"_s);
        VERIFY_OK(f.schema);
        const QualifiedName p{{}, u"p"_s};
        VERIFY_OK(f.changes.apply(DeleteRow{p, keyOf(1), {{u"code"_s, Value::text(u"a"_s)}}, -1}));
        VERIFY_OK(f.changes.apply(InsertRow{p, 0, {{u"code"_s, Value::text(u"a"_s)}}, -1}));
        VERIFY_OK(f.changes.apply(InsertRow{t, 0, {{u"p"_s, idOf(p, 1)}}, -1}));
        VERIFY_OK(f.apply());
        QCOMPARE(f.rows(u"SELECT id || ' of ' || p FROM t"_s), QStringList{u"10 of 2"_s});
    }

    void goBackToUnsetWithTheirRow()
    {
        Fixture f(blog);
        VERIFY_OK(f.changes.apply(InsertRow{posts, 0, {}, -1}));
        VERIFY_OK(f.changes.apply(InsertRow{comments, 0, {{u"post"_s, idOf(posts, 1)}}, -1}));
        VERIFY_OK(f.changes.apply(SetCell{comments, keyOf(1), u"post"_s, Value::integer(40), idOf(posts, 1), -1}));
        VERIFY_OK(f.changes.apply(SetCell{comments, keyOf(2), u"post"_s, Value::integer(40), idOf(posts, 1), -1}));
        VERIFY_OK(f.changes.apply(DeleteRow{comments, keyOf(2), {}, -1}));
        const ChangeSet before = f.changes;
        const auto undo = f.changes.apply(RemoveInsertedRow{posts, 1});
        VERIFY_OK(undo);
        QCOMPARE(f.changes.rows().size(), 2); // the new comment without its post, and the delete
        QVERIFY(f.changes.rows().constFirst().cells.isEmpty());
        QVERIFY(f.changes.rows().constLast().cells.isEmpty());
        VERIFY_OK(f.changes.apply(*undo));
        QVERIFY(f.changes == before);
    }

    void mustNameARowThatIsStaged()
    {
        ChangeSet changes;
        QVERIFY(!changes.apply(InsertRow{comments, 0, {{u"post"_s, idOf(posts, 1)}}, -1}).ok());
        QVERIFY(!changes.apply(SetCell{comments, keyOf(1), u"post"_s, Value(), idOf(posts, 1), -1}).ok());
        QVERIFY(changes.isEmpty());
        VERIFY_OK(changes.apply(InsertRow{posts, 0, {}, -1}));
        QVERIFY(!changes.apply(SetInsertedCell{posts, 1, u"up"_s, idOf(posts, 1)}).ok()); // itself
    }

    void uniqueValuesAreFreedFirst_data()
    {
        QTest::addColumn<QList<EditOp>>("edits");
        QTest::addColumn<QStringList>("expected");
        const auto v = [](qint64 n) { return Value::integer(n); };
        const InsertRow insert{t, 0, {{u"id"_s, v(1)}, {u"code"_s, v(10)}}, -1};
        const DeleteRow remove{t, keyOf(1), {}, -1};
        QTest::newRow("the row's key and code, by a delete")
            << QList<EditOp>{insert, remove} << QStringList{u"1 10"_s, u"2 20"_s};
        QTest::newRow("the code that an update lets go")
            << QList<EditOp>{InsertRow{t, 0, {{u"id"_s, v(5)}, {u"code"_s, v(10)}}, -1},
                             SetCell{t, keyOf(1), u"code"_s, v(10), NewValue(v(11)), -1}}
            << QStringList{u"1 11"_s, u"2 20"_s, u"5 10"_s};
        QTest::newRow("an update takes what a delete frees")
            << QList<EditOp>{SetCell{t, keyOf(2), u"code"_s, v(20), NewValue(v(10)), -1},
                             DeleteRow{t, keyOf(1), {{u"code"_s, v(10)}}, -1}}
            << QStringList{u"2 10"_s};
        QTest::newRow("exchanged: no order exists")
            << QList<EditOp>{SetCell{t, keyOf(1), u"code"_s, v(10), NewValue(v(20)), -1},
                             SetCell{t, keyOf(2), u"code"_s, v(20), NewValue(v(10)), -1}}
            << QStringList();
    }

    void uniqueValuesAreFreedFirst()
    {
        QFETCH(QList<EditOp>, edits);
        QFETCH(QStringList, expected);
        Fixture f(u"CREATE TABLE t (id INTEGER PRIMARY KEY, code INT UNIQUE); INSERT INTO t VALUES (1, 10), (2, 20)"_s);
        VERIFY_OK(f.schema);
        for (const EditOp &edit : edits)
            VERIFY_OK(f.changes.apply(edit));
        if (expected.isEmpty()) {
            const auto refused = f.script();
            QVERIFY(!refused.ok());
            QVERIFY2(refused.error().message.contains(u"exchange their values of code"_s),
                     qPrintable(refused.error().message));
            return;
        }
        // A delete names what was seen, and what is not known of it cannot tell the order: the insert's key is enough.
        VERIFY_OK(f.apply());
        QCOMPARE(f.rows(u"SELECT id || ' ' || code FROM t ORDER BY id"_s), expected);
    }

    void aCompositeKeyIsFreedFirst()
    {
        Fixture f(u"CREATE TABLE t (a INT NOT NULL, b INT NOT NULL, n, PRIMARY KEY (a, b));"
                  "INSERT INTO t VALUES (1, 2, 'old')"_s);
        VERIFY_OK(f.changes.apply(InsertRow{t, 0, {{u"a"_s, Value::integer(1)}, {u"b"_s, Value::integer(2)}}, -1}));
        VERIFY_OK(f.changes.apply(DeleteRow{t, {{Value::integer(1), Value::integer(2)}}, {}, -1}));
        VERIFY_OK(f.apply());
        QCOMPARE(f.rows(u"SELECT coalesce(n, 'new') FROM t"_s), QStringList{u"new"_s});
    }

    void aChildMovesAwayBeforeItsParentGoes()
    {
        Fixture f(u"CREATE TABLE p (id INTEGER PRIMARY KEY, code INT UNIQUE);"
                  "CREATE TABLE c (id INTEGER PRIMARY KEY, p INT REFERENCES p ON DELETE CASCADE);"
                  "INSERT INTO p VALUES (1, 10), (2, 20); INSERT INTO c VALUES (7, 1)"_s);
        const QualifiedName p{{}, u"p"_s};
        const QualifiedName c{{}, u"c"_s};
        // The delete is pulled before the insert, which takes its code; the child must have left by then.
        VERIFY_OK(f.changes.apply(InsertRow{p, 0, {{u"code"_s, Value::integer(10)}}, -1}));
        VERIFY_OK(f.changes.apply(DeleteRow{p, keyOf(1), {{u"code"_s, Value::integer(10)}}, -1}));
        VERIFY_OK(f.changes.apply(SetCell{c, keyOf(7), u"p"_s, Value::integer(1), NewValue(Value::integer(2)), -1}));
        VERIFY_OK(f.apply());
        QCOMPARE(f.rows(u"SELECT id || ' ' || p FROM c"_s), QStringList{u"7 2"_s});
        QCOMPARE(f.rows(u"SELECT count(*) FROM p"_s), QStringList{u"2"_s});
    }

    void anEditIsNotLostWithADeletion_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<QList<EditOp>>("edits");
        QTest::addColumn<bool>("isLost"); // one of the edited rows goes: nothing is applied
        QTest::addColumn<QStringList>("after");
        const QualifiedName p{{}, u"p"_s};
        const auto number = [](qint64 n) { return Value::integer(n); };
        const auto set = [&](const QualifiedName &table, qint64 id, const QString &column, qint64 from, qint64 to) {
            return EditOp(SetCell{table, keyOf(id), column, number(from), NewValue(number(to)), -1, {}});
        };
        const EditOp firstGoes = DeleteRow{p, keyOf(1), {}, -1};
        // 3 refers to 2, and 2 to 1.
        const auto chain = [](const QString &actions) {
            return u"CREATE TABLE t (id INTEGER PRIMARY KEY, up INT REFERENCES t %1, n INT);"
                   "INSERT INTO t VALUES (1, NULL, 0), (2, 1, 0), (3, 2, 0)"_s.arg(actions);
        };
        const EditOp topGoes = DeleteRow{t, keyOf(1), {}, -1};
        const QStringList all{u"1 - 0"_s, u"2 1 0"_s, u"3 2 0"_s};
        QTest::newRow("a changed key, whose change sets others NULL")
            << chain(u"ON DELETE CASCADE ON UPDATE SET NULL"_s) << QList<EditOp>{set(t, 2, u"id"_s, 2, 9), topGoes} << true << all;
        QTest::newRow("a changed key, whose change cascades")
            << chain(u"ON DELETE CASCADE ON UPDATE CASCADE"_s) << QList<EditOp>{set(t, 2, u"id"_s, 2, 9), topGoes} << true << all;
        QTest::newRow("a value, two levels down")
            << chain(u"ON DELETE CASCADE"_s) << QList<EditOp>{set(t, 3, u"n"_s, 0, 5), topGoes} << true << all;
        QTest::newRow("the row has moved away")
            << chain(u"ON DELETE CASCADE"_s)
            << QList<EditOp>{EditOp(SetCell{t, keyOf(2), u"up"_s, number(1), NewValue(Value()), -1, {}}),
                             set(t, 3, u"n"_s, 0, 5), topGoes}
            << false << QStringList{u"2 - 0"_s, u"3 2 5"_s};
        QTest::newRow("nothing goes along") << chain(u"ON DELETE SET NULL"_s)
                                            << QList<EditOp>{set(t, 2, u"n"_s, 0, 5), topGoes} << false
                                            << QStringList{u"2 - 5"_s, u"3 2 0"_s};
        const QString links = u"CREATE TABLE p (id INTEGER PRIMARY KEY); INSERT INTO p VALUES (1), (2), (3);"
                              "CREATE TABLE t (id INT NOT NULL REFERENCES p ON UPDATE CASCADE, up INT NOT NULL REFERENCES p "
                              "ON DELETE CASCADE, n INT, PRIMARY KEY (id, up)) WITHOUT ROWID;"
                              "INSERT INTO t VALUES (2, 1, 0), (2, 3, 0)"_s;
        const auto link = [&](qint64 up) {
            return EditOp(SetCell{t, {{number(2), number(up)}}, u"n"_s, number(0), NewValue(number(5)), -1, {}});
        };
        QTest::newRow("its own key follows another, and it goes")
            << links << QList<EditOp>{set(p, 2, u"id"_s, 2, 9), link(1), firstGoes} << true
            << QStringList{u"2 1 0"_s, u"2 3 0"_s};
        QTest::newRow("its own key follows another, and it stays")
            << links << QList<EditOp>{set(p, 2, u"id"_s, 2, 9), link(3), firstGoes} << false << QStringList{u"9 3 5"_s};
    }

    void anEditIsNotLostWithADeletion()
    {
        QFETCH(QString, sql);
        QFETCH(QList<EditOp>, edits);
        QFETCH(bool, isLost);
        QFETCH(QStringList, after);
        Fixture f(sql);
        VERIFY_OK(f.schema);
        for (const EditOp &edit : edits)
            VERIFY_OK(f.changes.apply(edit));
        const auto applied = f.apply();
        QCOMPARE(applied.ok(), !isLost);
        if (isLost)
            QVERIFY2(applied.error().message.contains(u"is edited, but goes with a row that is to be deleted"_s),
                     qPrintable(applied.error().message));
        QCOMPARE(f.rows(u"SELECT id || ' ' || coalesce(up, '-') || ' ' || n FROM t ORDER BY id, up"_s), after);
    }

    void everyRowIsFoundByItsKey_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::addColumn<RowKey>("key");
        QTest::newRow("rowid alias") << u"CREATE TABLE t (id INTEGER PRIMARY KEY, n)"_s << keyOf(2);
        QTest::newRow("rowid") << u"CREATE TABLE t (a, n)"_s << keyOf(2);
        QTest::newRow("descending integer key, no alias")
            << u"CREATE TABLE t (id INTEGER PRIMARY KEY DESC NOT NULL, n)"_s << keyOf(2);
        QTest::newRow("composite") << u"CREATE TABLE t (a INT NOT NULL, b TEXT NOT NULL, n, PRIMARY KEY (a, b))"_s
                                   << RowKey{{Value::integer(1), Value::text(u"x"_s)}};
        QTest::newRow("text") << u"CREATE TABLE t (k TEXT PRIMARY KEY NOT NULL, n)"_s << RowKey{{Value::text(u"x"_s)}};
        QTest::newRow("blob") << u"CREATE TABLE t (k BLOB PRIMARY KEY NOT NULL, n)"_s << RowKey{{Value::blob("x")}};
        QTest::newRow("real") << u"CREATE TABLE t (k REAL PRIMARY KEY NOT NULL, n)"_s << RowKey{{Value::real(0.5)}};
        QTest::newRow("without rowid") << u"CREATE TABLE t (k TEXT PRIMARY KEY, n) WITHOUT ROWID"_s
                                       << RowKey{{Value::text(u"x"_s)}};
        QTest::newRow("without rowid, composite")
            << u"CREATE TABLE t (a INT, b INT, n, PRIMARY KEY (a, b)) WITHOUT ROWID"_s
            << RowKey{{Value::integer(1), Value::integer(2)}};
    }

    void everyRowIsFoundByItsKey()
    {
        QFETCH(QString, sql);
        QFETCH(RowKey, key);
        Fixture f(sql);
        VERIFY_OK(f.schema);
        ChangeSet update;
        VERIFY_OK(update.apply(SetCell{t, key, u"n"_s, Value(), NewValue(Value::integer(1)), -1}));
        ChangeSet remove;
        VERIFY_OK(remove.apply(DeleteRow{t, key, {}, -1}));
        for (const ChangeSet &changes : {update, remove}) {
            const auto script = editScript(*f.schema, changes, scratch::sqlite());
            VERIFY_OK(script);
            const QString body = rendered(script->statements.at(3), scratch::sqlite());
            const auto plan = (*f.database)->query(u"EXPLAIN QUERY PLAN "_s + body);
            VERIFY_OK(plan);
            QVERIFY2(plan->front().back().display().startsWith(u"SEARCH"_s), qPrintable(body));
        }
    }
};

QTEST_GUILESS_MAIN(TestGeneratedKeys)
#include "tst_generatedkeys.moc"
