// SPDX-License-Identifier: GPL-3.0-or-later
// Opening servers in the window, where a sample database stands for what they would show.
#include "core/db/passwords.h"
#include "core/session/sample.h"
#include "core/session/secretstore.h"
#include "core/session/session.h"
#include "ui/actions/actionregistry.h"
#include "ui/actions/commandpalette.h"
#include "ui/changes/notice.h"
#include "ui/connect/connectdialog.h"
#include "ui/connect/passworddialog.h"
#include "ui/connect/roledialog.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/messagebar.h"
#include "ui/shell/workspace.h"
#include "ui/style/pill.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include "../shell/scriptedprompts.h"
#include "support/quiet.h"
#include "support/verify.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDirIterator>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMutex>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace Qt::Literals::StringLiterals;
using namespace ui;

namespace {

const QString shopUrl = u"postgresql://ann@db.example.com/shop"_s;

/// A server that takes one password, or none at all; asked on other threads.
struct FakeServer {
    QMutex mutex;
    QString password; ///< empty: it wants none
    QStringList asked; ///< "url password"
    QString refusal; ///< in its words; empty: it lets in

    core::Result<core::Done> letIn(const QString &url)
    {
        const QMutexLocker lock(&mutex);
        const auto given = core::rememberedPassword(url);
        asked.append(url + u' ' + given.value_or(u"-"_s));
        core::Error error = core::Error::io(refusal);
        if (!refusal.isEmpty())
            return error;
        if (password.isEmpty() || given == password)
            return core::Done{};
        error.code = u"28P01"_s;
        error.message = given ? u"It refused the password."_s : u"It wants a password."_s;
        return error;
    }
    [[nodiscard]] qsizetype askedTimes()
    {
        const QMutexLocker lock(&mutex);
        return asked.size();
    }
    [[nodiscard]] QStringList takeAsked()
    {
        const QMutexLocker lock(&mutex);
        return std::exchange(asked, {});
    }
};

/// As a desktop without a keychain.
class NoKeychain : public core::MemorySecretStore {
public:
    QFuture<core::Result<core::Done>> keep(const QString &, const QString &) override
    {
        return QtFuture::makeReadyFuture(core::Result<core::Done>(
            core::Error::io(u"The password is not kept: there is no keychain here (none)."_s)));
    }
};

} // namespace

class TestServerOpening : public QObject {
    Q_OBJECT

    QTemporaryDir m_master; ///< with a sample, which takes a second to make
    std::unique_ptr<QTemporaryDir> m_dir;
    std::shared_ptr<FakeServer> m_server;
    std::shared_ptr<core::SecretStore> m_secrets;
    ScriptedPrompts *m_prompts = nullptr;
    std::unique_ptr<MainWindow> m_window;

