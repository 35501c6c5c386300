// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/pendingpanel.h"

#include "support/opensession.h"
#include "support/verify.h"
#include "ui/changes/conflictdialog.h"
#include "ui/changes/editstack.h"
#include "ui/changes/notice.h"
#include "ui/changes/sqlview.h"
#include "ui/style/pill.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSplitter>
#include <QTest>
#include <QUndoStack>

using namespace Qt::Literals::StringLiterals;
using namespace ui;
using core::Value;

namespace {

const core::QualifiedName users{{}, u"users"_s};

core::RowKey key(qint64 id)
{
    return {{Value::integer(id)}};
}

QString databaseSql()
{
    return u"CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT UNIQUE);"
           "CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users(id) ON DELETE CASCADE);"
           "CREATE TABLE log (what TEXT);"
           "CREATE TRIGGER users_log AFTER UPDATE OF name ON users BEGIN INSERT INTO log VALUES (new.name); END;"
           "INSERT INTO users VALUES (1,'Ada','ada@x'), (2,'Grace','grace@x'), (3,'Lin','lin@x');"
           "INSERT INTO posts VALUES (10,3), (11,3)"_s;
}

} // namespace

class TestPendingPanel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::apply(*qApp, ThemeKind::Dark); }
    void init()
    {
        QTest::failOnWarning(anyRealWarning());
        m_open = std::make_unique<OpenSession>(databaseSql());
        QVERIFY2(m_open->session, qPrintable(m_open->error));
        m_edits = std::make_unique<EditStack>(*m_open->session);
        m_window = std::make_unique<QSplitter>(Qt::Vertical);
        m_window->addWidget(new QWidget);
        m_panel = new PendingPanel(*m_open->session, *m_edits, m_window.get());
        m_window->resize(1000, 500);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }
    void cleanup()
    {
        m_window.reset();
        m_edits.reset();
        m_open.reset();
    }

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
        QCOMPARE(child<Pill>("pending-misfits")->text(), u"2 do not fit"_s);
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

    void takesWhatIsBeingTypedAlong()
    {
        setName(1, u"Ada B."_s);
        QTRY_VERIFY(m_panel->isVisible());
        // An open editor: it hands on what was typed when it is asked.
        connect(m_edits.get(), &EditStack::commitRequested, this, [this] { setName(2, u"typed"_s); },
                Qt::SingleShotConnection);
        click("pending-apply");
        QTRY_VERIFY(m_open->session->changes()->isEmpty());
        QCOMPARE(m_open->rows(u"SELECT name FROM users WHERE id < 3 ORDER BY id"_s),
                 QStringList({u"'Ada B.'"_s, u"'typed'"_s}));
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

    void aConflictAsksPerRow_data()
    {
        QTest::addColumn<QString>("radio");
        QTest::addColumn<QString>("nameAfterwards");
        QTest::addColumn<bool>("stagedAfterwards");
        QTest::newRow("mine") << u"conflict-0-mine"_s << u"'mine'"_s << false;
        QTest::newRow("theirs") << u"conflict-0-theirs"_s << u"'theirs'"_s << false;
        QTest::newRow("later") << u"conflict-0-later"_s << u"'theirs'"_s << true;
    }
    void aConflictAsksPerRow()
    {
        QFETCH(QString, radio);
        QFETCH(QString, nameAfterwards);
        QFETCH(bool, stagedAfterwards);
        setName(1, u"mine"_s);
        QTRY_VERIFY(m_panel->isVisible());
        QCOMPARE(tempdatabase::run(m_open->path, u"UPDATE users SET name = 'theirs' WHERE id = 1"_s), QString());
        ConflictDialog *dialog = applyIntoConflict();
        QVERIFY(dialog);
        const QString shown = textsOf(*dialog);
        for (const QString &value : {u"users 1"_s, u"Ada"_s, u"theirs"_s, u"mine"_s})
            QVERIFY2(shown.contains(value), qPrintable(shown));
        choose(*dialog, radio);
        if (!m_open->session->changes()->isEmpty() && !stagedAfterwards) {
            QTRY_VERIFY(m_panel->cannotApplyBecause().isEmpty());
            click("pending-apply");
        }
        QTRY_COMPARE(m_open->session->changes()->isEmpty(), !stagedAfterwards);
        QCOMPARE(m_open->rows(u"SELECT name FROM users WHERE id = 1"_s), QStringList{nameAfterwards});
    }

    void aConflictOfLongTextsByKeyboardAlone()
    {
        const QString mine = QString(3000, u'm') + u" end of mine"_s;
        setName(1, mine);
        QTRY_VERIFY(m_panel->isVisible());
        QCOMPARE(tempdatabase::run(m_open->path, u"UPDATE users SET name = 'theirs' WHERE id = 1"_s), QString());
        ConflictDialog *dialog = applyIntoConflict();
        QVERIFY(dialog);
        const auto fields = dialog->findChildren<QPlainTextEdit *>(u"conflict-value"_s);
        QCOMPARE(fields.size(), 1);
        QCOMPARE(fields.first()->toPlainText(), mine); // all of it can be read
        QTRY_VERIFY(dialog->isActiveWindow());
        auto *later = dialog->findChild<QAbstractButton *>(u"conflict-0-later"_s);
        QTRY_COMPARE(QApplication::focusWidget(), later);
        QTest::keyClick(later, Qt::Key_Right);
        QTRY_VERIFY(dialog->findChild<QAbstractButton *>(u"conflict-0-mine"_s)->isChecked());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTRY_VERIFY(m_panel->cannotApplyBecause().isEmpty());
        click("pending-apply");
        QTRY_COMPARE(m_open->rows(u"SELECT name FROM users WHERE id = 1"_s), QStringList{u'\'' + mine + u'\''});
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

    void aVanishedRowCanComeBack()
    {
        setName(2, u"mine"_s);
        QTRY_VERIFY(m_panel->isVisible());
        QCOMPARE(tempdatabase::run(m_open->path, u"DELETE FROM users WHERE id = 2"_s), QString());
        ConflictDialog *dialog = applyIntoConflict();
        QVERIFY(dialog);
        choose(*dialog, u"conflict-0-again"_s);
        QCOMPARE(m_open->session->changes()->count(core::RowEdit::Kind::Insert), 1);
        QTRY_VERIFY(m_panel->cannotApplyBecause().isEmpty());
        click("pending-apply");
        QTRY_COMPARE(m_open->rows(u"SELECT id, name FROM users WHERE id = 2"_s), QStringList{u"2|'mine'"_s});
    }

    void keepMineForAllBringsVanishedRowsBack()
    {
        setName(2, u"mine"_s);
        QTRY_VERIFY(m_panel->isVisible());
        QCOMPARE(tempdatabase::run(m_open->path, u"DELETE FROM users WHERE id = 2"_s), QString());
        ConflictDialog *dialog = applyIntoConflict();
        QVERIFY(dialog);
        const auto *lost = dialog->findChild<QLabel *>(u"conflict-0-lost"_s); // the email
        QVERIFY(lost && lost->isVisible());
        QVERIFY2(lost->text().contains(u"again, email get"_s), qPrintable(lost->text()));
        QTest::mouseClick(dialog->findChild<QPushButton *>(u"conflict-all-mine"_s), Qt::LeftButton);
        QVERIFY(dialog->findChild<QAbstractButton *>(u"conflict-0-again"_s)->isChecked());
        QTest::mouseClick(dialog->findChild<QPushButton *>(u"conflict-accept"_s), Qt::LeftButton);
        QCOMPARE(m_open->session->changes()->count(core::RowEdit::Kind::Insert), 1);
    }

    void conflictsAreSaidBeforeApply()
    {
        setName(2, u"mine"_s);
        setName(3, u"mine, too"_s);
        QTRY_VERIFY(m_panel->isVisible());
        QVERIFY(!child<Pill>("pending-conflicts")->isVisible());
        QCOMPARE(tempdatabase::run(m_open->path,
                                   u"DELETE FROM users WHERE id = 2; UPDATE users SET name = 'theirs' WHERE id = 3"_s),
                 QString());
        m_open->session->checkForChanges();
        QTRY_VERIFY(child<Pill>("pending-conflicts")->isVisible());
        QCOMPARE(child<Pill>("pending-conflicts")->text(), u"2 conflicts"_s);
        QVERIFY2(notice().text().contains(u"users 2 (gone), users 3 (changed)"_s), qPrintable(notice().text()));
        m_edits->undo();
        QTRY_COMPARE(child<Pill>("pending-conflicts")->text(), u"1 conflict"_s);
        m_edits->undo();
        QTRY_VERIFY(!m_panel->isVisible());
    }

    void aDeleteOfAChangedRow()
    {
        VERIFY_OK(m_edits->push(core::DeleteRow{users, key(3), {{u"name"_s, Value::text(u"Lin"_s)}}, -1}, u"Delete"_s));
        QTRY_VERIFY(m_panel->isVisible());
        QCOMPARE(tempdatabase::run(m_open->path, u"UPDATE users SET name = 'theirs' WHERE id = 3"_s), QString());
        ConflictDialog *dialog = applyIntoConflict();
        QVERIFY(dialog);
        choose(*dialog, u"conflict-0-mine"_s);
        QTRY_VERIFY(m_panel->cannotApplyBecause().isEmpty());
        click("pending-apply");
        QTRY_VERIFY(m_open->rows(u"SELECT name FROM users WHERE id = 3"_s).isEmpty());
    }

private:
    void setName(qint64 id, const QString &name)
    {
        const QStringList old{u"Ada"_s, u"Grace"_s, u"Lin"_s};
        const auto pushed = m_edits->push(
            core::SetCell{users, key(id), u"name"_s, Value::text(old.at(id - 1)), Value::text(name), -1}, u"Set name"_s);
        QVERIFY(pushed.ok());
    }
    template <typename T> T *child(const char *name) { return m_panel->findChild<T *>(QLatin1String(name)); }
    Notice &notice() { return *child<Notice>("pending-notice"); }
    void click(const char *name) { QTest::mouseClick(child<QPushButton>(name), Qt::LeftButton); }

    ConflictDialog *applyIntoConflict()
    {
        click("pending-apply");
        ConflictDialog *dialog = nullptr;
        static_cast<void>(QTest::qWaitFor([&] {
            dialog = m_panel->findChild<ConflictDialog *>();
            return dialog && dialog->isVisible();
        }));
        return dialog;
    }
    static QString textsOf(const QWidget &widget)
    {
        QStringList texts;
        for (const QLabel *label : widget.findChildren<QLabel *>())
            texts.append(label->text());
        return texts.join(u'\n');
    }
    static void choose(ConflictDialog &dialog, const QString &radio)
    {
        auto *button = dialog.findChild<QAbstractButton *>(radio);
        QVERIFY(button);
        button->click();
        QTest::mouseClick(dialog.findChild<QPushButton *>(u"conflict-accept"_s), Qt::LeftButton);
    }

    std::unique_ptr<OpenSession> m_open;
    std::unique_ptr<EditStack> m_edits;
    std::unique_ptr<QSplitter> m_window;
    PendingPanel *m_panel = nullptr;
};

QTEST_MAIN(TestPendingPanel)
#include "tst_pendingpanel.moc"
