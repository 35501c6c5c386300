// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/migrationsfolder.h"

#include "core/base/utf8.h"
#include "core/drizzle/pendingfiles.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSet>
#include <QTimeZone>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// A journal is small and a migration is text; anything beyond this is something else under their name.
constexpr qint64 largestFile = 256LL * 1024 * 1024;

Result<QByteArray> readWhole(const QString &path)
{
    QFile file(path);
    if (!QFileInfo(path).isFile() || !file.open(QIODevice::ReadOnly))
        return Error::io(u"Cannot read %1: %2."_s.arg(
            path, file.errorString().isEmpty() ? u"it is no file"_s : file.errorString()));
    if (file.size() > largestFile)
        return Error::io(u"Cannot read %1: it is larger than any migration."_s.arg(path));
    return file.readAll();
}

QByteArray sha256(const QByteArray &bytes)
{
    return QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
}

void attachFile(MigrationFile &migration, QStringList &warnings)
{
    if (!QFileInfo::exists(migration.path)) {
        warnings += u"The journal names %1, but the file is not there."_s.arg(migration.fileName());
        return;
    }
    auto bytes = readWhole(migration.path);
    if (!bytes) {
        warnings += bytes.error().message;
        return;
    }
    migration.bytes = std::move(bytes).value();
    migration.hash = sha256(*migration.bytes);
    if (!textFromUtf8(*migration.bytes))
        warnings += notUtf8(migration.fileName());
}

QString canonicalDialect(const QString &written)
{
    static const QHash<QString, QString> aliases{{u"pg"_s, u"postgresql"_s}, {u"postgres"_s, u"postgresql"_s}};
    const QString name = written.toLower();
    return aliases.value(name, name);
}

/// What a journal's entries say in passing about each other.
struct JournalWalk {
    QSet<QString> tags;
    qint64 lastIndex = -1;
    qint64 lastWhen = 0;
};

void compareWithEarlier(const QJsonObject &entry, const MigrationFile &migration, JournalWalk &walk,
                        QStringList &warnings)
{
    const qint64 index = entry.value("idx"_L1).toInteger(walk.lastIndex + 1);
    if (index != walk.lastIndex + 1)
        warnings += u"The journal's numbers jump from %1 to %2 at %3."_s.arg(walk.lastIndex).arg(index).arg(
            migration.tag);
    walk.lastIndex = index;
    if (!walk.tags.isEmpty() && migration.when <= walk.lastWhen)
        warnings += skippedByDateRemark(migration.tag);
    walk.lastWhen = qMax(walk.lastWhen, migration.when);
    if (walk.tags.contains(migration.tag))
        warnings += u"The journal names %1 twice."_s.arg(migration.tag);
    walk.tags.insert(migration.tag);
}

/// As JavaScript would take it: a number may be written as a text, and a name as a number.
MigrationFile namedByEntry(const QJsonObject &entry, qsizetype index)
{
    MigrationFile migration;
    migration.tag = entry.value("tag"_L1).toVariant().toString();
    bool isNumber = true;
    if (entry.contains("when"_L1))
        migration.when = static_cast<qint64>(entry.value("when"_L1).toVariant().toDouble(&isNumber));
    if (!isNumber)
        migration.when = -1;
    if (migration.tag.isEmpty())
        migration.tag = namelessEntry(index);
    migration.breakpoints = entry.value("breakpoints"_L1).toBool(true);
    return migration;
}

void readEntries(const QJsonArray &entries, MigrationsFolder &folder)
{
    static const QSet<QString> knownVersions{u"5"_s, u"6"_s, u"7"_s};
    const QDir dir(folder.path);
    JournalWalk walk;
    for (const QJsonValue &value : entries) {
        const QJsonObject entry = value.toObject();
        MigrationFile migration = namedByEntry(entry, folder.migrations.size());
        migration.path = dir.filePath(migration.tag + u".sql"_s);
        if (const QString why = unusableBecause(migration); !why.isEmpty()) {
            folder.warnings += u"The migrations journal %1."_s.arg(why);
            folder.migrations += migration; // without its file: as drizzle's migrator, nobody goes past it
            continue;
        }
        const QString version = entry.value("version"_L1).toString();
        if (!version.isEmpty() && !knownVersions.contains(version))
            folder.warnings += u"%1 is of format version %2, which is not known here."_s.arg(migration.tag, version);
        compareWithEarlier(entry, migration, walk, folder.warnings);
        attachFile(migration, folder.warnings);
        folder.migrations += migration;
    }
    const auto files = dir.entryInfoList({u"*.sql"_s}, QDir::Files, QDir::Name);
    for (const QFileInfo &file : files) {
        if (!walk.tags.contains(file.completeBaseName()))
            folder.warnings += neverAppliedRemark(file.fileName());
    }
}

