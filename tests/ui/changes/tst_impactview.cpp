// SPDX-License-Identifier: GPL-3.0-or-later
// What staged edits take along, in the pending panel: read off the tree, and cleared out of the way by keys and clicks.
#include "ui/changes/impactview.h"

#include "core/base/whendone.h"
#include "impactfixture.h"
#include "support/verify.h"
#include "ui/style/pill.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTreeView>
#include <QUndoStack>

using namespace Qt::Literals::StringLiterals;
using namespace ui;
using core::Value;

class TestImpactView : public ImpactFixture {
    Q_OBJECT

private Q_SLOTS:
    void init() { openTree(); }
    void cleanup() { closePanel(); }

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
};

QTEST_MAIN(TestImpactView)
#include "tst_impactview.moc"
