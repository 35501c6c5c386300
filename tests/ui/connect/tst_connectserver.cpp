// SPDX-License-Identifier: GPL-3.0-or-later
// Connecting to a real PostgreSQL server in the window: passwords, TLS, the mark of production, read-only.
#include "core/db/passwords.h"
#include "core/session/secretstore.h"
#include "core/session/servertrial.h"
#include "core/session/session.h"
#include "ui/changes/notice.h"
#include "ui/connect/connectdialog.h"
#include "ui/connect/passworddialog.h"
#include "ui/connect/roledialog.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/messagebar.h"
#include "ui/shell/workspace.h"
#include "ui/style/pill.h"
#include "ui/style/theme.h"

#include "../shell/scriptedprompts.h"
#include "support/postgrescluster.h"
#include "support/quiet.h"
#include "support/verify.h"

#include <QApplication>
#include <QClipboard>
#include <QDirIterator>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace Qt::Literals::StringLiterals;
using namespace ui;

namespace {

constexpr int serverPatience = 30000; ///< milliseconds; a server on a busy machine

} // namespace

class TestConnectServer : public QObject {
    Q_OBJECT

    PostgresCluster m_cluster;
    QString m_database; ///< its name
    std::unique_ptr<QTemporaryDir> m_hba;
    std::unique_ptr<QTemporaryDir> m_state;
    ScriptedPrompts *m_prompts = nullptr;
    std::unique_ptr<MainWindow> m_window;

    /// Who is called ann has to give a password, everybody else is let in.
    [[nodiscard]] bool writeRules()
    {
        m_hba = std::make_unique<QTemporaryDir>();
        QFile file(m_hba->filePath(u"hba"_s));
        const QByteArray rules =
            "local all all trust\nhost all ann 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 trust\n";
        const auto everybody =
            QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ReadOther | QFile::ExeOther;
        return file.open(QFile::WriteOnly) && file.write(rules) == rules.size() && file.setPermissions(everybody)
            && QFile::setPermissions(m_hba->path(), everybody);
    }
    /// A certificate for localhost, and for nothing else.
    [[nodiscard]] bool encrypt()
    {
        QProcess openssl;
        PostgresCluster::asServersUser(openssl);
        openssl.setWorkingDirectory(m_cluster.folder());
        openssl.start(u"openssl"_s,
                      {u"req"_s, u"-new"_s, u"-x509"_s, u"-days"_s, u"30"_s, u"-nodes"_s, u"-out"_s, u"server.crt"_s,
                       u"-keyout"_s, u"server.key"_s, u"-subj"_s, u"/CN=localhost"_s});
        if (!openssl.waitForFinished(serverPatience) || openssl.exitCode() != 0)
            return false;
        PostgresSession admin(m_cluster.location(u"postgres"_s));
        return admin.run(u"ALTER SYSTEM SET ssl_cert_file = '%1/server.crt'"_s.arg(m_cluster.folder()))
            && admin.run(u"ALTER SYSTEM SET ssl_key_file = '%1/server.key'"_s.arg(m_cluster.folder()))
            && admin.run(u"ALTER SYSTEM SET ssl = on"_s) && admin.run(u"SELECT pg_reload_conf()"_s);
    }
    [[nodiscard]] QString url(const QString &user, const QString &options = {},
                              const QString &host = u"127.0.0.1"_s) const
    {
        return u"postgresql://%1@%2:%3/%4"_s.arg(user, host, QString::number(m_cluster.port()), m_database) + options;
    }
    [[nodiscard]] ConnectDialog *dialog() const { return m_window->findChild<ConnectDialog *>(u"connect-dialog"_s); }
    [[nodiscard]] QLineEdit *line(const char *name) const
    {
        return dialog()->findChild<QLineEdit *>(QLatin1StringView(name));
    }
    [[nodiscard]] QString hint(const char *name) const
    {
        return dialog()->findChild<QLabel *>(u"server-%1-hint"_s.arg(QLatin1StringView(name)))->text();
    }
    void openDialog(const QString &address)
    {
        m_window->perform(u"file.connect"_s);
        QTRY_VERIFY(dialog());
        QVERIFY(QTest::qWaitForWindowActive(dialog()));
        QApplication::clipboard()->setText(address);
        line("server-url")->setFocus();
        QTest::keyClick(line("server-url"), Qt::Key_V, Qt::ControlModifier);
    }
    void test()
    {
        QTest::keyClick(dialog(), Qt::Key_T, Qt::AltModifier);
        QTRY_VERIFY_WITH_TIMEOUT(!dialog()->isWaiting(), serverPatience);
    }
    [[nodiscard]] QString answer() const { return dialog()->findChild<Notice *>(u"notice"_s)->text(); }

private Q_SLOTS:
    void initTestCase()
    {
        Theme::apply(*qApp, ThemeKind::Dark);
        QVERIFY(writeRules());
        START_POSTGRES(m_cluster, {u"hba_file=%1/hba"_s.arg(m_hba->path())});
        QVERIFY(encrypt());
        const QString made = m_cluster.newDatabase(
            u"CREATE ROLE ann LOGIN PASSWORD 'hidden-word'; CREATE TABLE users(id int PRIMARY KEY, name text);"
            "INSERT INTO users VALUES (1, 'Ada'); GRANT ALL ON users TO ann; CREATE ROLE anon;"
            "CREATE TABLE notes(id int PRIMARY KEY, owner text); INSERT INTO notes VALUES (1, 'Ada'), (2, 'Bo');"
            "ALTER TABLE notes ENABLE ROW LEVEL SECURITY; GRANT SELECT ON notes, users TO anon;"
            "CREATE POLICY own ON notes TO anon USING (owner = current_setting('request.jwt.claims')::json->>'sub')"_s);
        QVERIFY2(!made.isEmpty(), qPrintable(m_cluster.problem()));
        m_database = PostgresSession(made).value(u"SELECT current_database()"_s);
    }
    void init()
    {
        failOnUnexpectedWarnings();
        m_state = std::make_unique<QTemporaryDir>();
        core::Session::Options options;
        options.stateFolder = m_state->path();
        WindowServices services = realServices(m_state->path(), options, {});
        auto prompts = std::make_unique<ScriptedPrompts>();
        m_prompts = prompts.get();
        services.prompts = std::move(prompts);
        m_window = std::make_unique<MainWindow>(std::move(services));
        m_window->show();
        QApplication::setActiveWindow(m_window.get());
        core::forgetPassword(url(u"ann"_s));
    }
    void cleanup() { m_window.reset(); }

