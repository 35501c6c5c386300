// SPDX-License-Identifier: GPL-3.0-or-later
// The list of rows that refer to one row, on real databases: what is read, what is staged over it, when it stops.
#include "core/edit/relatedlist.h"

#include "core/rows/tellingcolumns.h"
#include "core/schema/relationgraph.h"
#include "support/rowsfixture.h"
#include "support/verify.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;

namespace {

Value n(qint64 number)
{
    return Value::integer(number);
}
Value t(const QString &text)
{
    return Value::text(text);
}
const QualifiedName comments{{}, u"comments"_s};

QString stateText(RelatedRow::State state)
{
    switch (state) {
    case RelatedRow::State::Stored:
        return {};
    case RelatedRow::State::Added:
        return u"+"_s;
    case RelatedRow::State::Removed:
        return u"-"_s;
    case RelatedRow::State::MovedHere:
        return u">"_s;
    case RelatedRow::State::MovedAway:
        return u"<"_s;
    }
    return {};
}

QString database()
{
    return u"CREATE TABLE posts(id INTEGER PRIMARY KEY, title TEXT, parent_id INTEGER REFERENCES posts(id));"
           "CREATE INDEX posts_parent ON posts(parent_id);"
           "CREATE TABLE comments(id INTEGER PRIMARY KEY, post_id INTEGER REFERENCES posts(id), body TEXT, photo BLOB);"
           "CREATE INDEX comments_post ON comments(post_id);"
           "CREATE TABLE logs(id INTEGER PRIMARY KEY, post_id INTEGER REFERENCES posts(id), line TEXT);"
           "CREATE TABLE rooms(building TEXT, number INTEGER, name TEXT, PRIMARY KEY(building, number)) WITHOUT ROWID;"
           "CREATE TABLE beds(building TEXT NOT NULL, number INTEGER NOT NULL, bed INTEGER NOT NULL, wide INTEGER, "
           "PRIMARY KEY(building, number, bed),"
           " FOREIGN KEY(building, number) REFERENCES rooms(building, number));"
           "INSERT INTO posts VALUES(1,'Rain',NULL),(2,'Hail',1),(3,'Snow',3);"
           "INSERT INTO comments "
           "VALUES(10,1,'ten',NULL),(11,1,'eleven',NULL),(12,2,'twelve',NULL),(13,NULL,'none',NULL);"
           "INSERT INTO rooms VALUES('N',1,'Attic');"
           "INSERT INTO beds VALUES('N',1,1,0),('N',1,2,1),('S',1,1,0);"_s;
}

} // namespace

