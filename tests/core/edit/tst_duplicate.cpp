// SPDX-License-Identifier: GPL-3.0-or-later
// A row copied with what belongs to it, through to the database.
#include "core/edit/duplicate.h"

#include "core/db/scriptrunner.h"
#include "core/edit/dmlwriter.h"
#include "support/jobs.h"
#include "support/scratchdb.h"
#include "support/verify.h"

#include <QRegularExpression>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

const auto blog =
    u"CREATE TABLE users(id INTEGER PRIMARY KEY, email TEXT UNIQUE, name TEXT);"
    "CREATE TABLE posts(id INTEGER PRIMARY KEY, uuid TEXT UNIQUE, slug TEXT UNIQUE, title TEXT, author INT REFERENCES users, words INT AS (length(title)));"
    "CREATE TABLE comments(id INTEGER PRIMARY KEY, post INT NOT NULL REFERENCES posts, reply_to INT REFERENCES comments, text TEXT);"
    "CREATE TABLE tags(name TEXT PRIMARY KEY);"
    "CREATE TABLE post_tags(post INT REFERENCES posts, tag TEXT REFERENCES tags, PRIMARY KEY(post, tag)) WITHOUT ROWID;"
    "CREATE TABLE revisions(post INT, no INT, text, PRIMARY KEY(post, no), FOREIGN KEY(post) REFERENCES posts);"
    "CREATE TABLE notes(id INTEGER PRIMARY KEY, post INT, no INT, FOREIGN KEY(post, no) REFERENCES revisions);"
    "CREATE TABLE pages(post INT PRIMARY KEY REFERENCES posts, number INT NOT NULL UNIQUE);"
    "INSERT INTO users VALUES(1, 'ada@x', 'Ada');"
    "INSERT INTO posts VALUES(10, '6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'one', 'One', 1), (11, NULL, 'two', 'Two', 1);"
    "INSERT INTO comments VALUES(5, 10, NULL, 'first'), (4, 10, 5, 'reply'), (6, 11, 5, 'elsewhere');"
    "INSERT INTO tags VALUES('rain'), ('sun'); INSERT INTO post_tags VALUES(10, 'rain'), (10, 'sun');"
    "INSERT INTO revisions VALUES(10, 1, 'r1'), (10, 2, 'r2'); INSERT INTO notes VALUES(1, 10, 2);"
    "INSERT INTO pages VALUES(10, 77)"_s;

} // namespace

