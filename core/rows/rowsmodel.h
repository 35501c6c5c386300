// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/changeset.h"
#include "core/rows/columnformat.h"
#include "core/rows/relatedcells.h"
#include "core/rows/rowstamps.h"
#include "core/rows/rowsource.h"
#include "core/rows/stagedalong.h"

#include <QAbstractTableModel>

#include <functional>

namespace core {

/// Lays the ChangeSet over a RowSource: staged new rows first, in their own band whatever the sort, then the source's
/// rows with edits laid over by RowKey. After the stored columns stand those that look along relations; they hold no
/// value of the row and cannot be edited. Says what a cell is, through roles; looks are the delegate's.
/// Lives on the window's thread. Rows beyond 2^31 are not shown (rowCount() is capped).
class RowsModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum CellState { Loaded, Loading, Failed };
    Q_ENUM(CellState)
    enum EditState { Clean, Modified, Inserted, Deleted };
    Q_ENUM(EditState)
    enum Role {
        CellStateRole = Qt::UserRole,
        EditStateRole,    ///< of the cell: Modified only on the edited ones
        RowEditStateRole, ///< of its row
        IsNullRole,
        IsDefaultRole,    ///< will be the column's DEFAULT (new rows)
        RawTextRole,      ///< the value as stored, in words
        CutSizeRole,      ///< qint64 full size when the cell holds only a part
        IsNumberRole      ///< aligned to the right
    };

    explicit RowsModel(RowSource &source, const Table &table, const Dialect &dialect, QObject *parent = nullptr);
    ~RowsModel() override;

    void setChanges(std::shared_ptr<const ChangeSet> changes);
    /// Which of the table's staged new rows are in the band; none: all of them.
    void setInsertedFilter(std::function<bool(const RowEdit &)> wanted);
    void setSchemaTable(const Table &table);
    void setFormat(const QString &column, const std::optional<ColumnFormat> &format); ///< none: as it is guessed
    /// By column, what a Drizzle schema says; it goes before what is guessed, and after setFormat().
    void setDeclaredFormats(const QHash<QString, ColumnFormat> &formats);
    void setShowRaw(bool raw);
    /// `labels`: what foreign keys are called, beside their value. `columns`: what stands after the stored columns.
    /// All of them start at this table. `cells` is borrowed and asked these questions from now on; null for none.
    void setRelations(RelatedCells *cells, const SchemaPtr &schema, const QList<RelatedCells::Question> &labels,
                      const QList<RelatedCells::Question> &columns);
    /// What staged edits make of the relation columns, in their order; see stagedRelations(). Gone with setRelations().
    void setStagedRelations(const QList<StagedRelation> &staged);

    /// Rows that count as deleted by it say so (Cell::softDeleted); none: there is no such column.
    void setDeletionMark(const std::optional<DeletionMark> &mark);
    /// Some values of the stored columns, by name; empty until the first page is there.
    [[nodiscard]] QHash<QString, QList<Value>> samples() const;

    // The grid paints through these: no QVariant on the hot path.
    struct Cell {
        CellState state = Loading;
        EditState edit = Clean;
        EditState rowEdit = Clean;
        Value value;             ///< staged or stored
        QString refersTo; ///< "new posts row 1": the key that a staged new row will have
        bool isDefault = false;
        bool foreignKey = false;
        bool softDeleted = false; ///< its row counts as deleted, see setDeletionMark()
        std::optional<qint64> cutSize;
        std::optional<RelatedCell> related; ///< the row a foreign key leads to; in relation columns, what is there
        std::optional<StagedCell> staged;   ///< relation columns: what edits will make of `related`
    };
    [[nodiscard]] Cell cell(qint64 row, int column);
    /// Formatted, and with the label of the row it leads to, unless raw.
    [[nodiscard]] QString displayText(const Cell &cell, int column) const;
    [[nodiscard]] bool isRaw() const;
    /// Why what is staged in the cell does not suit its column; empty when it does, or nothing is staged. See misfit().
    [[nodiscard]] QString misfitOf(const Cell &cell, int column) const;
    [[nodiscard]] qint64 rows() const; ///< with the inserted band
    [[nodiscard]] bool countIsExact() const;
    [[nodiscard]] qint64 insertedRows() const;
    [[nodiscard]] std::optional<RowKey> keyOf(qint64 row);   ///< none: inserted, or not loaded
    [[nodiscard]] std::optional<qint64> insertIdOf(qint64 row) const;
    /// Waits a few milliseconds for the rows, so that a jump paints data and not placeholders. Once per frame.
    void prefetch(qint64 firstRow, qint64 lastRow, int waitMilliseconds);

    [[nodiscard]] RowSource &source() { return m_source; }
    [[nodiscard]] const Table &table() const { return m_table; }
    [[nodiscard]] int storedColumns() const; ///< those before the relation columns
    [[nodiscard]] const Column &columnAt(int column) const;
    /// Of a relation column, or of the foreign key whose label stands in this one; nullptr if neither.
    [[nodiscard]] const RelatedCells::Question *questionAt(int column) const;
    /// The row's values of relation.fromColumns, staged ones first; none while they are not read, or for what only the
    /// database will make.
    [[nodiscard]] std::optional<RelatedCells::Key> keyAlong(const Relation &relation, qint64 row);
    /// What edits will make of a relation column's cell whose stored state is this; none: they leave it alone.
    [[nodiscard]] std::optional<StagedCell> stagedAlong(qint64 row, int column, const RelatedCell &stored);
    [[nodiscard]] ColumnFormat formatAt(int column) const;
    [[nodiscard]] bool isNumeric(int column) const; ///< by its type, and shown as it is: numbers stand at the right

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

Q_SIGNALS:
    void rowsChanged();    ///< count changed
    void contentChanged(); ///< repaint what is visible
    void formatsChanged();

private:
    void takeCount(RowCount count);
    void takePage(qint64 pageIndex);
    void takeColumns();
    void announceAll();
    void guessAgain();
    [[nodiscard]] Cell storedCell(qint64 row, int column);
    [[nodiscard]] Cell relationCell(qint64 row, int column);
    [[nodiscard]] bool isSoftDeleted(qint64 row);
    void removeFromBand(const QList<qint64> &wanted);
    [[nodiscard]] Cell insertedCell(qint64 row, int column) const;
    static void layOver(Cell &cell, const RowEdit &edit, const QString &column);

    struct Private;
    RowSource &m_source;
    Table m_table;
    std::unique_ptr<Private> d;
};

} // namespace core
