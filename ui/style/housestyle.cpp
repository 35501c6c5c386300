// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/housestyle.h"

#include "ui/style/icons.h"

#include <QPainter>
#include <QStyleOption>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int comboPadding = 10;

QColor tone(Tone t)
{
    return Theme::current().color(t);
}

void drawCheckBox(const QStyleOption &option, QPainter &painter, bool round)
{
    const bool enabled = option.state & QStyle::State_Enabled;
    const bool checked = option.state & (QStyle::State_On | QStyle::State_NoChange);
    const qreal side = qMin(option.rect.width(), option.rect.height());
    QRectF box(0, 0, side, side);
    box.moveCenter(QRectF(option.rect).center());
    box = box.adjusted(0.5, 0.5, -0.5, -0.5);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const bool focused = option.state & (QStyle::State_HasFocus | QStyle::State_MouseOver);
    painter.setPen(tone(checked && enabled ? Tone::Accent : focused ? Tone::AccentLine : Tone::TextFaint));
    painter.setBrush(tone(checked && enabled ? Tone::Accent : Tone::Window));
    const qreal radius = round ? box.height() / 2 : 3.5;
    painter.drawRoundedRect(box, radius, radius);
    const QColor mark = tone(enabled ? Tone::AccentText : Tone::TextFaint);
    if (option.state & QStyle::State_NoChange)
        paintIcon(painter, box, Icon::Minus, mark);
    else if (checked && round) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(mark);
        painter.drawEllipse(box.center(), box.width() / 5, box.width() / 5);
    } else if (checked)
        paintIcon(painter, box, Icon::Check, mark);
    painter.restore();
}

void drawArrow(const QStyleOption &option, QPainter &painter, Icon icon)
{
    QRectF square(0, 0, 14, 14);
    square.moveCenter(QRectF(option.rect).center());
    paintIcon(painter, square, icon, tone(option.state & QStyle::State_Enabled ? Tone::TextMuted : Tone::TextFaint));
}

} // namespace

HouseStyle::HouseStyle()
    : QProxyStyle(u"Fusion"_s)
{
}

void HouseStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                               const QWidget *widget) const
{
    switch (element) {
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck: drawCheckBox(*option, *painter, false); return;
    case PE_IndicatorRadioButton: drawCheckBox(*option, *painter, true); return;
    case PE_IndicatorArrowDown: drawArrow(*option, *painter, Icon::ChevronDown); return;
    case PE_IndicatorArrowRight: drawArrow(*option, *painter, Icon::ChevronRight); return;
    case PE_IndicatorBranch:
        if (option->state & State_Children)
            drawArrow(*option, *painter, option->state & State_Open ? Icon::ChevronDown : Icon::ChevronRight);
        return;
    case PE_FrameFocusRect: return; // focus shows as an accent border or a selection
    default: QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void HouseStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                                    const QWidget *widget) const
{
    const auto *combo = qstyleoption_cast<const QStyleOptionComboBox *>(option);
    if (control != CC_ComboBox || !combo) {
        QProxyStyle::drawComplexControl(control, option, painter, widget);
        return;
    }
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool focused = combo->state & State_HasFocus;
    painter->setPen(tone(focused ? Tone::AccentLine : Tone::Border));
    painter->setBrush(tone(combo->editable ? Tone::Window : Tone::Raised));
    painter->drawRoundedRect(QRectF(combo->rect).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6);
    QStyleOption arrow;
    arrow.state = combo->state;
    arrow.rect = QRect(combo->rect.right() - 22, combo->rect.top(), 18, combo->rect.height());
    drawArrow(arrow, *painter, Icon::ChevronDown);
    painter->restore();
}

/// What is chosen stands as far from the edge as what is typed into a line beside it.
QRect HouseStyle::subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part,
                                 const QWidget *widget) const
{
    const QRect rect = QProxyStyle::subControlRect(control, option, part, widget);
    const auto *combo = qstyleoption_cast<const QStyleOptionComboBox *>(option);
    if (control != CC_ComboBox || part != SC_ComboBoxEditField || !combo || combo->editable)
        return rect;
    return rect.adjusted(combo->rect.left() + comboPadding - rect.left(), 0, 0, 0);
}

int HouseStyle::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight: return 15;
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_TabBarIconSize: return 16;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical: return 0;
    default: return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int HouseStyle::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                          QStyleHintReturn *returnData) const
{
    switch (hint) {
    case SH_ComboBox_Popup: return 0; // a list under the box, not over it
    case SH_UnderlineShortcut: return 0;
    case SH_DialogButtonBox_ButtonsHaveIcons: return 0;
    case SH_EtchDisabledText:
    case SH_DitherDisabledText: return 0;
    default: return QProxyStyle::styleHint(hint, option, widget, returnData);
    }
}

QSize HouseStyle::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                                   const QWidget *widget) const
{
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    if (type == CT_ComboBox)
        result = {result.width() + comboPadding / 2, qMax(result.height(), Theme::controlHeight)};
    return result;
}

} // namespace ui

#include "moc_housestyle.cpp"
