// SPDX-License-Identifier: GPL-3.0-or-later
// A Drizzle project whose database is on a PostgreSQL server, in the window: its folder opens the server, asks for a
// password that it does not say, and is migrated with keys and clicks.
#include "core/db/passwords.h"
#include "core/session/environment.h"
#include "core/session/projectschema.h"
#include "core/session/secretstore.h"
#include "core/session/session.h"
#include "core/session/target.h"
#include "ui/changes/notice.h"
#include "ui/connect/passworddialog.h"
#include "ui/migrate/checkpane.h"
#include "ui/migrate/confirmapply.h"
#include "ui/migrate/kitpane.h"
#include "ui/migrate/migrationspage.h"
#include "ui/migrate/previewgate.h"
#include "ui/migrate/proposalreview.h"
#include "ui/migrate/schemapreview.h"
#include "ui/migrate/truthpane.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/messagebar.h"
#include "ui/shell/pagearea.h"
#include "ui/shell/workspace.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include "../shell/scriptedprompts.h"
#include "support/files.h"
#include "support/kitproject.h"
#include "support/postgrescluster.h"
#include "support/quiet.h"
#include "support/truthinput.h"

#include <QApplication>
#include <QCheckBox>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using namespace ui;

namespace {

constexpr int patience = 30'000; ///< milliseconds; a server on a busy machine

} // namespace

class TestServerProject : public QObject {
    Q_OBJECT

    PostgresCluster m_cluster;
    std::unique_ptr<QTemporaryDir> m_hba;
    std::unique_ptr<QTemporaryDir> m_state;
    std::unique_ptr<QTemporaryDir> m_project;
    QString m_location; ///< of the test's database
    QString m_database; ///< its name
    ScriptedPrompts *m_prompts = nullptr;
    core::MemorySecretStore *m_secrets = nullptr;
    std::unique_ptr<MainWindow> m_window;

