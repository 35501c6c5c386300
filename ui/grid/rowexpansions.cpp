// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/grid/rowexpansions.h"

#include "core/session/session.h"
#include "ui/grid/expansionframe.h"
#include "ui/grid/gridview.h"
#include "ui/grid/rowlocator.h"
#include "ui/grid/tablepage.h"
#include "ui/style/theme.h"

#include <QApplication>
#include <QLayout>

#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace ui {

namespace {

constexpr int fewestLines = 6;
constexpr int linesLeft = 2; ///< of the outer grid beside what is open
constexpr int linesAround = 3; ///< toolbar and heads of a grid between it and the outermost one

} // namespace

RowExpansions::RowExpansions(GridView &grid, core::Session &session, MakePage makePage, QObject *parent)
    : QObject(parent)
    , m_grid(grid)
    , m_session(session)
    , m_makePage(std::move(makePage))
    , m_insertedRows(grid.model()->insertedRows())
{
    m_later.setSingleShot(true);
    m_later.setInterval(0);
    connect(&m_later, &QTimer::timeout, this, [this] {
        closeOutdated();
        layOut();
    });
    connect(grid.model(), &core::RowsModel::rowsChanged, this, &RowExpansions::followRows);
    connect(grid.model(), &core::RowsModel::contentChanged, this, &RowExpansions::followRows);
    connect(&grid.model()->source(), &core::RowSource::pagesDropped, this, [this] {
        for (Open &open : m_open)
            lookFor(open);
    });
    connect(&grid, &GridView::scrolled, this, [this] {
        if (!m_open.isEmpty())
            m_later.start(); // it may be higher or lower now
    });
    connect(&session, &core::Session::schemaChanged, this, &RowExpansions::removeLost);
    connect(&session, &core::Session::relationsChanged, this, &RowExpansions::removeLost);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *, QWidget *now) { focusMoved(now); });
}

RowExpansions::~RowExpansions()
{
    qApp->disconnect(this);
    m_later.stop();
    m_grid.setBands({});
    for (const Open &open : std::as_const(m_open))
        delete open.frame;
}

// Opening and closing ---------------------------------------------------------------------------------------------

core::Result<core::Done> RowExpansions::open(qint64 row, const core::Relation &relation, int column,
                                             const QString &caption)
{
    core::RowsModel &model = *m_grid.model();
    Open open;
    open.row = row;
    open.column = column;
    open.relation = relation;
    RowScope scope{childrenAlong(relation), {}, caption};
    if (const auto id = model.insertIdOf(row)) {
        open.insertId = scope.parent.insertId = *id;
    } else {
        const auto key = model.keyOf(row);
        const auto values = model.keyAlong(relation, row);
        if (!key || key->isEmpty() || !values)
            return core::Error::invalid(u"This row is still being read, or nothing tells it apart from others."_s);
        if (std::any_of(values->cbegin(), values->cend(), [](const core::Value &value) { return value.isNull(); }))
            return core::Error::invalid(
                u"%1 is NULL here; no row refers to it."_s.arg(relation.fromColumns.join(u", "_s)));
        open.key = *key;
        open.along = scope.parent.values = *values;
    }
    if (at(row) && !close(row))
        return core::Error::invalid(u"What is typed in the rows below cannot be staged yet."_s);
    while (m_open.size() >= openAtMost) {
        if (!m_open.first().page->finishEditing())
            return core::Error::invalid(u"What is typed in other rows cannot be staged yet."_s);
        remove(0);
    }
    build(open, scope);
    m_open.append(open);
    layOut();
    m_grid.showBand(row);
    return core::Done{};
}

