// SPDX-License-Identifier: GPL-3.0-or-later
// A schema evaluated again and again: the same answers as from a cold start, nothing left over from the one before, and
// what default functions make for new rows.
#include "core/drizzle/warmbridge.h"

#include "support/bridgeproject.h"
#include "support/verify.h"

#include <QRegularExpression>
#include <QSet>
#include <QTest>
#include <QThread>

#include <atomic>
#include <limits>
#include <thread>
#include <vector>

#include <signal.h>

using namespace core;
using namespace Qt::Literals::StringLiterals;
using Orm = BridgeProject::Orm;

namespace {

const QString imports = u"import { sql } from 'drizzle-orm';\n"
                        "import { blob, integer, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';\n"_s;

QString tableOf(const QString &columns)
{
    return imports + u"export const t = sqliteTable('t', { %1 });\n"_s.arg(columns);
}

/// A warm bridge and its project.
struct Warm {
    explicit Warm(Orm orm = Orm::V0)
        : project(orm)
    {
    }
    BridgeProject project;
    WarmBridge bridge;

    [[nodiscard]] BridgeRequest request() const { return *bridgeRequestFor(project.path(u"x.db"_s)); }
    [[nodiscard]] Result<DrizzleSchema> schema(const BridgeLimits &limits = BridgeProject::patient)
    {
        return bridge.schema(request(), {}, limits).schema;
    }
    [[nodiscard]] Result<QList<MadeRow>> values(const QStringList &columns, int rows = 1,
                                                const BridgeLimits &limits = BridgeProject::patient)
    {
        return bridge.values(request(), {{}, u"t"_s}, columns, rows, {}, limits);
    }
    /// Of the newest process that reads this project; 0: there is none.
    [[nodiscard]] int processes() const
    {
        int count = 0;
        const QStringList all = QDir(u"/proc"_s).entryList(QDir::Dirs);
        for (const QString &entry : all) {
            QFile file(u"/proc/%1/cmdline"_s.arg(entry));
            const bool isOurs = QFileInfo(u"/proc/%1/cwd"_s.arg(entry)).symLinkTarget().startsWith(project.path());
            if (isOurs && file.open(QFile::ReadOnly) && file.readAll().contains("main.mjs"))
                ++count;
        }
        return count;
    }
};

QStringList columnsOf(const DrizzleSchema &schema)
{
    QStringList names;
    for (const Column &column : schema.schema.tables.value(0).columns)
        names.append(column.name);
    return names;
}

} // namespace

class TestWarmBridge : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (const QString why = BridgeProject::missing(); !why.isEmpty())
            QSKIP(qPrintable(why));
    }
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void seesWhatWasSaved_data();
    void seesWhatWasSaved();
    void wheneverItIsAsked();
    void everyFileOfMany();
    void nothingIsLeftOver();
    void problemsComeAndGo();
    void anotherConfigAndEnvironment();
    void hangsAndGoesOn();
    void whoStandsByMayDie();
    void goesWithItsProcesses();
    void fromManyThreads();
    void values_data();
    void values();
    void valuesForPostgres_data();
    void valuesForPostgres();
    void valuesOfManyRows();
    void valuesThatFail();
    void valuesThatHang();
    void valuesAreOfTheNewestSchema();
};

void TestWarmBridge::seesWhatWasSaved_data()
{
    QTest::addColumn<int>("orm");
    QTest::newRow("0.x") << int(Orm::V0);
    QTest::newRow("1.0") << int(Orm::V1);
}

void TestWarmBridge::seesWhatWasSaved()
{
    QFETCH(int, orm);
    Warm warm{Orm(orm)};
    for (int i = 0; i < 4; ++i) {
        warm.project.writeSchema(tableOf(u"a: integer('a%1')"_s.arg(i)));
        const auto read = warm.schema();
        VERIFY_OK(read);
        QCOMPARE(columnsOf(*read), QStringList{u"a%1"_s.arg(i)});
        const auto cold = warm.project.read();
        VERIFY_OK(cold);
        QVERIFY(*read == *cold);
    }
}

