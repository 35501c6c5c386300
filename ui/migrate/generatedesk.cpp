// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/generatedesk.h"

#include "core/base/whendone.h"
#include "core/drizzle/schemadrift.h"
#include "core/session/projectschema.h"
#include "core/session/session.h"

#include <QDateTime>
#include <QDir>
#include <QUuid>
#include <QtConcurrent>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

using ReadState = core::ProjectSchema::State;

/// Under which the answers are kept.
QString generateSource()
{
    return u"kit:generate"_s;
}

struct ReadStart {
    core::GenerateStart start;
    bool folderIsThere = false;
    QStringList differences;
};

/// How the database is not what is declared, in words.
QStringList differencesFrom(const core::DrizzleSchema &declared, const core::Schema &live, const core::Dialect &dialect)
{
    QStringList words;
    const auto diff = core::differenceTo(core::declarationOf(declared), live, dialect);
    for (const core::Change &change : diff ? diff->changes : QList<core::Change>())
        words.append(core::differenceWords(change, u"schema.ts"_s, GenerateDesk::tr("the database")));
    return words;
}

core::Result<ReadStart> readStart(const core::GenerateRequest &request)
{
    auto start = core::startGenerating(request);
    RC_TRY(start);
    return ReadStart{std::move(*start), QDir(request.folder).exists(), {}};
}

} // namespace

GenerateDesk::GenerateDesk(core::Session &session, QObject *parent)
    : QObject(parent)
    , m_session(session)
    , m_desk(new PreviewDesk(session, this))
{
    connect(&session, &core::Session::projectSchemaChanged, this, &GenerateDesk::start);
    connect(&session, &core::Session::migrationsChanged, this, &GenerateDesk::start);
    connect(&session, &core::Session::schemaChanged, this, &GenerateDesk::start);
    connect(m_desk, &PreviewDesk::planned, this, &GenerateDesk::prepare);
}

void GenerateDesk::want()
{
    if (m_wanted)
        return;
    m_wanted = true;
    start();
}

void GenerateDesk::refresh()
{
    m_wanted = true;
    start();
}

GenerateDesk::State GenerateDesk::state() const
{
    if (!m_session.isTrusted())
        return State::Untrusted;
    const core::ProjectSchema *project = m_session.projectSchema();
    if (!project || project->state() == ReadState::Absent)
        return State::NoProject;
    if (project->state() == ReadState::Failed)
        return State::Failed;
    if (m_startProblem || (m_desk->problem() && !m_desk->isPlanning()))
        return State::Failed;
    return m_start && m_desk->plan() ? State::Ready : State::Reading;
}

QString GenerateDesk::why() const
{
    switch (state()) {
    case State::Untrusted:
        return tr("Reading schema.ts runs the project's own code, and %1 is open for looking only.")
            .arg(m_session.name());
    case State::NoProject:
        return tr("No Drizzle project was found for %1. A drizzle.config.ts in its folder, or above it, says where "
                  "schema.ts and the migrations are; opening the project's folder finds it, too.")
            .arg(m_session.name());
    case State::Reading:
        return tr("schema.ts and the last snapshot are being read…");
    case State::Failed:
        if (m_session.projectSchema()->state() == ReadState::Failed)
            return m_session.projectSchema()->problem()->message;
        return m_startProblem ? m_startProblem->message : m_desk->problem()->message;
    case State::Ready:
        break;
    }
    return {};
}

void GenerateDesk::start()
{
    if (!m_wanted)
        return;
    const core::ProjectSchema *project = m_session.projectSchema();
    if (!project || !project->schema() || project->state() == ReadState::Failed) {
        ++m_startNumber;
        m_starting = false;
        m_start.reset();
        m_startProblem.reset();
        m_desk->setDraft(generateSource(), std::nullopt);
        Q_EMIT changed();
        return;
    }
    const core::DrizzleSchema &declared = *project->schema();
    const QString out =
        declared.settings.out.isEmpty() ? QDir(declared.root).filePath(u"drizzle"_s) : declared.settings.out;
    m_request.folder = m_session.migrations() ? m_session.migrations()->folder.path : out;
    m_request.project = core::declaredBy(declared);
    m_request.options = core::migrationOptionsOf(declared);
    m_request.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    m_starting = true;
    const int number = ++m_startNumber;
    const auto reading =
        QtConcurrent::run([request = m_request, declared, live = m_session.schema(), dialect = &m_session.dialect()] {
            auto read = readStart(request);
            if (read)
                read->differences = differencesFrom(declared, *live, *dialect);
            return read;
        });
    core::whenDone(reading, this, [this, number](const core::Result<ReadStart> &read) {
        if (number != m_startNumber)
            return;
        m_folderIsThere = read && read->folderIsThere;
        m_differences = read ? read->differences : QStringList();
        takeStart(read ? core::Result<core::GenerateStart>(read->start)
                       : core::Result<core::GenerateStart>(read.error()));
    });
    Q_EMIT changed();
}

