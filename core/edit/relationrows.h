// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/relationedits.h"

namespace core {

/// One row at the far end of a relation, as it is with what is staged.
struct RelatedRow {
    enum class State {
        Stored,    ///< there, and stays
        Added,     ///< a staged new row
        Removed,   ///< stored, and staged for deletion
        MovedHere, ///< stored elsewhere, staged to refer here
        MovedAway  ///< stored here, staged to refer elsewhere or to nothing
    };
    State state = State::Stored;
    RowRef row;      ///< the child, or the junction's row
    int stored = -1; ///< index into the rows that were read
    RowEnd there;    ///< of links: the row at the other end; values may be missing where the junction's row has none
    friend bool operator==(const RelatedRow &, const RelatedRow &) = default;
    [[nodiscard]] bool isThere() const { return state != State::Removed && state != State::MovedAway; }
};

/// The children (kind Many or OneToOne) of the row `parent` of relation.from: first the stored ones in their order,
/// then those that come by staged edits. A stored row that moves here with only part of its key edited is found where
/// the rest is part of its own key. Pure.
[[nodiscard]] QList<RelatedRow> stagedChildren(const Schema &schema, const Relation &relation, const ChangeSet &changes,
                                               const Dialect &dialect, const RowEnd &parent,
                                               const QList<StoredRow> &stored);

/// As stagedChildren(), the rows of relation.junction (kind ManyToMany) that name `here`.
[[nodiscard]] QList<RelatedRow> stagedLinks(const Schema &schema, const Relation &relation, const ChangeSet &changes,
                                            const Dialect &dialect, const RowEnd &here, const QList<StoredRow> &stored);

/// How many stored children (as above) the staged edits take from `parent`, also those that were not read. One whose
/// reference was never seen is not counted.
[[nodiscard]] qint64 stagedLeaving(const Schema &schema, const Relation &relation, const ChangeSet &changes,
                                   const Dialect &dialect, const RowEnd &parent);

/// Undoes what makes the row's state: a new row goes, a deleted one comes back, a move is unmade. `columns`: those of its
/// table that name the near row.
[[nodiscard]] Result<EditOp> takeBack(const ChangeSet &changes, const RelatedRow &row, const QStringList &columns);

/// Whether the ends are the same row: numbers by what they are worth, other values by their bytes.
[[nodiscard]] bool isSameEnd(const RowEnd &a, const RowEnd &b);

} // namespace core
