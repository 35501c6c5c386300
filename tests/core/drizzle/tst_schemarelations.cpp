// SPDX-License-Identifier: GPL-3.0-or-later
// What a schema.ts declares beside a database: pure, without Node.
#include "core/drizzle/schemarelations.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

Table table(const QString &name, const QStringList &columns, const QStringList &key = {})
{
    Table t;
    t.name.name = name;
    for (const QString &c : columns) {
        Column column;
        column.name = c;
        t.columns.append(column);
    }
    if (!key.isEmpty()) {
        t.primaryKey = PrimaryKey();
        for (const QString &c : key)
            t.primaryKey->columns.append({c, {}, {}, SortOrder::Unspecified});
    }
    return t;
}

Schema live()
{
    Schema s;
    s.tables = {table(u"groups"_s, {u"id"_s}, {u"id"_s}),
                table(u"links"_s, {u"user_id"_s, u"group_id"_s}, {u"user_id"_s, u"group_id"_s}),
                table(u"posts"_s, {u"id"_s, u"author_id"_s, u"x"_s, u"y"_s}, {u"id"_s}),
                table(u"profiles"_s, {u"user_id"_s}, {u"user_id"_s}),
                table(u"spots"_s, {u"x"_s, u"y"_s}, {u"x"_s, u"y"_s}),
                table(u"users"_s, {u"id"_s}, {u"id"_s})};
    return s;
}

DrizzleRelation relation(DrizzleRelation::Kind kind, const QString &name, const QString &from,
                         const QStringList &columns, const QString &to, const QStringList &targets)
{
    DrizzleRelation r;
    r.kind = kind;
    r.name = name;
    r.from.name = from;
    r.fromColumns = columns;
    r.to.name = to;
    r.toColumns = targets;
    r.file = u"/p/src/schema.ts"_s;
    return r;
}

QStringList texts(const QList<DrawnForeignKey> &keys)
{
    QStringList out;
    for (const DrawnForeignKey &k : keys)
        out.append(u"%1(%2)->%3(%4) %5/%6 %7"_s.arg(k.table.name, k.key.columns.join(u','), k.key.target.name,
                                                    k.key.targetColumns.join(u','), k.name, k.reverseName,
                                                    k.declaredIn));
    return out;
}

DrizzleSchema declared(const QList<DrizzleRelation> &relations)
{
    DrizzleSchema d;
    d.root = u"/p"_s;
    d.files = {u"/p/src/schema.ts"_s};
    d.relations = relations;
    return d;
}

constexpr auto one = DrizzleRelation::Kind::One;
constexpr auto many = DrizzleRelation::Kind::Many;

} // namespace

