// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/gridview.h"

#include "ui/grid/gridaccessible.h"
#include "ui/style/celltext.h"

#include <QMouseEvent>
#include <QScrollBar>

#include <algorithm>
#include <limits>
#include <utility>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int keptLooks = 6000;
constexpr qint64 scrollBarMaximum = std::numeric_limits<int>::max() - 1;

/// Where gutter and header meet; a click selects everything.
class Corner : public QWidget {
public:
    Corner(GridView *grid)
        : QWidget(grid)
        , m_grid(grid)
    {
        setToolTip(u"Select all (Ctrl+A)"_s);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const Theme &theme = Theme::current();
        painter.fillRect(rect(), theme.color(Tone::Panel));
        painter.setPen(theme.color(Tone::GridLine));
        painter.drawLine(rect().topRight(), rect().bottomRight());
        painter.setPen(theme.color(Tone::Border));
        painter.drawLine(rect().bottomLeft(), rect().bottomRight());
    }
    void mousePressEvent(QMouseEvent *event) override
    {
        if (event->button() == Qt::LeftButton)
            m_grid->selectAll();
    }

private:
    GridView *m_grid;
};

/// Carries the header on over the scroll bar.
class HeaderEnd : public QWidget {
public:
    HeaderEnd() { setFixedHeight(Theme::headerHeight); }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.fillRect(rect(), Theme::current().color(Tone::Panel));
        painter.setPen(Theme::current().color(Tone::Border));
        painter.drawLine(rect().bottomLeft(), rect().bottomRight());
    }
};

} // namespace

GridView::GridView(QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_header(new GridHeader(this))
    , m_corner(new Corner(this))
    , m_looks(keptLooks)
{
    installGridAccessibility();
    setObjectName(u"grid"_s);
    setAccessibleName(u"Rows"_s);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_InputMethodEnabled);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    viewport()->setMouseTracking(true);
    setViewportMargins(0, Theme::headerHeight, 0, 0);
    addScrollBarWidget(new HeaderEnd, Qt::AlignTop);
    connect(m_header, &QHeaderView::sectionResized, this, &GridView::updateGeometries);
    connect(m_header, &QHeaderView::sectionCountChanged, this, &GridView::updateGeometries);
    connect(m_header, &QHeaderView::sectionMoved, this, [this](int, int from, int to) { takeMovedColumn(from, to); });
    connect(m_header, &QHeaderView::sectionHandleDoubleClicked, this, &GridView::fitColumn);
    updateGeometries();
}

GridView::~GridView() = default;

void GridView::setModel(core::RowsModel *model)
{
    if (m_model)
        m_model->disconnect(this);
    m_model = model;
    m_fitted = false;
    m_keptTop = m_top = 0;
    m_looks.clear();
    if (m_model) {
        connect(m_model, &core::RowsModel::rowsChanged, this, &GridView::rowsChanged);
        connect(m_model, &core::RowsModel::contentChanged, this, &GridView::contentChanged);
        connect(m_model, &core::RowsModel::formatsChanged, this, [this] {
            contentChanged();
            fitColumns();
        });
    }
    changeSelection({}, false);
    updateGeometries();
}

void GridView::setHeads(const QList<ColumnHead> &heads)
{
    // Cursor and selection stay with their columns, wherever those are now.
    QStringList names; // in screen order
    for (int visual = 0; visual < m_header->count(); ++visual)
        names.append(m_header->heads()[m_header->logicalIndex(visual)].name);
    const bool sameColumns = std::equal(
        heads.cbegin(), heads.cend(), m_header->heads().cbegin(), m_header->heads().cend(),
        [](const ColumnHead &a, const ColumnHead &b) { return a.name == b.name; });
    m_header->setHeads(heads);
    m_fitted = m_fitted && sameColumns; // one that has come is sized by its rows, once they are there
    if (m_selection.current().isValid() && !names.isEmpty()) {
        QList<int> to;
        for (const QString &name : std::as_const(names)) {
            const auto now = std::find_if(heads.begin(), heads.end(), [&](const ColumnHead &h) { return h.name == name; });
            to.append(now == heads.end() ? -1 : m_header->visualIndex(static_cast<int>(now - heads.begin())));
        }
        GridSelection moved = m_selection;
        moved.renumberColumns(to, m_header->count());
        changeSelection(moved, false);
    }
    m_looks.clear();
    updateGeometries();
}

