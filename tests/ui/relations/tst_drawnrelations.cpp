// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/quiet.h"
#include "support/tablepages.h"
#include "ui/relations/referencesdialog.h"
#include "ui/relations/relationdialog.h"
#include "ui/style/theme.h"

#include <QComboBox>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QTreeWidget>

using namespace Qt::Literals::StringLiterals;

/// Relations that a person draws, and rows whose key leads nowhere.
class TestDrawnRelations : public QObject {
    Q_OBJECT

    std::unique_ptr<TablePages> m_pages;

    [[nodiscard]] static QString said(const QDialog &dialog, const QString &label)
    {
        return dialog.findChild<QLabel *>(label)->text();
    }
    static void choose(const QDialog &dialog, const QString &combo, const QString &text)
    {
        auto *box = dialog.findChild<QComboBox *>(combo);
        const int at = box->findText(text, Qt::MatchStartsWith);
        QVERIFY2(at >= 0, qPrintable(text));
        box->setFocus();
        while (box->currentIndex() != at)
            QTest::keyClick(box, box->currentIndex() < at ? Qt::Key_Down : Qt::Key_Up);
    }

    /// posts.user_id → users.id, as if it had been drawn before.
    core::DrawnForeignKey drawAuthor()
    {
        core::DrawnForeignKey drawn;
        drawn.table = {{}, u"posts"_s};
        drawn.key.columns = QStringList{u"user_id"_s};
        drawn.key.target = {{}, u"users"_s};
        drawn.key.targetColumns = QStringList{u"id"_s};
        m_pages->session->setDrawnRelations({drawn});
        return drawn;
    }

    ui::ReferencesDialog *openReferences(QWidget &window) const
    {
        window.show();
        auto *dialog = new ui::ReferencesDialog(*m_pages->session, &window);
        dialog->open();
        return dialog;
    }
    /// Each of the combos "relation-…" to what comes after its name.
    static void chooseAll(const QDialog &dialog, const QList<std::pair<QString, QString>> &choices)
    {
        for (const auto &[combo, text] : choices)
            choose(dialog, u"relation-"_s + combo, text);
    }

private Q_SLOTS:
    void initTestCase() { ui::Theme::apply(*qApp, ui::ThemeKind::Dark); }
    void init()
    {
        failOnUnexpectedWarnings();
        m_pages = std::make_unique<TablePages>(
            u"CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT);"
            "INSERT INTO users VALUES(1,'Ada'),(2,'Bob');"
            "CREATE TABLE posts(id INTEGER PRIMARY KEY, title TEXT, user_id INT, checker INT, editor_id INT REFERENCES "
            "users);"
            "INSERT INTO posts "
            "VALUES(10,'Rain',1,1,1),(11,'Hail',2,NULL,2),(12,'Snow',3,7,9),(13,'Ice',NULL,NULL,NULL);"
            "CREATE TABLE rooms(house TEXT, number INT, title TEXT, PRIMARY KEY(house, number)) WITHOUT ROWID;"
            "INSERT INTO rooms VALUES('a',1,'Hall');"
            "CREATE TABLE lamps(id INTEGER PRIMARY KEY, house TEXT, number INT); INSERT INTO lamps VALUES(1,'a',1),(2,'a',2);"_s);
        QVERIFY(m_pages->session);
    }
    void cleanup() { m_pages.reset(); }

