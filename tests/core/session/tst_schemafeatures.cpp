// SPDX-License-Identifier: GPL-3.0-or-later
// Feature by feature: a live table beside its declaration in schema.ts, by drizzle-orm 0.x and 1.0. What is the same
// says nothing to do, what differs says so, and what schema.ts cannot express is left alone.
#include "core/migrate/migrationdraft.h"
#include "core/session/schemasource.h"

#include "support/bridgeproject.h"
#include "support/schemadb.h"
#include "support/verify.h"

#include <QRegularExpression>
#include <QTest>

#include <map>

using namespace core;
using namespace Qt::Literals::StringLiterals;
using Orm = BridgeProject::Orm;

namespace {

struct Feature {
    const char *name;
    QString declared; ///< in schema.ts; the table or view is called @
    QString live; ///< the same in SQL, with what schema.ts cannot express
    QString other; ///< the same with one thing that schema.ts does express otherwise; empty: there is no such thing
};

QString table(const QString &columns, const QString &extras = {})
{
    return u"export const @ = sqliteTable('@', { %1 }%2);\n"_s.arg(
        columns, extras.isEmpty() ? QString() : u", (t) => [%1]"_s.arg(extras));
}

// clang-format off
QList<Feature> features()
{
    const QString id = u"id: integer('id').primaryKey()"_s;
    const QString sqlId = u"id integer PRIMARY KEY NOT NULL"_s;
    const auto one = [&](const char *name, const QString &column, const QString &live, const QString &other) {
        return Feature{name, table(id + u", "_s + column), u"CREATE TABLE @ (%1, %2)"_s.arg(sqlId, live),
                       u"CREATE TABLE @ (%1, %2)"_s.arg(sqlId, other)};
    };
    const auto index = [&](const char *name, const QString &extra, const QString &live, const QString &other) {
        const QString made = u"CREATE TABLE @ (%1, a text, b text); "_s.arg(sqlId);
        return Feature{name, table(id + u", a: text('a'), b: text('b')"_s, extra), made + live, made + other};
    };
    const auto check = [&](const char *name, const QString &condition, const QString &live, const QString &other) {
        const QString made = u"CREATE TABLE @ (%1, a integer, b text, CONSTRAINT c_@ CHECK (%2))"_s;
        return Feature{name, table(id + u", a: integer('a'), b: text('b')"_s, u"check('c_@', sql`%1`)"_s.arg(condition)),
                       made.arg(sqlId, live), made.arg(sqlId, other)};
    };
    const auto reference = [&](const char *name, const QString &actions, const QString &live, const QString &other) {
        const QString made = u"CREATE TABLE @ (%1, p integer REFERENCES parent (id)%2)"_s;
        return Feature{name, table(id + u", p: integer('p').references(() => parent.id%1)"_s.arg(actions)),
                       made.arg(sqlId, live), made.arg(sqlId, other)};
    };
    return {
        one("a text", u"a: text('a')"_s, u"a text"_s, u"a integer"_s),
        one("not null", u"a: text('a').notNull()"_s, u"a text NOT NULL"_s, u"a text"_s),
        one("a length", u"a: text('a', { length: 40 })"_s, u"a text(40)"_s, u"a text(41)"_s),
        one("a type in capitals", u"a: real('a')"_s, u"a REAL"_s, u"a NUMERIC"_s),
        one("a text by default", u"a: text('a').default(\"it's\")"_s, u"a text DEFAULT 'it''s'"_s, u"a text DEFAULT 'its'"_s),
        one("a number by default", u"a: integer('a').default(-7)"_s, u"a integer DEFAULT -7"_s, u"a integer DEFAULT 7"_s),
        one("a fraction by default", u"a: real('a').default(0.5)"_s, u"a real DEFAULT 0.5"_s, u"a real DEFAULT 0.25"_s),
        one("true by default", u"a: integer('a', { mode: 'boolean' }).default(true)"_s, u"a integer DEFAULT true"_s, u"a integer DEFAULT false"_s),
        one("an expression by default", u"a: integer('a').default(sql`(unixepoch())`)"_s, u"a integer DEFAULT (unixepoch())"_s, u"a integer DEFAULT (unixepoch() + 1)"_s),
        one("current_timestamp", u"a: text('a').default(sql`CURRENT_TIMESTAMP`)"_s, u"a text DEFAULT CURRENT_TIMESTAMP"_s, u"a text"_s),
        one("JSON by default", u"a: text('a', { mode: 'json' }).default({ a: [1] })"_s, u"a text DEFAULT '{\"a\":[1]}'"_s, u"a text DEFAULT '{}'"_s),
        one("a text that is JSON by default", u"a: text('a', { mode: 'json' }).default('{}')"_s, u"a text DEFAULT '{}'"_s, u"a text DEFAULT '\"{}\"'"_s),
        one("a date by default", u"a: integer('a', { mode: 'timestamp' }).default(new Date(5000))"_s, u"a integer DEFAULT 5"_s, u"a integer DEFAULT 5000"_s),
        one("made by the program", u"a: text('a').$defaultFn(() => 'x')"_s, u"a text"_s, u"a text DEFAULT 'x'"_s),
        one("a generated column", u"a: text('a'), b: text('b').generatedAlwaysAs(sql`upper(\"a\")`)"_s, u"a text, b text GENERATED ALWAYS AS (upper(\"a\")) VIRTUAL"_s, u"a text, b text GENERATED ALWAYS AS (lower(\"a\")) VIRTUAL"_s),
        one("a stored column", u"a: text('a'), b: text('b').generatedAlwaysAs(sql`a || 'x'`, { mode: 'stored' })"_s, u"a text, b text GENERATED ALWAYS AS (a || 'x') STORED"_s, u"a text, b text GENERATED ALWAYS AS (a || 'y') STORED"_s),
        one("a collation is left alone", u"a: text('a')"_s, u"a text COLLATE NOCASE"_s, u"a text COLLATE NOCASE NOT NULL"_s),
        Feature{"autoincrement", table(u"id: integer('id').primaryKey({ autoIncrement: true })"_s),
                u"CREATE TABLE @ (id integer PRIMARY KEY AUTOINCREMENT NOT NULL)"_s, u"CREATE TABLE @ (id integer PRIMARY KEY NOT NULL)"_s},
        Feature{"a text as the key", table(u"id: text('id').primaryKey(), a: text('a')"_s),
                u"CREATE TABLE @ (id text PRIMARY KEY NOT NULL, a text)"_s, u"CREATE TABLE @ (id text NOT NULL, a text)"_s},
        Feature{"a composite key", table(u"a: integer('a').notNull(), b: text('b').notNull()"_s, u"primaryKey({ columns: [t.a, t.b] })"_s),
                u"CREATE TABLE @ (a integer NOT NULL, b text NOT NULL, PRIMARY KEY (a, b))"_s, u"CREATE TABLE @ (a integer NOT NULL, b text NOT NULL, PRIMARY KEY (b, a))"_s},
        Feature{"STRICT is left alone", table(u"id: integer('id').primaryKey(), a: text('a')"_s),
                u"CREATE TABLE @ (id integer PRIMARY KEY NOT NULL, a text) STRICT"_s, u"CREATE TABLE @ (id integer PRIMARY KEY NOT NULL, a text NOT NULL) STRICT"_s},
        Feature{"WITHOUT ROWID is left alone", table(u"id: text('id').primaryKey(), a: text('a')"_s),
                u"CREATE TABLE @ (id text PRIMARY KEY NOT NULL, a text) WITHOUT ROWID"_s, u"CREATE TABLE @ (id text PRIMARY KEY NOT NULL) WITHOUT ROWID"_s},
        Feature{"a trigger is left alone", table(id + u", a: text('a')"_s),
                u"CREATE TABLE @ (%1, a text); CREATE TRIGGER tr_@ AFTER INSERT ON @ BEGIN SELECT 1; END"_s.arg(sqlId), u"CREATE TABLE @ (%1)"_s.arg(sqlId)},
        index("an index", u"index('i_@').on(t.a, t.b)"_s, u"CREATE INDEX i_@ ON @ (a, b)"_s, u"CREATE INDEX i_@ ON @ (b, a)"_s),
        index("a unique index", u"uniqueIndex('i_@').on(t.a)"_s, u"CREATE UNIQUE INDEX i_@ ON @ (a)"_s, u"CREATE INDEX i_@ ON @ (a)"_s),
        index("an index of an expression", u"index('i_@').on(sql`lower(\"a\")`, t.b)"_s, u"CREATE INDEX i_@ ON @ (lower(\"a\"), b)"_s, u"CREATE INDEX i_@ ON @ (upper(\"a\"), b)"_s),
        index("an index of some rows", u"index('i_@').on(t.a).where(sql`${t.b} = 'x;--, y'`)"_s, u"CREATE INDEX i_@ ON @ (a) WHERE \"b\" = 'x;--, y'"_s, u"CREATE INDEX i_@ ON @ (a) WHERE \"b\" = 'y'"_s),
        index("an index's order is left alone", u"index('i_@').on(t.a)"_s, u"CREATE INDEX i_@ ON @ (a COLLATE NOCASE DESC)"_s, {}),
        check("a CHECK", u"${t.a} > 0"_s, u"\"a\" > 0"_s, u"\"a\" > 1"_s),
        check("a CHECK over two columns", u"${t.a} is null or ${t.b} in ('x', 'y')"_s, u"a IS NULL OR b IN ('x', 'y')"_s, u"a IS NULL OR b IN ('x')"_s),
        reference("a reference", {}, {}, u" ON DELETE CASCADE"_s),
        reference("cascade", u", { onDelete: 'cascade', onUpdate: 'restrict' }"_s, u" ON DELETE CASCADE ON UPDATE RESTRICT"_s, u" ON DELETE CASCADE"_s),
        reference("set null", u", { onDelete: 'set null' }"_s, u" ON DELETE SET NULL"_s, u" ON DELETE SET DEFAULT"_s),
        reference("no action, said", u", { onDelete: 'no action' }"_s, u" ON DELETE NO ACTION"_s, u" ON DELETE RESTRICT"_s),
        reference("deferred is left alone", {}, u" DEFERRABLE INITIALLY DEFERRED"_s, u" ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED"_s),
        Feature{"a composite reference", table(id + u", a: integer('a'), b: integer('b')"_s, u"foreignKey({ columns: [t.a, t.b], foreignColumns: [pair.a, pair.b], name: 'fk_@' }).onDelete('cascade')"_s),
                u"CREATE TABLE @ (%1, a integer, b integer, FOREIGN KEY (a, b) REFERENCES pair (a, b) ON DELETE CASCADE)"_s.arg(sqlId),
                u"CREATE TABLE @ (%1, a integer, b integer, FOREIGN KEY (b, a) REFERENCES pair (a, b) ON DELETE CASCADE)"_s.arg(sqlId)},
        Feature{"a view", u"export const @ = sqliteView('@').as((q) => q.select({ id: parent.id }).from(parent));\n"_s,
                u"CREATE VIEW @ AS select \"id\" from \"parent\""_s, u"CREATE VIEW @ AS select \"id\" from \"parent\" where id > 1"_s},
        Feature{"a view that is there", u"export const @ = sqliteView('@', { id: integer('id') }).existing();\n"_s, u"CREATE VIEW @ AS SELECT 2 AS id"_s, {}},
    };
}

/// unique() is an index in 0.x and a constraint in 1.0.
QList<Feature> uniques(Orm orm)
{
    const QString id = u"id integer PRIMARY KEY NOT NULL"_s;
    const bool isIndex = orm == Orm::V0;
    const auto made = [&](const QString &name, const QString &columns) {
        return isIndex ? u"CREATE TABLE @ (%1, a text, b text); CREATE UNIQUE INDEX %2 ON @ (%3)"_s.arg(id, name, columns)
                       : u"CREATE TABLE @ (%1, a text, b text, CONSTRAINT %2 UNIQUE (%3))"_s.arg(id, name, columns);
    };
    const QString columns = u"id: integer('id').primaryKey(), a: text('a')%1, b: text('b')"_s;
    return {
        {"unique", table(columns.arg(u".unique()"_s)), made(u"@_a_unique"_s, u"a"_s), made(u"@_a_unique"_s, u"b"_s)},
        {"unique with a name", table(columns.arg(u".unique('my_@')"_s)), made(u"my_@"_s, u"a"_s), made(u"my_@"_s, u"a, b"_s)},
        {"unique of two", table(columns.arg(QString()), u"unique('two_@').on(t.a, t.b)"_s), made(u"two_@"_s, u"a, b"_s), made(u"two_@"_s, u"b, a"_s)},
    };
}
// clang-format on

struct Declared {
    QList<Feature> all;
    Result<DrizzleSchema> schema = Error::cancelled();
};

/// All of them in one file, evaluated once.
Declared declaredWith(Orm orm)
{
    Declared out;
    out.all = features() + uniques(orm);
    QString text = u"import { sql } from 'drizzle-orm';\nimport { check, foreignKey, index, integer, primaryKey, real, "
                   u"sqliteTable,"
                   " sqliteView, text, unique, uniqueIndex } from 'drizzle-orm/sqlite-core';\n"
                   "export const parent = sqliteTable('parent', { id: integer('id').primaryKey() });\n"
                   "export const pair = sqliteTable('pair', { a: integer('a'), b: integer('b') },"
                   " (t) => [primaryKey({ columns: [t.a, t.b] })]);\n"_s;
    for (qsizetype i = 0; i < out.all.size(); ++i)
        text += QString(out.all.at(i).declared).replace(u'@', u"f%1"_s.arg(i));
    const BridgeProject project(orm);
    project.writeSchema(text);
    out.schema = project.read();
    return out;
}

} // namespace

