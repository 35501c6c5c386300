// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/journalscripts.h"
#include "core/schema/schema.h"

namespace core {

/// Drops everything but the system's own, and runs all migrations on what is empty then, as one transaction: after a
/// failure all is as it was. `unfit` where a file brings transactions of its own. Pure.
[[nodiscard]] Result<Script> resetScript(const MigrationsFolder &folder, const Schema &live,
                                         const JournalContext &context);

} // namespace core
