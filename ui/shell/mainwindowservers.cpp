// SPDX-License-Identifier: GPL-3.0-or-later
// What the window does about servers, and what the start page shows of databases that were opened before.
#include "ui/shell/mainwindow.h"

#include "ui/connect/serveropener.h"
#include "ui/shell/messagebar.h"
#include "ui/shell/startpage.h"
#include "ui/shell/statusbar.h"
#include "ui/shell/topbar.h"
#include "ui/shell/workspace.h"

#include "core/base/whendone.h"
#include "core/session/environment.h"
#include "core/session/newdatabase.h"
#include "core/session/serveraddress.h"
#include "core/session/serverrole.h"
#include "core/session/servertrial.h"
#include "core/session/target.h"

#include <QFileInfo>
#include <QtConcurrent>

using namespace Qt::Literals::StringLiterals;

namespace ui {

void MainWindow::buildServers()
{
    ServerOpener::Window window;
    window.open = [this](const QString &url, bool readOnly, const QString &table, const OpeningAnswer &answer) {
        const auto open = readOnly ? m_services.openReadOnly : m_services.open;
        // A server is no file that came from somewhere: connecting to it is trusting it.
        const auto opening = [open, url]() -> core::Result<std::unique_ptr<core::Session>> {
            auto session = open(url, core::Trust::Once);
            const auto role = core::roleOf(url);
            if (session && role && !core::isTaken(*role, session.value()->facts()))
                return core::Error::invalid(
                    u"The server, or a pooler before it, did not take the role %1: nothing is shown as if it had."_s
                        .arg(role->role));
            return session;
        };
        startOpening(opening, url, table, core::Trust::Once, answer);
    };
    window.stop = [this] { giveUpOpening(); };
    window.askIfStaged = [this](const QString &title, const std::function<void()> &then,
                                const std::function<void()> &otherwise) { askIfStaged(title, then, otherwise); };
    m_servers = new ServerOpener(m_services, m_store, window, this);
    connect(m_servers, &ServerOpener::noted, m_messages, &MessageBar::showNote);
    connect(m_servers, &ServerOpener::failed, m_messages, &MessageBar::showError);
    connect(m_messages, &MessageBar::reconnectRequested, this, [this] { perform(u"connection.reconnect"_s); });
    connect(m_status, &StatusBar::roleClicked, this, [this] { perform(u"connection.role"_s); });
    connect(m_start, &StartPage::recentChosen, this, [this](const QString &target) { openTarget(target); });
    connect(m_start, &StartPage::editRequested, m_servers, &ServerOpener::showDialog);
    connect(m_start, &StartPage::removeRequested, this, &MainWindow::removeRecent);
}

void MainWindow::notOpened(const core::Error &error, const QString &target, const QString &table, core::Trust trust,
                           const OpeningAnswer &answer)
{
    const bool isServer = core::isServerUrl(target);
    if (answer.failed && answer.failed(error)) {
        updateSoon();
        return;
    }
    if (core::isForWantOfTrust(error))
        askForTrust(error, target, table);
    else if (core::isForAPersonToChoose(error))
        chooseTarget(target, table, trust);
    else if (core::isForWantOfFile(error))
        askToMakeFile(target, table, trust);
    else if (core::isForWantOfPassword(error))
        openWithPassword(error, target, table, trust);
    else
        m_messages->showError(error);
    if (!isServer && !QFileInfo::exists(target))
        m_store.removeRecent(target);
    showRecent();
    updateSoon();
}

/// The project does not say the password of its server, or another one than that has now.
void MainWindow::openWithPassword(const core::Error &why, const QString &target, const QString &table,
                                  core::Trust trust)
{
    const auto again = [this, target, table, trust](const OpeningAnswer &answer) {
        startOpening([open = m_services.open, target, trust] { return open(target, trust); }, target, table, trust,
                     answer);
    };
    auto server = QtConcurrent::run(
        [target, folder = m_services.stateFolder, trust] { return core::serverOf(target, folder, trust); });
    core::whenDone(server, this, [this, generation = m_generation, why, again](const core::Result<QString> &url) {
        if (generation != m_generation)
            return;
        if (url)
            m_servers->openWithPassword(*url, why, again);
        else
            m_messages->showError(url.error());
    });
}

void MainWindow::showRecent()
{
    m_start->setRecent(recentDatabases(m_store, m_services.stateFolder));
}

void MainWindow::removeRecent(const QString &location)
{
    if (core::isServerUrl(location))
        m_servers->forget(location);
    m_store.removeRecent(location);
    showRecent();
    m_start->setFocus(Qt::OtherFocusReason);
}

/// A server is called as the person calls it, with where it is where nothing else says so.
void MainWindow::showConnection(core::Session &session)
{
    const auto role = core::roleOf(session.location());
    const QString own = core::ownLocation(session.location());
    const core::Environment mark = core::EnvironmentMark::of(session).environment(); // of the database, whoever browses
    QStringList parts{session.name(), session.dialect().name()};
    QString environment = core::toText(mark);
    const auto address = core::parseServerAddress(own);
    if (core::isServerUrl(own) && address) {
        const QString name = ServerOpener::nameOf(m_store, own);
        if (name != address->place() && name != session.name())
            parts.prepend(name);
        const QString host = address->host.isEmpty() || address->isSocket() ? u"this machine"_s : address->host;
        const bool isSaid = parts.join(u' ').contains(host);
        if (environment.isEmpty() && !isSaid)
            environment = host;
    } else if (environment.isEmpty()) {
        environment = u"local"_s;
    }
    if (!environment.isEmpty())
        parts.append(environment);
    if (session.isReadOnly() && core::isServerUrl(own)) // of a file the mode says it
        parts.append(u"read-only"_s);
    m_top->setConnection(parts.join(u" · "_s), session.isReadOnly() || mark == core::Environment::Staging,
                         mark == core::Environment::Production);
    m_status->setMark(mark);
    m_status->setRole(role ? role->role : QString());
    if (role)
        m_top->setMode(u"As %1: read-only"_s.arg(role->role),
                       u"Rows are what this role may see, by the claims it was given. Nothing can be written."_s);
}

/// A note does not cover an error: that one goes first, as it is no longer so.
void MainWindow::connectionIsBack(const QString &name)
{
    const bool wasMissed = m_messages->connectionIsBack();
    m_messages->showNote(tr("The connection to %1 was lost, and is open again: nothing staged is lost.").arg(name));
    if (Workspace *workspace = m_workspace; workspace && wasMissed)
        std::ignore = workspace->perform(u"view.refresh"_s); // what was not read meanwhile
}

void MainWindow::performConnection(const QString &actionId)
{
    Workspace *workspace = m_workspace;
    if (!workspace)
        return;
    core::Session &session = workspace->session();
    const PageArea &pages = workspace->pages();
    const std::optional<Place> shown =
        pages.currentIndex() < 0 ? std::nullopt : std::optional(pages.place(pages.currentIndex()));
    const QString table = shown && shown->kind == Place::Kind::Table ? shown->destination.table.display() : QString();
    if (actionId == u"connection.reconnect")
        std::ignore = workspace->perform(u"view.refresh"_s); // who asks finds the server again, or says why not
    else if (actionId == u"connection.role")
        m_servers->showRoles(session.location(), table);
    else if (actionId == u"connection.ownRole")
        m_servers->open(core::ownLocation(session.location()), table);
}

} // namespace ui