    void show()
    {
        WindowServices services = realServices(m_dir->path(), {}, {});
        auto prompts = std::make_unique<ScriptedPrompts>();
        m_prompts = prompts.get();
        services.prompts = std::move(prompts);
        services.secrets = m_secrets;
        const auto opening = [server = m_server, state = m_dir->path()](bool readOnly) {
            return [server, state, readOnly](const QString &target,
                                             core::Trust trust) -> core::Result<std::unique_ptr<core::Session>> {
                RC_TRY(server->letIn(target));
                core::Session::Options options;
                options.stateFolder = state;
                options.trust = trust;
                options.readOnly = readOnly;
                auto session = core::Session::open(state + u"/blog.db"_s, options);
                if (session)
                    session.value()->moveToThread(qApp->thread());
                return session;
            };
        };
        services.open = opening(false);
        services.openReadOnly = opening(true);
        services.tryServer = [server = m_server](const QString &url) -> core::Result<QStringList> {
            RC_TRY(server->letIn(url));
            return QStringList{u"PostgreSQL 15.5"_s, u"TLSv1.3"_s};
        };
        m_window = std::make_unique<MainWindow>(std::move(services));
        m_window->show();
        QApplication::setActiveWindow(m_window.get());
    }
    [[nodiscard]] ConnectDialog *dialog() const { return m_window->findChild<ConnectDialog *>(u"connect-dialog"_s); }
    [[nodiscard]] PasswordDialog *passwordDialog() const
    {
        const auto all = m_window->findChildren<PasswordDialog *>(u"password-dialog"_s);
        for (PasswordDialog *each : all) {
            if (each->isVisible())
                return each;
        }
        return nullptr;
    }
    [[nodiscard]] QLineEdit *line(const char *name) const
    {
        return dialog()->findChild<QLineEdit *>(QLatin1StringView(name));
    }
    /// Ctrl+Alt+O, and the URL pasted into the first field.
    void openDialog(const QString &url)
    {
        QApplication::setActiveWindow(m_window.get());
        QTest::keyClick(m_window.get(), Qt::Key_O, Qt::ControlModifier | Qt::AltModifier);
        QTRY_VERIFY(dialog());
        QVERIFY(QTest::qWaitForWindowActive(dialog()));
        QApplication::clipboard()->setText(url);
        line("server-url")->setFocus();
        QTest::keyClick(line("server-url"), Qt::Key_V, Qt::ControlModifier);
    }
    void connectWith(const QString &url)
    {
        openDialog(url);
        QTest::keyClick(line("server-url"), Qt::Key_Return);
        QTRY_VERIFY(m_window->workspace() && !dialog());
    }
    void answerPassword(const QString &password, bool keep)
    {
        QTRY_VERIFY(passwordDialog());
        QPointer<PasswordDialog> asked = passwordDialog();
        QVERIFY(QTest::qWaitForWindowActive(asked));
        auto *box = asked->findChild<QCheckBox *>(u"password-keep"_s);
        if (box->isChecked() != keep)
            QTest::mouseClick(box, Qt::LeftButton, {}, QPoint(8, box->height() / 2));
        QTest::keyClicks(asked->findChild<QLineEdit *>(u"password"_s), password);
        QTest::keyClick(asked->findChild<QLineEdit *>(u"password"_s), Qt::Key_Return);
        QTRY_VERIFY(!asked);
    }
    [[nodiscard]] QList<QToolButton *> recent() const
    {
        QList<QToolButton *> shown;
        const auto all = m_window->findChildren<QToolButton *>(u"recent"_s);
        for (QToolButton *button : all) {
            if (button->isVisible())
                shown.append(button);
        }
        return shown;
    }
    [[nodiscard]] static QStringList wordsIn(const QWidget *widget)
    {
        QStringList words;
        for (const PlainLabel *label : widget->findChildren<PlainLabel *>())
            words.append(label->text());
        for (const Pill *pill : widget->findChildren<Pill *>())
            words.append(pill->text());
        return words;
    }
    [[nodiscard]] std::optional<QString> kept() const { return m_secrets->read(shopUrl).result().value(); }
    void closeDatabase()
    {
        m_window->perform(u"file.close"_s);
        QTRY_VERIFY(!m_window->workspace() && !recent().isEmpty());
    }

private Q_SLOTS:
    void initTestCase()
    {
        Theme::apply(*qApp, ThemeKind::Dark);
        VERIFY_OK(core::makeSample(m_master.filePath(u"blog.db"_s)));
    }
    void init()
    {
        failOnUnexpectedWarnings();
        m_dir = std::make_unique<QTemporaryDir>();
        QVERIFY(QFile::copy(m_master.filePath(u"blog.db"_s), m_dir->filePath(u"blog.db"_s)));
        m_server = std::make_shared<FakeServer>();
        m_secrets = std::make_shared<core::MemorySecretStore>();
        core::forgetPassword(shopUrl);
        show();
    }
    void cleanup()
    {
        m_window.reset();
        core::forgetPassword(shopUrl);
    }

    void theStartPageAndThePaletteOfferIt()
    {
        QVERIFY(m_window->context().hasSession == false);
        QVERIFY(m_window->actions().action(u"file.connect"_s)->isEnabled());
        m_window->perform(u"file.connect"_s);
        QTRY_VERIFY(dialog());
        QTest::keyClick(dialog(), Qt::Key_Escape);
        QTRY_VERIFY(!dialog());
    }

    void aPastedUrlConnects()
    {
        m_server->password = u"hidden"_s;
        connectWith(u"postgresql://ann:hidden@db.example.com/shop"_s);
        QCOMPARE(m_server->takeAsked(), QStringList(shopUrl + u" hidden"_s));
        QCOMPARE(kept(), std::nullopt); // nobody asked to keep it
        closeDatabase();
        QCOMPARE(recent().first()->accessibleName(), u"db.example.com/shop"_s);
        recent().first()->click(); // while the program runs, it is known
        QTRY_VERIFY(m_window->workspace());
        QCOMPARE(m_server->takeAsked(), QStringList(shopUrl + u" hidden"_s));
    }