    /// Who is called ann has to give a password, everybody else is let in.
    [[nodiscard]] bool writeRules()
    {
        m_hba = std::make_unique<QTemporaryDir>();
        const QString file = m_hba->filePath(u"hba"_s);
        const auto everybody =
            QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ReadOther | QFile::ExeOther;
        return files::write(file,
                            "local all all trust\nhost all ann 127.0.0.1/32 scram-sha-256\nhost all all 127.0.0.1/32 "
                            "trust\n")
            && QFile::setPermissions(file, everybody) && QFile::setPermissions(m_hba->path(), everybody);
    }
    [[nodiscard]] QString url(const QString &user) const
    {
        return u"postgresql://%1@127.0.0.1:%2/%3"_s.arg(user, QString::number(m_cluster.port()), m_database);
    }
    /// The credentials as they are written in the config.
    void writeConfig(const QString &credentials, const QString &folder = {}) const
    {
        files::write(*m_project, folder + u"package.json"_s, "{}");
        files::write(*m_project, folder + u"drizzle.config.ts"_s,
                     u"export default { dialect: 'postgresql', schema: './schema.ts', out: './drizzle', "
                     "dbCredentials: { %1 } };\n"_s.arg(credentials)
                         .toUtf8());
    }
    void writeMigrations(const QStringList &lines) const
    {
        QStringList entries;
        for (const QString &line : lines) {
            const core::MigrationFile file = truthinput::file(line, truthinput::start + 10 * entries.size());
            files::write(*m_project, u"drizzle/%1.sql"_s.arg(file.tag), *file.bytes);
            entries.append(u"{\"idx\":%1,\"when\":%2,\"tag\":\"%3\",\"breakpoints\":true}"_s.arg(
                QString::number(entries.size()), QString::number(file.when), file.tag));
        }
        files::write(
            *m_project, u"drizzle/meta/_journal.json"_s,
            u"{\"version\":\"7\",\"dialect\":\"postgresql\",\"entries\":[%1]}"_s.arg(entries.join(u',')).toUtf8());
    }
    void openWindow()
    {
        core::Session::Options options;
        options.stateFolder = m_state->path();
        WindowServices services = realServices(m_state->path(), options, {});
        auto prompts = std::make_unique<ScriptedPrompts>();
        m_prompts = prompts.get();
        m_prompts->yes = true;
        services.prompts = std::move(prompts);
        auto secrets = std::make_shared<core::MemorySecretStore>();
        m_secrets = secrets.get();
        services.secrets = std::move(secrets);
        m_window = std::make_unique<MainWindow>(std::move(services));
        m_window->show();
        QApplication::setActiveWindow(m_window.get());
    }
    [[nodiscard]] bool isOpen() const { return m_window->workspace() && m_window->workspace()->isSettled(); }
    [[nodiscard]] core::Session &session() const { return m_window->workspace()->session(); }
    [[nodiscard]] QPointer<PasswordDialog> asked() const
    {
        return m_window->findChild<PasswordDialog *>(u"password-dialog"_s);
    }
    void answer(const QString &password, bool keep = false)
    {
        QTRY_VERIFY_WITH_TIMEOUT(asked(), patience);
        const QPointer<PasswordDialog> dialog = asked();
        QVERIFY(QTest::qWaitForWindowActive(dialog));
        auto *field = dialog->findChild<QLineEdit *>(u"password"_s);
        if (auto *box = dialog->findChild<QCheckBox *>(); box && box->isChecked() != keep)
            box->click();
        QTest::keyClicks(field, password);
        QTest::keyClick(field, Qt::Key_Return);
        QTRY_VERIFY(!dialog);
    }
    [[nodiscard]] MigrationsPage *page() const
    {
        return qobject_cast<MigrationsPage *>(m_window->workspace()->pages().currentPage());
    }
    /// Of what is on view: what was replaced goes a moment later.
    template <typename T> [[nodiscard]] T *child(const char *name) const
    {
        const auto all = page()->findChildren<T *>(QLatin1String(name));
        return all.isEmpty() ? nullptr : all.last();
    }
    [[nodiscard]] QStringList states() const
    {
        QStringList words;
        const auto &known = page()->truth().watch().known();
        for (const core::TruthRow &row : known ? known->board.rows : QList<core::TruthRow>())
            words.append(row.state.tag + u' ' + core::stateWord(row));
        return words;
    }
    void openTruth()
    {
        m_window->openTarget(m_project->path(), {}, core::Trust::FromNowOn);
        QTRY_VERIFY_WITH_TIMEOUT(isOpen(), patience);
        QTest::keyClick(m_window.get(), Qt::Key_F8, Qt::ShiftModifier);
        QTRY_VERIFY_WITH_TIMEOUT(page() && page()->truth().watch().known() && page()->truth().isSettled(), patience);
    }
    void applyProposal()
    {
        QTRY_VERIFY_WITH_TIMEOUT(page()->truth().isReviewing(), patience);
        QTRY_VERIFY_WITH_TIMEOUT(child<QPushButton>("proposal-apply")->isEnabled(), patience);
        QTest::mouseClick(child<QPushButton>("proposal-apply"), Qt::LeftButton);
        const auto said = [this] {
            QStringList words;
            for (const Notice *notice : page()->truth().findChildren<Notice *>())
                words.append(notice->text());
            return words.join(u'|');
        };
        QTRY_VERIFY2_WITH_TIMEOUT(!page()->truth().isReviewing(), qPrintable(said()), patience);
    }
    [[nodiscard]] QString value(const QString &sql) const { return PostgresSession(m_location).value(sql); }

private Q_SLOTS:
    void initTestCase()
    {
        Theme::apply(*qApp, ThemeKind::Dark);
        QVERIFY(writeRules());
        START_POSTGRES(m_cluster, {u"hba_file=%1/hba"_s.arg(m_hba->path())});
        PostgresSession admin(m_cluster.location(u"postgres"_s));
        QVERIFY2(admin.run(u"CREATE ROLE ann LOGIN SUPERUSER PASSWORD 'hidden-word'"_s), qPrintable(admin.problem()));
    }
    void init()
    {
        failOnUnexpectedWarnings();
        m_location = m_cluster.newDatabase();
        QVERIFY2(!m_location.isEmpty(), qPrintable(m_cluster.problem()));
        m_database = value(u"SELECT current_database()"_s);
        m_state = std::make_unique<QTemporaryDir>();
        m_project = std::make_unique<QTemporaryDir>();
        openWindow();
    }
    void cleanup()
    {
        m_window.reset();
        if (!m_database.isEmpty())
            core::forgetPassword(url(u"ann"_s));
    }

    void aFolderIsLookedAtUntilItIsTrusted();
    void aPasswordIsAskedForAndKept();
    void aPasswordThatIsRefusedIsAskedForAgain();
    void severalConfigsAreOffered();
    void migratesByKeys();
    void checksFolderAndJournal();
    void baselinesAndRepairs();
    void resetsButNeverProduction();
    void pushesSchemaTs();
};

