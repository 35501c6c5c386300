// SPDX-License-Identifier: GPL-3.0-or-later
// A Drizzle project as a source of a schema: its folder, its config, its schema.ts; and that it is run only once
// trusted.
#include "core/session/schemasource.h"
#include "core/session/trust.h"

#include "support/bridgeproject.h"
#include "support/jobs.h"
#include "support/schemadb.h"
#include "support/tempdatabase.h"
#include "support/verify.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;
using Orm = BridgeProject::Orm;

namespace {

struct Sources {
    QTemporaryDir state;
    [[nodiscard]] Result<SchemaSource> read(const QString &path, CodeTrust trust = CodeTrust::Once) const
    {
        TestJob job;
        return readSchemaSource(path, SchemaDb::dialect(), state.path(), job, trust);
    }
};

QStringList tablesOf(const SchemaSource &source)
{
    QStringList names;
    for (const Table &table : source.schema.tables)
        names.append(table.name.name);
    return names;
}

QString twoTables()
{
    return u"import { integer, sqliteTable, sqliteView } from 'drizzle-orm/sqlite-core';\n"
           "export const t = sqliteTable('t', { myId: integer().primaryKey() });\n"
           "export const kept = sqliteView('kept[1]', { a: integer('a') }).existing();\n"_s;
}

} // namespace

class TestSchemaProject : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (const QString why = BridgeProject::missing(); !why.isEmpty())
            QSKIP(qPrintable(why));
    }
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void everyPathToAProject_data();
    void everyPathToAProject();
    void aFileOfItsOwn();
    void aFileBesideTheSchema();
    void anotherUsersFile();
    void runsNothingUntrusted();
    void aConfigWithoutSchemaIsADatabase();
    void whatIsNotThere();
    void settings();
    void scopeLeavesOut();
};

void TestSchemaProject::everyPathToAProject_data()
{
    QTest::addColumn<QString>("path");
    QTest::newRow("folder") << u""_s;
    QTest::newRow("folder below") << u"src/db/schema"_s;
    QTest::newRow("config") << u"drizzle.config.ts"_s;
    QTest::newRow("one of its files") << u"src/db/schema/people.ts"_s;
}

void TestSchemaProject::everyPathToAProject()
{
    QFETCH(QString, path);
    const BridgeProject project(Orm::V0, u"shop"_s);
    const Sources sources;
    const auto source = sources.read(project.path(path));
    VERIFY_OK(source);
    QCOMPARE(tablesOf(*source),
             (QStringList{u"lines"_s, u"orders"_s, u"parcels"_s, u"people"_s, u"profiles"_s, u"tags"_s}));
    QCOMPARE(source->location, project.path(u"drizzle.config.ts"_s));
    QCOMPARE(source->name, QFileInfo(project.path()).fileName() + u" (3 schema files)"_s);
    QVERIFY(source->database.isEmpty());
    QVERIFY(!source->facets.triggers && !source->facets.collations);
}

void TestSchemaProject::aFileOfItsOwn()
{
    const BridgeProject project(Orm::V1);
    project.write(u"db/tables.ts"_s, twoTables());
    const Sources sources;
    const auto source = sources.read(project.path(u"db/tables.ts"_s));
    VERIFY_OK(source);
    QCOMPARE(tablesOf(*source), QStringList{u"t"_s});
    QVERIFY(source->schema.tables.at(0).column(u"myId"_s));
    QCOMPARE(source->name, u"tables.ts"_s);
    QCOMPARE(source->location, project.path(u"db/tables.ts"_s));
}

/// One that the config does not name is read by itself, with what the config says of names.
void TestSchemaProject::aFileBesideTheSchema()
{
    const BridgeProject project(Orm::V0);
    project.write(u"drizzle.config.json"_s,
                  u"{ \"dialect\": \"sqlite\", \"schema\": \"schema.ts\", \"casing\": \"snake_case\" }"_s);
    project.write(u"schema.ts"_s, BridgeProject::plainTable());
    project.write(u"old/schema.ts"_s, twoTables());
    const Sources sources;
    const auto source = sources.read(project.path(u"old/schema.ts"_s));
    VERIFY_OK(source);
    QVERIFY(source->schema.table({{}, u"t"_s})->column(u"my_id"_s));
    QCOMPARE(source->location, project.path(u"old/schema.ts"_s));
}

