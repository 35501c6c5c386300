// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/panesplitter.h"

#include <QTest>

using ui::PaneSplitter;

namespace {

/// A script and, hidden until there is something in them, cards beside it: 170 pixels at least.
struct Panes {
    Panes()
    {
        splitter.addWidget(script);
        splitter.addWidget(cards);
        splitter.setStretchFactor(0, 1);
        cards->setMinimumWidth(170);
        splitter.setBesideFrom(600, {700, 300}, {300, 160});
    }
    PaneSplitter splitter{Qt::Horizontal};
    QWidget *script = new QWidget;
    QWidget *cards = new QWidget;
};

} // namespace

class TestPaneSplitter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void comesBackToItsSizes_data()
    {
        QTest::addColumn<bool>("shown"); ///< before it was narrow
        QTest::addColumn<bool>("hidden"); ///< the cards, while it was
        QTest::newRow("narrow before it is shown") << false << false;
        QTest::newRow("with hidden cards") << true << true;
        QTest::newRow("hidden from the start") << false << true;
        QTest::newRow("all there") << true << false;
    }

    void comesBackToItsSizes()
    {
        QFETCH(bool, shown);
        QFETCH(bool, hidden);
        Panes panes;
        if (shown) {
            panes.splitter.resize(1000, 600);
            panes.splitter.show();
            QVERIFY(QTest::qWaitForWindowExposed(&panes.splitter));
        }
        panes.cards->setVisible(!hidden);
        panes.splitter.resize(500, 600);
        panes.splitter.show();
        QVERIFY(QTest::qWaitForWindowExposed(&panes.splitter));
        QCOMPARE(panes.splitter.orientation(), Qt::Vertical);
        panes.splitter.resize(1000, 600);
        QTRY_COMPARE(panes.splitter.orientation(), Qt::Horizontal);
        panes.cards->show();
        QTRY_VERIFY2(panes.cards->width() >= 280, qPrintable(QString::number(panes.cards->width())));
        QVERIFY(panes.cards->width() <= 320);
    }

    void aDraggedSizeStays()
    {
        Panes panes;
        panes.splitter.resize(1000, 600);
        panes.splitter.show();
        QVERIFY(QTest::qWaitForWindowExposed(&panes.splitter));
        panes.splitter.setSizes({550, 450});
        panes.splitter.resize(500, 600);
        QTRY_COMPARE(panes.splitter.orientation(), Qt::Vertical);
        panes.splitter.resize(1000, 600);
        QTRY_COMPARE(panes.splitter.orientation(), Qt::Horizontal);
        QTRY_VERIFY2(panes.cards->width() >= 430, qPrintable(QString::number(panes.cards->width())));
    }
};

QTEST_MAIN(TestPaneSplitter)
#include "tst_panesplitter.moc"
