// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/pendingpanel.h"

#include "ui/changes/applyprogress.h"
#include "ui/changes/changetexts.h"
#include "ui/changes/conflictwatch.h"
#include "ui/changes/editstack.h"
#include "ui/changes/madevalues.h"
#include "ui/changes/notice.h"
#include "ui/changes/scriptwatch.h"
#include "ui/changes/sqlview.h"
#include "ui/style/buttons.h"
#include "ui/style/pill.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"
#include "ui/style/yieldingrow.h"

#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QPushButton>
#include <QSplitter>
#include <QUndoStack>
#include <QVBoxLayout>

#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace ui {

PendingPanel::PendingPanel(core::Session &session, EditStack &edits, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_edits(edits)
    , m_changes(std::make_shared<const core::ChangeSet>())
    , m_scripts(new ScriptWatch(session, this))
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

    connect(m_scripts, &ScriptWatch::changed, this, &PendingPanel::showEdits);
    connect(&m_session, &core::Session::changesChanged, this, &PendingPanel::forgetOldNews);
    connect(&m_edits.undoStack(), &QUndoStack::canUndoChanged, this, &PendingPanel::updateButtons);
    connect(m_sql, &SqlView::statementActivated, this, [this](int statement) { activate(statement, {}); });
    connect(m_notice, &Notice::closed, this, &PendingPanel::updateVisibility);
    connect(&MadeValues::of(m_session), &MadeValues::changed, this, &PendingPanel::goOnWhenMade);
    m_watch = new ConflictWatch(m_session, this);
    connect(m_watch, &ConflictWatch::changed, this, &PendingPanel::showConflicts);
    m_cannotApply = tr("Nothing is staged.");
    showCounts();
    showMisfits();
    updateButtons();
    updateVisibility();
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
    m_coming = pill(PillKind::Blue, u"pending-coming"_s);
    m_coming->hide();
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
    m_apply->setFocusPolicy(Qt::TabFocus); // a click must not stage what is typed and run it at once
    return head;
}

/// What the last Apply did is old news once there is something new.
void PendingPanel::forgetOldNews()
{
    const auto changes = m_session.changes();
    if (!m_running && !m_notice->isEmpty() && !m_notice->isError() && !changes->isEmpty() && *changes != *m_changes)
        m_notice->clear();
}

void PendingPanel::showEdits()
{
    const EditsDigest &digest = m_scripts->digest();
    m_sql->setOutdated(!m_scripts->isUpToDate());
    if (!m_scripts->isUpToDate()) { // it takes long: that is all there is to say
        showSideEffects();
        updateButtons();
        updateVisibility();
        return;
    }
    m_changes = digest.of;
    showCounts();
    showMisfits();
    showComing();
    showScript();
    showPart();
    if (m_changes->isEmpty()) // a button that goes hands the focus to the page, one that is switched off to the next
        updateVisibility();
    updateButtons();
    updateVisibility();
    // Who has gone on elsewhere meanwhile is left there.
    if (std::exchange(m_focusWanted, false) && QApplication::focusWidget() == m_focusFrom)
        m_sql->setFocus();
    if (m_applyOf)
        waitOn();
}

/// They belong to what is staged, though the script does not have them yet.
void PendingPanel::showComing()
{
    const QString coming = MadeValues::of(m_session).coming();
    m_coming->setVisible(!coming.isEmpty());
    m_coming->setText(tr("waiting for %1…").arg(coming));
}

void PendingPanel::showCounts()
{
    const EditsDigest &digest = m_scripts->digest();
    const auto show = [](Pill *pill, int count, const QString &one, const QString &many) {
        pill->setVisible(count > 0);
        pill->setText(count == 1 ? one : many.arg(countText(count)));
    };
    show(m_inserts, digest.inserts, tr("1 insert"), tr("%1 inserts"));
    show(m_updates, digest.updates, tr("1 update"), tr("%1 updates"));
    show(m_deletes, digest.deletes, tr("1 delete"), tr("%1 deletes"));
    showSideEffects();
}

