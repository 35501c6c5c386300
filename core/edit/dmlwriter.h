// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/dialect/dialect.h"
#include "core/query/changeset.h"
#include "core/rows/rowstamps.h"
#include "core/schema/schema.h"
#include "core/sql/script.h"

#include <functional>

namespace core {

/// Turns staged edits into the Script that applies them. Pure: no I/O.
/// Order: inserts with parents before children (a parent's generated key flows into its children by name where a
/// staged row refers to it), then updates, then deletes with children before parents; within a table in staging order;
/// but a unique value is freed before it is taken (see writeOrder).
/// Each UPDATE sets only the edited columns and names the whole key and the old values of what it changes (and, where
/// that key is but a rowid, of all that was seen of the row); each DELETE names the key and the old values that were seen; both must touch exactly one row. Generated columns are never
/// written. An UPDATE of a table in `stamps` sets that column to the moment it runs, unless the column is edited itself.
/// An edited row that a deletion may take along is looked for at the end: nothing is applied that loses an edit.
/// Fails with one sentence on edits the schema forbids (unknown column, table without identity).
/// Where `isUnwanted` says so meanwhile, it ends as cancelled.
[[nodiscard]] Result<Script> editScript(const Schema &schema, const ChangeSet &changes, const Dialect &dialect,
                                        const UpdateStamps &stamps = {}, const std::function<bool()> &isUnwanted = {});

/// "2 inserts, 1 update in 2 tables": for titles, buttons and the history.
[[nodiscard]] QString summary(const ChangeSet &changes);

} // namespace core
