// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/dialect/designrules.h"

#include <QAbstractTableModel>

namespace ui {

class DesignDesk;

struct DesignCell {
    QString text;
    std::optional<bool> checked; ///< a check box instead of a text
    bool editable = true;
    bool ofDropped = false; ///< editable where its row is dropped, and only there
    bool changed = false; ///< against the database
    QString problem;
    bool isNote = false; ///< of the problem
    QString hint; ///< shown faintly where there is no text
    friend bool operator==(const DesignCell &, const DesignCell &) = default;
};

struct DesignRow {
    enum class State { Same, Changed, New, Dropped };
    QString id; ///< the same object keeps it
    State state = State::Same;
    QList<DesignCell> cells;
    QString problem; ///< of the row as a whole
    friend bool operator==(const DesignRow &, const DesignRow &) = default;
};

/// One part of a designed table as rows: its columns, its indexes, … Says what a cell is, takes what is typed into it
/// and turns that into steps of the design; follows the design. What makes no sense is refused, and said.
class DesignModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Role { StateRole = Qt::UserRole, ChangedRole, ProblemRole, NoteRole, HintRole };

    explicit DesignModel(DesignDesk &desk, QObject *parent = nullptr);

    void setTable(const core::QualifiedName &table);
    [[nodiscard]] const core::QualifiedName &table() const { return m_table; }

    /// What can be chosen there; empty: anything is typed.
    [[nodiscard]] virtual QStringList choices(int row, int column) const;
    /// A new row below that one (−1: at the end); gives where it stands.
    [[nodiscard]] virtual core::Result<int> insertBelow(int row) = 0;
    [[nodiscard]] virtual core::Result<core::Done> drop(int row) = 0; ///< or takes the dropping back
    [[nodiscard]] virtual core::Result<core::Done> move(int row, int step);
    [[nodiscard]] virtual int firstColumnToEdit() const { return 0; } ///< of a new row
    [[nodiscard]] DesignRow::State stateOf(int row) const { return m_rows.at(row).state; }
    [[nodiscard]] QString wholeProblem(int row) const { return m_rows.at(row).problem; }

    int rowCount(const QModelIndex &parent = {}) const final;
    int columnCount(const QModelIndex &parent = {}) const final;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const final;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const final;
    Qt::ItemFlags flags(const QModelIndex &index) const final;
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) final;

Q_SIGNALS:
    void refused(const core::Error &error);

protected:
    [[nodiscard]] virtual QStringList titles() const = 0;
    [[nodiscard]] virtual QList<DesignRow> makeRows() const = 0;
    [[nodiscard]] virtual core::Result<core::Done> set(int row, int column, const QString &text) = 0;
    [[nodiscard]] virtual core::Result<core::Done> check(int row, int column, bool checked);

    [[nodiscard]] virtual bool isThere() const { return now(); } ///< else there are no rows
    void refresh(); ///< asks makeRows() and tells the difference
    [[nodiscard]] DesignDesk &desk() const { return m_desk; }
    [[nodiscard]] const core::Table *now() const; ///< nullptr: not there any more
    [[nodiscard]] const core::Table *before() const; ///< in the database, under the new names; nullptr: it is new
    [[nodiscard]] const QList<DesignRow> &rows() const { return m_rows; }
    [[nodiscard]] static DesignCell textCell(const QString &text, bool changed, const QString &hint = {});
    [[nodiscard]] static DesignCell checkCell(bool checked, bool changed, bool editable = true);

private:
    DesignDesk &m_desk;
    core::QualifiedName m_table;
    QList<DesignRow> m_rows;
};

} // namespace ui
