// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/celledits.h"

#include "core/edit/generatedkey.h"
#include "ui/changes/changetexts.h"
#include "ui/style/celltext.h"

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

using core::Error;

} // namespace

QString counted(qint64 count, const QString &noun)
{
    return count == 1 ? QString(u"1 "_s + noun) : QString(grouped(count) + u' ' + noun + u's');
}

const core::Value *wholeValue(const WholeValues &whole, const core::RowKey &key, const QString &column)
{
    const auto row = whole.constFind(key);
    if (row == whole.constEnd())
        return nullptr;
    const auto cell = row->constFind(column);
    return cell == row->constEnd() ? nullptr : &*cell;
}

CellEdits::CellEdits(core::RowsModel &model, std::shared_ptr<const core::ChangeSet> changes)
    : m_model(model)
    , m_changes(std::move(changes))
{
}

Error CellEdits::notIdentified() const
{
    const core::RowIdentity &identity = m_model.source().identity();
    if (!identity.isEditable() && !identity.noneBecause.isEmpty())
        return Error::invalid(identity.noneBecause);
    if (!identity.isEditable())
        return Error::invalid(
            u"The rows of %1 cannot be told apart, so they cannot be edited."_s.arg(m_model.table().name.display()));
    return Error::invalid(u"This row is still being read. Try again in a moment."_s);
}

const core::RowEdit *CellEdits::editOf(qint64 row) const
{
    if (!m_changes)
        return nullptr;
    if (const auto id = m_model.insertIdOf(row))
        return m_changes->findInserted(m_model.table().name, *id);
    const auto key = m_model.keyOf(row);
    return key ? m_changes->find(m_model.table().name, *key) : nullptr;
}

bool CellEdits::isDeleted(qint64 row) const
{
    const core::RowEdit *edit = editOf(row);
    return edit && edit->kind == core::RowEdit::Kind::Delete;
}

core::Result<CellTarget> CellEdits::targetAt(qint64 row, int column) const
{
    if (row < 0 || row >= m_model.rows() || column < 0 || column >= m_model.columnCount())
        return Error::invalid(u"There is no cell here."_s);
    const core::Column &definition = m_model.columnAt(column);
    if (column >= m_model.storedColumns())
        return Error::invalid(u"%1 shows rows of another table; open them to edit them (F4)."_s.arg(definition.name));
    if (definition.isGenerated())
        return Error::invalid(u"%1 is generated from other columns; the database computes it."_s.arg(definition.name));
    const core::RowsModel::Cell cell = m_model.cell(row, column);
    if (cell.state != core::RowsModel::Loaded)
        return Error::invalid(u"This row is still being read. Try again in a moment."_s);
    if (cell.rowEdit == core::RowsModel::Deleted)
        return Error::invalid(u"This row is to be deleted. Restore it first (Ctrl+Delete again)."_s);

    CellTarget target{row, column, {}, 0, cell.value, cell.value, cell.isDefault, cell.cutSize.has_value()};
    if (const auto id = m_model.insertIdOf(row)) {
        target.insertId = *id;
        target.base = {};
        return target;
    }
    const auto key = m_model.keyOf(row);
    if (!key || key->isEmpty())
        return notIdentified();
    target.key = *key;
    if (const core::RowEdit *edit = editOf(row)) {
        const auto staged = edit->cells.constFind(definition.name);
        if (staged != edit->cells.constEnd())
            target.base = staged->base;
    }
    return target;
}

core::EditOp CellEdits::set(const CellTarget &target, const core::NewValue &value) const
{
    const QString &column = m_model.columnAt(target.column).name;
    const core::QualifiedName &table = m_model.table().name;
    if (target.insertId > 0) {
        core::SetInsertedCell op;
        op.table = table;
        op.insertId = target.insertId;
        op.column = column;
        // DEFAULT is what a new row's cell is when nobody has set it.
        if (!std::holds_alternative<core::UseDefault>(value))
            op.value = value;
        return op;
    }
    core::SetCell op;
    op.table = table;
    op.key = target.key;
    op.column = column;
    op.base = target.base;
    op.value = value;
    // The row's first edit tells it; a paste into a wide table must not tell it with every cell.
    if (!m_told.contains(target.row) && !editOf(target.row)) {
        op.seen = seenOf(target.row);
        if (value != core::NewValue(op.base))
            m_told.insert(target.row);
    }
    return op;
}

QString CellEdits::setText(const CellTarget &target) const
{
    const QString &column = m_model.columnAt(target.column).name;
    const QString table = m_model.table().name.display();
    if (target.insertId > 0)
        return u"Set %1 of a new row in %2"_s.arg(column, table);
    return u"Set %1 of %2 %3"_s.arg(column, table, keyText(target.key));
}

