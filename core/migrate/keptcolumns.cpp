// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/keptcolumns.h"

#include "core/dialect/dialect.h"

#include <QSet>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Changes of what stands beside the rows leave them alone.
bool touchesRows(const Change &change)
{
    return !std::holds_alternative<change::AddIndex>(change) && !std::holds_alternative<change::DropIndex>(change)
        && !std::holds_alternative<change::CreateView>(change) && !std::holds_alternative<change::DropView>(change)
        && !std::holds_alternative<change::CreateTrigger>(change)
        && !std::holds_alternative<change::DropTrigger>(change);
}

QSet<QString> touchedTables(const SchemaMigration &migration)
{
    QSet<QString> touched;
    for (const Change &change : migration.diff.changes) {
        if (touchesRows(change))
            touched.insert(foldedName(tableOf(change).name));
    }
    for (const QString &name : migration.plan.rebuilt)
        touched.insert(foldedName(name));
    return touched;
}

/// "table column", folded, of all columns whose values the migration makes others.
QSet<QString> intendedChanges(const SchemaMigration &migration)
{
    const auto key = [](const QualifiedName &table, const QString &column) {
        return QString(foldedName(table.name) + u' ' + foldedName(column));
    };
    QSet<QString> out;
    for (const Change &change : migration.diff.changes) {
        const auto *alter = std::get_if<change::AlterColumn>(&change);
        if (alter && (alter->changed & (ColumnFacet::Type | ColumnFacet::Generated)))
            out.insert(key(alter->table, alter->to.name));
    }
    for (const Fill &fill : migration.planOptions.fills)
        out.insert(key(fill.table, fill.column));
    for (const auto &[table, column] : migration.planOptions.casts)
        out.insert(key(table, column));
    return out;
}

/// Whether SQLite's own numbers of the rows are the same afterwards: rebuilding copies them, unless a column of the new
/// table is the number and has values of its own.
bool keepsRowNumbers(const KeptTable &kept, const Renames &renames)
{
    if (kept.before->withoutRowId || kept.after->withoutRowId || !kept.before->rowIdAlias().isEmpty())
        return false;
    const QString alias = kept.after->rowIdAlias();
    return std::none_of(kept.before->columns.cbegin(), kept.before->columns.cend(), [&](const Column &c) {
        return !alias.isEmpty() && foldedName(renames.columnAfter(kept.before->name, c.name)) == foldedName(alias);
    });
}

/// Filled or cast: not only stored under another type.
bool isRewritten(const SchemaMigration &migration, const Table &after, const QString &column)
{
    const auto isIt = [&](const QualifiedName &table, const QString &name) {
        return folded(table) == folded(after.name) && foldedName(name) == foldedName(column);
    };
    const QList<Fill> &fills = migration.planOptions.fills;
    const auto &casts = migration.planOptions.casts;
    return std::any_of(fills.cbegin(), fills.cend(), [&](const Fill &f) { return isIt(f.table, f.column); })
        || std::any_of(casts.cbegin(), casts.cend(), [&](const auto &cast) { return isIt(cast.first, cast.second); });
}

void findKey(KeptTable &kept, const SchemaMigration &migration, const Dialect &dialect)
{
    const RowIdentity identity = dialect.identityOf(*kept.before);
    if (identity.kind == RowIdentity::Kind::RowId) {
        const RowIdentity after = dialect.identityOf(*kept.after);
        const QString alias = kept.after->rowIdAlias();
        const bool hidden = kept.after->column(identity.columns.first()) != nullptr;
        if (!keepsRowNumbers(kept, migration.diff.renames) || (hidden && alias.isEmpty()))
            return;
        kept.keyBefore = identity.columns;
        kept.keyAfter = alias.isEmpty() ? identity.columns : QStringList{alias};
        kept.byRowNumber = true;
        return;
    }
    for (const QString &column : identity.columns) {
        const auto it = std::find_if(kept.columns.cbegin(), kept.columns.cend(),
                                     [&](const KeptTable::KeptColumn &c) { return c.before == column; });
        if (it == kept.columns.cend() || (it->intended && isRewritten(migration, *kept.after, it->after))) {
            kept.keyBefore.clear();
            kept.keyAfter.clear();
            return;
        }
        kept.keyConverted = kept.keyConverted || it->intended;
        kept.keyBefore.append(it->before);
        kept.keyAfter.append(it->after);
    }
}

} // namespace

const Table *tableBefore(const SchemaMigration &migration, const QualifiedName &after)
{
    for (const TableRename &rename : migration.diff.renames.tables) {
        if (folded(rename.to) == folded(after))
            return migration.diff.before.table(rename.from);
    }
    for (const TableRename &rename : migration.diff.renames.tables) {
        if (folded(rename.from) == folded(after))
            return nullptr; // the name's old bearer is another table now
    }
    return migration.diff.before.table(after);
}

QList<KeptTable> keptTables(const SchemaMigration &migration, const Dialect &dialect)
{
    const QSet<QString> touched = touchedTables(migration);
    const QSet<QString> intended = intendedChanges(migration);
    QList<KeptTable> out;
    for (const Table &after : migration.diff.target.tables) {
        const Table *before = tableBefore(migration, after.name);
        if (!before || !touched.contains(foldedName(after.name.name)) || after.kind != Table::Kind::Ordinary
            || before->kind != Table::Kind::Ordinary || after.internal || after.shadow)
            continue;
        KeptTable kept;
        kept.before = before;
        kept.after = &after;
        for (const Column &column : before->columns) {
            const Column *to = after.column(migration.diff.renames.columnAfter(before->name, column.name));
            if (!to || column.isGenerated() || to->isGenerated())
                continue;
            kept.columns.append(
                {column.name, to->name, intended.contains(foldedName(after.name.name) + u' ' + foldedName(to->name))});
        }
        findKey(kept, migration, dialect);
        out.append(kept);
    }
    return out;
}

QString rowsUnderNewNames(const SchemaMigration &migration, const Table &before, const Table &after,
                          const Dialect &dialect)
{
    QStringList columns;
    const RowIdentity identity = dialect.identityOf(before);
    if (identity.kind == RowIdentity::Kind::RowId)
        columns.append(dialect.identifier(identity.columns.first()));
    for (const Column &column : before.columns) {
        if (!column.hidden)
            columns.append(dialect.identifier(column.name) + u" AS "_s
                           + dialect.identifier(migration.diff.renames.columnAfter(before.name, column.name)));
    }
    return u"(SELECT %1 FROM %2) AS %3"_s.arg(columns.join(u", "_s), dialect.qualified(before.name),
                                              dialect.identifier(after.name.name));
}

Result<QList<quint64>> columnSums(Database &database, const Table &table, const QStringList &key,
                                  const QStringList &columns, const Dialect &dialect)
{
    QList<quint64> sums(columns.size(), 0);
    if (columns.isEmpty())
        return sums;
    QStringList names;
    for (const QString &name : key + columns)
        names.append(dialect.identifier(name));
    auto prepared = database.prepare(u"SELECT %1 FROM %2"_s.arg(names.join(u", "_s), dialect.qualified(table.name)));
    RC_TRY(prepared);
    PreparedStatement &statement = **prepared;
    const int keys = static_cast<int>(key.size());
    while (true) {
        const auto more = statement.step();
        RC_TRY(more);
        if (!*more)
            return sums;
        quint64 seed = 0;
        for (int i = 0; i < keys; ++i)
            seed = statement.cellHash(i, seed);
        for (int i = 0; i < columns.size(); ++i)
            sums[i] += statement.cellHash(keys + i, seed);
    }
}

} // namespace core
