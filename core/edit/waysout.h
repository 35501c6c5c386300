// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/edit/impact.h"
#include "core/query/changeset.h"
#include "core/schema/schema.h"

/// What can be staged about rows that stand in the way of a delete. Each makes one CompoundEdit (one step of undo) for
/// the node's samples: all rows that forbid it, when impactOf() was asked for as many samples as there are of them, and
/// nothing but those. Pure: no I/O. Fails with one sentence where the schema does not allow it. Rows that are staged
/// for deletion already are left out.
namespace core {

/// The rows go, too; staged new ones are taken back.
[[nodiscard]] Result<EditOp> deleteToo(const ImpactNode &node, const ChangeSet &changes);

/// The rows point nowhere: NULL in every column of the key that may be NULL.
[[nodiscard]] Result<EditOp> detach(const Schema &schema, const ImpactNode &node, const ChangeSet &changes);
[[nodiscard]] bool canDetach(const Schema &schema, const ImpactNode &node);

/// The rows point at another row: `values` of relation->fromColumns, in that order.
[[nodiscard]] Result<EditOp> reparent(const Schema &schema, const ImpactNode &node, const ChangeSet &changes,
                                      const QList<NewValue> &values);

/// The rows' own staged edits are taken back: for rows that go, or change, before their turn comes (AlreadyOtherwise),
/// and for staged rows that would point at nothing or go again (NewRowLost).
[[nodiscard]] Result<EditOp> takeBack(const ImpactNode &node, const ChangeSet &changes);

/// The deletions that take new rows along (NewRowLost) are taken back.
[[nodiscard]] Result<EditOp> restoreDeleted(const ImpactNode &node, const ChangeSet &changes);

} // namespace core
