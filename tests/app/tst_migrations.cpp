// SPDX-License-Identifier: GPL-3.0-or-later
// migrate, status and check against what drizzle's own migrator and wrangler would do with the same folder.
#include "app/cli.h"
#include "core/drizzle/wrangler.h"
#include "support/files.h"
#include "support/kitproject.h"
#include "support/tempdatabase.h"
#include "support/verify.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using files::write;

namespace {

struct Entry {
    QString tag;
    qint64 when;
    QByteArray sql;
};

const QByteArray parents = "CREATE TABLE p (id INTEGER PRIMARY KEY, a TEXT);\n--> statement-breakpoint\n"
                           "CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p (id) ON DELETE CASCADE);";
/// As drizzle-kit makes a table anew.
const QByteArray rebuild = "PRAGMA foreign_keys=OFF;--> statement-breakpoint\n"
                           "CREATE TABLE `__new_p` (`id` INTEGER PRIMARY KEY, `a` TEXT NOT NULL);\n"
                           "--> statement-breakpoint\n"
                           "INSERT INTO `__new_p`(\"id\", \"a\") SELECT \"id\", \"a\" FROM `p`;--> "
                           "statement-breakpoint\nDROP TABLE `p`;--> statement-breakpoint\n"
                           "ALTER TABLE `__new_p` RENAME TO `p`;--> statement-breakpoint\nPRAGMA foreign_keys=ON;";
const QString family =
    u"INSERT INTO p VALUES (1, 'x'), (2, 'y'); INSERT INTO c VALUES (1, 1), (2, 2), (3, 2);"_s;

QByteArray journalOf(const QList<Entry> &entries)
{
    QStringList lines;
    for (qsizetype i = 0; i < entries.size(); ++i)
        lines.append(u"{\"idx\":%1,\"version\":\"6\",\"when\":%2,\"tag\":\"%3\",\"breakpoints\":true}"_s.arg(i)
                         .arg(entries.at(i).when)
                         .arg(entries.at(i).tag));
    return "{\"version\":\"7\",\"dialect\":\"sqlite\",\"entries\":[" + lines.join(u',').toUtf8() + "]}";
}

void writeFolder(const QTemporaryDir &dir, const QString &folder, const QList<Entry> &entries)
{
    write(dir, folder + u"/meta/_journal.json"_s, journalOf(entries));
    for (const Entry &entry : entries)
        write(dir, folder + u'/' + entry.tag + u".sql"_s, entry.sql);
}

} // namespace

class TestMigrations : public QObject {
    Q_OBJECT

    QTemporaryDir m_state;
    std::unique_ptr<QTemporaryDir> m_dir;

    [[nodiscard]] QString path(const QString &name = {}) const
    {
        return name.isEmpty() ? m_dir->path() : m_dir->filePath(name);
    }
    /// A project on app.db; its migrations are in drizzle/.
    void makeProject(const QList<Entry> &entries, const QString &sql = {}) const
    {
        write(*m_dir, u"drizzle.config.json"_s,
              R"({"dialect":"sqlite","out":"./drizzle","dbCredentials":{"url":"./app.db"}})");
        writeFolder(*m_dir, u"drizzle"_s, entries);
        QVERIFY(!tempdatabase::make(*m_dir, u"app.db"_s, sql).isEmpty());
    }
    /// The local file of a Worker's database, whose migrations are in migrations/.
    [[nodiscard]] QString makeWorker(const QString &sql) const
    {
        write(*m_dir, u"wrangler.toml"_s,
              "[[d1_databases]]\nbinding = \"DB\"\ndatabase_name = \"shop\"\ndatabase_id = \"one\"\n");
        const QString file =
            u".wrangler/state/v3/d1/miniflare-D1DatabaseObject/%1.sqlite"_s.arg(core::localD1Name(u"one"_s));
        write(*m_dir, file, {});
        return tempdatabase::make(*m_dir, file,
                                  u"CREATE TABLE d1_migrations(id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, "
                                  "applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL);"_s
                                      + sql);
    }
    [[nodiscard]] QStringList columns() const
    {
        return tempdatabase::rows(path(u"app.db"_s), u"SELECT name FROM pragma_table_info('p') ORDER BY cid"_s);
    }
    [[nodiscard]] cli::Run run(const QStringList &arguments) const { return cli::run(arguments, path()); }

private Q_SLOTS:
    void initTestCase() { qputenv("RAINCHECK_STATE_DIR", m_state.path().toUtf8()); }
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }

    void runsWhatDrizzleRuns_data();
    void runsWhatDrizzleRuns();
    void allOrNothingWhenDatedBackwards();
    void aRefusalAfterOthersDoesNotContradictItself();
    void appliesTheRestAsItIsSaid();
    void anEntryThatNobodyCanTake_data();
    void anEntryThatNobodyCanTake();
    void d1KeepsForeignKeysOn_data();
    void d1KeepsForeignKeysOn();
    void d1RunsWhatIsSafe();
    void d1HasNoHashes();
    void wranglersOwnFolder();
    void wranglersOwnFolderFromNothing();
    void wranglersFilesAreStepsOfTheirOwn();
    void wranglersOrderDecides();
    void anEmptyNameIsWrongUsage();
};

