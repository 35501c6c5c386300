// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/query/changeset.h"

#include "core/base/overloaded.h"

#include <QSet>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Room between neighbouring ranks, so that a row put back by undo finds a number between them.
constexpr qint64 rankGap = qint64(1) << 20;

Error noSuchInsert(const QualifiedName &table, qint64 insertId)
{
    return Error::invalid(u"There is no staged new row %1 in table %2."_s.arg(insertId).arg(table.display()));
}

} // namespace

QString toText(const KeyOfInserted &key)
{
    return u"new %1 row %2"_s.arg(key.table.name).arg(key.insertId);
}

bool operator==(const CompoundEdit &a, const CompoundEdit &b)
{
    return a.text == b.text && a.ops == b.ops;
}

ChangeSet::RowName ChangeSet::nameOf(const RowEdit &row)
{
    if (row.kind == RowEdit::Kind::Insert)
        return {{}, {}, row.insertId};
    return {row.table, row.key, 0};
}

int ChangeSet::indexOf(const RowName &name) const
{
    const auto rank = m_rankOf.constFind(name);
    if (rank == m_rankOf.cend())
        return -1;
    const auto found = std::lower_bound(m_ranks.cbegin(), m_ranks.cend(), rank.value());
    return static_cast<int>(found - m_ranks.cbegin());
}

int ChangeSet::indexOfInserted(const QualifiedName &table, qint64 insertId) const
{
    const int index = insertId > 0 ? indexOf({{}, {}, insertId}) : -1;
    return index >= 0 && m_rows.at(index).table == table ? index : -1;
}

void ChangeSet::insertAt(int position, RowEdit row)
{
    const int size = static_cast<int>(m_rows.size());
    const int index = position < 0 || position > size ? size : position;
    qint64 rank = 0;
    if (index == size) {
        rank = size == 0 ? 0 : m_ranks.constLast() + rankGap;
    } else {
        const auto before = [&] { return index == 0 ? m_ranks.at(0) - rankGap : m_ranks.at(index - 1); };
        if (m_ranks.at(index) - before() < 2)
            renumber();
        rank = before() + (m_ranks.at(index) - before()) / 2;
    }
    m_rankOf.insert(nameOf(row), rank);
    m_ranks.insert(index, rank);
    m_rows.insert(index, std::move(row));
}

void ChangeSet::removeAt(int index)
{
    m_rankOf.remove(nameOf(m_rows.at(index)));
    m_ranks.removeAt(index);
    m_rows.removeAt(index);
}

void ChangeSet::renumber()
{
    for (qsizetype i = 0; i < m_rows.size(); ++i) {
        m_ranks[i] = i * rankGap;
        m_rankOf[nameOf(m_rows.at(i))] = i * rankGap;
    }
}

/// A reference names a staged new row, and not the row it stands in (`insertId`).
Result<Done> ChangeSet::checkReference(const NewValue &value, qint64 insertId) const
{
    const auto *key = std::get_if<KeyOfInserted>(&value);
    if (!key)
        return Done{};
    if (indexOfInserted(key->table, key->insertId) < 0)
        return noSuchInsert(key->table, key->insertId);
    if (key->insertId == insertId)
        return Error::invalid(u"A new row of table %1 cannot refer to its own generated key."_s.arg(key->table.display()));
    return Done{};
}

/// What sets every cell that refers to the row back to unset.
QList<EditOp> ChangeSet::takeBackReferencesTo(qint64 insertId) const
{
    QList<EditOp> ops;
    for (qsizetype i = 0; m_mayRefer && i < m_rows.size(); ++i) {
        const RowEdit &row = m_rows.at(i);
        QList<EditOp> cells;
        for (auto cell = row.cells.cbegin(); cell != row.cells.cend(); ++cell) {
            const auto *key = std::get_if<KeyOfInserted>(&cell->value);
            if (!key || key->insertId != insertId)
                continue;
            if (row.kind == RowEdit::Kind::Insert)
                cells.append(SetInsertedCell{row.table, row.insertId, cell.key(), std::nullopt});
            else
                cells.append(SetCell{row.table, row.key, cell.key(), cell->base, std::nullopt, -1});
        }
        // The edits that a deleted row keeps for its restoring can only be changed while it is restored.
        if (row.kind == RowEdit::Kind::Delete && !cells.isEmpty()) {
            cells.prepend(RestoreRow{row.table, row.key});
            cells.append(DeleteRow{row.table, row.key, row.seen, static_cast<int>(i)});
        }
        ops += cells;
    }
    return ops;
}

