// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLineEdit;
class QPushButton;

namespace ui {

/// A line for a password, hidden until "Show" beside it is pressed. What is hidden cannot be copied.
class PasswordField : public QWidget {
    Q_OBJECT

public:
    explicit PasswordField(QWidget *parent = nullptr);

    [[nodiscard]] QString text() const;
    void setText(const QString &password);
    void setHint(const QString &text); ///< in the empty line
    void setInvalid(bool invalid);
    [[nodiscard]] QLineEdit *line() const { return m_line; }

Q_SIGNALS:
    void edited();

private:
    void setShown(bool shown);

    QLineEdit *m_line = nullptr;
    QPushButton *m_show = nullptr;
};

} // namespace ui