    void testingLeavesNothingBehind()
    {
        m_server->password = u"hidden"_s;
        openDialog(u"postgresql://ann:wrong@db.example.com/shop"_s);
        QTest::keyClick(dialog(), Qt::Key_T, Qt::AltModifier);
        QTRY_VERIFY(!dialog()->isWaiting());
        QCOMPARE(QApplication::focusWidget()->objectName(), u"password"_s);
        QVERIFY(!core::rememberedPassword(shopUrl));
        line("password")->selectAll();
        QTest::keyClicks(line("password"), u"hidden"_s);
        QTest::keyClick(dialog(), Qt::Key_T, Qt::AltModifier);
        QTRY_VERIFY(!dialog()->isWaiting());
        QCOMPARE(dialog()->findChild<Notice *>(u"notice"_s)->text(), u"It answers: PostgreSQL 15.5 · TLSv1.3"_s);
        QVERIFY(!core::rememberedPassword(shopUrl));
        QVERIFY(!m_window->workspace());
    }

    void aRefusedPasswordStaysInTheDialog()
    {
        m_server->password = u"hidden"_s;
        openDialog(u"postgresql://ann:wrong@db.example.com/shop"_s);
        QTest::keyClick(line("server-url"), Qt::Key_Return);
        QTRY_VERIFY(!dialog()->isWaiting());
        QVERIFY(!m_window->workspace());
        QCOMPARE(QApplication::focusWidget()->objectName(), u"password"_s);
        QVERIFY(!core::rememberedPassword(shopUrl));
    }

    void aKeptPasswordIsNotAskedForAgain()
    {
        m_server->password = u"hidden"_s;
        openDialog(u"postgresql://ann:hidden@db.example.com/shop"_s);
        auto *keep = dialog()->findChild<QCheckBox *>(u"server-keep"_s);
        keep->setFocus();
        QTest::keyClick(keep, Qt::Key_Space);
        QTest::keyClick(line("server-url"), Qt::Key_Return);
        QTRY_VERIFY(m_window->workspace());
        QTRY_COMPARE(kept(), u"hidden"_s);
        core::forgetPassword(shopUrl); // as at the next start
        m_window.reset();
        show();
        recent().first()->click();
        QTRY_VERIFY(m_window->workspace());
        QVERIFY(!passwordDialog());
    }

    void aPasswordIsAskedForWhenTheServerWantsOne()
    {
        m_server->password = u"hidden"_s;
        m_window->openTarget(shopUrl);
        answerPassword(u"wrong"_s, true);
        QTRY_VERIFY(passwordDialog());
        QVERIFY(wordsIn(passwordDialog()).contains(u"It refused the password."_s));
        QCOMPARE(kept(), std::nullopt); // one that is wrong is not kept
        answerPassword(u"hidden"_s, true);
        QTRY_VERIFY(m_window->workspace());
        QTRY_COMPARE(kept(), u"hidden"_s);
    }

    void aKeptPasswordThatIsWrongNowIsAskedForAgain()
    {
        m_server->password = u"hidden"_s;
        aKeptPasswordIsNotAskedForAgain();
        core::forgetPassword(shopUrl);
        m_server->password = u"other"_s;
        closeDatabase();
        recent().first()->click();
        answerPassword(u"other"_s, true);
        QTRY_VERIFY(m_window->workspace());
        QTRY_COMPARE(kept(), u"other"_s);
    }

    void withoutAKeychainItIsSaid()
    {
        m_secrets = std::make_shared<NoKeychain>();
        m_window.reset();
        show();
        m_server->password = u"hidden"_s;
        m_window->openTarget(shopUrl);
        answerPassword(u"hidden"_s, true);
        QTRY_VERIFY(m_window->workspace());
        QTRY_COMPARE(m_window->messages().text(),
                     u"The password is not kept: there is no keychain here (none). It is asked for again next time."_s);
    }

