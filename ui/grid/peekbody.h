// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/grid/gridpainter.h"

#include <QWidget>

namespace core {
class RowsModel;
}

namespace ui {

/// Rows as the peek card shows them, drawn as the grid draws them: one row field by field, or the first few below each
/// other. The model is borrowed; take it away before it goes.
class PeekBody : public QWidget {
    Q_OBJECT

public:
    static constexpr int fieldsAtMost = 14;
    static constexpr int rowsAtMost = 5;

    explicit PeekBody(QWidget *parent = nullptr);

    void showFields(core::RowsModel *model, qint64 row);
    /// `leftOut`: columns that say the same in every row.
    void showRows(core::RowsModel *model, const QStringList &leftOut);
    void showNothing();
    [[nodiscard]] QString text() const; ///< the same in words, a line for each field or row
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] CellLook lookAt(qint64 row, int column) const;
    [[nodiscard]] qint64 rowCount() const;
    void paintFields(QPainter &painter) const;
    void paintRows(QPainter &painter) const;
    void fit();

    core::RowsModel *m_model = nullptr;
    qint64 m_row = -1; ///< −1: the first few
    QList<int> m_columns;
    QList<int> m_widths; ///< beside m_columns
    int m_nameWidth = 0;
    GridPainter m_painter;
};

} // namespace ui
