// SPDX-License-Identifier: GPL-3.0-or-later
// schema.ts as a source of the migration preview: there by itself, and up to date as soon as it is saved.
#include "ui/migrate/projectsource.h"

#include "core/session/projectschema.h"
#include "core/session/session.h"
#include "support/bridgeproject.h"
#include "support/quiet.h"
#include "support/tablepages.h"
#include "ui/changes/sqlview.h"
#include "ui/migrate/filesource.h"
#include "ui/migrate/migrationlist.h"
#include "ui/migrate/migrationsources.h"
#include "ui/migrate/migrationspage.h"
#include "ui/migrate/schemapreview.h"
#include "ui/shell/prompts.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::Literals::StringLiterals;
using State = core::ProjectSchema::State;

namespace {

constexpr int patient = 30'000;

QString schemaWith(const QString &columns)
{
    return u"import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';\n"
           "export const notes = sqliteTable('notes', { id: integer('id').primaryKey(), %1 });\n"_s.arg(columns);
}

/// The answer to the question of trust is given; which file is chosen, too.
class GivenAnswers : public ui::DialogPrompts {
public:
    void confirm(QWidget *, const ui::Question &question, std::function<void(bool)> answer) override
    {
        asked.append(question.text);
        answer(yes);
    }
    void chooseAnyFile(QWidget *, const QString &, std::function<void(QString)> answer) override { answer(path); }
    QStringList asked;
    QString path;
    bool yes = false;
};

} // namespace

class TestProjectSource : public QObject {
    Q_OBJECT

    std::unique_ptr<BridgeProject> m_project;
    std::unique_ptr<TablePages> m_open;
    GivenAnswers m_answers;
    std::unique_ptr<ui::MigrationsPage> m_page;

