// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/database.h"
#include "core/db/drivers/sqlite/sqlitedatabase.h"

#include "support/testdata.h"
#include "support/verify.h"

#include <QRegularExpression>
#include <QTest>

#include <sqlite3.h>

#include <atomic>
#include <limits>
#include <thread>

using namespace core;
using namespace Qt::Literals::StringLiterals;

Q_DECLARE_METATYPE(core::Value)

namespace {

using DatabasePtr = std::unique_ptr<Database>;

Result<DatabasePtr> open(const QString &path, ConnectionSpec::Mode mode, int busyTimeout = 5000)
{
    return driverByName(u"sqlite"_s)->open({u"sqlite"_s, path, mode, busyTimeout});
}

QString makeDatabase(const QTemporaryDir &dir, const QString &name, const QString &sql = {})
{
    const QString path = dir.filePath(name);
    sqlite3 *handle = nullptr;
    sqlite3_open(path.toUtf8().constData(), &handle);
    sqlite3_exec(handle, sql.toUtf8().constData(), nullptr, nullptr, nullptr);
    sqlite3_close(handle);
    if (!QFile::exists(path))
        QFile(path).open(QFile::WriteOnly);
    return path;
}

QByteArray textOf(const Result<Value> &value)
{
    return value.ok() && value->kind() == Value::Kind::Text ? value->bytes() : QByteArray("?");
}

} // namespace

class TestSqliteDriver : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void valueRoundTrip_data();
    void valueRoundTrip();
    void refusesWhatItCannotStore();
    void hugeBlobIsNotReadForItsLength();
    void cellsAreReadInPart();
    void cellsOverTheLimitAreRefusedUnread();
    void keptStatements();
    void parameters();
    void oneStatementOnly();
    void statementsTraced();
    void readOnlyModes();
    void switches_data();
    void switches();
    void deniedActions_data();
    void deniedActions();
    void vacuumStillWorks();
    void stopsWhenAsked();
    void stopsWaitingWhenAsked();
    void effects();
    void versions();
    void doubleQuotedStrings_data();
    void doubleQuotedStrings();
    void storedTextsRunNothing_data();
    void storedTextsRunNothing();
    void constraintErrors();
    void copies();
    void damageAndViolations();
    void sharedFiles_data();
    void sharedFiles();
};

void TestSqliteDriver::valueRoundTrip_data()
{
    QTest::addColumn<Value>("value");
    QTest::addRow("null") << Value::null();
    for (const std::int64_t i : {std::int64_t(0), std::int64_t(-1), (std::int64_t(1) << 53) + 1,
                                 std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::min()})
        QTest::addRow("integer %lld", static_cast<long long>(i)) << Value::integer(i);
    for (const double r : {0.0, -0.0, 1.0, 0.1, 5e-324, 1.7976931348623157e308, 1e15 + 0.3,
                           std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()})
        QTest::addRow("real %a", r) << Value::real(r);
    const QList<std::pair<const char *, QByteArray>> bytes{
        {"empty", QByteArray("")},
        {"plain", QByteArray("plain")},
        {"nul", QByteArray("a\0b\0", 4)},
        {"bad utf-8", QByteArray("\xff\xfe\xc3(")},
        {"overlong", QByteArray("\xc0\x80")},
        {"surrogate", QByteArray("\xed\xa0\x80")},
        {"bom", QByteArray("\xef\xbb\xbfx")},
        {"u+ffff", QByteArray("\xef\xbf\xbf")},
        {"emoji", QByteArray("\xf0\x9f\x8c\xa7")},
        {"crlf", QByteArray("a\r\nb")},
    };
    for (const auto &[name, b] : bytes) {
        QTest::addRow("text %s", name) << Value::textBytes(b);
        QTest::addRow("blob %s", name) << Value::blob(b);
    }
}

