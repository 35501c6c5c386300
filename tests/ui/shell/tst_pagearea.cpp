// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/fakepage.h"

#include "ui/shell/pagearea.h"
#include "ui/shell/tabstrip.h"

#include "support/quiet.h"

#include <QLabel>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace ui;

class TestPageArea : public QObject {
    Q_OBJECT

    int m_made = 0;
    std::unique_ptr<PageArea> m_area;

    [[nodiscard]] QStringList tabs() const
    {
        QStringList result;
        for (int i = 0; i < m_area->count(); ++i)
            result.append(m_area->strip().title(i) + (m_area->isPreview(i) ? u"?"_s : QString()));
        return result;
    }
    Page *open(const QString &table, PageArea::OpenAs as = PageArea::OpenAs::Preview)
    {
        return m_area->open(tablePlace(table), as);
    }

private Q_SLOTS:
    void init()
    {
        failOnUnexpectedWarnings();
        m_made = 0;
        m_area = std::make_unique<PageArea>([this](const Place &place) -> Page * {
            if (place.destination.table.name == u"missing")
                return nullptr;
            ++m_made;
            return new FakePage(place);
        });
        m_area->resize(900, 500);
    }
    void cleanup() { m_area.reset(); }

    void aPreviewGivesWayToTheNext()
    {
        open(u"a"_s);
        open(u"b"_s);
        QCOMPARE(tabs(), QStringList{u"b?"_s});
        QVERIFY(m_area->strip().isPreview(0));
        open(u"c"_s, PageArea::OpenAs::Pinned);
        open(u"d"_s);
        QCOMPARE(tabs(), (QStringList{u"d?"_s, u"c"_s}));
        QCOMPARE(m_area->currentPage()->title(), u"d"_s);
    }

    void openingAgainShowsTheSamePage()
    {
        Page *a = open(u"a"_s);
        open(u"b"_s, PageArea::OpenAs::Pinned);
        QCOMPARE(open(u"a"_s), a);
        QCOMPARE(m_made, 2);
        QVERIFY(m_area->isPreview(m_area->currentIndex()));
        open(u"a"_s, PageArea::OpenAs::Pinned);
        QVERIFY(!m_area->isPreview(m_area->currentIndex()));
        open(u"a"_s, PageArea::OpenAs::NewTab);
        QCOMPARE(m_made, 3);
        QCOMPARE(m_area->count(), 3);
    }

    void anEditPins()
    {
        auto *a = dynamic_cast<FakePage *>(open(u"a"_s));
        QVERIFY(a);
        Q_EMIT a->pinRequested();
        QCOMPARE(tabs(), QStringList{u"a"_s});
        open(u"b"_s);
        QCOMPARE(tabs(), (QStringList{u"a"_s, u"b?"_s}));
    }

    void goesWhereItIsSent()
    {
        Place place = tablePlace(u"a"_s);
        place.destination.key = core::RowKey{{core::Value::integer(7)}};
        auto *a = dynamic_cast<FakePage *>(m_area->open(place, PageArea::OpenAs::Preview));
        QVERIFY(a);
        QCOMPARE(a->visits, QList<Destination>{place.destination});
        open(u"a"_s); // the bare table: stays where it is
        QCOMPARE(a->visits.size(), 1);
        place.destination.key = core::RowKey{{core::Value::integer(8)}};
        m_area->open(place, PageArea::OpenAs::Preview);
        QCOMPARE(a->visits.size(), 2);
    }

    void closesAndReopens()
    {
        open(u"a"_s, PageArea::OpenAs::Pinned);
        auto *b = dynamic_cast<FakePage *>(open(u"b"_s, PageArea::OpenAs::Pinned));
        QVERIFY(b);
        b->here.column = u"title"_s; // where one was
        QSignalSpy current(m_area.get(), &PageArea::currentChanged);
        m_area->close(1);
        QCOMPARE(tabs(), QStringList{u"a"_s});
        QCOMPARE(current.size(), 1);
        QVERIFY(m_area->canReopen());
        QVERIFY(m_area->reopen());
        QCOMPARE(tabs(), (QStringList{u"a"_s, u"b"_s}));
        auto *again = dynamic_cast<FakePage *>(m_area->currentPage());
        QVERIFY(again);
        QCOMPARE(again->here.column, u"title"_s);
        m_area->close(0);
        m_area->close(0);
        QCOMPARE(m_area->count(), 0);
        QCOMPARE(m_area->currentPage(), nullptr);
        QCOMPARE(current.last().first().value<Page *>(), nullptr);
        QVERIFY(!m_area->strip().isVisibleTo(m_area.get()));
        QVERIFY(m_area->reopen());
        QVERIFY(m_area->reopen());
        QVERIFY(!m_area->reopen());
        QCOMPARE(m_area->count(), 2);
    }

