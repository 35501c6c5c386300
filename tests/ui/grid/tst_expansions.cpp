// SPDX-License-Identifier: GPL-3.0-or-later
#include "neighbourfixture.h"
#include "support/quiet.h"
#include "support/verify.h"
#include "ui/style/theme.h"

#include <QClipboard>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using ui::TablePage;

/// Grids below rows: they open again, are edited, follow their row, and go with it.
class TestExpansions : public QObject {
    Q_OBJECT

    std::unique_ptr<NeighbourFixture> m_f;

    [[nodiscard]] static QStringList titles(const TablePage &posts)
    {
        QStringList all;
        for (qint64 row = 0; row < posts.grid()->model()->rows(); ++row)
            all.append(posts.grid()->lookAt(row, NeighbourFixture::column(posts, u"title"_s)).text);
        return all;
    }
    core::Result<core::Done> movePost(qint64 id, const core::Value &from, const core::Value &to)
    {
        const core::RowKey key{{core::Value::integer(id)}};
        return m_f->stack->push(core::SetCell{{{}, u"posts"_s}, key, u"user_id"_s, from, to}, u"Move"_s);
    }

private Q_SLOTS:
    void initTestCase() { ui::Theme::apply(*qApp, ui::ThemeKind::Dark); }
    void init()
    {
        failOnUnexpectedWarnings();
        m_f = std::make_unique<NeighbourFixture>();
    }
    void cleanup() { m_f.reset(); }

    void aRelationOpensBelowItsRow()
    {
        const auto users = m_f->page(u"users"_s);
        QVERIFY(users);
        TablePage *posts = NeighbourFixture::expand(*users, 0, u"posts"_s);
        QVERIFY(posts);
        QTRY_COMPARE(posts->grid()->model()->rows(), 2);
        QCOMPARE(users->grid()->bands().all().size(), 1);
        QVERIFY(posts->isVisible());
        const int title = NeighbourFixture::column(*posts, u"title"_s);
        QCOMPARE(posts->grid()->lookAt(0, title).text, u"Rain"_s);
        // Edited in place, staged with everything else; what the window asks is asked of the inner rows.
        posts->grid()->setCurrent(0, title);
        NeighbourFixture::keys(u"Drizzle"_s);
        NeighbourFixture::key(Qt::Key_Return);
        QCOMPARE(m_f->changes()->rows().size(), 1);
        QCOMPARE(m_f->changes()->rows().first().table.name, u"posts"_s);
        posts->grid()->setCurrent(1, title);
        QCOMPARE(users->currentRow()->table.name, u"posts"_s);
        QCOMPARE(users->currentRow()->key.values.first(), core::Value::integer(11));
        // A new row refers to this user, and is seen here alone.
        QVERIFY(users->perform(u"row.insert"_s));
        QCOMPARE(posts->grid()->model()->insertedRows(), 1);
        const core::RowEdit inserted = *m_f->changes()->inserted({{}, u"posts"_s}).first();
        QCOMPARE(std::get<core::Value>(inserted.cells.value(u"user_id"_s).value), core::Value::integer(1));
        TablePage *ofBob = NeighbourFixture::expand(*users, 1, u"posts"_s);
        QVERIFY(ofBob);
        QTRY_COMPARE(ofBob->grid()->model()->rows(), 1);
        QCOMPARE(ofBob->grid()->model()->insertedRows(), 0);
        // Esc goes back to the cell, and there closes what is below it.
        NeighbourFixture::key(Qt::Key_Escape);
        QVERIFY(users->grid()->hasFocus());
        QCOMPARE(users->currentRow()->table.name, u"users"_s);
        NeighbourFixture::key(Qt::Key_Escape);
        QVERIFY(!users->expansions()->at(1));
        QVERIFY(users->expansions()->at(0));
        QCOMPARE(users->grid()->bands().all().size(), 1);
    }

