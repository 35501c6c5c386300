// SPDX-License-Identifier: GPL-3.0-or-later
// A Drizzle project on a PostgreSQL server, on the command line: made by drizzle-kit 0.31 and 1.0, migrated by us and
// by drizzle-orm's own migrator, one after the other. Skipped, with the reason, without Node.js, npm or PostgreSQL.
#include "app/cli.h"
#include "support/files.h"
#include "support/kitproject.h"
#include "support/postgrescluster.h"

#include <QJsonArray>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

namespace {

/// A bit of everything that kits before and after 1.0 write.
const QString firstSchema =
    u"import { sql } from 'drizzle-orm';\n"
    "import { index, integer, jsonb, pgEnum, pgPolicy, pgSchema, pgSequence, pgTable, pgView, serial, text, timestamp, "
    "uniqueIndex } from 'drizzle-orm/pg-core';\n"
    "export const app = pgSchema('app');\n"
    "export const mood = pgEnum('mood', ['sad', 'ok']);\n"
    "export const counter = pgSequence('counter', { startWith: 10 });\n"
    "export const users = pgTable('users', { id: serial('id').primaryKey(), email: text('email').notNull().unique(),\n"
    "  mood: mood('mood').default('ok'), tags: text('tags').array(), about: jsonb('about'),\n"
    "  at: timestamp('at', { withTimezone: true }).defaultNow() },\n"
    "  (t) => [index('users_mood').on(t.mood), pgPolicy('own', { using: sql`true` })]);\n"
    "export const posts = app.table('posts', { id: integer('id').primaryKey().generatedAlwaysAsIdentity(),\n"
    "  author: integer('author').notNull().references(() => users.id, { onDelete: 'cascade' }), title: text('title') "
    "},\n"
    "  (t) => [uniqueIndex('posts_title').on(t.title)]);\n"
    "export const names = pgView('names').as((q) => q.select({ e: users.email }).from(users));\n"_s;

QString secondSchema()
{
    QString text = firstSchema;
    text.replace(u"title: text('title')"_s, u"title: text('title'), body: text('body').notNull().default('')"_s);
    return text + u"export const tags = app.table('tags', { id: serial('id').primaryKey(), name: text('name') });\n"_s;
}

/// What a migrator leaves: the journal without what no two runs have in common, and what it is made of.
const QString journalRows =
    u"SELECT string_agg(concat_ws('|', hash, created_at, to_jsonb(j)->>'name'), ',' ORDER BY id) FROM "
    "drizzle.__drizzle_migrations j"_s;
const QString journalShape =
    u"SELECT string_agg(concat_ws('|', column_name, data_type, is_nullable, column_default), ',' ORDER BY "
    "ordinal_position) FROM information_schema.columns WHERE table_schema = 'drizzle'"_s;
const QString everything =
    u"SELECT string_agg(concat_ws('|', n.nspname, c.relname, c.relkind, c.relrowsecurity, (SELECT string_agg(a.attname "
    "|| ' ' || format_type(a.atttypid, a.atttypmod) || a.attnotnull, ',' ORDER BY a.attnum) FROM pg_attribute a WHERE "
    "a.attrelid = c.oid AND a.attnum > 0)), E'\\n' ORDER BY n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n "
    "ON "
    "n.oid = c.relnamespace WHERE n.nspname IN ('public', 'app', 'drizzle')"_s;

} // namespace

class TestServerMigrations : public QObject {
    Q_OBJECT

    QTemporaryDir m_hba;
    PostgresCluster m_cluster;

