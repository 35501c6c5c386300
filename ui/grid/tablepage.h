// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rows/rowsmodel.h"
#include "ui/grid/columnlayout.h"
#include "ui/grid/filtertext.h"
#include "ui/grid/rowscope.h"
#include "ui/shell/page.h"

#include <QElapsedTimer>

#include <memory>

class QMenu;
class QToolButton;

namespace core {
class Session;
struct AppliedScript;
struct Relation;
}

namespace ui {

class CellEditing;
class ColumnsChooser;
class EditStack;
class EmptyState;
class FilterBar;
class FilterChips;
class GoToRow;
class GridView;
class LargeEditing;
class PeekCard;
class PlainLabel;
class ReferenceList;
class RowExpansions;
class RowLocator;
class TableRelations;
class TableCommands;

/// The rows of one table or view: toolbar, filter bar, grid. Staged edits live in the Session, so they survive sort,
/// filter, refresh and this page. Session and stack are borrowed and outlive it.
class TablePage : public Page {
    Q_OBJECT

public:
    TablePage(core::Session &session, EditStack &stack, core::QualifiedName table, QWidget *parent = nullptr);
    /// Below a row of another table's grid: the rows that belong to it, and no others.
    TablePage(core::Session &session, EditStack &stack, const RowScope &scope, QWidget *parent = nullptr);
    ~TablePage() override;

    [[nodiscard]] QString title() const override;
    [[nodiscard]] PageContext context() const override;
    bool perform(const QString &actionId) override;
    void goTo(const Destination &destination) override;
    [[nodiscard]] std::optional<RowAddress> currentRow() const override;
    [[nodiscard]] RowSelection selectedRows() const override;
    [[nodiscard]] std::optional<Destination> whereabouts() const override;
    [[nodiscard]] std::optional<Destination> cursor() const override;
    [[nodiscard]] QStringList statusFacts() const override;
    [[nodiscard]] QString timingFact() const override;
    [[nodiscard]] bool isSettled() const override;
    [[nodiscard]] bool finishEditing() override;
    [[nodiscard]] QJsonObject savedLayout() const override; ///< columns, sort, filter
    void restoreLayout(const QJsonObject &layout) override;
    [[nodiscard]] ColumnFormats columnFormats() const override;

    [[nodiscard]] const core::QualifiedName &table() const { return m_query.table; }
    [[nodiscard]] const core::RowQuery &query() const { return m_query; }
    void setFilter(const core::Filter &filter); ///< the table's own from now on: it is remembered
    void setSort(const QList<core::SortKey> &sort);
    void setFormat(const QString &column, const std::optional<core::ColumnFormat> &format); ///< none: as it is guessed
    void setRaw(bool raw);
    void setHidesDeleted(bool hides); ///< rows that count as deleted; remembered with the layout
    [[nodiscard]] bool hidesDeleted() const { return m_hidesDeleted && m_mark; }
    [[nodiscard]] bool isRaw() const { return m_raw; }
    [[nodiscard]] ColumnLayout columnLayout() const;
    void setColumnLayout(const ColumnLayout &layout);
    [[nodiscard]] QString readOnlyBecause() const { return m_readOnlyBecause; }
    [[nodiscard]] GridView *grid() const { return m_grid; }
    [[nodiscard]] PeekCard *peekCard() const { return m_peek; }
    [[nodiscard]] ReferenceList *referenceList() const { return m_references; }
    [[nodiscard]] RowExpansions *expansions() const { return m_expansions; }
    [[nodiscard]] const std::optional<RowScope> &scope() const { return m_scope; }
    [[nodiscard]] int wantedHeight() const; ///< pixels in which every row is seen, up to some

Q_SIGNALS:
    void closeRequested(); ///< of a page below a row
    void heightChanged(); ///< wantedHeight()

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    TablePage(core::Session &session, EditStack &stack, core::QualifiedName table, std::optional<RowScope> scope,
              QWidget *parent);
    void createToolbar();
    void createNested();
    void addScopeButtons(QWidget *bar);
    void hideParentColumns();
    void createBars();
    void createGrid();
    void createEditing();
    void connectSession();
    void connectSource();
    [[nodiscard]] core::Table findTable() const;
    [[nodiscard]] bool isGone(const core::FilterTerm &term) const; ///< what it is about is not there any more
    void takeSchema();
    void decideReadOnly();
    void updateHeads();
    void updateState();
    void updateContext();
    void takeSelection();
    void moveToRow(int step);
    void showFilter(const core::Filter &filter);
    void showSort(const QList<core::SortKey> &sort);
    [[nodiscard]] core::RowQuery sourceQuery() const;
    [[nodiscard]] QStringList identityColumns() const;
    void takeMoved();
    void applyQuery();
    void readAgain();
    [[nodiscard]] bool stopReading(); ///< counting, filtering or sorting; false when there was none
    void sortAsked(const QList<core::SortKey> &sort); ///< by a click on a head
    [[nodiscard]] core::SortKey byName(core::SortKey key) const; ///< where the column shows names
    void renameSort(); ///< sort keys by name go by what rows are called now
    void takeLabels(); ///< rows may be called otherwise now
    void fillSortMenu(QMenu *menu, int column);
    void fillRelationMenu(QMenu *menu, int column);
    void askForLabel(const core::QualifiedName &table);
    [[nodiscard]] bool performRelation(const QString &actionId);
    void showOrphans();
    void drawRelation(const QString &column);
    void duplicateWith();
    void toggleRelationColumns();
    void recogniseMarks(); ///< columns that say what is deleted, and when it was updated
    void showHiding();
    void toggleStamp();
    void fillMarkMenu(QMenu *menu);
    void showError(const core::Error &error);

