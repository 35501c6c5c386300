// SPDX-License-Identifier: GPL-3.0-or-later
// What the workspace does by action id, and what it says about itself.
#include "ui/design/designdesk.h"
#include "ui/changes/editstack.h"
#include "ui/changes/stagedjustnow.h"
#include "ui/shell/openingreport.h"
#include "ui/shell/projectnotes.h"
#include "ui/shell/prompts.h"
#include "ui/shell/sidebar.h"
#include "ui/shell/tabstrip.h"
#include "ui/shell/workspace.h"

#include "core/base/whendone.h"

#include <QApplication>
#include <QUndoStack>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

QString counted(qsizetype n, const QString &one, const QString &many)
{
    return u"%1 %2"_s.arg(n).arg(n == 1 ? one : many);
}

/// The first thing in it that Tab would reach.
QWidget *firstReachable(QWidget *pane)
{
    QWidget *widget = pane;
    do {
        const bool reachable = widget->focusPolicy() & Qt::TabFocus && widget->isEnabled() && widget->isVisible();
        if (pane->isAncestorOf(widget) && widget != pane && reachable && !widget->focusProxy())
            return widget;
        widget = widget->nextInFocusChain();
    } while (widget != pane);
    return nullptr;
}

} // namespace

bool Workspace::perform(const QString &id)
{
    if (performRelation(id) || performDesign(id))
        return true;
    if (id.startsWith(u"tab."))
        return performTab(id);
    if (id.startsWith(u"edits.") || id.startsWith(u"impact."))
        return performEdit(id);
    if (id == u"migrations.open") {
        open({Place::Kind::Migrations, {}}, PageArea::OpenAs::Pinned);
        focusContent();
    } else if (id.startsWith(u"migrations.compare") || id.startsWith(u"truth.") || id.startsWith(u"drizzle.")) {
        open({Place::Kind::Migrations, {}}, PageArea::OpenAs::Pinned);
        focusContent();
        return m_pages->currentPage() && m_pages->currentPage()->perform(id);
    } else if (id.startsWith(u"environment.")) {
        mark(id);
    } else if (id == u"history.open") {
        open({Place::Kind::History, {}}, PageArea::OpenAs::Pinned);
        focusContent();
    } else if (id == u"objects.open") {
        open({Place::Kind::Objects, {}}, PageArea::OpenAs::Pinned);
        focusContent();
    } else if (id == u"schema.remarks") {
        Q_EMIT errorOccurred(unreadParts(*m_session->schema(), m_session->name()));
    } else if (id == u"task.stop") {
        Page *page = m_pages->currentPage();
        return m_project->stop() || m_pendingPanel.perform(id) || (page && page->perform(id));
    } else if (id == u"migrations.pickFolder") {
        Q_EMIT migrationsFolderWanted();
    } else if (id == u"pane.next" || id == u"pane.previous") {
        focusPane(id == u"pane.next" ? 1 : -1);
    } else if (id == u"sidebar.filter") {
        m_sidebar->focusFilter();
    } else if (id == u"nav.back" || id == u"nav.forward") {
        if (const auto now = currentPlace())
            m_navigation.update(*now);
        travel(id == u"nav.back" ? m_navigation.back() : m_navigation.forward());
    } else if (id == u"panel.row") {
        m_rowPanelWanted = !m_rowPanelWanted;
        updatePanels();
        Q_EMIT contextChanged();
    } else if (id == u"panel.pending") {
        m_pendingPanelWanted = !m_pendingPanelWanted;
        updatePanels();
        Q_EMIT contextChanged();
    } else if (id == u"row.pick") {
        pickRelated();
    } else if (id == u"row.fullWidth") {
        setRowFullWidth(!m_rowFullWidth);
    } else if (id == u"row.related") {
        showRelated();
    } else if (id == u"view.refresh") {
        refreshAll();
    } else {
        return m_pages->currentPage() && m_pages->currentPage()->perform(id);
    }
    return true;
}

