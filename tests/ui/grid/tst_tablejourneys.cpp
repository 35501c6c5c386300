// SPDX-License-Identifier: GPL-3.0-or-later
// A table page on a real file: there and back again, whole values, Apply, menus, a schema that changes underneath.
#include "core/base/whendone.h"
#include "core/session/session.h"
#include "gridfixture.h"
#include "support/tempdatabase.h"
#include "support/verify.h"
#include "ui/changes/editstack.h"
#include "ui/grid/filterbar.h"
#include "ui/grid/filterchips.h"
#include "ui/grid/tablepage.h"
#include "ui/grid/valuedialog.h"
#include "ui/row/hexview.h"

#include <QClipboard>
#include <QMenu>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace Qt::Literals::StringLiterals;
using core::Value;
using ui::Destination;

namespace {

struct Opened {
    QTemporaryDir folder;
    QString path;
    std::unique_ptr<core::Session> session;
    std::unique_ptr<ui::EditStack> stack;
    std::unique_ptr<ui::TablePage> page;
    QStringList messages;

    explicit Opened(const QString &table)
    {
        path = tempdatabase::make(folder, u"shop.db"_s, uR"(
            CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9000)
            INSERT INTO users SELECT i * 2, 'User ' || i FROM n;
            CREATE TABLE places (country TEXT NOT NULL, city TEXT NOT NULL, note TEXT, PRIMARY KEY (country, city)) WITHOUT ROWID;
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 6000)
            INSERT INTO places SELECT 'C' || (i % 7), 'T' || i, NULL FROM n;
            CREATE TABLE posts (id INTEGER PRIMARY KEY, title TEXT, user_id INTEGER REFERENCES users(id),
                published BOOLEAN, city TEXT, country TEXT, body TEXT, data BLOB,
                FOREIGN KEY (city, country) REFERENCES places(city, country));
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
            INSERT INTO posts SELECT i, 'Title ' || i, 18000 - i * 2, i % 2, 'T' || (i * 2), 'C' || (i * 2 % 7), NULL, NULL FROM n;
            UPDATE posts SET body = replace(hex(zeroblob(4000)), '00', 'ab') WHERE id = 3;
            UPDATE posts SET data = zeroblob(20000) WHERE id = 4;
            UPDATE posts SET data = zeroblob(20000000) WHERE id = 5;)"_s);
        core::Session::Options options;
        options.stateFolder = folder.path();
        auto opened = core::Session::open(path, options);
        if (!opened)
            qFatal("%s", qPrintable(opened.error().message));
        session = std::move(*opened);
        stack = std::make_unique<ui::EditStack>(*session);
        show(table);
    }
    void show(const QString &table)
    {
        page = std::make_unique<ui::TablePage>(*session, *stack, core::QualifiedName{{}, table});
        QObject::connect(page.get(), &ui::Page::messageRequested, page.get(), [this](const QString &m) { messages += m; });
        QObject::connect(page.get(), &ui::Page::noteRequested, page.get(), [this](const QString &m) { messages += m; });
        page->resize(1000, 520);
        page->show();
        QApplication::setActiveWindow(page.get());
        page->grid()->setFocus();
    }
    [[nodiscard]] ui::GridView &grid() const { return *page->grid(); }
    [[nodiscard]] Value value(qint64 row, int column) const { return grid().model()->cell(row, column).value; }
    [[nodiscard]] QString text(qint64 row, int column) const { return grid().lookAt(row, column).text; }
    void keys(const QString &typed) const
    {
        for (const QChar c : typed)
            QTest::keyClick(QApplication::focusWidget(), c.toLatin1());
    }
    [[nodiscard]] core::Result<core::ApplyReport> apply() const
    {
        auto script = session->editScript();
        if (!script)
            return script.error();
        auto future = session->applyEdits(*script);
        if (!QTest::qWaitFor([&] { return future.isFinished(); }, 10000))
            return core::Error::invalid(u"Apply did not end."_s);
        return core::waitFor(future);
    }
    [[nodiscard]] QMenu *menu(const QString &name) const
    {
        auto *menu = page->findChild<QMenu *>(name);
        return menu && menu->isVisible() ? menu : nullptr;
    }
};

