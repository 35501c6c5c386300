// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

namespace ui {

class PlainLabel;

/// Facts of the page at the left, of the connection at the right.
class StatusBar : public QFrame {
    Q_OBJECT

public:
    explicit StatusBar(QWidget *parent = nullptr);
    void setLeft(const QStringList &facts);
    void setRight(const QStringList &facts);

private:
    PlainLabel *m_left = nullptr;
    PlainLabel *m_right = nullptr;
};

} // namespace ui
