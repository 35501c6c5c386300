// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/panelslot.h"

#include "ui/style/buttons.h"

#include <QEvent>
#include <QSplitter>
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

void PanelSlot::fit()
{
    const int most = m_panel->maximumHeight();
    if (isHidden() || most == maximumHeight())
        return;
    if (maximumHeight() == QWIDGETSIZE_MAX)
        m_wholeHeight = height();
    setMaximumHeight(most);
    const int wanted = qMin(most, qMax(m_wholeHeight, height()));
    auto *splitter = qobject_cast<QSplitter *>(parentWidget());
    if (!splitter || splitter->orientation() != Qt::Vertical || splitter->count() < 2)
        return;
    QList<int> sizes = splitter->sizes();
    const int here = splitter->indexOf(this);
    const int beside = here > 0 ? here - 1 : here + 1;
    sizes[beside] += sizes.at(here) - wanted;
    sizes[here] = wanted;
    splitter->setSizes(sizes);
}

bool PanelSlot::event(QEvent *event)
{
    if (event->type() == QEvent::LayoutRequest)
        fit();
    else if (event->type() == QEvent::Show) // what it wished for while it was hidden has asked for no layout
        QMetaObject::invokeMethod(this, &PanelSlot::fit, Qt::QueuedConnection);
    return QWidget::event(event);
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
