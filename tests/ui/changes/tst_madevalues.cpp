// SPDX-License-Identifier: GPL-3.0-or-later
// New rows with values of schema.ts: asked for by themselves, staged where the cell is still unset, and what is said
// where they do not come.
#include "ui/changes/madevalues.h"

#include "core/session/session.h"
#include "support/bridgeproject.h"
#include "support/quiet.h"
#include "support/tablepages.h"
#include "support/verify.h"
#include "ui/changes/pendingpanel.h"
#include "ui/row/fieldrow.h"
#include "ui/row/rowpanel.h"
#include "ui/style/pill.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QUndoStack>

using namespace Qt::Literals::StringLiterals;
using State = core::ProjectSchema::State;

namespace {

const core::QualifiedName notes{{}, u"notes"_s};
constexpr int patient = 30'000;

QString schemaWith(const QString &made)
{
    return u"import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';\n"
           "let n = 0;\n"
           "export const notes = sqliteTable('notes', { id: integer('id').primaryKey(),\n"
           "  publicId: text('public_id').notNull().$defaultFn(() => %1), title: text('title'),\n"
           "  madeAt: integer('made_at', { mode: 'timestamp' }).$defaultFn(() => new Date(5000)) });\n"_s.arg(made);
}

} // namespace

class TestMadeValues : public QObject {
    Q_OBJECT

    std::unique_ptr<BridgeProject> m_project;
    std::unique_ptr<TablePages> m_open;

    void open(const QString &made)
    {
        m_project = std::make_unique<BridgeProject>(BridgeProject::Orm::V0);
        m_project->writeSchema(schemaWith(made));
        m_open = std::make_unique<TablePages>(
            u"CREATE TABLE notes (id INTEGER PRIMARY KEY, public_id TEXT NOT NULL, title TEXT, made_at INTEGER)"_s,
            m_project->path(u"x.db"_s));
        QVERIFY(m_open->session);
        ui::MadeValues::of(*m_open->session).begin(*m_open->stack);
    }
    void follow()
    {
        m_open->session->followProjectSchema();
        QTRY_COMPARE_WITH_TIMEOUT(m_open->session->projectSchema()->state(), State::Read, patient);
    }
    /// Stages a new row; its insertId.
    qint64 add(const QMap<QString, core::NewValue> &cells = {})
    {
        const qint64 id = m_open->session->changes()->nextInsertId();
        return m_open->stack->push(core::InsertRow{notes, id, cells, -1}, u"Insert"_s) ? id : 0;
    }
    /// What is staged there; none: the cell is unset, or the row is not there.
    [[nodiscard]] std::optional<core::NewValue> cell(qint64 row, const QString &column) const
    {
        const core::RowEdit *edit = m_open->session->changes()->findInserted(notes, row);
        if (!edit || !edit->cells.contains(column))
            return std::nullopt;
        return edit->cells.value(column).value;
    }
    [[nodiscard]] QString problem(qint64 row, const QString &column) const
    {
        return ui::MadeValues::of(*m_open->session).problem(notes, row, column);
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (const QString why = BridgeProject::missing(); !why.isEmpty())
            QSKIP(qPrintable(why));
        ui::Theme::apply(*qApp, ui::ThemeKind::Dark);
    }
    void init() { failOnUnexpectedWarnings(); }
    void cleanup()
    {
        m_open.reset();
        m_project.reset();
    }

    void aNewRowGetsThem()
    {
        open(u"`note-${++n}`"_s);
        follow();
        const qint64 row = add();
        QVERIFY(!cell(row, u"public_id"_s));
        QTRY_VERIFY_WITH_TIMEOUT(cell(row, u"public_id"_s), patient);
        QCOMPARE(*cell(row, u"public_id"_s), core::NewValue(core::Value::text(u"note-1"_s)));
        QCOMPARE(*cell(row, u"made_at"_s), core::NewValue(core::Value::integer(5)));
        QVERIFY(!cell(row, u"title"_s) && !cell(row, u"id"_s));
        QCOMPARE(m_open->stack->undoStack().undoText(), u"Values of schema.ts in notes"_s);
    }

    void whatIsSetStays()
    {
        open(u"`note-${++n}`"_s);
        follow();
        const qint64 row = add({{u"public_id"_s, core::Value::text(u"mine"_s)}});
        QTRY_VERIFY_WITH_TIMEOUT(cell(row, u"made_at"_s), patient);
        QCOMPARE(*cell(row, u"public_id"_s), core::NewValue(core::Value::text(u"mine"_s)));
    }

