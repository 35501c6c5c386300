// SPDX-License-Identifier: GPL-3.0-or-later
// GridView: what is on the screen.
#include "ui/grid/gridview.h"
#include "ui/style/celltext.h"

#include <QPaintEvent>
#include <QScrollBar>

#include <algorithm>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace ui {

CellLook GridView::lookAt(qint64 row, int column) const
{
    if (!m_model)
        return {};
    const LookKey key{row, column};
    if (const CachedLook *cached = m_looks.object(key))
        return cached->look;
    const core::RowsModel::Cell cell = m_model->cell(row, column);
    CellLook look = lookOf(*m_model, cell, column);
    const auto inserted = cell.isDefault && m_unsetText ? m_model->insertIdOf(row) : std::nullopt;
    if (const QString text = inserted ? m_unsetText(*inserted, column) : QString(); !text.isEmpty()) {
        look.text = text;
        look.tone = Tone::TextMuted;
    }
    if (!look.placeholder)
        m_looks.insert(key, new CachedLook{look});
    return look;
}

void GridView::setUnsetText(UnsetText text)
{
    m_unsetText = std::move(text);
    forgetLooks();
}

void GridView::forgetLooks()
{
    m_looks.clear();
    viewport()->update();
}

bool GridView::isApproximate(qint64 row) const
{
    const qint64 stored = row - m_model->insertedRows();
    if (stored < 0)
        return false;
    const core::RowPagePtr page = m_model->source().page(stored / core::RowSource::pageRows);
    return page && page->approximate;
}

QList<GridView::ShownColumn> GridView::columnsOnScreen() const
{
    QList<ShownColumn> columns;
    const int width = viewport()->width();
    const int pinnedWidth = m_header->pinnedWidth();
    const int pinned = pinnedWidth > 0 ? m_header->pinnedCount() : 0;
    const auto add = [&](int visual, bool isPinned) {
        const int column = m_header->logicalIndex(visual);
        const int x = m_gutter + m_header->leftOf(column);
        if (!m_header->isSectionHidden(column) && x < width)
            columns.append({column, visual, x, m_header->sectionSize(column), isPinned});
        return x < width;
    };
    for (int visual = std::max(pinned, m_header->visualIndexAt(pinnedWidth)); visual < m_header->count(); ++visual) {
        if (!add(visual, false))
            break;
    }
    for (int visual = 0; visual < pinned; ++visual)
        add(visual, true);
    return columns;
}

void GridView::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    painter.setLayoutDirection(Qt::LeftToRight);
    const Theme &theme = Theme::current();
    painter.fillRect(viewport()->rect(), theme.color(Tone::Window));
    if (!m_model)
        return;
    const qint64 end = std::min(lineCount(), m_top + visibleRows() + 1);
    if (end > m_top)
        m_model->prefetch(topRow(), m_bands.at(end - 1).row, frameWaitMilliseconds);
    fitFirst();
    const QList<ShownColumn> columns = columnsOnScreen();
    int y = 0;
    for (qint64 line = m_top; line < end; ++line, y += Theme::rowHeight) {
        const GridBands::Place place = m_bands.at(line);
        if (place.band < 0)
            paintRow(painter, columns, place.row, y);
        else
            painter.fillRect(QRect(0, y, m_gutter, Theme::rowHeight), theme.color(Tone::Panel));
    }
    paintLines(painter, columns, y);
    // The frame lies over its neighbours' lines.
    const CellAddress at = m_selection.current();
    const int column = currentColumn();
    const QRect rect = at.isValid() && at.row < rows() ? cellRect(at.row, column) : QRect();
    if (!rect.isEmpty()) {
        const int left = m_gutter + (m_header->isPinned(column) ? 0 : m_header->pinnedWidth());
        painter.setClipRect(QRect(left, 0, viewport()->width() - left, viewport()->height()));
        m_painter.paintFrame(painter, rect, hasFocus());
        painter.setClipping(false);
    }
    if (horizontalScrollBar()->value() < horizontalScrollBar()->maximum())
        GridPainter::paintMore(painter, viewport()->rect(), Tone::Window);
}

/// Once, when there is something to fit the columns to.
void GridView::fitFirst()
{
    const qint64 last = std::min(rows(), topRow() + visibleRows() + 1) - 1;
    if (m_fitted || last < topRow() || m_header->count() == 0 || lookAt(last, 0).placeholder)
        return;
    m_fitted = true;
    fitColumns();
}

void GridView::paintRow(QPainter &painter, const QList<ShownColumn> &columns, qint64 row, int y)
{
    std::optional<Tone> mark;
    const CellAddress at = m_selection.current();
    const bool inserted = row < m_model->insertedRows();
    const GridBand *band = m_bands.isEmpty() ? nullptr : m_bands.below(row);
    for (const ShownColumn &shown : columns) {
        const CellLook look = lookAt(row, shown.column);
        if (look.back == Tone::InsertedBack)
            mark = Tone::InsertedMark;
        else if (look.back == Tone::DeletedBack)
            mark = Tone::DeletedMark;
        const QRect rect(shown.x, y, shown.width, Theme::rowHeight);
        if (shown.pinned)
            painter.fillRect(rect, Theme::current().color(Tone::Window));
        const bool selected = m_selection.contains(row, shown.visual) && !m_selection.isOneCell();
        m_painter.paintCell(painter, rect, look, {selected, band && band->column == shown.column});
    }
    QString number = inserted ? u"new"_s : grouped(row - m_model->insertedRows() + 1);
    if (!inserted && isApproximate(row))
        number.prepend(u'~');
    m_painter.paintRowNumber(painter, {0, y, m_gutter, Theme::rowHeight}, number, row == at.row, mark);
}

void GridView::paintLines(QPainter &painter, const QList<ShownColumn> &columns, int bottom)
{
    if (bottom <= 0)
        return;
    painter.setPen(Theme::current().color(Tone::GridLine));
    QList<QLine> lines;
    const int right = std::min(viewport()->width(), m_gutter + m_header->length() - m_header->offset()) - 1;
    for (int y = Theme::rowHeight - 1, line = 0; y < bottom; y += Theme::rowHeight, ++line) {
        const GridBands::Place place = m_bands.at(m_top + line);
        if (place.band < 0 || place.lineOfBand + 1 == m_bands.all().at(place.band).lines)
            lines.append({0, y, right, y});
    }
    lines.append({m_gutter - 1, 0, m_gutter - 1, bottom - 1});
    const int covered = m_gutter + m_header->pinnedWidth(); // by pinned columns
    for (const ShownColumn &shown : columns) {
        const int x = shown.x + shown.width - 1;
        if (x < viewport()->width() && (shown.pinned || x >= covered))
            lines.append({x, 0, x, bottom - 1});
    }
    painter.drawLines(lines);
    if (covered > m_gutter) {
        painter.setPen(Theme::current().color(Tone::Border));
        painter.drawLine(covered - 1, 0, covered - 1, bottom - 1);
    }
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
