// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/pendingpanel.h"

#include "core/session/environment.h"
#include "pendingusers.h"
#include "ui/changes/editstack.h"
#include "ui/changes/scripttext.h"
#include "ui/changes/stagedjustnow.h"
#include "ui/changes/typedname.h"
#include "ui/style/pill.h"

#include <QElapsedTimer>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QUndoStack>

#include <utility>

using namespace Qt::Literals::StringLiterals;
using namespace ui;
using core::Value;

class TestPendingPanel : public UsersFixture {
    Q_OBJECT

private Q_SLOTS:
    void init() { openPanel(databaseSql()); }
    void cleanup() { closePanel(); }

    void hiddenUntilSomethingIsStaged()
    {
        QVERIFY(!m_panel->isVisible());
        QCOMPARE(m_panel->cannotApplyBecause(), u"Nothing is staged."_s);
        setName(1, u"Ada B."_s);
        QTRY_VERIFY(m_panel->isVisible());
        QCOMPARE(m_panel->cannotApplyBecause(), QString());
        m_edits->undo();
        QTRY_VERIFY(!m_panel->isVisible());
    }

    void showsTheScriptThatRuns()
    {
        setName(1, u"Ada B."_s);
        VERIFY_OK(m_edits->push(core::InsertRow{users, 0, {{u"name"_s, Value::text(u"Noor"_s)}}, -1}, u"Insert"_s));
        VERIFY_OK(m_edits->push(core::DeleteRow{users, key(3), {}, -1}, u"Delete"_s));
        const auto script = m_open->session->editScript();
        VERIFY_OK(script);
        QTRY_COMPARE(m_panel->sqlView().script().get(), script->get());
        const QString text = m_panel->sqlView().toPlainText();
        qsizetype at = 0;
        for (const core::Statement &statement : (*script)->statements) {
            const QString rendered = core::rendered(statement, m_open->session->dialect()) + u';';
            at = text.indexOf(rendered, at);
            QVERIFY2(at >= 0, qPrintable(rendered));
            at += rendered.size();
        }
        QCOMPARE(child<Pill>("pending-inserts")->text(), u"1 insert"_s);
        QCOMPARE(child<Pill>("pending-updates")->text(), u"1 update"_s);
        QCOMPARE(child<Pill>("pending-deletes")->text(), u"1 delete"_s);
        QCOMPARE(child<QLabel>("pending-side-effects")->text(),
                 u"deletes reach rows of posts · trigger users_log runs"_s);
    }

    void productionAsksForItsName()
    {
        VERIFY_OK(core::EnvironmentMark::of(*m_open->session).set(core::Environment::Production));
        setName(1, u"Ada B."_s);
        QTRY_VERIFY(m_panel->isVisible() && m_panel->sqlView().script());
        click("pending-apply");
        QTRY_VERIFY(m_panel->findChild<TypedName *>());
        auto *question = m_panel->findChild<TypedName *>();
        auto *accept = question->findChild<QPushButton *>(u"typed-name-accept"_s);
        QTest::keyClicks(question->findChild<QLineEdit *>(u"typed-name-field"_s), u"test"_s);
        QVERIFY(!accept->isEnabled());
        QTest::keyClicks(question->findChild<QLineEdit *>(u"typed-name-field"_s), u".db"_s);
        QTest::mouseClick(accept, Qt::LeftButton);
        QTRY_VERIFY(m_open->session->changes()->isEmpty());
        QCOMPARE(m_open->rows(u"SELECT name FROM users WHERE id = 1"_s), QStringList{u"'Ada B.'"_s});
    }

    /// What is being typed joins the script; it runs only once it could be read there.
    void whatIsBeingTypedDoesNotRunUnseen_data()
    {
        QTest::addColumn<bool>("click");
        QTest::newRow("key") << false;
        QTest::newRow("mouse") << true;
    }
    void whatIsBeingTypedDoesNotRunUnseen()
    {
        QFETCH(bool, click);
        setName(1, u"Ada B."_s);
        QTRY_VERIFY(m_panel->isVisible() && m_panel->sqlView().script());
        bool typed = true;
        connect(m_edits.get(), &EditStack::commitRequested, this, [&] {
            if (std::exchange(typed, false))
                setName(2, u"Grace H."_s);
        });
        QStringList notes;
        connect(m_panel, &PendingPanel::noteRequested, this, [&](const QString &note) { notes.append(note); });
        const auto apply = [&] {
            if (click)
                this->click("pending-apply");
            else
                m_panel->apply();
        };
        apply();
        QCOMPARE(notes, QStringList{stagedJustNow()});
        QVERIFY(!m_panel->isRunning());
        QTRY_VERIFY(m_panel->sqlView().script()
                    && scriptText(*m_panel->sqlView().script(), m_open->session->dialect(), ScriptLayout::Inline)
                           .text.contains(u"Grace H."_s));
        QVERIFY(!m_panel->isRunning());
        QCOMPARE(m_open->rows(u"SELECT name FROM users WHERE id < 3 ORDER BY id"_s),
                 QStringList({u"'Ada'"_s, u"'Grace'"_s}));
        apply();
        QTRY_VERIFY(m_open->session->changes()->isEmpty());
        QCOMPARE(m_open->rows(u"SELECT name FROM users WHERE id < 3 ORDER BY id"_s),
                 QStringList({u"'Ada B.'"_s, u"'Grace H.'"_s}));
    }

