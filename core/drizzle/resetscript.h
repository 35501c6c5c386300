// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/journalscripts.h"
#include "core/drizzle/truthboard.h"
#include "core/schema/schema.h"

namespace core {

/// What a reset is about: everything, or on a server the schemas in which the project's objects stand or stood, as its
/// migrations, snapshots and schema.ts say. Extensions are nobody's but the server's.
[[nodiscard]] Scope resetScope(const TruthInput &input, const Dialect &dialect);

/// Drops everything in the scope but the system's own, and runs all migrations on what is empty then, as one transaction: after a
/// failure all is as it was. `unfit` where a file brings transactions of its own. Pure.
[[nodiscard]] Result<Script> resetScript(const MigrationsFolder &folder, const Schema &live,
                                         const JournalContext &context, const Scope &scope = {});

} // namespace core
