// SPDX-License-Identifier: GPL-3.0-or-later
// A database as TypeScript; that it compiles and means the same is tst_kitrounds's.
#include "core/drizzle/schemawriter.h"
#include "core/drizzle/typescriptnames.h"

#include "support/schemadb.h"
#include "support/verify.h"

#include <QRegularExpression>
#include <QTest>

#include <algorithm>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

SchemaText textOf(const QString &sql, const SchemaTextOptions &options = {})
{
    const auto schema = schemaOf(sql);
    return schema ? drizzleSchemaText(*schema, options, SchemaDb::dialect())
                  : SchemaText{schema.error().message, {}, {}};
}

} // namespace

class TestSchemaWriter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void names_data();
    void names();
    void numbers_data();
    void numbers();
    void tables();
    void defaults();
    void types();
    void circles();
    void collidingNames();
    void relations();
    void relationsOfOrm1();
    void namesAsTheyAre();
    void whatCannotBeSaid();
    void uniqueBesideAnIndex();
    void indexesByName();
};

/// As drizzle-kit 0.31 makes them.
void TestSchemaWriter::names_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("camel");
    const auto row = [](const QString &name, const QString &camel) {
        QTest::newRow(qPrintable(name)) << name << camel;
    };
    row(u"user_id"_s, u"userId"_s);
    row(u"AlbumId"_s, u"albumId"_s);
    row(u"InvoiceLine"_s, u"invoiceLine"_s);
    row(u"Order Details"_s, u"orderDetails"_s);
    row(u"XMLText"_s, u"xmlText"_s);
    row(u"ID"_s, u"id"_s);
    row(u"UserID"_s, u"userId"_s);
    row(u"_private"_s, u"private"_s);
    row(u"address2line"_s, u"address2Line"_s);
    row(u"a-b.c"_s, u"aBC"_s);
    row(u"users"_s, u"users"_s);
    row(u"FOO_BAR"_s, u"fooBar"_s);
}

void TestSchemaWriter::names()
{
    QFETCH(QString, name);
    QFETCH(QString, camel);
    QCOMPARE(camelCased(name), camel);
}

void TestSchemaWriter::numbers_data()
{
    QTest::addColumn<QString>("singular");
    QTest::addColumn<QString>("plural");
    const auto row = [](const QString &one, const QString &many) { QTest::newRow(qPrintable(one)) << one << many; };
    row(u"user"_s, u"users"_s);
    row(u"category"_s, u"categories"_s);
    row(u"day"_s, u"days"_s);
    row(u"box"_s, u"boxes"_s);
    row(u"branch"_s, u"branches"_s);
    row(u"address"_s, u"addresses"_s);
}

void TestSchemaWriter::numbers()
{
    QFETCH(QString, singular);
    QFETCH(QString, plural);
    QCOMPARE(pluralOf(singular), plural);
    QCOMPARE(singularOf(plural), singular);
    QCOMPARE(pluralOf(plural), plural);
    QCOMPARE(singularOf(singular), singular);
}

