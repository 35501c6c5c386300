// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/snapshotrepair.h"

#include "core/db/database.h"
#include "core/drizzle/snapshot7.h"
#include "core/drizzle/snapshotwriter.h"
#include "core/migrate/filescript.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QUuid>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// What the files make of an empty database.
Result<Schema> replayed(const QList<MigrationFile> &files, const Dialect &dialect)
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"replay"_s);
    if (!QFile(path).open(QFile::WriteOnly))
        return Error::io(u"No empty database could be made in %1: %2."_s.arg(QDir::tempPath(), folder.errorString()));
    auto database = driverByName(fileDriver())->open({fileDriver(), path, ConnectionSpec::Mode::Write});
    RC_TRY(database);
    for (const MigrationFile &file : files) {
        if (!file.bytes)
            return Error::io(u"%1 is not there, so that nobody knows what it makes."_s.arg(file.fileName()));
        for (const Statement &statement : fileStatements(file.text(), file.fileName(), dialect)) {
            const auto ran = (*database)->run(statement.sql);
            if (ran)
                continue;
            const auto *place = std::get_if<FromFile>(&statement.source);
            return Error::invalid(
                u"%1 does not run on what the migrations before it make of an empty database: %2."_s.arg(
                    place ? u"%1, line %2"_s.arg(place->file).arg(place->line) : file.fileName(), ran.error().message));
        }
    }
    return dialect.introspect(**database);
}

const MigrationSnapshot *snapshotWithTag(const QList<MigrationSnapshot> &snapshots, const QString &tag)
{
    const auto found =
        std::find_if(snapshots.cbegin(), snapshots.cend(), [&tag](const MigrationSnapshot &s) { return s.tag == tag; });
    return found == snapshots.cend() ? nullptr : &*found;
}

/// That which the next snapshot names, and which is not there; else a new one.
QString idBefore(const MigrationSnapshot *next, const QList<MigrationSnapshot> &snapshots)
{
    for (const QString &id : next ? next->previous : QStringList()) {
        const bool isThere =
            std::any_of(snapshots.cbegin(), snapshots.cend(), [&id](const MigrationSnapshot &s) { return s.id == id; });
        if (!isThere)
            return id;
    }
    return QUuid::createUuid().toString(QUuid::WithoutBraces);
}

/// It was made from nothing.
bool isFirst(const MigrationSnapshot *snapshot)
{
    return snapshot && snapshot->problem.isEmpty() && snapshot->previous.isEmpty();
}

} // namespace

Result<FileChange> rebuiltSnapshot(const MigrationsFolder &folder, const QList<MigrationSnapshot> &snapshots,
                                   int migration, const Dialect &dialect)
{
    const QList<MigrationFile> &files = folder.migrations;
    const MigrationFile &file = files.at(migration);
    if (dialectByName(fileDriver()) != &dialect)
        return Error::invalid(
            u"%1 has no snapshot, and it cannot be made anew here: that takes an empty database to run the migrations "
            u"on, "
            "which there is for SQLite only. Bring the file back from version control."_s.arg(file.tag));
    if (snapshotWithTag(snapshots, file.tag))
        return Error::invalid(u"%1 has a snapshot."_s.arg(file.tag));
    const auto schema = replayed(files.mid(0, migration + 1), dialect);
    RC_TRY(schema);
    const MigrationSnapshot *before = nullptr;
    for (int i = migration - 1; i >= 0 && !before; --i)
        before = snapshotWithTag(snapshots, files.at(i).tag);
    const MigrationSnapshot *next = nullptr;
    bool isLastMissing = true; // the next snapshot names the one right before it
    for (int i = migration + 1; i < files.size() && !next; ++i) {
        next = snapshotWithTag(snapshots, files.at(i).tag);
        isLastMissing = isLastMissing && next;
    }
    if (isFirst(next))
        return Error::invalid(u"%1 says that it is the first: nothing comes before it."_s.arg(next->name));
    SnapshotAbout about;
    about.dialect = folder.dialect.isEmpty() ? dialect.name() : folder.dialect;
    about.id = idBefore(isLastMissing ? next : nullptr, snapshots);
    if (before) {
        about.previousIds = {before->id};
        if (before->snapshot) {
            about.existingViews = before->snapshot->existingViews;
            about.names = before->snapshot->names;
        }
    }
    const QDir dir(folder.path);
    if (folder.layout == MigrationsFolder::Layout::Folders)
        return FileChange{dir.filePath(file.tag + u"/snapshot.json"_s), drizzleSnapshot7(*schema, about)};
    return FileChange{dir.filePath(u"meta/%1_snapshot.json"_s.arg(file.tag.section(u'_', 0, 0))),
                      drizzleSnapshot(*schema, about)};
}

Result<QList<FileChange>> rebuiltSnapshots(const MigrationsFolder &folder, QList<MigrationSnapshot> snapshots,
                                           const Dialect &dialect)
{
    QList<FileChange> made;
    for (int i = 0; i < folder.migrations.size(); ++i) {
        const QString &tag = folder.migrations.at(i).tag;
        const bool comesFirst =
            std::any_of(folder.migrations.cbegin() + i, folder.migrations.cend(),
                        [&](const MigrationFile &f) { return isFirst(snapshotWithTag(snapshots, f.tag)); });
        if (snapshotWithTag(snapshots, tag) || comesFirst)
            continue;
        const auto file = rebuiltSnapshot(folder, snapshots, i, dialect);
        RC_TRY(file);
        made.append(*file);
        const auto read = readDrizzleSnapshot(file->after);
        RC_TRY(read);
        MigrationSnapshot next;
        next.tag = tag;
        next.id = QJsonDocument::fromJson(file->after).object().value("id"_L1).toString();
        next.snapshot = *read;
        snapshots.append(next);
    }
    return made;
}

} // namespace core