void TestMigrations::runsWhatDrizzleRuns_data()
{
    QTest::addColumn<qint64>("second");
    QTest::addColumn<qint64>("third");
    QTest::addColumn<bool>("applied"); // the first one, before
    QTest::newRow("in order") << qint64(2000) << qint64(3000) << false;
    QTest::newRow("the third before the second") << qint64(5000) << qint64(4000) << false;
    QTest::newRow("at the same time") << qint64(5000) << qint64(5000) << false;
    QTest::newRow("the third before the second, one is applied") << qint64(5000) << qint64(4000) << true;
    QTest::newRow("the third before the one that is applied") << qint64(5000) << qint64(500) << true;
}

/// It reads the newest time of the journal once, before it runs anything.
void TestMigrations::runsWhatDrizzleRuns()
{
    if (const QString why = KitProject::missing(u"kit"_s); !why.isEmpty())
        QSKIP(qPrintable(why));
    QFETCH(const qint64, second);
    QFETCH(const qint64, third);
    QFETCH(const bool, applied);
    const QList<Entry> entries{{u"0000_a"_s, 1000, "CREATE TABLE p (id INTEGER PRIMARY KEY);"},
                               {u"0001_b"_s, second, "ALTER TABLE p ADD b TEXT;"},
                               {u"0002_c"_s, third, "ALTER TABLE p ADD c TEXT;"}};
    makeProject(entries.first(1));
    const KitProject theirs(u"kit"_s);
    const auto migrateTheirs = [&](const QList<Entry> &all) {
        theirs.write(u"drizzle/meta/_journal.json"_s, QString::fromUtf8(journalOf(all)));
        for (const Entry &entry : all)
            theirs.write(u"drizzle/"_s + entry.tag + u".sql"_s, QString::fromUtf8(entry.sql));
        return theirs.migrate(theirs.path(u"app.db"_s));
    };
    if (applied) {
        VERIFY_EXIT(run({u"migrate"_s, path()}), 0);
        QCOMPARE(migrateTheirs(entries.first(1)), QString());
    }
    makeProject(entries);
    QCOMPARE(migrateTheirs(entries), QString());
    const auto tried = run({u"migrate"_s, path(), u"--dry-run"_s});
    VERIFY_EXIT(tried, 0);
    VERIFY_EXIT(run({u"migrate"_s, path(), u"--allow"_s, u"H52"_s}), 0);
    const QString names = u"SELECT name FROM pragma_table_info('p') ORDER BY cid"_s;
    QCOMPARE(columns(), tempdatabase::rows(theirs.path(u"app.db"_s), names));
    const QString journal = u"SELECT hash, created_at FROM __drizzle_migrations ORDER BY rowid"_s;
    QCOMPARE(tempdatabase::rows(path(u"app.db"_s), journal),
             tempdatabase::rows(theirs.path(u"app.db"_s), journal));
}

