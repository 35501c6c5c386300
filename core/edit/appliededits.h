// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/db/connection.h"
#include "core/dialect/dialect.h"
#include "core/query/changeset.h"
#include "core/schema/schema.h"

namespace core {

/// What a database shows of staged edits whose Apply ended nobody knows how. Rows, by what they look like now.
struct AppliedEdits {
    int in = 0;      ///< as after the edit: changed, there, gone
    int out = 0;     ///< as before it
    int neither = 0; ///< someone has changed it since
    int unknown = 0; ///< it cannot be told: a new row whose key the database makes, a table that is gone
    friend bool operator==(const AppliedEdits &, const AppliedEdits &) = default;
};

/// Reads the staged rows again, only the columns the edits touch. On the database's thread; reads only.
[[nodiscard]] Result<AppliedEdits> appliedEdits(Database &database, const Schema &schema, const ChangeSet &changes,
                                                const Dialect &dialect);

} // namespace core
