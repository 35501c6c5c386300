// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/quiet.h"
#include "support/tablepages.h"
#include "support/verify.h"
#include "ui/actions/enabledactions.h"
#include "ui/changes/pendingpanel.h"
#include "ui/changes/sqlview.h"
#include "ui/grid/filterchips.h"
#include "ui/style/theme.h"

#include <QSignalSpy>
#include <QUndoStack>

using namespace Qt::Literals::StringLiterals;

/// Rows that remember that they were deleted, and when they were updated.
class TestTableMarks : public QObject {
    Q_OBJECT

    std::unique_ptr<TablePages> m_pages;

    [[nodiscard]] QStringList ids(const ui::TablePage &page) const { return TablePages::texts(page, u"id"_s); }
    [[nodiscard]] static ui::FilterChip *hidingChip(const ui::TablePage &page)
    {
        auto *chip = page.findChild<ui::FilterChip *>(u"hiding-chip"_s);
        return chip && chip->isVisible() ? chip : nullptr;
    }
    [[nodiscard]] QString apply()
    {
        const auto script = m_pages->session->editScript();
        if (!script)
            return script.error().message;
        auto applied = m_pages->session->applyEdits(*script);
        if (!QTest::qWaitFor([&] { return applied.isFinished(); }, 10000))
            return u"still running"_s;
        return applied.result() ? QString() : applied.result().error().message;
    }

private Q_SLOTS:
    void initTestCase() { ui::Theme::apply(*qApp, ui::ThemeKind::Dark); }
    void init()
    {
        failOnUnexpectedWarnings();
        m_pages = std::make_unique<TablePages>(
            u"CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT, deleted_at INTEGER, updated_at TEXT);"
            "INSERT INTO users VALUES(1,'Ada',NULL,'2026-01-02 "
            "03:04:05'),(2,'Bob',1790000000,NULL),(3,'Cleo',NULL,NULL),"
            "(4,'Dan',1790000001,NULL);"
            "CREATE TABLE flags(id INTEGER PRIMARY KEY, name TEXT, is_deleted BOOLEAN NOT NULL DEFAULT 0);"
            "INSERT INTO flags VALUES(1,'a',0),(2,'b',1);"
            "CREATE TABLE plain(id INTEGER PRIMARY KEY, name TEXT); INSERT INTO plain VALUES(1,'x');"_s);
        QVERIFY(m_pages->session);
    }
    void cleanup() { m_pages.reset(); }

    void deletedRowsAreDimmed()
    {
        const auto users = m_pages->page(u"users"_s);
        QVERIFY(users);
        QVERIFY(users->context().marksDeleted);
        const int name = TablePages::column(*users, u"name"_s);
        QVERIFY(!users->grid()->lookAt(0, name).dimmed);
        QVERIFY(users->grid()->lookAt(1, name).dimmed);
        QCOMPARE(users->grid()->lookAt(1, name).tone, ui::Tone::TextFaint);
        QVERIFY(!hidingChip(*users)); // a choice, never imposed
        QCOMPARE(ids(*users).size(), 4);
    }

    void markAndRestoreByOneStepEach()
    {
        const auto users = m_pages->page(u"users"_s);
        QVERIFY(users);
        const int name = TablePages::column(*users, u"name"_s);
        users->grid()->setCurrent(0, name);
        QTest::keyClick(users->grid(), Qt::Key_Down, Qt::ShiftModifier);
        QTest::keyClick(users->grid(), Qt::Key_Down, Qt::ShiftModifier);
        QVERIFY(users->perform(u"row.softDelete"_s)); // of three, one counts as deleted already
        QTRY_COMPARE(m_pages->session->changes()->rows().size(), 2);
        QVERIFY(users->grid()->lookAt(0, name).dimmed && users->grid()->lookAt(2, name).dimmed);
        m_pages->stack->undo();
        QVERIFY(m_pages->session->changes()->isEmpty());
        m_pages->stack->redo();
        QCOMPARE(apply(), QString());
        QCOMPARE(
            m_pages->rows(
                u"SELECT count(*) FROM users WHERE typeof(deleted_at) = 'integer' AND abs(deleted_at - strftime('%s','now')) < 100"_s),
            QStringList{u"2"_s});
        QTRY_VERIFY(users->isSettled());
        users->grid()->setCurrent(1, name);
        QVERIFY(users->perform(u"row.restore"_s));
        QTRY_COMPARE(m_pages->session->changes()->rows().size(), 1);
        QCOMPARE(apply(), QString());
        QCOMPARE(m_pages->rows(u"SELECT count(*) FROM users WHERE id = 2 AND deleted_at IS NULL"_s),
                 QStringList{u"1"_s});
    }

