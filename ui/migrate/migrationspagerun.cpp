// SPDX-License-Identifier: GPL-3.0-or-later
// Trying a migration of the folder on a copy, and applying it.
#include "ui/migrate/migrationspage.h"

#include "ui/migrate/confirmonproduction.h"

#include "core/base/whendone.h"
#include "ui/changes/changetexts.h"
#include "ui/changes/notice.h"
#include "ui/changes/sqlview.h"
#include "ui/migrate/dryrunview.h"
#include "ui/migrate/migrationlist.h"
#include "ui/shell/prompts.h"

#include <QFutureWatcher>

using namespace Qt::Literals::StringLiterals;

namespace ui {

void MigrationsPage::setRunning(bool running)
{
    m_gate.running = running;
    m_list->setEnabled(!running); // what runs is what is on view
    showFacts();
    if (!running && isVisible() && !window()->focusWidget()) // it was on what was switched off meanwhile
        m_list->setFocus(Qt::OtherFocusReason);
}

void MigrationsPage::dryRun()
{
    if (!m_script || m_gate.running)
        return;
    m_notice->clear();
    m_gate.rehearsal.reset();
    m_dryRunning = m_session.dryRun(m_script);
    auto *watcher = new QFutureWatcher<core::Result<core::DryRunReport>>(this);
    connect(watcher, &QFutureWatcherBase::progressValueChanged, this,
            [this, watcher](int done) { m_report->setProgress(done, watcher->progressMaximum()); });
    connect(watcher, &QFutureWatcherBase::finished, watcher, &QObject::deleteLater);
    watcher->setFuture(m_dryRunning);
    m_report->showRunning();
    setRunning(true);
    core::whenDone(m_dryRunning, this, [this](const core::Result<core::DryRunReport> &report) { takeDryRun(report); });
}

void MigrationsPage::takeDryRun(const core::Result<core::DryRunReport> &report)
{
    m_dryRunning = {};
    const bool applyNext = std::exchange(m_applyAfterDryRun, false);
    if (!report) {
        setRunning(false);
        m_report->showFailure(report.error(), m_session.name());
        return;
    }
    if (report->script != m_script) { // read again while it ran
        setRunning(false);
        m_report->showNothing(m_session.name());
        m_notice->showNote(tr("The migration has changed while its dry run was under way: make another one."));
        return;
    }
    m_gate.rehearsal = *report;
    m_report->showReport(*report, m_session.name());
    setRunning(false);
    if (!report->succeeded && report->error.statementIndex >= 0) {
        m_sql->setMark(report->error.statementIndex, SqlView::Mark::Failed);
        m_sql->showStatement(report->error.statementIndex);
    }
    if (applyNext && lockedBecause(m_gate).isEmpty())
        confirm();
    else if (applyNext)
        m_notice->showNote(tr("Not applied. %1").arg(lockedBecause(m_gate)));
}

void MigrationsPage::apply()
{
    if (!m_script || !lockedBecause(m_gate).isEmpty())
        return;
    if (m_gate.rehearsal) {
        confirm();
        return;
    }
    m_applyAfterDryRun = true;
    dryRun();
}

void MigrationsPage::confirm()
{
    const auto staged = m_session.changes();
    const ConfirmApply::About about{m_tag,
                                    m_session.name(),
                                    m_script,
                                    m_gate.rehearsal,
                                    allFindings(m_gate),
                                    staged ? int(staged->rows().size()) : 0};
    confirmApplying(m_prompts, m_session, this, about, [this, shown = about](bool withBackup) {
        // What was asked about: this script, as it was rehearsed.
        const bool same = shown.script == m_script && shown.rehearsal && m_gate.rehearsal == shown.rehearsal;
        if (same && lockedBecause(m_gate).isEmpty())
            run(withBackup);
        else
            m_notice->showNote(tr("Not applied: the database or the folder has changed in the meantime."));
    });
}

void MigrationsPage::run(bool withBackup)
{
    m_notice->clear();
    const auto applying = m_session.applyScript(m_script, withBackup, m_gate.rehearsal);
    setRunning(true);
    core::whenDone(applying, this, [this](const core::Result<core::ApplyReport> &report) { takeApply(report); });
}

void MigrationsPage::takeApply(const core::Result<core::ApplyReport> &report)
{
    const bool ownTransactions = m_script && m_script->ownTransactions;
    setRunning(false);
    if (!report) {
        const core::Error &error = report.error();
        m_notice->showError(error,
                            error.kind == core::Error::Kind::InDoubt ? tr("The outcome is unknown")
                                : ownTransactions                    ? tr("Failed; a part may have been kept")
                                                                     : tr("Failed; nothing was kept"));
        if (error.statementIndex >= 0 && m_script) {
            m_sql->setMark(error.statementIndex, SqlView::Mark::Failed);
            m_sql->showStatement(error.statementIndex);
        }
        Q_EMIT errorOccurred(error);
        return;
    }
    QStringList parts{tr("%1 is applied, in %2").arg(m_tag, durationText(report->outcome.microseconds))};
    if (const QString effects = effectsText(report->outcome.effects); !effects.isEmpty())
        parts.append(effects);
    if (report->backup)
        parts.append(tr("backup: %1").arg(report->backup->path));
    m_notice->showGood(parts.join(u" · "_s));
    Q_EMIT messageRequested(parts.first());
}

} // namespace ui
