// SPDX-License-Identifier: GPL-3.0-or-later
// The row panel within the window: the rows that are selected, their neighbours, and the page's place.
#include "realwindow.h"
#include "ui/row/fieldcolumns.h"
#include "ui/row/fieldrow.h"
#include "ui/row/rowpanel.h"

#include <QDialog>
#include <QLabel>
#include <QToolButton>

using namespace Qt::Literals::StringLiterals;
using namespace ui;

class TestRowEditor : public QObject {
    Q_OBJECT

    std::unique_ptr<RealWindow> m_real;

    [[nodiscard]] RowPanel &panel() const { return *m_real->window->findChild<RowPanel *>(); }
    [[nodiscard]] QString title() const { return panel().findChild<QLabel *>(u"row-title"_s)->text(); }
    void toPosts() const
    {
        m_real->goTo(u"posts"_s);
        TRY_SETTLED(*m_real);
        m_real->moveTo(0, 1);
        TRY_SETTLED(*m_real);
    }

private Q_SLOTS:
    void init() { m_real = std::make_unique<RealWindow>(); }
    void cleanup() { m_real.reset(); }

    void severalSelectedRowsAreEditedTogether()
    {
        toPosts();
        const QString one = title();
        m_real->key(Qt::Key_Down, Qt::ShiftModifier);
        m_real->key(Qt::Key_Down, Qt::ShiftModifier);
        QTRY_COMPARE(title(), u"3 rows of posts"_s);
        TRY_SETTLED(*m_real);
        panel().focusField(u"title"_s);
        m_real->key(Qt::Key_A, Qt::ControlModifier);
        m_real->type(u"Same"_s);
        m_real->key(Qt::Key_Return);
        QCOMPARE(m_real->changes()->count({{}, u"posts"_s}), 3);
        QTRY_COMPARE(m_real->text(2, 1), u"Same"_s);
        m_real->workspace().edits().undo();
        QVERIFY(m_real->changes()->isEmpty());
        m_real->grid().setFocus();
        m_real->key(Qt::Key_Home, Qt::ControlModifier);
        QTRY_COMPARE(title(), one);
    }