    struct Place {
        QString location;
        QString url; ///< for node
    };
    [[nodiscard]] Place newPlace(const QString &sql = {})
    {
        Place place;
        place.location = m_cluster.newDatabase(sql);
        place.url = m_cluster.tcpLocation(PostgresSession(place.location).value(u"SELECT current_database()"_s));
        return place;
    }
    /// drizzle-kit's own migration; empty when it was written.
    [[nodiscard]] static QString generate(const KitProject &project, const QString &schema)
    {
        const auto count = [&project] {
            const auto folder = core::readMigrationsFolder(project.path(u"drizzle"_s));
            return folder ? folder->migrations.size() : 0;
        };
        const auto before = count();
        project.write(u"schema.ts"_s, schema);
        const QString said = project.kit({u"generate"_s});
        return count() == before + 1 ? QString() : said;
    }
    [[nodiscard]] static QStringList states(const KitProject &project)
    {
        const cli::Run run = cli::run({u"status"_s, project.path(), u"--json"_s});
        QStringList states;
        for (const auto &row : run.json().value(u"migrations"_s).toArray())
            states.append(row.toObject().value(u"state"_s).toString());
        if (run.code != 0 && states.isEmpty())
            states.append(QString::fromUtf8(run.all()));
        return states;
    }

    /// Of the newest applied snapshot and the database: "same", or what is different.
    [[nodiscard]] static QString drift(const KitProject &project)
    {
        const cli::Run run = cli::run({u"status"_s, project.path(), u"--json"_s});
        for (const auto &each : run.json().value(u"drift"_s).toArray()) {
            const QJsonObject drift = each.toObject();
            if (drift.value(u"compared"_s).toString() == u"snapshot-database"_s)
                return drift.value(u"state"_s).toString() + drift.value(u"why"_s).toString()
                    + drift.value(u"differences"_s).toVariant().toStringList().join(u"; "_s);
        }
        return QString::fromUtf8(run.all());
    }

private Q_SLOTS:
    void initTestCase()
    {
        // Who is called ann has to give a password, everybody else is let in.
        const auto everybody =
            QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ReadOther | QFile::ExeOther;
        const QString file = m_hba.filePath(u"hba"_s);
        files::write(m_hba, u"hba"_s,
                     "local all all trust\nhost all ann 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\n");
        QVERIFY(QFile::setPermissions(file, everybody) && QFile::setPermissions(m_hba.path(), everybody));
        START_POSTGRES(m_cluster, {u"hba_file="_s + file});
    }

    void aPasswordThatNobodySays();

    void oursIsAsTheirs_data() { KitProject::kits(); }
    void oursIsAsTheirs();
    void dryRunChangesNothing_data() { KitProject::kits(); }
    void dryRunChangesNothing();
    void journalWithNamesOfItsOwn_data() { KitProject::kits(); }
    void journalWithNamesOfItsOwn();
    void resetsAndSeeds_data() { KitProject::kits(); }
    void resetsAndSeeds();
    void concurrentlyNeedsNoTransaction();
    void pushes_data() { KitProject::kits(); }
    void pushes();
};

#define SKIP_WITHOUT_MIGRATOR(kit)                                                                                     \
    do {                                                                                                               \
        if (const QString why = KitProject::missingPostgres(kit); !why.isEmpty())                                      \
            QSKIP(qPrintable(why));                                                                                    \
    } while (false)

/// One sentence, with what to do about it; and the project's own is taken.
void TestServerMigrations::aPasswordThatNobodySays()
{
    const Place place = newPlace(u"CREATE ROLE ann LOGIN PASSWORD 'hidden-word'; CREATE TABLE t (id integer)"_s);
    const QString database = PostgresSession(place.location).value(u"SELECT current_database()"_s);
    const QTemporaryDir dir;
    files::write(dir, u"package.json"_s, "{}");
    files::write(
        dir, u"drizzle.config.ts"_s,
        u"export default { dialect: 'postgresql', dbCredentials: { host: '127.0.0.1', port: %1, user: 'ann', "
        "password: process.env.SHOP_PASSWORD, database: '%2' } }"_s.arg(QString::number(m_cluster.port()), database)
            .toUtf8());
    const cli::Run refused = cli::run({u"inspect"_s, dir.path()});
    QCOMPARE(refused.code, 1);
    QCOMPARE(refused.err.count('\n'), 1);
    QVERIFY2(refused.err.contains("wants a password") && refused.err.contains("PGPASSWORD"), refused.err.constData());
    files::write(dir, u".env"_s, "SHOP_PASSWORD=hidden-word\n");
    const cli::Run opened = cli::run({u"inspect"_s, dir.path()});
    QVERIFY2(opened.code == 0 && opened.out.contains("t"), opened.all().constData());
    QVERIFY(!opened.all().contains("hidden-word"));
}

