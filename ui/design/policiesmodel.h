// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/design/designmodel.h"

namespace ui {

/// The policies of a designed table's row level security, a row each.
class PoliciesModel : public DesignModel {
    Q_OBJECT

public:
    enum Column { Name, Command, Roles, Using, WithCheck, Restrictive, ColumnCount };
    Q_ENUM(Column)

    using DesignModel::DesignModel;

    [[nodiscard]] QStringList choices(int row, int column) const override;
    [[nodiscard]] core::Result<int> insertBelow(int row) override; ///< part of the design once it has a name
    [[nodiscard]] core::Result<core::Done> drop(int row) override;

protected:
    [[nodiscard]] QStringList titles() const override;
    [[nodiscard]] QList<DesignRow> makeRows() const override;
    [[nodiscard]] core::Result<core::Done> set(int row, int column, const QString &text) override;
    [[nodiscard]] core::Result<core::Done> check(int row, int column, bool checked) override;

private:
    [[nodiscard]] QList<core::Policy> dropped() const;
    [[nodiscard]] DesignRow rowOf(const core::Policy &policy, const core::Policy *was) const;
    [[nodiscard]] core::Result<core::Policy> with(core::Policy policy, int column, const QString &text) const;

    std::optional<core::Policy> m_draft;
};

} // namespace ui
