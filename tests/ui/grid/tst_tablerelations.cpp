// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/quiet.h"
#include "support/tablepages.h"
#include "support/verify.h"
#include "ui/grid/filterbar.h"
#include "ui/style/theme.h"

#include <QComboBox>
#include <QLineEdit>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::Literals::StringLiterals;

/// What a table's grid shows of other tables: names beside foreign keys, relation columns, filters through both.
class TestTableRelations : public QObject {
    Q_OBJECT

    std::unique_ptr<TablePages> m_pages;

private Q_SLOTS:
    void initTestCase() { ui::Theme::apply(*qApp, ui::ThemeKind::Dark); }
    void init()
    {
        failOnUnexpectedWarnings();
        m_pages = std::make_unique<TablePages>(
            u"CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT NOT NULL, role TEXT);"
            "INSERT INTO users VALUES(1,'Ada Byron','admin'),(2,'Bob','editor'),(3,'Cleo','admin');"
            "CREATE TABLE posts(id INTEGER PRIMARY KEY, title TEXT, user_id INT REFERENCES users(id) ON DELETE CASCADE);"
            "CREATE INDEX posts_user ON posts(user_id);"
            "INSERT INTO posts VALUES(10,'Rain',1),(11,'Hail',1),(12,'Snow',2),(13,'Lost',99),(14,'Draft',NULL);"
            "CREATE TABLE tags(name TEXT PRIMARY KEY); INSERT INTO tags VALUES('wet'),('cold');"
            "CREATE TABLE post_tags(post_id INT REFERENCES posts, tag TEXT REFERENCES tags, PRIMARY KEY(post_id, tag));"
            "INSERT INTO post_tags VALUES(10,'wet'),(11,'wet'),(11,'cold');"_s);
        QVERIFY(m_pages->session);
    }
    void cleanup() { m_pages.reset(); }

    void theKeyOfANewRowIsNoNull()
    {
        core::CompoundEdit both;
        both.ops.append(core::InsertRow{{{}, u"users"_s}, 1, {}});
        both.ops.append(core::InsertRow{{{}, u"posts"_s}, 2, {{u"user_id"_s, core::KeyOfInserted{{{}, u"users"_s}, 1, u"id"_s}}}});
        VERIFY_OK(m_pages->stack->push(both, u"New post of a new user"_s));
        const auto posts = m_pages->page(u"posts"_s);
        QVERIFY(posts);
        const ui::CellLook look = posts->grid()->lookAt(0, TablePages::column(*posts, u"user_id"_s));
        QCOMPARE(look.text, u"new users row 1"_s);
        QVERIFY(look.misfit.isEmpty());
    }

    void namesStandBesideKeys()
    {
        const auto posts = m_pages->page(u"posts"_s);
        QVERIFY(posts);
        const int user = TablePages::column(*posts, u"user_id"_s);
        QCOMPARE(posts->grid()->lookAt(0, user).text, u"Ada Byron"_s);
        QCOMPARE(posts->grid()->lookAt(0, user).suffix, u" · 1"_s);
        QCOMPARE(posts->grid()->lookAt(3, user).text, u"99"_s); // an orphan
        QCOMPARE(posts->grid()->lookAt(3, user).suffixTone, ui::Tone::DeletedText);
        QCOMPARE(posts->grid()->lookAt(4, user).text, u"NULL"_s);
        posts->setRaw(true);
        QCOMPARE(posts->grid()->lookAt(0, user).text, u"1"_s);
        QCOMPARE(posts->grid()->lookAt(0, user).suffix, QString());
    }

    void aChosenLabelIsRemembered()
    {
        const auto posts = m_pages->page(u"posts"_s);
        QVERIFY(posts);
        const int user = TablePages::column(*posts, u"user_id"_s);
        m_pages->session->setLabelRule({{}, u"users"_s}, core::LabelRule{{u"role"_s}});
        QTRY_COMPARE(posts->grid()->lookAt(0, user).text, u"admin"_s);
        m_pages->session->setLabelRule({{}, u"users"_s}, core::LabelRule{});
        QTRY_COMPARE(posts->grid()->lookAt(0, user).text, u"1"_s);
        m_pages->session->setLabelRule({{}, u"users"_s}, std::nullopt);
        QTRY_COMPARE(posts->grid()->lookAt(0, user).text, u"Ada Byron"_s);
    }

    void relationColumnsCountAndName()
    {
        const auto users = m_pages->page(u"users"_s);
        QVERIFY(users);
        const int posts = TablePages::column(*users, u"posts"_s);
        QCOMPARE(posts, 3);
        QCOMPARE(users->grid()->lookAt(0, posts).text, u"2"_s);
        QVERIFY(users->grid()->lookAt(0, posts).right);
        QCOMPARE(users->grid()->lookAt(2, posts).text, u"0"_s);
        const auto ofPosts = m_pages->page(u"posts"_s);
        QVERIFY(ofPosts);
        const int tags = TablePages::column(*ofPosts, u"tags"_s);
        QCOMPARE(ofPosts->grid()->lookAt(1, tags).chips, (QList<ui::CellLook::Chip>{{u"cold"_s}, {u"wet"_s}}));
        QVERIFY(ofPosts->grid()->lookAt(2, tags).chips.isEmpty());
    }

