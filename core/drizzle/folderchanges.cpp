// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/folderchanges.h"

#include "core/drizzle/newmigration.h"
#include "core/drizzle/orderedjson.h"
#include "core/drizzle/snapshotform.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUuid>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

const QString journalName = u"meta/_journal.json"_s;

std::optional<QByteArray> bytesOnDisk(const QString &path)
{
    QFile file(path);
    return file.open(QFile::ReadOnly) ? std::optional(file.readAll()) : std::nullopt;
}

struct OpenJournal {
    QByteArray bytes;
    QJsonObject object;
    QList<QJsonObject> entries;
};

Result<OpenJournal> openJournal(const MigrationsFolder &folder)
{
    if (folder.layout != MigrationsFolder::Layout::Classic)
        return Error::invalid(u"%1 has no journal file: its order is that of its folders' names."_s.arg(folder.path));
    const auto bytes = bytesOnDisk(QDir(folder.path).filePath(journalName));
    if (!bytes)
        return Error::io(u"Cannot read %1."_s.arg(QDir(folder.path).filePath(journalName)));
    OpenJournal journal{*bytes, QJsonDocument::fromJson(*bytes).object(), {}};
    for (const QJsonValue &entry : journal.object.value("entries"_L1).toArray())
        journal.entries.append(entry.toObject());
    return journal;
}

OrderedJson inUsualOrder(const QJsonObject &object, const QStringList &usual)
{
    OrderedJson json = OrderedJson::object();
    for (const QString &key : usual) {
        if (object.contains(key))
            json.put(key, object.value(key));
    }
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (!usual.contains(it.key()) && !it.value().isObject() && !it.value().isArray())
            json.put(it.key(), QJsonValue(it.value()));
    }
    return json;
}

/// Numbered anew from 0, as drizzle-kit goes on from the last entry's number.
FileChange journalOf(const MigrationsFolder &folder, const OpenJournal &journal, bool renumber)
{
    QList<OrderedJson> entries;
    for (QJsonObject entry : journal.entries) {
        if (renumber)
            entry.insert(u"idx"_s, static_cast<int>(entries.size()));
        entries.append(inUsualOrder(entry, {u"idx"_s, u"version"_s, u"when"_s, u"tag"_s, u"breakpoints"_s}));
    }
    QJsonObject head = journal.object;
    head.remove(u"entries"_s);
    OrderedJson json = inUsualOrder(head, {u"version"_s, u"dialect"_s});
    json.put(u"entries"_s, OrderedJson::array(entries));
    return {QDir(folder.path).filePath(journalName), json.text(), journal.bytes};
}

QString entryTag(const QJsonObject &entry)
{
    return entry.value("tag"_L1).toString();
}

} // namespace

QString fileChangeName(const FileChange &change)
{
    const QFileInfo file(change.path);
    const QString folder = file.dir().dirName();
    const bool within =
        folder == u"meta"_s || file.fileName() == u"migration.sql"_s || file.fileName() == u"snapshot.json"_s;
    return within ? folder + u'/' + file.fileName() : file.fileName();
}

Result<QList<FileChange>> journalWithout(const MigrationsFolder &folder, const QString &tag)
{
    auto journal = openJournal(folder);
    RC_TRY(journal);
    const auto gone = journal->entries.removeIf([&](const QJsonObject &entry) { return entryTag(entry) == tag; });
    if (gone == 0)
        return Error::invalid(u"The journal of %1 does not name %2 any more."_s.arg(folder.path, tag));
    // Numbers stay: the files are called after them.
    return QList<FileChange>{journalOf(folder, *journal, false)};
}

QList<MigrationFile> unlistedFiles(const MigrationsFolder &folder)
{
    if (folder.layout != MigrationsFolder::Layout::Classic)
        return {};
    QList<MigrationFile> found;
    for (const QFileInfo &info : QDir(folder.path).entryInfoList({u"*.sql"_s}, QDir::Files, QDir::Name)) {
        const bool isListed = std::any_of(folder.migrations.cbegin(), folder.migrations.cend(),
                                          [&](const MigrationFile &m) { return m.tag == info.completeBaseName(); });
        const auto bytes = isListed ? std::nullopt : bytesOnDisk(info.absoluteFilePath());
        if (!bytes)
            continue;
        MigrationFile file;
        file.tag = info.completeBaseName();
        file.path = info.absoluteFilePath();
        file.bytes = bytes;
        file.hash = QCryptographicHash::hash(*bytes, QCryptographicHash::Sha256).toHex();
        file.breakpoints = bytes->contains("--> statement-breakpoint");
        found.append(file);
    }
    return found;
}

