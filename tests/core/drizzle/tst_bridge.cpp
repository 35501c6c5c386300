// SPDX-License-Identifier: GPL-3.0-or-later
// schema.ts as it is: evaluated by Node with real drizzle-orm, 0.x and 1.0. Skipped, with the reason, without them.
#include "core/drizzle/bridge.h"
#include "core/drizzle/snapshot.h"

#include "support/bridgeproject.h"
#include "support/verify.h"

#include <QRegularExpression>
#include <QTest>

#include <algorithm>

using namespace core;
using namespace Qt::Literals::StringLiterals;
using Orm = BridgeProject::Orm;

namespace {

/// "people.mentor one(mentor_id)->people(id)", with + or − where it is said who holds the key.
QStringList texts(const QList<DrizzleRelation> &relations)
{
    QStringList out;
    for (const DrizzleRelation &r : relations) {
        QString text = u"%1.%2 %3(%4)->%5(%6)"_s.arg(r.from.name, r.name,
                                                     r.kind == DrizzleRelation::Kind::One ? u"one"_s : u"many"_s,
                                                     r.fromColumns.join(u','), r.to.name, r.toColumns.join(u','));
        if (!r.through.name.isEmpty())
            text += u" through %1(%2|%3)"_s.arg(r.through.name, r.throughFromColumns.join(u','),
                                                r.throughToColumns.join(u','));
        if (r.owns)
            text += *r.owns ? u" +"_s : u" -"_s;
        out.append(text);
    }
    out.sort();
    return out;
}

/// A snapshot holds constraints by name, a schema.ts as they are written.
Schema inOneOrder(Schema schema)
{
    for (Table &t : schema.tables) {
        std::sort(t.checks.begin(), t.checks.end(),
                  [](const CheckConstraint &a, const CheckConstraint &b) { return a.name < b.name; });
        std::sort(t.foreignKeys.begin(), t.foreignKeys.end(),
                  [](const ForeignKey &a, const ForeignKey &b) { return a.columns < b.columns; });
    }
    return schema;
}

QStringList everyFile(const QString &folder)
{
    QStringList out;
    QDirIterator files(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (files.hasNext())
        out.append(files.next());
    out.sort();
    return out;
}

} // namespace

Q_DECLARE_METATYPE(BridgeProject::Orm)

class TestBridge : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (const QString why = BridgeProject::missing(); !why.isEmpty())
            QSKIP(qPrintable(why));
    }
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void manyFiles();
    void tables();
    void modes();
    void defineRelations();
    void indexesWithoutAName();
    void sampleIsItsLastSnapshot();
    void postgres_data();
    void postgres();
    void postgresScope_data();
    void postgresScope();
    void codeConfigs_data();
    void codeConfigs();
    void environment();
    void paths();
    void whoseConfig();
};

void TestBridge::manyFiles()
{
    const BridgeProject project(Orm::V0, u"shop"_s);
    const QStringList before = everyFile(project.path());
    const auto read = project.read();
    VERIFY_OK(read);
    QCOMPARE(everyFile(project.path()), before); // nothing is left behind
    QVERIFY2(read->ormVersion.startsWith(u"0.4"_s), qPrintable(read->ormVersion));
    QCOMPARE(read->databasePath, project.path(u"shop.db"_s)); // by its .env
    QCOMPARE(read->root, project.path());
    QCOMPARE(read->warnings, QStringList());
    const QStringList inputs{u".env"_s,
                             u"drizzle.config.ts"_s,
                             u"src/db/client.ts"_s,
                             u"src/db/extra/tags.js"_s,
                             u"src/db/schema/orders.ts"_s,
                             u"src/db/schema/people.ts"_s,
                             u"src/lib/columns.ts"_s};
    QStringList wanted;
    for (const QString &file : inputs)
        wanted.append(project.path(file));
    QCOMPARE(read->inputs, wanted);
    QCOMPARE(read->files.size(), 3);
    QCOMPARE(texts(read->relations),
             (QStringList{
                 u"lines.order one(order_id)->orders(id) +"_s, u"orders.buyer one(buyer_id)->people(id) +"_s,
                 u"orders.lines many(id)->lines(order_id) -"_s, u"orders.seller one(sold_by)->people(id) +"_s,
                 u"people.bought many(id)->orders(buyer_id) -"_s, u"people.mentor one(mentor_id)->people(id) +"_s,
                 u"people.profile one(id)->profiles(person_id) -"_s, u"people.pupils many(id)->people(mentor_id) -"_s,
                 u"people.sold many(id)->orders(sold_by) -"_s, u"profiles.person one(person_id)->people(id) +"_s}));
}

