// SPDX-License-Identifier: GPL-3.0-or-later
// What staged edits take along, in the pending panel: read off the tree, and cleared out of the way by keys and clicks.
#include "ui/changes/impactview.h"

#include "core/base/whendone.h"
#include "impactscript.h"
#include "support/opensession.h"
#include "support/verify.h"
#include "ui/changes/editstack.h"
#include "ui/changes/notice.h"
#include "ui/changes/pendingpanel.h"
#include "ui/changes/sqlview.h"
#include "ui/style/pill.h"
#include "ui/style/theme.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSplitter>
#include <QTest>
#include <QTreeView>
#include <QUndoStack>

using namespace Qt::Literals::StringLiterals;
using namespace ui;
using core::Value;

namespace {

QString databaseSql()
{
    return u"CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);"
           "CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users ON DELETE CASCADE);"
           "CREATE TABLE comments (id INTEGER PRIMARY KEY, post_id INT REFERENCES posts ON DELETE CASCADE,"
           " parent_id INT REFERENCES comments ON DELETE CASCADE, user_id INT REFERENCES users ON DELETE SET NULL);"
           "CREATE TABLE invoices (id INTEGER PRIMARY KEY, user_id INT REFERENCES users, payer_id INT NOT NULL"
           " REFERENCES users ON DELETE RESTRICT);"
           "CREATE TABLE lines (invoice INT NOT NULL REFERENCES invoices ON DELETE CASCADE, no INT NOT NULL,"
           " PRIMARY KEY (invoice, no)) WITHOUT ROWID;"
           "CREATE TABLE tags (name TEXT PRIMARY KEY NOT NULL, parent TEXT REFERENCES tags ON UPDATE CASCADE);"
           "CREATE TABLE tagged (id INTEGER PRIMARY KEY, tag TEXT REFERENCES tags ON UPDATE CASCADE);"
           "CREATE TABLE notes (id INTEGER PRIMARY KEY, user_ref INT);"
           "CREATE TABLE log (what TEXT);"
           "CREATE TRIGGER posts_gone AFTER DELETE ON posts BEGIN INSERT INTO log VALUES (old.id); END;"
           "INSERT INTO users VALUES (1,'Ada'), (2,'Grace'), (3,'Lin'), (4,'Noor');"
           "INSERT INTO posts VALUES (10,1), (11,1), (12,2);"
           "INSERT INTO comments VALUES (100,10,NULL,2), (101,10,100,2), (102,10,101,1), (103,12,NULL,1);"
           "INSERT INTO invoices VALUES (1,3,4), (2,3,4), (3,NULL,3);"
           "INSERT INTO lines VALUES (1,1), (1,2), (2,1);"
           "INSERT INTO tags VALUES ('sky',NULL), ('cloud','sky');"
           "INSERT INTO tagged VALUES (1,'sky'), (2,'sky'), (3,'cloud');"
           "INSERT INTO notes VALUES (1,4), (2,4)"_s;
}

core::QualifiedName table(const QString &name)
{
    return {{}, name};
}

core::RowKey key(qint64 id)
{
    return {{Value::integer(id)}};
}

} // namespace