    void aSuggestionFromTheHead()
    {
        auto posts = m_pages->page(u"posts"_s);
        QVERIFY(posts);
        TablePages::clickHead(*posts, u"user_id"_s, Qt::RightButton);
        QAction *entry = TablePages::entry(*posts, u"header-menu"_s, u"This column refers to"_s);
        QVERIFY(entry);
        entry->trigger();
        auto *dialog = TablePages::dialog<ui::RelationDialog>(*posts, u"relation-dialog"_s);
        QVERIFY(dialog);
        QTRY_VERIFY(dialog->isSettled());
        QCOMPARE(said(*dialog, u"relation-found"_s), u"2 of 3 values are found there."_s);
        QCOMPARE(said(*dialog, u"relation-objections"_s), QString());
        QTest::keyClick(dialog, Qt::Key_Return);
        QTRY_COMPARE(m_pages->session->drawnRelations().size(), 1);
        // It works as if the database had it: names, orphans, the way there, the column on the other side.
        QTRY_COMPARE(TablePages::texts(*posts, u"user_id"_s), (QStringList{u"Ada"_s, u"Bob"_s, u"3"_s, u"NULL"_s}));
        const int user = TablePages::column(*posts, u"user_id"_s);
        QVERIFY(posts->grid()->lookAt(0, user).arrow);
        QCOMPARE(posts->grid()->lookAt(2, user).suffixTone, ui::Tone::DeletedText);
        QCOMPARE(posts->grid()->header()->heads().at(user).type, u"⇢ users"_s);
        QSignalSpy opened(posts.get(), &ui::Page::openRequested);
        posts->grid()->setCurrent(0, user);
        QVERIFY(posts->perform(u"row.follow"_s));
        QCOMPARE(opened.size(), 1);
        // Asked for again at the same head, it is the one that is changed.
        QTRY_VERIFY(!posts->findChild<ui::RelationDialog *>(u"relation-dialog"_s));
        TablePages::clickHead(*posts, u"user_id"_s, Qt::RightButton);
        TablePages::entry(*posts, u"header-menu"_s, u"This column refers to"_s)->trigger();
        auto *again = TablePages::dialog<ui::RelationDialog>(*posts, u"relation-dialog"_s);
        QVERIFY(again);
        QCOMPARE(again->relation(), m_pages->session->drawnRelations().first());
        QVERIFY(again->findChild<QPushButton *>(u"relation-accept"_s)->isEnabled());
        QTest::keyClick(again, Qt::Key_Return);
        QTRY_VERIFY(!posts->findChild<ui::RelationDialog *>(u"relation-dialog"_s));
        QCOMPARE(m_pages->session->drawnRelations().size(), 1);
        auto users = m_pages->page(u"users"_s);
        QVERIFY(users);
        QVERIFY(TablePages::column(*users, u"posts by user"_s) > 0 || TablePages::column(*users, u"posts"_s) > 0);
        users.reset(); // before its session goes
        posts.reset();
        m_pages->open();
        QCOMPARE(m_pages->session->drawnRelations().size(), 1);
    }

    void twoColumnsByKeys()
    {
        const auto lamps = m_pages->page(u"lamps"_s);
        QVERIFY(lamps);
        lamps->grid()->setCurrent(0, TablePages::column(*lamps, u"house"_s));
        QVERIFY(lamps->perform(u"relation.draw"_s));
        auto *dialog = TablePages::dialog<ui::RelationDialog>(*lamps, u"relation-dialog"_s);
        QVERIFY(dialog);
        choose(*dialog, u"relation-to"_s, u"rooms"_s);
        QTest::mouseClick(dialog->findChild<QPushButton *>(u"relation-more"_s), Qt::LeftButton);
        chooseAll(*dialog, {{u"column-1"_s, u"number"_s}, {u"target-0"_s, u"house"_s}, {u"target-1"_s, u"number"_s}});
        QTRY_VERIFY(dialog->isSettled());
        QCOMPARE(said(*dialog, u"relation-found"_s), u"1 of 2 values are found there."_s);
        QCOMPARE(said(*dialog, u"relation-objections"_s), QString());
        QTest::keyClick(dialog, Qt::Key_Return);
        QTRY_COMPARE(TablePages::texts(*lamps, u"house"_s), (QStringList{u"Hall"_s, u"a"_s}));
    }

    void whatMakesNoSenseCannotBeDrawn_data()
    {
        QTest::addColumn<QString>("column");
        QTest::addColumn<QString>("target");
        QTest::addColumn<QString>("words");
        QTest::addColumn<bool>("possible");
        QTest::newRow("to itself") << u"id"_s << u"posts"_s << u"itself"_s << false;
        QTest::newRow("the database has it") << u"editor_id"_s << u"users"_s << u"already"_s << false;
        QTest::newRow("another type") << u"title"_s << u"users"_s << u"types differ"_s << true;
    }
    void whatMakesNoSenseCannotBeDrawn()
    {
        QFETCH(QString, column);
        QFETCH(QString, target);
        QFETCH(QString, words);
        QFETCH(bool, possible);
        const auto posts = m_pages->page(u"posts"_s);
        QVERIFY(posts);
        ui::RelationDialog dialog(*m_pages->session, {{{}, u"posts"_s}, column}, posts.get());
        dialog.setAttribute(Qt::WA_DeleteOnClose, false);
        dialog.show();
        chooseAll(dialog,
                  {{u"from"_s, u"posts"_s}, {u"column-0"_s, column}, {u"to"_s, target}, {u"target-0"_s, u"id"_s}});
        QTRY_VERIFY(dialog.isSettled());
        const QString against = said(dialog, u"relation-objections"_s);
        QVERIFY2(against.contains(words), qPrintable(against));
        QCOMPARE(dialog.findChild<QPushButton *>(u"relation-accept"_s)->isEnabled(), possible);
    }

