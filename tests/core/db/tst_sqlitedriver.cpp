// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/database.h"
#include "core/db/drivers/sqlite/sqlitedatabase.h"

#include "sqliteparts.h"
#include "support/verify.h"

#include <QRegularExpression>
#include <QTest>

#include <sqlite3.h>

#include <atomic>
#include <limits>

using namespace core;
using namespace Qt::Literals::StringLiterals;
using namespace sqliteparts;

Q_DECLARE_METATYPE(core::Value)

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
    void stopsWhenAsked();
    void stopsWaitingWhenAsked();
    void effects();
    void versions();
    void constraintErrors();
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

// SQLite takes the first statement of a stored text only. What follows it, in a file made by hand, must stay dead.
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

QTEST_GUILESS_MAIN(TestSqliteDriver)
#include "tst_sqlitedriver.moc"
