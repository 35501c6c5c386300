// SPDX-License-Identifier: GPL-3.0-or-later
// Trying a draft on a copy, applying it, and saving its SQL.
#include "ui/migrate/schemapreview.h"

#include "ui/migrate/confirmonproduction.h"

#include "core/base/filebytes.h"
#include "core/base/whendone.h"
#include "ui/changes/changetexts.h"
#include "ui/changes/notice.h"
#include "ui/changes/sqlview.h"
#include "ui/migrate/confirmapply.h"
#include "ui/migrate/dryrunview.h"
#include "ui/migrate/savemigrationdialog.h"
#include "ui/shell/prompts.h"

#include <QFutureWatcher>
#include <QRegularExpression>

#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

/// A file name made of what people call the source.
QString fileNameFor(const QString &source)
{
    static const QRegularExpression odd(u"[^\\w.-]+"_s, QRegularExpression::UseUnicodePropertiesOption);
    QString name = source;
    name.replace(odd, u"_"_s);
    if (name.endsWith(".sql"_L1))
        name.chop(4);
    return u"to_%1.sql"_s.arg(name.isEmpty() ? u"target"_s : name);
}

} // namespace

void SchemaPreview::setRunning(bool running)
{
    m_running = running;
    showPlan();
    if (!running && isVisible() && !window()->focusWidget()) // it was on what was switched off meanwhile
        m_sql->setFocus(Qt::OtherFocusReason);
}

void SchemaPreview::forgetRehearsal()
{
    m_rehearsal.reset();
    m_rehearsed.reset();
    if (!m_dryRunning.isRunning())
        m_report->showNothing(m_session.name());
}

template <typename T> void SchemaPreview::watch(const QFuture<core::Result<T>> &future)
{
    auto *watcher = new QFutureWatcher<core::Result<T>>(this);
    connect(watcher, &QFutureWatcherBase::progressValueChanged, this,
            [this, watcher](int done) { m_report->setProgress(done, watcher->progressMaximum()); });
    connect(watcher, &QFutureWatcherBase::progressTextChanged, m_report, &DryRunView::setProgressText);
    connect(watcher, &QFutureWatcherBase::finished, watcher, &QObject::deleteLater);
    watcher->setFuture(future);
}

void SchemaPreview::dryRun()
{
    const core::SchemaMigrationPtr tried = migration();
    const PreviewGate now = gate();
    if (!tried || !now.hasScript || now.planning || now.running || !now.problem.isEmpty())
        return;
    m_notice->clear();
    forgetRehearsal();
    m_dryRunning = m_work->dryRun(tried);
    watch(m_dryRunning);
    m_report->showRunning();
    setRunning(true);
    core::whenDone(m_dryRunning, this,
                   [this, tried](const core::Result<core::MigrationDryRun> &run) { takeDryRun(run, tried); });
}

void SchemaPreview::takeDryRun(const core::Result<core::MigrationDryRun> &run, const core::SchemaMigrationPtr &of)
{
    m_dryRunning = {};
    const bool applyNext = std::exchange(m_applyAfterDryRun, false);
    if (!run) {
        setRunning(false);
        m_report->showFailure(run.error(), m_session.name());
        return;
    }
    if (of != migration() || m_desk->isPlanning()) { // planned again while it ran
        setRunning(false);
        m_report->showNothing(m_session.name());
        m_notice->showNote(tr("The plan has changed while its dry run was under way: make another one."));
        return;
    }
    m_rehearsal = std::make_shared<const core::MigrationDryRun>(*run);
    m_rehearsed = of;
    m_report->showDryRun(*run, m_session.name());
    setRunning(false);
    const core::DryRunReport &report = run->run;
    if (!report.succeeded && report.error.statementIndex >= 0 && !m_inverse) {
        m_sql->setMark(report.error.statementIndex, SqlView::Mark::Failed);
        m_sql->showStatement(report.error.statementIndex);
    }
    const QString locked = lockedBecause(gate());
    if (applyNext && locked.isEmpty())
        confirm();
    else if (applyNext)
        m_notice->showNote(tr("Not applied. %1").arg(locked));
}

void SchemaPreview::apply()
{
    const QString locked = lockedBecause(gate());
    if (!locked.isEmpty()) {
        focusFirst(); // why is on view already
        return;
    }
    showInverse(false); // what is confirmed is what is on view
    if (m_rehearsal) {
        confirm();
        return;
    }
    m_applyAfterDryRun = true;
    dryRun();
}

