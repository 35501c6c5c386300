// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/mainwindow.h"

#include "ui/actions/actionregistry.h"
#include "ui/actions/commandpalette.h"
#include "ui/connect/serveropener.h"
#include "ui/shell/messagebar.h"
#include "ui/shell/patientopening.h"
#include "ui/shell/readingorder.h"
#include "ui/shell/startpage.h"
#include "ui/shell/statusbar.h"
#include "ui/shell/topbar.h"
#include "ui/shell/trustbanner.h"
#include "ui/shell/workspace.h"
#include "ui/style/buttons.h"

#include "core/session/environment.h"
#include "core/base/whendone.h"
#include "core/session/serveraddress.h"
#include "core/session/serverrole.h"
#include "core/session/target.h"

#include <QApplication>
#include <QCloseEvent>
#include <QDir>
#include <QFileInfo>
#include <QMimeData>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>
#include <QtConcurrent>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

using SessionResult = core::Result<std::unique_ptr<core::Session>>;

constexpr int saveLayoutAfter = 500; ///< milliseconds: a splitter being moved is one change

QString droppedTarget(const QMimeData *data)
{
    const QList<QUrl> urls = data->urls();
    return urls.size() == 1 && urls.first().isLocalFile() ? urls.first().toLocalFile() : QString();
}

/// A project is opened again by its config, which says more than its database. D1's says less: it may bind several.
QString recentOf(const core::Session &session, const QString &target)
{
    if (core::isServerUrl(target))
        return core::ownLocation(target);
    const core::Target &opened = session.target();
    const bool byProject = opened.project && !opened.d1 && QFileInfo(target).canonicalFilePath() != session.location();
    return byProject ? opened.project->configPath : session.location();
}

} // namespace

MainWindow::MainWindow(WindowServices services, std::unique_ptr<core::Session> session)
    : m_services(std::move(services))
    , m_store(m_services.stateFolder)
    , m_actions(new ActionRegistry(this))
    , m_update(new QTimer(this))
    , m_saveLayout(new QTimer(this))
{
    setObjectName(u"mainWindow"_s);
    setWindowIcon(Theme::current().icon(Icon::App, Tone::AccentLine));
    setAcceptDrops(true);
    resize(1440, 900);
    build();
    m_update->setSingleShot(true);
    m_update->setInterval(0);
    connect(m_update, &QTimer::timeout, this, [this] {
        updateActions();
        updateStatus();
    });
    m_saveLayout->setSingleShot(true);
    m_saveLayout->setInterval(saveLayoutAfter);
    connect(m_saveLayout, &QTimer::timeout, this, [this] {
        if (isVisible()) // else nothing has the place yet that it will have
            saveLayout();
    });
    connect(m_actions, &ActionRegistry::triggered, this, &MainWindow::route);
    connect(qApp, &QApplication::focusChanged, this, &MainWindow::updateSoon);
    restoreGeometry(m_store.value(u"geometry"_s).toByteArray());
    showSession(std::move(session));
}

MainWindow::~MainWindow()
{
    disconnect(qApp, nullptr, this, nullptr);
    delete m_workspace; // before the services and the store it refers to
}

void MainWindow::showOnScreen()
{
    constexpr QSize frame(0, 32); // title bars; how high is known only once it is there
    const QSize most = screen()->availableSize() - frame;
    if (!isMaximized() && !isFullScreen())
        resize(size().boundedTo(most.expandedTo(minimumSizeHint())));
    show();
}

// Not in the header: seen there, GCC takes every use that knows better for one of a null pointer.
Workspace *MainWindow::workspace() const
{
    return m_workspace;
}

void MainWindow::build()
{
    auto *centre = new QWidget(this);
    auto *rows = plainLayout<QVBoxLayout>(centre);
    m_top = new TopBar(*m_actions, centre);
    m_messages = new MessageBar(centre);
    m_trust = new TrustBanner(m_actions->action(u"file.trust"_s), centre);
    m_stack = new QStackedWidget(centre);
    m_start = new StartPage(*m_actions, m_stack);
    m_status = new StatusBar(centre);
    m_stack->addWidget(m_start);
    rows->addWidget(m_top);
    rows->addWidget(m_trust);
    rows->addWidget(m_stack, 1);
    rows->addWidget(m_status);
    setCentralWidget(centre);
    m_messages->layOver(m_stack);
    m_palette = new CommandPalette(centre);
    connect(m_palette, &CommandPalette::chosen, this, &MainWindow::chosen);
    buildServers();
    m_patience = new PatientOpening(this);
    connect(m_patience, &PatientOpening::told, this, [this](const QString &sentence) {
        if (m_opening)
            m_messages->showNote(sentence + u" Ctrl+. stops it now."_s);
    });
}

