// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/migrationsfolder.h"
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
    QTest::addRow("nothing there") << u"readme"_s << QByteArray() << u"no drizzle.config.json"_s;
    QTest::addRow("code") << u"drizzle.config.ts"_s << QByteArray("throw 1") << u"is code"_s;
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

QTEST_GUILESS_MAIN(TestProject)
#include "tst_project.moc"
