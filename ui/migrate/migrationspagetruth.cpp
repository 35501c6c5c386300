// SPDX-License-Identifier: GPL-3.0-or-later
// The truth board in the migrations page.
#include "ui/migrate/migrationspage.h"

#include "core/session/projectschema.h"
#include "ui/migrate/migrationlist.h"
#include "ui/migrate/migrationsources.h"
#include "ui/migrate/panewords.h"
#include "ui/migrate/projectsource.h"
#include "ui/migrate/proposalreview.h"
#include "ui/migrate/schemapreview.h"
#include "ui/migrate/truthpane.h"

#include <QStackedWidget>

using namespace Qt::Literals::StringLiterals;

namespace ui {

void MigrationsPage::connectTruth()
{
    connect(m_truth, &TruthPane::changed, this, &MigrationsPage::showTruth);
    connect(m_truth, &TruthPane::migrationActivated, this, &MigrationsPage::select);
    connect(m_truth, &TruthPane::previewRequested, this, [this](const QString &path) {
        const core::ProjectSchema *project = m_session.projectSchema();
        if (project && project->configPath() == path && m_sources.find(ProjectSource::sourceId()))
            m_list->selectSource(ProjectSource::sourceId()); // it is among the sources already
        else
            addFile(path);
    });
    connect(m_truth, &TruthPane::messageRequested, this, &MigrationsPage::messageRequested);
    connect(m_truth, &TruthPane::errorOccurred, this, &MigrationsPage::errorOccurred);
    showTruth();
}

void MigrationsPage::refreshAll()
{
    m_session.reload();
    m_truth->refresh(); // snapshots are read by nobody else
}

bool MigrationsPage::isTruthSelected() const
{
    return m_list->selectedSource() == MigrationList::truthId() && m_session.migrations();
}

void MigrationsPage::showTruth()
{
    const auto &known = m_truth->watch().known();
    using State = core::SchemaDrift::State;
    const core::SchemaDrift drift =
        known ? known->board.drift(core::SchemaDrift::Pair::SnapshotDatabase) : core::SchemaDrift();
    const int look = known ? known->board.needingLook() : 0;
    m_list->setTruth(!known         ? QString()
                         : look > 0 ? tr("%1 to look at").arg(look)
                                    : tr("in order"),
                     look > 0 ? PillKind::Amber : PillKind::Green,
                     drift.state == State::Same            ? tr("none")
                         : drift.state == State::Different ? QString::number(drift.differences.size())
                                                           : tr("not known"),
                     drift.state == State::Same            ? PillKind::Green
                         : drift.state == State::Different ? PillKind::Amber
                                                           : PillKind::Neutral);
    m_list->setEnabled(!gate().running && !m_preview->gate().running && !m_truth->isRunning());
    tellState();
}

MigrationsContext MigrationsPage::truthContext() const
{
    const bool script = m_truth->isReviewing() && m_truth->review().proposal().script;
    MigrationsContext context = nothingToRun(tr("There is nothing of that kind on the truth board."));
    context.dryRun = script ? QString() : tr("Choose what is to be done first.");
    context.apply = m_truth->isReviewing() ? QString() : context.dryRun;
    return context;
}

bool MigrationsPage::performTruth(const QString &actionId)
{
    if (!actionId.startsWith(u"truth."_s))
        return isTruthSelected() && m_truth->perform(actionId);
    if (!m_session.migrations()) {
        Q_EMIT noteRequested(tr("There is no migrations folder: choose one, or save a migration to make one."));
        return true;
    }
    if (const QString tag = m_list->selected(); !isTruthSelected() && !tag.isEmpty())
        m_truth->select(tag); // what was chosen in the list is what it is about
    m_list->selectSource(MigrationList::truthId());
    (void)m_truth->perform(actionId);
    return true;
}

} // namespace ui
