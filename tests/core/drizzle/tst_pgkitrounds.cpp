// SPDX-License-Identifier: GPL-3.0-or-later
// drizzle-kit and the ORM's migrator in the same folder as we, for PostgreSQL, 0.31 and 1.0: what we write they take,
// and the other way round. Skipped, with the reason, without Node.js and npm, the migrator also without PostgreSQL.
#include "core/drizzle/generate.h"
#include "core/drizzle/migrationsfolder.h"

#include "support/kitproject.h"
#include "support/postgresschema.h"
#include "support/verify.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

/// Everything that a schema.ts for PostgreSQL can have. `name` is a column of users, `values` those of an enum.
QString pgSchemaText(const QString &name, const QString &values, const QString &more = {})
{
    return u"import { sql } from 'drizzle-orm';\n"
           "import { bigint, bigserial, boolean, char, check, date, doublePrecision, foreignKey, index, inet, integer, "
           "interval, jsonb, numeric, pgEnum, pgMaterializedView, pgPolicy, pgRole, pgSchema, pgSequence, pgTable, "
           "pgView, primaryKey, real, serial, smallint, text, time, timestamp, unique, uniqueIndex, uuid, varchar } "
           "from 'drizzle-orm/pg-core';\n"
           "export const mood = pgEnum('mood', [%2]);\n"
           "export const shop = pgSchema('shop');\n"
           "export const color = shop.enum('color', ['red', 'Green']);\n"
           "export const counter = pgSequence('counter', { startWith: 10, increment: 2, minValue: 1, maxValue: 1000, "
           "cache: 5, cycle: true });\n"
           "export const editor = pgRole('kit_editor', { createDb: true });\n"
           "export const users = pgTable('users', {\n"
           "  id: integer('id').primaryKey().generatedAlwaysAsIdentity({ name: 'u_seq', startWith: 100 }),\n"
           "  email: text('email').notNull().unique(), name: %1, mood: mood('mood').default('sad').notNull(),\n"
           "  moods: mood('moods').array(), tags: text('tags').array().default(['a', 'b']),\n"
           "  price: numeric('price', { precision: 10, scale: 2 }).default('1.50'),\n"
           "  at: timestamp('at', { withTimezone: true }).defaultNow().notNull(),\n"
           "  seen: timestamp('seen', { precision: 3 }).default(sql`now()`), ok: boolean('ok').default(true),\n"
           "  n: integer('n').default(-5), r: real('r').default(1.5), d: doublePrecision('d').default(0.25),\n"
           "  j: jsonb('j').default({ a: 1 }), u: uuid('u').defaultRandom(), big: bigint('big', { mode: 'number' "
           "}).default(7),\n"
           "  day: date('day').default('2024-01-01'), t: time('t'), iv: interval('iv', { fields: 'day' }), ip: "
           "inet('ip').default('127.0.0.1'), ch: char('ch', { length: 3 }),\n"
           "  grown: integer('grown').generatedAlwaysAs(sql`n + 1`),\n"
           "}, (t) => [index('lower_email').on(sql`lower(${t.email})`).where(sql`${t.n} > 0`), index().on(t.ok, t.n),\n"
           "  index('down').on(t.n.desc().nullsFirst(), t.ok.asc()), index('gin_idx').using('gin', t.j),\n"
           "  index('op_idx').on(t.email.op('text_pattern_ops')), index('fill').on(t.n).with({ fillfactor: 70 }),\n"
           "  uniqueIndex('u_day').on(t.day, t.email), unique().on(t.n, t.email).nullsNotDistinct(),\n"
           "  unique('named_u').on(t.u, t.day), check('grown_up', sql`${t.n} > -10`),\n"
           "  pgPolicy('p1', { as: 'restrictive', for: 'select', to: [editor], using: sql`true` }), "
           "pgPolicy('p2')]);\n"
           "export const posts = shop.table('posts', {\n"
           "  id: bigserial('id', { mode: 'number' }).notNull(), s: serial('s'),\n"
           "  userId: integer('user_id').notNull().references(() => users.id, { onDelete: 'cascade' }),\n"
           "  c: color('c').default('red'), sm: smallint('sm').generatedByDefaultAsIdentity(),\n"
           "}, (t) => [primaryKey({ columns: [t.id, t.userId] })]);\n"
           "export const tree = pgTable('tree', { code: text('code').primaryKey(), up: text('up'), a: integer('a'), b: "
           "integer('b') }, (t) => [foreignKey({ columns: [t.up], foreignColumns: [t.code], name: 'tree_up' "
           "}).onDelete('set null'), foreignKey({ columns: [t.a, t.b], foreignColumns: [posts.id, posts.userId] })]);\n"
           "export const names = pgView('names').with({ securityInvoker: true }).as((q) => q.select({ e: users.email "
           "}).from(users));\n"
           "export const many = pgMaterializedView('many').withNoData().as((q) => q.select({ e: users.email "
           "}).from(users).where(sql`${users.n} > 1`));\n"
           "export const theirs = pgView('theirs', { a: integer('a') }).existing();\n"
           "%3\n"_s.arg(name, values, more);
}

QString pgFirst()
{
    return pgSchemaText(u"varchar('name', { length: 20 })"_s, u"'sad', 'glad'"_s);
}
QString pgSecond()
{
    return pgSchemaText(
        u"varchar('name', { length: 40 }).notNull().default('nobody')"_s, u"'sad', 'glad', 'mad'"_s,
        u"export const notes = shop.table('notes', { id: serial('id').primaryKey(), c: color('c') });"_s);
}

} // namespace