/// Were the first of them kept, the second would count as skipped.
void TestMigrations::allOrNothingWhenDatedBackwards()
{
    makeProject({{u"0000_a"_s, 1000, "CREATE TABLE p (id INTEGER PRIMARY KEY);"},
                 {u"0001_b"_s, 5000, "ALTER TABLE p ADD b TEXT;"},
                 {u"0002_c"_s, 4000, "ALTER TABLE nowhere ADD c TEXT;"}});
    const auto failed = run({u"migrate"_s, path()});
    VERIFY_EXIT(failed, 1);
    QVERIFY2(failed.err.contains("nothing was changed") && !failed.err.contains("stays"), failed.all().constData());
    QCOMPARE(columns(), QStringList());
    const auto status = run({u"status"_s, path()});
    QVERIFY2(!status.out.contains("skipped"), status.all().constData());
}

void TestMigrations::aRefusalAfterOthersDoesNotContradictItself()
{
    makeProject({{u"0000_a"_s, 1000, parents}, {u"0001_b"_s, 2000, "DROP TABLE c;"}});
    VERIFY_EXIT(run({u"migrate"_s, path()}), 0);
    makeProject({{u"0000_a"_s, 1000, parents},
                 {u"0001_b"_s, 2000, "DROP TABLE c;"},
                 {u"0002_c"_s, 3000, "ALTER TABLE p ADD b TEXT;"},
                 {u"0003_d"_s, 4000, "DROP TABLE p;"}});
    QVERIFY(tempdatabase::run(path(u"app.db"_s), u"INSERT INTO p VALUES (7, 'z')"_s).isEmpty());
    const auto refused = run({u"migrate"_s, path()});
    VERIFY_EXIT(refused, 3);
    QVERIFY2(refused.err.contains("Migrate to 0003_d: refused, nothing of it was kept; the migration before it is applied "
                                  "and stays. H01"),
             refused.all().constData());
    QVERIFY2(!refused.err.contains("nothing was changed"), refused.all().constData());
    QCOMPARE(refused.err.count("and stays"), 1);
    QVERIFY2(refused.out.contains("Migrate to 0002_c: applied"), refused.all().constData());
}

/// One that stopped half way: what the schema does not tell is said of each statement by its number.
void TestMigrations::appliesTheRestAsItIsSaid()
{
    const QByteArray half = "CREATE TABLE q (id INTEGER);--> statement-breakpoint\nINSERT INTO q VALUES (7);"
                            "--> statement-breakpoint\nUPDATE q SET id = id + 1;--> statement-breakpoint\n"
                            "ALTER TABLE p ADD b TEXT;";
    makeProject({{u"0000_a"_s, 1000, parents}});
    VERIFY_EXIT(run({u"migrate"_s, path()}), 0);
    makeProject({{u"0000_a"_s, 1000, parents}, {u"0001_b"_s, 2000, half}});
    const auto early = run({u"migrate"_s, path(), u"--rest"_s});
    VERIFY_EXIT(early, 1);
    QVERIFY2(early.err.contains("0001_b is next, and it is not there in part"), early.all().constData());
    QVERIFY(
        tempdatabase::run(path(u"app.db"_s), u"CREATE TABLE q (id INTEGER); INSERT INTO q VALUES (7)"_s).isEmpty());
    const auto whole = run({u"migrate"_s, path()});
    VERIFY_EXIT(whole, 1);
    QVERIFY2(whole.err.contains("The database has a part of it already") && whole.err.contains("migrate --rest"),
             whole.all().constData());
    const auto status = run({u"status"_s, path()});
    QVERIFY2(status.out.contains("\n  statement 2 (line 2): INSERT INTO q VALUES (7)\n"), status.all().constData());
    const auto asked = run({u"migrate"_s, path(), u"--rest"_s, u"--dry-run"_s});
    VERIFY_EXIT(asked, 1);
    QVERIFY2(asked.err.contains("statement 2 (line 2): INSERT INTO q VALUES (7); statement 3 (line 3): UPDATE q")
                 && asked.err.contains("--ran N"),
             asked.all().constData());
    VERIFY_EXIT(run({u"migrate"_s, path(), u"--ran"_s, u"2"_s}), 2);
    VERIFY_EXIT(run({u"migrate"_s, path(), u"--rest"_s, u"--ran"_s, u"two"_s}), 2);
    VERIFY_EXIT(run({u"migrate"_s, path(), u"--rest"_s, u"--ran"_s, u"2,3"_s, u"--not-run"_s, u"3"_s}), 2);
    const QStringList said{u"migrate"_s, path(), u"--rest"_s, u"--ran"_s, u"2"_s, u"--not-run=3"_s};
    VERIFY_EXIT(run(said + QStringList{u"--dry-run"_s}), 0);
    QCOMPARE(tempdatabase::rows(path(u"app.db"_s), u"SELECT id FROM q"_s), QStringList{u"7"_s});
    VERIFY_EXIT(run(said), 0);
    QCOMPARE(tempdatabase::rows(path(u"app.db"_s), u"SELECT id FROM q"_s), QStringList{u"8"_s});
    const auto done = run({u"migrate"_s, path()});
    VERIFY_EXIT(done, 0);
    QVERIFY2(done.out.contains("no migration is pending"), done.all().constData());
}

