// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/tablefamilies.h"

namespace ui {

TableFamilies::TableFamilies(const core::Schema &schema)
{
    const auto isSeen = [&schema](const core::QualifiedName &name) {
        const core::Table *table = name.isEmpty() ? nullptr : schema.table(name);
        return table && !table->internal && !table->shadow;
    };
    for (const core::Table &table : schema.tables) {
        const core::TableFacts &facts = table.facts;
        core::QualifiedName parent = facts.partitionOf;
        if (parent.isEmpty() && !facts.inherits.isEmpty())
            parent = facts.inherits.constFirst();
        if (!isSeen(table.name) || !isSeen(parent) || parent == table.name)
            continue;
        m_parents.insert(table.name, parent);
        m_children[parent].append(table.name);
    }
}

QList<core::QualifiedName> TableFamilies::ancestorsOf(const core::QualifiedName &table) const
{
    QList<core::QualifiedName> found;
    for (core::QualifiedName at = parentOf(table); !at.isEmpty() && !found.contains(at); at = parentOf(at))
        found.append(at);
    return found;
}

QList<core::QualifiedName> TableFamilies::childrenOf(const core::QualifiedName &table) const
{
    return m_children.value(table);
}

} // namespace ui
