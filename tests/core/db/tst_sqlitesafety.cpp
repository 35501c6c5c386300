// SPDX-License-Identifier: GPL-3.0-or-later
// The SQLite driver and what a file may do: read-only modes, what is switched off and denied, copies, damage.
#include "core/db/database.h"
#include "core/db/drivers/sqlite/sqlitedatabase.h"

#include "sqliteparts.h"
#include "support/testdata.h"
#include "support/verify.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;
using namespace sqliteparts;

class TestSqliteSafety : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void readOnlyModes();
    void switches_data();
    void switches();
    void deniedActions_data();
    void deniedActions();
    void vacuumStillWorks();
    void doubleQuotedStrings_data();
    void doubleQuotedStrings();
    void storedTextsRunNothing_data();
    void storedTextsRunNothing();
    void copies();
    void damageAndViolations();
    void sharedFiles_data();
    void sharedFiles();
};

void TestSqliteSafety::readOnlyModes()
{
    QTemporaryDir dir;
    const QString path = makeDatabase(dir, u"v.db"_s, u"CREATE TABLE t(v); INSERT INTO t VALUES(1);"
                                                      "CREATE VIEW w AS SELECT v FROM t"_s);
    for (const auto mode : {ConnectionSpec::Mode::Look, ConnectionSpec::Mode::Read}) {
        auto database = open(path, mode);
        VERIFY_OK(database);
        QVERIFY(!(*database)->run(u"INSERT INTO t VALUES(2)"_s).ok());
        QVERIFY(!(*database)->run(u"CREATE TEMP TABLE x AS SELECT 1"_s).ok());
        QVERIFY(!(*database)->run(u"PRAGMA user_version = 5"_s).ok());
        QVERIFY(!(*database)->run(u"VACUUM INTO '%1'"_s.arg(dir.filePath(u"out.db"_s))).ok());
        QVERIFY(*(*database)->queryValue(u"SELECT v FROM w"_s) == Value::integer(1));
    }
    QCOMPARE(QDir(dir.path()).entryList(QDir::Files), QStringList{u"v.db"_s});
}

void TestSqliteSafety::switches_data()
{
    QTest::addColumn<ConnectionSpec::Mode>("mode");
    QTest::addColumn<bool>("trusted");
    QTest::newRow("look") << ConnectionSpec::Mode::Look << false;
    QTest::newRow("read") << ConnectionSpec::Mode::Read << true;
    QTest::newRow("write") << ConnectionSpec::Mode::Write << true;
}

void TestSqliteSafety::switches()
{
    QFETCH(ConnectionSpec::Mode, mode);
    QFETCH(bool, trusted);
    QTemporaryDir dir;
    auto database = open(makeDatabase(dir, u"v.db"_s), mode);
    VERIFY_OK(database);
    sqlite3 *handle = static_cast<sqlite::SqliteDatabase &>(**database).handle();
    const auto state = [handle](int option) {
        int on = -1;
        sqlite3_db_config(handle, option, -1, &on);
        return on;
    };
    QCOMPARE(state(SQLITE_DBCONFIG_DEFENSIVE), 1);
    QCOMPARE(state(SQLITE_DBCONFIG_TRUSTED_SCHEMA), trusted ? 1 : 0);
    QCOMPARE(state(SQLITE_DBCONFIG_ENABLE_TRIGGER), trusted ? 1 : 0);
    QCOMPARE(state(SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER), 0);
    QCOMPARE(state(SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION), 0);
    QCOMPARE(state(SQLITE_DBCONFIG_WRITABLE_SCHEMA), 0);
    QCOMPARE(state(SQLITE_DBCONFIG_DQS_DML), 0);
    QCOMPARE(state(SQLITE_DBCONFIG_DQS_DDL), 0);
    QVERIFY(*(*database)->queryValue(u"PRAGMA mmap_size"_s) == Value::integer(0));
    QVERIFY(*(*database)->queryValue(u"PRAGMA cell_size_check"_s) == Value::integer(1));
    QVERIFY(*(*database)->queryValue(u"PRAGMA query_only"_s)
            == Value::integer(mode == ConnectionSpec::Mode::Write ? 0 : 1));
    if (mode == ConnectionSpec::Mode::Write)
        QVERIFY(*(*database)->queryValue(u"PRAGMA synchronous"_s) == Value::integer(3));
    QCOMPARE(sqlite3_limit(handle, SQLITE_LIMIT_EXPR_DEPTH, -1) == 200, mode == ConnectionSpec::Mode::Look);
}

