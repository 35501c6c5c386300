// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rows/arraytext.h"

#include <QAbstractListModel>

namespace ui {

/// The elements of an array, one a row: text to edit, or NULL.
class ArrayModel : public QAbstractListModel {
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;

    [[nodiscard]] const core::ArrayElements &elements() const { return m_elements; }
    void setElements(const core::ArrayElements &elements);
    void setReadOnly(bool readOnly);

    void insert(int row, const std::optional<QString> &element);
    void remove(int row);
    void move(int row, int to);
    void setNull(int row);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;

Q_SIGNALS:
    void elementsChanged(); ///< by a person

private:
    core::ArrayElements m_elements;
    bool m_readOnly = false;
};

} // namespace ui
