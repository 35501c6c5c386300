// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/newmigration.h"

#include "core/drizzle/migrationsfolder.h"
#include "core/drizzle/orderedjson.h"
#include "core/drizzle/snapshot.h"
#include "core/drizzle/snapshotwriter.h"
#include "core/schema/diff.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSaveFile>
#include <QTemporaryFile>
#include <QTimeZone>

#include <algorithm>
#include <cerrno>

#include <fcntl.h>
#include <stdio.h>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// The folder as it is read before it gets one migration more.
struct FolderNow {
    QByteArray journalBytes; ///< none: there is no journal yet
    QJsonObject journal;
    QString lastTag;
    qint64 lastIndex = -1;
    qint64 lastWhen = 0;
    QByteArray snapshot; ///< the last one
    QString snapshotId;
};

Result<QByteArray> readAll(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return Error::io(u"Cannot read %1: %2."_s.arg(path, file.errorString()));
    return file.readAll();
}

/// drizzle-kit takes the last file by name whose name does not start with `_`.
QString lastSnapshot(const QDir &meta)
{
    QStringList files = meta.entryList({u"*_snapshot.json"_s}, QDir::Files);
    files.removeIf([](const QString &name) { return name.startsWith(u'_'); });
    std::sort(files.begin(), files.end());
    return files.isEmpty() ? QString() : meta.filePath(files.last());
}

Result<FolderNow> readFolder(const QString &path)
{
    FolderNow now;
    const QDir dir(path);
    const QString journalPath = dir.filePath(u"meta/_journal.json"_s);
    if (!QFileInfo::exists(journalPath)) {
        if (const auto folder = readMigrationsFolder(path);
            folder && folder->layout == MigrationsFolder::Layout::Folders && !folder->migrations.isEmpty())
            return Error::invalid(
                u"%1 has its migrations in folders of their own (drizzle 1.0), which cannot be written yet."_s.arg(
                    path));
        return now;
    }
    const auto bytes = readAll(journalPath);
    RC_TRY(bytes);
    now.journalBytes = *bytes;
    const QJsonDocument document = QJsonDocument::fromJson(*bytes);
    if (!document.object().value("entries"_L1).isArray())
        return Error::invalid(
            u"Cannot read the migrations journal %1: restore it from version control."_s.arg(journalPath));
    now.journal = document.object();
    for (const QJsonValue &v : now.journal.value("entries"_L1).toArray()) {
        const QJsonObject entry = v.toObject();
        now.lastTag = entry.value("tag"_L1).toString();
        now.lastIndex = entry.value("idx"_L1).toInteger(now.lastIndex + 1);
        now.lastWhen = std::max(now.lastWhen, entry.value("when"_L1).toInteger());
    }
    if (const QString last = lastSnapshot(QDir(dir.filePath(u"meta"_s))); !last.isEmpty()) {
        const auto snapshot = readAll(last);
        RC_TRY(snapshot);
        now.snapshot = *snapshot;
        now.snapshotId = QJsonDocument::fromJson(*snapshot).object().value("id"_L1).toString();
    }
    return now;
}

/// As the folder numbers its migrations: by four digits, or by the time.
QString prefixOf(const FolderNow &now, qint64 when)
{
    static const QRegularExpression byTime(u"^[0-9]{14}_"_s);
    if (byTime.match(now.lastTag).hasMatch())
        return QDateTime::fromMSecsSinceEpoch(when, QTimeZone::utc()).toString(u"yyyyMMddHHmmss"_s);
    return u"%1"_s.arg(now.lastIndex + 1, 4, 10, QLatin1Char('0'));
}

OrderedJson entryJson(const QJsonObject &entry)
{
    OrderedJson json = OrderedJson::object();
    const QStringList usual{u"idx"_s, u"version"_s, u"when"_s, u"tag"_s, u"breakpoints"_s};
    for (const QString &key : usual) {
        if (entry.contains(key))
            json.put(key, entry.value(key));
    }
    for (auto it = entry.begin(); it != entry.end(); ++it) {
        if (!usual.contains(it.key()) && !it.value().isObject() && !it.value().isArray())
            json.put(it.key(), QJsonValue(it.value()));
    }
    return json;
}

