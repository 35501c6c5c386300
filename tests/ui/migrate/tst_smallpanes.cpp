// SPDX-License-Identifier: GPL-3.0-or-later
// What is asked and what is written can be read in a small window, too.
#include "core/dialect/sqlite/sqlitedialect.h"
#include "support/quiet.h"
#include "ui/migrate/filesview.h"
#include "ui/migrate/renamebar.h"

#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QTest>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;
using namespace ui;

class TestSmallPanes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { failOnUnexpectedWarnings(); }

    void theQuestionIsWhole()
    {
        QWidget window;
        auto *all = new QVBoxLayout(&window);
        all->setContentsMargins(0, 0, 0, 0);
        auto *bar = new RenameBar;
        all->addWidget(bar);
        all->addWidget(new QWidget, 1);
        bar->show({{{{}, u"users"_s}, u"bio"_s, u"biography"_s, 0.9}, {{{}, u"users"_s}, u"a"_s, u"b"_s, 0.5}}, 1, true);
        window.resize(1200, 300);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        const int wide = bar->height();
        const auto isWhole = [bar] {
            const QList<QWidget *> parts = bar->findChildren<QWidget *>();
            return std::all_of(parts.begin(), parts.end(), [bar](const QWidget *part) {
                const bool says = qobject_cast<const QLabel *>(part) || qobject_cast<const QPushButton *>(part);
                return !says || part->isHidden()
                    || (part->width() >= part->sizeHint().width()
                        && bar->rect().contains(QRect(part->mapTo(bar, QPoint()), part->size())));
            });
        };
        QVERIFY(isWhole());
        window.resize(360, 300);
        QTRY_VERIFY(isWhole());
        QVERIFY(bar->height() > wide);
        // A name that is longer than the window is cut, and makes nothing wider.
        bar->show({{{{}, u"t"_s}, QString(200, u'x'), u"y"_s, 0.9}}, 0, true);
        QTRY_VERIFY(window.minimumSizeHint().width() <= 360);
    }

    void theListOfFilesGivesWay()
    {
        const core::SqliteDialect dialect;
        FilesView view(u"files"_s, dialect);
        QList<core::FileChange> changes;
        for (const QString &name : {u"0001_a.sql"_s, u"meta/0001_snapshot.json"_s, u"meta/_journal.json"_s, u"x.ts"_s})
            changes.append({u"/drizzle/"_s + name, "SELECT 1;\n"});
        view.setChanges(changes);
        view.resize(400, 600);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        const auto *list = view.findChild<QListWidget *>(u"files-list"_s);
        const auto *path = view.findChild<QLabel *>(u"files-path"_s);
        const auto isApart = [&] { return list->geometry().bottom() < path->geometry().top(); };
        QVERIFY(isApart());
        QCOMPARE(list->height(), list->sizeHintForRow(0) * 4);
        view.resize(400, view.minimumSizeHint().height());
        QTRY_VERIFY(isApart());
        QVERIFY(list->height() >= list->sizeHintForRow(0));
    }
};

QTEST_MAIN(TestSmallPanes)
#include "tst_smallpanes.moc"
