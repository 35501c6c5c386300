// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/session.h"
#include "support/quiet.h"
#include "support/tempdatabase.h"
#include "support/verify.h"
#include "ui/changes/editstack.h"
#include "ui/grid/gridview.h"
#include "ui/grid/peekcard.h"
#include "ui/grid/referencelist.h"
#include "ui/grid/rowexpansions.h"
#include "ui/grid/tablepage.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using ui::TablePage;

/// From a row to its neighbours and back: following, peeking, the list of those that refer to it, grids below rows.
class TestNeighbours : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    QTemporaryDir m_state;
    std::unique_ptr<core::Session> m_session;
    std::unique_ptr<ui::EditStack> m_stack;
    int m_made = 0;

    [[nodiscard]] std::unique_ptr<TablePage> page(const QString &table)
    {
        auto made = std::make_unique<TablePage>(*m_session, *m_stack, core::QualifiedName{{}, table});
        made->resize(1200, 700);
        made->show();
        QApplication::setActiveWindow(made.get());
        if (!QTest::qWaitForWindowActive(made.get()) || !QTest::qWaitFor([&] { return made->isSettled(); }, 10000))
            return nullptr;
        made->setFocus();
        return made;
    }
    [[nodiscard]] static int column(const TablePage &page, const QString &name)
    {
        const QList<ui::ColumnHead> &heads = page.grid()->header()->heads();
        for (int i = 0; i < heads.size(); ++i) {
            if (heads.at(i).name == name)
                return i;
        }
        return -1;
    }
    static void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier)
    {
        QTest::keyClick(QApplication::focusWidget(), key, modifiers);
    }
    static void keys(const QString &text)
    {
        for (const QChar c : text)
            QTest::keyClick(QApplication::focusWidget(), c.toLatin1());
    }
    /// Opens the relation's rows below the row by Enter; the focus is in them then.
    static TablePage *expand(TablePage &page, qint64 row, const QString &relation)
    {
        page.grid()->setFocus();
        page.grid()->setCurrent(row, column(page, relation));
        key(Qt::Key_Return);
        TablePage *inner = page.expansions()->at(row);
        if (!inner || !QTest::qWaitFor([&] { return page.isSettled(); }, 10000) || !inner->grid()->hasFocus())
            return nullptr;
        return inner;
    }

