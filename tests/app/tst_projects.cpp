// SPDX-License-Identifier: GPL-3.0-or-later
// The program from outside, with projects for targets.
#include "app/cli.h"
#include "core/drizzle/wrangler.h"
#include "support/files.h"
#include "support/tempdatabase.h"
#include "support/verify.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using files::write;

namespace {

QByteArray config(const QByteArray &url)
{
    return "import { defineConfig } from 'drizzle-kit';\nexport default defineConfig({ dialect: 'sqlite', "
           "dbCredentials: { url: '"
        + url + "' } });\n";
}

QStringList tablesOf(const cli::Run &run)
{
    QStringList names;
    const QJsonArray tables = run.json()[u"tables"_s].toArray();
    for (const QJsonValue &table : tables)
        names.append(table[u"name"_s].toString());
    return names;
}

} // namespace

class TestProjects : public QObject {
    Q_OBJECT

    QTemporaryDir m_state;
    std::unique_ptr<QTemporaryDir> m_dir;

    [[nodiscard]] QString path(const QString &name = {}) const
    {
        return name.isEmpty() ? m_dir->path() : m_dir->filePath(name);
    }

private Q_SLOTS:
    void initTestCase() { qputenv("RAINCHECK_STATE_DIR", m_state.path().toUtf8()); }
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        QVERIFY(!tempdatabase::make(*m_dir, u"a.db"_s, u"CREATE TABLE a (id INTEGER)"_s).isEmpty());
        QVERIFY(!tempdatabase::make(*m_dir, u"b.db"_s, u"CREATE TABLE b (id INTEGER)"_s).isEmpty());
    }

    void aCodeConfigIsRead()
    {
        write(*m_dir, u"drizzle.config.ts"_s, config("a.db"));
        write(*m_dir, u"src/schema.ts"_s, "");
        for (const QString &target : {path(), path(u"drizzle.config.ts"_s), path(u"src"_s)}) {
            const auto run = cli::run({u"inspect"_s, target, u"--json"_s});
            VERIFY_EXIT(run, 0);
            QCOMPARE(run.json()[u"database"_s].toString(), QFileInfo(path(u"a.db"_s)).canonicalFilePath());
        }
    }

    void severalAreNamed()
    {
        write(*m_dir, u"drizzle.config.ts"_s, config("a.db"));
        write(*m_dir, u"drizzle.config.test.ts"_s, config("b.db"));
        const auto run = cli::run({u"inspect"_s, path()});
        VERIFY_EXIT(run, 1);
        QVERIFY2(run.err.contains(
                     "leads to 2 databases: drizzle.config.ts (sqlite, a.db); drizzle.config.test.ts (sqlite, b.db)")
                     && run.err.contains("--config") && run.err.count('\n') == 1,
                 run.err.constData());
        const auto chosen = cli::run({u"inspect"_s, path(u"drizzle.config.test.ts"_s), u"--json"_s});
        VERIFY_EXIT(chosen, 0);
        QCOMPARE(tablesOf(chosen), QStringList{u"b"_s});
        const auto status = cli::run({u"status"_s, u"--config"_s, u"drizzle.config.test.ts"_s}, path());
        VERIFY_EXIT(status, 0);
        QVERIFY2(status.out.contains("There is no migrations folder"), status.all().constData()); // of the chosen one
    }

    void d1IsFoundByItsBinding()
    {
        write(*m_dir, u"wrangler.toml"_s,
              "[[d1_databases]]\nbinding = \"DB\"\ndatabase_name = \"shop\"\ndatabase_id = \"one\"\n");
        const auto before = cli::run({u"inspect"_s, path()});
        VERIFY_EXIT(before, 1);
        QVERIFY2(before.err.contains("never ran on this machine") && before.err.contains("wrangler dev"),
                 before.err.constData());
        const QString file =
            u".wrangler/state/v3/d1/miniflare-D1DatabaseObject/%1.sqlite"_s.arg(core::localD1Name(u"one"_s));
        write(*m_dir, file, {});
        QVERIFY(
            !tempdatabase::make(
                 *m_dir, file,
                 u"CREATE TABLE goods (id INTEGER); CREATE TABLE _cf_METADATA (key INTEGER PRIMARY KEY, value BLOB);"
                 "CREATE TABLE d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at "
                 "TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL);"
                 "CREATE TABLE my_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)"_s)
                 .isEmpty());
        for (const QString &target : {path(), u"d1:DB"_s, u"d1:shop"_s}) {
            const auto run = cli::run({u"inspect"_s, target, u"--json"_s}, path());
            VERIFY_EXIT(run, 0);
            QCOMPARE(run.json()[u"database"_s].toString(), QFileInfo(path(file)).canonicalFilePath());
            QCOMPARE(tablesOf(run), QStringList{u"goods"_s});
        }
        QCOMPARE(tablesOf(cli::run({u"inspect"_s, path(), u"--all"_s, u"--json"_s})).size(), 5);
        // What is the system's own is no part of any difference.
        const auto diff = cli::run({u"diff"_s, path(), path(u"b.db"_s)});
        QVERIFY2(!diff.out.contains("_cf_") && !diff.out.contains("_migrations") && diff.out.contains("goods"),
                 diff.all().constData());
    }

    /// What wrangler has applied counts, and what Raincheck applies is noted where wrangler looks for it.
    void d1IsMigratedByWranglersJournal_data()
    {
        QTest::addColumn<bool>("applied");
        QTest::addRow("wrangler has applied one") << true;
        QTest::addRow("nobody has migrated yet") << false;
    }
    void d1IsMigratedByWranglersJournal()
    {
        QFETCH(const bool, applied);
        write(*m_dir, u"wrangler.toml"_s,
              "[[d1_databases]]\nbinding = \"DB\"\ndatabase_id = \"one\"\nmigrations_dir = \"drizzle\"\n");
        write(*m_dir, u"drizzle.config.ts"_s, "export default { dialect: 'sqlite', driver: 'd1-http' }");
        write(
            *m_dir, u"drizzle/meta/_journal.json"_s,
            R"({"version":"7","dialect":"sqlite","entries":[{"idx":0,"version":"6","when":2,"tag":"0000_a","breakpoints":true},)"
            R"({"idx":1,"version":"6","when":1,"tag":"0001_b","breakpoints":true}]})"); // `when` is of no meaning to
                                                                                        // wrangler
        write(*m_dir, u"drizzle/0000_a.sql"_s, "CREATE TABLE goods (id INTEGER);");
        write(*m_dir, u"drizzle/0001_b.sql"_s, "CREATE TABLE orders (id INTEGER);");
        const QString file =
            u".wrangler/state/v3/d1/miniflare-D1DatabaseObject/%1.sqlite"_s.arg(core::localD1Name(u"one"_s));
        write(*m_dir, file, {});
        const QString journal =
            u"CREATE TABLE d1_migrations(id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at "
            "TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL);"
            "INSERT INTO d1_migrations (name, applied_at) VALUES ('0000_a.sql', '2026-11-30 09:00:00');"
            "CREATE TABLE goods (id INTEGER);"_s;
        QVERIFY(!tempdatabase::make(*m_dir, file, applied ? journal : QString()).isEmpty());
        const auto status = cli::run({u"status"_s, path(), u"--json"_s});
        VERIFY_EXIT(status, 0);
        QStringList states;
        const QJsonArray migrations = status.json()[u"migrations"_s].toArray();
        for (const QJsonValue &m : migrations)
            states.append(m[u"tag"_s].toString() + u' ' + m[u"state"_s].toString());
        QCOMPARE(states, (QStringList{applied ? u"0000_a applied"_s : u"0000_a pending"_s, u"0001_b pending"_s}));
        if (applied)
            QCOMPARE(migrations.first()[u"appliedAt"_s].toInteger(), 1796029200000);

        VERIFY_EXIT(cli::run({u"migrate"_s, path()}), 0);
        QCOMPARE(tempdatabase::rows(path(file), u"SELECT name FROM d1_migrations ORDER BY id"_s),
                 (QStringList{u"'0000_a.sql'"_s, u"'0001_b.sql'"_s}));
        QCOMPARE(tempdatabase::rows(
                     path(file), u"SELECT name FROM sqlite_master WHERE name IN ('orders', '__drizzle_migrations')"_s),
                 QStringList{u"'orders'"_s});
        const auto again = cli::run({u"migrate"_s, path()});
        VERIFY_EXIT(again, 0);
        QVERIFY2(again.out.contains("no migration is pending"), again.all().constData());
    }

    /// What the project's tablesFilter leaves out is no business of its snapshots.
    void tablesFilterBoundsADiff()
    {
        const QByteArray snapshot =
            R"({"version":"6","dialect":"sqlite","id":"1","prevId":"0","tables":{},"views":{},"enums":{},)"
            R"("_meta":{"schemas":{},"tables":{},"columns":{}},"internal":{"indexes":{}}})";
        const QString database = tempdatabase::make(
            *m_dir, u"c.db"_s, u"CREATE TABLE app_old (id INTEGER); CREATE TABLE other (id INTEGER)"_s);
        write(*m_dir, u"drizzle/meta/0000_snapshot.json"_s, snapshot);
        const QString file = path(u"drizzle/meta/0000_snapshot.json"_s);
        const auto all = cli::run({u"diff"_s, database, file});
        QVERIFY2(all.out.contains("other") && all.out.contains("app_old"), all.all().constData());
        write(*m_dir, u"drizzle.config.ts"_s,
              "export default { dialect: 'sqlite', tablesFilter: ['app_*'], dbCredentials: { url: 'c.db' } }");
        const auto bounded = cli::run({u"diff"_s, database, file});
        QVERIFY2(!bounded.out.contains("other") && bounded.out.contains("app_old"), bounded.all().constData());
    }

    void wrong_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("says");
        QTest::addRow("--config and a target")
            << QStringList{u"--config"_s, u"x"_s, u"y"_s} << QByteArray("Name one database");
        QTest::addRow("--config and the sample")
            << QStringList{u"--config"_s, u"x"_s, u"--sample"_s} << QByteArray("Name one database");
    }
    void wrong()
    {
        QFETCH(const QStringList, arguments);
        QFETCH(const QByteArray, says);
        const auto run = cli::run(arguments);
        VERIFY_EXIT(run, 2);
        QVERIFY2(run.err.contains(says), run.err.constData());
    }
};

QTEST_GUILESS_MAIN(TestProjects)
#include "tst_projects.moc"