    void applyRunsItAndSaysWhatHappened()
    {
        setName(1, u"Ada B."_s);
        VERIFY_OK(m_edits->push(core::DeleteRow{users, key(3), {}, -1}, u"Delete"_s));
        QTRY_VERIFY(m_panel->isVisible());
        const std::shared_ptr<const core::Script> shown = m_panel->sqlView().script();
        std::shared_ptr<const core::Script> ran;
        connect(m_panel, &PendingPanel::applied, this, [&](const core::ApplyReport &report) { ran = report.script; });
        click("pending-apply");
        QTRY_VERIFY(ran);
        QCOMPARE(ran.get(), shown.get());
        QCOMPARE(m_open->rows(u"SELECT id, name FROM users ORDER BY id"_s),
                 QStringList({u"1|'Ada B.'"_s, u"2|'Grace'"_s}));
        QTRY_VERIFY(m_open->session->changes()->isEmpty());
        QCOMPARE(m_edits->undoStack().count(), 0);
        QTRY_VERIFY(!m_panel->sqlView().isVisible());
        QVERIFY(m_panel->isVisible()); // the report stays
        const QString said = notice().text();
        QVERIFY2(said.contains(u"posts: 2 deleted"_s), qPrintable(said));
        QVERIFY2(said.contains(u"log: 1 inserted"_s), qPrintable(said));
        QVERIFY2(said.contains(u"users: 1 updated, 1 deleted"_s), qPrintable(said));
        QTest::mouseClick(notice().findChild<QWidget *>(u"notice-close"_s), Qt::LeftButton);
        QTRY_VERIFY(!m_panel->isVisible());
    }

    void saysWhichValuesDoNotFit()
    {
        setName(1, u"Ada B."_s);
        QTRY_VERIFY(m_panel->isVisible());
        QVERIFY(!child<Pill>("pending-misfits")->isVisible());
        VERIFY_OK(m_edits->push(core::SetCell{{{}, u"posts"_s}, key(10), u"user_id"_s, Value::integer(3),
                                              Value::text(u"maybe"_s), -1},
                                u"Set user_id"_s));
        QTRY_VERIFY(child<Pill>("pending-misfits")->isVisible());
        QCOMPARE(child<Pill>("pending-misfits")->text(), u"1 does not fit"_s);
        const QString tip = child<Pill>("pending-misfits")->toolTip();
        QVERIFY2(tip.contains(u"posts 10, user_id: “maybe” is no number"_s), qPrintable(tip));
        m_panel->setFormats(users, {{u"name"_s, {core::ColumnFormat::Kind::IsoDate, {}}}});
        QTRY_COMPARE(child<Pill>("pending-misfits")->text(), u"2 do not fit"_s);
        m_edits->undo();
        m_edits->undo();
        QTRY_VERIFY(!m_panel->isVisible());
    }

    void anErrorKeepsEverythingAndNamesRowAndColumn()
    {
        setName(1, u"Ada B."_s);
        VERIFY_OK(m_edits->push(core::SetCell{users, key(2), u"email"_s, Value::text(u"grace@x"_s),
                                              Value::text(u"ada@x"_s), -1},
                                u"Set email"_s));
        QTRY_VERIFY(m_panel->isVisible());
        const core::ChangeSet before = *m_open->session->changes();
        const auto script = m_open->session->editScript();
        VERIFY_OK(script);
        QSignalSpy failed(m_panel, &PendingPanel::applyFailed);
        QSignalSpy affected(m_panel, &PendingPanel::rowAffected);
        click("pending-apply");
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(notice().isError());
        QVERIFY2(notice().text().startsWith(u"users 2, column email: "_s), qPrintable(notice().text()));
        QVERIFY(*m_open->session->changes() == before);
        QCOMPARE(affected.size(), 1);
        QCOMPARE(affected.first().first().value<RowAddress>(), (RowAddress{users, key(2), 0}));
        const auto error = failed.first().first().value<core::Error>();
        QCOMPARE(m_panel->sqlView().mark(error.statementIndex), SqlView::Mark::Failed);
        QCOMPARE(m_open->rows(u"SELECT name FROM users WHERE id = 1"_s), QStringList{u"'Ada'"_s});
        QVERIFY(child<QPushButton>("pending-apply")->isEnabled());
    }

