// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace ui {

/// A place in a splitter for a panel that may hide itself: takes room only while the panel wants to be seen and the
/// window allows it, and no more than the panel's maximum height; what a person gave it comes back with the maximum.
class PanelSlot : public QWidget {
    Q_OBJECT

public:
    explicit PanelSlot(QWidget *panel, QWidget *parent = nullptr); ///< takes the panel as its child
    void setAllowed(bool allowed);

protected:
    bool event(QEvent *event) override;
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void decide();
    void fit();

    QWidget *m_panel = nullptr;
    bool m_allowed = true;
    int m_wholeHeight = 0; ///< before the panel wanted less
};

} // namespace ui
