// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace ui {

/// Paints a line of the sidebar: icon, name, and at the right a count or a pill; or a section's caption. What has others
/// below it has an arrow in the icon's place.
class SidebarDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    /// The whole name of one that does not fit, when the model says nothing itself.
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;
    /// Where the arrow is that folds and unfolds; empty where there is none.
    [[nodiscard]] static QRect foldRect(const QRect &item, const QModelIndex &index);
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

} // namespace ui