void TestSqliteDriver::valueRoundTrip()
{
    QFETCH(Value, value);
    QTemporaryDir dir;
    auto database = open(makeDatabase(dir, u"v.db"_s, u"CREATE TABLE t(v)"_s), ConnectionSpec::Mode::Write);
    VERIFY_OK(database);
    VERIFY_OK((*database)->run(u"INSERT INTO t VALUES(:v)"_s, {value}));
    const auto read = (*database)->queryValue(u"SELECT v FROM t"_s);
    VERIFY_OK(read);
    QCOMPARE(read->kind(), value.kind());
    QVERIFY(*read == value);
    // SQLite itself is asked what it stored, in case reading and writing err alike.
    if (value.kind() == Value::Kind::Text || value.kind() == Value::Kind::Blob) {
        const auto hex = (*database)->queryValue(u"SELECT hex(CAST(v AS BLOB)) || typeof(v) FROM t"_s);
        QCOMPARE(textOf(hex), value.bytes().toHex().toUpper()
                     + (value.kind() == Value::Kind::Text ? QByteArray("text") : QByteArray("blob")));
    }
}

void TestSqliteDriver::refusesWhatItCannotStore()
{
    QTemporaryDir dir;
    auto database = open(makeDatabase(dir, u"v.db"_s, u"CREATE TABLE t(v)"_s), ConnectionSpec::Mode::Write);
    VERIFY_OK(database);
    const double nan = std::numeric_limits<double>::quiet_NaN();
    QCOMPARE((*database)->run(u"INSERT INTO t VALUES(?)"_s, {Value::real(nan)}).error().kind, Error::Kind::Invalid);
    QCOMPARE((*database)->run(u"INSERT INTO t VALUES(?)"_s, {Value::typed("1 day", u"interval"_s)}).error().kind,
             Error::Kind::Invalid);
    QCOMPARE((*database)->run(u"INSERT INTO t VALUES(1)"_s, {Value::null()}).error().kind, Error::Kind::Invalid);
    QVERIFY(*(*database)->queryValue(u"SELECT count(*) FROM t"_s) == Value::integer(0));
}

void TestSqliteDriver::hugeBlobIsNotReadForItsLength()
{
    QTemporaryDir dir;
    const QString path = makeDatabase(dir, u"v.db"_s, u"CREATE TABLE t(k INTEGER PRIMARY KEY, b, n);"
                                                      "INSERT INTO t VALUES(1, zeroblob(200000000), 'x')"_s);
    auto database = open(path, ConnectionSpec::Mode::Write);
    VERIFY_OK(database);
    sqlite3_int64 now = 0;
    sqlite3_int64 peak = 0;
    sqlite3_status64(SQLITE_STATUS_MEMORY_USED, &now, &peak, 1);
    QVERIFY(*(*database)->queryValue(u"SELECT length(b) FROM t"_s) == Value::integer(200'000'000));
    VERIFY_OK((*database)->queryValue(u"SELECT typeof(b) FROM t"_s));
    sqlite3_status64(SQLITE_STATUS_MEMORY_USED, &now, &peak, 0);
    QVERIFY2(peak - now < 20'000'000, qPrintable(QString::number(peak)));

    auto looking = open(path, ConnectionSpec::Mode::Look);
    VERIFY_OK(looking);
    QVERIFY(*(*looking)->queryValue(u"SELECT length(b) FROM t"_s) == Value::integer(200'000'000));
    QVERIFY(!(*looking)->queryValue(u"SELECT b FROM t"_s).ok()); // more than Look allows, and it says so
    const auto whole = (*database)->queryValue(u"SELECT b FROM t"_s);
    VERIFY_OK(whole);
    QCOMPARE(whole->bytes().size(), 200'000'000);
}

void TestSqliteDriver::cellsAreReadInPart()
{
    QTemporaryDir dir;
    auto database = open(makeDatabase(dir, u"v.db"_s), ConnectionSpec::Mode::Write);
    VERIFY_OK(database);
    auto statement = (*database)->prepare(u"SELECT CAST(x'610062' AS TEXT), x'00ff00', '', x'', NULL, 7, 0.5"_s);
    VERIFY_OK(statement);
    QVERIFY(*(*statement)->step());
    const auto is = [&](int column, qint64 limit, const Value &value, qint64 size) {
        const CellStart cell = (*statement)->columnStart(column, limit);
        return cell.value == value && cell.size == size;
    };
    QVERIFY(is(0, 2, Value::textBytes(QByteArray("a\0", 2)), 3));
    QVERIFY(is(0, 3, Value::textBytes(QByteArray("a\0b", 3)), 3));
    QVERIFY(is(0, 99, Value::textBytes(QByteArray("a\0b", 3)), 3));
    QVERIFY(is(1, 2, Value::blob(QByteArray("\0\xff", 2)), 3));
    QVERIFY(is(2, 2, Value::text(QString()), 0));
    QVERIFY(is(3, 2, Value::blob(QByteArray("")), 0));
    QVERIFY(is(4, 2, Value(), 0));
    QVERIFY(is(5, 2, Value::integer(7), 0));
    QVERIFY(is(6, 2, Value::real(0.5), 0));
}

