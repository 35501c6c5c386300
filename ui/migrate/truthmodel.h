// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/truthboard.h"
#include "ui/style/pill.h"

#include <QAbstractTableModel>

namespace ui {

[[nodiscard]] PillKind pillOf(const core::TruthRow &row);
/// What a button says of it: "Mark as applied…".
[[nodiscard]] QString truthLabel(core::TruthAction action);
/// What the button is good for, for its tool tip.
[[nodiscard]] QString truthHint(core::TruthAction action);

/// The truth board as a table: one migration (or journal row without a file) a row.
class TruthModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Columns {
        MigrationColumn,
        StateColumn,
        FolderColumn,
        JournalColumn,
        SnapshotColumn,
        DatabaseColumn,
        SchemaColumn
    };
    Q_ENUM(Columns)
    enum Roles { PillRole = Qt::UserRole }; ///< StateColumn: a PillKind

    using QAbstractTableModel::QAbstractTableModel;

    void setRows(const QList<core::TruthRow> &rows,
                 bool withSchema); ///< withSchema: schema.ts was read, and has a column
    [[nodiscard]] const core::TruthRow *row(int row) const; ///< nullptr
    [[nodiscard]] int rowOf(const QString &tag, qint64 appliedAt) const; ///< −1

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QList<core::TruthRow> m_rows;
    bool m_withSchema = false;
};

} // namespace ui
