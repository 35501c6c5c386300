// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace ui {

/// Draws the cells of a DesignModel (new, changed, dropped, wrong) and opens a line to type in, with what can be
/// chosen below it. A text that is refused stays in its editor.
class DesignDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    enum class Exit { Stay, Down, Up, Right, Left };
    Q_ENUM(Exit)

    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void setEditorData(QWidget *editor, const QModelIndex &index) const override;
    void setModelData(QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const override;
    void updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const override;
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                     const QModelIndex &index) override; ///< a click anywhere in the cell ticks it

Q_SIGNALS:
    void left(ui::DesignDelegate::Exit exit); ///< the editor is closed; where the cursor goes

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    bool leave(QWidget *editor, Exit exit);
    bool choose(QAbstractItemView *popup, const QKeyEvent *key);
};

} // namespace ui
