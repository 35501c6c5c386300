// SPDX-License-Identifier: GPL-3.0-or-later
// Rows that somebody else has changed, as the pending panel says and asks about them.
#include "pendingusers.h"
#include "ui/changes/conflictdialog.h"
#include "ui/style/pill.h"

#include <QLabel>
#include <QPlainTextEdit>

using namespace Qt::Literals::StringLiterals;
using namespace ui;
using core::Value;

class TestPendingConflicts : public UsersFixture {
    Q_OBJECT

private Q_SLOTS:
    void init() { openPanel(databaseSql()); }
    void cleanup() { closePanel(); }

    void aConflictAsksPerRow_data()
    {
        QTest::addColumn<QString>("radio");
        QTest::addColumn<QString>("nameAfterwards");
        QTest::addColumn<bool>("stagedAfterwards");
        QTest::newRow("mine") << u"conflict-0-mine"_s << u"'mine'"_s << false;
        QTest::newRow("theirs") << u"conflict-0-theirs"_s << u"'theirs'"_s << false;
        QTest::newRow("later") << u"conflict-0-later"_s << u"'theirs'"_s << true;
    }

    void aConflictAsksPerRow()
    {
        QFETCH(QString, radio);
        QFETCH(QString, nameAfterwards);
        QFETCH(bool, stagedAfterwards);
        setName(1, u"mine"_s);
        QTRY_VERIFY(m_panel->isVisible());
        QCOMPARE(tempdatabase::run(m_open->path, u"UPDATE users SET name = 'theirs' WHERE id = 1"_s), QString());
        ConflictDialog *dialog = applyIntoConflict();
        QVERIFY(dialog);
        const QString shown = textsOf(*dialog);
        for (const QString &value : {u"users 1"_s, u"Ada"_s, u"theirs"_s, u"mine"_s})
            QVERIFY2(shown.contains(value), qPrintable(shown));
        choose(*dialog, radio);
        if (!m_open->session->changes()->isEmpty() && !stagedAfterwards) {
            QTRY_VERIFY(m_panel->cannotApplyBecause().isEmpty());
            click("pending-apply");
        }
        QTRY_COMPARE(m_open->session->changes()->isEmpty(), !stagedAfterwards);
        QCOMPARE(m_open->rows(u"SELECT name FROM users WHERE id = 1"_s), QStringList{nameAfterwards});
    }

    void aConflictOfLongTextsByKeyboardAlone()
    {
        const QString mine = QString(3000, u'm') + u" end of mine"_s;
        setName(1, mine);
        QTRY_VERIFY(m_panel->isVisible());
        QCOMPARE(tempdatabase::run(m_open->path, u"UPDATE users SET name = 'theirs' WHERE id = 1"_s), QString());
        ConflictDialog *dialog = applyIntoConflict();
        QVERIFY(dialog);
        const auto fields = dialog->findChildren<QPlainTextEdit *>(u"conflict-value"_s);
        QCOMPARE(fields.size(), 1);
        QCOMPARE(fields.first()->toPlainText(), mine); // all of it can be read
        QTRY_VERIFY(dialog->isActiveWindow());
        auto *later = dialog->findChild<QAbstractButton *>(u"conflict-0-later"_s);
        QTRY_COMPARE(QApplication::focusWidget(), later);
        QTest::keyClick(later, Qt::Key_Right);
        QTRY_VERIFY(dialog->findChild<QAbstractButton *>(u"conflict-0-mine"_s)->isChecked());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTRY_VERIFY(m_panel->cannotApplyBecause().isEmpty());
        click("pending-apply");
        QTRY_COMPARE(m_open->rows(u"SELECT name FROM users WHERE id = 1"_s), QStringList{u'\'' + mine + u'\''});
    }

    void aVanishedRowCanComeBack()
    {
        setName(2, u"mine"_s);
        QTRY_VERIFY(m_panel->isVisible());
        QCOMPARE(tempdatabase::run(m_open->path, u"DELETE FROM users WHERE id = 2"_s), QString());
        ConflictDialog *dialog = applyIntoConflict();
        QVERIFY(dialog);
        choose(*dialog, u"conflict-0-again"_s);
        QCOMPARE(m_open->session->changes()->count(core::RowEdit::Kind::Insert), 1);
        QTRY_VERIFY(m_panel->cannotApplyBecause().isEmpty());
        click("pending-apply");
        QTRY_COMPARE(m_open->rows(u"SELECT id, name FROM users WHERE id = 2"_s), QStringList{u"2|'mine'"_s});
    }

