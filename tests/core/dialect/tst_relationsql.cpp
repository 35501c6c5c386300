// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/dialect.h"
#include "core/dialect/relationsql.h"
#include "support/sqlitefile.h"
#include "support/verify.h"

#include <QRegularExpression>

using namespace core;
using namespace Qt::Literals::StringLiterals;

/// Statements along relations, on a database whose types and collations do not agree from table to table.
class TestRelationSql : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    std::unique_ptr<Database> m_database;
    const Dialect *m_dialect = dialectByName(u"sqlite"_s);
    Schema m_schema;
    RelationGraph m_graph;

    [[nodiscard]] QStringList lines(const BoundSql &sql)
    {
        auto result = m_database->query(sql.sql, sql.values);
        if (!result)
            qFatal("%s: %s", qPrintable(sql.sql), qPrintable(result.error().message + result.error().detail));
        QStringList lines;
        for (const Row &row : *result) {
            QStringList cells;
            for (const Value &v : row)
                cells.append(v.isNull() ? u"NULL"_s : v.display());
            lines.append(cells.join(u'|'));
        }
        return lines;
    }
    [[nodiscard]] QString plan(const BoundSql &sql)
    {
        QStringList steps;
        auto result = m_database->query(u"EXPLAIN QUERY PLAN "_s + sql.sql, sql.values);
        for (const Row &row : *result)
            steps.append(row[3].display());
        return steps.join(u"; "_s);
    }
    [[nodiscard]] const Relation &relation(const QString &table, const QString &name)
    {
        const Relation *found = m_graph.byName({{}, table}, name);
        if (!found) {
            QStringList names;
            for (const Relation &r : m_graph.of({{}, table}))
                names.append(r.name);
            qFatal("no relation %s.%s; there are: %s", qPrintable(table), qPrintable(name), qPrintable(names.join(u", "_s)));
        }
        return *found;
    }
    [[nodiscard]] const RelationSql &sql() const { return m_dialect->relationSql(); }
    [[nodiscard]] static QList<RelationSql::Key> keys(std::initializer_list<std::int64_t> numbers)
    {
        QList<RelationSql::Key> list;
        for (const std::int64_t n : numbers)
            list.append({Value::integer(n)});
        return list;
    }
    [[nodiscard]] QStringList filtered(const QString &table, const RelatedCondition &condition)
    {
        RowQuery query{{{}, table}, {}, {}, {u"id"_s}};
        query.filter.terms = {{FilterTerm::Join::And, condition, true}};
        const auto made = m_dialect->rowSql(m_schema, query);
        if (!made)
            return {made.error().message};
        QStringList ids;
        for (const QString &line : lines((*made)->pageByOffset(0, 1000, RowSql::Cells::AsStored).cells))
            ids.append(line.section(u'|', 0, 0));
        return ids;
    }

