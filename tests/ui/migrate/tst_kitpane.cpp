// SPDX-License-Identifier: GPL-3.0-or-later
// What drizzle-kit does, in the window: generate, push, pull and check are seen before anything is written.
#include "ui/migrate/kitpane.h"

#include "core/session/projectschema.h"
#include "support/bridgeproject.h"
#include "support/files.h"
#include "support/quiet.h"
#include "support/tablepages.h"
#include "ui/changes/sqlview.h"
#include "ui/migrate/checkpane.h"
#include "ui/migrate/filesview.h"
#include "ui/migrate/generatedesk.h"
#include "ui/migrate/generatepane.h"
#include "ui/migrate/migrationlist.h"
#include "ui/migrate/migrationspage.h"
#include "ui/migrate/projectsource.h"
#include "ui/migrate/proposalreview.h"
#include "ui/migrate/pullpane.h"
#include "ui/migrate/schemapreview.h"
#include "ui/migrate/truthpane.h"
#include "ui/shell/prompts.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QCheckBox>
#include <QDirIterator>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QSplitter>
#include <QTest>
#include <QToolButton>

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int patient = 30'000;

QString schemaWith(const QString &columns, const QString &more = {})
{
    return u"import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';\n"
           "export const notes = sqliteTable('notes', { id: integer('id').primaryKey({ autoIncrement: true }), %1 });\n%2"_s
               .arg(columns, more);
}

/// Of a journal: "0000_a 1, 0001_b 2".
QByteArray journalOf(const QStringList &tags)
{
    QStringList entries;
    for (const QString &tag : tags)
        entries.append(u"{\"idx\":%1,\"version\":\"6\",\"when\":%2,\"tag\":\"%3\",\"breakpoints\":true}"_s.arg(
            QString::number(entries.size()), QString::number(1'700'000'000'000 + entries.size()), tag));
    return u"{\"version\":\"7\",\"dialect\":\"sqlite\",\"entries\":[%1]}"_s.arg(entries.join(u',')).toUtf8();
}

QByteArray snapshotOf(const QString &id, const QString &before)
{
    return u"{\"version\":\"6\",\"dialect\":\"sqlite\",\"id\":\"%1\",\"prevId\":\"%2\",\"tables\":{},\"views\":{},"
           "\"enums\":{},\"_meta\":{\"tables\":{},\"columns\":{}}}"_s.arg(id, before)
               .toUtf8();
}

constexpr char root[] = "00000000-0000-0000-0000-000000000000";

/// The question before files are replaced is answered, and a folder is chosen.
class KitAnswers : public ui::DialogPrompts {
public:
    void confirm(QWidget *, const ui::Question &question, std::function<void(bool)> answer) override
    {
        asked.append(question.text);
        answer(yes);
    }
    void chooseFolder(QWidget *, const QString &, std::function<void(QString)> answer) override { answer(folder); }
    QStringList asked;
    QString folder;
    bool yes = false;
};

} // namespace

class TestKitPane : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { ui::Theme::apply(*qApp, ui::ThemeKind::Dark); }
    void init() { failOnUnexpectedWarnings(); }
    void cleanup()
    {
        m_page.reset();
        m_open.reset();
        m_project.reset();
        m_answers = KitAnswers();
    }

    void generates_data();
    void generates();
    void asksAboutRenames();
    void waitsForValues();
    void convertsAndPutsRight();
    void ofOnesOwn();
    void baselines();
    void noBaselineWhereSomethingIsMissing();
    void littleRoom();
    void aFileThatMovedIsSaid();
    void pushIsThePreview();
    void withoutAProject();
    void pulls();
    void replacesOnlyAfterAQuestion();
    void checks();
    void inOrder();

