// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/diskspace.h"

#include <QLocale>
#include <QStorageInfo>

namespace core {

using namespace Qt::Literals::StringLiterals;

Result<Done> checkRoom(const QString &folder, qint64 bytes, const QString &what)
{
    const QStorageInfo disk(folder);
    const qint64 needed = bytes + bytes / 5;
    if (disk.isValid() && disk.bytesAvailable() >= needed)
        return Done{};
    const auto size = [](qint64 n) { return QLocale::c().formattedDataSize(n); };
    return Error::io(u"There is no room for %1 in “%2”: %3 are needed and %4 are free; make room, then try again."_s.arg(
        what, folder, size(needed), size(disk.bytesAvailable())));
}

} // namespace core
