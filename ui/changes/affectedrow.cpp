// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/affectedrow.h"

namespace ui {

std::optional<RowAddress> rowOfStatement(const core::Script &script, int statement, const core::ChangeSet &changes)
{
    const core::RowEdit *row = core::editOfStatement(script, statement, changes);
    if (!row)
        return std::nullopt;
    return RowAddress{row->table, row->key, row->insertId};
}

} // namespace ui
