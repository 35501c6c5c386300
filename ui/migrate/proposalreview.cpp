// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/proposalreview.h"

#include "core/base/whendone.h"
#include "core/session/session.h"
#include "ui/changes/changetexts.h"
#include "ui/changes/notice.h"
#include "ui/migrate/filesview.h"
#include "ui/migrate/scriptreview.h"
#include "ui/style/buttons.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <QtConcurrent>

using namespace Qt::Literals::StringLiterals;

namespace ui {

ProposalReview::ProposalReview(core::Session &session, Prompts &prompts, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_explanation(new PlainLabel(PlainLabel::Role::Muted))
    , m_notice(new Notice)
    , m_what(new QStackedWidget)
    , m_script(new ScriptReview(u"proposal"_s, session, prompts))
    , m_files(new FilesView(u"proposal-files"_s, session.dialect()))
{
    setObjectName(u"proposal-review"_s);
    m_notice->setObjectName(u"proposal-files-notice"_s);
    m_explanation->setObjectName(u"proposal-explanation"_s);
    m_explanation->setWordWrap(true);
    m_explanation->setContentsMargins(Theme::cellPadding + 4, 8, Theme::cellPadding + 4, 8);
    m_what->addWidget(m_script);
    m_what->addWidget(m_files);
    auto *all = plainLayout<QVBoxLayout>(this);
    all->addWidget(makeHead());
    all->addWidget(m_notice);
    all->addWidget(m_explanation);
    all->addWidget(m_what, 1);
    connect(m_script, &ScriptReview::changed, this, &ProposalReview::showFacts);
    connect(m_script, &ScriptReview::runningChanged, this, &ProposalReview::runningChanged);
    connect(m_script, &ScriptReview::errorOccurred, this, &ProposalReview::errorOccurred);
    connect(m_script, &ScriptReview::applied, this, [this](const core::ApplyReport &report) {
        QStringList parts{tr("%1: done, in %2").arg(m_proposal.title, durationText(report.outcome.microseconds))};
        if (report.backup)
            parts.append(tr("backup: %1").arg(report.backup->path));
        Q_EMIT done(parts.join(u" · "_s));
    });
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
    m_script->stop();
    m_proposal = proposal;
    m_notice->clear();
    m_title->setText(proposal.title);
    m_explanation->setText(proposal.explanation);
    m_what->setCurrentIndex(proposal.script ? 0 : 1);
    m_tryIt->setVisible(proposal.script != nullptr);
    m_apply->setText(proposal.script ? tr("Apply…") : tr("Write the files"));
    m_files->setChanges(proposal.files);
    ApplyGate gate;
    gate.state.tag = proposal.title; // its turn is now
    gate.firstPending = proposal.title;
    if (proposal.script) {
        gate.readOnlyBecause = m_session.isReadOnly() ? m_session.readOnlyBecause() : QString();
        gate.foreseen = m_session.staticFindings(*proposal.script);
    }
    m_script->notice().clear();
    m_script->show({proposal.title, proposal.script, {}, proposal.runsMigrations}, gate);
}

const ApplyGate &ProposalReview::gate() const
{
    return m_script->gate();
}

bool ProposalReview::isRunning() const
{
    return m_writing || m_script->gate().running;
}

void ProposalReview::showFacts()
{
    const bool isScript = m_proposal.script != nullptr;
    const QString locked = isScript ? m_script->lockedBecause() : QString();
    m_apply->setEnabled(locked.isEmpty() && !isRunning());
    m_apply->setToolTip(plainToolTip(locked));
    m_tryIt->setEnabled(m_script->canDryRun());
    m_back->setEnabled(!isRunning() || m_script->isDryRunning());
}

void ProposalReview::dryRun()
{
    m_script->dryRun();
}

void ProposalReview::apply()
{
    if (m_proposal.script)
        m_script->apply();
    else if (!m_writing)
        writeFiles();
}

void ProposalReview::writeFiles()
{
    m_notice->clear();
    m_writing = true;
    const auto writing = QtConcurrent::run([files = m_proposal.files] { return core::writeFileChanges(files); });
    core::whenDone(writing, this, [this, files = m_proposal.files](const core::Result<core::Done> &written) {
        m_writing = false;
        showFacts();
        Q_EMIT runningChanged();
        if (!written) {
            m_notice->showError(written.error(), tr("Nothing was written"));
            Q_EMIT errorOccurred(written.error());
            return;
        }
        QStringList names;
        for (const core::FileChange &change : files)
            names.append(core::fileChangeName(change));
        Q_EMIT done(tr("Written: %1").arg(names.join(u", "_s)));
    });
    showFacts();
    Q_EMIT runningChanged();
}

void ProposalReview::stop()
{
    m_script->stop();
}

void ProposalReview::close()
{
    if (m_writing)
        return;
    m_script->stop();
    Q_EMIT closed();
}

} // namespace ui

#include "moc_proposalreview.cpp"
