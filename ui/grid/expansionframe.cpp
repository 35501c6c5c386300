// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/expansionframe.h"

#include "ui/style/buttons.h"
#include "ui/style/theme.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QVBoxLayout>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int indent = 14; ///< of the inner grid; a bar in it says where the rows belong to
constexpr int frameBarWidth = 3;

} // namespace

ExpansionFrame::ExpansionFrame(QWidget *parent)
    : QWidget(parent)
{
    setObjectName(u"expansion"_s);
    setCursor(Qt::ArrowCursor);
    setAttribute(Qt::WA_OpaquePaintEvent);
    plainLayout<QVBoxLayout>(this)->setContentsMargins(indent, 0, 0, 1);
}

void ExpansionFrame::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = Theme::current();
    painter.fillRect(rect(), theme.color(Tone::Panel));
    painter.fillRect(QRect(0, 0, frameBarWidth, height()), theme.color(Tone::AccentLine));
    painter.setPen(theme.color(Tone::Border));
    painter.drawLine(rect().bottomLeft(), rect().bottomRight());
}

void ExpansionFrame::keyPressEvent(QKeyEvent *event)
{
    event->accept();
    if (event->key() == Qt::Key_Escape)
        left();
}

void ExpansionFrame::mousePressEvent(QMouseEvent *event)
{
    event->accept();
}
void ExpansionFrame::mouseReleaseEvent(QMouseEvent *event)
{
    event->accept();
}
void ExpansionFrame::mouseDoubleClickEvent(QMouseEvent *event)
{
    event->accept();
}
void ExpansionFrame::contextMenuEvent(QContextMenuEvent *event)
{
    event->accept();
}

} // namespace ui