Result<MigrationsFolder> readClassic(const QString &path, const QString &journalPath)
{
    auto bytes = readWhole(journalPath);
    if (!bytes)
        return bytes.error();
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(*bytes, &problem);
    if (problem.error != QJsonParseError::NoError)
        return Error::invalid(u"Cannot read the migrations journal %1: %2 at byte %3; restore it from version control."_s
                                  .arg(journalPath, problem.errorString())
                                  .arg(problem.offset));
    const QJsonObject journal = document.object();
    if (!journal.value("entries"_L1).isArray())
        return Error::invalid(u"Cannot read the migrations journal %1: it has no list of entries."_s.arg(journalPath));
    MigrationsFolder folder;
    folder.path = path;
    folder.layout = MigrationsFolder::Layout::Classic;
    folder.dialect = canonicalDialect(journal.value("dialect"_L1).toString());
    readEntries(journal.value("entries"_L1).toArray(), folder);
    return folder;
}

/// The 14 digits that a 1.0 folder's name starts with, as unix milliseconds; 0 when they are none.
qint64 folderTime(const QString &name)
{
    const QDateTime when = QDateTime::fromString(name.left(14), u"yyyyMMddHHmmss"_s);
    if (!when.isValid())
        return 0;
    return QDateTime(when.date(), when.time(), QTimeZone::utc()).toMSecsSinceEpoch();
}

QStringList migrationFolders(const QString &path)
{
    static const QRegularExpression named(u"^\\d{14}(_|$)"_s);
    QStringList found;
    const QDir dir(path);
    const QStringList names = dir.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name);
    for (const QString &name : names) {
        if (named.match(name).hasMatch())
            found += name;
    }
    found.sort();
    return found;
}

MigrationsFolder readFolders(const QString &path, const QStringList &names)
{
    MigrationsFolder folder;
    folder.path = path;
    folder.layout = MigrationsFolder::Layout::Folders;
    const QDir dir(path);
    for (const QString &name : names) {
        MigrationFile migration;
        migration.tag = name;
        migration.path = dir.filePath(name + u"/migration.sql"_s);
        migration.when = folderTime(name);
        if (!QFileInfo::exists(migration.path)) {
            folder.warnings += u"%1 has no migration.sql: it is never applied."_s.arg(name);
            continue;
        }
        attachFile(migration, folder.warnings);
        folder.migrations += migration;
    }
    return folder;
}

} // namespace

QString MigrationFile::text() const
{
    return bytes ? QString::fromUtf8(*bytes) : QString();
}

QString MigrationFile::fileName() const
{
    if (!unusableBecause(*this).isEmpty())
        return tag;
    const QFileInfo info(path);
    return info.completeBaseName() == tag ? info.fileName() : tag + u'/' + info.fileName();
}

Result<MigrationsFolder> readMigrationsFolder(const QString &path)
{
    const QFileInfo info(path);
    const QString absolute = QDir::cleanPath(info.absoluteFilePath());
    if (!info.isDir())
        return Error::invalid(u"There is no migrations folder %1."_s.arg(absolute));
    if (!info.isReadable())
        return Error::io(u"Cannot read the migrations folder %1: permission denied."_s.arg(absolute));
    const QString journal = QDir(absolute).filePath(u"meta/_journal.json"_s);
    if (QFileInfo::exists(journal))
        return readClassic(absolute, journal);
    const QStringList folders = migrationFolders(absolute);
    if (!folders.isEmpty())
        return readFolders(absolute, folders);
    return Error::invalid(u"%1 is no Drizzle migrations folder: it has neither meta/_journal.json nor folders named "
                          "<timestamp>_<name>."_s.arg(absolute));
}

} // namespace core