    void theyCannotBeEditedOrSortedBy()
    {
        const auto users = m_pages->page(u"users"_s);
        QVERIFY(users);
        QSignalSpy notes(users.get(), &ui::Page::noteRequested);
        users->grid()->setFocus();
        users->grid()->setCurrent(0, TablePages::column(*users, u"posts"_s));
        QTest::keyClicks(users->grid(), u"7"_s);
        QCOMPARE(notes.size(), 1);
        QVERIFY(m_pages->session->changes()->isEmpty());
        Q_EMIT users->grid()->header()->sortRequested({{u"posts"_s, false}});
        QCOMPARE(notes.size(), 2);
        QVERIFY(users->query().sort.isEmpty());
        // A row is deleted and copied as it is stored, without its neighbours.
        users->grid()->setCurrent(0, 0);
        QVERIFY(users->perform(u"row.duplicate"_s));
        QTRY_COMPARE(m_pages->session->changes()->rows().size(), 1);
        QCOMPARE(m_pages->session->changes()->rows().first().cells.keys(), (QStringList{u"name"_s, u"role"_s}));
    }

    void theyLeadToTheirRows()
    {
        const auto users = m_pages->page(u"users"_s);
        QVERIFY(users);
        QSignalSpy opened(users.get(), &ui::Page::openRequested);
        users->grid()->setFocus();
        users->grid()->setCurrent(0, TablePages::column(*users, u"posts"_s));
        QTest::keyClick(users->grid(), Qt::Key_F4);
        if (opened.isEmpty()) // the window's shortcut where there is a window
            QVERIFY(users->perform(u"row.follow"_s));
        QCOMPARE(opened.size(), 1);
        const auto to = opened.first().first().value<ui::Destination>();
        QCOMPARE(to.table.name, u"posts"_s);
        QCOMPARE(std::get<core::Condition>(to.filter.terms.first().condition),
                 (core::Condition{u"user_id"_s, core::FilterOp::Equal, {core::Value::integer(1)}}));
    }

    void aFilterThroughARelationByKeyboard()
    {
        const auto posts = m_pages->page(u"posts"_s);
        QVERIFY(posts);
        QVERIFY(posts->perform(u"filter.show"_s));
        auto *combo = posts->findChild<QComboBox *>(u"filter-column"_s);
        QVERIFY(combo);
        combo->setFocus();
        QTest::keyClicks(combo, u"user"_s); // the column first, then the relation of that name
        while (combo->currentText() != u"user"_s && combo->currentIndex() + 1 < combo->count())
            QTest::keyClick(combo, Qt::Key_Down);
        QCOMPARE(combo->currentText(), u"user"_s);
        QTest::keyClick(combo, Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget()->objectName(), u"filter-quantifier"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QTest::keyClicks(QApplication::focusWidget(), u"role = admin"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTRY_VERIFY(posts->isSettled());
        QTRY_COMPARE(posts->grid()->model()->rows(), 2);
        // It is kept with the table's layout, as text, and understood again.
        const QJsonObject layout = posts->savedLayout();
        const auto again = m_pages->page(u"posts"_s);
        QVERIFY(again);
        again->restoreLayout(layout);
        QCOMPARE(again->query().filter, posts->query().filter);
        QTRY_COMPARE(again->grid()->model()->rows(), 2);
    }

    void rowsWithoutNeighbours()
    {
        const auto posts = m_pages->page(u"posts"_s);
        QVERIFY(posts);
        const core::Relation *user = m_pages->session->relations().byName({{}, u"posts"_s}, u"user"_s);
        QVERIFY(user);
        core::Filter orphans;
        orphans.terms.append({core::FilterTerm::Join::And,
                              core::RelatedCondition{{*user}, core::RelatedCondition::Quantifier::None, {}, {}}, true});
        orphans.terms.append({core::FilterTerm::Join::And, core::Condition{u"user_id"_s, core::FilterOp::IsNotNull, {}}, true});
        posts->setFilter(orphans);
        QTRY_COMPARE(posts->grid()->model()->rows(), 1);
    }

    void aWriteIsSeen()
    {
        const auto users = m_pages->page(u"users"_s);
        QVERIFY(users);
        const int posts = TablePages::column(*users, u"posts"_s);
        QCOMPARE(tempdatabase::run(m_pages->path(), u"DELETE FROM posts WHERE id = 10"_s), QString());
        m_pages->session->checkForChanges();
        QTRY_COMPARE(users->grid()->lookAt(0, posts).text, u"1"_s);
    }
};

QTEST_MAIN(TestTableRelations)
#include "tst_tablerelations.moc"
