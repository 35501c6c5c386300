// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/drivers/sqlite/sqlitedatabase.h"
#include "core/db/scriptrunner.h"

#include "scriptparts.h"
#include "support/jobs.h"
#include "support/verify.h"

#include <QRegularExpression>
#include <QTest>

#include <limits>

using namespace core;
using namespace Qt::Literals::StringLiterals;
using namespace scriptparts;
using Role = Statement::Role;

class TestScriptRunner : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void outcome();
    void whatRanIsWhatWasShown_data();
    void whatRanIsWhatWasShown();
    void failuresRollBack_data();
    void failuresRollBack();
    void conflictNamesTheStatement();
    void oldViolationsAreTolerated();
    void foreignKeysOffKeepsChildren();
    void readsBack();
    void capturesReachLaterStatements();
    void beforeCommitMayRefuse();
    void cancelBetweenAndWithin();
};

void TestScriptRunner::outcome()
{
    QTemporaryDir dir;
    const QString path = tempdatabase::make(dir, u"x.db"_s, twoTables);
    auto database = tempdatabase::open(path, ConnectionSpec::Mode::Write);
    VERIFY_OK(database);
    TestJob job;
    const Script script = inTransaction({statement(u"UPDATE a SET v = :v WHERE id = :id"_s,
                                                   {{u"v"_s, Value::text(u"new"_s)}, {u"id"_s, Value::integer(2)}},
                                                   TouchesRows{1}),
                                         statement(u"DELETE FROM a WHERE id = 1"_s, {}, TouchesRows{1})});
    const auto ran = runScript(**database, script, job);
    VERIFY_OK(ran);
    QCOMPARE(ran->statements.size(), script.statements.size());
    QList<qint64> changes;
    for (const StatementOutcome &one : ran->statements)
        changes += one.changes;
    QCOMPARE(changes, (QList<qint64>{0, 0, 0, 1, 1, 0}));
    const QList<TableEffect> effects{{u"a"_s, 0, 1, 1}, {u"b"_s, 0, 0, 2}, {u"log"_s, 1, 0, 0}};
    QVERIFY(ran->effects == effects);
    QCOMPARE(job.progress.last(), std::make_pair(6, 6));
    QCOMPARE(everything(path), u"2|'new'\n3|2\n'new'"_s);
}

void TestScriptRunner::whatRanIsWhatWasShown_data()
{
    QTest::addColumn<Dialect::ForeignKeys>("keys");
    QTest::addColumn<QList<Statement>>("body");
    const double inf = std::numeric_limits<double>::infinity();
    const QList<Value> values{Value::null(),
                              Value::integer(std::numeric_limits<std::int64_t>::min()),
                              Value::integer(-1),
                              Value::real(0.1 + 0.2),
                              Value::real(-0.0),
                              Value::real(5e-324),
                              Value::real(inf),
                              Value::real(1.0),
                              Value::text(u"it's ☔ -- not; a comment"_s),
                              Value::textBytes(QByteArray("a\0b", 3)),
                              Value::textBytes("\xff\xfe"),
                              Value::textBytes(""),
                              Value::blob(""),
                              Value::blob(QByteArray("\0\x01\xff", 3))};
    QList<Statement> edits;
    for (int i = 0; i < values.size(); ++i) {
        edits += statement(u"INSERT INTO a(id, v) VALUES(:id, :v)"_s,
                           {{u"id"_s, Value::integer(100 + i)}, {u"v"_s, values.at(i)}}, TouchesRows{1});
        edits += statement(u"UPDATE a SET v=:v WHERE id=:id -- :v"_s, // out of order, and one in a comment
                           {{u"id"_s, Value::integer(2)}, {u"v"_s, values.at(i)}}, TouchesRows{1});
    }
    QTest::newRow("edits") << Dialect::ForeignKeys::Enforced << edits;
    QTest::newRow("migration") << Dialect::ForeignKeys::Off
                               << QList<Statement>{statement(u"CREATE TABLE __new_a(id INTEGER PRIMARY KEY, v, w)"_s),
                                                   statement(u"INSERT INTO __new_a(id, v) SELECT id, v FROM a"_s),
                                                   statement(u"DROP TABLE a"_s),
                                                   statement(u"ALTER TABLE __new_a RENAME TO a"_s),
                                                   statement(u"/* journal */ INSERT INTO log VALUES(:v);"_s,
                                                             {{u"v"_s, Value::text(u"0004"_s)}})};
}