void TestSchemaWriter::tables()
{
    const SchemaText text = textOf(
        u"CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, email TEXT NOT NULL UNIQUE, full_name TEXT "
        "DEFAULT 'it''s', level INTEGER NOT NULL DEFAULT 0, at INTEGER DEFAULT (unixepoch()), loud TEXT GENERATED "
        "ALWAYS AS (upper(email)) STORED, CONSTRAINT grown CHECK (level >= 0));"
        "CREATE TABLE posts (id INTEGER, user_id INTEGER NOT NULL REFERENCES users(id) ON DELETE CASCADE, title TEXT,"
        " PRIMARY KEY (id, user_id));"
        "CREATE UNIQUE INDEX low ON posts (lower(title), user_id) WHERE title <> '`';"
        "CREATE VIEW titles AS SELECT title FROM posts;"_s);
    const QString expected =
        u"import { sql } from \"drizzle-orm\";\n"
        "import { check, integer, primaryKey, sqliteTable, sqliteView, text, uniqueIndex } from "
        "\"drizzle-orm/sqlite-core\";\n"
        "\n"
        "export const posts = sqliteTable(\"posts\", {\n"
        "\tid: integer(),\n"
        "\tuserId: integer(\"user_id\").notNull().references(() => users.id, { onDelete: \"cascade\" }),\n"
        "\ttitle: text(),\n"
        "}, (table) => [\n"
        "\tprimaryKey({ columns: [table.id, table.userId] }),\n"
        "\tuniqueIndex(\"low\").on(sql`lower(title)`, table.userId).where(sql`title <> '\\`'`),\n"
        "]);\n"
        "\n"
        "export const users = sqliteTable(\"users\", {\n"
        "\tid: integer().primaryKey({ autoIncrement: true }),\n"
        "\temail: text().notNull().unique(),\n"
        "\tfullName: text(\"full_name\").default(\"it's\"),\n"
        "\tlevel: integer().notNull().default(0),\n"
        "\tat: integer().default(sql`(unixepoch())`),\n"
        "\tloud: text().generatedAlwaysAs(sql`upper(email)`, { mode: \"stored\" }),\n"
        "}, (table) => [\n"
        "\tcheck(\"grown\", sql`level >= 0`),\n"
        "]);\n"
        "\n"
        "export const titles = sqliteView(\"titles\", {\n"
        "\ttitle: text(\"title\"),\n"
        "}).as(sql`SELECT title FROM posts`);\n"_s;
    QVERIFY2(text.schema == expected, qPrintable(text.schema));
    QCOMPARE(text.notes, QStringList());
}

/// As values where Drizzle has them so, and then exactly; in SQL else.
void TestSchemaWriter::defaults()
{
    const QString schema =
        textOf(u"CREATE TABLE t (a INTEGER NOT NULL DEFAULT FALSE, b integer DEFAULT true, c REAL DEFAULT 1.5, d REAL "
               "DEFAULT 2, e BLOB DEFAULT x'00', f INTEGER DEFAULT -3, g BOOLEAN DEFAULT true, h TEXT DEFAULT "
               "CURRENT_TIMESTAMP, i REAL DEFAULT 1.50, j NUMERIC DEFAULT 1.5, k TEXT DEFAULT 'true')"_s)
            .schema;
    for (const QString &line :
         {u"a: integer({ mode: \"boolean\" }).notNull().default(false)"_s,
          u"b: integer({ mode: \"boolean\" }).default(true)"_s, u"c: real().default(1.5)"_s, u"d: real().default(2)"_s,
          u"e: blob().default(sql`x'00'`)"_s, u"f: integer().default(-3)"_s, u"g: boolean().default(sql`true`)"_s,
          u"h: text().default(sql`CURRENT_TIMESTAMP`)"_s, u"i: real().default(sql`1.50`)"_s,
          u"j: numeric().default(sql`1.5`)"_s, u"k: text().default(\"true\")"_s})
        QVERIFY2(schema.contains(u'\t' + line + u",\n"_s), qPrintable(line + u'\n' + schema));
}

void TestSchemaWriter::types()
{
    const QString schema =
        textOf(
            u"CREATE TABLE t (a VARCHAR(20), b varchar(20), c NUMERIC(10, 2), d text(5), e, f BLOB, g VARCHAR(20))"_s)
            .schema;
    QVERIFY2(schema.contains(u"const varchar20 = customType<{ data: string; driverData: string }>({ dataType: () => "
                             "\"VARCHAR(20)\" });\n"_s),
             qPrintable(schema));
    QVERIFY2(schema.contains(u"\ta: varchar20(),\n"_s) && schema.contains(u"\tg: varchar20(),\n"_s),
             qPrintable(schema));
    QVERIFY2(schema.contains(u"\td: text({ length: 5 }),\n"_s), qPrintable(schema));
    QVERIFY2(schema.contains(u"\te: untyped(),\n"_s), qPrintable(schema));
}

