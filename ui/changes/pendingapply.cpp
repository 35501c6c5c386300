// SPDX-License-Identifier: GPL-3.0-or-later
// PendingPanel: an Apply, from the key press to what came of it.
#include "core/base/whendone.h"
#include "core/session/environment.h"
#include "ui/changes/affectedrow.h"
#include "ui/changes/applyprogress.h"
#include "ui/changes/changetexts.h"
#include "ui/changes/conflictdialog.h"
#include "ui/changes/editstack.h"
#include "ui/changes/madevalues.h"
#include "ui/changes/notice.h"
#include "ui/changes/pendingpanel.h"
#include "ui/changes/scriptwatch.h"
#include "ui/changes/sqlview.h"
#include "ui/changes/stagedjustnow.h"
#include "ui/changes/typedname.h"

#include <QFutureWatcher>

#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace ui {

void PendingPanel::setRunning(bool running)
{
    m_running = running;
    if (running)
        m_progress->start(m_sql->script());
    else
        m_progress->stop();
    updateButtons();
    updateVisibility();
}

void PendingPanel::apply()
{
    if (m_running || isWaiting())
        return;
    const std::shared_ptr<const core::ChangeSet> seen = m_session.changes();
    m_edits.commitOpenEditors();
    if (*m_session.changes() != *seen) {
        m_scripts->hurry();
        Q_EMIT noteRequested(stagedJustNow());
        return;
    }
    // Else the rows would be written without what schema.ts makes for them.
    m_awaitsMade = !MadeValues::of(m_session).coming().isEmpty();
    if (m_awaitsMade) {
        updateButtons();
        return;
    }
    if (m_scripts->isUpToDate()) {
        run();
        return;
    }
    m_applyOf = m_session.changes();
    m_scripts->hurry();
    if (isWaiting())
        updateButtons();
}

/// An Apply that waited goes on; where a value did not come it is left to the person.
void PendingPanel::goOnWhenMade()
{
    showComing();
    if (!m_awaitsMade)
        return;
    if (!MadeValues::of(m_session).coming().isEmpty()) {
        updateButtons(); // it says for which
        return;
    }
    m_awaitsMade = false;
    updateButtons();
    if (const QString problem = MadeValues::of(m_session).firstProblem(); !problem.isEmpty())
        Q_EMIT noteRequested(tr("Not applied: a value of schema.ts could not be made. %1").arg(problem));
    else if (!m_session.changes()->isEmpty())
        apply();
}

/// The script is there; it is run if it is that of the edits that Apply was pressed for.
void PendingPanel::waitOn()
{
    const bool isIt = std::exchange(m_applyOf, nullptr) == m_changes;
    updateButtons();
    if (isIt)
        run();
    else if (!m_changes->isEmpty())
        Q_EMIT noteRequested(tr("The edits have changed while their script was being written, and nothing was applied: "
                                "look at it and apply again."));
}

/// What is on view.
void PendingPanel::run()
{
    const std::shared_ptr<const core::Script> script = m_sql->script();
    if (!m_cannotApply.isEmpty() || !script) {
        Q_EMIT noteRequested(m_cannotApply);
        return;
    }
    core::EnvironmentMark &mark = core::EnvironmentMark::of(m_session);
    if (mark.isProduction()) {
        TypedName::ask(this, tr("Apply to production?"),
                       tr("%1 is marked as production. Its staged edits are written to it.").arg(m_session.name()),
                       m_session.name(), tr("Apply"), [this, script, &mark, name = m_session.name()] {
                           mark.permitOnce(name);
                           if (m_sql->script() == script && !m_running)
                               start(script);
                       });
        return;
    }
    start(script);
}