    void allReferencesAreCounted()
    {
        drawAuthor();
        QWidget window;
        ui::ReferencesDialog *dialog = openReferences(window);
        QTRY_VERIFY(dialog->isSettled());
        auto *list = dialog->findChild<QTreeWidget *>(u"references-list"_s);
        QCOMPARE(list->topLevelItemCount(), 2);
        QCOMPARE(list->topLevelItem(0)->text(0), u"posts.editor_id"_s);
        QCOMPARE(list->topLevelItem(0)->text(2), u"the database"_s);
        QCOMPARE(list->topLevelItem(0)->text(3), u"1"_s);
        QCOMPARE(list->topLevelItem(1)->text(2), u"you"_s);
        QCOMPARE(list->topLevelItem(1)->text(3), u"1"_s);
        QCOMPARE(said(*dialog, u"references-summary"_s), u"2 rows lead nowhere, by 2 of 2 references."_s);
        // The database's own cannot be changed or removed here; one's own can.
        auto *remove = dialog->findChild<QPushButton *>(u"references-remove"_s);
        list->setCurrentItem(list->topLevelItem(0));
        QVERIFY(!remove->isEnabled());
        QSignalSpy shown(dialog, &ui::ReferencesDialog::showRequested);
        QTest::keyClick(list, Qt::Key_Down);
        QVERIFY(remove->isEnabled());
        QTest::keyClick(list, Qt::Key_Return);
        QTRY_COMPARE(shown.size(), 1);
        const auto to = shown.first().first().value<ui::Destination>();
        const auto posts = m_pages->page(u"posts"_s);
        QVERIFY(posts);
        posts->goTo(to);
        QTRY_COMPARE(TablePages::texts(*posts, u"id"_s), QStringList{u"12"_s});
        window.close();
    }

    void aDrawnOneIsChangedAndRemoved()
    {
        const core::DrawnForeignKey drawn = drawAuthor();
        QWidget window;
        ui::ReferencesDialog *dialog = openReferences(window);
        auto *list = dialog->findChild<QTreeWidget *>(u"references-list"_s);
        list->setCurrentItem(list->topLevelItem(1));
        QTest::mouseClick(dialog->findChild<QPushButton *>(u"references-change"_s), Qt::LeftButton);
        auto *change = TablePages::dialog<ui::RelationDialog>(*dialog, u"relation-dialog"_s);
        QVERIFY(change);
        QCOMPARE(change->relation(), drawn);
        choose(*change, u"relation-column-0"_s, u"checker"_s);
        QTest::keyClick(change, Qt::Key_Return);
        QTRY_COMPARE(m_pages->session->drawnRelations().value(0).key.columns, QStringList{u"checker"_s});
        QTRY_COMPARE(list->topLevelItem(1)->text(0), u"posts.checker"_s);
        list->setCurrentItem(list->topLevelItem(1));
        QTest::mouseClick(dialog->findChild<QPushButton *>(u"references-remove"_s), Qt::LeftButton);
        QTRY_VERIFY(m_pages->session->drawnRelations().isEmpty());
        QTRY_COMPARE(list->topLevelItemCount(), 1);
        window.close();
    }

    void orphansOfAColumn()
    {
        const auto posts = m_pages->page(u"posts"_s);
        QVERIFY(posts);
        posts->grid()->setCurrent(0, TablePages::column(*posts, u"editor_id"_s));
        QVERIFY(posts->perform(u"relation.orphans"_s));
        QTRY_COMPARE(TablePages::texts(*posts, u"id"_s), QStringList{u"12"_s});
        QSignalSpy notes(posts.get(), &ui::Page::noteRequested);
        posts->grid()->setCurrent(0, TablePages::column(*posts, u"title"_s));
        QVERIFY(posts->perform(u"relation.orphans"_s));
        QCOMPARE(notes.size(), 1);
    }
};

QTEST_MAIN(TestDrawnRelations)
#include "tst_drawnrelations.moc"
