// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/projectsource.h"

#include "core/drizzle/generate.h"
#include "core/session/projectschema.h"
#include "core/session/schemasource.h"
#include "core/session/session.h"
#include "ui/migrate/migrationsources.h"

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

using ProjectState = core::ProjectSchema::State;

/// A config that is not about a schema, or about another system, has nothing to compare with.
bool hasSomethingToSay(const core::ProjectSchema &project)
{
    switch (project.state()) {
    case ProjectState::Absent:
        return false;
    case ProjectState::Reading:
        return project.schema().has_value();
    case ProjectState::Read:
        return true;
    case ProjectState::Failed:
        return !project.problem()->isCancelled() && project.problem()->code != u"no-schema"_s
            && project.problem()->code != u"dialect"_s;
    }
    return false;
}

} // namespace

ProjectSource::ProjectSource(core::Session &session, QObject *parent)
    : MigrationSource(parent)
    , m_session(session)
    , m_name(u"schema.ts"_s)
{
    connect(&session, &core::Session::projectSchemaChanged, this, &ProjectSource::take);
    connect(&session, &core::Session::schemaChanged, this, &ProjectSource::take); // see withKeyNullsOf()
    take();
}

QString ProjectSource::sourceId()
{
    return u"project"_s;
}

void ProjectSource::offerIn(core::Session &session)
{
    MigrationSources &sources = MigrationSources::of(session);
    connect(&session, &core::Session::projectSchemaChanged, &sources, [&session, &sources] {
        const core::ProjectSchema &project = *session.projectSchema();
        const bool isThere = sources.find(sourceId()) != nullptr;
        if (!isThere && hasSomethingToSay(project))
            sources.add(new ProjectSource(session));
        else if (isThere && project.state() == ProjectState::Absent)
            sources.remove(sourceId());
    });
}

QString ProjectSource::name() const
{
    return m_name;
}

QString ProjectSource::stateText() const
{
    if (m_isReading && !m_draft)
        return tr("reading…");
    return m_problem.isEmpty() ? QString() : tr("cannot be read");
}

QString ProjectSource::place() const
{
    const core::ProjectSchema *project = m_session.projectSchema();
    return project ? project->configPath() : QString();
}

void ProjectSource::refresh()
{
    m_session.followProjectSchema();
}

/// While it is read again, what it was stays on view.
void ProjectSource::take()
{
    const core::ProjectSchema *project = m_session.projectSchema();
    if (!project)
        return;
    m_isReading = project->state() == ProjectState::Reading;
    if (project->state() == ProjectState::Failed) {
        m_draft.reset();
        m_problem = project->problem()->message;
    } else if (project->state() == ProjectState::Read) {
        const core::SchemaSource source = core::sourceOf(*project->schema());
        core::MigrationDraft draft;
        draft.sourceName = m_name = source.name;
        const bool isOrm1 = project->schema()->ormVersion.section(u'.', 0, 0).toInt() >= 1;
        const core::SchemaPtr live = m_session.schema();
        draft.target = isOrm1 && live ? core::withKeyNullsOf(source.schema, *live) : source.schema;
        draft.options.facets = source.facets;
        draft.options.scope = source.scope;
        m_draft = draft;
        m_problem.clear();
    }
    Q_EMIT changed();
}

} // namespace ui

#include "moc_projectsource.cpp"