    /// Undo takes them back and they are not made again, redo brings the same ones.
    void undoAndRedo()
    {
        open(u"`note-${++n}`"_s);
        follow();
        const qint64 row = add();
        QTRY_VERIFY_WITH_TIMEOUT(cell(row, u"public_id"_s), patient);
        m_open->stack->undo();
        QVERIFY(!cell(row, u"public_id"_s));
        const qint64 other = add(); // by the time this has its values, nothing else is under way
        QTRY_VERIFY_WITH_TIMEOUT(cell(other, u"public_id"_s), patient);
        QVERIFY(!cell(row, u"public_id"_s));
        m_open->stack->undo();
        m_open->stack->undo();
        QVERIFY(!m_open->session->changes()->findInserted(notes, other));
        m_open->stack->redo();
        m_open->stack->redo();
        QCOMPARE(*cell(other, u"public_id"_s), core::NewValue(core::Value::text(u"note-2"_s)));
    }

    /// A row that went while its values were made does not come back.
    void aRowThatWent()
    {
        open(u"`note-${++n}`"_s);
        follow();
        const qint64 gone = add();
        m_open->stack->undo();
        const qint64 row = add();
        QVERIFY(row != gone);
        QTRY_VERIFY_WITH_TIMEOUT(cell(row, u"public_id"_s), patient);
        QVERIFY(!m_open->session->changes()->findInserted(notes, gone));
    }

    void manyAtOnce()
    {
        open(u"`note-${++n}`"_s);
        follow();
        core::CompoundEdit all{u"Paste"_s, {}};
        const qint64 first = m_open->session->changes()->nextInsertId();
        for (int i = 0; i < 300; ++i)
            all.ops.append(core::InsertRow{notes, first + i, {}, -1});
        VERIFY_OK(m_open->stack->push(all, all.text));
        QTRY_VERIFY_WITH_TIMEOUT(cell(first, u"public_id"_s), patient);
        for (int i = 0; i < 300; ++i)
            QCOMPARE(*cell(first + i, u"public_id"_s), core::NewValue(core::Value::text(u"note-%1"_s.arg(i + 1))));
        m_open->stack->undo(); // one step
        QVERIFY(!cell(first, u"public_id"_s) && !cell(first + 299, u"public_id"_s));
    }

    /// A row that was there before schema.ts was read gets them when it is.
    void beforeItIsRead()
    {
        open(u"`note-${++n}`"_s);
        const qint64 row = add();
        QVERIFY(!cell(row, u"public_id"_s));
        follow();
        QTRY_VERIFY_WITH_TIMEOUT(cell(row, u"public_id"_s), patient);
    }

    void nothingWithoutAProject()
    {
        open(u"'x'"_s);
        const qint64 row = add();
        QVERIFY(!ui::MadeValues::of(*m_open->session).isMade(notes, u"public_id"_s));
        QCoreApplication::processEvents();
        QVERIFY(!cell(row, u"public_id"_s) && problem(row, u"public_id"_s).isEmpty());
    }

    void saidAtTheField()
    {
        open(u"{ throw new Error('no key'); }"_s);
        follow();
        ui::RowPanel panel(*m_open->session, *m_open->stack);
        panel.resize(320, 800);
        panel.show();
        const qint64 row = add();
        panel.showRow(ui::RowAddress{notes, {}, row});
        auto *line = qobject_cast<QLineEdit *>(panel.field(u"public_id"_s)->editor().input());
        QVERIFY(line);
        QCOMPARE(line->placeholderText(), u"made by schema.ts"_s);
        QTRY_VERIFY_WITH_TIMEOUT(cell(row, u"made_at"_s), patient);
        QVERIFY(!cell(row, u"public_id"_s));
        const auto *note = panel.field(u"public_id"_s)->findChild<QLabel *>(u"field-note"_s);
        QVERIFY(note && note->isVisibleTo(&panel));
        QCOMPARE(note->text(), u"schema.ts, line 4: Error: no key."_s);
        QCOMPARE(line->placeholderText(), u"NULL"_s);
    }

