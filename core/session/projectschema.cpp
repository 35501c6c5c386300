// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/projectschema.h"

#include "core/base/whendone.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int settleMilliseconds = 120; ///< an editor writes, renames and touches

} // namespace

ProjectSchema::ProjectSchema(const QString &databasePath, Ask ask, QObject *parent)
    : ProjectSchema(databasePath, std::move(ask), {}, parent)
{
}

ProjectSchema::ProjectSchema(const QString &databasePath, Ask ask, AskValues askValues, QObject *parent)
    : QObject(parent)
    , m_databasePath(databasePath)
    , m_ask(std::move(ask))
    , m_askValues(std::move(askValues))
    , m_request(databasePath.isEmpty() ? std::nullopt : bridgeRequestFor(databasePath))
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(settleMilliseconds);
    connect(&m_soon, &QTimer::timeout, this, &ProjectSchema::readIfChanged);
    const auto soon = [this] { m_soon.start(); };
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, soon);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, soon);
}

ProjectSchema::~ProjectSchema()
{
    m_asked.cancel();
}

QString ProjectSchema::configPath() const
{
    return m_request ? m_request->configPath : QString();
}

void ProjectSchema::read()
{
    if (!m_request)
        return;
    m_asked.cancel();
    m_state = State::Reading;
    m_askedAt = QDateTime::currentMSecsSinceEpoch();
    m_asked = m_ask(*m_request);
    whenDone(m_asked, this, [this, generation = ++m_generation](const Result<BridgeAnswer> &answer) {
        if (generation == m_generation)
            take(answer);
    });
    Q_EMIT changed();
}

void ProjectSchema::stop()
{
    if (m_state == State::Reading)
        m_asked.cancel();
}

QStringList ProjectSchema::madeColumns(const QualifiedName &table) const
{
    QStringList out;
    if (!m_schema || !m_askValues)
        return out;
    const DrizzleColumns columns = m_schema->columns.value(table);
    for (auto it = columns.cbegin(); it != columns.cend(); ++it) {
        if (it->hasDefaultFn || (it->hasOnUpdateFn && !it->hasDefault))
            out.append(it.key());
    }
    return out;
}

QFuture<ProjectSchema::Made> ProjectSchema::madeValues(const QualifiedName &table, const QStringList &columns,
                                                       int rows) const
{
    return m_askValues(*m_request, table, columns, rows);
}

void ProjectSchema::take(const Result<BridgeAnswer> &answer)
{
    const Result<DrizzleSchema> read = answer ? answer->schema : Result<DrizzleSchema>(answer.error());
    if (answer) {
        // Where it could not be read, what helped the last time may help again.
        QStringList inputs = answer->inputs + (answer->schema ? QStringList() : m_inputs);
        inputs.removeDuplicates();
        watch(inputs);
    }
    m_problem = read ? std::nullopt : std::optional(read.error());
    if (!read) {
        m_state = State::Failed;
    } else if (isOfThisDatabase(*read)) {
        m_state = State::Read;
        m_schema = *read;
    } else {
        m_state = State::Absent;
        m_schema.reset();
    }
    Q_EMIT changed();
}

/// A config that names no file (as for D1) is about the database that lies in its folder.
bool ProjectSchema::isOfThisDatabase(const DrizzleSchema &schema) const
{
    return schema.databasePath.isEmpty() || m_databasePath.isEmpty()
        || QFileInfo(schema.databasePath).canonicalFilePath() == QFileInfo(m_databasePath).canonicalFilePath();
}

/// The folders, too: most editors put another file in the place of the old one.
void ProjectSchema::watch(const QStringList &inputs)
{
    m_inputs = inputs;
    m_seen = fingerprint();
    QStringList paths;
    for (const QString &input : inputs) {
        const QFileInfo file(input);
        if (file.exists())
            paths.append(input);
        if (const QString folder = file.path(); !paths.contains(folder) && QFileInfo(folder).isDir())
            paths.append(folder);
        // Saved while it was read.
        if (file.lastModified().toMSecsSinceEpoch() >= m_askedAt) {
            m_seen.clear();
            m_soon.start();
        }
    }
    QStringList gone = m_watcher.files() + m_watcher.directories();
    gone.removeIf([&](const QString &path) { return paths.contains(path); });
    if (!gone.isEmpty())
        m_watcher.removePaths(gone);
    if (!paths.isEmpty())
        m_watcher.addPaths(paths);
}

/// What lies beside (a database that is written to) changes a folder as well, and says nothing.
QStringList ProjectSchema::fingerprint() const
{
    QStringList out;
    QStringList folders;
    for (const QString &input : m_inputs) {
        const QFileInfo file(input);
        out.append(u"%1 %2 %3"_s.arg(input).arg(file.lastModified().toMSecsSinceEpoch()).arg(file.size()));
        if (const QString folder = file.path(); !folders.contains(folder))
            folders.append(folder);
    }
    static const QStringList sources{u"*.ts"_s,  u"*.js"_s,  u"*.tsx"_s, u"*.jsx"_s,
                                     u"*.mts"_s, u"*.mjs"_s, u"*.cts"_s, u"*.cjs"_s};
    for (const QString &folder : std::as_const(folders))
        out.append(QDir(folder).entryList(sources, QDir::Files, QDir::Name));
    return out;
}

void ProjectSchema::readIfChanged()
{
    if (m_state != State::Reading && fingerprint() != m_seen)
        read();
    else if (m_state == State::Reading)
        m_soon.start();
}

} // namespace core

#include "moc_projectschema.cpp"
