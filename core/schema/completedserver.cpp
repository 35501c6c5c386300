// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/schema/completedserver.h"

#include "core/schema/sortbyname.h"

#include <algorithm>

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

/// What a server knows of constraints that the target's source cannot say.
void carryServerConstraints(const Table &from, Table &to, const Facets &facets)
{
    for (CheckConstraint &c : to.checks) {
        const CheckConstraint *b = facets.notValid ? nullptr : partBefore(from.checks, c);
        if (b) {
            c.notValid = b->notValid;
            c.noInherit = b->noInherit;
        }
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
        if (b)
            i.include = b->include;
    }
    if (from.primaryKey && to.primaryKey) {
        if (!facets.keyDeferral)
            to.primaryKey->deferral = from.primaryKey->deferral;
        if (!facets.includes)
            to.primaryKey->include = from.primaryKey->include;
    }
}

} // namespace

void carryServerFacts(const Table &from, Table &to, const Facets &facets)
{
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

/// Those of the target, and what its source cannot say or nobody may touch.
template <typename T> QList<T> completedList(const QList<T> &from, const QList<T> &to, bool known)
{
    QList<T> out;
    for (const T &o : from) {
        bool system = false;
        if constexpr (requires { o.internal; })
            system = o.internal;
        if (!known || system)
            out.append(o);
    }
    for (const T &o : to) {
        bool system = false;
        if constexpr (requires { o.internal; })
            system = o.internal;
        if (known && !system && !partBefore(out, o))
            out.append(o);
    }
    sortByName(out);
    return out;
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

void completeObjects(const Schema &from, const Schema &to, const Facets &facets, const SchemaRules &rules, Schema &out)
{
    out.schemas = completedList(from.schemas, to.schemas, true);
    out.extensions = completedList(from.extensions, to.extensions, facets.extensions);
    out.enums = completedList(from.enums, to.enums, true);
    out.domains = completedList(from.domains, to.domains, facets.domains);
    out.types = completedList(from.types, to.types, facets.domains);
    out.functions = facets.functions ? to.functions : from.functions;
    out.sequences = completedList(from.sequences, to.sequences, true);
    if (!facets.ownedSequences)
        carryOwnedSequences(from, rules, out);
    // The one that is always there, and one that holds what stays, are not said to go.
    for (const NamedSchema &s : from.schemas) {
        const bool needed = s.name == QLatin1String("public")
            || std::any_of(out.tables.cbegin(), out.tables.cend(),
                           [&](const Table &t) { return t.name.schema == s.name; });
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
