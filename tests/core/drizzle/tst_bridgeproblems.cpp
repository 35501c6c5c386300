// SPDX-License-Identifier: GPL-3.0-or-later
// What is wrong with a schema.ts, or with what is needed to read it, in one sentence; and that nothing hangs or stays.
#include "core/drizzle/bridge.h"

#include "support/bridgeproject.h"
#include "support/verify.h"

#include <QElapsedTimer>
#include <QRegularExpression>
#include <QTest>

#include <signal.h>

using namespace core;
using namespace Qt::Literals::StringLiterals;
using Orm = BridgeProject::Orm;

class TestBridgeProblems : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (const QString why = BridgeProject::missing(); !why.isEmpty())
            QSKIP(qPrintable(why));
    }
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void cleanup() { qunsetenv("RAINCHECK_NODE"); }

    void problems_data();
    void problems();
    void withoutNode();
    void withoutEsbuild();
    void tooMuchMemory();
    void hangs();
    void cancelling();
    void noise();
};

void TestBridgeProblems::problems_data()
{
    QTest::addColumn<int>("orm");
    QTest::addColumn<QString>("file"); // beside a good config and a good schema, in place of one of them
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("message"); // a regular expression
    const auto row = [](const char *name, const QString &file, const QString &text, const QString &code,
                        const QString &message,
                        Orm orm = Orm::V0) { QTest::newRow(name) << int(orm) << file << text << code << message; };
    const QString schema = u"schema.ts"_s;
    const QString config = u"drizzle.config.json"_s;
    row("no drizzle-orm", schema, BridgeProject::plainTable(), u"no-orm"_s,
        u"^Drizzle-orm is not installed in /.*: run “npm install” there\\.$"_s, Orm::None);
    row("syntax", schema, u"export const a = 1;\nexport const b = = 2;\n"_s, u"build"_s,
        u"^schema\\.ts, line 2: Unexpected \"=\"\\.$"_s);
    row("no such module", schema, u"\n\nimport { x } from './gone';\nexport const y = x;\n"_s, u"build"_s,
        u"^schema\\.ts, line 3: Could not resolve \"\\./gone\"\\.$"_s);
    row("no such package", schema, u"import { x } from 'gone-for-good';\nexport const y = x;\n"_s, u"build"_s,
        u"^schema\\.ts, line 1: Could not resolve \"gone-for-good\"\\.$"_s);
    row("throws", schema,
        u"const need = (): never => {\n  throw new Error('SECRET is not set');\n};\nexport const a = need();"_s,
        u"evaluate"_s, u"^schema\\.ts, line 2: Error: SECRET is not set\\.$"_s);
    row("throws no error", schema, u"export const a = 1;\nthrow 'a word';"_s, u"evaluate"_s, u"^Threw a word\\.$"_s);
    row("ends the process", schema, u"export const a = 1;\nprocess.exit(3);"_s, u"evaluate"_s,
        u"^schema\\.ts, line 2: Error: process\\.exit\\(\\) is called\\.$"_s);
    row("waits for ever", schema, u"export const a = await new Promise(() => {});"_s, u"ended"_s,
        u"^drizzle\\.config\\.json: The schema waits for something that never comes\\.$"_s);
    row("no such file", config, u"{ \"dialect\": \"sqlite\", \"schema\": [\"db/*.ts\"] }"_s, u"no-schema"_s,
        u"^drizzle\\.config\\.json: No file is there for the schema “db/\\*\\.ts”\\.$"_s);
    row("no schema", config, u"{ \"dialect\": \"sqlite\" }"_s, u"no-schema"_s,
        u"^drizzle\\.config\\.json: It names no schema\\.$"_s);
    row("another system", config, u"{ \"dialect\": \"mysql\", \"schema\": \"schema.ts\" }"_s, u"dialect"_s,
        u"^drizzle\\.config\\.json: It is for mysql, and only postgresql, sqlite and turso can be read\\.$"_s);
    row("two tables of one name", schema,
        u"import { sqliteTable, integer } from 'drizzle-orm/sqlite-core';\n"
        "export const a = sqliteTable('t', { id: integer() });\nexport const b = sqliteTable('t', { n: integer() });"_s,
        u"twice"_s, u"^“t” is declared twice, and not the same: a in schema\\.ts, and b in schema\\.ts\\.$"_s);
    row("no JSON", config, u"{ dialect }"_s, u"config"_s, u"^drizzle\\.config\\.json: .*JSON.*\\.$"_s);
    row("a config that throws", u"drizzle.config.ts"_s, u"\nthrow new TypeError('no');\nexport default {};"_s,
        u"config"_s, u"^drizzle\\.config\\.ts, line 2: TypeError: no\\.$"_s);
    row("an old drizzle-orm", u"node_modules/drizzle-orm/package.json"_s,
        u"{ \"name\": \"drizzle-orm\", \"version\": \"0.28.0\" }"_s, u"orm"_s,
        u"^Drizzle-orm is 0\\.28\\.0 in /.*, and 0\\.36 or newer is needed\\.$"_s, Orm::None);
}