Result<EditOp> ChangeSet::apply(const EditOp &op)
{
    return std::visit(Overloaded{
                          [this](const SetCell &o) { return applyOne(o); },
                          [this](const SetInsertedCell &o) { return applyOne(o); },
                          [this](const InsertRow &o) { return applyOne(o); },
                          [this](const RemoveInsertedRow &o) { return applyOne(o); },
                          [this](const DeleteRow &o) { return applyOne(o); },
                          [this](const RestoreRow &o) { return applyOne(o); },
                          [this](const CompoundEdit &o) { return applyOne(o); },
                      },
                      op);
}

Result<EditOp> ChangeSet::applyOne(const SetCell &op)
{
    if (op.key.isEmpty() || op.column.isEmpty())
        return Error::invalid(u"An edit in table %1 names no row or no column."_s.arg(op.table.display()));
    if (op.value) {
        if (const auto known = checkReference(*op.value, 0); !known)
            return known.error();
        m_mayRefer = m_mayRefer || std::holds_alternative<KeyOfInserted>(*op.value);
    }
    const SetCell takeBack{op.table, op.key, op.column, op.base, std::nullopt, -1};
    int index = indexOf({op.table, op.key, 0});
    if (index < 0) {
        if (!op.value || *op.value == NewValue(op.base))
            return EditOp(takeBack);
        RowEdit row;
        row.table = op.table;
        row.key = op.key;
        row.cells.insert(op.column, {op.base, *op.value});
        row.context = op.seen;
        insertAt(op.position, std::move(row));
        return EditOp(takeBack);
    }
    if (m_rows.at(index).kind == RowEdit::Kind::Delete) {
        return Error::invalid(u"Column %1 cannot be edited: this row of table %2 is staged for deletion."_s.arg(
            op.column, op.table.display()));
    }
    QMap<QString, CellEdit> &cells = m_rows[index].cells;
    const auto cell = cells.find(op.column);
    if (cell == cells.end()) {
        if (op.value && *op.value != NewValue(op.base))
            cells.insert(op.column, {op.base, *op.value});
        return EditOp(takeBack);
    }
    const SetCell inverse{op.table, op.key, op.column, cell->base, cell->value, index, m_rows.at(index).context};
    if (op.value && *op.value != NewValue(cell->base)) {
        cell->value = *op.value;
        return EditOp(inverse);
    }
    cells.erase(cell);
    if (cells.isEmpty())
        removeAt(index);
    return EditOp(inverse);
}

Result<EditOp> ChangeSet::applyOne(const SetInsertedCell &op)
{
    const int index = indexOfInserted(op.table, op.insertId);
    if (index < 0)
        return noSuchInsert(op.table, op.insertId);
    if (op.column.isEmpty())
        return Error::invalid(u"An edit of a new row in table %1 names no column."_s.arg(op.table.display()));
    if (op.value) {
        if (const auto known = checkReference(*op.value, op.insertId); !known)
            return known.error();
        m_mayRefer = m_mayRefer || std::holds_alternative<KeyOfInserted>(*op.value);
    }
    QMap<QString, CellEdit> &cells = m_rows[index].cells;
    SetInsertedCell inverse{op.table, op.insertId, op.column, std::nullopt};
    if (const auto cell = cells.constFind(op.column); cell != cells.cend())
        inverse.value = cell->value;
    if (op.value)
        cells.insert(op.column, {Value(), *op.value});
    else
        cells.remove(op.column);
    return EditOp(inverse);
}

Result<EditOp> ChangeSet::applyOne(const InsertRow &op)
{
    const qint64 id = op.insertId > 0 ? op.insertId : m_nextInsertId;
    if (indexOf({{}, {}, id}) >= 0)
        return Error::invalid(u"There is a staged new row %1 already."_s.arg(id));
    for (const NewValue &value : op.cells) {
        if (const auto known = checkReference(value, id); !known)
            return known.error();
        m_mayRefer = m_mayRefer || std::holds_alternative<KeyOfInserted>(value);
    }
    m_nextInsertId = std::max(m_nextInsertId, id + 1);
    RowEdit row;
    row.kind = RowEdit::Kind::Insert;
    row.table = op.table;
    row.insertId = id;
    for (auto cell = op.cells.cbegin(); cell != op.cells.cend(); ++cell)
        row.cells.insert(cell.key(), {Value(), cell.value()});
    insertAt(op.position, std::move(row));
    return EditOp(RemoveInsertedRow{op.table, id});
}

