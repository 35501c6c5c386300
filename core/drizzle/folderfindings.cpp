// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/folderfindings.h"

#include "core/schema/diff.h"

#include <QDir>
#include <QFile>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

using StateKind = MigrationState::Kind;

QString snapshotPath(const MigrationsFolder &folder, const MigrationFile &file)
{
    if (folder.layout == MigrationsFolder::Layout::Folders)
        return QDir(folder.path).filePath(file.tag + u"/snapshot.json"_s);
    return QDir(folder.path).filePath(u"meta/%1_snapshot.json"_s.arg(file.tag.section(u'_', 0, 0)));
}

/// Whether the change takes away what only the database has.
bool isOfOthers(const Change &change)
{
    const auto *object = std::get_if<change::ChangeObject>(&change);
    return (object && !object->to) || std::holds_alternative<change::DropTable>(change)
        || std::holds_alternative<change::DropView>(change) || std::holds_alternative<change::DropIndex>(change)
        || std::holds_alternative<change::DropTrigger>(change);
}

/// Foreign keys that do nothing on delete although the snapshot says so: drizzle-kit's ADD COLUMN … REFERENCES leaves
/// that out, so that it is nobody's doing. Takes them out of the changes.
QStringList takeKeysWithoutActions(QList<Change> &changes)
{
    QStringList words;
    const QList<Change> all = changes;
    for (const Change &c : all) {
        const auto *gone = std::get_if<change::DropForeignKey>(&c);
        if (!gone || gone->foreignKey.deleteAction() != ForeignKeyAction::NoAction
            || gone->foreignKey.updateAction() != ForeignKeyAction::NoAction)
            continue;
        const auto comesBack = [gone](const Change &other) {
            const auto *added = std::get_if<change::AddForeignKey>(&other);
            return added && added->table == gone->table && added->foreignKey.columns == gone->foreignKey.columns
                && added->foreignKey.target == gone->foreignKey.target
                && added->foreignKey.targetColumns == gone->foreignKey.targetColumns;
        };
        if (changes.removeIf(comesBack) == 0)
            continue;
        changes.removeAll(c);
        words.append(u"(%1) of %2"_s.arg(gone->foreignKey.columns.join(u", "_s), gone->table.display()));
    }
    return words;
}

/// Keys over the same columns in another order: drizzle-kit 0.2x wrote them in that of their names, so that it is
/// nobody's doing. Takes them out of the changes.
QStringList takeReorderedKeys(QList<Change> &changes)
{
    QStringList words;
    changes.removeIf([&words](const Change &c) {
        const auto *key = std::get_if<change::ChangePrimaryKey>(&c);
        if (!key || !key->from || !key->to)
            return false;
        const QStringList now = key->from->columnNames();
        QStringList said = key->to->columnNames();
        std::sort(said.begin(), said.end());
        if (now.size() < 2 || now != said)
            return false;
        words.append(key->table.display());
        return true;
    });
    return words;
}

/// A key that may not be NULL is none the worse for it: drizzle-kit 1.0 leaves that out of its snapshots, where the
/// migrations of older versions say it.
Schema withStrictKeysOf(const Schema &said, const Schema &live)
{
    Schema out = said;
    for (Table &table : out.tables) {
        const Table *now = live.table(table.name);
        const QStringList key = table.primaryKeyColumns();
        const Column *kept = now && key.size() == 1 ? now->column(key.first()) : nullptr;
        if (!kept || !kept->notNull || now->primaryKeyColumns() != key)
            continue;
        for (Column &c : table.columns)
            c.notNull = c.notNull || c.name == kept->name;
    }
    return out;
}

} // namespace

std::optional<ReachedSnapshot> reachedSnapshot(const MigrationsFolder &folder, const QList<MigrationState> &states)
{
    int newest = -1;
    for (const MigrationState &s : states) {
        if (s.kind == StateKind::Applied || s.kind == StateKind::Edited)
            newest = std::max(newest, s.migration);
    }
    if (newest < 0 || newest >= folder.migrations.size())
        return std::nullopt;
    const MigrationFile &migration = folder.migrations.at(newest);
    QFile file(snapshotPath(folder, migration));
    if (!file.open(QFile::ReadOnly))
        return std::nullopt;
    const auto snapshot = readDrizzleSnapshot(file.readAll());
    return snapshot ? std::optional(ReachedSnapshot{migration.tag, *snapshot}) : std::nullopt;
}

QList<Finding> folderFindings(const MigrationsFolder &folder, const QList<MigrationState> &states, int migration)
{
    QList<Finding> out;
    for (const MigrationState &s : states) {
        if (s.kind == StateKind::Edited)
            out.append(Finding::stop(
                u"H52"_s, u"%1 was edited after it was applied: the database has what it said before."_s.arg(s.tag)));
        else if (s.kind == StateKind::Skipped && s.migration == migration)
            out.append(Finding::stop(
                u"H52"_s,
                u"%1 was put before migrations that are applied already: they were made without it."_s.arg(s.tag)));
        else if (s.kind == StateKind::Skipped && s.migration >= 0 && s.migration < migration
                 && migration < folder.migrations.size())
            out.append(
                Finding::stop(u"H52"_s,
                              u"%1 comes before %2, but was not applied, and drizzle's migrator never will."_s.arg(
                                  s.tag, folder.migrations.at(migration).tag)));
    }
    return out;
}

QList<Finding> driftFindings(const ReachedSnapshot &reached, const Schema &live, const Dialect &dialect)
{
    if (!dialect.schemaRules())
        return {};
    DiffOptions options;
    options.facets = reached.snapshot.facets;
    options.scope = reached.snapshot.within({});
    const auto away = diff(live, withStrictKeysOf(reached.snapshot.schema, live), options, *dialect.schemaRules());
    QStringList words;
    QList<Change> changes = away ? away->changes : QList<Change>();
    QList<Finding> out;
    if (const QStringList keys = takeKeysWithoutActions(changes); !keys.isEmpty())
        out.append(
            {Finding::Severity::Warn, u"H51"_s,
             u"What the snapshot of %1 says of ON DELETE or ON UPDATE is not in the database: the foreign key %2. "
             "drizzle-kit leaves that out where it adds a column."_s.arg(reached.tag, keys.join(u", "_s))});
    if (const QStringList tables = takeReorderedKeys(changes); !tables.isEmpty())
        out.append(
            {Finding::Severity::Warn, u"H51"_s,
             u"The primary key of %1 has its columns in the order of their names, the snapshot of %2 in another. "
             "drizzle-kit once wrote them so."_s.arg(tables.join(u", "_s), reached.tag)});
    for (const Change &c : std::as_const(changes)) {
        if (!isOfOthers(c))
            words.append(wordsOf(c));
    }
    if (words.isEmpty())
        return out;
    constexpr qsizetype shown = 3;
    QString differences = words.first(std::min(words.size(), shown)).join(u"; "_s);
    if (words.size() > shown)
        differences += u"; and %1 more"_s.arg(words.size() - shown);
    out.append(
        Finding::stop(u"H51"_s,
                      u"The database is not as %1 left it, so that what comes next was made for another one. To be so "
                      "again: %2."_s.arg(reached.tag, differences)));
    return out;
}

} // namespace core
