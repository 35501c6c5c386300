// SPDX-License-Identifier: GPL-3.0-or-later
// From what a person names to a database and its project.
#include "core/drizzle/configbridge.h"
#include "core/session/target.h"
#include "core/session/trust.h"
#include "support/bridgeproject.h"
#include "support/files.h"
#include "support/verify.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;
using files::write;

namespace {

const QByteArray config =
    "export default { dialect: 'sqlite', schema: './s.ts', dbCredentials: { url: 'file:./a.db' } }";
const QByteArray wranglerToml =
    "[[d1_databases]]\nbinding = \"DB\"\ndatabase_name = \"shop\"\ndatabase_id = \"one\"\nmigrations_dir=\"drizzle\"\n"
    "[[d1_databases]]\nbinding = \"LOGS\"\ndatabase_id = \"two\"\n";

QString d1Path(const QString &identity)
{
    return u".wrangler/state/v3/d1/miniflare-D1DatabaseObject/%1.sqlite"_s.arg(localD1Name(identity));
}

QString real(const QTemporaryDir &dir, const QString &name = {})
{
    return QFileInfo(name.isEmpty() ? dir.path() : dir.filePath(name)).canonicalFilePath();
}

} // namespace

class TestTarget : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aFolderLeadsToItsDatabase_data();
    void aFolderLeadsToItsDatabase();
    void aFileKnowsItsProject();
    void refuses_data();
    void refuses();
    void codeIsNotRunUnasked();
    void whatIsNotKnownIsSaid();
    void trustedCodeIsRun();
    void codeIsRunOnceForACommand();
    void trustedCodeThatFails();
    void withoutNodeItIsSaidWhatIsMissing();
    void severalAreToBeChosen();
    void d1IsFoundByItself();
    void d1OfAProject();
    void d1ThatAConfigLooksFor();
    void d1ThatNeverRan();
    void choicesSayWhatEachIs();
};

void TestTarget::aFolderLeadsToItsDatabase_data()
{
    QTest::addColumn<QString>("named");
    for (const char *name : {".", "drizzle.config.ts", "src/deep", "s.ts"})
        QTest::addRow("%s", name) << QString::fromLatin1(name);
}

void TestTarget::aFolderLeadsToItsDatabase()
{
    QFETCH(const QString, named);
    QTemporaryDir dir;
    write(dir, u"drizzle.config.ts"_s, config);
    write(dir, u"a.db"_s, {});
    write(dir, u"s.ts"_s, {});
    write(dir, u"src/deep/x"_s, {});
    const auto target = resolveTarget(dir.filePath(named));
    VERIFY_OK(target);
    QCOMPARE(target->spec.location, real(dir, u"a.db"_s));
    QCOMPARE(target->spec.driver, u"sqlite"_s);
    QCOMPARE(target->name, u"a.db"_s);
    QCOMPARE(target->migrationsFolder, QDir::cleanPath(dir.filePath(u"drizzle"_s)));
    QVERIFY(target->project && target->project->schema == QStringList{u"./s.ts"_s});
    QVERIFY(target->note.isEmpty());
}

void TestTarget::aFileKnowsItsProject()
{
    QTemporaryDir dir;
    write(dir, u"drizzle.config.ts"_s,
          "export default { dialect: 'turso', migrations: { table: 'moves' }, dbCredentials: { url: 'file:data/a.db' } "
          "}");
    write(dir, u"data/a.db"_s, {});
    write(dir, u"data/b.db"_s, {});
    const auto target = resolveTarget(dir.filePath(u"data/a.db"_s));
    VERIFY_OK(target);
    QVERIFY(target->project && target->project->configPath == dir.filePath(u"drizzle.config.ts"_s));
    QCOMPARE(target->journalTable.name, u"moves"_s);
    const auto other = resolveTarget(dir.filePath(u"data/b.db"_s));
    VERIFY_OK(other);
    QVERIFY(!other->project);
    QCOMPARE(other->journalTable.name, u"__drizzle_migrations"_s);
}