void TestSqliteDriver::cellsOverTheLimitAreRefusedUnread()
{
    QTemporaryDir dir;
    const QString path = makeDatabase(dir, u"v.db"_s, u"CREATE TABLE t(k INTEGER PRIMARY KEY, b, n);"
                                                      "INSERT INTO t VALUES(1, zeroblob(200000000), 'x'),"
                                                      "(2, printf('%.2000000c', 'x'), 'y'), (3, zeroblob(1000000), 'z')"_s);
    auto database = open(path, ConnectionSpec::Mode::Read);
    VERIFY_OK(database);
    const qint64 before = (*database)->setCellLimit(1'000'000);
    sqlite3_int64 now = 0;
    sqlite3_int64 peak = 0;
    sqlite3_status64(SQLITE_STATUS_MEMORY_USED, &now, &peak, 1);
    for (const char *key : {"1", "2"}) {
        const auto read = (*database)->queryValue(u"SELECT b FROM t WHERE k = "_s + QLatin1StringView(key));
        QVERIFY(!read.ok());
        QCOMPARE(read.error().kind, Error::Kind::TooLarge);
    }
    sqlite3_status64(SQLITE_STATUS_MEMORY_USED, &now, &peak, 0);
    QVERIFY2(peak - now < 1'000'000, qPrintable(QString::number(peak)));
    // What lies beside it can be read, and what is just as large as is allowed.
    QVERIFY(*(*database)->queryValue(u"SELECT n FROM t WHERE k = 1"_s) == Value::text(u"x"_s));
    VERIFY_OK((*database)->queryValue(u"SELECT b FROM t WHERE k = 3"_s));
    QCOMPARE((*database)->setCellLimit(before), 1'000'000);
    VERIFY_OK((*database)->queryValue(u"SELECT b FROM t WHERE k = 2"_s));
}

void TestSqliteDriver::keptStatements()
{
    QTemporaryDir dir;
    auto database = open(makeDatabase(dir, u"v.db"_s, u"CREATE TABLE t(a); INSERT INTO t VALUES(1), (2)"_s),
                         ConnectionSpec::Mode::Write);
    VERIFY_OK(database);
    const QString sql = u"SELECT a FROM t WHERE a >= ? ORDER BY a"_s;
    const auto firstOf = [&](const Value &bound) {
        auto statement = (*database)->prepareKept(sql);
        if (!statement || !(*statement)->bind(0, bound) || !*(*statement)->step())
            return Value();
        return (*statement)->column(0); // let go half way
    };
    QCOMPARE(firstOf(Value::integer(2)), Value::integer(2));
    QCOMPARE(firstOf(Value::integer(0)), Value::integer(1));
    QCOMPARE(firstOf(Value::text(u"x"_s)), Value()); // more than any number
    {
        auto first = (*database)->prepareKept(sql);
        auto second = (*database)->prepareKept(sql); // both at once
        VERIFY_OK(first);
        VERIFY_OK(second);
        QVERIFY(!*(*first)->step()); // nothing is bound any more: NULL
        VERIFY_OK((*second)->bind(0, Value::integer(1)));
        QVERIFY(*(*second)->step());
    }
    // Nothing that was kept holds a lock, and it follows the schema.
    VERIFY_OK((*database)->execute(u"DROP TABLE t; CREATE TABLE t(b, a); INSERT INTO t VALUES(5, 6)"_s));
    QCOMPARE(firstOf(Value::integer(2)), Value::integer(6));
    for (int i = 0; i < 50; ++i)
        VERIFY_OK((*database)->prepareKept(u"SELECT %1"_s.arg(i)));
    QCOMPARE(firstOf(Value::integer(2)), Value::integer(6));
    QVERIFY(!(*database)->prepareKept(u"SELECT"_s).ok());
    QVERIFY(!(*database)->prepareKept(u"SELECT 1; SELECT 2"_s).ok());
}