void TestSqliteSafety::deniedActions_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("named");
    QTest::newRow("attach") << u"ATTACH '/tmp/elsewhere.db' AS other"_s << u"ATTACH"_s;
    QTest::newRow("attach by expression") << u"ATTACH '/tmp/' || 'elsewhere.db' AS other"_s << u"ATTACH"_s;
    QTest::newRow("vacuum into") << u"VACUUM INTO '/tmp/raincheck-must-not-be-there.db'"_s << u"ATTACH"_s;
    QTest::newRow("detach") << u"DETACH main"_s << u"DETACH"_s;
    QTest::newRow("fts3_tokenizer") << u"SELECT fts3_tokenizer('simple', x'4141414141414141')"_s
                                    << u"fts3_tokenizer()"_s;
    QTest::newRow("load_extension") << u"SELECT load_extension('/tmp/x.so')"_s << u"load_extension()"_s;
}

void TestSqliteSafety::deniedActions()
{
    QFETCH(QString, sql);
    QFETCH(QString, named);
    QTemporaryDir dir;
    auto database = open(makeDatabase(dir, u"v.db"_s, u"CREATE TABLE t(v)"_s), ConnectionSpec::Mode::Write);
    VERIFY_OK(database);
    const auto result = (*database)->run(sql);
    QVERIFY(!result.ok());
    QVERIFY2(result.error().message.contains(named), qPrintable(result.error().message));
    QVERIFY(!QFile::exists(u"/tmp/elsewhere.db"_s));
    QVERIFY(!QFile::exists(u"/tmp/raincheck-must-not-be-there.db"_s));
}

void TestSqliteSafety::vacuumStillWorks()
{
    QTemporaryDir dir;
    auto database = open(makeDatabase(dir, u"v.db"_s, u"CREATE TABLE t(v)"_s), ConnectionSpec::Mode::Write);
    VERIFY_OK(database);
    VERIFY_OK((*database)->run(u"VACUUM"_s));
}

void TestSqliteSafety::doubleQuotedStrings_data()
{
    QTest::addColumn<QString>("schema");
    QTest::addColumn<bool>("inStatements");
    QTest::addColumn<bool>("inDefinitions");
    const QString t = u"CREATE TABLE t(\"a\" CHECK (\"a\" <> 'x'), b);"_s;
    QTest::newRow("not needed") << t + u"CREATE VIEW v AS SELECT \"a\" FROM \"t\""_s << false << false;
    QTest::newRow("broken view") << t + u"CREATE VIEW v AS SELECT \"a\" FROM nowhere"_s << false << false;
    QTest::newRow("view") << t + u"CREATE VIEW v AS SELECT a, \"text\" FROM t"_s << true << false;
    QTest::newRow("trigger") << t + u"CREATE TRIGGER g AFTER INSERT ON t BEGIN UPDATE t SET a = \"text\"; END"_s << true
                             << false;
    QTest::newRow("update trigger") << t
            + u"CREATE TRIGGER g AFTER UPDATE OF b ON t BEGIN DELETE FROM t WHERE a = \"text\"; END"_s
                                    << true << false;
    QTest::newRow("check") << u"CREATE TABLE c(a CHECK (a <> \"text\"))"_s << false << true;
    QTest::newRow("index") << t + u"CREATE INDEX i ON t(b) WHERE b <> \"text\""_s << false << true;
}

void TestSqliteSafety::doubleQuotedStrings()
{
    QFETCH(QString, schema);
    QFETCH(bool, inStatements);
    QFETCH(bool, inDefinitions);
    QTemporaryDir dir;
    auto database = open(makeDatabase(dir, u"v.db"_s, schema), ConnectionSpec::Mode::Write);
    VERIFY_OK(database);
    QCOMPARE((*database)->prepare(u"SELECT \"no such column\""_s).ok(), inStatements);
    QCOMPARE((*database)->run(u"CREATE TABLE z(a, CHECK (a <> \"no such column\"))"_s).ok(), inDefinitions);
}

void TestSqliteSafety::storedTextsRunNothing_data()
{
    QTest::addColumn<QString>("tail");
    QTest::newRow("another file") << u"ATTACH '%1' AS p; CREATE TABLE p.t(v); INSERT INTO p.t VALUES(1)"_s;
    QTest::newRow("native code") << u"SELECT fts3_tokenizer('simple', x'4142434445464748');"
                                    "CREATE VIRTUAL TABLE v USING fts3(a)"_s;
    QTest::newRow("endless") << u"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
                                " SELECT count(*) FROM n"_s;
}