    void thatSortsFiltersAndOpensAgain()
    {
        const auto users = m_f->page(u"users"_s);
        QVERIFY(users);
        TablePage *posts = NeighbourFixture::expand(*users, 0, u"posts"_s);
        QVERIFY(posts);
        posts->setSort({{u"title"_s, false}});
        QTRY_COMPARE(posts->grid()->lookAt(0, NeighbourFixture::column(*posts, u"title"_s)).text, u"Hail"_s);
        core::Filter filter;
        using Join = core::FilterTerm::Join;
        filter.terms = {{Join::And, core::Condition{u"title"_s, core::FilterOp::Equal, {core::Value::text(u"Rain"_s)}}},
                        {Join::Or, core::Condition{u"title"_s, core::FilterOp::Equal, {core::Value::text(u"Snow"_s)}}}};
        posts->setFilter(filter);
        QTRY_COMPARE(posts->grid()->model()->rows(), 1); // Snow is another's
        QTRY_COMPARE(posts->grid()->lookAt(0, NeighbourFixture::column(*posts, u"title"_s)).text, u"Rain"_s);
        TablePage *notes = NeighbourFixture::expand(*posts, 0, u"notes"_s);
        QVERIFY(notes);
        QTRY_COMPARE(notes->grid()->model()->rows(), 2);
        // The outermost page knows who is meant, two levels down.
        notes->grid()->setCurrent(0, NeighbourFixture::column(*notes, u"text"_s));
        NeighbourFixture::keys(u"dry"_s);
        NeighbourFixture::key(Qt::Key_Return);
        QCOMPARE(m_f->changes()->rows().first().table.name, u"notes"_s);
        QCOMPARE(users->currentRow()->table.name, u"notes"_s);
        QVERIFY(users->perform(u"row.insert"_s));
        const core::RowEdit inserted = *m_f->changes()->inserted({{}, u"notes"_s}).first();
        QCOMPARE(std::get<core::Value>(inserted.cells.value(u"post_id"_s).value), core::Value::integer(10));
        NeighbourFixture::key(Qt::Key_Escape);
        QVERIFY(posts->grid()->hasFocus());
        NeighbourFixture::key(Qt::Key_Escape);
        QVERIFY(!posts->expansions()->at(0));
        NeighbourFixture::key(Qt::Key_Escape);
        QVERIFY(users->grid()->hasFocus());
    }

    void anInnerGridIsAsHighAsItsRows()
    {
        QCOMPARE(tempdatabase::run(m_f->path(),
                                   u"WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i+1 FROM n WHERE i < 16) "
                                   "INSERT INTO notes SELECT i, 10, 'more' FROM n"_s),
                 QString());
        const auto users = m_f->page(u"users"_s);
        QVERIFY(users);
        users->resize(1200, 900);
        TablePage *posts = NeighbourFixture::expand(*users, 0, u"posts"_s);
        QVERIFY(posts);
        const int before = posts->height();
        TablePage *notes = NeighbourFixture::expand(*posts, 0, u"notes"_s);
        QVERIFY(notes);
        QTRY_COMPARE(notes->grid()->model()->rows(), 9);
        QTRY_VERIFY(notes->grid()->visibleRows() >= 9); // in a grid of two rows that grew for it
        QVERIFY(posts->height() > before);
        users->resize(1200, 520);
        QTRY_VERIFY(notes->grid()->visibleRows() < 9);
    }

