// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/resetscript.h"
#include "core/drizzle/seed.h"

#include "support/files.h"
#include "support/truthinput.h"
#include "support/verify.h"

#include <QDir>
#include <QElapsedTimer>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include <signal.h>

using namespace core;
using namespace Qt::Literals::StringLiterals;

/// A database that begins anew, and what fills it.
class TestReset : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void dropsAllAndMigrates();
    void allOrNothing();
    void refusesOwnTransactions();
    void findsSeeds_data();
    void findsSeeds();
    void runsAndStreams();
    void failsWithItsCode();
    void stopKillsWhatItStarted();

private:
    static Result<Script> reset(SchemaDb &db, const QStringList &files)
    {
        const auto schema = db.schema();
        RC_TRY(schema);
        const auto journal = readJournal(db.database(), SchemaDb::dialect(), {{}, u"__drizzle_migrations"_s});
        RC_TRY(journal);
        return resetScript(truthinput::folder(files), *schema,
                           {*journal, {{}, u"__drizzle_migrations"_s}, &SchemaDb::dialect()});
    }
};

void TestReset::dropsAllAndMigrates()
{
    SchemaDb db(u"CREATE TABLE parents(id INTEGER PRIMARY KEY AUTOINCREMENT, name);"
                "CREATE TABLE children(id INTEGER PRIMARY KEY, parent REFERENCES parents(id) ON DELETE RESTRICT);"
                "INSERT INTO parents VALUES (7, 'a'); INSERT INTO children VALUES (1, 7);"
                "CREATE VIEW named AS SELECT name FROM parents;"
                "CREATE TRIGGER log AFTER DELETE ON children BEGIN SELECT 1; END;"
                "CREATE TABLE __drizzle_migrations(id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric);"
                "INSERT INTO __drizzle_migrations(hash, created_at) VALUES ('old', 1)"_s);
    QCOMPARE(db.error(), QString());
    const auto script =
        reset(db, {u"0000_a: CREATE TABLE a(id integer);"_s, u"0001_b: CREATE TABLE parents(id integer);"_s});
    VERIFY_OK(script);
    QCOMPARE(script->unfit, QString());
    QCOMPARE(script->title, u"Reset: drop 2 tables and run 2 migrations"_s);
    VERIFY_OK(db.run(*script));
    QCOMPARE(
        db.rows(
            u"SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"_s),
        u"'__drizzle_migrations'\n'a'\n'parents'"_s);
    QCOMPARE(db.rows(u"SELECT count(*) FROM __drizzle_migrations WHERE hash <> 'old'"_s), u"2"_s);
    QCOMPARE(db.rows(u"SELECT count(*) FROM parents"_s), u"0"_s);
}

void TestReset::allOrNothing()
{
    SchemaDb db(u"CREATE TABLE a(id); INSERT INTO a VALUES (1)"_s);
    const auto script = reset(db, {u"0000_a: CREATE TABLE b(id integer);"_s, u"0001_bad: CREATE TABLE b(id);"_s});
    VERIFY_OK(script);
    QVERIFY(!db.run(*script));
    QCOMPARE(db.rows(u"SELECT id FROM a"_s), u"1"_s);
    QCOMPARE(db.rows(u"SELECT count(*) FROM sqlite_schema"_s), u"1"_s);
}

void TestReset::refusesOwnTransactions()
{
    SchemaDb db(u"CREATE TABLE a(id)"_s);
    const auto script = reset(db, {u"0000_a: BEGIN; CREATE TABLE b(id integer); COMMIT;"_s});
    VERIFY_OK(script);
    QVERIFY2(script->unfit.contains(u"BEGIN or COMMIT"_s), qPrintable(script->unfit));
}

