// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/drivers/postgres/postgrestypes.h"
#include "core/dialect/dialect.h"

#include "postgresparts.h"
#include "support/postgrescluster.h"
#include "support/verify.h"

#include <QRegularExpression>
#include <QTest>

#include <atomic>
#include <limits>

using namespace core;
using namespace postgresparts;
using namespace Qt::Literals::StringLiterals;

Q_DECLARE_METATYPE(core::Value)

namespace {

Value typed(const char *text, const char *type)
{
    return Value::typed(QByteArray(text), QString::fromUtf8(type));
}

} // namespace

/// What goes to a server and comes back: byte for byte, of every kind.
class TestPostgresValues : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { START_POSTGRES(m_cluster); }
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void values_data();
    void values();
    void userTypes();
    void refusesWhatItCannotStore();
    void typesMetInTheMiddle();
    void namesOfTypesAreTheServers();
    void typesMetWhileRowsAreStillToCome();
    void typesOfThisTransaction();
    void cellsInPart();
    void cellsOverTheLimit();
    void settings();

private:
    [[nodiscard]] DatabasePtr open(const QString &sql = {})
    {
        m_location = m_cluster.newDatabase(sql);
        return openAt(m_location);
    }

    PostgresCluster m_cluster;
    QString m_location; ///< of the database opened last
    QString m_values; ///< of the one with a value at a time
};

void TestPostgresValues::values_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<Value>("value");
    const auto integer = [](const char *type, std::int64_t value) {
        QTest::addRow("%s %lld", type, static_cast<long long>(value))
            << QString::fromUtf8(type) << Value::integer(value);
    };
    integer("int2", -32768);
    integer("int2", 32767);
    integer("int4", std::numeric_limits<std::int32_t>::min());
    integer("int8", std::numeric_limits<std::int64_t>::min());
    integer("int8", std::numeric_limits<std::int64_t>::max());
    for (const double r :
         {0.0, -0.0, 1.0, 0.1, 5e-324, 1.7976931348623157e308, 1e15 + 0.3, std::numeric_limits<double>::infinity(),
          -std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()})
        QTest::addRow("float8 %a", r) << u"float8"_s << Value::real(r);
    const QList<std::pair<const char *, QByteArray>> texts{{"empty", ""},
                                                           {"backslash", "a\\b'\"c"},
                                                           {"crlf", "a\r\nb"},
                                                           {"emoji", "\xf0\x9f\x8c\xa7"},
                                                           {"u+ffff", "\xef\xbf\xbf"},
                                                           {"hex-like", "\\x41"}};
    for (const auto &[name, bytes] : texts) {
        QTest::addRow("text %s", name) << u"text"_s << Value::textBytes(bytes);
        QTest::addRow("varchar %s", name) << u"varchar(20)"_s << Value::textBytes(bytes);
        QTest::addRow("bytea %s", name) << u"bytea"_s << Value::blob(bytes);
    }
    QTest::newRow("bytea nul") << u"bytea"_s << Value::blob(QByteArray("a\0\xff\0", 4));
    QTest::newRow("null") << u"int4"_s << Value::null();
    const QList<std::pair<const char *, const char *>> others{
        {"boolean", "t"},
        {"real", "1.1754944e-38"},
        {"numeric", "12345678901234567890123456789.000000000000000000001000"},
        {"numeric", "NaN"},
        {"numeric(10,2)", "-0.10"},
        {"numeric(3,-2)", "12300"},
        {"character(3)", "a  "},
        {"\"char\"", "x"},
        {"date", "infinity"},
        {"date", "4713-01-01 BC"},
        {"time without time zone", "24:00:00"},
        {"time(3) with time zone", "23:59:59.999+15:59"},
        {"timestamp without time zone", "294276-12-31 23:59:59.999999"},
        {"timestamp(0) with time zone", "2026-03-29 01:30:00+00"},
        {"timestamp with time zone", "-infinity"},
        {"interval", "-178000000 years"},
        {"interval", "1 year 2 mons -3 days +04:05:06.789"},
        {"json", "{\"b\": 1,  \"a\":[]}"},
        {"jsonb", "{\"a\": [], \"b\": 1.00}"},
        {"uuid", "00000000-0000-0000-0000-000000000001"},
        {"inet", "::ffff:1.2.3.4/96"},
        {"cidr", "10.0.0.0/8"},
        {"macaddr8", "08:00:2b:01:02:03:04:05"},
        {"bit(3)", "101"},
        {"bit varying", "1"},
        {"money", "-$92,233,720,368,547,758.08"},
        {"point", "(1e+300,-0)"},
        {"int4range", "[1,5)"},
        {"int8multirange", "{[1,3),[5,6)}"},
        {"tsvector", "'a':1A 'fat':2"},
        {"xml", "<a>&lt;</a>"},
        {"integer[]", "[0:1]={1,NULL}"},
        {"text[]", "{\"a,b\",\"\",\"NULL\",\"\\\\\"}"},
        {"numeric(4,1)[]", "{1.0,2.5}"},
        {"oid", "4294967295"},
        {"pg_lsn", "16/B374D848"},
    };
    for (const auto &[type, text] : others)
        QTest::addRow("%s %s", type, text) << QString::fromUtf8(type) << typed(text, type);
}

