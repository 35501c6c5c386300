// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/sqlite/types.h"

#include <algorithm>
#include <array>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

RowIdentity none(const QString &because)
{
    RowIdentity identity;
    identity.noneBecause = because;
    return identity;
}

/// The columns by their real names, if every one of them can never be NULL; else nothing.
QStringList requiredColumns(const Table &table, const QList<IndexedColumn> &key)
{
    QStringList names;
    for (const IndexedColumn &k : key) {
        const Column *c = k.isExpression() ? nullptr : table.column(k.column);
        if (!c || !(table.isRequired(*c) || table.rowIdAlias() == c->name))
            return {};
        names.append(c->name);
    }
    return names;
}

RowIdentity byUnique(const Table &table)
{
    for (const UniqueConstraint &u : table.uniques) {
        const QStringList names = requiredColumns(table, u.columns);
        if (!names.isEmpty())
            return {RowIdentity::Kind::Unique, names, {}};
    }
    for (const Index &index : table.indexes) {
        if (!index.unique || !index.where.isEmpty())
            continue;
        const QStringList names = requiredColumns(table, index.columns);
        if (!names.isEmpty())
            return {RowIdentity::Kind::Unique, names, {}};
    }
    return none({});
}

RowIdentity byRowId(const Table &table)
{
    for (const QString &alias : {u"rowid"_s, u"_rowid_"_s, u"oid"_s}) {
        if (!table.column(alias))
            return {RowIdentity::Kind::RowId, {alias}, {}};
    }
    return none(u"The table has no key without NULLs, and columns named rowid, _rowid_ and oid hide SQLite's own row "
                u"number: its rows cannot be told apart for certain. Give it a primary key to edit it."_s);
}

RowIdentity ofVirtual(const Table &table)
{
    // Modules whose rowid is a real key; of any other module nothing is known.
    static constexpr std::array known{"fts3"_L1, "fts4"_L1, "fts5"_L1, "rtree"_L1, "rtree_i32"_L1, "geopoly"_L1};
    const auto isModule = [&](QLatin1String name) { return table.module.compare(name, Qt::CaseInsensitive) == 0; };
    if (std::any_of(known.cbegin(), known.cend(), isModule))
        return byRowId(table);
    return none(u"This is a virtual table of the module %1, which promises no row number that lasts."_s.arg(
        table.module));
}

} // namespace

RowIdentity sqliteIdentityOf(const Table &table)
{
    if (!table.brokenBecause.isEmpty())
        return none(u"The table cannot be read: %1"_s.arg(table.brokenBecause));
    if (table.name.name.startsWith("sqlite_"_L1, Qt::CaseInsensitive))
        return none(u"The table is SQLite's own."_s);
    if (table.kind == Table::Kind::Virtual)
        return ofVirtual(table);
    if (table.primaryKey) {
        const QStringList names = requiredColumns(table, table.primaryKey->columns);
        if (!names.isEmpty())
            return {RowIdentity::Kind::PrimaryKey, names, {}};
    }
    const RowIdentity unique = byUnique(table);
    if (unique.isEditable() || !table.withoutRowId)
        return unique.isEditable() ? unique : byRowId(table);
    return none(u"The table has neither a readable key nor a row number."_s);
}

} // namespace core