void TestMigrations::anEntryThatNobodyCanTake_data()
{
    QTest::addColumn<QByteArray>("entry");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("a path") << QByteArray(R"({"idx":0,"when":1000,"tag":"../../evil"})")
                            << QByteArray("names ../../evil, which is no file of its folder");
    QTest::newRow("no time") << QByteArray(R"({"idx":0,"when":"abc","tag":"0000_a"})")
                             << QByteArray("gives 0000_a no time that is a number");
    QTest::newRow("no name") << QByteArray(R"({"idx":0,"when":1000})") << QByteArray("has an entry without a name");
}

/// Nothing is pending there, and nothing is well.
void TestMigrations::anEntryThatNobodyCanTake()
{
    QFETCH(const QByteArray, entry);
    QFETCH(const QByteArray, says);
    makeProject({{u"0000_a"_s, 1000, parents}});
    write(*m_dir, u"drizzle/meta/_journal.json"_s,
          "{\"version\":\"7\",\"dialect\":\"sqlite\",\"entries\":[" + entry + "]}");
    const auto check = run({u"check"_s, path()});
    VERIFY_EXIT(check, 1);
    QVERIFY2(check.out.contains(QByteArray("error: The migrations journal " + says)), check.all().constData());
    const auto migrate = run({u"migrate"_s, path()});
    VERIFY_EXIT(migrate, 1);
    QVERIFY2(migrate.err.contains(says) && migrate.err.contains("nothing was applied"), migrate.all().constData());
    const auto status = run({u"status"_s, path()});
    VERIFY_EXIT(status, 0);
    QVERIFY2(status.out.contains(says) && status.out.contains("missing"), status.all().constData());
}

void TestMigrations::d1KeepsForeignKeysOn_data()
{
    QTest::addColumn<QByteArray>("sql");
    QTest::newRow("as drizzle-kit writes it") << rebuild;
    QTest::newRow("deferred") << QByteArray(rebuild)
                                     .replace("PRAGMA foreign_keys=OFF", "PRAGMA defer_foreign_keys=ON")
                                     .replace("PRAGMA foreign_keys=ON", "PRAGMA defer_foreign_keys=OFF");
    QTest::newRow("without a word") << QByteArray(rebuild)
                                           .replace("PRAGMA foreign_keys=OFF;--> statement-breakpoint\n", "")
                                           .replace("--> statement-breakpoint\nPRAGMA foreign_keys=ON;", "");
}

/// The dry run shows what D1 does, not what would be done with keys that nobody can switch off there.
void TestMigrations::d1KeepsForeignKeysOn()
{
    QFETCH(const QByteArray, sql);
    const QString file = makeWorker(u"INSERT INTO d1_migrations (name) VALUES ('0000_a.sql');"_s
                                    + QString::fromUtf8(parents).remove(u"--> statement-breakpoint"_s) + family);
    writeFolder(*m_dir, u"migrations"_s, {{u"0000_a"_s, 1000, parents}, {u"0001_b"_s, 2000, sql}});
    const auto tried = run({u"migrate"_s, path(), u"--dry-run"_s});
    VERIFY_EXIT(tried, 3);
    QVERIFY2(tried.out.contains("c: 3 rows → 0 rows"), tried.all().constData());
    QVERIFY2(tried.out.contains("H86 warn: D1 runs 0001_b.sql with foreign keys on")
                 && tried.out.contains("raincheck generate"),
             tried.all().constData());
    const auto refused = run({u"migrate"_s, path()});
    VERIFY_EXIT(refused, 3);
    QVERIFY2(refused.err.contains("--allow H05"), refused.all().constData());
    QCOMPARE(tempdatabase::rows(file, u"SELECT count(*) FROM c"_s), QStringList{u"3"_s});
    VERIFY_EXIT(run({u"migrate"_s, path(), u"--allow"_s, u"H05"_s, u"--allow"_s, u"H84"_s}), 0);
    QCOMPARE(tempdatabase::rows(file, u"SELECT count(*) FROM c"_s), QStringList{u"0"_s}); // as on D1
}

