// SPDX-License-Identifier: GPL-3.0-or-later
// Thousands of staged edits: the window goes on while their script is written, and what is on view is what runs.
#include "pendingfixture.h"
#include "support/verify.h"
#include "ui/changes/changetexts.h"
#include "ui/changes/scriptwatch.h"
#include "ui/style/pill.h"

#include <QElapsedTimer>
#include <QLabel>
#include <QSignalSpy>
#include <QTimer>
#include <QUndoStack>

using namespace Qt::Literals::StringLiterals;
using namespace ui;
using core::Value;

namespace {

constexpr int many = 5000;
const core::QualifiedName items{{}, u"items"_s};

QString databaseSql()
{
    return u"CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT UNIQUE, note TEXT);"
           "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %1)"
           " INSERT INTO items SELECT i, 'item ' || i, 'old' FROM n"_s.arg(many);
}

core::SetCell set(qint64 id, const QString &column, const QString &from, const QString &to)
{
    return {items, {{Value::integer(id)}}, column, Value::text(from), core::NewValue(Value::text(to)), -1};
}

core::SetCell note(qint64 id, const QString &words)
{
    return set(id, u"note"_s, u"old"_s, words);
}

} // namespace

class TestPendingScript : public PendingFixture {
    Q_OBJECT

private Q_SLOTS:
    void init() { openPanel(databaseSql()); }
    void cleanup() { closePanel(); }

    /// An edit with thousands staged holds nothing up: staging returns, and so does what shows it, before there is a
    /// script, and the event loop turns until it comes.
    void theWindowGoesOnWhileItIsWritten()
    {
        QVERIFY(stageMany());
        m_panel->focusSql(); // begins at once
        QVERIFY(!m_panel->isSettled());
        QVERIFY(!sql().script());
        int turns = 0;
        QElapsedTimer since;
        qint64 longest = 0; // milliseconds; told, but nothing is demanded of a machine that others use, too
        QTimer turning;
        connect(&turning, &QTimer::timeout, this, [&] {
            ++turns;
            longest = qMax(longest, since.restart());
        });
        since.start();
        turning.start(0);
        QTRY_VERIFY(sql().script());
        qInfo("%d turns of the event loop until the script was there, the longest %lld ms", turns, longest);
        QVERIFY2(turns > 1, qPrintable(QString::number(turns)));
        QTRY_VERIFY(m_panel->isSettled());
        QCOMPARE(sql().script(), *m_open->session->editScript());
        QCOMPARE(child<Pill>("pending-updates")->text(), u"%1 updates"_s.arg(countText(many)));
        QVERIFY(sql().hasFocus()); // as soon as there was something to see
        // One more, by hand: the one before stays on view until then.
        const auto before = sql().script();
        VERIFY_OK(m_edits->push(note(1, u"newer"_s), u"Set note"_s));
        m_panel->focusSql();
        QCOMPARE(sql().script(), before);
        QVERIFY(!m_panel->isSettled());
        QTRY_VERIFY(m_panel->isSettled());
        QVERIFY(sql().script() != before);
        QCOMPARE(sql().script(), *m_open->session->editScript());
    }

    /// What was begun for earlier edits never comes on view.
    void onlyTheNewestIsShown()
    {
        QVERIFY(stageMany());
        m_panel->focusSql();
        for (int i = 1; i <= 5; ++i) {
            VERIFY_OK(m_edits->push(note(i, u"again"_s), u"Set note"_s));
            m_panel->focusSql();
        }
        const auto newest = m_open->session->changes();
        connect(m_panel, &PendingPanel::stateChanged, this, [this] {
            if (sql().script())
                m_shown.insert(sql().script());
        });
        m_shown.clear();
        QTRY_VERIFY(m_panel->isSettled());
        QCOMPARE(m_shown.size(), 1);
        QCOMPARE(*m_shown.cbegin(), *m_open->session->editScript());
        QCOMPARE(m_open->session->changes(), newest);
        m_shown.clear();
    }

    void greyedWhereItTakesLong()
    {
        VERIFY_OK(m_edits->push(note(1, u"new"_s), u"Set note"_s));
        QTRY_VERIFY(m_panel->isSettled());
        QVERIFY(!sql().isOutdated());
        bool wasGrey = false;
        QString said;
        connect(m_panel, &PendingPanel::stateChanged, this, [&] {
            if (!sql().isOutdated())
                return;
            wasGrey = true;
            said = child<QLabel>("pending-side-effects")->text();
        });
        // As if it took long: no answer is waited for as long as more edits come.
        QTimer typing;
        connect(&typing, &QTimer::timeout, this, [&] {
            if (!wasGrey)
                static_cast<void>(m_edits->push(note(2, u"and %1"_s.arg(++m_count)), u"Set note"_s));
        });
        typing.start(5);
        QTRY_VERIFY(wasGrey);
        typing.stop();
        QVERIFY2(said.startsWith(u"writing the script …"_s), qPrintable(said));
        QTRY_VERIFY(m_panel->isSettled());
        QVERIFY(!sql().isOutdated());
        QVERIFY(!child<QLabel>("pending-side-effects")->text().contains(u"writing"_s));
    }

