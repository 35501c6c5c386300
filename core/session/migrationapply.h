// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migrate/schemamigration.h"
#include "core/session/apply.h"

namespace core {

/// What the Apply of a migration has to hold to.
struct MigrationGuard {
    std::shared_ptr<const SchemaMigration> migration; ///< request.script is its plan's
    QStringList allowed; ///< codes of hazards
    qint64 growth = 0; ///< bytes by which the dry run's copy grew
};

/// apply(), guarded: the data is asked once more; once nobody else can write, the schema must be the one that was
/// planned from; before COMMIT it must be the target, with all rows. Anything else is Error::Refused or
/// Error::Conflict, and nothing is kept; neither is anything where a column that stays does not hold what it held (see
/// mustCompareColumns()). Progress in rows. Blocks; any thread but the window's.
[[nodiscard]] Result<ApplyReport> applyMigration(ApplyRequest request, const MigrationGuard &guard,
                                                 JobContext &context);

/// Whether the columns that stay are read before and after, to compare their checksums as a dry run does. Rows are
/// counted always. What takes longer than a second is left to the dry run, where one of this very plan was made:
/// it has compared them on a copy, and nothing of the plan depends on what was written since.
[[nodiscard]] bool mustCompareColumns(qint64 cells, bool rehearsed);

} // namespace core
