// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/style/theme.h"

#include <QWidget>

class QPainter;

namespace ui {

enum class PillKind { Neutral, Green, Amber, Red, Blue, Violet };

/// A small rounded label: "1 pending", "3". Its text is plain and never wraps.
class Pill : public QWidget {
    Q_OBJECT

public:
    explicit Pill(PillKind kind, const QString &text = {}, QWidget *parent = nullptr);

    void setText(const QString &text);
    [[nodiscard]] QString text() const { return m_text; }
    void setKind(PillKind kind);
    [[nodiscard]] PillKind kind() const { return m_kind; }
    void setDot(bool dot); ///< a filled dot before the text: "connected"

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

    static constexpr int height = 19;
    /// For delegates: how wide a pill with the text is, and one painted left-aligned and centred in `rect`.
    [[nodiscard]] static int widthFor(const QString &text, bool dot = false);
    /// Where the text is in a pill that takes up `body`, and how much of it is shown in so much room.
    [[nodiscard]] static QRectF textRect(const QRectF &body, bool dot);
    [[nodiscard]] static QString shownIn(const QString &text, qreal width);
    static void paintBody(QPainter &painter, const QRectF &rect, PillKind kind); ///< without a text, as wide as `rect`
    static void paint(QPainter &painter, const QRectF &rect, PillKind kind, const QString &text, bool dot = false);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    PillKind m_kind;
    QString m_text;
    bool m_dot = false;
};

} // namespace ui
