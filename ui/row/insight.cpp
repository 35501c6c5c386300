// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/row/insight.h"

#include "ui/style/theme.h"

#include <QScrollArea>

namespace ui {

void bringInSight(const QWidget *widget, const QRect &part)
{
    for (QWidget *around = widget->parentWidget(); around; around = around->parentWidget()) {
        auto *area = qobject_cast<QScrollArea *>(around);
        if (!area || !area->widget())
            continue;
        const QPoint at = widget->mapTo(area->widget(), part.center());
        area->ensureVisible(at.x(), at.y(), 0, part.height() / 2 + Theme::rowHeight / 2);
        return;
    }
}

} // namespace ui
