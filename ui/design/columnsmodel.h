// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/design/designmodel.h"

namespace ui {

/// The columns of a designed table, a row each: in their order, with those that the design drops where they stood.
class ColumnsModel : public DesignModel {
    Q_OBJECT

public:
    enum Column {
        Name,
        Type,
        NotNull,
        Default,
        Key,
        Unique,
        References,
        Generated,
        Stored,
        Collation,
        Identity, ///< this and what follows: where the system has it
        Comment,
        ColumnCount
    };
    Q_ENUM(Column)

    using DesignModel::DesignModel;

    [[nodiscard]] QStringList choices(int row, int column) const override;
    [[nodiscard]] core::Result<int> insertBelow(int row) override;
    [[nodiscard]] core::Result<core::Done> drop(int row) override;
    [[nodiscard]] core::Result<core::Done> move(int row, int step) override;

protected:
    [[nodiscard]] QStringList titles() const override;
    [[nodiscard]] QList<DesignRow> makeRows() const override;
    [[nodiscard]] core::Result<core::Done> set(int row, int column, const QString &text) override;
    [[nodiscard]] core::Result<core::Done> check(int row, int column, bool checked) override;

private:
    [[nodiscard]] DesignRow rowOf(const core::Column &column) const;
    void addProblems(QList<DesignRow> &rows) const;
    [[nodiscard]] const core::Column *columnAt(int row) const; ///< nullptr for a dropped one
    [[nodiscard]] int rowOfColumn(const QString &name) const;
    [[nodiscard]] core::Result<core::Done> alter(const core::Column &from, const core::Column &to);
    [[nodiscard]] core::Result<core::Done> setReference(const core::Column &column, const QString &text);
    [[nodiscard]] core::Result<core::Done> setGenerated(const core::Column &column, const QString &text);
    [[nodiscard]] core::Result<core::Done> setIdentity(const core::Column &column, const QString &text);
    [[nodiscard]] core::Result<core::Done> setKey(const QString &column, bool inKey);
    [[nodiscard]] core::Result<core::Done> setUnique(const QString &column, bool unique);
};

} // namespace ui
