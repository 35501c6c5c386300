// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/relationgraph.h"

#include "core/dialect/sqlite/words.h"
#include "core/sql/ddlparser.h"
#include "core/sql/splitter.h"

#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

/// Tables and indexes from DDL.
Schema schemaOf(const QString &sql)
{
    Schema schema;
    const QList<StatementSpan> spans = splitStatements(sql, sqliteLexRules());
    for (const StatementSpan &s : spans) {
        const auto parsed = parseDdl(s.in(sql), sqliteLexRules());
        if (!parsed)
            qFatal("%s", qPrintable(parsed.error().message));
        if (const auto *t = std::get_if<CreateTable>(&*parsed)) {
            schema.tables.append(t->table);
        } else if (const auto *i = std::get_if<CreateIndex>(&*parsed)) {
            for (Table &table : schema.tables) {
                if (table.name == i->table)
                    table.indexes.append(i->index);
            }
        }
    }
    return schema;
}

QString text(const Relation &r)
{
    const auto side = [](const QString &table, const QStringList &columns) {
        return QString(table + u'(' + columns.join(u',') + u')');
    };
    QString kind = u"one"_s;
    if (r.kind == Relation::Kind::OneToOne)
        kind = u"one-to-one"_s;
    else if (r.kind == Relation::Kind::Many)
        kind = u"many"_s;
    else if (r.kind == Relation::Kind::ManyToMany)
        kind = u"many-to-many"_s;
    QString s = kind + u' ' + side(r.from.name, r.fromColumns) + u"->"_s + side(r.to.name, r.toColumns);
    if (!r.junction.isEmpty())
        s += u" via "_s + r.junction.name + u'(' + r.junctionFromColumns.join(u',') + u';'
            + r.junctionToColumns.join(u',') + u')';
    return s;
}

} // namespace

class TestRelationGraph : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void relations_data();
    void relations();
    void byColumn();
    void referencing();
    void names_data();
    void names();
    void byName();
    void drawn();
    void manyTables();
    void partitionsAndCase();
};