/// What stands by bundles by itself what is saved. Whether it has seen that, is at it or is done changes no answer.
void TestWarmBridge::wheneverItIsAsked()
{
    Warm warm;
    warm.project.write(u"lib/name.ts"_s, u"export const name = 'a';\n"_s);
    warm.project.writeSchema(u"import { name } from './lib/name';\n"_s + tableOf(u"a: integer(name)"_s));
    VERIFY_OK(warm.schema());
    const auto saveAndAsk = [&warm](const QString &name, unsigned long after) {
        warm.project.write(u"lib/name.ts"_s, u"export const name = '%1';\n"_s.arg(name));
        QThread::msleep(after);
        const auto read = warm.schema();
        return read ? columnsOf(*read).value(0) : read.error().message;
    };
    for (int i = 0; i < 10; ++i) {
        const unsigned long ready = i % 2 == 0 ? 700 : 0; // it stands by, or is just about to
        QThread::msleep(ready);
        warm.project.write(u"lib/name.ts"_s, u"export const name = 'broken"_s);
        QThread::msleep(static_cast<unsigned long>(i) * 5);
        const QString name = u"n%1"_s.arg(i);
        QCOMPARE(saveAndAsk(name, static_cast<unsigned long>(i) * 12), name);
    }
}

void TestWarmBridge::everyFileOfMany()
{
    Warm warm;
    warm.project.write(u"drizzle.config.json"_s, u"{ \"dialect\": \"sqlite\", \"schema\": \"db/*.ts\" }"_s);
    warm.project.write(u"db/a.ts"_s,
                       imports
                           + u"import { id } from '../lib/id';\n"
                             "export const a = sqliteTable('a', { id: id() });\n"_s);
    warm.project.write(u"lib/id.ts"_s, imports + u"export const id = () => integer('one').primaryKey();\n"_s);
    VERIFY_OK(warm.schema());
    warm.project.write(u"lib/id.ts"_s, imports + u"export const id = () => integer('other').primaryKey();\n"_s);
    const auto other = warm.schema();
    VERIFY_OK(other);
    QCOMPARE(columnsOf(*other), QStringList{u"other"_s});
    warm.project.write(u"db/b.ts"_s, imports + u"export const b = sqliteTable('b', { c: text('c') });\n"_s);
    const auto more = warm.schema();
    VERIFY_OK(more);
    QCOMPARE(more->schema.tables.size(), 2);
    QVERIFY(QFile::remove(warm.project.path(u"db/a.ts"_s)));
    const auto fewer = warm.schema();
    VERIFY_OK(fewer);
    QCOMPARE(columnsOf(*fewer), QStringList{u"c"_s});
}

/// What one evaluation does to its process is not seen by the next.
void TestWarmBridge::nothingIsLeftOver()
{
    Warm warm;
    warm.project.writeSchema(tableOf(u"a: integer(`a${globalThis.count = (globalThis.count ?? 0) + 1}"
                                     "${process.env.LEFT ?? ''}`)"_s)
                             + u"process.env.LEFT = 'over'; setInterval(() => {}, 1); process.chdir('/');\n"_s);
    for (int i = 0; i < 3; ++i) {
        const auto read = warm.schema();
        VERIFY_OK(read);
        QCOMPARE(columnsOf(*read), QStringList{u"a1"_s});
    }
}

void TestWarmBridge::problemsComeAndGo()
{
    Warm warm;
    const QString good = tableOf(u"a: integer('a')"_s);
    const QList<std::pair<QString, QString>> texts{
        {good, u""_s},
        {u"export const b = = 2;\n"_s, u"schema.ts, line 1: Unexpected \"=\"."_s},
        {good, u""_s},
        {u"\nthrow new Error('no');\n"_s, u"schema.ts, line 2: Error: no."_s},
        {u"import './gone';\n"_s, u"schema.ts, line 1: Could not resolve \"./gone\"."_s},
        {u"process.exit(0);\n"_s, u"schema.ts, line 1: Error: process.exit() is called."_s},
        {u"await new Promise(() => {});\n"_s,
         u"drizzle.config.json: The schema waits for something that never comes."_s},
        {u"console.log('x'.repeat(1000)); process.stdout.write('noise');\n"_s + good, u""_s}};
    for (const auto &[text, message] : texts) {
        warm.project.writeSchema(text);
        const auto read = warm.schema();
        QCOMPARE(read ? QString() : read.error().message, message);
    }
    QVERIFY(QFile::remove(warm.project.path(u"schema.ts"_s)));
    const auto gone = warm.schema();
    QVERIFY(!gone);
    QCOMPARE(gone.error().code, u"no-schema"_s);
    warm.project.writeSchema(good);
    VERIFY_OK(warm.schema());
}