void TestSchemaProject::anotherUsersFile()
{
    const BridgeProject project(Orm::V0);
    project.writeSchema(BridgeProject::plainTable());
    const QFile::Permissions all = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther | QFile::WriteOther;
    QVERIFY(QFile::setPermissions(project.path(u"schema.ts"_s), all));
    const Sources sources;
    const auto source = sources.read(project.path(u"schema.ts"_s));
    QVERIFY(!source);
    QCOMPARE(source.error().message,
             u"Everybody may write to %1, so its code is not run."_s.arg(project.path(u"schema.ts"_s)));
}

void TestSchemaProject::runsNothingUntrusted()
{
    const BridgeProject project(Orm::V0);
    project.writeSchema(u"import fs from 'node:fs';\nfs.writeFileSync('ran', '');\n"_s + BridgeProject::plainTable());
    const Sources sources;
    const auto refused = sources.read(project.path(), CodeTrust::IfKnown);
    QVERIFY(!refused && isForWantOfTrust(refused.error()));
    QCOMPARE(refused.error().message,
             u"Reading schema.ts runs the code of the project in %1, and you have not trusted that folder yet."_s.arg(
                 project.path()));
    QVERIFY(!QFileInfo::exists(project.path(u"ran"_s)));
    VERIFY_OK(rememberTrust(sources.state.path(), project.path()));
    VERIFY_OK(sources.read(project.path(u"schema.ts"_s), CodeTrust::IfKnown));
    QVERIFY(QFileInfo::exists(project.path(u"ran"_s)));
}

void TestSchemaProject::aConfigWithoutSchemaIsADatabase()
{
    const BridgeProject project(Orm::None);
    project.write(u"drizzle.config.json"_s, u"{ \"dialect\": \"sqlite\", \"dbCredentials\": { \"url\": \"x.db\" } }"_s);
    QVERIFY(!tempdatabase::run(project.path(u"x.db"_s), u"CREATE TABLE o (x)"_s).contains(u"rror"_s));
    const Sources sources;
    const auto source = sources.read(project.path(), CodeTrust::IfKnown);
    VERIFY_OK(source);
    QCOMPARE(source->database, project.path(u"x.db"_s));
}

void TestSchemaProject::whatIsNotThere()
{
    const Sources sources;
    const auto file = sources.read(u"/nowhere/schema.ts"_s);
    QVERIFY(!file);
    QCOMPARE(file.error().message, u"There is no /nowhere/schema.ts."_s);
    QTemporaryDir empty;
    const auto folder = sources.read(empty.path());
    QVERIFY(!folder);
    QVERIFY2(folder.error().message.contains(u"drizzle.config"_s), qPrintable(folder.error().message));
}

void TestSchemaProject::settings()
{
    const BridgeProject project(Orm::V0);
    project.write(
        u"drizzle.config.ts"_s,
        u"export default { dialect: 'turso', schema: './schema.ts', out: './db/migrations', driver: 'd1-http',"
        " casing: 'camelCase', breakpoints: false, tablesFilter: ['app_*', '!app_x'],"
        " migrations: { table: 'journal', prefix: 'unix' } };"_s);
    project.write(u"schema.ts"_s, BridgeProject::plainTable());
    const auto read = project.read();
    VERIFY_OK(read);
    DrizzleSettings wanted;
    wanted.dialect = u"turso"_s;
    wanted.driver = u"d1-http"_s;
    wanted.casing = u"camelCase"_s;
    wanted.out = project.path(u"db/migrations"_s);
    wanted.migrationsTable = u"journal"_s;
    wanted.migrationsPrefix = u"unix"_s;
    wanted.breakpoints = false;
    wanted.tablesFilter = QStringList{u"app_*"_s, u"!app_x"_s};
    QCOMPARE(read->settings, wanted);
}

/// What is only declared is neither made nor dropped, nor is what the config leaves out.
void TestSchemaProject::scopeLeavesOut()
{
    const BridgeProject project(Orm::V0);
    project.write(u"drizzle.config.json"_s,
                  u"{ \"dialect\": \"sqlite\", \"schema\": \"schema.ts\", \"tablesFilter\": [\"!other_*\"] }"_s);
    project.write(u"schema.ts"_s, twoTables());
    const Sources sources;
    const auto source = sources.read(project.path());
    VERIFY_OK(source);
    QVERIFY(source->scope.covers(u"t"_s));
    QVERIFY(!source->scope.covers(u"kept[1]"_s));
    QVERIFY(source->scope.covers(u"kept1"_s));
    QVERIFY(!source->scope.covers(u"other_table"_s));
}

QTEST_GUILESS_MAIN(TestSchemaProject)
#include "tst_schemaproject.moc"
