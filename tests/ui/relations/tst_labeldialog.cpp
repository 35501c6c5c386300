// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relations/labeldialog.h"

#include "support/quiet.h"
#include "support/tablepages.h"
#include "ui/style/theme.h"

#include <QListWidget>
#include <QPushButton>
#include <QRadioButton>

using namespace Qt::Literals::StringLiterals;

/// What rows are called, chosen by keys and clicks.
class TestLabelDialog : public QObject {
    Q_OBJECT

    std::unique_ptr<TablePages> m_pages;

    [[nodiscard]] QStringList rule() const { return m_pages->session->labelRules().value({{}, u"users"_s}).columns; }

private Q_SLOTS:
    void initTestCase() { ui::Theme::apply(*qApp, ui::ThemeKind::Dark); }
    void init()
    {
        failOnUnexpectedWarnings();
        m_pages = std::make_unique<TablePages>(
            u"CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT NOT NULL, role TEXT);"
            "INSERT INTO users VALUES(1,'Ada Byron','admin'),(2,'Bob','editor'),(3,'Cleo',NULL);"
            "CREATE TABLE posts(id INTEGER PRIMARY KEY, user_id INT REFERENCES users(id));"
            "INSERT INTO posts VALUES(10,1),(11,3);"_s);
        QVERIFY(m_pages->session);
    }
    void cleanup() { m_pages.reset(); }

    void byKeysAlone()
    {
        const auto users = m_pages->page(u"users"_s);
        QVERIFY(users);
        QVERIFY(users->perform(u"table.label"_s));
        auto *dialog = TablePages::dialog<ui::LabelDialog>(*users, u"label-dialog"_s);
        QVERIFY(dialog);
        QTRY_COMPARE(dialog->examples(), (QStringList{u"Ada Byron · 1"_s, u"Bob · 2"_s, u"Cleo · 3"_s}));
        QCOMPARE(QApplication::focusWidget()->objectName(), u"label-guessed"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down);
        QCOMPARE(QApplication::focusWidget()->objectName(), u"label-key"_s);
        QCOMPARE(dialog->examples(), (QStringList{u"1"_s, u"2"_s, u"3"_s}));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        auto *list = qobject_cast<QListWidget *>(QApplication::focusWidget());
        QVERIFY(list);
        QCOMPARE(list->currentItem()->text(), u"name"_s); // the rule's columns come first
        QTest::keyClick(list, Qt::Key_End);
        QCOMPARE(list->currentItem()->text(), u"role"_s);
        QTest::keyClick(list, Qt::Key_Space);
        QCOMPARE(dialog->examples(), (QStringList{u"Ada Byron admin · 1"_s, u"Bob editor · 2"_s, u"Cleo · 3"_s}));
        QTest::keyClick(list, Qt::Key_Up, Qt::AltModifier);
        QTest::keyClick(list, Qt::Key_Up, Qt::AltModifier);
        QCOMPARE(dialog->examples().first(), u"admin Ada Byron · 1"_s);
        QVERIFY(rule() == QStringList{u"name"_s}); // not before it is accepted
        QTest::keyClick(list, Qt::Key_Return);
        QTRY_COMPARE(rule(), (QStringList{u"role"_s, u"name"_s}));
        // It is remembered, and the dialog says so when it is opened again.
        m_pages->open();
        QCOMPARE(rule(), (QStringList{u"role"_s, u"name"_s}));
    }

    void byClicksFromAForeignKeysHead()
    {
        const auto posts = m_pages->page(u"posts"_s);
        QVERIFY(posts);
        const auto ask = [&] {
            TablePages::clickHead(*posts, u"user_id"_s, Qt::RightButton);
            QAction *entry = TablePages::entry(*posts, u"header-menu"_s, u"What rows of users"_s);
            if (entry)
                entry->trigger();
            return TablePages::dialog<ui::LabelDialog>(*posts, u"label-dialog"_s);
        };
        auto *dialog = ask();
        QVERIFY(dialog);
        QTest::mouseClick(dialog->findChild<QRadioButton *>(u"label-key"_s), Qt::LeftButton);
        QTest::mouseClick(dialog->findChild<QPushButton *>(u"label-accept"_s), Qt::LeftButton);
        QTRY_COMPARE(TablePages::texts(*posts, u"user_id"_s), (QStringList{u"1"_s, u"3"_s}));
        QTRY_VERIFY(!posts->findChild<ui::LabelDialog *>(u"label-dialog"_s));
        dialog = ask();
        QVERIFY(dialog);
        QVERIFY(dialog->findChild<QRadioButton *>(u"label-key"_s)->isChecked());
        QTest::mouseClick(dialog->findChild<QRadioButton *>(u"label-guessed"_s), Qt::LeftButton);
        QTest::mouseClick(dialog->findChild<QPushButton *>(u"label-accept"_s), Qt::LeftButton);
        QTRY_COMPARE(TablePages::texts(*posts, u"user_id"_s), (QStringList{u"Ada Byron"_s, u"Cleo"_s}));
    }

    void cancelChangesNothing()
    {
        const auto users = m_pages->page(u"users"_s);
        QVERIFY(users);
        QVERIFY(users->perform(u"table.label"_s));
        auto *dialog = TablePages::dialog<ui::LabelDialog>(*users, u"label-dialog"_s);
        QVERIFY(dialog);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down);
        QTest::keyClick(dialog, Qt::Key_Escape);
        QTRY_VERIFY(!users->findChild<ui::LabelDialog *>(u"label-dialog"_s));
        QCOMPARE(rule(), QStringList{u"name"_s});
    }
};

QTEST_MAIN(TestLabelDialog)
#include "tst_labeldialog.moc"
