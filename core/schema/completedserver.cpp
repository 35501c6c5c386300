// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/completedserver.h"

#include "core/schema/sortbyname.h"

#include <algorithm>
#include <iterator>
#include <type_traits>

namespace core {

namespace {

/// The part of that name before, where there was one.
template <typename T> const T *partBefore(const QList<T> &before, const T &part)
{
    const auto at = std::find_if(before.cbegin(), before.cend(), [&](const T &b) { return b.name == part.name; });
    return at == before.cend() ? nullptr : &*at;
}

void carryComments(const Table &from, Table &to)
{
    to.facts.comment = from.facts.comment;
    for (Column &c : to.columns) {
        const Column *before = from.column(c.name);
        c.comment = before ? before->comment : QString();
    }
    const auto carryAll = [](const auto &before, auto &parts) {
        for (auto &part : parts) {
            if (const auto *b = partBefore(before, part))
                part.comment = b->comment;
        }
    };
    carryAll(from.uniques, to.uniques);
    carryAll(from.checks, to.checks);
    carryAll(from.foreignKeys, to.foreignKeys);
    carryAll(from.indexes, to.indexes);
    carryAll(from.policies, to.policies);
    if (from.primaryKey && to.primaryKey)
        to.primaryKey->comment = from.primaryKey->comment;
}

/// Where the database has what is left of a name that was too long for it, that is the name.
void useKeptNames(const Table &from, Table &to, const SchemaRules &rules)
{
    const auto use = [&](const auto &before, auto &parts) {
        for (auto &part : parts) {
            auto kept = part;
            kept.name = rules.keptName(part.name);
            if (kept.name != part.name && !partBefore(before, part) && partBefore(before, kept))
                part.name = kept.name;
        }
    };
    use(from.uniques, to.uniques);
    for (UniqueConstraint &u : to.uniques) {
        // Where the server had to make up a name itself, it is by neither.
        const auto same = [&](const UniqueConstraint &b) {
            return b.columnNames() == u.columnNames() && !partBefore(to.uniques, b);
        };
        const auto at = std::find_if(from.uniques.cbegin(), from.uniques.cend(), same);
        if (rules.keptName(u.name) != u.name && !partBefore(from.uniques, u) && at != from.uniques.cend())
            u.name = at->name;
    }
    use(from.checks, to.checks);
    use(from.foreignKeys, to.foreignKeys);
    use(from.indexes, to.indexes);
    use(from.policies, to.policies);
    if (from.primaryKey && to.primaryKey && from.primaryKey->name == rules.keptName(to.primaryKey->name))
        to.primaryKey->name = from.primaryKey->name;
}

/// What a server knows of constraints that the target's source cannot say.
void carryServerConstraints(const Table &from, Table &to, const Facets &facets)
{
    for (CheckConstraint &c : to.checks) {
        const CheckConstraint *b = partBefore(from.checks, c);
        if (b && !facets.notValid) {
            c.notValid = b->notValid;
            c.noInherit = b->noInherit;
        }
        if (b && !facets.serverTables)
            c.inherited = b->inherited;
    }
    for (ForeignKey &k : to.foreignKeys) {
        const ForeignKey *b = partBefore(from.foreignKeys, k);
        if (b && !facets.notValid) {
            k.notValid = b->notValid;
            k.match = b->match;
            k.setColumns = k.deleteAction() == b->deleteAction() ? b->setColumns : QStringList();
        }
    }
    for (UniqueConstraint &u : to.uniques) {
        const UniqueConstraint *b = partBefore(from.uniques, u);
        if (b && !facets.keyDeferral)
            u.deferral = b->deferral;
        if (b && !facets.includes)
            u.include = b->include;
    }
    for (Index &i : to.indexes) {
        const Index *b = facets.includes ? nullptr : partBefore(from.indexes, i);
        if (b) {
            i.include = b->include;
            i.nullsNotDistinct = b->nullsNotDistinct;
        }
    }
    for (Index &i : to.indexes) {
        const Index *b = facets.serverTables ? nullptr : partBefore(from.indexes, i);
        if (b)
            i.inherited = b->inherited;
    }
    if (from.primaryKey && to.primaryKey) {
        if (!facets.keyDeferral)
            to.primaryKey->deferral = from.primaryKey->deferral;
        if (!facets.includes)
            to.primaryKey->include = from.primaryKey->include;
    }
}

/// PostgreSQL makes one of a key and a UNIQUE over its columns that stand in one CREATE TABLE: the key, under the
/// other's name where that was written. So a target that says both has them in it.
void takeKeyForItsTwin(const Table &from, Table &to)
{
    if (!from.primaryKey || !to.primaryKey || from.primaryKey->name.isEmpty()
        || from.primaryKeyColumns() != to.primaryKeyColumns())
        return;
    const QStringList key = to.primaryKeyColumns();
    const QString unwritten =
        to.name.name + QStringLiteral("_") + key.join(QStringLiteral("_")) + QStringLiteral("_key");
    const auto isTwin = [&](const UniqueConstraint &u) {
        const bool mayBeIt = u.name == from.primaryKey->name || u.name == unwritten;
        return mayBeIt && u.columnNames() == key && !partBefore(from.uniques, u);
    };
    const auto twin = std::find_if(to.uniques.cbegin(), to.uniques.cend(), isTwin);
    if (twin == to.uniques.cend())
        return;
    to.primaryKey->name = from.primaryKey->name;
    to.uniques.erase(twin);
}

} // namespace

void carryServerFacts(const Table &from, Table &to, const Facets &facets, const SchemaRules &rules)
{
    useKeptNames(from, to, rules);
    takeKeyForItsTwin(from, to);
    to.plainKeys = from.plainKeys;
    if (!facets.serverTables) {
        const TableFacts said = to.facts;
        to.facts = from.facts;
        to.facts.rowSecurity = said.rowSecurity;
        to.facts.rowSecurityForced = said.rowSecurityForced || from.facts.rowSecurityForced;
        to.facts.comment = said.comment;
        for (Column &c : to.columns) {
            const Column *before = from.column(c.name);
            c.inherited = before && before->inherited;
        }
    }
    if (!facets.policies) {
        to.policies = from.policies;
        to.facts.rowSecurity = from.facts.rowSecurity;
        to.facts.rowSecurityForced = from.facts.rowSecurityForced;
    }
    if (!facets.exclusions)
        to.exclusions = from.exclusions;
    carryServerConstraints(from, to, facets);
    if (!facets.comments)
        carryComments(from, to);
}

namespace {

/// Whether the diff may touch it: it is not the system's, and its schema is covered.
template <typename T> bool isOurs(const T &o, const Scope &scope)
{
    if constexpr (requires { o.internal; }) {
        if (o.internal)
            return false;
    }
    if constexpr (requires { o.name.schema; })
        return scope.coversSchema(o.name.schema);
    else if constexpr (std::is_same_v<T, NamedSchema>)
        return scope.coversSchema(o.name);
    else
        return true;
}

/// Those of the target, and what its source cannot say or nobody may touch.
template <typename T> QList<T> completedList(const QList<T> &from, const QList<T> &to, bool known, const Scope &scope)
{
    QList<T> out;
    for (const T &o : from) {
        if (!known || !isOurs(o, scope))
            out.append(o);
    }
    for (const T &o : to) {
        if (known && isOurs(o, scope) && !partBefore(out, o))
            out.append(o);
    }
    sortByName(out);
    return out;
}

/// Likewise; several may have one name.
QList<Function> completedFunctions(const QList<Function> &from, const QList<Function> &to, bool known,
                                   const Scope &scope)
{
    QList<Function> out;
    std::copy_if(from.cbegin(), from.cend(), std::back_inserter(out),
                 [&](const Function &f) { return !known || !isOurs(f, scope); });
    std::copy_if(to.cbegin(), to.cend(), std::back_inserter(out),
                 [&](const Function &f) { return known && isOurs(f, scope); });
    std::sort(out.begin(), out.end(), [](const Function &a, const Function &b) {
        return a.name == b.name ? a.arguments < b.arguments : a.name < b.name;
    });
    return out;
}

template <typename T> bool holdsAny(const QList<T> &objects, const NamedSchema &schema)
{
    return std::any_of(objects.cbegin(), objects.cend(), [&](const T &o) { return o.name.schema == schema.name; });
}

/// Those by which columns of the target still count, and those that never were more than somebody's.
void carryOwnedSequences(const Schema &from, const SchemaRules &rules, Schema &out)
{
    Schema candidate = out;
    for (const Sequence &s : from.sequences) {
        const Table *owner = s.ownerTable.isEmpty() ? nullptr : out.table(s.ownerTable);
        if (owner && owner->column(s.ownerColumn) && !partBefore(out.sequences, s))
            candidate.sequences.append(s);
    }
    const SchemaIndex before(from);
    const SchemaIndex after(candidate);
    for (qsizetype i = out.sequences.size(); i < candidate.sequences.size(); ++i) {
        const Sequence &s = candidate.sequences[i];
        if (rules.isPartOfColumn(s, after) || !rules.isPartOfColumn(s, before))
            out.sequences.append(s);
    }
    sortByName(out.sequences);
}

} // namespace

void completeObjects(const Schema &from, const Schema &to, const DiffOptions &options, const SchemaRules &rules,
                     Schema &out)
{
    const Facets &facets = options.facets;
    const Scope &scope = options.scope;
    out.schemas = completedList(from.schemas, to.schemas, true, scope);
    out.extensions = completedList(from.extensions, to.extensions, facets.extensions, scope);
    out.enums = completedList(from.enums, to.enums, true, scope);
    out.domains = completedList(from.domains, to.domains, facets.domains, scope);
    out.types = completedList(from.types, to.types, facets.domains, scope);
    out.functions = completedFunctions(from.functions, to.functions, facets.functions, scope);
    out.sequences = completedList(from.sequences, to.sequences, true, scope);
    if (!facets.ownedSequences)
        carryOwnedSequences(from, rules, out);
    for (Sequence &s : out.sequences) {
        const Sequence *b = facets.sequenceTypes ? nullptr : partBefore(from.sequences, s);
        if (b && s.ownerTable.isEmpty()) {
            s.options.type = b->options.type;
            s.unlogged = b->unlogged;
        }
    }
    // The one that is always there, and one that holds what stays, are not said to go.
    for (const NamedSchema &s : from.schemas) {
        const bool needed = s.name == QLatin1String("public") || holdsAny(out.tables, s) || holdsAny(out.views, s)
            || holdsAny(out.enums, s) || holdsAny(out.domains, s) || holdsAny(out.types, s)
            || holdsAny(out.sequences, s) || holdsAny(out.functions, s);
        if (needed && !partBefore(out.schemas, s))
            out.schemas.append(s);
    }
    sortByName(out.schemas);
    if (facets.comments)
        return;
    const auto carryAll = [](const auto &before, auto &parts) {
        for (auto &part : parts) {
            if (const auto *b = partBefore(before, part))
                part.comment = b->comment;
        }
    };
    carryAll(from.schemas, out.schemas);
    carryAll(from.enums, out.enums);
    carryAll(from.sequences, out.sequences);
    carryAll(from.views, out.views);
}

} // namespace core
