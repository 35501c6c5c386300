// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/gridclipboard.h"

#include "core/rows/columnvalue.h"
#include "core/edit/generatedkey.h"
#include "core/transfer/pasted.h"
#include "ui/style/celltext.h"

#include <QMimeData>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

using core::Error;
using core::Value;

Value valueFor(const PastedBlock::Cell &cell, const core::Column &column, const core::ColumnFormat &format,
               const core::Dialect &dialect, bool raw, const Value &base)
{
    if (cell.value)
        return *cell.value;
    if (!raw && !cell.text.isEmpty()) {
        if (const auto value = core::parsed(cell.text, format))
            return *value;
    }
    return cell.text.isEmpty() ? core::pastedValue({cell.text, cell.quoted}, column.valueType(), dialect)
                               : core::valueTyped(cell.text, column, dialect, base);
}

} // namespace

core::Result<core::CellBlock> blockOf(core::RowsModel &model, const QList<qint64> &rows, const QList<int> &columns,
                                      const WholeValues &whole, const CellNames::Names &names)
{
    core::CellBlock block;
    for (const int column : columns)
        block.columns.append(model.columnAt(column).name);
    for (const qint64 row : rows) {
        QList<Value> values;
        for (const int column : columns) {
            const core::RowsModel::Cell cell = model.cell(row, column);
            if (cell.state != core::RowsModel::Loaded)
                return Error::invalid(u"Row %1 is still being read. Try again in a moment."_s.arg(row + 1));
            if (const auto name = names.constFind({row, column}); name != names.cend()) {
                values.append(Value::text(*name));
                continue;
            }
            if (column >= model.storedColumns()) {
                values.append(Value::text(model.displayText(cell, column)));
                continue;
            }
            if (!cell.cutSize) {
                values.append(cell.value);
                continue;
            }
            const QString &name = model.columnAt(column).name;
            const Value *all = wholeValue(whole, model.keyOf(row).value_or(core::RowKey()), name);
            if (!all)
                return Error::invalid(u"%1 in row %2 could not be read whole."_s.arg(name, grouped(row + 1)));
            values.append(*all);
        }
        block.rows.append(values);
    }
    return block;
}

std::unique_ptr<QMimeData> mimeOf(const core::CellBlock &block, CopyForm form, core::RowsModel &model,
                                  const core::Dialect &dialect)
{
    auto mime = std::make_unique<QMimeData>();
    switch (form) {
    case CopyForm::Tsv:
        mime->setText(core::toTsv(block, core::HeaderLine::No));
        break;
    case CopyForm::TsvWithHeaders:
        mime->setText(core::toTsv(block, core::HeaderLine::Yes));
        break;
    case CopyForm::Csv:
        mime->setText(core::toCsv(block, core::HeaderLine::Yes));
        break;
    case CopyForm::Json:
        mime->setText(core::toJson(block));
        break;
    case CopyForm::Insert:
        mime->setText(core::toInserts(block, model.table().name, dialect));
        break;
    case CopyForm::AsShown: {
        core::CellBlock shown = block;
        for (QList<Value> &row : shown.rows) {
            for (int i = 0; i < row.size(); ++i) {
                const int column = model.table().columnIndex(block.columns[i]);
                if (const auto text = core::formatted(row[i], model.formatAt(column)))
                    row[i] = Value::text(*text);
            }
        }
        mime->setText(core::toTsv(shown, core::HeaderLine::No));
        break;
    }
    }
    if (form == CopyForm::Tsv || form == CopyForm::TsvWithHeaders)
        mime->setData(core::cellsMimeType, core::toExact(block));
    return mime;
}

PastedBlock pastedBlock(const QMimeData &data)
{
    PastedBlock block;
    if (data.hasFormat(core::cellsMimeType)) {
        if (const auto exact = core::fromExact(data.data(core::cellsMimeType))) {
            block.columns = exact->columns;
            for (const QList<Value> &row : exact->rows) {
                QList<PastedBlock::Cell> cells;
                for (const Value &v : row)
                    cells.append({v, {}, false});
                block.rows.append(cells);
            }
            return block;
        }
    }
    for (const QList<core::PastedCell> &row : core::pastedRows(data.text())) {
        QList<PastedBlock::Cell> cells;
        for (const core::PastedCell &c : row)
            cells.append({std::nullopt, c.text, c.quoted});
        block.rows.append(cells);
    }
    return block;
}

core::Result<PasteResult> pasteInto(core::RowsModel &model, const CellEdits &edits, const PastedBlock &block,
                                    const QList<qint64> &rows, const QList<int> &columns, const core::Dialect &dialect,
                                    bool raw, const WholeValues &whole)
{
    PasteResult result;
    const bool fill = block.isOneCell();
    const qsizetype wantedRows = fill ? rows.size() : block.rows.size();
    for (qsizetype r = 0; r < wantedRows; ++r) {
        const QList<PastedBlock::Cell> &cells = block.rows[fill ? 0 : r];
        const qsizetype wantedColumns = fill ? columns.size() : cells.size();
        for (qsizetype c = 0; c < wantedColumns; ++c) {
            if (r >= rows.size() || c >= columns.size()) {
                ++result.leftOut;
                continue;
            }
            const auto target = edits.wholeTargetAt(rows[r], columns[c], whole);
            if (!target)
                return target.error();
            const Value value = valueFor(cells[fill ? 0 : c], model.columnAt(columns[c]), model.formatAt(columns[c]),
                                         dialect, raw, target->base);
            result.edit.ops.append(edits.set(*target, value));
        }
    }
    result.edit.text = u"Paste %1"_s.arg(counted(result.edit.ops.size(), u"cell"_s));
    return result;
}

core::Result<PasteResult> pasteAsRows(core::RowsModel &model, const PastedBlock &block, const QList<int> &columns,
                                      const core::Dialect &dialect, bool raw)
{
    PasteResult result;
    QList<int> targets = columns;
    // Rows copied from this very table keep their columns, and leave the key to the database.
    QHash<QString, int> places;
    for (int column = 0; column < model.columnCount(); ++column)
        places.insert(model.columnAt(column).name, column);
    const bool byName = !block.columns.isEmpty()
        && std::all_of(block.columns.begin(), block.columns.end(),
                       [&](const QString &name) { return places.contains(name); });
    if (byName) {
        targets.clear();
        for (const QString &name : block.columns)
            targets.append(places.value(name));
    }
    for (const QList<PastedBlock::Cell> &cells : block.rows) {
        core::InsertRow op;
        op.table = model.table().name;
        for (qsizetype c = 0; c < cells.size(); ++c) {
            if (c >= targets.size()) {
                ++result.leftOut;
                continue;
            }
            if (targets[c] >= model.storedColumns()) { // looks along a relation: there is nothing to store
                result.leftOut += byName ? 0 : 1;
                continue;
            }
            const core::Column &column = model.columnAt(targets[c]);
            if (column.isGenerated() || (byName && core::isGeneratedKey(model.table(), column)))
                continue;
            op.cells.insert(column.name, valueFor(cells[c], column, model.formatAt(targets[c]), dialect, raw, {}));
        }
        result.edit.ops.append(op);
    }
    if (result.edit.ops.isEmpty())
        return Error::invalid(u"There is nothing on the clipboard to paste."_s);
    result.edit.text = u"Paste %1"_s.arg(counted(result.edit.ops.size(), u"row"_s));
    return result;
}

} // namespace ui