private:
    /// A project around a database that `sql` makes. Skips where nothing can be evaluated.
    void open(const QString &schema, const QString &sql, BridgeProject::Orm orm = BridgeProject::Orm::V0)
    {
        m_project = std::make_unique<BridgeProject>(orm);
        if (!schema.isEmpty())
            m_project->writeSchema(schema);
        show(sql);
    }
    void show(const QString &sql)
    {
        m_open = std::make_unique<TablePages>(sql, m_project->path(u"x.db"_s));
        QVERIFY(m_open->session);
        ui::ProjectSource::offerIn(*m_open->session);
        m_page = std::make_unique<ui::MigrationsPage>(*m_open->session, m_answers);
        m_page->resize(1200, 800);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    }
    /// Generate is on view, of schema.ts as it is.
    void generate()
    {
        m_open->session->followProjectSchema();
        QVERIFY(m_page->perform(u"drizzle.generate"_s));
        QTRY_COMPARE_WITH_TIMEOUT(desk().state(), ui::GenerateDesk::State::Ready, patient);
        QTRY_VERIFY_WITH_TIMEOUT(m_page->isSettled(), patient);
    }
    void saveSchema(const QString &schema)
    {
        const QSignalSpy read(m_open->session.get(), &core::Session::projectSchemaChanged);
        m_project->write(u"schema.ts"_s, schema);
        QTRY_VERIFY_WITH_TIMEOUT(
            !read.isEmpty() && m_open->session->projectSchema()->state() == core::ProjectSchema::State::Read, patient);
        QTRY_VERIFY_WITH_TIMEOUT(m_page->isSettled(), patient);
    }
    [[nodiscard]] ui::GenerateDesk &desk() const { return m_page->kit().generate().desk(); }
    template <typename Widget> [[nodiscard]] Widget *find(const QString &name) const
    {
        auto *found = m_page->findChild<Widget *>(name);
        if (!found)
            qWarning("There is no %s.", qPrintable(name));
        return found;
    }
    [[nodiscard]] QString words(const QString &name) const { return find<ui::PlainLabel>(name)->text(); }
    void click(const QString &name) const { QTest::mouseClick(find<QPushButton>(name), Qt::LeftButton); }
    [[nodiscard]] QStringList fileNames(const QString &view) const
    {
        QStringList names;
        const auto *list = find<QListWidget>(view + u"-list"_s);
        for (int i = 0; i < list->count(); ++i)
            names.append(list->item(i)->data(Qt::AccessibleTextRole).toString());
        return names;
    }
    /// What is there, from the project's folder.
    [[nodiscard]] QStringList filesIn(const QString &folder) const
    {
        QStringList names;
        QDirIterator all(m_project->path(folder), QDir::Files, QDirIterator::Subdirectories);
        while (all.hasNext())
            names.append(QDir(m_project->path(folder)).relativeFilePath(all.next()));
        names.sort();
        return names;
    }
    [[nodiscard]] QString textIn(const QString &path) const
    {
        return QString::fromUtf8(files::contents(m_project->path(path)));
    }
    /// Written, and the folder read again.
    void write()
    {
        QVERIFY(find<QPushButton>(u"generate-write"_s)->isEnabled());
        click(u"generate-write"_s);
        QTRY_VERIFY_WITH_TIMEOUT(m_open->session->migrations() && m_page->isSettled(), patient);
        QTRY_COMPARE_WITH_TIMEOUT(desk().changeCount(), 0, patient);
    }
    static bool canEvaluate()
    {
        const QString why = BridgeProject::missing();
        return why.isEmpty();
    }

    std::unique_ptr<BridgeProject> m_project;
    std::unique_ptr<TablePages> m_open;
    KitAnswers m_answers;
    std::unique_ptr<ui::MigrationsPage> m_page;
};

#define NEEDS_NODE                                                                                                     \
    if (!canEvaluate())                                                                                                \
    QSKIP(qPrintable(BridgeProject::missing()))

void TestKitPane::generates_data()
{
    QTest::addColumn<bool>("classic");
    QTest::newRow("a journal and files") << true;
    QTest::newRow("a folder for each, of 1.0") << false;
}

