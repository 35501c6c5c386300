// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/query/changeset.h"

namespace core {

/// Edits that make these changes out of none, the order of the rows included.
[[nodiscard]] QList<EditOp> wholeEdits(const ChangeSet &changes);

} // namespace core
