// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/edit/impactrun.h"

#include "core/base/overloaded.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace core::impact {

using namespace Qt::Literals::StringLiterals;

namespace {

bool meet(const QList<int> &a, const QList<int> &b)
{
    return std::any_of(a.cbegin(), a.cend(), [&b](int cell) { return b.contains(cell); });
}

} // namespace

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
    findOrphans();
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

// ——— What is staged

QList<int> Run::stagedCells(const RowEdit &edit) const
{
    const TableFacts &facts = m_rows.tables().at(m_rows.tableIndex(edit.table));
    QList<int> cells;
    for (auto cell = edit.cells.cbegin(); cell != edit.cells.cend(); ++cell) {
        const int known = facts.cell(cell.key());
        if (known >= 0)
            cells.append(known);
    }
    return cells;
}

void Run::readStaged()
{
    m_staged = QList<int>(m_changes.rows().size(), -1);
    QMap<int, QList<int>> wanted;
    for (int i = 0; i < int(m_changes.rows().size()); ++i) {
        const RowEdit &edit = m_changes.rows().at(i);
        const int table = m_rows.tableIndex(edit.table);
        if (table < 0 || edit.kind == RowEdit::Kind::Insert
            || edit.key.values.size() != m_rows.tables().at(table).identity.columns.size())
            continue;
        if (edit.kind == RowEdit::Kind::Delete || !stagedCells(edit).isEmpty())
            wanted[table].append(i);
    }
    for (auto table = wanted.cbegin(); table != wanted.cend(); ++table) {
        QList<RowKey> keys;
        for (const int i : *table)
            keys.append(m_changes.rows().at(i).key);
        const QList<int> rows = m_rows.rowsByKey(table.key(), keys);
        for (qsizetype i = 0; i < rows.size(); ++i)
            m_staged[table->at(i)] = rows.at(i);
    }
}

/// Level by level, as if nothing stood in the way: what is played afterwards then finds nearly all rows there.
void Run::readAhead()
{
    QMap<Wave, QList<int>> waves;
    for (int i = 0; i < int(m_staged.size()); ++i) {
        const RowEdit &edit = m_changes.rows().at(i);
        if (m_staged.at(i) < 0)
            continue;
        const bool goes = edit.kind == RowEdit::Kind::Delete;
        waves[{m_rows.tableIndex(edit.table), goes, goes ? QList<int>() : stagedCells(edit)}].append(m_staged.at(i));
    }
    QSet<std::pair<int, int>> seen; // row, and the link it was reached by; −1 when it goes
    while (!waves.isEmpty() && !m_rows.error() && m_rows.isComplete()) {
        QMap<Wave, QList<int>> next;
        for (auto wave = waves.cbegin(); wave != waves.cend(); ++wave) {
            const TableFacts &facts = m_rows.tables().at(wave.key().table);
            for (const int link : facts.incoming) {
                const Link &l = m_rows.links().at(link);
                if (!wave.key().goes && !meet(wave.key().cells, facts.keySets.at(l.keySet)))
                    continue;
                m_rows.readAhead(link, *wave);
                const Action action = actionOf(l, wave.key().goes ? Event::Delete : Event::KeyUpdate);
                if (action == Action::Restrict || action == Action::NoAction || action == Action::Orphans)
                    continue;
                const bool goes = action == Action::Cascade && wave.key().goes;
                QList<int> &reached = next[{l.child, goes, goes ? QList<int>() : l.childCells}];
                for (const int row : *wave) {
                    for (const int child : m_rows.pointing(link, m_rows.keyOf(row, l.keySet))) {
                        const std::pair<int, int> name{child, goes ? -1 : link};
                        if (!seen.contains(name)) {
                            seen.insert(name);
                            reached.append(child);
                        }
                    }
                }
            }
        }
        next.removeIf([](const std::pair<const Wave &, QList<int> &> &wave) { return wave.second.isEmpty(); });
        waves = next;
    }
}

Value Run::unsetValue(int table, int cell, qint64 insertId)
{
    const TableFacts &facts = m_rows.tables().at(table);
    const QString &name = facts.cells.at(cell);
    const bool isMade = !facts.table->column(name) || facts.table->rowIdAlias() == name;
    return isMade ? valueToCome(insertId, name) : m_rows.defaultOf(table, cell);
}

Value Run::valueOf(int table, int cell, const NewValue &value)
{
    return std::visit(Overloaded{
                          [](const Value &v) { return v; },
                          [&](const UseDefault &) { return m_rows.defaultOf(table, cell); },
                          [&](const KeyOfInserted &key) {
                              const int row = m_inserted.value(key.insertId, -1);
                              const int its = row < 0 ? -1 : m_rows.tables().at(m_rows.row(row).table).cell(key.column);
                              return its < 0 ? valueToCome(key.insertId, key.column) : m_rows.row(row).now.at(its);
                          },
                      },
                      value);
}

