// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/filebytes.h"

#include <QFile>
#include <QSaveFile>
#include <QtConcurrent>

#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

using namespace Qt::Literals::StringLiterals;

namespace core {

QFuture<Result<QByteArray>> readFile(const QString &path, qint64 most)
{
    return QtConcurrent::run([path, most]() -> Result<QByteArray> {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            return Error::io(u"Cannot read %1: %2."_s.arg(path, file.errorString()));
        if (file.size() > most)
            return Error::invalid(u"%1 has %2 bytes; at most %3 can be loaded."_s.arg(path).arg(file.size()).arg(most));
        QByteArray bytes = file.read(most + 1); // what has no size is read no further, either
        if (file.error() != QFileDevice::NoError)
            return Error::io(u"Cannot read %1: %2."_s.arg(path, file.errorString()));
        if (bytes.size() > most)
            return Error::invalid(u"%1 has more than %2 bytes; they cannot be loaded."_s.arg(path).arg(most));
        return bytes;
    });
}

QFuture<Result<Done>> writeFile(const QString &path, const QByteArray &bytes)
{
    return QtConcurrent::run([path, bytes]() -> Result<Done> {
        QSaveFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
            return Error::io(u"Cannot write %1: %2."_s.arg(path, file.errorString()));
        return Done{};
    });
}

Result<Done> syncFolder(const QString &folder)
{
    const int descriptor = ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
    const int reason = errno;
    if (descriptor >= 0)
        ::close(descriptor);
    if (!synced)
        return Error::io(u"“%1” could not be written to the disk: %2."_s.arg(folder, qt_error_string(reason)));
    return Done{};
}

} // namespace core
