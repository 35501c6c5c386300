// SPDX-License-Identifier: GPL-3.0-or-later
// What the page of types and functions lists, and the SQL it shows for each.
#include "core/dialect/listedobjects.h"

#include "support/files.h"
#include "support/postgresschema.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

const Dialect &postgres()
{
    return *dialectByName(u"postgres"_s);
}

Schema film()
{
    Schema schema;
    schema.enums = {{{{}, u"rating"_s}, {u"G"_s, u"PG"_s}}, {{u"app"_s, u"mood"_s}, {u"it's"_s}}};
    Domain year;
    year.name = {{}, u"year"_s};
    year.baseType = u"integer"_s;
    year.checks = {{u"year_check"_s, u"VALUE > 1900"_s}};
    schema.domains = {year};
    Sequence sequence;
    sequence.name = {{}, u"film_id_seq"_s};
    sequence.ownerTable = {{}, u"film"_s};
    sequence.ownerColumn = u"id"_s;
    schema.sequences = {sequence};
    Function one;
    one.name = {{}, u"stock"_s};
    one.arguments = u"integer"_s;
    one.result = u"integer"_s;
    one.language = u"sql"_s;
    one.definition = u"CREATE FUNCTION stock(integer) RETURNS integer LANGUAGE sql AS 'SELECT $1'"_s;
    Function two = one;
    two.arguments = u"text"_s;
    two.definition.replace(u"(integer)"_s, u"(text)"_s);
    schema.functions = {one, two};
    Table table;
    table.name = {{}, u"film"_s};
    table.columns.resize(4);
    table.columns[0].name = u"id"_s;
    table.columns[0].declaredType = u"integer"_s;
    table.columns[1].name = u"rating"_s;
    table.columns[1].declaredType = u"rating"_s;
    table.columns[2].name = u"moods"_s;
    table.columns[2].declaredType = u"app.mood[]"_s;
    table.columns[3].name = u"made"_s;
    table.columns[3].declaredType = u"year"_s;
    table.policies = {{u"own"_s, Policy::Command::Select, false, {u"ann"_s}, u"(id > 0)"_s, {}, {}},
                      {u"all"_s, Policy::Command::All, false, {u"public"_s}, u"true"_s, {}, {}}};
    Trigger trigger;
    trigger.name = u"touch"_s;
    trigger.table = table.name;
    trigger.time = Trigger::Time::Before;
    trigger.event = Trigger::Event::Insert;
    trigger.otherEvents = {Trigger::Event::Update};
    trigger.body = u"EXECUTE FUNCTION touch()"_s;
    trigger.function = {{}, u"touch"_s};
    Trigger partitions = trigger;
    partitions.name = u"from the parent"_s;
    partitions.inherited = true;
    table.triggers = {partitions, trigger};
    schema.tables = {table};
    return schema;
}

QStringList lines(const QList<ListedObject> &objects)
{
    QStringList out;
    for (const ListedObject &o : objects)
        out.append(QStringList{o.word, o.display(), o.about, o.usedBy.join(u' ')}.join(u'|'));
    return out;
}

ListedObject named(const Schema &schema, const QString &display)
{
    for (const ListedObject &o : listedObjects(schema)) {
        if (o.display() == display)
            return o;
    }
    return {};
}

} // namespace

class TestListedObjects : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void listsByKindAndName()
    {
        QCOMPARE(
            lines(listedObjects(film())),
            (QStringList{
                u"enum|app.mood|it's|film.moods"_s, u"enum|rating|G, PG|film.rating"_s,
                u"domain|year|integer CHECK (VALUE > 1900)|film.made"_s,
                u"sequence|film_id_seq|from 1 by 1, for film.id|"_s,
                u"function|stock(integer)|returns integer, in sql|"_s,
                u"function|stock(text)|returns integer, in sql|"_s, u"trigger|touch|before insert or update on film|"_s,
                u"policy|all|everything on film for public where true; row security is off, so it does nothing|"_s,
                u"policy|own|select on film for ann where (id > 0); row security is off, so it does nothing|"_s}));
    }

    void theSystemsOwnIsLeftOut()
    {
        Schema schema;
        schema.enums = {{{{}, u"hidden"_s}, {}, true}};
        schema.schemas = {{u"public"_s}, {u"pg_toast"_s, true, true}, {u"app"_s}};
        QCOMPARE(lines(listedObjects(schema)), QStringList{u"schema|app||"_s});
        QVERIFY(listedObjects({}).isEmpty());
    }

    void sqlIsOfThatObjectAlone_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("sql");
        QTest::newRow("enum") << u"app.mood"_s << u"CREATE TYPE \"app\".\"mood\" AS ENUM ('it''s');"_s;
        QTest::newRow("function") << u"stock(text)"_s
                                  << u"CREATE FUNCTION stock(text) RETURNS integer LANGUAGE sql AS 'SELECT $1';"_s;
        QTest::newRow("policy")
            << u"own"_s << u"CREATE POLICY \"own\" ON \"public\".\"film\" FOR SELECT TO \"ann\" USING ((id > 0));"_s;
        QTest::newRow("trigger")
            << u"touch"_s
            << u"CREATE TRIGGER \"touch\" BEFORE INSERT OR UPDATE ON \"public\".\"film\" FOR EACH STATEMENT EXECUTE FUNCTION touch();"_s;
    }

    void sqlIsOfThatObjectAlone()
    {
        QFETCH(QString, name);
        QFETCH(QString, sql);
        const Schema schema = film();
        QCOMPARE(createSqlOf(named(schema, name), schema, postgres()), sql);
    }

    void everyObjectOfAServerSaysItsSql()
    {
        PostgresCluster cluster;
        START_POSTGRES(cluster);
        PostgresDb db(cluster.newDatabase(QString::fromUtf8(
            files::contents(QStringLiteral(RAINCHECK_SOURCE_DIR "/tests/core/dialect/postgres/everything.sql")))));
        QVERIFY2(db.error().isEmpty(), qPrintable(db.error() + cluster.problem()));
        const auto schema = db.schema();
        QVERIFY(schema);
        const QList<ListedObject> objects = listedObjects(*schema);
        QVERIFY(objects.size() > 20);
        for (const ListedObject &o : objects) {
            const QString sql = createSqlOf(o, *schema, postgres());
            if (o.display() == u"plpgsql")
                continue; // every server has it already
            QVERIFY2(sql.startsWith(u"CREATE "), qPrintable(o.word + u' ' + o.display() + u": "_s + sql));
            QVERIFY2(sql.contains(o.name.name), qPrintable(sql));
        }
    }
};

QTEST_GUILESS_MAIN(TestListedObjects)
#include "tst_listedobjects.moc"
