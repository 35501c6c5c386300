// SPDX-License-Identifier: GPL-3.0-or-later
// On a server "Users" and users are two: what is said of one excuses nothing of the other.
#include "core/migrate/filescript.h"
#include "core/migrate/findings.h"
#include "core/migrate/schemamigration.h"
#include "core/sql/namesinsql.h"
#include "support/postgresschema.h"
#include "support/verify.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

Q_DECLARE_METATYPE(core::Renames)

class TestPgExactNames : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void dryRuns_data();
    void dryRuns();
    void plans_data();
    void plans();
    void lookUps();

private:
    PostgresCluster m_cluster;
    std::unique_ptr<PostgresDb> m_wanted;
};

void TestPgExactNames::initTestCase()
{
    START_POSTGRES(m_cluster);
    m_wanted = std::make_unique<PostgresDb>(m_cluster.newDatabase());
    QCOMPARE(m_wanted->error(), QString());
}

void TestPgExactNames::dryRuns_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QStringList>("foreseen");
    QTest::addColumn<QStringList>("found");
    const auto add = [](const char *name, const QString &sql, const QStringList &foreseen, const QStringList &found) {
        QTest::newRow(name) << sql << foreseen << found;
    };
    add("the one in small letters dropped", u"DROP TABLE USERS"_s,
        {u"H01! This drops the table “users” with its rows."_s}, {u"H01 “users” loses 3 rows, as the script says."_s});
    add("the other one dropped", u"DROP TABLE \"Users\""_s, {u"H01! This drops the table “Users” with its rows."_s},
        {u"H01 “Users” loses 2 rows, as the script says."_s});
    add("one dropped, one by a block", u"DROP TABLE \"Users\"; DO 'begin drop table users; end'"_s,
        {u"H01! This drops the table “Users” with its rows."_s},
        {u"H01! “users” is dropped with its 3 rows, and no DROP TABLE in the script says so."_s,
         u"H01 “Users” loses 2 rows, as the script says."_s});
    add("one emptied, one by a block", u"DELETE FROM \"Users\" WHERE id < 3; DO 'begin delete from users; end'"_s, {},
        {u"H05! “users” loses 3 of 3 rows, and no DROP or DELETE in the script says so."_s,
         u"H06! “Users” loses all of its 2 rows, as the script says."_s});
    add("every row of one", u"DELETE FROM users"_s, {u"H06! This deletes every row of “users”."_s},
        {u"H06 “users” loses 3 rows, as the script says."_s});
    add("a column of one, and its like by a block",
        u"ALTER TABLE users DROP COLUMN \"Name\"; DO 'begin alter table users drop column name; end'"_s,
        {u"H02! This drops the column “Name” of “users” with its values."_s},
        {u"H02! The column “name” of “users” goes with its 3 values, and no DROP COLUMN in the script says so."_s,
         u"H40! The index “by_name” is lost, and nothing in the script says so."_s,
         u"H02 The column “Name” of “users” goes with its 3 values, as the script says."_s});
    add("an index of one", u"DROP INDEX \"By_Name\"; DO 'begin drop index by_name; end'"_s, {},
        {u"H40! The index “by_name” is lost, and nothing in the script says so."_s});
    add("made anew from the other one",
        u"CREATE TABLE __new_users (id int, name text); INSERT INTO __new_users SELECT id, name FROM \"Users\";"
        "DROP TABLE users; ALTER TABLE __new_users RENAME TO users"_s,
        {u"H01! This drops the table “users” with its rows."_s},
        {u"H02! The column “Name” of “users” goes with its 3 values, and no DROP COLUMN in the script says so."_s,
         u"H05! “users” loses 1 of 3 rows, and no DROP or DELETE in the script says so."_s,
         u"H40! The index “by_name” is lost, and nothing in the script says so."_s});
    add("one takes the other's name", u"DROP TABLE users; ALTER TABLE \"Users\" RENAME TO users"_s,
        {u"H01! This drops the table “users” with its rows."_s},
        {u"H40! The index “by_name” is lost, and nothing in the script says so."_s});
    add("in another schema", u"DROP TABLE \"App\".t; DO 'begin drop table app.t; end'"_s,
        {u"H01! This drops the table “App.t” with its rows."_s},
        {u"H01! “app.t” is dropped with its 2 rows, and no DROP TABLE in the script says so."_s,
         u"H01 “App.t” loses 1 row, as the script says."_s});
}

