// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/projectnotes.h"

#include "core/session/projectschema.h"
#include "core/session/session.h"
#include "core/session/target.h"
#include "ui/style/celltext.h"

#include <QFileInfo>

#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

using ReadingState = core::ProjectSchema::State;

constexpr int pathLength = 60;
constexpr int quietMilliseconds = 2000; ///< then it is said that it still runs

/// The config has nothing for us: it is not about a schema, or about another system.
bool isNobodysBusiness(const core::Error &error)
{
    return error.code == u"no-schema"_s || error.code == u"dialect"_s;
}

/// What a person may well do without: said when asked for, and in the status bar.
bool isMissingTool(const core::Error &error)
{
    return error.code == u"no-node"_s || error.code == u"no-orm"_s || error.code == u"no-esbuild"_s;
}

/// "schema.ts", "3 schema files".
QString filesOf(const core::ProjectSchema &project)
{
    const QStringList files = project.schema() ? project.schema()->files : QStringList();
    if (files.size() > 1)
        return u"%1 schema files"_s.arg(files.size());
    return files.isEmpty() ? u"schema.ts"_s : visibleText(QFileInfo(files.constFirst()).fileName(), pathLength);
}

QString readText(const core::ProjectSchema &project, qsizetype beside)
{
    const core::DrizzleSchema &schema = *project.schema();
    const qsizetype tables = schema.schema.tables.size();
    return u"%1 read with drizzle-orm %2: %3, %4 that the database does not know."_s.arg(
        filesOf(project), schema.ormVersion, tables == 1 ? u"1 table"_s : u"%1 tables"_s.arg(tables),
        beside == 1 ? u"1 relation"_s : u"%1 relations"_s.arg(beside));
}

} // namespace

ProjectNotes::ProjectNotes(core::Session &session, QObject *parent)
    : QObject(parent)
    , m_session(session)
{
    connect(&session, &core::Session::projectSchemaChanged, this, &ProjectNotes::report);
    m_patience.setSingleShot(true);
    m_patience.setInterval(quietMilliseconds);
    connect(&m_patience, &QTimer::timeout, this, [this] {
        m_isSlow = true;
        Q_EMIT noteRequested(u"%1 is still being evaluated; it is stopped after %2 seconds. Ctrl+. stops it now."_s.arg(
            filesOf(*m_session.projectSchema()), QString::number(core::BridgeLimits().milliseconds / 1000)));
    });
}

bool ProjectNotes::stop()
{
    if (!m_isSlow || !isReading())
        return false;
    m_isStopped = true;
    m_session.stopProjectSchema();
    return true;
}

void ProjectNotes::begin()
{
    m_session.followProjectSchema();
}

void ProjectNotes::readAgain()
{
    if (!m_session.isTrusted()) {
        Q_EMIT noteRequested(u"schema.ts is code: it is run once you trust this file."_s);
        return;
    }
    m_isAsked = true;
    m_session.followProjectSchema();
    if (!hasProject()) {
        m_isAsked = false;
        Q_EMIT noteRequested(
            u"No Drizzle project of yours stands above %1: there is no drizzle.config.ts, .js or .json."_s.arg(
                visibleText(m_session.name(), pathLength)));
    }
}

bool ProjectNotes::hasProject() const
{
    return m_session.projectSchema() && !m_session.projectSchema()->configPath().isEmpty();
}

bool ProjectNotes::isReading() const
{
    return m_session.projectSchema() && m_session.projectSchema()->state() == ReadingState::Reading;
}

QString ProjectNotes::configFact() const
{
    const auto &project = m_session.target().project;
    if (!project)
        return {};
    constexpr int factLength = 40;
    return u"%1 · %2"_s.arg(visibleText(project->name(), factLength), visibleText(project->configName(), factLength));
}

QString ProjectNotes::statusFact() const
{
    const core::ProjectSchema *project = m_session.projectSchema();
    if (!project)
        return {};
    if (project->state() == ReadingState::Failed)
        return isNobodysBusiness(*project->problem()) ? QString() : QString(filesOf(*project) + u" not read"_s);
    return project->schema() ? QString(filesOf(*project) + u" read"_s) : QString();
}

void ProjectNotes::report()
{
    Q_EMIT statusChanged();
    const core::ProjectSchema &project = *m_session.projectSchema();
    if (project.state() == ReadingState::Reading) {
        m_patience.start();
        return;
    }
    m_patience.stop();
    m_isSlow = false;
    if (std::exchange(m_isStopped, false) && project.problem() && project.problem()->isCancelled()) {
        m_isAsked = false;
        Q_EMIT noteRequested(
            u"%1 was not read: you stopped it. It is read again when it is saved."_s.arg(filesOf(project)));
        return;
    }
    const bool isAsked = std::exchange(m_isAsked, false);
    if (project.state() == ReadingState::Failed) {
        const core::Error &problem = *project.problem();
        const bool isWorthSaying = problem.message != m_said && !isNobodysBusiness(problem) && !isMissingTool(problem)
            && !problem.isCancelled();
        if (isAsked || isWorthSaying)
            Q_EMIT noteRequested(problem.message);
        m_said = problem.message;
        return;
    }
    m_said.clear();
    if (!isAsked)
        return;
    if (project.state() == ReadingState::Read)
        Q_EMIT messageRequested(readText(project, m_session.declaredRelations().size()));
    else
        Q_EMIT noteRequested(u"The project beside this file is about another database."_s);
}

} // namespace ui

#include "moc_projectnotes.cpp"
