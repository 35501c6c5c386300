// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/design/designenums.h"

#include "core/design/designtouch.h"
#include "core/schema/diff.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr qsizetype mostUsesTold = 3;

EnumType *enumIn(DesignState &state, const QualifiedName &name)
{
    const EnumType *found = state.schema.enumType(name);
    return found && !found->internal ? &state.schema.enums[found - state.schema.enums.constData()] : nullptr;
}

Error noEnum(const QualifiedName &name)
{
    return Error::invalid(u"There is no enum %1."_s.arg(name.display()));
}
Error noValue(const QualifiedName &type, const QString &value)
{
    return Error::invalid(u"The enum %1 has no value %2."_s.arg(type.display(), value));
}

/// Types, and tables and views, whose rows are types, share their names.
Result<Done> typeNameIsFree(const Schema &schema, const QualifiedName &name, const SchemaRules &rules)
{
    const auto named = [&](const auto &other) { return other.name == name; };
    if (name.name.trimmed().isEmpty())
        return Error::invalid(u"A type needs a name."_s);
    if (rules.keptName(name.name) != name.name)
        return Error::invalid(u"%1 is too long for a name."_s.arg(name.name));
    if (schema.enumType(name) || schema.domain(name) || std::any_of(schema.types.cbegin(), schema.types.cend(), named))
        return Error::invalid(u"There is a type %1 already."_s.arg(name.display()));
    if (schema.table(name) || schema.view(name))
        return Error::invalid(
            u"There is a table or view %1 already, and its rows are a type of that name."_s.arg(name.display()));
    if (!name.schema.isEmpty() && !schema.schemas.isEmpty()
        && std::none_of(schema.schemas.cbegin(), schema.schemas.cend(),
                        [&](const NamedSchema &s) { return s.name == name.schema; }))
        return Error::invalid(u"There is no schema %1 in this database."_s.arg(name.schema));
    return Done{};
}

Result<Done> valueIsFree(const EnumType &type, const QString &value, const SchemaRules &rules)
{
    if (value.isEmpty())
        return Error::invalid(u"A value needs a text."_s);
    if (rules.keptName(value) != value)
        return Error::invalid(u"%1 is too long: the server keeps 63 bytes of a value."_s.arg(value));
    if (type.values.contains(value))
        return Error::invalid(u"%1 has the value %2 already."_s.arg(type.name.display(), value));
    return Done{};
}

/// A type other than every other, to see what speaks of the one.
Renames renamedAway(const QualifiedName &type)
{
    Renames renames;
    renames.objects.append({ObjectRename::Kind::Type, type, {type.schema, type.name + u'_'}});
    return renames;
}

} // namespace

bool isOfType(const QString &declaredType, const QualifiedName &type, const SchemaRules &rules)
{
    return rules.renamedType(declaredType, renamedAway(type)) != declaredType;
}

QList<TypeUse> columnsOfType(const Schema &schema, const QualifiedName &type, const SchemaRules &rules)
{
    QList<TypeUse> uses;
    const Renames away = renamedAway(type);
    for (const Table &t : schema.tables) {
        for (const Column &c : t.columns) {
            if (!c.inherited && rules.renamedType(c.declaredType, away) != c.declaredType)
                uses.append({t.name, c.name});
        }
    }
    return uses;
}

QList<TypeUse> usesOfType(const Schema &schema, const QualifiedName &type, const SchemaRules &rules)
{
    QList<TypeUse> uses = columnsOfType(schema, type, rules);
    for (const Domain &d : schema.domains) {
        if (isOfType(d.baseType, type, rules))
            uses.append({d.name, {}});
    }
    for (const UserType &t : schema.types) {
        for (const UserType::Attribute &a : t.attributes) {
            if (isOfType(a.type, type, rules))
                uses.append({t.name, a.name});
        }
    }
    return uses;
}

bool speaksOfValue(const QString &expression, const Table &table, const QualifiedName &type, const QString &value,
                   const SchemaRules &rules)
{
    Renames renames;
    renames.values.append({type, value, value + u'_'});
    return !expression.isEmpty() && rules.renamedExpression(expression, table, renames) != expression;
}

Result<Done> takeEnumStep(DesignState &state, const design::AddEnum &s, const SchemaRules &rules)
{
    RC_TRY(typeNameIsFree(state.schema, s.type.name, rules));
    state.schema.enums.append(s.type);
    sortByDesignName(state.schema.enums);
    const EnumType *same = state.base->enumType(s.type.name);
    const bool isTaken = std::any_of(state.enumOrigins.cbegin(), state.enumOrigins.cend(),
                                     [&](const EnumOrigin &o) { return o.type == s.type.name; });
    if (!same || isTaken)
        return Done{};
    EnumOrigin origin{same->name, {}, {}};
    for (const QString &value : s.type.values) {
        if (same->values.contains(value))
            origin.values.insert(value, value);
    }
    state.enumOrigins.insert(s.type.name, origin);
    return Done{};
}

