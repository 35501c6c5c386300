// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/scriptreview.h"

#include "core/base/whendone.h"
#include "ui/changes/notice.h"
#include "ui/changes/sqlview.h"
#include "ui/migrate/confirmonproduction.h"
#include "ui/migrate/dryrunview.h"
#include "ui/migrate/findingcards.h"
#include "ui/migrate/panesplitter.h"
#include "ui/migrate/panewords.h"
#include "ui/migrate/schemachanges.h"
#include "ui/shell/prompts.h"
#include "ui/style/buttons.h"
#include "ui/style/plainlabel.h"

#include <QFutureWatcher>
#include <QVBoxLayout>

#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace ui {

ScriptReview::ScriptReview(const QString &name, core::Session &session, Prompts &prompts, const QList<QWidget *> &above,
                           QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_prompts(prompts)
    , m_locked(paneSentence(name + u"-locked"_s))
    , m_notice(new Notice)
    , m_sql(new SqlView)
    , m_cards(new FindingCards(this))
    , m_report(new DryRunView)
{
    m_notice->setObjectName(name + u"-notice"_s);
    m_sql->setObjectName(name + u"-sql"_s);
    m_cards->setObjectName(name + u"-cards"_s);
    m_report->setObjectName(name + u"-dry-run-report"_s);
    m_report->setOnServer(session.isOnServer());
    arrange(above);
    connectParts();
    setFocusProxy(m_sql);
}

ScriptReview::~ScriptReview()
{
    m_dryRunning.cancel();
}

void ScriptReview::arrange(const QList<QWidget *> &above)
{
    auto *upper = new QWidget;
    auto *all = plainLayout<QVBoxLayout>(upper);
    for (QWidget *widget : above)
        all->addWidget(widget);
    all->addWidget(m_notice);
    all->addWidget(m_locked);
    all->addWidget(m_sql, 1);
    auto *down = new PaneSplitter(Qt::Vertical);
    down->addWidget(upper);
    down->addWidget(m_report);
    down->setStretchFactor(0, 1);
    down->setSizes({560, DryRunView::room});
    connect(m_report, &DryRunView::unfolded, down, [down] { down->giveRoom(1, DryRunView::room); });
    auto *across = new PaneSplitter(Qt::Horizontal);
    across->addWidget(down);
    across->addWidget(m_cards);
    across->setStretchFactor(0, 1);
    across->setBesideFrom(PaneSplitter::roomForCards, {700, 290}, {300, 160});
    plainLayout<QVBoxLayout>(this)->addWidget(across);
}

void ScriptReview::connectParts()
{
    m_cards->setOnServer(m_session.isOnServer());
    connect(m_cards, &FindingCards::statementRequested, m_sql, &SqlView::showStatement);
    connect(m_cards, &FindingCards::allowedChanged, this, [this](const QString &code, bool allowed) {
        m_gate.allowed.removeAll(code);
        if (allowed)
            m_gate.allowed.append(code);
        showFacts();
    });
    connect(&m_session, &core::Session::schemaChanged, this, &ScriptReview::forgetRehearsal);
    connect(&m_session, &core::Session::dataChanged, this, &ScriptReview::forgetRehearsal);
    // On a server somebody writes all the time; Apply looks at the rows again.
    if (!m_session.isOnServer())
        connect(&m_session, &core::Session::changedOutside, this, &ScriptReview::forgetRehearsal);
}

void ScriptReview::show(const Subject &subject, const ApplyGate &gate)
{
    const bool running = m_gate.running;
    const bool isSame =
        subject.title == m_subject.title && subject.script == m_subject.script && subject.text == m_subject.text;
    if (subject.title != m_subject.title)
        m_applyAfterDryRun = false;
    m_subject = subject;
    const auto rehearsal = isSame && m_session.isOnServer() ? m_gate.rehearsal : std::nullopt;
    m_gate = gate;
    m_gate.running = running;
    if (rehearsal) {
        m_gate.rehearsal = rehearsal;
        showFacts();
        return;
    }
    if (isSame) {
        forgetRehearsal();
        return;
    }
    if (subject.script)
        m_sql->setScript(subject.script, m_session.dialect(), ScriptLayout::Blocks);
    else if (!subject.text.isEmpty())
        m_sql->setSql(subject.text, m_session.dialect());
    else
        m_sql->clearScript();
    forgetRehearsal();
}

void ScriptReview::forgetRehearsal()
{
    m_gate.rehearsal.reset();
    if (!m_dryRunning.isRunning())
        m_report->showNothing(m_session.name());
    showFacts();
}

QString ScriptReview::lockedBecause() const
{
    return m_subject.script && !m_subject.script->unfit.isEmpty() ? m_subject.script->unfit : ui::lockedBecause(m_gate);
}

bool ScriptReview::canDryRun() const
{
    return m_subject.script && m_subject.script->unfit.isEmpty() && !m_gate.running;
}

void ScriptReview::showFacts()
{
    const QString locked = lockedBecause();
    const bool isOver = m_gate.state.kind == core::MigrationState::Kind::Applied; // nobody wants to apply it
    m_locked->setText(locked.isEmpty() || m_gate.running || isOver ? QString() : tr("Apply is locked. %1").arg(locked));
    m_locked->setVisible(!m_locked->text().isEmpty());
    const bool isTried = m_subject.triedFirst || m_gate.rehearsal || m_dryRunning.isRunning();
    m_report->setVisible((m_subject.script && isTried) || m_gate.running);
    if (!m_subject.script) {
        m_cards->clear();
        m_cards->hide();
        Q_EMIT changed();
        return;
    }
    std::optional<QList<TableChange>> changes;
    const core::SchemaPtr before = m_session.schema();
    if (m_gate.rehearsal && m_gate.rehearsal->schemaAfter && before)
        changes = changedTables(*before, *m_gate.rehearsal->schemaAfter, m_gate.rehearsal->tables);
    const QList<core::Finding> findings = allFindings(m_gate);
    m_cards->setVisible(isTried || !findings.isEmpty());
    m_cards->show(changes, findings, m_gate.allowed, !m_gate.running);
    Q_EMIT changed();
}

void ScriptReview::setRunning(bool running)
{
    m_gate.running = running;
    showFacts();
    Q_EMIT runningChanged();
}

void ScriptReview::dryRun()
{
    if (!canDryRun())
        return;
    m_notice->clear();
    m_gate.rehearsal.reset();
    m_dryRunning = m_session.dryRun(m_subject.script);
    auto *watcher = new QFutureWatcher<core::Result<core::DryRunReport>>(this);
    connect(watcher, &QFutureWatcherBase::progressValueChanged, this,
            [this, watcher](int done) { m_report->setProgress(done, watcher->progressMaximum()); });
    connect(watcher, &QFutureWatcherBase::finished, watcher, &QObject::deleteLater);
    watcher->setFuture(m_dryRunning);
    m_report->showRunning();
    setRunning(true);
    core::whenDone(m_dryRunning, this, [this](const core::Result<core::DryRunReport> &report) { takeDryRun(report); });
}

void ScriptReview::takeDryRun(const core::Result<core::DryRunReport> &report)
{
    m_dryRunning = {};
    const bool applyNext = std::exchange(m_applyAfterDryRun, false);
    if (!report) {
        setRunning(false);
        m_report->showFailure(report.error(), m_session.name());
        // What brings its own transactions cannot be tried on every server: then it may be run without, as its findings
        // allow.
        const bool cannotBeTried = !report.error().isCancelled() && m_session.isOnServer();
        if (cannotBeTried && m_subject.script && m_subject.script->ownTransactions) {
            m_subject.triedFirst = false;
            m_notice->showNote(tr("It cannot be tried first: Apply runs it for real."));
        }
        return;
    }
    if (report->script != m_subject.script) { // read again while it ran
        setRunning(false);
        m_report->showNothing(m_session.name());
        m_notice->showNote(tr("The script has changed while its dry run was under way: make another one."));
        return;
    }
    m_gate.rehearsal = *report;
    m_report->showReport(*report, m_session.name());
    setRunning(false);
    if (!report->succeeded)
        showFailed(report->error.statementIndex);
    const QString locked = lockedBecause();
    if (applyNext && locked.isEmpty())
        confirm();
    else if (applyNext)
        m_notice->showNote(tr("Not applied. %1").arg(locked));
}

void ScriptReview::showFailed(int statement)
{
    if (statement < 0 || !m_subject.script)
        return;
    m_sql->setMark(statement, SqlView::Mark::Failed);
    m_sql->showStatement(statement);
}

void ScriptReview::apply()
{
    if (!m_subject.script || !lockedBecause().isEmpty())
        return;
    if (m_gate.rehearsal || !m_subject.triedFirst) {
        confirm();
        return;
    }
    m_applyAfterDryRun = true;
    dryRun();
}

void ScriptReview::confirm()
{
    const auto staged = m_session.changes();
    ConfirmApply::About about{m_subject.title,  m_session.name(),    m_subject.script,
                              m_gate.rehearsal, allFindings(m_gate), staged ? int(staged->rows().size()) : 0};
    about.saysWhatItDoes = about.tag.contains(u' '); // no migration is called so
    confirmApplying(m_prompts, m_session, this, about, [this, shown = about](bool withBackup) {
        // What was asked about: this script, as it was rehearsed.
        const bool same = shown.script == m_subject.script && m_gate.rehearsal == shown.rehearsal
            && (shown.rehearsal || !m_subject.triedFirst);
        if (same && lockedBecause().isEmpty())
            run(withBackup);
        else
            m_notice->showNote(tr("Not applied: the database or the folder has changed in the meantime."));
    });
}

void ScriptReview::run(bool withBackup)
{
    m_notice->clear();
    const auto applying = m_session.applyScript(m_subject.script, withBackup, m_gate.rehearsal);
    setRunning(true);
    core::whenDone(applying, this, [this](const core::Result<core::ApplyReport> &report) { takeApply(report); });
}

void ScriptReview::takeApply(const core::Result<core::ApplyReport> &report)
{
    const bool ownTransactions = m_subject.script && m_subject.script->ownTransactions;
    setRunning(false);
    if (report) {
        Q_EMIT applied(*report);
        return;
    }
    const core::Error &error = report.error();
    m_notice->showError(error,
                        error.kind == core::Error::Kind::InDoubt ? tr("The outcome is unknown")
                            : ownTransactions                    ? tr("Failed; a part may have been kept")
                                                                 : tr("Failed; nothing was kept"));
    showFailed(error.statementIndex);
    Q_EMIT errorOccurred(error);
}

void ScriptReview::stop()
{
    m_dryRunning.cancel();
}

} // namespace ui

#include "moc_scriptreview.cpp"