    void anApplyWaitsForTheScript()
    {
        QVERIFY(stageMany());
        std::shared_ptr<const core::Script> begun;
        std::shared_ptr<const core::Script> ran;
        connect(m_panel, &PendingPanel::stateChanged, this, [&] {
            if (m_panel->isRunning())
                begun = sql().script();
        });
        connect(m_panel, &PendingPanel::applied, this, [&](const core::ApplyReport &report) { ran = report.script; });
        m_panel->apply();
        QVERIFY(!m_panel->isRunning());
        QVERIFY(!child<QPushButton>("pending-apply")->isEnabled());
        QTRY_VERIFY_WITH_TIMEOUT(ran, 30'000);
        QVERIFY(begun);
        QCOMPARE(ran, begun); // what was on view
        QCOMPARE(m_open->rows(u"SELECT count(*) FROM items WHERE note = 'new'"_s), QStringList{QString::number(many)});
    }

    void anApplyIsNotForLaterEdits()
    {
        QVERIFY(stageMany());
        QSignalSpy said(m_panel, &PendingPanel::noteRequested);
        m_panel->apply();
        VERIFY_OK(m_edits->push(set(1, u"name"_s, u"item 1"_s, u"first"_s), u"Set name"_s));
        QTRY_COMPARE(said.size(), 1);
        QVERIFY2(said.first().first().toString().contains(u"nothing was applied"_s),
                 qPrintable(said.first().first().toString()));
        QTRY_VERIFY(m_panel->isSettled());
        QVERIFY(!m_panel->isRunning());
        QCOMPARE(m_open->session->changes()->rows().size(), many);
    }

    void aWaitingApplyCanBeStopped()
    {
        QVERIFY(stageMany());
        m_panel->apply();
        m_panel->stop();
        QTRY_VERIFY(m_panel->isSettled());
        QVERIFY(!m_panel->isRunning());
        QVERIFY(child<QPushButton>("pending-apply")->isEnabled());
        QCOMPARE(m_open->session->changes()->rows().size(), many);
        VERIFY_OK(m_edits->push(note(1, u"newer"_s), u"Set note"_s));
        m_panel->apply();
        m_edits->undo();
        m_edits->undo(); // all of it
        QVERIFY(m_open->session->changes()->isEmpty());
        QTRY_VERIFY(!m_panel->isVisible());
    }

    /// What is not shown is said, and one key away.
    void aLongScriptIsShownInPartFirst()
    {
        QVERIFY(stageMany(2000));
        QTRY_VERIFY(m_panel->isSettled());
        const QString all = scriptText(*sql().script(), m_open->session->dialect(), ScriptLayout::Inline).text;
        const auto statements = sql().script()->statements.size();
        QVERIFY(child<QWidget>("pending-part")->isVisible());
        QCOMPARE(child<QLabel>("pending-part-text")->text(),
                 u"The first 300 of %1 statements are shown; Apply runs all of them."_s.arg(countText(statements)));
        QVERIFY(all.startsWith(sql().toPlainText()));
        QCOMPARE(sql().wholeText(), all); // for the clipboard
        const auto script = sql().script();
        auto *button = child<QPushButton>("pending-show-all");
        button->setFocus();
        QTest::keyClick(button, Qt::Key_Space);
        QVERIFY(sql().toPlainText().size() < all.size()); // it comes in pieces
        QTRY_VERIFY(m_panel->isSettled());
        QCOMPARE(sql().toPlainText(), all);
        QCOMPARE(sql().script(), script);
        QVERIFY(!child<QWidget>("pending-part")->isVisible());
        QVERIFY(sql().hasFocus());
        m_edits->undo();
        QTRY_VERIFY(!m_panel->isVisible());
        VERIFY_OK(m_edits->push(note(1, u"one"_s), u"Set note"_s));
        QTRY_VERIFY(m_panel->isVisible());
        QVERIFY(!child<QWidget>("pending-part")->isVisible());
    }

    void aFailureFarDownIsShown()
    {
        core::CompoundEdit edit{u"Set many"_s, {}};
        for (int id = 1; id <= 1000; ++id)
            edit.ops.append(note(id, u"new"_s));
        edit.ops.append(set(4000, u"name"_s, u"item 4000"_s, u"item 1"_s)); // taken
        VERIFY_OK(m_edits->push(edit, edit.text));
        QTRY_VERIFY(m_panel->isSettled());
        QSignalSpy failed(m_panel, &PendingPanel::applyFailed);
        m_panel->apply();
        QTRY_COMPARE(failed.size(), 1);
        const int index = failed.first().first().value<core::Error>().statementIndex;
        QVERIFY(index > 1000);
        QTRY_VERIFY(m_panel->isSettled() && !sql().textCursor().atStart());
        QCOMPARE(sql().statementAt(sql().textCursor().blockNumber()), index);
        QCOMPARE(sql().mark(index), SqlView::Mark::Failed);
        QVERIFY(notice().isError());
        QVERIFY2(notice().text().startsWith(u"items 4000, column name: "_s), qPrintable(notice().text()));
    }

private:
    [[nodiscard]] SqlView &sql() const { return m_panel->sqlView(); }
    [[nodiscard]] bool stageMany(int count = many)
    {
        core::CompoundEdit edit{u"Set many"_s, {}};
        for (int id = 1; id <= count; ++id)
            edit.ops.append(note(id, u"new"_s));
        return m_edits->push(edit, edit.text).ok();
    }

    QSet<std::shared_ptr<const core::Script>> m_shown;
    int m_count = 0;
};

QTEST_MAIN(TestPendingScript)
#include "tst_pendingscript.moc"
