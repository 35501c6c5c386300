// SPDX-License-Identifier: GPL-3.0-or-later
#include "realwindow.h"
#include "support/quiet.h"
#include "support/verify.h"
#include "ui/changes/pendingpanel.h"
#include "ui/changes/sqlview.h"
#include "ui/migrate/migrationspage.h"

#include <QPushButton>

using namespace Qt::Literals::StringLiterals;
using namespace ui;

/// The program's main job from end to end, as a person does it: edit by keys, read the script, apply; migrate.
class TestEditFlow : public QObject {
    Q_OBJECT

    std::unique_ptr<RealWindow> m_real;

    [[nodiscard]] QStringList tags() const { return m_real->rows(u"SELECT id, name, colour FROM tags ORDER BY id"_s); }
    [[nodiscard]] QString shownScript() const
    {
        auto *view = m_real->window->findChild<SqlView *>(u"pending-sql"_s);
        return view && view->isVisible() ? view->toPlainText() : QString();
    }
    void openTags()
    {
        m_real->goTo(u"tags"_s);
        TRY_SETTLED(*m_real);
        QCOMPARE(m_real->text(0, 0), u"1"_s);
    }
    /// Tag 1 gets another name, tag 3 goes, a new one comes.
    void stageThree()
    {
        m_real->moveTo(0, 1);
        m_real->startEdit(u"drizzle"_s);
        m_real->key(Qt::Key_Return);
        m_real->moveTo(2, 1);
        m_real->key(Qt::Key_Delete, Qt::ControlModifier);
        m_real->key(Qt::Key_Insert);
        QTRY_COMPARE(m_real->grid().model()->insertedRows(), 1);
        m_real->moveTo(0, 1);
        m_real->type(u"petrichor"_s);
        m_real->key(Qt::Key_Return);
        QCOMPARE(m_real->changes()->rows().size(), 3);
    }

private Q_SLOTS:
    void initTestCase() { Theme::apply(*qApp, ThemeKind::Dark); }
    void init()
    {
        failOnUnexpectedWarnings();
        m_real = std::make_unique<RealWindow>();
    }
    void cleanup() { m_real.reset(); }

