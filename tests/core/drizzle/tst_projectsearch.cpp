// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/project.h"
#include "core/drizzle/workspaces.h"
#include "support/files.h"
#include "support/verify.h"

#include <QTemporaryDir>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;
using files::write;

namespace {

using Files = QMap<QString, QByteArray>;

const QByteArray config = "export default { dialect: 'sqlite', dbCredentials: { url: 'a.db' } }";

QStringList namesOf(const QTemporaryDir &dir, const QList<DrizzleConfigFile> &configs)
{
    QStringList names;
    for (const DrizzleConfigFile &file : configs)
        names.append(QDir(dir.path()).relativeFilePath(file.path));
    return names;
}

} // namespace

class TestProjectSearch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void names_data();
    void names();
    void finds_data();
    void finds();
    void scriptsSayWhereTheyAreRun();
    void severalAreNamed();
    void linksAreNotFollowed();
};

void TestProjectSearch::names_data()
{
    QTest::addColumn<bool>("is");
    for (const char *name :
         {"drizzle.config.ts", "drizzle.config.js", "drizzle.config.json", "drizzle.config.mjs", "drizzle.config.cts",
          "drizzle.config.prod.ts", "drizzle-dev.config.ts", "drizzle.pg.config.mts"})
        QTest::addRow("%s", name) << true;
    for (const char *name :
         {"drizzle.ts", "drizzle.config.md", "vite.config.ts", "drizzle.config.ts.bak", "drizzle.config.d.ts"})
        QTest::addRow("%s", name) << false;
}

void TestProjectSearch::names()
{
    QFETCH(const bool, is);
    QCOMPARE(isDrizzleConfigName(QString::fromLatin1(QTest::currentDataTag())), is);
}

void TestProjectSearch::finds_data()
{
    QTest::addColumn<Files>("files");
    QTest::addColumn<QString>("from");
    QTest::addColumn<QStringList>("found");
    QTest::addRow("nothing") << Files{{u"README"_s, "x"}} << u"."_s << QStringList();
    QTest::addRow("ts before js before json")
        << Files{{u"drizzle.config.ts"_s, config}, {u"drizzle.config.js"_s, config}, {u"drizzle.config.json"_s, "{}"}}
        << u"."_s << QStringList{u"drizzle.config.ts"_s};
    QTest::addRow("other names") << Files{{u"drizzle.config.js"_s, config},
                                          {u"drizzle.config.prod.js"_s, config},
                                          {u"drizzle-dev.config.ts"_s, config}}
                                 << u"."_s
                                 << QStringList{u"drizzle.config.js"_s, u"drizzle-dev.config.ts"_s,
                                                u"drizzle.config.prod.js"_s};
    QTest::addRow("scripts") << Files{
        {u"package.json"_s,
         R"({"scripts":{"a":"cd x && drizzle-kit push --config=configs/a.config.ts","b":"drizzle-kit generate --config \"db/b c.ts\" --x","c":"vite --config other.ts","d":"drizzle-kit check --config gone.ts"}})"},
        {u"configs/a.config.ts"_s, config},
        {u"db/b c.ts"_s, config},
        {u"other.ts"_s,
         config}} << u"."_s << QStringList{u"configs/a.config.ts"_s, u"db/b c.ts"_s};
    QTest::addRow("workspaces") << Files{{u"package.json"_s,
                                          "{\"workspaces\":[\"apps/*\",\"packages/db\",\"!apps/old\"]}"},
                                         {u"apps/web/drizzle.config.ts"_s, config},
                                         {u"apps/old/drizzle.config.ts"_s, config},
                                         {u"packages/db/drizzle.config.json"_s, "{}"},
                                         {u"tools/x/drizzle.config.ts"_s, config}}
                                << u"."_s
                                << QStringList{u"apps/web/drizzle.config.ts"_s, u"packages/db/drizzle.config.json"_s};
    QTest::addRow("workspaces beside the root's own")
        << Files{{u"package.json"_s, "{\"workspaces\":{\"packages\":[\"packages/**\"]}}"},
                 {u"drizzle.config.ts"_s, config},
                 {u"packages/a/b/drizzle.config.ts"_s, config}}
        << u"."_s << QStringList{u"drizzle.config.ts"_s, u"packages/a/b/drizzle.config.ts"_s};
    QTest::addRow("pnpm") << Files{{u"package.json"_s, "{}"},
                                   {u"pnpm-workspace.yaml"_s,
                                    "packages:\n  - \"apps/*\" # all\n  - '!apps/b'\ncatalog:\n  - x\n"},
                                   {u"apps/a/drizzle.config.ts"_s, config},
                                   {u"apps/b/drizzle.config.ts"_s, config},
                                   {u"x/drizzle.config.ts"_s, config}}
                          << u"."_s << QStringList{u"apps/a/drizzle.config.ts"_s};
    QTest::addRow("below") << Files{{u"a/b/c/drizzle.config.ts"_s, config},
                                    {u"z/drizzle.config.ts"_s, config},
                                    {u"node_modules/x/drizzle.config.ts"_s, config},
                                    {u"dist/drizzle.config.ts"_s, config},
                                    {u".cache/drizzle.config.ts"_s, config},
                                    {u"a/b/c/d/e/drizzle.config.ts"_s, config}}
                           << u"."_s << QStringList{u"z/drizzle.config.ts"_s, u"a/b/c/drizzle.config.ts"_s};
    QTest::addRow("too far below") << Files{{u"a/b/c/d/e/drizzle.config.ts"_s, config}} << u"."_s << QStringList();
    QTest::addRow("above") << Files{{u"drizzle.config.ts"_s, config}, {u"src/db/schema.ts"_s, "x"}} << u"src/db"_s
                           << QStringList{u"drizzle.config.ts"_s};
    QTest::addRow("nothing below the root that has its own")
        << Files{{u"drizzle.config.ts"_s, config}, {u"examples/a/drizzle.config.ts"_s, config}} << u"."_s
        << QStringList{u"drizzle.config.ts"_s};
    QTest::addRow("below before above") << Files{{u"drizzle.config.ts"_s, config},
                                                 {u"apps/a/drizzle.config.ts"_s, config}}
                                        << u"apps"_s << QStringList{u"apps/a/drizzle.config.ts"_s};
}

