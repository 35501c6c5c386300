// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rows/relatedcells.h"
#include "ui/grid/rowscope.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

#include <functional>

namespace core {
class RowsModel;
class Session;
} // namespace core

namespace ui {

class GridView;
class RowLocator;
class TablePage;

/// The grids that are open below rows of a grid: the children of a row, in a table page of their own. A handful at
/// most, each known by its row's key, so that it follows its row through sorts and refreshes, and closes where the row
/// is gone. Everything is borrowed and outlives it.
class RowExpansions : public QObject {
    Q_OBJECT

public:
    static constexpr int openAtMost = 8; ///< the one that was opened first closes for another

    using MakePage = std::function<TablePage *(const RowScope &scope, QWidget *parent)>;
    RowExpansions(GridView &grid, core::Session &session, MakePage makePage, QObject *parent);
    ~RowExpansions() override;

    /// Below the row, in place of what is open there. `relation` starts at the grid's table and is not of kind One;
    /// `column`: the cell it is opened from, −1: none. Fails, in words, where the row has nothing to be found by.
    [[nodiscard]] core::Result<core::Done> open(qint64 row, const core::Relation &relation, int column,
                                                const QString &caption);
    bool close(qint64 row); ///< false: nothing is open there, or something typed in it cannot be staged yet
    bool isOpen(qint64 row, int column) const;
    void enter(qint64 row); ///< the focus goes into its grid
    [[nodiscard]] TablePage *at(qint64 row) const; ///< nullptr: none
    [[nodiscard]] TablePage *active() const; ///< in which the focus is, or was last; nullptr: in none
    [[nodiscard]] bool finishEditing();
    [[nodiscard]] bool isSettled() const;
    void queryChanged(); ///< rows stand elsewhere now: hidden until they are found

Q_SIGNALS:
    void activeChanged();

private:
    struct Open {
        core::RowKey key;
        qint64 insertId = 0;
        qint64 row = -1;
        int column = -1;
        core::Relation relation; ///< as it was asked for
        core::RelatedCells::Key along; ///< what the row had in its columns then: inside, new rows refer to that
        bool found = true; ///< it is known where the row stands
        QPointer<QWidget> frame;
        TablePage *page = nullptr; ///< in the frame
        RowLocator *locator = nullptr;
        int lines = 0;
    };

    void build(Open &open, const RowScope &scope);
    void followRows();
    void closeOutdated();
    void lookFor(Open &open);
    void putCursorIn(TablePage *page);
    void remove(qsizetype index);
    void removeLost();
    void layOut();
    [[nodiscard]] int linesFor(const Open &open) const;
    [[nodiscard]] qsizetype indexAt(qint64 row) const;
    void focusMoved(QWidget *now);
    void leave(const QWidget *frame);
    void closeByButton(const QWidget *frame);

    GridView &m_grid;
    core::Session &m_session;
    MakePage m_makePage;
    QList<Open> m_open; ///< in the order of opening
    QTimer m_later; ///< lays out once, whatever many things have changed
    qint64 m_insertedRows = 0;
    QPointer<QWidget> m_activeFrame;
};

} // namespace ui
