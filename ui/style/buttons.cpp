// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/buttons.h"

#include "ui/style/theme.h"

#include <QStyle>
#include <QStyleOptionToolButton>
#include <QStylePainter>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int iconGap = 6;
constexpr int sidePadding = 11; // as in the style sheet, with the border
constexpr int flatPadding = 7;
constexpr int tightWidth = 24;

/// As in the style sheet.
Tone textTone(const QString &look, bool enabled)
{
    if (look == u"primary")
        return enabled ? Tone::AccentText : Tone::TextMuted;
    if (!enabled)
        return Tone::TextFaint;
    return look == u"danger" ? Tone::Danger : Tone::Text;
}

void polishAgain(QWidget *widget)
{
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
    widget->update();
}

} // namespace

void setLook(QAbstractButton *button, ButtonLook look)
{
    switch (look) {
    case ButtonLook::Plain: button->setProperty("look", u"plain"_s); break;
    case ButtonLook::Primary: button->setProperty("look", u"primary"_s); break;
    case ButtonLook::Danger: button->setProperty("look", u"danger"_s); break;
    case ButtonLook::Flat: button->setProperty("look", u"flat"_s); break;
    }
    polishAgain(button);
}

void setTight(QAbstractButton *button)
{
    button->setProperty("tight", true);
    button->setFixedWidth(tightWidth);
    polishAgain(button);
}

TextButton::TextButton(QWidget *parent)
    : QToolButton(parent)
{
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
}

bool TextButton::withIcon() const
{
    return toolButtonStyle() == Qt::ToolButtonTextBesideIcon && !icon().isNull();
}

int TextButton::contentWidth() const
{
    return fontMetrics().size(Qt::TextShowMnemonic | Qt::TextSingleLine, text()).width()
        + (withIcon() ? iconSize().width() + (text().isEmpty() ? 0 : iconGap) : 0);
}

QSize TextButton::sizeHint() const
{
    ensurePolished(); // the style sheet has a say in the font
    const int padding = property("look") == u"flat"_s ? flatPadding : sidePadding;
    return {contentWidth() + 2 * padding, Theme::controlHeight};
}

void TextButton::paintEvent(QPaintEvent *)
{
    QStylePainter painter(this);
    QStyleOptionToolButton option;
    initStyleOption(&option);
    option.text.clear();
    option.icon = {};
    painter.drawComplexControl(QStyle::CC_ToolButton, option);
    QRect place = rect();
    place.setLeft(qMax(0, (width() - contentWidth()) / 2));
    if (withIcon()) {
        const QSize size = iconSize();
        const QRect box(QPoint(place.left(), (height() - size.height()) / 2), size);
        icon().paint(&painter, box, Qt::AlignCenter, isEnabled() ? QIcon::Normal : QIcon::Disabled);
        place.setLeft(box.right() + 1 + iconGap);
    }
    painter.setPen(Theme::current().color(textTone(property("look").toString(), isEnabled())));
    painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine | Qt::TextHideMnemonic, text());
}

TextButton *actionButton(QAction *action, ButtonLook look, QWidget *parent)
{
    auto *button = new TextButton(parent);
    button->setDefaultAction(action);
    // an icon in the colour of text would drown on the accent
    const bool withIcon = !action->icon().isNull() && look != ButtonLook::Primary;
    button->setToolButtonStyle(withIcon ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonTextOnly);
    setLook(button, look);
    return button;
}

QToolButton *iconButton(QAction *action, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonIconOnly);
    button->setFixedSize(28, 28);
    setLook(button, ButtonLook::Flat);
    return button;
}

void setArea(QWidget *widget, const QString &area)
{
    const bool changes = widget->property("area") != area;
    widget->setProperty("area", area);
    widget->setAttribute(Qt::WA_StyledBackground);
    polishAgain(widget);
    if (!changes)
        return;
    for (QWidget *inside : widget->findChildren<QWidget *>()) // their colours go by the area they are in
        polishAgain(inside);
}

} // namespace ui

#include "moc_buttons.cpp"
