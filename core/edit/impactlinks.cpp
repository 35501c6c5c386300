// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/impactrows.h"
#include "core/schema/namecase.h"

#include <algorithm>

/// Rows: which tables and foreign keys there are.
namespace core::impact {

void Rows::addTables(const Schema &schema, const RelationGraph &graph, const Dialect &dialect)
{
    for (const Table &table : schema.tables) {
        TableFacts facts;
        facts.table = &table;
        facts.identity = dialect.identityOf(table);
        facts.cells = facts.identity.columns;
        m_tableIndex.insert(table.name, int(m_tables.size()));
        m_tables.append(facts);
    }
    for (const Table &table : schema.tables) {
        for (const Relation &relation : graph.referencing(table.name))
            addLink(relation);
    }
}

int Rows::addCell(int table, const QString &column)
{
    TableFacts &facts = m_tables[table];
    const int known = facts.cell(column);
    if (known >= 0)
        return known;
    facts.cells.append(column);
    return int(facts.cells.size()) - 1;
}

int Rows::addKeySet(int table, const QList<int> &cells)
{
    QList<QList<int>> &sets = m_tables[table].keySets;
    if (!sets.contains(cells))
        sets.append(cells);
    return int(sets.indexOf(cells));
}

void Rows::addLink(const Relation &relation)
{
    Link link;
    link.relation = relation;
    link.parent = tableIndex(relation.from);
    link.child = tableIndex(relation.to);
    if (link.parent < 0 || link.child < 0 || !m_tables.at(link.child).table->brokenBecause.isEmpty())
        return;
    QList<int> pointedAt;
    for (const QString &column : relation.fromColumns)
        pointedAt.append(addCell(link.parent, column));
    link.keySet = addKeySet(link.parent, pointedAt);
    for (const QString &column : relation.toColumns)
        link.childCells.append(addCell(link.child, column));
    const int index = int(m_links.size());
    m_links.append(link);
    m_tables[link.parent].incoming.append(index);
    m_tables[link.child].outgoing.append(index);
}

void Rows::orderActions()
{
    const BoundSql sql = m_sql.actionOrder();
    if (sql.sql.isEmpty())
        return;
    const auto names = m_database.query(sql.sql, sql.values);
    if (!names && names.error().kind == Error::Kind::Sql)
        return; // the catalogue is not for this role to read; what is reached is the same in any order
    if (!names) {
        m_error = names.error();
        return;
    }
    QHash<QStringList, int> place;
    const NameCase nameCase = m_tables.isEmpty() ? NameCase::Ignored : nameCaseOf(*m_tables.constFirst().table);
    bool ofKeys = false;
    for (const Row &row : *names) {
        QStringList name;
        for (const Value &part : row)
            name.append(foldedName(part.display(), nameCase));
        ofKeys = name.size() > 1;
        place.insert(name, int(place.size()));
    }
    const auto placeOf = [&](int link) {
        const Relation &relation = m_links.at(link).relation;
        QStringList name{foldedName(relation.to.name, nameCase)};
        if (ofKeys)
            name += {foldedName(relation.to.schema, nameCase), foldedName(relation.foreignKey.name, nameCase)};
        return place.value(name, -1);
    };
    for (TableFacts &facts : m_tables) {
        // Of one table the last key is first; links were added in the order of the keys.
        std::sort(facts.incoming.begin(), facts.incoming.end(), [&](int a, int b) {
            const int placeA = placeOf(a);
            const int placeB = placeOf(b);
            return placeA != placeB ? placeA < placeB : a > b;
        });
    }
}

} // namespace core::impact