class TestDuplicate : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<Database> m_database;
    Schema m_schema;
    RelationGraph m_graph;

    void introspect()
    {
        const auto schema = scratch::sqlite().introspect(*m_database);
        VERIFY_OK(schema);
        m_schema = *schema;
        m_graph = RelationGraph(m_schema);
    }
    DuplicateAlong along(const QString &from, const QString &name, const QList<DuplicateAlong> &deeper = {}) const
    {
        const Relation *found = m_graph.byName({{}, from}, name);
        if (!found)
            qFatal("no relation %s", qPrintable(name));
        return {*found, deeper};
    }
    Result<Duplicate> duplicate(const DuplicateRequest &request)
    {
        TestJob job;
        const auto plan = duplicatePlan(m_schema, request);
        RC_TRY(plan);
        const auto rows = readForDuplicate(*m_database, m_schema, scratch::sqlite(), request, job);
        RC_TRY(rows);
        return duplicateEdit(m_schema, *plan, *rows, 1);
    }
    QString apply(const EditOp &op)
    {
        ChangeSet changes;
        if (const auto staged = changes.apply(op); !staged)
            return staged.error().message;
        const auto script = editScript(m_schema, changes, scratch::sqlite());
        if (!script)
            return script.error().message;
        TestJob job;
        const auto ran = runScript(*m_database, *script, job);
        return ran ? QString() : ran.error().message + ran.error().detail;
    }
    QString rows(const QString &sql)
    {
        QStringList out;
        const auto read = m_database->query(sql);
        if (!read)
            return read.error().message;
        for (const Row &row : *read) {
            QStringList cells;
            for (const Value &v : row)
                cells.append(v.isNull() ? u"-"_s : v.display());
            out.append(cells.join(u' '));
        }
        return out.join(u", "_s);
    }
    static QStringList texts(const QList<DuplicateRemark> &remarks)
    {
        QStringList out;
        for (const DuplicateRemark &r : remarks)
            out.append(toText(r));
        return out;
    }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_dir = std::make_unique<QTemporaryDir>();
        auto database = scratch::open(scratch::makeDatabase(*m_dir, u"t.db"_s, blog));
        VERIFY_OK(database);
        m_database = std::move(database).value();
        introspect();
    }
    void cleanup() { m_database.reset(); }

    void aRowAlone()
    {
        const auto copy = duplicate({{{}, u"posts"_s}, {{Value::integer(10)}}, {}});
        VERIFY_OK(copy);
        QCOMPARE(copy->edit.text, u"Duplicate a row of posts"_s);
        QCOMPARE(texts(copy->remarks), (QStringList{u"posts.uuid: a new UUID in 1 row"_s, u"posts.slug: “ copy” added in 1 row"_s}));
        QCOMPARE(apply(copy->edit), QString());
        QCOMPARE(rows(u"SELECT id, slug, title, author, words, length(uuid) FROM posts WHERE id > 11"_s), u"12 one copy One 1 3 36"_s);
        QCOMPARE(rows(u"SELECT count(DISTINCT uuid) FROM posts"_s), u"2"_s);
    }

    void withWhatBelongsToIt()
    {
        const auto copy = duplicate({{{}, u"posts"_s}, {{Value::integer(10)}},
                                     {along(u"posts"_s, u"comments"_s), along(u"posts"_s, u"tags"_s),
                                      along(u"posts"_s, u"revisions"_s, {along(u"revisions"_s, u"notes"_s)})}});
        VERIFY_OK(copy);
        QCOMPARE(copy->edit.text, u"Duplicate a row of posts with 7 more"_s);
        QCOMPARE(apply(copy->edit), QString());
        // The reply answers the copy of the first comment, which is made after it was read.
        QCOMPARE(rows(u"SELECT c.text, r.text, r.post FROM comments c JOIN comments r ON r.id = c.reply_to WHERE c.post = 12"_s),
                 u"reply first 12"_s);
        QCOMPARE(rows(u"SELECT count(*) FROM comments WHERE post = 12"_s), u"2"_s);
        QCOMPARE(rows(u"SELECT tag FROM post_tags WHERE post = 12 ORDER BY 1"_s), u"rain, sun"_s);
        QCOMPARE(rows(u"SELECT no, text FROM revisions WHERE post = 12 ORDER BY 1"_s), u"1 r1, 2 r2"_s);
        QCOMPARE(rows(u"SELECT post, no FROM notes ORDER BY id"_s), u"10 2, 12 2"_s);
        QCOMPARE(rows(u"SELECT count(*) FROM tags"_s), u"2"_s); // the links, not what they lead to
    }

    void whatBelongsInTwoWaysIsCopiedOnce()
    {
        const auto copy = duplicate({{{}, u"posts"_s}, {{Value::integer(10)}},
                                     {along(u"posts"_s, u"comments"_s, {along(u"comments"_s, u"comments"_s)})}});
        VERIFY_OK(copy);
        // The reply is a comment of the post, too; the one elsewhere comes along as a reply alone.
        QCOMPARE(copy->edit.text, u"Duplicate a row of posts with 3 more"_s);
        QCOMPARE(apply(copy->edit), QString());
        QCOMPARE(rows(u"SELECT count(*) FROM comments WHERE text = 'reply'"_s), u"2"_s);
        QCOMPARE(rows(u"SELECT count(*) FROM comments WHERE id > 6"_s), u"3"_s);
    }

    void severalOfOneTable()
    {
        const auto copy = duplicate({{{}, u"users"_s}, {{Value::integer(1)}}, {along(u"users"_s, u"posts"_s)}});
        VERIFY_OK(copy);
        QCOMPARE(texts(copy->remarks), (QStringList{u"users.email: “ copy” added in 1 row"_s, u"posts.uuid: a new UUID in 1 row"_s,
                                                    u"posts.slug: “ copy” added in 2 rows"_s}));
        QCOMPARE(apply(copy->edit), QString());
        QCOMPARE(rows(u"SELECT slug, author FROM posts WHERE id > 11 ORDER BY 1"_s), u"one copy 2, two copy 2"_s);
    }

    void whatMustBeFilledIn()
    {
        const auto copy = duplicate({{{}, u"posts"_s}, {{Value::integer(10)}}, {along(u"posts"_s, u"pages"_s)}});
        VERIFY_OK(copy);
        QVERIFY(texts(copy->remarks).contains(u"pages.number: to be filled in, in 1 row"_s));
    }

    void largeCellsAreCopiedWhileThereIsRoom()
    {
        QVERIFY(m_database->execute(
            u"CREATE TABLE photos(id INTEGER PRIMARY KEY, post INT REFERENCES posts, small BLOB, "
            "big BLOB, note TEXT);"
            "CREATE TABLE scans(id INTEGER PRIMARY KEY, post INT REFERENCES posts, big BLOB NOT NULL);"
            "INSERT INTO photos VALUES(1, 10, x'01', zeroblob(300000), 'n'),"
            " (2, 10, x'02', zeroblob(500000), NULL);"
            "INSERT INTO scans VALUES(1, 10, zeroblob(5000000))"_s));
        introspect();
        const QList<DuplicateAlong> all{along(u"posts"_s, u"photos"_s), along(u"posts"_s, u"scans"_s)};
        const auto whole = duplicate({{{}, u"posts"_s}, {{Value::integer(10)}}, all});
        VERIFY_OK(whole);
        QCOMPARE(apply(whole->edit), QString());
        QCOMPARE(rows(u"SELECT length(big) FROM photos WHERE post = 12 ORDER BY 1"_s), u"300000, 500000"_s);
        QCOMPARE(rows(u"SELECT length(big) FROM scans WHERE post = 12"_s), u"5000000"_s);

        DuplicateRequest tight{{{}, u"posts"_s}, {{Value::integer(10)}}, all};
        tight.bytesAtMost = 400'000;
        const auto part = duplicate(tight);
        VERIFY_OK(part);
        const QStringList remarks = texts(part->remarks);
        QVERIFY2(remarks.contains(u"photos.big: left out in 1 row, since 488.3 kB is too large to be staged"_s),
                 qPrintable(remarks.join(u'\n')));
        QVERIFY(remarks.contains(u"scans.big: to be filled in, in 1 row, since 4.8 MB is too large to be staged"_s));
        const auto &ops = part->edit.ops;
        QCOMPARE(std::get<InsertRow>(ops.at(1)).cells.value(u"note"_s), NewValue(Value::text(u"n"_s)));
        QVERIFY(std::get<InsertRow>(ops.at(1)).cells.contains(u"big"_s));
        QVERIFY(!std::get<InsertRow>(ops.at(2)).cells.contains(u"big"_s));
        QVERIFY(std::get<InsertRow>(ops.at(2)).cells.contains(u"small"_s));
    }

    void aHugeBlobIsNotRead()
    {
        QVERIFY(m_database->execute(u"ALTER TABLE posts ADD COLUMN film BLOB;"
                                    "UPDATE posts SET film = zeroblob(50000000) WHERE id = 10"_s));
        introspect();
        const qint64 before = m_database->setCellLimit(2'000'000); // reading it would fail
        const auto copy = duplicate({{{}, u"posts"_s}, {{Value::integer(10)}}, {}});
        m_database->setCellLimit(before);
        VERIFY_OK(copy);
        QVERIFY(texts(copy->remarks)
                    .contains(u"posts.film: left out in 1 row, since 47.7 MB is too large to be staged"_s));
        QCOMPARE(apply(copy->edit), QString());
        QCOMPARE(rows(u"SELECT slug, film IS NULL FROM posts WHERE id = 12"_s), u"one copy 1"_s);
    }

    void manyChildrenAreRefusedBeforeTheyAreRead()
    {
        QVERIFY(
            m_database->execute(u"WITH RECURSIVE i(x) AS (SELECT 100 UNION ALL SELECT x + 1 FROM i WHERE x < 20000) "
                                "INSERT INTO comments SELECT x, 10, NULL, hex(zeroblob(500)) FROM i"_s));
        const auto many = duplicate({{{}, u"posts"_s}, {{Value::integer(10)}}, {along(u"posts"_s, u"comments"_s)}});
        QVERIFY(!many);
        QCOMPARE(many.error().message,
                 u"More than 1000 rows belong to this row of posts: choose fewer relations to "
                 "duplicate along."_s);
        DuplicateRequest much{{{}, u"posts"_s}, {{Value::integer(10)}}, {along(u"posts"_s, u"comments"_s)}, 50000};
        QCOMPARE(duplicate(much).error().message,
                 u"What belongs to this row of posts is more than 16 MB (reached in comments), too much to be staged: "
                 "choose fewer relations to duplicate along."_s);
    }

    void whatIsRefused()
    {
        DuplicateRequest many{{{}, u"posts"_s}, {{Value::integer(10)}}, {along(u"posts"_s, u"comments"_s)}, 2};
        QVERIFY(duplicate(many).error().message.contains(u"More than 2 rows"_s));
        QVERIFY(duplicate({{{}, u"posts"_s}, {{Value::integer(99)}}, {}}).error().message.contains(u"not there any more"_s));
        QVERIFY(duplicate({{{}, u"posts"_s}, {{Value::integer(10)}}, {along(u"posts"_s, u"author"_s)}})
                    .error().message.contains(u"cannot be duplicated along"_s));
        QVERIFY(duplicate({{{}, u"nothing"_s}, {{Value::integer(10)}}, {}}).error().message.contains(u"no table"_s));
    }
};

QTEST_GUILESS_MAIN(TestDuplicate)
#include "tst_duplicate.moc"
