// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/workfolder.h"

#include <QDir>
#include <QFile>

#include <cerrno>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

    int openFolder(const QByteArray &path)
    {
        return ::open(path.constData(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    }

    /// Another process may have taken it for a leftover in the moment before it was locked.
    bool isStillThere(const QByteArray &path, int descriptor)
    {
        struct stat named = {};
        struct stat held = {};
        return ::lstat(path.constData(), &named) == 0 && ::fstat(descriptor, &held) == 0 && named.st_dev == held.st_dev
            && named.st_ino == held.st_ino;
    }

} // namespace

WorkFolder::WorkFolder(QString path, int descriptor)
    : m_path(std::move(path))
    , m_descriptor(descriptor)
{
}

Result<std::unique_ptr<WorkFolder>> WorkFolder::make(const QString &folder, const QString &prefix)
{
    int reason = 0;
    for (int attempt = 0; attempt < 10; ++attempt) {
        QByteArray path = QFile::encodeName(folder + u'/' + prefix + u"-XXXXXX"_s);
        const bool made = ::mkdtemp(path.data()) != nullptr;
        const int descriptor = made ? openFolder(path) : -1;
        reason = errno;
        if (!made)
            break;
        if (descriptor < 0)
            continue;
        // Where folders cannot be locked, nobody can lock them to remove them either.
        while (::flock(descriptor, LOCK_EX) != 0 && errno == EINTR) { }
        if (isStillThere(path, descriptor))
            return std::unique_ptr<WorkFolder>(new WorkFolder(QFile::decodeName(path), descriptor));
        ::close(descriptor);
    }
    return Error::io(u"No folder for unfinished work could be made in “%1”: %2."_s.arg(folder, qt_error_string(reason)));
}

WorkFolder::~WorkFolder()
{
    QDir(m_path).removeRecursively();
    ::close(m_descriptor);
}

void WorkFolder::removeLeftovers(const QString &folder, const QString &prefix)
{
    const auto found = QDir(folder).entryList({prefix + u"-??????"_s}, QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot);
    for (const QString &name : found) {
        const QString path = folder + u'/' + name;
        const int descriptor = openFolder(QFile::encodeName(path));
        if (descriptor < 0)
            continue;
        if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) // its process is dead
            QDir(path).removeRecursively();
        ::close(descriptor);
    }
}

} // namespace core
