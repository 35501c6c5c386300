// SPDX-License-Identifier: GPL-3.0-or-later
// What the window does about servers, and what the start page shows of databases that were opened before.
#include "ui/shell/mainwindow.h"

#include "ui/connect/serveropener.h"
#include "ui/shell/messagebar.h"
#include "ui/shell/startpage.h"
#include "ui/shell/statusbar.h"
#include "ui/shell/topbar.h"

#include "core/session/environment.h"
#include "core/session/serveraddress.h"
#include "core/session/target.h"

#include <QFileInfo>

using namespace Qt::Literals::StringLiterals;

namespace ui {

void MainWindow::buildServers()
{
    ServerOpener::Window window;
    window.open = [this](const QString &url, bool readOnly, const QString &table, const OpeningAnswer &answer) {
        const auto open = readOnly ? m_services.openReadOnly : m_services.open;
        // A server is no file that came from somewhere: connecting to it is trusting it.
        startOpening([open, url] { return open(url, core::Trust::Once); }, url, table, core::Trust::Once, answer);
    };
    window.stop = [this] { giveUpOpening(); };
    window.askIfStaged = [this](const QString &title, const std::function<void()> &then,
                                const std::function<void()> &otherwise) { askIfStaged(title, then, otherwise); };
    m_servers = new ServerOpener(m_services, m_store, window, this);
    connect(m_servers, &ServerOpener::noted, m_messages, &MessageBar::showNote);
    connect(m_servers, &ServerOpener::failed, m_messages, &MessageBar::showError);
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
    else
        m_messages->showError(error);
    if (!isServer && !QFileInfo::exists(target))
        m_store.removeRecent(target);
    showRecent();
    updateSoon();
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
    const core::EnvironmentMark &mark = core::EnvironmentMark::of(session);
    QStringList parts{session.name(), session.dialect().name()};
    QString environment = core::toText(mark.environment());
    const auto address = core::parseServerAddress(session.location());
    if (core::isServerUrl(session.location()) && address) {
        const QString name = ServerOpener::nameOf(m_store, session.location());
        if (name != address->place() && name != session.name())
            parts.prepend(name);
        if (environment.isEmpty())
            environment = address->host.isEmpty() || address->isSocket() ? u"this machine"_s : address->host;
    } else if (environment.isEmpty()) {
        environment = u"local"_s;
    }
    parts.append(environment);
    if (session.isReadOnly())
        parts.append(u"read-only"_s);
    m_top->setConnection(parts.join(u" · "_s), session.isReadOnly() || mark.environment() == core::Environment::Staging,
                         mark.isProduction());
    m_status->setMark(mark.environment());
}

} // namespace ui
