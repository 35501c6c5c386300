// SPDX-License-Identifier: GPL-3.0-or-later
// A database on a server as schema.ts and relations.ts: what is written compiles, and means what the database is, for
// drizzle-orm 0.x and 1.0. Skipped, with the reason, without Node.js, npm or PostgreSQL.
#include "core/drizzle/pull.h"

#include "support/kitproject.h"
#include "support/postgresschema.h"
#include "support/testdata.h"
#include "support/verify.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

const QString compilerOfPull =
    QStringLiteral(RAINCHECK_SOURCE_DIR "/tests/core/drizzle/kit/node_modules/typescript/bin/tsc");
const QString everythingOfPull = QStringLiteral(RAINCHECK_SOURCE_DIR "/tests/core/dialect/postgres/everything.sql");
const QStringList pulledDumps{u"chinook_pg.sql.gz"_s, u"northwind_pg.sql.gz"_s, u"pagila_pg.sql.gz"_s, u"everything"_s};

SchemaText textFor(const Schema &schema, const QString &kit)
{
    SchemaTextOptions options;
    options.isOrm1 = kit == "kit1"_L1;
    return drizzleSchemaText(schema, options, PostgresDb::dialect());
}

} // namespace

class TestPgPull : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void text();
    void types_data();
    void types();
    void whatCannotBeSaid();
    void meansTheSame_data();
    void meansTheSame();
    void compiles_data();
    void compiles();

private:
    /// Of the database made of the dump, once.
    Result<Schema> schemaOf(const QString &dump);

    PostgresCluster m_cluster;
    QHash<QString, Schema> m_schemas;
};

void TestPgPull::initTestCase()
{
    START_POSTGRES(m_cluster);
}

Result<Schema> TestPgPull::schemaOf(const QString &dump)
{
    if (m_schemas.contains(dump))
        return m_schemas.value(dump);
    const QString file = dump == "everything"_L1 ? everythingOfPull : testdata::shared(dump);
    PostgresDb db(m_cluster.newDatabaseFrom(file));
    if (!db.error().isEmpty())
        return Error::io(db.error() + m_cluster.problem());
    auto schema = db.schema();
    if (schema)
        m_schemas.insert(dump, *schema);
    return schema;
}

