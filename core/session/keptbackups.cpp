// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/keptbackups.h"

#include "core/base/filebytes.h"
#include "core/base/log.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

const QString keptForLong = u".lost.bak"_s;

} // namespace

Result<Done> keepForLong(Backup &backup)
{
    const QFileInfo file(backup.path);
    const QString stem = file.absolutePath() + u'/' + file.completeBaseName();
    QString path = stem + keptForLong;
    for (int n = 2; QFileInfo::exists(path); ++n) // of the same second
        path = stem + u'-' + QString::number(n) + keptForLong;
    if (!QFile::rename(backup.path, path))
        return Error::io(u"Nothing was run: the backup “%1” could not be called “%2”."_s.arg(backup.path, path));
    RC_TRY(syncFolder(file.absolutePath()));
    backup.path = path;
    return Done{};
}

QStringList pruneBackups(const QString &folder, const QString &made)
{
    constexpr int kept = 5;
    constexpr int keptOfLost = 20;
    constexpr qint64 bytesOfLost = qint64(4) << 30;
    const auto all = QDir(folder).entryInfoList({u"*.bak"_s}, QDir::Files, QDir::Time);
    const bool isLost = made.endsWith(keptForLong);
    int others = isLost ? 0 : 1;
    int lost = isLost ? 1 : 0;
    qint64 bytes = isLost ? QFileInfo(made).size() : 0;
    QStringList removed;
    for (const QFileInfo &file : all) {
        const QString path = file.absoluteFilePath();
        if (path == made)
            continue;
        const bool isLong = path.endsWith(keptForLong);
        bytes += isLong ? file.size() : 0;
        if (isLong ? ++lost == 1 || (lost <= keptOfLost && bytes <= bytesOfLost) : ++others <= kept)
            continue;
        if (!QFile::remove(path))
            qCWarning(lcSession) << "an old backup could not be removed:" << path;
        else if (isLong)
            removed.append(file.fileName());
    }
    return removed;
}

} // namespace core
