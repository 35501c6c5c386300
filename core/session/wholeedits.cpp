// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/session/wholeedits.h"

namespace core {

QList<EditOp> wholeEdits(const ChangeSet &changes)
{
    QList<EditOp> ops;
    // The new rows come first: a cell of any row may refer to any of them.
    for (const RowEdit &row : changes.rows()) {
        if (row.kind == RowEdit::Kind::Insert)
            ops.append(InsertRow{row.table, row.insertId, {}, -1});
    }
    // Row by row, each finds all before it in place and the new rows of later ones behind: its number is its position.
    for (int i = 0; i < changes.rows().size(); ++i) {
        const RowEdit &row = changes.rows().at(i);
        for (auto cell = row.cells.cbegin(); cell != row.cells.cend(); ++cell) {
            if (row.kind == RowEdit::Kind::Insert)
                ops.append(SetInsertedCell{row.table, row.insertId, cell.key(), cell->value});
            else
                ops.append(SetCell{row.table, row.key, cell.key(), cell->base, cell->value, i, row.context});
        }
        if (row.kind == RowEdit::Kind::Delete)
            ops.append(DeleteRow{row.table, row.key, row.seen, i});
    }
    return ops;
}

} // namespace core