/// From no folder at all to the second migration, in both forms: seen first, then written, and nothing is run.
void TestKitPane::generates()
{
    NEEDS_NODE;
    QFETCH(bool, classic);
    open(schemaWith(u"title: text('title')"_s), u"CREATE TABLE other (id INTEGER PRIMARY KEY)"_s,
         classic ? BridgeProject::Orm::V0 : BridgeProject::Orm::V1);
    auto *button =
        find<ui::PlainLabel>(u"migrations-empty"_s)->parentWidget()->findChild<QPushButton *>(u"drizzle.generate"_s);
    QVERIFY(button && button->isVisible());
    m_open->session->followProjectSchema();
    QTest::mouseClick(button, Qt::LeftButton);
    generate();
    QVERIFY2(words(u"generate-where"_s).contains(u"is made"_s), qPrintable(words(u"generate-where"_s)));
    const QStringList made = fileNames(u"generate-files"_s);
    QCOMPARE(made.size(), classic ? 3 : 2);
    QVERIFY(made.first().endsWith(classic ? u"0000_add_notes.sql, new"_s : u"_add_notes/migration.sql, new"_s));
    QVERIFY(find<ui::SqlView>(u"generate-files-sql"_s)->wholeText().startsWith(u"CREATE TABLE `notes`"_s));
    QVERIFY(filesIn(u"drizzle"_s).isEmpty());

    QTest::keyClicks(find<QLineEdit>(u"generate-name"_s), u"First light"_s);
    QTRY_VERIFY(fileNames(u"generate-files"_s).first().contains(u"first_light"_s));
    write();
    QCOMPARE(filesIn(u"drizzle"_s).size(), classic ? 3 : 2);
    QCOMPARE(m_open->session->migrations()->states.size(), 1);
    QCOMPARE(m_open->session->migrations()->states.first().kind, core::MigrationState::Kind::Pending);
    QVERIFY(words(u"generate-nothing"_s).startsWith(u"Nothing to do"_s));
    QVERIFY(!find<QPushButton>(u"generate-write"_s)->isEnabled());
    QVERIFY(m_open->rows(u"SELECT name FROM sqlite_master WHERE name = 'notes'"_s).isEmpty());

    saveSchema(schemaWith(u"title: text('title'), slug: text('slug')"_s));
    QTRY_COMPARE_WITH_TIMEOUT(desk().changeCount(), 1, patient);
    QTRY_VERIFY_WITH_TIMEOUT(m_page->isSettled(), patient);
    QVERIFY(words(u"generate-where"_s).contains(u"It leads from"_s));
    if (classic)
        QCOMPARE(fileNames(u"generate-files"_s).last(), u"meta/_journal.json, changed"_s);
    QVERIFY(m_page->perform(u"migrations.apply"_s)); // as the key does
    QTRY_COMPARE_WITH_TIMEOUT(m_open->session->migrations()->states.size(), 2, patient);
}