Result<Done> takeEnumStep(DesignState &state, const design::RenameEnum &s, const SchemaRules &rules)
{
    if (!enumIn(state, s.type))
        return noEnum(s.type);
    if (s.type == s.to)
        return Done{};
    RC_TRY(typeNameIsFree(state.schema, s.to, rules));
    Renames renames;
    renames.objects.append({ObjectRename::Kind::Type, s.type, s.to});
    state.schema = withRenames(state.schema, renames, rules);
    if (state.enumOrigins.contains(s.type))
        state.enumOrigins.insert(s.to, state.enumOrigins.take(s.type));
    return Done{};
}

Result<Done> takeEnumStep(DesignState &state, const design::DropEnum &s, const SchemaRules &rules)
{
    const EnumType *type = enumIn(state, s.type);
    if (!type)
        return noEnum(s.type);
    const QList<TypeUse> uses = usesOfType(state.schema, s.type, rules);
    if (!uses.isEmpty()) {
        QStringList told;
        for (const TypeUse &use : uses.mid(0, mostUsesTold))
            told.append(use.display());
        const QString more = uses.size() > mostUsesTold ? u" and %1 more"_s.arg(uses.size() - mostUsesTold) : QString();
        return Error::invalid(
            u"%1 is of the type %2: give it another one first."_s.arg(told.join(u", "_s) + more, s.type.display()));
    }
    state.enumOrigins.remove(s.type);
    state.schema.enums.removeAt(type - state.schema.enums.constData());
    return Done{};
}

Result<Done> takeEnumStep(DesignState &state, const design::AddEnumValue &s, const SchemaRules &rules)
{
    EnumType *type = enumIn(state, s.type);
    if (!type)
        return noEnum(s.type);
    RC_TRY(valueIsFree(*type, s.value, rules));
    type->values.insert(s.at < 0 ? type->values.size() : std::min(qsizetype(s.at), type->values.size()), s.value);
    const auto origin = state.enumOrigins.find(s.type);
    if (origin == state.enumOrigins.end())
        return Done{};
    const EnumType *before = state.base->enumType(origin->type);
    if (before && before->values.contains(s.value) && !origin->values.values().contains(s.value)) {
        origin->values.insert(s.value, s.value);
        origin->instead.remove(s.value);
    }
    return Done{};
}

Result<Done> takeEnumStep(DesignState &state, const design::RenameEnumValue &s, const SchemaRules &rules)
{
    const EnumType *type = enumIn(state, s.type);
    if (!type)
        return noEnum(s.type);
    if (!type->values.contains(s.value))
        return noValue(s.type, s.value);
    RC_TRY(valueIsFree(*type, s.to, rules));
    const auto origin = state.enumOrigins.find(s.type);
    const EnumType *before = origin == state.enumOrigins.end() ? nullptr : state.base->enumType(origin->type);
    const bool isOld = before && origin->values.contains(s.value);
    // The server renames one after the other: the name must be free when its turn comes.
    if (isOld && before->values.contains(s.to) && origin->values.value(s.value) != s.to)
        return Error::invalid(
            u"In the database another value of %1 is called %2: apply the design as it is first."_s.arg(
                s.type.display(), s.to));
    Renames renames;
    renames.values.append({s.type, s.value, s.to});
    state.schema = withRenames(state.schema, renames, rules);
    if (isOld)
        origin->values.insert(s.to, origin->values.take(s.value));
    return Done{};
}

Result<Done> takeEnumStep(DesignState &state, const design::MoveEnumValue &s, const SchemaRules &)
{
    EnumType *type = enumIn(state, s.type);
    if (!type)
        return noEnum(s.type);
    const qsizetype at = type->values.indexOf(s.value);
    if (at < 0)
        return noValue(s.type, s.value);
    type->values.move(at, std::clamp<qsizetype>(s.to, 0, type->values.size() - 1));
    return Done{};
}

Result<Done> takeEnumStep(DesignState &state, const design::DropEnumValue &s, const SchemaRules &)
{
    EnumType *type = enumIn(state, s.type);
    if (!type)
        return noEnum(s.type);
    if (!type->values.removeOne(s.value))
        return noValue(s.type, s.value);
    const auto origin = state.enumOrigins.find(s.type);
    if (origin != state.enumOrigins.end())
        origin->values.remove(s.value);
    return Done{};
}

Result<Done> takeEnumStep(DesignState &state, const design::ReplaceEnumValue &s, const SchemaRules &)
{
    const auto origin = state.enumOrigins.find(s.type);
    if (!enumIn(state, s.type) || origin == state.enumOrigins.end())
        return noEnum(s.type);
    if (!state.droppedValues(s.type).contains(s.value))
        return Error::invalid(u"The value %1 of %2 is not dropped."_s.arg(s.value, s.type.display()));
    if (s.by.isEmpty()) {
        origin->instead.remove(s.value);
        return Done{};
    }
    if (!origin->values.values().contains(s.by))
        return Error::invalid(
            u"Rows can only get a value that %1 has now and keeps; %2 is none."_s.arg(s.type.display(), s.by));
    origin->instead.insert(s.value, s.by);
    return Done{};
}

} // namespace core
