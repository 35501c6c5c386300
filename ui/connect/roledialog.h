// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/serverrole.h"

#include <QDialog>

class QLineEdit;
class QListWidget;
class QPlainTextEdit;

namespace ui {

class PlainLabel;

/// As whom to look at a server's rows: a role, and the claims that its policies ask for. Opens nothing itself.
class RoleDialog : public QDialog {
    Q_OBJECT

public:
    explicit RoleDialog(const QString &place, QWidget *parent = nullptr);

    void setRoles(const core::Result<QStringList> &roles); ///< those that may be taken; any other may be typed
    void setRole(const core::BrowsedRole &role);
    [[nodiscard]] core::BrowsedRole role() const;

public Q_SLOTS:
    void accept() override; ///< says what is wrong, and stays

private:
    void build(const QString &place);
    void showProblem(const QString &text);

    QLineEdit *m_role = nullptr;
    QListWidget *m_list = nullptr;
    QPlainTextEdit *m_claims = nullptr;
    QLineEdit *m_setting = nullptr;
    PlainLabel *m_hint = nullptr;
    PlainLabel *m_problem = nullptr;
};

} // namespace ui
