// SPDX-License-Identifier: GPL-3.0-or-later
#include "fakepage.h"
#include "scriptedprompts.h"

#include "core/base/waiting.h"
#include "core/session/sample.h"
#include "core/session/session.h"
#include "ui/actions/actionregistry.h"
#include "ui/actions/commandpalette.h"
#include "ui/changes/editstack.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/messagebar.h"
#include "ui/shell/sidebar.h"
#include "ui/shell/tabstrip.h"
#include "ui/shell/workspace.h"
#include "ui/style/pill.h"

#include "support/quiet.h"
#include "support/verify.h"

#include <QApplication>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QSemaphore>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <atomic>

using namespace Qt::Literals::StringLiterals;
using namespace ui;

namespace {

struct Fakes {
    QList<QPointer<FakePage>> pages;
    QList<std::optional<RowAddress>> rows;
    QStringList pending;
};

PageFactory fakePages(Fakes &fakes)
{
    PageFactory factory;
    const auto keep = [&fakes](FakePage *page) -> Page * {
        fakes.pages.append(page);
        return page;
    };
    factory.table = [keep](core::Session &, EditStack &, const core::QualifiedName &table, QWidget *parent) {
        return keep(new FakePage({Place::Kind::Table, {table, {}, {}, {}}}, parent));
    };
    factory.migrations = [keep](core::Session &, Prompts &, QWidget *parent) {
        return keep(new FakePage({Place::Kind::Migrations, {}}, parent));
    };
    factory.history = [keep](core::Session &, QWidget *parent) {
        return keep(new FakePage({Place::Kind::History, {}}, parent));
    };
    factory.rowPanel = [&fakes](core::Session &, EditStack &, const PanelSinks &, QWidget *parent) {
        RowPanelParts parts;
        parts.widget = new QWidget(parent);
        parts.widget->setObjectName(u"fakeRowPanel"_s);
        parts.showRow = [&fakes](const std::optional<RowAddress> &row) { fakes.rows.append(row); };
        parts.finishEditing = [] {};
        parts.isSettled = [] { return true; };
        return parts;
    };
    factory.pendingPanel = [&fakes](core::Session &, EditStack &, const PanelSinks &, QWidget *parent) {
        PendingPanelParts parts;
        parts.widget = new QWidget(parent);
        parts.perform = [&fakes](const QString &id) {
            fakes.pending.append(id);
            return true;
        };
        return parts;
    };
    return factory;
}

} // namespace

class TestMainWindow : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_sample;
    Fakes m_fakes;
    ScriptedPrompts *m_prompts = nullptr;
    std::unique_ptr<MainWindow> m_window;

    [[nodiscard]] core::Session::Options options() const
    {
        core::Session::Options o;
        o.stateFolder = m_dir->path();
        return o;
    }
    [[nodiscard]] WindowServices services()
    {
        WindowServices s;
        s.pages = fakePages(m_fakes);
        auto prompts = std::make_unique<ScriptedPrompts>();
        m_prompts = prompts.get();
        s.prompts = std::move(prompts);
        s.stateFolder = m_dir->path();
        s.open = [o = options()](const QString &target, core::Trust trust) {
            core::Session::Options wanted = o;
            wanted.trust = trust;
            auto session = core::Session::open(target, wanted);
            if (session)
                session.value()->moveToThread(qApp->thread());
            return session;
        };
        s.sample = [path = m_sample]() -> core::Result<QString> { return path; };
        return s;
    }
    void show(bool withSession = true, bool fresh = true)
    {
        std::unique_ptr<core::Session> session;
        if (withSession) {
            auto opened = core::Session::open(m_sample, options());
            QVERIFY(opened.ok());
            session = std::move(opened).value();
        }
        m_window = std::make_unique<MainWindow>(services(), std::move(session));
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        if (withSession && fresh)
            m_window->workspace()->pages().closeAll(); // not the first table, which comes by itself
    }
    void open(const QString &table, PageArea::OpenAs as = PageArea::OpenAs::Pinned)
    {
        m_window->workspace()->open(tablePlace(table), as);
    }
    [[nodiscard]] FakePage *current() const
    {
        return dynamic_cast<FakePage *>(m_window->workspace()->pages().currentPage());
    }
    void stageInsert()
    {
        VERIFY_OK(m_window->workspace()->edits().push(
            core::InsertRow{{QString(), u"tags"_s}, 0, {{u"name"_s, core::Value::text(u"x"_s)}}, -1}, u"Insert"_s));
    }