    void anotherErrorIsShown()
    {
        m_server->refusal = u"too many clients"_s;
        m_window->openTarget(shopUrl);
        QTRY_VERIFY(m_window->messages().isError());
        QVERIFY(!passwordDialog());
    }

    void stoppingForgetsTheAnswer()
    {
        openDialog(shopUrl);
        QMutexLocker held(&m_server->mutex); // the server does not answer
        QTest::keyClick(line("server-url"), Qt::Key_Return);
        QVERIFY(dialog()->isWaiting());
        QTest::keyClick(dialog(), Qt::Key_Escape);
        QVERIFY(!dialog()->isWaiting() && !m_window->isOpening());
        held.unlock();
        QTRY_COMPARE(m_server->askedTimes(), 1);
        QTest::keyClick(dialog(), Qt::Key_Escape);
        QTRY_VERIFY(!dialog());
        QVERIFY(!m_window->workspace());
    }

    void nameMarkAndReadOnlyAreRemembered()
    {
        openDialog(shopUrl);
        QTest::keyClicks(line("server-name"), u"Shop, live"_s);
        auto *mark = dialog()->findChild<QComboBox *>(u"server-mark"_s);
        mark->setFocus();
        QTest::keyClick(mark, Qt::Key_End);
        auto *readOnly = dialog()->findChild<QCheckBox *>(u"server-read-only"_s);
        readOnly->setFocus();
        QTest::keyClick(readOnly, Qt::Key_Space);
        QTest::keyClick(line("server-url"), Qt::Key_Return);
        QTRY_VERIFY(m_window->workspace());
        QVERIFY(m_window->workspace()->session().isReadOnly());
        QCOMPARE(core::EnvironmentMark::of(m_window->workspace()->session()).environment(),
                 core::Environment::Production);
        QCOMPARE(m_window->findChild<Pill *>(u"connectionPill"_s)->kind(), PillKind::Red);
        const auto *below = m_window->findChild<Pill *>(u"statusMark"_s);
        QVERIFY(below->isVisible() && below->kind() == PillKind::Red && below->text() == u"production"_s);
        closeDatabase();
        QCOMPARE(recent().first()->accessibleName(), u"Shop, live"_s);
        QVERIFY(wordsIn(recent().first()).contains(u"read-only"_s));
        QVERIFY(wordsIn(recent().first()).contains(u"PostgreSQL · db.example.com/shop · ann"_s));
        QVERIFY(wordsIn(recent().first()).contains(u"just now"_s));
        recent().first()->click();
        QTRY_VERIFY(m_window->workspace());
        QVERIFY(m_window->workspace()->session().isReadOnly());
    }

    void aServerIsTakenOffTheListWithItsPassword()
    {
        m_server->password = u"hidden"_s;
        aKeptPasswordIsNotAskedForAgain();
        closeDatabase();
        QToolButton *button = recent().first();
        button->setFocus();
        QTest::keyClick(button, Qt::Key_Delete);
        QTRY_VERIFY(recent().isEmpty());
        QTRY_COMPARE(kept(), std::nullopt);
        QVERIFY(!core::rememberedPassword(shopUrl));
    }

    void theConnectionCanBeChanged()
    {
        connectWith(shopUrl);
        closeDatabase();
        auto *more = m_window->findChild<QToolButton *>(u"recentMore"_s);
        more->setFocus();
        QTest::keyClick(more, Qt::Key_Space);
        QTRY_VERIFY(m_window->findChild<QMenu *>(u"recentMenu"_s));
        auto *menu = m_window->findChild<QMenu *>(u"recentMenu"_s);
        for (QAction *action : menu->actions()) {
            if (action->text().startsWith(u"Change"_s))
                action->trigger();
        }
        menu->close();
        QTRY_VERIFY(dialog());
        QCOMPARE(line("server-url")->text(), shopUrl);
        QCOMPARE(line("server-host")->text(), u"db.example.com"_s);
    }

    void stagedEditsAreAskedFor()
    {
        connectWith(shopUrl);
        VERIFY_OK(m_window->workspace()->session().stage(
            core::InsertRow{{QString(), u"tags"_s}, 0, {{u"name"_s, core::Value::text(u"x"_s)}}, -1}));
        m_prompts->yes = false; // stay
        openDialog(u"postgresql://h/other"_s);
        QTest::keyClick(line("server-url"), Qt::Key_Return);
        QTRY_VERIFY(!dialog()->isWaiting());
        QCOMPARE(m_prompts->asked.size(), 1);
        QVERIFY(!m_window->workspace()->session().changes()->isEmpty());
        m_window->workspace()->session().setKeepsStaged(false);
    }