void TestPgExactNames::dryRuns()
{
    QFETCH(QString, sql);
    QFETCH(QStringList, foreseen);
    QFETCH(QStringList, found);
    PostgresDb db(m_cluster.newDatabase(
        u"CREATE TABLE users (id int, name text, \"Name\" text); CREATE TABLE \"Users\" (id int, name text);"
        "CREATE INDEX by_name ON users (name); CREATE INDEX \"By_Name\" ON \"Users\" (name);"
        "INSERT INTO users VALUES (1, 'a', 'A'), (2, 'b', 'B'), (3, 'c', 'C');"
        "INSERT INTO \"Users\" VALUES (1, 'x'), (2, 'y');"
        "CREATE SCHEMA app; CREATE TABLE app.t (id int); INSERT INTO app.t VALUES (1), (2);"
        "CREATE SCHEMA \"App\"; CREATE TABLE \"App\".t (id int); INSERT INTO \"App\".t VALUES (1)"_s));
    QCOMPARE(db.error(), QString());
    const auto schema = db.schema();
    VERIFY_OK(schema);
    TestJob job;
    const Script script = fileScript(sql, u"a.sql"_s, u"A"_s, PostgresDb::dialect());
    const auto report = dryRun(db.database(), script, PostgresDb::dialect(), job);
    QVERIFY2(report && report->succeeded, qPrintable(report ? report->error.message : report.error().message));
    const auto texts = [](const QList<Finding> &findings) {
        QStringList all;
        for (const Finding &f : findings) {
            if (!f.code.isEmpty() && f.code != u"H90")
                all += f.code + (f.severity == Finding::Severity::Stop ? u"! "_s : u" "_s) + f.message;
        }
        all.sort();
        return all.join(u'\n');
    };
    found.sort();
    QCOMPARE(texts(report->stillTrue(staticFindings(script, *schema, PostgresDb::dialect()))), foreseen.join(u'\n'));
    QCOMPARE(texts(report->findings), found.join(u'\n'));
}

void TestPgExactNames::plans_data()
{
    QTest::addColumn<QString>("to");
    QTest::addColumn<Renames>("renames");
    QTest::addColumn<QStringList>("queries"); ///< give true afterwards
    const auto add = [](const char *name, const QString &to, const QStringList &queries, const Renames &renames = {}) {
        QTest::newRow(name) << to << renames << queries;
    };
    const QString both = u"CREATE TYPE mood AS ENUM ('a'); CREATE TYPE \"Mood\" AS ENUM ('b');"
                         "CREATE TABLE users (id int PRIMARY KEY, name text, \"Name\" mood);"
                         "CREATE TABLE \"Users\" (id int PRIMARY KEY, name \"Mood\"); "_s;
    const QString plain = u"SELECT string_agg(users::text, ';' ORDER BY id) = '(1,n,a);(2,m,a)' FROM users"_s;
    const QString capital = u"SELECT string_agg(\"Users\"::text, ';' ORDER BY id) = '(1,b)' FROM \"Users\""_s;
    add("a third one comes", both + u"CREATE TABLE \"USERS\" (id int)"_s, {plain, capital});
    add("a column comes beside its like",
        QString(both).replace(u"name \"Mood\")"_s, u"name \"Mood\", \"Name\" int DEFAULT 5)"_s),
        {plain, u"SELECT \"Users\"::text = '(1,b,5)' FROM \"Users\""_s});
    add("one goes", both.section(u"CREATE TABLE \"Users\""_s, 0, 0),
        {plain, u"SELECT to_regclass('\"Users\"') IS NULL"_s});
    add("a column goes", QString(both).replace(u", \"Name\" mood"_s, QString()),
        {capital, u"SELECT string_agg(users::text, ';' ORDER BY id) = '(1,n);(2,m)' FROM users"_s});
    add("the column in small letters goes", QString(both).replace(u"name text, "_s, QString()),
        {capital, u"SELECT string_agg(users::text, ';' ORDER BY id) = '(1,a);(2,a)' FROM users"_s});
    Renames table;
    table.tables = {{{{}, u"Users"_s}, {{}, u"people"_s}}};
    add("one is renamed", QString(both).replace(u"TABLE \"Users\""_s, u"TABLE people"_s),
        {plain, u"SELECT people::text = '(1,b)' FROM people"_s}, table);
    Renames column;
    column.columns = {{{{}, u"users"_s}, u"Name"_s, u"feeling"_s}};
    add("a column is renamed", QString(both).replace(u"\"Name\" mood"_s, u"feeling mood"_s),
        {capital, u"SELECT string_agg(name || feeling, ';' ORDER BY id) = 'na;ma' FROM users"_s}, column);
    add("a value is added to one type", QString(both).replace(u"mood AS ENUM ('a')"_s, u"mood AS ENUM ('a', 'c')"_s),
        {plain, capital, u"SELECT count(*) = 1 FROM pg_enum WHERE enumtypid = '\"Mood\"'::regtype"_s});
    add("schemas",
        both
            + u"CREATE SCHEMA app; CREATE SCHEMA \"App\"; CREATE TABLE app.t (id int); CREATE TABLE \"App\".t (n text)"_s,
        {plain, u"SELECT count(*) = 2 FROM pg_class WHERE relname = 't'"_s});
}

