// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/grid/celledits.h"
#include "ui/grid/gridclipboard.h"

namespace ui {

class CellEditing;
class GridView;
class RowStanding;

/// What a person does to the selected rows and cells: copy, paste, insert, duplicate, delete, discard. Each is one
/// step of undo. Rows that are not loaded yet are read first, without waiting.
class TableCommands : public QObject {
    Q_OBJECT

public:
    TableCommands(GridView &view, core::RowsModel &model, CellEditing &editing, GridServices services,
                  const core::Dialect &dialect, QObject *parent = nullptr);

    void setReadOnlyBecause(const QString &reason);
    void setRaw(bool raw);
    void setDeletionMark(const std::optional<core::DeletionMark> &mark); ///< none: rows cannot count as deleted
    /// Does the action if it is one of ours.
    bool perform(const QString &actionId);

    void copy(CopyForm form, CellNames::Of names = CellNames::Of::Relations);
    void paste();
    void pasteAsRows();
    void insertRow();
    void duplicateRows();
    void deleteRows();
    void markDeleted(bool deleted); ///< by the column that says so; the rows stay
    void discardSelected();

    [[nodiscard]] QList<qint64> selectedRows() const; ///< at most RowFetch::mostRows

Q_SIGNALS:
    void message(const QString &text); ///< why something was not done, or not all of it
    void done(const QString &text);
    void failed(const core::Error &error);
    void staged();

private:
    [[nodiscard]] bool mayEdit();
    [[nodiscard]] bool stillStands(const RowStanding &standing); ///< says so where it does not
    [[nodiscard]] core::NewValue markFor(const CellTarget &target, bool deleted, qint64 now) const;
    void withSelectedRows(const std::function<void(const QList<qint64> &)> &then);
    bool push(const core::EditOp &op, const QString &text);
    bool push(const core::Result<core::CompoundEdit> &edit);
    void take(CopyForm form, const core::Result<core::CellBlock> &block); ///< to the clipboard
    void pushPaste(const core::Result<PasteResult> &result);
    /// Reads what is cut among the cells first; says so when it cannot be.
    void withWholeCells(const QList<qint64> &rows, const QList<int> &columns,
                        const std::function<void(const WholeValues &)> &then);
    [[nodiscard]] CellEdits edits() const;
    [[nodiscard]] core::Result<core::EditOp> asNewRow(const core::EditOp &op) const;
    void goToNewRow();

    GridView &m_view;
    core::RowsModel &m_model;
    CellEditing &m_editing;
    GridServices m_services;
    const core::Dialect &m_dialect;
    QString m_readOnlyBecause;
    bool m_raw = false;
    std::optional<core::DeletionMark> m_mark;
};

} // namespace ui
