// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/changeset.h"

#include <QPointer>
#include <QStyledItemDelegate>
#include <QTableView>

namespace ui {

class ChildRowsModel;

/// Draws a line of a related list: what is staged by its colour, what is no value in italics.
class ChildListDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    static constexpr int padding = 6;

    using QStyledItemDelegate::QStyledItemDelegate;

    /// What the key sets a cell to, as in the form above the list; none: it sets nothing.
    [[nodiscard]] static std::optional<core::NewValue> valueOfKey(const QKeyEvent &event);

    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    [[nodiscard]] QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option,
                                        const QModelIndex &index) const override;
    void setEditorData(QWidget *editor, const QModelIndex &index) const override;
    void setModelData(QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const override;
    void updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const override;
    void destroyEditor(QWidget *editor, const QModelIndex &index) const override;

    void commit(); ///< hands on what is being typed

Q_SIGNALS:
    void valueRequested(const core::NewValue &value); ///< NULL, DEFAULT or empty text, in place of what is being typed

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    mutable QPointer<QWidget> m_editor;
};

/// The lines of a related list, as high as it has lines: no scroll bar of its own. F2 or typing edits the cell; what
/// else the keys mean it says by signals.
class ChildList : public QTableView {
    Q_OBJECT

public:
    ChildList(ChildRowsModel *model, QWidget *parent = nullptr); ///< the model outlives it

    void commit();
    void setCurrentRow(int row); ///< and takes the focus
    void editRow(int row); ///< the first cell that can be edited in place
    [[nodiscard]] int currentRow() const { return currentIndex().row(); }

Q_SIGNALS:
    void rowRequested(int row);
    void pickRequested(const QModelIndex &index); ///< a foreign key's cell
    void setRequested(const QModelIndex &index, const core::NewValue &value); ///< by a key: NULL, DEFAULT, empty text
    void detachRequested(int row);
    void removeRequested(int row);
    void takeBackRequested(int row);
    void currentRowChanged();

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;

private:
    void fit(); ///< height and columns
    void beginEditing();
    [[nodiscard]] bool handleKey(const QKeyEvent &event, bool perform);

    ChildRowsModel *m_rows;
    ChildListDelegate *m_delegate;
};

} // namespace ui
