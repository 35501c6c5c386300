// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/transfer/clipboard.h"
#include "ui/grid/cellnames.h"
#include "ui/grid/celledits.h"

class QMimeData;

namespace ui {

enum class CopyForm { Tsv, TsvWithHeaders, Csv, Json, Insert, AsShown };

/// The cells of loaded rows, without loss; `whole` has the values of cut ones, `names` what is written in place of others'
/// values. Fails rather than copy in part.
[[nodiscard]] core::Result<core::CellBlock> blockOf(core::RowsModel &model, const QList<qint64> &rows,
                                                    const QList<int> &columns, const WholeValues &whole,
                                                    const CellNames::Names &names = {});
/// As text for other programs, and exactly for ourselves.
[[nodiscard]] std::unique_ptr<QMimeData> mimeOf(const core::CellBlock &block, CopyForm form, core::RowsModel &model,
                                                const core::Dialect &dialect);

/// A pasted rectangle, not yet bound to columns: values when they come from Raincheck, else text.
struct PastedBlock {
    struct Cell {
        std::optional<core::Value> value;
        QString text;
        bool quoted = false;
    };
    QStringList columns; ///< names, when known
    QList<QList<Cell>> rows;
    [[nodiscard]] bool isEmpty() const { return rows.isEmpty(); }
    [[nodiscard]] bool isOneCell() const { return rows.size() == 1 && rows[0].size() == 1; }
};
[[nodiscard]] PastedBlock pastedBlock(const QMimeData &data);

struct PasteResult {
    core::CompoundEdit edit;
    qint64 leftOut = 0; ///< cells that had no place
};

/// Into the cells from (`row`, first of `columns`) on; one value fills all of `rows` × `fill`.
[[nodiscard]] core::Result<PasteResult> pasteInto(core::RowsModel &model, const CellEdits &edits,
                                                  const PastedBlock &block, const QList<qint64> &rows,
                                                  const QList<int> &columns, const core::Dialect &dialect, bool raw,
                                                  const WholeValues &whole);
/// As new rows: by column name when the block knows them, else from the first of `columns` on.
[[nodiscard]] core::Result<PasteResult> pasteAsRows(core::RowsModel &model, const PastedBlock &block,
                                                    const QList<int> &columns, const core::Dialect &dialect, bool raw);

} // namespace ui
