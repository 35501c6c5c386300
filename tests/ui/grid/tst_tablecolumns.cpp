// SPDX-License-Identifier: GPL-3.0-or-later
// A table's columns on the screen: where those stand that come, how wide they are, and what their heads say.
#include "support/quiet.h"
#include "support/tablepages.h"
#include "support/verify.h"
#include "ui/style/theme.h"

#include <QSignalSpy>

using namespace Qt::Literals::StringLiterals;

class TestTableColumns : public QObject {
    Q_OBJECT

    std::unique_ptr<TablePages> m_pages;

    [[nodiscard]] static QStringList onScreen(const ui::TablePage &page)
    {
        const ui::GridHeader *header = page.grid()->header();
        QStringList names;
        for (int visual = 0; visual < header->count(); ++visual) {
            if (const int section = header->logicalIndex(visual); !header->isSectionHidden(section))
                names.append(header->heads().at(section).name);
        }
        return names;
    }
    [[nodiscard]] bool addMood()
    {
        const QString failure = tempdatabase::run(
            m_pages->path(), u"ALTER TABLE users ADD COLUMN mood TEXT DEFAULT 'as bright as the day is long'"_s);
        if (!failure.isEmpty())
            return false;
        QSignalSpy changed(m_pages->session.get(), &core::Session::schemaChanged);
        m_pages->session->reload();
        return QTest::qWaitFor([&] { return !changed.isEmpty(); }, 5000);
    }
    [[nodiscard]] static QString tip(const ui::TablePage &page, const QString &name)
    {
        return page.grid()->header()->model()->headerData(TablePages::column(page, name), Qt::Horizontal,
                                                          Qt::ToolTipRole).toString();
    }

private Q_SLOTS:
    void initTestCase() { ui::Theme::apply(*qApp, ui::ThemeKind::Dark); }
    void init()
    {
        failOnUnexpectedWarnings();
        m_pages = std::make_unique<TablePages>(
            u"CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT NOT NULL);"
            "INSERT INTO users VALUES(1,'Ada'),(2,'Bob');"
            "CREATE TABLE posts(id INTEGER PRIMARY KEY, title TEXT, user_id INT REFERENCES users, deleted_at INT,"
            " created_at INT, ends_on TEXT, time_limit INT);"
            "INSERT INTO posts VALUES(10,'Rain',1,NULL,1700000000,NULL,NULL);"_s);
        QVERIFY(m_pages->session);
    }
    void cleanup() { m_pages.reset(); }

    void oneThatComesStandsInItsPlace()
    {
        const auto users = m_pages->page(u"users"_s);
        QVERIFY(users);
        QCOMPARE(onScreen(*users), QStringList({u"id"_s, u"name"_s, u"posts"_s}));
        QVERIFY(addMood());
        QTRY_COMPARE(onScreen(*users), QStringList({u"id"_s, u"name"_s, u"mood"_s, u"posts"_s}));
        const int mood = TablePages::column(*users, u"mood"_s);
        QTRY_VERIFY(users->grid()->header()->sectionSize(mood) > 200); // as its rows want it
    }

    void alsoWhereColumnsWereMovedAndRemembered()
    {
        auto users = m_pages->page(u"users"_s);
        QVERIFY(users);
        users->grid()->setCurrent(0, 1);
        QVERIFY(users->perform(u"column.moveLeft"_s));
        QCOMPARE(onScreen(*users), QStringList({u"name"_s, u"id"_s, u"posts"_s}));
        const QJsonObject layout = users->savedLayout();
        QVERIFY(addMood());
        QTRY_COMPARE(onScreen(*users), QStringList({u"name"_s, u"mood"_s, u"id"_s, u"posts"_s}));
        // As in a window that was closed meanwhile.
        users.reset();
        users = m_pages->page(u"users"_s);
        QVERIFY(users);
        users->restoreLayout(layout);
        QCOMPARE(onScreen(*users), QStringList({u"name"_s, u"mood"_s, u"id"_s, u"posts"_s}));
    }

    void theHeadSaysByWhatItIsSorted()
    {
        const auto posts = m_pages->page(u"posts"_s);
        QVERIFY(posts);
        const int user = TablePages::column(*posts, u"user_id"_s);
        const ui::GridHeader *header = posts->grid()->header();
        QCOMPARE(header->sortSign(user), QString());
        TablePages::clickHead(*posts, u"user_id"_s);
        QCOMPARE(header->sortSign(user), u"name"_s);
        QVERIFY2(tip(*posts, u"user_id"_s).contains(u"sorted by name (name), ascending"_s),
                 qPrintable(tip(*posts, u"user_id"_s)));
        TablePages::clickHead(*posts, u"user_id"_s, Qt::RightButton);
        QVERIFY(TablePages::entry(*posts, u"header-menu"_s, u"Sort by name ascending"_s)->isChecked());
        QAction *byKey = TablePages::entry(*posts, u"header-menu"_s, u"Sort by key descending"_s);
        QVERIFY(byKey && !byKey->isChecked());
        byKey->trigger();
        QCOMPARE(header->sortSign(user), u"key"_s);
        QVERIFY(tip(*posts, u"user_id"_s).contains(u"sorted by key, not by name, descending"_s));
        TablePages::clickHead(*posts, u"user_id"_s, Qt::RightButton);
        QVERIFY(TablePages::entry(*posts, u"header-menu"_s, u"Sort by key descending"_s)->isChecked());
        // A column that shows what it holds needs no sign.
        posts->setSort({{u"title"_s, false}});
        QCOMPARE(header->sortSign(TablePages::column(*posts, u"title"_s)), QString());
        QVERIFY(tip(*posts, u"title"_s).contains(u"sorted, ascending"_s));
        QVERIFY(!tip(*posts, u"user_id"_s).contains(u"sorted"_s));
    }

    void aTimeIsATimeBeforeThereIsOne_data()
    {
        QTest::addColumn<QString>("column");
        QTest::addColumn<core::ColumnFormat::Kind>("kind");
        QTest::newRow("as the other times are written") << u"deleted_at"_s << core::ColumnFormat::Kind::UnixSeconds;
        QTest::newRow("in words where the type says so") << u"ends_on"_s << core::ColumnFormat::Kind::IsoDate;
        QTest::newRow("a duration is no moment") << u"time_limit"_s << core::ColumnFormat::Kind::Plain;
    }
    void aTimeIsATimeBeforeThereIsOne()
    {
        QFETCH(const QString, column);
        QFETCH(const core::ColumnFormat::Kind, kind);
        const auto posts = m_pages->page(u"posts"_s);
        QVERIFY(posts);
        QCOMPARE(posts->grid()->model()->formatAt(TablePages::column(*posts, column)).kind, kind);
    }
};

QTEST_MAIN(TestTableColumns)
#include "tst_tablecolumns.moc"