    void aServerIsBrowsedAsAnotherRole()
    {
        connectWith(shopUrl);
        m_window->perform(u"connection.role"_s); // the sample's location is no server's
        QVERIFY(!m_window->findChild<RoleDialog *>(u"role-dialog"_s));
        RoleDialog &asked = *new RoleDialog(u"shop"_s); // deletes itself
        asked.show();
        QVERIFY(QTest::qWaitForWindowActive(&asked));
        asked.setRoles(QStringList{u"anon"_s, u"authenticated"_s});
        auto *list = asked.findChild<QListWidget *>(u"role-list"_s);
        list->setFocus();
        QTest::keyClick(list, Qt::Key_End);
        asked.findChild<QPlainTextEdit *>(u"role-claims"_s)->setFocus();
        QTest::keyClicks(QApplication::focusWidget(), u"{sub"_s);
        asked.accept();
        QVERIFY(asked.isVisible() && !asked.findChild<QLabel *>(u"role-problem"_s)->text().isEmpty());
        asked.findChild<QPlainTextEdit *>(u"role-claims"_s)->setPlainText(u"{\"sub\":\"x\"}"_s);
        asked.accept();
        QVERIFY(!asked.isVisible());
        QCOMPARE(asked.role(), (core::BrowsedRole{u"authenticated"_s, u"request.jwt.claims"_s, u"{\"sub\":\"x\"}"_s}));
    }

    void recentOnesAreInThePalette()
    {
        connectWith(shopUrl);
        closeDatabase();
        QApplication::setActiveWindow(m_window.get());
        QTest::keyClick(m_window.get(), Qt::Key_S, Qt::ControlModifier | Qt::AltModifier);
        QTRY_VERIFY(m_window->commandPalette().isVisible());
        QTest::keyClicks(QApplication::focusWidget(), u"shop"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTRY_VERIFY(m_window->workspace());
        m_window->commandPalette().closePalette();
        auto *pill = m_window->findChild<Pill *>(u"connectionPill"_s);
        QTest::mouseClick(pill, Qt::LeftButton);
        QTRY_VERIFY(m_window->commandPalette().isVisible());
    }

    /// Everything that is written, and everything that is shown, without the password.
    void thePasswordIsNowhere()
    {
        m_server->password = u"pass-hidden-word"_s;
        openDialog(u"postgresql://ann:pass-hidden-word@db.example.com/shop"_s);
        auto *keep = dialog()->findChild<QCheckBox *>(u"server-keep"_s);
        QTest::mouseClick(keep, Qt::LeftButton, {}, QPoint(8, keep->height() / 2));
        QTest::keyClick(line("server-url"), Qt::Key_Return);
        QTRY_VERIFY(m_window->workspace());
        QVERIFY(!m_window->windowTitle().contains(u"pass-hidden-word"_s));
        QVERIFY(!m_window->findChild<Pill *>(u"connectionPill"_s)->text().contains(u"pass-hidden-word"_s));
        closeDatabase();
        m_server->refusal = u"too many clients"_s;
        m_window->openTarget(u"postgresql://ann:pass-hidden-word@db.example.com/shop"_s);
        QTRY_VERIFY(m_window->messages().isError());
        QVERIFY(!m_window->messages().text().contains(u"pass-hidden-word"_s));
        QVERIFY(!m_window->messages().details().contains(u"pass-hidden-word"_s));
        QVERIFY(!wordsIn(m_window.get()).join(u'\n').contains(u"pass-hidden-word"_s));
        m_window.reset(); // all is written
        int files = 0;
        QDirIterator it(m_dir->path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (it.hasNext()) {
            QFile file(it.next());
            QVERIFY(file.open(QFile::ReadOnly));
            QVERIFY2(!file.readAll().contains("pass-hidden-word"), qPrintable(file.fileName()));
            ++files;
        }
        QVERIFY(files > 1);
    }
};

QTEST_MAIN(TestServerOpening)
#include "tst_serveropening.moc"