void TestPgPull::text()
{
    PostgresDb db(m_cluster.newDatabase(
        u"CREATE SCHEMA shop; CREATE TYPE mood AS ENUM ('sad', 'it''s'); CREATE TYPE shop.kind AS ENUM ('x');"
        "CREATE SEQUENCE numbers START 5;"
        "CREATE TABLE users (id serial PRIMARY KEY, email varchar(80) NOT NULL CONSTRAINT users_email_unique UNIQUE,"
        " full_name text DEFAULT 'it''s', feels mood NOT NULL DEFAULT 'sad', tags text[] NOT NULL DEFAULT '{}',"
        " price numeric(10,2) DEFAULT 1.50, at timestamptz(3) DEFAULT now(), key uuid DEFAULT gen_random_uuid(),"
        " loud text GENERATED ALWAYS AS (upper(email)) STORED, CONSTRAINT grown CHECK (price >= 0));"
        "CREATE TABLE shop.orders (a integer, b bigint GENERATED ALWAYS AS IDENTITY (START 10), kind shop.kind,"
        " user_id integer CONSTRAINT own_key REFERENCES users(id) ON DELETE CASCADE, PRIMARY KEY (a, b));"
        "CREATE INDEX low ON users (lower(email), price DESC NULLS LAST) WHERE price > 0;"
        "CREATE INDEX tags ON users USING gin (tags);"
        "ALTER TABLE shop.orders ENABLE ROW LEVEL SECURITY;"
        "CREATE POLICY own ON users FOR SELECT USING (email = CURRENT_USER);"
        "CREATE VIEW shop.emails WITH (security_invoker=true) AS SELECT email FROM users;"_s));
    QCOMPARE(db.error(), QString());
    const auto live = db.schema();
    VERIFY_OK(live);
    const SchemaText text = textFor(*live, u"kit"_s);
    const QString expected =
        u"import { sql } from \"drizzle-orm\";\n"
        "import { bigint, check, foreignKey, index, integer, numeric, pgEnum, pgPolicy, pgSchema, pgSequence, pgTable, "
        "primaryKey, serial, text, timestamp, uuid, varchar } from \"drizzle-orm/pg-core\";\n"
        "\n"
        "export const shop = pgSchema(\"shop\");\n"
        "\n"
        "export const mood = pgEnum(\"mood\", [\"sad\", \"it's\"]);\n"
        "\n"
        "export const kindInShop = shop.enum(\"kind\", [\"x\"]);\n"
        "\n"
        "export const numbers = pgSequence(\"numbers\", { startWith: \"5\" });\n"
        "\n"
        "export const users = pgTable(\"users\", {\n"
        "\tid: serial().primaryKey(),\n"
        "\temail: varchar({ length: 80 }).notNull().unique(),\n"
        "\tfullName: text(\"full_name\").default(\"it's\"),\n"
        "\tfeels: mood().notNull().default(\"sad\"),\n"
        "\ttags: text().array().notNull().default([]),\n"
        "\tprice: numeric({ precision: 10, scale: 2 }).default(\"1.50\"),\n"
        "\tat: timestamp({ precision: 3, withTimezone: true, mode: \"string\" }).defaultNow(),\n"
        "\tkey: uuid().defaultRandom(),\n"
        "\tloud: text().generatedAlwaysAs(sql`upper((email)::text)`),\n"
        "}, (table) => [\n"
        "\tindex(\"low\").on(sql`lower((email)::text)`, table.price.desc()).where(sql`price > (0)::numeric`),\n"
        "\tindex(\"tags\").using(\"gin\", table.tags),\n"
        "\tcheck(\"grown\", sql`price >= (0)::numeric`),\n"
        "\tpgPolicy(\"own\", { for: \"select\", using: sql`(email)::text = CURRENT_USER` }),\n"
        "]);\n"
        "\n"
        "export const ordersInShop = shop.table(\"orders\", {\n"
        "\ta: integer().notNull(),\n"
        "\tb: bigint({ mode: \"number\" }).notNull().generatedAlwaysAsIdentity({ startWith: \"10\" }),\n"
        "\tkind: kindInShop(),\n"
        "\tuserId: integer(\"user_id\"),\n"
        "}, (table) => [\n"
        "\tprimaryKey({ columns: [table.a, table.b], name: \"orders_pkey\" }),\n"
        "\tforeignKey({ columns: [table.userId], foreignColumns: [users.id], name: \"own_key\" "
        "}).onDelete(\"cascade\"),\n"
        "]).enableRLS();\n"
        "\n"
        "export const emailsInShop = shop.view(\"emails\", {\n"
        "\temail: varchar(\"email\", { length: 80 }),\n"
        "}).with({ securityInvoker: true }).as(sql`SELECT users.email\n   FROM users`);\n"_s;
    // From 16 on the server writes the columns of a single table without its name.
    const bool bare = db.value(u"SELECT (current_setting('server_version_num')::int >= 160000)::text"_s) == "true"_L1;
    const QString asItWrites = bare ? QString(expected).replace(u"SELECT users.email"_s, u"SELECT email"_s) : expected;
    QVERIFY2(text.schema == asItWrites, qPrintable(text.schema));
    QCOMPARE(text.notes, QStringList());
    QVERIFY2(text.relations.contains(u"export const ordersInShopRelations = relations(ordersInShop, ({ one }) => ({\n"
                                     "\tuser: one(users, {\n"_s),
             qPrintable(text.relations));
    const SchemaText other = textFor(*live, u"kit1"_s);
    QVERIFY2(other.schema.contains(u"shop.table.withRLS(\"orders\", {\n"_s)
                 && other.schema.contains(u"unique(\"users_email_unique\")"_s),
             qPrintable(other.schema));
}