void TestSqliteSafety::storedTextsRunNothing()
{
    QFETCH(QString, tail);
    QTemporaryDir dir;
    const QString victim = dir.filePath(u"victim.db"_s);
    if (tail.contains(u"%1"_s))
        tail = tail.arg(victim);
    const QString text = u"CREATE TABLE t(a CHECK (a <> \"x\")); "_s + tail;
    const QString path = makeDatabase(dir, u"v.db"_s,
                                      u"CREATE TABLE t(a CHECK (a <> 'x')); PRAGMA writable_schema = ON;"
                                      "UPDATE sqlite_schema SET sql = '%1'"_s.arg(QString(text).replace(u'\'', u"''"_s)));
    for (const auto mode : {ConnectionSpec::Mode::Look, ConnectionSpec::Mode::Write}) {
        auto database = open(path, mode);
        VERIFY_OK(database);
        QVERIFY(!QFile::exists(victim));
    }
    // What SQLite itself makes of the text is still found out.
    auto database = open(path, ConnectionSpec::Mode::Write);
    VERIFY_OK(database);
    VERIFY_OK((*database)->run(u"CREATE TABLE z(a, CHECK (a <> \"no such column\"))"_s));
}

void TestSqliteSafety::copies()
{
    QTemporaryDir dir;
    const QString path = makeDatabase(
        dir, u"v.db"_s,
        u"CREATE TABLE t(v); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 30000)"
        " INSERT INTO t SELECT hex(randomblob(50)) FROM n"_s);
    auto database = open(path, ConnectionSpec::Mode::Look);
    VERIFY_OK(database);
    const QString copy = dir.filePath(u"copy.db"_s);
    int calls = 0;
    VERIFY_OK((*database)->copyTo(copy, [&](qint64 done, qint64 total) {
        ++calls;
        return done <= total;
    }));
    QVERIFY(calls > 10);
    QCOMPARE(QFile(copy).size(), *(*database)->sizeInBytes());
    QCOMPARE(QFile::permissions(copy) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    auto reopened = open(copy, ConnectionSpec::Mode::Look);
    VERIFY_OK(reopened);
    QVERIFY(*(*reopened)->queryValue(u"SELECT count(*) FROM t"_s) == Value::integer(30000));

    const auto taken = (*database)->copyTo(copy, {});
    QVERIFY(!taken.ok()); // never over a file that is there
    const QString stopped = dir.filePath(u"stopped.db"_s);
    const auto result = (*database)->copyTo(stopped, [](qint64 done, qint64) { return done < 200; });
    QVERIFY(!result.ok());
    QVERIFY(result.error().isCancelled());
    QVERIFY(!QFile::exists(stopped));
}

void TestSqliteSafety::damageAndViolations()
{
    QTemporaryDir dir;
    auto database = open(makeDatabase(dir, u"v.db"_s,
                                      u"CREATE TABLE a(id INTEGER PRIMARY KEY);"
                                      "CREATE TABLE b(a REFERENCES a); INSERT INTO b VALUES(7)"_s),
                         ConnectionSpec::Mode::Look);
    VERIFY_OK(database);
    const auto damage = (*database)->damage();
    VERIFY_OK(damage);
    QVERIFY(damage->isEmpty());
    const auto check = (*database)->checkForeignKeys();
    VERIFY_OK(check);
    const QList<ForeignKeyViolation> expected{{u"b"_s, Value::integer(1), u"a"_s, 0}};
    QVERIFY(check->violations == expected);
    QVERIFY(check->unchecked.isEmpty());

    // A key that leads nowhere does not hide the rest.
    auto mismatched = open(makeDatabase(dir, u"m.db"_s,
                                        u"CREATE TABLE a(id INTEGER PRIMARY KEY, n);"
                                        "CREATE TABLE b(a REFERENCES a); INSERT INTO b VALUES(7);"
                                        "CREATE TABLE \"c\"\"\"(n REFERENCES a(n))"_s),
                           ConnectionSpec::Mode::Look);
    VERIFY_OK(mismatched);
    const auto parts = (*mismatched)->checkForeignKeys();
    VERIFY_OK(parts);
    QVERIFY(parts->violations == expected);
    QCOMPARE(parts->unchecked.keys(), QStringList{u"c\""_s});
}

void TestSqliteSafety::sharedFiles_data()
{
    QTest::addColumn<QString>("file");
    for (const char *file : {"chinook.sqlite", "northwind.sqlite", "sakila.sqlite", "sakila_broken_views.sqlite"})
        QTest::newRow(file) << QString::fromLatin1(file);
}

void TestSqliteSafety::sharedFiles()
{
    QFETCH(QString, file);
    const QString path = testdata::shared(file);
    if (path.isEmpty())
        QSKIP("../shared/data is not here");
    for (const auto mode : {ConnectionSpec::Mode::Look, ConnectionSpec::Mode::Read}) {
        auto database = open(path, mode);
        VERIFY_OK(database);
        const auto tables = (*database)->queryValue(u"SELECT count(*) FROM sqlite_schema WHERE type = 'table'"_s);
        VERIFY_OK(tables);
        QVERIFY(tables->toInteger() > 10);
    }
}

QTEST_GUILESS_MAIN(TestSqliteSafety)
#include "tst_sqlitesafety.moc"
