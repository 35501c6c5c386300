// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/newdatabase.h"

#include "core/db/database.h"
#include "core/session/projectmeant.h"
#include "core/session/projecttarget.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

const QString missingDatabaseFile = u"no-database-file"_s;

} // namespace

Error needsDatabaseFile(const QString &message)
{
    Error error = Error::io(message);
    error.code = missingDatabaseFile;
    return error;
}

bool isForWantOfFile(const Error &error)
{
    return error.code == missingDatabaseFile;
}

Result<Target> newDatabaseOf(const QString &target, const MayRunConfig &mayRun)
{
    const auto found = resolveTarget(target, mayRun);
    if (found)
        return Error::invalid(u"%1 is there already."_s.arg(found->spec.location));
    if (!isForWantOfFile(found.error()))
        return found.error();
    const auto config = configMeant(target);
    RC_TRY(config);
    const auto read = readDrizzleConfig(*config);
    RC_TRY(read);
    Target made;
    const auto project = wholeProject(*read, mayRun, made.note);
    RC_TRY(project);
    const QFileInfo file(project->databasePath);
    made.spec.driver = fileDriver();
    made.spec.location = QDir(QFileInfo(file.absolutePath()).canonicalFilePath()).filePath(file.fileName());
    made.name = file.fileName();
    made.project = *project;
    made.journalTable = project->journalTable();
    made.migrationsFolder = project->isComputed(u"out"_s) ? QString() : project->migrationsPath;
    return made;
}

NewDatabaseFile::NewDatabaseFile(QString path)
    : m_path(std::move(path))
{
}

NewDatabaseFile::~NewDatabaseFile()
{
    if (m_kept)
        return;
    for (const QString &end : {u""_s, u"-journal"_s, u"-wal"_s, u"-shm"_s})
        QFile::remove(m_path + end);
}

Result<std::unique_ptr<NewDatabaseFile>> NewDatabaseFile::make(const QString &path)
{
    QFile file(path);
    if (!file.open(QFile::WriteOnly | QFile::NewOnly))
        return Error::io(u"The database file %1 cannot be made: %2."_s.arg(path, file.errorString()));
    return std::unique_ptr<NewDatabaseFile>(new NewDatabaseFile(path));
}

} // namespace core
