// SPDX-License-Identifier: GPL-3.0-or-later
// The designer in the real window, by keyboard alone.
#include "../shell/realwindow.h"
#include "support/quiet.h"
#include "ui/changes/sqlview.h"
#include "ui/design/columnsmodel.h"
#include "ui/design/designdesk.h"
#include "ui/design/designpage.h"
#include "ui/design/indexesmodel.h"
#include "ui/shell/sidebar.h"

#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QPlainTextEdit>
#include <QTabWidget>
#include <QTableView>

using namespace Qt::Literals::StringLiterals;

class TestDesignFlow : public QObject {
    Q_OBJECT

    std::unique_ptr<RealWindow> m_real;

    [[nodiscard]] ui::DesignPage *designer() const
    {
        return qobject_cast<ui::DesignPage *>(m_real->workspace().pages().currentPage());
    }
    [[nodiscard]] QString sql() const { return designer()->findChild<ui::SqlView *>(u"design-sql"_s)->wholeText(); }
    [[nodiscard]] QTableView *columns() const { return designer()->findChild<QTableView *>(u"design-columns"_s); }
    [[nodiscard]] QString cell(const QString &grid, int row, int column) const
    {
        return designer()->findChild<QTableView *>(grid)->model()->index(row, column).data().toString();
    }
    [[nodiscard]] const core::Schema &target() const { return ui::DesignDesk::of(m_real->session()).design().target(); }
    [[nodiscard]] QString pillOf(const QString &table) const
    {
        const auto &model = m_real->workspace().sidebar().model();
        const int row = model.rowOf({ui::Place::Kind::Design, {{{}, table}, {}, {}, {}}});
        return row < 0 ? u"not there"_s : model.index(row).data(ui::SidebarModel::PillRole).toString();
    }
    void undo() const { m_real->key(Qt::Key_Z, Qt::ControlModifier); }
    void redo() const { m_real->key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier); }

private Q_SLOTS:
    void init()
    {
        failOnUnexpectedWarnings();
        m_real = std::make_unique<RealWindow>();
        TRY_SETTLED(*m_real);
    }
    void cleanup() { m_real.reset(); }

    void aTableIsMade();
    void aColumnIsRenamed();
    void aColumnIsDroppedAndKept();
    void refusedTextStays();
    void aViewIsChanged();
    void aTriggerIsAdded();
    void theDesignOutlivesItsTab();
    void aTableIsDroppedAndTakenBack();
    void savedAsMigration();
    void whatOnlyServersHaveIsNotShown();
};

