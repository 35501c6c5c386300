// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/gridpainter.h"

#include "ui/style/celltext.h"

#include <QPainterPath>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

bool isAscii(const QString &text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() < 0x80; });
}

constexpr int moreWidth = 28;

struct ChipTones {
    Tone back, border, text;
};

ChipTones tonesOf(CellLook::Chip::State state)
{
    switch (state) {
    case CellLook::Chip::State::Stored:
        return {Tone::Raised, Tone::Border, Tone::TextMuted};
    case CellLook::Chip::State::Added:
        return {Tone::PillGreenBack, Tone::PillGreenBorder, Tone::PillGreenText};
    case CellLook::Chip::State::Removed:
        return {Tone::PillRedBack, Tone::PillRedBorder, Tone::PillRedText};
    }
    return {Tone::Raised, Tone::Border, Tone::TextMuted};
}

QColor faded(QColor color, qreal alpha)
{
    color.setAlphaF(static_cast<float>(alpha));
    return color;
}

} // namespace

GridPainter::GridPainter()
    : m_font(Theme::current().monospace())
    , m_italic(m_font)
    , m_struck(m_font)
    , m_numbers(Theme::current().small())
    , m_struckNumbers(m_numbers)
    , m_metrics(m_font)
    , m_numberMetrics(m_numbers)
    , m_charWidth(std::max(1, m_metrics.horizontalAdvance(u'0')))
    , m_advance(std::max(1.0, QFontMetricsF(m_font).horizontalAdvance(u'0')))
{
    m_italic.setItalic(true);
    m_struck.setStrikeOut(true);
    m_struckNumbers.setStrikeOut(true);
}

QString GridPainter::elided(const QString &text, int width) const
{
    if (width <= 0)
        return {};
    // Every character is as wide as every other: no need to measure, as long as nothing falls back to another font.
    if (isAscii(text)) {
        const auto fits = static_cast<qsizetype>(width / m_advance);
        return text.size() <= fits ? text : QString(text.left(std::max<qsizetype>(0, fits - 1)) + u"…"_s);
    }
    return m_metrics.elidedText(text, Qt::ElideRight, width);
}

