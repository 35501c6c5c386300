// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/impactrun.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace core::impact {

using namespace Qt::Literals::StringLiterals;

bool meet(const QList<int> &a, const QList<int> &b)
{
    return std::any_of(a.cbegin(), a.cend(), [&b](int cell) { return b.contains(cell); });
}

void Run::play(const WriteOrder &order)
{
    readStaged();
    readAhead();
    m_checkedLater = !order.checkLater.isEmpty();
    for (const WriteStep &step : order.steps) {
        if (m_rows.error())
            return;
        if (m_rows.tableIndex(m_changes.rows().at(step.row).table) < 0)
            continue;
        play(step);
        settle(false);
    }
    settle(true);
    findLostEdits();
    findLostRows();
    findOrphans();
}

/// Edited rows that a later deletion takes along: the script looks for them at its end.
void Run::findLostEdits()
{
    for (int i = 0; i < int(m_staged.size()); ++i) {
        const int row = m_staged.at(i);
        if (row >= 0 && m_changes.rows().at(i).kind == RowEdit::Kind::Update && m_rows.row(row).gone)
            blockEdit(row);
    }
}

/// New rows that a later deletion takes along: nobody adds a row to have it deleted.
void Run::findLostRows()
{
    for (auto lost = m_lostRows.cbegin(); lost != m_lostRows.cend(); ++lost) {
        m_tree.block(lost->first, lost.key(), Blocked::NewRowLost);
        m_tree.blame(lost->first, lost->second);
    }
}

/// One statement. A row in a circle of references has two, and each of them sets only its own columns.
void Run::play(const WriteStep &step)
{
    RowEdit edit = m_changes.rows().at(step.row);
    const bool isNew = edit.kind == RowEdit::Kind::Insert;
    if (step.part == WriteStep::Part::Whole) {
        for (const QString &column : step.columns) {
            if (isNew)
                edit.cells[column].value = Value();
            else
                edit.cells.remove(column);
        }
        for (const QString &column : m_vacated.value(step.row))
            edit.seen.remove(column);
        if (isNew) {
            insertStaged(edit);
            return;
        }
    } else {
        QMap<QString, CellEdit> cells;
        for (const QString &column : step.columns)
            cells.insert(column, step.part == WriteStep::Part::Vacated ? CellEdit() : edit.cells.value(column));
        edit.kind = RowEdit::Kind::Update;
        edit.cells = cells;
        if (step.part == WriteStep::Part::Vacated)
            m_vacated.insert(step.row, step.columns);
    }
    const int row = isNew ? m_inserted.value(edit.insertId, -1) : m_staged.at(step.row);
    if (row < 0)
        return;
    if (edit.kind == RowEdit::Kind::Update)
        updateStaged(edit, row);
    else
        deleteStaged(edit, row);
}

Run::Action Run::actionOf(const Link &link, Event event) const
{
    if (!link.relation.enforced)
        return Action::Orphans;
    const ForeignKey &key = link.relation.foreignKey;
    switch (event == Event::Delete ? key.deleteAction() : key.updateAction()) {
    case ForeignKeyAction::NoAction:
        return Action::NoAction;
    case ForeignKeyAction::Restrict:
        return Action::Restrict;
    case ForeignKeyAction::SetNull:
        return Action::SetNull;
    case ForeignKeyAction::SetDefault:
        return Action::SetDefault;
    case ForeignKeyAction::Cascade:
        return Action::Cascade;
    }
    Q_UNREACHABLE();
}

QList<Value> Run::valuesOf(int row, const QList<int> &cells) const
{
    QList<Value> values;
    for (const int cell : cells)
        values.append(m_rows.row(row).now.at(cell));
    return values;
}

void Run::remove(int row, int node, int depth)
{
    const TableFacts &facts = m_rows.tables().at(m_rows.row(row).table);
    QHash<int, int> keys;
    for (int set = 0; set < int(facts.keySets.size()); ++set)
        keys.insert(set, m_rows.keyOf(row, set));
    m_rows.remove(row);
    for (const int link : facts.incoming)
        setOff(link, keys.value(m_rows.links().at(link).keySet), Event::Delete, {}, node, depth);
}

/// Everything about the row is written first, then the actions run, as the database does it.
void Run::change(int row, const QList<Value> &cells, int node, int depth)
{
    const TableFacts &facts = m_rows.tables().at(m_rows.row(row).table);
    const QList<Value> old = m_rows.row(row).now;
    QHash<int, int> before;
    for (int set = 0; set < int(facts.keySets.size()); ++set)
        before.insert(set, m_rows.keyOf(row, set));
    m_rows.change(row, cells);
    QList<int> touched;
    for (int cell = 0; cell < int(old.size()); ++cell) {
        if (m_rows.row(row).now.at(cell) != old.at(cell))
            touched.append(cell);
    }
    for (const int link : facts.incoming) {
        const int set = m_rows.links().at(link).keySet;
        if (meet(facts.keySets.at(set), touched) && m_rows.keyOf(row, set) != before.value(set))
            setOff(link, before.value(set), Event::KeyUpdate, valuesOf(row, facts.keySets.at(set)), node, depth);
    }
}

void Run::setOff(int link, int key, Event event, const QList<Value> &pointedAt, int node, int depth)
{
    if (m_queues)
        m_due.push_back({link, key, event, pointedAt, node, depth, -1});
    else
        act(link, key, event, pointedAt, node, depth);
}

