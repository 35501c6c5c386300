// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgres/postgresrows.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

[[nodiscard]] RowIdentity pgNoIdentity(const QString &because)
{
    RowIdentity identity;
    identity.noneBecause = because;
    return identity;
}

/// The columns by their real names, if every one of them can never be NULL; else nothing.
[[nodiscard]] QStringList pgRequiredColumns(const Table &table, const QList<IndexedColumn> &key)
{
    QStringList names;
    for (const IndexedColumn &k : key) {
        const Column *c = k.isExpression() ? nullptr : table.column(k.column);
        // What is unique by another collation than the column's may be the same by this one.
        const bool usual = c && (k.collation.isEmpty() || k.collation == c->collation);
        if (!usual || !table.isRequired(*c))
            return {};
        names.append(c->name);
    }
    return names;
}

[[nodiscard]] QStringList pgUniqueColumns(const Table &table)
{
    for (const UniqueConstraint &u : table.uniques) {
        if (const QStringList names = pgRequiredColumns(table, u.columns); !names.isEmpty())
            return names;
    }
    for (const Index &index : table.indexes) {
        if (!index.unique || index.invalid || !index.where.isEmpty())
            continue;
        if (const QStringList names = pgRequiredColumns(table, index.columns); !names.isEmpty())
            return names;
    }
    return {};
}

} // namespace

RowIdentity postgresIdentityOf(const Table &table)
{
    if (!table.brokenBecause.isEmpty())
        return pgNoIdentity(u"The table cannot be read: %1"_s.arg(table.brokenBecause));
    if (table.kind == Table::Kind::Foreign)
        return pgNoIdentity(u"This is a foreign table: the server it stands on promises no key for its rows."_s);
    // Heirs keep their rows to themselves, and no key reaches over all of them.
    if (table.facts.hasHeirs.value)
        return {RowIdentity::Kind::RowId, {u"ctid"_s, u"tableoid"_s}, {}, true};
    if (table.primaryKey) {
        if (const QStringList names = table.primaryKeyColumns(); !names.isEmpty())
            return {RowIdentity::Kind::PrimaryKey, names, {}};
    }
    if (const QStringList names = pgUniqueColumns(table); !names.isEmpty())
        return {RowIdentity::Kind::Unique, names, {}};
    if (table.facts.isPartitioned())
        return pgNoIdentity(
            u"The table has no key, and the places of its rows are those within its partitions: edit the "
            "partition that has the row, or give the table a primary key."_s);
    return {RowIdentity::Kind::RowId, {u"ctid"_s}, {}, true};
}

} // namespace core
