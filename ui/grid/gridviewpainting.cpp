// SPDX-License-Identifier: GPL-3.0-or-later
// GridView: what is on the screen.
#include "ui/grid/gridview.h"
#include "ui/style/celltext.h"

#include <QPaintEvent>
#include <QScrollBar>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

CellLook GridView::lookAt(qint64 row, int column) const
{
    if (!m_model)
        return {};
    const LookKey key{row, column};
    if (const CachedLook *cached = m_looks.object(key))
        return cached->look;
    CellLook look = lookOf(*m_model, m_model->cell(row, column), column);
    if (!look.placeholder)
        m_looks.insert(key, new CachedLook{look});
    return look;
}

bool GridView::isApproximate(qint64 row) const
{
    const qint64 stored = row - m_model->insertedRows();
    if (stored < 0)
        return false;
    const core::RowPagePtr page = m_model->source().page(stored / core::RowSource::pageRows);
    return page && page->approximate;
}

void GridView::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    painter.setLayoutDirection(Qt::LeftToRight);
    const Theme &theme = Theme::current();
    painter.fillRect(viewport()->rect(), theme.color(Tone::Window));
    if (!m_model)
        return;
    const qint64 last = std::min(rows(), m_top + visibleRows() + 1);
    if (last > m_top)
        m_model->prefetch(m_top, last - 1, frameWaitMilliseconds);
    if (!m_fitted && last > m_top && m_header->count() > 0 && !lookAt(last - 1, 0).placeholder) {
        m_fitted = true;
        fitColumns();
    }
    int y = 0;
    for (qint64 row = m_top; row < last; ++row, y += Theme::rowHeight)
        paintRow(painter, row, y);
    paintLines(painter, y);
    // The frame lies over its neighbours' lines.
    const CellAddress at = m_selection.current();
    const int column = currentColumn();
    const QRect rect = at.isValid() ? cellRect(at.row, column) : QRect();
    if (!rect.isEmpty()) {
        painter.setClipRect(QRect(m_gutter, 0, viewport()->width() - m_gutter, viewport()->height()));
        m_painter.paintFrame(painter, rect, hasFocus());
        painter.setClipping(false);
    }
    if (horizontalScrollBar()->value() < horizontalScrollBar()->maximum())
        GridPainter::paintMore(painter, viewport()->rect(), Tone::Window);
}

void GridView::paintRow(QPainter &painter, qint64 row, int y)
{
    const int width = viewport()->width();
    std::optional<Tone> mark;
    const CellAddress at = m_selection.current();
    bool markKnown = false;
    for (int visual = std::max(0, m_header->visualIndexAt(0)); visual < m_header->count(); ++visual) {
        const int column = m_header->logicalIndex(visual);
        if (m_header->isSectionHidden(column))
            continue;
        const int x = m_gutter + m_header->sectionViewportPosition(column);
        if (x >= width)
            break;
        const CellLook look = lookAt(row, column);
        if (!markKnown) {
            markKnown = true;
            if (look.back == Tone::InsertedBack)
                mark = Tone::InsertedMark;
            else if (look.back == Tone::DeletedBack)
                mark = Tone::DeletedMark;
        }
        const bool selected = m_selection.contains(row, visual) && !m_selection.isOneCell();
        m_painter.paintCell(painter, {x, y, m_header->sectionSize(column), Theme::rowHeight}, look, {selected});
    }
    const bool inserted = row < m_model->insertedRows();
    QString number = inserted ? u"new"_s : grouped(row - m_model->insertedRows() + 1);
    if (!inserted && isApproximate(row))
        number.prepend(u'~');
    m_painter.paintRowNumber(painter, {0, y, m_gutter, Theme::rowHeight}, number, row == at.row, mark);
}

void GridView::paintLines(QPainter &painter, int bottom)
{
    painter.setPen(Theme::current().color(Tone::GridLine));
    QList<QLine> lines;
    const int right = std::min(viewport()->width(), m_gutter + m_header->length() - m_header->offset()) - 1;
    for (int y = Theme::rowHeight - 1; y < bottom; y += Theme::rowHeight)
        lines.append({0, y, right, y});
    if (bottom > 0) {
        lines.append({m_gutter - 1, 0, m_gutter - 1, bottom - 1});
        for (int visual = std::max(0, m_header->visualIndexAt(0)); visual < m_header->count(); ++visual) {
            const int column = m_header->logicalIndex(visual);
            const int x = m_gutter + m_header->sectionViewportPosition(column) + m_header->sectionSize(column) - 1;
            if (x >= viewport()->width())
                break;
            if (!m_header->isSectionHidden(column) && x >= m_gutter)
                lines.append({x, 0, x, bottom - 1});
        }
    }
    painter.drawLines(lines);
}

void GridView::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    switch (event->type()) {
    case QEvent::PaletteChange:
    case QEvent::StyleChange:
    case QEvent::FontChange:
        m_painter = GridPainter();
        m_looks.clear();
        updateGeometries();
        break;
    default:
        break;
    }
}

} // namespace ui
