// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/keptcolumns.h"

#include "core/migrate/statementkind.h"
#include "core/migrate/tablekeys.h"
#include "core/schema/namecase.h"
#include "core/sql/namesinsql.h"

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
        && !std::holds_alternative<change::DropTrigger>(change) && !std::holds_alternative<change::ChangeObject>(change)
        && !std::holds_alternative<change::ChangeComment>(change)
        && !std::holds_alternative<change::RenameObject>(change);
}

QSet<QString> touchedTables(const SchemaMigration &migration)
{
    QSet<QString> touched;
    for (const Change &change : migration.diff.changes) {
        if (touchesRows(change))
            touched.insert(tableKey(tableOf(change), nameCaseOf(migration.diff.target)));
    }
    for (const QString &name : migration.plan.rebuilt)
        touched.insert(foldedName(name, nameCaseOf(migration.diff.target)));
    return touched;
}

/// "table column", folded, of all columns whose values the migration makes others.
QSet<QString> intendedChanges(const SchemaMigration &migration)
{
    const auto key = [&migration](const QualifiedName &table, const QString &column) {
        return QString(tableKey(table, nameCaseOf(migration.diff.target)) + u' '
                       + foldedName(column, nameCaseOf(migration.diff.target)));
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
        return !alias.isEmpty()
            && foldedName(renames.columnAfter(kept.before->name, c.name), nameCaseOf(*kept.after))
            == foldedName(alias, nameCaseOf(*kept.after));
    });
}

/// Filled or cast: not only stored under another type.
bool isRewritten(const SchemaMigration &migration, const Table &after, const QString &column)
{
    const auto isIt = [&](const QualifiedName &table, const QString &name) {
        return folded(table, nameCaseOf(migration.diff.target)) == folded(after.name, nameCaseOf(migration.diff.target))
            && foldedName(name, nameCaseOf(migration.diff.target))
            == foldedName(column, nameCaseOf(migration.diff.target));
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
        if (!dialect.planner()->keepsRowNumbers() || !keepsRowNumbers(kept, migration.diff.renames)
            || (hidden && alias.isEmpty()))
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
        if (folded(rename.to, nameCaseOf(migration.diff.target)) == folded(after, nameCaseOf(migration.diff.target)))
            return migration.diff.before.table(rename.from);
    }
    for (const TableRename &rename : migration.diff.renames.tables) {
        if (folded(rename.from, nameCaseOf(migration.diff.target)) == folded(after, nameCaseOf(migration.diff.target)))
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
        if (!before || !touched.contains(tableKey(after.name, nameCaseOf(migration.diff.target)))
            || after.kind != Table::Kind::Ordinary || before->kind != Table::Kind::Ordinary || after.internal
            || after.shadow)
            continue;
        KeptTable kept;
        kept.before = before;
        kept.after = &after;
        for (const Column &column : before->columns) {
            const Column *to = after.column(migration.diff.renames.columnAfter(before->name, column.name));
            if (!to || column.isGenerated() || to->isGenerated())
                continue;
            kept.columns.append({column.name, to->name,
                                 intended.contains(tableKey(after.name, nameCaseOf(migration.diff.target)) + u' '
                                                   + foldedName(to->name, nameCaseOf(migration.diff.target)))});
        }
        findKey(kept, migration, dialect);
        out.append(kept);
    }
    return out;
}

ProbeSql::OldRows oldRows(const SchemaMigration &migration, const Table &before, const Table &after,
                          const Dialect &dialect)
{
    ProbeSql::OldRows rows{&before, after.name, {}, {}};
    const RowIdentity identity = dialect.identityOf(before);
    if (identity.kind == RowIdentity::Kind::RowId)
        rows.rowNumber = identity.columns.first();
    for (const Column &column : before.columns) {
        if (!column.hidden)
            rows.columns.append({column.name, migration.diff.renames.columnAfter(before.name, column.name)});
    }
    return rows;
}

Result<QMap<QString, qint64>> rowsOf(Database &database, const QList<KeptTable> &tables, bool after,
                                     const Dialect &dialect)
{
    QMap<QString, qint64> rows;
    for (const KeptTable &table : tables) {
        const QualifiedName &name = (after ? table.after : table.before)->name;
        const auto count = database.queryValue(dialect.probeSql()->rowCount(name));
        RC_TRY(count);
        rows.insert(tableKey(table.before->name, nameCaseOf(dialect.lexRules())), count->toInteger());
    }
    return rows;
}