void MainWindow::openTarget(const QString &target, const QString &table, core::Trust trust)
{
    if (core::isServerUrl(target)) {
        m_servers->open(target, table);
        return;
    }
    askIfStaged(u"Open another database?"_s, [this, target, table, trust] {
        startOpening([open = m_services.open, target, trust] { return open(target, trust); }, target, table, trust, {});
    });
}

void MainWindow::startOpening(std::function<SessionResult()> open, const QString &target, const QString &table,
                              core::Trust trust, const OpeningAnswer &answer)
{
    const quint64 generation = ++m_generation;
    // What was kept may be of this very file, and belongs to its session as long as that lives.
    if (m_workspace && m_workspace->session().keepsStaged())
        showSession(nullptr);
    m_opening = true;
    m_start->setOpening(target);
    m_messages->dismiss();
    updateSoon();
    const auto future = m_patience->start(std::move(open));
    core::whenDone(
        future, this,
        [this, generation, target, table, trust, answer](const core::Result<PatientOpening::Holder> &holder) {
            if (generation != m_generation)
                return; // something else was opened meanwhile; this one closes with its holder
            if (holder)
                opened(std::move(**holder), target, table, trust, answer);
            else
                opened(holder.error(), target, table, trust, answer);
        });
}

void MainWindow::opened(SessionResult session, const QString &target, const QString &table, core::Trust trust,
                        const OpeningAnswer &answer)
{
    m_opening = false;
    m_patience->ended();
    m_start->setOpening({});
    if (!session) {
        notOpened(session.error(), target, table, trust, answer);
        return;
    }
    if (answer.opened)
        answer.opened(*session.value());
    m_store.addRecent(recentOf(*session.value(), target));
    const QString note = session.value()->target().note;
    showSession(std::move(session).value(), table);
    m_target = target;
    if (!note.isEmpty())
        m_messages->showNote(note);
}

void MainWindow::chooseTarget(const QString &target, const QString &table, core::Trust trust)
{
    auto future = QtConcurrent::run(
        [target]() -> core::Result<QList<core::TargetChoice>> { return core::targetChoices(target); });
    core::whenDone(future, this,
                   [this, generation = m_generation, target, table,
                    trust](const core::Result<QList<core::TargetChoice>> &choices) {
                       if (generation != m_generation || !choices)
                           return;
                       const QString folder = QDir::cleanPath(QFileInfo(target).absoluteFilePath());
                       m_services.prompts->chooseTarget(
                           this, folder, *choices,
                           [this, table, trust](const QString &chosen) { openTarget(chosen, table, trust); });
                   });
}

void MainWindow::askForTrust(const core::Error &error, const QString &target, const QString &table)
{
    const Question question{u"Trust this file?"_s, error.message, u"Trust and open"_s, true};
    m_services.prompts->confirm(this, question, [this, target, table](bool yes) {
        if (yes)
            openTarget(target, table, core::Trust::FromNowOn);
    });
}

void MainWindow::showSession(std::unique_ptr<core::Session> session, const QString &table)
{
    m_target.clear();
    if (m_workspace) {
        saveLayout();
        m_stack->removeWidget(m_workspace);
        delete m_workspace;
    }
    if (session) {
        const bool readOnly = session->isReadOnly();
        connect(&core::EnvironmentMark::of(*session), &core::EnvironmentMark::changed, this,
                [this, &opened = *session] { showConnection(opened); });
        const bool trusted = session->isTrusted();
        m_trust->setOnServer(session->isOnServer());
        m_trust->setVisible(!trusted);
        m_top->setMode(!trusted       ? u"Looking only"_s
                           : readOnly ? u"Read-only"_s
                                      : u"Safe mode: preview"_s,
                       readOnly ? session->readOnlyBecause()
                                : u"Changes are staged, shown as SQL, and run when you apply them."_s);
        showConnection(*session);
        m_workspace = new Workspace(std::move(session), m_services.pages, *m_services.prompts, m_store, m_stack);
        connect(m_workspace, &Workspace::contextChanged, this, &MainWindow::updateSoon);
        connect(m_workspace, &Workspace::statusChanged, this, &MainWindow::updateSoon);
        connect(m_workspace, &Workspace::errorOccurred, m_messages, &MessageBar::showError);
        connect(m_workspace, &Workspace::messageRequested, m_messages, &MessageBar::showMessage);
        connect(m_workspace, &Workspace::noteRequested, m_messages, &MessageBar::showNote);
        connect(&m_workspace->session(), &core::Session::dataChanged, m_messages, &MessageBar::lockIsGone);
        connect(&m_workspace->session(), &core::Session::changedOutside, m_messages, &MessageBar::lockIsGone);
        connect(&m_workspace->session(), &core::Session::reconnected, this,
                [this, name = m_workspace->session().name()] { connectionIsBack(name); });
        connect(m_workspace, &Workspace::layoutChanged, this, &MainWindow::saveLayoutSoon);
        connect(m_workspace, &Workspace::migrationsFolderWanted, this, &MainWindow::pickMigrationsFolder);
        m_stack->addWidget(m_workspace);
        m_stack->setCurrentWidget(m_workspace);
        m_messages->layOver(&m_workspace->pages(), m_stack); // the pending changes below are read while it is there
        m_workspace->restoreLayout(table);
        m_workspace->focusContent();
        m_workspace->reportOpening();
    } else {
        m_messages->layOver(m_stack);
        m_trust->hide();
        m_top->setConnection({}, false);
        m_status->setMark(core::Environment::Unmarked);
        m_status->setRole({});
        m_top->setMode({}, {});
        showRecent();
        m_stack->setCurrentWidget(m_start);
        m_start->setFocus(Qt::OtherFocusReason);
    }
    updateTitle();
    updateActions();
    updateStatus();
}

