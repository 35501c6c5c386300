// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/session.h"
#include "gridfixture.h"
#include "support/tempdatabase.h"
#include "support/verify.h"
#include "ui/changes/editstack.h"
#include "ui/grid/emptystate.h"
#include "ui/grid/filterbar.h"
#include "ui/grid/filterchips.h"
#include "ui/grid/tablepage.h"

#include <QLabel>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace Qt::Literals::StringLiterals;
using core::Value;
using ui::Destination;

namespace {

/// A page on a real file, through a real session.
struct Opened {
    QTemporaryDir folder;
    std::unique_ptr<core::Session> session;
    std::unique_ptr<ui::EditStack> stack;
    std::unique_ptr<ui::TablePage> page;

    explicit Opened(const QString &table)
    {
        const QString path = tempdatabase::make(folder, u"blog.db"_s, uR"(
            CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
            INSERT INTO users VALUES (1, 'Ada Byron'), (2, 'Grace H.'), (3, 'Lin Q.');
            CREATE TABLE posts (id INTEGER PRIMARY KEY, title TEXT NOT NULL, user_id INTEGER REFERENCES users(id),
                category TEXT CHECK (category IN ('essay', 'guide', 'note')), published BOOLEAN, views INTEGER DEFAULT 0,
                created_at INTEGER, note TEXT);
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
            INSERT INTO posts SELECT i, 'Title ' || i, i % 3 + 1, CASE i % 2 WHEN 0 THEN 'essay' ELSE 'guide' END, i % 2,
                i * 37 % 9001, 1793382300 + i * 1000, CASE i % 3 WHEN 0 THEN NULL WHEN 1 THEN '' ELSE 'line' || char(10) || 'two' END FROM n;
            CREATE TABLE blank (a, b);
            CREATE VIEW titles AS SELECT title FROM posts;
            CREATE VIEW endless AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i, -i AS j FROM n;)"_s);
        core::Session::Options options;
        options.stateFolder = folder.filePath(u"state"_s);
        auto opened = core::Session::open(path, options);
        if (!opened)
            qFatal("%s", qPrintable(opened.error().message));
        session = std::move(*opened);
        stack = std::make_unique<ui::EditStack>(*session);
        page = std::make_unique<ui::TablePage>(*session, *stack, core::QualifiedName{{}, table});
        page->resize(1000, 520);
        page->show();
        QApplication::setActiveWindow(page.get());
        page->grid()->setFocus();
    }
    [[nodiscard]] ui::GridView &grid() const { return *page->grid(); }
    [[nodiscard]] QString text(qint64 row, int column) const { return grid().lookAt(row, column).text; }
    void keys(const QString &text) const
    {
        for (const QChar c : text)
            QTest::keyClick(QApplication::focusWidget(), c.toLatin1());
    }
    void picture(const QString &name) const
    {
        const QString to = qEnvironmentVariable("RAINCHECK_PICTURES");
        if (!to.isEmpty())
            page->grab().save(to + u'/' + name + u".png"_s);
    }
};

} // namespace

#define TRY_SETTLED(opened) QTRY_VERIFY((opened).page->isSettled())