void TestReset::findsSeeds_data()
{
    QTest::addColumn<QStringList>("files");
    QTest::addColumn<QByteArray>("package");
    QTest::addColumn<QStringList>("found");
    QTest::newRow("nothing") << QStringList{} << QByteArray("{}") << QStringList{};
    QTest::newRow("a script") << QStringList{}
                              << QByteArray("{\"scripts\": {\"db:seed\": \"tsx seed.ts\", \"build\": \"x\"}}")
                              << QStringList{u"npm run db:seed: tsx seed.ts"_s};
    QTest::newRow("several, the usual name first")
        << QStringList{u"pnpm-lock.yaml"_s, u"seed.sql"_s}
        << QByteArray("{\"scripts\": {\"a:seed\": \"a\", \"seed\": \"b\"}}")
        << QStringList{u"pnpm run seed: b"_s, u"pnpm run a:seed: a"_s, u"seed.sql"_s};
    QTest::newRow("a file") << QStringList{u"drizzle/seed.sql"_s} << QByteArray("no JSON")
                            << QStringList{u"drizzle/seed.sql"_s};
}

void TestReset::findsSeeds()
{
    QFETCH(const QStringList, files);
    QFETCH(const QByteArray, package);
    QFETCH(const QStringList, found);
    const QTemporaryDir dir;
    files::write(dir, u"package.json"_s, package);
    for (const QString &file : files)
        files::write(dir, file, "x");
    QVERIFY(QDir(dir.path()).mkpath(u"data"_s));
    QVERIFY(QDir(dir.path()).mkpath(u"drizzle"_s));
    QStringList words;
    for (const Seed &seed : findSeeds(dir.filePath(u"data/a.db"_s), dir.filePath(u"drizzle"_s)))
        words.append(seed.kind == Seed::Kind::SqlFile ? seed.name : seed.commandLine() + u": "_s + seed.says);
    QCOMPARE(words, found);
}

void TestReset::runsAndStreams()
{
    const QTemporaryDir dir;
    Seed seed;
    seed.program = u"sh"_s;
    seed.arguments = QStringList{u"-c"_s, u"pwd; echo two >&2"_s};
    seed.folder = dir.path();
    SeedRun run(seed);
    QString said;
    connect(&run, &SeedRun::output, this, [&said](const QString &text) { said += text; });
    std::optional<Result<Done>> how;
    connect(&run, &SeedRun::ended, this, [&how](const Result<Done> &result) { how = result; });
    run.start();
    QTRY_VERIFY(how);
    VERIFY_OK(*how);
    QCOMPARE(said, QDir(dir.path()).canonicalPath() + u"\ntwo\n"_s);
}

void TestReset::failsWithItsCode()
{
    Seed seed;
    seed.program = u"sh"_s;
    seed.arguments = QStringList{u"-c"_s, u"exit 3"_s};
    seed.folder = QDir::tempPath();
    std::optional<Result<Done>> how;
    SeedRun run(seed);
    connect(&run, &SeedRun::ended, this, [&how](const Result<Done> &result) { how = result; });
    run.start();
    QTRY_VERIFY(how);
    QVERIFY(!*how && how->error().message.contains(u"ended with code 3"_s));
    how.reset();
    seed.program = u"/no/such/program"_s;
    SeedRun none(seed);
    connect(&none, &SeedRun::ended, this, [&how](const Result<Done> &result) { how = result; });
    none.start();
    QTRY_VERIFY(how);
    QVERIFY(!*how && how->error().message.contains(u"could not be started"_s));
}

void TestReset::stopKillsWhatItStarted()
{
    Seed seed;
    seed.program = u"sh"_s;
    seed.arguments = QStringList{u"-c"_s, u"sleep 600 & echo $!; wait"_s};
    seed.folder = QDir::tempPath();
    SeedRun run(seed);
    QString said;
    connect(&run, &SeedRun::output, this, [&said](const QString &text) { said += text; });
    std::optional<Result<Done>> how;
    connect(&run, &SeedRun::ended, this, [&how](const Result<Done> &result) { how = result; });
    run.start();
    QTRY_VERIFY(said.endsWith(u'\n'));
    const int child = said.trimmed().toInt();
    QVERIFY(child > 0 && ::kill(child, 0) == 0);
    run.stop();
    QTRY_VERIFY(how);
    QVERIFY(!*how && how->error().isCancelled());
    // Gone, or dead and not yet taken away by whoever inherits it.
    QTRY_VERIFY(::kill(child, 0) != 0 || files::contents(u"/proc/%1/stat"_s.arg(child)).contains(") Z "));
}

QTEST_GUILESS_MAIN(TestReset)
#include "tst_reset.moc"