private Q_SLOTS:
    void initTestCase()
    {
        const QString path = m_dir.filePath(u"relations.db"_s);
        const QString failure = sqlitefile::execute(path, u"BEGIN;"
            "CREATE TABLE users(id INTEGER PRIMARY KEY, first TEXT, last TEXT, role TEXT);"
            "INSERT INTO users VALUES(1,'Ada','Byron','admin'),(2,'Bob',NULL,'editor'),(3,NULL,NULL,'admin'),(4,'Dee','D','guest');"
            "CREATE INDEX users_first ON users(first);"
            "CREATE TABLE posts(id INTEGER PRIMARY KEY, title TEXT, author_id TEXT REFERENCES users(id), parent_id INT REFERENCES posts(id));"
            "CREATE INDEX posts_parent ON posts(parent_id);"
            "INSERT INTO posts VALUES(10,'Rain','1',NULL),(11,'Hail','1',10),(12,'Snow','2',10),(13,'Fog',NULL,11),(14,'Orphan','99',NULL);"
            "CREATE TABLE tags(name TEXT COLLATE NOCASE PRIMARY KEY, colour TEXT);"
            "INSERT INTO tags VALUES('Wet','blue'),('Cold','white'),('Dry','sand');"
            "CREATE TABLE post_tags(post_id INT REFERENCES posts, tag TEXT REFERENCES tags, PRIMARY KEY(post_id, tag)) WITHOUT ROWID;"
            "INSERT INTO post_tags VALUES(10,'wet'),(11,'WET'),(11,'cold'),(12,'Cold');"
            "CREATE TABLE modules(course TEXT, number INT, title TEXT, PRIMARY KEY(course, number));"
            "INSERT INTO modules VALUES('a',1,'One'),('a',2,'Two'),('b',1,'Three');"
            "CREATE TABLE segments(id INTEGER PRIMARY KEY, course TEXT, module INT, FOREIGN KEY(course, module) REFERENCES modules);"
            "INSERT INTO segments VALUES(1,'a',1),(2,'a',1),(3,'b',1),(4,'a',NULL);"
            "CREATE TABLE odd(id INTEGER PRIMARY KEY, `%1 %2` TEXT); INSERT INTO odd VALUES(1, 'percent');"
            "COMMIT"_s);
        QCOMPARE(failure, QString());
        auto opened = sqlitefile::open(path, ConnectionSpec::Mode::Read);
        VERIFY_OK(opened);
        m_database = std::move(*opened);
        auto schema = m_dialect->introspect(*m_database);
        VERIFY_OK(schema);
        m_schema = *schema;
        m_graph = RelationGraph(m_schema);
    }
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }

    void howWellValuesFit_data()
    {
        QTest::addColumn<QString>("table");
        QTest::addColumn<QStringList>("columns");
        QTest::addColumn<QString>("target");
        QTest::addColumn<QStringList>("targetColumns");
        QTest::addColumn<int>("values");
        QTest::addColumn<int>("found");
        QTest::newRow("text to numbers, an orphan") << u"posts"_s << QStringList{u"author_id"_s} << u"users"_s
                                                    << QStringList{u"id"_s} << 3 << 2;
        QTest::newRow("by the target's collation") << u"post_tags"_s << QStringList{u"tag"_s} << u"tags"_s
                                                   << QStringList{u"name"_s} << 4 << 4;
        QTest::newRow("two columns, one of them NULL") << u"segments"_s << QStringList{u"course"_s, u"module"_s} << u"modules"_s
                                                       << QStringList{u"course"_s, u"number"_s} << 2 << 2;
        QTest::newRow("nothing fits") << u"users"_s << QStringList{u"role"_s} << u"tags"_s << QStringList{u"name"_s} << 3 << 0;
        QTest::newRow("to itself") << u"posts"_s << QStringList{u"parent_id"_s} << u"posts"_s << QStringList{u"id"_s} << 2 << 2;
    }
    void howWellValuesFit()
    {
        QFETCH(QString, table);
        QFETCH(QStringList, columns);
        QFETCH(QString, target);
        QFETCH(QStringList, targetColumns);
        Relation relation;
        relation.from = {{}, table};
        relation.fromColumns = columns;
        relation.to = {{}, target};
        relation.toColumns = targetColumns;
        const BoundSql sql = m_dialect->relationSql().overlap(m_schema, relation, 1000);
        const auto rows = m_database->query(sql.sql, sql.values);
        VERIFY_OK(rows);
        QCOMPARE(rows->size(), size_t(1));
        QTEST(int(rows->front().at(0).toInteger()), "values");
        QTEST(int(rows->front().at(1).toInteger()), "found");
    }

    void labelsOfSeveralTablesInOneStatement()
    {
        const RelationSql::LabelQuestion authors{
            {{}, u"users"_s}, {u"id"_s}, {u"first"_s, u"last"_s},
            {{Value::text(u"1"_s)}, {Value::text(u"2"_s)}, {Value::text(u"3"_s)}, {Value::text(u"99"_s)}}};
        const RelationSql::LabelQuestion tags{
            {{}, u"tags"_s}, {u"name"_s}, {u"name"_s}, {{Value::text(u"WET"_s)}, {Value::text(u"none"_s)}}};
        const RelationSql::LabelQuestion modules{{{}, u"modules"_s}, {u"course"_s, u"number"_s}, {u"title"_s},
                                                 {{Value::text(u"b"_s), Value::integer(1)}}};
        // The text '1' in posts.author_id means users.id 1, and 'WET' the tag 'Wet': as the database itself checks it.
        QCOMPARE(lines(sql().labels(m_schema, {authors, tags, modules})),
                 (QStringList{u"0|0|Ada Byron"_s, u"0|1|Bob"_s, u"0|2|NULL"_s, u"1|0|Wet"_s, u"2|0|Three"_s}));
        QVERIFY(sql().labels(m_schema, {}).sql.isEmpty());
        const QString steps = plan(sql().labels(m_schema, {authors, tags, modules}));
        QVERIFY2(!steps.contains(u"SCAN t"_s), qPrintable(steps));
    }

    void aColumnCalledLikeAPlaceholder()
    {
        const RelationSql::LabelQuestion odd{{{}, u"odd"_s}, {u"id"_s}, {u"%1 %2"_s}, keys({1})};
        QCOMPARE(lines(sql().labels(m_schema, {odd})), QStringList{u"0|0|percent"_s});
    }

    void counts()
    {
        const Relation &comments = relation(u"posts"_s, u"posts"_s); // by parent_id, indexed
        QVERIFY(sql().isIndexed(m_schema, comments));
        QCOMPARE(lines(sql().counts(m_schema, comments, keys({10, 11, 14, 77}), 100)),
                 (QStringList{u"0|2"_s, u"1|1"_s, u"2|0"_s}));
        QCOMPARE(lines(sql().counts(m_schema, comments, keys({10}), 1)), QStringList{u"0|1"_s});
        QVERIFY(!plan(sql().counts(m_schema, comments, keys({10, 11}), 9)).contains(u"SCAN t"_s));

        const Relation &posts = relation(u"users"_s, u"posts"_s); // by author_id, a text without an index
        QVERIFY(!sql().isIndexed(m_schema, posts));
        QStringList found = lines(sql().counts(m_schema, posts, keys({1, 2, 3}), 100));
        found.sort();
        QCOMPARE(found, (QStringList{u"0|2"_s, u"1|1"_s}));
        QCOMPARE(lines(sql().counts(m_schema, posts, keys({1}), 1)), QStringList{u"0|1"_s});

        const Relation &segments = relation(u"modules"_s, u"segments"_s);
        found = lines(sql().counts(m_schema, segments,
                                   {{Value::text(u"a"_s), Value::integer(1)}, {Value::text(u"a"_s), Value::integer(2)}}, 9));
        QCOMPARE(found, QStringList{u"0|2"_s});
    }

    void neighbours()
    {
        const Relation &tags = relation(u"posts"_s, u"tags"_s);
        QCOMPARE(tags.kind, Relation::Kind::ManyToMany);
        QStringList found = lines(sql().neighbours(m_schema, tags, {u"name"_s}, {u"colour"_s}, keys({10, 11, 13}), 9));
        found.sort();
        QCOMPARE(found, (QStringList{u"0|Wet|blue"_s, u"1|Cold|white"_s, u"1|Wet|blue"_s}));
        QCOMPARE(lines(sql().neighbours(m_schema, tags, {u"name"_s}, {}, keys({11}), 1)).size(), 1);
        QCOMPARE(lines(sql().counts(m_schema, tags, keys({10, 11}), 9)), (QStringList{u"0|1"_s, u"1|2"_s}));

        // Without an index, and the other way round.
        const Relation &posts = relation(u"users"_s, u"posts"_s);
        QCOMPARE(lines(sql().neighbours(m_schema, posts, {u"id"_s}, {u"title"_s}, keys({1, 2}), 9)),
                 (QStringList{u"0|10|Rain"_s, u"0|11|Hail"_s, u"1|12|Snow"_s}));
        QCOMPARE(lines(sql().neighbours(m_schema, posts, {u"id"_s}, {u"title"_s}, keys({1, 2}), 1)),
                 (QStringList{u"0|10|Rain"_s, u"1|12|Snow"_s}));
        const Relation &author = relation(u"posts"_s, u"author"_s);
        QCOMPARE(lines(sql().neighbours(m_schema, author, {u"id"_s}, {u"first"_s}, {{Value::text(u"2"_s)}}, 9)),
                 QStringList{u"0|2|Bob"_s});
    }

    void search_data()
    {
        QTest::addColumn<int>("how");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("expected");
        using How = RelationSql::Search::How;
        const auto row = [](const char *name, How how, const QString &text, const QStringList &expected) {
            QTest::newRow(name) << int(how) << text << expected;
        };
        row("everything", How::Everything, {}, {u"3|NULL"_s, u"1|Ada Byron"_s, u"2|Bob"_s, u"4|Dee D"_s});
        row("key", How::KeyIs, u"2"_s, {u"2|Bob"_s});
        row("key that is no number", How::KeyIs, u"two"_s, {});
        row("prefix", How::LabelStarts, u"a"_s, {u"1|Ada Byron"_s});
        row("prefix of the second column", How::LabelStarts, u"BY"_s, {u"1|Ada Byron"_s});
        row("contains", How::LabelContains, u"a b"_s, {u"1|Ada Byron"_s});
        row("contains, wildcards are letters", How::LabelContains, u"%"_s, {});
    }
    void search()
    {
        QFETCH(int, how);
        QFETCH(QString, text);
        QFETCH(QStringList, expected);
        const RelationSql::Search search{{{}, u"users"_s}, {u"id"_s}, {u"first"_s, u"last"_s},
                                         static_cast<RelationSql::Search::How>(how), text, 10};
        QCOMPARE(lines(sql().search(m_schema, search)), expected);
    }
    void aPrefixIsFoundByTheIndex()
    {
        RelationSql::Search search{{{}, u"users"_s}, {u"id"_s}, {u"first"_s}, RelationSql::Search::How::LabelStarts, u"ad"_s, 10};
        QVERIFY(sql().isQuick(m_schema, search));
        const QString steps = plan(sql().search(m_schema, search));
        QVERIFY2(steps.contains(u"users_first"_s) && !steps.contains(u"SCAN t"_s), qPrintable(steps));
        search.label = {u"role"_s};
        QVERIFY(!sql().isQuick(m_schema, search));
    }

    void filters_data()
    {
        QTest::addColumn<QString>("table");
        QTest::addColumn<QStringList>("path");
        QTest::addColumn<int>("quantifier");
        QTest::addColumn<QString>("column");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QStringList>("expected");
        using Q = RelatedCondition::Quantifier;
        const auto row = [](const char *name, const QString &table, const QStringList &path, Q q, const QString &column,
                            const QString &value, const QStringList &expected) {
            QTest::newRow(name) << table << path << int(q) << column << value << expected;
        };
        row("the author's role", u"posts"_s, {u"author"_s}, Q::Any, u"role"_s, u"admin"_s, {u"10"_s, u"11"_s});
        row("no such author", u"posts"_s, {u"author"_s}, Q::None, u"role"_s, u"admin"_s, {u"12"_s, u"13"_s, u"14"_s});
        row("no author at all: orphans and NULLs", u"posts"_s, {u"author"_s}, Q::None, {}, {}, {u"13"_s, u"14"_s});
        row("no children", u"users"_s, {u"posts"_s}, Q::None, {}, {}, {u"3"_s, u"4"_s});
        row("some children", u"users"_s, {u"posts"_s}, Q::Any, {}, {}, {u"1"_s, u"2"_s});
        row("any tag", u"posts"_s, {u"tags"_s}, Q::Any, u"name"_s, u"wet"_s, {u"10"_s, u"11"_s});
        row("every tag", u"posts"_s, {u"tags"_s}, Q::Every, u"name"_s, u"cold"_s, {u"12"_s, u"13"_s, u"14"_s});
        row("self", u"posts"_s, {u"parent"_s}, Q::Any, u"title"_s, u"Rain"_s, {u"11"_s, u"12"_s});
        row("self, the other way", u"posts"_s, {u"posts"_s}, Q::Any, u"title"_s, u"Fog"_s, {u"11"_s});
        row("two steps", u"posts"_s, {u"parent"_s, u"author"_s}, Q::Any, u"first"_s, u"Ada"_s, {u"11"_s, u"12"_s, u"13"_s});
        row("there and back", u"users"_s, {u"posts"_s, u"tags"_s}, Q::Any, u"colour"_s, u"white"_s, {u"1"_s, u"2"_s});
        row("composite", u"segments"_s, {u"modules"_s}, Q::Any, u"title"_s, u"One"_s, {u"1"_s, u"2"_s});
    }
    void filters()
    {
        QFETCH(QString, table);
        QFETCH(QStringList, path);
        QFETCH(int, quantifier);
        QFETCH(QString, column);
        QFETCH(QString, value);
        QFETCH(QStringList, expected);
        RelatedCondition condition;
        QString at = table;
        for (const QString &name : path) {
            condition.path.append(relation(at, name));
            at = condition.path.constLast().to.name;
        }
        condition.quantifier = static_cast<RelatedCondition::Quantifier>(quantifier);
        if (!column.isEmpty())
            condition.condition = Condition{column, FilterOp::Equal, {Value::text(value)}};
        QCOMPARE(filtered(table, condition), expected);
    }
    void filterByLabel()
    {
        RelatedCondition condition{{relation(u"posts"_s, u"author"_s)}, RelatedCondition::Quantifier::Any,
                                   Condition{{}, FilterOp::Contains, {Value::text(u"da by"_s)}}, {u"first"_s, u"last"_s}};
        QCOMPARE(filtered(u"posts"_s, condition), (QStringList{u"10"_s, u"11"_s}));
    }
    void badPathsAreRefused()
    {
        RelatedCondition condition{{relation(u"users"_s, u"posts"_s)}, RelatedCondition::Quantifier::Any, {}, {}};
        QCOMPARE(filtered(u"posts"_s, condition), QStringList{u"The relation posts does not start at posts."_s});
        condition.path[0].toColumns = {u"nowhere"_s};
        QCOMPARE(filtered(u"users"_s, condition), QStringList{u"posts has no column called nowhere for the relation."_s});
        condition.path.clear();
        QCOMPARE(filtered(u"users"_s, condition), QStringList{u"A filter through relations needs a relation."_s});
        condition.path = {relation(u"users"_s, u"posts"_s)};
        condition.quantifier = RelatedCondition::Quantifier::Every;
        QVERIFY(filtered(u"users"_s, condition).first().contains(u"needs a condition"_s));
    }
};

QTEST_GUILESS_MAIN(TestRelationSql)
#include "tst_relationsql.moc"