    void clicksOnTheExpander()
    {
        const auto users = m_f->page(u"users"_s);
        QVERIFY(users);
        const QRect cell = users->grid()->cellRect(1, NeighbourFixture::column(*users, u"posts"_s));
        QTest::mouseClick(users->grid()->viewport(), Qt::LeftButton, {}, cell.topLeft() + QPoint(14, 12));
        QVERIFY(users->expansions()->at(1));
        QVERIFY(users->grid()->hasFocus());
        QTRY_COMPARE(users->expansions()->at(1)->grid()->model()->rows(), 1);
        QSignalSpy opened(users.get(), &ui::Page::openRequested);
        QTest::mouseClick(users->expansions()->at(1)->findChild<QWidget *>(u"scope-as-tab"_s), Qt::LeftButton);
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened.first().first().value<ui::Destination>().table.name, u"posts"_s);
        QVERIFY(opened.first().last().toBool());
        QTest::mouseClick(users->grid()->viewport(), Qt::LeftButton, {}, cell.topLeft() + QPoint(14, 12));
        QVERIFY(!users->expansions()->at(1));
        // By key, wherever the cursor stands in the row.
        users->grid()->setCurrent(1, NeighbourFixture::column(*users, u"posts"_s));
        QVERIFY(users->perform(u"row.expand"_s));
        QVERIFY(users->expansions()->at(1));
        QTest::mouseClick(users->expansions()->at(1)->findChild<QWidget *>(u"scope-close"_s), Qt::LeftButton);
        QVERIFY(!users->expansions()->at(1));
    }

    void itFollowsItsRow()
    {
        const auto users = m_f->page(u"users"_s);
        QVERIFY(users);
        TablePage *posts = NeighbourFixture::expand(*users, 0, u"posts"_s);
        QVERIFY(posts);
        NeighbourFixture::key(Qt::Key_Escape);
        users->setSort({{u"name"_s, true}}); // Ada is last now
        QTRY_COMPARE(users->expansions()->at(2), posts);
        QTRY_VERIFY(posts->isVisible());
        VERIFY_OK(m_f->insertUser(u"Dora"_s));
        QCOMPARE(users->expansions()->at(3), posts); // a new row came first
        core::Filter bob;
        bob.terms.append({core::FilterTerm::Join::And,
                          core::Condition{u"name"_s, core::FilterOp::Equal, {core::Value::text(u"Bob"_s)}}});
        users->setFilter(bob);
        QTRY_VERIFY(users->grid()->bands().isEmpty());
        QTRY_COMPARE(users->grid()->model()->rows(), 2);
        QVERIFY(!users->expansions()->at(0) && !users->expansions()->at(1));
    }

    /// New rows inside would refer to what the row was called before.
    void itClosesWhenItsRowIsCalledOtherwise()
    {
        QCOMPARE(
            tempdatabase::run(m_f->path(),
                              u"CREATE TABLE rooms(id INTEGER PRIMARY KEY, code TEXT UNIQUE, floor INT);"
                              "CREATE TABLE beds(id INTEGER PRIMARY KEY, room TEXT REFERENCES rooms(code) ON UPDATE "
                              "CASCADE); INSERT INTO rooms VALUES(1,'A',0),(2,'B',1);"
                              "INSERT INTO beds VALUES(1,'A'),(2,'A'),(3,'B')"_s),
            QString());
        const core::QualifiedName name{{}, u"rooms"_s};
        m_f->session->reload();
        QTRY_VERIFY(m_f->session->schema()->table(name));
        const auto rooms = m_f->page(u"rooms"_s);
        QVERIFY(rooms);
        QVERIFY(NeighbourFixture::expand(*rooms, 0, u"beds"_s));
        const core::RowKey key{{core::Value::integer(1)}};
        VERIFY_OK(
            m_f->stack->push(core::SetCell{name, key, u"floor"_s, core::Value::integer(0), core::Value::integer(3), -1},
                             u"Set floor"_s));
        QVERIFY(rooms->expansions()->at(0)); // it is called the same
        VERIFY_OK(m_f->stack->push(
            core::SetCell{name, key, u"code"_s, core::Value::text(u"A"_s), core::Value::text(u"Z"_s), -1},
            u"Set code"_s));
        QTRY_VERIFY(!rooms->expansions()->at(0));
    }

    void aNewRowHasNewChildren()
    {
        VERIFY_OK(m_f->insertUser(u"Dora"_s));
        const auto users = m_f->page(u"users"_s);
        QVERIFY(users);
        TablePage *posts = NeighbourFixture::expand(*users, 0, u"posts"_s);
        QVERIFY(posts);
        QTRY_VERIFY(posts->grid()->model()->countIsExact());
        QCOMPARE(posts->grid()->model()->rows(), 0);
        QVERIFY(users->perform(u"row.insert"_s));
        QCOMPARE(posts->grid()->model()->rows(), 1);
        const core::RowEdit inserted = *m_f->changes()->inserted({{}, u"posts"_s}).first();
        QCOMPARE(std::get<core::KeyOfInserted>(inserted.cells.value(u"user_id"_s).value),
                 (core::KeyOfInserted{{{}, u"users"_s}, 1, u"id"_s}));
        // Pasted rows belong to it, too.
        posts->grid()->setCurrent(0, NeighbourFixture::column(*posts, u"title"_s));
        QGuiApplication::clipboard()->setText(u"One\nTwo"_s);
        QVERIFY(users->perform(u"pasteAsRows"_s));
        QCOMPARE(posts->grid()->model()->rows(), 3);
        m_f->stack->undo();
        m_f->stack->undo();
        m_f->stack->undo();
        QVERIFY(users->grid()->bands().isEmpty());
    }

    void compositeKeysBelowTheirRow()
    {
        const auto parts = m_f->page(u"parts"_s);
        QVERIFY(parts);
        TablePage *stock = NeighbourFixture::expand(*parts, 0, u"stock"_s);
        QVERIFY(stock);
        QTRY_COMPARE(stock->grid()->model()->rows(), 2);
        QVERIFY(parts->perform(u"row.insert"_s));
        const core::RowEdit inserted = *m_f->changes()->inserted({{}, u"stock"_s}).first();
        QCOMPARE(std::get<core::Value>(inserted.cells.value(u"maker"_s).value), core::Value::text(u"acme"_s));
        QCOMPARE(std::get<core::Value>(inserted.cells.value(u"number"_s).value), core::Value::integer(1));
    }

    /// Stored rows that are staged to refer to this row stand among its rows, wherever the table has them.
    void rowsThatMoveHereAreThere()
    {
        const auto users = m_f->page(u"users"_s);
        QVERIFY(users);
        TablePage *posts = NeighbourFixture::expand(*users, 0, u"posts"_s);
        QVERIFY(posts);
        QTRY_COMPARE(titles(*posts), QStringList({u"Rain"_s, u"Hail"_s}));
        VERIFY_OK(movePost(12, core::Value::integer(2), core::Value::integer(1)));
        QTRY_COMPARE(titles(*posts), QStringList({u"Rain"_s, u"Hail"_s, u"Snow"_s}));
        QCOMPARE(posts->grid()->model()->cell(2, 0).rowEdit, core::RowsModel::Modified);
        // Filtered and edited like the others.
        const int title = NeighbourFixture::column(*posts, u"title"_s);
        posts->grid()->setCurrent(2, title);
        NeighbourFixture::keys(u"Sleet"_s);
        NeighbourFixture::key(Qt::Key_Return);
        QCOMPARE(titles(*posts), QStringList({u"Rain"_s, u"Hail"_s, u"Sleet"_s}));
        core::Filter filter;
        using Join = core::FilterTerm::Join;
        filter.terms = {{Join::And, core::Condition{u"title"_s, core::FilterOp::Equal, {core::Value::text(u"Hail"_s)}}},
                        {Join::Or, core::Condition{u"title"_s, core::FilterOp::Equal, {core::Value::text(u"Snow"_s)}}}};
        posts->setFilter(filter); // by what is stored
        QTRY_COMPARE(titles(*posts), QStringList({u"Hail"_s, u"Sleet"_s}));
        posts->setFilter({});
        QTRY_COMPARE(posts->grid()->model()->rows(), 3);
        m_f->stack->undo();
        m_f->stack->undo();
        QTRY_COMPARE(titles(*posts), QStringList({u"Rain"_s, u"Hail"_s}));
    }

    void rowsOfACompositeKeyMoveHereToo()
    {
        const auto parts = m_f->page(u"parts"_s);
        QVERIFY(parts);
        TablePage *stock = NeighbourFixture::expand(*parts, 2, u"stock"_s);
        QVERIFY(stock);
        QTRY_COMPARE(stock->grid()->model()->rows(), 1);
        core::CompoundEdit move{u"Move"_s, {}};
        const core::RowKey key{{core::Value::integer(2)}};
        move.ops.append(core::SetCell{{{}, u"stock"_s}, key, u"maker"_s, core::Value::text(u"acme"_s),
                                      core::Value::text(u"zeta"_s)});
        move.ops.append(core::SetCell{{{}, u"stock"_s}, key, u"number"_s, core::Value::integer(2),
                                      core::Value::integer(1)});
        VERIFY_OK(m_f->stack->push(move, u"Move"_s));
        QTRY_COMPARE(stock->grid()->model()->rows(), 2);
    }

    void columnsAreAsTheyWereLeft()
    {
        auto users = m_f->page(u"users"_s);
        QVERIFY(users);
        TablePage *posts = NeighbourFixture::expand(*users, 0, u"posts"_s);
        QVERIFY(posts);
        QSignalSpy kept(users.get(), &ui::Page::layoutChanged);
        posts->setSort({{u"title"_s, true}});
        const int body = NeighbourFixture::column(*posts, u"body"_s);
        QVERIFY(posts->grid()->header()->moveByOne(body, -1));
        ui::ColumnLayout left = posts->columnLayout();
        QCOMPARE(left.entries.at(1).column, u"body"_s);
        left.entries[1].width = 222;
        posts->setColumnLayout(left);
        QCOMPARE(posts->columnLayout(), left);
        QVERIFY(!kept.isEmpty());
        // Below another row, and below one in another page of the table, after the next start.
        TablePage *ofBob = NeighbourFixture::expand(*users, 1, u"posts"_s);
        QVERIFY(ofBob);
        QCOMPARE(ofBob->columnLayout(), left);
        const QJsonObject layout = users->savedLayout();
        users.reset();
        users = m_f->page(u"users"_s);
        QVERIFY(users);
        users->restoreLayout(layout);
        posts = NeighbourFixture::expand(*users, 0, u"posts"_s);
        QVERIFY(posts);
        QCOMPARE(posts->columnLayout(), left);
        QCOMPARE(posts->grid()->header()->sectionSize(body), left.entries.at(1).width);
        QCOMPARE(posts->query().sort, (QList<core::SortKey>{{u"title"_s, true}}));
    }

    void itGoesWithItsTable()
    {
        auto users = m_f->page(u"users"_s);
        QVERIFY(users);
        QVERIFY(NeighbourFixture::expand(*users, 0, u"posts"_s));
        QVERIFY(NeighbourFixture::expand(*users->expansions()->at(0), 0, u"notes"_s));
        QCOMPARE(tempdatabase::run(m_f->path(), u"DROP TABLE notes"_s), QString());
        m_f->session->reload();
        QTRY_VERIFY(users->expansions()->at(0)->grid()->bands().isEmpty());
        users.reset(); // with a grid open below a row
    }
};

QTEST_MAIN(TestExpansions)
#include "tst_expansions.moc"
