// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/folderstate.h"
#include "core/drizzle/snapshot.h"

#include <QStringList>

namespace core {

/// drizzle-kit 1.0 forgets .unique() of a SQLite column that has an index of its own, and takes the constraint away
/// where it is there (SnapshotExtras::shadowedUniques). Put back, it would be taken away again, and so on: what a later
/// snapshot of the folder lost is left out of the project, and told of, one sentence each. `from`: the last snapshot.
[[nodiscard]] QStringList leaveForgottenUniques(const FolderState &state, const DrizzleSnapshot &from,
                                                DrizzleSnapshot &project);

} // namespace core