void SchemaPreview::confirm()
{
    const auto staged = m_session.changes();
    const ConfirmApply::About about{m_source ? m_source->subject() : QString(),
                                    m_session.name(),
                                    m_desk->plan()->preview.script,
                                    m_rehearsal->run,
                                    findingsToConfirm(gate()),
                                    staged ? int(staged->rows().size()) : 0};
    confirmApplying(m_prompts, m_session, this, about, [this, shown = migration(), rehearsal = m_rehearsal](bool withBackup) {
        // What was asked about: this plan, as it was rehearsed.
        const bool same = shown == migration() && rehearsal && rehearsal == m_rehearsal;
        if (same && lockedBecause(gate()).isEmpty())
            run(withBackup);
        else
            m_notice->showNote(tr("Not applied: the database or the target has changed in the meantime."));
    });
}

void SchemaPreview::run(bool withBackup)
{
    m_notice->clear();
    core::MigrationApply how;
    how.withBackup = withBackup;
    how.allowed = allowedCodes(gate());
    how.rehearsal = m_rehearsal;
    m_ownMove = true;
    m_applied = m_source;
    m_applyRunning = m_work->apply(migration(), how);
    watch(m_applyRunning);
    m_report->showApplying();
    setRunning(true);
    core::whenDone(m_applyRunning, this, [this](const core::Result<core::ApplyReport> &report) { takeApply(report); });
}

void SchemaPreview::takeApply(const core::Result<core::ApplyReport> &report)
{
    m_applyRunning = {};
    m_ownMove = report.ok();
    setRunning(false);
    if (m_rehearsal)
        m_report->showDryRun(*m_rehearsal, m_session.name());
    else
        m_report->showNothing(m_session.name());
    if (!report) {
        const core::Error &error = report.error();
        m_notice->showError(error,
                            error.kind == core::Error::Kind::InDoubt ? tr("The outcome is unknown")
                                                                     : tr("Failed; nothing was kept"));
        if (error.statementIndex >= 0) {
            m_sql->setMark(error.statementIndex, SqlView::Mark::Failed);
            m_sql->showStatement(error.statementIndex);
        }
        Q_EMIT errorOccurred(error);
        return;
    }
    QStringList parts{
        tr("Applied %1, in %2")
            .arg(m_applied ? m_applied->subject() : tr("the migration"), durationText(report->outcome.microseconds))};
    if (const QString effects = effectsText(report->outcome.effects); !effects.isEmpty())
        parts.append(effects);
    if (report->backup)
        parts.append(tr("backup: %1").arg(report->backup->path));
    parts.append(tr("History can take it back"));
    m_notice->showGood(parts.join(u" · "_s));
    if (m_applied == m_source) {
        m_desk->forgetAnswers();
        m_allowed.clear();
    }
    if (m_applied)
        m_applied->wasApplied();
    Q_EMIT messageRequested(parts.first());
}

void SchemaPreview::stop()
{
    m_dryRunning.cancel();
    m_applyRunning.cancel();
}

void SchemaPreview::saveSql()
{
    const QString text = m_sql->wholeText();
    if (text.isEmpty())
        return;
    m_prompts.saveFile(this, tr("Save the SQL"), fileNameFor(m_source ? m_source->name() : QString()),
                       [this, text](const QString &path) {
                           core::whenDone(core::writeFile(path, text.toUtf8() + '\n'), this,
                                          [this, path](const core::Result<core::Done> &written) {
                                              if (written)
                                                  Q_EMIT messageRequested(tr("Saved as %1").arg(path));
                                              else
                                                  Q_EMIT errorOccurred(written.error());
                                          });
                       });
}

void SchemaPreview::saveMigration()
{
    const core::SchemaMigrationPtr shown = migration();
    if (!shown || !context().saveMigration.isEmpty())
        return;
    auto *dialog = new SaveMigrationDialog(m_session, shown, m_prompts, this);
    connect(dialog, &SaveMigrationDialog::saved, this,
            [this](const core::SavedMigration &saved, const QString &folder) {
                m_session.setMigrationsFolder(folder);
                m_notice->showGood(tr("Written as %1 · not run: it is pending, below").arg(saved.path));
                Q_EMIT messageRequested(tr("%1 is written").arg(saved.tag));
            });
    dialog->open();
}

bool SchemaPreview::perform(const QString &id)
{
    if (id == u"migrations.dryRun"_s)
        dryRun();
    else if (id == u"migrations.apply"_s)
        apply();
    else if (id == u"migrations.copySql"_s)
        m_sql->copyAll();
    else if (id == u"migrations.saveSql"_s)
        saveSql();
    else if (id == u"migrations.save"_s)
        saveMigration();
    else if (id == u"migrations.wayBack"_s)
        showInverse(!m_inverse);
    else if (id == u"migrations.answer"_s)
        focusFirst();
    else if (id == u"task.stop"_s)
        stop();
    else if (id == u"view.refresh"_s && m_source)
        m_source->refresh();
    else
        return false;
    return true;
}

} // namespace ui
