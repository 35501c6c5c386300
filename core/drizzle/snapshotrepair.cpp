// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/snapshotrepair.h"

#include "core/db/database.h"
#include "core/drizzle/schemadrift.h"
#include "core/drizzle/snapshotform.h"
#include "core/migrate/filescript.h"
#include "core/migrate/scratchdatabase.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSet>
#include <QTemporaryDir>
#include <QUuid>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

QString placeOf(const Statement &statement)
{
    const auto *place = std::get_if<FromFile>(&statement.source);
    return place ? u"%1, line %2"_s.arg(place->file).arg(place->line) : QString();
}

/// What is no database's own: on a server that others use, it must not be done only to see what comes of it.
QString ofTheWholeServer(const QString &sql)
{
    static const QRegularExpression shared(
        u"\\b(?:(?:create|alter|drop|reassign\\s+owned\\s+by|drop\\s+owned\\s+by)\\s+(?:role|user(?!\\s+mapping)|group|"
        "database|tablespace|subscription)|alter\\s+system|copy\\s[^;]*\\bprogram)\\b"_s,
        QRegularExpression::CaseInsensitiveOption);
    return shared.match(sql).captured().simplified();
}

Result<Done> runFiles(Database &database, const QList<MigrationFile> &files, const Dialect &dialect, bool isShared)
{
    for (const MigrationFile &file : files) {
        if (!file.bytes)
            return Error::io(u"%1 is not there, so that nobody knows what it makes."_s.arg(file.fileName()));
        for (const Statement &statement : fileStatements(file.text(), file.fileName(), dialect)) {
            const QString shared = isShared ? ofTheWholeServer(statement.sql) : QString();
            if (!shared.isEmpty())
                return Error::invalid(u"%1 has “%2”, which is about the whole server, so that it is not run to see "
                                      u"what comes of it: bring "
                                      "the snapshot back from version control."_s.arg(placeOf(statement), shared));
            const auto ran = database.run(statement.sql);
            if (!ran) {
                QString why = ran.error().message;
                while (why.endsWith(u'.'))
                    why.chop(1);
                return Error::invalid(
                    u"%1 does not run on what the migrations before it make of an empty database: %2."_s.arg(
                        placeOf(statement), why));
            }
        }
    }
    return Done{};
}

/// Nobody stops it.
class RepairJob final : public JobContext {
public:
    [[nodiscard]] bool isCancelled() const override { return false; }
    void setProgress(int, int) override { }
};

Result<Schema> replayedOn(const ConnectionSpec &server, const QList<MigrationFile> &files, const Dialect &dialect)
{
    ConnectionSpec spec = server;
    spec.mode = ConnectionSpec::Mode::Read; // the scratch database is written to, and nothing else
    auto original = driverByName(spec.driver)->open(spec);
    RC_TRY(original);
    ScratchDatabase::Wishes wishes;
    wishes.withRows = false;
    wishes.statements = QStringList();
    RepairJob job;
    const auto scratch = ScratchDatabase::make(**original, dialect, job, wishes);
    if (!scratch)
        return Error::invalid(
            u"A snapshot is made anew by running the migrations in a scratch database on the server, which was not "
            "made: %1. Bring the file back from version control."_s.arg(scratch.error().message));
    RC_TRY(runFiles((*scratch)->database(), files, dialect, true));
    return dialect.introspect((*scratch)->database());
}

/// What the files make of an empty database.
Result<Schema> replayed(const QList<MigrationFile> &files, const Dialect &dialect,
                        const std::optional<ConnectionSpec> &server)
{
    if (dialectByName(fileDriver()) != &dialect)
        return server ? replayedOn(*server, files, dialect)
                      : Error::invalid(u"%1 has no snapshot. To make it anew, the migrations are run in a scratch "
                                       "database on a server, and none could be asked: name the database beside the "
                                       "folder, or bring the file back from version control."_s.arg(files.last().tag));
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"replay"_s);
    if (!QFile(path).open(QFile::WriteOnly))
        return Error::io(u"No empty database could be made in %1: %2."_s.arg(QDir::tempPath(), folder.errorString()));
    auto database = driverByName(fileDriver())->open({fileDriver(), path, ConnectionSpec::Mode::Write});
    RC_TRY(database);
    RC_TRY(runFiles(**database, files, dialect, false));
    return dialect.introspect(**database);
}