/// TypeScript cannot work out types that depend on each other.
void TestSchemaWriter::circles()
{
    const QString schema = textOf(u"CREATE TABLE a (id INTEGER PRIMARY KEY, c INTEGER REFERENCES c(id));"
                                  "CREATE TABLE b (id INTEGER PRIMARY KEY, a INTEGER REFERENCES a(id), up INTEGER "
                                  "REFERENCES b(id) ON DELETE SET NULL);"
                                  "CREATE TABLE c (id INTEGER PRIMARY KEY, b INTEGER REFERENCES b(id));"
                                  "CREATE TABLE d (a INTEGER REFERENCES a)"_s)
                               .schema;
    QVERIFY2(schema.contains(u"references((): AnySQLiteColumn => c.id)"_s), qPrintable(schema));
    QVERIFY2(schema.contains(u"a: integer().references(() => a.id),\n});"_s), qPrintable(schema));
    QVERIFY2(
        schema.contains(u"foreignKey({ columns: [table.up], foreignColumns: [table.id] }).onDelete(\"set null\")"_s),
        qPrintable(schema));
}

void TestSchemaWriter::collidingNames()
{
    const QString schema = textOf(u"CREATE TABLE text (class TEXT, \"a b\" TEXT, a_b TEXT, aB TEXT);"
                                  "CREATE TABLE class (id INTEGER); CREATE TABLE user_posts (id INTEGER);"
                                  "CREATE TABLE userPosts2 (id INTEGER); CREATE TABLE \"1st\" (id INTEGER)"_s)
                               .schema;
    QVERIFY2(schema.contains(u"export const textTable = sqliteTable(\"text\", {\n\tclass: text(),\n"_s),
             qPrintable(schema));
    QVERIFY2(schema.contains(u"\taB: text(\"a b\"),\n\taB2: text(\"a_b\"),\n\taB3: text(\"aB\"),\n"_s),
             qPrintable(schema));
    QVERIFY2(schema.contains(u"export const classTable = sqliteTable(\"class\""_s), qPrintable(schema));
    QVERIFY2(schema.contains(u"export const _1St = sqliteTable(\"1st\""_s), qPrintable(schema));
}

void TestSchemaWriter::relations()
{
    const SchemaText text = textOf(u"CREATE TABLE users (id INTEGER PRIMARY KEY, boss INTEGER REFERENCES users(id));"
                                   "CREATE TABLE posts (id INTEGER PRIMARY KEY, author INTEGER REFERENCES users(id), "
                                   "editor INTEGER REFERENCES users(id));"
                                   "CREATE TABLE tags (post INTEGER REFERENCES posts(id))"_s);
    QVERIFY2(text.relations.startsWith(u"import { relations } from \"drizzle-orm/relations\";\n"
                                       "import { posts, users, tags } from \"./schema\";\n"_s),
             qPrintable(text.relations));
    QVERIFY2(text.relations.contains(u"export const postsRelations = relations(posts, ({ one, many }) => ({\n"
                                     "\tuser_author: one(users, {\n"
                                     "\t\tfields: [posts.author],\n"
                                     "\t\treferences: [users.id],\n"
                                     "\t\trelationName: \"posts_author_users_id\",\n"
                                     "\t}),\n"_s),
             qPrintable(text.relations));
    QVERIFY2(text.relations.contains(u"\ttags: many(tags),\n"_s), qPrintable(text.relations));
    QVERIFY2(textOf(u"CREATE TABLE t (a INTEGER)"_s).relations.isEmpty(), "no keys, no file");
}