class TestImpactView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::apply(*qApp, ThemeKind::Dark); }
    void init()
    {
        QTest::failOnWarning(anyRealWarning());
        m_open = std::make_unique<OpenSession>(databaseSql());
        QVERIFY2(m_open->session, qPrintable(m_open->error));
        m_edits = std::make_unique<EditStack>(*m_open->session);
        m_window = std::make_unique<QSplitter>(Qt::Vertical);
        m_window->addWidget(new QWidget);
        m_panel = new PendingPanel(*m_open->session, *m_edits, m_window.get());
        m_tester = new QAbstractItemModelTester(tree().model(), QAbstractItemModelTester::FailureReportingMode::QtTest,
                                                m_panel);
        m_window->resize(1100, 700);
        m_window->show();
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }
    void cleanup()
    {
        m_window.reset();
        m_edits.reset();
        m_open.reset();
    }

    void staysAwayWhereNothingElseIsTouched()
    {
        VERIFY_OK(m_edits->push(
            core::SetCell{table(u"users"_s), key(1), u"name"_s, Value::text(u"Ada"_s), Value::text(u"Ada B."_s), -1},
            u"Set name"_s));
        remove(u"posts"_s, 11);
        QTRY_VERIFY(m_panel->isVisible() && m_panel->isSettled());
        QVERIFY(!view().isVisible());
        QCOMPARE(m_panel->impactContext(), ImpactContext());
        QCOMPARE(label("pending-side-effects"), u"trigger posts_gone runs"_s);
    }

    void showsWhatGoesWithIt()
    {
        remove(u"users"_s, 1);
        QTRY_VERIFY(view().isVisible());
        QCOMPARE(label("pending-side-effects"),
                 u"also deletes 3 comments and 2 posts; sets user_id of 1 row of comments to NULL"_s);
        QCOMPARE(label("impact-sentence"),
                 u"Also deletes 3 comments and 2 posts; sets user_id of 1 row of comments to NULL · trigger "
                 "posts_gone runs and may do more"_s);
        QCOMPARE(treeText(*tree().model()),
                 QStringList({u"users [delete] 1 staged"_s,
                              u"  comments (user_id → users) [set null] 1 set to NULL"
                              " (1 counted elsewhere too)"_s,
                              u"  posts (user_id → users) [cascade] 2 deleted"_s,
                              u"    comments (post_id → posts) [cascade] 1 deleted (2 counted elsewhere too)"_s,
                              u"      comments (parent_id → comments) [cascade] 2 deleted (2 levels deep)"_s}));
        QVERIFY(tree().isExpanded(tree().model()->index(0, 0)));
        QVERIFY(!child<QWidget>("pending-would-fail")->isVisible());
        m_edits->undo();
        QTRY_VERIFY(!view().isVisible());
        QCOMPARE(tree().model()->rowCount(), 0);
    }

    /// What is announced is what the report says afterwards.
    void theReportSaysTheSame()
    {
        remove(u"users"_s, 1);
        QTRY_VERIFY(view().isVisible());
        click("pending-apply");
        QTRY_VERIFY(notice().text().contains(u"Applied"_s));
        QVERIFY2(notice().text().contains(u"comments: 2 updated, 3 deleted"_s), qPrintable(notice().text()));
        QVERIFY2(notice().text().contains(u"posts: 2 deleted"_s), qPrintable(notice().text()));
        QTRY_VERIFY(!view().isVisible());
    }

    void rowsThatForbidItHaveWaysOut()
    {
        remove(u"users"_s, 3);
        QTRY_VERIFY(child<Pill>("pending-would-fail")->isVisible());
        QVERIFY(m_panel->cannotApplyBecause().isEmpty()); // the database has the last word
        QCOMPARE(
            treeText(*tree().model()),
            QStringList({u"users [delete] 1 staged"_s, u"  invoices (payer_id → users) [restrict] 1 forbids it !"_s,
                         u"  invoices (user_id → users) [no action] 2 forbid it !"_s}));
        QVERIFY2(label("pending-side-effects")
                     .startsWith(u"would fail: 1 row of invoices still refers to a row of users by payer_id, and for "
                                 "one more reason"_s),
                 qPrintable(label("pending-side-effects")));
        QCOMPARE(current(), u"invoices (payer_id → users)"_s); // what stands in the way comes first
        QVERIFY(button("impact.deleteToo")->isVisible());
        QVERIFY(!button("impact.detach")->isVisible()); // it is required
        QVERIFY(button("impact.reparent")->isVisible());
        QVERIFY(!button("impact.takeBack")->isVisible());
        QVERIFY(label("impact-why").startsWith(u"1 row of invoices still refers to a row of users by payer_id."_s));

        button("impact.deleteToo")->click();
        QTRY_COMPARE(current(), u"invoices (user_id → users)"_s);
        QVERIFY(m_open->session->changes()->find(table(u"invoices"_s), key(3)));
        QCOMPARE(m_edits->undoStack().undoText(), u"Delete 1 row of invoices"_s);
        QVERIFY(button("impact.detach")->isVisible());
        button("impact.detach")->click();
        QTRY_VERIFY(!view().isVisible()); // nothing else is touched any more
        QVERIFY(!child<Pill>("pending-would-fail")->isVisible());
        QCOMPARE(m_edits->undoStack().count(), 3);
        const auto report = core::waitFor(m_open->session->applyEdits(*m_open->session->editScript()));
        VERIFY_OK(report);
        QCOMPARE(m_open->rows(u"SELECT id, user_id FROM invoices ORDER BY id"_s),
                 QStringList({u"1|NULL"_s, u"2|NULL"_s}));
    }

    /// The tree of edits that were taken back meanwhile is on view until it is found out anew.
    void aTreeOfEarlierEditsStagesNothing()
    {
        VERIFY_OK(m_edits->push(
            core::SetCell{table(u"users"_s), key(1), u"name"_s, Value::text(u"Ada"_s), Value::text(u"Ada B."_s), -1},
            u"Set name"_s));
        remove(u"users"_s, 3);
        QTRY_COMPARE(current(), u"invoices (payer_id → users)"_s);
        QSignalSpy said(m_panel, &PendingPanel::noteRequested);
        m_edits->undo();
        QVERIFY(button("impact.deleteToo")->isVisible());
        button("impact.deleteToo")->click();
        QCOMPARE(said.count(), 1);
        QCOMPARE(m_open->session->changes()->rows().size(), 1);
        QVERIFY(m_open->session->changes()->find(table(u"users"_s), key(1)));
        QTRY_VERIFY(!view().isVisible());
    }

    void anotherParentIsChosen()
    {
        remove(u"users"_s, 4);
        QTRY_COMPARE(current(), u"invoices (payer_id → users)"_s);
        button("impact.reparent")->click();
        auto *text = m_window->findChild<QLineEdit *>(u"picker-text"_s);
        QVERIFY(text && text->isVisible());
        QTRY_VERIFY(text->hasFocus());
        QTest::keyClicks(text, u"grace"_s);
        auto *list = m_window->findChild<QAbstractItemView *>(u"picker-list"_s);
        QTRY_COMPARE(list->model()->index(0, 0).data().toString(), u"Grace"_s);
        QTest::keyClick(text, Qt::Key_Return);
        QTRY_VERIFY(!view().isVisible());
        QCOMPARE(m_edits->undoStack().count(), 2);
        const auto staged = m_open->session->changes()->find(table(u"invoices"_s), key(2));
        QVERIFY(staged && staged->cells.value(u"payer_id"_s).value == core::NewValue(Value::integer(2)));
    }

    void aStagedNewRowCanBeTheParent()
    {
        VERIFY_OK(m_edits->push(core::InsertRow{table(u"users"_s), 0, {{u"name"_s, Value::text(u"Zoe"_s)}}, -1},
                                u"Insert"_s));
        remove(u"users"_s, 4);
        QTRY_COMPARE(current(), u"invoices (payer_id → users)"_s);
        button("impact.reparent")->click();
        auto *text = m_window->findChild<QLineEdit *>(u"picker-text"_s);
        QTest::keyClicks(text, u"zoe"_s);
        auto *list = m_window->findChild<QAbstractItemView *>(u"picker-list"_s);
        QTRY_COMPARE(list->model()->index(0, 0).data().toString(), u"Zoe"_s);
        QTest::keyClick(text, Qt::Key_Return);
        QTRY_VERIFY(!view().isVisible());
        VERIFY_OK(core::waitFor(m_open->session->applyEdits(*m_open->session->editScript())));
        QCOMPARE(m_open->rows(u"SELECT id FROM invoices WHERE payer_id = 5 ORDER BY id"_s),
                 QStringList({u"1"_s, u"2"_s}));
    }

    /// All rows that forbid it, not only those the tree has named.
    void aWayOutIsForAllRows()
    {
        QString sql;
        for (int i = 1000; i < 1075; ++i)
            sql += u"INSERT INTO invoices VALUES (%1, 3, 4);"_s.arg(i);
        QCOMPARE(tempdatabase::run(m_open->path, sql), QString());
        remove(u"users"_s, 3);
        QTRY_VERIFY(view().isVisible());
        select(u"invoices (user_id → users)"_s);
        QTRY_COMPARE(label("impact-why").section(u'.', 0, 0), u"77 invoices still refer to rows of users by user_id"_s);
        button("impact.detach")->click();
        QTRY_COMPARE(m_open->session->changes()->count(table(u"invoices"_s)), 77);
        QCOMPARE(m_edits->undoStack().undoText(), u"Detach 77 rows of invoices"_s);
        QTRY_COMPARE(tree().model()->rowCount(tree().model()->index(0, 0)), 1);
    }

    void editsThatAreOvertakenAreTakenBack()
    {
        remove(u"comments"_s, 100);
        remove(u"comments"_s, 102); // an answer to an answer: it has gone before its own turn comes
        QTRY_VERIFY(child<Pill>("pending-would-fail")->isVisible());
        QVERIFY2(label("pending-side-effects").startsWith(u"would fail: another edit takes along 1 row of comments"_s),
                 qPrintable(label("pending-side-effects")));
        QVERIFY(!button("impact.deleteToo")->isVisible());
        button("impact.takeBack")->click();
        QTRY_VERIFY(!child<Pill>("pending-would-fail")->isVisible());
        QVERIFY(!m_open->session->changes()->find(table(u"comments"_s), key(102)));
        QTRY_COMPARE(treeText(*tree().model()).value(1),
                     u"  comments (parent_id → comments) [cascade] 2 deleted (2 levels deep)"_s);
    }

    void aStagedRowThatPointsAtNothingIsTakenBack()
    {
        VERIFY_OK(m_edits->push(
            core::SetCell{table(u"tagged"_s), key(1), u"tag"_s, Value::text(u"sky"_s), Value::text(u"gone"_s), -1},
            u"Set tag"_s));
        VERIFY_OK(m_edits->push(core::InsertRow{table(u"tagged"_s), 0, {{u"tag"_s, Value::text(u"none"_s)}}, -1},
                                u"Insert"_s));
        QTRY_VERIFY(child<Pill>("pending-would-fail")->isVisible());
        QCOMPARE(label("pending-side-effects"), u"would fail: 2 rows of tagged would refer to rows that are not there"_s);
        button("impact.takeBack")->click();
        QTRY_VERIFY(!child<Pill>("pending-would-fail")->isVisible());
        QVERIFY(m_open->session->changes()->isEmpty());
    }

    void aChangedKeyTakesRowsAlong()
    {
        VERIFY_OK(m_edits->push(core::SetCell{table(u"tags"_s),
                                              {{Value::text(u"sky"_s)}},
                                              u"name"_s,
                                              Value::text(u"sky"_s),
                                              Value::text(u"heaven"_s),
                                              -1},
                                u"Set name"_s));
        QTRY_VERIFY(view().isVisible());
        QCOMPARE(treeText(*tree().model()),
                 QStringList({u"tags [change] 1 staged"_s, u"  tagged (tag → tags) [cascade] 2 changed"_s,
                              u"  tags (parent → tags) [cascade] 1 changed"_s}));
        QCOMPARE(label("pending-side-effects"),
                 u"also changes tag of 2 rows of tagged with the key; changes parent of 1 row of tags with the key"_s);
    }

    void drawnRelationsLeaveRowsBehind()
    {
        core::ForeignKey drawn;
        drawn.columns = QStringList{u"user_ref"_s};
        drawn.target = table(u"users"_s);
        drawn.targetColumns = QStringList{u"id"_s};
        m_open->session->setDrawnRelations({{table(u"notes"_s), drawn}});
        VERIFY_OK(m_edits->push(
            core::SetCell{table(u"invoices"_s), key(1), u"payer_id"_s, Value::integer(4), Value::integer(1), -1},
            u"Set payer"_s));
        VERIFY_OK(m_edits->push(
            core::SetCell{table(u"invoices"_s), key(2), u"payer_id"_s, Value::integer(4), Value::integer(1), -1},
            u"Set payer"_s));
        remove(u"users"_s, 4);
        QTRY_VERIFY(view().isVisible());
        QCOMPARE(label("pending-side-effects"), u"also leaves 2 notes without the row that user_ref refers to"_s);
        QCOMPARE(current(), u"notes (user_ref → users)"_s);
        button("impact.detach")->click();
        QTRY_VERIFY(!view().isVisible());
    }

    void opensTheRows()
    {
        remove(u"users"_s, 1);
        QTRY_VERIFY(view().isVisible());
        QSignalSpy opened(m_panel, &PendingPanel::openRequested);
        QSignalSpy said(m_panel, &PendingPanel::noteRequested);
        select(u"posts (user_id → users)"_s);
        tree().setFocus();
        QTest::keyClick(&tree(), Qt::Key_Return);
        QTRY_COMPARE(opened.count(), 1);
        const auto byRelation = opened.takeFirst().constFirst().value<Destination>();
        QCOMPARE(byRelation.table, table(u"posts"_s));
        QVERIFY(byRelation.filter.terms.constFirst().condition
                == (decltype(core::FilterTerm::condition)(
                    core::Condition{u"user_id"_s, core::FilterOp::Equal, {Value::integer(1)}})));
        QVERIFY(said.isEmpty());
    }

    void opensRowsFurtherAwayByTheirKeys()
    {
        QString sql;
        for (int i = 1000; i < 1900; ++i)
            sql += u"INSERT INTO lines VALUES (2, %1);"_s.arg(i);
        QCOMPARE(tempdatabase::run(m_open->path, sql), QString());
        remove(u"invoices"_s, 1);
        remove(u"invoices"_s, 2);
        QTRY_VERIFY(view().isVisible());
        QSignalSpy opened(m_panel, &PendingPanel::openRequested);
        QSignalSpy said(m_panel, &PendingPanel::noteRequested);
        select(u"lines (invoice → invoices)"_s);
        QVERIFY(m_panel->performImpact(u"impact.rows"_s));
        QTRY_COMPARE(opened.count(), 1);
        const auto to = opened.takeFirst().constFirst().value<Destination>();
        QVERIFY(to.filter.terms.constFirst().condition
                == (decltype(core::FilterTerm::condition)(
                    core::Condition{u"invoice"_s, core::FilterOp::In, {Value::integer(1), Value::integer(2)}})));
        QVERIFY(said.isEmpty());
    }

    void aPartIsCalledAPart()
    {
        QString sql =
            u"WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 30) "
            "INSERT INTO comments SELECT 1000 + i, NULL, CASE WHEN i = 1 THEN 103 ELSE 999 + i END, NULL FROM n;"
            "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 700) "
            "INSERT INTO comments SELECT 5000 + i, NULL, 1005, NULL FROM n;"_s;
        QCOMPARE(tempdatabase::run(m_open->path, sql), QString());
        remove(u"comments"_s, 103);
        QTRY_VERIFY(view().isVisible());
        QCOMPARE(treeText(*tree().model()).value(1),
                 u"  comments (parent_id → comments) [cascade] 730 deleted (30 levels deep)"_s);
        QSignalSpy opened(m_panel, &PendingPanel::openRequested);
        QSignalSpy said(m_panel, &PendingPanel::noteRequested);
        QVERIFY(m_panel->performImpact(u"impact.rows"_s));
        QTRY_COMPARE(opened.count(), 1);
        const auto to = opened.takeFirst().constFirst().value<Destination>();
        const auto *by = std::get_if<core::Condition>(&to.filter.terms.constFirst().condition);
        QVERIFY(by && by->column == u"id"_s && by->operands.size() == 500);
        QCOMPARE(said.takeFirst().constFirst().toString(), u"Only a part is shown: 500 of 730 rows of comments."_s);
    }

    void tooManyAreAtLeastSoMany()
    {
        const QString sql = u"WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 210000) "
                            "INSERT INTO comments SELECT 10000 + i, 11, NULL, NULL FROM n;"_s;
        QCOMPARE(tempdatabase::run(m_open->path, sql), QString());
        remove(u"posts"_s, 11);
        QTRY_VERIFY_WITH_TIMEOUT(view().isVisible(), 60000);
        QVERIFY2(label("pending-side-effects").startsWith(u"also deletes at least 199,99"_s),
                 qPrintable(label("pending-side-effects")));
        QVERIFY(label("impact-sentence").contains(u"too many rows to look at all"_s));
        QVERIFY2(treeText(*tree().model()).value(1).contains(u"at least 199,99"_s),
                 qPrintable(treeText(*tree().model()).value(1)));
    }

    void countingCanBeStopped()
    {
        // Without an index every child of a child is looked for in the whole table.
        const QString sql = u"WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 60000) "
                            "INSERT INTO comments SELECT 10000 + i, CASE WHEN i = 1 THEN 11 END, "
                            "CASE WHEN i > 1 THEN 9999 + i END, NULL FROM n;"_s;
        QCOMPARE(tempdatabase::run(m_open->path, sql), QString());
        remove(u"posts"_s, 11);
        QTRY_VERIFY_WITH_TIMEOUT(label("pending-side-effects").startsWith(u"counting … "_s), 30000);
        QVERIFY(!m_panel->isSettled());
        QVERIFY(m_panel->stopCounting());
        QVERIFY(m_panel->isSettled());
        QVERIFY(label("pending-side-effects").contains(u"what they take along is not known: counting was stopped"_s));
        QVERIFY(!m_panel->stopCounting());
        m_edits->undo();
        QTRY_COMPARE(label("pending-side-effects"), QString());
    }

    void whatWasClosedStaysClosed()
    {
        remove(u"users"_s, 1);
        QTRY_VERIFY(view().isVisible());
        select(u"posts (user_id → users)"_s);
        tree().setFocus();
        QTest::keyClick(&tree(), Qt::Key_Left);
        QVERIFY(!tree().isExpanded(tree().currentIndex()));
        remove(u"users"_s, 2);
        QTRY_COMPARE(tree().model()->index(0, 2).data().toString(), u"2 staged"_s);
        QCOMPARE(current(), u"posts (user_id → users)"_s);
        QVERIFY(!tree().isExpanded(tree().currentIndex()));
        QVERIFY(tree().hasFocus());
    }

    void followsWhatOthersWrite()
    {
        remove(u"posts"_s, 11);
        QTRY_VERIFY(m_panel->isVisible() && m_panel->isSettled());
        QVERIFY(!view().isVisible());
        QCOMPARE(tempdatabase::run(m_open->path, u"INSERT INTO comments VALUES (200, 11, NULL, NULL)"_s), QString());
        m_open->session->checkForChanges();
        QTRY_VERIFY(view().isVisible());
        QCOMPARE(label("pending-side-effects"), u"also deletes 1 row of comments · trigger posts_gone runs"_s);
    }

    void stepsAsideWhereThereIsNoRoom()
    {
        remove(u"users"_s, 1);
        QTRY_VERIFY(view().isVisible());
        auto *body = m_panel->findChild<QSplitter *>(u"pending-body"_s);
        QCOMPARE(body->orientation(), Qt::Horizontal);
        m_window->resize(500, 700);
        QTRY_COMPARE(body->orientation(), Qt::Vertical);
    }

