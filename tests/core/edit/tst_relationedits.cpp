// SPDX-License-Identifier: GPL-3.0-or-later
// Edits along relations as they are staged, and what the rows along a relation are with them.
#include "core/edit/relationedits.h"
#include "core/edit/relationrows.h"

#include "core/db/scriptrunner.h"
#include "core/edit/dmlwriter.h"
#include "support/jobs.h"
#include "support/scratchdb.h"
#include "support/verify.h"

#include <QRegularExpression>

using namespace core;
using namespace Qt::Literals::StringLiterals;
using State = RelatedRow::State;

namespace {

const auto schemaSql =
    u"CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT);"
    "CREATE TABLE posts(id INTEGER PRIMARY KEY, title TEXT, author_id INT NOT NULL REFERENCES users, editor_id INT REFERENCES users);"
    "CREATE TABLE tags(id INTEGER PRIMARY KEY, name TEXT);"
    "CREATE TABLE post_tags(post_id INT REFERENCES posts, tag_id INT REFERENCES tags, PRIMARY KEY(post_id, tag_id)) WITHOUT ROWID;"
    "CREATE TABLE orders(shop INT, no INT, PRIMARY KEY(shop, no)) WITHOUT ROWID;"
    "CREATE TABLE notes(id INTEGER PRIMARY KEY, shop INT NOT NULL, order_no INT, FOREIGN KEY(shop, order_no) REFERENCES orders);"
    "CREATE TABLE likes(id INTEGER PRIMARY KEY, user_id INT REFERENCES users, post_id INT REFERENCES posts, stars INT NOT NULL, UNIQUE(user_id, post_id));"
    "CREATE TABLE computed(id INTEGER PRIMARY KEY, twice INT AS (id * 2) STORED REFERENCES users);"
    "INSERT INTO users VALUES(1, 'Ada'), (2, 'Bob'); INSERT INTO posts VALUES(10, 'one', 1, 2), (11, 'two', 1, NULL), (12, 'three', 2, NULL);"
    "INSERT INTO tags VALUES(5, 'rain'), (6, 'sun'); INSERT INTO post_tags VALUES(10, 5);"
    "INSERT INTO orders VALUES(1, 1), (1, 2); INSERT INTO notes VALUES(1, 1, 1)"_s;

Value n(qint64 number) { return Value::integer(number); }
RowKey keyOf(qint64 id) { return {{n(id)}}; }
QualifiedName table(const QString &name) { return {{}, name}; }
RowRef stored(const QString &name, qint64 id) { return {table(name), keyOf(id), 0}; }
RowRef staged(const QString &name, qint64 insertId) { return {table(name), {}, insertId}; }
RowEnd end(QList<qint64> values)
{
    RowEnd out;
    for (const qint64 v : values)
        out.values.append(n(v));
    return out;
}
RowEnd newRow(qint64 insertId) { return {{}, insertId}; }

QString asText(const QList<RelatedRow> &rows)
{
    QStringList parts;
    for (const RelatedRow &row : rows) {
        static const QStringList names{u"stored"_s, u"added"_s, u"removed"_s, u"here"_s, u"away"_s};
        QString text = names.at(int(row.state)) + u' ';
        for (const Value &v : row.row.key.values)
            text += v.display() + u'.';
        if (row.row.isNew())
            text += u"new%1"_s.arg(row.row.insertId);
        parts.append(text);
    }
    return parts.join(u", "_s);
}

} // namespace