void TestDesignFlow::aTableIsMade()
{
    m_real->key(Qt::Key_N, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(designer());
    QCOMPARE(QApplication::focusWidget()->objectName(), u"design-name"_s);
    m_real->type(u"reviews"_s);
    m_real->key(Qt::Key_Return);
    QVERIFY(target().table({{}, u"reviews"_s}));
    QCOMPARE(QApplication::focusWidget(), columns());
    m_real->key(Qt::Key_Insert); // a column, its name open
    m_real->type(u"post_id"_s);
    m_real->key(Qt::Key_Tab);
    m_real->key(Qt::Key_F2);
    m_real->type(u"INTEGER"_s);
    m_real->key(Qt::Key_Tab);
    m_real->key(Qt::Key_Space); // NOT NULL
    for (int i = 0; i < 4; ++i)
        m_real->key(Qt::Key_Right);
    m_real->type(u"posts (id)"_s); // typing opens the cell
    m_real->key(Qt::Key_Return);
    const core::Table *made = target().table({{}, u"reviews"_s});
    QCOMPARE(made->columns.size(), 2);
    QVERIFY(made->columns.at(1).notNull);
    QCOMPARE(made->foreignKeys.size(), 1);
    m_real->key(Qt::Key_Tab, Qt::ControlModifier); // keys and indexes
    QCOMPARE(QApplication::focusWidget()->objectName(), u"design-indexes"_s);
    m_real->key(Qt::Key_Insert);
    m_real->type(u"post_id"_s);
    m_real->key(Qt::Key_Return);
    made = target().table({{}, u"reviews"_s});
    QCOMPARE(made->indexes.size(), 1);
    QCOMPARE(made->indexes.first().name, u"idx_reviews_post_id"_s);
    QVERIFY2(sql().contains(u"CREATE TABLE `reviews`"_s), qPrintable(sql()));
    QVERIFY(sql().contains(u"REFERENCES `posts` (`id`)"_s));
    QVERIFY(sql().contains(u"CREATE INDEX `idx_reviews_post_id`"_s));
    const auto &model = m_real->workspace().sidebar().model();
    QVERIFY(model.index(model.rowOf({ui::Place::Kind::Design, {{{}, u"table1"_s}, {}, {}, {}}})).data().toString()
            == u"reviews"_s);
    for (int i = 0; ui::DesignDesk::of(m_real->session()).design().canUndo() && i < 20; ++i)
        undo();
    QCOMPARE(target(), *m_real->session().schema());
    QVERIFY(designer()->findChild<QLabel *>(u"design-gone"_s)->isVisible());
}

void TestDesignFlow::aColumnIsRenamed()
{
    m_real->goTo(u"users"_s);
    TRY_SETTLED(*m_real);
    m_real->key(Qt::Key_F9);
    QVERIFY(designer());
    QCOMPARE(QApplication::focusWidget(), columns());
    m_real->key(Qt::Key_Down);
    m_real->key(Qt::Key_F2);
    m_real->type(u"full_name"_s);
    m_real->key(Qt::Key_Return);
    QVERIFY2(sql().contains(u"RENAME COLUMN `name` TO `full_name`"_s), qPrintable(sql()));
    QCOMPARE(designer()->findChild<QLabel *>(u"design-summary"_s)->text(), u"1 change"_s);
    QCOMPARE(pillOf(u"users"_s), u"designed"_s);
    undo();
    QVERIFY(!sql().contains(u"RENAME"_s));
    QCOMPARE(cell(u"design-columns"_s, 1, 0), u"name"_s);
    QCOMPARE(pillOf(u"users"_s), QString());
    redo();
    QVERIFY(sql().contains(u"RENAME COLUMN"_s));
}

void TestDesignFlow::aColumnIsDroppedAndKept()
{
    m_real->goTo(u"users"_s);
    TRY_SETTLED(*m_real);
    m_real->key(Qt::Key_F9);
    const int rows = columns()->model()->rowCount();
    for (int i = 0; i < 4; ++i)
        m_real->key(Qt::Key_Down);
    QCOMPARE(cell(u"design-columns"_s, 4, 0), u"bio"_s);
    m_real->key(Qt::Key_Delete);
    QVERIFY(!target().table({{}, u"users"_s})->column(u"bio"_s));
    QCOMPARE(columns()->model()->rowCount(), rows); // struck through
    m_real->key(Qt::Key_Delete);
    QVERIFY(target().table({{}, u"users"_s})->column(u"bio"_s));
    m_real->key(Qt::Key_Up, Qt::ControlModifier);
    QCOMPARE(target().table({{}, u"users"_s})->columns.at(3).name, u"bio"_s);
    QCOMPARE(columns()->currentIndex().row(), 3);
}

void TestDesignFlow::refusedTextStays()
{
    m_real->goTo(u"users"_s);
    TRY_SETTLED(*m_real);
    m_real->key(Qt::Key_F9);
    m_real->key(Qt::Key_Down);
    m_real->key(Qt::Key_F2);
    m_real->type(u"email"_s);
    m_real->key(Qt::Key_Return);
    auto *line = qobject_cast<QLineEdit *>(QApplication::focusWidget());
    QVERIFY(line);
    QCOMPARE(line->text(), u"email"_s); // still there, and said why
    const auto labels = designer()->findChildren<QLabel *>();
    QVERIFY(std::any_of(labels.cbegin(), labels.cend(),
                        [](const QLabel *l) { return l->text() == u"users has a column email already."; }));
    m_real->key(Qt::Key_Escape);
    QCOMPARE(cell(u"design-columns"_s, 1, 0), u"name"_s);
    QVERIFY(ui::DesignDesk::of(m_real->session()).design().isEmpty());
}

void TestDesignFlow::aViewIsChanged()
{
    m_real->goTo(u"active_users"_s);
    TRY_SETTLED(*m_real);
    m_real->key(Qt::Key_F9);
    QVERIFY(designer());
    QCOMPARE(QApplication::focusWidget()->objectName(), u"design-view-sql"_s);
    auto *text = qobject_cast<QPlainTextEdit *>(QApplication::focusWidget());
    QVERIFY(text->toPlainText().startsWith(u"CREATE VIEW"_s));
    text->selectAll();
    m_real->type(u"CREATE VIEW active_users AS SELECT id, name FROM users"_s);
    m_real->key(Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(target().view({{}, u"active_users"_s})->definition, u"SELECT id, name FROM users"_s);
    QVERIFY2(sql().contains(u"DROP VIEW"_s), qPrintable(sql()));
    text->selectAll();
    m_real->type(u"CREATE VIEW"_s);
    m_real->key(Qt::Key_Return, Qt::ControlModifier); // refused: it stays
    QCOMPARE(text->toPlainText(), u"CREATE VIEW"_s);
    QCOMPARE(target().view({{}, u"active_users"_s})->definition, u"SELECT id, name FROM users"_s);
}

void TestDesignFlow::aTriggerIsAdded()
{
    m_real->goTo(u"users"_s);
    TRY_SETTLED(*m_real);
    m_real->key(Qt::Key_F9);
    for (int i = 0; i < 4; ++i)
        m_real->key(Qt::Key_Tab, Qt::ControlModifier);
    auto *list = designer()->findChild<QListView *>(u"design-triggers"_s);
    list->setFocus(Qt::TabFocusReason);
    const int before = list->model()->rowCount();
    m_real->key(Qt::Key_Insert);
    QCOMPARE(list->model()->rowCount(), before + 1);
    QCOMPARE(QApplication::focusWidget()->objectName(), u"design-trigger-sql"_s);
    QVERIFY2(sql().contains(u"CREATE TRIGGER `users_trigger1`"_s), qPrintable(sql()));
    undo();
    QCOMPARE(list->model()->rowCount(), before);
}

void TestDesignFlow::theDesignOutlivesItsTab()
{
    m_real->goTo(u"users"_s);
    TRY_SETTLED(*m_real);
    m_real->key(Qt::Key_F9);
    m_real->key(Qt::Key_Down);
    m_real->key(Qt::Key_F2);
    m_real->type(u"full_name"_s);
    m_real->key(Qt::Key_Return);
    m_real->key(Qt::Key_W, Qt::ControlModifier);
    QTRY_VERIFY(!designer());
    QCOMPARE(pillOf(u"users"_s), u"designed"_s);
    m_real->goTo(u"users"_s);
    m_real->key(Qt::Key_F9);
    QVERIFY(designer());
    QCOMPARE(cell(u"design-columns"_s, 1, 0), u"full_name"_s);
    undo();
    QCOMPARE(cell(u"design-columns"_s, 1, 0), u"name"_s);
}

void TestDesignFlow::aTableIsDroppedAndTakenBack()
{
    m_real->goTo(u"users"_s);
    TRY_SETTLED(*m_real);
    m_real->key(Qt::Key_F9);
    m_real->window->perform(u"design.dropTable"_s);
    QVERIFY(!target().table({{}, u"users"_s}));
    QCOMPARE(pillOf(u"users"_s), u"dropped"_s);
    auto *back = designer()->findChild<QPushButton *>(u"design-take-back"_s);
    QVERIFY(back->isVisible());
    QTest::keyClick(back, Qt::Key_Space);
    QVERIFY(target().table({{}, u"users"_s}));
    QCOMPARE(pillOf(u"users"_s), QString());
}

void TestDesignFlow::savedAsMigration()
{
    m_real->goTo(u"users"_s);
    TRY_SETTLED(*m_real);
    const auto pending = m_real->session().migrations()->folder.migrations.size();
    m_real->key(Qt::Key_F9);
    m_real->key(Qt::Key_Down);
    m_real->key(Qt::Key_F2);
    m_real->type(u"full_name"_s);
    m_real->key(Qt::Key_Return);
    m_real->window->perform(u"design.saveMigration"_s);
    QTRY_VERIFY(QApplication::focusWidget() && QApplication::focusWidget()->objectName() == u"save-migration-name"_s);
    m_real->type(u"full names"_s);
    m_real->key(Qt::Key_Return);
    QTRY_COMPARE(m_real->session().migrations()->folder.migrations.size(), pending + 1);
    const core::MigrationFile &file = m_real->session().migrations()->folder.migrations.last();
    QCOMPARE(file.tag, u"0005_full_names"_s);
    QVERIFY2(file.text().contains(u"RENAME COLUMN `name` TO `full_name`"_s), qPrintable(file.text()));
    QVERIFY(m_real->session().migrations()->folder.warnings.isEmpty());
    QVERIFY(!ui::DesignDesk::of(m_real->session()).design().isEmpty()); // until it is applied
}

void TestDesignFlow::whatOnlyServersHaveIsNotShown()
{
    QVERIFY(!m_real->workspace().context().hasTypes);
    m_real->goTo(u"users"_s);
    m_real->key(Qt::Key_F9);
    QTRY_VERIFY(designer());
    for (const QString &name : {u"design-schema"_s, u"design-comment"_s, u"design-policies"_s})
        QVERIFY2(!designer()->findChild<QWidget *>(name), qPrintable(name));
    QVERIFY(columns()->isColumnHidden(ui::ColumnsModel::Identity));
    QVERIFY(columns()->isColumnHidden(ui::ColumnsModel::Comment));
    const auto *indexes = designer()->findChild<QTableView *>(u"design-indexes"_s);
    for (int column = ui::IndexesModel::Method; column < ui::IndexesModel::ColumnCount; ++column)
        QVERIFY(indexes->isColumnHidden(column));
    QVERIFY(!designer()->findChild<QPushButton *>(u"design-type"_s)->isVisible());
}

QTEST_MAIN(TestDesignFlow)
#include "tst_designflow.moc"
