// SPDX-License-Identifier: GPL-3.0-or-later
// How high a card's label is: kept, and the same as any label says.
#include "ui/migrate/cardlabel.h"

#include "support/quiet.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace ui;

class TestCardLabel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::apply(*qApp, ThemeKind::Dark); }
    void init() { failOnUnexpectedWarnings(); }

    void isAsHighAsAnyLabel()
    {
        CardLabel label(PlainLabel::Role::Normal);
        PlainLabel other(PlainLabel::Role::Normal);
        other.setWordWrap(true);
        other.setTextInteractionFlags(Qt::TextSelectableByMouse);
        const auto compare = [&] {
            for (const int width : {400, 90, 170, 90, 400})
                QCOMPARE(label.heightForWidth(width), other.heightForWidth(width));
        };
        for (const QString &text :
             {u"short"_s, u"The column deleted_at of comments is dropped with its values. "_s.repeated(5), QString(),
              u"two\nlines"_s, u"short"_s}) {
            label.setText(text);
            other.setText(text);
            compare();
        }
        const QString lines = u"a line of words that wraps "_s.repeated(8);
        label.setText(lines);
        other.setText(lines);
        compare();
        QFont large = label.font();
        large.setPixelSize(28);
        label.setFont(large);
        other.setFont(large);
        compare();
        label.setContentsMargins(10, 20, 10, 20);
        other.setContentsMargins(10, 20, 10, 20);
        compare();
        QVERIFY(label.heightForWidth(90) > label.heightForWidth(400));
    }

    void manyWidths()
    {
        CardLabel label(PlainLabel::Role::Mono, u"some words that wrap somewhere "_s.repeated(4));
        int before = label.heightForWidth(60);
        for (int width = 61; width < 300; ++width) {
            QVERIFY(label.heightForWidth(width) <= before);
            before = label.heightForWidth(width);
        }
    }
};

QTEST_MAIN(TestCardLabel)
#include "tst_cardlabel.moc"
