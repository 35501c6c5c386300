// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/diskspace.h"

#include <QFile>
#include <QLocale>

#include <filesystem>
#include <limits>
#include <system_error>

namespace core {

using namespace Qt::Literals::StringLiterals;

Result<Done> checkRoom(const QString &folder, qint64 bytes, const QString &what)
{
    // Not QStorageInfo: it knows what /proc/mounts lists, and a chroot's or container's own disk often is not there.
    std::error_code failed;
    const auto disk = std::filesystem::space(QFile::encodeName(folder).toStdString(), failed);
    if (failed)
        return Error::io(u"Whether there is room for %1 in “%2” could not be found out: %3."_s.arg(
            what, folder, QString::fromLocal8Bit(failed.message())));
    const qint64 available = qint64(std::min<std::uintmax_t>(disk.available, std::numeric_limits<qint64>::max()));
    const qint64 needed = bytes + bytes / 5;
    if (available >= needed)
        return Done{};
    const auto size = [](qint64 n) { return QLocale::c().formattedDataSize(n); };
    return Error::io(
        u"There is no room for %1 in “%2”: %3 are needed and %4 are free; make room, then try again."_s.arg(
            what, folder, size(needed), size(available)));
}

} // namespace core
