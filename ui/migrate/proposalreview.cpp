// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/proposalreview.h"

#include "core/base/whendone.h"
#include "ui/changes/changetexts.h"
#include "ui/changes/notice.h"
#include "ui/changes/sqlview.h"
#include "ui/migrate/confirmonproduction.h"
#include "ui/migrate/dryrunview.h"
#include "ui/migrate/filediff.h"
#include "ui/migrate/findingcards.h"
#include "ui/migrate/schemachanges.h"
#include "ui/shell/prompts.h"
#include "ui/style/buttons.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QFutureWatcher>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace ui {

ProposalReview::ProposalReview(core::Session &session, Prompts &prompts, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_prompts(prompts)
    , m_notice(new Notice)
    , m_what(new QStackedWidget)
    , m_sql(new SqlView)
    , m_files(new FileDiffView)
    , m_cards(new FindingCards(this))
    , m_report(new DryRunView)
{
    setObjectName(u"proposal-review"_s);
    m_notice->setObjectName(u"proposal-notice"_s);
    m_sql->setObjectName(u"proposal-sql"_s);
    m_files->setObjectName(u"proposal-files"_s);
    m_report->setObjectName(u"proposal-dry-run-report"_s);
    m_cards->setObjectName(u"proposal-cards"_s);
    m_what->addWidget(m_sql);
    m_what->addWidget(m_files);
    auto *upper = new QWidget;
    auto *left = plainLayout<QVBoxLayout>(upper);
    left->addWidget(makeHead());
    const auto sentence = [](const QString &name) {
        auto *label = new PlainLabel(PlainLabel::Role::Muted);
        label->setObjectName(name);
        label->setWordWrap(true);
        label->setContentsMargins(Theme::cellPadding + 4, 8, Theme::cellPadding + 4, 8);
        return label;
    };
    m_explanation = sentence(u"proposal-explanation"_s);
    m_locked = sentence(u"proposal-locked"_s);
    left->addWidget(m_notice);
    left->addWidget(m_explanation);
    left->addWidget(m_locked);
    left->addWidget(m_what, 1);
    auto *down = new QSplitter(Qt::Vertical);
    down->setHandleWidth(1);
    down->setChildrenCollapsible(false);
    down->addWidget(upper);
    down->addWidget(m_report);
    down->setStretchFactor(0, 1);
    down->setSizes({560, 180});
    auto *across = new QSplitter(Qt::Horizontal);
    across->setHandleWidth(1);
    across->setChildrenCollapsible(false);
    across->addWidget(down);
    across->addWidget(m_cards);
    across->setStretchFactor(0, 1);
    across->setSizes({700, 290});
    plainLayout<QVBoxLayout>(this)->addWidget(across);
    m_cards->setOnServer(m_session.isOnServer());
    connect(m_cards, &FindingCards::statementRequested, m_sql, &SqlView::showStatement);
    connect(m_cards, &FindingCards::allowedChanged, this, [this](const QString &code, bool allowed) {
        m_gate.allowed.removeAll(code);
        if (allowed)
            m_gate.allowed.append(code);
        showFacts();
    });
    connect(&m_session, &core::Session::schemaChanged, this, &ProposalReview::forgetRehearsal);
    connect(&m_session, &core::Session::dataChanged, this, &ProposalReview::forgetRehearsal);
    connect(&m_session, &core::Session::changedOutside, this, &ProposalReview::forgetRehearsal);
}

ProposalReview::~ProposalReview()
{
    m_dryRunning.cancel();
}

QWidget *ProposalReview::makeHead()
{
    auto *head = new QWidget;
    setArea(head, u"toolbar"_s);
    head->setFixedHeight(Theme::barHeight + 4);
    auto *line = plainLayout<QHBoxLayout>(head, 0, 8);
    line->setContentsMargins(Theme::cellPadding + 4, 0, Theme::cellPadding + 4, 0);
    m_title = new PlainLabel(PlainLabel::Role::Title);
    m_title->setObjectName(u"proposal-title"_s);
    m_title->setElided(true);
    line->addWidget(m_title, 1);
    const auto button = [&](const QString &name, const QString &text, ButtonLook look,
                            void (ProposalReview::*wanted)()) {
        auto *made = new QPushButton(text);
        made->setObjectName(name);
        setLook(made, look);
        line->addWidget(made);
        connect(made, &QPushButton::clicked, this, wanted);
        return made;
    };
    m_back = button(u"proposal-back"_s, tr("Back"), ButtonLook::Plain, &ProposalReview::close);
    m_tryIt = button(u"proposal-dry-run"_s, tr("Dry run"), ButtonLook::Plain, &ProposalReview::dryRun);
    m_apply = button(u"proposal-apply"_s, tr("Apply…"), ButtonLook::Primary, &ProposalReview::apply);
    return head;
}

void ProposalReview::setProposal(const core::TruthProposal &proposal)
{
    m_dryRunning.cancel();
    m_proposal = proposal;
    m_gate = ApplyGate();
    m_gate.state.tag = proposal.title; // its turn is now
    m_gate.firstPending = proposal.title;
    m_applyAfterDryRun = false;
    m_notice->clear();
    m_title->setText(proposal.title);
    m_explanation->setText(proposal.explanation);
    const bool isScript = proposal.script != nullptr;
    m_what->setCurrentIndex(isScript ? 0 : 1);
    m_cards->setVisible(proposal.runsMigrations);
    m_report->setVisible(proposal.runsMigrations);
    m_tryIt->setVisible(isScript);
    m_apply->setText(isScript ? tr("Apply…") : tr("Write the files"));
    if (isScript) {
        m_gate.readOnlyBecause = m_session.isReadOnly() ? m_session.readOnlyBecause() : QString();
        m_gate.foreseen = m_session.staticFindings(*proposal.script);
        m_sql->setScript(proposal.script, m_session.dialect(), ScriptLayout::Blocks);
    } else {
        m_files->setChanges(proposal.files);
    }
    forgetRehearsal();
}

void ProposalReview::forgetRehearsal()
{
    m_gate.rehearsal.reset();
    if (!m_dryRunning.isRunning())
        m_report->showNothing(m_session.name());
    showFacts();
}

void ProposalReview::showFacts()
{
    const QString unfit = m_proposal.script ? m_proposal.script->unfit : QString();
    const QString locked = !unfit.isEmpty() ? unfit : lockedBecause(m_gate);
    m_locked->setText(locked.isEmpty() || m_gate.running ? QString() : tr("Apply is locked. %1").arg(locked));
    m_locked->setVisible(!m_locked->text().isEmpty());
    m_apply->setEnabled(locked.isEmpty() && !m_gate.running);
    m_apply->setToolTip(plainToolTip(locked));
    m_tryIt->setEnabled(m_proposal.script && unfit.isEmpty() && !m_gate.running);
    m_back->setEnabled(!m_gate.running || m_dryRunning.isRunning());
    if (!m_proposal.script) {
        m_cards->clear();
        return;
    }
    std::optional<QList<TableChange>> changes;
    const core::SchemaPtr before = m_session.schema();
    if (m_gate.rehearsal && m_gate.rehearsal->schemaAfter && before)
        changes = changedTables(*before, *m_gate.rehearsal->schemaAfter, m_gate.rehearsal->tables);
    const QList<core::Finding> findings = allFindings(m_gate);
    m_cards->setVisible(m_proposal.runsMigrations || !findings.isEmpty());
    m_cards->show(changes, findings, m_gate.allowed, !m_gate.running);
}

void ProposalReview::setRunning(bool running)
{
    m_gate.running = running;
    showFacts();
    Q_EMIT runningChanged();
}

void ProposalReview::dryRun()
{
    if (!m_proposal.script || m_gate.running || !m_proposal.script->unfit.isEmpty())
        return;
    m_notice->clear();
    m_gate.rehearsal.reset();
    m_report->setVisible(true);
    m_dryRunning = m_session.dryRun(m_proposal.script);
    m_report->showRunning();
    setRunning(true);
    core::whenDone(m_dryRunning, this, [this, of = m_proposal.script](const core::Result<core::DryRunReport> &report) {
        if (of == m_proposal.script)
            takeDryRun(report);
    });
}

void ProposalReview::takeDryRun(const core::Result<core::DryRunReport> &report)
{
    const bool applyNext = std::exchange(m_applyAfterDryRun, false);
    m_dryRunning = {};
    if (!report) {
        m_report->showFailure(report.error(), m_session.name());
        setRunning(false);
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

void ProposalReview::apply()
{
    if (!m_proposal.script) {
        writeFiles();
        return;
    }
    if (!m_proposal.script->unfit.isEmpty() || !lockedBecause(m_gate).isEmpty())
        return;
    if (!m_proposal.runsMigrations || m_gate.rehearsal) {
        confirm();
        return;
    }
    m_applyAfterDryRun = true;
    dryRun();
}

void ProposalReview::confirm()
{
    const auto staged = m_session.changes();
    const ConfirmApply::About about{m_proposal.title, m_session.name(),    m_proposal.script,
                                    m_gate.rehearsal, allFindings(m_gate), staged ? int(staged->rows().size()) : 0};
    confirmApplying(m_prompts, m_session, this, about, [this, shown = about](bool withBackup) {
        const bool same = shown.script == m_proposal.script && m_gate.rehearsal == shown.rehearsal;
        if (same && lockedBecause(m_gate).isEmpty())
            run(withBackup);
        else
            m_notice->showNote(tr("Not applied: the database or the folder has changed in the meantime."));
    });
}

void ProposalReview::run(bool withBackup)
{
    m_notice->clear();
    setRunning(true);
    core::whenDone(m_session.applyScript(m_proposal.script, withBackup, m_gate.rehearsal), this,
                   [this](const core::Result<core::ApplyReport> &report) { takeApply(report); });
}

void ProposalReview::takeApply(const core::Result<core::ApplyReport> &report)
{
    setRunning(false);
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
    QStringList parts{tr("%1: done, in %2").arg(m_proposal.title, durationText(report->outcome.microseconds))};
    if (report->backup)
        parts.append(tr("backup: %1").arg(report->backup->path));
    Q_EMIT done(parts.join(u" · "_s));
}

/// A few small files, each written in one go: nothing to wait for.
void ProposalReview::writeFiles()
{
    const auto written = core::writeFileChanges(m_proposal.files);
    if (!written) {
        m_notice->showError(written.error(), tr("Nothing was written"));
        Q_EMIT errorOccurred(written.error());
        return;
    }
    QStringList names;
    for (const core::FileChange &change : m_proposal.files)
        names.append(core::fileChangeName(change));
    Q_EMIT done(tr("Written: %1").arg(names.join(u", "_s)));
}

void ProposalReview::stop()
{
    m_dryRunning.cancel();
}

void ProposalReview::close()
{
    m_dryRunning.cancel();
    m_dryRunning = {};
    m_gate.running = false;
    Q_EMIT runningChanged();
    Q_EMIT closed();
}

} // namespace ui

#include "moc_proposalreview.cpp"