void Run::act(int link, int key, Event event, const QList<Value> &pointedAt, int node, int depth)
{
    const Link &l = m_rows.links().at(link);
    const Action action = actionOf(l, event);
    if (action == Action::Orphans || action == Action::NoAction) {
        (action == Action::Orphans ? m_orphans : m_open).append({link, key, node, depth, event, false});
        return;
    }
    QList<int> rows = m_rows.pointing(link, key);
    if (depth >= m_deepest) {
        m_tree.block(node, rows.value(0, -1), Blocked::TooDeep);
        return;
    }
    if (action == Action::Restrict)
        rows.removeIf([this](int row) { return m_rows.row(row).gone; });
    if (rows.isEmpty())
        return;
    const int below = m_tree.child(node, link, event, action);
    for (const int row : std::as_const(rows))
        actOn(row, link, action, event, pointedAt, below, depth + 1);
}

void Run::actOn(int row, int link, Action action, Event event, const QList<Value> &pointedAt, int node, int depth)
{
    const Link &l = m_rows.links().at(link);
    if (m_rows.row(row).gone) { // on the way here, or before
        m_tree.reach(node, row, Tree::Fate::Touched, depth);
        return;
    }
    if (action == Action::Restrict) {
        m_tree.reach(node, row, Tree::Fate::Touched, depth);
        m_tree.block(node, row, Blocked::StillReferenced);
        return;
    }
    if (action == Action::Cascade && event == Event::Delete) {
        m_tree.reach(node, row, Tree::Fate::Removed, depth);
        if (m_rows.row(row).insertId != 0)
            m_lostRows.insert(row, {node, m_deleting});
        remove(row, node, depth);
        return;
    }
    const TableFacts &facts = m_rows.tables().at(l.child);
    QList<Value> cells = m_rows.row(row).now;
    bool isRefused = false;
    const QStringList &onlyThese = l.relation.foreignKey.setColumns;
    for (qsizetype i = 0; i < l.childCells.size(); ++i) {
        const int cell = l.childCells.at(i);
        if (event == Event::Delete && !onlyThese.isEmpty() && !onlyThese.contains(facts.cells.at(cell)))
            continue;
        cells[cell] = action == Action::Cascade ? pointedAt.value(i)
            : action == Action::SetDefault      ? m_rows.defaultOf(l.child, cell)
                                                : Value();
        const Column *column = facts.table->column(facts.cells.at(cell));
        const bool isRequired =
            column && (facts.table->isRequired(*column) || facts.table->rowIdAlias() == column->name);
        isRefused = isRefused || (isRequired && cells.at(cell).isNull());
    }
    m_tree.reach(node, row, isRefused ? Tree::Fate::Touched : Tree::Fate::Changed, depth);
    if (isRefused) {
        m_tree.block(node, row, Blocked::Required);
        return;
    }
    change(row, cells, node, depth);
    for (const int own : facts.outgoing) {
        const Link &o = m_rows.links().at(own);
        if (o.relation.enforced && meet(o.childCells, l.childCells))
            expectParent(row, own, event, node, depth);
    }
}

void Run::expectParent(int row, int link, Event event, int node, int depth)
{
    if (m_queues)
        m_due.push_back({link, m_rows.keyPointedAt(row, link), event, {}, node, depth, row});
    else
        m_open.append({link, m_rows.keyPointedAt(row, link), node, depth, event, true});
}

/// At the end of a statement, and deferred keys at the end of all.
void Run::settle(bool atEnd)
{
    QList<Open> later;
    std::set<std::tuple<int, int, int>> settled; // many rows may have been given one key
    for (const Open &open : std::exchange(m_open, {})) {
        const std::tuple name{open.link, open.key, open.node};
        if (open.key < 0 || settled.contains(name))
            continue;
        settled.insert(name);
        if (!atEnd && (m_queues || isCheckedLater(open.link)))
            later.append(open);
        else
            refuse(open);
    }
    m_open = later;
}

/// If nobody has the key, and somebody points at it.
void Run::refuse(const Open &open)
{
    if (m_rows.hasOwner(open.key))
        return;
    QList<int> rows = m_rows.pointing(open.link, open.key);
    rows.removeIf([this](int row) { return m_rows.row(row).gone; });
    if (rows.isEmpty())
        return;
    const int node = !open.isWritten ? m_tree.child(open.node, open.link, open.event, Action::NoAction)
        : open.node >= 0             ? open.node
                                     : m_tree.root(m_rows.links().at(open.link).child, Event::KeyUpdate);
    for (const int row : std::as_const(rows)) {
        if (!open.isWritten)
            m_tree.reach(node, row, Tree::Fate::Touched, open.depth + 1);
        m_tree.block(node, row, open.isWritten ? Blocked::NoParent : Blocked::StillReferenced);
    }
}

void Run::findOrphans()
{
    QSet<std::pair<int, int>> found;
    for (const Open &open : std::as_const(m_orphans)) {
        if (found.contains({open.link, open.key})) // several rows had that key
            continue;
        found.insert({open.link, open.key});
        QList<int> rows = m_rows.pointing(open.link, open.key);
        rows.removeIf([this](int row) { return m_rows.row(row).gone; });
        if (rows.isEmpty() || m_rows.hasAnyOwner(open.key))
            continue;
        const int node = m_tree.child(open.node, open.link, open.event, Action::Orphans);
        for (const int row : std::as_const(rows))
            m_tree.reach(node, row, Tree::Fate::Touched, open.depth + 1);
    }
}

} // namespace core::impact
