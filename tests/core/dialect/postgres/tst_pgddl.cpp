// SPDX-License-Identifier: GPL-3.0-or-later
// The proof of exactness: what introspection read can be written again, in an empty database, without a difference.
#include "core/schema/diff.h"

#include "support/files.h"
#include "support/postgresschema.h"
#include "support/testdata.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

class TestPgDdl : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { START_POSTGRES(m_cluster); }
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void writtenAgain_data();
    void writtenAgain();
    void oneStatementIsWhole();
    void typesHaveTheirSchemas_data();
    void typesHaveTheirSchemas();

private:
    PostgresCluster m_cluster;
};

void TestPgDdl::writtenAgain_data()
{
    QTest::addColumn<QString>("dump");
    QTest::newRow("everything") << QString();
    QTest::newRow("pagila") << u"pagila_pg.sql.gz"_s;
    QTest::newRow("chinook") << u"chinook_pg.sql.gz"_s;
    QTest::newRow("northwind") << u"northwind_pg.sql.gz"_s;
}

void TestPgDdl::writtenAgain()
{
    QFETCH(QString, dump);
    if (!dump.isEmpty() && testdata::shared(dump).isEmpty())
        QSKIP("../shared/data is not here");
    const QByteArray sql =
        files::contents(QStringLiteral(RAINCHECK_SOURCE_DIR "/tests/core/dialect/postgres/everything.sql"));
    PostgresDb db(dump.isEmpty() ? m_cluster.newDatabase(QString::fromUtf8(sql))
                                 : m_cluster.newDatabaseFrom(testdata::shared(dump)));
    QVERIFY2(db.error().isEmpty(), qPrintable(db.error() + m_cluster.problem()));
    const auto schema = db.schema();
    QVERIFY(schema);
    QVERIFY(schema->tables.size() > 5);
    PostgresDb copy(m_cluster.newDatabase());
    QCOMPARE(copy.create(*schema), QString());
    const auto again = copy.schema();
    QVERIFY(again);
    QCOMPARE(firstDifference(*schema, *again), QString());
    QVERIFY(*schema == *again);
    // And nothing is different, of course, also where no search_path helps.
    for (const Schema &other : {*schema, *again}) {
        const auto none = diff(*schema, other, {}, PostgresDb::rules());
        QVERIFY(none);
        QVERIFY(none->isEmpty());
    }
}

void TestPgDdl::oneStatementIsWhole()
{
    PostgresDb db(
        m_cluster.newDatabase(u"CREATE SCHEMA app; CREATE TABLE app.a (id int PRIMARY KEY);"
                              "CREATE TABLE app.b (id int REFERENCES app.a ON DELETE CASCADE, t text CHECK (t "
                              "<> '')); CREATE VIEW app.v AS SELECT id FROM app.b"_s));
    const auto schema = db.schema();
    QVERIFY(schema);
    const auto &postgres = PostgresDb::dialect();
    const QString table = postgres.createSql(*schema->table({u"app"_s, u"b"_s}));
    const QString view = postgres.createSql(*schema->view({u"app"_s, u"v"_s}));
    QCOMPARE(db.execute(u"DROP VIEW app.v; DROP TABLE app.b; SET search_path TO nowhere"_s), QString());
    QCOMPARE(db.execute(table), QString());
    QCOMPARE(db.execute(view), QString());
    const auto again = db.schema();
    QVERIFY(again);
    QVERIFY(*schema == *again);
}

void TestPgDdl::typesHaveTheirSchemas_data()
{
    QTest::addColumn<QString>("type");
    for (const QString &type :
         {u"mood"_s, u"mood[]"_s, u"\"Odd type\""_s, u"app.kind"_s, u"\"My app\".\"The kind\"[]"_s, u"numeric(10,2)"_s,
          u"timestamp(3) with time zone"_s, u"character varying(20)[]"_s, u"\"char\""_s, u"bit varying(3)"_s,
          u"double precision"_s, u"interval year to month"_s, u"int4range"_s, u"pg_lsn"_s})
        QTest::newRow(qPrintable(type)) << type;
}

/// Whatever the search_path is, the column's type is the one that was meant.
void TestPgDdl::typesHaveTheirSchemas()
{
    QFETCH(QString, type);
    PostgresDb db(m_cluster.newDatabase(u"CREATE TYPE mood AS ENUM ('a'); CREATE DOMAIN \"Odd type\" AS int; CREATE "
                                        "SCHEMA app; CREATE TYPE app.kind AS ENUM ('a'); CREATE SCHEMA \"My app\"; "
                                        "CREATE TYPE \"My app\".\"The kind\" AS ENUM ('a'); SET search_path TO app"_s));
    Table t;
    t.name = {{}, u"t"_s};
    Column c;
    c.name = u"c"_s;
    c.declaredType = type;
    t.columns = {c};
    QCOMPARE(db.execute(PostgresDb::dialect().createSql(t)), QString());
    const auto schema = db.schema();
    QVERIFY(schema);
    QCOMPARE(schema->tables.first().columns.first().declaredType, type);
}

QTEST_GUILESS_MAIN(TestPgDdl)
#include "tst_pgddl.moc"