    void keepMineForAllBringsVanishedRowsBack()
    {
        setName(2, u"mine"_s);
        QTRY_VERIFY(m_panel->isVisible());
        QCOMPARE(tempdatabase::run(m_open->path, u"DELETE FROM users WHERE id = 2"_s), QString());
        ConflictDialog *dialog = applyIntoConflict();
        QVERIFY(dialog);
        const auto *lost = dialog->findChild<QLabel *>(u"conflict-0-lost"_s); // the email
        QVERIFY(lost && lost->isVisible());
        QVERIFY2(lost->text().contains(u"again, email get"_s), qPrintable(lost->text()));
        QTest::mouseClick(dialog->findChild<QPushButton *>(u"conflict-all-mine"_s), Qt::LeftButton);
        QVERIFY(dialog->findChild<QAbstractButton *>(u"conflict-0-again"_s)->isChecked());
        QTest::mouseClick(dialog->findChild<QPushButton *>(u"conflict-accept"_s), Qt::LeftButton);
        QCOMPARE(m_open->session->changes()->count(core::RowEdit::Kind::Insert), 1);
    }

    void conflictsAreSaidBeforeApply()
    {
        setName(2, u"mine"_s);
        setName(3, u"mine, too"_s);
        QTRY_VERIFY(m_panel->isVisible());
        QVERIFY(!child<Pill>("pending-conflicts")->isVisible());
        QCOMPARE(tempdatabase::run(m_open->path,
                                   u"DELETE FROM users WHERE id = 2; UPDATE users SET name = 'theirs' WHERE id = 3"_s),
                 QString());
        m_open->session->checkForChanges();
        QTRY_VERIFY(child<Pill>("pending-conflicts")->isVisible());
        QCOMPARE(child<Pill>("pending-conflicts")->text(), u"2 conflicts"_s);
        QVERIFY2(notice().text().contains(u"users 2 (gone), users 3 (changed)"_s), qPrintable(notice().text()));
        m_edits->undo();
        QTRY_COMPARE(child<Pill>("pending-conflicts")->text(), u"1 conflict"_s);
        m_edits->undo();
        QTRY_VERIFY(!m_panel->isVisible());
    }

    void aDeleteOfAChangedRow()
    {
        VERIFY_OK(m_edits->push(core::DeleteRow{users, key(3), {{u"name"_s, Value::text(u"Lin"_s)}}, -1}, u"Delete"_s));
        QTRY_VERIFY(m_panel->isVisible());
        QCOMPARE(tempdatabase::run(m_open->path, u"UPDATE users SET name = 'theirs' WHERE id = 3"_s), QString());
        ConflictDialog *dialog = applyIntoConflict();
        QVERIFY(dialog);
        choose(*dialog, u"conflict-0-mine"_s);
        QTRY_VERIFY(m_panel->cannotApplyBecause().isEmpty());
        click("pending-apply");
        QTRY_VERIFY(m_open->rows(u"SELECT name FROM users WHERE id = 3"_s).isEmpty());
    }

private:
    ConflictDialog *applyIntoConflict()
    {
        click("pending-apply");
        ConflictDialog *dialog = nullptr;
        static_cast<void>(QTest::qWaitFor([&] {
            dialog = m_panel->findChild<ConflictDialog *>();
            return dialog && dialog->isVisible();
        }));
        return dialog;
    }
    static QString textsOf(const QWidget &widget)
    {
        QStringList texts;
        for (const QLabel *label : widget.findChildren<QLabel *>())
            texts.append(label->text());
        return texts.join(u'\n');
    }
    static void choose(ConflictDialog &dialog, const QString &radio)
    {
        auto *button = dialog.findChild<QAbstractButton *>(radio);
        QVERIFY(button);
        button->click();
        QTest::mouseClick(dialog.findChild<QPushButton *>(u"conflict-accept"_s), Qt::LeftButton);
    }
};

QTEST_MAIN(TestPendingConflicts)
#include "tst_pendingconflicts.moc"