void choose(QMenu *menu, const QString &text)
{
    for (QAction *action : menu->actions()) {
        if (action->text().section(u'\t', 0, 0) == text || action->objectName() == text) {
            QVERIFY2(action->isEnabled(), qPrintable(text));
            action->trigger();
            menu->close();
            return;
        }
    }
    QFAIL(qPrintable(u"no “%1” in the menu"_s.arg(text)));
}

} // namespace

#define TRY_SETTLED(opened) QTRY_VERIFY((opened).page->isSettled())

class TestTableJourneys : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { ui::Theme::apply(*qApp, ui::ThemeKind::Dark); }
    void init() { failOnStrayWarnings(); }

    void followAndComeBack_data()
    {
        QTest::addColumn<qint64>("row");
        QTest::addColumn<int>("column");
        QTest::addColumn<QString>("table");
        QTest::newRow("a far row of a rowid table") << qint64(2499) << 2 << u"users"_s;
        QTest::newRow("a composite key in another order") << qint64(2801) << 4 << u"places"_s;
    }
    void followAndComeBack()
    {
        QFETCH(qint64, row);
        QFETCH(int, column);
        QFETCH(QString, table);
        Opened o(u"posts"_s);
        TRY_SETTLED(o);
        o.grid().setCurrent(row, column);
        TRY_SETTLED(o);
        const Value wanted = o.value(row, column);
        QSignalSpy spy(o.page.get(), &ui::Page::openRequested);
        QTest::keyClick(&o.grid(), Qt::Key_F4);
        QCOMPARE(spy.size(), 1);
        const auto to = spy.first().first().value<Destination>();
        const auto here = o.page->whereabouts();
        QVERIFY(here && to.key && to.filter.isEmpty());
        o.show(table);
        o.page->goTo(to);
        QTRY_VERIFY(o.grid().currentRow() > 0);
        TRY_SETTLED(o);
        QCOMPARE(o.value(o.grid().currentRow(), o.grid().currentColumn()), wanted);
        o.show(u"posts"_s);
        o.page->goTo(*here);
        QTRY_COMPARE(o.grid().currentRow(), row);
        QCOMPARE(o.grid().currentColumn(), column);
        QVERIFY(o.messages.isEmpty());
    }

    void comesBackUnderASortAndAFilter()
    {
        Opened o(u"posts"_s);
        o.page->setSort({{u"title"_s, true}});
        o.page->goTo({{{}, u"posts"_s}, {}, core::RowKey{{Value::integer(1000)}}, u"title"_s});
        QTRY_VERIFY(o.grid().currentRow() > 0);
        TRY_SETTLED(o);
        QCOMPARE(o.text(o.grid().currentRow(), 1), u"Title 1000"_s);
        const core::Filter filter{{{core::FilterTerm::Join::And, core::Condition{u"published"_s, core::FilterOp::Equal, {Value::integer(1)}}, true}}};
        o.page->goTo({{{}, u"posts"_s}, filter, core::RowKey{{Value::integer(1000)}}, {}});
        QTRY_VERIFY(!o.messages.isEmpty());
        QVERIFY2(o.messages.last().contains(u"1000"_s), qPrintable(o.messages.last()));
    }

    void referencingRowsAreAListAway()
    {
        Opened o(u"users"_s);
        TRY_SETTLED(o);
        o.grid().setCurrent(8994, 1);
        TRY_SETTLED(o);
        QSignalSpy spy(o.page.get(), &ui::Page::openRequested);
        QVERIFY(o.page->perform(u"row.referencing"_s));
        auto *search = o.page->findChild<QLineEdit *>(u"reference-search"_s);
        QTRY_VERIFY(search && search->isVisible());
        QTest::keyClicks(search, u"posts by user"_s);
        QTest::keyClick(search, Qt::Key_Return);
        QCOMPARE(spy.size(), 1);
        const auto to = spy.first().first().value<Destination>();
        QCOMPARE(std::get<core::Condition>(to.filter.terms.first().condition).operands.first(), Value::integer(17990));
    }

    void appliedEditsAreInTheFileAndThePlaceIsKept()
    {
        Opened o(u"posts"_s);
        TRY_SETTLED(o);
        o.grid().setCurrent(1499, 1);
        TRY_SETTLED(o);
        o.keys(u"Rain\r"_s);
        o.grid().setCurrent(1500, 3);
        QTest::keyClick(&o.grid(), Qt::Key_Space);
        const qint64 top = o.grid().topRow();
        VERIFY_OK(o.apply());
        QTRY_VERIFY(o.session->changes()->isEmpty());
        TRY_SETTLED(o);
        QCOMPARE(tempdatabase::rows(o.path, u"SELECT title FROM posts WHERE id = 1500"_s), QStringList{u"'Rain'"_s});
        QCOMPARE(tempdatabase::rows(o.path, u"SELECT published FROM posts WHERE id = 1501"_s), QStringList{u"0"_s});
        QCOMPARE(o.grid().topRow(), top);
        QCOMPARE(o.grid().currentRow(), 1500);
        QTRY_COMPARE(o.text(1499, 1), u"Rain"_s);
    }

    void aChangedSchemaKeepsPlaceAndColumn()
    {
        Opened o(u"posts"_s);
        TRY_SETTLED(o);
        o.grid().setCurrent(1499, 3);
        TRY_SETTLED(o);
        const qint64 top = o.grid().topRow();
        QCOMPARE(tempdatabase::run(o.path, u"CREATE TABLE other (a); ALTER TABLE posts ADD COLUMN mood TEXT; "
                                           "ALTER TABLE posts DROP COLUMN title;"_s), QString());
        QSignalSpy changed(o.session.get(), &core::Session::schemaChanged);
        o.session->reload();
        QTRY_COMPARE(changed.size(), 1);
        TRY_SETTLED(o);
        QCOMPARE(o.grid().model()->columnCount(), 8);
        QCOMPARE(o.grid().topRow(), top);
        QCOMPARE(o.grid().currentRow(), 1499);
        QCOMPARE(o.grid().model()->columnAt(o.grid().currentColumn()).name, u"published"_s);
        QCOMPARE(tempdatabase::run(o.path, u"DROP TABLE posts"_s), QString());
        o.session->reload();
        QTRY_COMPARE(changed.size(), 2);
        QTRY_VERIFY(o.page->statusFacts().contains(u"not read"_s));
    }

    void aChangedSchemaKeepsTheSelectedColumns()
    {
        Opened o(u"posts"_s);
        TRY_SETTLED(o);
        const auto names = [&o] {
            QStringList all;
            for (const int column : o.grid().selectedColumns())
                all.append(o.grid().model()->columnAt(column).name);
            return all;
        };
        o.grid().setCurrent(10, 2);
        QTest::keyClick(&o.grid(), Qt::Key_Right, Qt::ShiftModifier);
        QTest::keyClick(&o.grid(), Qt::Key_Down, Qt::ShiftModifier);
        const QStringList before = names();
        QCOMPARE(before.size(), 2);
        QCOMPARE(tempdatabase::run(o.path, u"ALTER TABLE posts DROP COLUMN title"_s), QString());
        QSignalSpy changed(o.session.get(), &core::Session::schemaChanged);
        o.session->reload();
        QTRY_COMPARE(changed.size(), 1);
        TRY_SETTLED(o);
        QCOMPARE(names(), before);
        QCOMPARE(o.grid().selection().rowCount(), 2);
    }

    void theLargeEditorStagesWholeText()
    {
        Opened o(u"posts"_s);
        TRY_SETTLED(o);
        o.grid().setCurrent(2, 6);
        QVERIFY(o.grid().model()->cell(2, 6).cutSize);
        QTest::keyClick(&o.grid(), Qt::Key_Return, Qt::ShiftModifier);
        QTRY_VERIFY(o.page->findChild<ui::ValueDialog *>());
        auto *dialog = o.page->findChild<ui::ValueDialog *>();
        auto *text = dialog->findChild<QPlainTextEdit *>();
        QCOMPARE(text->toPlainText().size(), 8000);
        QTest::keyClick(text, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(text, u"{\"a\": 1,"_s);
        QTest::keyClick(text, Qt::Key_Return);
        QVERIFY(dialog->findChild<QWidget *>(u"value-note"_s)->property("text").toString().contains(u"· not JSON: line 2"_s));
        QTest::keyClicks(text, u"\"b\": 2}"_s);
        QVERIFY(dialog->findChild<QWidget *>(u"value-note"_s)->property("text").toString().contains(u"· valid JSON"_s));
        QTest::keyClick(text, Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(o.value(2, 6), Value::text(u"{\"a\": 1,\n\"b\": 2}"_s));
        QTRY_VERIFY(!o.page->findChild<ui::ValueDialog *>());
        VERIFY_OK(o.apply());
        QCOMPARE(tempdatabase::rows(o.path, u"SELECT length(body) FROM posts WHERE id = 3"_s), QStringList{u"16"_s});
    }

    void theLargeEditorShowsABlobAndCancels()
    {
        Opened o(u"posts"_s);
        TRY_SETTLED(o);
        o.grid().setCurrent(3, 7);
        QVERIFY(o.page->perform(u"cell.editLarge"_s));
        QTRY_VERIFY(o.page->findChild<ui::ValueDialog *>());
        auto *dialog = o.page->findChild<ui::ValueDialog *>();
        QVERIFY(dialog->isReadOnly());
        auto *bytes = dialog->findChild<ui::HexView *>(u"value-bytes"_s);
        QVERIFY(bytes && bytes->isVisible());
        QVERIFY(bytes->lineText(0).startsWith(u"00000000  00 00"_s));
        QTest::keyClick(dialog, Qt::Key_Escape);
        QTRY_VERIFY(!o.page->findChild<ui::ValueDialog *>());
        QVERIFY(o.session->changes()->isEmpty());
    }

    void aLargeBlobBecomesNullAndAHugeOneIsRefused()
    {
        Opened o(u"posts"_s);
        TRY_SETTLED(o);
        o.grid().setCurrent(3, 7);
        o.page->perform(u"cell.setNull"_s);
        QTRY_VERIFY(!o.session->changes()->isEmpty());
        VERIFY_OK(o.apply());
        QCOMPARE(tempdatabase::rows(o.path, u"SELECT data FROM posts WHERE id = 4"_s), QStringList{u"NULL"_s});
        TRY_SETTLED(o);
        o.grid().setCurrent(4, 7);
        o.page->perform(u"cell.setNull"_s);
        QTRY_VERIFY(!o.messages.isEmpty());
        QVERIFY2(o.messages.last().contains(u"data in row 5"_s), qPrintable(o.messages.last()));
        QVERIFY(o.session->changes()->isEmpty());
    }

    void copyAndPasteOfCutCells()
    {
        Opened o(u"posts"_s);
        TRY_SETTLED(o);
        o.grid().setCurrent(2, 6);
        o.page->perform(u"copy"_s);
        QTRY_COMPARE(QGuiApplication::clipboard()->text().size(), 8000);
        QGuiApplication::clipboard()->setText(u"short"_s);
        o.page->perform(u"paste"_s);
        QTRY_COMPARE(o.value(2, 6), Value::text(u"short"_s));
        VERIFY_OK(o.apply());
        QCOMPARE(tempdatabase::rows(o.path, u"SELECT body FROM posts WHERE id = 3"_s), QStringList{u"'short'"_s});
    }

    void nullIntoRowsThatWereNeverShown()
    {
        Opened o(u"posts"_s);
        TRY_SETTLED(o);
        ui::GridSelection s;
        s.setCurrent({10, 1});
        s.extendTo({2909, 1});
        o.grid().setSelection(s);
        o.page->perform(u"cell.setNull"_s);
        QTRY_COMPARE(o.session->changes()->rows().size(), 2900);
        o.stack->undo();
        QVERIFY(o.session->changes()->isEmpty());
    }

    void theCellMenuFilters()
    {
        Opened o(u"posts"_s);
        TRY_SETTLED(o);
        o.grid().setCurrent(1, 3);
        Q_EMIT o.grid().menuRequested(o.grid().mapToGlobal(QPoint(50, 50)));
        QTRY_VERIFY(o.menu(u"cell-menu"_s));
        auto *filter = o.menu(u"cell-menu"_s)->findChild<QMenu *>(u"filter-menu"_s);
        QVERIFY(filter);
        filter->actions().first()->trigger();
        o.menu(u"cell-menu"_s)->close();
        TRY_SETTLED(o);
        QCOMPARE(o.grid().model()->rows(), 1500);
        QTRY_VERIFY(!o.menu(u"cell-menu"_s));
        Q_EMIT o.grid().menuRequested(o.grid().mapToGlobal(QPoint(50, 50)));
        QTRY_VERIFY(o.menu(u"cell-menu"_s));
        choose(o.menu(u"cell-menu"_s), u"cell.setNull"_s);
        QTRY_COMPARE(o.session->changes()->rows().size(), 1);
    }

    void theHeaderMenuSortsHidesAndFilters()
    {
        Opened o(u"posts"_s);
        TRY_SETTLED(o);
        const auto open = [&] {
            ui::GridHeader *header = o.grid().header();
            Q_EMIT header->customContextMenuRequested(QPoint(header->sectionViewportPosition(1) + 5, 5));
            QTRY_VERIFY(o.menu(u"header-menu"_s));
        };
        open();
        choose(o.menu(u"header-menu"_s), u"Sort descending"_s);
        QTRY_COMPARE(o.text(0, 1), u"Title 999"_s);
        QTRY_VERIFY(!o.menu(u"header-menu"_s));
        open();
        choose(o.menu(u"header-menu"_s), u"Filter by this column…"_s);
        QApplication::setActiveWindow(o.page.get()); // offscreen, nobody gives the focus back
        QTRY_VERIFY(QApplication::focusWidget());
        o.keys(u"Title 7\r"_s);
        TRY_SETTLED(o);
        QCOMPARE(o.grid().model()->rows(), 1);
        QTRY_VERIFY(!o.menu(u"header-menu"_s));
        open();
        choose(o.menu(u"header-menu"_s), u"Hide column"_s);
        QVERIFY(o.grid().header()->isSectionHidden(1));
    }

    void aChipIsLeftOutAndUsedAgain()
    {
        Opened o(u"posts"_s);
        TRY_SETTLED(o);
        o.page->setFilter({{{core::FilterTerm::Join::And, core::Condition{u"id"_s, core::FilterOp::Less, {Value::integer(4)}}, true}}});
        TRY_SETTLED(o);
        QTRY_COMPARE(o.grid().model()->rows(), 3);
        const auto chip = [&] { return o.page->findChildren<ui::FilterChip *>().last(); };
        QTest::keyClick(chip(), Qt::Key_Space);
        TRY_SETTLED(o);
        QTRY_COMPARE(o.grid().model()->rows(), 3000);
        QTest::keyClick(chip(), Qt::Key_Space);
        QTRY_COMPARE(o.grid().model()->rows(), 3);
    }
};

QTEST_MAIN(TestTableJourneys)
#include "tst_tablejourneys.moc"