    void aForeignKeyErrorNamesColumnAndParent()
    {
        VERIFY_OK(m_edits->push(core::SetCell{{{}, u"posts"_s}, key(10), u"user_id"_s, Value::integer(3),
                                              Value::integer(99), -1},
                                u"Set user_id"_s));
        QTRY_VERIFY(m_panel->isVisible());
        QSignalSpy affected(m_panel, &PendingPanel::rowAffected);
        click("pending-apply");
        QTRY_VERIFY(notice().isError());
        QVERIFY2(notice().text().startsWith(u"posts 10, column user_id (must be id of a row of users): "_s),
                 qPrintable(notice().text()));
        QCOMPARE(affected.size(), 1);
        QCOMPARE(affected.first().at(1).toString(), u"user_id"_s);
    }

    void aTypeErrorNamesTheColumn()
    {
        VERIFY_OK(m_edits->push(core::InsertRow{users, 0, {{u"id"_s, Value::text(u"abc"_s)}, {u"name"_s, Value::text(u"x"_s)}}, -1},
                                u"Insert"_s));
        QTRY_VERIFY(m_panel->isVisible());
        click("pending-apply");
        QTRY_VERIFY(notice().isError());
        QVERIFY2(notice().text().startsWith(u"new row 1 of users, column id: "_s), qPrintable(notice().text()));
    }

    void aScriptThatCannotBeMadeSaysWhy()
    {
        VERIFY_OK(m_edits->push(core::SetCell{users, key(1), u"nowhere"_s, Value(), Value::integer(1), -1}, u"Set"_s));
        QTRY_VERIFY(m_panel->isVisible());
        QVERIFY(!child<QPushButton>("pending-apply")->isEnabled());
        QVERIFY2(m_panel->cannotApplyBecause().contains(u"nowhere"_s), qPrintable(m_panel->cannotApplyBecause()));
        QCOMPARE(notice().text(), m_panel->cannotApplyBecause());
        QVERIFY(!m_panel->sqlView().script());
    }

    void undoAndDiscardButtons()
    {
        setName(1, u"Ada B."_s);
        setName(2, u"Grace H."_s);
        QTRY_VERIFY(m_panel->isVisible());
        click("pending-undo");
        QCOMPARE(m_open->session->changes()->rows().size(), 1);
        click("pending-discard");
        QVERIFY(m_open->session->changes()->isEmpty());
        m_edits->undo();
        QCOMPARE(m_open->session->changes()->rows().size(), 1);
    }

    void stopLeavesEverythingAsItWas()
    {
        QCOMPARE(tempdatabase::run(m_open->path,
                                   u"CREATE TABLE nums AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                                   " WHERE i < 3000) SELECT i FROM n; CREATE TRIGGER slow AFTER UPDATE ON users BEGIN"
                                   " INSERT INTO nums SELECT count(*) FROM nums a, nums b, nums c"
                                   " WHERE a.i + b.i + c.i < 0; END"_s),
                 QString());
        setName(1, u"slow"_s);
        QTRY_VERIFY(m_panel->isVisible());
        const core::ChangeSet before = *m_open->session->changes();
        QVERIFY(!child<QPushButton>("pending-stop")->isVisible());
        click("pending-apply");
        QTRY_VERIFY(child<QPushButton>("pending-stop")->isVisible());
        QVERIFY(!child<QPushButton>("pending-apply")->isEnabled());
        click("pending-stop");
        QTRY_VERIFY(!m_panel->isRunning());
        QVERIFY(*m_open->session->changes() == before);
        QCOMPARE(m_open->rows(u"SELECT name FROM users WHERE id = 1"_s), QStringList{u"'Ada'"_s});
        QVERIFY(child<QPushButton>("pending-apply")->isEnabled());
        QVERIFY2(notice().text().startsWith(u"Stopped."_s), qPrintable(notice().text()));
    }

    void saysThatItWaitsForALock()
    {
        setName(1, u"late"_s);
        QTRY_VERIFY(m_panel->isVisible());
        {
            core::ConnectionSpec spec;
            spec.driver = core::fileDriver();
            spec.location = m_open->path;
            spec.mode = core::ConnectionSpec::Mode::Write;
            const auto other = core::driverByName(spec.driver)->open(spec);
            VERIFY_OK(other);
            VERIFY_OK((*other)->execute(u"BEGIN IMMEDIATE"_s));
            click("pending-apply");
            QVERIFY(child<QPushButton>("pending-stop")->isVisible());
            auto *words = child<QLabel>("apply-waiting");
            QTRY_VERIFY2(words->isVisible() && words->text().startsWith(u"Waiting: another program"_s),
                         qPrintable(words->text()));
            QElapsedTimer timer;
            timer.start();
            click("pending-stop");
            QTRY_VERIFY(!m_panel->isRunning());
            QVERIFY(timer.elapsed() < 2000); // and not when the lock is given up on
            QVERIFY(!words->isVisible());
        }
        QCOMPARE(m_open->session->changes()->rows().size(), 1);
        click("pending-apply");
        QTRY_VERIFY(m_open->session->changes()->isEmpty());
        QCOMPARE(m_open->rows(u"SELECT name FROM users WHERE id = 1"_s), QStringList{u"'late'"_s});
    }
};

QTEST_MAIN(TestPendingPanel)
#include "tst_pendingpanel.moc"
