// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QCheckBox;

namespace ui {

class PasswordField;

/// Asks for the password that a server wants: who asks, and why it asks again. Nothing of it is kept here.
class PasswordDialog : public QDialog {
    Q_OBJECT

public:
    /// `why`: the server's words in one sentence. `keep`: whether "Keep in the keychain" is on at first.
    PasswordDialog(const QString &place, const QString &why, bool keep, QWidget *parent = nullptr);

    [[nodiscard]] QString password() const;
    [[nodiscard]] bool keep() const;

private:
    PasswordField *m_password = nullptr;
    QCheckBox *m_keep = nullptr;
};

} // namespace ui
