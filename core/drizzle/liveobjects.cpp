// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/liveobjects.h"

#include "core/migrate/statementwords.h"
#include "core/schema/namecase.h"

#include <algorithm>
#include <tuple>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

template <typename T> bool anyNamed(const QList<T> &list, const QString &name, NameCase nameCase)
{
    return std::any_of(list.cbegin(), list.cend(),
                       [&](const T &o) { return foldedName(o.name, nameCase) == foldedName(name, nameCase); });
}

template <typename T> bool anyCalled(const QList<T> &list, const QualifiedName &name)
{
    return std::any_of(list.cbegin(), list.cend(), [&](const T &o) { return o.name == name; });
}

std::optional<AlterationEffect> ofColumn(StatementWords &words, const Table &table, const QString &called)
{
    (void)words.take("COLUMN"_L1);
    const Column *column = table.column(words.name());
    if (!column)
        return std::nullopt;
    const QString named = called + u'.' + column->name;
    if (words.takeAll({"SET"_L1, "NOT"_L1, "NULL"_L1}))
        return AlterationEffect{u"NOT NULL of %1"_s.arg(named), column->notNull, false};
    if (words.takeAll({"DROP"_L1, "NOT"_L1, "NULL"_L1}))
        return AlterationEffect{u"no NOT NULL of %1"_s.arg(named), !column->notNull, false};
    if (words.takeAll({"DROP"_L1, "DEFAULT"_L1}))
        return AlterationEffect{u"no default of %1"_s.arg(named), !column->defaultExpression, false};
    if (words.takeAll({"SET"_L1, "DEFAULT"_L1}) && !column->defaultExpression) // another one says nothing
        return AlterationEffect{u"default of %1"_s.arg(named), false, false};
    if (words.takeAll({"ADD"_L1, "GENERATED"_L1}))
        return AlterationEffect{u"identity of %1"_s.arg(named), column->identity.has_value(), false};
    if (words.takeAll({"DROP"_L1, "IDENTITY"_L1}))
        return AlterationEffect{u"no identity of %1"_s.arg(named), !column->identity, false};
    return std::nullopt;
}

std::optional<AlterationEffect> ofAddition(StatementWords &words, const Table *table, const QString &called)
{
    if (words.take("CONSTRAINT"_L1)) {
        const QString name = words.name();
        return AlterationEffect{u"constraint %1"_s.arg(name), table && hasConstraint(*table, name), false};
    }
    if (words.takeAll({"PRIMARY"_L1, "KEY"_L1}))
        return AlterationEffect{u"primary key of %1"_s.arg(called), table && table->primaryKey, false};
    if (words.isNext("UNIQUE"_L1) || words.isNext("CHECK"_L1) || words.isNext("FOREIGN"_L1)
        || words.isNext("EXCLUDE"_L1))
        return std::nullopt; // it has no name to be found by
    (void)words.take("COLUMN"_L1);
    (void)words.takeAll({"IF"_L1, "NOT"_L1, "EXISTS"_L1});
    const QString name = words.name();
    return AlterationEffect{u"column %1.%2"_s.arg(called, name), table && table->column(name), false};
}

std::optional<AlterationEffect> ofTable(StatementWords &words, const Table &table, const QString &called)
{
    if (words.take("ALTER"_L1))
        return ofColumn(words, table, called);
    if (words.takeAll({"ENABLE"_L1, "ROW"_L1, "LEVEL"_L1}))
        return AlterationEffect{u"row level security of %1"_s.arg(called), table.facts.rowSecurity, false};
    if (words.takeAll({"DISABLE"_L1, "ROW"_L1, "LEVEL"_L1}))
        return AlterationEffect{u"no row level security of %1"_s.arg(called), !table.facts.rowSecurity, false};
    if (words.takeAll({"RENAME"_L1, "CONSTRAINT"_L1})) {
        const bool before = hasConstraint(table, words.name());
        (void)words.take("TO"_L1);
        const QString name = words.name();
        const bool after = hasConstraint(table, name);
        return before == after ? std::nullopt
                               : std::optional(AlterationEffect{u"constraint %1"_s.arg(name), after, false});
    }
    if (words.takeAll({"DROP"_L1, "CONSTRAINT"_L1})) {
        (void)words.takeAll({"IF"_L1, "EXISTS"_L1});
        const QString name = words.name();
        return AlterationEffect{u"no constraint %1"_s.arg(name), !hasConstraint(table, name), true};
    }
    return std::nullopt;
}

} // namespace