void TestTarget::refuses_data()
{
    QTest::addColumn<QByteArray>("code");
    QTest::addColumn<QString>("words");
    QTest::addRow("mysql") << QByteArray("export default { dialect: 'mysql' }") << u"is for mysql"_s;
    QTest::addRow("no dialect") << QByteArray("export default { out: 'x' }") << u"names no dialect"_s;
    QTest::addRow("no url") << QByteArray("export default { dialect: 'sqlite' }")
                            << u"names no database file (dbCredentials.url)"_s;
    QTest::addRow("server") << QByteArray(
        "export default { dialect: 'turso', dbCredentials: { url: 'libsql://me:secret@x.turso.io?authToken=secret' } }")
                            << u"names the server libsql://x.turso.io"_s;
    QTest::addRow("memory") << QByteArray("export default { dialect: 'sqlite', dbCredentials: { url: ':memory:' } }")
                            << u"in memory"_s;
    QTest::addRow("not there") << QByteArray("export default { dialect: 'sqlite', dbCredentials: { url: 'gone.db' } }")
                               << u"gone.db, which is not there"_s;
    QTest::addRow("not set") << QByteArray(
        "export default { dialect: 'sqlite', dbCredentials: { url: process.env.RC_NOT_SET! } }")
                             << u"RC_NOT_SET, which is not set"_s;
    QTest::addRow("expo") << QByteArray("export default { dialect: 'sqlite', driver: 'expo' }") << u"is for Expo"_s;
    QTest::addRow("d1 without wrangler") << QByteArray(
        "export default { dialect: 'sqlite', driver: 'd1-http', dbCredentials: { token: 'secret' } }")
                                         << u"no wrangler.json"_s;
}

void TestTarget::refuses()
{
    QFETCH(const QByteArray, code);
    QFETCH(const QString, words);
    QTemporaryDir dir;
    write(dir, u"drizzle.config.ts"_s, code);
    const auto target = resolveTarget(dir.path());
    QVERIFY(!target);
    const QString &said = target.error().message;
    QVERIFY2(said.contains(words), qPrintable(said));
    QVERIFY2(said.contains(u"drizzle.config.ts"_s) && said.endsWith(u'.') && !said.contains(u'\n'), qPrintable(said));
    QVERIFY2(!said.contains(u"secret"_s), qPrintable(said));
}

void TestTarget::codeIsNotRunUnasked()
{
    QTemporaryDir dir;
    write(dir, u"drizzle.config.ts"_s, "export default { dialect: 'sqlite', dbCredentials: { url: find() } }");
    QStringList asked;
    const auto target = resolveTarget(dir.path(), [&asked](const QString &folder) {
        asked.append(folder);
        return false;
    });
    QVERIFY(!target);
    QVERIFY(isForWantOfTrust(target.error()));
    QVERIFY2(target.error().message.contains(u"dbCredentials.url"_s), qPrintable(target.error().message));
    QCOMPARE(asked, QStringList{dir.path()});
}

/// The database is known, so it opens; what is not known is said.
void TestTarget::whatIsNotKnownIsSaid()
{
    QTemporaryDir dir;
    write(dir, u"drizzle.config.ts"_s,
          "export default { dialect: 'sqlite', out: path(), tablesFilter: names(), dbCredentials: { url: 'a.db' } }");
    write(dir, u"a.db"_s, {});
    const auto target = resolveTarget(dir.path());
    VERIFY_OK(target);
    QVERIFY(target->migrationsFolder.isEmpty()); // not ./drizzle: nobody said so
    QVERIFY2(target->note.contains(u"drizzle.config.ts computes out, tablesFilter"_s), qPrintable(target->note));
}

void TestTarget::trustedCodeIsRun()
{
    if (const QString missing = BridgeProject::missing(); !missing.isEmpty())
        QSKIP(qPrintable(missing));
    const BridgeProject project(BridgeProject::Orm::V0);
    project.write(u"package.json"_s, u"{}"_s);
    project.write(u"name.ts"_s, u"export const name = (s: string) => `${s}.db`;"_s);
    project.write(
        u"drizzle.config.ts"_s,
        u"import { name } from './name';\nexport default { dialect: 'sqlite', out: name('moves'), tablesFilter: "
        "[name('a*')], dbCredentials: { url: name('shop') } };"_s);
    project.write(u"shop.db"_s, {});
    QStringList asked;
    const auto target = resolveTarget(project.path(), [&asked](const QString &folder) {
        asked.append(folder);
        return true;
    });
    VERIFY_OK(target);
    QCOMPARE(target->spec.location, project.path(u"shop.db"_s));
    QCOMPARE(target->migrationsFolder, project.path(u"moves.db"_s));
    QVERIFY(target->project && target->project->tablesFilter == QStringList{u"a*.db"_s});
    QCOMPARE(target->project->code, QStringList());
    QVERIFY(target->note.isEmpty());
    QCOMPARE(asked, QStringList{project.path()});
}

