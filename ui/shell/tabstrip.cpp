// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/tabstrip.h"

#include "ui/style/celltext.h"
#include "ui/style/icons.h"
#include "ui/style/pill.h"
#include "ui/style/plainlabel.h"

#include <QMouseEvent>
#include <QPainter>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int tabHeight = 36;
constexpr int tabPadding = 14;
constexpr int tabGap = 8;
constexpr int crossSide = 16;
constexpr int widestTab = 260;

QFont titleFont(bool preview)
{
    QFont font = Theme::current().interface();
    font.setItalic(preview);
    return font;
}

} // namespace

TabStrip::TabStrip(QWidget *parent)
    : QTabBar(parent)
{
    setObjectName(u"tabs"_s);
    setDrawBase(false);
    setExpanding(false);
    setMovable(true);
    setUsesScrollButtons(true);
    setElideMode(Qt::ElideRight);
    setMouseTracking(true);
    setFocusPolicy(Qt::NoFocus);
    setFixedHeight(tabHeight);
}

TabStrip::Look TabStrip::look(int index) const
{
    const QVariantList parts = tabData(index).toList();
    return parts.size() == 3 ? Look{parts.at(0).toString(), parts.at(1).toBool(), parts.at(2).toInt()} : Look{};
}

void TabStrip::setLook(int index, const Look &look)
{
    setTabData(index, QVariantList{look.title, look.preview, look.badge});
    // Qt lays tabs out anew when their text changes; the text itself is painted by us.
    setTabText(index,
               plainButtonText(look.title + (look.badge > 0 ? u" "_s + QString::number(look.badge) : QString())));
    setTabToolTip(index, plainToolTip(look.title));
    setAccessibleTabName(index, look.title);
}

void TabStrip::setTitle(int index, const QString &title)
{
    Look l = look(index);
    l.title = title;
    setLook(index, l);
}

QString TabStrip::title(int index) const
{
    return look(index).title;
}

void TabStrip::setPreview(int index, bool preview)
{
    Look l = look(index);
    l.preview = preview;
    setLook(index, l);
    update();
}

bool TabStrip::isPreview(int index) const
{
    return look(index).preview;
}

void TabStrip::setBadge(int index, int count)
{
    Look l = look(index);
    l.badge = count;
    setLook(index, l);
}

int TabStrip::badge(int index) const
{
    return look(index).badge;
}

QSize TabStrip::tabSizeHint(int index) const
{
    const Look l = look(index);
    const QFontMetrics metrics(titleFont(l.preview));
    int width = 2 * tabPadding + metrics.horizontalAdvance(visibleName(l.title)) + 2 + tabGap + crossSide;
    if (l.badge > 0)
        width += tabGap + Pill::widthFor(QString::number(l.badge));
    return {qMin(width, widestTab), tabHeight};
}

QSize TabStrip::minimumTabSizeHint(int index) const
{
    return {qMin(120, tabSizeHint(index).width()), tabHeight};
}

QRect TabStrip::crossRect(int index) const
{
    const QRect tab = tabRect(index);
    return {tab.right() - tabPadding + 6 - crossSide, tab.center().y() - crossSide / 2 + 1, crossSide, crossSide};
}

void TabStrip::paintTab(QPainter &painter, int index) const
{
    const Theme &theme = Theme::current();
    const Look l = look(index);
    const QRect tab = tabRect(index);
    const bool current = index == currentIndex();
    const bool hovered = index == m_hovered;
    painter.fillRect(tab, theme.color(current ? Tone::Window : hovered ? Tone::Hover : Tone::Panel));
    painter.fillRect(QRect(tab.right(), tab.top(), 1, tab.height()), theme.color(Tone::Border));
    if (current)
        painter.fillRect(QRect(tab.left(), tab.top(), tab.width() - 1, 2), theme.color(Tone::AccentLine));
    else
        painter.fillRect(QRect(tab.left(), tab.bottom(), tab.width(), 1), theme.color(Tone::Border));

    const QRect cross = crossRect(index);
    int right = cross.left() - tabGap;
    if (l.badge > 0) {
        const QString text = QString::number(l.badge);
        const int width = Pill::widthFor(text);
        right -= width;
        Pill::paint(painter, QRectF(right, tab.top(), width, tab.height()), PillKind::Amber, text);
        right -= tabGap;
    }
    const QFont font = titleFont(l.preview);
    painter.setFont(font);
    painter.setPen(theme.color(current || hovered ? Tone::Text : Tone::TextMuted));
    const QRect text(tab.left() + tabPadding, tab.top() + 1, right - tab.left() - tabPadding, tab.height() - 1);
    painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                     QFontMetrics(font).elidedText(visibleName(l.title), Qt::ElideRight, text.width()));
    if (current || hovered) {
        if (hovered && m_overCross) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(theme.color(current ? Tone::Hover : Tone::Border));
            painter.drawRoundedRect(QRectF(cross), 4, 4);
        }
        paintIcon(painter, QRectF(cross).adjusted(1, 1, -1, -1), Icon::Close,
                  theme.color(hovered && m_overCross ? Tone::Text : Tone::TextFaint));
    }
}

void TabStrip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme &theme = Theme::current();
    painter.fillRect(rect(), theme.color(Tone::Panel));
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme.color(Tone::Border));
    for (int i = 0; i < count(); ++i)
        paintTab(painter, i);
}

void TabStrip::mousePressEvent(QMouseEvent *event)
{
    const int index = tabAt(event->position().toPoint());
    m_pressedCross = -1;
    if (event->button() == Qt::LeftButton && index >= 0 && crossRect(index).contains(event->position().toPoint())) {
        m_pressedCross = index; // do not make it current only to close it
        return;
    }
    QTabBar::mousePressEvent(event);
}

void TabStrip::mouseReleaseEvent(QMouseEvent *event)
{
    const int index = tabAt(event->position().toPoint());
    const bool onCross = index >= 0 && crossRect(index).contains(event->position().toPoint());
    const int pressed = std::exchange(m_pressedCross, -1);
    if (event->button() == Qt::MiddleButton && index >= 0) {
        Q_EMIT closeRequested(index);
        return;
    }
    if (event->button() == Qt::LeftButton && onCross && pressed == index) {
        Q_EMIT closeRequested(index);
        return;
    }
    QTabBar::mouseReleaseEvent(event);
}

void TabStrip::mouseDoubleClickEvent(QMouseEvent *event)
{
    const int index = tabAt(event->position().toPoint());
    if (index >= 0 && !crossRect(index).contains(event->position().toPoint()))
        Q_EMIT pinRequested(index);
}

void TabStrip::mouseMoveEvent(QMouseEvent *event)
{
    const int index = tabAt(event->position().toPoint());
    const bool over = index >= 0 && crossRect(index).contains(event->position().toPoint());
    if (index != m_hovered || over != m_overCross) {
        m_hovered = index;
        m_overCross = over;
        update();
    }
    QTabBar::mouseMoveEvent(event);
}

void TabStrip::leaveEvent(QEvent *event)
{
    m_hovered = -1;
    update();
    QTabBar::leaveEvent(event);
}

} // namespace ui

#include "moc_tabstrip.cpp"