private Q_SLOTS:
    void initTestCase() { ui::Theme::apply(*qApp, ui::ThemeKind::Dark); }
    void init()
    {
        failOnUnexpectedWarnings();
        const QString name = u"%1-%2"_s.arg(QString::fromLatin1(QTest::currentTestFunction())).arg(++m_made);
        const QString path = tempdatabase::make(m_dir, name + u".db"_s,
            u"CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT NOT NULL, role TEXT);"
            "INSERT INTO users VALUES(1,'Ada Byron','admin'),(2,'Bob','editor'),(3,'Cleo','admin');"
            "CREATE TABLE posts(id INTEGER PRIMARY KEY, title TEXT, body TEXT, user_id INT REFERENCES users(id));"
            "CREATE INDEX posts_user ON posts(user_id);"
            "INSERT INTO posts VALUES(10,'Rain',NULL,1),(11,'Hail',NULL,1),(12,'Snow',NULL,2),(13,'Lost',NULL,99),"
            "(14,'Draft',NULL,NULL);"
            "CREATE TABLE notes(id INTEGER PRIMARY KEY, post_id INT REFERENCES posts(id), text TEXT);"
            "INSERT INTO notes VALUES(1,10,'wet'),(2,10,'very wet'),(3,12,'cold');"
            "CREATE TABLE parts(maker TEXT, number INT, label TEXT, PRIMARY KEY(maker, number)) WITHOUT ROWID;"
            "INSERT INTO parts VALUES('acme',1,'bolt'),('acme',2,'nut'),('zeta',1,'gear');"
            "CREATE TABLE stock(id INTEGER PRIMARY KEY, maker TEXT, number INT, amount INT,"
            " FOREIGN KEY(maker, number) REFERENCES parts(maker, number));"
            "INSERT INTO stock VALUES(1,'acme',1,5),(2,'acme',2,7),(3,'acme',1,9),(4,'zeta',1,1);"_s);
        QCOMPARE(tempdatabase::run(path, u"UPDATE posts SET body = printf('%.9000c', 'x') WHERE id = 10"_s), QString());
        core::Session::Options options;
        options.stateFolder = m_state.filePath(name);
        QVERIFY(QDir().mkpath(options.stateFolder));
        auto opened = core::Session::open(path, options);
        VERIFY_OK(opened);
        m_session = std::move(*opened);
        m_stack = std::make_unique<ui::EditStack>(*m_session);
    }
    void cleanup()
    {
        m_stack.reset();
        m_session.reset();
    }

    // Following ---------------------------------------------------------------------------------------------------

    void clicksFollow_data()
    {
        QTest::addColumn<QString>("table");
        QTest::addColumn<QString>("column");
        QTest::addColumn<int>("button");
        QTest::addColumn<bool>("control");
        QTest::addColumn<bool>("newTab");
        QTest::newRow("ctrl+click on a key") << u"posts"_s << u"user_id"_s << int(Qt::LeftButton) << true << false;
        QTest::newRow("middle click on a key") << u"posts"_s << u"user_id"_s << int(Qt::MiddleButton) << false << true;
        QTest::newRow("ctrl+click on a count") << u"users"_s << u"posts"_s << int(Qt::LeftButton) << true << false;
        QTest::newRow("middle click on a count") << u"users"_s << u"posts"_s << int(Qt::MiddleButton) << false << true;
    }
    void clicksFollow()
    {
        QFETCH(const QString, table);
        QFETCH(const QString, column);
        QFETCH(const int, button);
        QFETCH(const bool, control);
        const auto shown = page(table);
        QVERIFY(shown);
        QSignalSpy opened(shown.get(), &ui::Page::openRequested);
        QTest::mouseClick(shown->grid()->viewport(), Qt::MouseButton(button), control ? Qt::ControlModifier : Qt::NoModifier,
                          shown->grid()->cellRect(0, this->column(*shown, column)).center());
        QCOMPARE(opened.size(), 1);
        QTEST(opened.first().last().toBool(), "newTab");
    }

    void theHandShowsWhatLeadsSomewhere()
    {
        const auto posts = page(u"posts"_s);
        QVERIFY(posts);
        QWidget *viewport = posts->grid()->viewport();
        const QRect cell = posts->grid()->cellRect(0, column(*posts, u"user_id"_s));
        const auto moveTo = [&](const QPoint &at, Qt::KeyboardModifiers modifiers) {
            QMouseEvent move(QEvent::MouseMove, at, viewport->mapToGlobal(at), Qt::NoButton, Qt::NoButton, modifiers);
            QApplication::sendEvent(viewport, &move);
            return viewport->cursor().shape();
        };
        QCOMPARE(moveTo(cell.center(), Qt::NoModifier), Qt::ArrowCursor);
        QCOMPARE(moveTo(cell.center(), Qt::ControlModifier), Qt::PointingHandCursor);
        QCOMPARE(moveTo(cell.topLeft() + QPoint(14, 10), Qt::NoModifier), Qt::PointingHandCursor); // the arrow
        QCOMPARE(moveTo(posts->grid()->cellRect(0, 1).center(), Qt::ControlModifier), Qt::ArrowCursor);
    }

    // Peeking -----------------------------------------------------------------------------------------------------

    void spacePeeksAndTheCardFollowsTheCursor()
    {
        const auto posts = page(u"posts"_s);
        QVERIFY(posts);
        ui::PeekCard *card = posts->peekCard();
        posts->grid()->setCurrent(0, column(*posts, u"user_id"_s));
        key(Qt::Key_Space);
        QVERIFY(card->isOpen());
        QTRY_VERIFY(card->isSettled() && card->isVisible());
        QTRY_COMPARE(card->text(), u"Ada Byron · 1 · users\nid: 1\nname: Ada Byron\nrole: admin"_s);
        QVERIFY(posts->grid()->hasFocus());
        key(Qt::Key_Down);
        key(Qt::Key_Down);
        QTRY_COMPARE(card->text(), u"Bob · 2 · users\nid: 2\nname: Bob\nrole: editor"_s);
        key(Qt::Key_Down);
        QTRY_COMPARE(card->text(), u"users\nThere is no such row."_s);
        key(Qt::Key_Down);
        QTRY_COMPARE(card->text(), u"users\nuser_id is NULL here; it refers to no row."_s);
        key(Qt::Key_Space);
        QVERIFY(!card->isOpen() && !card->isVisible());
        key(Qt::Key_Space);
        key(Qt::Key_Escape);
        QVERIFY(!card->isOpen());
        QSignalSpy opened(posts.get(), &ui::Page::openRequested);
        posts->grid()->setCurrent(0, column(*posts, u"user_id"_s));
        key(Qt::Key_Space);
        key(Qt::Key_Return);
        QCOMPARE(opened.size(), 1);
        QVERIFY(!card->isOpen());
    }

    void aStagedNewParentIsPeekedAt()
    {
        VERIFY_OK(m_stack->push(core::InsertRow{{{}, u"users"_s}, 0, {{u"name"_s, core::Value::text(u"Dora"_s)}}, -1}, u"x"_s));
        VERIFY_OK(m_stack->push(core::SetCell{{{}, u"posts"_s}, core::RowKey{{core::Value::integer(14)}}, u"user_id"_s,
                                              core::Value::null(),
                                              core::NewValue(core::KeyOfInserted{{{}, u"users"_s}, 1, u"id"_s}), -1},
                                u"x"_s));
        const auto posts = page(u"posts"_s);
        QVERIFY(posts);
        posts->grid()->setCurrent(4, column(*posts, u"user_id"_s));
        key(Qt::Key_Space);
        QTRY_VERIFY(posts->peekCard()->text().startsWith(u"Dora · new · users"_s));
        QVERIFY(posts->peekCard()->text().contains(u"name: Dora"_s));
    }

    void childrenCompositeKeysAndLongTexts()
    {
        const auto users = page(u"users"_s);
        QVERIFY(users);
        users->grid()->setCurrent(0, column(*users, u"posts"_s));
        key(Qt::Key_Space);
        QTRY_VERIFY2(users->peekCard()->text().startsWith(u"posts · 2 rows\n10, Rain, "_s), qPrintable(users->peekCard()->text()));

        const auto stock = page(u"stock"_s);
        QVERIFY(stock);
        stock->grid()->setCurrent(1, column(*stock, u"maker"_s));
        key(Qt::Key_Space);
        QTRY_VERIFY2(stock->peekCard()->text().endsWith(u"maker: acme\nnumber: 2\nlabel: nut"_s),
                     qPrintable(stock->peekCard()->text()));

        const auto posts = page(u"posts"_s);
        QVERIFY(posts);
        posts->grid()->setCurrent(0, column(*posts, u"body"_s));
        key(Qt::Key_Space);
        QTRY_VERIFY(posts->peekCard()->text().endsWith(QString(9000, u'x')));
    }

    // Rows that refer to this one ---------------------------------------------------------------------------------

    void theListOfThoseThatRefer()
    {
        const auto posts = page(u"posts"_s);
        QVERIFY(posts);
        posts->grid()->setCurrent(0, 0);
        QVERIFY(posts->perform(u"row.referencing"_s));
        ui::ReferenceList *list = posts->referenceList();
        QVERIFY(list->isVisible());
        QTRY_COMPARE(list->lines(), (QStringList{u"notes by post_id 2"_s}));
        auto *search = list->findChild<QLineEdit *>(u"reference-search"_s);
        QTest::keyClicks(search, u"zzz"_s);
        QVERIFY(list->lines().isEmpty());
        search->clear();
        QTest::keyClicks(search, u"not"_s);
        QSignalSpy opened(posts.get(), &ui::Page::openRequested);
        QTest::keyClick(search, Qt::Key_Return);
        QVERIFY(!list->isVisible());
        QCOMPARE(opened.size(), 1);
        const auto to = opened.first().first().value<ui::Destination>();
        QCOMPARE(to.table.name, u"notes"_s);
        QCOMPARE(std::get<core::Condition>(to.filter.terms.first().condition),
                 (core::Condition{u"post_id"_s, core::FilterOp::Equal, {core::Value::integer(10)}}));
        // And from the list to the rows below.
        posts->grid()->setFocus();
        QVERIFY(posts->perform(u"row.referencing"_s));
        QTest::keyClick(search, Qt::Key_Right);
        QVERIFY(posts->expansions()->at(0));
        QCOMPARE(posts->expansions()->at(0)->table().name, u"notes"_s);
        QTRY_COMPARE(posts->expansions()->at(0)->grid()->model()->rows(), 2);
    }

    // Below the row -----------------------------------------------------------------------------------------------

    void aRelationOpensBelowItsRow()
    {
        const auto users = page(u"users"_s);
        QVERIFY(users);
        TablePage *posts = expand(*users, 0, u"posts"_s);
        QVERIFY(posts);
        QTRY_COMPARE(posts->grid()->model()->rows(), 2);
        QCOMPARE(users->grid()->bands().all().size(), 1);
        QVERIFY(posts->isVisible());
        const int title = column(*posts, u"title"_s);
        QCOMPARE(posts->grid()->lookAt(0, title).text, u"Rain"_s);
        // Edited in place, staged with everything else; what the window asks is asked of the inner rows.
        posts->grid()->setCurrent(0, title);
        keys(u"Drizzle"_s);
        key(Qt::Key_Return);
        QCOMPARE(m_session->changes()->rows().size(), 1);
        QCOMPARE(m_session->changes()->rows().first().table.name, u"posts"_s);
        posts->grid()->setCurrent(1, title);
        QCOMPARE(users->currentRow()->table.name, u"posts"_s);
        QCOMPARE(users->currentRow()->key.values.first(), core::Value::integer(11));
        // A new row refers to this user, and is seen here alone.
        QVERIFY(users->perform(u"row.insert"_s));
        QCOMPARE(posts->grid()->model()->insertedRows(), 1);
        const core::RowEdit inserted = *m_session->changes()->inserted({{}, u"posts"_s}).first();
        QCOMPARE(std::get<core::Value>(inserted.cells.value(u"user_id"_s).value), core::Value::integer(1));
        TablePage *ofBob = expand(*users, 1, u"posts"_s);
        QVERIFY(ofBob);
        QTRY_COMPARE(ofBob->grid()->model()->rows(), 1);
        QCOMPARE(ofBob->grid()->model()->insertedRows(), 0);
        // Esc goes back to the cell, and there closes what is below it.
        key(Qt::Key_Escape);
        QVERIFY(users->grid()->hasFocus());
        QCOMPARE(users->currentRow()->table.name, u"users"_s);
        key(Qt::Key_Escape);
        QVERIFY(!users->expansions()->at(1));
        QVERIFY(users->expansions()->at(0));
        QCOMPARE(users->grid()->bands().all().size(), 1);
    }

    void thatSortsFiltersAndOpensAgain()
    {
        const auto users = page(u"users"_s);
        QVERIFY(users);
        TablePage *posts = expand(*users, 0, u"posts"_s);
        QVERIFY(posts);
        posts->setSort({{u"title"_s, false}});
        QTRY_COMPARE(posts->grid()->lookAt(0, column(*posts, u"title"_s)).text, u"Hail"_s);
        core::Filter filter;
        using Join = core::FilterTerm::Join;
        filter.terms = {{Join::And, core::Condition{u"title"_s, core::FilterOp::Equal, {core::Value::text(u"Rain"_s)}}},
                        {Join::Or, core::Condition{u"title"_s, core::FilterOp::Equal, {core::Value::text(u"Snow"_s)}}}};
        posts->setFilter(filter);
        QTRY_COMPARE(posts->grid()->model()->rows(), 1); // Snow is another's
        QTRY_COMPARE(posts->grid()->lookAt(0, column(*posts, u"title"_s)).text, u"Rain"_s);
        TablePage *notes = expand(*posts, 0, u"notes"_s);
        QVERIFY(notes);
        QTRY_COMPARE(notes->grid()->model()->rows(), 2);
        // The outermost page knows who is meant, two levels down.
        notes->grid()->setCurrent(0, column(*notes, u"text"_s));
        keys(u"dry"_s);
        key(Qt::Key_Return);
        QCOMPARE(m_session->changes()->rows().first().table.name, u"notes"_s);
        QCOMPARE(users->currentRow()->table.name, u"notes"_s);
        QVERIFY(users->perform(u"row.insert"_s));
        const core::RowEdit inserted = *m_session->changes()->inserted({{}, u"notes"_s}).first();
        QCOMPARE(std::get<core::Value>(inserted.cells.value(u"post_id"_s).value), core::Value::integer(10));
        key(Qt::Key_Escape);
        QVERIFY(posts->grid()->hasFocus());
        key(Qt::Key_Escape);
        QVERIFY(!posts->expansions()->at(0));
        key(Qt::Key_Escape);
        QVERIFY(users->grid()->hasFocus());
    }

    void clicksOnTheExpander()
    {
        const auto users = page(u"users"_s);
        QVERIFY(users);
        const QRect cell = users->grid()->cellRect(1, column(*users, u"posts"_s));
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
        users->grid()->setCurrent(1, column(*users, u"posts"_s));
        QVERIFY(users->perform(u"row.expand"_s));
        QVERIFY(users->expansions()->at(1));
        QTest::mouseClick(users->expansions()->at(1)->findChild<QWidget *>(u"scope-close"_s), Qt::LeftButton);
        QVERIFY(!users->expansions()->at(1));
    }

    void itFollowsItsRow()
    {
        const auto users = page(u"users"_s);
        QVERIFY(users);
        TablePage *posts = expand(*users, 0, u"posts"_s);
        QVERIFY(posts);
        key(Qt::Key_Escape);
        users->setSort({{u"name"_s, true}}); // Ada is last now
        QTRY_COMPARE(users->expansions()->at(2), posts);
        QTRY_VERIFY(posts->isVisible());
        VERIFY_OK(m_stack->push(core::InsertRow{{{}, u"users"_s}, 0, {{u"name"_s, core::Value::text(u"Dora"_s)}}, -1}, u"x"_s));
        QCOMPARE(users->expansions()->at(3), posts); // a new row came first
        core::Filter bob;
        bob.terms.append({core::FilterTerm::Join::And,
                          core::Condition{u"name"_s, core::FilterOp::Equal, {core::Value::text(u"Bob"_s)}}});
        users->setFilter(bob);
        QTRY_VERIFY(users->grid()->bands().isEmpty());
        QTRY_COMPARE(users->grid()->model()->rows(), 2);
        QVERIFY(!users->expansions()->at(0) && !users->expansions()->at(1));
    }

    void aNewRowHasNewChildren()
    {
        VERIFY_OK(m_stack->push(core::InsertRow{{{}, u"users"_s}, 0, {{u"name"_s, core::Value::text(u"Dora"_s)}}, -1}, u"x"_s));
        const auto users = page(u"users"_s);
        QVERIFY(users);
        TablePage *posts = expand(*users, 0, u"posts"_s);
        QVERIFY(posts);
        QTRY_VERIFY(posts->grid()->model()->countIsExact());
        QCOMPARE(posts->grid()->model()->rows(), 0);
        QVERIFY(users->perform(u"row.insert"_s));
        QCOMPARE(posts->grid()->model()->rows(), 1);
        const core::RowEdit inserted = *m_session->changes()->inserted({{}, u"posts"_s}).first();
        QCOMPARE(std::get<core::KeyOfInserted>(inserted.cells.value(u"user_id"_s).value),
                 (core::KeyOfInserted{{{}, u"users"_s}, 1, u"id"_s}));
        // Pasted rows belong to it, too.
        posts->grid()->setCurrent(0, column(*posts, u"title"_s));
        QGuiApplication::clipboard()->setText(u"One\nTwo"_s);
        QVERIFY(users->perform(u"pasteAsRows"_s));
        QCOMPARE(posts->grid()->model()->rows(), 3);
        m_stack->undo();
        m_stack->undo();
        m_stack->undo();
        QVERIFY(users->grid()->bands().isEmpty());
    }

    void compositeKeysBelowTheirRow()
    {
        const auto parts = page(u"parts"_s);
        QVERIFY(parts);
        TablePage *stock = expand(*parts, 0, u"stock"_s);
        QVERIFY(stock);
        QTRY_COMPARE(stock->grid()->model()->rows(), 2);
        QVERIFY(parts->perform(u"row.insert"_s));
        const core::RowEdit inserted = *m_session->changes()->inserted({{}, u"stock"_s}).first();
        QCOMPARE(std::get<core::Value>(inserted.cells.value(u"maker"_s).value), core::Value::text(u"acme"_s));
        QCOMPARE(std::get<core::Value>(inserted.cells.value(u"number"_s).value), core::Value::integer(1));
    }

    void itGoesWithItsTable()
    {
        auto users = page(u"users"_s);
        QVERIFY(users);
        QVERIFY(expand(*users, 0, u"posts"_s));
        QVERIFY(expand(*users->expansions()->at(0), 0, u"notes"_s));
        QCOMPARE(tempdatabase::run(m_session->location(), u"DROP TABLE notes"_s), QString());
        m_session->reload();
        QTRY_VERIFY(users->expansions()->at(0)->grid()->bands().isEmpty());
        users.reset(); // with a grid open below a row
    }

    // Coming back -------------------------------------------------------------------------------------------------

    void aPlaceIsFoundAgain()
    {
        QCOMPARE(tempdatabase::run(m_session->location(),
                                   u"WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i+1 FROM n WHERE i < 600) "
                                   "INSERT INTO posts SELECT i, 'Post ' || i, NULL, 1 FROM n"_s),
                 QString());
        const auto posts = page(u"posts"_s);
        QVERIFY(posts);
        posts->setSort({{u"id"_s, true}});
        QTRY_VERIFY(posts->isSettled());
        posts->grid()->setCurrent(250, 1);
        posts->grid()->setTopRow(240);
        const auto here = posts->whereabouts();
        QVERIFY(here && here->key && here->spot);
        posts->goTo({{{}, u"posts"_s}, {}, core::RowKey{{core::Value::integer(10)}}, u"id"_s});
        QTRY_COMPARE(posts->currentRow()->key, (core::RowKey{{core::Value::integer(10)}}));
        posts->setSort({});
        QTRY_VERIFY(posts->isSettled());
        posts->goTo(*here);
        QTRY_COMPARE(posts->grid()->currentRow(), 250);
        QCOMPARE(posts->query().sort, (QList<core::SortKey>{{u"id"_s, true}}));
        QCOMPARE(posts->grid()->topRow(), 240);
        QCOMPARE(posts->grid()->currentColumn(), 1);
    }

    void aFilterIsAStepOfItsOwn()
    {
        const auto posts = page(u"posts"_s);
        QVERIFY(posts);
        QSignalSpy left(posts.get(), &ui::Page::placeLeft);
        core::Filter rain;
        rain.terms.append({core::FilterTerm::Join::And,
                           core::Condition{u"title"_s, core::FilterOp::Equal, {core::Value::text(u"Rain"_s)}}});
        posts->setFilter(rain);
        QCOMPARE(left.size(), 1);
        QVERIFY(left.first().first().value<ui::Destination>().filter.isEmpty());
        posts->goTo(left.first().first().value<ui::Destination>());
        QCOMPARE(left.size(), 1); // going back is no step
        QTRY_COMPARE(posts->grid()->model()->rows(), 5);
    }
};

QTEST_MAIN(TestNeighbours)
#include "tst_neighbours.moc"