private:
    void remove(const QString &name, qint64 id)
    {
        VERIFY_OK(m_edits->push(core::DeleteRow{table(name), key(id), {}, -1}, u"Delete"_s));
    }
    ImpactView &view() { return *m_panel->findChild<ImpactView *>(u"impact-view"_s); }
    QTreeView &tree() { return view().tree(); }
    Notice &notice() { return *m_panel->findChild<Notice *>(u"pending-notice"_s); }
    template <typename T> T *child(const char *name) { return m_panel->findChild<T *>(QString::fromLatin1(name)); }
    QString label(const char *name) { return child<QLabel>(name)->text(); }
    QPushButton *button(const char *name) { return child<QPushButton>(name); }
    void click(const char *name) { QTest::mouseClick(button(name), Qt::LeftButton); }

    static QString nameAt(const QModelIndex &index)
    {
        const QModelIndex table = index.siblingAtColumn(ImpactModel::TableColumn);
        return u"%1 (%2)"_s.arg(table.data().toString(), table.data(ImpactModel::DimRole).toString());
    }
    QString current() { return tree().currentIndex().isValid() ? nameAt(tree().currentIndex()) : QString(); }
    void select(const QString &name)
    {
        QModelIndex at = tree().model()->index(0, 0);
        while (at.isValid() && nameAt(at) != name)
            at = tree().indexBelow(at);
        QVERIFY2(at.isValid(), qPrintable(treeText(*tree().model()).join(u'\n')));
        tree().setCurrentIndex(at);
    }

    std::unique_ptr<OpenSession> m_open;
    std::unique_ptr<EditStack> m_edits;
    std::unique_ptr<QSplitter> m_window;
    PendingPanel *m_panel = nullptr;
    QAbstractItemModelTester *m_tester = nullptr;
};

QTEST_MAIN(TestImpactView)
#include "tst_impactview.moc"