void TestWarmBridge::anotherConfigAndEnvironment()
{
    Warm warm;
    warm.project.writeSchema(tableOf(u"myName: integer(), b: text(process.env.NAME ?? 'unset')"_s));
    const auto before = warm.schema();
    VERIFY_OK(before);
    QCOMPARE(columnsOf(*before), (QStringList{u"myName"_s, u"unset"_s}));
    warm.project.write(u".env"_s, u"NAME=set\n"_s);
    const auto environment = warm.schema();
    VERIFY_OK(environment);
    QCOMPARE(columnsOf(*environment), (QStringList{u"myName"_s, u"set"_s}));
    warm.project.write(u"drizzle.config.json"_s,
                       u"{ \"dialect\": \"sqlite\", \"schema\": \"schema.ts\", \"casing\": \"snake_case\" }"_s);
    const auto config = warm.schema();
    VERIFY_OK(config);
    QCOMPARE(columnsOf(*config), (QStringList{u"my_name"_s, u"set"_s}));
    warm.project.write(u"drizzle.config.json"_s, u"{ \"dialect\": "_s);
    QCOMPARE(warm.schema().error().code, u"config"_s);
}

void TestWarmBridge::hangsAndGoesOn()
{
    Warm warm;
    warm.project.writeSchema(u"for (;;);\n"_s);
    BridgeLimits limits = BridgeProject::patient;
    limits.milliseconds = 1500;
    const auto hung = warm.schema(limits);
    QVERIFY(!hung);
    QCOMPARE(hung.error().code, u"timeout"_s);
    const auto again = warm.schema(limits); // from the one that stood by
    QVERIFY(!again);
    QCOMPARE(again.error().code, u"timeout"_s);
    warm.project.writeSchema(tableOf(u"a: integer('a')"_s));
    VERIFY_OK(warm.schema());
}

void TestWarmBridge::whoStandsByMayDie()
{
    Warm warm;
    warm.project.writeSchema(tableOf(u"a: integer('a')"_s));
    VERIFY_OK(warm.schema());
    QTRY_COMPARE(warm.processes(), 1);
    const QStringList all = QDir(u"/proc"_s).entryList(QDir::Dirs);
    for (const QString &entry : all) {
        if (QFileInfo(u"/proc/%1/cwd"_s.arg(entry)).symLinkTarget().startsWith(warm.project.path()))
            ::kill(static_cast<pid_t>(entry.toInt()), SIGKILL);
    }
    VERIFY_OK(warm.schema());
}

void TestWarmBridge::goesWithItsProcesses()
{
    Warm warm;
    warm.project.writeSchema(tableOf(u"a: text('a').$defaultFn(() => 'x')"_s));
    VERIFY_OK(warm.schema());
    QTRY_COMPARE(warm.processes(), 2); // one that was asked, one that stands by
    warm.bridge.forget();
    QTRY_COMPARE(warm.processes(), 0);
    VERIFY_OK(warm.schema());
    warm.project.writeSchema(tableOf(u"a: text('a')"_s)); // nothing to ask for
    VERIFY_OK(warm.schema());
    QTRY_COMPARE(warm.processes(), 1);
}

void TestWarmBridge::fromManyThreads()
{
    Warm warm;
    warm.project.writeSchema(tableOf(u"a: text('a').$defaultFn(() => 'x')"_s));
    std::vector<std::thread> threads;
    std::atomic<int> good = 0;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&, i] {
            const bool ok = i % 2 == 0 ? bool(warm.schema()) : bool(warm.values({u"a"_s}));
            good += ok ? 1 : 0;
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(good.load(), 4);
    QTRY_VERIFY(warm.processes() <= 2);
}

