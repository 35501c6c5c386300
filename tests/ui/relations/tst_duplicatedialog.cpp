// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/relations/duplicatedialog.h"

#include "support/quiet.h"
#include "support/tablepages.h"
#include "support/verify.h"
#include "ui/style/theme.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTreeWidget>

using namespace Qt::Literals::StringLiterals;

/// A row duplicated with what belongs to it, by keys and clicks.
class TestDuplicateDialog : public QObject {
    Q_OBJECT

    std::unique_ptr<TablePages> m_pages;

    [[nodiscard]] ui::DuplicateDialog *open(ui::TablePage &page, qint64 row) const
    {
        page.grid()->setCurrent(row, 1);
        if (!page.perform(u"row.duplicateWith"_s))
            return nullptr;
        return TablePages::dialog<ui::DuplicateDialog>(page, u"duplicate-dialog"_s);
    }
    [[nodiscard]] static QTreeWidget *tree(const QDialog &dialog) { return dialog.findChild<QTreeWidget *>(u"duplicate-tree"_s); }
    [[nodiscard]] static QTreeWidgetItem *item(const QDialog &dialog, const QString &name)
    {
        return tree(dialog)->findItems(name, Qt::MatchExactly | Qt::MatchRecursive).value(0);
    }
    [[nodiscard]] static QString said(const QDialog &dialog, const QString &label)
    {
        return dialog.findChild<QLabel *>(label)->text();
    }

private Q_SLOTS:
    void initTestCase() { ui::Theme::apply(*qApp, ui::ThemeKind::Dark); }
    void init()
    {
        failOnUnexpectedWarnings();
        m_pages = std::make_unique<TablePages>(
            u"CREATE TABLE posts(id INTEGER PRIMARY KEY, title TEXT, slug TEXT UNIQUE);"
            "CREATE TABLE comments(id INTEGER PRIMARY KEY, post_id INT REFERENCES posts, text TEXT);"
            "CREATE TABLE votes(id INTEGER PRIMARY KEY, comment_id INT NOT NULL REFERENCES comments, up INT);"
            "CREATE TABLE tags(id INTEGER PRIMARY KEY, name TEXT);"
            "CREATE TABLE post_tags(post_id INT REFERENCES posts, tag_id INT REFERENCES tags, PRIMARY KEY(post_id, tag_id));"
            "INSERT INTO posts VALUES(1,'Rain','rain'),(2,'Dry','dry');"
            "INSERT INTO comments VALUES(1,1,'a'),(2,1,'b'),(3,2,'c');"
            "INSERT INTO votes VALUES(1,1,1),(2,1,0),(3,2,1),(4,3,1);"
            "INSERT INTO tags VALUES(1,'wet'),(2,'cold'); INSERT INTO post_tags VALUES(1,1),(1,2);"_s);
        QVERIFY(m_pages->session);
    }
    void cleanup() { m_pages.reset(); }

    void byKeysThroughToTheDatabase()
    {
        const auto posts = m_pages->page(u"posts"_s);
        QVERIFY(posts);
        auto *dialog = open(*posts, 0);
        QVERIFY(dialog);
        QTRY_VERIFY(dialog->isSettled());
        QCOMPARE(item(*dialog, u"comments"_s)->text(1), u"2"_s);
        QCOMPARE(item(*dialog, u"tags"_s)->text(1), u"2"_s);
        QVERIFY(!item(*dialog, u"post_tags"_s)); // the same links
        QVERIFY(said(*dialog, u"duplicate-summary"_s).startsWith(u"1 row will be staged"_s));
        QCOMPARE(said(*dialog, u"duplicate-remarks"_s), u"posts.slug: “ copy” added in 1 row"_s);
        // Space ticks, the deeper level appears with its count.
        QCOMPARE(QApplication::focusWidget(), tree(*dialog));
        tree(*dialog)->setCurrentItem(item(*dialog, u"comments"_s));
        QTest::keyClick(tree(*dialog), Qt::Key_Space);
        QTRY_VERIFY(dialog->isSettled());
        QVERIFY(item(*dialog, u"votes"_s));
        QCOMPARE(item(*dialog, u"votes"_s)->text(1), u"3"_s);
        QTest::keyClick(tree(*dialog), Qt::Key_Down);
        QCOMPARE(tree(*dialog)->currentItem(), item(*dialog, u"votes"_s));
        QTest::keyClick(tree(*dialog), Qt::Key_Space);
        tree(*dialog)->setCurrentItem(item(*dialog, u"tags"_s));
        QTest::keyClick(tree(*dialog), Qt::Key_Space);
        QTRY_VERIFY(dialog->isSettled());
        QCOMPARE(said(*dialog, u"duplicate-summary"_s),
                 u"8 rows will be staged: 2 of comments, 2 of post_tags, 1 of posts, 3 of votes."_s);
        QTest::keyClick(dialog, Qt::Key_Return);
        QTRY_COMPARE(m_pages->session->changes()->rows().size(), 8);
        QCOMPARE(posts->grid()->currentRow(), 0); // the copy, in the band of new rows
        QVERIFY(posts->grid()->model()->insertIdOf(0));
        // One step back, one step forth, and into the database.
        m_pages->stack->undo();
        QVERIFY(m_pages->session->changes()->isEmpty());
        m_pages->stack->redo();
        const auto script = m_pages->session->editScript();
        VERIFY_OK(script);
        auto applied = m_pages->session->applyEdits(*script);
        QTRY_VERIFY(applied.isFinished());
        VERIFY_OK(applied.result());
        QCOMPARE(m_pages->rows(u"SELECT p.slug, count(DISTINCT c.id), count(v.id) FROM posts p JOIN comments c ON c.post_id = p.id "
                               "JOIN votes v ON v.comment_id = c.id WHERE p.id > 2"_s),
                 QStringList{u"'rain copy'|2|3"_s});
        QCOMPARE(m_pages->rows(u"SELECT count(*) FROM post_tags WHERE post_id > 2"_s), QStringList{u"2"_s});
    }

