// SPDX-License-Identifier: GPL-3.0-or-later
// What is on view; see generatepaneparts.cpp for what it is made of.
#include "ui/migrate/generatepane.h"

#include "core/base/whendone.h"
#include "core/migrate/unasked.h"
#include "core/session/projectschema.h"
#include "core/session/session.h"
#include "ui/changes/notice.h"
#include "ui/migrate/filesview.h"
#include "ui/migrate/generatedesk.h"
#include "ui/migrate/kitnote.h"
#include "ui/migrate/panesplitter.h"
#include "ui/migrate/panewords.h"
#include "ui/migrate/previewcards.h"
#include "ui/migrate/renamebar.h"
#include "ui/migrate/scripthead.h"
#include "ui/style/buttons.h"
#include "ui/style/plainlabel.h"

#include <QCheckBox>
#include <QDir>
#include <QFocusEvent>
#include <QLineEdit>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

using GenerateState = GenerateDesk::State;

} // namespace

GeneratePane::GeneratePane(core::Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_desk(new GenerateDesk(session, this))
    , m_cards(new PreviewCards(session.dialect(), this))
{
    setObjectName(u"generate-pane"_s);
    m_cards->setWayBackShown(false); // nothing runs here
    auto *across = new PaneSplitter(Qt::Horizontal, this);
    across->setObjectName(u"generate-splitter"_s);
    across->addWidget(makeMiddle());
    across->addWidget(m_cards);
    across->setStretchFactor(0, 1);
    across->setBesideFrom(PaneSplitter::roomForCards, {740, 290}, {320, 140});
    plainLayout<QVBoxLayout>(this)->addWidget(across);
    connectDesk();
    showState();
}

void GeneratePane::open(bool baseline)
{
    m_baseline = baseline;
    m_desk->want();
    showState();
}

PreviewGate GeneratePane::gate() const
{
    PreviewGate gate;
    const PreviewDesk &desk = m_desk->desk();
    gate.running = m_writing;
    gate.planning = m_desk->isBusy();
    const ShownPlanPtr &plan = desk.plan();
    if (!plan)
        return gate;
    gate.hasScript = !plan->preview.script->isEmpty();
    gate.questions = desk.questions().size();
    for (const core::PreviewHazard &hazard : plan->preview.hazards) {
        JudgedHazard judged{hazard, {ProbeCounts::Count::State::Anywhere, 0, {}}, false, {}};
        judged.allowed = m_allowed.contains(hazard.key());
        core::Hazard &shown = judged.hazard.hazard;
        if (shown.subject.isEmpty())
            shown.subject = shown.finding.message; // it is known by that
        shown.finding = core::findingWithoutData(hazard.hazard);
        gate.hazards.append(judged);
    }
    gate.allowed = m_allowed;
    return gate;
}

QString GeneratePane::lockedBecause() const
{
    if (m_desk->state() != GenerateState::Ready)
        return m_desk->why();
    if (m_writing)
        return tr("The files are being written.");
    if (!m_desk->isCustom()) {
        if (const QString because = ui::lockedBecause(gate()); !because.isEmpty())
            return because;
    }
    if (m_desk->isBusy())
        return tr("The files are being made ready.");
    if (m_desk->problem())
        return m_desk->problem()->message;
    return m_desk->prepared() ? QString() : tr("There is nothing to do.");
}

QString GeneratePane::whereText() const
{
    const QString folder = QDir::toNativeSeparators(m_desk->folder());
    QStringList said;
    if (m_desk->isFolderThere())
        said.append(tr("Into %1.").arg(folder));
    else
        said.append(m_desk->isClassic() ? tr("The folder %1 is made, with meta/_journal.json in it.").arg(folder)
                                        : tr("The folder %1 is made, with one folder for each migration.").arg(folder));
    const QString last = m_desk->lastSnapshot();
    said.append(last.isEmpty() ? tr("There is no snapshot yet: it makes all that schema.ts declares.")
                               : tr("It leads from %1 to schema.ts.").arg(last));
    said.append(m_baseline ? tr("Then it is marked as applied in %1; that is shown first, too.").arg(m_session.name())
                           : tr("Nothing is run: it is pending then."));
    return said.join(u' ');
}

QStringList GeneratePane::warnings() const
{
    const core::ProjectSchema *project = m_session.projectSchema();
    QStringList said = project && project->schema() ? project->schema()->warnings : QStringList();
    said += m_desk->notes();
    if (m_desk->prepared())
        said += m_desk->prepared()->saved.warnings;
    const QStringList &differences = m_desk->differences();
    if (m_baseline && !differences.isEmpty())
        said.prepend(tr("%1 does not have all of it, so a baseline would be wrong: %2%3.")
                         .arg(m_session.name(), differences.first(qMin(3, differences.size())).join(u"; "_s),
                              differences.size() > 3 ? tr("; and %1 more").arg(differences.size() - 3) : QString()));
    return said;
}

void GeneratePane::showHead()
{
    const PreviewGate now = gate();
    const qsizetype changes = m_desk->changeCount();
    const auto blocking =
        std::count_if(now.hazards.cbegin(), now.hazards.cend(), [](const JudgedHazard &h) { return h.blocks(); });
    m_head->show(m_baseline ? tr("Baseline") : tr("Generate"),
                 {{u"changes"_s, PillKind::Blue,
                   changes < 1        ? QString()
                       : changes == 1 ? tr("1 change")
                                      : tr("%1 changes").arg(changes)},
                  {u"blocking"_s, PillKind::Red,
                   blocking == 0 || m_desk->isCustom() ? QString()
                       : blocking == 1                 ? tr("1 blocks")
                                                       : tr("%1 block").arg(blocking)},
                  {u"questions"_s, PillKind::Violet,
                   now.questions == 0       ? QString()
                       : now.questions == 1 ? tr("1 rename?")
                                            : tr("%1 renames?").arg(now.questions)}});
    m_head->setButton(u"copy"_s, m_desk->prepared() ? QString() : tr("There is no script."));
    m_head->setButton(u"refresh"_s, m_writing ? tr("Something is running.") : QString());
    m_head->setButton(u"write"_s, lockedBecause());
}

void GeneratePane::showNothing()
{
    using Way = KitNote::Way;
    const Way pull{u"drizzle.pull"_s, tr("Pull schema.ts from the database…")};
    switch (m_desk->state()) {
    case GenerateState::Untrusted:
        m_nothing->show(m_desk->why(), {{u"file.trust"_s, tr("Trust this file")}});
        return;
    case GenerateState::NoProject:
        m_nothing->show(m_desk->why(), {{u"file.openFolder"_s, tr("Open a project's folder…")}, pull});
        return;
    case GenerateState::Reading:
        m_nothing->show(m_desk->why(), {});
        return;
    case GenerateState::Failed:
        m_nothing->show(m_desk->why(), {{u"project.readSchema"_s, tr("Read schema.ts again")}}, true);
        return;
    case GenerateState::Ready:
        break;
    }
    if (m_desk->problem())
        m_nothing->show(m_desk->problem()->message, {}, true);
    else if (m_desk->changeCount() == 0)
        showNothingToDo();
    else
        m_nothing->show(tr("The files are being made ready…"), {});
}

void GeneratePane::showNothingToDo()
{
    QList<KitNote::Way> ways;
    const auto &board = m_session.migrations();
    if (board && std::any_of(board->states.cbegin(), board->states.cend(), [](const core::MigrationState &state) {
            return state.kind == core::MigrationState::Kind::Pending;
        }))
        ways.append({u"truth.applyAll"_s, tr("Apply the pending migrations…")});
    ways.append({u"drizzle.push"_s, tr("Compare schema.ts with the database…")});
    m_nothing->show(m_desk->lastSnapshot().isEmpty()
                        ? tr("Nothing to do: schema.ts declares nothing, and there is no migration yet.")
                        : tr("Nothing to do: %1 says what schema.ts says.").arg(m_desk->lastSnapshot()),
                    ways);
}

void GeneratePane::showCards()
{
    const ShownPlanPtr &plan = m_desk->desk().plan();
    const PreviewGate now = gate();
    const bool shown = now.hasScript && !m_desk->isCustom() && m_desk->state() == GenerateState::Ready;
    m_cards->setVisible(shown);
    if (!shown) {
        m_cards->clear();
        m_renames->show({}, 0, false);
        return;
    }
    const core::PreviewChoices &choices = m_desk->desk().choices();
    m_renames->show(m_desk->desk().questions(), choices.same.size() + choices.apart.size(), !m_writing);
    m_cards->showChanges(plan->changes, [](const core::QualifiedName &) { return std::nullopt; });
    m_cards->showHazards(now.hazards, {}, m_allowed, !m_writing);
}

void GeneratePane::showState()
{
    const bool ready = m_desk->state() == GenerateState::Ready;
    showHead();
    showCards();
    m_nameLine->setVisible(ready);
    const bool isNamed = m_desk->changeCount() != 0; // else there is nothing to give a name to
    m_nameLabel->setVisible(isNamed);
    m_name->setVisible(isNamed);
    m_name->setEnabled(!m_writing);
    m_name->setPlaceholderText(m_desk->suggestedName());
    m_custom->setEnabled(!m_writing);
    const auto &prepared = m_desk->prepared();
    m_where->setVisible(ready && prepared);
    m_where->setText(whereText());
    m_warnings->setText(ready ? warnings().join(u'\n') : QString());
    m_warnings->setVisible(!m_warnings->text().isEmpty());
    const QString locked = lockedBecause();
    m_locked->setText(ready && prepared && !locked.isEmpty() && !m_desk->isBusy() && !m_writing
                          ? tr("Writing is locked. %1").arg(locked)
                          : QString());
    m_locked->setVisible(!m_locked->text().isEmpty());
    if (ready && prepared) {
        m_files->setChanges(prepared->files);
        m_stack->setCurrentWidget(m_files);
    } else {
        m_files->setChanges({});
        showNothing();
        m_stack->setCurrentWidget(m_nothing);
    }
    Q_EMIT changed();
}

void GeneratePane::write()
{
    if (!lockedBecause().isEmpty())
        return;
    m_notice->clear();
    m_writing = true;
    core::whenDone(m_desk->write(), this,
                   [this](const core::Result<core::SavedMigration> &saved) { takeWritten(saved); });
    showState();
}

void GeneratePane::takeWritten(const core::Result<core::SavedMigration> &saved)
{
    m_writing = false;
    if (!saved) {
        m_notice->showError(saved.error(), tr("Nothing was written"));
        m_desk->refresh(); // as it is now
        Q_EMIT errorOccurred(saved.error());
        return;
    }
    m_allowed.clear();
    m_desk->desk().forgetAnswers();
    m_name->clear();
    m_custom->setChecked(false);
    m_notice->showGood(tr("Written: %1. It is pending; a dry run tries it.").arg(saved->path));
    Q_EMIT messageRequested(tr("%1 is written").arg(saved->tag));
    m_session.setMigrationsFolder(m_desk->folder()); // and the desk reads the folder again
    Q_EMIT written(saved->tag, std::exchange(m_baseline, false));
    showState();
}

bool GeneratePane::perform(const QString &actionId)
{
    if (actionId == u"migrations.apply"_s)
        write();
    else if (actionId == u"migrations.copySql"_s)
        m_files->copySql();
    else if (actionId == u"migrations.answer"_s)
        static_cast<void>(m_renames->focusQuestion() || m_cards->focusFirstHazard());
    else if (actionId == u"view.refresh"_s)
        m_desk->refresh();
    else
        return false;
    return true;
}

MigrationsContext GeneratePane::context() const
{
    MigrationsContext c = nothingToRun(tr("Nothing runs here: files are written."));
    const PreviewGate now = gate();
    const bool asks = now.questions > 0
        || std::any_of(now.hazards.cbegin(), now.hazards.cend(), [](const JudgedHazard &h) { return h.blocks(); });
    c.answer = asks ? QString() : tr("There is nothing to be answered.");
    c.apply = lockedBecause();
    c.copySql = m_desk->prepared() ? QString() : tr("There is no script.");
    return c;
}

QStringList GeneratePane::statusFacts() const
{
    const qsizetype changes = m_desk->changeCount();
    if (changes < 0)
        return {};
    QStringList facts{changes == 1 ? tr("1 change") : tr("%1 changes").arg(changes)};
    if (m_desk->prepared())
        facts.append(tr("the files shown are the files that are written"));
    return facts;
}

QString GeneratePane::stateText() const
{
    const qsizetype changes = m_desk->changeCount();
    return changes > 0 ? QString::number(changes) : changes == 0 ? tr("nothing to do") : QString();
}

bool GeneratePane::isCount() const
{
    return m_desk->changeCount() > 0;
}

bool GeneratePane::isSettled() const
{
    return !m_writing && !m_desk->isBusy() && m_desk->desk().isSettled();
}

void GeneratePane::focusInEvent(QFocusEvent *event)
{
    if (m_name->isVisibleTo(this))
        m_name->setFocus(event->reason());
    else if (m_custom->isVisibleTo(this))
        m_custom->setFocus(event->reason());
    else
        QWidget::focusInEvent(event);
}

} // namespace ui

#include "moc_generatepane.cpp"
