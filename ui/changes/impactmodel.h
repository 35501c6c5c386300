// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/impact.h"

#include <QAbstractItemModel>

#include <memory>

namespace ui {

/// What staged edits take along, as a tree: the staged rows of a table, below them the rows that each relation reaches.
/// A plain view of one Impact, which it shares.
class ImpactModel : public QAbstractItemModel {
    Q_OBJECT

public:
    enum Column { TableColumn, ActionColumn, CountColumn, ColumnCount };
    Q_ENUM(Column)
    enum Role {
        DimRole = Qt::UserRole, ///< what stands dimmed behind the text
        PillKindRole, ///< int, of PillKind; in ActionColumn
        BlockedRole ///< the node's rows forbid it
    };

    using QAbstractItemModel::QAbstractItemModel;

    void setImpact(std::shared_ptr<const core::Impact> impact); ///< nullptr: none
    [[nodiscard]] const std::shared_ptr<const core::Impact> &impact() const { return m_impact; }
    [[nodiscard]] int nodeAt(const QModelIndex &index) const; ///< into Impact::nodes; −1
    [[nodiscard]] QModelIndex indexOf(int node) const;
    /// What names the node whatever else is in the tree: the same after the edits have changed a little.
    [[nodiscard]] static QString nameOf(const core::Impact &impact, int node);
    [[nodiscard]] static int nodeNamed(const core::Impact &impact, const QString &name); ///< −1: gone

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    [[nodiscard]] const QList<int> &childrenOf(const QModelIndex &parent) const;

    std::shared_ptr<const core::Impact> m_impact;
};

} // namespace ui
