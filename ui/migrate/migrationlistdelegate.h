// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace ui {

/// Caption rows, and rows with a name at the left and a pill or an age at the right.
class MigrationListDelegate : public QStyledItemDelegate {
public:
    enum Role { TagRole = Qt::UserRole, PillTextRole, PillKindRole, AgeRole, SourceRole };

    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    [[nodiscard]] static int paintRight(QPainter &painter, const QRect &inside, const QModelIndex &index);
};

} // namespace ui