    void editsByKeysOnlyAndApplies()
    {
        openTags();
        const QStringList before = tags();
        stageThree();
        QCOMPARE(tags(), before); // nothing is written while a person thinks
        m_real->key(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(shownScript().contains(u"petrichor"_s));
        for (const QString &word : {u"UPDATE"_s, u"DELETE"_s, u"INSERT"_s, u"drizzle"_s})
            QVERIFY2(shownScript().contains(word), qPrintable(shownScript()));

        m_real->key(Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY(m_real->changes()->isEmpty());
        const QStringList after = tags();
        QCOMPARE(after.size(), before.size());
        QVERIFY2(after.at(0).contains(u"'drizzle'"_s), qPrintable(after.at(0)));
        QVERIFY(!after.contains(before.at(2)));
        QVERIFY2(after.last().contains(u"'petrichor'"_s), qPrintable(after.last()));
        QCOMPARE(after.at(1), before.at(1));
        QCOMPARE(m_real->rows(u"PRAGMA foreign_key_check"_s), QStringList());
        QVERIFY(!m_real->workspace().edits().undoStack().canUndo());
        QVERIFY(m_real->workspace().edits().undoStack().isClean());
        QTRY_VERIFY(!m_real->window->isWindowModified());
        TRY_SETTLED(*m_real);
        QTRY_COMPARE(m_real->text(0, 1), u"drizzle"_s);

        const QStringList records = tempdatabase::rows(
            m_real->statePath() + u"/history.db"_s, u"SELECT state || (instr(sql, 'petrichor') > 0) FROM scripts"_s);
        QCOMPARE(records, QStringList{u"'applied1'"_s});
    }

    void theReportTakesNoMoreRoomThanItNeeds()
    {
        openTags();
        for (int round = 0; round < 2; ++round) {
            m_real->moveTo(0, 1);
            m_real->startEdit(u"round %1"_s.arg(round));
            m_real->key(Qt::Key_Return);
            auto *panel = m_real->window->findChild<PendingPanel *>();
            QTRY_VERIFY(panel->isVisible());
            QWidget *place = panel->parentWidget();
            QTRY_VERIFY(place->height() > 150);
            m_real->key(Qt::Key_S, Qt::ControlModifier);
            QTRY_VERIFY(m_real->changes()->isEmpty());
            TRY_SETTLED(*m_real);
            QTRY_VERIFY2(place->height() < 110, qPrintable(QString::number(place->height())));
            QCOMPARE(panel->geometry(), place->rect());
            m_real->goTo(u"users"_s);
            TRY_SETTLED(*m_real);
            QTRY_VERIFY2(place->height() < 110, qPrintable(QString::number(place->height())));
            m_real->goTo(u"tags"_s);
            TRY_SETTLED(*m_real);
        }
    }

    void theReportsHeightIsNotKept()
    {
        openTags();
        m_real->moveTo(0, 1);
        m_real->startEdit(u"once"_s);
        m_real->key(Qt::Key_Return);
        m_real->key(Qt::Key_S, Qt::ControlModifier);
        QTRY_VERIFY(m_real->changes()->isEmpty());
        TRY_SETTLED(*m_real);
        QTRY_VERIFY(m_real->window->findChild<PendingPanel *>()->parentWidget()->height() < 110);
        m_real->window->close();
        m_real->open(u"tags"_s);
        TRY_SETTLED(*m_real);
        m_real->moveTo(0, 1);
        m_real->startEdit(u"twice"_s);
        m_real->key(Qt::Key_Return);
        auto *panel = m_real->window->findChild<PendingPanel *>();
        QTRY_VERIFY(panel->isVisible() && panel->parentWidget()->height() > 150);
    }

    void stagedEditsSurvive()
    {
        openTags();
        stageThree();
        const core::ChangeSet staged = *m_real->changes();
        m_real->page()->setSort({{u"name"_s, true}});
        TRY_SETTLED(*m_real);
        QCOMPARE(*m_real->changes(), staged);
        core::Filter filter;
        filter.terms.append({core::FilterTerm::Join::And, core::Condition{u"colour"_s, core::FilterOp::IsNotNull, {}}, true});
        m_real->page()->setFilter(filter);
        TRY_SETTLED(*m_real);
        QCOMPARE(*m_real->changes(), staged);
        m_real->page()->setFilter({});
        m_real->key(Qt::Key_F5);
        TRY_SETTLED(*m_real);
        QCOMPARE(*m_real->changes(), staged);
        m_real->key(Qt::Key_W, Qt::ControlModifier);
        QVERIFY(m_real->page()->table().name != u"tags"_s);
        QCOMPARE(*m_real->changes(), staged);
        m_real->key(Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(m_real->page()->table().name, u"tags"_s);
        TRY_SETTLED(*m_real);
        QCOMPARE(*m_real->changes(), staged);
        m_real->page()->setSort({});
        TRY_SETTLED(*m_real);
        QTRY_COMPARE(m_real->text(0, 1), u"petrichor"_s); // the new row first
        QCOMPARE(m_real->text(1, 1), u"drizzle"_s);
        for (int i = 0; i < 6; ++i)
            m_real->key(Qt::Key_Z, Qt::ControlModifier);
        QVERIFY(m_real->changes()->isEmpty());
    }

    void migratesThePendingOne()
    {
        m_real->window->perform(u"migrations.open"_s);
        auto *page = qobject_cast<MigrationsPage *>(m_real->workspace().pages().currentPage());
        QVERIFY(page);
        const QString count = u"SELECT count(*) FROM __drizzle_migrations"_s;
        QCOMPARE(m_real->rows(count), QStringList{u"4"_s});
        const auto button = [page](const char *name) { return page->findChild<QPushButton *>(QLatin1String(name)); };
        QTRY_VERIFY(button("migration-dry-run")->isEnabled());
        QTest::mouseClick(button("migration-dry-run"), Qt::LeftButton);
        QTRY_VERIFY(page->gate().rehearsal);
        QVERIFY(page->gate().rehearsal->succeeded);
        QCOMPARE(m_real->rows(count), QStringList{u"4"_s});
        m_real->prompts->yes = false;
        QTest::mouseClick(button("migration-apply"), Qt::LeftButton);
        QTRY_COMPARE(m_real->prompts->askedToApply.size(), 1);
        QCOMPARE(m_real->rows(count), QStringList{u"4"_s});
        m_real->prompts->yes = true;
        QTest::mouseClick(button("migration-apply"), Qt::LeftButton);
        QTRY_COMPARE(m_real->prompts->askedToApply.size(), 2);
        QTRY_COMPARE(m_real->rows(count), QStringList{u"5"_s});
        QCOMPARE(m_real->rows(u"SELECT count(*) FROM comments"_s), QStringList{u"4800"_s});
        QCOMPARE(m_real->rows(u"PRAGMA foreign_key_check"_s), QStringList());
        QCOMPARE(m_real->rows(u"SELECT instr(sql, 'forecast') > 0 FROM sqlite_schema WHERE name = 'posts'"_s),
                 QStringList{u"1"_s});
        QTRY_VERIFY(m_real->workspace().isSettled());
    }
};

QTEST_MAIN(TestEditFlow)
#include "tst_editflow.moc"