void TestBridge::tables()
{
    const BridgeProject project(Orm::V0, u"shop"_s);
    const auto read = project.read();
    VERIFY_OK(read);
    QStringList names;
    for (const Table &t : read->schema.tables)
        names.append(t.name.name);
    QCOMPARE(names, (QStringList{u"lines"_s, u"orders"_s, u"parcels"_s, u"people"_s, u"profiles"_s, u"tags"_s}));
    const Table &lines = read->schema.tables.at(0);
    QCOMPARE(lines.primaryKeyColumns(), (QStringList{u"order_id"_s, u"number"_s}));
    QCOMPARE(lines.column(u"article"_s)->declaredType, u"text(40)"_s);
    QVERIFY(lines.column(u"article"_s)->notNull);
    QCOMPARE(lines.column(u"price"_s)->defaultExpression, std::optional(u"0.5"_s));
    QCOMPARE(lines.column(u"note"_s)->defaultExpression, std::optional(u"'it''s'"_s));
    QCOMPARE(lines.column(u"shouted"_s)->generatedExpression, u"upper(article)"_s);
    QCOMPARE(lines.column(u"shouted"_s)->generation, Column::Generation::Stored);
    QCOMPARE(lines.indexes.size(), 2); // of unique(), as 0.x makes them
    QCOMPARE(lines.indexes.at(0).name, u"lines_article_unique"_s);
    QCOMPARE(lines.indexes.at(1).columnNames(), (QStringList{u"note"_s, u"price"_s}));
    const Table &orders = read->schema.tables.at(1);
    QVERIFY(orders.primaryKey && orders.primaryKey->autoIncrement);
    QCOMPARE(orders.column(u"is_paid"_s)->defaultExpression, std::optional(u"false"_s));
    QCOMPARE(orders.column(u"created_at"_s)->defaultExpression, std::optional(u"(unixepoch())"_s));
    QCOMPARE(orders.checks.value(0).expression, u"\"orders\".\"total\" >= 0"_s);
    QCOMPARE(orders.indexes.value(0).where, u"\"orders\".\"is_paid\" = 0"_s);
    QCOMPARE(orders.indexes.value(0).columns.value(1).expression, u"lower(\"total\")"_s);
    QCOMPARE(orders.foreignKeys.size(), 1);
    QCOMPARE(orders.foreignKeys.at(0).columns, QStringList{u"sold_by"_s});
    QCOMPARE(orders.foreignKeys.at(0).deleteAction(), ForeignKeyAction::SetNull);
    QCOMPARE(orders.foreignKeys.at(0).updateAction(), ForeignKeyAction::Cascade);
    QCOMPARE(read->schema.tables.at(2).foreignKeys.value(0).targetColumns, (QStringList{u"order_id"_s, u"number"_s}));
    QCOMPARE(read->schema.views.size(), 1);
    QCOMPARE(read->schema.views.at(0).definition, u"select \"id\", \"total\" from \"orders\""_s);
    QCOMPARE(read->existingViews, (QList<QualifiedName>{{{}, u"kept"_s}}));
    QVERIFY(!read->facets.uniqueConstraints && !read->facets.triggers);
}