class TestRelationEdits : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<Database> m_database;
    Schema m_schema;
    RelationGraph m_graph;
    ChangeSet m_changes;

    const Relation &relation(const QString &from, const QString &name) const
    {
        const Relation *found = m_graph.byName(table(from), name);
        if (!found)
            qFatal("no relation %s of %s", qPrintable(name), qPrintable(from));
        return *found;
    }
    QString stage(const Result<EditOp> &op)
    {
        if (!op)
            return op.error().message;
        const auto done = m_changes.apply(*op);
        return done ? QString() : done.error().message;
    }
    QString apply()
    {
        const auto script = editScript(m_schema, m_changes, scratch::sqlite());
        if (!script)
            return script.error().message;
        TestJob job;
        const auto ran = runScript(*m_database, *script, job);
        return ran ? QString() : ran.error().message + ran.error().detail;
    }
    QStringList rows(const QString &sql)
    {
        QStringList out;
        const auto read = m_database->query(sql);
        for (const Row &row : read.ok() ? *read : std::vector<Row>()) {
            QStringList cells;
            for (const Value &v : row)
                cells.append(v.isNull() ? u"-"_s : v.display());
            out.append(cells.join(u' '));
        }
        return out;
    }
    QList<StoredRow> postsOfAda() const
    {
        return {{keyOf(10), {{u"author_id"_s, n(1)}}}, {keyOf(11), {{u"author_id"_s, n(1)}}}};
    }
    QList<StoredRow> tagsOfTen() const
    {
        return {{{{n(10), n(5)}}, {{u"post_id"_s, n(10)}, {u"tag_id"_s, n(5)}}}};
    }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_dir = std::make_unique<QTemporaryDir>();
        auto database = scratch::open(scratch::makeDatabase(*m_dir, u"t.db"_s, schemaSql));
        VERIFY_OK(database);
        m_database = std::move(database).value();
        const auto schema = scratch::sqlite().introspect(*m_database);
        VERIFY_OK(schema);
        m_schema = *schema;
        m_graph = RelationGraph(m_schema);
        m_changes = {};
    }
    void cleanup() { m_database.reset(); }

    void aParentIsChosen()
    {
        const Relation &author = relation(u"posts"_s, u"author"_s);
        QCOMPARE(stage(chooseParent(m_schema, author, m_changes, stored(u"posts"_s, 10), {n(1)}, end({2}))), QString());
        QCOMPARE(stage(EditOp(InsertRow{table(u"users"_s), 0, {{u"name"_s, Value::text(u"Cy"_s)}}, -1})), QString());
        QCOMPARE(stage(chooseParent(m_schema, author, m_changes, stored(u"posts"_s, 11), {n(1)}, newRow(1))), QString());
        QCOMPARE(stage(EditOp(InsertRow{table(u"posts"_s), 0, {}, -1})), QString());
        QCOMPARE(stage(chooseParent(m_schema, author, m_changes, staged(u"posts"_s, 2), {}, newRow(1))), QString());
        QCOMPARE(apply(), QString());
        QCOMPARE(rows(u"SELECT p.id, name FROM posts p JOIN users u ON u.id = author_id ORDER BY p.id"_s),
                 (QStringList{u"10 Bob"_s, u"11 Cy"_s, u"12 Bob"_s, u"13 Cy"_s}));
    }

    void noParent()
    {
        const Relation &author = relation(u"posts"_s, u"author"_s);
        QVERIFY(stage(chooseParent(m_schema, author, m_changes, stored(u"posts"_s, 10), {n(1)}, {}))
                    .contains(u"author_id of table posts must not be empty"_s));
        const Relation &editor = relation(u"posts"_s, u"editor"_s);
        QCOMPARE(stage(chooseParent(m_schema, editor, m_changes, stored(u"posts"_s, 10), {n(2)}, {})), QString());
        // Of a composite key only what may be NULL.
        const Relation &order = relation(u"notes"_s, u"orders"_s);
        QCOMPARE(stage(chooseParent(m_schema, order, m_changes, stored(u"notes"_s, 1), {n(1), n(1)}, {})), QString());
        QCOMPARE(apply(), QString());
        QCOMPARE(rows(u"SELECT editor_id FROM posts WHERE id = 10"_s), QStringList{u"-"_s});
        QCOMPARE(rows(u"SELECT shop, order_no FROM notes"_s), QStringList{u"1 -"_s});
    }

    void aCompositeParent()
    {
        const Relation &order = relation(u"notes"_s, u"orders"_s);
        QCOMPARE(stage(EditOp(InsertRow{table(u"orders"_s), 0, {{u"shop"_s, n(2)}, {u"no"_s, n(9)}}, -1})), QString());
        QCOMPARE(stage(chooseParent(m_schema, order, m_changes, stored(u"notes"_s, 1), {n(1), n(1)}, newRow(1))), QString());
        QCOMPARE(stage(addChild(m_schema, relation(u"orders"_s, u"notes"_s), m_changes, newRow(1))), QString());
        QCOMPARE(stage(addChild(m_schema, relation(u"orders"_s, u"notes"_s), m_changes, end({1, 2}))), QString());
        QCOMPARE(apply(), QString());
        QCOMPARE(rows(u"SELECT * FROM notes ORDER BY id"_s), (QStringList{u"1 2 9"_s, u"2 2 9"_s, u"3 1 2"_s}));
    }

    void whatIsRefused()
    {
        const Relation &author = relation(u"posts"_s, u"author"_s);
        QVERIFY(stage(chooseParent(m_schema, author, m_changes, stored(u"posts"_s, 10), {n(1)}, newRow(7)))
                    .contains(u"no staged new row 7"_s));
        QCOMPARE(stage(deleteRow(m_changes, stored(u"posts"_s, 10), {})), QString());
        QVERIFY(stage(deleteRow(m_changes, stored(u"posts"_s, 10), {})).contains(u"already"_s));
        QVERIFY(stage(chooseParent(m_schema, author, m_changes, stored(u"posts"_s, 10), {n(1)}, end({2})))
                    .contains(u"restore it first"_s));
        QVERIFY(stage(chooseParent(m_schema, author, m_changes, stored(u"posts"_s, 11), {n(1)}, RowEnd{{Value()}, 0}))
                    .contains(u"has no id"_s));
        QVERIFY(stage(chooseParent(m_schema, relation(u"users"_s, u"posts by author"_s), m_changes, stored(u"posts"_s, 11),
                                {n(1)}, end({1}))).contains(u"does not lead that way"_s));
        QVERIFY(stage(chooseParent(m_schema, relation(u"computed"_s, u"twice"_s), m_changes, stored(u"computed"_s, 1),
                                {n(1)}, end({1}))).contains(u"computed by the database"_s));
        QVERIFY(stage(detachChild(m_schema, relation(u"users"_s, u"posts by author"_s), m_changes,
                                  stored(u"posts"_s, 11), {n(1)})).contains(u"must not be empty"_s));
    }

    void children()
    {
        const Relation &posts = relation(u"users"_s, u"posts by author"_s);
        const auto now = [&] {
            return asText(stagedChildren(m_schema, posts, m_changes, scratch::sqlite(), end({1}), postsOfAda()));
        };
        QCOMPARE(now(), u"stored 10., stored 11."_s);
        QCOMPARE(stage(addChild(m_schema, posts, m_changes, end({1}), {{u"title"_s, Value::text(u"new"_s)}})), QString());
        QCOMPARE(stage(deleteRow(m_changes, stored(u"posts"_s, 10), {})), QString());
        QCOMPARE(stage(chooseParent(m_schema, fromChild(posts), m_changes, stored(u"posts"_s, 11), {n(1)}, end({2}))), QString());
        QCOMPARE(stage(chooseParent(m_schema, fromChild(posts), m_changes, stored(u"posts"_s, 12), {n(2)}, end({1}))), QString());
        QCOMPARE(now(), u"removed 10., away 11., added new1, here 12."_s);
        QCOMPARE(stage(deleteRow(m_changes, {table(u"post_tags"_s), {{n(10), n(5)}}, 0}, {})), QString());
        QCOMPARE(apply(), QString());
        QCOMPARE(rows(u"SELECT id FROM posts WHERE author_id = 1 ORDER BY id"_s), (QStringList{u"12"_s, u"13"_s}));
        QCOMPARE(stage(deleteRow(m_changes, staged(u"posts"_s, 1), {})), QString());
        QCOMPARE(now(), u"removed 10., away 11., here 12."_s);
    }

    void childrenOfANewRow()
    {
        const Relation &posts = relation(u"users"_s, u"posts by author"_s);
        QCOMPARE(stage(EditOp(InsertRow{table(u"users"_s), 0, {}, -1})), QString());
        QCOMPARE(stage(addChild(m_schema, posts, m_changes, newRow(1))), QString());
        QCOMPARE(stage(chooseParent(m_schema, fromChild(posts), m_changes, stored(u"posts"_s, 10), {n(1)}, newRow(1))), QString());
        QCOMPARE(asText(stagedChildren(m_schema, posts, m_changes, scratch::sqlite(), newRow(1), {})), u"added new2, here 10."_s);
        QCOMPARE(asText(stagedChildren(m_schema, posts, m_changes, scratch::sqlite(), end({1}), postsOfAda())),
                 u"away 10., stored 11."_s);
    }

    void links()
    {
        const Relation &tags = relation(u"posts"_s, u"tags"_s);
        const auto connect = [&](const RowEnd &there) {
            return stage(connectRows(m_schema, tags, m_changes, scratch::sqlite(), end({10}), there, tagsOfTen()));
        };
        const auto now = [&] { return stagedLinks(m_schema, tags, m_changes, scratch::sqlite(), end({10}), tagsOfTen()); };
        QVERIFY(connect(end({5})).contains(u"connected already"_s));
        QCOMPARE(connect(end({6})), QString());
        QVERIFY(connect(end({6})).contains(u"connected already"_s));
        QCOMPARE(asText(now()), u"stored 10.5., added new1"_s);
        QCOMPARE(now().at(1).there, end({6}));

        QCOMPARE(stage(deleteRow(m_changes, now().at(0).row, {{u"post_id"_s, n(10)}, {u"tag_id"_s, n(5)}})), QString());
        QCOMPARE(asText(now()), u"removed 10.5., added new1"_s);
        QCOMPARE(now().at(0).there, end({5}));
        QCOMPARE(connect(end({5})), QString()); // comes back, and is no second row
        QCOMPARE(asText(now()), u"stored 10.5., added new1"_s);
        QCOMPARE(stage(deleteRow(m_changes, now().at(1).row, {})), QString());
        QCOMPARE(m_changes.isEmpty(), true);

        QCOMPARE(stage(EditOp(InsertRow{table(u"tags"_s), 0, {{u"name"_s, Value::text(u"fog"_s)}}, -1})), QString());
        QCOMPARE(connect(newRow(2)), QString());
        QVERIFY(connect(newRow(2)).contains(u"connected already"_s));
        QCOMPARE(apply(), QString());
        QCOMPARE(rows(u"SELECT name FROM post_tags JOIN tags ON tags.id = tag_id ORDER BY 1"_s),
                 (QStringList{u"fog"_s, u"rain"_s}));
    }

    void junctionsWithMore()
    {
        const Relation &liked = relation(u"users"_s, u"posts through likes"_s);
        QCOMPARE(hasPayload(*m_schema.table(table(u"likes"_s)), liked), true);
        QCOMPARE(hasPayload(*m_schema.table(table(u"post_tags"_s)), relation(u"posts"_s, u"tags"_s)), false);
        QVERIFY(stage(connectRows(m_schema, liked, m_changes, scratch::sqlite(), end({1}), end({10}), {}))
                    .contains(u"needs stars"_s));
        QCOMPARE(stage(connectRows(m_schema, liked, m_changes, scratch::sqlite(), end({1}), end({10}), {},
                                   {{u"stars"_s, n(3)}})), QString());
        QCOMPARE(apply(), QString());
        QCOMPARE(rows(u"SELECT user_id, post_id, stars FROM likes"_s), QStringList{u"1 10 3"_s});
    }
};

QTEST_GUILESS_MAIN(TestRelationEdits)
#include "tst_relationedits.moc"