/// Its schema.ts is code, as is that of a project with a file.
void TestServerProject::aFolderIsLookedAtUntilItIsTrusted()
{
    writeConfig(u"url: '%1'"_s.arg(url(u"raincheck"_s)));
    m_window->openTarget(m_project->path());
    QTRY_VERIFY_WITH_TIMEOUT(isOpen(), patience);
    QCOMPARE(session().location(), url(u"raincheck"_s));
    QVERIFY(session().isReadOnly() && !session().isTrusted());
    QVERIFY(m_window->findChild<PlainLabel *>(u"trustText"_s)->text().contains(u"project lets its schema.ts run"_s));
    QTRY_VERIFY(m_window->findChild<PlainLabel *>(u"statusRight"_s)->text().contains(u"drizzle.config.ts"_s));
    m_window->perform(u"file.trust"_s);
    QTRY_VERIFY_WITH_TIMEOUT(isOpen() && session().isTrusted(), patience);
    QVERIFY(!session().isReadOnly());
    // From now on.
    m_window->openTarget(m_project->path());
    QTRY_VERIFY_WITH_TIMEOUT(isOpen() && session().isTrusted(), patience);
}

void TestServerProject::aPasswordIsAskedForAndKept()
{
    writeConfig(
        u"host: '127.0.0.1', port: %1, user: 'ann', password: process.env.NOT_SET_ANYWHERE, database: '%2'"_s.arg(
            QString::number(m_cluster.port()), m_database));
    m_window->openTarget(m_project->path());
    answer(u"wrong"_s);
    answer(u"hidden-word"_s, true);
    QTRY_VERIFY_WITH_TIMEOUT(isOpen(), patience);
    QCOMPARE(session().location(), url(u"ann"_s));
    QVERIFY(session().target().project); // the project, not only its server
    QTRY_VERIFY(!m_secrets->isEmpty());
    // The next time nobody is asked.
    core::forgetPassword(url(u"ann"_s));
    m_window->perform(u"file.close"_s);
    QTRY_VERIFY(!m_window->workspace());
    m_window->openTarget(m_project->path());
    QTRY_VERIFY_WITH_TIMEOUT(isOpen(), patience);
    QVERIFY(!asked());
}

/// The project says one, but the server has another by now.
void TestServerProject::aPasswordThatIsRefusedIsAskedForAgain()
{
    files::write(*m_project, u".env"_s, "DATABASE_URL=" + url(u"ann:old-word"_s).toUtf8() + "\n");
    writeConfig(u"url: process.env.DATABASE_URL!"_s);
    m_window->openTarget(m_project->path());
    answer(u"hidden-word"_s);
    QTRY_VERIFY_WITH_TIMEOUT(isOpen(), patience);
    QVERIFY(session().target().project);
}

void TestServerProject::severalConfigsAreOffered()
{
    files::write(*m_project, u"package.json"_s, "{\"workspaces\":[\"apps/*\"]}");
    for (const QString &app : {u"apps/one/"_s, u"apps/two/"_s})
        writeConfig(u"url: '%1'"_s.arg(url(u"raincheck"_s)), app);
    m_window->openTarget(m_project->path());
    QTRY_VERIFY_WITH_TIMEOUT(isOpen(), patience);
    QCOMPARE(m_prompts->offered.size(), 2);
    QCOMPARE(m_prompts->offered.first().dialect, u"postgresql"_s);
    QVERIFY2(m_prompts->offered.first().database.contains(m_database), qPrintable(m_prompts->offered.first().database));
    QVERIFY(session().target().project->configPath.endsWith(u"apps/two/drizzle.config.ts"_s));
}

