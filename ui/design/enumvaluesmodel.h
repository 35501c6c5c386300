// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/design/designmodel.h"
#include "ui/migrate/probecounts.h"

namespace ui {

/// The values of a designed enum, a row each: in their order, with those that the design drops where they stood. Of
/// those it says how many rows hold them, and takes what these rows get instead.
class EnumValuesModel : public DesignModel {
    Q_OBJECT

public:
    enum Column { Value, Before, Instead, ColumnCount };
    Q_ENUM(Column)

    EnumValuesModel(core::Session &session, DesignDesk &desk, QObject *parent = nullptr);

    [[nodiscard]] QStringList choices(int row, int column) const override;
    [[nodiscard]] core::Result<int> insertBelow(int row) override; ///< part of the design once it has a text
    [[nodiscard]] core::Result<core::Done> drop(int row) override;
    [[nodiscard]] core::Result<core::Done> move(int row, int step) override;
    void count(); ///< the rows with dropped values; anew after setTable()
    [[nodiscard]] bool isCounting() const { return m_counts->isAsking(); }

protected:
    [[nodiscard]] QStringList titles() const override;
    [[nodiscard]] QList<DesignRow> makeRows() const override;
    [[nodiscard]] bool isThere() const override { return type(); }
    [[nodiscard]] core::Result<core::Done> set(int row, int column, const QString &text) override;

private:
    [[nodiscard]] const core::EnumType *type() const; ///< nullptr: not there any more
    [[nodiscard]] QString nameNow(const QString &before) const; ///< of a value that stays
    [[nodiscard]] QString valueAt(int row) const; ///< of a dropped one as the database calls it
    [[nodiscard]] DesignRow valueRow(const QString &value) const;
    [[nodiscard]] DesignRow droppedRow(const QString &value) const;
    [[nodiscard]] QString countText(const QString &dropped) const;
    [[nodiscard]] core::Result<core::Done> setInstead(const QString &dropped, const QString &text);

    ProbeCounts *m_counts = nullptr;
    std::optional<int> m_draft; ///< where a new value is being typed
};

} // namespace ui
