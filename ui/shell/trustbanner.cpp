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
    m_text = new PlainLabel({}, this);
    m_text->setObjectName(u"trustText"_s);
    m_text->setWordWrap(true);
    setOnServer(false);
    QToolButton *button = actionButton(trust, ButtonLook::Primary, this);
    button->setObjectName(u"trustButton"_s);
    button->setFocusPolicy(Qt::TabFocus);
    auto *line = plainLayout<QHBoxLayout>(this, 0, 8);
    line->setContentsMargins(10, 4, 8, 4);
    line->addWidget(icon);
    line->addWidget(m_text, 1);
    line->addWidget(button);
    hide();
}

void TrustBanner::setOnServer(bool onServer)
{
    m_text->setText(
        onServer ? u"Opened for looking only. Trusting this project lets its schema.ts run, and lets you edit the "
                   "database on the server that it leads to."_s
                 : u"Opened for looking only. Trusting this file lets its own triggers, views and virtual tables "
                   "run, and the schema.ts of its project, and lets you edit it."_s);
    setAccessibleName(m_text->text());
}

} // namespace ui

#include "moc_trustbanner.cpp"