class TestSchemaFeatures : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void sameSaysNothing_data() { rows(false); }
    void sameSaysNothing();
    void otherSaysSo_data() { rows(true); }
    void otherSaysSo();

private:
    void rows(bool withOther) const;
    [[nodiscard]] Result<SchemaMigration> leadingFrom(int orm, int at, const QString &live) const;

    std::map<Orm, Declared> m_declared;
};

void TestSchemaFeatures::initTestCase()
{
    if (const QString why = BridgeProject::missing(); !why.isEmpty())
        QSKIP(qPrintable(why));
    for (const Orm orm : {Orm::V0, Orm::V1}) {
        m_declared.emplace(orm, declaredWith(orm));
        VERIFY_OK(m_declared.at(orm).schema);
    }
}

void TestSchemaFeatures::rows(bool withOther) const
{
    QTest::addColumn<int>("orm");
    QTest::addColumn<int>("at");
    for (const auto &[orm, declared] : m_declared) {
        for (qsizetype i = 0; i < declared.all.size(); ++i) {
            const Feature &f = declared.all.at(i);
            if (!withOther || !f.other.isEmpty())
                QTest::addRow("%s, %s", f.name, orm == Orm::V0 ? "0.x" : "1.0") << int(orm) << int(i);
        }
    }
}