    /// Ctrl+S right after the new row: it is not written without them.
    void applyWaitsForThem()
    {
        open(u"`note-${++n}`"_s);
        follow();
        ui::PendingPanel panel(*m_open->session, *m_open->stack);
        panel.resize(900, 300);
        panel.show();
        add();
        const auto *pill = panel.findChild<ui::Pill *>(u"pending-coming"_s);
        QVERIFY(pill && !pill->isHidden());
        QCOMPARE(pill->text(), u"waiting for 2 values of notes…"_s);
        panel.apply();
        const auto *button = panel.findChild<QPushButton *>(u"pending-apply"_s);
        QVERIFY(!button->isEnabled());
        QVERIFY2(button->toolTip().contains(u"2 values of notes"_s), qPrintable(button->toolTip()));
        QTRY_COMPARE_WITH_TIMEOUT(m_open->rows(u"SELECT public_id, made_at FROM notes"_s), QStringList{u"'note-1'|5"_s},
                                  patient);
        QTRY_VERIFY_WITH_TIMEOUT(m_open->session->changes()->isEmpty() && pill->isHidden(), patient);
    }

    /// The first reading of schema.ts has not ended: what it makes is not known yet.
    void applyWaitsForSchemaTs()
    {
        open(u"`note-${++n}`"_s);
        ui::PendingPanel panel(*m_open->session, *m_open->stack);
        panel.show();
        m_open->session->followProjectSchema();
        QCOMPARE(m_open->session->projectSchema()->state(), State::Reading);
        add({{u"title"_s, core::Value::text(u"early"_s)}});
        QCOMPARE(ui::MadeValues::of(*m_open->session).coming(), u"schema.ts"_s);
        panel.apply();
        QTRY_COMPARE_WITH_TIMEOUT(m_open->rows(u"SELECT public_id, title FROM notes"_s),
                                  QStringList{u"'note-1'|'early'"_s}, patient);
    }

    void applyThatWaitedInVain()
    {
        open(u"{ throw new Error('no key'); }"_s);
        follow();
        ui::PendingPanel panel(*m_open->session, *m_open->stack);
        panel.show();
        const QSignalSpy notes(&panel, &ui::PendingPanel::noteRequested);
        add();
        panel.apply();
        QTRY_COMPARE_WITH_TIMEOUT(notes.size(), 1, patient);
        const QString said = notes.first().first().toString();
        QVERIFY2(said.contains(u"public_id"_s) && said.contains(u"no key"_s), qPrintable(said));
        QVERIFY(!panel.isRunning());
        QCOMPARE(m_open->rows(u"SELECT count(*) FROM notes"_s), QStringList{u"0"_s});
        QVERIFY(panel.findChild<QPushButton *>(u"pending-apply"_s)->isEnabled());
    }

    void applyThatWaitsIsStopped()
    {
        open(u"`note-${++n}`"_s);
        follow();
        ui::PendingPanel panel(*m_open->session, *m_open->stack);
        panel.show();
        const qint64 row = add();
        panel.apply();
        QVERIFY(panel.stopCounting());
        QTRY_VERIFY_WITH_TIMEOUT(cell(row, u"public_id"_s), patient);
        QCoreApplication::processEvents();
        QVERIFY(!panel.isRunning());
        QCOMPARE(m_open->rows(u"SELECT count(*) FROM notes"_s), QStringList{u"0"_s});
    }

    void theGridSaysThatItComes()
    {
        open(u"`note-${++n}`"_s);
        follow();
        const auto page = m_open->page(u"notes"_s);
        QVERIFY(page);
        add();
        const int column = TablePages::column(*page, u"public_id"_s);
        QCOMPARE(page->grid()->lookAt(0, column).text, u"coming…"_s);
        QTRY_COMPARE_WITH_TIMEOUT(page->grid()->lookAt(0, column).text, u"note-1"_s, patient);
    }

    /// One that cannot be evaluated any more leaves the cells unset, and says why.
    void aBrokenSchema()
    {
        open(u"'x'"_s);
        follow();
        m_project->write(u"schema.ts"_s, u"export const x = = 1;\n"_s);
        QTRY_COMPARE_WITH_TIMEOUT(m_open->session->projectSchema()->state(), State::Failed, patient);
        const qint64 row = add();
        QTRY_VERIFY_WITH_TIMEOUT(!problem(row, u"public_id"_s).isEmpty(), patient);
        QCOMPARE(problem(row, u"public_id"_s), u"schema.ts, line 1: Unexpected \"=\"."_s);
        QVERIFY(!cell(row, u"public_id"_s));
    }
};

QTEST_MAIN(TestMadeValues)
#include "tst_madevalues.moc"
