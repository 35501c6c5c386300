// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/query/filter.h"
#include "core/query/rowkey.h"
#include "core/rows/columnformat.h"
#include "ui/migrate/migrationscontext.h"

#include <QHash>
#include <QJsonObject>
#include <QString>
#include <QWidget>

#include <optional>

namespace ui {

/// What the window must know about a page to say which actions make sense; see enabledActions().
struct PageContext {
    bool hasRows = false;        ///< shows rows of a table or view
    bool editable = false;       ///< and they can be edited
    bool hasCurrentCell = false;
    bool currentIsForeignKey = false;
    bool hasSelection = false;
    bool isMigrations = false;
    bool marksDeleted = false;  ///< a column says which rows count as deleted
    bool stampsUpdates = false; ///< a column can hold the time of a row's last update
    bool hasList = false; ///< a list that can be filtered, without rows of a table
    bool isDesign = false; ///< the designer of a table or view: undo and redo are its own
    bool canUndoDesign = false;
    bool canRedoDesign = false;
    core::QualifiedName type = {}; ///< that the designer can open: of the current column, or of the list
    MigrationsContext migrations = {}; ///< of the migrations page
    HistoryContext history = {};
    friend bool operator==(const PageContext &, const PageContext &) = default;
};

/// One row that is looked at: what the row panel shows.
struct RowAddress {
    core::QualifiedName table;
    core::RowKey key;     ///< of a stored row; empty for a staged new one
    qint64 insertId = 0;  ///< of a staged new row
    friend bool operator==(const RowAddress &, const RowAddress &) = default;
};

/// How far a page was scrolled, and where its cursor stood: for coming back. Counted from 0, staged new rows included.
struct Spot {
    qint64 row = -1; ///< of the cursor; −1: none. Where the destination has a key, that counts
    qint64 top = 0; ///< first row on the screen
    int left = 0; ///< pixels to the left of the screen
    friend bool operator==(const Spot &, const Spot &) = default;
};

/// Rows that are selected together: what the row panel edits as one.
struct RowSelection {
    static constexpr qint64 most = 500; ///< more are not named
    core::QualifiedName table;
    qint64 count = 0; ///< of all that are selected
    QList<RowAddress> rows; ///< in order; fewer than `count` while they are not known, or too many, or cannot be told apart
    friend bool operator==(const RowSelection &, const RowSelection &) = default;
};

/// A place to go: what Alt+Left comes back to.
struct Destination {
    core::QualifiedName table;
    core::Filter filter;
    std::optional<core::RowKey> key; ///< row to put the cursor on
    QString column;
    std::optional<QList<core::SortKey>> sort = {}; ///< none: as it is there
    std::optional<Spot> spot = {}; ///< none: wherever the row is best seen
    friend bool operator==(const Destination &, const Destination &) = default;
};

/// How columns are shown, by their names.
using ColumnFormats = QHash<QString, core::ColumnFormat>;

/// A tab's content. Pages do not know each other: they say what they want by signals, MainWindow routes it.
class Page : public QWidget {
    Q_OBJECT

public:
    using QWidget::QWidget;

    [[nodiscard]] virtual QString title() const = 0;
    [[nodiscard]] virtual PageContext context() const = 0;
    /// Does the action with this id (actions/actionregistry.h) if it is the page's business; false if it is not.
    virtual bool perform(const QString &actionId) = 0;
    /// Shows what the destination says of its own table: filter, row, column. Its table is this page's.
    virtual void goTo(const Destination &destination) { Q_UNUSED(destination) }
    /// The row under the cursor, for the row panel.
    [[nodiscard]] virtual std::optional<RowAddress> currentRow() const { return std::nullopt; }
    /// The rows that are selected, if several are.
    [[nodiscard]] virtual RowSelection selectedRows() const { return {}; }
    [[nodiscard]] virtual std::optional<Destination> whereabouts() const { return std::nullopt; }
    /// Where the cursor is, be it in another table's rows that are shown inside the page.
    [[nodiscard]] virtual std::optional<Destination> cursor() const { return whereabouts(); }
    /// Short facts for the left of the status bar: "12,004 rows", "row 2 of 3,118".
    [[nodiscard]] virtual QStringList statusFacts() const { return {}; }
    /// For the right of the status bar: "read 0.9 ms"; empty when nothing was read.
    [[nodiscard]] virtual QString timingFact() const { return {}; }
    /// Nothing is being read or worked out any more; the tour takes its picture then.
    [[nodiscard]] virtual bool isSettled() const { return true; }
    /// What a person has set up here and finds again next time: columns, sort, filter. Empty: nothing to keep.
    [[nodiscard]] virtual QJsonObject savedLayout() const { return {}; }
    /// How the columns of its table are shown, chosen or guessed from many rows: whoever shows a cell of that table
    /// elsewhere, or judges what is typed there, goes by it.
    [[nodiscard]] virtual ColumnFormats columnFormats() const { return {}; }
    /// Takes what it understands of it. Called before anything is shown.
    virtual void restoreLayout(const QJsonObject &layout) { Q_UNUSED(layout) }
    /// Stages what is still in an open editor; false when it cannot be, and the editor stays with a word why. To be
    /// asked before anything that takes the staged edits as a whole: apply, preview, undo, closing.
    [[nodiscard]] virtual bool finishEditing() { return true; }

Q_SIGNALS:
    void contextChanged();
    void titleChanged();
    void statusChanged();
    void columnFormatsChanged();
    void layoutChanged(); ///< savedLayout() gives something else now
    void currentRowChanged(); ///< or selectedRows()
    void openRequested(const ui::Destination &destination, bool newTab);
    void placeLeft(const ui::Destination &before); ///< its own step: other rows of the same table are shown from now on
    void pinRequested(); ///< an edit or double click: no longer a preview tab
    void errorOccurred(const core::Error &error);
    void actionRequested(const QString &actionId); ///< the window's business: as if its action were triggered
    void messageRequested(const QString &plainText); ///< something that went well
    void noteRequested(const QString &plainText);    ///< something was not done, and why; or is worth knowing
};

} // namespace ui