void TestMigrations::d1RunsWhatIsSafe()
{
    const QString file = makeWorker(u"INSERT INTO d1_migrations (name) VALUES ('0000_a.sql');"_s
                                    + QString::fromUtf8(parents).remove(u"--> statement-breakpoint"_s) + family);
    writeFolder(*m_dir, u"migrations"_s,
                {{u"0000_a"_s, 1000, parents},
                 {u"0001_b"_s, 2000,
                  "PRAGMA defer_foreign_keys=ON;\nCREATE TABLE __new_p (id INTEGER PRIMARY KEY, a TEXT NOT NULL);\n"
                  "INSERT INTO __new_p SELECT id, a FROM p;\nCREATE TABLE __new_c (id INTEGER PRIMARY KEY, p INTEGER "
                  "REFERENCES __new_p (id) ON DELETE CASCADE);\nINSERT INTO __new_c SELECT id, p FROM c;\nDROP TABLE c;\n"
                  "DROP TABLE p;\nALTER TABLE __new_p RENAME TO p;\nALTER TABLE __new_c RENAME TO c;"}});
    const auto done = run({u"migrate"_s, path()});
    VERIFY_EXIT(done, 0);
    QVERIFY2(!done.out.contains("H05") && !done.out.contains("H86"), done.all().constData());
    QCOMPARE(tempdatabase::rows(file, u"SELECT count(*) FROM c"_s), QStringList{u"3"_s});
}

void TestMigrations::d1HasNoHashes()
{
    (void)makeWorker(u"INSERT INTO d1_migrations (name) VALUES ('0000_a.sql');"_s
                     + QString::fromUtf8(parents).remove(u"--> statement-breakpoint"_s));
    writeFolder(*m_dir, u"migrations"_s, {{u"0000_a"_s, 1000, parents + "\nDROP TABLE c;"}});
    const auto status = run({u"status"_s, path(), u"--json"_s});
    VERIFY_EXIT(status, 0);
    const QJsonObject row = status.json()[u"migrations"_s].toArray().first().toObject();
    QCOMPARE(row[u"state"_s].toString(), u"applied"_s);
    QVERIFY2(row[u"says"_s].toString().contains(u"is not known"_s), status.all().constData());
    const QByteArray note = "note: wrangler's journal has no hashes";
    const auto words = run({u"status"_s, path()});
    QVERIFY2(words.out.contains(note) && !words.out.contains("as it was then"), words.all().constData());
    const auto check = run({u"check"_s, path()});
    QVERIFY2(check.out.contains(note), check.all().constData());
}