void RowExpansions::build(Open &open, const RowScope &scope)
{
    auto *frame = new ExpansionFrame(m_grid.viewport());
    frame->left = [this, frame] { leave(frame); };
    open.frame = frame;
    open.page = m_makePage(scope, frame);
    frame->layout()->addWidget(open.page);
    open.locator = new RowLocator(*m_grid.model(), frame);
    connect(open.locator, &RowLocator::found, this, [this, frame](qint64 row) {
        for (Open &known : m_open) {
            if (known.frame == frame) {
                known.row = row;
                known.found = true;
            }
        }
        m_later.start();
    });
    connect(open.locator, &RowLocator::notFound, this, [this, frame] { closeByButton(frame); });
    connect(open.page, &TablePage::closeRequested, this, [this, frame] { closeByButton(frame); });
    connect(open.page, &TablePage::heightChanged, &m_later, qOverload<>(&QTimer::start));
}

bool RowExpansions::close(qint64 row)
{
    const qsizetype index = indexAt(row);
    if (index < 0 || !m_open.at(index).page->finishEditing())
        return false;
    remove(index);
    return true;
}

void RowExpansions::closeByButton(const QWidget *frame)
{
    for (qsizetype i = 0; i < m_open.size(); ++i) {
        if (m_open.at(i).frame == frame && m_open.at(i).page->finishEditing()) {
            remove(i);
            return;
        }
    }
}

void RowExpansions::remove(qsizetype index)
{
    const Open open = m_open.takeAt(index);
    const bool focused = open.frame->isAncestorOf(QApplication::focusWidget());
    if (focused)
        leave(open.frame);
    layOut();
    if (m_activeFrame == open.frame) {
        m_activeFrame = nullptr;
        Q_EMIT activeChanged();
    }
    open.frame->hide();
    open.frame->deleteLater();
}

void RowExpansions::removeLost()
{
    for (qsizetype i = m_open.size() - 1; i >= 0; --i) {
        const core::Relation &relation = m_open.at(i).relation;
        const QList<core::Relation> now = m_session.relations().of(relation.from);
        const bool there = std::any_of(now.cbegin(), now.cend(), [&](const core::Relation &r) {
            return r.to == relation.to && r.toColumns == relation.toColumns && r.fromColumns == relation.fromColumns;
        });
        if (!there)
            remove(i);
    }
}

// Following rows --------------------------------------------------------------------------------------------------

void RowExpansions::lookFor(Open &open)
{
    if (open.insertId == 0)
        open.locator->locate(open.key);
}

void RowExpansions::queryChanged()
{
    for (Open &open : m_open) {
        open.found = open.insertId > 0;
        lookFor(open);
    }
    if (!m_open.isEmpty())
        layOut();
}

void RowExpansions::followRows()
{
    core::RowsModel &model = *m_grid.model();
    const qint64 shift = model.insertedRows() - m_insertedRows;
    m_insertedRows = model.insertedRows();
    bool moved = false;
    for (qsizetype i = m_open.size() - 1; i >= 0; --i) {
        Open &open = m_open[i];
        if (open.insertId == 0) {
            moved = moved || shift != 0;
            open.row += shift;
            const auto key = open.found && !open.locator->isLooking() ? model.keyOf(open.row) : std::nullopt;
            if (key && *key != open.key)
                lookFor(open);
            continue;
        }
        qint64 row = 0;
        while (row < m_insertedRows && model.insertIdOf(row) != open.insertId)
            ++row;
        if (row == m_insertedRows) {
            remove(i); // taken back, or stored by now, under a key that nobody knows yet
            continue;
        }
        moved = moved || row != open.row;
        open.row = row;
    }
    if (moved)
        layOut();
    closeOutdated();
}

/// Where the row is known by another value now: what stands below it belongs to the old one.
void RowExpansions::closeOutdated()
{
    core::RowsModel &model = *m_grid.model();
    QList<QPointer<QWidget>> outdated;
    for (const Open &open : std::as_const(m_open)) {
        if (open.insertId > 0 || !open.found || open.locator->isLooking() || model.keyOf(open.row) != open.key)
            continue;
        const auto along = model.keyAlong(open.relation, open.row);
        if (along && *along != open.along)
            outdated.append(open.frame);
    }
    for (const QPointer<QWidget> &frame : std::as_const(outdated)) {
        if (frame)
            closeByButton(frame);
    }
}