/// drizzle-kit compares words: where a snapshot beside says the same of a table or view, its own words stay.
void sayAsBeside(const DrizzleSnapshot &beside, const Dialect &dialect, Schema &schema, SnapshotAbout &about)
{
    about.existingViews = beside.existingViews;
    about.names = beside.names;
    about.extras = beside.extras;
    const auto away = differenceTo(declarationOf(beside), schema, dialect);
    QSet<QualifiedName> touched;
    for (const Change &c : away ? away->changes : QList<Change>())
        touched.insert(folded(tableOf(c)));
    QStringList kept; // as SnapshotExtras names things
    const auto take = [&](auto &own, const auto *other) {
        if (!other || !away || touched.contains(folded(own.name)))
            return;
        own = *other;
        kept.append(kitTextKey("", own.name).trimmed());
        for (const Index &index : own.indexes)
            kept.append(kitTextKey("", {own.name.schema, index.name}).trimmed());
    };
    for (Table &table : schema.tables)
        take(table, beside.schema.table(table.name));
    for (View &view : schema.views)
        take(view, beside.schema.view(view.name));
    const auto isGone = [&kept](const QString &key) {
        const QString name = key.section(u' ', 1);
        return std::none_of(kept.cbegin(), kept.cend(),
                            [&](const QString &k) { return name == k || name.startsWith(k + u'.'); });
    };
    about.extras.texts.removeIf([&](std::pair<const QString &, QJsonValue &> text) { return isGone(text.first); });
    about.extras.viewColumns.removeIf(
        [&](std::pair<const QString &, QJsonArray &> columns) { return isGone(columns.first); });
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
                                   int migration, const Dialect &dialect, const std::optional<ConnectionSpec> &server)
{
    const QList<MigrationFile> &files = folder.migrations;
    const MigrationFile &file = files.at(migration);
    if (snapshotWithTag(snapshots, file.tag))
        return Error::invalid(u"%1 has a snapshot."_s.arg(file.tag));
    auto schema = replayed(files.mid(0, migration + 1), dialect, server);
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
    const bool isFolders = folder.layout == MigrationsFolder::Layout::Folders;
    const SnapshotForm *form = snapshotForm(dialect.name());
    SnapshotAbout about;
    about.dialect = !folder.dialect.isEmpty() ? folder.dialect : form && !isFolders ? form->dialect : dialect.name();
    about.id = idBefore(isLastMissing ? next : nullptr, snapshots);
    if (before)
        about.previousIds = {before->id};
    const MigrationSnapshot *beside = before && before->snapshot ? before : next;
    if (beside && beside->snapshot)
        sayAsBeside(*beside->snapshot, dialect, *schema, about);
    const QByteArray text = snapshotText(*schema, about, folder.layout);
    const QDir dir(folder.path);
    return isFolders ? FileChange{dir.filePath(file.tag + u"/snapshot.json"_s), text}
                     : FileChange{dir.filePath(u"meta/%1_snapshot.json"_s.arg(file.tag.section(u'_', 0, 0))), text};
}

Result<QList<FileChange>> rebuiltSnapshots(const MigrationsFolder &folder, QList<MigrationSnapshot> snapshots,
                                           const Dialect &dialect, const std::optional<ConnectionSpec> &server)
{
    QList<FileChange> made;
    for (int i = 0; i < folder.migrations.size(); ++i) {
        const QString &tag = folder.migrations.at(i).tag;
        const bool comesFirst =
            std::any_of(folder.migrations.cbegin() + i, folder.migrations.cend(),
                        [&](const MigrationFile &f) { return isFirst(snapshotWithTag(snapshots, f.tag)); });
        if (snapshotWithTag(snapshots, tag) || comesFirst)
            continue;
        const auto file = rebuiltSnapshot(folder, snapshots, i, dialect, server);
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
