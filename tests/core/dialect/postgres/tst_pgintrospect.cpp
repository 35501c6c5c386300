// SPDX-License-Identifier: GPL-3.0-or-later
// What a database is, as PostgreSQL's catalogue tells it: whole, in a handful of queries, whoever asks.
#include "core/dialect/postgres/catalogsql.h"

#include "support/files.h"
#include "support/postgresschema.h"
#include "support/testdata.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

class TestPgIntrospect : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { START_POSTGRES(m_cluster); }
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void everyFact_data();
    void everyFact();
    void asManyQueriesForManyTables();
    void theSearchPathChangesNothing();
    void aTransactionStaysAsItWas();
    void aRoleWithoutRightsSeesTheRest();
    void whatTheCatalogueLacksIsSaid();
    void olderCatalogues();
    void temporaryTablesAreNobodys();
    void journalsAreTheSystems();
    void namesThatDifferInCaseOnly();
    void anEmptyDatabase();

private:
    PostgresCluster m_cluster;
};

namespace {

QString everythingSql()
{
    return QString::fromUtf8(
        files::contents(QStringLiteral(RAINCHECK_SOURCE_DIR "/tests/core/dialect/postgres/everything.sql")));
}

} // namespace

void TestPgIntrospect::everyFact_data()
{
    QTest::addColumn<QString>("dump");
    QTest::newRow("everything") << QString();
    QTest::newRow("pagila") << u"pagila_pg.sql.gz"_s;
}

/// UPDATE_GOLDEN=1 writes what it is now.
void TestPgIntrospect::everyFact()
{
    QFETCH(QString, dump);
    if (!dump.isEmpty() && testdata::shared(dump).isEmpty())
        QSKIP("../shared/data is not here");
    PostgresDb db(dump.isEmpty() ? m_cluster.newDatabase(everythingSql())
                                 : m_cluster.newDatabaseFrom(testdata::shared(dump)));
    QVERIFY2(db.error().isEmpty(), qPrintable(db.error() + m_cluster.problem()));
    const auto schema = db.schema();
    QVERIFY2(schema, qPrintable(schema.ok() ? QString() : schema.error().detail));
    QCOMPARE(schema->remarks, QStringList());
    // Which version of an extension there is, is the machine's business.
    static const QRegularExpression version(u"(?m)^(extension \\S+) \\S+ in"_s);
    const QString text = describe(*schema).replace(version, u"\\1 in"_s);
    const QString path = QStringLiteral(RAINCHECK_SOURCE_DIR "/tests/golden/postgres/%1.txt")
                             .arg(QString::fromLatin1(QTest::currentDataTag()));
    if (qEnvironmentVariableIntValue("UPDATE_GOLDEN") == 1)
        QVERIFY(files::write(path, text.toUtf8()));
    if (!db.value(u"SHOW server_version_num"_s).startsWith(u"15"_s))
        QSKIP("the golden files are of PostgreSQL 15, whose views are written a little otherwise");
    const QStringList wanted = QString::fromUtf8(files::contents(path)).split(u'\n');
    const QStringList lines = text.split(u'\n');
    for (qsizetype i = 0; i < std::max(wanted.size(), lines.size()); ++i)
        QCOMPARE(lines.value(i), wanted.value(i));
}

void TestPgIntrospect::asManyQueriesForManyTables()
{
    const auto count = [&](int tables) {
        QString sql;
        for (int i = 0; i < tables; ++i)
            sql +=
                u"CREATE TABLE t%1 (id serial PRIMARY KEY, name text CHECK (name <> ''), other int REFERENCES t%2);"_s
                    .arg(i)
                    .arg(i / 2);
        PostgresDb db(m_cluster.newDatabase(sql));
        int statements = 0;
        db.database().setTrace([&](const QString &, const QList<Value> &) { ++statements; });
        const auto schema = db.schema();
        return schema && schema->tables.size() == tables ? statements : -1;
    };
    const int few = count(1);
    QVERIFY2(few > 0 && few <= 17, qPrintable(QString::number(few)));
    QCOMPARE(count(60), few);
}

void TestPgIntrospect::theSearchPathChangesNothing()
{
    const QString location = m_cluster.newDatabase(everythingSql());
    PostgresDb db(location);
    const auto plain = db.schema();
    QVERIFY(plain);
    for (const QString &path : {u"nowhere"_s, u"app, public"_s, u"pg_catalog"_s}) {
        QCOMPARE(db.execute(u"SET search_path TO "_s + path), QString());
        const auto schema = db.schema();
        QVERIFY(schema);
        QCOMPARE(firstDifference(*plain, *schema), QString());
        QVERIFY(*plain == *schema);
        QCOMPARE(db.value(u"SHOW search_path"_s), path);
    }
}

