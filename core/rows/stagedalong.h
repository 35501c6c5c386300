// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rows/relatedcells.h"

#include <QHash>
#include <QList>

#include <optional>

namespace core {

/// A row that staged edits bring to one row's relation, or take from it.
struct StagedNeighbour {
    RelatedCells::Key there; ///< a link's far row, see RelatedCell::chipKeys; empty: a new row, or not known
    QString label; ///< what the edits say it is called; null: they do not say
    bool isNew = false; ///< a staged new row: its label is all there is
    friend bool operator==(const StagedNeighbour &, const StagedNeighbour &) = default;
};

/// What staged edits change about what lies along a relation, from one row.
struct StagedAlong {
    QList<StagedNeighbour> coming;
    QList<StagedNeighbour> leaving;
    friend bool operator==(const StagedAlong &, const StagedAlong &) = default;
};

/// … from every row that it is changed for.
struct StagedRelation {
    QHash<RelatedCells::Key, StagedAlong> stored; ///< by the values of relation.fromColumns, in their meeting form
    QHash<qint64, StagedAlong> inserted; ///< by the staged new row that it is seen from
    friend bool operator==(const StagedRelation &, const StagedRelation &) = default;
};

/// The same for a cell, to be shown with its RelatedCell, which stays as it is stored.
struct StagedCell {
    qint64 coming = 0;
    qint64 leaving = 0;
    QStringList added; ///< what those that come are called, null strings among them
    QStringList removed; ///< … those that leave and are not among the cell's chips
    QList<qsizetype> struck; ///< … and those that are: indexes into its chips, rising
    friend bool operator==(const StagedCell &, const StagedCell &) = default;
};

/// What the cell will be. A count that was not counted to its end stays as it is.
[[nodiscard]] RelatedCell asStaged(const RelatedCell &stored, const std::optional<StagedCell> &staged);

} // namespace core
