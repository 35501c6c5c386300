// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/row/hexview.h"

#include "ui/style/theme.h"

#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int offsetDigits = 8;
constexpr int hexMargin = 6;

/// Of so many characters: one has no whole number of pixels, and a line of them is as long as it is drawn.
qreal widthOf(const QFont &font, int characters)
{
    return QFontMetricsF(font).horizontalAdvance(QString(characters, u'0'));
}

} // namespace

HexView::HexView(QWidget *parent)
    : QAbstractScrollArea(parent)
{
    setFont(Theme::current().monospace());
    setFocusPolicy(Qt::StrongFocus);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setAutoFillBackground(false);
}

void HexView::setBytes(const QByteArray &bytes)
{
    m_bytes = bytes;
    verticalScrollBar()->setValue(0);
    arrange();
}

int HexView::lineHeight() const
{
    return fontMetrics().height() + 1;
}

qint64 HexView::lineCount() const
{
    return (m_bytes.size() + m_perLine - 1) / m_perLine;
}

void HexView::arrange()
{
    // Offset, two blanks, three places a byte, a blank, one place a byte.
    const int places = int((viewport()->width() - 2 * hexMargin) / qMax(1.0, widthOf(font(), 100) / 100));
    m_perLine = qBound(4, (places - offsetDigits - 3) / 4 / 4 * 4, 32);
    const int page = qMax(1, (viewport()->height() - hexMargin) / lineHeight());
    verticalScrollBar()->setPageStep(page);
    verticalScrollBar()->setRange(0, int(qMax<qint64>(0, lineCount() - page)));
    viewport()->update();
}

void HexView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    const qint64 first = qint64(verticalScrollBar()->value()) * m_perLine;
    arrange();
    verticalScrollBar()->setValue(int(first / m_perLine));
}

QByteArray HexView::bytesOf(qint64 line) const
{
    return m_bytes.mid(line * m_perLine, m_perLine);
}

QString HexView::offsetText(qint64 line) const
{
    return u"%1"_s.arg(line * m_perLine, offsetDigits, 16, QChar(u'0'));
}

QString HexView::hexText(qint64 line) const
{
    return QString::fromLatin1(bytesOf(line).toHex(' ')).leftJustified(3 * m_perLine - 1);
}

QString HexView::charactersText(qint64 line) const
{
    QString text;
    for (const char c : bytesOf(line))
        text += c >= 0x20 && c < 0x7F ? QChar::fromLatin1(c) : QChar(u'·');
    return text;
}

QString HexView::lineText(qint64 line) const
{
    return offsetText(line) + u"  "_s + hexText(line) + u"  "_s + charactersText(line);
}

void HexView::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::current();
    QPainter painter(viewport());
    painter.setFont(font());
    const qreal bytesAt = hexMargin + widthOf(font(), offsetDigits + 2);
    const qreal charactersAt = hexMargin + widthOf(font(), offsetDigits + 2 + 3 * m_perLine);
    const qint64 first = verticalScrollBar()->value();
    const qint64 end = qMin(lineCount(), first + viewport()->height() / lineHeight() + 1);
    for (qint64 line = first; line < end; ++line) {
        const int baseline = hexMargin / 2 + int(line - first) * lineHeight() + fontMetrics().ascent();
        painter.setPen(theme.color(Tone::TextFaint));
        painter.drawText(QPointF(hexMargin, baseline), offsetText(line));
        painter.setPen(theme.color(Tone::Text));
        painter.drawText(QPointF(bytesAt, baseline), hexText(line));
        painter.setPen(theme.color(Tone::TextMuted));
        painter.drawText(QPointF(charactersAt, baseline), charactersText(line));
    }
    if (hasFocus()) {
        painter.setPen(theme.color(Tone::AccentLine));
        painter.drawRect(viewport()->rect().adjusted(0, 0, -1, -1));
    }
}

void HexView::keyPressEvent(QKeyEvent *event)
{
    QScrollBar *bar = verticalScrollBar();
    switch (event->key()) {
    case Qt::Key_Home:
        bar->setValue(0);
        return;
    case Qt::Key_End:
        bar->setValue(bar->maximum());
        return;
    case Qt::Key_PageUp:
        bar->triggerAction(QScrollBar::SliderPageStepSub);
        return;
    case Qt::Key_PageDown:
        bar->triggerAction(QScrollBar::SliderPageStepAdd);
        return;
    default:
        break;
    }
    QAbstractScrollArea::keyPressEvent(event);
}

} // namespace ui

#include "moc_hexview.cpp"
