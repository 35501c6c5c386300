// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/quiet.h"
#include "ui/style/pill.h"
#include "ui/style/theme.h"

#include <QTest>

using namespace Qt::Literals::StringLiterals;

/// A pill has room for its whole text.
class TestPill : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { ui::Theme::apply(*qApp, ui::ThemeKind::Dark); }
    void init() { failOnUnexpectedWarnings(); }

    void nothingIsCut_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("dot");
        QTest::newRow("short") << u"4"_s << false;
        QTest::newRow("word") << u"pending"_s << false;
        QTest::newRow("words with a dot") << u"blog.db · sqlite · local"_s << true;
    }
    void nothingIsCut()
    {
        QFETCH(const QString, text);
        QFETCH(const bool, dot);
        const QRectF body(0, 0, ui::Pill::widthFor(text, dot), ui::Pill::height);
        const QRectF within = body.adjusted(0.5, 0.5, -0.5, -0.5); // as it is painted
        QCOMPARE(ui::Pill::shownIn(text, ui::Pill::textRect(within, dot).width()), text);
    }
};

QTEST_MAIN(TestPill)
#include "tst_pill.moc"