bool Workspace::finishEditing()
{
    m_rowPanel.finishEditing();
    bool finished = true;
    for (int i = 0; i < m_pages->count(); ++i) {
        if (Page *page = m_pages->page(i); page && !page->finishEditing()) {
            m_pages->setCurrent(i);
            finished = false;
        }
    }
    return finished;
}

void Workspace::refreshAll()
{
    if (!finishEditing())
        return; // rows may move away from under the editor
    m_session->reload();
    m_sidebar->recount();
    if (Page *page = m_pages->currentPage())
        page->perform(u"view.refresh"_s);
}

bool Workspace::performEdit(const QString &id)
{
    const std::shared_ptr<const core::ChangeSet> seen = m_session->changes();
    if (!finishEditing())
        return true;
    if (id == u"edits.apply" && *m_session->changes() != *seen) {
        m_pendingPanelWanted = true;
        updatePanels();
        Q_EMIT noteRequested(stagedJustNow());
        return true;
    }
    if (id == u"edits.undo") {
        m_edits->undo();
    } else if (id == u"edits.redo") {
        m_edits->redo();
    } else if (id == u"edits.discardAll") {
        discardAll();
    } else if (id == u"edits.discard") {
        return m_pages->currentPage() && m_pages->currentPage()->perform(id);
    } else {
        m_pendingPanelWanted = true; // what is asked for must be seen
        updatePanels();
        return m_pendingPanel.perform(id);
    }
    return true;
}

void Workspace::discardAll()
{
    const QString what = stagedInWords();
    if (what.isEmpty())
        return;
    m_prompts.confirm(this,
                      {u"Discard all changes?"_s, u"Changes to %1 are thrown away. Undo brings them back."_s.arg(what),
                       u"Discard"_s, true},
                      [this](bool yes) {
                          if (yes)
                              m_edits->discardAll();
                      });
}

void Workspace::reopenTab()
{
    m_pages->reopen();
    focusContent();
}

bool Workspace::performTab(const QString &id)
{
    const int count = m_pages->count();
    const int current = m_pages->currentIndex();
    if (id == u"tab.close")
        m_pages->close(current);
    else if (id == u"tab.reopen")
        reopenTab();
    else if (id == u"tab.pin")
        m_pages->pin(current);
    else if (id == u"tab.next" && count > 0)
        m_pages->setCurrent((current + 1) % count);
    else if (id == u"tab.previous" && count > 0)
        m_pages->setCurrent((current + count - 1) % count);
    else if (bool number = false; const int nth = id.sliced(4).toInt(&number))
        m_pages->setCurrent(number ? nth - 1 : current);
    else
        return false;
    return true;
}

UiContext Workspace::context() const
{
    UiContext c;
    c.hasSession = true;
    c.readOnly = m_session->isReadOnly();
    c.untrusted = !m_session->isTrusted();
    c.busy = m_busy;
    c.hasStaged = !m_session->changes()->isEmpty();
    c.canUndo = m_edits->undoStack().canUndo();
    c.canRedo = m_edits->undoStack().canRedo();
    c.canGoBack = m_navigation.canGoBack();
    c.canGoForward = m_navigation.canGoForward();
    c.canReopenTab = m_pages->canReopen();
    c.hasRemarks = !m_session->schema()->remarks.isEmpty();
    c.hasDesign = hasDesign();
    c.hasTypes = DesignDesk::canDesign(*m_session)
        && DesignDesk::of(*m_session).rules().has(core::DesignRules::Feature::Enums);
    c.tabs = m_pages->count();
    c.previewTab = c.tabs > 0 && m_pages->isPreview(m_pages->currentIndex());
    if (const Page *page = m_pages->currentPage())
        c.page = page->context();
    if (m_pendingPanel.impact)
        c.impact = m_pendingPanel.impact();
    return c;
}

QStringList Workspace::statusFacts() const
{
    const Page *page = m_pages->currentPage();
    return page ? page->statusFacts() : QStringList();
}

