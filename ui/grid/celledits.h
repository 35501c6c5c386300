// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rows/rowsmodel.h"
#include "core/query/changeset.h"

#include <QFuture>
#include <QSet>

#include <functional>
#include <memory>

namespace ui {

/// Cells that the model holds only the beginning of, by row key and column, with all of their value.
using WholeValues = QHash<core::RowKey, QHash<QString, core::Value>>;

/// What the grid needs of the open database to edit rows: EditStack and Session in the program, anything in tests.
struct GridServices {
    std::function<core::Result<core::Done>(const core::EditOp &, const QString &text)> push;
    std::function<std::shared_ptr<const core::ChangeSet>()> changes;
    std::function<QFuture<core::Result<core::Row>>(const core::RowKey &, const QStringList &columns)>
        readCells; ///< whole
    /// What a new row is staged as; none: as it is. Where rows are shown that belong to another row, they name it.
    std::function<core::Result<core::EditOp>(const core::InsertRow &)> newRow = {};
    /// For names of rows that are not on view; may be left out.
    std::function<std::unique_ptr<core::RelatedCells>(const QList<core::RelatedCells::Question> &)> relatedCells = {};
};

/// One cell, named so that it is still the same one after a sort.
struct CellTarget {
    qint64 row = -1; ///< where it stood
    int column = -1;
    core::RowKey key;    ///< empty in a new row
    qint64 insertId = 0; ///< of a new row
    core::Value base;    ///< as stored; NULL in a new row
    core::Value current; ///< as staged
    bool isDefault = false;
    bool isCut = false;  ///< base and current hold only a part
};

/// Makes EditOps for the rows that a RowsModel shows. Changes nothing itself. Everything that may not be done comes
/// back as an Error that says why.
class CellEdits {
public:
    CellEdits(core::RowsModel &model, std::shared_ptr<const core::ChangeSet> changes);

    [[nodiscard]] core::Result<CellTarget> targetAt(qint64 row, int column) const;
    [[nodiscard]] core::EditOp set(const CellTarget &target, const core::NewValue &value) const;
    [[nodiscard]] QString setText(const CellTarget &target) const; ///< "Set title of posts 12"

    /// Deletes stored rows, takes new ones back; rows that are all staged for deletion are restored.
    [[nodiscard]] core::Result<core::CompoundEdit> deleteRows(const QList<qint64> &rows) const;
    /// Takes back what is staged about the rows, or only about these columns of them.
    [[nodiscard]] core::CompoundEdit discard(const QList<qint64> &rows, const std::optional<QList<int>> &columns) const;
    [[nodiscard]] core::EditOp insertRow() const;
    /// A new row like this one; `whole` has the values of cut cells. Keys that the database makes are left to it.
    [[nodiscard]] core::Result<core::EditOp> duplicateRow(qint64 row, const WholeValues &whole) const;
    /// The target with the whole value of a cut cell; fails when it was not read.
    [[nodiscard]] core::Result<CellTarget> wholeTargetAt(qint64 row, int column, const WholeValues &whole) const;

private:
    [[nodiscard]] QMap<QString, core::Value> seenOf(qint64 row) const;
    [[nodiscard]] core::Result<core::EditOp> deleteRow(qint64 row, bool restore) const;
    [[nodiscard]] bool isDeleted(qint64 row) const;
    [[nodiscard]] const core::RowEdit *editOf(qint64 row) const;
    [[nodiscard]] core::Error notIdentified() const;

    core::RowsModel &m_model;
    std::shared_ptr<const core::ChangeSet> m_changes;
    mutable QSet<qint64> m_told; ///< rows whose first edit came from here, and told what was seen
};

/// The whole value of a cut cell; null when it was not read.
[[nodiscard]] const core::Value *wholeValue(const WholeValues &whole, const core::RowKey &key, const QString &column);

/// "3 rows", "1 row".
[[nodiscard]] QString counted(qint64 count, const QString &noun);

} // namespace ui
