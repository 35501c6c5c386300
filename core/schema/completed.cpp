// SPDX-License-Identifier: GPL-3.0-or-later
// completed(): what a target's source cannot express is taken over from where it starts.
#include "core/schema/completedserver.h"
#include "core/schema/diff.h"
#include "core/schema/namecase.h"
#include "core/schema/sortbyname.h"

#include <algorithm>

namespace core {

namespace {

QStringList foldedNames(QStringList names, NameCase nameCase)
{
    for (QString &n : names)
        n = foldedName(n, nameCase);
    return names;
}

void carryKeyParts(const QList<IndexedColumn> &from, QList<IndexedColumn> &to, const Facets &facets, NameCase nameCase)
{
    for (qsizetype i = 0; i < std::min(from.size(), to.size()); ++i) {
        if (foldedName(from[i].column, nameCase) != foldedName(to[i].column, nameCase))
            return;
    }
    for (qsizetype i = 0; i < std::min(from.size(), to.size()); ++i) {
        if (!facets.collations && to[i].collation.isEmpty())
            to[i].collation = from[i].collation;
        if (!facets.keyOrder && to[i].order == SortOrder::Unspecified)
            to[i].order = from[i].order;
    }
}

void carryColumns(const Table &from, Table &to, const Facets &facets)
{
    for (Column &c : to.columns) {
        const Column *before = from.column(c.name);
        if (!before)
            continue;
        if (!facets.collations && c.collation.isEmpty())
            c.collation = before->collation;
        if (!facets.conflictClauses && c.notNull && before->notNull)
            c.notNullConflict = before->notNullConflict;
    }
}

void carryPrimaryKey(const Table &from, Table &to, const Facets &facets)
{
    if (!from.primaryKey || !to.primaryKey)
        return;
    PrimaryKey &key = *to.primaryKey;
    if (foldedNames(from.primaryKey->columnNames(), nameCaseOf(to)) != foldedNames(key.columnNames(), nameCaseOf(to)))
        return;
    if (!facets.conflictClauses)
        key.conflict = from.primaryKey->conflict;
    // "INTEGER PRIMARY KEY DESC" is no row number; carried over only with the place that makes it so.
    const bool special = !facets.keyOrder && !from.primaryKey->column.isEmpty()
        && from.primaryKey->columns.first().order == SortOrder::Descending;
    if (special)
        key.column = from.primaryKey->column;
    carryKeyParts(from.primaryKey->columns, key.columns, facets, nameCaseOf(to));
}

/// A source that knows uniqueness only as an index means the constraint that is there by the index over its columns.
void carryUniques(const Table &from, Table &to)
{
    for (const UniqueConstraint &u : from.uniques) {
        const QStringList columns = foldedNames(u.columnNames(), nameCaseOf(to));
        const auto there = [&](const QString &c) { return !c.isEmpty() && to.column(c); };
        if (!std::all_of(columns.cbegin(), columns.cend(), there))
            continue;
        const auto means = [&](const Index &i) {
            return i.unique && i.where.isEmpty() && foldedNames(i.columnNames(), nameCaseOf(to)) == columns
                && std::none_of(from.indexes.cbegin(), from.indexes.cend(), [&](const Index &b) {
                       return foldedName(b.name, nameCaseOf(to)) == foldedName(i.name, nameCaseOf(to));
                   });
        };
        const bool said = std::any_of(to.uniques.cbegin(), to.uniques.cend(), [&](const UniqueConstraint &t) {
            return foldedNames(t.columnNames(), nameCaseOf(to)) == columns;
        });
        to.indexes.removeIf(means);
        if (!said)
            to.uniques.append(u);
    }
}

void carryForeignKeys(const Table &from, Table &to)
{
    for (ForeignKey &k : to.foreignKeys) {
        const auto same = [&](const ForeignKey &b) {
            return foldedNames(b.columns, nameCaseOf(to)) == foldedNames(k.columns, nameCaseOf(to))
                && folded(b.target, nameCaseOf(to)) == folded(k.target, nameCaseOf(to));
        };
        const auto before = std::find_if(from.foreignKeys.cbegin(), from.foreignKeys.cend(), same);
        if (before == from.foreignKeys.cend())
            continue;
        k.deferral = before->deferral;
        k.initially = before->initially;
    }
}

void carryIndexes(const Table &from, Table &to, const Facets &facets)
{
    for (Index &i : to.indexes) {
        const auto same = [&](const Index &b) {
            return foldedName(b.name, nameCaseOf(to)) == foldedName(i.name, nameCaseOf(to));
        };
        const auto before = std::find_if(from.indexes.cbegin(), from.indexes.cend(), same);
        if (before != from.indexes.cend() && before->columns.size() == i.columns.size())
            carryKeyParts(before->columns, i.columns, facets, nameCaseOf(to));
    }
}

void carry(const Table &from, Table &to, const Facets &facets, const SchemaRules &rules)
{
    if (!facets.strict)
        to.strict = from.strict;
    if (!facets.withoutRowId)
        to.withoutRowId = from.withoutRowId && to.primaryKey && !to.primaryKey->autoIncrement;
    carryColumns(from, to, facets);
    carryPrimaryKey(from, to, facets);
    if (!facets.uniqueConstraints)
        carryUniques(from, to);
    if (!facets.deferredKeys)
        carryForeignKeys(from, to);
    carryIndexes(from, to, facets);
    if (!facets.triggers)
        to.triggers = from.triggers;
    carryServerFacts(from, to, facets, rules);
}

bool isCarriedWhole(const Table &from, const DiffOptions &options)
{
    if (!options.facets.serverTables && (from.facts.isPartition() || from.kind == Table::Kind::Foreign))
        return true;
    return !isManaged(from, options.scope) || (!options.facets.virtualTables && from.kind == Table::Kind::Virtual);
}

} // namespace

bool isManaged(const Table &table, const Scope &scope)
{
    return !table.internal && !table.shadow && scope.covers(table.name);
}

Schema completed(const Schema &from, const Schema &to, const DiffOptions &options, const SchemaRules &rules)
{
    const SchemaIndex before(from);
    Schema out;
    out.dependents = to.dependents;
    const NameCase nameCase = nameCaseOf(from) == NameCase::Exact ? NameCase::Exact : nameCaseOf(to);
    QHash<QualifiedName, bool> kept;
    for (const Table &t : from.tables) {
        if (isCarriedWhole(t, options)) {
            out.tables.append(t);
            kept.insert(folded(t.name, nameCase), true);
        }
    }
    for (const Table &t : to.tables) {
        if (!isManaged(t, options.scope) || kept.contains(folded(t.name, nameCase)))
            continue;
        Table table = t;
        if (const Table *b = before.table(t.name); b && b->kind != Table::Kind::Virtual && t.kind == b->kind)
            carry(*b, table, options.facets, rules);
        out.tables.append(table);
        kept.insert(folded(t.name, nameCase), true);
    }
    const auto viewIsOurs = [&](const View &v) {
        return options.facets.views && !v.internal && options.scope.covers(v.name);
    };
    for (const View &v : from.views) {
        if (!viewIsOurs(v)) {
            out.views.append(v);
            kept.insert(folded(v.name, nameCase), true);
        }
    }
    for (const View &v : to.views) {
        if (viewIsOurs(v) && !kept.contains(folded(v.name, nameCase))) {
            out.views.append(v);
            if (const View *b = options.facets.viewIndexes ? nullptr : before.view(v.name))
                out.views.last().indexes = b->indexes;
            kept.insert(folded(v.name, nameCase), true);
        }
    }
    const auto triggersOf = [&](const Schema &s, bool ours) {
        for (const Trigger &g : s.viewTriggers) {
            const bool isOurs = options.facets.triggers && options.scope.covers(g.table);
            if (isOurs == ours && kept.contains(folded(g.table, nameCase)))
                out.viewTriggers.append(g);
        }
    };
    triggersOf(from, false);
    triggersOf(to, true);
    sortByName(out.tables);
    sortByName(out.views);
    sortByName(out.viewTriggers);
    completeObjects(from, to, options, rules, out);
    return out;
}

} // namespace core
