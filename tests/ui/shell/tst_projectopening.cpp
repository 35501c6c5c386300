// SPDX-License-Identifier: GPL-3.0-or-later
// Opening projects in the window: by folder, by dropping one, by choosing among several.
#include "realwindow.h"

#include "core/session/projectschema.h"
#include "core/session/target.h"
#include "support/bridgeproject.h"
#include "support/files.h"
#include "ui/shell/startpage.h"
#include "ui/style/plainlabel.h"

#include <QDropEvent>
#include <QMimeData>
#include <QToolButton>

using namespace Qt::Literals::StringLiterals;
using namespace ui;
using files::write;

namespace {

constexpr int patience = 30'000; ///< milliseconds: a machine may be busy

const QByteArray config = "import { defineConfig } from 'drizzle-kit';\n"
                          "export default defineConfig({ dialect: 'sqlite', dbCredentials: { url: './shop.db' } });\n";
const QString tables =
    u"CREATE TABLE goods (id INTEGER PRIMARY KEY); CREATE TABLE moves (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric);"_s;

/// apps/shop and apps/other, each with a database.
void makeMonorepo(const QTemporaryDir &dir)
{
    write(dir, u"package.json"_s, "{\"workspaces\":[\"apps/*\"]}");
    for (const QString &app : {u"apps/shop"_s, u"apps/other"_s}) {
        write(dir, app + u"/drizzle.config.ts"_s, config);
        write(dir, app + u"/package.json"_s, "{}");
        QVERIFY(!tempdatabase::make(dir, app + u"/shop.db"_s, tables).isEmpty());
    }
}

void drop(QWidget *on, const QString &path)
{
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(path)});
    QDragEnterEvent enter({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(on, &enter); // else nobody is known to take it
    QDropEvent event({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(on, &event);
}

} // namespace

class TestProjectOpening : public QObject {
    Q_OBJECT

    std::unique_ptr<RealWindow> m_real;

    [[nodiscard]] bool isOpen(const QString &path) const
    {
        return m_real->window->workspace() && m_real->session().location() == QFileInfo(path).canonicalFilePath();
    }

private Q_SLOTS:
    void init() { m_real = std::make_unique<RealWindow>(); }
    void cleanup() { m_real.reset(); }

    void aFolderWithACodeConfigOpensWithoutTrust()
    {
        QTemporaryDir dir;
        makeMonorepo(dir);
        m_real->window->openTarget(dir.filePath(u"apps/shop"_s));
        QTRY_VERIFY_WITH_TIMEOUT(isOpen(dir.filePath(u"apps/shop/shop.db"_s)), patience);
        QVERIFY(m_real->prompts->asked.isEmpty());
        QVERIFY(!m_real->session().isTrusted()); // to look at; nothing of the project was run
        QVERIFY2(m_real->window->windowTitle().contains(u"shop.db (shop)"_s),
                 qPrintable(m_real->window->windowTitle()));
        QTRY_VERIFY(
            m_real->window->findChild<PlainLabel *>(u"statusRight"_s)->text().contains(u"shop · drizzle.config.ts"_s));
        // A journal under another name is none of a person's tables.
        QVERIFY(m_real->session().schema()->table({{}, u"moves"_s})->internal);
    }

    void aDroppedFolderAsksWhich()
    {
        QTemporaryDir dir;
        makeMonorepo(dir);
        m_real->prompts->yes = true; // the last is chosen
        drop(m_real->window.get(), dir.path());
        QTRY_VERIFY_WITH_TIMEOUT(isOpen(dir.filePath(u"apps/shop/shop.db"_s)), patience);
        QCOMPARE(m_real->prompts->offered.size(), 2);
        QCOMPARE(m_real->prompts->offered.first().config, u"apps/other/drizzle.config.ts"_s);
    }

    void whoDoesNotChooseStays()
    {
        QTemporaryDir dir;
        makeMonorepo(dir);
        m_real->window->openTarget(dir.path());
        QTRY_COMPARE_WITH_TIMEOUT(m_real->prompts->offered.size(), 2, patience);
        QVERIFY(isOpen(m_real->path));
        QVERIFY(!m_real->window->messages().isError());
    }

    void aRecentProjectIsOpenedByItsConfig()
    {
        QTemporaryDir dir;
        makeMonorepo(dir);
        m_real->window->openTarget(dir.filePath(u"apps/shop"_s));
        QTRY_VERIFY_WITH_TIMEOUT(isOpen(dir.filePath(u"apps/shop/shop.db"_s)), patience);
        m_real->window->perform(u"file.close"_s);
        QTRY_VERIFY(!m_real->window->workspace());
        auto *page = m_real->window->findChild<StartPage *>(u"startPage"_s);
        const auto buttons = page->findChildren<QToolButton *>(u"recent"_s);
        QVERIFY(!buttons.isEmpty());
        QToolButton *newest = buttons.last(); // those of before are deleted later
        for (QToolButton *button : buttons) {
            if (button->accessibleName() == dir.filePath(u"apps/shop/drizzle.config.ts"_s))
                newest = button;
        }
        QCOMPARE(newest->accessibleName(), dir.filePath(u"apps/shop/drizzle.config.ts"_s));
        QStringList words;
        for (const PlainLabel *label : newest->findChildren<PlainLabel *>())
            words.append(label->text());
        QVERIFY2(words.contains(u"shop"_s), qPrintable(words.join(u'|')));
        newest->click();
        QTRY_VERIFY_WITH_TIMEOUT(isOpen(dir.filePath(u"apps/shop/shop.db"_s)), patience);
    }

    void aLocalD1DatabaseIsFoundAndCalledByItsName()
    {
        QTemporaryDir dir;
        write(dir, u"wrangler.jsonc"_s,
              R"({ "d1_databases": [{ "binding": "DB", "database_name": "shop-db", "database_id": "x" }] })");
        const QString file =
            u".wrangler/state/v3/d1/miniflare-D1DatabaseObject/%1.sqlite"_s.arg(core::localD1Name(u"x"_s));
        write(dir, file, {});
        QVERIFY(
            !tempdatabase::make(
                 dir, file,
                 u"CREATE TABLE goods (id INTEGER); CREATE TABLE _cf_KV (key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;"_s)
                 .isEmpty());
        m_real->window->openTarget(dir.path());
        QTRY_VERIFY_WITH_TIMEOUT(isOpen(dir.filePath(file)), patience);
        QVERIFY2(m_real->window->windowTitle().contains(u"shop-db"_s), qPrintable(m_real->window->windowTitle()));
        QVERIFY(m_real->session().schema()->table({{}, u"_cf_KV"_s})->internal);
    }

    /// Nothing is made unasked; then it is there, empty, with what to do next in front.
    void aFileThatIsNotThereYetIsMadeWhenWanted()
    {
        QTemporaryDir dir;
        write(dir, u"drizzle.config.ts"_s, config);
        write(
            dir, u"drizzle/meta/_journal.json"_s,
            R"({"version":"7","dialect":"sqlite","entries":[{"idx":0,"version":"6","when":1700000000000,"tag":"0000_a","breakpoints":true}]})");
        write(dir, u"drizzle/0000_a.sql"_s, "CREATE TABLE goods (id INTEGER);");
        m_real->window->openTarget(dir.path());
        QTRY_COMPARE_WITH_TIMEOUT(m_real->prompts->asked.size(), 1, patience);
        const Question asked = m_real->prompts->asked.first();
        QVERIFY2(asked.text.contains(u"drizzle.config.ts names the database "_s)
                     && asked.text.contains(u"shop.db, which is not there yet"_s),
                 qPrintable(asked.text));
        QVERIFY(isOpen(m_real->path) && !QFile::exists(dir.filePath(u"shop.db"_s)));
        QVERIFY(!m_real->window->messages().isError());

        m_real->prompts->yes = true;
        m_real->window->openTarget(dir.path());
        QTRY_VERIFY_WITH_TIMEOUT(isOpen(dir.filePath(u"shop.db"_s)), patience);
        QVERIFY(m_real->session().isTrusted() && !m_real->session().isReadOnly());
        QVERIFY(m_real->session().migrations());
        QTRY_COMPARE(m_real->window->messages().text(), u"shop.db is made, and empty."_s);
        QTRY_VERIFY(m_real->window->findChild<QWidget *>(u"truth-pane"_s)
                    && m_real->window->findChild<QWidget *>(u"truth-pane"_s)->isVisible());
    }

    /// Its text does not tell the database: it is run once a person says so, and without asking again from then on.
    void aConfigThatComputesIsRunOnceItIsTrusted()
    {
        if (const QString missing = BridgeProject::missing(); !missing.isEmpty())
            QSKIP(qPrintable(missing));
        const BridgeProject project(BridgeProject::Orm::V0);
        project.write(u"package.json"_s, u"{}"_s);
        project.write(u"drizzle.config.ts"_s,
                      u"export default { dialect: 'sqlite', dbCredentials: { url: ['shop', 'db'].join('.') } };"_s);
        QVERIFY(QFile::copy(m_real->path, project.path(u"shop.db"_s)));
        m_real->window->openTarget(project.path());
        QTRY_COMPARE_WITH_TIMEOUT(m_real->prompts->asked.size(), 1, patience);
        QVERIFY2(m_real->prompts->asked.first().text.contains(u"dbCredentials.url"_s),
                 qPrintable(m_real->prompts->asked.first().text));
        QVERIFY(isOpen(m_real->path)); // not without a yes

        m_real->prompts->yes = true;
        m_real->window->openTarget(project.path());
        QTRY_VERIFY_WITH_TIMEOUT(isOpen(project.path(u"shop.db"_s)), patience);
        QVERIFY(m_real->session().isTrusted());
        QTRY_VERIFY(core::isTrustedFile(m_real->statePath(), project.path()).value());

        m_real->prompts->asked.clear();
        m_real->window->openTarget(m_real->path);
        QTRY_VERIFY_WITH_TIMEOUT(isOpen(m_real->path), patience);
        m_real->window->openTarget(project.path());
        QTRY_VERIFY_WITH_TIMEOUT(isOpen(project.path(u"shop.db"_s)), patience);
        QVERIFY(m_real->prompts->asked.isEmpty());
    }

    void aSchemaThatHangsIsToldOfAndStopped()
    {
        if (const QString missing = BridgeProject::missing(); !missing.isEmpty())
            QSKIP(qPrintable(missing));
        const BridgeProject project(BridgeProject::Orm::V0);
        project.writeSchema(u"await new Promise(() => setInterval(() => {}, 1000));\n"_s + BridgeProject::plainTable());
        QVERIFY(QFile::copy(m_real->path, project.path(u"shop.db"_s)));
        m_real->window->openTarget(project.path(u"shop.db"_s), {}, core::Trust::FromNowOn);
        QTRY_VERIFY_WITH_TIMEOUT(isOpen(project.path(u"shop.db"_s)), patience);
        QTRY_VERIFY_WITH_TIMEOUT(m_real->window->messages().text().contains(u"schema.ts is still being evaluated"_s),
                                 patience);
        m_real->window->perform(u"task.stop"_s);
        QTRY_COMPARE_WITH_TIMEOUT(m_real->window->messages().text(),
                                  u"schema.ts was not read: you stopped it. It is read again when it is saved."_s,
                                  patience);
        QCOMPARE(m_real->session().projectSchema()->state(), core::ProjectSchema::State::Failed);
    }

    void whatIsWrongIsSaid()
    {
        QTemporaryDir dir;
        write(dir, u"drizzle.config.ts"_s, "export default { dialect: 'postgresql' }");
        m_real->window->openTarget(dir.path());
        QTRY_VERIFY_WITH_TIMEOUT(m_real->window->messages().isError(), patience);
        QVERIFY(isOpen(m_real->path));
    }
};

QTEST_MAIN(TestProjectOpening)
#include "tst_projectopening.moc"