    void saysWhenThereIsNothingToOpen()
    {
        const auto *words = m_area->findChild<QLabel *>(u"no-pages-what"_s);
        QVERIFY(words->text().startsWith(u"Choose a table"_s));
        m_area->setNothingToOpen(true);
        QCOMPARE(words->text(), u"This database has no tables yet."_s);
    }

    void aPageThatCannotBeMadeOpensNothing()
    {
        open(u"a"_s);
        QCOMPARE(open(u"missing"_s), nullptr);
        QCOMPARE(tabs(), QStringList{u"a?"_s});
    }

    void tabsOfLastTimeAreMadeWhenShown()
    {
        m_area->addLater(tablePlace(u"a"_s), u"a"_s);
        m_area->addLater(tablePlace(u"missing"_s), u"missing"_s);
        m_area->addLater(tablePlace(u"c"_s), u"c"_s);
        QCOMPARE(m_made, 0);
        open(u"c"_s);
        QCOMPARE(m_made, 1);
        QCOMPARE(tabs(), (QStringList{u"a"_s, u"missing"_s, u"c"_s}));
        QCOMPARE(m_area->currentPage()->title(), u"c"_s);
        m_area->setCurrent(1); // cannot be made: its tab goes
        QCOMPARE(tabs(), (QStringList{u"a"_s, u"c"_s}));
        m_area->setCurrent(0);
        QCOMPARE(m_made, 2);
        QCOMPARE(m_area->place(1).destination.table.name, u"c"_s);
    }

    void badgesFollowTheTable()
    {
        open(u"a"_s, PageArea::OpenAs::Pinned);
        m_area->setBadges({{{QString(), u"a"_s}, 3}, {{QString(), u"b"_s}, 1}});
        QCOMPARE(m_area->strip().badge(0), 3);
        open(u"b"_s);
        QCOMPARE(m_area->strip().badge(1), 1);
        m_area->setBadges({});
        QCOMPARE(m_area->strip().badge(0), 0);
    }

    void mouseClosesAndPins()
    {
        open(u"first"_s, PageArea::OpenAs::Pinned);
        open(u"second"_s);
        m_area->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_area.get()));
        TabStrip &strip = m_area->strip();
        QTest::mouseDClick(&strip, Qt::LeftButton, {}, strip.tabRect(1).center() - QPoint(20, 0));
        QCOMPARE(tabs(), (QStringList{u"first"_s, u"second"_s}));
        QTest::mouseClick(&strip, Qt::MiddleButton, {}, strip.tabRect(0).center());
        QCOMPARE(tabs(), QStringList{u"second"_s});
        const QRect tab = strip.tabRect(0);
        QTest::mouseClick(&strip, Qt::LeftButton, {}, QPoint(tab.right() - 14, tab.center().y()));
        QCOMPARE(m_area->count(), 0);
    }

    void namesAreShownAsTheyAre()
    {
        open(u"R&D <b>"_s);
        QCOMPARE(m_area->strip().title(0), u"R&D <b>"_s);
        QVERIFY(!m_area->strip().tabToolTip(0).contains(u"<b>"_s));
    }

    void navigationGoesBackAndForward()
    {
        Navigation n;
        QVERIFY(!n.canGoBack());
        n.visit(tablePlace(u"a"_s));
        n.visit(tablePlace(u"b"_s));
        Place moved = tablePlace(u"b"_s);
        moved.destination.column = u"x"_s;
        n.update(moved); // one has moved within b
        n.visit(tablePlace(u"c"_s));
        QCOMPARE(n.back(), moved);
        QCOMPARE(n.back(), tablePlace(u"a"_s));
        QCOMPARE(n.back(), std::nullopt);
        QCOMPARE(n.forward(), moved);
        n.visit(tablePlace(u"d"_s)); // c is forgotten
        QVERIFY(!n.canGoForward());
        QCOMPARE(n.back(), moved);
        for (int i = 0; i < 300; ++i)
            n.visit(tablePlace(QString::number(i)));
        int steps = 0;
        while (n.back())
            ++steps;
        QCOMPARE(steps, Navigation::keptAtMost - 1);
    }
};

QTEST_MAIN(TestPageArea)
#include "tst_pagearea.moc"