void TestPgIntrospect::aTransactionStaysAsItWas()
{
    PostgresDb db(m_cluster.newDatabase(u"CREATE TABLE t (id int)"_s));
    QCOMPARE(db.execute(u"BEGIN; SET LOCAL search_path TO pg_temp; CREATE TABLE public.u (id int)"_s), QString());
    const auto within = db.schema();
    QVERIFY(within);
    QCOMPARE(within->tables.size(), 2);
    QVERIFY(db.database().inTransaction());
    QCOMPARE(db.value(u"SHOW search_path"_s), u"pg_temp"_s);
    QCOMPARE(db.execute(u"ROLLBACK"_s), QString());
    const auto after = db.schema();
    QVERIFY(after);
    QCOMPARE(after->tables.size(), 1);
    QVERIFY(!db.database().inTransaction());
}

void TestPgIntrospect::aRoleWithoutRightsSeesTheRest()
{
    const QString location =
        m_cluster.newDatabase(u"CREATE SCHEMA secret; CREATE TABLE secret.inner (id int PRIMARY KEY);"
                              "CREATE TYPE secret.kind AS ENUM ('a'); CREATE SEQUENCE secret.s;"
                              "CREATE TABLE seen (id int PRIMARY KEY, ref int REFERENCES "
                              "secret.inner, kind secret.kind);"
                              "CREATE TABLE closed (id int); CREATE TABLE partly (a int, b int);"
                              "CREATE ROLE visitor LOGIN; GRANT USAGE ON SCHEMA public TO visitor;"
                              "GRANT SELECT ON seen TO visitor; GRANT SELECT (a) ON partly TO "
                              "visitor;"_s);
    QVERIFY2(!location.isEmpty(), qPrintable(m_cluster.problem()));
    PostgresDb owner(location);
    PostgresDb db(m_cluster.location(owner.value(u"SELECT current_database()"_s), u"visitor"_s));
    QVERIFY2(db.error().isEmpty(), qPrintable(db.error()));
    const auto schema = db.schema();
    QVERIFY2(schema, qPrintable(schema.ok() ? QString() : schema.error().detail));
    QStringList names;
    for (const Table &t : schema->tables)
        names.append(t.name.display());
    QCOMPARE(names, (QStringList{u"closed"_s, u"partly"_s, u"seen"_s}));
    QCOMPARE(schema->table({{}, u"seen"_s})->foreignKeys.first().target, QualifiedName({u"secret"_s, u"inner"_s}));
    QVERIFY(schema->table({{}, u"seen"_s})->brokenBecause.isEmpty());
    QVERIFY(schema->table({{}, u"partly"_s})->brokenBecause.isEmpty());
    QVERIFY(!schema->table({{}, u"closed"_s})->brokenBecause.isEmpty());
    QVERIFY(schema->enums.isEmpty() && schema->sequences.isEmpty());
    QCOMPARE(schema->remarks,
             QStringList{u"This role may not look into the schema secret: what is in it is left out."_s});
}

void TestPgIntrospect::whatTheCatalogueLacksIsSaid()
{
    const QString location =
        m_cluster.newDatabase(u"CREATE TABLE t (id serial PRIMARY KEY); CREATE ROLE half LOGIN; GRANT ALL ON t TO half;"
                              "REVOKE SELECT ON pg_catalog.pg_policy, pg_catalog.pg_sequence FROM PUBLIC"_s);
    QVERIFY2(!location.isEmpty(), qPrintable(m_cluster.problem()));
    PostgresDb owner(location);
    PostgresDb db(m_cluster.location(owner.value(u"SELECT current_database()"_s), u"half"_s));
    const auto schema = db.schema();
    QVERIFY2(schema, qPrintable(schema.ok() ? QString() : schema.error().detail));
    QCOMPARE(schema->tables.size(), 1);
    QCOMPARE(schema->remarks.size(), 2);
    QVERIFY(schema->remarks.first().startsWith(u"Policies could not be read from this server: "_s));
    QVERIFY(schema->remarks.last().startsWith(u"Sequences could not be read from this server: "_s));
    // Within a transaction, too, which goes on.
    QCOMPARE(db.execute(u"BEGIN"_s), QString());
    const auto within = db.schema();
    QVERIFY(within);
    QVERIFY(*within == *schema);
    QCOMPARE(db.value(u"SELECT 1"_s), u"1"_s);
}

