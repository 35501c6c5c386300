// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/paintreport.h"

#include "ui/grid/gridview.h"

#include <QCoreApplication>
#include <QEvent>
#include <QTimer>

#include <algorithm>

namespace ui {

namespace {

bool showsRows(const GridView &grid)
{
    core::RowsModel *model = grid.model();
    if (!model || model->columnCount() == 0)
        return false;
    const qint64 last = std::min(model->rows(), grid.topRow() + grid.visibleRows()) - 1;
    if (last < grid.topRow())
        return model->countIsExact();
    return model->cell(grid.topRow(), 0).state == core::RowsModel::Loaded
        && model->cell(last, 0).state == core::RowsModel::Loaded;
}

} // namespace

PaintReport::PaintReport(QCoreApplication &application, std::function<void()> painted)
    : m_application(application)
    , m_painted(std::move(painted))
{
    m_application.installEventFilter(this);
}

bool PaintReport::eventFilter(QObject *watched, QEvent *event)
{
    if (m_passing || event->type() != QEvent::Paint)
        return false;
    auto *grid = qobject_cast<GridView *>(watched->parent());
    if (!grid || watched != grid->viewport())
        return false;
    // The grid may wait a few milliseconds for its rows while it paints: only afterwards is it known what was drawn.
    m_passing = true;
    QCoreApplication::sendEvent(watched, event);
    m_passing = false;
    if (showsRows(*grid)) {
        m_application.removeEventFilter(this);
        QTimer::singleShot(0, this, [this] { m_painted(); }); // the frame is flushed by then
    }
    return true;
}

} // namespace ui

#include "moc_paintreport.cpp"