void TestRelationGraph::relations_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("table");
    QTest::addColumn<QStringList>("expected");
    const auto row = [](const char *name, const QString &sql, const QString &table, const QStringList &expected) {
        QTest::newRow(name) << sql << table << expected;
    };
    const QString users = u"CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT);"_s;
    const QString posts = u"CREATE TABLE posts(id INTEGER PRIMARY KEY, author INT REFERENCES users(id));"_s;
    row("no relations", users, u"users"_s, {});
    row("unknown table", users, u"nobody"_s, {});
    row("foreign key", users + posts, u"posts"_s, {u"one posts(author)->users(id)"_s});
    row("its other side", users + posts, u"users"_s, {u"many users(id)->posts(author)"_s});
    row("implied target columns", users + u"CREATE TABLE p(u INT REFERENCES users)"_s, u"p"_s,
        {u"one p(u)->users(id)"_s});
    row("names in another case", users + u"CREATE TABLE p(U INT, FOREIGN KEY (u) REFERENCES USERS(ID))"_s, u"p"_s,
        {u"one p(U)->users(id)"_s});
    row("target that is not there", u"CREATE TABLE p(u INT REFERENCES users(id))"_s, u"p"_s, {});
    row("implied key that is not there", u"CREATE TABLE u(a); CREATE TABLE p(u INT REFERENCES u)"_s, u"p"_s, {});
    row("wrong number of columns",
        u"CREATE TABLE u(a, b, PRIMARY KEY(a, b)); CREATE TABLE p(x, FOREIGN KEY(x) REFERENCES u)"_s, u"p"_s, {});
    row("unique foreign key", users + u"CREATE TABLE profiles(u INT UNIQUE REFERENCES users)"_s, u"users"_s,
        {u"one-to-one users(id)->profiles(u)"_s});
    row("primary key that is a foreign key", users + u"CREATE TABLE profiles(u INTEGER PRIMARY KEY REFERENCES users)"_s,
        u"users"_s, {u"one-to-one users(id)->profiles(u)"_s});
    row("unique by index", users + posts + u"CREATE UNIQUE INDEX i ON posts(author)"_s, u"users"_s,
        {u"one-to-one users(id)->posts(author)"_s});
    row("a partial index makes nothing unique",
        users + posts + u"CREATE UNIQUE INDEX i ON posts(author) WHERE id > 0"_s, u"users"_s,
        {u"many users(id)->posts(author)"_s});
    row("an index on an expression makes nothing unique",
        users + posts + u"CREATE UNIQUE INDEX i ON posts(author, abs(id))"_s, u"users"_s,
        {u"many users(id)->posts(author)"_s});
    row("self", u"CREATE TABLE e(id INTEGER PRIMARY KEY, boss INT REFERENCES e)"_s, u"e"_s,
        {u"one e(boss)->e(id)"_s, u"many e(id)->e(boss)"_s});
    row("two keys to one table", users + u"CREATE TABLE m(a INT REFERENCES users, b INT REFERENCES users)"_s,
        u"users"_s, {u"many users(id)->m(a)"_s, u"many users(id)->m(b)"_s});
    row("composite", u"CREATE TABLE u(a, b, PRIMARY KEY(a, b)); CREATE TABLE p(x, y, FOREIGN KEY(y, x) REFERENCES u)"_s,
        u"p"_s, {u"one p(y,x)->u(a,b)"_s});
    const QString tags = u"CREATE TABLE tags(name TEXT PRIMARY KEY);"_s;
    const QString junction = u"CREATE TABLE post_tags(post INT REFERENCES posts, tag TEXT REFERENCES tags, at INT, "
                             "PRIMARY KEY (tag, post));"_s;
    row("junction, from one side", users + posts + tags + junction, u"posts"_s,
        {u"one posts(author)->users(id)"_s, u"many posts(id)->post_tags(post)"_s,
         u"many-to-many posts(id)->tags(name) via post_tags(post;tag)"_s});
    row("junction, from the other", users + posts + tags + junction, u"tags"_s,
        {u"many tags(name)->post_tags(tag)"_s, u"many-to-many tags(name)->posts(id) via post_tags(tag;post)"_s});
    row("junction by unique index",
        users + tags
            + u"CREATE TABLE j(id INTEGER PRIMARY KEY, u INT REFERENCES users, t TEXT REFERENCES tags);"
              "CREATE UNIQUE INDEX i ON j(u, t)"_s,
        u"users"_s, {u"many users(id)->j(u)"_s, u"many-to-many users(id)->tags(name) via j(u;t)"_s});
    row("a key of more columns is no junction",
        users + tags + u"CREATE TABLE j(u INT REFERENCES users, t TEXT REFERENCES tags, n INT, PRIMARY KEY(u, t, n))"_s,
        u"tags"_s, {u"many tags(name)->j(t)"_s});
    row("junction of a table with itself",
        users + u"CREATE TABLE follows(a INT REFERENCES users, b INT REFERENCES users, PRIMARY KEY(a, b))"_s,
        u"users"_s,
        {u"many users(id)->follows(a)"_s, u"many users(id)->follows(b)"_s,
         u"many-to-many users(id)->users(id) via follows(a;b)"_s,
         u"many-to-many users(id)->users(id) via follows(b;a)"_s});
}

void TestRelationGraph::relations()
{
    QFETCH(QString, sql);
    QFETCH(QString, table);
    QStringList all;
    const QList<Relation> relations = RelationGraph(schemaOf(sql)).of({{}, table});
    for (const Relation &r : relations)
        all.append(text(r));
    QTEST(all, "expected");
}

void TestRelationGraph::byColumn()
{
    const RelationGraph graph(
        schemaOf(u"CREATE TABLE u(a INT, b INT UNIQUE, PRIMARY KEY(a, b));"
                 "CREATE TABLE p(x INT, y INT REFERENCES u(b), z INT, FOREIGN KEY (x, y) REFERENCES u(a, b))"_s));
    const auto relation = [&](const QString &column) {
        const Relation *r = graph.byColumn({{}, u"p"_s}, column);
        return r ? text(*r) : QString();
    };
    QCOMPARE(relation(u"x"_s), u"one p(x,y)->u(a,b)"_s);
    QCOMPARE(relation(u"y"_s), u"one p(y)->u(b)"_s);
    QCOMPARE(relation(u"z"_s), QString());
    QVERIFY(!graph.byColumn({{}, u"u"_s}, u"b"_s));
    QVERIFY(!graph.byColumn({{}, u"nobody"_s}, u"b"_s));
}

