// SPDX-License-Identifier: GPL-3.0-or-later
// The sources of target schemas in the list of the migrations page.
#include "ui/migrate/migrationspage.h"

#include "ui/migrate/filesource.h"
#include "ui/migrate/kitpane.h"
#include "ui/migrate/migrationlist.h"
#include "ui/migrate/migrationsources.h"
#include "ui/migrate/schemapreview.h"
#include "ui/migrate/truthpane.h"
#include "ui/shell/prompts.h"

#include <QStackedWidget>

using namespace Qt::Literals::StringLiterals;

namespace ui {

void MigrationsPage::connectSources()
{
    connect(m_list, &MigrationList::sourceSelected, this, [this](const QString &id) {
        m_sources.select(id);
        showChosen();
    });
    connect(m_list, &MigrationList::compareRequested, this, &MigrationsPage::compareWith);
    connect(m_list, &MigrationList::removeRequested, this, &MigrationsPage::removeSource);
    connect(&m_sources, &MigrationSources::listChanged, this, [this] {
        showSources();
        showChosen();
    });
    connect(&m_sources, &MigrationSources::sourceChanged, this, &MigrationsPage::showSources);
    connect(&m_sources, &MigrationSources::selectedChanged, this, [this](const QString &id) {
        if (!id.isEmpty() && m_list->selectedSource() != id)
            m_list->selectSource(id);
    });
    connect(m_preview, &SchemaPreview::changed, this, [this] {
        showSources();
        // What runs is what is on view.
        m_list->setEnabled(!gate().running && !m_preview->gate().running && !m_truth->isRunning());
        tellState();
    });
    connect(m_preview, &SchemaPreview::openRequested, this, &MigrationsPage::openRequested);
    connect(m_preview, &SchemaPreview::errorOccurred, this, &MigrationsPage::errorOccurred);
    connect(m_preview, &SchemaPreview::messageRequested, this, &MigrationsPage::messageRequested);
    connect(m_preview, &SchemaPreview::actionRequested, this, &MigrationsPage::actionRequested);
    showSources();
    m_list->selectSource(m_sources.selected());
}

/// The number of changes is known of the one that is on view.
void MigrationsPage::showSources()
{
    QList<SourceEntry> entries;
    for (const MigrationSource *source : m_sources.all()) {
        SourceEntry entry{source->id(), source->name(), source->stateText()};
        entry.place = source->place();
        entry.isRemovable = source->isRemovable();
        const qsizetype changes = m_preview->source() == source ? m_preview->changeCount() : -1;
        if (entry.state.isEmpty() && changes >= 0) {
            entry.isCount = changes > 0;
            entry.state = changes > 0 ? QString::number(changes) : tr("no changes");
        }
        entries.append(entry);
    }
    m_list->setSources(entries);
}

void MigrationsPage::showChosen()
{
    const QString source = shownSource();
    m_preview->setSource(m_sources.find(source));
    if (isTruthSelected()) {
        m_stack->setCurrentWidget(m_truth);
    } else if (KitPane::isOfKit(source)) {
        m_kit->show(source);
        m_stack->setCurrentWidget(m_kit);
    } else if (!source.isEmpty()) {
        m_stack->setCurrentWidget(m_preview);
    } else if (m_session.migrations()) {
        m_stack->setCurrentIndex(1);
        showMigration(m_list->selected());
    } else {
        m_stack->setCurrentIndex(0);
    }
    tellState();
}

bool MigrationsPage::isSettled() const
{
    return !gate().running && m_truth->isSettled() && m_kit->isSettled()
        && (m_stack->currentWidget() != m_preview || m_preview->isSettled());
}

void MigrationsPage::selectSource(const QString &id)
{
    m_list->selectSource(id);
}

void MigrationsPage::compareWith(const QString &actionId)
{
    const auto chosen = [this](const QString &path) { addFile(path); };
    if (actionId == u"migrations.compareDatabase"_s)
        m_prompts.chooseFile(this, tr("Compare with another database"), chosen);
    else
        m_prompts.chooseAnyFile(this, tr("Compare with a schema.ts, snapshot or DDL file"), chosen);
}

void MigrationsPage::addFile(const QString &path)
{
    const QString id = FileSource::idOf(path);
    if (MigrationSource *there = m_sources.find(id)) {
        there->refresh();
    } else {
        auto *source = new FileSource(m_session, path);
        connect(source, &FileSource::trustWanted, this,
                [this, source](const QString &because) { askForTrust(*source, because); });
        m_sources.add(source);
    }
    m_list->selectSource(id);
}

void MigrationsPage::askForTrust(FileSource &source, const QString &because)
{
    const Question question{tr("Trust this project?"), because, tr("Trust and read"), true};
    m_prompts.confirm(this, question, [this, id = source.id()](bool yes) {
        auto *asked = qobject_cast<FileSource *>(m_sources.find(id));
        if (yes && asked)
            asked->trust();
    });
}

void MigrationsPage::removeSource(const QString &id)
{
    m_preview->setSource(nullptr); // before it goes
    m_sources.remove(id);
}

} // namespace ui
