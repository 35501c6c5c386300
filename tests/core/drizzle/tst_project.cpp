// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/dotenv.h"
#include "core/drizzle/project.h"
#include "support/files.h"
#include "support/verify.h"

#include <QTemporaryDir>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;
using files::write;

namespace {

const QByteArray emptyJournal = "{\"version\":\"7\",\"dialect\":\"sqlite\",\"entries\":[]}";

} // namespace

class TestProject : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsTheSample();
    void databasePath_data();
    void databasePath();
    void rootIsWhereDrizzleKitRuns();
    void refuses_data();
    void refuses();
    void findsTheFolderOfADatabase();
    void readsEveryKey();
    void readsCodeWithoutRunningIt();
    void knowsWhatOnlyTheCodeKnows();
    void variablesComeFromDotenv();
    void dotenv();
    void tablesFilterOfASnapshot();
};

void TestProject::readsTheSample()
{
    const QString sample = QStringLiteral(RAINCHECK_SOURCE_DIR "/resources/sample");
    const auto project = readDrizzleProject(sample);
    VERIFY_OK(project);
    QCOMPARE(project->dialect, u"sqlite"_s);
    QCOMPARE(project->databasePath, sample + u"/blog.db"_s);
    QCOMPARE(project->migrationsPath, sample + u"/drizzle"_s);
    QCOMPARE(project->migrationsTable, u"__drizzle_migrations"_s);
    QCOMPARE(readDrizzleProject(sample + u"/drizzle.config.json"_s).value(), *project);
    QCOMPARE(readDrizzleProject(sample + u"/src/schema.ts"_s).value(), *project);
}

void TestProject::databasePath_data()
{
    QTest::addColumn<QByteArray>("url");
    QTest::addColumn<QString>("path"); // beneath the project; empty: no file
    QTest::addRow("plain") << QByteArray("sub/my.db") << u"sub/my.db"_s;
    QTest::addRow("dot") << QByteArray("./my.db") << u"my.db"_s;
    QTest::addRow("file:") << QByteArray("file:my.db") << u"my.db"_s;
    QTest::addRow("file: with a query") << QByteArray("file:./my%20blog.db?mode=rwc") << u"my blog.db"_s;
    QTest::addRow("server") << QByteArray("libsql://x.turso.io") << QString();
    QTest::addRow("memory") << QByteArray(":memory:") << QString();
}

void TestProject::databasePath()
{
    QFETCH(QByteArray, url);
    QFETCH(QString, path);
    QTemporaryDir dir;
    write(dir, u"drizzle.config.json"_s, "{\"dialect\":\"sqlite\",\"dbCredentials\":{\"url\":\"" + url + "\"}}");
    const auto project = readDrizzleProject(dir.path());
    VERIFY_OK(project);
    QCOMPARE(project->databasePath, path.isEmpty() ? QString() : dir.filePath(path));
}

void TestProject::rootIsWhereDrizzleKitRuns()
{
    QTemporaryDir dir;
    write(dir, u"package.json"_s, "{}");
    write(dir, u"config/drizzle.config.json"_s,
          R"({"dialect":"sqlite","out":"migrations","migrations":{"table":"journal"},"dbCredentials":{"url":"a.db"}})");
    auto project = readDrizzleProject(dir.filePath(u"config"_s));
    VERIFY_OK(project);
    QCOMPARE(project->root, dir.path());
    QCOMPARE(project->databasePath, dir.filePath(u"a.db"_s));
    QCOMPARE(project->migrationsTable, u"journal"_s);

    write(dir, u"config/migrations/meta/_journal.json"_s, emptyJournal);
    project = readDrizzleProject(dir.filePath(u"config"_s));
    VERIFY_OK(project);
    QCOMPARE(project->root, dir.filePath(u"config"_s));
}

void TestProject::refuses_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("words");
    QTest::addRow("nothing there") << u"readme"_s << QByteArray() << u"No drizzle.config.ts, .js or .json"_s;
    QTest::addRow("code") << u"drizzle.config.ts"_s << QByteArray("export default { out: 'x' }")
                          << u"names no dialect"_s;
    QTest::addRow("broken") << u"drizzle.config.json"_s << QByteArray("{") << u"at byte"_s;
    QTest::addRow("no dialect") << u"drizzle.config.json"_s << QByteArray("{}") << u"names no dialect"_s;
}