void TestServerProject::migratesByKeys()
{
    writeConfig(u"url: '%1'"_s.arg(url(u"raincheck"_s)));
    writeMigrations({u"0000_a: CREATE TABLE \"a\" (\"id\" serial PRIMARY KEY);"_s,
                     u"0001_b: CREATE TYPE \"public\".\"mood\" AS ENUM('sad', 'ok');--> statement-breakpoint\n"
                     "ALTER TABLE \"a\" ADD COLUMN \"m\" \"mood\" DEFAULT 'ok';"_s});
    m_window->openTarget(m_project->path(), {}, core::Trust::FromNowOn);
    QTRY_VERIFY_WITH_TIMEOUT(isOpen(), patience);
    m_window->perform(u"migrations.open"_s);
    QTRY_VERIFY(page());
    page()->select(u"0000_a"_s);
    page()->setFocus();
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_F8); // the dry run
    QTRY_VERIFY_WITH_TIMEOUT(page()->gate().rehearsal, patience);
    QVERIFY2(page()->gate().rehearsal->succeeded, qPrintable(page()->gate().rehearsal->error.message));
    QCOMPARE(value(u"SELECT to_regclass('a') IS NULL AND to_regclass('drizzle.__drizzle_migrations') IS NULL"_s),
             u"t"_s);
    QTRY_VERIFY(!page()->gate().running);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_F8, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(page()->gate().firstPending, u"0001_b"_s, patience);
    QCOMPARE(m_prompts->askedToApply, QStringList{u"0000_a"_s});
    QCOMPARE(value(u"SELECT count(*) FROM drizzle.__drizzle_migrations"_s), u"1"_s);
    QTRY_VERIFY_WITH_TIMEOUT(isOpen() && page()->isSettled(), patience);
    // The journal is hidden, and the rest by the truth board.
    QVERIFY(session().schema()->table({u"drizzle"_s, u"__drizzle_migrations"_s})->internal);
    m_window->perform(u"truth.open"_s);
    QTRY_VERIFY_WITH_TIMEOUT(page()->truth().watch().known() && page()->truth().isSettled(), patience);
    QTRY_VERIFY(child<QPushButton>("truth-all-apply-up-to"));
    QTest::mouseClick(child<QPushButton>("truth-all-apply-up-to"), Qt::LeftButton);
    applyProposal();
    QTRY_COMPARE_WITH_TIMEOUT(states(), (QStringList{u"0000_a applied"_s, u"0001_b applied"_s}), patience);
}

/// What the server's journal has is held against the files, again whenever they change.
void TestServerProject::checksFolderAndJournal()
{
    writeConfig(u"url: '%1'"_s.arg(url(u"raincheck"_s)));
    const QStringList lines{u"0000_users: CREATE TABLE users(id int PRIMARY KEY)"_s,
                            u"0001_notes: CREATE TABLE notes(id int PRIMARY KEY)"_s};
    writeMigrations(lines);
    QVERIFY(PostgresSession(m_location).run(u"CREATE TABLE users(id int PRIMARY KEY); CREATE TABLE notes(id int)"_s));
    openTruth();
    QVERIFY(page()->perform(u"truth.baseline"_s));
    applyProposal();
    m_window->perform(u"drizzle.check"_s);
    CheckPane &check = page()->kit().check();
    const auto isChecked = [&check] { return check.problems() && check.isSettled(); };
    QTRY_VERIFY_WITH_TIMEOUT(isChecked(), patience);
    QVERIFY(!check.findChild<QWidget *>(u"check-edited"_s) && !check.findChild<QWidget *>(u"check-orphan"_s));
    const auto rewrite = [&](const QStringList &files) {
        writeMigrations(files);
        QTest::mouseClick(check.findChild<QPushButton *>(u"check-again"_s), Qt::LeftButton);
        m_window->perform(u"view.refresh"_s);
    };
    rewrite({lines.first(), u"0001_notes: CREATE TABLE notes(id bigint PRIMARY KEY)"_s});
    QTRY_VERIFY_WITH_TIMEOUT(check.findChild<QWidget *>(u"check-edited"_s), patience);
    QVERIFY(!check.isInOrder());
    auto *show = check.findChild<QWidget *>(u"check-edited"_s)->findChild<QPushButton *>(u"check-show"_s);
    QVERIFY(show);
    QCOMPARE(show->accessibleDescription(), u"0001_notes"_s);
    QVERIFY(PostgresSession(m_location)
                .run(u"INSERT INTO drizzle.__drizzle_migrations(hash, created_at) "
                     "VALUES ('of nobody', 1600000000000)"_s));
    rewrite(lines);
    QTRY_VERIFY_WITH_TIMEOUT(check.findChild<QWidget *>(u"check-orphan"_s), patience);
    QTRY_VERIFY_WITH_TIMEOUT(isChecked() && !check.findChild<QWidget *>(u"check-edited"_s), patience);
}