void TestBridgeProblems::problems()
{
    QFETCH(int, orm);
    QFETCH(QString, file);
    QFETCH(QString, text);
    QFETCH(QString, code);
    QFETCH(QString, message);
    const BridgeProject project{Orm(orm)};
    if (Orm(orm) == Orm::None) {
        QDir(project.path()).mkpath(u"node_modules"_s);
        project.link(u"esbuild"_s, u"esbuild"_s);
        project.write(u"node_modules/drizzle-orm/index.js"_s, file.startsWith(u"node_modules"_s) ? u""_s : u"x"_s);
        if (!file.startsWith(u"node_modules"_s))
            QDir(project.path(u"node_modules/drizzle-orm"_s)).removeRecursively();
    }
    project.writeSchema(BridgeProject::plainTable());
    project.write(file, text);
    const auto read = project.read();
    QVERIFY(!read);
    QVERIFY2(QRegularExpression(message).match(read.error().message).hasMatch(), qPrintable(read.error().message));
    QCOMPARE(read.error().code, code);
}

void TestBridgeProblems::withoutNode()
{
    const BridgeProject project(Orm::V0);
    project.writeSchema(BridgeProject::plainTable());
    qputenv("RAINCHECK_NODE", "/nowhere/node");
    const auto read = project.read();
    QVERIFY(!read);
    QCOMPARE(read.error().code, u"no-node"_s);
    QCOMPARE(read.error().message,
             u"Reading schema.ts needs Node.js 18 or newer, which was not found: install it, or name "
             "it in RAINCHECK_NODE."_s);
    project.write(u"node"_s, u"#!/bin/sh\nexit 3\n"_s); // it is called so, and is something else
    QFile::setPermissions(project.path(u"node"_s), QFile::ReadOwner | QFile::ExeOwner);
    qputenv("RAINCHECK_NODE", QFile::encodeName(project.path(u"node"_s)));
    const auto other = project.read();
    QVERIFY(!other);
    QCOMPARE(other.error().code, u"ended"_s);
    QVERIFY(other.error().message.contains(u"exit code 3"_s));
}

/// Ours serves where it was installed beside the program.
void TestBridgeProblems::withoutEsbuild()
{
    const BridgeProject project(Orm::V0);
    project.writeSchema(BridgeProject::plainTable());
    QVERIFY(QFile::remove(project.path(u"node_modules/esbuild"_s)));
    const bool isOursThere = QFileInfo::exists(QCoreApplication::applicationDirPath()
                                               + u"/../share/raincheck/bridge/node_modules/esbuild"_s);
    const auto read = project.read();
    if (isOursThere) {
        VERIFY_OK(read);
        return;
    }
    QVERIFY(!read);
    QCOMPARE(read.error().code, u"no-esbuild"_s);
    QCOMPARE(read.error().message,
             u"Esbuild is not installed in %1: run “npm install --save-dev esbuild” there."_s.arg(project.path()));
}