QByteArray journalWith(const FolderNow &now, const QString &dialect, const QString &tag, qint64 when)
{
    QList<OrderedJson> entries;
    for (const QJsonValue &v : now.journal.value("entries"_L1).toArray())
        entries.append(entryJson(v.toObject()));
    entries.append(OrderedJson::object({{u"idx"_s, QJsonValue(now.lastIndex + 1)},
                                        {u"version"_s, u"6"_s},
                                        {u"when"_s, QJsonValue(when)},
                                        {u"tag"_s, tag},
                                        {u"breakpoints"_s, QJsonValue(true)}}));
    return OrderedJson::object({{u"version"_s, now.journal.value("version"_L1).toString(u"7"_s)},
                                {u"dialect"_s, dialect},
                                {u"entries"_s, OrderedJson::array(entries)}})
        .text();
}

/// What the project is to know: the tables it knew, as it knew them where the plan leaves them alone (what was renamed
/// under its new name), and those that the plan makes or changes. A table that somebody made by hand stays unknown.
Schema projectSchema(const SchemaDiff &diff, const std::optional<DrizzleSnapshot> &before, const SchemaRules &rules)
{
    if (!before)
        return diff.target;
    const Schema known = withRenames(before->schema, diff.renames, rules);
    QSet<QString> touched;
    for (const Change &c : diff.changes) {
        if (!std::holds_alternative<change::RenameTable>(c) && !std::holds_alternative<change::RenameColumn>(c))
            touched.insert(foldedName(tableOf(c).name));
    }
    const auto pick = [&](const auto &targets, const auto &find) {
        std::remove_cvref_t<decltype(targets)> out;
        for (const auto &item : targets) {
            if (touched.contains(foldedName(item.name.name)))
                out.append(item);
            else if (const auto *old = find(item.name))
                out.append(*old);
        }
        return out;
    };
    Schema out;
    out.tables = pick(diff.target.tables, [&](const QualifiedName &name) { return known.table(name); });
    out.views = pick(diff.target.views, [&](const QualifiedName &name) { return known.view(name); });
    return out;
}

/// Whole or not at all, and never over another file.
Result<Done> writeNew(const QString &path, const QByteArray &bytes)
{
    QTemporaryFile file(path + u".XXXXXX"_s);
    if (!file.open() || file.write(bytes) != bytes.size() || !file.flush())
        return Error::io(u"Cannot write %1: %2."_s.arg(path, file.errorString()));
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther);
    file.close();
    if (::renameat2(AT_FDCWD, QFile::encodeName(file.fileName()).constData(), AT_FDCWD,
                    QFile::encodeName(path).constData(), RENAME_NOREPLACE)
        != 0) {
        return errno == EEXIST ? Error::io(u"%1 is there already; nothing was written."_s.arg(path))
                               : Error::io(u"Cannot write %1: %2."_s.arg(path, qt_error_string(errno)));
    }
    file.setAutoRemove(false);
    return Done{};
}

Result<Done> replaceJournal(const QString &path, const FolderNow &read, const QByteArray &bytes)
{
    if (read.journalBytes.isEmpty())
        return writeNew(path, bytes);
    const auto still = readAll(path);
    RC_TRY(still);
    if (*still != read.journalBytes)
        return Error::io(u"Another program has changed %1 meanwhile; nothing was written. Try again."_s.arg(path));
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return Error::io(u"Cannot write %1: %2."_s.arg(path, file.errorString()));
    return Done{};
}

} // namespace

