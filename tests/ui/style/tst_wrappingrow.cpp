// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/wrappingrow.h"

#include "support/quiet.h"

#include <QPushButton>
#include <QTest>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;
using namespace ui;

class TestWrappingRow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnUnexpectedWarnings(); }

    void nothingIsCutOff()
    {
        QWidget window;
        auto *row = new WrappingRow(6);
        QList<QPushButton *> buttons;
        for (const QString &text : {u"Show rows"_s, u"Delete too"_s, u"Detach"_s, u"Re-parent…"_s, u"Take back"_s}) {
            buttons.append(new QPushButton(text));
            row->add(buttons.constLast());
        }
        auto *all = new QVBoxLayout(&window);
        all->setContentsMargins(0, 0, 0, 0);
        all->addWidget(new QWidget, 1);
        all->addWidget(row);
        const auto isWhole = [&] {
            for (const QPushButton *button : std::as_const(buttons)) {
                if (button->isHidden())
                    continue;
                if (button->size() != button->sizeHint() || !row->rect().contains(button->geometry()))
                    return false;
            }
            return true;
        };
        window.resize(row->sizeHint().width() + 20, 300);
        window.show();
        QTRY_VERIFY(isWhole());
        QCOMPARE(row->height(), buttons.constFirst()->height()); // in one line
        window.resize(row->sizeHint().width() / 2, 300);
        QTRY_VERIFY(isWhole());
        QVERIFY(row->height() > buttons.constFirst()->height());
        buttons.constFirst()->hide();
        QTRY_COMPARE(buttons.at(1)->pos(), QPoint(0, 0));
        QTRY_VERIFY(isWhole());
        buttons.at(1)->setText(u"Delete all of these rows too"_s);
        QTRY_VERIFY(isWhole());
    }
};

QTEST_MAIN(TestWrappingRow)
#include "tst_wrappingrow.moc"