void TestPostgresValues::values()
{
    QFETCH(QString, type);
    QFETCH(Value, value);
    if (m_values.isEmpty())
        m_values = m_cluster.newDatabase();
    const DatabasePtr database = openAt(m_values, ConnectionSpec::Mode::Write);
    QVERIFY(database);
    const auto version = database->queryValue(u"SELECT current_setting('server_version_num')::int4"_s);
    VERIFY_OK(version);
    if (version->toInteger() < (type.contains(u"multirange"_s) ? 140000 : type.contains(u",-"_s) ? 150000 : 0))
        QSKIP("this server is older than the type");
    VERIFY_OK(database->execute(u"DROP TABLE IF EXISTS v; CREATE TABLE v(v %1)"_s.arg(type)));
    VERIFY_OK(database->run(u"INSERT INTO v VALUES(:v)"_s, {value}));
    const auto read = database->queryValue(u"SELECT v FROM v"_s);
    VERIFY_OK(read);
    QCOMPARE(read->kind(), value.kind());
    QCOMPARE(read->display(), value.display());
    QVERIFY(*read == value);
    // What was read goes back as the same bytes.
    VERIFY_OK(database->run(u"UPDATE v SET v = :v"_s, {*read}));
    const auto again = database->queryValue(u"SELECT v FROM v"_s);
    VERIFY_OK(again);
    QVERIFY(*again == value);
}

void TestPostgresValues::userTypes()
{
    const DatabasePtr database =
        open(u"CREATE SCHEMA other; CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TYPE other.mood AS ENUM ('x');"
             "CREATE DOMAIN zip AS text; CREATE TYPE pair AS (a int, b text);"
             "CREATE TABLE t(m mood, o other.mood, z zip, p pair, ms mood[]);"
             "INSERT INTO t VALUES('ok', 'x', '1', '(1,\"a b\")', '{sad}')"_s);
    QVERIFY(database);
    const auto rows = database->query(u"SELECT * FROM t"_s);
    VERIFY_OK(rows);
    const Row expected{typed("ok", "mood"), typed("x", "other.mood"), Value::text(u"1"_s), typed("(1,\"a b\")", "pair"),
                       typed("{sad}", "mood[]")};
    QVERIFY(rows->front() == expected);
}

void TestPostgresValues::refusesWhatItCannotStore()
{
    const DatabasePtr database = open(u"CREATE TABLE t(v text)"_s);
    const auto nul = database->run(u"INSERT INTO t VALUES(:v)"_s, {Value::textBytes(QByteArray("a\0b", 3))});
    QVERIFY(!nul);
    QVERIFY(nul.error().message.contains(u"NUL"_s));
    const auto broken = database->run(u"INSERT INTO t VALUES(:v)"_s, {Value::textBytes("\xff")});
    QVERIFY(!broken);
    QCOMPARE(broken.error().code, u"22021"_s);
    QCOMPARE(database->queryValue(u"SELECT count(*) FROM t"_s)->toInteger(), 0);
}

