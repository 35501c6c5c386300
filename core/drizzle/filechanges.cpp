// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/filechanges.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QTemporaryFile>

#include <cerrno>

#include <fcntl.h>
#include <stdio.h>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

Error cannotWrite(const QString &path, const QString &why)
{
    return Error::io(u"Cannot write %1: %2."_s.arg(path, why));
}

/// Whole or not at all, and never over another file.
Result<Done> putNewFile(const QString &path, const QByteArray &bytes)
{
    QTemporaryFile file(path + u".XXXXXX"_s);
    if (!file.open() || file.write(bytes) != bytes.size() || !file.flush())
        return cannotWrite(path, file.errorString());
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther);
    file.close();
    if (::renameat2(AT_FDCWD, QFile::encodeName(file.fileName()).constData(), AT_FDCWD,
                    QFile::encodeName(path).constData(), RENAME_NOREPLACE)
        != 0) {
        return errno == EEXIST ? Error::io(u"%1 is there already; nothing was written."_s.arg(path))
                               : cannotWrite(path, qt_error_string(errno));
    }
    file.setAutoRemove(false);
    return Done{};
}

Result<Done> replaceFile(const QString &path, const QByteArray &as, const QByteArray &by)
{
    QFile now(path);
    if (!now.open(QIODevice::ReadOnly))
        return Error::io(u"Cannot read %1: %2."_s.arg(path, now.errorString()));
    if (now.readAll() != as)
        return Error::io(u"Another program has changed %1 meanwhile; nothing was written. Try again."_s.arg(path));
    now.close();
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(by) != by.size() || !file.commit())
        return cannotWrite(path, file.errorString());
    return Done{};
}

/// Takes back what was done, the last first.
class FileWriting {
public:
    Result<Done> write(const FileChange &change)
    {
        RC_TRY(makeFolder(QFileInfo(change.path).absolutePath()));
        const auto done = change.isNew() ? putNewFile(change.path, change.after)
                                         : replaceFile(change.path, *change.before, change.after);
        if (done)
            m_written.append(change);
        return done;
    }

    /// The files that stay as they were written, because they could not be put back.
    [[nodiscard]] QStringList takeBack()
    {
        QStringList left;
        for (auto it = m_written.crbegin(); it != m_written.crend(); ++it) {
            const bool back =
                it->isNew() ? QFile::remove(it->path) : replaceFile(it->path, it->after, *it->before).ok();
            if (!back)
                left.append(it->path);
        }
        for (auto it = m_folders.crbegin(); it != m_folders.crend(); ++it)
            QDir().rmdir(*it); // one that is not empty holds what is left, or what somebody else put there
        return left;
    }

private:
    Result<Done> makeFolder(const QString &path)
    {
        if (QFileInfo(path).isDir())
            return Done{};
        RC_TRY(makeFolder(QFileInfo(path).absolutePath()));
        if (!QDir().mkdir(path))
            return Error::io(u"The folder %1 cannot be made."_s.arg(path));
        m_folders.append(path);
        return Done{};
    }

    QList<FileChange> m_written;
    QStringList m_folders;
};

} // namespace

Result<Done> writeFileChanges(const QList<FileChange> &changes)
{
    FileWriting writing;
    for (const FileChange &change : changes) {
        const auto done = writing.write(change);
        if (!done) {
            const QStringList left = writing.takeBack();
            if (left.isEmpty())
                return done;
            Error error = done.error();
            error.message += u" What was written before it could not be taken back: %1."_s.arg(left.join(u", "_s));
            return error;
        }
    }
    return Done{};
}

} // namespace core