/// A command looks at its project several times; code that is run does what it does once.
void TestTarget::codeIsRunOnceForACommand()
{
    if (const QString missing = BridgeProject::missing(); !missing.isEmpty())
        QSKIP(qPrintable(missing));
    const BridgeProject project(BridgeProject::Orm::V0);
    project.write(u"package.json"_s, u"{}"_s);
    project.write(u"drizzle.config.ts"_s,
                  u"import fs from 'node:fs';\nfs.appendFileSync('ran', 'x');\n"
                  "export default { dialect: 'sqlite', dbCredentials: { url: 'shop'.concat('.db') } };"_s);
    project.write(u"shop.db"_s, {});
    const auto look = [&] { return resolveTarget(project.path(), [](const QString &) { return true; }); };
    {
        const RememberedConfigs once;
        VERIFY_OK(look());
        const auto again = look();
        VERIFY_OK(again);
        QCOMPARE(again->spec.location, project.path(u"shop.db"_s));
    }
    QCOMPARE(QFileInfo(project.path(u"ran"_s)).size(), 1);
    VERIFY_OK(look());
    QCOMPARE(QFileInfo(project.path(u"ran"_s)).size(), 2);
}

void TestTarget::trustedCodeThatFails()
{
    if (const QString missing = BridgeProject::missing(); !missing.isEmpty())
        QSKIP(qPrintable(missing));
    const BridgeProject project(BridgeProject::Orm::V0);
    project.write(u"package.json"_s, u"{}"_s);
    project.write(u"drizzle.config.ts"_s,
                  u"\nexport default { dialect: 'sqlite', dbCredentials: { url: find() } };\n"
                  "function find(): string { throw new Error('no such luck'); }"_s);
    const auto target = resolveTarget(project.path(), [](const QString &) { return true; });
    QVERIFY(!target);
    const QString &said = target.error().message;
    QVERIFY2(said.contains(u"drizzle.config.ts, line 3"_s) && said.contains(u"no such luck"_s), qPrintable(said));

    project.write(u"drizzle.config.ts"_s,
                  u"export default { dialect: 'sqlite', out: find(), dbCredentials: { url: 'shop.db' } };\n"
                  "function find(): string { throw new Error('no such luck'); }"_s);
    project.write(u"shop.db"_s, {});
    const auto known = resolveTarget(project.path(), [](const QString &) { return true; });
    VERIFY_OK(known); // the database is known, what is not is said
    QVERIFY2(known->note.contains(u"no such luck"_s), qPrintable(known->note));
    QVERIFY(known->migrationsFolder.isEmpty());
}

void TestTarget::withoutNodeItIsSaidWhatIsMissing()
{
    QTemporaryDir dir;
    write(dir, u"drizzle.config.ts"_s, "export default { dialect: 'sqlite', dbCredentials: { url: find() } }");
    const QByteArray before = qgetenv("RAINCHECK_NODE");
    qputenv("RAINCHECK_NODE", "/nowhere/node");
    const auto target = resolveTarget(dir.path(), [](const QString &) { return true; });
    if (before.isEmpty())
        qunsetenv("RAINCHECK_NODE");
    else
        qputenv("RAINCHECK_NODE", before);
    QVERIFY(!target);
    QVERIFY2(target.error().message.contains(u"computes dbCredentials.url, and could not be run: "_s),
             qPrintable(target.error().message));
}

void TestTarget::severalAreToBeChosen()
{
    QTemporaryDir dir;
    write(dir, u"package.json"_s, "{\"workspaces\":[\"apps/*\"]}");
    write(dir, u"apps/a/drizzle.config.ts"_s, config);
    write(dir, u"apps/a/package.json"_s, "{}");
    write(dir, u"apps/a/a.db"_s, {});
    write(dir, u"apps/b/drizzle.config.ts"_s, "export default { dialect: 'postgresql' }");
    const auto target = resolveTarget(dir.path());
    QVERIFY(!target);
    QCOMPARE(target.error().code, u"several-projects"_s);
    const QString &said = target.error().message;
    for (const QString &words : {u"2 databases"_s, u"apps/a/drizzle.config.ts (sqlite, apps/a/a.db)"_s,
                                 u"apps/b/drizzle.config.ts (postgresql)"_s, u"--config"_s})
        QVERIFY2(said.contains(words), qPrintable(said));
    VERIFY_OK(resolveTarget(dir.filePath(u"apps/a/drizzle.config.ts"_s)));
}