void TestRelationGraph::referencing()
{
    const RelationGraph graph(
        schemaOf(u"CREATE TABLE u(id INTEGER PRIMARY KEY, boss INT REFERENCES u);"
                 "CREATE TABLE p(u INT REFERENCES u ON DELETE CASCADE, v INT UNIQUE REFERENCES u)"_s));
    const QList<Relation> all = graph.referencing({{}, u"u"_s});
    QCOMPARE(all.size(), 3);
    QVERIFY(all[0].isSelf());
    QCOMPARE(all[1].foreignKey.deleteAction(), ForeignKeyAction::Cascade);
    QCOMPARE(all[2].kind, Relation::Kind::OneToOne);
}

void TestRelationGraph::names_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<QString>("table");
    QTest::addColumn<QStringList>("expected");
    const auto row = [](const char *name, const QString &sql, const QString &table, const QStringList &expected) {
        QTest::newRow(name) << sql << table << expected;
    };
    const QString users = u"CREATE TABLE users(id INTEGER PRIMARY KEY);"_s;
    row("snake case", users + u"CREATE TABLE p(author_id INT REFERENCES users)"_s, u"p"_s, {u"author"_s});
    row("camel case", users + u"CREATE TABLE p(authorId INT REFERENCES users)"_s, u"p"_s, {u"author"_s});
    row("a column that is only id", users + u"CREATE TABLE p(id INTEGER PRIMARY KEY REFERENCES users)"_s, u"p"_s,
        {u"id"_s});
    row("composite", u"CREATE TABLE m(a, b, PRIMARY KEY(a, b)); CREATE TABLE s(x, y, FOREIGN KEY(x, y) REFERENCES m)"_s,
        u"s"_s, {u"m"_s});
    row("self", u"CREATE TABLE e(id INTEGER PRIMARY KEY, boss_id INT REFERENCES e)"_s, u"e"_s, {u"boss"_s, u"e"_s});
    row("two from one table",
        users + u"CREATE TABLE p(author_id INT REFERENCES users, editor_id INT REFERENCES users)"_s, u"users"_s,
        {u"p by author"_s, u"p by editor"_s});
    row("two tables and a junction",
        users
            + u"CREATE TABLE p(id INTEGER PRIMARY KEY, author_id INT REFERENCES users);"
              "CREATE TABLE likes(p_id INT REFERENCES p, user_id INT REFERENCES users, PRIMARY KEY(p_id, user_id))"_s,
        u"users"_s, {u"p by author"_s, u"likes"_s, u"p through likes"_s});
    row("friends",
        users + u"CREATE TABLE f(a_id INT REFERENCES users, b_id INT REFERENCES users, PRIMARY KEY(a_id, b_id))"_s,
        u"users"_s, {u"f by a"_s, u"f by b"_s, u"users through f by a"_s, u"users through f by b"_s});
    row("not called like a column",
        u"CREATE TABLE u(id INTEGER PRIMARY KEY, p TEXT); CREATE TABLE p(u_id INT REFERENCES u)"_s, u"u"_s,
        {u"p by u"_s});
    row("an own key keeps its name", u"CREATE TABLE e(id INTEGER PRIMARY KEY, e_id INT REFERENCES e)"_s, u"e"_s,
        {u"e"_s, u"e by e"_s});
}

void TestRelationGraph::names()
{
    QFETCH(QString, sql);
    QFETCH(QString, table);
    QStringList all;
    const QList<Relation> relations = RelationGraph(schemaOf(sql)).of({{}, table});
    for (const Relation &r : relations)
        all.append(r.name);
    QTEST(all, "expected");
}

void TestRelationGraph::byName()
{
    const RelationGraph graph(schemaOf(u"CREATE TABLE e(id INTEGER PRIMARY KEY, Boss_id INT REFERENCES e)"_s));
    QVERIFY(graph.byName({{}, u"e"_s}, u"boss"_s));
    QCOMPARE(graph.byName({{}, u"e"_s}, u"boss"_s)->kind, Relation::Kind::One);
    QVERIFY(!graph.byName({{}, u"e"_s}, u"chief"_s));
    QVERIFY(!graph.byName({{}, u"nobody"_s}, u"boss"_s));
}

