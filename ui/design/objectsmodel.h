// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/listedobjects.h"
#include "core/schema/schema.h"

#include <QAbstractTableModel>

namespace ui {

/// What a database has beside tables and views, a row each. Lives on the window's thread.
class ObjectsModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { KindColumn, NameColumn, AboutColumn, UsedColumn, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setObjects(const QList<core::ListedObject> &objects);
    [[nodiscard]] const core::ListedObject *object(int row) const; ///< nullptr when there is none

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
    QList<core::ListedObject> m_objects;
};

} // namespace ui
