// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migrate/schemamigration.h"
#include "core/session/apply.h"

namespace core {

/// What the Apply of a migration has to hold to.
struct MigrationGuard {
    std::shared_ptr<const SchemaMigration> migration; ///< request.script is its plan's
    QStringList allowed; ///< codes of hazards
};

/// apply(), guarded: the data is asked once more; once nobody else can write, the schema must be the one that was
/// planned from; before COMMIT it must be the target, with all rows. Anything else is Error::Refused or
/// Error::Conflict, and nothing is kept. Progress in rows. Blocks; any thread but the window's.
[[nodiscard]] Result<ApplyReport> applyMigration(ApplyRequest request, const MigrationGuard &guard,
                                                 JobContext &context);

} // namespace core