Result<EditOp> ChangeSet::applyOne(const RemoveInsertedRow &op)
{
    const int index = indexOfInserted(op.table, op.insertId);
    if (index < 0)
        return noSuchInsert(op.table, op.insertId);
    if (QList<EditOp> first = takeBackReferencesTo(op.insertId); !first.isEmpty()) {
        first.append(op);
        return applyOne(CompoundEdit{u"Remove the new row"_s, std::move(first)});
    }
    InsertRow inverse{op.table, op.insertId, {}, index};
    const QMap<QString, CellEdit> &cells = m_rows.at(index).cells;
    for (auto cell = cells.cbegin(); cell != cells.cend(); ++cell)
        inverse.cells.insert(cell.key(), cell->value);
    removeAt(index);
    return EditOp(inverse);
}

Result<EditOp> ChangeSet::applyOne(const DeleteRow &op)
{
    if (op.key.isEmpty())
        return Error::invalid(u"A delete in table %1 names no row."_s.arg(op.table.display()));
    const int index = indexOf({op.table, op.key, 0});
    if (index < 0) {
        RowEdit row;
        row.kind = RowEdit::Kind::Delete;
        row.table = op.table;
        row.key = op.key;
        row.seen = op.seen;
        insertAt(op.position, std::move(row));
    } else if (m_rows.at(index).kind == RowEdit::Kind::Delete) {
        return Error::invalid(u"This row of table %1 is staged for deletion already."_s.arg(op.table.display()));
    } else {
        m_rows[index].kind = RowEdit::Kind::Delete;
        m_rows[index].seen = op.seen;
    }
    return EditOp(RestoreRow{op.table, op.key});
}

Result<EditOp> ChangeSet::applyOne(const RestoreRow &op)
{
    const int index = indexOf({op.table, op.key, 0});
    if (index < 0 || m_rows.at(index).kind != RowEdit::Kind::Delete)
        return Error::invalid(u"This row of table %1 is not staged for deletion."_s.arg(op.table.display()));
    const DeleteRow inverse{op.table, op.key, m_rows.at(index).seen, index};
    if (m_rows.at(index).cells.isEmpty()) {
        removeAt(index);
    } else {
        m_rows[index].kind = RowEdit::Kind::Update;
        m_rows[index].seen.clear();
    }
    return EditOp(inverse);
}

Result<EditOp> ChangeSet::applyOne(const CompoundEdit &op)
{
    CompoundEdit inverse{op.text, {}};
    inverse.ops.reserve(op.ops.size());
    for (const EditOp &one : op.ops) {
        auto undo = apply(one);
        if (undo) {
            inverse.ops.append(std::move(undo).value());
            continue;
        }
        for (auto done = inverse.ops.crbegin(); done != inverse.ops.crend(); ++done) {
            const auto back = apply(*done);
            Q_ASSERT(back.ok());
            Q_UNUSED(back);
        }
        return undo.error();
    }
    std::reverse(inverse.ops.begin(), inverse.ops.end());
    return EditOp(inverse);
}

const RowEdit *ChangeSet::find(const QualifiedName &table, const RowKey &key) const
{
    const int index = key.isEmpty() ? -1 : indexOf({table, key, 0});
    return index < 0 ? nullptr : &m_rows.at(index);
}

const RowEdit *ChangeSet::findInserted(const QualifiedName &table, qint64 insertId) const
{
    const int index = indexOfInserted(table, insertId);
    return index < 0 ? nullptr : &m_rows.at(index);
}

QList<const RowEdit *> ChangeSet::inserted(const QualifiedName &table) const
{
    QList<const RowEdit *> found;
    for (const RowEdit &row : m_rows) {
        if (row.kind == RowEdit::Kind::Insert && row.table == table)
            found.append(&row);
    }
    return found;
}

int ChangeSet::count(RowEdit::Kind kind) const
{
    return static_cast<int>(
        std::count_if(m_rows.cbegin(), m_rows.cend(), [kind](const RowEdit &row) { return row.kind == kind; }));
}

int ChangeSet::count(const QualifiedName &table) const
{
    return static_cast<int>(
        std::count_if(m_rows.cbegin(), m_rows.cend(), [&table](const RowEdit &row) { return row.table == table; }));
}

QList<QualifiedName> ChangeSet::tables() const
{
    QList<QualifiedName> names;
    QSet<QualifiedName> seen;
    for (const RowEdit &row : m_rows) {
        if (!seen.contains(row.table)) {
            seen.insert(row.table);
            names.append(row.table);
        }
    }
    return names;
}

} // namespace core
