// SPDX-License-Identifier: GPL-3.0-or-later
// The workspace: the row panel in the page's place, and back.
#include "ui/shell/pagearea.h"
#include "ui/shell/panelslot.h"
#include "ui/shell/workspace.h"

#include <QSplitter>

namespace ui {

void Workspace::setRowFullWidth(bool fullWidth)
{
    Page *page = m_pages->currentPage();
    const bool possible = page && page->context().hasRows;
    if (fullWidth == m_rowFullWidth || (fullWidth && !possible))
        return;
    m_rowFullWidth = fullWidth;
    if (fullWidth) {
        m_rowPanelWanted = true;
        m_acrossBefore = m_across->saveState();
        m_downBefore = m_down->saveState();
        m_sizesBefore = {m_across->sizes(), m_down->sizes()};
        m_down->insertWidget(0, m_rowSlot);
        m_pages->hide();
        m_down->setStretchFactor(0, 1);
    } else {
        m_across->addWidget(m_rowSlot);
        m_pages->show();
    }
    updatePanels();
    if (!fullWidth) { // what is hidden has no size to be given
        m_across->setSizes(m_sizesBefore.first);
        m_down->setSizes(m_sizesBefore.second);
    }
    if (m_rowPanel.setFullWidth)
        m_rowPanel.setFullWidth(fullWidth);
    if (!fullWidth)
        focusContent();
    Q_EMIT contextChanged();
}

} // namespace ui