void TestPgExactNames::plans()
{
    QFETCH(QString, to);
    QFETCH(Renames, renames);
    QFETCH(QStringList, queries);
    PostgresDb db(m_cluster.newDatabase(
        u"CREATE TYPE mood AS ENUM ('a'); CREATE TYPE \"Mood\" AS ENUM ('b');"
        "CREATE TABLE users (id int PRIMARY KEY, name text, \"Name\" mood);"
        "CREATE TABLE \"Users\" (id int PRIMARY KEY, name \"Mood\");"
        "INSERT INTO users VALUES (1, 'n', 'a'), (2, 'm', 'a'); INSERT INTO \"Users\" VALUES (1, 'b')"_s));
    QCOMPARE(db.error(), QString());
    QCOMPARE(m_wanted->anew(to), QString());
    const auto before = db.schema();
    const auto wanted = m_wanted->schema();
    VERIFY_OK(before);
    VERIFY_OK(wanted);
    const auto self = diff(*before, *before, {}, PostgresDb::rules());
    VERIFY_OK(self);
    QVERIFY(self->isEmpty());
    DiffOptions options;
    options.renames = renames;
    const auto planned = planMigration(*before, *wanted, options, {}, PostgresDb::dialect());
    VERIFY_OK(planned);
    QCOMPARE(db.run(planned->plan.script), QString());
    const auto now = db.schema();
    VERIFY_OK(now);
    QCOMPARE(firstDifference(*now, *wanted), QString());
    for (const QString &query : queries)
        QVERIFY2(db.value(query) == u"t" || db.value(query) == u"true", qPrintable(query + u'\n' + db.value(query)));
    if (planned->inverse.script.isEmpty())
        return;
    QCOMPARE(db.run(planned->inverse.script), QString());
    const auto back = db.schema();
    VERIFY_OK(back);
    const auto rest = diff(*back, *before, {}, PostgresDb::rules());
    VERIFY_OK(rest);
    QVERIFY(rest->isEmpty());
}

/// What is not there is not found by its like.
void TestPgExactNames::lookUps()
{
    QCOMPARE(m_wanted->anew(u"CREATE TABLE \"Users\" (\"Id\" int PRIMARY KEY, n int)"_s), QString());
    const auto schema = m_wanted->schema();
    VERIFY_OK(schema);
    QVERIFY(schema->table({{}, u"Users"_s}));
    QVERIFY(!schema->table({{}, u"users"_s}));
    QVERIFY(!schema->table({{}, u"Users"_s})->column(u"id"_s));
    QVERIFY(SchemaIndex(*schema).table({{}, u"Users"_s}));
    QVERIFY(!SchemaIndex(*schema).table({{}, u"users"_s}));
    QCOMPARE(nameMeant(u"Users", NameCase::Exact), u"users"_s);
    QCOMPARE(nameMeant(u"\"Users\"", NameCase::Exact), u"Users"_s);
    QCOMPARE(nameMeant(u"Users", NameCase::Ignored), u"Users"_s);
}

QTEST_GUILESS_MAIN(TestPgExactNames)
#include "tst_pgexactnames.moc"