void TestSqliteDriver::parameters()
{
    QTemporaryDir dir;
    auto database = open(makeDatabase(dir, u"v.db"_s), ConnectionSpec::Mode::Look);
    VERIFY_OK(database);
    auto statement = (*database)->prepare(u"SELECT :b, :a, :b"_s);
    VERIFY_OK(statement);
    QCOMPARE((*statement)->parameterCount(), 2);
    QCOMPARE((*statement)->parameterIndex(u"b"_s), 0);
    QCOMPARE((*statement)->parameterIndex(u"a"_s), 1);
    QCOMPARE((*statement)->parameterIndex(u"c"_s), -1);
    VERIFY_OK((*statement)->bind(0, Value::integer(7)));
    VERIFY_OK((*statement)->bind(1, Value::text(u"ü"_s)));
    QVERIFY(!(*statement)->bind(2, Value::null()).ok());
    for (int round = 0; round < 2; ++round) { // bindings stay
        QVERIFY(*(*statement)->step());
        QVERIFY((*statement)->column(0) == Value::integer(7));
        QVERIFY((*statement)->column(1) == Value::text(u"ü"_s));
        QVERIFY((*statement)->column(2) == Value::integer(7));
        QCOMPARE((*statement)->columnKind(1), Value::Kind::Text);
        QVERIFY(!*(*statement)->step());
    }
    VERIFY_OK((*statement)->bind(1, Value::null())); // a finished statement takes new ones
}

void TestSqliteDriver::oneStatementOnly()
{
    QTemporaryDir dir;
    auto database = open(makeDatabase(dir, u"v.db"_s), ConnectionSpec::Mode::Write);
    VERIFY_OK(database);
    VERIFY_OK((*database)->prepare(u"SELECT 1; -- the end"_s));
    VERIFY_OK((*database)->prepare(u"SELECT 1 /* a */ ;\n;/* b */ -- c\n; /* unfinished"_s));
    QVERIFY(!(*database)->prepare(u"SELECT 1; PRAGMA foreign_keys = ON"_s).ok());
    QVERIFY(*(*database)->queryValue(u"PRAGMA foreign_keys"_s) == Value::integer(0)); // and it was not carried out
    QCOMPARE((*database)->prepare(u"SELECT 1; SELECT 2"_s).error().kind, Error::Kind::Invalid);
    QCOMPARE((*database)->prepare(u"SELECT 1; nonsense"_s).error().kind, Error::Kind::Invalid);
    QCOMPARE((*database)->prepare(u"-- nothing"_s).error().kind, Error::Kind::Invalid);
    QCOMPARE((*database)->prepare(u"SELECT 'a\0b'"_s).error().kind, Error::Kind::Invalid);
    const auto bad = (*database)->prepare(u"SELECT nothing FROM nowhere"_s);
    QCOMPARE(bad.error().kind, Error::Kind::Sql);
    QCOMPARE(bad.error().statement, u"SELECT nothing FROM nowhere"_s);
    QCOMPARE(bad.error().code, u"1"_s);
}

void TestSqliteDriver::statementsTraced()
{
    QTemporaryDir dir;
    auto database = open(makeDatabase(dir, u"v.db"_s, u"CREATE TABLE t(v)"_s), ConnectionSpec::Mode::Write);
    VERIFY_OK(database);
    QStringList texts;
    QList<QList<Value>> bound;
    (*database)->setTrace([&](const QString &sql, const QList<Value> &values) {
        texts += sql;
        bound += values;
    });
    VERIFY_OK((*database)->run(u"INSERT INTO t VALUES(:a)"_s, {Value::blob("\x01")}));
    VERIFY_OK((*database)->execute(u"SELECT 1; SELECT 2"_s));
    QCOMPARE(texts, (QStringList{u"INSERT INTO t VALUES(:a)"_s, u"SELECT 1;"_s, u" SELECT 2"_s}));
    QVERIFY(bound.at(0) == QList<Value>{Value::blob("\x01")});
}