// Layout ----------------------------------------------------------------------------------------------------------

int RowExpansions::linesFor(const Open &open) const
{
    // A grid inside another is as high as its rows want it: the outermost one says what there is room for.
    qint64 room = 0;
    int taken = 0;
    for (const QWidget *up = &m_grid; up; up = up->parentWidget()) {
        if (const auto *grid = qobject_cast<const GridView *>(up)) {
            room = grid->visibleRows();
            taken += taken == 0 ? linesLeft : linesAround;
        }
    }
    const int most = std::max(fewestLines, static_cast<int>(room) - taken);
    const int wanted = open.page->wantedHeight() + 1;
    return std::clamp((wanted + Theme::rowHeight - 1) / Theme::rowHeight, fewestLines, most);
}

void RowExpansions::layOut()
{
    QList<GridBand> bands;
    for (Open &open : m_open) {
        open.lines = linesFor(open);
        const bool isTaken =
            std::any_of(bands.cbegin(), bands.cend(), [&](const GridBand &b) { return b.row == open.row; });
        if (open.found && !isTaken)
            bands.append({open.row, open.lines, open.frame, open.column});
    }
    m_grid.setBands(bands);
}

qsizetype RowExpansions::indexAt(qint64 row) const
{
    for (qsizetype i = 0; i < m_open.size(); ++i) {
        if (m_open.at(i).row == row && m_open.at(i).found)
            return i;
    }
    return -1;
}

TablePage *RowExpansions::at(qint64 row) const
{
    const qsizetype index = indexAt(row);
    return index < 0 ? nullptr : m_open.at(index).page;
}

bool RowExpansions::isOpen(qint64 row, int column) const
{
    const qsizetype index = indexAt(row);
    return index >= 0 && m_open.at(index).column == column;
}

// Focus -----------------------------------------------------------------------------------------------------------

void RowExpansions::enter(qint64 row)
{
    TablePage *page = at(row);
    if (!page)
        return;
    m_grid.showBand(row);
    page->setFocus(Qt::TabFocusReason);
    putCursorIn(page);
}

/// On the first row, once there is one.
void RowExpansions::putCursorIn(TablePage *page)
{
    GridView *grid = page->grid();
    if (grid->currentRow() >= 0)
        return;
    if (grid->model()->rows() > 0)
        grid->setCurrent(0, grid->shownColumns().value(0));
    else
        connect(grid->model(), &core::RowsModel::rowsChanged, page, [this, page] { putCursorIn(page); },
                Qt::SingleShotConnection);
}

void RowExpansions::leave(const QWidget *frame)
{
    for (const Open &open : std::as_const(m_open)) {
        if (open.frame == frame && open.page->finishEditing())
            m_grid.ensureVisible(open.row, m_grid.currentColumn());
    }
    m_grid.setFocus(Qt::OtherFocusReason);
}

void RowExpansions::focusMoved(QWidget *now)
{
    // Menus and the palette act on what had the focus before them: only these rows and the outer grid change it.
    QWidget *frame = nullptr;
    for (const Open &open : std::as_const(m_open)) {
        if (now && open.frame && open.frame->isAncestorOf(now))
            frame = open.frame;
    }
    if (frame == m_activeFrame || (!frame && now != &m_grid))
        return;
    m_activeFrame = frame;
    Q_EMIT activeChanged();
}

TablePage *RowExpansions::active() const
{
    for (const Open &open : m_open) {
        if (m_activeFrame && open.frame == m_activeFrame)
            return open.page;
    }
    return nullptr;
}

bool RowExpansions::finishEditing()
{
    return std::all_of(m_open.cbegin(), m_open.cend(), [](const Open &open) { return open.page->finishEditing(); });
}

bool RowExpansions::isSettled() const
{
    return !m_later.isActive() && std::all_of(m_open.cbegin(), m_open.cend(), [](const Open &open) {
        return !open.locator->isLooking() && open.page->isSettled();
    });
}

} // namespace ui

#include "moc_rowexpansions.cpp"