// The preview shows rendered(statement); the runner must run that text with exactly those values and nothing else.
// Two witnesses beside our own trace: SQLite's trace of the raw handle, and plain SQLite running the shown text.
void TestScriptRunner::whatRanIsWhatWasShown()
{
    QFETCH(Dialect::ForeignKeys, keys);
    QFETCH(QList<Statement>, body);
    QTemporaryDir dir;
    const QString path = tempdatabase::make(dir, u"x.db"_s, twoTables);
    const QString twin = tempdatabase::make(dir, u"twin.db"_s, twoTables);
    auto database = tempdatabase::open(path, ConnectionSpec::Mode::Write);
    VERIFY_OK(database);

    QStringList texts;
    QList<QList<Value>> bound;
    (*database)->setTrace([&](const QString &sql, const QList<Value> &values) {
        texts += sql;
        bound += values;
    });
    QStringList native;
    const auto witness = [](unsigned, void *list, void *, void *text) {
        const QString sql = QString::fromUtf8(static_cast<const char *>(text));
        if (!sql.startsWith(u"-- "_s)) // within a trigger
            *static_cast<QStringList *>(list) += sql;
        return 0;
    };
    sqlite3 *handle = static_cast<sqlite::SqliteDatabase &>(**database).handle();
    sqlite3_trace_v2(handle, SQLITE_TRACE_STMT, witness, &native);

    const Script script = inTransaction(body, keys);
    TestJob job;
    VERIFY_OK(runScript(**database, script, job));
    sqlite3_trace_v2(handle, 0, nullptr, nullptr);

    QStringList shown;
    QList<QList<Value>> values;
    for (const Statement &s : script.statements) {
        if (s.role == Role::Begin)
            for (const Statement &check : script.statements) // the baseline, just before BEGIN: the check's own text
                if (std::holds_alternative<ReturnsNothingNew>(check.expect)) {
                    shown += check.sql;
                    values += QList<Value>();
                }
        shown += s.sql;
        QMap<qsizetype, Value> ordered; // by first appearance in the text
        for (const Parameter &p : s.parameters)
            ordered.insert(s.sql.indexOf(u':' + p.name), std::get<Value>(p.value));
        values += ordered.values();
    }
    QCOMPARE(texts, shown);
    QVERIFY(bound == values);
    QCOMPARE(native, shown);

    QString text;
    for (const Statement &s : script.statements) {
        text += rendered(s, dialect());
        if (!text.endsWith(u';'))
            text += u"\n;\n"_s;
    }
    QCOMPARE(tempdatabase::run(twin, text), QString());
    QCOMPARE(everything(path), everything(twin));
    QVERIFY(everything(path) != everything(tempdatabase::make(dir, u"untouched.db"_s, twoTables)));
}

void TestScriptRunner::failuresRollBack_data()
{
    QTest::addColumn<Statement>("bad");
    QTest::addColumn<Error::Kind>("kind");
    QTest::newRow("syntax") << statement(u"UPDAT a"_s) << Error::Kind::Sql;
    QTest::newRow("no such table") << statement(u"DELETE FROM nowhere"_s) << Error::Kind::Sql;
    QTest::newRow("constraint") << statement(u"INSERT INTO a VALUES(2, 1)"_s) << Error::Kind::Constraint;
    QTest::newRow("rolls back itself") << statement(u"INSERT OR ROLLBACK INTO a VALUES(2, 1)"_s)
                                       << Error::Kind::Constraint;
    QTest::newRow("foreign key") << statement(u"INSERT INTO b VALUES(9, 999)"_s) << Error::Kind::Constraint;
    QTest::newRow("rows") << statement(u"UPDATE a SET v = 1"_s, {}, TouchesRows{2}) << Error::Kind::Conflict;
    QTest::newRow("no rows") << statement(u"UPDATE a SET v = 1 WHERE id = 9"_s, {}, TouchesRows{1})
                             << Error::Kind::Conflict;
    QTest::newRow("unbound") << statement(u"UPDATE a SET v = :v"_s) << Error::Kind::Invalid;
    QTest::newRow("unknown parameter") << statement(u"UPDATE a SET v = :v"_s, {{u"w"_s, Value::null()}})
                                       << Error::Kind::Invalid;
    QTest::newRow("not captured") << statement(u"UPDATE a SET v = :v"_s, {{u"v"_s, Captured{u"key"_s}}})
                                  << Error::Kind::Invalid;
    QTest::newRow("two in one") << statement(u"DELETE FROM a; DELETE FROM b"_s) << Error::Kind::Invalid;
    QTest::newRow("attach") << statement(u"ATTACH 'x' AS x"_s) << Error::Kind::Sql;
}