void TestBridgeProblems::tooMuchMemory()
{
    const BridgeProject project(Orm::V0);
    project.writeSchema(u"const all: object[] = [];\nfor (;;) all.push({ a: new Array(1000).fill(all.length) });\n"
                        "export const a = all;"_s);
    BridgeLimits limits = BridgeProject::patient;
    limits.megabytes = 48;
    const auto read = project.read(limits);
    QVERIFY(!read);
    QCOMPARE(read.error().code, u"memory"_s);
    QCOMPARE(read.error().message,
             u"The schema of drizzle.config.json needs more than 48 MB to be evaluated, and was stopped."_s);
}

void TestBridgeProblems::hangs()
{
    const BridgeProject project(Orm::V0);
    project.writeSchema(u"for (;;);\nexport const a = 1;"_s);
    BridgeLimits limits = BridgeProject::patient;
    limits.milliseconds = 1500;
    QElapsedTimer timer;
    timer.start();
    const auto read = project.read(limits);
    QVERIFY(!read);
    QCOMPARE(read.error().code, u"timeout"_s);
    QCOMPARE(read.error().message,
             u"Evaluating the schema of drizzle.config.json took longer than 1.5 seconds, and was stopped."_s);
    QVERIFY2(timer.elapsed() < 20'000, qPrintable(QString::number(timer.elapsed())));
}

/// What the project has started goes, too.
void TestBridgeProblems::cancelling()
{
    const BridgeProject project(Orm::V0);
    project.writeSchema(
        u"import { spawn } from 'node:child_process';\nimport { writeFileSync, renameSync } from 'node:fs';\n"
        "const child = spawn('sleep', ['600']);\nwriteFileSync('pid.new', String(child.pid));\n"
        "renameSync('pid.new', 'pid');\nfor (;;);\nexport const a = 1;"_s);
    const auto isRunning = [&] { return QFileInfo::exists(project.path(u"pid"_s)); };
    const auto read = project.read(BridgeProject::patient, isRunning);
    QVERIFY(!read);
    QVERIFY(read.error().isCancelled());
    QFile file(project.path(u"pid"_s));
    QVERIFY(file.open(QFile::ReadOnly));
    const auto child = static_cast<pid_t>(file.readAll().toInt());
    QVERIFY(child > 1);
    const auto isGone = [&] { // or waits to be buried by whoever inherits it
        QFile status(u"/proc/%1/stat"_s.arg(child));
        return !status.open(QFile::ReadOnly) || status.readAll().contains(") Z ");
    };
    QTRY_VERIFY(isGone());
}

void TestBridgeProblems::noise()
{
    const BridgeProject project(Orm::V0);
    project.writeSchema(
        BridgeProject::plainTable()
        + u"import { writeSync } from 'node:fs';\nconsole.log('one'); process.stdout.write('two');\n"
          "writeSync(1, 'three 123\\n{\"bridge\": 1, \"tables\": []}\\n');\nsetInterval(() => {}, 10);\n"
          "setTimeout(() => { throw new Error('later'); });\nPromise.reject(new Error('alone'));\n"
          "export const late = await new Promise((done) => setTimeout(done, 50));"_s);
    const auto read = project.read();
    VERIFY_OK(read);
    QCOMPARE(read->schema.tables.size(), 1);
    project.writeSchema(
        u"import { writeSync } from 'node:fs';\nfor (;;) { try { writeSync(1, 'x'.repeat(65536)); } catch {} }\n"_s);
    BridgeLimits limits = BridgeProject::patient;
    limits.outputBytes = 3 * 1024 * 1024;
    const auto flood = project.read(limits);
    QVERIFY(!flood);
    QCOMPARE(flood.error().code, u"output"_s);
    QCOMPARE(flood.error().message,
             u"Evaluating the schema of drizzle.config.json printed more than 3 MB, and was stopped."_s);
}

QTEST_GUILESS_MAIN(TestBridgeProblems)
#include "tst_bridgeproblems.moc"
