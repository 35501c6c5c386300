// SPDX-License-Identifier: GPL-3.0-or-later
#include "neighbourfixture.h"
#include "support/quiet.h"
#include "support/verify.h"
#include "ui/grid/peekcard.h"
#include "ui/grid/referencelist.h"
#include "ui/style/theme.h"

#include <QLineEdit>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using ui::TablePage;

/// From a row to its neighbours and back: following, peeking, the list of those that refer to it.
class TestNeighbours : public QObject {
    Q_OBJECT

    std::unique_ptr<NeighbourFixture> m_f;

private Q_SLOTS:
    void initTestCase() { ui::Theme::apply(*qApp, ui::ThemeKind::Dark); }
    void init()
    {
        failOnUnexpectedWarnings();
        m_f = std::make_unique<NeighbourFixture>();
    }
    void cleanup() { m_f.reset(); }

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
        const auto shown = m_f->page(table);
        QVERIFY(shown);
        QSignalSpy opened(shown.get(), &ui::Page::openRequested);
        QTest::mouseClick(shown->grid()->viewport(), Qt::MouseButton(button),
                          control ? Qt::ControlModifier : Qt::NoModifier,
                          shown->grid()->cellRect(0, NeighbourFixture::column(*shown, column)).center());
        QCOMPARE(opened.size(), 1);
        QTEST(opened.first().last().toBool(), "newTab");
    }

    void theHandShowsWhatLeadsSomewhere()
    {
        const auto posts = m_f->page(u"posts"_s);
        QVERIFY(posts);
        QWidget *viewport = posts->grid()->viewport();
        const QRect cell = posts->grid()->cellRect(0, NeighbourFixture::column(*posts, u"user_id"_s));
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
        const auto posts = m_f->page(u"posts"_s);
        QVERIFY(posts);
        ui::PeekCard *card = posts->peekCard();
        posts->grid()->setCurrent(0, NeighbourFixture::column(*posts, u"user_id"_s));
        NeighbourFixture::key(Qt::Key_Space);
        QVERIFY(card->isOpen());
        QTRY_VERIFY(card->isSettled() && card->isVisible());
        QTRY_COMPARE(card->text(), u"Ada Byron · 1 · users\nid: 1\nname: Ada Byron\nrole: admin"_s);
        QVERIFY(posts->grid()->hasFocus());
        NeighbourFixture::key(Qt::Key_Down);
        NeighbourFixture::key(Qt::Key_Down);
        QTRY_COMPARE(card->text(), u"Bob · 2 · users\nid: 2\nname: Bob\nrole: editor"_s);
        NeighbourFixture::key(Qt::Key_Down);
        QTRY_COMPARE(card->text(), u"users\nThere is no such row."_s);
        NeighbourFixture::key(Qt::Key_Down);
        QTRY_COMPARE(card->text(), u"users\nuser_id is NULL here; it refers to no row."_s);
        NeighbourFixture::key(Qt::Key_Space);
        QVERIFY(!card->isOpen() && !card->isVisible());
        NeighbourFixture::key(Qt::Key_Space);
        NeighbourFixture::key(Qt::Key_Escape);
        QVERIFY(!card->isOpen());
        QSignalSpy opened(posts.get(), &ui::Page::openRequested);
        posts->grid()->setCurrent(0, NeighbourFixture::column(*posts, u"user_id"_s));
        NeighbourFixture::key(Qt::Key_Space);
        NeighbourFixture::key(Qt::Key_Return);
        QCOMPARE(opened.size(), 1);
        QVERIFY(!card->isOpen());
    }

    void aStagedNewParentIsPeekedAt()
    {
        VERIFY_OK(m_f->insertUser(u"Dora"_s));
        VERIFY_OK(m_f->stack->push(core::SetCell{{{}, u"posts"_s},
                                                 core::RowKey{{core::Value::integer(14)}},
                                                 u"user_id"_s,
                                                 core::Value::null(),
                                                 core::NewValue(core::KeyOfInserted{{{}, u"users"_s}, 1, u"id"_s}),
                                                 -1},
                                   u"x"_s));
        const auto posts = m_f->page(u"posts"_s);
        QVERIFY(posts);
        posts->grid()->setCurrent(4, NeighbourFixture::column(*posts, u"user_id"_s));
        NeighbourFixture::key(Qt::Key_Space);
        QTRY_VERIFY(posts->peekCard()->text().startsWith(u"Dora · new · users"_s));
        QVERIFY(posts->peekCard()->text().contains(u"name: Dora"_s));
    }

    void childrenCompositeKeysAndLongTexts()
    {
        const auto users = m_f->page(u"users"_s);
        QVERIFY(users);
        users->grid()->setCurrent(0, NeighbourFixture::column(*users, u"posts"_s));
        NeighbourFixture::key(Qt::Key_Space);
        QTRY_VERIFY2(users->peekCard()->text().startsWith(u"posts · 2 rows\n10, Rain, "_s), qPrintable(users->peekCard()->text()));

        const auto stock = m_f->page(u"stock"_s);
        QVERIFY(stock);
        stock->grid()->setCurrent(1, NeighbourFixture::column(*stock, u"maker"_s));
        NeighbourFixture::key(Qt::Key_Space);
        QTRY_VERIFY2(stock->peekCard()->text().endsWith(u"maker: acme\nnumber: 2\nlabel: nut"_s),
                     qPrintable(stock->peekCard()->text()));

        const auto posts = m_f->page(u"posts"_s);
        QVERIFY(posts);
        posts->grid()->setCurrent(0, NeighbourFixture::column(*posts, u"body"_s));
        NeighbourFixture::key(Qt::Key_Space);
        QTRY_VERIFY(posts->peekCard()->text().endsWith(QString(9000, u'x')));
    }

    // Rows that refer to this one ---------------------------------------------------------------------------------

    void theListOfThoseThatRefer()
    {
        const auto posts = m_f->page(u"posts"_s);
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

    // Coming back -------------------------------------------------------------------------------------------------

    void aPlaceIsFoundAgain()
    {
        QCOMPARE(tempdatabase::run(m_f->path(),
                                   u"WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i+1 FROM n WHERE i < 600) "
                                   "INSERT INTO posts SELECT i, 'Post ' || i, NULL, 1 FROM n"_s),
                 QString());
        const auto posts = m_f->page(u"posts"_s);
        QVERIFY(posts);
        posts->setSort({{u"id"_s, true}});
        QTRY_VERIFY(posts->isSettled());
        posts->grid()->setCurrent(250, 1);
        posts->grid()->setTopRow(240);
        QTRY_VERIFY(posts->currentRow()); // read, also on a busy machine
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
        const auto posts = m_f->page(u"posts"_s);
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
