// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/schemapreview.h"

#include "core/base/whendone.h"
#include "support/opensession.h"
#include "support/verify.h"
#include "ui/changes/notice.h"
#include "ui/changes/sqlview.h"
#include "ui/migrate/confirmapply.h"
#include "ui/migrate/dryrunview.h"
#include "ui/migrate/hazardcard.h"
#include "ui/migrate/migrationlist.h"
#include "ui/migrate/migrationsources.h"
#include "ui/migrate/migrationspage.h"
#include "ui/migrate/previewcards.h"
#include "ui/migrate/renamebar.h"
#include "ui/shell/prompts.h"
#include "ui/style/pill.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace Qt::Literals::StringLiterals;
using namespace ui;

namespace {

/// Real questions, but files are chosen as told.
class ChosenFiles : public DialogPrompts {
public:
    void chooseFile(QWidget *, const QString &, std::function<void(QString)> answer) override { answer(path); }
    void chooseAnyFile(QWidget *, const QString &, std::function<void(QString)> answer) override { answer(path); }
    void saveFile(QWidget *, const QString &, const QString &name, std::function<void(QString)> answer) override
    {
        suggested = name;
        answer(path);
    }
    QString path;
    QString suggested;
};

/// A source whose draft the test gives.
class GivenSource : public MigrationSource {
public:
    [[nodiscard]] QString id() const override { return u"given"_s; }
    [[nodiscard]] QString name() const override { return u"Given"_s; }
    [[nodiscard]] std::optional<core::MigrationDraft> draft() const override { return given; }
    [[nodiscard]] QString why() const override { return u"Nothing was drawn yet."_s; }
    [[nodiscard]] QString actionId() const override { return u"given.open"_s; }
    std::optional<core::MigrationDraft> given;
};

QString blog()
{
    return u"CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT);"
           "CREATE TABLE posts (id INTEGER PRIMARY KEY, title TEXT, user_id INTEGER);"
           "CREATE INDEX posts_user ON posts (user_id);"
           "INSERT INTO users VALUES (1, 'Ada', 'a@x'), (2, 'Bob', 'a@x'), (3, 'Cid', NULL);"
           "INSERT INTO posts VALUES (1, 'Hello You', 1), (2, 'Again', 2);"_s;
}

QString target()
{
    return u"CREATE TABLE users (id INTEGER PRIMARY KEY, full_name TEXT, email TEXT);"
           "CREATE TABLE posts (id INTEGER PRIMARY KEY, title TEXT, slug TEXT NOT NULL, user_id INTEGER);"
           "CREATE UNIQUE INDEX posts_slug ON posts (slug);"
           "CREATE INDEX posts_user ON posts (user_id);"_s;
}

} // namespace