void TestProject::refuses()
{
    QFETCH(QString, file);
    QFETCH(QByteArray, bytes);
    QFETCH(QString, words);
    QTemporaryDir dir;
    write(dir, file, bytes);
    const auto project = readDrizzleProject(dir.path());
    QVERIFY(!project);
    QVERIFY2(project.error().message.contains(words), qPrintable(project.error().message));
}

void TestProject::findsTheFolderOfADatabase()
{
    QTemporaryDir dir;
    write(dir, u"data/blog.db"_s, {});
    write(dir, u"data/other.db"_s, {});
    write(dir, u"drizzle.config.json"_s,
          R"({"dialect":"sqlite","out":"moves","dbCredentials":{"url":"./data/blog.db"}})");
    const QString blog = dir.filePath(u"data/blog.db"_s);
    QCOMPARE(findMigrationsFolder(blog), std::nullopt); // `out` is not there yet
    write(dir, u"moves/meta/_journal.json"_s, emptyJournal);
    QCOMPARE(findMigrationsFolder(blog), std::optional(dir.filePath(u"moves"_s)));
    QCOMPARE(findMigrationsFolder(dir.filePath(u"data/other.db"_s)), std::nullopt); // not the config's database

    write(dir, u"data/migrations/meta/_journal.json"_s, emptyJournal);
    QCOMPARE(findMigrationsFolder(dir.filePath(u"data/other.db"_s)), std::optional(dir.filePath(u"data/migrations"_s)));
    QCOMPARE(findMigrationsFolder(blog), std::optional(dir.filePath(u"moves"_s))); // the config goes first
}

void TestProject::readsEveryKey()
{
    QTemporaryDir dir;
    write(dir, u"drizzle.config.mts"_s,
          "\n"
          "import { defineConfig } from 'drizzle-kit';\n"
          "export default defineConfig({\n"
          "    dialect: 'turso', driver: 'x', schema: ['./src/*.ts', 'more'], out: './moves', casing: 'snake_case',\n"
          "    tablesFilter: ['app_*', '!app_old'], schemaFilter: 'public', breakpoints: false,\n"
          "    migrations: { table: 'journal', schema: 'meta', prefix: 'timestamp' },\n"
          "    dbCredentials: { url: 'file:./data/a.db', authToken: 'secret' },\n"
          "});");
    const auto project = readDrizzleProject(dir.filePath(u"drizzle.config.mts"_s));
    VERIFY_OK(project);
    DrizzleProject wanted;
    wanted.configPath = dir.filePath(u"drizzle.config.mts"_s);
    wanted.root = dir.path();
    wanted.dialect = u"turso"_s;
    wanted.driver = u"x"_s;
    wanted.credentials = {{u"url"_s, u"file:./data/a.db"_s}, {u"authToken"_s, u"secret"_s}};
    wanted.databasePath = dir.filePath(u"data/a.db"_s);
    wanted.schema = QStringList{u"./src/*.ts"_s, u"more"_s};
    wanted.migrationsPath = dir.filePath(u"moves"_s);
    wanted.migrationsTable = u"journal"_s;
    wanted.migrationsSchema = u"meta"_s;
    wanted.migrationsPrefix = u"timestamp"_s;
    wanted.casing = u"snake_case"_s;
    wanted.tablesFilter = QStringList{u"app_*"_s, u"!app_old"_s};
    wanted.schemaFilter = QStringList{u"public"_s};
    wanted.breakpoints = false;
    QCOMPARE(*project, wanted);
    QCOMPARE(project->configName(), u"drizzle.config.mts"_s);
}

void TestProject::readsCodeWithoutRunningIt()
{
    QTemporaryDir dir;
    write(dir, u"drizzle.config.ts"_s,
          "throw new Error('it is run');\nexport default { dialect: 'sqlite', dbCredentials: { url: 'a.db' } };");
    const auto project = readDrizzleProject(dir.path());
    VERIFY_OK(project);
    QCOMPARE(project->databasePath, dir.filePath(u"a.db"_s));
    QCOMPARE(project->migrationsPath, dir.filePath(u"drizzle"_s));
    QVERIFY(project->breakpoints);
    QCOMPARE(project->code, QStringList());
}