QStringList Workspace::connectionFacts() const
{
    QStringList facts;
    if (const Page *page = m_pages->currentPage(); page && !page->timingFact().isEmpty())
        facts.append(page->timingFact());
    if (const QString fact = m_project->statusFact(); !fact.isEmpty())
        facts.append(fact);
    if (const QString fact = m_project->configFact(); !fact.isEmpty())
        facts.append(fact);
    return facts + m_session->facts();
}

void Workspace::focusContent()
{
    if (Page *page = m_pages->currentPage())
        page->setFocus(Qt::OtherFocusReason);
    else
        m_sidebar->focusList();
}

bool Workspace::isSettled() const
{
    const Page *page = m_pages->currentPage();
    return !m_busy && !m_project->isReading() && m_sidebar->isSettled() && m_rowPanel.isSettled()
        && (!page || page->isSettled()) && (!m_pendingPanel.isSettled || m_pendingPanel.isSettled());
}

void Workspace::focusPane(int step)
{
    const QList<QWidget *> all{m_sidebar, m_pages, m_pendingPanel.widget, m_pendingPanel.impactPane, m_rowPanel.widget};
    QList<QWidget *> panes;
    qsizetype current = -1;
    for (QWidget *pane : all) {
        if (!pane || !pane->isVisible() || (pane != m_sidebar && pane != m_pages && !firstReachable(pane)))
            continue;
        if (pane->isAncestorOf(QApplication::focusWidget()))
            current = panes.size();
        panes.append(pane);
    }
    const qsizetype next = current < 0 ? 0 : (current + step + panes.size()) % panes.size();
    QWidget *pane = panes.at(next);
    if (pane == m_sidebar)
        m_sidebar->focusList();
    else if (pane == m_pages)
        focusContent();
    else
        firstReachable(pane)->setFocus(Qt::TabFocusReason);
}

QString Workspace::stagedInWords() const
{
    const auto changes = m_session->changes();
    if (changes->isEmpty())
        return {};
    return counted(changes->rows().size(), u"row"_s, u"rows"_s) + u" in "_s
        + counted(changes->tables().size(), u"table"_s, u"tables"_s);
}

void Workspace::showStaged()
{
    QHash<core::QualifiedName, int> edits;
    const auto changes = m_session->changes();
    for (const core::QualifiedName &table : changes->tables())
        edits.insert(table, changes->count(table));
    m_pages->setBadges(edits);
    m_sidebar->model().setStaged(edits);
    Q_EMIT contextChanged();
}

void Workspace::showMigrations()
{
    const auto &board = m_session->migrations();
    if (!board) {
        m_sidebar->model().setMigrations({}, PillKind::Neutral, u"none"_s);
        return;
    }
    int pending = 0;
    int troubled = 0;
    for (const core::MigrationState &state : board->states) {
        switch (state.kind) {
        case core::MigrationState::Kind::Applied:
            break;
        case core::MigrationState::Kind::Pending:
            ++pending;
            break;
        case core::MigrationState::Kind::Edited:
        case core::MigrationState::Kind::Skipped:
        case core::MigrationState::Kind::Missing:
        case core::MigrationState::Kind::Orphan:
            ++troubled;
            break;
        }
    }
    if (troubled > 0)
        m_sidebar->model().setMigrations(u"%1 to check"_s.arg(troubled), PillKind::Red, {});
    else if (pending > 0)
        m_sidebar->model().setMigrations(u"%1 pending"_s.arg(pending), PillKind::Amber, {});
    else
        m_sidebar->model().setMigrations({}, PillKind::Green, u"up to date"_s);
}

void Workspace::showHistory()
{
    core::whenDone(m_session->historyCount(), this, [this](const core::Result<qint64> &scripts) {
        if (!scripts) {
            Q_EMIT errorOccurred(scripts.error());
            return;
        }
        const qint64 n = *scripts; // its page lists the newest 200
        m_sidebar->model().setHistoryNote(n == 0 ? QString() : n > 200 ? u"200+"_s : QString::number(n));
    });
}

} // namespace ui