    void whatIsStagedIsTakenBackAsItWas()
    {
        const auto users = m_pages->page(u"users"_s);
        QVERIFY(users);
        users->grid()->setCurrent(0, 1);
        QVERIFY(users->perform(u"row.softDelete"_s));
        QTRY_COMPARE(m_pages->session->changes()->rows().size(), 1);
        QVERIFY(users->perform(u"row.restore"_s));
        QTRY_VERIFY(m_pages->session->changes()->isEmpty());
        QSignalSpy notes(users.get(), &ui::Page::noteRequested);
        QVERIFY(users->perform(u"row.restore"_s));
        QTRY_COMPARE(notes.size(), 1);
    }

    void aFlag()
    {
        const auto flags = m_pages->page(u"flags"_s);
        QVERIFY(flags);
        flags->grid()->setCurrent(1, 1);
        QVERIFY(flags->perform(u"row.restore"_s));
        QTRY_COMPARE(m_pages->session->changes()->rows().size(), 1);
        QCOMPARE(apply(), QString());
        QCOMPARE(m_pages->rows(u"SELECT is_deleted FROM flags ORDER BY id"_s), (QStringList{u"0"_s, u"0"_s}));
    }

    /// Never NULL where a value is required.
    void aNewRowIsRestored()
    {
        const auto flags = m_pages->page(u"flags"_s);
        QVERIFY(flags);
        VERIFY_OK(m_pages->stack->push(
            core::InsertRow{{{}, u"flags"_s}, 0, {{u"name"_s, core::NewValue(core::Value::text(u"c"_s))}}, -1},
            u"Insert"_s));
        flags->grid()->setCurrent(0, 1);
        QVERIFY(flags->perform(u"row.softDelete"_s));
        const auto staged = [&] {
            return m_pages->session->changes()->rows().first().cells.value(u"is_deleted"_s).value;
        };
        QCOMPARE(staged(), core::NewValue(core::Value::integer(1)));
        QVERIFY(flags->perform(u"row.restore"_s));
        QCOMPARE(apply(), QString());
        QCOMPARE(m_pages->rows(u"SELECT is_deleted FROM flags WHERE name = 'c'"_s), QStringList{u"0"_s});
        // Where nothing is required it is unset again.
        const auto users = m_pages->page(u"users"_s);
        QVERIFY(users);
        VERIFY_OK(m_pages->stack->push(
            core::InsertRow{{{}, u"users"_s}, 0, {{u"name"_s, core::NewValue(core::Value::text(u"Eve"_s))}}, -1},
            u"Insert"_s));
        users->grid()->setCurrent(0, 1);
        QVERIFY(users->perform(u"row.softDelete"_s));
        QVERIFY(m_pages->session->changes()->rows().first().cells.contains(u"deleted_at"_s));
        QVERIFY(users->perform(u"row.restore"_s));
        QVERIFY(!m_pages->session->changes()->rows().first().cells.contains(u"deleted_at"_s));
    }

