// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/migrationsnapshots.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// The zero UUID that the first one follows.
const QString noSnapshot = u"00000000-0000-0000-0000-000000000000"_s;

MigrationSnapshot snapshotFileAt(const QString &path, const QString &name)
{
    MigrationSnapshot out;
    out.name = name;
    QFile file(path);
    if (!file.open(QFile::ReadOnly)) {
        out.problem = u"%1 cannot be read: %2."_s.arg(name, file.errorString());
        return out;
    }
    const QByteArray json = file.readAll();
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    out.id = object.value("id"_L1).toString();
    if (const QString previous = object.value("prevId"_L1).toString(); !previous.isEmpty())
        out.previous.append(previous);
    for (const QJsonValue &previous : object.value("prevIds"_L1).toArray())
        out.previous.append(previous.toString());
    out.previous.removeAll(noSnapshot);
    const auto snapshot = readDrizzleSnapshot(json);
    if (snapshot)
        out.snapshot = *snapshot;
    else
        out.problem = u"%1: %2"_s.arg(name, snapshot.error().message);
    return out;
}

} // namespace

QList<MigrationSnapshot> readMigrationSnapshots(const MigrationsFolder &folder)
{
    QList<MigrationSnapshot> out;
    const QDir dir(folder.path);
    if (folder.layout == MigrationsFolder::Layout::Folders) {
        for (const MigrationFile &migration : folder.migrations) {
            const QString name = migration.tag + u"/snapshot.json"_s;
            if (!QFile::exists(dir.filePath(name)))
                continue;
            out.append(snapshotFileAt(dir.filePath(name), name));
            out.last().tag = migration.tag;
        }
        return out;
    }
    const QDir meta(dir.filePath(u"meta"_s));
    for (const QString &name : meta.entryList({u"*_snapshot.json"_s}, QDir::Files, QDir::Name)) {
        out.append(snapshotFileAt(meta.filePath(name), name));
        const QString prefix = name.chopped(QStringView(u"_snapshot.json").size());
        for (const MigrationFile &migration : folder.migrations) {
            if (migration.tag.section(u'_', 0, 0) == prefix)
                out.last().tag = migration.tag;
        }
    }
    return out;
}

} // namespace core
