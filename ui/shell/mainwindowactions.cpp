// SPDX-License-Identifier: GPL-3.0-or-later
// What the window does by action id, and which actions it offers when.
#include "ui/shell/mainwindow.h"

#include "ui/actions/actionregistry.h"
#include "ui/actions/commandpalette.h"
#include "ui/connect/serveropener.h"
#include "ui/shell/messagebar.h"
#include "ui/shell/paletteentries.h"
#include "ui/shell/patientopening.h"
#include "ui/shell/startpage.h"
#include "ui/shell/statusbar.h"
#include "ui/shell/workspace.h"

#include "core/session/serveraddress.h"
#include "core/session/serverrole.h"

#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTextEdit>
#include <QTimer>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

/// The focus is where keys make text.
bool isTyping(const QWidget *focus)
{
    if (const auto *line = qobject_cast<const QLineEdit *>(focus))
        return !line->isReadOnly();
    if (const auto *plain = qobject_cast<const QPlainTextEdit *>(focus))
        return !plain->isReadOnly();
    if (const auto *text = qobject_cast<const QTextEdit *>(focus))
        return !text->isReadOnly();
    if (const auto *combo = qobject_cast<const QComboBox *>(focus))
        return combo->isEditable();
    return qobject_cast<const QAbstractSpinBox *>(focus) != nullptr;
}

} // namespace

void MainWindow::perform(const QString &actionId)
{
    // What is asked for by id depends neither on a timer nor on who would get a key.
    UiContext now = context();
    now.typing = false;
    m_actions->setEnabled(enabledActions(now), disabledReasons(now));
    m_actions->trigger(actionId);
    updateActions();
}

void MainWindow::route(const QString &id)
{
    if (id == u"palette") {
        openPalette(PaletteFor::Everything);
    } else if (id == u"quickOpen") {
        openPalette(PaletteFor::Tables);
    } else if (id == u"tab.new") {
        openPalette(PaletteFor::NewTab);
    } else if (id == u"theme.toggle") {
        setTheme(Theme::current().kind() == ThemeKind::Dark ? ThemeKind::Light : ThemeKind::Dark);
    } else if (id == u"file.open") {
        m_services.prompts->chooseFile(this, u"Open a database"_s, [this](const QString &path) { openTarget(path); });
    } else if (id == u"file.openFolder") {
        m_services.prompts->chooseFolder(this, u"Open a project folder"_s,
                                         [this](const QString &path) { openTarget(path); });
    } else if (id.startsWith(u"connection."_s)) {
        performConnection(id);
    } else if (id == u"file.recent") {
        openPalette(PaletteFor::Databases);
    } else if (id == u"file.connect") {
        m_servers->showDialog();
    } else if (id == u"file.sample") {
        openSample();
    } else if (id == u"task.stop"_s && m_opening) {
        giveUpOpening();
        m_messages->showNote(u"It was not opened: you stopped it."_s);
    } else if (id == u"file.trust"_s) {
        if (m_workspace)
            openTarget(m_target.isEmpty() ? m_workspace->session().location() : m_target, {}, core::Trust::FromNowOn);
    } else if (id == u"file.close") {
        closeDatabase();
    } else if (id == u"file.quit") {
        close();
    } else if (m_workspace) {
        static_cast<void>(m_workspace->perform(id)); // a page that has no use for it leaves it at that
    }
    updateSoon();
}

void MainWindow::openSample()
{
    askIfStaged(u"Open the sample?"_s, [this] {
        startOpening(
            [sample = m_services.sample, open = m_services.open]() -> core::Result<std::unique_ptr<core::Session>> {
                const core::Result<QString> path = sample();
                if (!path)
                    return path.error();
                return open(path.value(), core::Trust::FromNowOn); // we made it
            },
            u"the sample"_s, {}, core::Trust::FromNowOn, {});
    });
}

void MainWindow::giveUpOpening()
{
    m_patience->giveUp();
    ++m_generation; // whatever comes of it is not waited for
    m_opening = false;
    m_patience->ended();
    m_start->setOpening({});
    updateSoon();
}

