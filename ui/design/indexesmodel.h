// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/design/designmodel.h"

namespace ui {

/// The primary key, the unique constraints and the indexes of a designed table, a row each.
class IndexesModel : public DesignModel {
    Q_OBJECT

public:
    enum Column {
        Kind,
        Name,
        Columns,
        Unique,
        Where,
        Method, ///< this and what follows: where the system has it
        Include,
        NullsEqual,
        Deferral,
        ColumnCount
    };
    Q_ENUM(Column)

    using DesignModel::DesignModel;

    [[nodiscard]] QStringList choices(int row, int column) const override;
    /// An index whose columns are to be typed first: until then it is no part of the design.
    [[nodiscard]] core::Result<int> insertBelow(int row) override;
    [[nodiscard]] int insertUnique(); ///< likewise a unique constraint
    [[nodiscard]] core::Result<core::Done> drop(int row) override;
    [[nodiscard]] int firstColumnToEdit() const override { return Columns; }

protected:
    [[nodiscard]] QStringList titles() const override;
    [[nodiscard]] QList<DesignRow> makeRows() const override;
    [[nodiscard]] core::Result<core::Done> set(int row, int column, const QString &text) override;
    [[nodiscard]] core::Result<core::Done> check(int row, int column, bool checked) override;

private:
    enum class What { Key, Constraint, Index, OldConstraint, OldIndex, Draft };
    struct Place {
        What what = What::Key;
        int item = -1;
    };
    [[nodiscard]] QList<Place> places() const; ///< in the order of the rows
    [[nodiscard]] DesignRow keyRow() const;
    [[nodiscard]] DesignRow constraintRow(int item) const;
    [[nodiscard]] DesignRow indexRow(int item) const;
    [[nodiscard]] QList<core::UniqueConstraint> oldConstraints() const;
    [[nodiscard]] QList<core::Index> oldIndexes() const;
    [[nodiscard]] core::Result<core::Done> setKey(const QString &text);
    [[nodiscard]] core::Result<core::Done> setConstraint(const core::UniqueConstraint &from, int column,
                                                         const QString &text);
    [[nodiscard]] core::Result<core::Done> setIndex(const core::Index &from, int column, const QString &text);
    [[nodiscard]] core::Result<core::Done> setKeyPart(core::PrimaryKey key, int column, const QString &text);
    [[nodiscard]] core::Result<core::Done> setDraft(int column, const QString &text);

    struct Draft {
        bool constraint = false;
        QString name;
        bool unique = false;
        QString where;
        QString method;
    };
    std::optional<Draft> m_draft;
};

} // namespace ui