void GridView::contentChanged()
{
    m_looks.clear();
    viewport()->update();
}

void GridView::rowsChanged()
{
    m_looks.clear();
    if (hasFocus())
        beginSomewhere(); // they come after the focus where a table has just been opened
    // While rows are still being counted, "fewer" says nothing yet: place and selection wait for the rest.
    if (!m_model->countIsExact()) {
        updateGeometries();
        return;
    }
    GridSelection clamped = m_selection;
    clamped.clampTo(rows(), m_header->count());
    if (clamped != m_selection)
        changeSelection(clamped, false);
    m_keptTop = std::min(m_keptTop, maxTop());
    updateGeometries();
}

// Geometry --------------------------------------------------------------------------------------------------------

qint64 GridView::visibleRows() const
{
    return std::max(1, viewport()->height() / Theme::rowHeight);
}

qint64 GridView::maxTop() const
{
    return std::max<qint64>(0, lineCount() - visibleRows());
}

int GridView::toScrollBar(qint64 row) const
{
    const qint64 top = maxTop();
    if (top <= scrollBarMaximum)
        return static_cast<int>(row);
    if (row >= top)
        return static_cast<int>(scrollBarMaximum);
    return static_cast<int>(static_cast<long double>(row) / static_cast<long double>(top)
                            * static_cast<long double>(scrollBarMaximum));
}

qint64 GridView::fromScrollBar(int value) const
{
    const qint64 top = maxTop();
    if (top <= scrollBarMaximum)
        return value;
    if (value >= scrollBarMaximum)
        return top;
    return static_cast<qint64>(static_cast<long double>(value) / static_cast<long double>(scrollBarMaximum)
                               * static_cast<long double>(top));
}

void GridView::updateGeometries()
{
    m_gutter = m_painter.gutterWidth(rows());
    const QRect area = viewport()->geometry();
    m_header->setGeometry(area.left() + m_gutter, area.top() - Theme::headerHeight,
                          std::max(0, area.width() - m_gutter), Theme::headerHeight);
    m_corner->setGeometry(area.left(), area.top() - Theme::headerHeight, m_gutter, Theme::headerHeight);

    QScrollBar *across = horizontalScrollBar();
    across->setRange(0, std::max(0, m_header->length() - std::max(0, area.width() - m_gutter)));
    across->setPageStep(std::max(1, area.width() - m_gutter));
    across->setSingleStep(40);
    m_header->setOffset(across->value());
    m_top = std::min(m_keptTop, maxTop());
    syncScrollBar();
    placeBands();
    viewport()->update();
}

void GridView::syncScrollBar()
{
    QScrollBar *bar = verticalScrollBar();
    const bool before = std::exchange(m_syncing, true);
    bar->setRange(0, toScrollBar(maxTop()));
    bar->setPageStep(static_cast<int>(std::min<qint64>(visibleRows(), scrollBarMaximum)));
    bar->setSingleStep(1);
    bar->setValue(toScrollBar(m_top));
    m_syncing = before;
}

void GridView::setTopRow(qint64 row)
{
    setTopLine(m_bands.lineOf(std::max<qint64>(0, row)));
}

void GridView::setTopLine(qint64 line)
{
    const qint64 top = std::clamp<qint64>(line, 0, maxTop());
    m_keptTop = top;
    if (top == m_top)
        return;
    m_top = top;
    syncScrollBar();
    placeBands();
    viewport()->update();
    Q_EMIT scrolled();
}

void GridView::scrollContentsBy(int, int)
{
    m_header->setOffset(horizontalScrollBar()->value());
    // The bar is coarser than the rows of a huge table: only a person's move of it counts.
    if (!m_syncing && toScrollBar(m_top) != verticalScrollBar()->value())
        m_keptTop = m_top = std::clamp<qint64>(fromScrollBar(verticalScrollBar()->value()), 0, maxTop());
    if (m_header->pinnedCount() > 0)
        m_header->viewport()->update(); // it moves its picture, and what is pinned in it too
    placeBands();
    viewport()->update();
    Q_EMIT scrolled();
}

