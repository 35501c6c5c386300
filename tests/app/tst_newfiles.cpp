// SPDX-License-Identifier: GPL-3.0-or-later
// Projects whose database is not there (yet), or cannot be reached, and projects below the folder that is named.
#include "app/cli.h"
#include "core/drizzle/wrangler.h"
#include "support/bridgeproject.h"
#include "support/tempdatabase.h"

#include <QDir>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

namespace {

const QString journalOfTwo =
    u"{\"version\":\"7\",\"dialect\":\"sqlite\",\"entries\":["
    "{\"idx\":0,\"version\":\"6\",\"when\":1700000000000,\"tag\":\"0000_a\",\"breakpoints\":true},"
    "{\"idx\":1,\"version\":\"6\",\"when\":1700000001000,\"tag\":\"0001_b\",\"breakpoints\":true}]}"_s;

QString schemaText(const QString &columns)
{
    return u"import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';\n"
           "export const users = sqliteTable('users', { id: integer('id').primaryKey(), %1 });\n"_s.arg(columns);
}

QStringList statesIn(const cli::Run &run)
{
    QStringList states;
    for (const QJsonValue &each : run.json()[u"migrations"_s].toArray())
        states.append(each[u"tag"_s].toString() + u' ' + each[u"state"_s].toString());
    return states;
}

QString wordOf(const cli::Run &run, const QString &pair)
{
    for (const QJsonValue &each : run.json()[u"drift"_s].toArray()) {
        if (each[u"compared"_s].toString() == pair)
            return each[u"state"_s].toString();
    }
    return {};
}

} // namespace

class TestNewFiles : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_state;
    std::unique_ptr<BridgeProject> m_project;

    [[nodiscard]] cli::Run run(const QStringList &arguments) const { return cli::run(arguments, m_project->path()); }
    [[nodiscard]] QString path(const QString &file) const { return m_project->path(file); }
    void config(const QString &more, const QString &folder = {}) const
    {
        m_project->write(folder + u"drizzle.config.json"_s,
                         u"{ \"dialect\": \"sqlite\", \"schema\": \"schema.ts\", %1 }"_s.arg(more));
        m_project->write(folder + u"package.json"_s, u"{}"_s);
    }
    void url(const QString &url) const { config(u"\"dbCredentials\": { \"url\": \"%1\" }"_s.arg(url)); }
    void migrations(const QString &second = u"CREATE TABLE b (id integer);"_s) const
    {
        m_project->write(u"drizzle/meta/_journal.json"_s, journalOfTwo);
        m_project->write(u"drizzle/0000_a.sql"_s, u"CREATE TABLE a (id integer);"_s);
        m_project->write(u"drizzle/0001_b.sql"_s, second);
    }
    [[nodiscard]] QStringList databaseFiles(const QString &folder = {}) const
    {
        return QDir(m_project->path(folder)).entryList({u"app.db*"_s}, QDir::Files);
    }
    void needNode() const
    {
        if (const QString why = BridgeProject::missing(); !why.isEmpty())
            QSKIP(qPrintable(why));
    }

