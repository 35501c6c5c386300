// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/sample.h"

#include "core/db/scriptrunner.h"
#include "core/drizzle/migrationscript.h"
#include "core/session/sampleseed.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

// A static library's resources are not linked in by themselves. The macro must stand outside any namespace.
static void initialiseResources()
{
    Q_INIT_RESOURCE(sample);
}

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

const QString packed = u":/raincheck/sample"_s;
const QualifiedName journalTable{{}, u"__drizzle_migrations"_s};
constexpr int appliedMigrations = 4;

/// Nobody waits at a button while the sample is made.
class Uninterrupted : public JobContext {
public:
    [[nodiscard]] bool isCancelled() const override { return false; }
    void setProgress(int, int) override { }
};

Result<Done> migrate(Database &database, const Dialect &dialect, JobContext &context)
{
    const auto folder = readMigrationsFolder(packed + u"/drizzle"_s);
    if (!folder)
        return folder.error();
    for (int i = 0; i < appliedMigrations; ++i) {
        const auto journal = readJournal(database, dialect, journalTable);
        if (!journal)
            return journal.error();
        const Script script = migrationScript(folder->migrations.at(i), *journal, journalTable, dialect);
        RC_TRY(runScript(database, script, context));
    }
    return Done{};
}

Result<Done> fill(const QString &path)
{
    const Driver *driver = driverByName(fileDriver());
    const Dialect *dialect = dialectByName(fileDriver());
    if (!driver || !dialect)
        return Error::invalid(u"This build of Raincheck cannot open SQLite databases."_s);
    ConnectionSpec spec;
    spec.driver = driver->name();
    spec.location = path;
    spec.mode = ConnectionSpec::Mode::Write;
    auto database = driver->open(spec);
    if (!database)
        return database.error();
    Uninterrupted context;
    RC_TRY(migrate(**database, *dialect, context));
    RC_TRY(runScript(**database, sampleSeed(*dialect), context));
    return Done{};
}

/// Opening never makes a file; an empty one is an empty database.
Result<Done> makeEmptyFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::NewOnly))
        return Error::io(u"Cannot make the sample database %1: %2."_s.arg(path, file.errorString()));
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    return Done{};
}

Result<Done> unpack(const QString &folder)
{
    QDirIterator files(packed, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString from = files.next();
        const QString to = folder + from.mid(packed.size());
        if (QFileInfo::exists(to))
            continue;
        QFile source(from);
        QSaveFile target(to);
        if (!QDir().mkpath(QFileInfo(to).absolutePath()) || !source.open(QIODevice::ReadOnly)
            || !target.open(QIODevice::WriteOnly) || target.write(source.readAll()) != source.size() || !target.commit())
            return Error::io(u"Cannot unpack the sample to %1: %2."_s.arg(to, target.errorString()));
    }
    return Done{};
}

} // namespace

Result<Done> makeSample(const QString &path)
{
    initialiseResources();
    const QString target = QDir::cleanPath(QFileInfo(path).absoluteFilePath());
    if (QFileInfo::exists(target))
        return Error::invalid(u"Cannot make the sample database %1: there is a file already."_s.arg(target));
    // Under another name until it is whole: a sample half made would look like one that is there.
    const QString unfinished = target + u".new-%1"_s.arg(QCoreApplication::applicationPid());
    RC_TRY(makeEmptyFile(unfinished));
    const auto filled = fill(unfinished);
    if (!filled) {
        QFile::remove(unfinished);
        return filled.error();
    }
    // Does not replace: another process that was quicker made the same sample.
    if (!QFile::rename(unfinished, target)) {
        QFile::remove(unfinished);
        if (!QFileInfo::exists(target))
            return Error::io(u"Cannot make the sample database %1: it could not be given its name."_s.arg(target));
    }
    return Done{};
}

Result<QString> openSample(const QString &stateFolder)
{
    initialiseResources();
    const QString folder = QDir(stateFolder).filePath(u"sample"_s);
    if (!QDir().mkpath(folder))
        return Error::io(u"Cannot make the folder %1 for the sample."_s.arg(folder));
    RC_TRY(unpack(folder));
    const QString database = QDir(folder).filePath(u"blog.db"_s);
    if (!QFileInfo::exists(database))
        RC_TRY(makeSample(database));
    return database;
}

} // namespace core