void TestPgPull::types_data()
{
    QTest::addColumn<QString>("column");
    QTest::addColumn<QString>("text");
    const auto row = [](const QString &column, const QString &text) {
        QTest::newRow(qPrintable(column)) << column << text;
    };
    row(u"bigint DEFAULT 9007199254740993"_s,
        u"bigint({ mode: \"number\" }).default(sql`'9007199254740993'::bigint`)"_s);
    row(u"smallint NOT NULL DEFAULT -3"_s, u"smallint().notNull().default(-3)"_s);
    row(u"double precision DEFAULT 0.1"_s, u"doublePrecision().default(0.1)"_s);
    row(u"numeric(6) DEFAULT 5"_s, u"numeric({ precision: 6, scale: 0 }).default(\"5\")"_s);
    row(u"char(3) DEFAULT 'abc'"_s, u"char({ length: 3 }).default(\"abc\")"_s);
    row(u"\"char\""_s, u"charType()"_s);
    row(u"time(2) with time zone"_s, u"time({ precision: 2, withTimezone: true })"_s);
    row(u"interval day to second(2)"_s, u"interval({ fields: \"day to second\", precision: 2 })"_s);
    row(u"interval(3) DEFAULT '1 day'"_s, u"interval({ precision: 3 }).default(\"1 day\")"_s);
    row(u"date DEFAULT CURRENT_DATE"_s, u"date().default(sql`CURRENT_DATE`)"_s);
    row(u"integer[] DEFAULT '{1,2}'"_s, u"integer().array().default([1, 2])"_s);
    row(u"text[] DEFAULT '{\"a b\"}'"_s, u"text().array().default(sql`'{\"a b\"}'::text[]`)"_s);
    row(u"boolean[] DEFAULT '{t,f}'"_s, u"boolean().array().default([true, false])"_s);
    row(u"jsonb DEFAULT '{\"a\": 1}'"_s, u"jsonb().default(sql`'{\"a\": 1}'::jsonb`)"_s);
    row(u"inet DEFAULT '10.0.0.1'"_s, u"inet().default(\"10.0.0.1\")"_s);
    row(u"point"_s, u"point()"_s);
    row(u"bytea"_s, u"byteaType()"_s);
    row(u"int4range[]"_s, u"int4Range().array()"_s);
    row(u"varchar"_s, u"varchar()"_s);
    row(u"bit(4)"_s, u"bit({ dimensions: 4 })"_s);
}

void TestPgPull::types()
{
    QFETCH(QString, column);
    QFETCH(QString, text);
    PostgresDb db(m_cluster.newDatabase(u"CREATE TABLE t (c %1)"_s.arg(column)));
    QCOMPARE(db.error(), QString());
    const auto live = db.schema();
    VERIFY_OK(live);
    const QString schema = textFor(*live, u"kit"_s).schema;
    QVERIFY2(schema.contains(u"\tc: %1,\n"_s.arg(text)), qPrintable(schema));
}

void TestPgPull::whatCannotBeSaid()
{
    PostgresDb db(m_cluster.newDatabase(
        u"CREATE DOMAIN positive AS integer CHECK (VALUE > 0); CREATE TABLE p (at date) PARTITION BY RANGE (at);"
        "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (MINVALUE) TO ('2020-01-01');"
        "CREATE TABLE p2 PARTITION OF p DEFAULT; CREATE UNLOGGED TABLE u (a text COLLATE \"C\", b positive);"
        "CREATE INDEX i ON u (a) INCLUDE (b); COMMENT ON TABLE u IS 'hello';"
        "CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';"
        "CREATE MATERIALIZED VIEW m AS SELECT a FROM u; CREATE INDEX mi ON m (a)"_s));
    QCOMPARE(db.error(), QString());
    const auto live = db.schema();
    VERIFY_OK(live);
    const SchemaText text = textFor(*live, u"kit"_s);
    QVERIFY2(!text.schema.contains(u"\"p1\""_s), qPrintable(text.schema));
    QCOMPARE(text.notes,
             (QStringList{u"That p is partitioned is left out: schema.ts cannot say it."_s,
                          u"That u is UNLOGGED is left out: schema.ts cannot say it."_s,
                          u"p1 and p2 are left out: drizzle-orm has no partitions."_s,
                          u"Functions are left out: schema.ts has none (1)."_s,
                          u"The domain positive is only named, as schema.ts cannot make one."_s,
                          u"Comments are left out: schema.ts has none."_s,
                          u"The collation of u.a is left out: schema.ts cannot say it."_s,
                          u"That the index i carries more columns along is left out: schema.ts cannot say it."_s,
                          u"The indexes of the view m are left out: schema.ts cannot say them."_s}));
}