/// From this one table (and those it refers to) to the declaration, all others being as they are declared.
Result<SchemaMigration> TestSchemaFeatures::leadingFrom(int orm, int at, const QString &live) const
{
    const Declared &declared = m_declared.at(Orm(orm));
    const QString name = u"f%1"_s.arg(at);
    SchemaDb db(u"CREATE TABLE parent (id integer PRIMARY KEY NOT NULL);"
                " CREATE TABLE pair (a integer, b integer, PRIMARY KEY (a, b)); "_s
                + QString(live).replace(u'@', name));
    if (!db.error().isEmpty())
        return Error::invalid(db.error());
    const auto schema = db.schema();
    RC_TRY(schema);
    MigrationDraft draft;
    draft.target = declared.schema->schema;
    draft.options.facets = declared.schema->facets;
    draft.options.scope = declared.schema->scope();
    const QStringList wanted{u"parent"_s, u"pair"_s, name};
    draft.target.tables.removeIf([&](const Table &t) { return !wanted.contains(t.name.name); });
    draft.target.views.removeIf([&](const View &v) { return v.name.name != name; });
    return planDraft(*schema, draft, SchemaDb::dialect());
}

void TestSchemaFeatures::sameSaysNothing()
{
    QFETCH(int, orm);
    QFETCH(int, at);
    const auto migration = leadingFrom(orm, at, m_declared.at(Orm(orm)).all.at(at).live);
    VERIFY_OK(migration);
    QStringList words;
    for (const Change &change : migration->diff.changes)
        words.append(wordsOf(change));
    QCOMPARE(words, QStringList());
    QVERIFY(migration->plan.script.isEmpty());
}

void TestSchemaFeatures::otherSaysSo()
{
    QFETCH(int, orm);
    QFETCH(int, at);
    const auto migration = leadingFrom(orm, at, m_declared.at(Orm(orm)).all.at(at).other);
    VERIFY_OK(migration);
    QVERIFY(!migration->diff.changes.isEmpty());
}

QTEST_GUILESS_MAIN(TestSchemaFeatures)
#include "tst_schemafeatures.moc"
