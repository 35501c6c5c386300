// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/edit/relationedits.h"
#include "core/query/filter.h"
#include "ui/shell/page.h"

#include <optional>

namespace ui {

/// Rows of one table that belong to one row of another: its children. A plain value.
struct RowScope {
    core::Relation relation; ///< of kind Many or OneToOne, from the parent's table
    core::RowEnd parent; ///< by the values of relation.fromColumns, or a staged new row
    QString caption; ///< whose they are, in a few words
    friend bool operator==(const RowScope &, const RowScope &) = default;

    /// The children's own table finds them so; of a staged new row there are none yet.
    [[nodiscard]] core::Filter filter() const;
    /// Stored rows that are staged to come here, by their keys: the table itself still finds them elsewhere.
    [[nodiscard]] QList<core::RowKey> movedHere(const core::Schema &schema, const core::Dialect &dialect,
                                                const core::ChangeSet &changes) const;
    /// `inside` on these rows alone, and on those with the keys in `moved`, which are values of the columns `identity`.
    [[nodiscard]] core::Filter narrowed(const core::Filter &inside, const QList<core::RowKey> &moved = {},
                                        const QStringList &identity = {}) const;
    /// Whether a staged new row of relation.to is one of them.
    [[nodiscard]] bool holds(const core::RowEdit &inserted, const core::ChangeSet &changes) const;
    /// Where the same rows are seen in a tab; none for a staged new row: they are nowhere else yet.
    [[nodiscard]] std::optional<Destination> destination() const;
};

/// What a relation's rows are shown through: itself, or where it leads through a junction, the junction's rows. Not for
/// relations of kind One.
[[nodiscard]] core::Relation childrenAlong(const core::Relation &relation);

} // namespace ui
