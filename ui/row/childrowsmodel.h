// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/relatedlist.h"
#include "ui/row/field.h"

#include <QAbstractTableModel>

#include <functional>

namespace ui {

/// The rows of a related list: the key, then some columns. Rows keep their place in views while what is staged about
/// them changes. Says what a cell is, not how it looks.
class ChildRowsModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Role {
        StateRole = Qt::UserRole, ///< int, of core::RelatedRow::State
        FaintRole, ///< bool: no value of its own is shown, but what stands in its place
        ModifiedRole, ///< bool: the cell is edited
        KeyRole ///< bool: the row's key, not a column
    };
    using Line = core::RelatedList::Line;
    /// What the row is called that the cells refer to along the relation; empty: not known, or nothing.
    using LabelOf = std::function<QString(const core::Relation &relation, const QMap<QString, core::NewValue> &shown)>;
    /// Stages the value; false: it was refused.
    using Stage = std::function<bool(const Line &line, const QString &column, const core::NewValue &value)>;

    ChildRowsModel(const core::Dialect &dialect, LabelOf labelOf, Stage stage, QObject *parent = nullptr);

    /// `keyColumns`: those of the key that are not among the fields and do not go without saying.
    void setColumns(const QStringList &keyColumns, const QList<Field> &fields);
    void setLines(const QList<Line> &lines);
    void setEditable(bool editable);
    [[nodiscard]] bool mayBeEdited() const { return m_editable; }
    void refreshLabels();

    [[nodiscard]] const Line &line(int row) const { return m_lines.at(row); }
    [[nodiscard]] int rowOf(const core::RowRef &row) const; ///< −1: it is not there
    [[nodiscard]] const Field *field(int column) const; ///< nullptr for the key
    [[nodiscard]] bool hasKey() const { return !m_keyColumns.isEmpty(); }
    [[nodiscard]] int editableColumn(int row, int from = 0) const; ///< the first from there on; −1: none
    /// Why the cell cannot be set to this by a key (NULL, DEFAULT, empty text); empty when it can, or is so already.
    [[nodiscard]] QString cannotSetBecause(const QModelIndex &index, const core::NewValue &value) const;
    [[nodiscard]] bool isAlready(const QModelIndex &index, const core::NewValue &value) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;

private:
    [[nodiscard]] FieldState stateOf(const Line &line, const Field &field) const;
    [[nodiscard]] bool isEditable(const Line &line, const Field &field) const;
    [[nodiscard]] QString keyText(const Line &line) const;
    [[nodiscard]] QString shownText(const Line &line, const Field &field) const; ///< empty: nothing to see
    [[nodiscard]] QString standIn(const Line &line, const Field &field) const;
    [[nodiscard]] QString toolTip(const Line &line, int column) const;
    bool updateInPlace(const QList<Line> &lines);

    const core::Dialect &m_dialect;
    LabelOf m_labelOf;
    Stage m_stage;
    QStringList m_keyColumns;
    QList<Field> m_fields;
    QList<Line> m_lines;
    bool m_editable = false;
};

/// "added", "staged for deletion"; empty for one that is stored and stays.
[[nodiscard]] QString toText(core::RelatedRow::State state);

} // namespace ui