class TestSchemaRelations : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void bothSidesAreOneKey()
    {
        const auto d = declared({relation(many, u"posts"_s, u"users"_s, {u"id"_s}, u"posts"_s, {u"author_id"_s}),
                                 relation(one, u"author"_s, u"posts"_s, {u"author_id"_s}, u"users"_s, {u"id"_s})});
        QCOMPARE(texts(relationsBeside(d, live())),
                 QStringList{u"posts(author_id)->users(id) author/posts src/schema.ts"_s});
    }

    void theSideThatOwnsTheKey_data()
    {
        QTest::addColumn<QStringList>("sides"); // from, its column, to, its column
        QTest::addColumn<int>("owns"); // −1: not said
        QTest::addColumn<QString>("key");
        QTest::newRow("said") << QStringList{u"profiles"_s, u"user_id"_s, u"users"_s, u"id"_s} << 1
                              << u"profiles(user_id)->users(id) r/"_s;
        QTest::newRow("said of the other") << QStringList{u"users"_s, u"id"_s, u"profiles"_s, u"user_id"_s} << 0
                                           << u"profiles(user_id)->users(id) /r"_s;
        QTest::newRow("leads to a key") << QStringList{u"posts"_s, u"author_id"_s, u"users"_s, u"id"_s} << -1
                                        << u"posts(author_id)->users(id) r/"_s;
        QTest::newRow("comes from one") << QStringList{u"users"_s, u"id"_s, u"posts"_s, u"author_id"_s} << -1
                                        << u"posts(author_id)->users(id) /r"_s;
        QTest::newRow("both are keys") << QStringList{u"users"_s, u"id"_s, u"profiles"_s, u"user_id"_s} << -1
                                       << u"profiles(user_id)->users(id) /r"_s;
    }
    void theSideThatOwnsTheKey()
    {
        QFETCH(QStringList, sides);
        QFETCH(int, owns);
        QFETCH(QString, key);
        DrizzleRelation r = relation(one, u"r"_s, sides.at(0), {sides.at(1)}, sides.at(2), {sides.at(3)});
        if (owns >= 0)
            r.owns = owns == 1;
        QCOMPARE(texts(relationsBeside(declared({r}), live())), QStringList{key + u" src/schema.ts"_s});
    }

    void manyToManyIsTheKeysBetween()
    {
        DrizzleRelation r = relation(many, u"groups"_s, u"users"_s, {u"id"_s}, u"groups"_s, {u"id"_s});
        r.through.name = u"links"_s;
        r.throughFromColumns = QStringList{u"user_id"_s};
        r.throughToColumns = QStringList{u"group_id"_s};
        const QList<DrawnForeignKey> keys = relationsBeside(declared({r}), live());
        QCOMPARE(texts(keys),
                 (QStringList{u"links(user_id)->users(id) / src/schema.ts"_s,
                              u"links(group_id)->groups(id) / src/schema.ts"_s}));
        const RelationGraph graph(live(), keys);
        const Relation *found = graph.byName({{}, u"users"_s}, u"groups"_s);
        QVERIFY(found);
        QCOMPARE(found->kind, Relation::Kind::ManyToMany);
        QVERIFY(!found->enforced);
        QCOMPARE(found->declaredIn, u"src/schema.ts"_s);
    }

    void whatTheDatabaseKnowsIsLeftOut()
    {
        Schema known = live();
        ForeignKey key;
        key.columns = QStringList{u"x"_s, u"y"_s};
        key.target.name = u"spots"_s; // its primary key, implied
        known.tables[2].foreignKeys.append(key);
        const auto d =
            declared({relation(one, u"spot"_s, u"posts"_s, {u"y"_s, u"x"_s}, u"spots"_s, {u"y"_s, u"x"_s}),
                      relation(many, u"posts"_s, u"spots"_s, {u"x"_s, u"y"_s}, u"posts"_s, {u"x"_s, u"y"_s})});
        QCOMPARE(relationsBeside(d, live()).size(), 1);
        QVERIFY(relationsBeside(d, known).isEmpty());
    }

    void whatIsNotThereIsLeftOut()
    {
        const auto d = declared({relation(one, u"a"_s, u"posts"_s, {u"gone"_s}, u"users"_s, {u"id"_s}),
                                 relation(one, u"b"_s, u"posts"_s, {u"author_id"_s}, u"gone"_s, {u"id"_s}),
                                 relation(one, u"c"_s, u"users"_s, {u"id"_s}, u"users"_s, {u"id"_s}),
                                 relation(one, u"d"_s, u"posts"_s, {u"x"_s, u"y"_s}, u"users"_s, {u"id"_s})});
        QVERIFY(relationsBeside(d, live()).isEmpty());
    }

    void referencesThatTheDatabaseLacks()
    {
        DrizzleSchema d = declared({});
        d.schema = live();
        ForeignKey key;
        key.columns = QStringList{u"author_id"_s};
        key.target.name = u"users"_s;
        key.targetColumns = QStringList{u"id"_s};
        d.schema.tables[2].foreignKeys.append(key);
        QCOMPARE(texts(relationsBeside(d, live())), QStringList{u"posts(author_id)->users(id) / src/schema.ts"_s});
        QVERIFY(relationsBeside(d, d.schema).isEmpty());
    }

    void namesAreThoseOfTheSchema()
    {
        const auto d = declared({relation(one, u"writer"_s, u"posts"_s, {u"author_id"_s}, u"users"_s, {u"id"_s}),
                                 relation(many, u"written"_s, u"users"_s, {u"id"_s}, u"posts"_s, {u"author_id"_s})});
        const RelationGraph graph(live(), relationsBeside(d, live()));
        QVERIFY(graph.byName({{}, u"posts"_s}, u"writer"_s));
        const Relation *back = graph.byName({{}, u"users"_s}, u"written"_s);
        QVERIFY(back);
        QCOMPARE(back->kind, Relation::Kind::Many);
    }

    void modesAreFormats()
    {
        using Mode = DrizzleColumn::Mode;
        using Kind = ColumnFormat::Kind;
        const auto column = [](Mode mode, const QStringList &values = {}) {
            return DrizzleColumn{{}, mode, values, false, false};
        };
        const QHash<QString, ColumnFormat> formats = formatsOf({{u"b"_s, column(Mode::Boolean)},
                                                                {u"s"_s, column(Mode::Timestamp)},
                                                                {u"ms"_s, column(Mode::TimestampMs)},
                                                                {u"j"_s, column(Mode::Json)},
                                                                {u"jb"_s, column(Mode::JsonBlob)},
                                                                {u"e"_s, column(Mode::Unsaid, {u"x"_s, u"y"_s})},
                                                                {u"n"_s, column(Mode::Unsaid)},
                                                                {u"big"_s, column(Mode::BigInt)}});
        const QHash<QString, ColumnFormat> wanted{{u"b"_s, {Kind::Boolean, {}}},
                                                  {u"s"_s, {Kind::UnixSeconds, {}}},
                                                  {u"ms"_s, {Kind::UnixMilliseconds, {}}},
                                                  {u"j"_s, {Kind::Json, {}}},
                                                  {u"e"_s, {Kind::Enumeration, {u"x"_s, u"y"_s}}}};
        QCOMPARE(formats, wanted);
    }
};

QTEST_GUILESS_MAIN(TestSchemaRelations)
#include "tst_schemarelations.moc"