QualifiedName LiveObjects::name(const QString &schema, const QString &name) const
{
    const bool isDefault = m_live.schemas.isEmpty() || schema == u"public"_s;
    return {isDefault ? QString() : schema, name};
}

bool LiveObjects::hasIndex(const StatementKind &kind) const
{
    return std::any_of(m_live.tables.cbegin(), m_live.tables.cend(),
                       [&](const Table &table) {
                           const bool isMeant =
                               kind.on.isEmpty() || kind.schema.isEmpty() || table.name.schema == on(kind).schema;
                           return isMeant && anyNamed(table.indexes, kind.name, nameCaseOf(m_live));
                       })
        || std::any_of(m_live.views.cbegin(), m_live.views.cend(),
                       [&](const View &view) { return anyNamed(view.indexes, kind.name, nameCaseOf(m_live)); });
}

bool LiveObjects::hasTrigger(const StatementKind &kind) const
{
    return anyNamed(m_live.viewTriggers, kind.name, nameCaseOf(m_live))
        || std::any_of(m_live.tables.cbegin(), m_live.tables.cend(),
                       [&](const Table &table) { return anyNamed(table.triggers, kind.name, nameCaseOf(m_live)); });
}

std::optional<bool> LiveObjects::has(const StatementKind &kind) const
{
    const QualifiedName name = named(kind);
    if (kind.name.isEmpty())
        return std::nullopt;
    if (kind.object == "view"_L1)
        return m_live.view(name) != nullptr;
    if (kind.object == "index"_L1)
        return hasIndex(kind);
    if (kind.object == "trigger"_L1)
        return hasTrigger(kind);
    if (kind.object == "schema"_L1)
        return anyNamed(m_live.schemas, kind.name, nameCaseOf(m_live));
    if (kind.object == "type"_L1 || kind.object == "domain"_L1)
        return m_live.enumType(name) || m_live.domain(name) || anyCalled(m_live.types, name);
    if (kind.object == "sequence"_L1)
        return m_live.sequence(name) != nullptr;
    if (kind.object == "extension"_L1)
        return anyNamed(m_live.extensions, kind.name, nameCaseOf(m_live));
    if (kind.object == "policy"_L1) {
        const Table *table = m_live.table(on(kind));
        return table && anyNamed(table->policies, kind.name, nameCaseOf(m_live));
    }
    return std::nullopt;
}

bool hasConstraint(const Table &table, const QString &name)
{
    return anyNamed(table.uniques, name, nameCaseOf(table)) || anyNamed(table.checks, name, nameCaseOf(table))
        || anyNamed(table.foreignKeys, name, nameCaseOf(table)) || anyNamed(table.exclusions, name, nameCaseOf(table))
        || (table.primaryKey && table.primaryKey->name == name);
}

std::optional<AlterationEffect> alterationEffect(const QString &sql, const StatementKind &kind, const LiveObjects &live,
                                                 const Table *table, const LexRules &rules)
{
    StatementWords words(sql, rules);
    (void)words.take("ALTER"_L1);
    if (kind.verb == StatementKind::Verb::AlterOther) {
        const EnumType *type = kind.object == "type"_L1 ? live.enumType(kind) : nullptr;
        if (!type || !words.skipPast("ADD"_L1) || !words.take("VALUE"_L1))
            return std::nullopt;
        (void)words.takeAll({"IF"_L1, "NOT"_L1, "EXISTS"_L1});
        const QString value = words.name();
        return AlterationEffect{u"value %1 of %2"_s.arg(value, kind.name), type->values.contains(value), false};
    }
    (void)words.take("TABLE"_L1);
    (void)words.takeAll({"IF"_L1, "EXISTS"_L1});
    (void)words.take("ONLY"_L1);
    std::ignore = words.qualifiedName();
    if (words.take("ADD"_L1))
        return ofAddition(words, table, kind.name);
    if (words.takeAll({"SET"_L1, "SCHEMA"_L1})) {
        const QualifiedName moved = live.name(words.name(), kind.name);
        const bool before = live.table(live.named(kind)) != nullptr;
        const bool after = live.table(moved) != nullptr;
        return before == after ? std::nullopt
                               : std::optional(AlterationEffect{u"table %1"_s.arg(moved.display()), after, false});
    }
    return table ? ofTable(words, *table, kind.name) : std::nullopt;
}

} // namespace core
