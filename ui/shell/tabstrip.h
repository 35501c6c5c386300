// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTabBar>

namespace ui {

/// The row of tabs: accent line on top of the current one, a preview tab in italics, a badge with the number of staged
/// edits, a cross to close. Middle click closes, double click pins. Knows nothing of pages.
class TabStrip : public QTabBar {
    Q_OBJECT

public:
    explicit TabStrip(QWidget *parent = nullptr);

    void setTitle(int index, const QString &title); ///< shown as it is, `&` included
    [[nodiscard]] QString title(int index) const;
    void setPreview(int index, bool preview);
    [[nodiscard]] bool isPreview(int index) const;
    void setBadge(int index, int count); ///< 0: none
    [[nodiscard]] int badge(int index) const;

Q_SIGNALS:
    void closeRequested(int index);
    void pinRequested(int index);

protected:
    [[nodiscard]] QSize tabSizeHint(int index) const override;
    [[nodiscard]] QSize minimumTabSizeHint(int index) const override;
    void paintEvent(QPaintEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    struct Look {
        QString title;
        bool preview = false;
        int badge = 0;
        friend bool operator==(const Look &, const Look &) = default;
    };
    [[nodiscard]] Look look(int index) const;
    void setLook(int index, const Look &look);
    [[nodiscard]] QRect crossRect(int index) const;
    void paintTab(QPainter &painter, int index) const;

    int m_hovered = -1;
    bool m_overCross = false;
    int m_pressedCross = -1;
};

} // namespace ui