void TestBridge::modes()
{
    const BridgeProject project(Orm::V0, u"shop"_s);
    const auto read = project.read();
    VERIFY_OK(read);
    const auto column = [&](const QString &table, const QString &name) {
        return read->columns.value({{}, table}).value(name);
    };
    using Mode = DrizzleColumn::Mode;
    QCOMPARE(column(u"orders"_s, u"is_paid"_s), (DrizzleColumn{u"isPaid"_s, Mode::Boolean, {}, false, false, true}));
    QCOMPARE(column(u"orders"_s, u"sold_by"_s).key, u"sellerId"_s);
    QCOMPARE(column(u"people"_s, u"created_at"_s).mode, Mode::Timestamp);
    QCOMPARE(column(u"people"_s, u"updated_at"_s), (DrizzleColumn{u"updatedAt"_s, Mode::TimestampMs, {}, false, true}));
    QCOMPARE(column(u"people"_s, u"public_id"_s), (DrizzleColumn{u"publicId"_s, Mode::Unsaid, {}, true, false}));
    QCOMPARE(column(u"people"_s, u"role"_s).enumValues, (QStringList{u"buyer"_s, u"seller"_s}));
    QCOMPARE(column(u"profiles"_s, u"settings"_s).mode, Mode::Json);
    QCOMPARE(column(u"lines"_s, u"serial"_s).mode, Mode::BigInt);
    QCOMPARE(column(u"lines"_s, u"photo"_s).mode, Mode::Buffer);
    QCOMPARE(column(u"open_orders"_s, u"total"_s).key, u"total"_s);
    QCOMPARE(read->exports.value({{}, u"open_orders"_s}), u"openOrders"_s);
}

void TestBridge::postgres_data()
{
    QTest::addColumn<Orm>("orm");
    QTest::newRow("0.x") << Orm::V0;
    QTest::newRow("1.0") << Orm::V1;
}

/// What no server of the tests has (extensions), and what only Drizzle knows; the rest is tst_pgschemafiles's.
void TestBridge::postgres()
{
    QFETCH(Orm, orm);
    const BridgeProject project(orm);
    project.write(
        u"drizzle.config.json"_s,
        u"{ \"dialect\": \"postgresql\", \"schema\": \"schema.ts\", \"entities\": { \"roles\": { \"provider\": "
        "\"neon\" } }, \"migrations\": { \"schema\": \"own\", \"table\": \"done\" } }"_s);
    project.write(
        u"schema.ts"_s,
        u"import * as p from 'drizzle-orm/pg-core';\n"
        "import { relations } from 'drizzle-orm%1';\n"
        "export const shop = p.pgSchema('shop');\n"
        "export const admin = p.pgRole('admin', { createDb: true });\n"
        "export const anon = p.pgRole('anon').existing();\n"
        "export const kind = p.pgEnum('kind', ['a', 'b']);\n"
        "export const users = p.pgTable('users', {\n"
        "  id: p.serial('id').primaryKey(), kind: kind('kind'), role: p.text('role', { enum: ['x', 'y'] }),\n"
        "  roles: p.text('roles', { enum: ['x', 'y'] }).array(),\n"
        "  big: p.bigint('big', { mode: 'bigint' }), amount: p.numeric('amount', { mode: 'number' }),\n"
        "  key: p.text('key').$defaultFn(() => 'a'), at: p.timestamp('at').defaultNow().$onUpdate(() => new Date()),\n"
        "  place: p.geometry('place', { type: 'point' }), embedded: p.vector('embedded', { dimensions: 3 "
        "}).default([1, 2, 3]),\n"
        "}, (t) => [p.index('near').using('hnsw', t.embedded.op('vector_cosine_ops')).concurrently()]);\n"
        "export const orders = shop.table('orders', { id: p.integer('id').primaryKey(), buyer: p.integer('buyer_id') "
        "});\n"
        "export const there = shop.view('there', { id: p.integer('id') }).existing();\n"
        "export const r1 = relations(users, ({ many }) => ({ orders: many(orders) }));\n"
        "export const r2 = relations(orders, ({ one }) => ({ buyer: one(users, { fields: [orders.buyer], references: "
        "[users.id] }) }));\n"_s.arg(orm == Orm::V1 ? u"/_relations"_s : QString()));
    const auto read = project.read();
    VERIFY_OK(read);
    QCOMPARE(read->warnings, QStringList());
    QCOMPARE(read->system(), u"postgres"_s);
    QCOMPARE(read->facets, Facets::drizzlePostgres());
    QCOMPARE(read->settings.migrationsSchema, u"own"_s);
    QVERIFY(read->settings.managesRoles);
    QCOMPARE(read->roles, (QList<DrizzleRole>{{u"admin"_s, false, true, false, true}, {u"anon"_s, true}}));
    const Table *users = read->schema.table({{}, u"users"_s});
    QVERIFY(users && read->schema.table({u"shop"_s, u"orders"_s}));
    QCOMPARE(users->column(u"roles"_s)->declaredType, u"text[]"_s);
    QVERIFY(users->column(u"place"_s)->declaredType.startsWith(u"geometry(point"_s));
    QCOMPARE(users->column(u"embedded"_s)->declaredType, u"vector(3)"_s);
    QCOMPARE(users->column(u"embedded"_s)->defaultExpression, std::optional(u"'[1,2,3]'"_s));
    QCOMPARE(users->indexes.value(0).method, u"hnsw"_s);
    QCOMPARE(users->indexes.value(0).columns.value(0).operatorClass, u"vector_cosine_ops"_s);
    QCOMPARE(read->extras.concurrentIndexes, QSet<QString>{u"public.near"_s});
    QCOMPARE(read->extras.roles.size(), 1);
    QVERIFY(read->extras.existingViews.contains(u"shop.there"_s));
    QCOMPARE(read->existingViews, (QList<QualifiedName>{{u"shop"_s, u"there"_s}}));
    const DrizzleColumns known = read->columns.value({{}, u"users"_s});
    using Mode = DrizzleColumn::Mode;
    QCOMPARE(known.value(u"big"_s).mode, Mode::BigInt);
    QCOMPARE(known.value(u"amount"_s).mode, Mode::Number);
    QCOMPARE(known.value(u"kind"_s).enumValues, QStringList()); // its type says them
    QCOMPARE(known.value(u"roles"_s).enumValues, QStringList()); // none of them is the whole value
    QCOMPARE(known.value(u"role"_s).enumValues, (QStringList{u"x"_s, u"y"_s}));
    QVERIFY(known.value(u"key"_s).hasDefaultFn && known.value(u"at"_s).hasOnUpdateFn
            && known.value(u"at"_s).hasDefault);
    QCOMPARE(
        texts(read->relations),
        (QStringList{u"orders.buyer one(buyer_id)->users(id) +"_s, u"users.orders many(id)->orders(buyer_id) -"_s}));
    QCOMPARE(read->relations.first().from.schema.isEmpty(), read->relations.first().from.name == u"users"_s);
}

