// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rows/relatedcells.h"
#include "core/rows/rowsmodel.h"
#include "ui/shell/page.h"

#include <QObject>

#include <memory>

namespace core {
class Session;
}

namespace ui {

/// What a table's grid knows of its neighbours: the labels beside its foreign keys, the relation columns after the
/// stored ones, and where a cell leads. Session and model are borrowed and outlive it.
class TableRelations : public QObject {
    Q_OBJECT

public:
    TableRelations(core::Session &session, core::RowsModel &model, QObject *parent);
    ~TableRelations() override;

    /// The relation the cell stands for: its foreign key, or what the relation column shows; nullptr if neither.
    [[nodiscard]] const core::Relation *relationAt(int column) const;
    /// Where the cell leads; in words why it leads nowhere.
    [[nodiscard]] core::Result<Destination> destinationAt(qint64 row, int column) const;
    /// As destinationAt(), along any relation that starts at the table.
    [[nodiscard]] core::Result<Destination> destinationAlong(const core::Relation &relation, qint64 row) const;
    /// By what rows that this foreign key leads to are called, where that stands in this column; none: by their key.
    [[nodiscard]] std::optional<core::RelatedLabel> labelOf(const QString &column) const;
    [[nodiscard]] bool isSettled() const; ///< nothing on view is being asked for

Q_SIGNALS:
    void firstAnswered(); ///< what is on view when the page comes up is there: the columns know now how wide they are

private:
    [[nodiscard]] std::optional<Destination> stagedDestination(const core::Relation &relation, qint64 row) const;
    void ask();
    void takeChanges();

    core::Session &m_session;
    core::RowsModel &m_model;
    std::unique_ptr<core::RelatedCells> m_cells;
    QList<core::RelatedCells::Question> m_columns; ///< those of the relation columns
    bool m_answered = false;
};

/// What is staged in a row's cell, if it names a staged new row.
[[nodiscard]] std::optional<core::KeyOfInserted> referenceAt(core::RowsModel &model, const core::ChangeSet &changes,
                                                             qint64 row, const QString &column);

} // namespace ui
