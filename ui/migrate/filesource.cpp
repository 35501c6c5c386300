// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/migrate/filesource.h"

#include "core/base/whendone.h"
#include "core/session/session.h"
#include "core/session/trust.h"

#include <QFileInfo>
#include <QFileSystemWatcher>
#include <QTimer>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int fileRestMilliseconds = 250; ///< a file that is being written is read when that is over

} // namespace

FileSource::FileSource(core::Session &session, const QString &path, Read read, QObject *parent)
    : MigrationSource(parent)
    , m_path(QFileInfo(path).absoluteFilePath())
    , m_work(session.makeSchemaWork())
    , m_watcher(new QFileSystemWatcher(this))
    , m_again(new QTimer(this))
{
    m_again->setSingleShot(true);
    m_again->setInterval(fileRestMilliseconds);
    connect(m_watcher, &QFileSystemWatcher::fileChanged, m_again, qOverload<>(&QTimer::start));
    connect(m_again, &QTimer::timeout, this, &FileSource::refresh);
    if (read == Read::Now)
        refresh();
}

FileSource::~FileSource()
{
    m_reading.cancel();
}

QString FileSource::idOf(const QString &path)
{
    return u"file:"_s + QFileInfo(path).absoluteFilePath();
}

QString FileSource::name() const
{
    return QFileInfo(m_path).fileName();
}

QString FileSource::stateText() const
{
    if (isReading())
        return tr("reading…");
    return m_problem.isEmpty() ? QString() : tr("cannot be read");
}

void FileSource::want()
{
    if (m_generation == 0)
        refresh();
}

void FileSource::refresh()
{
    readWith(core::CodeTrust::IfKnown);
}

void FileSource::trust()
{
    readWith(core::CodeTrust::FromNowOn);
}

void FileSource::readWith(core::CodeTrust trust)
{
    m_reading.cancel();
    m_reading = m_work->readSchemaSource(m_path, trust);
    const int generation = ++m_generation;
    core::whenDone(m_reading, this, [this, generation](const core::Result<core::SchemaSource> &source) {
        if (generation == m_generation)
            take(source);
    });
    if (QFileInfo::exists(m_path) && !m_watcher->files().contains(m_path))
        m_watcher->addPath(m_path); // who replaces the file takes it off
    Q_EMIT changed();
}

void FileSource::take(const core::Result<core::SchemaSource> &source)
{
    if (source) {
        core::MigrationDraft draft;
        draft.sourceName = source->name;
        draft.sourceDatabase = source->database;
        draft.target = source->schema;
        draft.options.facets = source->facets;
        draft.options.scope = source->scope;
        m_draft = draft;
        m_problem.clear();
    } else {
        m_draft.reset();
        m_problem = source.error().message;
    }
    Q_EMIT changed();
    if (!source && core::isForWantOfTrust(source.error()))
        Q_EMIT trustWanted(source.error().message);
}

} // namespace ui

#include "moc_filesource.cpp"