/// No journal, no snapshots: files in the order of their numbers, as wrangler has them.
void TestMigrations::wranglersOwnFolder()
{
    const QString file =
        makeWorker(u"INSERT INTO d1_migrations (name) VALUES ('0001_a.sql'); CREATE TABLE a (id INTEGER);"_s);
    write(*m_dir, u"migrations/0001_a.sql"_s, "CREATE TABLE a (id INTEGER);");
    write(*m_dir, u"migrations/0010_c.sql"_s, "INSERT INTO b VALUES (1);");
    write(*m_dir, u"migrations/0002_b.sql"_s, "CREATE TABLE b (id INTEGER);");
    write(*m_dir, u"migrations/README.md"_s, "no migration");
    for (const QString &target : {path(), file, path(u"wrangler.toml"_s)}) {
        const auto status = run({u"status"_s, target, u"--json"_s});
        VERIFY_EXIT(status, 0);
        QStringList states;
        const QJsonArray migrations = status.json()[u"migrations"_s].toArray();
        for (const QJsonValue &m : migrations) {
            states.append(m[u"tag"_s].toString() + u' ' + m[u"state"_s].toString());
            QVERIFY2(!m[u"says"_s].toString().contains(u"snapshot"_s) && !m[u"needsLook"_s].toBool(),
                     status.all().constData());
        }
        QCOMPARE(states, (QStringList{u"0001_a applied"_s, u"0002_b pending"_s, u"0010_c pending"_s}));
        QCOMPARE(status.json()[u"folder"_s].toString(), QFileInfo(path(u"migrations"_s)).canonicalFilePath());
    }
    const auto check = run({u"check"_s, path()});
    VERIFY_EXIT(check, 0);
    QVERIFY2(check.out.contains("3 migrations"), check.all().constData());
    VERIFY_EXIT(run({u"migrate"_s, path(), u"--dry-run"_s}), 0);
    VERIFY_EXIT(run({u"migrate"_s, path()}), 0);
    QCOMPARE(tempdatabase::rows(file, u"SELECT name FROM d1_migrations ORDER BY id"_s),
             (QStringList{u"'0001_a.sql'"_s, u"'0002_b.sql'"_s, u"'0010_c.sql'"_s}));
    QCOMPARE(tempdatabase::rows(file, u"SELECT id FROM b"_s), QStringList{u"1"_s});
}

/// Before anybody has migrated, nothing but the config tells that it is wrangler's.
void TestMigrations::wranglersOwnFolderFromNothing()
{
    const QString file = makeWorker({});
    QVERIFY(tempdatabase::run(file, u"DROP TABLE d1_migrations"_s).isEmpty());
    write(*m_dir, u"migrations/0001_a.sql"_s, "CREATE TABLE a (id INTEGER);");
    write(*m_dir, u"migrations/0002_b.sql"_s, "CREATE TABLE b (id INTEGER);");
    VERIFY_EXIT(run({u"migrate"_s, path(), u"--dry-run"_s}), 0);
    VERIFY_EXIT(run({u"migrate"_s, path()}), 0);
    QCOMPARE(tempdatabase::rows(file, u"SELECT name FROM d1_migrations ORDER BY id"_s),
             (QStringList{u"'0001_a.sql'"_s, u"'0002_b.sql'"_s}));
}

/// Each as D1 runs it, with what is found in it, also before there is a table that says so.
void TestMigrations::wranglersFilesAreStepsOfTheirOwn()
{
    const QString file = makeWorker(QString::fromUtf8(parents).remove(u"--> statement-breakpoint"_s) + family);
    QVERIFY(tempdatabase::run(file, u"DROP TABLE d1_migrations"_s).isEmpty());
    write(*m_dir, u"migrations/0001_a.sql"_s, "CREATE TABLE a (id INTEGER);\nPRAGMA defer_foreign_keys=ON;");
    write(*m_dir, u"migrations/0002_b.sql"_s, rebuild);
    write(*m_dir, u"migrations/0003_c.sql"_s, "ALTER TABLE a ADD x TEXT;");
    const auto tried = run({u"migrate"_s, path(), u"--dry-run"_s, u"--json"_s});
    VERIFY_EXIT(tried, 3);
    QStringList steps;
    for (const QJsonValue &each : tried.json()[u"migrations"_s].toArray()) {
        QStringList codes;
        for (const QJsonValue &finding : each[u"findings"_s].toArray())
            codes.append(finding[u"code"_s].toString());
        steps.append(each[u"title"_s].toString() + (codes.contains(u"H86"_s) ? u" H86"_s : QString())
                     + (codes.contains(u"H05"_s) ? u" H05"_s : QString()));
    }
    QCOMPARE(steps,
             (QStringList{u"Migrate to 0001_a"_s, u"Migrate to 0002_b H86 H05"_s, u"Migrate to 0003_c"_s}));
    QCOMPARE(tempdatabase::rows(file, u"SELECT count(*) FROM c"_s), QStringList{u"3"_s});
    QCOMPARE(tempdatabase::rows(file, u"SELECT count(*) FROM sqlite_schema WHERE name = 'd1_migrations'"_s),
             QStringList{u"0"_s});
}

