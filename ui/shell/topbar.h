// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QToolButton;

namespace ui {

class ActionRegistry;
class Pill;
class PlainLabel;

/// Brand and connection at the left, the palette's field in the middle of the window, mode and theme at the right.
class TopBar : public QFrame {
    Q_OBJECT

public:
    explicit TopBar(const ActionRegistry &actions, QWidget *parent = nullptr);

    void setConnection(const QString &text, bool readOnly, bool production = false); ///< empty: nothing is open
    void setMode(const QString &text, const QString &why);
    void themeChanged();

Q_SIGNALS:
    void connectionClicked(); ///< the pill that says which database is open

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void placeField();

    PlainLabel *m_brand = nullptr;
    Pill *m_connection = nullptr;
    QToolButton *m_field = nullptr;
    PlainLabel *m_mode = nullptr;
    QToolButton *m_theme = nullptr;
    QToolButton *m_menu = nullptr;
    QWidget *m_right = nullptr;
    QWidget *m_left = nullptr;
};

} // namespace ui