void MainWindow::openPalette(PaletteFor what)
{
    const bool tablesOnly = what == PaletteFor::Tables || what == PaletteFor::NewTab;
    m_paletteOpensTabs = what == PaletteFor::NewTab;
    if (m_workspace)
        std::ignore = m_workspace->finishEditing(); // while its editor knows where the focus goes back to
    UiContext now = context();
    now.typing = false; // until the palette is open, and again when something is chosen
    if (what == PaletteFor::Databases) {
        const QSet<QString> others{u"file.open"_s, u"file.openFolder"_s, u"file.connect"_s};
        m_palette->open(databaseEntries(recentDatabases(m_store, m_services.stateFolder)) + actionEntries(others), {},
                        u"Open a database…"_s); // newest first already
        return;
    }
    QList<PaletteEntry> entries;
    if (m_workspace)
        entries = tableEntries(*m_workspace->session().schema());
    if (!tablesOnly)
        entries +=
            actionEntries(enabledActions(now)) + databaseEntries(recentDatabases(m_store, m_services.stateFolder));
    m_palette->open(entries, m_store.recentlyChosen(),
                    m_paletteOpensTabs ? u"Open a table or view in a new tab…"_s
                        : tablesOnly   ? u"Go to a table or view…"_s
                                       : u"Go to a table, or type a command…"_s);
}

void MainWindow::chosen(const PaletteEntry &entry, bool newTab)
{
    m_store.addRecentlyChosen(entry.key());
    if (entry.kind == PaletteEntry::Kind::Action) {
        perform(entry.id);
        return;
    }
    if (entry.kind == PaletteEntry::Kind::Database) {
        openTarget(entry.id);
        return;
    }
    if (!m_workspace)
        return;
    const Destination to{{entry.schema, entry.title}, {}, {}, {}};
    m_workspace->open({Place::Kind::Table, to},
                      newTab || m_paletteOpensTabs ? PageArea::OpenAs::NewTab : PageArea::OpenAs::Pinned);
    if (Page *page = m_workspace->pages().currentPage())
        page->setFocus(Qt::OtherFocusReason);
}

UiContext MainWindow::context() const
{
    UiContext c = m_workspace ? m_workspace->context() : UiContext();
    c.hasSample = static_cast<bool>(m_services.sample);
    c.opening = m_opening;
    c.hasRecent = m_store.hasRecent();
    if (Workspace *workspace = m_workspace) {
        c.onServer = core::isServerUrl(workspace->session().location());
        c.asRole = c.onServer && core::roleOf(workspace->session().location());
    }
    c.typing = isTyping(QApplication::focusWidget());
    return c;
}

void MainWindow::updateSoon()
{
    if (!m_update->isActive()) // a stream of news must not put it off for ever
        m_update->start();
}

void MainWindow::updateActions()
{
    const UiContext now = context();
    m_actions->setEnabled(enabledActions(now), disabledReasons(now));
    const Workspace *workspace = m_workspace; // a QPointer asked twice may, to the compiler, answer twice differently
    m_actions->action(u"row.fullWidth"_s)->setChecked(workspace && workspace->isRowFullWidth());
    m_actions->action(u"panel.row"_s)->setChecked(workspace && workspace->isRowPanelShown());
    m_actions->action(u"panel.pending"_s)->setChecked(workspace && workspace->isPendingPanelShown());
    updateTitle();
}

void MainWindow::updateStatus()
{
    m_status->setLeft(m_workspace ? m_workspace->statusFacts() : QStringList());
    m_status->setRight(m_workspace ? m_workspace->connectionFacts() : QStringList());
}

void MainWindow::updateTitle()
{
    Workspace *workspace = m_workspace;
    if (!workspace) {
        setWindowTitle(u"Raincheck"_s);
        return;
    }
    const Page *page = workspace->pages().currentPage();
    QString name = workspace->session().name();
    if (const auto &project = workspace->session().target().project; project && project->name() != name)
        name += u" (%1)"_s.arg(project->name());
    // [*] shows a star while edits are staged
    QString text = page ? u"%1 · %2"_s.arg(page->title(), name) : name;
    text.replace(u"[*]"_s, u"[*][*]"_s);
    setWindowTitle(text + u"[*] · Raincheck"_s);
    setWindowModified(!workspace->stagedInWords().isEmpty());
}

void MainWindow::pickMigrationsFolder()
{
    m_services.prompts->chooseFolder(this, u"Choose the migrations folder"_s, [this](const QString &path) {
        Workspace *workspace = m_workspace;
        if (!workspace)
            return;
        workspace->session().setMigrationsFolder(path);
        static_cast<void>(workspace->perform(u"migrations.open"_s));
    });
}

} // namespace ui