void TestScriptRunner::failuresRollBack()
{
    QFETCH(Statement, bad);
    QFETCH(Error::Kind, kind);
    QTemporaryDir dir;
    const QString path = tempdatabase::make(dir, u"x.db"_s, twoTables);
    const QString before = everything(path);
    auto database = tempdatabase::open(path, ConnectionSpec::Mode::Write);
    VERIFY_OK(database);
    TestJob job;
    const Script script
        = inTransaction({statement(u"DELETE FROM a WHERE id = 1"_s), bad, statement(u"DELETE FROM a"_s)});
    const auto ran = runScript(**database, script, job);
    QVERIFY(!ran.ok());
    QCOMPARE(ran.error().kind, kind);
    QCOMPARE(ran.error().statementIndex, 4);
    QCOMPARE(ran.error().statement, bad.sql);
    QVERIFY(!(*database)->inTransaction());
    QCOMPARE(everything(path), before);
}

void TestScriptRunner::conflictNamesTheStatement()
{
    QTemporaryDir dir;
    auto database
        = tempdatabase::open(tempdatabase::make(dir, u"x.db"_s, twoTables), ConnectionSpec::Mode::Write);
    VERIFY_OK(database);
    Statement edit = statement(u"UPDATE a SET v = 1 WHERE id = 7"_s, {}, TouchesRows{1});
    edit.purpose = u"Set v of a 7"_s;
    TestJob job;
    const auto ran = runScript(**database, inTransaction({edit}), job);
    QVERIFY(ran.error().message.contains(u"Set v of a 7"_s));
}

void TestScriptRunner::oldViolationsAreTolerated()
{
    QTemporaryDir dir;
    const QString path = tempdatabase::make(dir, u"x.db"_s, twoTables + u"; INSERT INTO b VALUES(8, 80), (9, 90)"_s);
    auto database = tempdatabase::open(path, ConnectionSpec::Mode::Write);
    VERIFY_OK(database);
    TestJob job;
    VERIFY_OK(runScript(**database, inTransaction({statement(u"UPDATE a SET v = 3"_s)}, Dialect::ForeignKeys::Off),
                        job));
    const QString before = everything(path);
    const auto ran = runScript(
        **database, inTransaction({statement(u"DELETE FROM a WHERE id = 2"_s)}, Dialect::ForeignKeys::Off), job);
    QVERIFY(!ran.ok());
    QCOMPARE(ran.error().kind, Error::Kind::Constraint);
    QCOMPARE(ran.error().detail, u"b, 3, a, 0"_s); // that one, and not the two old ones
    QCOMPARE(everything(path), before);
}

void TestScriptRunner::foreignKeysOffKeepsChildren()
{
    const QList<Statement> rebuild{statement(u"CREATE TABLE n(id INTEGER PRIMARY KEY, v)"_s),
                                   statement(u"INSERT INTO n SELECT id, v FROM a"_s), statement(u"DROP TABLE a"_s),
                                   statement(u"ALTER TABLE n RENAME TO a"_s)};
    QTemporaryDir dir;
    TestJob job;
    const QString safe = tempdatabase::make(dir, u"safe.db"_s, twoTables);
    auto database = tempdatabase::open(safe, ConnectionSpec::Mode::Write);
    VERIFY_OK(database);
    VERIFY_OK(runScript(**database, inTransaction(rebuild, Dialect::ForeignKeys::Off), job));
    QCOMPARE(tempdatabase::rows(safe, u"SELECT count(*) FROM b"_s), QStringList{u"3"_s});

    // The control: with foreign keys on, the same statements empty the child, and the effects say so.
    const QString other = tempdatabase::make(dir, u"other.db"_s, twoTables);
    auto second = tempdatabase::open(other, ConnectionSpec::Mode::Write);
    VERIFY_OK(second);
    const auto ran = runScript(**second, inTransaction(rebuild), job);
    VERIFY_OK(ran);
    QVERIFY(ran->effects.contains(TableEffect{u"b"_s, 0, 0, 3}));
    QCOMPARE(tempdatabase::rows(other, u"SELECT count(*) FROM b"_s), QStringList{u"0"_s});
}

void TestScriptRunner::readsBack()
{
    QTemporaryDir dir;
    auto database
        = tempdatabase::open(tempdatabase::make(dir, u"x.db"_s, twoTables), ConnectionSpec::Mode::Write);
    VERIFY_OK(database);
    TestJob job;
    VERIFY_OK(runScript(**database,
                        inTransaction({statement(u"SELECT v FROM a"_s, {}, ReadsBack{Value::text(u"one"_s)})}), job));
    for (const char *sql : {"SELECT v FROM a WHERE id = 2", "SELECT v FROM a WHERE 0"}) {
        const Statement query = statement(QString::fromLatin1(sql), {}, ReadsBack{Value::text(u"one"_s)});
        QVERIFY(!runScript(**database, inTransaction({query}), job).ok());
    }
}

