// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/panelslot.h"

#include "ui/style/buttons.h"

#include <QEvent>
#include <QVBoxLayout>

namespace ui {

PanelSlot::PanelSlot(QWidget *panel, QWidget *parent)
    : QWidget(parent)
    , m_panel(panel)
{
    plainLayout<QVBoxLayout>(this)->addWidget(panel);
    panel->installEventFilter(this);
    decide();
}

void PanelSlot::setAllowed(bool allowed)
{
    m_allowed = allowed;
    decide();
}

void PanelSlot::decide()
{
    setVisible(m_allowed && !m_panel->isHidden());
}

bool PanelSlot::eventFilter(QObject *object, QEvent *event)
{
    // …ToParent: the panel's own wish, not its parents coming and going
    if (object == m_panel && (event->type() == QEvent::ShowToParent || event->type() == QEvent::HideToParent))
        decide();
    return false;
}

} // namespace ui

#include "moc_panelslot.cpp"