    void whatIsUntickedStays()
    {
        const auto posts = m_pages->page(u"posts"_s);
        QVERIFY(posts);
        auto *dialog = open(*posts, 0);
        QVERIFY(dialog);
        QTRY_VERIFY(dialog->isSettled());
        item(*dialog, u"comments"_s)->setCheckState(0, Qt::Checked);
        QTRY_VERIFY(dialog->isSettled());
        item(*dialog, u"votes"_s)->setCheckState(0, Qt::Checked);
        item(*dialog, u"comments"_s)->setCheckState(0, Qt::Unchecked); // takes the level below with it
        QTRY_VERIFY(dialog->isSettled());
        QVERIFY(said(*dialog, u"duplicate-summary"_s).startsWith(u"1 row will be staged"_s));
        QTest::mouseClick(dialog->findChild<QPushButton *>(u"duplicate-accept"_s), Qt::LeftButton);
        QTRY_COMPARE(m_pages->session->changes()->rows().size(), 1);
    }

    void oneNameBelowTheOtherSaysTheColumn()
    {
        QCOMPARE(
            tempdatabase::run(m_pages->path(), u"ALTER TABLE comments ADD COLUMN reply_to INT REFERENCES comments"_s),
            QString());
        m_pages->session->reload();
        QTRY_VERIFY(m_pages->session->schema()->table({{}, u"comments"_s})->column(u"reply_to"_s));
        const auto posts = m_pages->page(u"posts"_s);
        QVERIFY(posts);
        auto *dialog = open(*posts, 0);
        QVERIFY(dialog);
        QTRY_VERIFY(dialog->isSettled());
        QCOMPARE(item(*dialog, u"comments"_s)->text(2), u"rows of comments, by post_id"_s);
        item(*dialog, u"comments"_s)->setCheckState(0, Qt::Checked);
        QTRY_VERIFY(dialog->isSettled());
        QVERIFY(item(*dialog, u"comments by reply_to"_s));
        QTest::keyClick(dialog, Qt::Key_Escape);
    }

    void whatIsTooLargeIsSaidBeforeItIsStaged()
    {
        QCOMPARE(tempdatabase::run(m_pages->path(),
                                   u"ALTER TABLE posts ADD COLUMN film BLOB;"
                                   "UPDATE posts SET film = zeroblob(50000000) WHERE id = 2"_s),
                 QString());
        m_pages->session->reload();
        QTRY_VERIFY(m_pages->session->schema()->table({{}, u"posts"_s})->column(u"film"_s));
        const auto posts = m_pages->page(u"posts"_s);
        QVERIFY(posts);
        auto *dialog = open(*posts, 1);
        QVERIFY(dialog);
        QTRY_VERIFY(dialog->isSettled());
        QVERIFY2(said(*dialog, u"duplicate-remarks"_s)
                     .contains(u"posts.film: left out in 1 row, since 47.7 MB is too large to be staged"_s),
                 qPrintable(said(*dialog, u"duplicate-remarks"_s)));
        QTest::keyClick(dialog, Qt::Key_Return);
        QTRY_COMPARE(m_pages->session->changes()->rows().size(), 1);
        QVERIFY(!m_pages->session->changes()->rows().constFirst().cells.contains(u"film"_s));
    }

    void stagedEditsAreSaidToStayBehind()
    {
        const auto posts = m_pages->page(u"posts"_s);
        QVERIFY(posts);
        VERIFY_OK(m_pages->stack->push(core::SetCell{{{}, u"posts"_s},
                                                     {{core::Value::integer(2)}},
                                                     u"title"_s,
                                                     core::Value::text(u"Dry"_s),
                                                     core::NewValue(core::Value::text(u"Arid"_s)),
                                                     -1},
                                       u"Set title"_s));
        auto *dialog = open(*posts, 1);
        QVERIFY(dialog);
        QTRY_VERIFY(dialog->isSettled());
        QVERIFY2(said(*dialog, u"duplicate-remarks"_s).startsWith(u"Staged edits of posts are not copied"_s),
                 qPrintable(said(*dialog, u"duplicate-remarks"_s)));
        QTest::keyClick(dialog, Qt::Key_Escape);
    }

    void cancelStagesNothing()
    {
        const auto posts = m_pages->page(u"posts"_s);
        QVERIFY(posts);
        auto *dialog = open(*posts, 1);
        QVERIFY(dialog);
        QTest::keyClick(dialog, Qt::Key_Escape);
        QTRY_VERIFY(!posts->findChild<QDialog *>(u"duplicate-dialog"_s));
        QVERIFY(m_pages->session->changes()->isEmpty());
    }

    void aNewRowHasNoRelationsYet()
    {
        const auto posts = m_pages->page(u"posts"_s);
        QVERIFY(posts);
        QVERIFY(posts->perform(u"row.insert"_s));
        QSignalSpy notes(posts.get(), &ui::Page::noteRequested);
        posts->grid()->setCurrent(0, 1);
        QVERIFY(posts->perform(u"row.duplicateWith"_s));
        QCOMPARE(notes.size(), 1);
        QVERIFY(!posts->findChild<QDialog *>(u"duplicate-dialog"_s));
    }
};

QTEST_MAIN(TestDuplicateDialog)
#include "tst_duplicatedialog.moc"
