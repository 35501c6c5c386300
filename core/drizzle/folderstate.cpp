// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/folderstate.h"

#include "core/drizzle/jsonvalues.h"
#include "core/drizzle/snapshotwriter.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

using Layout = MigrationsFolder::Layout;

SnapshotFile readSnapshotFile(const QString &path, const QString &name)
{
    SnapshotFile out;
    out.path = path;
    out.name = name;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        out.problem = u"it cannot be read: %1"_s.arg(file.errorString());
        return out;
    }
    out.bytes = file.readAll();
    const QJsonObject root = QJsonDocument::fromJson(out.bytes).object();
    out.id = root.value("id"_L1).toString();
    out.version = root.value("version"_L1).toVariant().toString();
    out.previousIds = root.contains("prevIds"_L1) ? stringsOf(root.value("prevIds"_L1))
                                                  : QStringList{root.value("prevId"_L1).toString()};
    out.previousIds.removeAll(QString());
    out.previousIds.removeAll(rootSnapshotId());
    if (out.id.isEmpty())
        out.problem = u"it is no snapshot of drizzle-kit"_s;
    return out;
}

/// drizzle-kit takes the last file by name whose name does not start with `_`; with prefixes switched off there is but
/// one, which does.
QList<SnapshotFile> classicSnapshots(const QDir &folder)
{
    const QDir meta(folder.filePath(u"meta"_s));
    QStringList files = meta.entryList({u"*_snapshot.json"_s}, QDir::Files);
    QStringList named = files;
    named.removeIf([](const QString &name) { return name.startsWith(u'_'); });
    if (!named.isEmpty())
        files = named;
    std::sort(files.begin(), files.end());
    QList<SnapshotFile> out;
    for (const QString &name : files)
        out.append(readSnapshotFile(meta.filePath(name), name));
    return out;
}

QList<SnapshotFile> folderSnapshots(const QDir &folder)
{
    QStringList names = folder.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    std::sort(names.begin(), names.end());
    QList<SnapshotFile> out;
    for (const QString &name : names) {
        const QString file = name + u"/snapshot.json"_s;
        if (QFileInfo(folder.filePath(file)).isFile())
            out.append(readSnapshotFile(folder.filePath(file), file));
    }
    return out;
}

Result<FolderState> readJournalFile(const QString &path, FolderState state)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error::io(u"Cannot read %1: %2."_s.arg(path, file.errorString()));
    state.journalBytes = file.readAll();
    state.journal = QJsonDocument::fromJson(state.journalBytes).object();
    if (!state.journal.value("entries"_L1).isArray())
        return Error::invalid(u"Cannot read the migrations journal %1: restore it from version control."_s.arg(path));
    for (const QJsonValue &v : state.journal.value("entries"_L1).toArray()) {
        const QJsonObject entry = v.toObject();
        state.lastTag = entry.value("tag"_L1).toString();
        state.lastIndex = entry.value("idx"_L1).toInteger(state.lastIndex + 1);
        state.lastWhen = std::max(state.lastWhen, entry.value("when"_L1).toInteger());
    }
    return state;
}

} // namespace

std::optional<MigrationOptions::Prefix> migrationPrefixFrom(const QString &name)
{
    using Prefix = MigrationOptions::Prefix;
    static const QHash<QString, Prefix> prefixes{{u"index"_s, Prefix::Index},
                                                 {u"timestamp"_s, Prefix::Timestamp},
                                                 {u"supabase"_s, Prefix::Supabase},
                                                 {u"unix"_s, Prefix::Unix},
                                                 {u"none"_s, Prefix::None}};
    const auto found = prefixes.constFind(name);
    return found == prefixes.cend() ? std::nullopt : std::optional(*found);
}

QList<SnapshotFile> FolderState::leaves() const
{
    QSet<QString> followed;
    for (const SnapshotFile &s : snapshots)
        followed.unite(QSet<QString>(s.previousIds.cbegin(), s.previousIds.cend()));
    QList<SnapshotFile> out;
    for (const SnapshotFile &s : snapshots) {
        if (!s.id.isEmpty() && !followed.contains(s.id))
            out.append(s);
    }
    return out.isEmpty() && last() ? QList<SnapshotFile>{*last()} : out;
}

Result<FolderState> readFolderState(const QString &path, const MigrationOptions &options)
{
    const QDir folder(path);
    const QString journal = folder.filePath(u"meta/_journal.json"_s);
    FolderState state;
    if (QFileInfo::exists(journal)) {
        state.snapshots = classicSnapshots(folder);
        return readJournalFile(journal, std::move(state));
    }
    if (const auto read = readMigrationsFolder(path); read && read->layout == Layout::Folders) {
        state.layout = Layout::Folders;
        state.snapshots = folderSnapshots(folder);
        for (const MigrationFile &m : read->migrations) {
            state.lastTag = m.tag;
            state.lastWhen = std::max(state.lastWhen, m.when);
        }
    } else if (options.ormVersion.section(u'.', 0, 0).toInt() >= 1) {
        state.layout = Layout::Folders;
    }
    return state;
}

} // namespace core