/// As if this server's catalogue had no more than the first ones had: every query still runs and gives as many columns.
void TestPgIntrospect::olderCatalogues()
{
    PostgresDb db(m_cluster.newDatabase(everythingSql()));
    PostgresCatalog whole;
    const auto facts = db.database().query(postgresCatalogSql());
    QVERIFY(facts);
    for (const Row &r : *facts)
        (r[0].display() == u"c"_s ? whole.columns : whole.functions).insert(r[1].display());
    QVERIFY(whole.has(u"pg_index"_s, u"indisunique"_s));
    QVERIFY(whole.functions.contains(u"pg_get_partkeydef"_s));
    const PostgresCatalog bare;
    const auto widths = [&](const PostgresCatalog &catalog) {
        QStringList out;
        for (const auto sql :
             {postgresSchemasSql, postgresRelationsSql, postgresColumnsSql, postgresConstraintsSql, postgresIndexesSql,
              postgresTriggersSql, postgresPoliciesSql, postgresTypesSql, postgresSequencesSql}) {
            const auto rows = db.database().query(sql(catalog));
            out.append(rows ? QString::number(rows->empty() ? 0 : rows->front().size()) : rows.error().detail);
        }
        return out;
    };
    QCOMPARE(widths(bare), widths(whole));
    // What has no stand-in at all is left to remarks: a server without prokind is older than 11.
    PostgresCatalog some = whole;
    some.columns.remove(u"pg_aggregate.aggcombinefn"_s);
    some.functions.remove(u"pg_get_functiondef"_s);
    QVERIFY(db.database().query(postgresFunctionsSql(some)));
}

void TestPgIntrospect::temporaryTablesAreNobodys()
{
    PostgresDb db(m_cluster.newDatabase(u"CREATE TABLE t (id int)"_s));
    QCOMPARE(db.execute(u"CREATE TEMP TABLE mine (id serial PRIMARY KEY); CREATE TEMP VIEW v AS SELECT 1"_s),
             QString());
    const auto schema = db.schema();
    QVERIFY(schema);
    QCOMPARE(schema->tables.size(), 1);
    QVERIFY(schema->views.isEmpty() && schema->sequences.isEmpty());
}

void TestPgIntrospect::journalsAreTheSystems()
{
    PostgresDb db(m_cluster.newDatabase(
        u"CREATE SCHEMA drizzle; CREATE TABLE drizzle.__drizzle_migrations (id serial PRIMARY KEY, hash text NOT NULL, "
        "created_at bigint); CREATE TABLE done (id serial PRIMARY KEY, hash text NOT NULL, created_at bigint);"
        "CREATE TABLE plain (id serial PRIMARY KEY, hash text NOT NULL, created_at timestamp)"_s));
    const auto schema = db.schema();
    QVERIFY(schema);
    QVERIFY(schema->table({u"drizzle"_s, u"__drizzle_migrations"_s})->internal);
    QVERIFY(schema->table({{}, u"done"_s})->internal);
    QVERIFY(!schema->table({{}, u"plain"_s})->internal);
    QVERIFY(schema->sequence({u"drizzle"_s, u"__drizzle_migrations_id_seq"_s})->internal);
    for (const NamedSchema &s : schema->schemas)
        QCOMPARE(s.internal, s.name == u"drizzle"_s);
}

void TestPgIntrospect::namesThatDifferInCaseOnly()
{
    PostgresDb db(
        m_cluster.newDatabase(u"CREATE TABLE \"T\" (a int, \"A\" text); CREATE TABLE t (b int); CREATE SCHEMA \"x.y\"; "
                              "CREATE TABLE \"x.y\".\"a \"\"b\" (\"ä ü\" int, \"b.c\" int PRIMARY KEY)"_s));
    const auto schema = db.schema();
    QVERIFY(schema);
    QCOMPARE(schema->table({{}, u"T"_s})->columns.size(), 2);
    QCOMPARE(schema->table({{}, u"t"_s})->columns.size(), 1);
    QCOMPARE(schema->table({{}, u"T"_s})->column(u"A"_s)->declaredType, u"text"_s);
    const Table *odd = schema->table({u"x.y"_s, u"a \"b"_s});
    QVERIFY(odd);
    QCOMPARE(odd->primaryKeyColumns(), QStringList{u"b.c"_s});
    PostgresDb copy(m_cluster.newDatabase());
    QCOMPARE(copy.create(*schema), QString());
    const auto again = copy.schema();
    QVERIFY(again);
    QCOMPARE(firstDifference(*schema, *again), QString());
}

void TestPgIntrospect::anEmptyDatabase()
{
    PostgresDb db(m_cluster.newDatabase(u"DROP SCHEMA public"_s));
    const auto schema = db.schema();
    QVERIFY(schema);
    QVERIFY(schema->tables.isEmpty() && schema->schemas.isEmpty() && schema->remarks.isEmpty());
}

QTEST_GUILESS_MAIN(TestPgIntrospect)
#include "tst_pgintrospect.moc"