void PendingPanel::showMisfits()
{
    const QStringList &lines = m_scripts->digest().misfits;
    m_misfits->setVisible(!lines.isEmpty());
    m_misfits->setText(lines.size() == 1                             ? tr("1 does not fit")
                           : lines.size() < EditsDigest::mostMisfits ? tr("%1 do not fit").arg(lines.size())
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
        m_conflictNote =
            tr("Someone else has written to rows you have edited: %1. Apply shows both and asks.").arg(m_watch->text());
        m_notice->showNote(m_conflictNote);
    }
    updateVisibility();
}

void PendingPanel::setFormats(const core::QualifiedName &table, const ColumnFormats &formats)
{
    m_scripts->setFormats(table, formats);
}

void PendingPanel::showScript()
{
    const EditsDigest &digest = m_scripts->digest();
    m_cannotApply = m_changes->isEmpty() ? tr("Nothing is staged.") : digest.error ? digest.error->message : QString();
    if (digest.error) {
        m_sql->clearScript();
        m_notice->showError(*digest.error);
        return;
    }
    if (m_notice->isError() && (m_changes->isEmpty() || digest.shown.script != m_sql->script()))
        m_notice->clear(); // it was about the script before
    if (digest.shown.script)
        m_sql->setShownScript(digest.shown, m_session.dialect());
    else
        m_sql->clearScript();
}

void PendingPanel::showPart()
{
    const ShownScript &shown = m_scripts->digest().shown;
    if (!shown.hasAll() && !shown.text.cut)
        m_partText->setText(tr("The first %1 of %2 statements are shown; Apply runs all of them.")
                                .arg(countText(shown.text.statements), countText(shown.script->statements.size())));
    const bool hadFocus = m_showAll->hasFocus();
    m_part->setVisible(!shown.hasAll() && !shown.text.cut);
    if (hadFocus && m_part->isHidden())
        m_sql->setFocus(Qt::OtherFocusReason);
}

void PendingPanel::updateButtons()
{
    const bool staged = !m_session.changes()->isEmpty();
    const bool isOld = !m_scripts->isUpToDate(); // then it is not known whether the next one can be applied
    m_undo->setEnabled(!m_running && m_edits.undoStack().canUndo());
    m_undo->setToolTip(plainToolTip(m_edits.undoStack().undoText()));
    m_discard->setEnabled(!m_running && staged);
    m_stop->setVisible(m_running || isWaiting());
    m_apply->setEnabled(!m_running && !isWaiting() && (m_cannotApply.isEmpty() || (isOld && staged)));
    m_apply->setToolTip(plainToolTip(m_running          ? tr("Running …")
                                         : m_awaitsMade ? tr("Waiting for %1 …").arg(MadeValues::of(m_session).coming())
                                         : isWaiting()             ? tr("Waiting for the script …")
                                         : isOld                   ? QString()
                                         : m_cannotApply.isEmpty() ? m_wouldFail->toolTip()
                                                                   : m_cannotApply));
    Q_EMIT stateChanged();
}

void PendingPanel::updateVisibility()
{
    const bool staged = !m_changes->isEmpty() || (m_scripts->isSlow() && !m_session.changes()->isEmpty());
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

void PendingPanel::discard()
{
    m_edits.discardAll();
}

void PendingPanel::undo()
{
    m_edits.undo();
}

void PendingPanel::focusSql()
{
    m_edits.commitOpenEditors();
    m_focusWanted = !m_scripts->isUpToDate(); // what was staged just now is to be seen before it can have the focus
    m_focusFrom = QApplication::focusWidget();
    if (m_focusWanted)
        m_scripts->hurry();
    else
        m_sql->setFocus();
}

} // namespace ui

#include "moc_pendingpanel.cpp"