private Q_SLOTS:
    void init()
    {
        m_state = std::make_unique<QTemporaryDir>();
        qputenv("RAINCHECK_STATE_DIR", m_state->path().toLocal8Bit());
        qunsetenv("RC_NOT_SET");
        m_project = std::make_unique<BridgeProject>(BridgeProject::missing().isEmpty() ? BridgeProject::Orm::V0
                                                                                       : BridgeProject::Orm::None);
    }

    void migrateMakesTheFile()
    {
        url(u"file:./app.db"_s);
        migrations();
        const auto tried = run({u"migrate"_s, u"--dry-run"_s, u"--json"_s});
        VERIFY_EXIT(tried, 0);
        QCOMPARE(tried.json()[u"newFile"_s].toString(), path(u"app.db"_s));
        QCOMPARE(tried.json()[u"migrations"_s].toArray().size(), 2);
        QVERIFY2(tried.err.contains("is not there yet and would be made"), tried.all().constData());
        QCOMPARE(databaseFiles(), QStringList());
        const auto made = run({u"migrate"_s});
        VERIFY_EXIT(made, 0);
        QVERIFY2(made.err.contains("app.db is not there yet: it will be made") && made.out.startsWith("made the file ")
                     && !made.out.contains("backup"),
                 made.all().constData());
        QCOMPARE(tempdatabase::rows(path(u"app.db"_s), u"SELECT count(*) FROM __drizzle_migrations"_s),
                 QStringList{u"2"_s});
        const auto again = run({u"migrate"_s, u"--json"_s});
        VERIFY_EXIT(again, 0);
        QVERIFY(again.json()[u"newFile"_s].isNull() && again.err.isEmpty());
    }

    void nothingIsLeftBehind_data()
    {
        QTest::addColumn<QString>("first");
        QTest::addColumn<int>("code");
        QTest::addRow("it fails") << u"CREATE TABLE a (id integer); CREATE TABLE a (id integer);"_s << 1;
        QTest::addRow("it is refused") << u"BEGIN; CREATE TABLE a (id integer); COMMIT;"_s << 3;
    }
    void nothingIsLeftBehind()
    {
        QFETCH(const QString, first);
        QFETCH(const int, code);
        url(u"app.db"_s);
        migrations();
        m_project->write(u"drizzle/0000_a.sql"_s, first);
        VERIFY_EXIT(run({u"migrate"_s}), code);
        QCOMPARE(databaseFiles(), QStringList());
    }

    /// What is applied stays, and so does its file.
    void theSecondOneFails()
    {
        url(u"app.db"_s);
        migrations(u"CREATE TABLE a (id integer);"_s);
        VERIFY_EXIT(run({u"migrate"_s}), 1);
        QCOMPARE(tempdatabase::rows(path(u"app.db"_s), u"SELECT count(*) FROM __drizzle_migrations"_s),
                 QStringList{u"1"_s});
    }

    void neverForWhatIsNamed()
    {
        url(u"app.db"_s);
        migrations();
        for (const QString &named : {u"app.db"_s, u"ap.db"_s}) {
            const auto refused = run({u"migrate"_s, named});
            VERIFY_EXIT(refused, 1);
            QVERIFY(!QFileInfo::exists(path(named)));
        }
        url(u"file:./data/app.db"_s);
        const auto noFolder = run({u"migrate"_s});
        VERIFY_EXIT(noFolder, 1);
        QVERIFY2(noFolder.err.contains("make the folder") && noFolder.err.count('\n') == 1, noFolder.err.constData());
        QVERIFY(!QFileInfo::exists(path(u"data"_s)));
    }

    void pushMakesTheFile()
    {
        needNode();
        url(u"file:app.db"_s);
        m_project->write(u"schema.ts"_s, schemaText(u"name: text('name')"_s));
        const auto tried = run({u"push"_s, u"--trust"_s, u"--dry-run"_s});
        VERIFY_EXIT(tried, 0);
        QVERIFY2(tried.out.startsWith("would make the file "), tried.all().constData());
        QCOMPARE(databaseFiles(), QStringList());
        VERIFY_EXIT(run({u"push"_s, u"--fill"_s, u"nobody.x=1"_s}), 2);
        QCOMPARE(databaseFiles(), QStringList());
        const auto made = run({u"push"_s, u"--json"_s});
        VERIFY_EXIT(made, 0);
        QCOMPARE(made.json()[u"newFile"_s].toString(), path(u"app.db"_s));
        QVERIFY(made.json()[u"backup"_s].isNull());
        QCOMPARE(tempdatabase::rows(path(u"app.db"_s), u"SELECT name FROM pragma_table_info('users')"_s),
                 (QStringList{u"'id'"_s, u"'name'"_s}));
    }

    /// The folder is told of, with one sentence about the database.
    void withoutADatabase_data()
    {
        QTest::addColumn<QString>("more");
        QTest::addColumn<QByteArray>("why");
        QTest::addRow("a variable that is not set")
            << u"export default { dialect: 'sqlite', schema: 'schema.ts', dbCredentials: { url: process.env.RC_NOT_SET! } };"_s
            << QByteArray("RC_NOT_SET, which is not set");
        QTest::addRow("a server that is down")
            << u"export default { dialect: 'postgresql', schema: 'schema.ts', dbCredentials: { url: 'postgres://nobody@127.0.0.1:1/x' } };"_s
            << QByteArray("127.0.0.1");
        QTest::addRow("a D1 that never ran")
            << u"export default { dialect: 'sqlite', driver: 'd1-http', schema: 'schema.ts' };"_s
            << QByteArray("wrangler");
    }
    void withoutADatabase()
    {
        QFETCH(const QString, more);
        QFETCH(const QByteArray, why);
        m_project->write(u"drizzle.config.ts"_s, more);
        m_project->write(u"package.json"_s, u"{}"_s);
        migrations();
        const auto status = run({u"status"_s, u"--json"_s});
        VERIFY_EXIT(status, 0);
        QCOMPARE(statesIn(status), (QStringList{u"0000_a unknown"_s, u"0001_b unknown"_s}));
        QVERIFY(status.json()[u"database"_s].isNull());
        QVERIFY2(status.json()[u"databaseProblem"_s].toString().toUtf8().contains(why), status.out.constData());
        const auto said = run({u"status"_s});
        VERIFY_EXIT(said, 0);
        QVERIFY2(said.out.contains("note: The database was not looked at: ") && said.out.contains(why),
                 said.all().constData());
        // Both files lack a snapshot, and the last one's is needed.
        const auto check = run({u"check"_s, u"--json"_s});
        VERIFY_EXIT(check, 1);
        QCOMPARE(check.json()[u"problems"_s].toArray().size(), 2);
        QVERIFY(check.json()[u"databaseProblem"_s].toString().toUtf8().contains(why));
    }

    void statusOfAFileThatIsNotThereYet()
    {
        url(u"app.db"_s);
        migrations();
        const auto status = run({u"status"_s, u"--json"_s});
        VERIFY_EXIT(status, 0);
        QCOMPARE(statesIn(status), (QStringList{u"0000_a pending"_s, u"0001_b pending"_s}));
        QCOMPARE(status.json()[u"database"_s].toString(), path(u"app.db"_s));
        QVERIFY(status.json()[u"warnings"_s].toArray().last().toString().contains(u"is not there yet"_s));
        QVERIFY(status.err.isEmpty());
        QCOMPARE(databaseFiles(), QStringList());
        const auto check = run({u"check"_s});
        QVERIFY2(check.out.contains("is not there yet"), check.all().constData());
    }

    /// A project that is pushed has no migrations.
    void statusWithoutMigrations()
    {
        needNode();
        url(u"app.db"_s);
        m_project->write(u"schema.ts"_s, schemaText(u"name: text('name')"_s));
        QCOMPARE(
            tempdatabase::run(path(u"app.db"_s), u"CREATE TABLE users (id INTEGER PRIMARY KEY NOT NULL, name TEXT)"_s),
            QString());
        const auto untrusted = run({u"status"_s});
        VERIFY_EXIT(untrusted, 0);
        QVERIFY2(untrusted.out.contains("There is no migrations folder"), untrusted.all().constData());
        const auto same = run({u"status"_s, u"--trust"_s, u"--json"_s});
        VERIFY_EXIT(same, 0);
        QCOMPARE(wordOf(same, u"schema-database"_s), u"same"_s);
        m_project->write(u"schema.ts"_s, schemaText(u"name: text('name'), age: integer('age')"_s));
        const auto differs = run({u"status"_s, u"--json"_s});
        VERIFY_EXIT(differs, 0);
        QCOMPARE(wordOf(differs, u"schema-database"_s), u"different"_s);
        // Of a file that has no project nothing could be told.
        QCOMPARE(tempdatabase::run(path(u"other.db"_s), u"CREATE TABLE x (id INTEGER)"_s), QString());
        VERIFY_EXIT(run({u"status"_s, u"other.db"_s}), 1);
    }

    void theProjectBelowIsFound()
    {
        needNode();
        const QString app = u"packages/db/"_s;
        config(u"\"dbCredentials\": { \"url\": \"app.db\" }"_s, app);
        m_project->write(app + u"schema.ts"_s, schemaText(u"name: text('name')"_s));
        const auto made = run({u"generate"_s, u"--trust"_s});
        VERIFY_EXIT(made, 0);
        QVERIFY(QFileInfo::exists(path(app + u"drizzle/meta/_journal.json"_s)));
        VERIFY_EXIT(run({u"push"_s}), 0);
        QCOMPARE(databaseFiles(app), QStringList{u"app.db"_s});
        VERIFY_EXIT(run({u"check"_s}), 0);
        const auto pulled = run({u"pull"_s, u"--dry-run"_s}); // to where the project's files are
        VERIFY_EXIT(pulled, 0);
        QVERIFY2(pulled.out.contains("packages/db/drizzle/schema.ts (new"), pulled.all().constData());
        VERIFY_EXIT(run({u"reset"_s, u"--allow"_s, u"H01"_s}), 0);
        config(u"\"dbCredentials\": { \"url\": \"app.db\" }"_s, u"packages/other/"_s);
        for (const QString &command : {u"generate"_s, u"push"_s, u"pull"_s, u"check"_s, u"reset"_s, u"status"_s}) {
            const auto several = run({command});
            VERIFY_EXIT(several, 1);
            QVERIFY2(several.err.contains("leads to 2 databases: packages/db/drizzle.config.json")
                         && several.err.count('\n') == 1,
                     several.all().constData());
        }
    }

    /// A merge has lost the last entry of the journal; the database has the migration, and the file is there.
    void checkPutsALostEntryBack()
    {
        url(u"app.db"_s);
        migrations();
        VERIFY_EXIT(run({u"migrate"_s}), 0);
        QString shorter = journalOfTwo;
        shorter.truncate(shorter.lastIndexOf(u",{"_s));
        m_project->write(u"drizzle/meta/_journal.json"_s, shorter + u"]}"_s);
        const auto found = run({u"check"_s, u"--json"_s});
        VERIFY_EXIT(found, 1);
        QStringList kinds;
        for (const QJsonValue &each : found.json()[u"problems"_s].toArray())
            kinds.append(each[u"kind"_s].toString());
        QCOMPARE(kinds, (QStringList{u"missing-snapshot"_s, u"lost-entry"_s}));
        const auto shown = run({u"check"_s, u"--repair"_s, u"--dry-run"_s});
        VERIFY_EXIT(shown, 1);
        QVERIFY2(shown.out.contains("drizzle/meta/_journal.json (changed"), shown.all().constData());
        const auto repaired = run({u"check"_s, u"--repair"_s});
        VERIFY_EXIT(repaired, 0);
        QVERIFY2(repaired.out.contains("_journal.json (changed") && repaired.out.contains("0001_snapshot.json (new"),
                 repaired.all().constData());
        const auto status = run({u"status"_s, u"--json"_s});
        QCOMPARE(statesIn(status), (QStringList{u"0000_a applied"_s, u"0001_b applied"_s}));
    }

    /// The local file of a D1 project, by its folder and by one above.
    void pushesToD1()
    {
        needNode();
        config(u"\"driver\": \"d1-http\""_s, u"worker/"_s);
        m_project->write(u"worker/schema.ts"_s, schemaText(u"name: text('name')"_s));
        m_project->write(u"worker/wrangler.toml"_s, u"[[d1_databases]]\nbinding = \"DB\"\ndatabase_id = \"one\"\n"_s);
        const auto never = run({u"push"_s, u"worker"_s, u"--trust"_s});
        VERIFY_EXIT(never, 1);
        QVERIFY2(never.err.contains("never ran on this machine"), never.err.constData());
        const QString file =
            u"worker/.wrangler/state/v3/d1/miniflare-D1DatabaseObject/%1.sqlite"_s.arg(core::localD1Name(u"one"_s));
        m_project->write(file, {});
        for (const QString &named : {u"worker"_s, u"."_s}) {
            const auto pushed = run({u"push"_s, named});
            VERIFY_EXIT(pushed, 0);
        }
        QCOMPARE(tempdatabase::rows(path(file), u"SELECT name FROM pragma_table_info('users')"_s),
                 (QStringList{u"'id'"_s, u"'name'"_s}));
    }

    void pullsWhatTheProjectIsAbout()
    {
        config(u"\"out\": \"./moves\", \"tablesFilter\": [\"app_*\"], \"dbCredentials\": { \"url\": \"app.db\" }"_s);
        QCOMPARE(tempdatabase::run(path(u"app.db"_s), u"CREATE TABLE x (id INTEGER); DROP TABLE x"_s), QString());
        const auto nothing = run({u"pull"_s});
        VERIFY_EXIT(nothing, 1);
        QVERIFY2(nothing.err.contains("there is nothing to pull"), nothing.all().constData());
        QCOMPARE(
            tempdatabase::run(path(u"app.db"_s), u"CREATE TABLE app_a (id INTEGER); CREATE TABLE other (id INTEGER)"_s),
            QString());
        const auto pulled = run({u"pull"_s, u"--dry-run"_s});
        VERIFY_EXIT(pulled, 0);
        QVERIFY2(pulled.out.startsWith("moves/schema.ts (new") && pulled.out.contains("app_a")
                     && !pulled.out.contains("other"),
                 pulled.all().constData());
    }

    /// --config takes a config of any name.
    void pushesByAnyConfig()
    {
        needNode();
        m_project->write(
            u"dz-dev.json"_s,
            u"{ \"dialect\": \"sqlite\", \"schema\": \"schema.ts\", \"dbCredentials\": { \"url\": \"app.db\" } }"_s);
        m_project->write(u"package.json"_s, u"{}"_s);
        m_project->write(u"schema.ts"_s, schemaText(u"name: text('name')"_s));
        VERIFY_EXIT(run({u"push"_s, u"--config"_s, u"dz-dev.json"_s, u"--trust"_s}), 0);
        QCOMPARE(databaseFiles(), QStringList{u"app.db"_s});
    }
};

QTEST_GUILESS_MAIN(TestNewFiles)
#include "tst_newfiles.moc"
