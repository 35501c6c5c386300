// SPDX-License-Identifier: GPL-3.0-or-later
// What lies in a schema that the role may not look into is unknown, and not gone.
#include "core/migrate/schemamigration.h"

#include "support/postgresschema.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

class TestPgClosedSchema : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        START_POSTGRES(m_cluster);
        PostgresDb db(m_cluster.newDatabase(u"CREATE ROLE guest LOGIN"_s));
        QCOMPARE(db.error(), QString());
    }
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void whatIsInItStays_data();
    void whatIsInItStays();
    void aRoleWithoutUsage();

private:
    PostgresCluster m_cluster;
};

namespace {

/// One of each kind, in the schema app, and a table outside of it.
Schema withEverything(const QString &type)
{
    Schema s;
    s.schemas = {{u"app"_s}, {u"public"_s}};
    const QualifiedName name{u"app"_s, u"x"_s};
    for (const QualifiedName &n : {name, QualifiedName{{}, u"outside"_s}}) {
        Table t;
        t.name = n;
        Column c;
        c.name = u"n"_s;
        c.declaredType = type;
        t.columns.append(c);
        s.tables.append(t);
    }
    View v;
    v.name = {u"app"_s, u"v"_s};
    v.definition = u"SELECT 1 AS a"_s;
    s.views.append(v);
    EnumType e;
    e.name = {u"app"_s, u"e"_s};
    e.values = QStringList{u"a"_s};
    s.enums.append(e);
    Domain d;
    d.name = {u"app"_s, u"d"_s};
    d.baseType = u"integer"_s;
    s.domains.append(d);
    Sequence q;
    q.name = {u"app"_s, u"q"_s};
    s.sequences.append(q);
    Function f;
    f.name = {u"app"_s, u"f"_s};
    f.definition = u"CREATE FUNCTION app.f() RETURNS integer LANGUAGE sql AS 'SELECT 1'"_s;
    s.functions.append(f);
    return s;
}

QStringList inWords(const QList<Change> &changes)
{
    QStringList out;
    for (const Change &c : changes)
        out.append(wordsOf(c));
    return out;
}

/// As a role sees it that may not look into the schema app.
Schema closed(const QString &type)
{
    Schema s = withEverything(type);
    s.schemas[0].readable = false;
    s.tables.removeFirst();
    s.views.clear();
    s.enums.clear();
    s.domains.clear();
    s.sequences.clear();
    s.functions.clear();
    return s;
}

} // namespace

void TestPgClosedSchema::whatIsInItStays_data()
{
    QTest::addColumn<bool>("fromIsClosed");
    QTest::addColumn<bool>("toIsClosed");
    QTest::newRow("from") << true << false;
    QTest::newRow("to") << false << true;
    QTest::newRow("both") << true << true;
}

void TestPgClosedSchema::whatIsInItStays()
{
    QFETCH(bool, fromIsClosed);
    QFETCH(bool, toIsClosed);
    const Schema from = fromIsClosed ? closed(u"integer"_s) : withEverything(u"integer"_s);
    const Schema to = toIsClosed ? closed(u"bigint"_s) : withEverything(u"bigint"_s);
    const auto d = diff(from, to, {}, PostgresDb::rules());
    QVERIFY(d);
    QCOMPARE(inWords(d->changes), QStringList{u"Change the column n of outside: type bigint instead of integer"_s});
    QCOMPARE(d->target.views, from.views);
    QCOMPARE(d->target.functions, from.functions);
    QCOMPARE(d->target.schemas, from.schemas);
}

void TestPgClosedSchema::aRoleWithoutUsage()
{
    const QString sql = u"CREATE SCHEMA app; CREATE TABLE app.t (id int); CREATE VIEW app.v AS SELECT id FROM app.t; "
                        "CREATE TYPE app.e AS ENUM ('a'); CREATE TABLE outside (n int)"_s;
    PostgresDb owner(m_cluster.newDatabase(sql));
    PostgresDb other(m_cluster.newDatabase(sql));
    QVERIFY2(owner.error().isEmpty() && other.error().isEmpty(), qPrintable(owner.error() + other.error()));
    PostgresDb guest(m_cluster.location(other.value(u"SELECT current_database()"_s), u"guest"_s));
    QVERIFY2(guest.error().isEmpty(), qPrintable(guest.error()));
    const auto all = owner.schema();
    const auto seen = guest.schema();
    QVERIFY(all && seen);
    QCOMPARE(seen->tables.size(), 1);
    for (const auto &[from, to] : {std::pair(*all, *seen), std::pair(*seen, *all)}) {
        const auto migration = planMigration(from, to, {}, {}, PostgresDb::dialect());
        QVERIFY(migration);
        QCOMPARE(inWords(migration->diff.changes), QStringList());
    }
}

QTEST_GUILESS_MAIN(TestPgClosedSchema)
#include "tst_pgclosedschema.moc"