    void hidingIsSaidRememberedAndTakenBack()
    {
        const auto users = m_pages->page(u"users"_s);
        QVERIFY(users);
        QVERIFY(users->perform(u"rows.hideDeleted"_s));
        QTRY_COMPARE(ids(*users), (QStringList{u"1"_s, u"3"_s}));
        QVERIFY(hidingChip(*users));
        QVERIFY(users->statusFacts().contains(u"deleted rows hidden"_s));
        QVERIFY(users->query().filter.isEmpty()); // the filter is the person's
        // With a filter, too.
        core::Filter filter;
        filter.terms.append({core::FilterTerm::Join::And,
                             core::Condition{u"id"_s, core::FilterOp::Greater, {core::Value::integer(1)}}});
        users->setFilter(filter);
        QTRY_COMPARE(ids(*users), QStringList{u"3"_s});
        const QJsonObject layout = users->savedLayout();
        const auto again = m_pages->page(u"users"_s);
        QVERIFY(again);
        again->restoreLayout(layout);
        QTRY_COMPARE(ids(*again), QStringList{u"3"_s});
        QVERIFY(hidingChip(*again));
        again->setFilter({});
        QTRY_COMPARE(ids(*again), (QStringList{u"1"_s, u"3"_s}));
        hidingChip(*again)->setFocus();
        QTest::keyClick(hidingChip(*again), Qt::Key_Delete);
        QTRY_COMPARE(ids(*again).size(), 4);
        QVERIFY(!hidingChip(*again));
        QVERIFY(again->perform(u"rows.hideDeleted"_s));
        QTRY_VERIFY(hidingChip(*again));
        QTest::mouseClick(hidingChip(*again), Qt::LeftButton);
        QTRY_COMPARE(ids(*again).size(), 4);
    }

    void aMarkedRowGoesFromViewWhenItIsApplied()
    {
        const auto users = m_pages->page(u"users"_s);
        QVERIFY(users);
        QVERIFY(users->perform(u"rows.hideDeleted"_s));
        QTRY_COMPARE(ids(*users), (QStringList{u"1"_s, u"3"_s}));
        users->grid()->setCurrent(0, 1);
        QVERIFY(users->perform(u"row.softDelete"_s));
        QTRY_VERIFY(users->grid()->lookAt(0, 1).dimmed);
        QCOMPARE(apply(), QString());
        QTRY_COMPARE(ids(*users), QStringList{u"3"_s});
    }

    void withoutSuchAColumnItIsSaid()
    {
        const auto plain = m_pages->page(u"plain"_s);
        QVERIFY(plain);
        QVERIFY(!plain->context().marksDeleted && !plain->context().stampsUpdates);
        ui::UiContext context;
        context.hasSession = true;
        context.page = plain->context();
        context.page.hasCurrentCell = true;
        context.page.editable = true;
        QVERIFY(ui::enabledActions(context).contains(u"row.softDelete"_s)); // it is not silent: it says why not
        QVERIFY(!ui::enabledActions(context).contains(u"row.restore"_s));
        QVERIFY(!ui::enabledActions(context).contains(u"rows.hideDeleted"_s));
        QSignalSpy notes(plain.get(), &ui::Page::noteRequested);
        plain->grid()->setCurrent(0, 1);
        QVERIFY(plain->perform(u"row.softDelete"_s));
        QVERIFY(plain->perform(u"table.stampUpdates"_s));
        QCOMPARE(notes.size(), 2);
        QCOMPARE(notes.first().first().toString(),
                 u"Nothing was marked: plain has no column that says which of its rows count as deleted, as deleted_at "
                 "would."_s);
    }