void TestPostgresValues::typesMetInTheMiddle()
{
    const DatabasePtr database = open(u"CREATE TYPE mood AS ENUM ('sad', 'ok')"_s);
    const auto rows = database->query(u"SELECT i, 'ok'::mood, (i::text || '.50')::numeric(9,2) "
                                      "FROM generate_series(1, 300) AS i"_s);
    VERIFY_OK(rows);
    QCOMPARE(rows->size(), 300U);
    for (std::size_t i = 0; i < rows->size(); ++i) {
        QCOMPARE(rows->at(i).at(0).toInteger(), std::int64_t(i + 1));
        QVERIFY(rows->at(i).at(1) == typed("ok", "mood"));
        QCOMPARE(rows->at(i).at(2).typeName(), u"numeric(9,2)"_s);
    }
}

void TestPostgresValues::namesOfTypesAreTheServers()
{
    const DatabasePtr database = open();
    const auto rows =
        database->query(u"SELECT t.oid::int8, m, format_type(t.oid, m) FROM pg_type t, "
                        "unnest(ARRAY[-1, 0, 3, 6, 9, 14, 393222, 393218, 655366, 67108871, 1310723]) AS m "
                        "WHERE t.oid < 16384 AND t.typtype = 'b' AND (m = -1 OR t.typmodin <> 0) AND (m = -1 OR "
                        "t.typname NOT IN ('interval', '_interval')) AND (m NOT BETWEEN 0 AND 3 OR t.typname NOT IN ("
                        "'numeric', '_numeric'))"_s); // which there are none of, and some write as chance has it
    VERIFY_OK(rows);
    int known = 0;
    for (const Row &row : *rows) {
        const auto name = postgres::PgTypeNames().find(
            {static_cast<Oid>(row.at(0).toInteger()), static_cast<int>(row.at(1).toInteger())});
        if (!name)
            continue;
        ++known;
        QCOMPARE(*name, row.at(2).display());
    }
    QVERIFY(known > 200);
}

/// Whoever reads millions of rows gets the first of them at once, whatever their types, and none is put aside.
void TestPostgresValues::typesMetWhileRowsAreStillToCome()
{
    const DatabasePtr database = open(u"CREATE TYPE mood AS ENUM ('sad', 'ok')"_s);
    std::atomic_bool stop = false;
    database->setStopRequested([&] { return stop.load(); });
    const auto statement = database->prepare(u"SELECT i, 'ok'::mood, CASE WHEN i = 60000 THEN pg_sleep(60)::text END "
                                             "FROM generate_series(1, 60000) AS i"_s);
    VERIFY_OK(statement);
    for (int i = 1; i <= 20000; ++i) {
        const auto row = (*statement)->step();
        VERIFY_OK(row);
        QVERIFY(*row);
        QCOMPARE((*statement)->column(0).toInteger(), std::int64_t(i));
        QVERIFY((*statement)->column(1) == typed("ok", "mood"));
    }
    stop = true;
}

/// Which no other connection sees.
void TestPostgresValues::typesOfThisTransaction()
{
    const DatabasePtr database = open();
    VERIFY_OK(database->execute(u"BEGIN; CREATE TYPE mood AS ENUM ('sad', 'ok')"_s));
    const auto statement = database->prepare(u"SELECT i, 'ok'::mood FROM generate_series(1, 200000) AS i"_s);
    VERIFY_OK(statement);
    std::int64_t rows = 0;
    auto row = (*statement)->step();
    for (; row && *row; row = (*statement)->step()) {
        QCOMPARE((*statement)->column(0).toInteger(), ++rows);
        QVERIFY((*statement)->column(1) == typed("ok", "mood"));
    }
    VERIFY_OK(row);
    QCOMPARE(rows, 200000);
}