void GridView::resizeEvent(QResizeEvent *)
{
    updateGeometries();
    Q_EMIT scrolled();
}

QRect GridView::cellRect(qint64 row, int column) const
{
    const qint64 line = m_bands.lineOf(row) - m_top;
    if (line < 0 || line > visibleRows() || column < 0 || column >= m_header->count()
        || m_header->isSectionHidden(column))
        return {};
    return {m_gutter + m_header->leftOf(column), static_cast<int>(line) * Theme::rowHeight,
            m_header->sectionSize(column), Theme::rowHeight};
}

qint64 GridView::rowAt(int y) const
{
    if (y < 0)
        return -1;
    const GridBands::Place place = m_bands.at(m_top + y / Theme::rowHeight);
    return place.band < 0 && place.row < rows() ? place.row : -1;
}

int GridView::columnAt(int x) const
{
    return x < m_gutter ? -1 : m_header->sectionAtPosition(x - m_gutter);
}

void GridView::ensureVisible(qint64 row, int column)
{
    const qint64 line = m_bands.lineOf(row);
    if (line < m_top)
        setTopLine(line);
    else if (line >= m_top + visibleRows())
        setTopLine(line - visibleRows() + 1);
    if (column < 0 || column >= m_header->count() || m_header->isSectionHidden(column))
        return;
    const int pinned = m_header->pinnedWidth();
    if (pinned > 0 && m_header->isPinned(column))
        return;
    QScrollBar *across = horizontalScrollBar();
    const int left = m_header->sectionPosition(column) - pinned;
    const int right = left + m_header->sectionSize(column);
    const int width = viewport()->width() - m_gutter - pinned;
    if (left < across->value() || right - left > width)
        across->setValue(left);
    else if (right > across->value() + width)
        across->setValue(right - width);
}

// Columns ---------------------------------------------------------------------------------------------------------

QList<int> GridView::shownColumns() const
{
    QList<int> columns;
    for (int visual = 0; visual < m_header->count(); ++visual) {
        const int logical = m_header->logicalIndex(visual);
        if (!m_header->isSectionHidden(logical))
            columns.append(logical);
    }
    return columns;
}

QList<int> GridView::selectedColumns() const
{
    QList<int> columns;
    const CellRange bounds = m_selection.bounds();
    for (int visual = bounds.left; visual <= bounds.right && visual < m_header->count(); ++visual) {
        const int logical = m_header->logicalIndex(visual);
        if (!m_header->isSectionHidden(logical))
            columns.append(logical);
    }
    return columns;
}

void GridView::fitColumn(int column)
{
    if (!m_model || column < 0 || column >= m_header->count())
        return;
    int width = m_header->headWidth(column);
    const qint64 last = std::min(rows(), topRow() + visibleRows() + 1);
    for (qint64 row = topRow(); row < last; ++row)
        width = std::max(width, m_painter.textWidth(lookAt(row, column)));
    m_header->resizeSection(column, std::clamp(width, GridHeader::minimumWidth, 900));
}

void GridView::fitColumns(Fit which)
{
    if (!m_model || m_header->count() == 0)
        return;
    const qint64 last = std::min(rows(), topRow() + visibleRows() + 1);
    for (int column = 0; column < m_header->count(); ++column) {
        if (m_header->wasResized(column) || m_header->isSectionHidden(column)
            || (which == Fit::Relations && !m_header->heads().at(column).relation))
            continue;
        int width = m_header->headWidth(column);
        for (qint64 row = topRow(); row < last; ++row)
            width = std::max(width, m_painter.textWidth(lookAt(row, column)));
        m_header->resizeSection(column,
                                std::clamp(width, GridHeader::minimumWidth, GridHeader::maximumFirstWidth));
    }
}

} // namespace ui

#include "moc_gridview.cpp"