class TestPgKitRounds : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void theirsAfterOurs_data() { KitProject::kits(); }
    void theirsAfterOurs();
    void oursAfterTheirs_data() { KitProject::kits(); }
    void oursAfterTheirs();
    void migratorRunsOurs_data() { KitProject::kits(); }
    void migratorRunsOurs();

};

#define SKIP_WITHOUT_PG_KIT(kit)                                                                                       \
    do {                                                                                                               \
        if (const QString why = KitProject::missing(kit); !why.isEmpty())                                              \
            QSKIP(qPrintable(why));                                                                                    \
    } while (false)

void TestPgKitRounds::theirsAfterOurs()
{
    QFETCH(QString, kit);
    SKIP_WITHOUT_PG_KIT(kit);
    const KitProject project(kit);
    project.writePostgresConfig(u"postgresql://localhost/none"_s);
    int written = 0;
    for (const QString &text : {pgFirst(), pgSecond()}) {
        project.write(u"schema.ts"_s, text);
        QCOMPARE(project.generateAndWrite(), QString());
        QCOMPARE(migrationsIn(project), ++written);
        const QString said = project.kit({u"generate"_s});
        QVERIFY2(said.contains(u"No schema changes"_s), qPrintable(said + lastMigration(project)));
        QCOMPARE(migrationsIn(project), written);
        const QString checked = project.kit({u"check"_s});
        QVERIFY2(checked.contains(u"Everything's fine"_s), qPrintable(checked));
        QCOMPARE(project.generateAndWrite(), u"nothing to do"_s);
    }
}

void TestPgKitRounds::oursAfterTheirs()
{
    QFETCH(QString, kit);
    SKIP_WITHOUT_PG_KIT(kit);
    const KitProject project(kit);
    project.writePostgresConfig(u"postgresql://localhost/none"_s);
    project.write(u"schema.ts"_s, pgFirst());
    const QString said = project.kit({u"generate"_s, u"--name"_s, u"first"_s});
    QVERIFY2(migrationsIn(project) == 1, qPrintable(said));
    QVERIFY2(project.generateAndWrite() == u"nothing to do"_s, qPrintable(lastMigration(project)));
    QTest::qSleep(kit == u"kit1"_s ? 1100 : 0); // one second is one name there
    const QString empty = project.kit({u"generate"_s, u"--custom"_s, u"--name"_s, u"own"_s});
    QVERIFY2(migrationsIn(project) == 2, qPrintable(empty));
    QVERIFY2(project.generateAndWrite() == u"nothing to do"_s, qPrintable(lastMigration(project)));
    project.write(u"schema.ts"_s, pgSecond());
    QCOMPARE(project.generateAndWrite(), QString());
    const auto folder = readMigrationsFolder(project.path(u"drizzle"_s));
    VERIFY_OK(folder);
    QCOMPARE(folder->warnings, QStringList());
    QCOMPARE(folder->migrations.size(), 3);
}

/// The ORM's own migrator, with rows in between; the database is then as schema.ts says.
void TestPgKitRounds::migratorRunsOurs()
{
    QFETCH(QString, kit);
    if (const QString why = KitProject::missingPostgres(kit); !why.isEmpty())
        QSKIP(qPrintable(why));
    PostgresCluster cluster;
    START_POSTGRES(cluster);
    const QString location = cluster.newDatabase(u"CREATE VIEW theirs AS SELECT 1 AS a"_s);
    QVERIFY2(!location.isEmpty(), qPrintable(cluster.problem()));
    const QString url = cluster.tcpLocation(location.section(u"@/"_s, 1).section(u'?', 0, 0));
    const KitProject project(kit);
    project.writePostgresConfig(url);
    project.write(u"schema.ts"_s, pgFirst());
    QCOMPARE(project.generateAndWrite(), QString());
    const QString first = project.migratePostgres(url);
    QVERIFY2(first.isEmpty(), qPrintable(first + lastMigration(project)));
    PostgresDb db(location);
    QCOMPARE(db.error(), QString());
    QCOMPARE(db.execute(u"INSERT INTO users (email, n, name) VALUES ('a@x', 1, 'Ada'), ('b@x', 2, 'Bob'); INSERT INTO "
                        u"shop.posts (user_id) "
                        "SELECT id FROM users"_s),
             QString());
    project.write(u"schema.ts"_s, pgSecond());
    QCOMPARE(project.generateAndWrite(), QString());
    const QString second = project.migratePostgres(url);
    QVERIFY2(second.isEmpty(), qPrintable(second + lastMigration(project)));
    QCOMPARE(
        db.value(
            u"SELECT count(*) || ' ' || (SELECT count(*) FROM shop.posts) FROM users WHERE name IN ('Ada', 'Bob')"_s),
        u"2 2"_s);
    const auto live = db.schema();
    VERIFY_OK(live);
    const auto declared = project.declared();
    VERIFY_OK(declared);
    DiffOptions options;
    options.facets = declared->facets;
    options.scope = declared->scope();
    const auto rest = diff(*live, declared->schema, options, PostgresDb::rules());
    VERIFY_OK(rest);
    QStringList words;
    for (const Change &c : rest->changes)
        words.append(wordsOf(c));
    QCOMPARE(words.join(u'\n'), QString());
}

QTEST_GUILESS_MAIN(TestPgKitRounds)
#include "tst_pgkitrounds.moc"
