// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/design/designmodel.h"

namespace ui {

/// The foreign keys of a designed table, a row each.
class ForeignKeysModel : public DesignModel {
    Q_OBJECT

public:
    enum Column { Columns, References, OnDelete, OnUpdate, Deferred, Name, NotValid, ColumnCount };
    Q_ENUM(Column)

    using DesignModel::DesignModel;

    [[nodiscard]] QStringList choices(int row, int column) const override;
    /// One that is part of the design as soon as it has columns and leads somewhere.
    [[nodiscard]] core::Result<int> insertBelow(int row) override;
    [[nodiscard]] core::Result<core::Done> drop(int row) override;

protected:
    [[nodiscard]] QStringList titles() const override;
    [[nodiscard]] QList<DesignRow> makeRows() const override;
    [[nodiscard]] core::Result<core::Done> set(int row, int column, const QString &text) override;
    [[nodiscard]] core::Result<core::Done> check(int row, int column, bool checked) override;

private:
    [[nodiscard]] QList<core::ForeignKey> dropped() const;
    [[nodiscard]] DesignRow rowOf(const core::ForeignKey &key, const core::ForeignKey *was) const;
    [[nodiscard]] core::Result<core::ForeignKey> with(core::ForeignKey key, int column, const QString &text) const;
    [[nodiscard]] core::Result<core::Done> put(int row, const core::ForeignKey &to);

    std::optional<core::ForeignKey> m_draft;
};

} // namespace ui