void TestWarmBridge::values_data()
{
    QTest::addColumn<QString>("column");
    QTest::addColumn<Value>("value");
    QTest::newRow("text") << u"text('c').$defaultFn(() => 'ä\\u{1F600}')"_s << Value::text(u"ä😀"_s);
    QTest::newRow("a number") << u"integer('c').$defaultFn(() => 7)"_s << Value::integer(7);
    QTest::newRow("a fraction") << u"real('c').$defaultFn(() => 0.1)"_s << Value::real(0.1);
    QTest::newRow("the largest whole one")
        << u"integer('c').$defaultFn(() => 9007199254740991)"_s << Value::integer(9007199254740991);
    QTest::newRow("64 bits") << u"integer('c').$defaultFn(() => -9223372036854775808n)"_s
                             << Value::integer(std::numeric_limits<qint64>::min());
    QTest::newRow("NULL") << u"text('c').$defaultFn(() => null)"_s << Value::null();
    QTest::newRow("timestamp") << u"integer('c', { mode: 'timestamp' }).$defaultFn(() => new Date(1999))"_s
                               << Value::integer(1);
    QTest::newRow("timestamp_ms") << u"integer('c', { mode: 'timestamp_ms' }).$defaultFn(() => new Date(1999))"_s
                                  << Value::integer(1999);
    QTest::newRow("boolean") << u"integer('c', { mode: 'boolean' }).$defaultFn(() => true)"_s << Value::integer(1);
    QTest::newRow("json") << u"text('c', { mode: 'json' }).$defaultFn(() => ({ a: [1, 'b'] }))"_s
                          << Value::text(u"{\"a\":[1,\"b\"]}"_s);
    QTest::newRow("bytes") << u"blob('c', { mode: 'buffer' }).$defaultFn(() => Buffer.from([0, 255]))"_s
                           << Value::blob(QByteArray("\0\xff", 2));
    QTest::newRow("json in bytes") << u"blob('c', { mode: 'json' }).$defaultFn(() => [1])"_s
                                   << Value::blob(QByteArray("[1]"));
    QTest::newRow("by $onUpdate") << u"integer('c', { mode: 'timestamp' }).$onUpdate(() => new Date(5000))"_s
                                  << Value::integer(5);
}

void TestWarmBridge::values()
{
    QFETCH(QString, column);
    QFETCH(Value, value);
    for (const Orm orm : {Orm::V0, Orm::V1}) {
        Warm warm(orm);
        warm.project.writeSchema(tableOf(u"c: "_s + column));
        const auto made = warm.values({u"c"_s});
        VERIFY_OK(made);
        QCOMPARE(made->size(), 1);
        QCOMPARE(made->at(0).value(u"c"_s), (MadeValue{value, {}}));
    }
}

void TestWarmBridge::valuesForPostgres_data()
{
    QTest::addColumn<QString>("column");
    QTest::addColumn<Value>("value");
    QTest::newRow("uuid") << u"p.uuid('c').$defaultFn(() => 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11')"_s
                          << Value::text(u"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"_s);
    QTest::newRow("boolean") << u"p.boolean('c').$defaultFn(() => true)"_s << Value::text(u"true"_s);
    QTest::newRow("timestamp") << u"p.timestamp('c').$defaultFn(() => new Date(1999))"_s
                               << Value::text(u"1970-01-01T00:00:01.999Z"_s);
    QTest::newRow("jsonb") << u"p.jsonb('c').$defaultFn(() => ({ a: [1, 'b'] }))"_s
                           << Value::text(u"{\"a\":[1,\"b\"]}"_s);
    QTest::newRow("text in jsonb") << u"p.jsonb('c').$defaultFn(() => 'b')"_s << Value::text(u"\"b\""_s);
    QTest::newRow("array") << u"p.text('c').array().$defaultFn(() => ['a', 'b'])"_s << Value::text(u"{a,b}"_s);
    QTest::newRow("bigint") << u"p.bigint('c', { mode: 'bigint' }).$defaultFn(() => 9007199254740993n)"_s
                            << Value::integer(9007199254740993LL);
    QTest::newRow("by $onUpdate") << u"p.date('c').$onUpdate(() => '2020-01-02')"_s << Value::text(u"2020-01-02"_s);
}

/// As the server reads them, of a table in a schema.
void TestWarmBridge::valuesForPostgres()
{
    QFETCH(QString, column);
    QFETCH(Value, value);
    for (const Orm orm : {Orm::V0, Orm::V1}) {
        Warm warm(orm);
        warm.project.write(u"drizzle.config.json"_s, u"{ \"dialect\": \"postgresql\", \"schema\": \"schema.ts\" }"_s);
        warm.project.writeSchema(u"import * as p from 'drizzle-orm/pg-core';\n"
                                 "export const shop = p.pgSchema('shop');\n"
                                 "export const t = shop.table('t', { c: %1 });\n"_s.arg(column));
        const auto made =
            warm.bridge.values(warm.request(), {u"shop"_s, u"t"_s}, {u"c"_s}, 1, {}, BridgeProject::patient);
        VERIFY_OK(made);
        const MadeValue got = made->at(0).value(u"c"_s);
        // 0.x puts quotes around the texts of an array, which say nothing.
        const MadeValue wanted{value, {}};
        QVERIFY2(got == wanted || got == (MadeValue{Value::text(u"{\"a\",\"b\"}"_s), {}}),
                 qPrintable(got.value.display()));
    }
}