void TestSqliteDriver::readOnlyModes()
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

void TestSqliteDriver::switches_data()
{
    QTest::addColumn<ConnectionSpec::Mode>("mode");
    QTest::addColumn<bool>("trusted");
    QTest::newRow("look") << ConnectionSpec::Mode::Look << false;
    QTest::newRow("read") << ConnectionSpec::Mode::Read << true;
    QTest::newRow("write") << ConnectionSpec::Mode::Write << true;
}

void TestSqliteDriver::switches()
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

void TestSqliteDriver::deniedActions_data()
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

void TestSqliteDriver::deniedActions()
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

void TestSqliteDriver::vacuumStillWorks()
{
    QTemporaryDir dir;
    auto database = open(makeDatabase(dir, u"v.db"_s, u"CREATE TABLE t(v)"_s), ConnectionSpec::Mode::Write);
    VERIFY_OK(database);
    VERIFY_OK((*database)->run(u"VACUUM"_s));
}

void TestSqliteDriver::stopsWhenAsked()
{
    QTemporaryDir dir;
    auto database = open(makeDatabase(dir, u"v.db"_s), ConnectionSpec::Mode::Look);
    VERIFY_OK(database);
    int asked = 0;
    (*database)->setStopRequested([&asked] { return ++asked > 100; });
    const auto endless = (*database)->queryValue(
        u"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"_s);
    QVERIFY(!endless.ok());
    QVERIFY(endless.error().isCancelled());
    (*database)->setStopRequested({});
    VERIFY_OK((*database)->queryValue(u"SELECT 1"_s));
}

