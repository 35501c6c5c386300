// SPDX-License-Identifier: GPL-3.0-or-later
#include "realwindow.h"
#include "support/quiet.h"
#include "ui/relations/labeldialog.h"
#include "ui/relations/referencesdialog.h"
#include "ui/relations/relationdialog.h"
#include "ui/shell/sidebar.h"

#include <QLabel>
#include <QListView>
#include <QMenu>
#include <QTreeWidget>

using namespace Qt::Literals::StringLiterals;

/// The dialogs about relations where a person finds them: in the window's list of tables, by keys and the palette.
class TestRelationFlow : public QObject {
    Q_OBJECT

    std::unique_ptr<RealWindow> m_real;

    template <typename Dialog> [[nodiscard]] Dialog *dialog() const
    {
        Dialog *found = nullptr;
        return QTest::qWaitFor([&] { return (found = m_real->window->findChild<Dialog *>()) && found->isVisible(); }, 5000)
            ? found
            : nullptr;
    }
    [[nodiscard]] QAction *sidebarEntry(const QString &table, const QString &text) const
    {
        ui::Sidebar &sidebar = m_real->workspace().sidebar();
        auto *list = sidebar.findChild<QListView *>(u"sidebarList"_s);
        const int row = sidebar.model().rowOf({ui::Place::Kind::Table, {{{}, table}, {}, {}, {}}});
        Q_EMIT list->customContextMenuRequested(list->visualRect(sidebar.model().index(row)).center());
        const QList<QMenu *> menus = sidebar.findChildren<QMenu *>(u"sidebar-menu"_s);
        for (QAction *action : menus.isEmpty() ? QList<QAction *>() : menus.last()->actions()) {
            if (action->text().startsWith(text))
                return action;
        }
        return nullptr;
    }

private Q_SLOTS:
    void init()
    {
        failOnUnexpectedWarnings();
        m_real = std::make_unique<RealWindow>();
        TRY_SETTLED(*m_real);
    }
    void cleanup() { m_real.reset(); }

    void theListOfTablesHasThem()
    {
        QAction *label = sidebarEntry(u"users"_s, u"What its rows are called"_s);
        QVERIFY(label);
        label->trigger();
        auto *labels = dialog<ui::LabelDialog>();
        QVERIFY(labels);
        labels->reject();
        QTRY_VERIFY(!m_real->window->findChild<ui::LabelDialog *>());
        QAction *draw = sidebarEntry(u"comments"_s, u"Draw a relation"_s);
        QVERIFY(draw);
        draw->trigger();
        auto *relation = dialog<ui::RelationDialog>();
        QVERIFY(relation);
        QCOMPARE(relation->relation().table.name, u"comments"_s);
        relation->reject();
        QTRY_VERIFY(!m_real->window->findChild<ui::RelationDialog *>());
        QVERIFY(!sidebarEntry(u"active_users"_s, u"Draw a relation"_s)); // a view refers to nothing
    }

    void referencesAreCheckedFromThePalette()
    {
        m_real->key(Qt::Key_K, Qt::ControlModifier);
        m_real->type(u"check references"_s);
        m_real->key(Qt::Key_Return);
        auto *references = dialog<ui::ReferencesDialog>();
        QVERIFY(references);
        QTRY_VERIFY(references->isSettled());
        QVERIFY(references->findChild<QTreeWidget *>(u"references-list"_s)->topLevelItemCount() > 5);
        QCOMPARE(references->findChild<QLabel *>(u"references-summary"_s)->text(), u"Every key leads to a row."_s);
        references->reject();
    }

    void aRowIsDuplicatedByKeys()
    {
        m_real->goTo(u"posts"_s);
        TRY_SETTLED(*m_real);
        m_real->moveTo(0, 1);
        m_real->key(Qt::Key_D, Qt::ControlModifier | Qt::ShiftModifier);
        auto *copy = dialog<QDialog>();
        QVERIFY(copy);
        QCOMPARE(copy->objectName(), u"duplicate-dialog"_s);
        copy->reject();
    }
};

QTEST_MAIN(TestRelationFlow)
#include "tst_relationflow.moc"