void TestTarget::d1IsFoundByItself()
{
    QTemporaryDir dir;
    write(dir, u"wrangler.toml"_s, wranglerToml);
    write(dir, d1Path(u"one"_s), {});
    write(dir, d1Path(u"two"_s), {});
    const auto several = resolveTarget(dir.path());
    QVERIFY(!several);
    QCOMPARE(several.error().code, u"several-projects"_s);
    QVERIFY2(several.error().message.contains(u"DB, LOGS"_s), qPrintable(several.error().message));
    for (const QString &named : {dir.filePath(u"wrangler.toml#DB"_s), dir.filePath(u"wrangler.toml#shop"_s),
                                 QString(dir.path() + u"#DB"_s), dir.filePath(d1Path(u"one"_s))}) {
        const auto target = resolveTarget(named);
        VERIFY_OK(target);
        QCOMPARE(target->spec.location, real(dir, d1Path(u"one"_s)));
        QCOMPARE(target->name, u"shop"_s);
        QVERIFY(target->d1 && target->d1->binding == u"DB"_s);
    }
    const auto none = resolveTarget(dir.filePath(u"wrangler.toml#GONE"_s));
    QVERIFY(!none);
    QVERIFY2(none.error().message.contains(u"no D1 database GONE: it has DB, LOGS"_s),
             qPrintable(none.error().message));

    const QString before = QDir::currentPath();
    QVERIFY(QDir::setCurrent(dir.path()));
    const auto here = resolveTarget(u"d1:LOGS"_s);
    QDir::setCurrent(before);
    VERIFY_OK(here);
    QCOMPARE(here->spec.location, real(dir, d1Path(u"two"_s)));
}

void TestTarget::d1OfAProject()
{
    QTemporaryDir dir;
    write(dir, u"drizzle/meta/_journal.json"_s, R"({"version":"7","dialect":"sqlite","entries":[]})");
    write(dir, u"wrangler.toml"_s, wranglerToml);
    write(dir, d1Path(u"one"_s), {});
    write(dir, d1Path(u"two"_s), {});
    write(dir, u"drizzle.config.ts"_s,
          "export default { dialect: 'sqlite', driver: 'd1-http', migrations: { table: 'moves' },\n"
          "  dbCredentials: { accountId: process.env.RC_NOT_SET!, databaseId: process.env.RC_NOT_SET!, token: "
          "process.env.RC_NOT_SET! } }");
    for (const QString &named :
         {dir.path(), dir.filePath(d1Path(u"one"_s))}) { // by `out`, which is DB's migrations_dir
        const auto target = resolveTarget(named);
        VERIFY_OK(target);
        QCOMPARE(target->name, u"shop"_s);
        QCOMPARE(target->spec.location, real(dir, d1Path(u"one"_s)));
        QCOMPARE(target->migrationsFolder, QDir::cleanPath(dir.filePath(u"drizzle"_s)));
        QCOMPARE(target->journalTable.name, u"moves"_s);
        QVERIFY(target->project);
    }
    write(dir, u"drizzle.config.ts"_s,
          "export default { dialect: 'sqlite', driver: 'd1-http', dbCredentials: { databaseId: 'two' } }");
    const auto other = resolveTarget(dir.path());
    VERIFY_OK(other);
    QCOMPARE(other->name, u"LOGS"_s);

    write(dir, u"drizzle.config.ts"_s, "export default { dialect: 'sqlite', driver: 'd1-http', out: 'elsewhere' }");
    const auto several = resolveTarget(dir.path());
    QVERIFY(!several);
    QCOMPARE(several.error().code, u"several-projects"_s);
    const QList<TargetChoice> choices = targetChoices(dir.path());
    QCOMPARE(choices.size(), 2);
    QCOMPARE(choices.at(1).target, dir.filePath(u"drizzle.config.ts#LOGS"_s));
    VERIFY_OK(resolveTarget(choices.at(1).target));
    QVERIFY(resolveTarget(choices.at(1).target)->project); // of the project that it was chosen from
}

