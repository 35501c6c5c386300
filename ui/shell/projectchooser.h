// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/target.h"

#include <QDialog>

class QPushButton;
class QTreeWidget;

namespace ui {

class PlainLabel;

/// Which of the databases that a folder leads to is to be opened: what each is, and why one cannot be. Accepted with
/// chosen(), by Enter or a double click.
class ProjectChooser : public QDialog {
    Q_OBJECT

public:
    ProjectChooser(const QString &folder, QList<core::TargetChoice> choices, QWidget *parent = nullptr);

    [[nodiscard]] QString chosen() const; ///< for MainWindow::openTarget(); empty: none

private:
    void build(const QString &folder);
    void fill();
    void showCurrent();
    [[nodiscard]] const core::TargetChoice *current() const;

    QList<core::TargetChoice> m_choices;
    QTreeWidget *m_list = nullptr;
    PlainLabel *m_problem = nullptr;
    QPushButton *m_open = nullptr;
};

} // namespace ui
