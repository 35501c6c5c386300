// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/migrationspage.h"

#include "support/opensession.h"
#include "support/verify.h"
#include "ui/changes/notice.h"
#include "ui/changes/sqlview.h"
#include "ui/migrate/confirmapply.h"
#include "ui/migrate/dryrunview.h"
#include "ui/migrate/migrationlist.h"
#include "ui/shell/prompts.h"
#include "ui/style/pill.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QDir>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace Qt::Literals::StringLiterals;
using namespace ui;

namespace {

struct Migration {
    QString tag;
    QString sql;
};

/// A classic drizzle folder beside the database.
bool writeFolder(const QDir &folder, const QList<Migration> &migrations)
{
    QStringList entries;
    if (!folder.mkpath(u"meta"_s))
        return false;
    for (int i = 0; i < int(migrations.size()); ++i) {
        QFile file(folder.filePath(migrations.at(i).tag + u".sql"_s));
        if (!file.open(QFile::WriteOnly) || file.write(migrations.at(i).sql.toUtf8()) < 0)
            return false;
        entries.append(u"{\"idx\":%1,\"version\":\"6\",\"when\":%2,\"tag\":\"%3\",\"breakpoints\":true}"_s.arg(i)
                           .arg(1'700'000'000'000 + i)
                           .arg(migrations.at(i).tag));
    }
    QFile journal(folder.filePath(u"meta/_journal.json"_s));
    return journal.open(QFile::WriteOnly)
        && journal.write(u"{\"version\":\"7\",\"dialect\":\"sqlite\",\"entries\":[%1]}"_s.arg(entries.join(u','))
                             .toUtf8())
        > 0;
}

} // namespace

class TestMigrationsPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::apply(*qApp, ThemeKind::Dark); }
    void init() { QTest::failOnWarning(anyRealWarning()); }
    void cleanup()
    {
        m_page.reset();
        m_open.reset();
    }

    void saysThatThereIsNoFolder()
    {
        m_open = std::make_unique<OpenSession>(u"CREATE TABLE t (a)"_s);
        QVERIFY2(m_open->session, qPrintable(m_open->error));
        m_page = std::make_unique<MigrationsPage>(*m_open->session, m_prompts);
        m_page->show();
        QVERIFY(child<QLabel>("migrations-empty")->isVisible());
        QVERIFY(child<QLabel>("migrations-empty")->text().contains(u"test.db"_s));
    }

    void appliesPendingOnesInOrder()
    {
        open({{u"0000_init"_s, u"CREATE TABLE `tags` (`id` integer PRIMARY KEY);"_s},
              {u"0001_more"_s, u"ALTER TABLE `tags` ADD `name` text;"_s}});
        QCOMPARE(m_page->gate().state.tag, u"0000_init"_s); // the one whose turn it is
        QCOMPARE(child<Pill>("migration-state")->text(), u"pending"_s);
        QVERIFY(button("migration-apply")->isEnabled());
        m_page->select(u"0001_more"_s);
        QVERIFY(!button("migration-apply")->isEnabled());
        QVERIFY(child<QLabel>("migration-locked")->text().contains(u"0000_init comes first"_s));
        m_page->select(u"0000_init"_s);
        applyAndConfirm();
        QTRY_VERIFY2(notice().text().contains(u"0000_init is applied"_s), qPrintable(notice().text()));
        QVERIFY2(notice().text().contains(u"backup: "_s), qPrintable(notice().text()));
        QTRY_VERIFY(!m_open->rows(u"SELECT hash FROM __drizzle_migrations"_s).isEmpty());
        QTRY_COMPARE(m_page->gate().firstPending, u"0001_more"_s);
        m_page->select(u"0001_more"_s);
        QTRY_VERIFY(button("migration-apply")->isEnabled());
    }

    void showsTheScriptThatRuns()
    {
        open({{u"0000_init"_s, u"CREATE TABLE `tags` (\n  `id` integer PRIMARY KEY\n);\n--> statement-breakpoint\n"
                               "CREATE INDEX `i` ON `tags` (`id`);"_s}});
        const auto script = m_open->session->migrationScript(0);
        QCOMPARE(m_page->sqlView().script().get(), script.get());
        const QString text = m_page->sqlView().toPlainText();
        qsizetype at = 0;
        for (const core::Statement &statement : script->statements) {
            at = text.indexOf(core::rendered(statement, m_open->session->dialect()) + u';', at);
            QVERIFY2(at >= 0, qPrintable(statement.sql));
        }
        QTest::mouseClick(button("migration-copy"), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), text);
        QCOMPARE(child<Pill>("migration-count")->text(), u"%1 statements"_s.arg(script->statements.size()));
    }

    void aDryRunTouchesNothingAndSaysWhatHappens()
    {
        open({{u"0000_slug"_s, u"ALTER TABLE `posts` ADD `slug` text;"_s}});
        const QStringList before = m_open->rows(u"SELECT sql FROM sqlite_schema"_s);
        QTest::mouseClick(button("migration-dry-run"), Qt::LeftButton);
        QTRY_VERIFY(m_page->gate().rehearsal);
        QVERIFY(m_page->gate().rehearsal->succeeded);
        const QString report = child<DryRunView>("migration-dry-run-report")->text();
        QVERIFY2(report.contains(u"posts 2 rows → 2 rows all kept"_s), qPrintable(report));
        QVERIFY2(report.contains(u"test.db was not touched"_s), qPrintable(report));
        QCOMPARE(m_open->rows(u"SELECT sql FROM sqlite_schema"_s), before);
        QVERIFY(texts().contains(u"+ slug text"_s));
    }

    void whatWasAskedAboutIsWhatRuns()
    {
        open({{u"0000_slug"_s, u"ALTER TABLE `posts` ADD `slug` text;"_s}});
        QTest::mouseClick(button("migration-apply"), Qt::LeftButton);
        QTRY_VERIFY(m_page->findChild<ConfirmApply *>());
        QVERIFY(m_page->gate().rehearsal);
        // Another program writes while the question is open.
        QCOMPARE(tempdatabase::run(m_open->path, u"INSERT INTO posts VALUES (3, 'new')"_s), QString());
        m_open->session->checkForChanges();
        QTRY_VERIFY(!m_page->gate().rehearsal);
        QTest::mouseClick(m_page->findChild<QPushButton *>(u"confirm-accept"_s), Qt::LeftButton);
        QTRY_VERIFY2(notice().text().startsWith(u"Not applied:"_s), qPrintable(notice().text()));
        QVERIFY(!m_open->session->isApplying());
        QVERIFY(m_open->rows(u"SELECT name FROM pragma_table_info('posts') WHERE name = 'slug'"_s).isEmpty());
    }

    void aFailingDryRunLocksAndMarks()
    {
        open({{u"0000_bad"_s, u"CREATE UNIQUE INDEX `u` ON `posts` (`title`);"_s}});
        QTest::mouseClick(button("migration-apply"), Qt::LeftButton); // without a dry run it makes one first
        QTRY_VERIFY(m_page->gate().rehearsal);
        QVERIFY(!m_page->gate().rehearsal->succeeded);
        QVERIFY(!m_page->findChild<ConfirmApply *>());
        QVERIFY(!button("migration-apply")->isEnabled());
        QVERIFY(child<QLabel>("migration-locked")->text().startsWith(u"Apply is locked. "_s));
        QVERIFY(notice().text().startsWith(u"Not applied."_s));
        const int failed = m_page->gate().rehearsal->error.statementIndex;
        QVERIFY(failed >= 0);
        QCOMPARE(m_page->sqlView().mark(failed), SqlView::Mark::Failed);
        QVERIFY(m_open->rows(u"SELECT name FROM sqlite_schema WHERE name = 'u'"_s).isEmpty());
    }

    void aStopIsLockedUntilItIsAllowed()
    {
        open({{u"0000_wipe"_s, u"DELETE FROM `posts`;"_s}});
        QVERIFY(!button("migration-apply")->isEnabled());
        QVERIFY(child<QLabel>("migration-locked")->text().contains(u"H06"_s));
        auto *allow = child<QCheckBox>("allow-H06");
        QVERIFY(allow);
        allow->click();
        QVERIFY(button("migration-apply")->isEnabled());
        applyAndConfirm();
        QTRY_COMPARE(m_open->rows(u"SELECT count(*) FROM posts"_s), QStringList{u"0"_s});
    }

    void appliedOnesShowTheirFileAndCannotRunAgain()
    {
        open({{u"0000_init"_s, u"CREATE TABLE `tags` (`id` integer);"_s}});
        applyAndConfirm();
        QTRY_COMPARE(m_page->gate().state.kind, core::MigrationState::Kind::Applied);
        QVERIFY(!button("migration-apply")->isEnabled());
        QVERIFY(!button("migration-dry-run")->isEnabled());
        QCOMPARE(m_page->sqlView().toPlainText(), u"CREATE TABLE `tags` (`id` integer);"_s);
        QCOMPARE(child<Pill>("journal-health")->text(), u"match"_s);
    }

    void rowsLostWithoutAWordLockIt()
    {
        open({{u"0000_narrow"_s, u"CREATE TABLE `__new_posts` (`id` integer PRIMARY KEY, `title` text);"
                                 "INSERT INTO `__new_posts` SELECT `id`, `title` FROM `posts` WHERE `id` > 1;"
                                 "DROP TABLE `posts`;ALTER TABLE `__new_posts` RENAME TO `posts`;"_s}});
        QTest::mouseClick(button("migration-dry-run"), Qt::LeftButton);
        QTRY_VERIFY(m_page->gate().rehearsal);
        const QString report = child<DryRunView>("migration-dry-run-report")->text();
        QVERIFY2(report.contains(u"posts 2 rows → 1 row lost without a word"_s), qPrintable(report));
        QVERIFY2(report.contains(u"H05"_s), qPrintable(report));
        QVERIFY(!button("migration-apply")->isEnabled());
        picture(u"lost-rows"_s);
        child<QCheckBox>("allow-H05")->click();
        QVERIFY(button("migration-apply")->isEnabled());
    }

    void aRebuildThatLosesATrigger()
    {
        open({{u"0000_rebuild"_s, u"CREATE TABLE `__new_posts` (`id` integer PRIMARY KEY, `title` text,"
                                  " CONSTRAINT `titled` CHECK (`title` <> ''));"
                                  "INSERT INTO `__new_posts` SELECT `id`, `title` FROM `posts`;"
                                  "DROP TABLE `posts`;ALTER TABLE `__new_posts` RENAME TO `posts`;"_s}},
             u"CREATE TRIGGER posts_log AFTER DELETE ON posts BEGIN SELECT 1; END"_s);
        QTest::mouseClick(button("migration-dry-run"), Qt::LeftButton);
        QTRY_VERIFY(m_page->gate().rehearsal);
        const QString report = child<DryRunView>("migration-dry-run-report")->text();
        QVERIFY2(report.contains(u"posts 2 rows → 2 rows rebuilt, all kept"_s), qPrintable(report));
        QVERIFY2(report.contains(u"quick check: ok"_s), qPrintable(report));
        QVERIFY2(!report.contains(u"triggers and views: none lost"_s), qPrintable(report));
        const QString said = texts().join(u'\n');
        QVERIFY2(said.contains(u"+ check titled (`title` <> '')"_s), qPrintable(said));
        QVERIFY2(said.contains(u"− trigger posts_log"_s), qPrintable(said));
        QVERIFY2(said.contains(u"rebuilt: 2 rows copied"_s), qPrintable(said));
        QVERIFY(child<QCheckBox>("allow-H40"));
        picture(u"lost-trigger"_s);
    }

    void unchangedTablesAreOneLine()
    {
        QString more;
        for (int i = 0; i < 30; ++i)
            more += u"CREATE TABLE t%1 (a); INSERT INTO t%1 VALUES (1);"_s.arg(i);
        open({{u"0000_new"_s, u"CREATE TABLE `fresh` (`id` integer);"_s}}, more);
        QTest::mouseClick(button("migration-dry-run"), Qt::LeftButton);
        QTRY_VERIFY(m_page->gate().rehearsal);
        auto *view = child<DryRunView>("migration-dry-run-report");
        QVERIFY2(view->text().contains(u"31 tables unchanged, 32 rows"_s), qPrintable(view->text()));
        QVERIFY(!view->text().contains(u"t7 "_s));
        QVERIFY(view->text().indexOf(u"fresh"_s) < view->text().indexOf(u"31 tables"_s));
        child<QToolButton>("dry-run-unchanged")->click();
        QVERIFY(view->text().contains(u"t7 1 row → 1 row all kept"_s));
    }

    void everyStateHasItsPlace()
    {
        open({{u"0000_init"_s, u"CREATE TABLE `a` (`id` integer);"_s},
              {u"0002_late"_s, u"CREATE TABLE `c` (`id` integer);"_s}});
        for (const QString &tag : {u"0000_init"_s, u"0002_late"_s}) {
            m_page->select(tag);
            QTRY_VERIFY(button("migration-apply")->isEnabled());
            applyAndConfirm();
            QTRY_COMPARE(m_page->gate().state.kind, core::MigrationState::Kind::Applied);
        }
        const QDir folder(m_open->dir.filePath(u"drizzle"_s));
        QVERIFY(writeFolder(folder, {{u"0000_init"_s, u"CREATE TABLE `a` (`id` text);"_s}}));
        QCOMPARE(tempdatabase::run(m_open->path, u"INSERT INTO __drizzle_migrations (hash, created_at) VALUES ('x', 5)"_s),
                 QString());
        m_open->session->reload();
        QTRY_COMPARE(child<Pill>("journal-health")->kind(), PillKind::Red);
        picture(u"states"_s);
        m_page->select(u"0000_init"_s);
        QVERIFY(!button("migration-apply")->isEnabled());
        QVERIFY2(child<QLabel>("migration-locked")->text().contains(u"edited"_s),
                 qPrintable(child<QLabel>("migration-locked")->text()));
    }

    void theFolderIsTheWindowsQuestion()
    {
        open({{u"0000_init"_s, u"CREATE TABLE `a` (`id` integer);"_s}});
        const QSignalSpy asked(m_page.get(), &Page::actionRequested);
        QTest::mouseClick(button("migration-choose"), Qt::LeftButton);
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked.first().first().toString(), u"migrations.pickFolder"_s);
    }

    void ages_data()
    {
        QTest::addColumn<qint64>("milliseconds");
        QTest::addColumn<QString>("text");
        QTest::newRow("seconds") << qint64(5'000) << u"now"_s;
        QTest::newRow("minutes") << qint64(300'000) << u"5 min"_s;
        QTest::newRow("hours") << qint64(3 * 3'600'000) << u"3 h"_s;
        QTest::newRow("days") << qint64(21) * 86'400'000 << u"21 d"_s;
        QTest::newRow("years") << qint64(800) * 86'400'000 << u"2 y"_s;
        QTest::newRow("the future") << qint64(-1000) << u"now"_s;
    }
    void ages()
    {
        QFETCH(qint64, milliseconds);
        QFETCH(QString, text);
        const qint64 now = 1'793'382'300'000;
        QCOMPARE(ageText(now - milliseconds, now), text);
    }

private:
    /// For eyes: with RAINCHECK_TEST_PICTURES set, what is on view is drawn there, in both themes.
    void picture(const QString &name)
    {
        const QString folder = qEnvironmentVariable("RAINCHECK_TEST_PICTURES");
        if (folder.isEmpty())
            return;
        for (const ThemeKind kind : {ThemeKind::Light, ThemeKind::Dark}) {
            Theme::apply(*qApp, kind);
            QCoreApplication::processEvents();
            QVERIFY(m_page->grab().save(QDir(folder).filePath(
                u"migrate-%1-%2.png"_s.arg(name, kind == ThemeKind::Dark ? u"dark"_s : u"light"_s))));
        }
    }
    void open(const QList<Migration> &migrations, const QString &more = {})
    {
        m_open = std::make_unique<OpenSession>(u"CREATE TABLE posts (id INTEGER PRIMARY KEY, title TEXT);"
                                               "INSERT INTO posts VALUES (1,'same'), (2,'same');"_s
                                               + more);
        const QDir folder(m_open->dir.filePath(u"drizzle"_s));
        QVERIFY(writeFolder(folder, migrations));
        core::Session::Options options;
        options.migrationsFolder = folder.path();
        m_open->session.reset();
        m_open->open(options);
        QVERIFY2(m_open->session, qPrintable(m_open->error));
        m_page = std::make_unique<MigrationsPage>(*m_open->session, m_prompts);
        m_page->resize(1200, 800);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    }
    void applyAndConfirm()
    {
        QTest::mouseClick(button("migration-apply"), Qt::LeftButton);
        QTRY_VERIFY(m_page->findChild<ConfirmApply *>());
        auto *question = m_page->findChild<ConfirmApply *>();
        QVERIFY(question->withBackup());
        QTest::mouseClick(question->findChild<QPushButton *>(u"confirm-accept"_s), Qt::LeftButton);
    }
    template <typename T> T *child(const char *name) { return m_page->findChild<T *>(QLatin1String(name)); }
    QPushButton *button(const char *name) { return child<QPushButton>(name); }
    Notice &notice() { return *child<Notice>("migration-notice"); }
    QStringList texts()
    {
        QStringList all;
        for (const QLabel *label : m_page->findChildren<QLabel *>())
            all.append(label->text());
        return all;
    }

    DialogPrompts m_prompts; // the real question
    std::unique_ptr<OpenSession> m_open;
    std::unique_ptr<MigrationsPage> m_page;
};

QTEST_MAIN(TestMigrationsPage)
#include "tst_migrationspage.moc"
