// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/tablekeys.h"

#include "core/dialect/dialect.h"
#include "core/schema/namecase.h"
#include "core/schema/schemarules.h"

namespace core {

WrittenNames::WrittenNames(const Schema &before, const Dialect &dialect)
    : m_case(nameCaseOf(dialect.lexRules()))
    , m_defaultSchema(dialect.schemaRules() ? foldedName(dialect.schemaRules()->defaultSchema(), m_case) : QString())
{
    for (const Table &table : before.tables) {
        m_known.insert(tableKey(table.name, m_case));
        if (!table.name.schema.isEmpty())
            m_elsewhere.insert(foldedName(table.name.name, m_case), table.name.schema);
    }
}

QualifiedName WrittenNames::standing(const QualifiedName &written) const
{
    return foldedName(written.schema, m_case) == m_defaultSchema ? QualifiedName{{}, written.name} : written;
}

QualifiedName WrittenNames::meant(const QualifiedName &written) const
{
    const QualifiedName table = standing(written);
    const QString name = foldedName(table.name, m_case);
    if (!written.schema.isEmpty() || m_known.contains(tableKey(table, m_case)) || m_elsewhere.count(name) != 1)
        return table;
    return {m_elsewhere.value(name), table.name};
}

QualifiedName WrittenNames::made(const QualifiedName &written)
{
    const QualifiedName table = standing(written);
    m_known.insert(tableKey(table, m_case));
    return table;
}

} // namespace core