class TestTablePage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { ui::Theme::apply(*qApp, ui::ThemeKind::Dark); }
    void init() { failOnStrayWarnings(); }

    void showsRowsAndCountsThem()
    {
        Opened o(u"posts"_s);
        TRY_SETTLED(o);
        QCOMPARE(o.page->statusFacts().first(), u"3,000 rows"_s);
        QCOMPARE(o.text(0, 1), u"Title 1"_s);
        QCOMPARE(o.grid().header()->heads()[2].type, u"→ users"_s);
        QCOMPARE(o.text(0, 6), u"2026-10-30 18:01:40"_s);
        QVERIFY(o.page->context().editable);
        o.page->perform(u"view.raw"_s);
        QCOMPARE(o.text(0, 6), u"1793383300"_s);
    }

    void saysThatItIsSorting()
    {
        Opened o(u"endless"_s);
        QTRY_COMPARE(o.text(0, 0), u"1"_s);
        auto *empty = o.page->findChild<ui::EmptyState *>();
        QVERIFY(!empty->isVisible());
        o.page->setSort({{u"j"_s, false}}); // its first row never comes
        QTRY_VERIFY(empty->isVisible());
        QCOMPARE(empty->title(), u"Sorting…"_s);
        QVERIFY(!o.page->isSettled());
        o.page->setSort({});
        QTRY_COMPARE(o.text(0, 0), u"1"_s);
        QVERIFY(!empty->isVisible());
    }

    void aSortIsStoppedByKey()
    {
        Opened o(u"endless"_s);
        QTRY_COMPARE(o.text(0, 0), u"1"_s);
        o.page->setSort({{u"j"_s, false}});
        QTRY_VERIFY(o.page->findChild<ui::EmptyState *>()->isVisible());
        QSignalSpy notes(o.page.get(), &ui::Page::noteRequested);
        QVERIFY(o.page->perform(u"task.stop"_s));
        QCOMPARE(notes.count(), 1);
        QVERIFY(o.page->query().sort.isEmpty());
        QTRY_COMPARE(o.text(0, 0), u"1"_s);
        QVERIFY(!o.page->findChild<ui::EmptyState *>()->isVisible());
    }

    void aFilterIsStoppedByKey()
    {
        Opened o(u"posts"_s);
        TRY_SETTLED(o);
        QVERIFY(!o.page->perform(u"task.stop"_s)); // nothing runs
        const QString never = u"id < (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n)"_s;
        o.page->setFilter({{{core::FilterTerm::Join::And, core::RawCondition{u"id <= 50 OR "_s + never}}}});
        QTRY_COMPARE(o.grid().model()->rows(), 50);
        QVERIFY(o.page->statusFacts().join(u'|').contains(u"filtering, 50 so far"_s));
        QVERIFY(o.page->perform(u"task.stop"_s));
        TRY_SETTLED(o);
        QVERIFY(o.page->statusFacts().join(u'|').contains(u"filter stopped, 50 so far"_s));
        QCOMPARE(o.grid().model()->rows(), 50);
        o.page->setFilter({{{core::FilterTerm::Join::And, core::RawCondition{never}}}});
        auto *empty = o.page->findChild<ui::EmptyState *>();
        QTRY_VERIFY(empty->isVisible());
        QCOMPARE(empty->title(), u"Filtering…"_s);
        QVERIFY(o.page->perform(u"task.stop"_s));
        QCOMPARE(empty->title(), u"Stopped"_s);
        QTest::mouseClick(empty->findChild<QWidget *>(u"grid-empty-button"_s), Qt::LeftButton);
        QTRY_COMPARE(empty->title(), u"Filtering…"_s);
        QVERIFY(o.page->perform(u"task.stop"_s));
        o.page->setFilter({});
        TRY_SETTLED(o);
        QCOMPARE(o.grid().model()->rows(), 3000);
    }

    void stagedEditsSurviveEverything()
    {
        Opened o(u"posts"_s);
        TRY_SETTLED(o);
        o.grid().setCurrent(1, 1);
        o.keys(u"Petrichor\r"_s);
        o.page->setSort({{u"id"_s, true}});
        TRY_SETTLED(o);
        QCOMPARE(o.text(0, 1), u"Title 3000"_s);
        o.page->setFilter({{{core::FilterTerm::Join::And,
                             core::Condition{u"id"_s, core::FilterOp::Less, {Value::integer(4)}}, true}}});
        TRY_SETTLED(o);
        QCOMPARE(o.grid().model()->rows(), 3);
        QCOMPARE(o.text(1, 1), u"Petrichor"_s);
        o.page->perform(u"view.refresh"_s);
        TRY_SETTLED(o);
        QCOMPARE(o.text(1, 1), u"Petrichor"_s);
        o.page = std::make_unique<ui::TablePage>(*o.session, *o.stack, core::QualifiedName{{}, u"posts"_s});
        o.page->show();
        TRY_SETTLED(o);
        QCOMPARE(o.text(1, 1), u"Petrichor"_s);
        o.stack->undo();
        QCOMPARE(o.text(1, 1), u"Title 2"_s);
    }

    void filterByKeyboardOnly()
    {
        Opened o(u"posts"_s);
        TRY_SETTLED(o);
        o.grid().setCurrent(0, 3);
        QVERIFY(o.page->perform(u"filter.show"_s));
        o.keys(u"guide\r"_s);
        TRY_SETTLED(o);
        QCOMPARE(o.grid().model()->rows(), 1500);
        QCOMPARE(o.page->findChildren<ui::FilterChip *>().size(), 1);
        QVERIFY(o.page->statusFacts().join(u'|').contains(u"filtered 1,500"_s));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        QVERIFY(!o.page->findChild<ui::FilterBar *>()->isVisible());
        QVERIFY(o.grid().hasFocus());
        o.picture(u"filtered"_s);
        o.page->perform(u"filter.show"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_A, Qt::ControlModifier);
        o.keys(u"zzz\r"_s);
        TRY_SETTLED(o);
        auto *empty = o.page->findChild<ui::EmptyState *>();
        QTRY_VERIFY(empty->isVisible());
        QCOMPARE(empty->title(), u"No rows match the filter"_s);
        o.picture(u"no-match"_s);
        QTest::mouseClick(empty->findChild<QWidget *>(u"grid-empty-button"_s), Qt::LeftButton);
        TRY_SETTLED(o);
        QCOMPARE(o.grid().model()->rows(), 3000);
    }

    void aFilterThatCannotMatchSaysWhy()
    {
        Opened o(u"posts"_s);
        TRY_SETTLED(o);
        o.grid().setCurrent(0, 0);
        QVERIFY(o.page->perform(u"filter.show"_s));
        o.keys(u"abc\r"_s);
        TRY_SETTLED(o);
        auto *empty = o.page->findChild<ui::EmptyState *>();
        QTRY_VERIFY(empty->isVisible());
        QStringList texts;
        for (const QLabel *label : empty->findChildren<QLabel *>())
            texts += label->text();
        QVERIFY2(texts.contains(u"“abc” is no number, and id is declared INTEGER"_s), qPrintable(texts.join(u'|')));
    }

    void aBrokenExpressionStaysWithAWord()
    {
        Opened o(u"posts"_s);
        TRY_SETTLED(o);
        auto *bar = o.page->findChild<ui::FilterBar *>();
        o.page->perform(u"filter.show"_s);
        const core::Filter broken{{{core::FilterTerm::Join::And, core::RawCondition{u"views >> nonsense("_s}, true}}};
        bar->setFilter(broken);
        o.page->setFilter(broken);
        QTRY_VERIFY(!bar->error().isEmpty());
        QVERIFY(bar->isVisible());
        o.page->perform(u"filter.clear"_s);
        TRY_SETTLED(o);
        QCOMPARE(o.grid().model()->rows(), 3000);
    }

    void followsAForeignKey()
    {
        Opened o(u"posts"_s);
        TRY_SETTLED(o);
        QSignalSpy spy(o.page.get(), &ui::Page::openRequested);
        o.grid().setCurrent(0, 2);
        QVERIFY(o.page->context().currentIsForeignKey);
        QTest::keyClick(&o.grid(), Qt::Key_F4);
        QCOMPARE(spy.size(), 1);
        const auto to = spy.first().first().value<Destination>();
        QCOMPARE(to.table.name, u"users"_s);
        QVERIFY(to.filter.isEmpty()); // the row among its neighbours
        QCOMPARE(to.key, core::RowKey{{Value::integer(2)}});
    }

    void goesToARowAndComesBack()
    {
        Opened o(u"posts"_s);
        TRY_SETTLED(o);
        o.page->perform(u"row.goto"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_A, Qt::ControlModifier);
        o.keys(u"2500\r"_s);
        QCOMPARE(o.grid().currentRow(), 2499);
        TRY_SETTLED(o);
        const auto here = o.page->whereabouts();
        QVERIFY(here && here->key);
        o.grid().setCurrent(0, 0);
        o.page->goTo(*here);
        QTRY_COMPARE(o.grid().currentRow(), 2499);
        QCOMPARE(o.page->currentRow()->key, *here->key);
    }

    void viewsAndEmptyTablesSaySo()
    {
        Opened view(u"titles"_s);
        TRY_SETTLED(view);
        QVERIFY(!view.page->context().editable);
        QVERIFY2(view.page->readOnlyBecause().contains(u"view"_s), qPrintable(view.page->readOnlyBecause()));
        view.picture(u"view"_s);
        Opened nothing(u"blank"_s);
        TRY_SETTLED(nothing);
        QTRY_VERIFY(nothing.page->findChild<ui::EmptyState *>()->isVisible());
        nothing.page->perform(u"row.insert"_s);
        QVERIFY(!nothing.page->findChild<ui::EmptyState *>()->isVisible());
    }

    void aDroppedTableSaysThatItIsGone()
    {
        Opened o(u"blank"_s);
        TRY_SETTLED(o);
        QCOMPARE(tempdatabase::run(o.folder.filePath(u"blog.db"_s), u"DROP TABLE blank"_s), QString());
        o.session->reload();
        QTRY_VERIFY(!o.session->schema()->table({{}, u"blank"_s}));
        QCOMPARE(o.page->readOnlyBecause(), u"blank is not in the database any more."_s);
    }

    void statesAreDrawnInBothThemes()
    {
        for (const ui::ThemeKind kind : {ui::ThemeKind::Light, ui::ThemeKind::Dark}) {
            ui::Theme::apply(*qApp, kind);
            Opened o(u"posts"_s);
            TRY_SETTLED(o);
            o.grid().setCurrent(1, 1);
            o.keys(u"Forecasting, explained\r"_s);
            o.grid().setCurrent(2, 0);
            o.page->perform(u"row.delete"_s);
            o.page->perform(u"row.insert"_s);
            o.keys(u"Petrichor\t"_s);
            o.page->setSort({{u"views"_s, true}, {u"id"_s, false}});
            o.page->setSort({});
            TRY_SETTLED(o);
            o.grid().setCurrent(5, 2);
            o.picture(kind == ui::ThemeKind::Dark ? u"dark"_s : u"light"_s);
            o.grid().setCurrent(6, 3);
            QTest::keyClick(&o.grid(), Qt::Key_F2);
            QVERIFY(!o.page->grab().isNull());
            o.picture(kind == ui::ThemeKind::Dark ? u"dark-edit"_s : u"light-edit"_s);
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Escape);
        }
    }

    void whatLedHereIsNotTheTablesOwnFilter()
    {
        const auto filterOf = [](const QString &column, qint64 value) {
            return core::Filter{{{core::FilterTerm::Join::And,
                                  core::Condition{column, core::FilterOp::Equal, {Value::integer(value)}}}}};
        };
        const core::Filter own = filterOf(u"published"_s, 1);
        const core::Filter followed = filterOf(u"user_id"_s, 2);
        Opened o(u"posts"_s);
        TRY_SETTLED(o);
        o.page->setFilter(own);
        const QJsonObject remembered = o.page->savedLayout();
        QVERIFY(remembered.contains("filter"_L1));
        const QSignalSpy changed(o.page.get(), &ui::Page::layoutChanged);
        o.page->goTo({{{}, u"posts"_s}, followed, {}, {}});
        QCOMPARE(o.page->query().filter, followed);
        QCOMPARE(o.page->savedLayout(), remembered);
        QVERIFY(changed.isEmpty());
        o.page->setFilter(followed); // Apply in the bar: now a person wants it
        QVERIFY(o.page->savedLayout() != remembered);
        QCOMPARE(changed.size(), 1);
        o.page->setFilter({});
        QVERIFY(!o.page->savedLayout().contains("filter"_L1));
    }
};

QTEST_MAIN(TestTablePage)
#include "tst_tablepage.moc"
