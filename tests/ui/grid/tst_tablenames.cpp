// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/quiet.h"
#include "support/tablepages.h"
#include "ui/style/theme.h"

#include <QClipboard>
#include <QSignalSpy>

using namespace Qt::Literals::StringLiterals;

/// Names instead of ids, beyond reading them: sorting by them, copying them.
class TestTableNames : public QObject {
    Q_OBJECT

    std::unique_ptr<TablePages> m_pages;

    [[nodiscard]] static QString copied(ui::TablePage &page, const QString &action)
    {
        QGuiApplication::clipboard()->setText(u"nothing yet"_s);
        if (!page.perform(action)
            || !QTest::qWaitFor([] { return QGuiApplication::clipboard()->text() != u"nothing yet"_s; }, 5000))
            return {};
        return QGuiApplication::clipboard()->text();
    }

private Q_SLOTS:
    void initTestCase() { ui::Theme::apply(*qApp, ui::ThemeKind::Dark); }
    void init()
    {
        failOnUnexpectedWarnings();
        m_pages = std::make_unique<TablePages>(
            u"CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT NOT NULL, role TEXT);"
            "INSERT INTO users VALUES(1,'Zoe','admin'),(2,'bob','writer'),(3,'Ada','editor');"
            "CREATE TABLE posts(id INTEGER PRIMARY KEY, title TEXT, user_id INT REFERENCES users(id));"
            "INSERT INTO posts VALUES(10,'Rain',1),(11,'Hail',2),(12,'Snow',3),(13,'Lost',99),(14,'Draft',NULL),(15,'Ice',3);"
            "CREATE TABLE many(id INTEGER PRIMARY KEY, user_id INT REFERENCES users(id));"
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)"
            " INSERT INTO many SELECT i, i % 3 + 1 FROM n;"_s);
        QVERIFY(m_pages->session);
    }
    void cleanup() { m_pages.reset(); }

    void aClickSortsByWhatIsShown()
    {
        const auto posts = m_pages->page(u"posts"_s);
        QVERIFY(posts);
        const QStringList ids{u"14"_s, u"13"_s, u"12"_s, u"15"_s, u"11"_s, u"10"_s};
        TablePages::clickHead(*posts, u"user_id"_s);
        QTRY_COMPARE(TablePages::texts(*posts, u"id"_s), ids);
        QVERIFY(posts->query().sort.first().label);
        TablePages::clickHead(*posts, u"user_id"_s);
        QTRY_COMPARE(TablePages::texts(*posts, u"id"_s), QStringList(ids.rbegin(), ids.rend()));
        TablePages::clickHead(*posts, u"user_id"_s);
        QVERIFY(posts->query().sort.isEmpty());
        // Where the key is shown and no name, it is the key that counts.
        posts->setRaw(true);
        TablePages::clickHead(*posts, u"user_id"_s);
        QVERIFY(!posts->query().sort.first().label);
    }

    void theMenuHasBoth()
    {
        const auto posts = m_pages->page(u"posts"_s);
        QVERIFY(posts);
        TablePages::clickHead(*posts, u"user_id"_s, Qt::RightButton);
        QAction *byKey = TablePages::entry(*posts, u"header-menu"_s, u"Sort by key descending"_s);
        QVERIFY(byKey && TablePages::entry(*posts, u"header-menu"_s, u"Sort by name ascending"_s));
        byKey->trigger();
        QTRY_COMPARE(TablePages::texts(*posts, u"id"_s).value(0), u"13"_s);
        QVERIFY(!posts->query().sort.first().label);
        TablePages::clickHead(*posts, u"title"_s, Qt::RightButton);
        QVERIFY(TablePages::entry(*posts, u"header-menu"_s, u"Sort ascending"_s));
    }

    void otherNamesSortOtherwise()
    {
        const auto posts = m_pages->page(u"posts"_s);
        QVERIFY(posts);
        TablePages::clickHead(*posts, u"user_id"_s);
        QTRY_COMPARE(TablePages::texts(*posts, u"id"_s).value(2), u"12"_s);
        m_pages->session->setLabelRule({{}, u"users"_s}, core::LabelRule{{u"role"_s}});
        QTRY_COMPARE(TablePages::texts(*posts, u"id"_s).value(2), u"10"_s);
        m_pages->session->setLabelRule({{}, u"users"_s}, core::LabelRule{});
        QTRY_VERIFY(!posts->query().sort.first().label);
    }

    void theSortIsRemembered()
    {
        const auto posts = m_pages->page(u"posts"_s);
        QVERIFY(posts);
        TablePages::clickHead(*posts, u"user_id"_s);
        const QJsonObject layout = posts->savedLayout();
        const auto again = m_pages->page(u"posts"_s);
        QVERIFY(again);
        again->restoreLayout(layout);
        QCOMPARE(again->query().sort, posts->query().sort);
        QTRY_COMPARE(TablePages::texts(*again, u"id"_s).value(2), u"12"_s);
    }

    void copiesWithAndWithoutNames_data()
    {
        QTest::addColumn<QString>("action");
        QTest::addColumn<QString>("expected");
        QTest::newRow("plain") << u"copy"_s << u"1\n2\n3\n99\n\n3"_s;
        QTest::newRow("as shown") << u"copy.shown"_s << u"Zoe · 1\nbob · 2\nAda · 3\n99\n\nAda · 3"_s;
        QTest::newRow("CSV") << u"copy.csv"_s << u"user_id\r\n1\r\n2\r\n3\r\n99\r\n\r\n3\r\n"_s;
        QTest::newRow("CSV, with names")
            << u"copy.csvNames"_s << u"user_id\r\nZoe · 1\r\nbob · 2\r\nAda · 3\r\n99\r\n\r\nAda · 3\r\n"_s;
    }
    void copiesWithAndWithoutNames()
    {
        QFETCH(QString, action);
        const auto posts = m_pages->page(u"posts"_s);
        QVERIFY(posts);
        posts->grid()->setCurrent(0, TablePages::column(*posts, u"user_id"_s));
        QVERIFY(posts->perform(u"select.column"_s));
        QTEST(copied(*posts, action), "expected");
    }

    void namesOfRowsThatAreNotOnView()
    {
        const auto many = m_pages->page(u"many"_s);
        QVERIFY(many);
        many->grid()->setCurrent(0, TablePages::column(*many, u"user_id"_s));
        QVERIFY(many->perform(u"select.column"_s));
        const QStringList lines = copied(*many, u"copy.shown"_s).split(u'\n');
        QCOMPARE(lines.size(), 1000);
        QCOMPARE(lines.at(0), u"bob · 2"_s);
        QCOMPARE(lines.at(998), u"Zoe · 1"_s);
        QCOMPARE(lines.filter(u"bob · 2"_s).size() + lines.filter(u"Zoe · 1"_s).size() + lines.filter(u"Ada · 3"_s).size(), 1000);
    }

    void relationColumnsOfRowsThatAreNotOnView()
    {
        const auto users = m_pages->page(u"users"_s);
        QVERIFY(users);
        users->grid()->setCurrent(0, TablePages::column(*users, u"many"_s));
        QVERIFY(users->perform(u"select.column"_s));
        QCOMPARE(copied(*users, u"copy"_s), u"333\n334\n333"_s);
    }
};

QTEST_MAIN(TestTableNames)
#include "tst_tablenames.moc"
