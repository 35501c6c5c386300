// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/installedorm.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

namespace core {

using namespace Qt::Literals::StringLiterals;

QString installedOrm(const QString &folder)
{
    // By names alone: the folder need not be there yet.
    for (QString at = QDir(folder).absolutePath();; at = QFileInfo(at).path()) {
        QFile manifest(QDir(at).filePath(u"node_modules/drizzle-orm/package.json"_s));
        if (manifest.open(QIODevice::ReadOnly))
            return QJsonDocument::fromJson(manifest.readAll()).object().value("version"_L1).toString();
        if (QFileInfo(at).path() == at)
            return {};
    }
}

} // namespace core