/// A config that names the local file itself: it is D1 all the same, and migrated by wrangler's journal.
void TestTarget::d1ThatAConfigLooksFor()
{
    if (const QString missing = BridgeProject::missing(); !missing.isEmpty())
        QSKIP(qPrintable(missing));
    const BridgeProject project(BridgeProject::Orm::V1);
    project.write(u"package.json"_s, u"{}"_s);
    project.write(u"wrangler.toml"_s, QString::fromUtf8(wranglerToml));
    project.write(u"drizzle/20260101000000_a/migration.sql"_s, u"CREATE TABLE a(id);"_s);
    project.write(d1Path(u"one"_s), {});
    const QString beside = QFileInfo(d1Path(u"one"_s)).path() + u"/metadata.sqlite"_s;
    project.write(beside, {});
    const auto mayRun = [](const QString &) { return true; };
    for (const QString &found : {d1Path(u"one"_s), beside}) {
        project.write(u"drizzle.config.ts"_s,
                      u"const find = () => '%1';\n"
                      "export default { dialect: 'sqlite', dbCredentials: { url: find() } };"_s.arg(found));
        for (const QString &named : {project.path(), project.path(d1Path(u"one"_s))}) {
            const auto target = resolveTarget(named, mayRun);
            VERIFY_OK(target);
            QCOMPARE(target->spec.location, QFileInfo(project.path(d1Path(u"one"_s))).canonicalFilePath());
            QCOMPARE(target->name, u"shop"_s);
            QVERIFY(target->d1 && target->d1->binding == u"DB"_s);
            QVERIFY(target->project);
            QCOMPARE(target->note.contains(u"metadata.sqlite, which is wrangler's own"_s),
                     named == project.path() && found == beside);
            Target chosen = *target;
            chooseJournal(chosen, Schema());
            QVERIFY(chosen.byWrangler);
            QCOMPARE(chosen.journalTable.name, u"d1_migrations"_s);
        }
    }
}

void TestTarget::d1ThatNeverRan()
{
    QTemporaryDir dir;
    write(dir, u"wrangler.jsonc"_s,
          R"({ "d1_databases": [{ "binding": "DB", "database_name": "shop", "database_id": "x" }] })");
    const auto target = resolveTarget(dir.path());
    QVERIFY(!target);
    QVERIFY2(target.error().message.contains(u"`wrangler dev`"_s)
                 && target.error().message.contains(u"d1 migrations apply shop --local"_s),
             qPrintable(target.error().message));
}

void TestTarget::choicesSayWhatEachIs()
{
    QTemporaryDir dir;
    write(dir, u"drizzle.config.ts"_s, config);
    write(dir, u"a.db"_s, {});
    write(dir, u"drizzle.config.prod.ts"_s, "export default { dialect: 'postgresql', schema: ['a.ts', 'b.ts'] }");
    write(dir, u"drizzle-code.config.ts"_s, "export default { dialect: 'sqlite', dbCredentials: { url: find() } }");
    write(dir, u"drizzle-env.config.ts"_s,
          "export default { dialect: 'turso', dbCredentials: { url: process.env.RC_NOT_SET } }");
    const QString pg = dir.filePath(u"drizzle.config.prod.ts"_s);
    const QList<TargetChoice> wanted{
        {dir.filePath(u"drizzle.config.ts"_s), u"drizzle.config.ts"_s, u"sqlite"_s, u"a.db"_s, u"./s.ts"_s, {}},
        {dir.filePath(u"drizzle-code.config.ts"_s),
         u"drizzle-code.config.ts"_s,
         u"sqlite"_s,
         u"known once it is run"_s,
         {},
         {}},
        {dir.filePath(u"drizzle-env.config.ts"_s),
         u"drizzle-env.config.ts"_s,
         u"turso"_s,
         u"RC_NOT_SET is not set"_s,
         {},
         {}},
        {pg,
         u"drizzle.config.prod.ts"_s,
         u"postgresql"_s,
         {},
         u"a.ts, b.ts"_s,
         pg + u" names no database (dbCredentials.url, or host and database): name the database itself."_s}};
    QCOMPARE(targetChoices(dir.path()), wanted);
}

QTEST_GUILESS_MAIN(TestTarget)
#include "tst_target.moc"