/// Each applies one migration after the other has, and both find that all is done then.
void TestServerMigrations::oursIsAsTheirs()
{
    QFETCH(QString, kit);
    SKIP_WITHOUT_MIGRATOR(kit);
    const Place ours = newPlace();
    const Place theirs = newPlace();
    const Place mixed = newPlace();
    QVERIFY2(!mixed.location.isEmpty(), qPrintable(m_cluster.problem()));
    const KitProject project(kit);
    project.writePostgresConfig(ours.url);
    QCOMPARE(generate(project, firstSchema), QString());
    QCOMPARE(states(project), QStringList{u"pending"_s});
    const cli::Run first = cli::run({u"migrate"_s, project.path()});
    QVERIFY2(first.code == 0, first.all().constData());
    QCOMPARE(project.migratePostgres(theirs.url), QString());
    QCOMPARE(project.migratePostgres(mixed.url), QString());
    if (kit == u"kit1"_s)
        QTest::qSleep(1100); // one second is one name there
    QCOMPARE(generate(project, secondSchema()), QString());
    QCOMPARE(states(project), (QStringList{u"applied"_s, u"pending"_s}));
    const cli::Run second = cli::run({u"migrate"_s, project.path()});
    QVERIFY2(second.code == 0, second.all().constData());
    QCOMPARE(states(project), (QStringList{u"applied"_s, u"applied"_s}));
    QCOMPARE(project.migratePostgres(theirs.url), QString());
    project.writePostgresConfig(mixed.url);
    const cli::Run after = cli::run({u"migrate"_s, project.path()});
    QVERIFY2(after.code == 0, after.all().constData());

    QCOMPARE(drift(project), u"same"_s);
    PostgresSession own(ours.location);
    PostgresSession other(theirs.location);
    PostgresSession both(mixed.location);
    for (const QString &sql : {journalRows, journalShape, everything}) {
        QCOMPARE(own.value(sql), other.value(sql));
        QCOMPARE(both.value(sql), other.value(sql));
    }
    QVERIFY(own.value(everything).contains(u"__drizzle_migrations"_s));

    // Nothing to do for anybody.
    const QString before = own.value(journalRows);
    QCOMPARE(project.migratePostgres(ours.url), QString());
    QCOMPARE(own.value(journalRows), before);
    project.writePostgresConfig(theirs.url);
    const cli::Run again = cli::run({u"migrate"_s, project.path()});
    QVERIFY2(again.code == 0 && again.out.contains("Nothing to do"), again.all().constData());
}

void TestServerMigrations::dryRunChangesNothing()
{
    QFETCH(QString, kit);
    SKIP_WITHOUT_MIGRATOR(kit);
    const Place place = newPlace();
    const KitProject project(kit);
    project.writePostgresConfig(place.url);
    QCOMPARE(generate(project, firstSchema), QString());
    if (kit == u"kit1"_s)
        QTest::qSleep(1100);
    QCOMPARE(generate(project, secondSchema()), QString());
    const cli::Run run = cli::run({u"migrate"_s, project.path(), u"--dry-run"_s, u"--json"_s});
    QVERIFY2(run.code == 0, run.all().constData());
    const QJsonArray scripts = run.json().value(u"migrations"_s).toArray();
    QCOMPARE(scripts.size(), 1);
    QVERIFY(!scripts.first().toObject().value(u"applied"_s).toBool());
    QCOMPARE(states(project), (QStringList{u"pending"_s, u"pending"_s}));
    QCOMPARE(PostgresSession(place.location).value(everything), u"(null)"_s);
}