QSet<QString> repairedTables(const SchemaMigration &migration, const Dialect &dialect)
{
    QSet<QString> names;
    const WrittenNames written(migration.diff.before, dialect);
    for (const Statement &repair : migration.planOptions.repairs + migration.planOptions.restores)
        names.insert(tableKey(written.meant(statementKind(repair.sql, dialect.lexRules()).written()),
                              nameCaseOf(dialect.lexRules())));
    return names;
}

Result<QList<quint64>> columnSums(Database &database, const Table &table, const QStringList &key,
                                  const QStringList &columns, const Dialect &dialect)
{
    QList<quint64> sums(columns.size(), 0);
    if (columns.isEmpty())
        return sums;
    auto prepared = database.prepare(dialect.probeSql()->cells(table, key + columns));
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

namespace {

/// A key that is stored otherwise cannot tell that the rest is the same.
QStringList comparedKey(const KeptTable &table, bool after)
{
    return table.keyConverted ? QStringList() : after ? table.keyAfter : table.keyBefore;
}

QStringList comparedColumns(const KeptTable &table, bool after)
{
    QStringList names;
    for (const KeptTable::KeptColumn &column : table.columns) {
        if (!column.intended)
            names.append(after ? column.after : column.before);
    }
    return names;
}

} // namespace

KeptColumns::KeptColumns(const SchemaMigration &migration, const Dialect &dialect)
    : m_migration(migration)
    , m_dialect(dialect)
    , m_tables(keptTables(migration, dialect))
{
}

qint64 KeptColumns::cells(const QMap<QString, qint64> &rows) const
{
    qint64 cells = 0;
    for (const KeptTable &table : m_tables)
        cells +=
            rows.value(tableKey(table.before->name, nameCaseOf(*table.after))) * comparedColumns(table, false).size();
    return cells;
}

Result<Done> KeptColumns::readBefore(Database &database, JobContext &context)
{
    m_sums.clear();
    for (qsizetype i = 0; i < m_tables.size(); ++i) {
        const KeptTable &table = m_tables.at(i);
        context.report(static_cast<int>(i) + 1, static_cast<int>(m_tables.size()),
                       u"Read the columns of %1"_s.arg(table.before->name.display()));
        const auto sums =
            columnSums(database, *table.before, comparedKey(table, false), comparedColumns(table, false), m_dialect);
        RC_TRY(sums);
        m_sums.append(*sums);
    }
    return Done{};
}

Result<QList<ColumnCheck>> KeptColumns::compare(Database &database, JobContext &context,
                                                const QSet<QString> &changed) const
{
    Q_ASSERT(m_sums.size() == m_tables.size());
    const QSet<QString> repaired = repairedTables(m_migration, m_dialect) + changed;
    QList<ColumnCheck> checks;
    for (qsizetype i = 0; i < m_tables.size(); ++i) {
        const KeptTable &table = m_tables.at(i);
        context.report(static_cast<int>(i) + 1, static_cast<int>(m_tables.size()),
                       u"Compare the columns of %1"_s.arg(table.after->name.display()));
        const auto after =
            columnSums(database, *table.after, comparedKey(table, true), comparedColumns(table, true), m_dialect);
        RC_TRY(after);
        const bool rowsMayGo = repaired.contains(tableKey(table.before->name, nameCaseOf(*table.after)));
        qsizetype compared = 0;
        for (const KeptTable::KeptColumn &column : table.columns) {
            ColumnCheck check{table.after->name.display(), column.after, ColumnCheck::Outcome::Intended};
            if (!column.intended) {
                const bool same = m_sums.at(i).at(compared) == after->at(compared);
                ++compared;
                if (same || !rowsMayGo)
                    check.outcome = same ? ColumnCheck::Outcome::Same : ColumnCheck::Outcome::Differs;
            }
            checks.append(check);
        }
    }
    return checks;
}

QStringList wordsOfDiffering(const QList<ColumnCheck> &checks)
{
    QStringList tables;
    QHash<QString, QStringList> columns;
    for (const ColumnCheck &check : checks) {
        if (check.outcome != ColumnCheck::Outcome::Differs)
            continue;
        if (!columns.contains(check.table))
            tables.append(check.table);
        columns[check.table].append(check.column);
    }
    QStringList words;
    for (const QString &table : std::as_const(tables))
        words.append(u"In %1, columns that stay do not hold the same values any more: %2."_s.arg(
            table, columns.value(table).join(u", "_s)));
    return words;
}

} // namespace core
