// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/statefolder.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>

#include <sys/stat.h>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

    QString wantedFolder()
    {
        const QString own = qEnvironmentVariable("RAINCHECK_STATE_DIR");
        if (!own.isEmpty())
            return QDir(own).absolutePath();
        const QString xdg = qEnvironmentVariable("XDG_STATE_HOME");
        // The XDG specification: a path that is not absolute is to be ignored.
        return (QDir::isAbsolutePath(xdg) ? xdg : QDir::homePath() + u"/.local/state"_s) + u"/raincheck"_s;
    }

} // namespace

Result<QString> stateFolder()
{
    const QString folder = QDir::cleanPath(wantedFolder());
    const QByteArray path = QFile::encodeName(folder);
    const auto failed = [&folder](int reason) {
        return Error::io(u"The folder for Raincheck's own files, “%1”, could not be made: %2."_s.arg(
            folder, qt_error_string(reason)));
    };
    if (!QDir().mkpath(QFileInfo(folder).path()))
        return failed(errno);
    if (::mkdir(path.constData(), 0700) != 0 && errno != EEXIST)
        return failed(errno);
    struct stat info = {};
    if (::stat(path.constData(), &info) != 0)
        return failed(errno);
    if (!S_ISDIR(info.st_mode))
        return failed(ENOTDIR);
    if ((info.st_mode & 077) != 0 && ::chmod(path.constData(), 0700) != 0)
        return failed(errno);
    return folder;
}

std::optional<QString> existingStateFolder()
{
    const QString folder = QDir::cleanPath(wantedFolder());
    return QFileInfo(folder).isDir() ? std::optional(folder) : std::nullopt;
}

} // namespace core