void TestBridge::postgresScope_data()
{
    QTest::addColumn<QString>("filters");
    QTest::addColumn<bool>("publicUsers");
    QTest::addColumn<bool>("shopOrders");
    QTest::addColumn<bool>("otherThings");
    QTest::newRow("by itself, what it names") << QString() << true << true << false;
    QTest::newRow("schemas") << u", \"schemaFilter\": [\"public\"]"_s << true << false << false;
    QTest::newRow("patterns") << u", \"schemaFilter\": [\"*\", \"!shop\"]"_s << true << false << true;
    QTest::newRow("tables") << u", \"schemaFilter\": \"*\", \"tablesFilter\": [\"!users\"]"_s << false << true << true;
}

void TestBridge::postgresScope()
{
    QFETCH(QString, filters);
    QFETCH(bool, publicUsers);
    QFETCH(bool, shopOrders);
    QFETCH(bool, otherThings);
    const BridgeProject project(Orm::V0);
    project.write(u"drizzle.config.json"_s,
                  u"{ \"dialect\": \"postgresql\", \"schema\": \"schema.ts\"%1 }"_s.arg(filters));
    project.write(u"schema.ts"_s,
                  u"import { integer, pgSchema, pgTable, pgView } from 'drizzle-orm/pg-core';\n"
                  "export const shop = pgSchema('shop');\n"
                  "export const users = pgTable('users', { id: integer('id') });\n"
                  "export const orders = shop.table('orders', { id: integer('id') });\n"
                  "export const there = pgView('there', { id: integer('id') }).existing();\n"_s);
    const auto read = project.read();
    VERIFY_OK(read);
    const Scope scope = read->scope();
    QCOMPARE(scope.covers(QualifiedName{{}, u"users"_s}), publicUsers);
    QCOMPARE(scope.covers(QualifiedName{u"shop"_s, u"orders"_s}), shopOrders);
    QCOMPARE(scope.covers(QualifiedName{u"other"_s, u"things"_s}), otherThings);
    QVERIFY(!scope.covers(QualifiedName{{}, u"there"_s}));
}

