// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/pill.h"
#include "ui/style/plainlabel.h"
#include "ui/style/yieldingrow.h"

#include "support/quiet.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace ui;

class TestYieldingRow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnUnexpectedWarnings(); }

    void theLastGivesWayFirst()
    {
        QWidget window;
        auto *row = new YieldingRow(8);
        auto *title = new PlainLabel(PlainLabel::Role::Title, u"Pending changes"_s);
        title->setElided(true);
        auto *first = new Pill(PillKind::Green, u"3 inserts"_s);
        auto *silent = new Pill(PillKind::Red, u"no conflict"_s);
        auto *last = new Pill(PillKind::Amber, u"12 updates"_s);
        auto *button = new QPushButton(u"Apply"_s);
        for (QWidget *one : QList<QWidget *>{title, first, silent, last})
            row->add(one);
        silent->hide();
        auto *line = new QHBoxLayout(&window);
        line->addWidget(row, 1);
        line->addWidget(button);
        window.resize(row->sizeHint().width() + button->sizeHint().width() + 200, 60);
        window.show();
        QCOMPARE(title->size(), title->sizeHint());
        QCOMPARE(last->size(), last->sizeHint());
        QCOMPARE(last->x(), first->geometry().right() + 1 + 8); // what is hidden takes no room

        row->setFixedWidth(row->sizeHint().width() - 1);
        QTRY_COMPARE(last->width(), 0);
        QCOMPARE(first->size(), first->sizeHint());
        row->setFixedWidth(40);
        QTRY_COMPARE(title->width(), 40);
        QCOMPARE(first->width(), 0);
        QCOMPARE(button->width(), button->sizeHint().width());

        row->setFixedWidth(1000);
        silent->show();
        QTRY_COMPARE(silent->size(), silent->sizeHint());
        silent->setText(u"a longer word for it"_s);
        QTRY_COMPARE(silent->width(), silent->sizeHint().width());
        QVERIFY(last->x() > silent->geometry().right());
    }

    void whatChangesWhileItIsHiddenIsSeenAfterwards()
    {
        QWidget window;
        auto *row = new YieldingRow(8);
        auto *pill = new Pill(PillKind::Amber, u"1 update"_s);
        row->add(pill);
        auto *line = new QHBoxLayout(&window);
        line->addWidget(row, 1);
        window.resize(400, 60);
        window.show();
        QTRY_COMPARE(pill->size(), pill->sizeHint());
        window.hide();
        pill->setText(u"1,200 updates"_s);
        window.show();
        QTRY_COMPARE(pill->size(), pill->sizeHint());
    }
};

QTEST_MAIN(TestYieldingRow)
#include "tst_yieldingrow.moc"
