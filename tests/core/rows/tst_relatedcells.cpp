// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/relatedcells.h"
#include "core/rows/rowsmodel.h"
#include "support/rowsfixture.h"
#include "support/verify.h"

#include <QAbstractItemModelTester>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace core;
using namespace Qt::Literals::StringLiterals;
using State = RelatedCell::State;
using Question = RelatedCells::Question;

class TestRelatedCells : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    QString m_path;
    RowsFixture m_db;
    RelationGraph m_graph;
    std::unique_ptr<RelatedCells> m_cells;
    QStringList m_statements; ///< what the reader ran
    std::mutex m_mutex;

    [[nodiscard]] Question question(Question::Kind kind, const QString &table, const QString &relation,
                                    const QStringList &label = {})
    {
        const Relation *found = m_graph.byName({{}, table}, relation);
        if (!found)
            qFatal("no relation %s", qPrintable(relation));
        return {kind, *found, label};
    }
    [[nodiscard]] static RelatedCells::Key key(qint64 number) { return {Value::integer(number)}; }
    /// The cell once it is read.
    [[nodiscard]] RelatedCell settled(int number, const RelatedCells::Key &wanted)
    {
        RelatedCell cell;
        std::ignore = QTest::qWaitFor([&] {
            cell = m_cells->cell(number, wanted);
            return cell.state != State::Loading && !m_cells->isBusy();
        });
        return cell;
    }

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".*"_s));
        m_path = m_dir.filePath(u"%1.db"_s.arg(QLatin1StringView(QTest::currentTestFunction())));
        const QString failure = sqlitefile::execute(m_path, u"BEGIN;"
            "CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT);"
            "WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n WHERE i < 300) INSERT INTO users SELECT i, 'u' || i FROM n;"
            "UPDATE users SET name = NULL WHERE id = 3;"
            "CREATE TABLE profiles(user_id INTEGER PRIMARY KEY REFERENCES users, bio TEXT); INSERT INTO profiles VALUES(1, 'Bio of 1');"
            "CREATE TABLE posts(id INTEGER PRIMARY KEY, author_id INT REFERENCES users, editor_id INT REFERENCES users);"
            "CREATE INDEX posts_author ON posts(author_id);"
            "INSERT INTO posts SELECT id, id % 10 + 1, 999 FROM users;"
            "CREATE TABLE tags(name TEXT PRIMARY KEY);"
            "INSERT INTO tags SELECT 'tag ' || substr('0' || id, -2) FROM users WHERE id < 20;"
            "CREATE TABLE post_tags(post_id INT REFERENCES posts, tag TEXT REFERENCES tags, PRIMARY KEY(post_id, tag));"
            "INSERT INTO post_tags SELECT 1, name FROM tags; INSERT INTO post_tags VALUES(2, 'tag 03');"
            "COMMIT"_s);
        QCOMPARE(failure, QString());
        QCOMPARE(m_db.open(m_path), QString());
        m_graph = RelationGraph(*m_db.schema);
        m_cells = std::make_unique<RelatedCells>(m_db.reader, m_db.background, *m_db.dialect);
        auto traced = m_db.reader->submit([this](Database &database, JobContext &) -> Result<Done> {
            database.setTrace([this](const QString &sql, const QList<Value> &) {
                const std::lock_guard lock(m_mutex);
                m_statements.append(sql);
            });
            return Done();
        });
        traced.waitForFinished();
        m_statements.clear();
    }
    void cleanup()
    {
        m_cells.reset();
        m_db = {};
    }

    void labels()
    {
        m_cells->setQuestions(m_db.schema, {question(Question::Kind::Label, u"posts"_s, u"author"_s, {u"name"_s}),
                                            question(Question::Kind::Label, u"posts"_s, u"editor"_s, {u"name"_s})});
        QCOMPARE(m_cells->cell(0, key(7)).state, State::Loading);
        QCOMPARE(settled(0, key(7)), (RelatedCell{State::Ready, true, u"u7"_s, 1, {}}));
        QCOMPARE(settled(0, key(3)), (RelatedCell{State::Ready, true, {}, 1, {}})); // there, without a name
        QCOMPARE(settled(1, key(999)), (RelatedCell{State::Ready, false, {}, 0, {}})); // an orphan
        QCOMPARE(m_cells->cell(0, {Value::null()}), (RelatedCell{State::Ready, false, {}, 0, {}})); // nothing to ask
        QVERIFY(!m_cells->isBusy());
    }

    void oneStatementForAFrame()
    {
        m_cells->setQuestions(m_db.schema, {question(Question::Kind::Label, u"posts"_s, u"author"_s, {u"name"_s}),
                                            question(Question::Kind::Label, u"posts"_s, u"editor"_s, {u"name"_s})});
        QSignalSpy changed(m_cells.get(), &RelatedCells::changed);
        for (qint64 row = 1; row <= 100; ++row) {
            std::ignore = m_cells->cell(0, key(row % 10 + 1));
            std::ignore = m_cells->cell(1, key(row));
        }
        QTRY_VERIFY(!m_cells->isBusy());
        QCOMPARE(changed.size(), 1);
        QCOMPARE(m_statements.size(), 1);
        QCOMPARE(m_cells->cell(1, key(100)).label, u"u100"_s);
        QVERIFY(!m_cells->isBusy()); // nothing was asked twice
    }

    void countsAndChips()
    {
        m_cells->setQuestions(m_db.schema,
                              {question(Question::Kind::Count, u"users"_s, u"posts by author"_s),
                               question(Question::Kind::Chips, u"posts"_s, u"tags"_s, {u"name"_s}),
                               question(Question::Kind::Label, u"users"_s, u"profiles"_s, {u"bio"_s}),
                               question(Question::Kind::Count, u"users"_s, u"posts by editor"_s)});
        QCOMPARE(settled(0, key(1)), (RelatedCell{State::Ready, true, {}, 30, {}}));
        QCOMPARE(settled(0, key(200)), (RelatedCell{State::Ready, false, {}, 0, {}}));
        const RelatedCell tags = settled(1, key(1));
        QCOMPARE(tags.count, 19);
        QCOMPARE(tags.chips.size(), RelatedCells::chipsAtMost);
        QCOMPARE(tags.chips.first(), u"tag 01"_s);
        QCOMPARE(settled(1, key(2)).chips, QStringList{u"tag 03"_s});
        QCOMPARE(settled(1, key(3)), (RelatedCell{State::Ready, false, {}, 0, {}}));
        QCOMPARE(settled(2, key(1)).label, u"Bio of 1"_s);
        QVERIFY(!settled(2, key(2)).exists);
        QCOMPARE(settled(3, key(5)).count, 0); // by a pass over the table
    }

    void whatIsNotOnViewIsNotRead()
    {
        m_cells->setQuestions(m_db.schema, {question(Question::Kind::Label, u"posts"_s, u"author"_s, {u"name"_s})});
        std::ignore = m_cells->cell(0, key(1));
        QTRY_VERIFY(!m_cells->isBusy());
        QVERIFY(!m_statements.join(u' ').isEmpty());
        QCOMPARE(m_cells->cell(0, key(1)).label, u"u1"_s);
        QCOMPARE(m_cells->cell(0, key(2)).state, State::Loading);
    }

    void patienceEnds()
    {
        const QString failure = sqlitefile::execute(m_path, u"WITH RECURSIVE n(i) AS (VALUES(1000) UNION ALL SELECT i + 1 FROM n "
            "WHERE i < 300000) INSERT INTO posts SELECT i, NULL, i % 300 FROM n"_s);
        QCOMPARE(failure, QString());
        m_cells->setQuestions(m_db.schema, {question(Question::Kind::Count, u"users"_s, u"posts by editor"_s)});
        m_cells->setPatience(0);
        QCOMPARE(settled(0, key(5)).state, State::GaveUp);
        m_cells->setPatience(3000);
        m_cells->insist(0, key(5));
        QCOMPARE(settled(0, key(5)).count, 996);
    }

    void aRefreshKeepsWhatIsKnownUntilItIsReadAnew()
    {
        m_cells->setQuestions(m_db.schema, {question(Question::Kind::Label, u"posts"_s, u"author"_s, {u"name"_s})});
        QCOMPARE(settled(0, key(7)).label, u"u7"_s);
        QCOMPARE(sqlitefile::execute(m_path, u"UPDATE users SET name = 'Grace' WHERE id = 7"_s), QString());
        m_cells->refresh();
        QCOMPARE(m_cells->cell(0, key(7)).label, u"u7"_s);
        QTRY_COMPARE(m_cells->cell(0, key(7)).label, u"Grace"_s);
    }

    void inTheModel()
    {
        auto source = m_db.source({{{}, u"posts"_s}, {}, {}, {}});
        RowsModel model(*source, *m_db.schema->table({{}, u"posts"_s}), *m_db.dialect);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setRelations(m_cells.get(), m_db.schema,
                           {question(Question::Kind::Label, u"posts"_s, u"author"_s, {u"name"_s}),
                            question(Question::Kind::Label, u"posts"_s, u"editor"_s, {u"name"_s})},
                           {question(Question::Kind::Chips, u"posts"_s, u"tags"_s, {u"name"_s})});
        QCOMPARE(model.columnCount(), 4);
        QCOMPARE(model.storedColumns(), 3);
        QCOMPARE(model.columnAt(3).name, u"tags"_s);
        const auto text = [&](qint64 row, int column) { return model.displayText(model.cell(row, column), column); };
        QTRY_COMPARE(text(0, 1), u"u2 · 2"_s);
        QTRY_COMPARE(text(0, 2), u"999"_s); // an orphan keeps its value
        QTRY_VERIFY(model.cell(0, 2).related && model.cell(0, 2).related->state == State::Ready);
        QVERIFY(!model.cell(0, 2).related->exists);
        QTRY_COMPARE(text(0, 3), u"tag 01, tag 02, tag 03, tag 04, tag 05, tag 06 +13"_s);
        QTRY_COMPARE(text(1, 3), u"tag 03"_s);
        QCOMPARE(text(2, 3), QString());
        model.setShowRaw(true);
        QCOMPARE(text(0, 1), u"2"_s);
        model.setShowRaw(false);

        // A staged key is looked up, too; a new row has no neighbours yet.
        ChangeSet changes;
        VERIFY_OK(changes.apply(SetCell{{{}, u"posts"_s}, {{Value::integer(1)}}, u"author_id"_s, Value::integer(2),
                                        Value(Value::integer(7)), -1}));
        VERIFY_OK(changes.apply(InsertRow{{{}, u"posts"_s}, 0, {{u"author_id"_s, Value(Value::integer(5))}}, -1}));
        model.setChanges(std::make_shared<const ChangeSet>(changes));
        QTRY_COMPARE(text(1, 1), u"u7 · 7"_s);
        QTRY_COMPARE(text(0, 1), u"u5 · 5"_s);
        QCOMPARE(text(0, 3), QString());
        QVERIFY(!model.index(0, 3).data(RowsModel::IsNullRole).toBool());
        model.setRelations(nullptr, m_db.schema, {}, {});
        QCOMPARE(model.columnCount(), 3);
        QCOMPARE(text(1, 1), u"7"_s);
    }

    void errorsAreSaidOnce()
    {
        Question broken = question(Question::Kind::Label, u"posts"_s, u"author"_s, {u"nowhere"_s});
        m_cells->setQuestions(m_db.schema, {broken});
        QCOMPARE(settled(0, key(1)).state, State::Failed);
        QVERIFY(!m_cells->isBusy()); // and not asked again and again
    }

    void dyingWhileItReads()
    {
        m_cells->setQuestions(m_db.schema, {question(Question::Kind::Count, u"users"_s, u"posts by editor"_s)});
        std::ignore = m_cells->cell(0, key(1));
        QTRY_VERIFY(m_cells->isBusy());
        m_cells.reset();
        QCoreApplication::processEvents();
    }
};

QTEST_GUILESS_MAIN(TestRelatedCells)
#include "tst_relatedcells.moc"