    void aTestTellsVersionAndEncryption()
    {
        openDialog(url(u"raincheck"_s, u"?sslmode=require"_s));
        test();
        QVERIFY2(answer().contains(u"PostgreSQL 1"_s) && answer().contains(u"TLSv1"_s), qPrintable(answer()));
        QTest::keyClick(dialog(), Qt::Key_Escape);
    }

    void errorsAreAtTheirField_data()
    {
        QTest::addColumn<QString>("change"); // how the URL is made wrong
        QTest::addColumn<QString>("field");
        QTest::newRow("no such database") << u"database"_s << u"server-database"_s;
        QTest::newRow("no such role") << u"user"_s << u"server-user"_s;
        QTest::newRow("nobody listens") << u"port"_s << u"server-port"_s;
        QTest::newRow("no such host") << u"host"_s << u"server-host"_s;
        QTest::newRow("no password") << u"password"_s << u"password"_s;
        QTest::newRow("wrong password") << u"wrong"_s << u"password"_s;
        QTest::newRow("another host's certificate") << u"certificate"_s << u"server-certificate"_s;
    }
    void errorsAreAtTheirField()
    {
        QFETCH(QString, change);
        const QMap<QString, QString> urls{
            {u"database"_s, u"postgresql://raincheck@127.0.0.1:%1/nowhere"_s.arg(m_cluster.port())},
            {u"user"_s, url(u"nobody"_s)},
            {u"port"_s, u"postgresql://raincheck@127.0.0.1:1/%1"_s.arg(m_database)},
            {u"host"_s, url(u"raincheck"_s, {}, u"nowhere.invalid"_s)},
            {u"password"_s, url(u"ann"_s)},
            {u"wrong"_s, url(u"ann:wrong"_s)},
            {u"certificate"_s,
             url(u"raincheck"_s, u"?sslmode=verify-full&sslrootcert=%1/server.crt"_s.arg(m_cluster.folder()))}};
        openDialog(urls.value(change));
        QTest::keyClick(line("server-url"), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(!dialog()->isWaiting(), serverPatience);
        QTEST(QApplication::focusWidget()->objectName(), "field");
        QVERIFY(!m_window->workspace());
    }

    void verifyFullTakesTheRightCertificate()
    {
        openDialog(url(u"raincheck"_s, u"?sslmode=verify-full&sslrootcert=%1/server.crt"_s.arg(m_cluster.folder()),
                       u"localhost"_s));
        test();
        QVERIFY2(answer().contains(u"TLSv1"_s), qPrintable(answer() + hint("encryption") + hint("address")));
    }

    void thePasswordOpensItAndIsWrittenNowhere()
    {
        openDialog(url(u"ann:hidden-word"_s));
        QTest::keyClick(line("server-url"), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(m_window->workspace(), serverPatience);
        QTRY_VERIFY_WITH_TIMEOUT(m_window->workspace()->isSettled(), serverPatience);
        QVERIFY(m_window->workspace()->session().schema()->table({{}, u"users"_s}));
        QVERIFY(!m_window->windowTitle().contains(u"hidden-word"_s));
        m_window.reset();
        QDirIterator it(m_state->path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (it.hasNext()) {
            QFile file(it.next());
            QVERIFY(file.open(QFile::ReadOnly));
            QVERIFY2(!file.readAll().contains("hidden-word"), qPrintable(file.fileName()));
        }
    }

    void aPasswordIsAskedForAndAskedForAgain()
    {
        m_window->openTarget(url(u"ann"_s));
        for (const QString &password : {u"wrong"_s, u"hidden-word"_s}) {
            QTRY_VERIFY_WITH_TIMEOUT(m_window->findChild<PasswordDialog *>(u"password-dialog"_s), serverPatience);
            QPointer<PasswordDialog> asked = m_window->findChild<PasswordDialog *>(u"password-dialog"_s);
            QVERIFY(QTest::qWaitForWindowActive(asked));
            QTest::keyClicks(asked->findChild<QLineEdit *>(u"password"_s), password);
            QTest::keyClick(asked->findChild<QLineEdit *>(u"password"_s), Qt::Key_Return);
            QTRY_VERIFY(!asked);
        }
        QTRY_VERIFY_WITH_TIMEOUT(m_window->workspace(), serverPatience);
    }

    void pgpassIsRespected()
    {
        QFile passwords(m_state->filePath(u"pgpass"_s));
        QVERIFY(passwords.open(QFile::WriteOnly));
        passwords.write("127.0.0.1:*:*:ann:hidden-word\n");
        passwords.close();
        QVERIFY(passwords.setPermissions(QFile::ReadOwner | QFile::WriteOwner));
        qputenv("PGPASSFILE", passwords.fileName().toLocal8Bit());
        openDialog(url(u"ann"_s));
        QVERIFY2(hint("password").contains(u"pgpass"_s), qPrintable(hint("password")));
        test();
        qunsetenv("PGPASSFILE");
        QVERIFY2(answer().contains(u"PostgreSQL"_s), qPrintable(answer() + hint("password")));
        QVERIFY(passwords.remove());
    }

    void readOnlyIsTheServersWord()
    {
        openDialog(url(u"raincheck"_s));
        auto *box = dialog()->findChild<QAbstractButton *>(u"server-read-only"_s);
        box->setFocus();
        QTest::keyClick(box, Qt::Key_Space);
        QTest::keyClick(line("server-url"), Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(m_window->workspace(), serverPatience);
        QVERIFY(m_window->workspace()->session().isReadOnly());
        QVERIFY(m_window->findChild<Pill *>(u"connectionPill"_s)->text().endsWith(u"read-only"_s));
    }

    void theHostIsSaidOnce()
    {
        m_window->openTarget(url(u"raincheck"_s));
        QTRY_VERIFY_WITH_TIMEOUT(m_window->workspace(), serverPatience);
        QCOMPARE(m_window->findChild<Pill *>(u"connectionPill"_s)->text(),
                 u"127.0.0.1:%1/%2 · postgres"_s.arg(QString::number(m_cluster.port()), m_database));
    }

    void whatARoleMayNotReadIsSaid()
    {
        PostgresSession admin(m_cluster.location(m_database));
        QVERIFY2(
            admin.run(u"DROP SCHEMA IF EXISTS closed CASCADE; CREATE SCHEMA closed; CREATE TABLE closed.pay(id int);"
                      "DO $$ BEGIN CREATE ROLE limited LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$"_s),
            qPrintable(admin.problem()));
        m_window->openTarget(url(u"limited"_s));
        QTRY_VERIFY_WITH_TIMEOUT(m_window->workspace(), serverPatience);
        auto *foot = m_window->findChild<QToolButton *>(u"sidebarRemarks"_s);
        QTRY_VERIFY(foot->isVisible());
        QTest::mouseClick(foot, Qt::LeftButton);
        QTRY_VERIFY(m_window->messages().isVisible());
        QVERIFY2(m_window->messages().text().contains(u"may not look into the schema closed"_s),
                 qPrintable(m_window->messages().text()));
        QVERIFY(admin.run(u"GRANT USAGE ON SCHEMA closed TO limited"_s));
        m_window->messages().dismiss();
        m_window->perform(u"view.refresh"_s);
        QTRY_VERIFY_WITH_TIMEOUT(!foot->isVisible(), serverPatience);
        QVERIFY(admin.run(u"DROP SCHEMA closed CASCADE"_s));
    }

    void rowsAreReadAsAnotherRole()
    {
        m_window->openTarget(url(u"raincheck"_s));
        QTRY_VERIFY_WITH_TIMEOUT(m_window->workspace(), serverPatience);
        m_window->perform(u"connection.role"_s);
        QTRY_VERIFY(m_window->findChild<RoleDialog *>(u"role-dialog"_s));
        QPointer<RoleDialog> asked = m_window->findChild<RoleDialog *>(u"role-dialog"_s);
        auto *list = asked->findChild<QListWidget *>(u"role-list"_s);
        QTRY_VERIFY_WITH_TIMEOUT(!list->findItems(u"anon"_s, Qt::MatchExactly).isEmpty(), serverPatience);
        list->setCurrentItem(list->findItems(u"anon"_s, Qt::MatchExactly).first());
        asked->findChild<QPlainTextEdit *>(u"role-claims"_s)->setPlainText(u"{\"sub\": \"Ada\"}"_s);
        asked->accept();
        const auto *pill = m_window->findChild<Pill *>(u"statusRole"_s);
        QTRY_VERIFY_WITH_TIMEOUT(pill->isVisible() && m_window->workspace(), serverPatience);
        QCOMPARE(pill->text(), u"as anon"_s);
        core::Session &session = m_window->workspace()->session();
        QVERIFY(session.isReadOnly());
        core::RowQuery query;
        query.table = {{}, u"notes"_s};
        auto rows = session.makeRowSource(query);
        QTRY_VERIFY_WITH_TIMEOUT(rows->page(0) && rows->page(0)->rowCount == 1, serverPatience); // of two
        rows.reset();
        m_window->perform(u"connection.ownRole"_s);
        QTRY_VERIFY_WITH_TIMEOUT(!pill->isVisible() && m_window->workspace(), serverPatience);
        QVERIFY(!m_window->workspace()->session().isReadOnly());
    }

    void aLostServerIsReconnectedTo()
    {
        m_window->openTarget(url(u"raincheck"_s), u"users"_s);
        QTRY_VERIFY_WITH_TIMEOUT(m_window->workspace(), serverPatience);
        QTRY_VERIFY_WITH_TIMEOUT(m_window->workspace()->isSettled(), serverPatience);
        core::Session &session = m_window->workspace()->session();
        VERIFY_OK(session.stage(core::InsertRow{{{}, u"users"_s}, 0, {{u"id"_s, core::Value::integer(2)}}, -1}));
        const int tabs = m_window->workspace()->pages().count();
        m_cluster.stop();
        m_window->perform(u"view.refresh"_s);
        auto *button = m_window->findChild<QToolButton *>(u"messageReconnectButton"_s);
        QTRY_VERIFY_WITH_TIMEOUT(button->isVisible(), serverPatience);
        QVERIFY(m_cluster.start({u"hba_file=%1/hba"_s.arg(m_hba->path())}));
        QTRY_VERIFY_WITH_TIMEOUT((button->click(), !m_window->messages().isError()), serverPatience);
        QCOMPARE(m_window->workspace()->pages().count(), tabs);
        QVERIFY(!session.changes()->isEmpty());
        session.setKeepsStaged(false);
    }
};

QTEST_MAIN(TestConnectServer)
#include "tst_connectserver.moc"