QString migrationFileName(const QString &name)
{
    QString out;
    for (const QChar c : name.toLower()) {
        const bool plain = (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9');
        if (plain)
            out += c;
        else if (!out.isEmpty() && !out.endsWith(u'_'))
            out += u'_';
    }
    while (out.endsWith(u'_'))
        out.chop(1);
    return out.left(80);
}

QString migrationFileText(const Script &script, const Dialect &dialect)
{
    // What is switched for the script is switched back after it; where nothing is, nothing was needed.
    const bool switches = std::any_of(script.statements.cbegin(), script.statements.cend(),
                                      [](const Statement &s) { return s.role == Statement::Role::Cleanup; });
    QStringList statements;
    for (const Statement &s : script.statements) {
        const bool asks = !std::holds_alternative<std::monostate>(s.expect);
        const bool around = switches && (s.role == Statement::Role::Setup || s.role == Statement::Role::Cleanup);
        if (s.role == Statement::Role::Body || (around && !asks))
            statements.append(rendered(s, dialect) + u';');
    }
    return statements.join(u"--> statement-breakpoint\n"_s);
}

QStringList migrationWarnings(const NewMigration &migration)
{
    QStringList out;
    for (const QString &name : migration.plan.rebuilt) {
        QStringList children;
        for (const Table &t : migration.diff.target.tables) {
            const bool refers = std::any_of(t.foreignKeys.cbegin(), t.foreignKeys.cend(), [&](const ForeignKey &k) {
                return foldedName(k.target.name) == foldedName(name);
            });
            if (refers)
                children.append(t.name.name);
        }
        if (!children.isEmpty())
            out.append(
                u"It makes %1 anew, to which %2 refers: apply it with Raincheck. A migrator that keeps foreign "
                "keys on within its transaction, as drizzle-orm's does, would delete or change those rows."_s.arg(
                    name, children.join(u", "_s)));
    }
    return out;
}

Result<SavedMigration> saveMigration(const QString &folder, const NewMigration &migration, const Dialect &dialect)
{
    const QString name = migrationFileName(migration.name);
    if (name.isEmpty())
        return Error::invalid(u"The migration needs a name with letters or digits in it."_s);
    if (migration.plan.script.isEmpty())
        return Error::invalid(u"There is nothing to do, so there is no migration to be written."_s);
    const auto now = readFolder(folder);
    RC_TRY(now);
    std::optional<DrizzleSnapshot> before;
    if (!now->snapshot.isEmpty()) {
        const auto read = readDrizzleSnapshot(now->snapshot);
        RC_TRY(read);
        before = *read;
    }
    const QDir dir(folder);
    if (!QDir().mkpath(dir.filePath(u"meta"_s)))
        return Error::io(u"The folder %1 cannot be made."_s.arg(dir.filePath(u"meta"_s)));

    // drizzle's migrator skips what is dated before what is applied already.
    const qint64 when = std::max(migration.now, now->lastWhen + 1);
    const QString prefix = prefixOf(*now, when);
    SavedMigration saved;
    saved.tag = prefix + u'_' + name;
    saved.path = dir.filePath(saved.tag + u".sql"_s);
    saved.warnings = migrationWarnings(migration);
    SnapshotAbout about;
    about.dialect = now->journal.value("dialect"_L1).toString(dialect.name());
    about.id = migration.id;
    about.previous = now->snapshotId;
    about.renames = migration.diff.renames;
    about.existingViews = before ? before->existingViews : QStringList();
    const QByteArray snapshot = drizzleSnapshot(projectSchema(migration.diff, before, *dialect.schemaRules()), about);
    const QString snapshotPath = dir.filePath(u"meta/%1_snapshot.json"_s.arg(prefix));

    RC_TRY(writeNew(saved.path, migrationFileText(migration.plan.script, dialect).toUtf8()));
    auto rest = writeNew(snapshotPath, snapshot);
    if (rest) {
        rest = replaceJournal(dir.filePath(u"meta/_journal.json"_s), *now,
                              journalWith(*now, about.dialect, saved.tag, when));
        if (!rest)
            QFile::remove(snapshotPath);
    }
    if (!rest) {
        QFile::remove(saved.path);
        return rest.error();
    }
    return saved;
}

} // namespace core
