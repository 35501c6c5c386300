// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/backup.h"

#include "core/base/filebytes.h"
#include "core/migrate/diskspace.h"
#include "core/migrate/workfolder.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QFile>

#include <cerrno>
#include <cstdio>

#include <fcntl.h>
#include <unistd.h>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

QString freeName(const QString &folder, const QString &databasePath)
{
    const QString stem = folder + u'/' + QFileInfo(databasePath).fileName() + u'.'
        + QDateTime::currentDateTimeUtc().toString(u"yyyyMMdd'T'HHmmss'Z'"_s);
    QString path = stem + u".bak"_s;
    for (int n = 2; QFile::exists(path); ++n)
        path = stem + u'-' + QString::number(n) + u".bak"_s;
    return path;
}

Result<QStringList> damageOf(const ConnectionSpec &original, const QString &path)
{
    const Driver *driver = driverByName(original.driver);
    // To write, so that nothing is left beside the file when it is closed again.
    auto copy = driver->open({original.driver, path, ConnectionSpec::Mode::Write});
    RC_TRY(copy);
    return (*copy)->damage();
}

/// What is wrong with the copy must be what is wrong with the original; nothing, normally.
Result<Done> verify(Database &database, const QString &path, const QString &folder)
{
    const auto found = damageOf(database.spec(), path);
    RC_TRY(found);
    if (found->isEmpty())
        return Done{};
    const auto before = database.damage();
    RC_TRY(before);
    if (*before == *found)
        return Done{};
    return Error::io(u"The backup in “%1” is damaged (%2), so it was removed: check the disk, then try again."_s.arg(
        folder, found->first()));
}

Result<QByteArray> hashOf(const QString &path, const JobContext &context)
{
    QFile file(path); // ours alone, and no connection holds it
    if (!file.open(QFile::ReadOnly))
        return Error::io(u"The backup “%1” could not be read: %2."_s.arg(path, file.errorString()));
    QCryptographicHash hash(QCryptographicHash::Sha256);
    while (!file.atEnd()) {
        if (context.isCancelled())
            return Error::cancelled();
        const QByteArray part = file.read(1 << 20);
        if (part.isEmpty())
            return Error::io(u"The backup “%1” could not be read: %2."_s.arg(path, file.errorString()));
        hash.addData(part);
    }
    return hash.result().toHex();
}

/// Gives the file its name for good, and never another one's.
Result<QString> rename(const QString &from, const QString &folder, const QString &databasePath)
{
    const QByteArray source = QFile::encodeName(from);
    for (int attempt = 0; attempt < 20; ++attempt) {
        const QString path = freeName(folder, databasePath);
        const QByteArray target = QFile::encodeName(path);
        int code = ::renameat2(AT_FDCWD, source.constData(), AT_FDCWD, target.constData(), RENAME_NOREPLACE);
        if (code != 0 && (errno == EINVAL || errno == ENOSYS)) // a file system that knows the plain way only
            code = ::rename(source.constData(), target.constData());
        if (code == 0)
            return path;
        if (errno != EEXIST)
            break;
    }
    return Error::io(u"The backup in “%1” could not be given its name: %2."_s.arg(folder, qt_error_string(errno)));
}

} // namespace

QString unfinishedBackupPrefix()
{
    return u"unfinished"_s;
}

QString Backup::howToRestore(const QString &databasePath) const
{
    return u"To go back, close every program that uses “%1”, delete “%1-journal”, “%1-wal” and “%1-shm” if they are "
           u"there, "
           "and copy “%2” over it."_s.arg(databasePath, path);
}

Result<Backup> backup(Database &database, const QString &folder, JobContext &context)
{
    if (!QDir().mkpath(folder))
        return Error::io(u"The folder for backups, “%1”, could not be made."_s.arg(folder));
    const auto size = database.sizeInBytes();
    RC_TRY(size);
    RC_TRY(checkRoom(folder, *size, u"a backup"_s));

    const QString absolute = QDir(folder).absolutePath();
    const auto place = WorkFolder::make(absolute, unfinishedBackupPrefix());
    RC_TRY(place);
    const QString unfinished = (*place)->filePath(u"copy"_s);
    RC_TRY(database.copyTo(unfinished, [&context](qint64 done, qint64 total) {
        context.setProgress(static_cast<int>(done), static_cast<int>(total));
        return !context.isCancelled();
    }));
    RC_TRY(verify(database, unfinished, absolute));
    const auto hash = hashOf(unfinished, context);
    RC_TRY(hash);
    const auto path = rename(unfinished, absolute, database.spec().location);
    RC_TRY(path);
    RC_TRY(syncFolder(absolute));
    return Backup{*path, QFileInfo(*path).size(), *hash};
}

} // namespace core
