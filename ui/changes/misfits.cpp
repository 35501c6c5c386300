// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/misfits.h"

#include "core/rows/columnvalue.h"
#include "ui/changes/changetexts.h"

using namespace Qt::Literals::StringLiterals;

namespace ui {

QStringList misfits(const core::ChangeSet &changes, const core::Schema &schema, const core::Dialect &dialect,
                    const QHash<core::QualifiedName, ColumnFormats> &formats, int most)
{
    QStringList lines;
    for (const core::RowEdit &row : changes.rows()) {
        const core::Table *table = row.kind == core::RowEdit::Kind::Delete ? nullptr : schema.table(row.table);
        if (!table)
            continue;
        const ColumnFormats shown = formats.value(table->name);
        for (auto cell = row.cells.cbegin(); cell != row.cells.cend(); ++cell) {
            const auto *value = std::get_if<core::Value>(&cell->value);
            const core::Column *column = value ? table->column(cell.key()) : nullptr;
            if (!column)
                continue;
            const core::ColumnFormat format = shown.contains(column->name)
                ? shown.value(column->name)
                : core::guessFormat(*table, *column, dialect, {});
            const QString why = core::misfit(*value, *column, format, dialect);
            if (!why.isEmpty())
                lines.append(u"%1, %2: %3"_s.arg(rowText(row), column->name, why));
            if (lines.size() >= most)
                return lines;
        }
    }
    return lines;
}

} // namespace ui
