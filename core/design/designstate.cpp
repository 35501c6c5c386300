// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/design/designstate.h"

#include "core/schema/namecase.h"

namespace core {

DesignState DesignState::of(const SchemaPtr &base)
{
    DesignState state;
    state.base = base;
    state.schema = *base;
    for (const Table &t : base->tables) {
        DesignOrigin origin{t.name, {}};
        for (const Column &c : t.columns)
            origin.columns.insert(foldedName(c.name, nameCaseOf(*base)), c.name);
        state.origins.insert(folded(t.name, nameCaseOf(*base)), origin);
    }
    for (const EnumType &e : base->enums) {
        EnumOrigin origin{e.name, {}, {}};
        for (const QString &value : e.values)
            origin.values.insert(value, value);
        state.enumOrigins.insert(e.name, origin);
    }
    return state;
}

const DesignOrigin *DesignState::origin(const QualifiedName &table) const
{
    const auto it = origins.constFind(folded(table, nameCaseOf(schema)));
    return it == origins.constEnd() ? nullptr : &*it;
}

const Table *DesignState::baseTable(const QualifiedName &table) const
{
    const DesignOrigin *from = origin(table);
    return from ? base->table(from->table) : nullptr;
}

const Column *DesignState::baseColumn(const QualifiedName &table, const QString &column) const
{
    const DesignOrigin *from = origin(table);
    const Table *before = from ? base->table(from->table) : nullptr;
    const auto name = from ? from->columns.value(foldedName(column, nameCaseOf(schema))) : QString();
    return before && !name.isEmpty() ? before->column(name) : nullptr;
}

QList<Column> DesignState::droppedColumns(const QualifiedName &table) const
{
    const DesignOrigin *from = origin(table);
    const Table *before = from ? base->table(from->table) : nullptr;
    if (!before)
        return {};
    QList<Column> gone = before->columns;
    const QStringList kept = from->columns.values();
    gone.removeIf([&kept](const Column &c) { return kept.contains(c.name); });
    return gone;
}

const EnumOrigin *DesignState::enumOrigin(const QualifiedName &type) const
{
    const auto it = enumOrigins.constFind(type);
    return it == enumOrigins.constEnd() ? nullptr : &*it;
}

QStringList DesignState::droppedValues(const QualifiedName &type) const
{
    const EnumOrigin *from = enumOrigin(type);
    const EnumType *before = from ? base->enumType(from->type) : nullptr;
    if (!before)
        return {};
    QStringList gone = before->values;
    const QStringList kept = from->values.values();
    gone.removeIf([&kept](const QString &value) { return kept.contains(value); });
    return gone;
}

QString DesignState::insteadOf(const QualifiedName &type, const QString &dropped) const
{
    const EnumOrigin *from = enumOrigin(type);
    const QString by = from ? from->instead.value(dropped) : QString();
    return from && from->values.values().contains(by) ? by : QString(); // it may have gone as well since
}

Renames DesignState::renames() const
{
    Renames out;
    for (const EnumType &e : schema.enums) {
        const EnumOrigin *from = enumOrigin(e.name);
        if (!from)
            continue;
        if (!(from->type == e.name))
            out.objects.append({ObjectRename::Kind::Type, from->type, e.name});
        for (const QString &value : e.values) {
            const auto before = from->values.constFind(value);
            if (before != from->values.constEnd() && *before != value)
                out.values.append({from->type, *before, value});
        }
    }
    for (const Table &t : schema.tables) {
        const DesignOrigin *from = origin(t.name);
        if (!from)
            continue;
        if (!(from->table == t.name))
            out.tables.append({from->table, t.name});
        for (const Column &c : t.columns) {
            const QString before = from->columns.value(foldedName(c.name, nameCaseOf(schema)));
            if (!before.isEmpty() && before != c.name)
                out.columns.append({from->table, before, c.name});
        }
    }
    return out;
}

} // namespace core
