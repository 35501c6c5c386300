// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/row/valueline.h"

#include "ui/style/theme.h"

#include <QInputMethodEvent>
#include <QPainter>
#include <QStyleOptionFrame>

namespace ui {

ValueLine::ValueLine(QWidget *parent)
    : QLineEdit(parent)
{
    setFont(Theme::current().monospace());
}

void ValueLine::setMixed(bool mixed)
{
    m_mixed = mixed;
    update();
}

void ValueLine::inputMethodEvent(QInputMethodEvent *event)
{
    m_composing = !event->preeditString().isEmpty();
    QLineEdit::inputMethodEvent(event);
}

void ValueLine::paintEvent(QPaintEvent *event)
{
    if (!text().isEmpty() || placeholderText().isEmpty() || m_composing) {
        QLineEdit::paintEvent(event);
        return;
    }
    QStyleOptionFrame option;
    initStyleOption(&option);
    QPainter painter(this);
    style()->drawPrimitive(QStyle::PE_PanelLineEdit, &option, &painter, this);
    const QRect room = style()->subElementRect(QStyle::SE_LineEditContents, &option, this).adjusted(2, 0, -2, 0);
    QFont slanted = font();
    slanted.setItalic(!m_mixed);
    painter.setFont(slanted);
    painter.setPen(Theme::current().color(m_mixed ? Tone::TextMuted : Tone::TextFaint));
    painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetrics(slanted).elidedText(placeholderText(), Qt::ElideRight, room.width()));
    if (hasFocus() && !isReadOnly())
        painter.fillRect(QRect(room.left() - 1, cursorRect().top() + 1, 1, fontMetrics().height()),
                         Theme::current().color(Tone::Text));
}

} // namespace ui

#include "moc_valueline.cpp"