/// Each its own, with packages of the project and by the names of the database.
void TestWarmBridge::valuesOfManyRows()
{
    Warm warm;
    warm.project.write(
        u"node_modules/short-id/package.json"_s,
        u"{ \"name\": \"short-id\", \"version\": \"1.0.0\", \"type\": \"module\", \"exports\": \"./index.js\" }"_s);
    warm.project.write(u"node_modules/short-id/index.js"_s, u"let n = 0;\nexport const id = () => 'id' + ++n;\n"_s);
    warm.project.writeSchema(u"import { randomUUID } from 'node:crypto';\nimport { id } from 'short-id';\n"_s
                             + tableOf(u"publicId: text('public_id').$defaultFn(id),"
                                       " uuid: text('uuid').$default(() => randomUUID())"_s));
    VERIFY_OK(warm.schema());
    const auto made = warm.values({u"public_id"_s, u"uuid"_s, u"unknown"_s}, 3);
    VERIFY_OK(made);
    QCOMPARE(made->size(), 3);
    QSet<QByteArray> uuids;
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(made->at(i).size(), 2);
        QCOMPARE(made->at(i).value(u"public_id"_s).value, Value::text(u"id%1"_s.arg(i + 1)));
        uuids.insert(made->at(i).value(u"uuid"_s).value.bytes());
    }
    QCOMPARE(uuids.size(), 3);
    const auto more = warm.values({u"public_id"_s}); // of the same process
    VERIFY_OK(more);
    QCOMPARE(more->at(0).value(u"public_id"_s).value, Value::text(u"id4"_s));
}

void TestWarmBridge::valuesThatFail()
{
    Warm warm;
    warm.project.writeSchema(tableOf(
        u"good: text('good').$defaultFn(() => 'x'),\n bad: text('bad').$defaultFn(() => {\n"
        "  throw new Error('no key'); }), sql: text('sql').$defaultFn(() => sql`hex(1)`),"
        " later: text('later').$defaultFn(() => Promise.resolve('x') as never),"
        " nan: real('nan').$defaultFn(() => NaN), wide: integer('wide').$defaultFn(() => 2n ** 80n as never)"_s));
    const auto made = warm.values({u"good"_s, u"bad"_s, u"sql"_s, u"later"_s, u"nan"_s, u"wide"_s});
    VERIFY_OK(made);
    const MadeRow row = made->value(0);
    QCOMPARE(row.value(u"good"_s), (MadeValue{Value::text(u"x"_s), {}}));
    QCOMPARE(row.value(u"bad"_s).problem, u"schema.ts, line 5: Error: no key."_s);
    QCOMPARE(row.value(u"sql"_s).problem, u"It makes SQL, which only Drizzle can put into its INSERT."_s);
    QCOMPARE(row.value(u"later"_s).problem, u"It makes a promise, and Drizzle waits for none."_s);
    QCOMPARE(row.value(u"nan"_s).problem, u"It makes NaN, which cannot be stored."_s);
    QCOMPARE(row.value(u"wide"_s).problem, u"It makes 1208925819614629174706176, which is more than 64 bits hold."_s);
    warm.project.writeSchema(u"throw new Error('all of it');\n"_s);
    warm.bridge.forget();
    const auto none = warm.values({u"good"_s});
    QVERIFY(!none);
    QCOMPARE(none.error().message, u"schema.ts, line 1: Error: all of it."_s);
}

void TestWarmBridge::valuesThatHang()
{
    Warm warm;
    warm.project.writeSchema(tableOf(u"a: text('a').$defaultFn(() => { for (;;); })"_s));
    VERIFY_OK(warm.schema());
    BridgeLimits limits = BridgeProject::patient;
    limits.milliseconds = 1000;
    const auto hung = warm.values({u"a"_s}, 1, limits);
    QVERIFY(!hung);
    QCOMPARE(hung.error().message, u"The default functions of t took longer than 1 seconds, and were stopped."_s);
    VERIFY_OK(warm.schema());
}

void TestWarmBridge::valuesAreOfTheNewestSchema()
{
    Warm warm;
    for (const QString &text : {u"one"_s, u"two"_s}) {
        warm.project.writeSchema(tableOf(u"a: text('a').$defaultFn(() => '%1')"_s.arg(text)));
        VERIFY_OK(warm.schema());
        const auto made = warm.values({u"a"_s});
        VERIFY_OK(made);
        QCOMPARE(made->at(0).value(u"a"_s).value, Value::text(text));
    }
}

QTEST_GUILESS_MAIN(TestWarmBridge)
#include "tst_warmbridge.moc"