    void openFilter(int term = -1);
    void filterByCell(core::FilterOp op);
    void filterByRelation(const core::RelatedCells::Question &question, core::FilterOp op);
    void addTerm(const core::FilterTerm &term);
    void follow(qint64 row, int column, bool newTab = false);
    void expand(qint64 row, int column, bool byKeyboard);
    [[nodiscard]] core::Result<core::Done> expandAlong(qint64 row, const core::Relation &relation, int column);
    void connectNested(TablePage *inner);
    void keepInnerLayout(TablePage *inner); ///< how it is set up, for the next one of its relation
    [[nodiscard]] TablePage *activeInner() const; ///< in which the cursor is; nullptr: in this page's own grid
    [[nodiscard]] QString callRow(qint64 row) const; ///< its label, else its key
    void peek();
    void showReferencing();
    void goToSpot();
    void placeCursor(qint64 row);
    void takeApplied(const core::AppliedScript &applied);
    void followRow();
    void askForRow();
    void showCellMenu(const QPoint &globalPosition);
    void showHeaderMenu(const QPoint &position);
    void fillFormatMenu(QMenu *menu, int column); ///< "Show as"
    void chooseFormat();                          ///< of the current column, by that menu
    bool performHere(const QString &actionId); ///< in this page's own grid, wherever the cursor is
    [[nodiscard]] bool performView(const QString &actionId);
    [[nodiscard]] bool performCell(const QString &actionId);
    [[nodiscard]] bool performNeighbours(const QString &actionId);
    [[nodiscard]] bool performColumn(const QString &actionId);

    core::Session &m_session;
    EditStack &m_stack;
    std::optional<RowScope> m_scope; ///< beside the filter
    QList<core::RowKey> m_movedHere; ///< stored elsewhere, staged to be in the scope
    QJsonObject m_innerLayouts; ///< of the grids below rows, by relation
    core::RowQuery m_query;
    core::Filter m_ownFilter; ///< what a person set here; what is shown may be another that led here
    bool m_exists = true;
    std::unique_ptr<core::RowSource> m_source;
    std::unique_ptr<core::RowsModel> m_model;
    QString m_readOnlyBecause;
    QString m_readOnlyByTable; ///< views and tables without identity
    bool m_raw = false;
    bool m_hidesDeleted = false; ///< wanted; it counts where there is a mark
    bool m_sampled = false;      ///< the marks were judged by real rows
    bool m_markSeen = false;     ///< … in which some count as deleted
    std::optional<core::DeletionMark> m_mark;
    std::optional<core::UpdateStamp> m_stamp; ///< what could be stamped
    ColumnFormats m_formats; ///< those that a person chose
    std::optional<core::Error> m_error;
    bool m_stopped = false; ///< reading was, by a person
    std::optional<qint64> m_total; ///< rows without a filter, once counted
    std::optional<core::RowKey> m_followed; ///< where the cursor stood, as it is called since the edits were applied
    bool m_looksQuietly = false; ///< for a row that may be gone: no word if it is not found
    QString m_wantedColumn; ///< of the row that is being looked for
    std::optional<Spot> m_spot; ///< to go back to once rows are there
    QElapsedTimer m_since; ///< the query was set
    std::optional<qint64> m_filterMilliseconds;
    qint64 m_readMicroseconds = -1;
    PageContext m_lastContext;
    std::optional<RowAddress> m_lastRow;
    RowSelection m_lastSelection;

    QToolButton *m_filterButton = nullptr;
    QToolButton *m_columnsButton = nullptr;
    QToolButton *m_addButton = nullptr;
    FilterChips *m_chips = nullptr;
    FilterBar *m_filterBar = nullptr;
    PlainLabel *m_notice = nullptr;
    GoToRow *m_goTo = nullptr;
    GridView *m_grid = nullptr;
    EmptyState *m_empty = nullptr;
    ColumnsChooser *m_chooser = nullptr;
    CellEditing *m_editing = nullptr;
    LargeEditing *m_large = nullptr;
    TableCommands *m_commands = nullptr;
    RowLocator *m_locator = nullptr;
    RowExpansions *m_expansions = nullptr;
    PeekCard *m_peek = nullptr;
    ReferenceList *m_references = nullptr;
    std::unique_ptr<TableRelations> m_relations; ///< goes before the model
};

} // namespace ui
