// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/trustbanner.h"

#include "ui/style/buttons.h"
#include "ui/style/plainlabel.h"
#include "ui/style/theme.h"

#include <QHBoxLayout>
#include <QToolButton>

using namespace Qt::Literals::StringLiterals;

namespace ui {

TrustBanner::TrustBanner(QAction *trust, QWidget *parent)
    : QFrame(parent)
{
    setObjectName(u"trustBanner"_s);
    setArea(this, u"caution"_s);
    auto *icon = new QToolButton(this);
    icon->setIcon(Theme::current().icon(Icon::Lock, Tone::PillAmberText));
    icon->setAttribute(Qt::WA_TransparentForMouseEvents);
    icon->setFocusPolicy(Qt::NoFocus);
    setLook(icon, ButtonLook::Flat);
    auto *text = new PlainLabel(u"Opened for looking only. Trusting this file lets its own triggers, views and virtual "
                                "tables run, and the schema.ts of its project, and lets you edit it."_s,
                                this);
    text->setObjectName(u"trustText"_s);
    text->setWordWrap(true);
    setAccessibleName(text->text());
    QToolButton *button = actionButton(trust, ButtonLook::Primary, this);
    button->setObjectName(u"trustButton"_s);
    button->setFocusPolicy(Qt::TabFocus);
    auto *line = plainLayout<QHBoxLayout>(this, 0, 8);
    line->setContentsMargins(10, 4, 8, 4);
    line->addWidget(icon);
    line->addWidget(text, 1);
    line->addWidget(button);
    hide();
}

} // namespace ui

#include "moc_trustbanner.cpp"
