// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/impacttree.h"

#include <algorithm>

namespace core::impact {

int Tree::root(int table, ImpactNode::Event event)
{
    for (int i = 0; i < int(m_branches.size()); ++i) {
        const Branch &b = m_branches.at(i);
        if (b.link < 0 && b.table == table && b.node.event == event)
            return i;
    }
    Branch branch;
    branch.table = table;
    branch.node.table = m_rows.tables().at(table).table->name;
    branch.node.event = event;
    m_branches.append(branch);
    return int(m_branches.size()) - 1;
}

int Tree::child(int parent, int link, ImpactNode::Event event, ImpactNode::Action action)
{
    for (int above = parent; above >= 0; above = m_branches.at(above).node.parent) {
        if (m_branches.at(above).link == link && m_branches.at(above).node.event == event)
            return above;
    }
    for (const int below : m_branches.at(parent).node.children) {
        if (m_branches.at(below).link == link && m_branches.at(below).node.event == event)
            return below;
    }
    const Link &l = m_rows.links().at(link);
    Branch branch;
    branch.table = l.child;
    branch.link = link;
    branch.node.parent = parent;
    branch.node.table = m_rows.tables().at(l.child).table->name;
    branch.node.relation = l.relation;
    branch.node.event = event;
    branch.node.action = action;
    const int index = int(m_branches.size());
    m_branches.append(branch);
    m_branches[parent].node.children.append(index);
    return index;
}

void Tree::reach(int node, int row, Fate fate, int depth)
{
    Branch &branch = m_branches[node];
    branch.reached.append(row);
    branch.firstDepth = branch.firstDepth < 0 ? depth : std::min(branch.firstDepth, depth);
    branch.lastDepth = std::max(branch.lastDepth, depth);
    Home &home = m_homes[row];
    if (fate > home.fate)
        home = {fate, node};
}

void Tree::block(int node, int row, ImpactNode::Blocked why)
{
    Branch &branch = m_branches[node];
    if (branch.node.blocked == ImpactNode::Blocked::No)
        branch.node.blocked = why;
    if (row < 0 || branch.isBlocking.contains(row))
        return;
    branch.isBlocking.insert(row);
    branch.blocking.append(row);
}

void Tree::blame(int node, int deleted)
{
    QList<int> &because = m_branches[node].because;
    if (deleted >= 0 && !because.contains(deleted))
        because.append(deleted);
}

ImpactRow Tree::rowOf(int row) const
{
    const StoredRow &stored = m_rows.row(row);
    ImpactRow out;
    out.insertId = stored.insertId;
    if (stored.insertId != 0)
        return out;
    const TableFacts &facts = m_rows.tables().at(stored.table);
    if (facts.identity.isEditable())
        out.key = stored.key;
    for (qsizetype i = 0; i < facts.cells.size(); ++i) {
        if (facts.table->column(facts.cells.at(i))) // not the rowid
            out.base.insert(facts.cells.at(i), stored.base.at(i));
    }
    return out;
}

ImpactNode Tree::counted(int index, int samples) const
{
    const Branch &branch = m_branches.at(index);
    ImpactNode node = branch.node;
    node.levels = std::max(1, branch.lastDepth - branch.firstDepth + 1);
    node.blocking = branch.blocking.size();
    for (const int row : branch.because)
        node.because.append({m_rows.tables().at(m_rows.row(row).table).table->name, m_rows.row(row).key});
    QList<int> shown = branch.blocking.mid(0, samples);
    QSet<int> counted;
    for (const int row : branch.reached) {
        if (m_homes.value(row).node != index || counted.contains(row)) {
            ++node.again;
            continue;
        }
        counted.insert(row);
        ++node.rows;
        if (shown.size() < samples && !branch.isBlocking.contains(row))
            shown.append(row);
    }
    for (const int row : shown)
        node.samples.append(rowOf(row));
    return node;
}

QList<ImpactTotal> Tree::totals() const
{
    QMap<QualifiedName, ImpactTotal> byTable;
    for (int i = 0; i < m_rows.rowCount(); ++i) {
        const StoredRow &row = m_rows.row(i);
        const bool changed = row.insertId == 0 && !row.gone && row.now != row.base;
        if (!row.gone && !changed)
            continue;
        const QualifiedName name = m_rows.tables().at(row.table).table->name;
        ImpactTotal &total = byTable[name];
        total.table = name;
        total.insertedLost += row.gone && row.insertId != 0 ? 1 : 0;
        total.deleted += row.gone && row.insertId == 0 ? 1 : 0;
        total.changed += changed ? 1 : 0;
    }
    return byTable.values();
}

QList<ImpactTrigger> Tree::triggers(const QList<ImpactTotal> &totals) const
{
    QList<ImpactTrigger> found;
    for (const ImpactTotal &total : totals) {
        const TableFacts &facts = m_rows.tables().at(m_rows.tableIndex(total.table));
        const auto concerns = [&facts](const Trigger &trigger) {
            return trigger.updateOf.isEmpty()
                || std::any_of(trigger.updateOf.cbegin(), trigger.updateOf.cend(), [&facts](const QString &name) {
                       const Column *column = facts.table->column(name);
                       return column && facts.cells.contains(column->name);
                   });
        };
        for (const Trigger &trigger : facts.table->triggers) {
            const bool goes = trigger.event == Trigger::Event::Delete && total.deleted + total.insertedLost > 0;
            const bool changes = trigger.event == Trigger::Event::Update && total.changed > 0 && concerns(trigger);
            if (goes || changes)
                found.append({total.table, trigger.name});
        }
    }
    return found;
}

Impact Tree::finish(int samples) const
{
    Impact impact;
    for (int i = 0; i < int(m_branches.size()); ++i) {
        impact.nodes.append(counted(i, samples));
        if (m_branches.at(i).link < 0)
            impact.roots.append(i);
        if (impact.nodes.constLast().blocked != ImpactNode::Blocked::No)
            impact.blockers.append(i);
    }
    impact.totals = totals();
    impact.triggers = triggers(impact.totals);
    impact.complete = m_rows.isComplete();
    return impact;
}

} // namespace core::impact