/// As drizzle-kit's pull leaves it out.
void TestBridge::indexesWithoutAName()
{
    const BridgeProject project(Orm::V1);
    project.writeSchema(
        u"import { sql } from 'drizzle-orm';\n"
        "import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';\n"
        "export const t = sqliteTable('t', { id: integer('id').primaryKey(), a: text('a'), b: text('b') },\n"
        "  (t) => [index().on(t.a, sql`lower(b)`), uniqueIndex().on(t.a, t.b), index('own').on(t.b)]);\n"_s);
    const auto read = project.read();
    VERIFY_OK(read);
    QStringList names;
    for (const Index &index : read->schema.table({{}, u"t"_s})->indexes)
        names.append(index.name);
    QCOMPARE(names, (QStringList{u"own"_s, u"t_a_b_index"_s, u"t_a_index"_s}));
    QCOMPARE(read->warnings.size(), 2);
    QVERIFY2(read->warnings.first().contains(u"an index of “t” has no name"_s), qPrintable(read->warnings.first()));
}

void TestBridge::defineRelations()
{
    const BridgeProject project(Orm::V1, u"club"_s);
    const auto read = project.read();
    VERIFY_OK(read);
    QVERIFY2(read->ormVersion.startsWith(u"1."_s), qPrintable(read->ormVersion));
    QCOMPARE(read->databasePath, project.path(u"club.db"_s));
    const QString groups = u" through memberships(member_id|group_id) -"_s;
    QCOMPARE(texts(read->relations),
             (QStringList{u"groups.members many(id)->members(id) through memberships(group_id|member_id) -"_s,
                          u"letters.writtenBy one(writer)->members(id)"_s, u"members.card one(id)->cards(member_id)"_s,
                          u"members.groups many(id)->groups(id)"_s + groups,
                          u"members.invited many(id)->members(invited_by) -"_s,
                          u"members.inviter one(invited_by)->members(id)"_s,
                          u"visits.member one(member_id)->members(id) +"_s}));
    const Table *members = read->schema.table({{}, u"members"_s});
    QVERIFY(members);
    QVERIFY(read->facets.uniqueConstraints); // 1.0 makes real ones
    QCOMPARE(members->uniques.size(), 1);
    QCOMPARE(members->uniques.at(0).name, u"members_name_unique"_s);
    QCOMPARE(read->columns.value(members->name).value(u"joined_at"_s).mode, DrizzleColumn::Mode::Timestamp);
}

void TestBridge::sampleIsItsLastSnapshot()
{
    const BridgeProject project(Orm::V0);
    const QString sample = QStringLiteral(RAINCHECK_SOURCE_DIR "/resources/sample/");
    QVERIFY(QFile::copy(sample + u"drizzle.config.json"_s, project.path(u"drizzle.config.json"_s)));
    QDir(project.path()).mkpath(u"src"_s);
    QVERIFY(QFile::copy(sample + u"src/schema.ts"_s, project.path(u"src/schema.ts"_s)));
    QFile file(sample + u"drizzle/meta/0004_snapshot.json"_s);
    QVERIFY(file.open(QFile::ReadOnly));
    const auto snapshot = readDrizzleSnapshot(file.readAll());
    VERIFY_OK(snapshot);
    const auto read = project.read();
    VERIFY_OK(read);
    const Schema ours = inOneOrder(read->schema);
    const Schema theirs = inOneOrder(snapshot->schema);
    QCOMPARE(describe(ours).split(u'\n'), describe(theirs).split(u'\n'));
    QVERIFY(ours == theirs);
}

void TestBridge::codeConfigs_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("text");
    const QString config = u"{ dialect: 'turso', schema: ['./schema.ts'], dbCredentials: { url: 'file:./x.db' } }"_s;
    QTest::newRow("ts") << u"drizzle.config.ts"_s
                        << u"import type { Config } from 'drizzle-kit';\nexport default "_s + config
            + u" satisfies Config;"_s;
    QTest::newRow("js") << u"drizzle.config.js"_s
                        << u"import { defineConfig } from 'drizzle-kit';\nexport default defineConfig("_s + config
            + u");"_s;
    QTest::newRow("mjs") << u"drizzle.config.mjs"_s << u"export default await Promise.resolve("_s + config + u");"_s;
    QTest::newRow("cjs") << u"drizzle.config.cjs"_s << u"module.exports = "_s + config + u';';
    QTest::newRow("by its place")
        << u"drizzle.config.ts"_s
        << u"import path from 'node:path';\nexport default { dialect: 'sqlite', dbCredentials: { url: "
           "path.join(__dirname, 'x.db') }, schema: path.join(import.meta.dirname, 'schema.ts') };"_s;
}