void Run::insertStaged(const RowEdit &edit)
{
    const int table = m_rows.tableIndex(edit.table);
    const QStringList names = m_rows.tables().at(table).cells;
    QList<Value> cells;
    for (int cell = 0; cell < int(names.size()); ++cell) {
        const auto staged = edit.cells.constFind(names.at(cell));
        const bool isSet = staged != edit.cells.cend() && !std::holds_alternative<UseDefault>(staged->value);
        cells.append(isSet ? valueOf(table, cell, staged->value) : unsetValue(table, cell, edit.insertId));
    }
    const int row = m_rows.insert(table, edit.insertId, cells);
    m_inserted.insert(edit.insertId, row);
    expectParents(row, {});
}

/// Whether the statement would still find the row: what it names of it has not been changed by an earlier one.
bool Run::isAsExpected(const RowEdit &edit, int row) const
{
    const StoredRow &stored = m_rows.row(row);
    if (stored.gone)
        return false;
    const TableFacts &facts = m_rows.tables().at(stored.table);
    for (int cell = 0; cell < int(facts.cells.size()); ++cell) {
        const QString &name = facts.cells.at(cell);
        const bool isNamed = facts.identity.columns.contains(name)
            || (edit.kind == RowEdit::Kind::Delete ? edit.seen.contains(name) : edit.cells.contains(name));
        if (isNamed && stored.now.at(cell) != stored.base.at(cell))
            return false;
    }
    return true;
}

void Run::updateStaged(const RowEdit &edit, int row)
{
    const int table = m_rows.row(row).table;
    const TableFacts &facts = m_rows.tables().at(table);
    const QList<int> touched = stagedCells(edit);
    const bool isKey = std::any_of(facts.keySets.cbegin(), facts.keySets.cend(),
                                   [&](const QList<int> &set) { return meet(set, touched); });
    const bool isExpected = isAsExpected(edit, row);
    const int node = isKey || !isExpected ? m_tree.root(table, Event::KeyUpdate) : -1;
    if (node >= 0)
        m_tree.reach(node, row, Tree::Fate::Changed, 0);
    if (!isExpected) {
        m_tree.block(node, row, Blocked::AlreadyOtherwise);
        return;
    }
    QList<Value> cells = m_rows.row(row).now;
    for (const int cell : touched)
        cells[cell] = valueOf(table, cell, edit.cells.value(facts.cells.at(cell)).value);
    change(row, cells, node, 0);
    expectParents(row, touched);
}

/// What is staged may itself point at nothing.
void Run::expectParents(int row, const QList<int> &touched)
{
    for (const int own : m_rows.tables().at(m_rows.row(row).table).outgoing) {
        const Link &o = m_rows.links().at(own);
        if (o.relation.enforced && (touched.isEmpty() || meet(o.childCells, touched)))
            m_open.append({own, m_rows.keyPointedAt(row, own), -1, 0, Event::KeyUpdate, true});
    }
}

void Run::deleteStaged(const RowEdit &edit, int row)
{
    const int node = m_tree.root(m_rows.row(row).table, Event::Delete);
    m_tree.reach(node, row, Tree::Fate::Staged, 0);
    if (!isAsExpected(edit, row))
        m_tree.block(node, row, Blocked::AlreadyOtherwise);
    else
        remove(row, node, 0);
}

// ——— What foreign keys do

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
        act(link, keys.value(m_rows.links().at(link).keySet), Event::Delete, {}, node, depth);
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
            act(link, before.value(set), Event::KeyUpdate, valuesOf(row, facts.keySets.at(set)), node, depth);
    }
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
        remove(row, node, depth);
        return;
    }
    const TableFacts &facts = m_rows.tables().at(l.child);
    QList<Value> cells = m_rows.row(row).now;
    bool isRefused = false;
    for (qsizetype i = 0; i < l.childCells.size(); ++i) {
        const int cell = l.childCells.at(i);
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
            m_open.append({own, m_rows.keyPointedAt(row, own), node, depth, event, true});
    }
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
        if (!atEnd && (m_checkedLater || m_rows.links().at(open.link).isDeferred())) {
            later.append(open);
            continue;
        }
        if (m_rows.hasOwner(open.key))
            continue;
        QList<int> rows = m_rows.pointing(open.link, open.key);
        rows.removeIf([this](int row) { return m_rows.row(row).gone; });
        if (rows.isEmpty())
            continue;
        const int node = !open.isWritten ? m_tree.child(open.node, open.link, open.event, Action::NoAction)
            : open.node >= 0             ? open.node
                                         : m_tree.root(m_rows.links().at(open.link).child, Event::KeyUpdate);
        for (const int row : std::as_const(rows)) {
            if (!open.isWritten)
                m_tree.reach(node, row, Tree::Fate::Touched, open.depth + 1);
            m_tree.block(node, row, open.isWritten ? Blocked::NoParent : Blocked::StillReferenced);
        }
    }
    m_open = later;
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
