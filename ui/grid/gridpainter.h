// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/grid/celllook.h"

#include <QFont>
#include <QFontMetrics>
#include <QPainter>
#include <QRect>

namespace ui {

/// Draws cells from their looks. Fonts and measures are taken from the theme once and kept; make a new one when the
/// theme changes.
class GridPainter {
public:
    GridPainter();

    struct Flags {
        bool selected = false;
        bool open = false; ///< what its expander opens lies below
    };

    void paintCell(QPainter &painter, const QRect &rect, const CellLook &look, Flags flags) const;
    void paintFrame(QPainter &painter, const QRect &rect, bool focused) const; ///< of the current cell
    void paintRowNumber(QPainter &painter, const QRect &rect, const QString &text, bool current,
                        std::optional<Tone> mark) const;
    /// Fades what `area` shows at its right edge into `back`: there is more to the right.
    static void paintMore(QPainter &painter, const QRect &area, Tone back);
    [[nodiscard]] int textWidth(const CellLook &look) const; ///< pixels a cell needs, padding and marks included
    [[nodiscard]] int gutterWidth(qint64 rows) const;
    [[nodiscard]] const QFont &font() const { return m_font; }

    static constexpr int arrowWidth = 18; ///< what a relation's arrow takes at the cell's left, beside the padding
    static constexpr int boxWidth = 20;
    static constexpr int expanderWidth = 18;

private:
    [[nodiscard]] QString elided(const QString &text, int width) const;
    /// Draws what fits, elided at the end, and returns where it ended.
    int paintChips(QPainter &painter, const QRect &rect, const QList<CellLook::Chip> &chips, int left) const;
    void paintText(QPainter &painter, const QRect &inner, const CellLook &look, int left, const QColor &color) const;
    void paintArrow(QPainter &painter, const QRect &rect, const QColor &color) const;
    void paintExpander(QPainter &painter, const QRect &rect, bool open, const QColor &color) const;
    static void paintMisfit(QPainter &painter, int x, int y, int width);
    void paintBox(QPainter &painter, const QRect &rect, bool checked, const QColor &color) const;

    QFont m_font;
    QFont m_italic;
    QFont m_struck;
    QFont m_numbers;
    QFont m_struckNumbers;
    QFontMetrics m_metrics;
    QFontMetrics m_numberMetrics;
    int m_charWidth = 8;
    qreal m_advance = 8; ///< the same, not rounded
};

} // namespace ui