void MainWindow::setTheme(ThemeKind kind)
{
    if (m_workspace)
        std::ignore = m_workspace->finishEditing(); // an editor that stays is not harmed by new colours
    Theme::apply(*qApp, kind);
    m_store.setValue(u"theme"_s, kind == ThemeKind::Dark ? u"dark"_s : u"light"_s);
    m_top->themeChanged();
    showRecent();
}

void MainWindow::askIfStaged(const QString &title, std::function<void()> then, const std::function<void()> &otherwise)
{
    if (m_workspace && !m_workspace->finishEditing()) {
        if (otherwise)
            otherwise();
        return;
    }
    const QString staged = m_workspace ? m_workspace->stagedInWords() : QString();
    if (staged.isEmpty()) {
        then();
        return;
    }
    const QString text =
        u"Changes to %1 of %2 are staged and not applied."_s.arg(staged, m_workspace->session().name());
    m_services.prompts->confirmLeaving(this, title, text, [this, then = std::move(then), otherwise](Leaving leaving) {
        if (leaving == Leaving::Stay || !m_workspace) {
            if (otherwise)
                otherwise();
            return;
        }
        if (leaving == Leaving::Keep) {
            keepStaged(then);
            return;
        }
        m_workspace->session().setKeepsStaged(false);
        then();
    });
}

/// Leaves only when all that is staged is written: what cannot be kept is not let go of either.
void MainWindow::keepStaged(std::function<void()> then)
{
    core::Session *session = &m_workspace->session();
    core::whenDone(session->writeStaged(), session,
                   [this, session, then = std::move(then)](const core::Result<core::Done> &kept) {
                       if (kept) {
                           session->setKeepsStaged(true);
                           QTimer::singleShot(0, this, then); // it may end the session, whose answer this is
                           return;
                       }
                       core::Error said = kept.error();
                       said.message = u"The staged edits could not be kept, so this stays open: "_s + said.message;
                       m_messages->showError(said);
                   });
}

void MainWindow::closeDatabase()
{
    askIfStaged(u"Close the database?"_s, [this] {
        ++m_generation;
        showSession(nullptr);
    });
}

bool MainWindow::focusNextPrevChild(bool next)
{
    const QWidget *held = focusWidget();
    if (Workspace *workspace = m_workspace; workspace && held && !(held->isVisible() && held->isEnabled())) {
        workspace->focusContent(); // a panel or button that had the focus goes: Qt asks for the next one
        if (focusWidget() != held)
            return true;
    }
    QWidget *widget = nextInReadingOrder(centralWidget(), focusWidget(), next);
    if (!widget)
        return QMainWindow::focusNextPrevChild(next);
    widget->setFocus(next ? Qt::TabFocusReason : Qt::BacktabFocusReason);
    return true;
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (!m_closingAnyway && m_workspace && !m_workspace->finishEditing()) {
        event->ignore();
        return;
    }
    if (!m_closingAnyway && m_workspace && !m_workspace->stagedInWords().isEmpty()) {
        event->ignore(); // the answer comes later
        askIfStaged(u"Close Raincheck?"_s, [this] {
            m_closingAnyway = true;
            QTimer::singleShot(0, this, &QWidget::close); // not inside an event that is being ignored
        });
        return;
    }
    saveLayout();
    event->accept();
}

void MainWindow::saveLayout()
{
    m_store.setValue(u"geometry"_s, saveGeometry());
    if (m_workspace)
        m_workspace->saveLayout();
}

void MainWindow::saveLayoutSoon()
{
    if (!m_saveLayout->isActive())
        m_saveLayout->start();
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    saveLayoutSoon();
}

void MainWindow::moveEvent(QMoveEvent *event)
{
    QMainWindow::moveEvent(event);
    saveLayoutSoon();
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    if (!droppedTarget(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent *event)
{
    const QString target = droppedTarget(event->mimeData());
    if (target.isEmpty())
        return;
    event->acceptProposedAction();
    openTarget(target);
}

} // namespace ui

#include "moc_mainwindow.cpp"