void TestPgPull::meansTheSame_data()
{
    QTest::addColumn<QString>("kit");
    QTest::addColumn<QString>("dump");
    for (const QString &kit : {u"kit"_s, u"kit1"_s}) {
        for (const QString &dump : pulledDumps)
            QTest::newRow(qPrintable(kit + u' ' + dump)) << kit << dump;
    }
}

void TestPgPull::meansTheSame()
{
    QFETCH(QString, kit);
    QFETCH(QString, dump);
    if (const QString why = KitProject::missing(kit); !why.isEmpty())
        QSKIP(qPrintable(why));
    if (dump != "everything"_L1 && testdata::shared(dump).isEmpty())
        QSKIP(qPrintable(u"../shared/data/%1 is not here"_s.arg(dump)));
    const auto live = schemaOf(dump);
    VERIFY_OK(live);
    const SchemaText text = textFor(*live, kit);
    const KitProject project(kit);
    project.write(u"schema.ts"_s, text.schema);
    project.write(u"relations.ts"_s, text.relations);
    project.write(u"drizzle.config.ts"_s,
                  u"export default { dialect: 'postgresql' as const, schema: ['./schema.ts', './relations.ts'] };\n"_s);
    const auto declared = project.declared();
    VERIFY_OK(declared);
    QCOMPARE(declared->warnings, QStringList());
    QVERIFY(!declared->relations.isEmpty());
    DiffOptions options;
    options.facets = declared->facets;
    options.scope = declared->scope();
    const auto rest = diff(*live, declared->schema, options, PostgresDb::rules());
    VERIFY_OK(rest);
    QCOMPARE(wordsOf(rest->changes), QStringList());
}

void TestPgPull::compiles_data()
{
    QTest::addColumn<QString>("kit");
    QTest::newRow("0.x") << u"kit"_s;
    QTest::newRow("1.0") << u"kit1"_s;
}

/// All of them at once: the compiler takes some seconds to begin.
void TestPgPull::compiles()
{
    QFETCH(QString, kit);
    for (const QString &needed : {kit, u"kit"_s}) { // which has the compiler
        if (const QString why = KitProject::missing(needed); !why.isEmpty())
            QSKIP(qPrintable(why));
    }
    const KitProject project(kit);
    QStringList files;
    for (const QString &dump : pulledDumps) {
        if (dump != "everything"_L1 && testdata::shared(dump).isEmpty())
            continue;
        const auto live = schemaOf(dump);
        VERIFY_OK(live);
        const SchemaText text = textFor(*live, kit);
        const QString folder = dump.section(u'_', 0, 0) + u'/';
        project.write(folder + u"schema.ts"_s, text.schema);
        project.write(folder + u"relations.ts"_s, text.relations);
        files += {folder + u"schema.ts"_s, folder + u"relations.ts"_s};
    }
    const QString said =
        project.node(QStringList{compilerOfPull, u"--noEmit"_s, u"--strict"_s, u"--skipLibCheck"_s, u"--module"_s,
                                 u"esnext"_s, u"--moduleResolution"_s, u"bundler"_s, u"--target"_s, u"es2022"_s}
                     + files);
    QCOMPARE(said, QString());
}

QTEST_GUILESS_MAIN(TestPgPull)
#include "tst_pgpull.moc"
