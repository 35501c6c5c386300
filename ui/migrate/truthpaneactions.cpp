// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done on the truth board, each seen before it is done.
#include "ui/migrate/truthpane.h"

#include "core/base/whendone.h"
#include "core/session/session.h"
#include "ui/changes/notice.h"
#include "ui/migrate/proposalreview.h"
#include "ui/migrate/restchoices.h"
#include "ui/migrate/seedpane.h"
#include "ui/migrate/truthmodel.h"

#include <QDir>
#include <QFileInfo>
#include <QStackedWidget>
#include <QTableView>

#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

/// What an action id asks for: the first of these that the row offers.
QList<core::TruthAction> wantedBy(const QString &actionId)
{
    using Action = core::TruthAction;
    if (actionId == u"truth.applyUpTo"_s)
        return {Action::ApplyUpTo};
    if (actionId == u"truth.markApplied"_s)
        return {Action::MarkApplied};
    if (actionId == u"truth.baseline"_s)
        return {Action::Baseline};
    if (actionId == u"truth.repair"_s)
        return {Action::ApplyRest,    Action::FixOrder,  Action::RewriteHash, Action::DropEntry,
                Action::RestoreEntry, Action::RemoveRow, Action::MarkApplied, Action::RebuildSnapshot};
    if (actionId == u"truth.adopt"_s)
        return {Action::AdoptDrift};
    if (actionId == u"truth.toSnapshot"_s)
        return {Action::RevertDrift};
    return {};
}

bool isOfARow(core::TruthAction action)
{
    return action != core::TruthAction::Baseline && action != core::TruthAction::AdoptDrift
        && action != core::TruthAction::RevertDrift;
}

} // namespace

bool TruthPane::perform(const QString &actionId)
{
    if (isReviewing()) {
        if (actionId == u"migrations.dryRun"_s)
            m_review->dryRun();
        else if (actionId == u"migrations.apply"_s)
            m_review->apply();
        else if (actionId == u"task.stop"_s)
            m_review->stop();
        else if (actionId == u"nav.back"_s && !isRunning())
            m_review->close();
        else
            return false;
        return true;
    }
    if (isChoosing() && actionId == u"nav.back"_s) {
        Q_EMIT m_rest->closed();
        return true;
    }
    if (m_seed->isRunning()) {
        if (actionId == u"task.stop"_s)
            m_seed->stop();
        return actionId == u"task.stop"_s;
    }
    if (actionId == u"truth.open"_s) {
        m_stack->setCurrentIndex(0);
        setFocus();
        return true;
    }
    if (actionId == u"truth.reset"_s || actionId == u"truth.seed"_s) {
        actionId == u"truth.reset"_s ? reset() : showSeed();
        return true;
    }
    if (actionId == u"truth.applyAll"_s) {
        applyAll();
        return true;
    }
    const QList<core::TruthAction> wanted = wantedBy(actionId);
    if (wanted.isEmpty() || !m_watch->known())
        return false;
    const core::TruthRow *row = m_model->row(currentRow());
    const core::TruthBoard &board = m_watch->known()->board;
    for (const core::TruthAction action : wanted) {
        if (isOfARow(action) ? row && row->actions.contains(action) : board.actions.contains(action)) {
            request(action);
            return true;
        }
    }
    m_notice->showNote(isOfARow(wanted.first()) ? tr("There is nothing of that kind to be done about this migration.")
                                                : tr("There is nothing of that kind to be done."));
    return true;
}

void TruthPane::applyAll()
{
    const auto &known = m_watch->known();
    if (!known || !known->board.actions.contains(core::TruthAction::ApplyUpTo)) {
        m_notice->showNote(known ? tr("Nothing is pending.") : tr("The board is being read; try again in a moment."));
        return;
    }
    m_table->clearSelection();
    m_table->setCurrentIndex({}); // it is about all of them
    request(core::TruthAction::ApplyUpTo);
}

void TruthPane::request(core::TruthAction action)
{
    if (isRunning())
        return;
    m_notice->clear();
    if (action == core::TruthAction::RevertDrift) {
        openExpected();
        return;
    }
    const int row = isOfARow(action) ? currentRow() : -1;
    const core::TruthRow *chosen = m_model->row(row);
    if (action == core::TruthAction::ApplyRest && chosen && !chosen->effects.open.isEmpty()) {
        m_rest->setFile(chosen->state.tag, chosen->effects);
        m_stack->setCurrentWidget(m_rest);
        if (isVisible())
            m_rest->setFocus();
        return;
    }
    propose({action, row});
}

void TruthPane::proposeRest()
{
    const int row = m_model->rowOf(m_rest->tag(), 0);
    const core::TruthRow *now = m_model->row(row);
    m_stack->setCurrentIndex(0);
    if (!now || now->effects != m_rest->effects()) {
        m_notice->showNote(tr("The database or the file has changed meanwhile: look at the migration again."));
        return;
    }
    m_table->selectRow(row);
    propose({core::TruthAction::ApplyRest, row, {}, m_rest->ran()});
}

void TruthPane::propose(const core::TruthRequest &request)
{
    const int number = ++m_asked;
    core::whenDone(m_watch->propose(request), this, [this, number](const core::Result<core::TruthProposal> &proposal) {
        if (number == m_asked)
            take(proposal);
    });
}

void TruthPane::take(const core::Result<core::TruthProposal> &proposal)
{
    if (!proposal) {
        m_notice->showError(proposal.error());
        return;
    }
    m_review->setProposal(*proposal);
    m_stack->setCurrentWidget(m_review);
    if (isVisible())
        m_review->setFocus();
    Q_EMIT changed();
}

void TruthPane::openExpected()
{
    const auto &known = m_watch->known();
    QList<core::MigrationState> states;
    for (const core::TruthRow &row : known ? known->board.rows : QList<core::TruthRow>())
        states.append(row.state);
    const core::MigrationSnapshot *expected = known ? core::expectedSnapshot(known->input, states) : nullptr;
    if (!expected) {
        m_notice->showNote(tr("There is no snapshot that could be read."));
        return;
    }
    const QDir folder(known->input.folder.path);
    const bool classic = known->input.folder.layout == core::MigrationsFolder::Layout::Classic;
    Q_EMIT previewRequested(folder.filePath(classic ? u"meta/"_s + expected->name : expected->name));
}

void TruthPane::finish(const QString &what)
{
    // The board goes on by itself: what was written from the database is to be marked next.
    const core::TruthProposal &proposal = m_review->proposal();
    for (const core::FileChange &change : proposal.files) {
        if (!change.before && change.path.endsWith(u".sql"_s))
            m_adopted = change.path.endsWith(u"/migration.sql"_s) ? QFileInfo(change.path).dir().dirName()
                                                                  : QFileInfo(change.path).completeBaseName();
    }
    m_stack->setCurrentIndex(0);
    if (std::exchange(m_seedNext, false))
        showSeed();
    m_notice->showGood(what);
    Q_EMIT messageRequested(what);
    if (!proposal.files.isEmpty() && m_session.migrations())
        m_session.setMigrationsFolder(m_session.migrations()->folder.path);
    m_watch->refresh();
}

} // namespace ui