void GenerateDesk::takeStart(const core::Result<core::GenerateStart> &start)
{
    m_starting = false;
    if (!start) {
        m_startProblem = start.error();
        m_start.reset();
        m_desk->setDraft(generateSource(), std::nullopt);
        Q_EMIT changed();
        return;
    }
    m_startProblem.reset();
    m_start = *start;
    core::MigrationDraft draft;
    draft.sourceName = u"schema.ts"_s;
    draft.target = start->project.schema;
    draft.options = start->options;
    draft.plan = core::planForFiles();
    const auto before = m_desk->plan();
    m_desk->setDraft(generateSource(), draft, std::make_shared<const core::Schema>(start->from.schema));
    if (!m_desk->isPlanning() && before == m_desk->plan())
        prepare(); // the same plan, but the folder may be another
    Q_EMIT changed();
}

void GenerateDesk::setName(const QString &name)
{
    if (m_request.name == name)
        return;
    m_request.name = name;
    prepare();
}

void GenerateDesk::setCustom(bool custom)
{
    if (m_request.custom == custom)
        return;
    m_request.custom = custom;
    start();
}

void GenerateDesk::prepare()
{
    const int number = ++m_prepareNumber;
    m_preparing = false;
    const ShownPlanPtr plan = m_desk->plan();
    const bool more = m_request.custom || (m_start && !m_start->extras.isEmpty());
    const bool nothing = !plan || (plan->preview.migration->plan.script.isEmpty() && !more);
    if (nothing || !m_start || m_desk->problem()) {
        m_prepared.reset();
        m_problem.reset();
        Q_EMIT changed();
        return;
    }
    m_preparing = true;
    core::GenerateRequest request = m_request;
    request.now = QDateTime::currentMSecsSinceEpoch();
    const auto made = QtConcurrent::run(
        [request, start = *m_start, migration = plan->preview.migration, dialect = &m_session.dialect()] {
            return core::prepareGenerated(request, start, migration->diff, migration->plan, *dialect);
        });
    core::whenDone(made, this, [this, number](const core::Result<core::PreparedMigration> &prepared) {
        if (number != m_prepareNumber)
            return;
        m_preparing = false;
        m_prepared = prepared ? std::optional(*prepared) : std::nullopt;
        m_problem = prepared ? std::nullopt : std::optional(prepared.error());
        Q_EMIT changed();
    });
    Q_EMIT changed();
}

bool GenerateDesk::isBusy() const
{
    const core::ProjectSchema *project = m_session.projectSchema();
    return m_wanted
        && (m_starting || m_preparing || m_desk->isPlanning() || (project && project->state() == ReadState::Reading));
}

qsizetype GenerateDesk::changeCount() const
{
    return state() == State::Ready && !m_request.custom ? m_desk->plan()->preview.migration->diff.changes.size() : -1;
}

bool GenerateDesk::isClassic() const
{
    return m_start && m_start->state.layout == core::MigrationsFolder::Layout::Classic;
}

QString GenerateDesk::lastSnapshot() const
{
    return m_start && m_start->state.last() ? m_start->state.last()->name : QString();
}

QString GenerateDesk::suggestedName() const
{
    if (m_request.custom)
        return u"custom"_s;
    return m_desk->plan() ? core::suggestedMigrationName(m_desk->plan()->preview.migration->diff.changes) : QString();
}

QFuture<core::Result<core::SavedMigration>> GenerateDesk::write()
{
    Q_ASSERT(m_prepared);
    return QtConcurrent::run([prepared = *m_prepared] { return core::writeMigration(prepared); });
}

} // namespace ui

#include "moc_generatedesk.cpp"