void TestBridge::codeConfigs()
{
    QFETCH(QString, file);
    QFETCH(QString, text);
    const BridgeProject project(Orm::V0);
    project.write(file, text);
    project.write(u"schema.ts"_s, BridgeProject::plainTable());
    const auto read = project.read();
    VERIFY_OK(read);
    QCOMPARE(read->schema.tables.size(), 1);
    QCOMPARE(read->databasePath, project.path(u"x.db"_s));
}

void TestBridge::environment()
{
    const BridgeProject project(Orm::V0);
    project.write(u".env"_s, u"export FROM_FILE='a # b' # why\nTZ=Nowhere\n"_s);
    project.writeSchema(
        u"import { sqliteTable, text } from 'drizzle-orm/sqlite-core';\nconst e = process.env;\n"
        "const seen = [`${e.FROM_FILE}`, `${e.BRIDGE_SECRET}`, `${e.TZ !== 'Nowhere'}`] as [string, ...string[]];\n"
        "export const t = sqliteTable('t', { c: text('c', { enum: seen }) });"_s);
    qputenv("BRIDGE_SECRET", "hush");
    const auto read = project.read();
    qunsetenv("BRIDGE_SECRET");
    VERIFY_OK(read);
    QCOMPARE(read->columns.value({{}, u"t"_s}).value(u"c"_s).enumValues,
             (QStringList{u"a # b"_s, u"undefined"_s, u"true"_s}));
}

/// Paths are those of the folder drizzle-kit is run in, the one with the package.json, else of the config's.
void TestBridge::paths()
{
    const BridgeProject project(Orm::V0);
    project.write(u"package.json"_s, u"{}"_s);
    project.write(
        u"apps/web/drizzle.config.json"_s,
        u"{ \"dialect\": \"sqlite\", \"schema\": \"./db\", \"dbCredentials\": { \"url\": \"data/x.db\" } }"_s);
    project.write(u"db/schema.ts"_s, BridgeProject::plainTable());
    QVERIFY(QDir().mkpath(project.path(u"apps/web/data/deeper"_s)));
    const auto request = bridgeRequestFor(project.path(u"apps/web/data/deeper/x.db"_s));
    QVERIFY(request);
    QCOMPARE(*request,
             (BridgeRequest{project.path(u"apps/web/drizzle.config.json"_s),
                            {project.path(), project.path(u"apps/web"_s)}}));
    const auto atRoot = askBridge(*request, {}, BridgeProject::patient).schema;
    VERIFY_OK(atRoot);
    QCOMPARE(atRoot->databasePath, project.path(u"data/x.db"_s));
    QDir().mkpath(project.path(u"apps/web/db"_s));
    QVERIFY(QFile::rename(project.path(u"db/schema.ts"_s), project.path(u"apps/web/db/schema.ts"_s)));
    QVERIFY(QDir(project.path()).rmdir(u"db"_s));
    const auto beside = askBridge(*request, {}, BridgeProject::patient).schema;
    VERIFY_OK(beside);
    QCOMPARE(beside->databasePath, project.path(u"apps/web/data/x.db"_s));
}

void TestBridge::whoseConfig()
{
    const BridgeProject project(Orm::None);
    QVERIFY(!bridgeRequestFor(project.path(u"x.db"_s)));
    project.writeSchema(BridgeProject::plainTable());
    QVERIFY(bridgeRequestFor(project.path(u"x.db"_s)));
    const QFile::Permissions all = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther | QFile::WriteOther;
    QVERIFY(QFile::setPermissions(project.path(u"drizzle.config.json"_s), all));
    QVERIFY(!bridgeRequestFor(project.path(u"x.db"_s))); // anybody could have written what would be run
}

QTEST_GUILESS_MAIN(TestBridge)
#include "tst_bridge.moc"
