// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/pendingpanel.h"

#include "core/base/whendone.h"
#include "ui/changes/affectedrow.h"
#include "ui/changes/applyprogress.h"
#include "ui/changes/changetexts.h"
#include "ui/changes/conflictdialog.h"
#include "ui/changes/conflictwatch.h"
#include "ui/changes/editstack.h"
#include "ui/changes/notice.h"
#include "ui/changes/sqlview.h"
#include "ui/style/buttons.h"
#include "ui/style/pill.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"
#include "ui/style/yieldingrow.h"

#include <QEvent>
#include <QFutureWatcher>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSplitter>
#include <QTimer>
#include <QUndoStack>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {
/// Edits that come in one go (a paste, typing) are shown once.
constexpr int refreshMilliseconds = 30;
constexpr int mostMisfits = 20; ///< listed; more than anyone reads in a tool tip
} // namespace

PendingPanel::PendingPanel(core::Session &session, EditStack &edits, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_edits(edits)
    , m_refresh(new QTimer(this))
    , m_notice(new Notice(this))
    , m_sql(new SqlView(this))
{
    setObjectName(u"pending-panel"_s);
    setAccessibleName(tr("Pending changes"));
    setAttribute(Qt::WA_StyledBackground);
    setArea(this, u"window"_s);
    m_notice->setObjectName(u"pending-notice"_s);
    auto *all = plainLayout<QVBoxLayout>(this);
    all->addWidget(makeHead());
    all->addWidget(m_notice);
    all->addWidget(makeBody(), 1);

    m_refresh->setSingleShot(true);
    m_refresh->setInterval(refreshMilliseconds);
    connect(m_refresh, &QTimer::timeout, this, &PendingPanel::refresh);
    connect(&m_session, &core::Session::changesChanged, this, &PendingPanel::refreshSoon);
    connect(&m_session, &core::Session::scriptChanged, this, &PendingPanel::refreshSoon);
    connect(&m_session, &core::Session::schemaChanged, this, &PendingPanel::refreshSoon);
    connect(&m_edits.undoStack(), &QUndoStack::canUndoChanged, this, &PendingPanel::updateButtons);
    connect(m_sql, &SqlView::statementActivated, this, [this](int statement) { activate(statement, {}); });
    connect(m_notice, &Notice::closed, this, &PendingPanel::updateVisibility);
    m_watch = new ConflictWatch(m_session, this);
    connect(m_watch, &ConflictWatch::changed, this, &PendingPanel::showConflicts);
    refresh();
}

PendingPanel::~PendingPanel() = default;

QWidget *PendingPanel::makeHead()
{
    auto *head = new QWidget(this);
    head->setObjectName(u"pending-head"_s);
    head->setAttribute(Qt::WA_StyledBackground);
    setArea(head, u"topbar"_s);
    head->setFixedHeight(Theme::barHeight);
    auto *line = plainLayout<QHBoxLayout>(head, 0, 8);
    line->setContentsMargins(Theme::cellPadding + 4, 0, Theme::cellPadding, 0);
    auto *facts = new YieldingRow(8, head);
    line->addWidget(facts, 1);
    auto *title = new PlainLabel(PlainLabel::Role::Title, tr("Pending changes"));
    title->setElided(true);
    facts->add(title);
    const auto pill = [&](PillKind kind, const QString &name) {
        auto *made = new Pill(kind, {}, head);
        made->setObjectName(name);
        facts->add(made);
        return made;
    };
    m_inserts = pill(PillKind::Green, u"pending-inserts"_s);
    m_updates = pill(PillKind::Amber, u"pending-updates"_s);
    m_deletes = pill(PillKind::Red, u"pending-deletes"_s);
    m_misfits = pill(PillKind::Amber, u"pending-misfits"_s);
    m_conflicts = pill(PillKind::Red, u"pending-conflicts"_s);
    m_conflicts->hide();
    m_wouldFail = pill(PillKind::Red, u"pending-would-fail"_s);
    m_wouldFail->setText(tr("would fail"));
    m_wouldFail->hide();
    m_sideEffects = new PlainLabel(PlainLabel::Role::Muted);
    m_sideEffects->setObjectName(u"pending-side-effects"_s);
    m_sideEffects->setElided(true);
    facts->add(m_sideEffects);
    m_progress = new ApplyProgress(head);
    line->addWidget(m_progress);
    const auto button = [&](const QString &name, const QString &text, ButtonLook look, void (PendingPanel::*slot)()) {
        auto *made = new QPushButton(text, head);
        made->setObjectName(name);
        setLook(made, look);
        line->addWidget(made);
        connect(made, &QPushButton::clicked, this, slot);
        return made;
    };
    m_undo = button(u"pending-undo"_s, tr("Undo"), ButtonLook::Plain, &PendingPanel::undo);
    m_discard = button(u"pending-discard"_s, tr("Discard"), ButtonLook::Danger, &PendingPanel::discard);
    m_stop = button(u"pending-stop"_s, tr("Stop"), ButtonLook::Plain, &PendingPanel::stop);
    m_apply = button(u"pending-apply"_s, tr("Apply · Ctrl S"), ButtonLook::Primary, &PendingPanel::apply);
    return head;
}

void PendingPanel::refreshSoon()
{
    const auto changes = m_session.changes();
    if (!m_running && !m_notice->isEmpty() && !m_notice->isError() && changes && !changes->isEmpty()
        && !(m_changes && *changes == *m_changes))
        m_notice->clear(); // what the last Apply did is old news once there is something new
    m_refresh->start();
}

void PendingPanel::refresh()
{
    m_refresh->stop();
    m_changes = m_session.changes();
    showCounts();
    showMisfits();
    showScript();
    if (m_changes->isEmpty()) // a button that goes hands the focus to the page, one that is switched off to the next
        updateVisibility();
    updateButtons();
    updateVisibility();
}

void PendingPanel::showCounts()
{
    using Kind = core::RowEdit::Kind;
    const auto show = [this](Pill *pill, Kind kind, const QString &one, const QString &many) {
        const int count = m_changes ? m_changes->count(kind) : 0;
        pill->setVisible(count > 0);
        pill->setText(count == 1 ? one : many.arg(countText(count)));
    };
    show(m_inserts, Kind::Insert, tr("1 insert"), tr("%1 inserts"));
    show(m_updates, Kind::Update, tr("1 update"), tr("%1 updates"));
    show(m_deletes, Kind::Delete, tr("1 delete"), tr("%1 deletes"));
    showSideEffects();
}

void PendingPanel::showMisfits()
{
    const core::SchemaPtr schema = m_session.schema();
    const QStringList lines
        = m_changes && schema ? misfits(*m_changes, *schema, m_session.dialect(), m_formats, mostMisfits) : QStringList();
    m_misfits->setVisible(!lines.isEmpty());
    m_misfits->setText(lines.size() == 1            ? tr("1 does not fit")
                           : lines.size() < mostMisfits ? tr("%1 do not fit").arg(lines.size())
                                                        : tr("%1 or more do not fit").arg(lines.size()));
    m_misfits->setToolTip(plainToolTip(lines.join(u'\n')));
    m_misfits->setAccessibleDescription(lines.join(u'\n'));
}

void PendingPanel::showConflicts()
{
    const qsizetype count = m_watch->conflicts().size();
    m_conflicts->setVisible(count > 0);
    m_conflicts->setText(count == 1 ? tr("1 conflict") : tr("%1 conflicts").arg(countText(count)));
    m_conflicts->setToolTip(plainToolTip(m_watch->text()));
    if (m_running || m_notice->isError())
        return;
    if (m_notice->text() == m_conflictNote)
        m_notice->clear();
    m_conflictNote.clear();
    if (count > 0) {
        m_conflictNote = tr("Someone else has written to rows you have edited: %1. Apply shows both and asks.")
                             .arg(m_watch->text());
        m_notice->showNote(m_conflictNote);
    }
    updateVisibility();
}

void PendingPanel::setFormats(const core::QualifiedName &table, const ColumnFormats &formats)
{
    if (m_formats.value(table) == formats)
        return;
    m_formats.insert(table, formats);
    showMisfits();
}

void PendingPanel::showScript()
{
    m_cannotApply.clear();
    if (!m_changes || m_changes->isEmpty()) {
        m_cannotApply = tr("Nothing is staged.");
        m_sql->clearScript();
        if (m_notice->isError())
            m_notice->clear();
        return;
    }
    const auto script = m_session.editScript();
    if (!script) {
        m_cannotApply = script.error().message;
        m_sql->clearScript();
        m_notice->showError(script.error());
        return;
    }
    if (m_notice->isError())
        m_notice->clear(); // it was about the script before
    m_sql->setScript(*script, m_session.dialect(), ScriptLayout::Inline);
}

void PendingPanel::updateButtons()
{
    const bool staged = m_changes && !m_changes->isEmpty();
    m_undo->setEnabled(!m_running && m_edits.undoStack().canUndo());
    m_undo->setToolTip(plainToolTip(m_edits.undoStack().undoText()));
    m_discard->setEnabled(!m_running && staged);
    m_stop->setVisible(m_running);
    m_apply->setEnabled(!m_running && m_cannotApply.isEmpty());
    m_apply->setToolTip(plainToolTip(m_running                   ? tr("Running …")
                                         : m_cannotApply.isEmpty() ? m_wouldFail->toolTip()
                                                                   : m_cannotApply));
    Q_EMIT stateChanged();
}

void PendingPanel::updateVisibility()
{
    const bool staged = m_changes && !m_changes->isEmpty();
    m_body->setVisible(staged || m_running);
    // A panel without a parent yet must not become a window.
    if (const bool wanted = staged || m_running || !m_notice->isEmpty(); !wanted || !isWindow())
        setVisible(wanted);
    // Without the script there is nothing to make bigger.
    setMaximumHeight(staged || m_running ? QWIDGETSIZE_MAX : sizeHint().height());
}

bool PendingPanel::event(QEvent *event)
{
    if (event->type() == QEvent::ParentChange && m_sql)
        updateVisibility();
    return QWidget::event(event);
}

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
    if (m_running)
        return;
    m_edits.commitOpenEditors();
    if (m_refresh->isActive())
        refresh();
    const std::shared_ptr<const core::Script> script = m_sql->script();
    if (!m_cannotApply.isEmpty() || !script) {
        Q_EMIT noteRequested(m_cannotApply);
        return;
    }
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
    const QString text = effects.isEmpty() ? tr("Applied in %1; no row is different.").arg(durationText(outcome.microseconds))
                                           : tr("Applied in %1 · %2").arg(durationText(outcome.microseconds), effects);
    refresh();
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
    const FailedPlace where = script && m_changes && schema
        ? failedAt(error, *script, *m_changes, *schema, m_session.relations(), m_session.dialect())
        : FailedPlace();
    if (error.isCancelled())
        m_notice->showNote(tr("Stopped. Nothing was kept; everything is still staged."));
    else
        m_notice->showError(error, where.text());
    if (error.statementIndex >= 0) {
        m_sql->setMark(error.statementIndex, SqlView::Mark::Failed);
        m_sql->showStatement(error.statementIndex);
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
    if (!script || !m_changes)
        return;
    if (const auto row = rowOfStatement(*script, statement, *m_changes))
        Q_EMIT rowAffected(*row, column);
}

void PendingPanel::discard()
{
    m_edits.discardAll();
}

void PendingPanel::undo()
{
    m_edits.undo();
}

void PendingPanel::stop()
{
    m_future.cancel();
}

void PendingPanel::focusSql()
{
    m_edits.commitOpenEditors();
    if (m_refresh->isActive())
        refresh(); // what was staged just now is to be seen before it can have the focus
    m_sql->setFocus();
}

} // namespace ui

#include "moc_pendingpanel.cpp"