    void whatWasEditedTogetherIsApplied()
    {
        toPosts();
        m_real->key(Qt::Key_Down, Qt::ShiftModifier);
        m_real->key(Qt::Key_Down, Qt::ShiftModifier);
        QTRY_COMPARE(title(), u"3 rows of posts"_s);
        TRY_SETTLED(*m_real);
        panel().focusField(u"views"_s);
        m_real->key(Qt::Key_A, Qt::ControlModifier);
        m_real->type(u"4711"_s);
        m_real->key(Qt::Key_Return);
        QCOMPARE(m_real->changes()->rows().size(), 3);
        const QStringList others = m_real->rows(u"SELECT title, user_id FROM posts ORDER BY id"_s);
        m_real->key(Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY(m_real->changes()->isEmpty());
        QCOMPARE(m_real->rows(u"SELECT count(*) FROM posts WHERE views = 4711"_s), QStringList{u"3"_s});
        QCOMPARE(m_real->rows(u"SELECT title, user_id FROM posts ORDER BY id"_s), others);
        TRY_SETTLED(*m_real);
        QTRY_COMPARE(panel().field(u"views"_s)->editor().input()->property("text").toString(), u"4711"_s); // read again
        QVERIFY(!panel().field(u"views"_s)->state().modified);
    }

    /// Somebody else changes one of them between the look and the Apply.
    void aConflictInOneOfThemStopsAll()
    {
        toPosts();
        m_real->key(Qt::Key_Down, Qt::ShiftModifier);
        QTRY_COMPARE(title(), u"2 rows of posts"_s);
        TRY_SETTLED(*m_real);
        panel().focusField(u"views"_s);
        m_real->key(Qt::Key_A, Qt::ControlModifier);
        m_real->type(u"4711"_s);
        m_real->key(Qt::Key_Return);
        QCOMPARE(m_real->changes()->rows().size(), 2);
        const core::RowKey key = m_real->changes()->rows().last().key;
        const QString id = key.values.first().display();
        QCOMPARE(tempdatabase::run(m_real->path, u"UPDATE posts SET views = -1 WHERE id = "_s + id), QString());
        m_real->key(Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY(QApplication::activeModalWidget());
        QCOMPARE(m_real->rows(u"SELECT count(*) FROM posts WHERE views = 4711"_s), QStringList{u"0"_s});
        qobject_cast<QDialog *>(QApplication::activeModalWidget())->reject();
        QCOMPARE(m_real->changes()->rows().size(), 2);
    }

    void allRowsAreTooMany()
    {
        toPosts();
        m_real->key(Qt::Key_A, Qt::ControlModifier);
        QTRY_VERIFY2(title().endsWith(u" rows of posts"_s), qPrintable(title()));
        if (m_real->grid().selection().rowCount() > RowSelection::most)
            QVERIFY(panel().findChild<QLabel *>(u"row-reason"_s)->isVisible());
    }

    void neighboursByKeyFromWithinAField()
    {
        toPosts();
        const QString first = title();
        panel().focusField(u"title"_s);
        m_real->key(Qt::Key_A, Qt::ControlModifier);
        m_real->type(u"Typed"_s);
        m_real->key(Qt::Key_PageDown, Qt::AltModifier);
        TRY_SETTLED(*m_real);
        QVERIFY(title() != first);
        QCOMPARE(m_real->grid().currentRow(), 1);
        QCOMPARE(m_real->changes()->rows().size(), 1); // what was typed went to its row
        QCOMPARE(QApplication::focusWidget(), panel().field(u"title"_s)->editor().input());
        m_real->key(Qt::Key_PageUp, Qt::AltModifier);
        TRY_SETTLED(*m_real);
        QCOMPARE(title(), first);
        QTest::mouseClick(panel().findChild<QToolButton *>(u"row-next"_s), Qt::LeftButton);
        QCOMPARE(m_real->grid().currentRow(), 1);
    }

    void fullWidthAndBack()
    {
        toPosts();
        const int narrow = panel().width();
        auto *pages = &m_real->workspace().pages();
        m_real->key(Qt::Key_F, Qt::ControlModifier | Qt::AltModifier);
        QTRY_VERIFY(panel().width() > 2 * narrow);
        QVERIFY(!pages->isVisible());
        QTRY_COMPARE(panel().findChild<FieldColumns *>()->columnCount(), 2);
        QVERIFY(panel().isAncestorOf(QApplication::focusWidget()));
        QVERIFY(panel().findChild<QToolButton *>(u"row-fullWidth"_s)->isChecked());
        m_real->key(Qt::Key_PageDown, Qt::AltModifier);
        TRY_SETTLED(*m_real);
        QCOMPARE(m_real->grid().currentRow(), 1);
        m_real->key(Qt::Key_Escape);
        QTRY_VERIFY(pages->isVisible());
        QTRY_COMPARE(panel().width(), narrow);
        QVERIFY(m_real->grid().hasFocus());
        QTest::mouseClick(panel().findChild<QToolButton *>(u"row-fullWidth"_s), Qt::LeftButton);
        QTRY_VERIFY(!pages->isVisible());
        m_real->goTo(u"tags"_s); // another page is to be seen
        QTRY_VERIFY(pages->isVisible());
        QTRY_COMPARE(panel().width(), narrow);
    }

    void theLayoutIsKeptAsItIsWithoutFullWidth()
    {
        toPosts();
        const int narrow = panel().width();
        m_real->key(Qt::Key_F, Qt::ControlModifier | Qt::AltModifier);
        QTRY_VERIFY(panel().width() > 2 * narrow);
        m_real->workspace().saveLayout();
        m_real->open(u"posts"_s);
        TRY_SETTLED(*m_real);
        QVERIFY(m_real->workspace().pages().isVisible());
        QTRY_COMPARE(panel().width(), narrow);
    }
};

QTEST_MAIN(TestRowEditor)
#include "tst_roweditor.moc"
