// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/design/designmodel.h"

namespace ui {

/// The checks of a designed table, a row each.
class ChecksModel : public DesignModel {
    Q_OBJECT

public:
    enum Column { Condition, Name, NotValid, ColumnCount };
    Q_ENUM(Column)

    using DesignModel::DesignModel;

    [[nodiscard]] core::Result<int> insertBelow(int row) override; ///< part of the design once it has a condition
    [[nodiscard]] core::Result<core::Done> drop(int row) override;

protected:
    [[nodiscard]] QStringList titles() const override;
    [[nodiscard]] QList<DesignRow> makeRows() const override;
    [[nodiscard]] core::Result<core::Done> set(int row, int column, const QString &text) override;
    [[nodiscard]] core::Result<core::Done> check(int row, int column, bool checked) override;

private:
    [[nodiscard]] QList<core::CheckConstraint> dropped() const;

    std::optional<core::CheckConstraint> m_draft;
};

} // namespace ui