/// The row as the database gave it, without what was not read whole or follows from the rest.
QMap<QString, core::Value> CellEdits::seenOf(qint64 row) const
{
    QMap<QString, core::Value> seen;
    const core::RowEdit *edit = editOf(row);
    for (int column = 0; column < m_model.storedColumns(); ++column) {
        const QString &name = m_model.columnAt(column).name;
        const core::RowsModel::Cell cell = m_model.cell(row, column);
        if (edit && edit->cells.contains(name))
            seen.insert(name, edit->cells[name].base);
        else if (!cell.cutSize && !m_model.columnAt(column).isGenerated())
            seen.insert(name, cell.value);
    }
    return seen;
}

core::Result<core::EditOp> CellEdits::deleteRow(qint64 row, bool restore) const
{
    const core::QualifiedName &table = m_model.table().name;
    if (const auto id = m_model.insertIdOf(row))
        return core::EditOp(core::RemoveInsertedRow{table, *id});
    const auto key = m_model.keyOf(row);
    if (!key || key->isEmpty())
        return notIdentified();
    if (restore)
        return core::EditOp(core::RestoreRow{table, *key});
    core::DeleteRow op;
    op.table = table;
    op.key = *key;
    op.seen = seenOf(row);
    return core::EditOp(op);
}

core::Result<core::CompoundEdit> CellEdits::deleteRows(const QList<qint64> &rows) const
{
    const bool restore =
        !rows.isEmpty() && std::all_of(rows.begin(), rows.end(), [&](qint64 r) { return isDeleted(r); });
    core::CompoundEdit all;
    all.text = u"%1 %2 of %3"_s.arg(restore ? u"Restore"_s : u"Delete"_s, counted(rows.size(), u"row"_s),
                                    m_model.table().name.display());
    for (const qint64 row : rows) {
        if (!restore && isDeleted(row))
            continue;
        auto op = deleteRow(row, restore);
        if (!op)
            return op.error();
        all.ops.append(*op);
    }
    return all;
}

core::CompoundEdit CellEdits::discard(const QList<qint64> &rows, const std::optional<QList<int>> &columns) const
{
    const core::QualifiedName &table = m_model.table().name;
    core::CompoundEdit all{u"Discard changes of %1"_s.arg(counted(rows.size(), u"row"_s)), {}};
    for (const qint64 row : rows) {
        const core::RowEdit *edit = editOf(row);
        if (!edit)
            continue;
        if (edit->kind == core::RowEdit::Kind::Insert && !columns) {
            all.ops.append(core::RemoveInsertedRow{table, edit->insertId});
            continue;
        }
        if (edit->kind == core::RowEdit::Kind::Delete)
            all.ops.append(core::RestoreRow{table, edit->key});
        for (auto cell = edit->cells.constBegin(); cell != edit->cells.constEnd(); ++cell) {
            const bool wanted = !columns || std::any_of(columns->begin(), columns->end(), [&](int c) {
                return m_model.columnAt(c).name == cell.key();
            });
            if (!wanted)
                continue;
            if (edit->kind == core::RowEdit::Kind::Insert) {
                core::SetInsertedCell op;
                op.table = table;
                op.insertId = edit->insertId;
                op.column = cell.key();
                all.ops.append(op);
            } else {
                core::SetCell op;
                op.table = table;
                op.key = edit->key;
                op.column = cell.key();
                op.base = cell->base;
                all.ops.append(op);
            }
        }
    }
    return all;
}

core::EditOp CellEdits::insertRow() const
{
    core::InsertRow op;
    op.table = m_model.table().name;
    return op;
}

core::Result<CellTarget> CellEdits::wholeTargetAt(qint64 row, int column, const WholeValues &whole) const
{
    auto target = targetAt(row, column);
    if (!target || !target->isCut)
        return target;
    const core::Value *value = wholeValue(whole, target->key, m_model.columnAt(column).name);
    if (!value)
        return Error::invalid(u"This row is still being read. Try again in a moment."_s);
    target->base = target->current = *value;
    target->isCut = false;
    return target;
}

core::Result<core::EditOp> CellEdits::duplicateRow(qint64 row, const WholeValues &whole) const
{
    const core::Table &table = m_model.table();
    core::InsertRow op;
    op.table = table.name;
    for (int column = 0; column < m_model.storedColumns(); ++column) {
        const core::Column &definition = m_model.columnAt(column);
        const core::RowsModel::Cell cell = m_model.cell(row, column);
        if (cell.state != core::RowsModel::Loaded)
            return Error::invalid(u"This row is still being read. Try again in a moment."_s);
        if (cell.isDefault || definition.isGenerated() || core::isGeneratedKey(table, definition))
            continue;
        core::Value value = cell.value;
        if (cell.cutSize) {
            const core::Value *all = wholeValue(whole, m_model.keyOf(row).value_or(core::RowKey()), definition.name);
            if (!all)
                return Error::invalid(u"%1 of this row could not be read whole."_s.arg(definition.name));
            value = *all;
        }
        op.cells.insert(definition.name, value);
    }
    return core::EditOp(op);
}

} // namespace ui