private Q_SLOTS:
    void initTestCase() { Theme::apply(*qApp, ThemeKind::Dark); }
    void init()
    {
        failOnUnexpectedWarnings();
        m_dir = std::make_unique<QTemporaryDir>();
        m_fakes = {};
        m_sample = m_dir->filePath(u"blog.db"_s);
        VERIFY_OK(core::makeSample(m_sample));
    }
    void cleanup()
    {
        m_window.reset();
        m_dir.reset();
    }

    void startsWithNothingOpen()
    {
        show(false);
        QCOMPARE(m_window->workspace(), nullptr);
        QVERIFY(m_window->findChild<QWidget *>(u"startPage"_s)->isVisible());
        QVERIFY(!m_window->actions().action(u"quickOpen"_s)->isEnabled());
        QVERIFY(m_window->actions().action(u"file.sample"_s)->isEnabled());
        QCOMPARE(m_window->windowTitle(), u"Raincheck"_s);
    }

    void opensWithoutWaiting()
    {
        show(false);
        m_prompts->path = m_sample;
        m_window->perform(u"file.open"_s);
        QVERIFY(m_window->isOpening());
        QCOMPARE(m_window->workspace(), nullptr); // the window has come back at once
        QTRY_VERIFY(m_window->workspace());
        QCOMPARE(m_window->findChild<Pill *>(u"connectionPill"_s)->text(), u"blog.db · sqlite · local"_s);
        QVERIFY(m_window->workspace()->sidebar().model().rowOf(tablePlace(u"posts"_s)) >= 0);
        m_window->perform(u"file.close"_s);
        QCOMPARE(m_window->workspace(), nullptr);
        m_window->perform(u"file.sample"_s);
        QTRY_VERIFY(m_window->workspace());
    }

    /// A config that hangs, for one.
    void aSlowOpeningIsToldOfAndStopped()
    {
        const auto ended = std::make_shared<std::atomic<bool>>(false);
        const auto slow = [ended](const QString &, core::Trust) -> core::Result<std::unique_ptr<core::Session>> {
            const auto isGivenUp = core::Waiting::isGivenUp(u"The config is still being evaluated."_s);
            while (!isGivenUp())
                QThread::msleep(5);
            *ended = true;
            return core::Error::cancelled();
        };
        WindowServices own = services();
        own.open = slow;
        auto opened = core::Session::open(m_sample, options());
        VERIFY_OK(opened);
        m_window = std::make_unique<MainWindow>(std::move(own), std::move(opened).value());
        m_window->show();
        const core::Session *before = &m_window->workspace()->session();
        QVERIFY(m_window->actions().action(u"task.stop"_s)->isEnabled());
        m_window->openTarget(m_dir->filePath(u"other.db"_s));
        QTRY_COMPARE(m_window->messages().text(), u"The config is still being evaluated. Ctrl+. stops it now."_s);
        QVERIFY(m_window->isOpening());
        m_window->perform(u"task.stop"_s);
        QVERIFY(!m_window->isOpening());
        QTRY_VERIFY(*ended);
        QCOMPARE(&m_window->workspace()->session(), before);
        QCOMPARE(m_window->messages().text(), u"It was not opened: you stopped it."_s);
    }

    void aFailureLeavesWhatIsOpen()
    {
        show();
        core::Session *before = &m_window->workspace()->session();
        const QString text = m_dir->filePath(u"notes.txt"_s);
        QFile file(text);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(5000, 'x'));
        file.close();
        m_window->openTarget(text);
        QTRY_VERIFY(m_window->messages().isError());
        QVERIFY(!m_window->messages().text().isEmpty());
        QCOMPARE(&m_window->workspace()->session(), before);
        m_window->openTarget(m_dir->filePath(u"gone.db"_s));
        QTRY_VERIFY(!m_window->isOpening());
        QVERIFY(m_window->messages().isError());
        QCOMPARE(&m_window->workspace()->session(), before);
    }

    void keysOpenTablesAndGoBack()
    {
        show();
        QTest::keyClick(m_window.get(), Qt::Key_P, Qt::ControlModifier);
        QVERIFY(m_window->commandPalette().isVisible());
        auto *field = m_window->findChild<QLineEdit *>(u"paletteField"_s);
        QTest::keyClicks(field, u"posts"_s);
        QTest::keyClick(field, Qt::Key_Return);
        QVERIFY(current());
        QCOMPARE(current()->title(), u"posts"_s);
        QTRY_VERIFY(current()->hasFocus());
        open(u"users"_s);
        QTRY_VERIFY(m_window->actions().action(u"nav.back"_s)->isEnabled());
        QTest::keyClick(m_window.get(), Qt::Key_Left, Qt::AltModifier);
        QTRY_COMPARE(current()->title(), u"posts"_s);
        m_window->perform(u"nav.forward"_s);
        QCOMPARE(current()->title(), u"users"_s);
        m_window->perform(u"tab.1"_s);
        QCOMPARE(current()->title(), u"posts"_s);
        m_window->perform(u"tab.close"_s);
        QCOMPARE(current()->title(), u"users"_s);
        m_window->perform(u"tab.reopen"_s);
        QCOMPARE(current()->title(), u"posts"_s);
        m_window->perform(u"migrations.open"_s);
        QVERIFY(current()->shown.isMigrations);
        QVERIFY(!m_window->findChild<QWidget *>(u"fakeRowPanel"_s)->isVisible());
    }

    void actionsReachThePage()
    {
        show();
        open(u"posts"_s);
        m_window->perform(u"cell.setNull"_s); // no current cell: disabled
        QVERIFY(!current()->performed.contains(u"cell.setNull"_s));
        current()->shown.hasCurrentCell = true;
        Q_EMIT current()->contextChanged();
        QTRY_VERIFY(m_window->actions().action(u"cell.setNull"_s)->isEnabled());
        QTest::keyClick(m_window.get(), Qt::Key_N, Qt::ControlModifier | Qt::AltModifier);
        QTRY_VERIFY(current()->performed.contains(u"cell.setNull"_s));
    }

    void theRowPanelFollowsTheCursor()
    {
        show();
        open(u"posts"_s);
        const RowAddress row{{QString(), u"posts"_s}, {{core::Value::integer(7)}}, 0};
        current()->row = row;
        Q_EMIT current()->currentRowChanged();
        QCOMPARE(m_fakes.rows.last(), std::optional(row));
        open(u"users"_s);
        QCOMPARE(m_fakes.rows.last(), std::nullopt);
        auto *panel = m_window->findChild<QWidget *>(u"fakeRowPanel"_s);
        QVERIFY(panel->isVisible());
        m_window->perform(u"panel.row"_s);
        QVERIFY(!panel->isVisible());
        m_window->perform(u"panel.row"_s);
        QVERIFY(panel->isVisible());
    }

    void followingAKeyIsAStepBack()
    {
        show();
        open(u"posts"_s);
        Destination to{{QString(), u"users"_s}, {}, core::RowKey{{core::Value::integer(3)}}, {}};
        Q_EMIT current()->openRequested(to, false);
        QCOMPARE(current()->title(), u"users"_s);
        QCOMPARE(current()->visits, QList<Destination>{to});
        m_window->perform(u"nav.back"_s);
        QCOMPARE(current()->title(), u"posts"_s);
        m_window->perform(u"nav.forward"_s);
        QCOMPARE(current()->here, to);
    }

    void stagedEditsAreCountedAndAskedAbout()
    {
        show();
        open(u"tags"_s);
        stageInsert();
        QCOMPARE(m_window->workspace()->pages().strip().badge(0), 1);
        QTRY_VERIFY(m_window->isWindowModified());
        m_window->perform(u"edits.apply"_s);
        QCOMPARE(m_fakes.pending, QStringList{u"edits.apply"_s});
        m_window->perform(u"file.close"_s);
        QVERIFY(m_window->workspace()); // the answer was no
        QCOMPARE(m_prompts->asked.size(), 1);
        QVERIFY(m_prompts->asked.first().text.contains(u"1 row in 1 table"_s));
        QVERIFY(!m_window->close());
        QVERIFY(m_window->isVisible());
        m_prompts->yes = true;
        m_window->perform(u"edits.discardAll"_s);
        QVERIFY(m_window->workspace()->session().changes()->isEmpty());
        m_window->perform(u"edits.undo"_s);
        QVERIFY(!m_window->workspace()->session().changes()->isEmpty());
        QVERIFY(!m_window->close()); // asks; the answer closes it
        QTRY_VERIFY(!m_window->isVisible());
    }

    void theLayoutComesBack()
    {
        show();
        open(u"posts"_s);
        open(u"users"_s);
        open(u"tags"_s, PageArea::OpenAs::Preview);
        m_window->perform(u"tab.1"_s);
        m_window->perform(u"theme.toggle"_s);
        QCOMPARE(Theme::current().kind(), ThemeKind::Light);
        m_window->close();
        m_window.reset();
        m_fakes = {};
        QCOMPARE(preferredTheme(m_dir->path()), ThemeKind::Light);
        Theme::apply(*qApp, ThemeKind::Dark);
        show(true, false);
        PageArea &pages = m_window->workspace()->pages();
        QCOMPARE(pages.count(), 2); // the preview is not kept
        QCOMPARE(current()->title(), u"posts"_s);
        QCOMPARE(m_fakes.pages.size(), 1); // the other one is made when it is looked at
        pages.setCurrent(1);
        QCOMPARE(current()->title(), u"users"_s);
    }

    void aTableIsInFront()
    {
        show(true, false);
        QVERIFY(current()); // nothing was open last time: the first one
        QCOMPARE(current()->title(), u"attachments"_s);
        m_window.reset();
        auto session = core::Session::open(m_sample, options());
        VERIFY_OK(session);
        m_window = std::make_unique<MainWindow>(services());
        m_window->showSession(std::move(session).value(), u"USERS"_s);
        QCOMPARE(current()->title(), u"users"_s);
        m_window->openTarget(m_sample, u"no such table"_s);
        QTRY_VERIFY(m_window->messages().isError());
        QVERIFY(m_window->messages().text().contains(u"no such table"_s));
        QVERIFY(current()); // something is shown all the same
    }

    void theSidebarCountsRows()
    {
        show();
        SidebarModel &model = m_window->workspace()->sidebar().model();
        const int row = model.rowOf(tablePlace(u"users"_s));
        QTRY_COMPARE(model.index(row).data(SidebarModel::NoteRole).toString(), u"250"_s);
        QVERIFY(model.rowOf({Place::Kind::Migrations, {}}) >= 0);
    }
};

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
