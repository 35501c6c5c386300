// SPDX-License-Identifier: GPL-3.0-or-later
#include "realwindow.h"
#include "support/quiet.h"
#include "support/verify.h"
#include "ui/changes/impactview.h"
#include "ui/changes/notice.h"

#include <QLabel>
#include <QTreeView>

using namespace Qt::Literals::StringLiterals;
using namespace ui;

/// What a delete takes along, in the window and by keys: seen, walked to, opened, cleared out of the way, applied.
class TestImpactFlow : public QObject {
    Q_OBJECT

    std::unique_ptr<RealWindow> m_real;

    [[nodiscard]] ImpactView &view() const { return *m_real->window->findChild<ImpactView *>(u"impact-view"_s); }
    [[nodiscard]] QString sideEffects() const
    {
        return m_real->window->findChild<QLabel *>(u"pending-side-effects"_s)->text();
    }
    [[nodiscard]] static QString focusName()
    {
        return QApplication::focusWidget() ? QApplication::focusWidget()->objectName() : QString();
    }
    void deleteUser()
    {
        m_real->goTo(u"users"_s);
        TRY_SETTLED(*m_real);
        m_real->moveTo(6, 0);
        m_real->key(Qt::Key_Delete, Qt::ControlModifier);
        QTRY_VERIFY(view().isVisible());
        TRY_SETTLED(*m_real);
    }

private Q_SLOTS:
    void initTestCase() { Theme::apply(*qApp, ThemeKind::Dark); }
    void init()
    {
        failOnUnexpectedWarnings();
        m_real = std::make_unique<RealWindow>();
    }
    void cleanup() { m_real.reset(); }

    void isSeenAndHoldsTrue()
    {
        deleteUser();
        QCOMPARE(sideEffects(),
                 u"also deletes 11 comments, 6 post_tags and 3 posts; sets user_id of 12 comments to NULL"_s);
        const QStringList counts =
            m_real->rows(u"SELECT count(*) FROM comments UNION ALL SELECT count(*) FROM post_tags "
                         "UNION ALL SELECT count(*) FROM posts"_s);
        m_real->key(Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY(m_real->changes()->isEmpty());
        TRY_SETTLED(*m_real);
        const QStringList after = m_real->rows(u"SELECT count(*) + 11 FROM comments UNION ALL SELECT count(*) + 6 FROM "
                                               "post_tags UNION ALL SELECT count(*) + 3 FROM posts"_s);
        QCOMPARE(after, counts);
        const QString said = m_real->window->findChild<Notice *>(u"pending-notice"_s)->text();
        QVERIFY2(said.contains(u"comments: 12 updated, 11 deleted"_s), qPrintable(said));
        QVERIFY(!view().isVisible());
    }

    void isAPaneOfItsOwn()
    {
        deleteUser();
        QStringList panes;
        for (int i = 0; i < 6; ++i) {
            m_real->key(Qt::Key_F6);
            panes.append(focusName());
        }
        QVERIFY2(panes.contains(u"impact-tree"_s), qPrintable(panes.join(u' ')));
        QCOMPARE(panes.count(u"impact-tree"_s), 1);
        m_real->key(Qt::Key_F6, Qt::ShiftModifier); // and backwards
        m_real->key(Qt::Key_I, Qt::ControlModifier | Qt::AltModifier);
        QCOMPARE(focusName(), u"impact-tree"_s);
    }

    void opensTheRowsThatGo()
    {
        deleteUser();
        m_real->key(Qt::Key_I, Qt::ControlModifier | Qt::AltModifier);
        m_real->key(Qt::Key_Home);
        m_real->key(Qt::Key_Down);
        m_real->key(Qt::Key_Down);
        m_real->key(Qt::Key_Return);
        TRY_SETTLED(*m_real);
        QVERIFY(m_real->page());
        QCOMPARE(m_real->page()->title(), u"posts"_s);
        QTRY_COMPARE(m_real->grid().model()->rowCount(), 3);
        QVERIFY(view().isVisible()); // the edit is still staged
    }

    void discardingGivesTheFocusBack()
    {
        deleteUser();
        m_real->window->findChild<QWidget *>(u"pending-discard"_s)->setFocus();
        m_real->key(Qt::Key_Space);
        QTRY_VERIFY(m_real->changes()->isEmpty());
        QTRY_COMPARE(focusName(), u"grid"_s);
    }

    void isInThePalette()
    {
        deleteUser();
        const QSet<QString> can = enabledActions(m_real->workspace().context());
        QVERIFY(can.contains(u"impact.show"_s) && can.contains(u"impact.rows"_s));
        QVERIFY(!can.contains(u"impact.detach"_s)); // nothing stands in the way
        m_real->workspace().edits().discardAll();
        QTRY_VERIFY(!enabledActions(m_real->workspace().context()).contains(u"impact.show"_s));
    }

    void whatStandsInTheWayIsDetachedByItsAction()
    {
        m_real->goTo(u"users"_s);
        TRY_SETTLED(*m_real);
        // Nothing follows a changed key in this database: all that refer to it forbid it.
        VERIFY_OK(m_real->workspace().edits().push(core::SetCell{{{}, u"users"_s},
                                                                 {{core::Value::integer(7)}},
                                                                 u"id"_s,
                                                                 core::Value::integer(7),
                                                                 core::NewValue(core::Value::integer(70'007))},
                                                   u"Set id"_s));
        QTRY_VERIFY(view().isVisible());
        TRY_SETTLED(*m_real);
        QVERIFY2(sideEffects().startsWith(u"would fail: 12 comments still refer to rows of users by user_id"_s),
                 qPrintable(sideEffects()));
        QVERIFY(enabledActions(m_real->workspace().context()).contains(u"impact.detach"_s));
        m_real->window->perform(u"impact.detach"_s);
        QTRY_VERIFY(sideEffects().startsWith(u"would fail: 3 posts"_s));
        TRY_SETTLED(*m_real);
        QVERIFY(!enabledActions(m_real->workspace().context()).contains(u"impact.detach"_s)); // a post has an author
        m_real->window->perform(u"impact.deleteToo"_s);
        QTRY_VERIFY(sideEffects().startsWith(u"also deletes"_s));
        TRY_SETTLED(*m_real);
        m_real->key(Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY(m_real->changes()->isEmpty());
        QCOMPARE(m_real->rows(u"SELECT count(*) FROM users WHERE id = 70007"_s), QStringList{u"1"_s});
        QCOMPARE(m_real->rows(u"PRAGMA foreign_key_check"_s), QStringList());
    }
};

QTEST_MAIN(TestImpactFlow)
#include "tst_impactflow.moc"