/// A folder of drizzle-kit's that wrangler migrates: its files go by their numbers, whatever the journal says.
void TestMigrations::wranglersOrderDecides()
{
    const QString file = makeWorker({});
    write(*m_dir, u"wrangler.toml"_s,
          "[[d1_databases]]\nbinding = \"DB\"\ndatabase_name = \"shop\"\ndatabase_id = \"one\"\n"
          "migrations_dir = \"drizzle\"\n");
    writeFolder(*m_dir, u"drizzle"_s,
                {{u"0000_a"_s, 1000, "CREATE TABLE a (id INTEGER);"},
                 {u"0002_c"_s, 2000, "INSERT INTO a VALUES (2);"},
                 {u"0001_b"_s, 3000, "INSERT INTO a VALUES (1);"}});
    write(*m_dir, u"drizzle/0003_byhand.sql"_s, "INSERT INTO a VALUES (3);");
    const auto status = run({u"status"_s, path(), u"--json"_s});
    VERIFY_EXIT(status, 0);
    QStringList states;
    for (const QJsonValue &m : status.json()[u"migrations"_s].toArray())
        states.append(m[u"tag"_s].toString() + u' ' + m[u"state"_s].toString());
    QCOMPARE(states,
             (QStringList{u"0000_a pending"_s, u"0001_b pending"_s, u"0002_c pending"_s, u"0003_byhand pending"_s}));
    const QByteArray order = "wrangler, which goes by the numbers that file names begin with and applies 0001_b, "
                             "0002_c; the journal has 0002_c, 0001_b.";
    const QByteArray unnamed = "0003_byhand.sql is not in the folder's journal, so that drizzle-kit knows nothing";
    const auto words = run({u"status"_s, path()});
    QVERIFY2(words.out.contains(order) && words.out.contains(unnamed) && !words.out.contains("never applied"),
             words.all().constData());
    for (const QStringList &target : {QStringList{path()}, QStringList{path(u"drizzle"_s)}}) { // with it and without
        const auto check = run(QStringList{u"check"_s} + target);
        QVERIFY2(check.out.contains("note: The folder's journal has another order") && check.out.contains(order)
                     && check.out.contains(unnamed) && !check.out.contains("skips it")
                     && check.out.contains("0002_c.sql has no snapshot: the next")
                     && !check.out.contains("0003_byhand.sql has no snapshot"),
                 check.all().constData());
    }
    VERIFY_EXIT(run({u"migrate"_s, path(), u"--dry-run"_s}), 0);
    VERIFY_EXIT(run({u"migrate"_s, path()}), 0);
    QCOMPARE(tempdatabase::rows(file, u"SELECT id FROM a ORDER BY rowid"_s),
             (QStringList{u"1"_s, u"2"_s, u"3"_s}));
    QCOMPARE(tempdatabase::rows(file, u"SELECT name FROM d1_migrations ORDER BY id"_s),
             (QStringList{u"'0000_a.sql'"_s, u"'0001_b.sql'"_s, u"'0002_c.sql'"_s, u"'0003_byhand.sql'"_s}));
    // Two branches that took the same number.
    write(*m_dir, u"drizzle/0003_other.sql"_s, "INSERT INTO a VALUES (4);");
    const auto same = run({u"check"_s, path()});
    QVERIFY2(same.out.contains("0003_byhand.sql and 0003_other.sql begin with the same number"),
             same.all().constData());
}

void TestMigrations::anEmptyNameIsWrongUsage()
{
    makeProject({{u"0000_a"_s, 1000, parents}});
    for (const QStringList &arguments : {QStringList{u"apply"_s, path(u"app.db"_s), QString()},
                                         QStringList{u"status"_s, QString()}}) {
        const auto wrong = run(arguments);
        VERIFY_EXIT(wrong, 2);
        QVERIFY2(wrong.err.contains("One of the names is empty.") && wrong.err.count('\n') == 1, wrong.all().constData());
    }
}

QTEST_GUILESS_MAIN(TestMigrations)
#include "tst_migrations.moc"