class TestRelatedList : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;
    RowsFixture m_db;
    RelationGraph m_graph;
    std::unique_ptr<RelatedList> m_list;
    std::shared_ptr<ChangeSet> m_changes;

    QString open(const QString &sql)
    {
        m_dir = std::make_unique<QTemporaryDir>();
        const QString failure = sqlitefile::execute(path(), u"BEGIN;"_s + sql + u";COMMIT"_s);
        if (!failure.isEmpty())
            return failure;
        const QString opened = m_db.open(path());
        m_graph = opened.isEmpty() ? RelationGraph(*m_db.schema) : RelationGraph();
        m_list = std::make_unique<RelatedList>(m_db.reader, m_db.background, *m_db.dialect);
        m_list->setRest(0);
        m_changes = std::make_shared<ChangeSet>();
        return opened;
    }
    [[nodiscard]] QString path() const { return m_dir->filePath(u"t.db"_s); }
    [[nodiscard]] Relation relation(const QString &from, const QString &name) const
    {
        const Relation *found = m_graph.byName({{}, from}, name);
        return found ? *found : Relation();
    }
    void ask(const Relation &relation, const RowEnd &row, const QStringList &columns = {})
    {
        m_list->setSubject(m_db.schema, RelatedList::Subject{relation, row, columns});
    }
    QString stage(const EditOp &op)
    {
        const auto done = m_changes->apply(op);
        m_list->setChanges(std::make_shared<ChangeSet>(*m_changes));
        return done ? QString() : done.error().message;
    }
    /// "10, -11, +new1 …"
    [[nodiscard]] QString now() const
    {
        QStringList out;
        for (const RelatedList::Line &line : m_list->lines()) {
            QStringList key;
            for (const Value &v : line.related.row.key.values)
                key.append(v.display());
            out.append(stateText(line.related.state)
                       + (line.related.row.isNew() ? u"new%1"_s.arg(line.related.row.insertId) : key.join(u'.')));
        }
        return out.join(u", "_s) + (m_list->hasMore() ? u" …"_s : QString());
    }
    QString settled()
    {
        return QTest::qWaitFor([&] { return !m_list->isBusy(); }, 20'000) ? now() : u"never settled"_s;
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".*"_s)); }
    void cleanup()
    {
        m_list.reset();
        m_db = {};
        m_dir.reset();
    }

    void reads_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QList<Value>>("key");
        QTest::addColumn<QString>("rows");
        QTest::newRow("children") << u"posts"_s << u"comments"_s << QList<Value>{n(1)} << u"10, 11"_s;
        QTest::newRow("none") << u"posts"_s << u"comments"_s << QList<Value>{n(3)} << QString();
        QTest::newRow("of the same table") << u"posts"_s << u"posts"_s << QList<Value>{n(1)} << u"2"_s;
        QTest::newRow("itself") << u"posts"_s << u"posts"_s << QList<Value>{n(3)} << u"3"_s;
        QTest::newRow("a key of two columns")
            << u"rooms"_s << u"beds"_s << QList<Value>{t(u"N"_s), n(1)} << u"N.1.1, N.1.2"_s;
        QTest::newRow("a row without a key") << u"posts"_s << u"comments"_s << QList<Value>() << QString();
    }
    void reads()
    {
        QFETCH(QString, from);
        QFETCH(QString, name);
        QFETCH(QList<Value>, key);
        QFETCH(QString, rows);
        QCOMPARE(open(database()), QString());
        ask(relation(from, name), {key, 0});
        QCOMPARE(settled(), rows);
        QCOMPARE(m_list->state(), RelatedList::State::Ready);
        QCOMPARE(m_list->total(), std::optional(qint64(m_list->lines().size())));
    }

    void staged_data()
    {
        using Ops = QList<EditOp>;
        QTest::addColumn<QList<EditOp>>("ops");
        QTest::addColumn<QString>("rows");
        const RowKey ten{{n(10)}};
        const RowKey twelve{{n(12)}};
        QTest::newRow("added") << Ops{InsertRow{comments, 1, {{u"post_id"_s, n(1)}}, -1}} << u"10, 11, +new1"_s;
        QTest::newRow("added elsewhere") << Ops{InsertRow{comments, 1, {{u"post_id"_s, n(2)}}, -1}} << u"10, 11"_s;
        QTest::newRow("removed") << Ops{DeleteRow{comments, ten, {}, -1}} << u"-10, 11"_s;
        QTest::newRow("detached") << Ops{SetCell{comments, ten, u"post_id"_s, n(1), Value(), -1}} << u"<10, 11"_s;
        QTest::newRow("moved here") << Ops{SetCell{comments, twelve, u"post_id"_s, n(2), n(1), -1}} << u"10, 11, >12"_s;
        QTest::newRow("edited") << Ops{SetCell{comments, ten, u"body"_s, t(u"ten"_s), t(u"X"_s), -1}} << u"10, 11"_s;
    }
    void staged()
    {
        QFETCH(QList<EditOp>, ops);
        QFETCH(QString, rows);
        QCOMPARE(open(database()), QString());
        ask(relation(u"posts"_s, u"comments"_s), {{n(1)}, 0}, {u"body"_s});
        QCOMPARE(settled(), u"10, 11"_s);
        for (const EditOp &op : ops)
            QCOMPARE(stage(op), QString());
        QCOMPARE(now(), rows);
        // and each state is taken back by one edit
        for (const RelatedList::Line &line : m_list->lines()) {
            if (line.related.state == RelatedRow::State::Stored)
                continue;
            const auto back = takeBack(*m_changes, line.related, {u"post_id"_s});
            VERIFY_OK(back);
            QCOMPARE(stage(*back), QString());
            QCOMPARE(now(), u"10, 11"_s);
            QVERIFY(m_changes->isEmpty());
            break;
        }
    }

    void whatIsStagedLiesOverWhatIsStored()
    {
        QCOMPARE(open(database()), QString());
        ask(relation(u"posts"_s, u"comments"_s), {{n(1)}, 0}, {u"body"_s});
        QCOMPARE(settled(), u"10, 11"_s);
        QCOMPARE(stage(SetCell{comments, {{n(10)}}, u"body"_s, t(u"ten"_s), t(u"X"_s), -1}), QString());
        const RelatedList::Line &line = m_list->lines().constFirst();
        QVERIFY(line.stored.value(u"body"_s) == t(u"ten"_s));
        QVERIFY(line.shown.value(u"body"_s) == NewValue(t(u"X"_s)));
        QVERIFY(line.stored.value(u"id"_s) == n(10));
        QVERIFY(!line.stored.contains(u"photo"_s)); // was not asked for
    }

    void aNewRowHasOnlyWhatIsStaged()
    {
        QCOMPARE(open(database()), QString());
        QCOMPARE(stage(InsertRow{{{}, u"posts"_s}, 1, {}, -1}), QString());
        ask(relation(u"posts"_s, u"comments"_s), {{}, 1});
        QVERIFY(!m_list->isBusy());
        QCOMPARE(m_list->state(), RelatedList::State::Ready);
        QCOMPARE(m_list->total(), std::optional(qint64(0)));
        QCOMPARE(stage(InsertRow{comments, 2, {{u"post_id"_s, KeyOfInserted{{{}, u"posts"_s}, 1, u"id"_s}}}, -1}),
                 QString());
        QCOMPARE(now(), u"+new2"_s);
    }

    void readsOnAndCounts()
    {
        QCOMPARE(open(database()
                      + u"WITH RECURSIVE i(x) AS (SELECT 100 UNION ALL SELECT x + 1 FROM i WHERE x < 160)"
                        " INSERT INTO comments SELECT x, 2, 'c', NULL FROM i;"_s),
                 QString());
        m_list->setAtMost(3);
        ask(relation(u"posts"_s, u"comments"_s), {{n(2)}, 0});
        QCOMPARE(settled(), u"12, 100, 101 …"_s);
        QCOMPARE(m_list->total(), std::optional(qint64(62)));
        m_list->setAtMost(5);
        QCOMPARE(settled(), u"12, 100, 101, 102, 103 …"_s);
        m_list->setAtMost(400);
        settled();
        QCOMPARE(m_list->lines().size(), 62);
        QVERIFY(!m_list->hasMore());
    }

    void givesUpPolitely()
    {
        QCOMPARE(
            open(database()
                 + u"WITH RECURSIVE i(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM i WHERE x < 400000)"
                   " INSERT INTO logs SELECT x, CASE WHEN x = 1 THEN 1 ELSE 2 END, 'some line of a log' FROM i;"_s),
            QString());
        m_list->setPatience(1);
        ask(relation(u"posts"_s, u"logs"_s), {{n(1)}, 0});
        settled();
        QCOMPARE(m_list->state(), RelatedList::State::GaveUp);
        QCOMPARE(m_list->total(), std::nullopt);
        m_list->setPatience(1000);
        m_list->insist();
        QCOMPARE(settled(), u"1"_s);
        QCOMPARE(m_list->state(), RelatedList::State::Ready);
        QCOMPARE(m_list->total(), std::optional(qint64(1)));
    }

    void anotherRowStopsWhatTheOneBeforeAskedFor()
    {
        QCOMPARE(open(database()
                      + u"WITH RECURSIVE i(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM i WHERE x < 3000000)"
                        " INSERT INTO logs SELECT x, 2, 'l' FROM i;"_s),
                 QString());
        m_list->setPatience(60'000);
        QElapsedTimer timer;
        timer.start();
        for (int i = 0; i < 200; ++i) {
            ask(relation(u"posts"_s, u"logs"_s), {{n(i % 2 == 0 ? 1 : 3)}, 0});
            QTest::qWait(1);
        }
        ask(relation(u"posts"_s, u"comments"_s), {{n(1)}, 0});
        QCOMPARE(settled(), u"10, 11"_s);
        QVERIFY2(timer.elapsed() < 8000, qPrintable(QString::number(timer.elapsed())));
    }

    void nothingIsReadWhileItIsNotActive()
    {
        QCOMPARE(open(database()), QString());
        m_list->setActive(false);
        ask(relation(u"posts"_s, u"comments"_s), {{n(1)}, 0});
        QVERIFY(!m_list->isBusy());
        m_list->refresh();
        QVERIFY(!m_list->isBusy());
        QCOMPARE(now(), QString());
        m_list->setActive(true);
        QVERIFY(m_list->isBusy());
        QCOMPARE(settled(), u"10, 11"_s);
        m_list->setActive(false);
        m_list->setActive(true);
        QVERIFY(!m_list->isBusy()); // it is known
        m_list->setActive(false);
        QCOMPARE(sqlitefile::execute(path(), u"DELETE FROM comments WHERE id = 10"_s), QString());
        m_list->refresh();
        QCOMPARE(now(), u"10, 11"_s);
        m_list->setActive(true);
        QCOMPARE(settled(), u"11"_s);
    }

    void saysWhatFailed()
    {
        QCOMPARE(open(database()), QString());
        QCOMPARE(sqlitefile::execute(path(), u"DROP TABLE comments"_s), QString());
        ask(relation(u"posts"_s, u"comments"_s), {{n(1)}, 0});
        settled();
        QCOMPARE(m_list->state(), RelatedList::State::Failed);
        QVERIFY2(m_list->failure().contains(u"comments"_s), qPrintable(m_list->failure()));
    }

    void largeCellsAreCut()
    {
        QCOMPARE(open(database() + u"UPDATE comments SET body = printf('%.*c', 100000, 'x') WHERE id = 10;"_s),
                 QString());
        ask(relation(u"posts"_s, u"comments"_s), {{n(1)}, 0}, {u"body"_s});
        QCOMPARE(settled(), u"10, 11"_s);
        const RelatedList::Line &line = m_list->lines().constFirst();
        QCOMPARE(line.cutSizes.value(u"body"_s), 100000);
        QCOMPARE(line.stored.value(u"body"_s).bytes().size(), RelatedList::cellLimit);
    }

    void tellingColumns_data()
    {
        QTest::addColumn<QString>("table");
        QTest::addColumn<QStringList>("label");
        QTest::addColumn<QStringList>("referring");
        QTest::addColumn<QStringList>("known");
        QTest::addColumn<QStringList>("columns");
        QTest::newRow("label first") << u"posts"_s << QStringList{u"title"_s} << QStringList{u"parent_id"_s}
                                     << QStringList() << QStringList{u"title"_s, u"parent_id"_s};
        QTest::newRow("a text, no bytes") << u"comments"_s << QStringList() << QStringList{u"post_id"_s}
                                          << QStringList{u"post_id"_s} << QStringList{u"body"_s};
        QTest::newRow("what goes without saying is left out")
            << u"posts"_s << QStringList{u"title"_s} << QStringList{u"parent_id"_s} << QStringList{u"parent_id"_s}
            << QStringList{u"title"_s};
        QTest::newRow("references in the key come first")
            << u"beds"_s << QStringList() << QStringList{u"building"_s} << QStringList{u"number"_s}
            << QStringList{u"building"_s, u"wide"_s};
    }
    void tellingColumns()
    {
        QFETCH(QString, table);
        QFETCH(QStringList, label);
        QFETCH(QStringList, referring);
        QFETCH(QStringList, known);
        QFETCH(QStringList, columns);
        QCOMPARE(open(database()), QString());
        QCOMPARE(core::tellingColumns(*m_db.schema->table({{}, table}), *m_db.dialect, {label}, referring, known, 2),
                 columns);
    }
};

QTEST_GUILESS_MAIN(TestRelatedList)
#include "tst_relatedlist.moc"