/// migrations.schema and migrations.table; the journal is nobody's table there, either.
void TestServerMigrations::journalWithNamesOfItsOwn()
{
    QFETCH(QString, kit);
    SKIP_WITHOUT_MIGRATOR(kit);
    const Place place = newPlace();
    const KitProject project(kit);
    project.writePostgresConfig(place.url, u"migrations: { schema: 'public', table: 'moves' },"_s);
    QCOMPARE(generate(project, firstSchema), QString());
    const cli::Run run = cli::run({u"migrate"_s, project.path()});
    QVERIFY2(run.code == 0, run.all().constData());
    PostgresSession session(place.location);
    QCOMPARE(session.value(u"SELECT count(*) FROM public.moves"_s), u"1"_s);
    QCOMPARE(session.value(u"SELECT count(*) FROM pg_namespace WHERE nspname = 'drizzle'"_s), u"0"_s);
    QCOMPARE(project.migratePostgres(place.url, u"public"_s, u"moves"_s), QString());
    QCOMPARE(session.value(u"SELECT count(*) FROM public.moves"_s), u"1"_s);
    const cli::Run seen = cli::run({u"inspect"_s, project.path(), u"--json"_s});
    QVERIFY2(seen.code == 0, seen.all().constData());
    for (const auto &table : seen.json().value(u"tables"_s).toArray()) {
        if (table.toObject().value(u"name"_s).toString() == u"moves"_s)
            QVERIFY(table.toObject().value(u"internal"_s).toBool());
    }
}

/// All that the project has goes and is made anew; the seed writes to that very server, whatever .env says.
void TestServerMigrations::resetsAndSeeds()
{
    QFETCH(QString, kit);
    SKIP_WITHOUT_MIGRATOR(kit);
    const Place place = newPlace(u"CREATE SCHEMA theirs; CREATE TABLE theirs.kept (id integer)"_s);
    const Place other = newPlace();
    const KitProject project(kit);
    project.writePostgresConfig(place.url);
    project.write(u".env"_s, u"DATABASE_URL=%1\n"_s.arg(other.url));
    project.write(u"package.json"_s, u"{\"scripts\": {\"db:seed\": \"node seed.mjs\"}}"_s);
    project.write(u"seed.mjs"_s,
                  u"import postgres from 'postgres';\nconst sql = postgres(process.env.DATABASE_URL);\n"
                  "await sql`insert into users (email) values ('a@x')`;\nawait sql.end();\n"_s);
    QCOMPARE(generate(project, firstSchema), QString());
    QVERIFY(cli::run({u"migrate"_s, project.path()}).code == 0);
    PostgresSession session(place.location);
    const QString whole = session.value(everything);
    QVERIFY(session.run(u"INSERT INTO users (email) VALUES ('b@x'), ('c@x'); CREATE TABLE byhand (id integer)"_s));
    const cli::Run asked = cli::run({u"reset"_s, project.path(), u"--seed"_s});
    QVERIFY2(asked.code == 3, asked.all().constData()); // rows go
    QCOMPARE(session.value(u"SELECT count(*) FROM users"_s), u"2"_s);
    const cli::Run run = cli::run({u"reset"_s, project.path(), u"--seed"_s, u"--allow"_s, u"H01"_s, u"--allow"_s,
                                   u"H05"_s, u"--allow"_s, u"H06"_s, u"--json"_s});
    QVERIFY2(run.code == 0, run.all().constData());
    QCOMPARE(session.value(u"SELECT string_agg(email, ',') FROM users"_s), u"a@x"_s);
    QCOMPARE(session.value(everything), whole);
    QCOMPARE(session.value(u"SELECT to_regclass('theirs.kept') IS NOT NULL"_s), u"t"_s);
    QCOMPARE(states(project), QStringList{u"applied"_s});
    QCOMPARE(drift(project), u"same"_s); // what is in another's schema is none
}