    void open(const QString &columns)
    {
        m_project = std::make_unique<BridgeProject>(BridgeProject::Orm::V0);
        m_project->writeSchema(schemaWith(columns));
        m_open = std::make_unique<TablePages>(
            u"CREATE TABLE notes (id INTEGER PRIMARY KEY NOT NULL, title TEXT); CREATE TRIGGER t AFTER INSERT ON notes"
            " BEGIN SELECT 1; END"_s,
            m_project->path(u"x.db"_s));
        QVERIFY(m_open->session);
        ui::ProjectSource::offerIn(*m_open->session);
        m_page = std::make_unique<ui::MigrationsPage>(*m_open->session, m_answers);
        m_page->resize(1200, 700);
        m_page->show();
    }
    [[nodiscard]] ui::MigrationSources &sources() const { return ui::MigrationSources::of(*m_open->session); }
    [[nodiscard]] ui::MigrationSource *source() const { return sources().find(ui::ProjectSource::sourceId()); }
    void follow()
    {
        m_open->session->followProjectSchema();
        QTRY_VERIFY_WITH_TIMEOUT(source(), patient);
        m_page->selectSource(ui::ProjectSource::sourceId());
        QTRY_VERIFY_WITH_TIMEOUT(m_page->isSettled(), patient);
    }
    [[nodiscard]] qsizetype changes() const { return m_page->preview().changeCount(); }

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
        m_page.reset();
        m_open.reset();
        m_project.reset();
        m_answers = GivenAnswers();
    }

    void thereByItself()
    {
        open(u"title: text('title'), slug: text('slug')"_s);
        QVERIFY(!source());
        follow();
        QCOMPARE(source()->name(), u"schema.ts"_s);
        QCOMPARE(source()->place(), m_project->path(u"drizzle.config.json"_s));
        QCOMPARE(changes(), 1); // the trigger is none of its business
        QVERIFY(m_page->preview().sqlView().wholeText().contains(u"ADD COLUMN `slug`"_s));
        QVERIFY(!source()->isRemovable());
    }

    void nothingToDo()
    {
        open(u"title: text('title')"_s);
        follow();
        QCOMPARE(changes(), 0);
    }

    void savingRefreshes_data()
    {
        QTest::addColumn<bool>("byRename");
        QTest::newRow("over the file") << false;
        QTest::newRow("another in its place") << true;
    }
    void savingRefreshes()
    {
        QFETCH(bool, byRename);
        open(u"title: text('title')"_s);
        follow();
        for (int i = 1; i <= 3; ++i) {
            QStringList columns{u"title: text('title')"_s};
            for (int k = 0; k < i; ++k)
                columns.append(u"c%1: text('c%1')"_s.arg(k));
            m_project->write(byRename ? u"new.tmp"_s : u"schema.ts"_s, schemaWith(columns.join(u", ")));
            if (byRename) {
                QFile::remove(m_project->path(u"schema.ts~"_s));
                QVERIFY(QFile::rename(m_project->path(u"schema.ts"_s), m_project->path(u"schema.ts~"_s)));
                QVERIFY(QFile::rename(m_project->path(u"new.tmp"_s), m_project->path(u"schema.ts"_s)));
            }
            QTRY_COMPARE_WITH_TIMEOUT(changes(), i, patient);
        }
    }

    void aMistakeIsSaidAndGoesAgain()
    {
        open(u"title: text('title'), slug: text('slug')"_s);
        follow();
        m_project->write(u"schema.ts"_s, u"export const a = 1;\nexport const b = = 2;\n"_s);
        QTRY_VERIFY_WITH_TIMEOUT(source()->isProblem(), patient);
        QCOMPARE(source()->why(), u"schema.ts, line 2: Unexpected \"=\"."_s);
        QCOMPARE(source()->stateText(), u"cannot be read"_s);
        QVERIFY(!source()->draft());
        m_project->write(u"schema.ts"_s, schemaWith(u"title: text('title'), slug: text('slug')"_s));
        QTRY_VERIFY_WITH_TIMEOUT(source()->draft(), patient);
        QTRY_COMPARE_WITH_TIMEOUT(changes(), 1, patient);
    }

    void anotherDatabaseHasNone()
    {
        open(u"title: text('title')"_s);
        m_project->write(
            u"drizzle.config.json"_s,
            u"{ \"dialect\": \"sqlite\", \"schema\": \"schema.ts\", \"dbCredentials\": { \"url\": \"other.db\" } }"_s);
        m_open->session->followProjectSchema();
        QTRY_COMPARE_WITH_TIMEOUT(m_open->session->projectSchema()->state(), State::Absent, patient);
        QVERIFY(!source());
    }

    /// Another project's schema.ts, chosen as a file: run only after the question is answered, and then remembered.
    void anotherProjectIsAskedFor()
    {
        open(u"title: text('title')"_s);
        const BridgeProject other(BridgeProject::Orm::V0);
        other.writeSchema(schemaWith(u"title: text('title'), of: text('of_other')"_s));
        m_answers.path = other.path(u"schema.ts"_s);
        const QString id = ui::FileSource::idOf(m_answers.path);
        QVERIFY(m_page->perform(u"migrations.compareFile"_s));
        QTRY_COMPARE_WITH_TIMEOUT(m_answers.asked.size(), 1, patient);
        QVERIFY(m_answers.asked.constFirst().contains(other.path()));
        QTRY_VERIFY_WITH_TIMEOUT(sources().find(id)->isProblem(), patient);
        sources().remove(id);
        m_answers.yes = true;
        QVERIFY(m_page->perform(u"migrations.compareFile"_s));
        QTRY_VERIFY_WITH_TIMEOUT(sources().find(id)->draft(), patient);
        QTRY_COMPARE_WITH_TIMEOUT(changes(), 1, patient);
        sources().remove(id);
        m_answers.yes = false;
        QVERIFY(m_page->perform(u"migrations.compareFile"_s)); // no question any more
        QTRY_VERIFY_WITH_TIMEOUT(sources().find(id)->draft(), patient);
        QCOMPARE(m_answers.asked.size(), 2);
    }
};

QTEST_MAIN(TestProjectSource)
#include "tst_projectsource.moc"
