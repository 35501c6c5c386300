// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rows/rowsmodel.h"
#include "ui/grid/gridbands.h"
#include "ui/grid/gridheader.h"
#include "ui/grid/gridpainter.h"
#include "ui/grid/gridselection.h"

#include <QAbstractScrollArea>
#include <QBasicTimer>
#include <QCache>

#include <functional>

namespace ui {

/// Shows a RowsModel of any size. Nothing is kept per row: what is on the screen is asked for when it is painted, and
/// the scroll bar's int is mapped to the model's int64 rows. Knows how to move, select and draw; asks for everything
/// else by signals. Columns are logical (the model's) in this interface, visual only inside the selection.
/// The model is borrowed and must outlive the view or be taken away with setModel(nullptr).
class GridView : public QAbstractScrollArea {
    Q_OBJECT

public:
    static constexpr int frameWaitMilliseconds = 6;

    explicit GridView(QWidget *parent = nullptr);
    ~GridView() override;

    void setModel(core::RowsModel *model);
    [[nodiscard]] core::RowsModel *model() const { return m_model; }
    void setHeads(const QList<ColumnHead> &heads); ///< as many as the model has columns
    [[nodiscard]] GridHeader *header() const { return m_header; }

    [[nodiscard]] const GridSelection &selection() const { return m_selection; }
    void setSelection(const GridSelection &selection);
    [[nodiscard]] qint64 currentRow() const { return m_selection.current().row; }
    [[nodiscard]] int currentColumn() const; ///< logical; −1 if none
    void setCurrent(qint64 row, int column); ///< and scrolls there
    void moveCurrent(qint64 rows, int columns); ///< by as many shown columns; stops at the edges
    /// The next shown cell in reading order (direction ±1), into the next row at a row's end; false at the very end.
    bool moveInReadingOrder(int direction);
    void selectAll();
    /// The shown, selected columns (logical, in screen order) of the selection's bounds.
    [[nodiscard]] QList<int> selectedColumns() const;
    [[nodiscard]] QList<int> shownColumns() const; ///< logical, in screen order

    [[nodiscard]] qint64 topRow() const { return m_bands.at(m_top).row; }
    void setTopRow(qint64 row);
    [[nodiscard]] qint64 visibleRows() const; ///< whole ones
    void ensureVisible(qint64 row, int column);
    [[nodiscard]] QRect cellRect(qint64 row, int column) const; ///< in the viewport; empty if not on the screen
    [[nodiscard]] qint64 rowAt(int y) const;                    ///< −1: none
    [[nodiscard]] int columnAt(int x) const;                    ///< logical; −1: none
    [[nodiscard]] CellLook lookAt(qint64 row, int column) const;
    /// What stands in a new row's cell that nobody has set instead of defaultText(); empty: that.
    using UnsetText = std::function<QString(qint64 insertId, int column)>;
    void setUnsetText(UnsetText text);
    void forgetLooks(); ///< what it says is another
    void fitColumn(int column); ///< to what is on the screen
    /// Widgets below rows; they are made children of the viewport, laid out with the rows and shown. The widgets are
    /// borrowed: take them out before they go.
    void setBands(const QList<GridBand> &bands);
    [[nodiscard]] const GridBands &bands() const { return m_bands; }
    [[nodiscard]] qint64 lineCount() const { return m_bands.lines(rows()); } ///< rows, and what lies between them
    void showBand(qint64 row); ///< scrolls so that it is seen, and its row

    enum class Fit { All, Relations };
    void fitColumns(Fit which = Fit::All); ///< those that nobody sized

Q_SIGNALS:
    void currentChanged();
    void selectionChanged();
    void editRequested(const QString &typed); ///< empty: keep what is there
    void toggleRequested();                   ///< Space
    void commandRequested(const QString &actionId);
    void followRequested(qint64 row, int column, bool newTab);
    void expandRequested(qint64 row, int column, bool byKeyboard); ///< a relation column's cell
    void menuRequested(const QPoint &globalPosition);
    void bandsChanged();
    void scrolled();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void changeEvent(QEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void keyReleaseEvent(QKeyEvent *event) override;
    void inputMethodEvent(QInputMethodEvent *event) override;
    QVariant inputMethodQuery(Qt::InputMethodQuery query) const override;
    bool focusNextPrevChild(bool next) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void timerEvent(QTimerEvent *event) override;

private:
    struct CachedLook {
        CellLook look;
    };
    struct LookKey {
        qint64 row;
        int column;
        friend bool operator==(const LookKey &, const LookKey &) = default;
        friend size_t qHash(const LookKey &k, size_t seed = 0) { return qHashMulti(seed, k.row, k.column); }
    };
    enum class Drag { None, Cells, Rows };

    [[nodiscard]] qint64 rows() const { return m_model ? m_model->rows() : 0; }
    [[nodiscard]] qint64 maxTop() const;
    [[nodiscard]] int toScrollBar(qint64 row) const;
    [[nodiscard]] qint64 fromScrollBar(int value) const;
    void updateGeometries();
    void syncScrollBar();
    void contentChanged();
    void rowsChanged();
    struct ShownColumn {
        int column; ///< logical
        int visual;
        int x;
        int width;
        bool pinned;
    };
    void setTopLine(qint64 line);
    void placeBands();
    void fitFirst();
    [[nodiscard]] QList<ShownColumn> columnsOnScreen() const; ///< pinned ones last: they lie over the others
    void paintRow(QPainter &painter, const QList<ShownColumn> &columns, qint64 row, int y);
    void paintLines(QPainter &painter, const QList<ShownColumn> &columns, int bottom);
    void takeMovedColumn(int from, int to);
    [[nodiscard]] bool isApproximate(qint64 row) const;

    void changeSelection(const GridSelection &selection, bool scroll = true);
    void beginSomewhere(); ///< where there is no cursor yet
    void moveTo(CellAddress cell, bool extend);
    bool handleNavigation(QKeyEvent *event);
    bool handleCommand(QKeyEvent *event);
    [[nodiscard]] CellAddress target(QKeyEvent *event) const;
    [[nodiscard]] CellAddress addressAt(const QPoint &position) const; ///< clamped to the cells
    [[nodiscard]] bool isOnArrow(const QPoint &position) const;
    [[nodiscard]] bool isOnExpander(const QPoint &position) const;
    [[nodiscard]] bool leadsSomewhere(const QPoint &position) const;
    void showPointer(const QPoint &position, Qt::KeyboardModifiers modifiers);
    void dragTo(const QPoint &position);
    bool showToolTip(QHelpEvent *event);
    void announceCurrent();

    core::RowsModel *m_model = nullptr;
    GridHeader *m_header = nullptr;
    QWidget *m_corner = nullptr;
    GridSelection m_selection;
    GridPainter m_painter;
    UnsetText m_unsetText;
    mutable QCache<LookKey, CachedLook> m_looks;
    GridBands m_bands;
    qint64 m_top = 0; ///< line
    qint64 m_keptTop = 0; ///< where to go back to when rows that went away for a reread are there again
    int m_gutter = 50;
    bool m_fitted = false;
    bool m_syncing = false;
    Drag m_drag = Drag::None;
    qint64 m_dragFromRow = -1;
    QPoint m_dragPosition;
    QBasicTimer m_autoScroll;
    int m_wheelRest = 0;
};

} // namespace ui