namespace {

/// The number a file is called after, where no other entry has it and it fits its place; else the numbers begin anew.
std::optional<qint64> numberBetween(const QString &tag, const QList<QJsonObject> &entries, qsizetype at)
{
    bool isNumber = false;
    const qint64 number = tag.section(u'_', 0, 0).toLongLong(&isNumber);
    const auto numberOf = [&](qsizetype i) { return entries.at(i).value("idx"_L1).toInteger(); };
    const qint64 before = at > 0 ? numberOf(at - 1) : -1;
    const bool isLast = at == entries.size();
    const qint64 wanted = isNumber && number < 100'000 ? number : before + 1; // else a date
    if (wanted > before && (isLast || wanted < numberOf(at)))
        return wanted;
    return isLast || before + 1 < numberOf(at) ? std::optional(before + 1) : std::nullopt;
}

/// The version of the snapshots that the other entries name, else that of the dialect.
QString entryVersion(const OpenJournal &journal)
{
    for (const QJsonObject &entry : journal.entries) {
        if (const QString version = entry.value("version"_L1).toString(); !version.isEmpty())
            return version;
    }
    const SnapshotForm *form = snapshotForm(journal.object.value("dialect"_L1).toString());
    return form ? form->version : QString();
}

/// A file of one statement does not tell; then it is as the others are.
bool hasBreakpoints(const MigrationFile &file, const OpenJournal &journal)
{
    return file.breakpoints
        || std::none_of(journal.entries.cbegin(), journal.entries.cend(),
                        [](const QJsonObject &entry) { return !entry.value("breakpoints"_L1).toBool(true); });
}

} // namespace

QList<MigrationFile> lostFiles(const MigrationsFolder &folder, const MigrationJournal &journal,
                               const QList<MigrationState> &states)
{
    QList<MigrationFile> lost;
    if (journal.isWrangler)
        return lost; // it knows no hashes
    for (MigrationFile &file : unlistedFiles(folder)) {
        const auto row = std::find_if(journal.rows.cbegin(), journal.rows.cend(),
                                      [&](const JournalRow &r) { return !r.hash.isEmpty() && r.hash == file.hash; });
        const bool isOrphan =
            row != journal.rows.cend() && std::any_of(states.cbegin(), states.cend(), [&](const MigrationState &s) {
                return s.kind == MigrationState::Kind::Orphan && s.appliedAt == row->createdAt;
            });
        if (!isOrphan)
            continue;
        file.when = row->createdAt;
        lost.append(file);
    }
    return lost;
}

Result<QList<FileChange>> journalWithEntries(const MigrationsFolder &folder, const QList<MigrationFile> &files)
{
    auto journal = openJournal(folder);
    RC_TRY(journal);
    const QString version = entryVersion(*journal);
    bool renumber = false;
    for (const MigrationFile &file : files) {
        const auto named = [&](const QJsonObject &entry) { return entryTag(entry) == file.tag; };
        if (std::any_of(journal->entries.cbegin(), journal->entries.cend(), named))
            return Error::invalid(u"The journal of %1 names %2 already."_s.arg(folder.path, file.tag));
        const auto later =
            std::find_if(journal->entries.cbegin(), journal->entries.cend(),
                         [&](const QJsonObject &entry) { return entry.value("when"_L1).toInteger() > file.when; });
        const qsizetype at = later - journal->entries.cbegin();
        const auto number = numberBetween(file.tag, journal->entries, at);
        renumber = renumber || !number;
        journal->entries.insert(at,
                                QJsonObject{{u"idx"_s, number.value_or(at)},
                                            {u"version"_s, version},
                                            {u"when"_s, file.when},
                                            {u"tag"_s, file.tag},
                                            {u"breakpoints"_s, hasBreakpoints(file, *journal)}});
    }
    return QList<FileChange>{journalOf(folder, *journal, renumber)};
}

Result<QList<FileChange>> journalInOrder(const MigrationsFolder &folder, const QStringList &tags, qint64 newestApplied)
{
    auto journal = openJournal(folder);
    RC_TRY(journal);
    QList<QJsonObject> moved;
    QList<QJsonObject> rest;
    for (const QJsonObject &entry : journal->entries)
        (tags.contains(entryTag(entry)) ? moved : rest).append(entry);
    if (moved.size() != tags.size())
        return Error::invalid(u"The journal of %1 has changed: read it again."_s.arg(folder.path));
    const auto whenOf = [](const QJsonObject &entry) { return entry.value("when"_L1).toInteger(); };
    const auto later =
        std::find_if(rest.begin(), rest.end(), [&](const QJsonObject &entry) { return whenOf(entry) > newestApplied; });
    const qint64 room = later == rest.end() ? moved.size() + 1 : whenOf(*later) - newestApplied;
    if (room <= moved.size())
        return Error::invalid(
            u"There is no moment between the newest applied migration and %1: generate %2 again."_s.arg(
                entryTag(*later), tags.join(u", "_s)));
    qint64 when = newestApplied;
    for (QJsonObject &entry : moved)
        entry.insert(u"when"_s, ++when);
    const qsizetype at = later - rest.begin();
    journal->entries = rest.mid(0, at) + moved + rest.mid(at);
    return QList<FileChange>{journalOf(folder, *journal, true)};
}

Result<QList<FileChange>> adoptingChanges(const QString &folder, const SchemaDiff &drift, const QString &name,
                                          const Dialect &dialect)
{
    if (!dialect.planner())
        return Error::invalid(u"The schema of this database cannot be planned."_s);
    const auto plan = dialect.planner()->plan(drift, {});
    RC_TRY(plan);
    NewMigration migration;
    migration.name = name;
    migration.diff = drift;
    migration.plan = *plan;
    migration.now = QDateTime::currentMSecsSinceEpoch();
    migration.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    const auto prepared = prepareMigration(folder, migration, dialect);
    RC_TRY(prepared);
    return prepared->files;
}

} // namespace core
