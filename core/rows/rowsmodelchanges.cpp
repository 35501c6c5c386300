// SPDX-License-Identifier: GPL-3.0-or-later
// RowsModel: the staged edits that it lays over the rows.
#include "core/rows/columnvalue.h"
#include "core/rows/rowsmodelprivate.h"

namespace core {

void RowsModel::setChanges(std::shared_ptr<const ChangeSet> changes)
{
    QList<qint64> wanted;
    QHash<RowKey, const RowEdit *> edits;
    QHash<qint64, const RowEdit *> insertedEdits;
    if (changes) {
        for (const RowEdit &edit : changes->rows()) {
            if (edit.table != m_table.name)
                continue;
            if (edit.kind == RowEdit::Kind::Insert) {
                if (d->insertedFilter && !d->insertedFilter(edit))
                    continue;
                wanted.append(edit.insertId);
                insertedEdits.insert(edit.insertId, &edit);
            } else {
                edits.insert(edit.key, &edit);
            }
        }
    }
    const qint64 before = rows();
    removeFromBand(wanted);
    // The pointers go into the old set: keep it until the rows that need it are gone.
    d->forgetRow();
    d->edits = std::move(edits);
    d->insertedEdits = std::move(insertedEdits);
    d->changes = std::move(changes);
    for (int i = 0; i < wanted.size(); ++i) {
        if (i < d->inserted.size() && d->inserted.at(i) == wanted.at(i))
            continue;
        beginInsertRows({}, i, i);
        d->inserted.insert(i, wanted.at(i));
        endInsertRows();
    }
    if (rows() != before)
        Q_EMIT rowsChanged();
    announceAll();
}

void RowsModel::setInsertedFilter(std::function<bool(const RowEdit &)> wanted)
{
    d->insertedFilter = std::move(wanted);
    setChanges(d->changes);
}

void RowsModel::removeFromBand(const QList<qint64> &wanted)
{
    // What stays must be in the order of `wanted`, so that only insertions are left to do.
    QList<qint64> stays;
    for (qint64 id : std::as_const(d->inserted)) {
        if (wanted.contains(id))
            stays.append(id);
    }
    QList<qint64> inOrder;
    for (qint64 id : wanted) {
        if (stays.contains(id))
            inOrder.append(id);
    }
    if (stays != inOrder)
        stays.clear();
    for (int i = static_cast<int>(d->inserted.size()) - 1; i >= 0; --i) {
        if (stays.contains(d->inserted.at(i)))
            continue;
        beginRemoveRows({}, i, i);
        d->inserted.removeAt(i);
        endRemoveRows();
    }
}

RowsModel::Cell RowsModel::insertedCell(qint64 row, int column) const
{
    Cell cell;
    cell.state = Loaded;
    cell.edit = Inserted;
    cell.rowEdit = Inserted;
    cell.isDefault = true;
    cell.foreignKey = d->foreignKeys.value(column);
    if (const RowEdit *edit = d->insertedEdits.value(d->inserted.at(static_cast<qsizetype>(row)))) {
        const auto staged = edit->cells.constFind(d->columns.at(column).name);
        if (staged != edit->cells.constEnd()) {
            if (const auto *value = std::get_if<Value>(&staged->value)) {
                cell.isDefault = false;
                cell.value = *value;
            } else if (const auto *key = std::get_if<KeyOfInserted>(&staged->value)) {
                cell.isDefault = false;
                cell.refersTo = toText(*key);
            }
        }
    }
    return cell;
}

void RowsModel::layOver(Cell &cell, const RowEdit &edit, const QString &column)
{
    if (edit.kind == RowEdit::Kind::Delete) {
        cell.edit = Deleted;
        cell.rowEdit = Deleted;
        return;
    }
    cell.rowEdit = Modified;
    const auto staged = edit.cells.constFind(column);
    if (staged == edit.cells.constEnd())
        return;
    cell.edit = Modified;
    cell.cutSize.reset();
    if (const auto *value = std::get_if<Value>(&staged->value)) {
        cell.value = *value;
    } else if (const auto *key = std::get_if<KeyOfInserted>(&staged->value)) {
        cell.value = Value::null();
        cell.refersTo = toText(*key);
    } else {
        cell.value = Value::null();
        cell.isDefault = true;
    }
}

QString RowsModel::misfitOf(const Cell &cell, int column) const
{
    const bool staged = cell.edit == Modified || cell.edit == Inserted;
    if (!staged || cell.isDefault || !cell.refersTo.isEmpty() || column < 0 || column >= d->columns.size())
        return {};
    return misfit(cell.value, d->columns.at(column), d->formats.value(column), d->dialect);
}

} // namespace core
