// SPDX-License-Identifier: GPL-3.0-or-later
#include "realwindow.h"
#include "support/quiet.h"
#include "support/verify.h"
#include "ui/changes/notice.h"
#include "ui/changes/pendingpanel.h"

using namespace Qt::Literals::StringLiterals;
using namespace ui;

/// After an Apply one is where one was: on the row that was worked on, whatever it is called now.
class TestAfterApply : public QObject {
    Q_OBJECT

    std::unique_ptr<RealWindow> m_real;

    [[nodiscard]] QString cursorKey() const
    {
        const auto row = m_real->page()->currentRow();
        return row && row->key.values.size() == 1 ? row->key.values.constFirst().display() : QString();
    }
    void openTags()
    {
        m_real->goTo(u"tags"_s);
        TRY_SETTLED(*m_real);
        QCOMPARE(m_real->text(0, 0), u"1"_s);
    }
    void insertTag(const QString &name)
    {
        m_real->key(Qt::Key_Insert);
        QTRY_COMPARE(m_real->grid().model()->insertedRows(), 1);
        m_real->moveTo(0, 1);
        m_real->type(name);
        m_real->key(Qt::Key_Return);
    }
    void apply()
    {
        m_real->key(Qt::Key_S, Qt::ControlModifier);
        const auto *notice = m_real->window->findChild<Notice *>(u"pending-notice"_s);
        QTRY_VERIFY2(m_real->changes()->isEmpty(), qPrintable(notice->text()));
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

    void theCursorStaysOnTheEditedRow()
    {
        openTags();
        insertTag(u"petrichor"_s);
        m_real->moveTo(5, 1); // the new row stands above: this is the fifth one
        QCOMPARE(cursorKey(), u"5"_s);
        m_real->startEdit(u"drizzle"_s);
        m_real->key(Qt::Key_Return);
        m_real->moveTo(5, 1);
        apply();
        QTRY_COMPARE(cursorKey(), u"5"_s);
        QCOMPARE(m_real->grid().currentColumn(), 1);
        QCOMPARE(m_real->text(m_real->grid().currentRow(), 1), u"drizzle"_s);
    }

    void theCursorFollowsTheNewRow()
    {
        openTags();
        insertTag(u"petrichor"_s);
        m_real->moveTo(0, 1);
        apply();
        const QStringList made = m_real->rows(u"SELECT id FROM tags WHERE name = 'petrichor'"_s);
        QCOMPARE(made.size(), 1);
        QTRY_COMPARE(cursorKey(), made.constFirst());
        QCOMPARE(m_real->grid().currentColumn(), 1);
    }

    void aChangedKeyIsFollowed()
    {
        openTags();
        m_real->moveTo(4, 0);
        const QString before = cursorKey();
        m_real->workspace().edits().discardAll();
        VERIFY_OK(m_real->workspace().edits().push(core::SetCell{{{}, u"tags"_s},
                                                                 {{core::Value::integer(before.toLongLong())}},
                                                                 u"id"_s,
                                                                 core::Value::integer(before.toLongLong()),
                                                                 core::NewValue(core::Value::integer(900))},
                                                   u"Set id"_s));
        TRY_SETTLED(*m_real);
        // Posts refer to it and forbid it: they are let go first.
        QCOMPARE(tempdatabase::run(m_real->path, u"DELETE FROM post_tags WHERE tag_id = "_s + before), QString());
        apply();
        QTRY_COMPARE(cursorKey(), u"900"_s);
    }

    void theDeletedRowIsMissedInSilence()
    {
        openTags();
        m_real->moveTo(2, 1);
        m_real->key(Qt::Key_Delete, Qt::ControlModifier);
        m_real->window->messages().dismiss();
        apply();
        QVERIFY(!m_real->window->messages().isVisible() || m_real->window->messages().isGood());
        QVERIFY(m_real->grid().currentRow() >= 0);
    }

    /// What is said does not lie over the script and the ways out.
    void messagesLeaveThePendingChangesAlone()
    {
        openTags();
        insertTag(u"petrichor"_s);
        auto *panel = m_real->window->findChild<PendingPanel *>();
        QTRY_VERIFY(panel->isVisible());
        MessageBar &bar = m_real->window->messages();
        bar.showNote(u"Something to read. "_s.repeated(12));
        QTRY_VERIFY(bar.isVisible());
        const auto rectOf = [&](const QWidget &w) { return QRect(w.mapTo(m_real->window.get(), QPoint()), w.size()); };
        QTRY_VERIFY(!rectOf(bar).intersects(rectOf(*panel)));
        QVERIFY(rectOf(m_real->workspace().pages()).contains(rectOf(bar)));
        m_real->window->resize(900, 600);
        QTRY_VERIFY(!rectOf(bar).intersects(rectOf(*panel)));
        m_real->workspace().edits().discardAll();
        QTRY_VERIFY(!panel->isVisible());
        QTRY_VERIFY(rectOf(m_real->workspace().pages()).contains(rectOf(bar)));
    }
};

QTEST_MAIN(TestAfterApply)
#include "tst_afterapply.moc"