/// The preview of a target schema in the migrations page, by keys and clicks.
class TestSchemaPreview : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { Theme::apply(*qApp, ThemeKind::Dark); }
    void init() { QTest::failOnWarning(anyRealWarning()); }
    void cleanup()
    {
        m_page.reset();
        m_open.reset();
    }

    void aFileIsChosenAndItsPlanIsShown()
    {
        open();
        choose(target());
        QTRY_VERIFY(settled());
        QVERIFY(sql().toPlainText().contains(u"ALTER TABLE `posts` ADD COLUMN `slug` TEXT NOT NULL"_s));
        QCOMPARE(sql().script().get(), preview().desk().plan()->preview.script.get());
        QCOMPARE(child<QLabel>("preview-title")->text(), u"target.sql"_s);
        QCOMPARE(child<Pill>("preview-tables")->text(), u"2 tables"_s);
        QCOMPARE(child<Pill>("preview-values")->text(), u"1 needs a value"_s);
        const QString said = texts().join(u'\n');
        QVERIFY2(said.contains(u"+ slug text not null"_s), qPrintable(said));
        QVERIFY2(said.contains(u"In place, no row is copied."_s), qPrintable(said));
        QVERIFY(!button("preview-apply")->isEnabled());
        QTest::mouseClick(button("preview-copy"), Qt::LeftButton);
        QCOMPARE(QGuiApplication::clipboard()->text(), sql().wholeText());
        const auto *list = child<QListWidget>("migration-list");
        QCOMPARE(list->currentItem()->text(), u"target.sql"_s);
        picture(u"plan"_s);
    }

    void renamesAreAnsweredByKeys()
    {
        open();
        choose(target());
        QTRY_VERIFY(settled());
        QVERIFY(child<RenameBar>("rename-bar")->isVisible());
        QCOMPARE(child<QLabel>("rename-gone")->text(), u"users.name"_s);
        QVERIFY(child<QLabel>("preview-locked")->text().contains(u"1 rename is to be answered"_s));
        QVERIFY(m_page->perform(u"migrations.answer"_s));
        QTRY_VERIFY(button("rename-same")->hasFocus());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QTRY_VERIFY(sql().toPlainText().contains(u"RENAME COLUMN `name` TO `full_name`"_s));
        QVERIFY(texts().contains(u"~ name → full_name"_s));
        QTest::mouseClick(button("rename-again"), Qt::LeftButton);
        QTRY_VERIFY(button("rename-apart")->isVisible());
        QTest::mouseClick(button("rename-apart"), Qt::LeftButton);
        QTRY_VERIFY(settled() && !sql().toPlainText().contains(u"RENAME COLUMN"_s));
        auto *lost = card(u"H02"_s);
        QVERIFY(lost);
        QCOMPARE(lost->findChild<QLabel *>(u"hazard-count"_s)->text(), u"3 rows"_s);
    }

    void whatIsTypedIsSeenInTheScriptAndInTheRows()
    {
        open();
        choose(target());
        QTRY_VERIFY(settled());
        auto *field = card(u"H20"_s)->findChild<QLineEdit *>(u"hazard-expression"_s);
        QVERIFY(field->isVisible());
        field->setFocus();
        QTest::keyClicks(field, u"lower(nope)"_s);
        QTRY_VERIFY(sql().toPlainText().contains(u"(lower(nope))"_s));
        QTRY_VERIFY(texts().contains(u"Rebuilt: 2 rows are copied. 1 index kept."_s));
        QTRY_VERIFY(!problemOf(u"H20"_s).isEmpty());
        QVERIFY2(problemOf(u"H20"_s).contains(u"nope"_s), qPrintable(problemOf(u"H20"_s)));
        QVERIFY(!button("preview-apply")->isEnabled());
        field->selectAll();
        QTest::keyClicks(field, u"replace(lower(title), ' ', '-')"_s);
        QVERIFY(field->hasFocus()); // the plan was made anew many times under it
        QTRY_VERIFY(sql().toPlainText().contains(u"(replace(lower(title), ' ', '-'))"_s));
        QTRY_VERIFY(resultOf(u"H20"_s).contains(u"→ hello-you"_s));
        QTRY_VERIFY(problemOf(u"H20"_s).isEmpty());
        QTest::keyClicks(field, u")"_s); // no single expression: the script stays, and it is said
        QTRY_VERIFY(child<QLabel>("preview-locked")->text().contains(u"no single SQL expression"_s));
        QVERIFY(!problemOf(u"H20"_s).isEmpty());
        QTest::keyClick(field, Qt::Key_Backspace);
        QTRY_VERIFY(settled() && problemOf(u"H20"_s).isEmpty());
        QTRY_VERIFY(resultOf(u"H20"_s).contains(u"→ hello-you"_s));
        picture(u"fill"_s);
    }

    void rowsInTheWayAreShownAndPutRight()
    {
        open();
        choose(u"CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT UNIQUE);"
               "CREATE TABLE posts (id INTEGER PRIMARY KEY, title TEXT, user_id INTEGER);"
               "CREATE INDEX posts_user ON posts (user_id);"_s);
        QTRY_VERIFY(settled());
        auto *twice = card(u"H22"_s);
        QVERIFY(twice);
        QCOMPARE(twice->findChild<QLabel *>(u"hazard-count"_s)->text(), u"2 rows"_s);
        const QSignalSpy opened(m_page.get(), &Page::openRequested);
        QTest::mouseClick(twice->findChild<QToolButton *>(u"hazard-rows"_s), Qt::LeftButton);
        QCOMPARE(opened.size(), 1);
        const auto to = opened.first().first().value<Destination>();
        core::RowQuery query;
        query.table = to.table;
        query.filter = to.filter;
        QCOMPARE(to.table.name, u"users"_s);
        QCOMPARE(core::waitFor(m_open->session->countRows(query)).value(), 2);

        chooseFix(twice, u"Keep the first of them"_s);
        QTRY_VERIFY(settled() && sql().toPlainText().contains(u"DELETE FROM `users`"_s));
        QVERIFY(!twice->hazard().blocks());
        QVERIFY(button("preview-apply")->isEnabled());
        picture(u"repaired"_s);
        QTest::mouseClick(twice->findChild<QToolButton *>(u"hazard-take-back"_s), Qt::LeftButton);
        QTRY_VERIFY(settled() && !sql().toPlainText().contains(u"DELETE FROM"_s));
        QVERIFY(!button("preview-apply")->isEnabled());

        chooseFix(twice, u"Set email to…"_s);
        auto *field = twice->findChild<QLineEdit *>(u"hazard-expression"_s);
        QTRY_VERIFY(field->hasFocus());
        QTest::keyClicks(field, u"name || '@x'"_s);
        QTRY_VERIFY(settled() && sql().toPlainText().contains(u"SET `email` = (name || '@x')"_s));
        apply();
        QTRY_COMPARE(m_open->rows(u"SELECT email FROM users ORDER BY id"_s),
                     m_open->rows(u"SELECT 'Ada@x' UNION ALL SELECT 'Bob@x' UNION ALL SELECT NULL"_s));
    }

    void appliesWhatWasShownAndEndsAtTheTarget()
    {
        open();
        choose(target());
        QTRY_VERIFY(settled());
        QTest::mouseClick(button("rename-same"), Qt::LeftButton);
        auto *field = card(u"H20"_s)->findChild<QLineEdit *>(u"hazard-expression"_s);
        field->setFocus();
        QTest::keyClicks(field, u"lower(title)"_s);
        QTRY_VERIFY(settled() && button("preview-apply")->isEnabled());
        const auto shown = sql().script();
        const QStringList before = m_open->rows(u"SELECT sql FROM sqlite_schema"_s);
        QTest::mouseClick(button("preview-dry-run"), Qt::LeftButton);
        QTRY_VERIFY(preview().gate().rehearsal);
        const QString report = child<DryRunView>("preview-dry-run")->text();
        QVERIFY2(report.contains(u"posts 2 rows → 2 rows rebuilt, all kept · checksum of kept columns: identical"_s),
                 qPrintable(report));
        QVERIFY2(report.contains(u"the result is the target, no difference"_s), qPrintable(report));
        QCOMPARE(m_open->rows(u"SELECT sql FROM sqlite_schema"_s), before);
        QCOMPARE(sql().script(), shown);
        picture(u"dryrun"_s);
        apply();
        QTRY_VERIFY2(notice().text().contains(u"Applied the schema of target.sql"_s), qPrintable(notice().text()));
        QVERIFY2(notice().text().contains(u"backup: "_s), qPrintable(notice().text()));
        QCOMPARE(m_open->rows(u"SELECT slug FROM posts ORDER BY id"_s),
                 m_open->rows(u"SELECT lower(title) FROM posts ORDER BY id"_s));
        const auto history = core::waitFor(m_open->session->history());
        VERIFY_OK(history);
        QCOMPARE(history->first().sql, core::rendered(*shown, m_open->session->dialect()));
        QTRY_VERIFY(settled());
        QTRY_VERIFY(child<QLabel>("preview-empty")->text().contains(u"No difference"_s));
        picture(u"applied"_s);
    }

    void whatIsLostMustBeAllowed()
    {
        open();
        choose(u"CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);"
               "CREATE TABLE posts (id INTEGER PRIMARY KEY, title TEXT, user_id INTEGER);"
               "CREATE INDEX posts_user ON posts (user_id);"_s);
        QTRY_VERIFY(settled());
        QVERIFY(!button("preview-apply")->isEnabled());
        QVERIFY(child<QLabel>("preview-locked")->text().contains(u"H02"_s));
        auto *allow = child<QCheckBox>("allow-H02");
        allow->setFocus();
        QTest::keyClick(allow, Qt::Key_Space);
        QVERIFY(button("preview-apply")->isEnabled());
        apply();
        QTRY_COMPARE(m_open->rows(u"SELECT count(*) FROM pragma_table_info('users') WHERE name = 'email'"_s),
                     QStringList{u"0"_s});
    }

    void theWayBackCanBeLookedAt()
    {
        open();
        choose(target());
        QTRY_VERIFY(settled());
        QTRY_VERIFY(child<QToolButton>("way-back-show"));
        QTest::mouseClick(child<QToolButton>("way-back-show"), Qt::LeftButton);
        QTRY_VERIFY(child<QWidget>("preview-back-bar")->isVisible());
        QVERIFY(sql().toPlainText().contains(u"RENAME COLUMN"_s) || sql().toPlainText().contains(u"DROP"_s));
        QVERIFY(sql().script() != preview().desk().plan()->preview.script);
        QTest::mouseClick(child<QToolButton>("preview-forward"), Qt::LeftButton);
        QCOMPARE(sql().script().get(), preview().desk().plan()->preview.script.get());
    }

    void thePlanFollowsTheDatabase()
    {
        open();
        choose(target());
        QTRY_VERIFY(settled());
        QCOMPARE(tempdatabase::run(m_open->path, u"ALTER TABLE users RENAME COLUMN name TO full_name"_s), QString());
        m_open->session->checkForChanges();
        QTRY_VERIFY(notice().text().contains(u"the plan was made again"_s));
        QTRY_VERIFY(settled() && !child<RenameBar>("rename-bar")->isVisible());
    }

    void theFileIsReadAgainWhenItChanges()
    {
        open();
        choose(target());
        QTRY_VERIFY(settled());
        write(blog().section(u"INSERT"_s, 0, 0));
        QTRY_VERIFY(child<QLabel>("preview-empty")->isVisible());
        QTRY_VERIFY(child<QLabel>("preview-empty")->text().contains(u"No difference"_s));
        QCOMPARE(preview().changeCount(), 0);
    }

    void saysWhyThereIsNothing()
    {
        open();
        choose(u"CREATE TABLE ("_s);
        QTRY_VERIFY(child<QLabel>("preview-empty")->text().contains(u"target.sql"_s)
                    && !child<QLabel>("preview-empty")->text().contains(u"is being read"_s));
        QVERIFY(!button("preview-apply")->isEnabled());
        QVERIFY(!button("preview-dry-run")->isEnabled());
        picture(u"unreadable"_s);
        auto *source = new GivenSource;
        MigrationSources::of(*m_open->session).add(source);
        m_page->selectSource(u"given"_s);
        QCOMPARE(child<QLabel>("preview-empty")->text(), u"Nothing was drawn yet."_s);
        const QSignalSpy asked(m_page.get(), &Page::actionRequested);
        QTest::mouseClick(child<QToolButton>("preview-empty-action"), Qt::LeftButton);
        QCOMPARE(asked.first().first().toString(), u"given.open"_s);
        core::MigrationDraft draft;
        draft.target = *m_open->session->schema();
        draft.target.tables.removeLast();
        source->given = draft;
        Q_EMIT source->changed();
        QTRY_VERIFY(settled() && sql().toPlainText().contains(u"DROP TABLE `users`"_s));
        QTest::keyClick(child<QListWidget>("migration-list"), Qt::Key_Up); // to the file that cannot be read
        QTRY_VERIFY(child<QLabel>("preview-empty")->text().contains(u"target.sql"_s));
        QTest::keyClick(child<QListWidget>("migration-list"), Qt::Key_Delete);
        QCOMPARE(MigrationSources::of(*m_open->session).all().size(), 1);
    }

    /// Another table of the same shape, and only the rows tell which one it is.
    void valuesRankTheRenames()
    {
        open();
        const QString other = tempdatabase::make(
            m_open->dir, u"other.db"_s,
            u"CREATE TABLE users (id INTEGER PRIMARY KEY, name_x TEXT, title TEXT, email TEXT);"
            "CREATE TABLE posts (id INTEGER PRIMARY KEY, title TEXT, user_id INTEGER);"
            "CREATE INDEX posts_user ON posts (user_id);"
            "INSERT INTO users VALUES (1, 'q', 'Ada', 'a@x'), (2, 'r', 'Bob', 'a@x'), (3, 's', 'Cid', NULL);"_s);
        m_prompts.path = other;
        QTest::mouseClick(button("migrations.compareDatabase"), Qt::LeftButton);
        QTRY_VERIFY(settled());
        const auto *came = child<QLabel>("rename-came");
        QTRY_VERIFY2(came->text().contains(u"users.title"_s), qPrintable(came->text()));
        QTest::mouseClick(button("rename-same"), Qt::LeftButton);
        QTRY_VERIFY2(settled() && sql().wholeText().contains(u"RENAME COLUMN `name` TO `title`"_s),
                     qPrintable(sql().wholeText()));
    }

    /// In the smallest window what counts keeps its button, and the rest is in a menu.
    void buttonsYieldToAMenu()
    {
        open();
        choose(target());
        QTRY_VERIFY(settled());
        QVERIFY(button("preview-save")->isVisible() && !child<QToolButton>("preview-more")->isVisible());
        m_page->resize(660, 500);
        QTRY_VERIFY(child<QToolButton>("preview-more")->isVisible());
        QVERIFY2(m_page->width() <= 740, qPrintable(QString::number(m_page->width())));
        QVERIFY(button("preview-apply")->isVisible() && button("preview-dry-run")->isVisible());
        QVERIFY(!button("preview-save")->isVisible() && !button("preview-save-migration")->isVisible());
        QMenu *menu = child<QToolButton>("preview-more")->menu();
        Q_EMIT menu->aboutToShow();
        QStringList texts;
        for (const QAction *action : menu->actions())
            texts.append(action->text());
        QVERIFY2(texts.contains(u"Save SQL…"_s) && texts.contains(u"Save as migration…"_s), qPrintable(texts.join(u',')));
        QVERIFY(!menu->actions().last()->isEnabled()); // the renames come first
    }

    void saysWhatCanBeDone()
    {
        open();
        QVERIFY(!m_page->context().migrations.apply.isEmpty()); // nothing is chosen
        choose(target());
        QTRY_VERIFY(settled());
        const MigrationsContext asks = m_page->context().migrations;
        QVERIFY(asks.answer.isEmpty() && asks.dryRun.isEmpty() && asks.copySql.isEmpty() && asks.saveSql.isEmpty());
        QVERIFY(asks.wayBack.isEmpty() && asks.removeSource.isEmpty());
        QVERIFY(!asks.apply.isEmpty());
        QCOMPARE(asks.saveMigration, u"The renames are to be answered first."_s);
        QCOMPARE(button("preview-save-migration")->toolTip().contains(asks.saveMigration), true);
        QTest::mouseClick(button("rename-same"), Qt::LeftButton);
        QTRY_VERIFY(settled() && m_page->context().migrations.saveMigration.isEmpty());
        write(blog().section(u"INSERT"_s, 0, 0));
        QTRY_VERIFY(child<QLabel>("preview-empty")->isVisible()
                    && child<QLabel>("preview-empty")->text().contains(u"No difference"_s));
        const MigrationsContext done = m_page->context().migrations;
        for (const QString &why : {done.answer, done.dryRun, done.apply, done.copySql, done.saveSql, done.wayBack})
            QVERIFY(!why.isEmpty());
        QVERIFY(!button("preview-copy")->isEnabled());
    }

    void theSqlIsSaved()
    {
        open();
        choose(target());
        QTRY_VERIFY(settled());
        m_prompts.path = m_open->dir.filePath(u"saved.sql"_s);
        QTest::mouseClick(button("preview-save"), Qt::LeftButton);
        QCOMPARE(m_prompts.suggested, u"to_target.sql"_s);
        QTRY_VERIFY(QFileInfo(m_prompts.path).size() > 0); // written as a whole
        QFile file(m_prompts.path);
        QVERIFY(file.open(QFile::ReadOnly));
        QCOMPARE(QString::fromUtf8(file.readAll()).trimmed(), sql().wholeText());
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
                u"preview-%1-%2.png"_s.arg(name, kind == ThemeKind::Dark ? u"dark"_s : u"light"_s))));
        }
    }
    void open()
    {
        m_open = std::make_unique<OpenSession>(blog());
        QVERIFY2(m_open->session, qPrintable(m_open->error));
        m_page = std::make_unique<MigrationsPage>(*m_open->session, m_prompts);
        m_page->resize(1600, 860);
        m_page->show();
        m_page->activateWindow();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    }
    void write(const QString &ddl)
    {
        QFile file(m_open->dir.filePath(u"target.sql"_s));
        QVERIFY(file.open(QFile::WriteOnly | QFile::Truncate));
        QVERIFY(file.write(ddl.toUtf8()) > 0);
    }
    /// By the button of the page that has nothing to show yet.
    void choose(const QString &ddl)
    {
        write(ddl);
        m_prompts.path = m_open->dir.filePath(u"target.sql"_s);
        QTest::mouseClick(button("migrations.compareFile"), Qt::LeftButton);
    }
    void chooseFix(HazardCard *on, const QString &text)
    {
        QTest::mouseClick(on->findChild<QToolButton *>(u"hazard-fixes"_s), Qt::LeftButton);
        auto *menu = on->findChild<QMenu *>(u"hazard-fixes-menu"_s);
        QVERIFY(menu);
        QTRY_VERIFY(menu->isVisible());
        for (QAction *action : menu->actions()) {
            if (action->text() == text) {
                QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
                m_page->activateWindow(); // offscreen, it is not by itself after a menu
                return;
            }
        }
        QFAIL(qPrintable(text + u" is not offered"));
    }
    void apply()
    {
        QTest::mouseClick(button("preview-apply"), Qt::LeftButton); // without a dry run it makes one first
        QTRY_VERIFY(m_page->findChild<ConfirmApply *>());
        auto *question = m_page->findChild<ConfirmApply *>();
        QVERIFY(question->withBackup());
        QTest::mouseClick(question->findChild<QPushButton *>(u"confirm-accept"_s), Qt::LeftButton);
    }
    HazardCard *card(const QString &code) { return m_page->findChild<HazardCard *>(u"hazard-"_s + code); }
    QString problemOf(const QString &code)
    {
        const auto *label = card(code)->findChild<QLabel *>(u"hazard-problem"_s);
        return label->isVisible() ? label->text() : QString();
    }
    QString resultOf(const QString &code)
    {
        const auto *label = card(code)->findChild<QLabel *>(u"hazard-result"_s);
        return label->isVisible() ? label->text() : QString();
    }
    SchemaPreview &preview() { return m_page->preview(); }
    SqlView &sql() { return preview().sqlView(); }
    bool settled() { return preview().isSettled() && preview().desk().plan(); }
    /// Of the preview, else of the page: other panes have parts of the same name.
    template <typename T> T *child(const char *name)
    {
        auto *inside = m_page->preview().findChild<T *>(QLatin1String(name));
        return inside ? inside : m_page->findChild<T *>(QLatin1String(name));
    }
    QPushButton *button(const char *name) { return child<QPushButton>(name); }
    Notice &notice() { return *child<Notice>("preview-notice"); }
    QStringList texts()
    {
        QStringList all;
        for (const QLabel *label : m_page->findChildren<QLabel *>())
            all.append(label->text());
        return all;
    }

    ChosenFiles m_prompts;
    std::unique_ptr<OpenSession> m_open;
    std::unique_ptr<MigrationsPage> m_page;
};

QTEST_MAIN(TestSchemaPreview)
#include "tst_schemapreview.moc"