    void updatesAreStampedOnceAPersonSaysSo()
    {
        auto users = m_pages->page(u"users"_s);
        QVERIFY(users);
        const core::QualifiedName table{{}, u"users"_s};
        const auto stage = [&](const QString &name) {
            return m_pages->stack->push(core::SetCell{table,
                                                      {{core::Value::integer(1)}},
                                                      u"name"_s,
                                                      core::Value::text(u"Ada"_s),
                                                      core::NewValue(core::Value::text(name)),
                                                      -1},
                                        u"Set name"_s);
        };
        VERIFY_OK(stage(u"Ada B."_s));
        QVERIFY(!(*m_pages->session->editScript())->statements.at(3).sql.contains(u"updated_at"_s)); // off at first
        auto shown = std::make_unique<ui::PendingPanel>(*m_pages->session, *m_pages->stack);
        ui::PendingPanel &panel = *shown;
        panel.resize(900, 300);
        panel.show();
        QTRY_VERIFY(panel.sqlView().toPlainText().contains(u"`name` ="_s));
        TablePages::clickHead(*users, u"updated_at"_s, Qt::RightButton);
        QAction *entry = TablePages::entry(*users, u"header-menu"_s, u"Stamp with"_s);
        QVERIFY(entry && entry->isCheckable() && !entry->isChecked());
        entry->trigger();
        QTRY_VERIFY(panel.sqlView().toPlainText().contains(u"`updated_at` = strftime"_s));
        QVERIFY(m_pages->stack->undoStack().canUndo()); // the edits are what they were
        const core::Statement update = (*m_pages->session->editScript())->statements.at(3);
        QVERIFY2(update.sql.contains(u"`updated_at` = strftime('%Y-%m-%d %H:%M:%S', 'now')"_s), qPrintable(update.sql));
        QVERIFY(update.purpose.contains(u"stamp updated_at"_s));
        QVERIFY(users->grid()
                    ->header()
                    ->heads()
                    .at(TablePages::column(*users, u"updated_at"_s))
                    .type.contains(u"stamped"_s));
        QCOMPARE(apply(), QString());
        QCOMPARE(m_pages->rows(
                     u"SELECT name FROM users WHERE abs(strftime('%s', updated_at) - strftime('%s', 'now')) < 100"_s),
                 QStringList{u"'Ada B.'"_s});
        // Remembered for this database, and taken back by the same action.
        shown.reset(); // both before their session goes
        users.reset();
        m_pages->open();
        QVERIFY(m_pages->session->updateStamps().contains(table));
        const auto again = m_pages->page(u"users"_s);
        QVERIFY(again);
        QVERIFY(again->perform(u"table.stampUpdates"_s));
        QVERIFY(!m_pages->session->updateStamps().contains(table));
    }

    void relationColumnsGoAndComeTogether()
    {
        m_pages = std::make_unique<TablePages>(
            u"CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT); INSERT INTO users VALUES(1,'Ada');"
            "CREATE TABLE posts(id INTEGER PRIMARY KEY, user_id INT REFERENCES users);"
            "CREATE TABLE notes(id INTEGER PRIMARY KEY, user_id INT REFERENCES users);"_s);
        const auto users = m_pages->page(u"users"_s);
        QVERIFY(users);
        const int posts = TablePages::column(*users, u"posts"_s);
        const int notes = TablePages::column(*users, u"notes"_s);
        const ui::GridHeader *header = users->grid()->header();
        QVERIFY(posts > 0 && notes > 0);
        QVERIFY(users->perform(u"columns.relations"_s));
        QVERIFY(header->isSectionHidden(posts) && header->isSectionHidden(notes) && !header->isSectionHidden(0));
        const QJsonObject layout = users->savedLayout();
        const auto again = m_pages->page(u"users"_s);
        QVERIFY(again);
        again->restoreLayout(layout);
        QVERIFY(again->grid()->header()->isSectionHidden(posts) && again->grid()->header()->isSectionHidden(notes));
        QVERIFY(again->perform(u"columns.relations"_s));
        QVERIFY(!again->grid()->header()->isSectionHidden(posts));
        // One alone, by its head.
        TablePages::clickHead(*again, u"notes"_s, Qt::RightButton);
        QAction *hide = TablePages::entry(*again, u"header-menu"_s, u"Hide column"_s);
        QVERIFY(hide);
        hide->trigger();
        QVERIFY(again->grid()->header()->isSectionHidden(notes) && !again->grid()->header()->isSectionHidden(posts));
    }
};

QTEST_MAIN(TestTableMarks)
#include "tst_tablemarks.moc"