void TestProjectSearch::finds()
{
    QFETCH(const Files, files);
    QFETCH(const QString, from);
    QFETCH(const QStringList, found);
    QTemporaryDir dir;
    for (auto file = files.cbegin(); file != files.cend(); ++file)
        write(dir, file.key(), file.value());
    QCOMPARE(namesOf(dir, findDrizzleConfigs(QDir::cleanPath(dir.filePath(from)))), found);
}

void TestProjectSearch::scriptsSayWhereTheyAreRun()
{
    QTemporaryDir dir;
    write(dir, u"package.json"_s, R"({"scripts":{"db":"drizzle-kit push --config tools/db/local.ts"}})");
    write(dir, u"tools/package.json"_s, "{}");
    write(dir, u"tools/db/local.ts"_s, config);
    const auto project = readDrizzleProject(dir.path());
    VERIFY_OK(project);
    QCOMPARE(project->root, dir.path());
    QCOMPARE(project->databasePath, dir.filePath(u"a.db"_s));
    QCOMPARE(project->configName(), u"tools/db/local.ts"_s);
}

void TestProjectSearch::severalAreNamed()
{
    QTemporaryDir dir;
    write(dir, u"drizzle.config.ts"_s, config);
    write(dir, u"drizzle.config.prod.ts"_s, config);
    const auto project = readDrizzleProject(dir.path());
    QVERIFY(!project);
    QCOMPARE(project.error().code, u"several-projects"_s);
    QVERIFY2(project.error().message.contains(u"drizzle.config.ts, drizzle.config.prod.ts"_s),
             qPrintable(project.error().message));
    VERIFY_OK(readDrizzleProject(dir.filePath(u"drizzle.config.prod.ts"_s)));
}

void TestProjectSearch::linksAreNotFollowed()
{
    QTemporaryDir dir;
    write(dir, u"a/b/x"_s, "x");
    QVERIFY(QFile::link(dir.path(), dir.filePath(u"a/b/loop"_s)));
    QCOMPARE(findDrizzleConfigs(dir.filePath(u"a"_s)), QList<DrizzleConfigFile>());
    QCOMPARE(searchedFolders(dir.filePath(u"a/b"_s)), QStringList());
}

QTEST_GUILESS_MAIN(TestProjectSearch)
#include "tst_projectsearch.moc"