void TestServerProject::baselinesAndRepairs()
{
    QVERIFY(PostgresSession(m_location).run(u"CREATE TABLE a (id integer); CREATE TABLE b (id integer)"_s));
    writeConfig(u"url: '%1'"_s.arg(url(u"raincheck"_s)));
    writeMigrations(
        {u"0000_a: CREATE TABLE \"a\" (\"id\" integer);"_s, u"0001_b: CREATE TABLE \"b\" (\"id\" integer);"_s});
    openTruth();
    QVERIFY(page()->perform(u"truth.baseline"_s));
    applyProposal();
    QTRY_COMPARE_WITH_TIMEOUT(states(), (QStringList{u"0000_a applied"_s, u"0001_b applied"_s}), patience);
    // A file is edited after that.
    files::write(*m_project, u"drizzle/0001_b.sql"_s, "-- b\nCREATE TABLE \"b\" (\"id\" integer);");
    QVERIFY(page()->perform(u"view.refresh"_s));
    QTRY_COMPARE_WITH_TIMEOUT(states(), (QStringList{u"0000_a applied"_s, u"0001_b edited"_s}), patience);
    page()->truth().select(u"0001_b"_s);
    QVERIFY(page()->perform(u"truth.repair"_s));
    applyProposal();
    QTRY_COMPARE_WITH_TIMEOUT(states(), (QStringList{u"0000_a applied"_s, u"0001_b applied"_s}), patience);
}

void TestServerProject::resetsButNeverProduction()
{
    QVERIFY(PostgresSession(m_location)
                .run(u"CREATE TABLE old (id integer); CREATE SCHEMA theirs; CREATE TABLE theirs.t (id integer)"_s));
    writeConfig(u"url: '%1'"_s.arg(url(u"raincheck"_s)));
    writeMigrations({u"0000_a: CREATE TABLE \"a\" (\"id\" integer);"_s});
    openTruth();
    QVERIFY(core::EnvironmentMark::of(session()).set(core::Environment::Production));
    QVERIFY(page()->perform(u"truth.reset"_s));
    QVERIFY(child<Notice>("truth-notice")->text().contains(u"never reset"_s));
    QVERIFY(core::EnvironmentMark::of(session()).set(core::Environment::Local));
    QVERIFY(page()->perform(u"truth.reset"_s));
    QTRY_VERIFY_WITH_TIMEOUT(page()->truth().isReviewing(), patience);
    for (QCheckBox *box : page()->truth().review().findChildren<QCheckBox *>(QRegularExpression(u"^allow-"_s)))
        box->click();
    QTRY_VERIFY_WITH_TIMEOUT(child<QPushButton>("proposal-apply")->isEnabled(), patience);
    QTest::mouseClick(child<QPushButton>("proposal-apply"), Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT to_regclass('a') IS NOT NULL AND to_regclass('old') IS NULL"_s), u"t"_s,
                              patience);
    QCOMPARE(value(u"SELECT to_regclass('theirs.t') IS NOT NULL"_s), u"t"_s);
}

/// schema.ts against the live database, through the preview.
void TestServerProject::pushesSchemaTs()
{
    if (const QString why = KitProject::missing(u"kit"_s); !why.isEmpty())
        QSKIP(qPrintable(why));
    QVERIFY(PostgresSession(m_location).run(u"CREATE SCHEMA theirs; CREATE TABLE theirs.t (id integer)"_s));
    const KitProject project(u"kit"_s);
    project.writePostgresConfig(url(u"raincheck"_s));
    project.write(u"schema.ts"_s,
                  u"import { pgEnum, pgTable, serial } from 'drizzle-orm/pg-core';\n"
                  "export const mood = pgEnum('mood', ['sad', 'ok']);\n"
                  "export const users = pgTable('users', { id: serial('id').primaryKey(), mood: mood('mood') });\n"_s);
    m_window->openTarget(project.path(), {}, core::Trust::FromNowOn);
    QTRY_VERIFY_WITH_TIMEOUT(isOpen(), patience);
    m_window->perform(u"drizzle.push"_s);
    const auto said = [this]() -> QString {
        const core::ProjectSchema *schema = session().projectSchema();
        return (schema && schema->problem() ? schema->problem()->message : QString()) + u'|'
            + (page() ? page()->preview().gate().problem : u"no page"_s);
    };
    QTRY_VERIFY2_WITH_TIMEOUT(page() && page()->preview().changeCount() > 0 && page()->isSettled(), qPrintable(said()),
                              patience);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_F8);
    QTRY_VERIFY_WITH_TIMEOUT(page()->preview().gate().rehearsal && page()->isSettled(), patience);
    QCOMPARE(value(u"SELECT to_regclass('users') IS NULL"_s), u"t"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_F8, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(value(u"SELECT to_regclass('users') IS NOT NULL"_s), u"t"_s, patience);
    QTRY_COMPARE_WITH_TIMEOUT(page()->preview().changeCount(), 0, patience);
    QCOMPARE(value(u"SELECT to_regclass('theirs.t') IS NOT NULL"_s), u"t"_s);
}

QTEST_MAIN(TestServerProject)
#include "tst_serverproject.moc"