void TestPostgresValues::cellsInPart()
{
    const DatabasePtr database = open(
        u"CREATE TABLE t AS SELECT repeat('ab', 500) AS t, '\\x00ff'::bytea || decode(repeat('41', 998), 'hex') AS "
        "b, ('[\"' || repeat('x', 996) || '\"]')::json AS j, 7 AS i, NULL::text AS n"_s);
    const auto statement = database->prepare(u"SELECT * FROM t"_s);
    QVERIFY((*statement)->step().value());
    QCOMPARE((*statement)->columnStart(0, 3).value.display(), u"aba"_s);
    QCOMPARE((*statement)->columnStart(0, 3).size, 1000);
    QCOMPARE((*statement)->columnStart(1, 3).value.bytes(), QByteArray("\x00\xff\x41", 3));
    QCOMPARE((*statement)->columnStart(1, 3).size, 1000);
    QCOMPARE((*statement)->columnStart(2, 3).value.bytes(), QByteArray("[\"x"));
    QCOMPARE((*statement)->columnStart(2, 3).size, 1000);
    QCOMPARE((*statement)->columnStart(3, 3).value.toInteger(), 7);
    QCOMPARE((*statement)->columnStart(3, 3).size, 0);
    QVERIFY((*statement)->columnStart(4, 3).value.isNull());
    QCOMPARE((*statement)->columnKind(4), Value::Kind::Null);
    QVERIFY((*statement)->cellHash(0, 1) == (*statement)->cellHash(0, 1));
    QVERIFY((*statement)->cellHash(0, 1) != (*statement)->cellHash(0, 2));
    QVERIFY((*statement)->cellHash(0, 1) != (*statement)->cellHash(1, 1));
}

void TestPostgresValues::cellsOverTheLimit()
{
    const DatabasePtr database = open();
    const qint64 before = database->setCellLimit(1000);
    QVERIFY(before > 1000);
    VERIFY_OK(database->queryValue(u"SELECT repeat('a', 1000)"_s));
    VERIFY_OK(database->queryValue(u"SELECT decode(repeat('41', 1000), 'hex')"_s));
    const auto large = database->queryValue(u"SELECT repeat('a', 1001) AS wide"_s);
    QVERIFY(!large);
    QCOMPARE(large.error().kind, Error::Kind::TooLarge);
    QVERIFY(large.error().message.contains(u"wide"_s));
    VERIFY_OK(database->queryValue(u"SELECT 1"_s));
}

void TestPostgresValues::settings()
{
    m_location = m_cluster.newDatabase();
    PostgresSession other(m_location);
    const QString name = other.value(u"SELECT current_database()"_s);
    // What a database asks for does not change how values read.
    for (const QString &setting :
         {u"DateStyle TO 'German'"_s, u"IntervalStyle TO 'iso_8601'"_s, u"bytea_output TO escape"_s,
          u"extra_float_digits TO 0"_s, u"client_encoding TO 'LATIN1'"_s})
        QVERIFY(other.run(u"ALTER DATABASE %1 SET %2"_s.arg(name, setting)));
    const DatabasePtr database = openAt(m_location, ConnectionSpec::Mode::Write);
    const auto rows =
        database->query(u"SELECT '2026-02-03'::date, '1 day 02:00'::interval, '\\xff00'::bytea, 0.1::float8 + "
                        "0.2::float8, U&'\\20AC'"_s);
    VERIFY_OK(rows);
    const Row expected{typed("2026-02-03", "date"), typed("1 day 02:00:00", "interval"),
                       Value::blob(QByteArray("\xff\0", 2)), Value::real(0.30000000000000004), Value::text(u"€"_s)};
    QVERIFY(rows->front() == expected);
    QCOMPARE(other.value(u"SELECT application_name FROM pg_stat_activity WHERE datname = current_database() AND pid <> "
                         "pg_backend_pid()"_s),
             u"Raincheck"_s);
    const Dialect *dialect = dialectByName(u"postgres"_s);
    QVERIFY(dialect);
    const auto facts = dialect->facts(*database);
    VERIFY_OK(facts);
    QVERIFY2(facts->first().startsWith(u"PostgreSQL "_s), qPrintable(facts->first()));
    QVERIFY(facts->contains(u"not encrypted"_s));
}

QTEST_GUILESS_MAIN(TestPostgresValues)
#include "tst_postgresvalues.moc"