void TestProject::knowsWhatOnlyTheCodeKnows()
{
    QTemporaryDir dir;
    write(dir, u"drizzle.config.ts"_s,
          "export default { dialect: 'sqlite', schema: all(), dbCredentials: { ...more(), url: find() }, ...x };");
    const auto project = readDrizzleProject(dir.path());
    VERIFY_OK(project);
    QVERIFY(project->isComputed(u"dbCredentials.url"_s));
    QVERIFY(project->isComputed(u"schema"_s));
    QVERIFY(project->isComputed(u"out"_s)); // it may be in x
    QVERIFY(project->isComputed(u"dialect"_s)); // x may have another
    QVERIFY(project->databasePath.isEmpty());

    write(dir, u"drizzle.config.ts"_s, "export default { ...x, dialect: 'sqlite', out: 'o' };");
    const auto other = readDrizzleProject(dir.path());
    VERIFY_OK(other);
    QCOMPARE(other->dialect, u"sqlite"_s);
    QVERIFY(!other->isComputed(u"dialect"_s) && !other->isComputed(u"out"_s) && other->isComputed(u"schema"_s));
}

void TestProject::variablesComeFromDotenv()
{
    QTemporaryDir dir;
    write(dir, u"package.json"_s, "{}");
    write(dir, u".env"_s, "RC_TEST_DB=file:one.db\nRC_TEST_SET=no\n");
    write(dir, u".env.local"_s, "RC_TEST_DB=file:two.db\nRC_TEST_OUT=moves\n");
    write(dir, u"config/drizzle.config.ts"_s,
          "import { config } from 'dotenv';\nconfig({ path: '.env.local' });\n"
          "export default { dialect: 'sqlite', out: process.env.RC_TEST_OUT, schema: process.env.RC_TEST_SET,\n"
          "  casing: process.env.RC_TEST_GONE, dbCredentials: { url: process.env.RC_TEST_DB! } };");
    qputenv("RC_TEST_SET", "yes");
    const auto project = readDrizzleProject(dir.filePath(u"config"_s));
    qunsetenv("RC_TEST_SET");
    VERIFY_OK(project);
    QCOMPARE(project->databasePath, dir.filePath(u"one.db"_s)); // .env goes first, as with drizzle-kit
    QCOMPARE(project->migrationsPath, dir.filePath(u"moves"_s));
    QCOMPARE(project->schema, QStringList{u"yes"_s}); // what is set wins
    QCOMPARE(project->unset, (QMap<QString, QString>{{u"casing"_s, u"RC_TEST_GONE"_s}}));
}

void TestProject::dotenv()
{
    const auto found =
        parseDotenv(u"# a comment\nA=1\r\nexport B = 'two # 2'\nC=\"x\\ny\" # z\nD=\nE=a b # c\nF=`q`\nbad line\n"_s);
    const QMap<QString, QString> wanted{{u"A"_s, u"1"_s},    {u"B"_s, u"two # 2"_s}, {u"C"_s, u"x\ny"_s},
                                        {u"D"_s, QString()}, {u"E"_s, u"a b"_s},     {u"F"_s, u"q"_s}};
    QCOMPARE(found, wanted);
}

void TestProject::tablesFilterOfASnapshot()
{
    QTemporaryDir dir;
    write(dir, u"package.json"_s, "{\"workspaces\":[\"apps/*\"]}");
    write(dir, u"apps/a/drizzle.config.ts"_s,
          "export default { dialect: 'sqlite', tablesFilter: ['app_{users,posts}', '!app_{x,y}_*'] }");
    write(dir, u"apps/a/drizzle/meta/0000_snapshot.json"_s, "{}");
    const QStringList wanted{u"app_users"_s, u"app_posts"_s, u"!app_x_*"_s, u"!app_y_*"_s};
    QCOMPARE(tablesFilterOfMigrations(dir.filePath(u"apps/a/drizzle/meta/0000_snapshot.json"_s)), wanted);
    QCOMPARE(tablesFilterOfMigrations(dir.filePath(u"apps/a/other/0000_snapshot.json"_s)), QStringList());
}

QTEST_GUILESS_MAIN(TestProject)
#include "tst_project.moc"