void TestSchemaWriter::relationsOfOrm1()
{
    SchemaTextOptions options;
    options.isOrm1 = true;
    const SchemaText text = textOf(u"CREATE TABLE users (id INTEGER PRIMARY KEY);"
                                   "CREATE TABLE posts (id INTEGER PRIMARY KEY, author INTEGER REFERENCES users(id))"_s,
                                   options);
    QCOMPARE(text.relations,
             u"import { defineRelations } from \"drizzle-orm\";\n"
             "import * as schema from \"./schema\";\n"
             "\n"
             "export const relations = defineRelations(schema, (r) => ({\n"
             "\tposts: {\n"
             "\t\tuser: r.one.users({ from: r.posts.author, to: r.users.id }),\n"
             "\t},\n"
             "\tusers: {\n"
             "\t\tposts: r.many.posts({ from: r.users.id, to: r.posts.author }),\n"
             "\t},\n"
             "}));\n"_s);
}

void TestSchemaWriter::namesAsTheyAre()
{
    SchemaTextOptions options;
    options.keepsNames = true;
    const QString schema = textOf(u"CREATE TABLE user_posts (\"a b\" TEXT, full_name TEXT)"_s, options).schema;
    QVERIFY2(schema.contains(u"export const user_posts = sqliteTable(\"user_posts\", {\n\t\"a b\": text(),\n"
                             "\tfull_name: text(),\n"_s),
             qPrintable(schema));
}

void TestSchemaWriter::whatCannotBeSaid()
{
    const SchemaText text =
        textOf(u"CREATE TABLE t (a TEXT) STRICT; CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END;"
               "CREATE INDEX down ON t (a DESC); CREATE VIRTUAL TABLE f USING fts5(a);"
               "CREATE TABLE __drizzle_migrations (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric)"_s);
    QVERIFY2(!text.schema.contains(u"drizzle_migrations"_s) && !text.schema.contains(u"fts"_s),
             qPrintable(text.schema));
    QCOMPARE(text.notes.size(), 4);
}

/// drizzle-kit 1.0 forgets one that is said of the column, beside any index on the same.
void TestSchemaWriter::uniqueBesideAnIndex()
{
    const QString sql =
        u"CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT UNIQUE, b TEXT UNIQUE); CREATE INDEX i ON t (a);"
        "CREATE INDEX j ON t (b, a);"_s;
    SchemaTextOptions orm1;
    orm1.isOrm1 = true;
    const QString text = textOf(sql, orm1).schema;
    QVERIFY2(text.contains(u"\ta: text(),\n\tb: text().unique(),\n"_s)
                 && text.contains(u"\tunique().on(table.a),\n\tindex(\"i\").on(table.a),"_s)
                 && text.contains(u"import { index, integer, sqliteTable, text, unique }"_s),
             qPrintable(text));
    QVERIFY2(textOf(sql).schema.contains(u"\ta: text().unique(),\n"_s), qPrintable(textOf(sql).schema));
}

/// Whatever a database has been through (a rebuild makes all indexes of a table anew), the text stays the same.
void TestSchemaWriter::indexesByName()
{
    const QString table = u"CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT);"_s;
    const QStringList indexes{u"CREATE INDEX c ON t (a);"_s, u"CREATE UNIQUE INDEX a ON t (b);"_s,
                              u"CREATE INDEX b ON t (a, b) WHERE a > 'x';"_s};
    const QString text = textOf(table + indexes.join(QString())).schema;
    QVERIFY(text.indexOf(u"uniqueIndex(\"a\")"_s) > 0);
    QVERIFY(text.indexOf(u"uniqueIndex(\"a\")"_s) < text.indexOf(u"index(\"b\")"_s));
    QVERIFY(text.indexOf(u"index(\"b\")"_s) < text.indexOf(u"index(\"c\")"_s));
    QStringList order = indexes;
    std::sort(order.begin(), order.end());
    do {
        QCOMPARE(textOf(table + order.join(QString())).schema, text);
    } while (std::next_permutation(order.begin(), order.end()));
    QCOMPARE(textOf(table + indexes.join(QString()) + u"DROP INDEX a;"_s + indexes.at(1)).schema, text);
}

QTEST_GUILESS_MAIN(TestSchemaWriter)
#include "tst_schemawriter.moc"