void TestRelationGraph::drawn()
{
    const Schema schema =
        schemaOf(u"CREATE TABLE u(id INTEGER PRIMARY KEY); CREATE TABLE p(u_id INT REFERENCES u, by INT)"_s);
    DrawnForeignKey by;
    by.table.name = u"p"_s;
    by.key.columns = QStringList{u"BY"_s};
    by.key.target.name = u"u"_s;
    by.key.targetColumns = QStringList{u"id"_s};
    DrawnForeignKey again = by; // what the database says already
    again.key.columns = QStringList{u"u_id"_s};
    DrawnForeignKey lost = by;
    lost.table.name = u"gone"_s;
    const RelationGraph graph(schema, {by, again, lost});
    QStringList all;
    for (const Relation &r : graph.of({{}, u"p"_s}))
        all.append(text(r) + (r.enforced ? QString() : u" drawn"_s));
    QCOMPARE(all, (QStringList{u"one p(u_id)->u(id)"_s, u"one p(by)->u(id) drawn"_s}));
    QCOMPARE(graph.referencing({{}, u"u"_s}).size(), 2);
    QCOMPARE(graph.referencing({{}, u"u"_s}).at(1).name, u"p by by"_s);
    QVERIFY(!graph.referencing({{}, u"u"_s}).at(1).enforced);
}

void TestRelationGraph::manyTables()
{
    Schema schema;
    for (int i = 0; i < 3000; ++i) {
        Table t;
        t.name.name = u"t%1"_s.arg(i);
        t.columns = {Column{}, Column{}};
        t.columns[0].name = u"id"_s;
        t.columns[1].name = u"parent"_s;
        t.primaryKey = PrimaryKey{};
        t.primaryKey->columns = {{u"id"_s, {}, {}, SortOrder::Unspecified}};
        ForeignKey k;
        k.columns = QStringList{u"parent"_s};
        k.target.name = u"T%1"_s.arg((i + 1) % 3000);
        t.foreignKeys = {k};
        schema.tables.append(t);
    }
    const RelationGraph graph(schema);
    QCOMPARE(graph.of({{}, u"t0"_s}).size(), 2);
    QCOMPARE(graph.referencing({{}, u"t0"_s}).value(0).to.name, u"t2999"_s);
}

/// A partition leads where its table leads, but rows of both are found through the table; "U" and "u" are two.
void TestRelationGraph::partitionsAndCase()
{
    Schema schema;
    const auto table = [](const QString &name, const QString &target) {
        Table t;
        t.name.name = name;
        t.plainKeys = true;
        t.columns = {Column{}, Column{}};
        t.columns[0].name = u"id"_s;
        t.columns[1].name = u"ref"_s;
        t.primaryKey = PrimaryKey{};
        t.primaryKey->columns = {{u"id"_s, {}, {}, SortOrder::Unspecified}};
        if (!target.isEmpty()) {
            ForeignKey k;
            k.columns = QStringList{u"ref"_s};
            k.target.name = target;
            k.targetColumns = QStringList{u"id"_s};
            t.foreignKeys = {k};
        }
        return t;
    };
    schema.tables = {table(u"U"_s, {}), table(u"m"_s, u"U"_s), table(u"m1"_s, u"U"_s), table(u"u"_s, {})};
    schema.tables[1].facts.partitionKey = u"RANGE (id)"_s;
    schema.tables[2].facts.partitionOf = schema.tables[1].name;
    schema.tables[2].facts.partitionBound = u"DEFAULT"_s;
    schema.tables[2].foreignKeys[0].inherited = true;
    const RelationGraph graph(schema);
    QCOMPARE(graph.referencing({{}, u"U"_s}).size(), 1);
    QCOMPARE(graph.referencing({{}, u"U"_s}).at(0).to.name, u"m"_s);
    QCOMPARE(graph.referencing({{}, u"u"_s}).size(), 0);
    QCOMPARE(graph.of({{}, u"m1"_s}).size(), 1);
    QCOMPARE(graph.of({{}, u"m1"_s}).at(0).to.name, u"U"_s);
}

QTEST_GUILESS_MAIN(TestRelationGraph)
#include "tst_relationgraph.moc"