/// It is told of and, mixed with others, asked about; the journal knows it afterwards.
void TestServerMigrations::concurrentlyNeedsNoTransaction()
{
    SKIP_WITHOUT_MIGRATOR(u"kit"_s);
    const Place place = newPlace();
    const KitProject project(u"kit"_s);
    project.writePostgresConfig(place.url);
    QCOMPARE(generate(project, firstSchema), QString());
    QVERIFY(cli::run({u"migrate"_s, project.path()}).code == 0);
    const QString said = project.kit({u"generate"_s, u"--custom"_s, u"--name"_s, u"by_hand"_s});
    const auto folder = core::readMigrationsFolder(project.path(u"drizzle"_s));
    QVERIFY2(folder && folder->migrations.size() == 2, qPrintable(said));
    QFile file(folder->migrations.last().path);
    QVERIFY(file.open(QFile::WriteOnly));
    file.write("CREATE TABLE more (id integer);--> statement-breakpoint\n"
               "CREATE INDEX CONCURRENTLY users_at ON users (at);");
    file.close();
    const cli::Run refused = cli::run({u"migrate"_s, project.path()});
    QVERIFY2(refused.code == 3 && refused.err.contains("H80"), refused.all().constData());
    QCOMPARE(states(project), (QStringList{u"applied"_s, u"pending"_s}));
    const cli::Run run = cli::run({u"migrate"_s, project.path(), u"--allow"_s, u"H80"_s});
    QVERIFY2(run.code == 0, run.all().constData());
    QCOMPARE(states(project), (QStringList{u"applied"_s, u"applied"_s}));
    QCOMPARE(PostgresSession(place.location)
                 .value(u"SELECT indisvalid FROM pg_index WHERE indexrelid = 'users_at'::regclass"_s),
             u"t"_s);
}

/// Without migrations it comes to what the kit's own migrations come to; what the filters leave out stays.
void TestServerMigrations::pushes()
{
    QFETCH(QString, kit);
    SKIP_WITHOUT_MIGRATOR(kit);
    const Place ours = newPlace(u"CREATE SCHEMA theirs; CREATE TABLE theirs.kept (id integer);"
                                "CREATE TABLE byhand (id integer)"_s);
    const Place theirs = newPlace();
    const KitProject project(kit);
    project.writePostgresConfig(ours.url, u"tablesFilter: ['!byhand'],"_s);
    PostgresSession own(ours.location);
    PostgresSession other(theirs.location);
    const QString objects =
        QString(everything)
            .replace(u"IN ('public', 'app', 'drizzle')"_s, u"IN ('public', 'app') AND relname <> 'byhand'"_s);
    for (const QString &schema : {firstSchema, secondSchema()}) {
        if (schema != firstSchema && kit == u"kit1"_s)
            QTest::qSleep(1100);
        QCOMPARE(generate(project, schema), QString());
        QCOMPARE(project.migratePostgres(theirs.url), QString());
        const QString before = own.value(objects);
        const cli::Run tried = cli::run({u"push"_s, project.path(), u"--trust"_s, u"--dry-run"_s, u"--json"_s});
        QVERIFY2(tried.code == 0 || tried.code == 3, tried.all().constData());
        QCOMPARE(own.value(objects), before);
        const cli::Run run = cli::run({u"push"_s, project.path(), u"--allow"_s, u"H01"_s});
        QVERIFY2(run.code == 0, run.all().constData());
        QCOMPARE(own.value(objects), other.value(objects));
        const cli::Run again = cli::run({u"push"_s, project.path()});
        QVERIFY2(again.code == 0 && again.out.contains("Nothing to do"), again.all().constData());
    }
    QCOMPARE(own.value(u"SELECT to_regclass('byhand') IS NOT NULL AND to_regclass('theirs.kept') IS NOT NULL"_s),
             u"t"_s);
}

QTEST_GUILESS_MAIN(TestServerMigrations)
#include "tst_servermigrations.moc"
