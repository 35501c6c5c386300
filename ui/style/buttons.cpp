// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/buttons.h"

#include <QStyle>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

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

QToolButton *actionButton(QAction *action, ButtonLook look, QWidget *parent)
{
    auto *button = new QToolButton(parent);
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
    widget->setProperty("area", area);
    widget->setAttribute(Qt::WA_StyledBackground);
    polishAgain(widget);
}

} // namespace ui