void PendingPanel::start(const std::shared_ptr<const core::Script> &script)
{
    m_notice->clear();
    m_future = m_session.applyEdits(script);
    auto *watcher = new QFutureWatcher<core::Result<core::ApplyReport>>(this);
    connect(watcher, &QFutureWatcherBase::progressRangeChanged, m_progress, &ApplyProgress::setRange);
    connect(watcher, &QFutureWatcherBase::progressValueChanged, m_progress, &ApplyProgress::setDone);
    connect(watcher, &QFutureWatcherBase::finished, watcher, &QObject::deleteLater);
    setRunning(true);
    watcher->setFuture(m_future);
    core::whenDone(m_future, this, [this](const core::Result<core::ApplyReport> &result) { finish(result); });
}

void PendingPanel::finish(const core::Result<core::ApplyReport> &result)
{
    m_running = false;
    m_future = {};
    if (!result) {
        setRunning(false);
        fail(result.error());
        return;
    }
    const core::ScriptOutcome &outcome = result->outcome;
    const QString effects = effectsText(outcome.effects);
    const QString text = effects.isEmpty()
        ? tr("Applied in %1; no row is different.").arg(durationText(outcome.microseconds))
        : tr("Applied in %1 · %2").arg(durationText(outcome.microseconds), effects);
    m_scripts->hurry();
    m_notice->showGood(text);
    setRunning(false);
    Q_EMIT applied(*result);
    if (!isVisible()) // else it stands here already
        Q_EMIT messageRequested(text);
}

void PendingPanel::fail(const core::Error &error)
{
    const std::shared_ptr<const core::Script> script = m_sql->script();
    const core::SchemaPtr schema = m_session.schema();
    const FailedPlace where = script && schema
        ? failedAt(error, *script, *m_changes, *schema, m_session.relations(), m_session.dialect())
        : FailedPlace();
    if (error.isCancelled())
        m_notice->showNote(tr("Stopped. Nothing was kept; everything is still staged."));
    else
        m_notice->showError(error, where.text());
    if (error.statementIndex >= 0) {
        m_sql->setMark(error.statementIndex, SqlView::Mark::Failed);
        m_sql->showStatement(error.statementIndex);
        if (error.statementIndex >= m_scripts->digest().shown.text.statements)
            m_scripts->wantAll(); // it is shown when it is there
        activate(error.statementIndex, where.columns.value(0));
    }
    Q_EMIT applyFailed(error);
    if (error.kind == core::Error::Kind::Conflict)
        askAboutConflicts(error);
}

void PendingPanel::askAboutConflicts(const core::Error &error)
{
    const QFuture<core::Result<QList<core::Conflict>>> asked = m_session.findConflicts();
    core::whenDone(asked, this, [this, error](const core::Result<QList<core::Conflict>> &conflicts) {
        if (!conflicts)
            m_notice->showError(conflicts.error(), error.message);
        else if (!conflicts->isEmpty())
            resolve(*conflicts);
    });
}

void PendingPanel::resolve(const QList<core::Conflict> &conflicts)
{
    const auto changes = m_session.changes();
    auto *dialog = new ConflictDialog(conflicts, *changes, *m_session.schema(), m_session.dialect(), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        const core::CompoundEdit edit = resolution(dialog->conflicts(), dialog->choices(), *m_session.changes(),
                                                   *m_session.schema(), m_session.dialect());
        if (edit.ops.isEmpty())
            return;
        if (const auto pushed = m_edits.push(edit, edit.text); !pushed)
            m_notice->showError(pushed.error());
    });
    dialog->open();
}

void PendingPanel::activate(int statement, const QString &column)
{
    const std::shared_ptr<const core::Script> script = m_sql->script();
    if (!script)
        return;
    if (const auto row = rowOfStatement(*script, statement, *m_changes))
        Q_EMIT rowAffected(*row, column);
}

void PendingPanel::stop()
{
    m_future.cancel();
    const bool waited = isWaiting();
    m_awaitsMade = false;
    m_applyOf = nullptr;
    if (waited)
        updateButtons();
}

} // namespace ui
