// SPDX-License-Identifier: GPL-3.0-or-later
// Part of impact::Run: reading the staged rows, and what their own statements do.
#include "core/edit/impactrun.h"

#include "core/base/overloaded.h"
#include "core/edit/generatedkey.h"

#include <algorithm>

namespace core::impact {

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

bool Run::changesKeys() const
{
    return std::any_of(m_changes.rows().cbegin(), m_changes.rows().cend(), [this](const RowEdit &edit) {
        const int table = m_rows.tableIndex(edit.table);
        if (table < 0 || edit.kind != RowEdit::Kind::Update)
            return false;
        const QList<QList<int>> &keySets = m_rows.tables().at(table).keySets;
        return std::any_of(keySets.cbegin(), keySets.cend(),
                           [cells = stagedCells(edit)](const QList<int> &set) { return meet(set, cells); });
    });
}

void Run::readStaged()
{
    m_staged = QList<int>(m_changes.rows().size(), -1);
    QMap<int, QList<int>> wanted;
    // Edits of plain columns, too, where a row may go or be called otherwise before its turn comes.
    const bool mayLoseEdits = m_changes.count(RowEdit::Kind::Delete) > 0 || changesKeys();
    for (int i = 0; i < int(m_changes.rows().size()); ++i) {
        const RowEdit &edit = m_changes.rows().at(i);
        const int table = m_rows.tableIndex(edit.table);
        if (table < 0 || edit.kind == RowEdit::Kind::Insert
            || edit.key.values.size() != m_rows.tables().at(table).identity.columns.size())
            continue;
        if (mayLoseEdits || !stagedCells(edit).isEmpty())
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
    // Deeper than the database follows, nothing is played.
    for (int level = 0; level <= m_deepest && !waves.isEmpty() && !m_rows.error() && m_rows.isComplete(); ++level) {
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
    const Column *column = facts.table->column(name);
    const bool isMade = !column || isGeneratedKey(*facts.table, *column);
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
    takeTurns();
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
    if (!isAsExpected(edit, row)) {
        blockEdit(row);
        return;
    }
    const int node = isKey ? m_tree.root(table, Event::KeyUpdate) : -1;
    if (node >= 0)
        m_tree.reach(node, row, Tree::Fate::Changed, 0);
    QList<Value> cells = m_rows.row(row).now;
    for (const int cell : touched)
        cells[cell] = valueOf(table, cell, edit.cells.value(facts.cells.at(cell)).value);
    if (touched.isEmpty()) // neither key nor reference
        return;
    change(row, cells, node, 0);
    expectParents(row, touched);
    takeTurns();
}

/// It is gone or another one before its edit is in, or goes after that.
void Run::blockEdit(int row)
{
    if (m_blockedEdits.contains(row))
        return;
    m_blockedEdits.insert(row);
    const int node = m_tree.root(m_rows.row(row).table, Event::KeyUpdate);
    m_tree.reach(node, row, Tree::Fate::Changed, 0);
    m_tree.block(node, row, Blocked::AlreadyOtherwise);
}

/// What is staged may itself point at nothing.
void Run::expectParents(int row, const QList<int> &touched)
{
    for (const int own : m_rows.tables().at(m_rows.row(row).table).outgoing) {
        const Link &o = m_rows.links().at(own);
        if (o.relation.enforced && (touched.isEmpty() || meet(o.childCells, touched)))
            expectParent(row, own, Event::KeyUpdate, -1, 0);
    }
}

void Run::deleteStaged(const RowEdit &edit, int row)
{
    const int node = m_tree.root(m_rows.row(row).table, Event::Delete);
    m_tree.reach(node, row, Tree::Fate::Staged, 0);
    if (!isAsExpected(edit, row)) {
        m_tree.block(node, row, Blocked::AlreadyOtherwise);
        return;
    }
    m_deleting = row;
    remove(row, node, 0);
    takeTurns();
    m_deleting = -1;
}

} // namespace core::impact
