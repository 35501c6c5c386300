// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/session/session.h"

namespace ui {

enum class ConflictChoice {
    Later,      ///< everything stays as it is; Apply will meet the conflict again
    KeepMine,   ///< theirs becomes the base: Apply overwrites it
    TakeTheirs, ///< the edits that stand against it are dropped; of a vanished row: all of them
    InsertAgain ///< only for a vanished row: it becomes a new row with what is known of it
};

/// What may be chosen for this conflict, the first one being what is suggested.
[[nodiscard]] QList<ConflictChoice> choicesFor(const core::Conflict &conflict, const core::ChangeSet &changes);

/// The columns that would become their DEFAULT if the row were inserted again: nobody knows any more what they held.
[[nodiscard]] QStringList lostColumns(const core::Conflict &conflict, const core::ChangeSet &changes,
                                      const core::Schema &schema, const core::Dialect &dialect);

/// The edits that carry the choices out, as one step of undo. Pure. `choices` has one entry per conflict.
[[nodiscard]] core::CompoundEdit resolution(const QList<core::Conflict> &conflicts,
                                            const QList<ConflictChoice> &choices, const core::ChangeSet &changes,
                                            const core::Schema &schema, const core::Dialect &dialect);

} // namespace ui