void TestKitPane::asksAboutRenames()
{
    NEEDS_NODE;
    open(schemaWith(u"title: text('title')"_s), u"CREATE TABLE other (id INTEGER)"_s);
    generate();
    write();
    saveSchema(schemaWith(u"headline: text('headline')"_s));
    QTRY_COMPARE_WITH_TIMEOUT(desk().desk().questions().size(), 1, patient);
    QVERIFY(!find<QPushButton>(u"generate-write"_s)->isEnabled());
    QVERIFY2(words(u"generate-locked"_s).contains(u"rename"_s), qPrintable(words(u"generate-locked"_s)));
    auto *bar = m_page->kit().findChild<QWidget *>(u"generate-renames"_s);
    QVERIFY(bar && bar->isVisible());
    QTest::mouseClick(bar->findChild<QPushButton *>(u"rename-same"_s), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(find<QPushButton>(u"generate-write"_s)->isEnabled(), patient);
    QVERIFY2(find<ui::SqlView>(u"generate-files-sql"_s)->wholeText().contains(u"RENAME COLUMN"_s),
             qPrintable(find<ui::SqlView>(u"generate-files-sql"_s)->wholeText()));
}

/// A column that may not be NULL wants a value for the rows there are.
void TestKitPane::waitsForValues()
{
    NEEDS_NODE;
    open(schemaWith(u"title: text('title')"_s), u"CREATE TABLE other (id INTEGER)"_s);
    generate();
    write();
    saveSchema(schemaWith(u"title: text('title'), rank: integer('rank').notNull()"_s));
    QTRY_COMPARE_WITH_TIMEOUT(desk().changeCount(), 1, patient);
    QTRY_VERIFY_WITH_TIMEOUT(m_page->isSettled(), patient);
    QVERIFY(!find<QPushButton>(u"generate-write"_s)->isEnabled());
    auto *field = m_page->kit().findChild<QLineEdit *>(u"hazard-expression"_s);
    QVERIFY(field && field->isVisible());
    QVERIFY(m_page->perform(u"migrations.answer"_s));
    QTest::keyClicks(field, u"40 + 2"_s);
    QTRY_VERIFY_WITH_TIMEOUT(find<QPushButton>(u"generate-write"_s)->isEnabled() && m_page->isSettled(), patient);
    QVERIFY(find<ui::SqlView>(u"generate-files-sql"_s)->wholeText().contains(u"40 + 2"_s));
}

/// What can be done about a hazard can be done here, too, and becomes a part of the file.
void TestKitPane::convertsAndPutsRight()
{
    NEEDS_NODE;
    open(schemaWith(u"title: text('title')"_s), u"CREATE TABLE other (id INTEGER)"_s);
    generate();
    write();
    saveSchema(schemaWith(u"title: integer('title')"_s));
    QTRY_COMPARE_WITH_TIMEOUT(desk().changeCount(), 1, patient);
    QTRY_VERIFY_WITH_TIMEOUT(m_page->isSettled(), patient);
    QVERIFY(!find<QPushButton>(u"generate-write"_s)->isEnabled());
    QVERIFY(!m_page->kit().generate().findChild<QToolButton *>(u"hazard-rows"_s)->isVisible());
    auto *fixes = m_page->kit().generate().findChild<QToolButton *>(u"hazard-fixes"_s);
    QVERIFY(fixes && fixes->isVisible());
    const auto choose = [&](const QString &words) {
        fixes->click();
        auto *menu = m_page->findChild<QMenu *>(u"hazard-fixes-menu"_s);
        for (QAction *action : menu ? menu->actions() : QList<QAction *>()) {
            if (action->text().contains(words)) {
                action->trigger();
                menu->close();
                return true;
            }
        }
        return false;
    };
    QVERIFY(choose(u"CAST"_s));
    QTRY_VERIFY_WITH_TIMEOUT(find<QPushButton>(u"generate-write"_s)->isEnabled() && m_page->isSettled(), patient);
    QVERIFY2(find<ui::SqlView>(u"generate-files-sql"_s)->wholeText().contains(u"CAST("_s),
             qPrintable(find<ui::SqlView>(u"generate-files-sql"_s)->wholeText()));
    QTest::mouseClick(m_page->kit().generate().findChild<QToolButton *>(u"hazard-take-back"_s), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!find<QPushButton>(u"generate-write"_s)->isEnabled() && m_page->isSettled(), patient);
    QTRY_VERIFY(fixes->isVisible());
    QTRY_VERIFY(m_page->findChildren<QMenu *>(u"hazard-fixes-menu"_s).isEmpty());
    QVERIFY(choose(u"Set"_s));
    QTest::keyClicks(m_page->kit().generate().findChild<QLineEdit *>(u"hazard-expression"_s), u"7 * 6"_s);
    QTRY_VERIFY_WITH_TIMEOUT(find<QPushButton>(u"generate-write"_s)->isEnabled() && m_page->isSettled(), patient);
    QVERIFY(find<ui::SqlView>(u"generate-files-sql"_s)->wholeText().contains(u"7 * 6"_s));
}

void TestKitPane::ofOnesOwn()
{
    NEEDS_NODE;
    open(schemaWith(u"title: text('title')"_s), u"CREATE TABLE other (id INTEGER)"_s);
    generate();
    write();
    find<QCheckBox>(u"generate-custom"_s)->click();
    QTRY_VERIFY_WITH_TIMEOUT(!fileNames(u"generate-files"_s).isEmpty(), patient);
    QCOMPARE(fileNames(u"generate-files"_s).first(), u"0001_custom.sql, new"_s);
    QVERIFY(find<ui::SqlView>(u"generate-files-sql"_s)->wholeText().contains(u"put your code below"_s));
    click(u"generate-write"_s);
    QTRY_COMPARE_WITH_TIMEOUT(m_open->session->migrations()->states.size(), 2, patient);
    QTRY_VERIFY(!find<QCheckBox>(u"generate-custom"_s)->isChecked());
}

/// A database that has all of it already: its first migration is written, and marked as applied in the next step.
void TestKitPane::baselines()
{
    NEEDS_NODE;
    open(schemaWith(u"title: text('title')"_s),
         u"CREATE TABLE notes (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, title TEXT)"_s);
    m_open->session->followProjectSchema();
    QTest::mouseClick(m_page->findChild<QPushButton *>(u"truth.baseline"_s), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(desk().prepared() && m_page->isSettled(), patient);
    QVERIFY2(words(u"generate-where"_s).contains(u"marked as applied"_s), qPrintable(words(u"generate-where"_s)));
    QVERIFY2(find<ui::PlainLabel>(u"generate-warnings"_s)->isHidden(), qPrintable(words(u"generate-warnings"_s)));
    click(u"generate-write"_s);
    QTRY_VERIFY_WITH_TIMEOUT(m_page->truth().isReviewing(), patient);
    QVERIFY(m_page->truth().isVisible());
    QVERIFY(m_page->truth().review().proposal().script);
    QCOMPARE(m_open->rows(u"SELECT count(*) FROM sqlite_master WHERE name = '__drizzle_migrations'"_s),
             QStringList{u"0"_s});
}

void TestKitPane::noBaselineWhereSomethingIsMissing()
{
    NEEDS_NODE;
    open(schemaWith(u"title: text('title'), slug: text('slug')"_s),
         u"CREATE TABLE notes (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, title TEXT)"_s);
    m_open->session->followProjectSchema();
    QVERIFY(m_page->perform(u"truth.baseline"_s));
    QTRY_VERIFY_WITH_TIMEOUT(desk().prepared() && m_page->isSettled(), patient);
    QVERIFY(find<ui::PlainLabel>(u"generate-warnings"_s)->isVisible());
    QVERIFY2(words(u"generate-warnings"_s).contains(u"slug"_s), qPrintable(words(u"generate-warnings"_s)));
}

/// A window of 760 × 600 beside its side bar: everything is within it, one below the other.
void TestKitPane::littleRoom()
{
    m_project = std::make_unique<BridgeProject>(BridgeProject::Orm::None);
    show(u"CREATE TABLE notes (id INTEGER PRIMARY KEY)"_s);
    const QStringList splitters{u"generate-splitter"_s, u"preview-splitter"_s};
    m_page->resize(527, 470);
    for (const QString &name : splitters)
        QVERIFY2(find<QSplitter>(name)->minimumSizeHint().width() <= 400, qPrintable(name));
    QCOMPARE(m_page->width(), 527);
    QVERIFY(m_page->perform(u"drizzle.generate"_s));
    QTRY_COMPARE(find<QSplitter>(u"generate-splitter"_s)->orientation(), Qt::Vertical);
    QVERIFY(m_page->perform(u"drizzle.push"_s));
    m_page->resize(1200, 800);
    QVERIFY(m_page->perform(u"drizzle.generate"_s));
    QTRY_COMPARE(find<QSplitter>(u"generate-splitter"_s)->orientation(), Qt::Horizontal);
}

/// What is written is what was looked at, or nothing.
void TestKitPane::aFileThatMovedIsSaid()
{
    NEEDS_NODE;
    open(schemaWith(u"title: text('title')"_s), u"CREATE TABLE other (id INTEGER)"_s);
    generate();
    write();
    saveSchema(schemaWith(u"title: text('title'), slug: text('slug')"_s));
    QTRY_VERIFY_WITH_TIMEOUT(desk().prepared() && m_page->isSettled(), patient);
    m_project->write(u"drizzle/meta/_journal.json"_s, QString::fromUtf8(journalOf({u"0000_add_notes"_s})) + u'\n');
    click(u"generate-write"_s);
    QTRY_VERIFY_WITH_TIMEOUT(find<QWidget>(u"generate-notice"_s)->isVisible(), patient);
    QCOMPARE(filesIn(u"drizzle"_s).size(), 3); // as it was
    QTRY_VERIFY_WITH_TIMEOUT(m_page->isSettled() && find<QPushButton>(u"generate-write"_s)->isEnabled(), patient);
}

void TestKitPane::pushIsThePreview()
{
    NEEDS_NODE;
    open(schemaWith(u"title: text('title')"_s), u"CREATE TABLE other (id INTEGER)"_s);
    QVERIFY(m_page->perform(u"drizzle.push"_s)); // nothing was read yet
    QVERIFY(m_page->kit().isVisible());
    QVERIFY(!words(u"push-nothing"_s).isEmpty());
    m_open->session->followProjectSchema();
    QTRY_VERIFY_WITH_TIMEOUT(m_page->preview().isVisible() && m_page->preview().source(), patient);
    const auto *cards = m_page->preview().findChild<QWidget *>(u"preview-cards"_s);
    QTRY_VERIFY_WITH_TIMEOUT(cards->isVisible(), patient);
    QTRY_VERIFY2(cards->width() >= 280, qPrintable(QString::number(cards->width())));
    QCOMPARE(m_page->preview().source()->id(), ui::ProjectSource::sourceId());
    QTRY_VERIFY_WITH_TIMEOUT(m_page->isSettled() && m_page->preview().changeCount() > 0, patient);
    QVERIFY(m_page->preview().sqlView().wholeText().contains(u"CREATE TABLE `notes`"_s));
}

void TestKitPane::withoutAProject()
{
    m_project = std::make_unique<BridgeProject>(BridgeProject::Orm::None);
    show(u"CREATE TABLE notes (id INTEGER PRIMARY KEY)"_s);
    QVERIFY(m_page->perform(u"drizzle.generate"_s));
    QVERIFY2(words(u"generate-nothing"_s).contains(u"No Drizzle project"_s), qPrintable(words(u"generate-nothing"_s)));
    const QSignalSpy asked(m_page.get(), &ui::Page::actionRequested);
    click(u"file.openFolder"_s);
    QCOMPARE(asked.size(), 1);
    QVERIFY(m_page->perform(u"drizzle.check"_s));
    QVERIFY(words(u"check-nothing"_s).contains(u"no migrations folder yet"_s));
}

void TestKitPane::pulls()
{
    m_project = std::make_unique<BridgeProject>(BridgeProject::Orm::None);
    show(u"CREATE TABLE users (id INTEGER PRIMARY KEY, full_name TEXT);"
         "CREATE TABLE posts (id INTEGER PRIMARY KEY, author INTEGER REFERENCES users(id))"_s);
    QVERIFY(m_page->perform(u"drizzle.pull"_s));
    QTRY_COMPARE(fileNames(u"pull-files"_s), (QStringList{u"schema.ts, new"_s, u"relations.ts, new"_s}));
    QCOMPARE(words(u"pull-files-path"_s), m_project->path(u"drizzle/schema.ts"_s));
    const auto *text = find<QPlainTextEdit>(u"pull-files-text"_s);
    QVERIFY(text->toPlainText().contains(u"fullName: text("_s));
    find<QCheckBox>(u"pull-keep-names"_s)->click();
    QTRY_VERIFY(text->toPlainText().contains(u"full_name: text("_s));
    QTest::keyClick(find<QListWidget>(u"pull-files-list"_s), Qt::Key_Down);
    QVERIFY(text->toPlainText().contains(u"relations("_s));
    QVERIFY(filesIn(u"drizzle"_s).isEmpty());
    click(u"pull-write"_s);
    QTRY_COMPARE(filesIn(u"drizzle"_s), (QStringList{u"relations.ts"_s, u"schema.ts"_s}));
    QVERIFY(textIn(u"drizzle/schema.ts"_s).contains(u"full_name: text("_s));
    QTRY_VERIFY(words(u"pull-nothing"_s).startsWith(u"Nothing to do"_s));
    QVERIFY(m_answers.asked.isEmpty());
}

void TestKitPane::replacesOnlyAfterAQuestion()
{
    m_project = std::make_unique<BridgeProject>(BridgeProject::Orm::None);
    m_project->write(u"src/schema.ts"_s, u"// by hand\n"_s);
    show(u"CREATE TABLE users (id INTEGER PRIMARY KEY)"_s);
    m_answers.folder = m_project->path(u"src"_s);
    QVERIFY(m_page->perform(u"drizzle.pull"_s));
    click(u"pull-folder"_s);
    QTRY_COMPARE(fileNames(u"pull-files"_s), QStringList{u"schema.ts, changed"_s});
    const QString shown = find<QPlainTextEdit>(u"pull-files-text"_s)->toPlainText();
    QVERIFY(shown.contains(u"− // by hand"_s) && shown.contains(u"+ export const users"_s));
    click(u"pull-write"_s);
    QCOMPARE(m_answers.asked.size(), 1);
    QVERIFY(m_answers.asked.first().contains(u"schema.ts"_s));
    QCOMPARE(textIn(u"src/schema.ts"_s), u"// by hand\n"_s);
    m_answers.yes = true;
    click(u"pull-write"_s);
    QTRY_VERIFY(textIn(u"src/schema.ts"_s).contains(u"export const users"_s));
}

void TestKitPane::checks()
{
    m_project = std::make_unique<BridgeProject>(BridgeProject::Orm::None);
    m_project->write(u"drizzle/0000_a.sql"_s, u"CREATE TABLE a (id integer);"_s);
    m_project->write(u"drizzle/0002_stray.sql"_s, u"SELECT 1;"_s);
    m_project->write(u"drizzle/meta/_journal.json"_s, QString::fromUtf8(journalOf({u"0000_a"_s, u"0001_gone"_s})));
    m_project->write(u"drizzle/meta/0000_snapshot.json"_s,
                     QString::fromUtf8(snapshotOf(u"1"_s, QString::fromLatin1(root))));
    show(u"CREATE TABLE a (id INTEGER)"_s);
    QVERIFY(m_open->session->migrations());
    QVERIFY(m_page->perform(u"drizzle.check"_s));
    QTRY_VERIFY(m_page->kit().check().problems() && m_page->isSettled());
    QVERIFY(!m_page->kit().check().isInOrder());
    auto *gone = find<QWidget>(u"check-missing-file"_s);
    QVERIFY(gone && gone->isVisible());
    QVERIFY(m_page->kit().check().findChild<QWidget *>(u"check-unlisted-file"_s));
    for (const core::FolderProblem &problem : *m_page->kit().check().problems())
        QVERIFY(!core::remedyFor(problem.kind).isEmpty());
    QTest::mouseClick(gone->findChild<QPushButton *>(u"check-show"_s), Qt::LeftButton);
    QVERIFY(m_page->truth().isVisible());
}

void TestKitPane::inOrder()
{
    m_project = std::make_unique<BridgeProject>(BridgeProject::Orm::None);
    m_project->write(u"drizzle/0000_a.sql"_s, u"CREATE TABLE a (id integer);"_s);
    m_project->write(u"drizzle/meta/_journal.json"_s, QString::fromUtf8(journalOf({u"0000_a"_s})));
    m_project->write(u"drizzle/meta/0000_snapshot.json"_s,
                     QString::fromUtf8(snapshotOf(u"1"_s, QString::fromLatin1(root))));
    show(u"CREATE TABLE a (id INTEGER)"_s);
    QVERIFY(m_page->perform(u"drizzle.check"_s));
    QTRY_VERIFY(words(u"check-nothing"_s).startsWith(u"No problem found"_s));
    QVERIFY(m_page->kit().check().isInOrder());
    // And again as soon as something is wrong.
    QFile::remove(m_project->path(u"drizzle/0000_a.sql"_s));
    m_open->session->setMigrationsFolder(m_project->path(u"drizzle"_s));
    QTRY_VERIFY(!m_page->kit().check().isInOrder());
}

QTEST_MAIN(TestKitPane)
#include "tst_kitpane.moc"
