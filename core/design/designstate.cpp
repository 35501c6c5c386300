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

Renames DesignState::renames() const
{
    Renames out;
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