void TestSqliteDriver::stopsWaitingWhenAsked()
{
    QTemporaryDir dir;
    const QString path = makeDatabase(dir, u"v.db"_s, u"CREATE TABLE t(v)"_s);
    auto holder = open(path, ConnectionSpec::Mode::Write);
    auto database = open(path, ConnectionSpec::Mode::Write, 300);
    VERIFY_OK(holder);
    VERIFY_OK(database);
    VERIFY_OK((*holder)->run(u"BEGIN IMMEDIATE"_s));
    QElapsedTimer timer;
    timer.start();
    const auto busy = (*database)->run(u"BEGIN IMMEDIATE"_s);
    QCOMPARE(busy.error().kind, Error::Kind::Busy);
    QVERIFY(timer.elapsed() >= 300);

    auto patient = open(path, ConnectionSpec::Mode::Write, 60'000);
    VERIFY_OK(patient);
    std::atomic<bool> stop = false;
    (*patient)->setStopRequested([&] { return timer.elapsed() > 50 || stop; });
    timer.restart();
    const auto stopped = (*patient)->run(u"BEGIN IMMEDIATE"_s);
    QVERIFY(!stopped.ok());
    QVERIFY(timer.elapsed() < 10'000);
    QCOMPARE(stopped.error().kind, Error::Kind::Cancelled);
}

void TestSqliteDriver::effects()
{
    QTemporaryDir dir;
    auto database = open(makeDatabase(dir, u"v.db"_s,
                                      u"CREATE TABLE a(id INTEGER PRIMARY KEY, v);"
                                      "CREATE TABLE b(id INTEGER PRIMARY KEY, a REFERENCES a ON DELETE CASCADE);"
                                      "CREATE TABLE log(n); CREATE TABLE w(k PRIMARY KEY, v) WITHOUT ROWID;"
                                      "CREATE TRIGGER tr AFTER UPDATE ON a BEGIN INSERT INTO log VALUES(1); END;"
                                      "INSERT INTO a VALUES(1, 1),(2, 2); INSERT INTO b VALUES(1, 1),(2, 1),(3, 2)"_s),
                         ConnectionSpec::Mode::Write);
    VERIFY_OK(database);
    VERIFY_OK((*database)->execute(u"PRAGMA foreign_keys = ON"_s));
    (*database)->startCountingEffects();
    QCOMPARE(*(*database)->run(u"UPDATE a SET v = v + 1"_s), 2);
    QCOMPARE(*(*database)->run(u"DELETE FROM a WHERE id = 1"_s), 1);
    QCOMPARE(*(*database)->run(u"INSERT INTO w VALUES(1, 1), (2, 2)"_s), 2);
    QCOMPARE(*(*database)->run(u"DELETE FROM b"_s), 1);
    const QList<TableEffect> expected{
        {u"a"_s, 0, 2, 1}, {u"b"_s, 0, 0, 3}, {u"log"_s, 2, 0, 0}, {u"w"_s, 2, 0, 0}};
    QVERIFY((*database)->takeEffects() == expected);
    VERIFY_OK((*database)->run(u"DELETE FROM log"_s));
    QVERIFY((*database)->takeEffects().isEmpty());
}

void TestSqliteDriver::versions()
{
    QTemporaryDir dir;
    const QString path = makeDatabase(dir, u"v.db"_s, u"CREATE TABLE t(v)"_s);
    auto reader = open(path, ConnectionSpec::Mode::Look);
    auto writer = open(path, ConnectionSpec::Mode::Write);
    VERIFY_OK(reader);
    VERIFY_OK(writer);
    const auto before = *(*reader)->versions();
    QCOMPARE(*(*reader)->versions(), before);
    VERIFY_OK((*writer)->run(u"INSERT INTO t VALUES(1)"_s));
    const auto written = *(*reader)->versions();
    QVERIFY(written.data != before.data);
    QCOMPARE(written.schema, before.schema);
    VERIFY_OK((*writer)->run(u"CREATE TABLE u(v)"_s));
    QVERIFY((*reader)->versions()->schema != before.schema);
}

void TestSqliteDriver::doubleQuotedStrings_data()
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

void TestSqliteDriver::doubleQuotedStrings()
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

void TestSqliteDriver::storedTextsRunNothing_data()
{
    QTest::addColumn<QString>("tail");
    QTest::newRow("another file") << u"ATTACH '%1' AS p; CREATE TABLE p.t(v); INSERT INTO p.t VALUES(1)"_s;
    QTest::newRow("native code") << u"SELECT fts3_tokenizer('simple', x'4142434445464748');"
                                    "CREATE VIRTUAL TABLE v USING fts3(a)"_s;
    QTest::newRow("endless") << u"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
                                " SELECT count(*) FROM n"_s;
}

// SQLite takes the first statement of a stored text only. What follows it, in a file made by hand, must stay dead.
void TestSqliteDriver::storedTextsRunNothing()
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

void TestSqliteDriver::constraintErrors()
{
    QTemporaryDir dir;
    auto database = open(makeDatabase(dir, u"v.db"_s, u"CREATE TABLE t(v UNIQUE); INSERT INTO t VALUES(1)"_s),
                         ConnectionSpec::Mode::Write);
    VERIFY_OK(database);
    auto statement = (*database)->prepare(u"INSERT INTO t VALUES(:v)"_s);
    VERIFY_OK(statement);
    VERIFY_OK((*statement)->bind(0, Value::integer(1)));
    const auto refused = (*statement)->step();
    QCOMPARE(refused.error().kind, Error::Kind::Constraint);
    QCOMPARE(refused.error().code, QString::number(SQLITE_CONSTRAINT_UNIQUE));
    QVERIFY(refused.error().message.contains(u"t.v"_s));
    VERIFY_OK((*statement)->bind(0, Value::integer(2))); // usable again
    VERIFY_OK((*statement)->step());
}

void TestSqliteDriver::copies()
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

void TestSqliteDriver::damageAndViolations()
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

void TestSqliteDriver::sharedFiles_data()
{
    QTest::addColumn<QString>("file");
    for (const char *file : {"chinook.sqlite", "northwind.sqlite", "sakila.sqlite", "sakila_broken_views.sqlite"})
        QTest::newRow(file) << QString::fromLatin1(file);
}

void TestSqliteDriver::sharedFiles()
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

QTEST_GUILESS_MAIN(TestSqliteDriver)
#include "tst_sqlitedriver.moc"