void GridPainter::paintArrow(QPainter &painter, const QRect &rect, const QColor &color) const
{
    const QPointF c(rect.left() + Theme::cellPadding + 4.5, rect.center().y() + 0.5);
    QPainterPath path;
    path.moveTo(c + QPointF(-3.5, 3.5));
    path.lineTo(c + QPointF(3.5, -3.5));
    path.moveTo(c + QPointF(-1.5, -3.5));
    path.lineTo(c + QPointF(3.5, -3.5));
    path.lineTo(c + QPointF(3.5, 1.5));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, 1.3, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(path);
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void GridPainter::paintExpander(QPainter &painter, const QRect &rect, bool open, const QColor &color) const
{
    const QPointF c(rect.left() + Theme::cellPadding + 4.5, rect.center().y() + 0.5);
    QPainterPath path;
    path.moveTo(c + (open ? QPointF(-4, -2) : QPointF(-2, -4)));
    path.lineTo(c + (open ? QPointF(0, 2) : QPointF(2, 0)));
    path.lineTo(c + (open ? QPointF(4, -2) : QPointF(-2, 4)));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, 1.4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(path);
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void GridPainter::paintBox(QPainter &painter, const QRect &rect, bool checked, const QColor &color) const
{
    const QRectF box(rect.left() + Theme::cellPadding + 0.5, rect.center().y() - 5.5, 11, 11);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(color, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(box, 2, 2);
    if (checked) {
        QPainterPath tick;
        tick.moveTo(box.topLeft() + QPointF(2.5, 5.5));
        tick.lineTo(box.topLeft() + QPointF(4.7, 8));
        tick.lineTo(box.topLeft() + QPointF(8.7, 3));
        painter.setPen(QPen(color, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.drawPath(tick);
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void GridPainter::paintCell(QPainter &painter, const QRect &rect, const CellLook &look, Flags flags) const
{
    const Theme &theme = Theme::current();
    const QRect inner = rect.adjusted(0, 0, -1, -1); // the grid's lines stay free
    if (look.back)
        painter.fillRect(inner, theme.color(*look.back));
    if (flags.selected)
        painter.fillRect(inner, look.back ? faded(theme.color(Tone::Selection), 0.5) : theme.color(Tone::Selection));
    if (look.mark)
        painter.fillRect(QRect(inner.left(), inner.top(), 2, inner.height()), theme.color(*look.mark));

    if (look.placeholder) {
        const QRect bar(inner.left() + Theme::cellPadding, inner.center().y() - 3,
                        std::min(60, inner.width() - 2 * Theme::cellPadding), 6);
        if (bar.width() > 0)
            painter.fillRect(bar, theme.color(Tone::GridLine));
    }
    int left = inner.left() + Theme::cellPadding;
    const bool plainTone = look.tone == Tone::Text && flags.selected;
    const QColor color = theme.color(plainTone ? Tone::SelectionText : look.tone);
    painter.setClipRect(inner);
    if (look.expander) {
        paintExpander(painter, inner, flags.open, theme.color(flags.open ? Tone::Accent : Tone::TextMuted));
        left += expanderWidth;
    }
    if (look.arrow) {
        paintArrow(painter, inner.adjusted(look.expander ? expanderWidth : 0, 0, 0, 0),
                   look.struck ? color : theme.color(Tone::TextMuted));
        left += arrowWidth;
    }
    if (look.box != CellLook::Box::None) {
        paintBox(painter, inner, look.box == CellLook::Box::Checked, color);
        left += boxWidth;
    }
    if (!look.chips.isEmpty())
        left = paintChips(painter, inner, look.chips, left);
    paintText(painter, inner, look, left, color);
    painter.setClipping(false);
}

void GridPainter::paintText(QPainter &painter, const QRect &inner, const CellLook &look, int left,
                            const QColor &color) const
{
    const int width = inner.right() - Theme::cellPadding - left + 1;
    if (width <= 0 || (look.text.isEmpty() && look.suffix.isEmpty()))
        return;
    const int baseline = inner.top() + (inner.height() - m_metrics.height()) / 2 + m_metrics.ascent();
    // Where there is too little room for both, the name alone.
    const int wanted = look.suffix.isEmpty() ? 0 : m_metrics.horizontalAdvance(look.suffix);
    const int atLeast = std::min(6 * m_charWidth, m_metrics.horizontalAdvance(look.text.left(6)));
    const int suffixWidth = wanted + atLeast <= width || look.text.isEmpty() ? wanted : 0;
    const QString text = elided(look.text, width - suffixWidth);
    const int textWidth = m_metrics.horizontalAdvance(text);
    painter.setFont(look.struck ? m_struck : look.italic ? m_italic : m_font);
    painter.setPen(color);
    const int x = look.right ? left + std::max(0, width - textWidth) : left;
    painter.drawText(QPoint(x, baseline), text);
    if (!look.misfit.isEmpty())
        paintMisfit(painter, x, std::min(inner.bottom() - 2, baseline + 3), textWidth);
    if (suffixWidth == 0)
        return;
    painter.setFont(m_font);
    painter.setPen(Theme::current().color(look.suffixTone));
    painter.drawText(QPoint(left + textWidth, baseline), elided(look.suffix, width - textWidth));
}

int GridPainter::paintChips(QPainter &painter, const QRect &rect, const QList<CellLook::Chip> &chips, int left) const
{
    constexpr int padding = 6;
    constexpr int gap = 4;
    const Theme &theme = Theme::current();
    const int right = rect.right() - Theme::cellPadding;
    painter.setRenderHint(QPainter::Antialiasing);
    for (const CellLook::Chip &chip : chips) {
        const int room = right - left - 2 * padding;
        if (room < 2 * m_charWidth)
            break;
        const QString text = m_numberMetrics.elidedText(chip.text, Qt::ElideRight, room);
        const QRectF pill(left + 0.5, rect.center().y() - 8.5, m_numberMetrics.horizontalAdvance(text) + 2 * padding, 17);
        const ChipTones tones = tonesOf(chip.state);
        painter.setPen(theme.color(tones.border));
        painter.setBrush(theme.color(tones.back));
        painter.drawRoundedRect(pill, 8, 8);
        painter.setFont(chip.state == CellLook::Chip::State::Removed ? m_struckNumbers : m_numbers);
        painter.setPen(theme.color(tones.text));
        painter.drawText(pill, Qt::AlignCenter, text);
        left = static_cast<int>(pill.right()) + gap + 1;
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setBrush(Qt::NoBrush);
    return left;
}

/// As misspelt words are marked.
void GridPainter::paintMisfit(QPainter &painter, int x, int y, int width)
{
    QPolygonF wave;
    for (int step = 0; step <= std::max(width, 12); step += 2)
        wave.append(QPointF(x + step, y + (step % 4 == 0 ? 0 : 2)));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(Theme::current().color(Tone::Danger), 1.2));
    painter.drawPolyline(wave);
    painter.setRenderHint(QPainter::Antialiasing, false);
}

void GridPainter::paintFrame(QPainter &painter, const QRect &rect, bool focused) const
{
    const QRect inner = rect.adjusted(0, 0, -1, -1);
    painter.setPen(QPen(Theme::current().color(focused ? Tone::Accent : Tone::TextFaint), focused ? 2 : 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(focused ? inner.adjusted(1, 1, 0, 0) : inner.adjusted(0, 0, -1, -1));
}

void GridPainter::paintRowNumber(QPainter &painter, const QRect &rect, const QString &text, bool current,
                                 std::optional<Tone> mark) const
{
    const Theme &theme = Theme::current();
    painter.fillRect(rect.adjusted(0, 0, -1, -1), theme.color(Tone::Panel));
    if (mark)
        painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height() - 1), theme.color(*mark));
    painter.setFont(m_numbers);
    painter.setPen(theme.color(current ? Tone::Text : Tone::TextFaint));
    const int baseline = rect.top() + (rect.height() - m_numberMetrics.height()) / 2 + m_numberMetrics.ascent();
    painter.drawText(QPoint(rect.right() - 8 - m_numberMetrics.horizontalAdvance(text), baseline), text);
}

void GridPainter::paintMore(QPainter &painter, const QRect &area, Tone back)
{
    const QRect strip(area.right() + 1 - moreWidth, area.top(), moreWidth, area.height());
    QLinearGradient fade(strip.topLeft(), strip.topRight());
    fade.setColorAt(0, faded(Theme::current().color(back), 0));
    fade.setColorAt(1, Theme::current().color(back));
    painter.fillRect(strip, fade);
}

int GridPainter::textWidth(const CellLook &look) const
{
    int chips = 0;
    for (const CellLook::Chip &chip : look.chips)
        chips += m_numberMetrics.horizontalAdvance(chip.text) + 17;
    return chips + m_metrics.horizontalAdvance(look.text + look.suffix) + 2 * Theme::cellPadding + 3
        + (look.arrow ? arrowWidth : 0) + (look.expander ? expanderWidth : 0)
        + (look.box != CellLook::Box::None ? boxWidth : 0);
}

int GridPainter::gutterWidth(qint64 rows) const
{
    const QString widest = u"~"_s + QString(grouped(std::max<qint64>(rows, 100)).size(), u'8');
    return m_numberMetrics.horizontalAdvance(widest) + 18;
}

} // namespace ui
