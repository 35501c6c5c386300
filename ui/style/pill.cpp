// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/pill.h"

#include <QFontMetrics>
#include <QPainter>

namespace ui {

namespace {

struct PillTones {
    Tone back, border, text;
};

PillTones tonesOf(PillKind kind)
{
    switch (kind) {
    case PillKind::Neutral:
        return {Tone::Raised, Tone::Border, Tone::TextMuted};
    case PillKind::Green:
        return {Tone::PillGreenBack, Tone::PillGreenBorder, Tone::PillGreenText};
    case PillKind::Amber:
        return {Tone::PillAmberBack, Tone::PillAmberBorder, Tone::PillAmberText};
    case PillKind::Red:
        return {Tone::PillRedBack, Tone::PillRedBorder, Tone::PillRedText};
    case PillKind::Blue:
        return {Tone::PillBlueBack, Tone::PillBlueBorder, Tone::PillBlueText};
    case PillKind::Violet:
        return {Tone::PillVioletBack, Tone::PillVioletBorder, Tone::PillVioletText};
    }
    return {Tone::Raised, Tone::Border, Tone::Text};
}

constexpr int pillPadding = 8;
constexpr int dotWidth = 12;

} // namespace

Pill::Pill(PillKind kind, const QString &text, QWidget *parent)
    : QWidget(parent)
    , m_kind(kind)
    , m_text(text)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(text);
}

void Pill::setText(const QString &text)
{
    if (text == m_text)
        return;
    m_text = text;
    setAccessibleName(text);
    updateGeometry();
    update();
}

void Pill::setKind(PillKind kind)
{
    m_kind = kind;
    update();
}

void Pill::setDot(bool dot)
{
    m_dot = dot;
    updateGeometry();
    update();
}

QSize Pill::sizeHint() const
{
    return {widthFor(m_text, m_dot), height};
}

QSize Pill::minimumSizeHint() const
{
    return sizeHint();
}

int Pill::widthFor(const QString &text, bool dot)
{
    const QFontMetrics metrics(Theme::current().small());
    return metrics.horizontalAdvance(text) + 2 * pillPadding + (dot ? dotWidth : 0) + 1;
}

void Pill::paintBody(QPainter &painter, const QRectF &rect, PillKind kind)
{
    const PillTones tones = tonesOf(kind);
    QRectF body(rect.left(), 0, rect.width(), height);
    body.moveTop(rect.center().y() - body.height() / 2);
    body = QRectF(body.toRect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Theme::current().color(tones.border));
    painter.setBrush(Theme::current().color(tones.back));
    painter.drawRoundedRect(body, body.height() / 2, body.height() / 2);
    painter.restore();
}

QRectF Pill::textRect(const QRectF &body, bool dot)
{
    return body.adjusted(pillPadding - 0.5 + (dot ? dotWidth : 0), 0, -pillPadding + 0.5, 0);
}

QString Pill::shownIn(const QString &text, qreal width)
{
    return QFontMetrics(Theme::current().small()).elidedText(text, Qt::ElideRight, qCeil(width) + 1);
}

void Pill::paint(QPainter &painter, const QRectF &rect, PillKind kind, const QString &text, bool dot)
{
    const Theme &theme = Theme::current();
    const PillTones tones = tonesOf(kind);
    QRectF body(rect.left(), 0, qMin<qreal>(widthFor(text, dot), rect.width()), height);
    paintBody(painter, QRectF(rect.left(), rect.top(), body.width(), rect.height()), kind);
    body.moveTop(rect.center().y() - body.height() / 2);
    body = QRectF(body.toRect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF inner = textRect(body, dot);
    painter.setPen(Qt::NoPen);
    if (dot) {
        painter.setBrush(theme.color(tones.text));
        painter.drawEllipse(QPointF(inner.left() - dotWidth + 3.5, body.center().y()), 3.5, 3.5);
    }
    painter.setPen(theme.color(tones.text));
    painter.setFont(theme.small());
    painter.drawText(inner.adjusted(0, 0, 2, 0), Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     shownIn(text, inner.width()));
    painter.restore();
}

void Pill::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paint(painter, QRectF(rect()), m_kind, m_text, m_dot);
}

} // namespace ui

#include "moc_pill.cpp"
