// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done about rows that forbid staged edits, by keys and clicks.
#include "ui/changes/impactways.h"

#include "core/base/whendone.h"
#include "impactfixture.h"
#include "ui/style/pill.h"

#include <QLineEdit>
#include <QSignalSpy>
#include <QUndoStack>

using namespace Qt::Literals::StringLiterals;
using namespace ui;
using core::Value;

class TestImpactWays : public ImpactFixture {
    Q_OBJECT

private Q_SLOTS:
    void init() { openTree(); }
    void cleanup() { closePanel(); }

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
        QCOMPARE(label("pending-side-effects"),
                 u"would fail: 2 rows of tagged would refer to rows that are not there"_s);
        button("impact.takeBack")->click();
        QTRY_VERIFY(!child<Pill>("pending-would-fail")->isVisible());
        QVERIFY(m_open->session->changes()->isEmpty());
    }

    /// A new row that would be deleted again at once is refused, by the tree and by Apply, and there is a way out.
    void aNewRowThatWouldGoAgain()
    {
        addComment(10);
        remove(u"posts"_s, 10);
        remove(u"posts"_s, 12); // has nothing to do with it
        QTRY_VERIFY(child<Pill>("pending-would-fail")->isVisible());
        QCOMPARE(
            label("pending-side-effects").section(u" · "_s, 0, 0),
            u"would fail: 1 new row of comments would go again with the row of posts that it refers to by post_id"_s);
        QCOMPARE(current(), u"comments (post_id → posts)"_s);
        QVERIFY(label("impact-why")
                    .endsWith(u"Let it refer to another row or to none, take the new row back, or do not delete."_s));
        for (const char *way : {"impact.detach", "impact.reparent", "impact.takeBack", "impact.restore"})
            QVERIFY2(button(way)->isVisible(), way);
        QVERIFY(!button("impact.deleteToo")->isVisible());
        QSignalSpy failed(m_panel, &PendingPanel::applyFailed);
        click("pending-apply");
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY2(notice().text().contains(u"the new row 1 of comments refers to a row that is to be deleted"_s),
                 qPrintable(notice().text()));
        QCOMPARE(m_open->rows(u"SELECT count(*) FROM posts"_s), QStringList{u"3"_s});
    }

    void aNewRowIsSaved_data()
    {
        QTest::addColumn<QString>("way");
        QTest::addColumn<QStringList>("posts");
        QTest::addColumn<int>("comments"); // that are new
        QTest::newRow("not added") << u"impact.takeBack"_s << QStringList{u"11"_s} << 0;
        QTest::newRow("refers to none") << u"impact.detach"_s << QStringList{u"11"_s} << 1;
        QTest::newRow("not deleted") << u"impact.restore"_s << QStringList{u"10"_s, u"11"_s} << 1;
    }
    void aNewRowIsSaved()
    {
        QFETCH(QString, way);
        QFETCH(QStringList, posts);
        QFETCH(int, comments);
        addComment(10);
        remove(u"posts"_s, 10);
        remove(u"posts"_s, 12);
        QTRY_COMPARE(current(), u"comments (post_id → posts)"_s);
        QTRY_VERIFY(m_panel->isSettled());
        const int steps = m_edits->undoStack().count();
        QVERIFY(m_panel->performImpact(way));
        QTRY_COMPARE(m_edits->undoStack().count(), steps + 1);
        QTRY_VERIFY(m_panel->isSettled());
        QVERIFY(!child<Pill>("pending-would-fail")->isVisible());
        click("pending-apply");
        QTRY_VERIFY(m_open->session->changes()->isEmpty());
        QCOMPARE(m_open->rows(u"SELECT id FROM posts ORDER BY id"_s), posts);
        QCOMPARE(m_open->rows(u"SELECT count(*) FROM comments WHERE id > 103"_s),
                 QStringList{QString::number(comments)});
    }

    void allWaysOutAreSeenInASmallWindow()
    {
        closePanel();
        openTree({480, 420});
        addComment(10);
        remove(u"posts"_s, 10);
        QTRY_COMPARE(current(), u"comments (post_id → posts)"_s);
        QTRY_VERIFY(m_panel->isSettled());
        for (const char *way :
             {"impact.rows", "impact.detach", "impact.reparent", "impact.takeBack", "impact.restore"}) {
            const QPushButton *one = button(way);
            if (!one->isVisible())
                continue;
            QTRY_COMPARE(one->visibleRegion().boundingRect(), one->rect());
        }
        QVERIFY(tree().viewport()->height() > 20);
    }

private:
    void addComment(qint64 post)
    {
        VERIFY_OK(m_edits->push(core::InsertRow{table(u"comments"_s), 0, {{u"post_id"_s, Value::integer(post)}}, -1},
                                u"Insert"_s));
    }
};

QTEST_MAIN(TestImpactWays)
#include "tst_impactways.moc"
