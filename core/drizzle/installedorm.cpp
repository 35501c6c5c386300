// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/installedorm.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

namespace core {

using namespace Qt::Literals::StringLiterals;

QString installedOrm(const QString &folder)
{
    QDir dir(QDir::cleanPath(folder));
    for (;;) {
        QFile manifest(dir.filePath(u"node_modules/drizzle-orm/package.json"_s));
        if (manifest.open(QIODevice::ReadOnly))
            return QJsonDocument::fromJson(manifest.readAll()).object().value("version"_L1).toString();
        const QString here = dir.path();
        dir.setPath(QDir::cleanPath(dir.filePath(u".."_s)));
        if (dir.path() == here)
            return {};
    }
}

} // namespace core