void TestScriptRunner::capturesReachLaterStatements()
{
    QTemporaryDir dir;
    const QString path = tempdatabase::make(dir, u"x.db"_s, twoTables);
    auto database = tempdatabase::open(path, ConnectionSpec::Mode::Write);
    VERIFY_OK(database);
    TestJob job;
    Statement insert = statement(u"INSERT INTO a(v) VALUES('three') RETURNING id, v"_s, {}, TouchesRows{1});
    insert.captures = QStringList{u"key"_s, u"value"_s};
    const auto ran = runScript(
        **database,
        inTransaction({insert, statement(u"INSERT INTO b(a) VALUES(:a)"_s, {{u"a"_s, Captured{u"key"_s}}})}), job);
    VERIFY_OK(ran);
    QVERIFY(ran->captured.value(u"key"_s) == Value::integer(3));
    QVERIFY(ran->captured.value(u"value"_s) == Value::text(u"three"_s));
    QCOMPARE(tempdatabase::rows(path, u"SELECT a FROM b ORDER BY id DESC LIMIT 1"_s), QStringList{u"3"_s});

    Statement silent = statement(u"DELETE FROM a WHERE 0 RETURNING id"_s);
    silent.captures = QStringList{u"key"_s};
    QVERIFY(!runScript(**database, inTransaction({silent}), job).ok());
}

void TestScriptRunner::beforeCommitMayRefuse()
{
    QTemporaryDir dir;
    const QString path = tempdatabase::make(dir, u"x.db"_s, twoTables);
    const QString before = everything(path);
    auto database = tempdatabase::open(path, ConnectionSpec::Mode::Write);
    VERIFY_OK(database);
    TestJob job;
    const Script script = inTransaction({statement(u"DELETE FROM a WHERE id = 1"_s)});
    const QList<TableEffect> effects{{u"a"_s, 0, 0, 1}, {u"b"_s, 0, 0, 2}};
    int asked = 0;
    const auto refused = runScript(**database, script, job, [&](Database &db, const ScriptOutcome &soFar) {
        ++asked;
        const bool seen = soFar.effects == effects
            && *db.queryValue(u"SELECT count(*) FROM a"_s) == Value::integer(1) && db.inTransaction();
        return Result<Done>(seen ? Error::invalid(u"no"_s) : Error::invalid(u"not seen"_s));
    });
    QCOMPARE(asked, 1);
    QCOMPARE(refused.error().message, u"no"_s);
    QCOMPARE(everything(path), before);
    const auto agreed = runScript(**database, script, job,
                                  [](Database &, const ScriptOutcome &) { return Result<Done>(Done{}); });
    VERIFY_OK(agreed);
    QVERIFY(agreed->effects == effects);
    QVERIFY(everything(path) != before);
}

void TestScriptRunner::cancelBetweenAndWithin()
{
    QTemporaryDir dir;
    const QString path = tempdatabase::make(dir, u"x.db"_s, twoTables);
    const QString before = everything(path);
    auto database = tempdatabase::open(path, ConnectionSpec::Mode::Write);
    VERIFY_OK(database);
    const Script script = inTransaction(
        {statement(u"DELETE FROM a"_s),
         statement(u"INSERT INTO log WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"_s)},
        Dialect::ForeignKeys::Off);
    TestJob between;
    between.cancelled = [&between] { return between.progress.size() >= 4; };
    const auto stopped = runScript(**database, script, between);
    QVERIFY(stopped.error().isCancelled());
    QCOMPARE(stopped.error().statementIndex, 4);

    int asked = 0;
    (*database)->setStopRequested([&asked] { return ++asked > 200; }); // within the endless statement, and ever after
    TestJob job;
    const auto within = runScript(**database, script, job);
    QVERIFY(within.error().isCancelled());
    QCOMPARE(within.error().statementIndex, 4);
    QVERIFY(!(*database)->inTransaction()); // the way back is not cut short
    (*database)->setStopRequested({});
    QVERIFY(*(*database)->queryValue(u"PRAGMA foreign_keys"_s) == Value::integer(1)); // nor is the Cleanup
    QCOMPARE(everything(path), before);
}

QTEST_GUILESS_MAIN(TestScriptRunner)
#include "tst_scriptrunner.moc"
