// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "ui/design/designdelegate.h"

#include <QTableView>

namespace ui {

class DesignModel;

/// A grid of the designer, made for the keyboard: arrows move, typing, Enter and F2 edit, Enter accepts and moves down,
/// Tab accepts and moves right, Space ticks, Insert adds a row, Delete drops one or takes that back, Ctrl+Up and
/// Ctrl+Down move it.
class DesignGrid : public QTableView {
    Q_OBJECT

public:
    explicit DesignGrid(DesignModel &model, QWidget *parent = nullptr);

    void insertRow(); ///< below the current one, and opens its first cell
    void dropRow();
    void moveRow(int step);
    void editCell(int row, int column);
    [[nodiscard]] bool finishEditing(); ///< false: what is typed is refused, and stays
    [[nodiscard]] DesignModel &designModel() const { return m_model; }

Q_SIGNALS:
    void refused(const core::Error &error);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    bool event(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;

private:
    void leaveTo(DesignDelegate::Exit exit);
    void goTo(int row, int column);
    void toggle();

    DesignModel &m_model;
    DesignDelegate *m_delegate = nullptr;
};

} // namespace ui
