// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/arguments.h"

#include "core/drizzle/project.h"
#include "core/session/session.h"

#include <memory>

/// What `status`, `migrate` and `reset` share: a database with its migrations folder.
namespace app {

using SessionPtr = std::unique_ptr<core::Session>;

/// With --migrations, where it is given.
[[nodiscard]] core::Session::Options migrationOptions(const Invocation &invocation, bool readOnly);

/// Whether the target is a project (and no database that is named itself), so that its folder can be told of where the
/// database cannot be looked at.
[[nodiscard]] bool isProjectTarget(const QString &target);

/// The project's config as far as it is known, without its database. Blocks.
[[nodiscard]] core::Result<core::DrizzleProject> projectAtHand(const QString &target);

/// "The database was not looked at: …"
[[nodiscard]] QString notLookedAtBecause(const core::Error &error);

/// Whether there is nothing there that could be a migrations folder: a project may be pushed, and have none.
[[nodiscard]] bool hasNoMigrations(const QString &folder);

/// Fails where no migrations belong to the database. Blocks.
[[nodiscard]] core::Result<SessionPtr> openWithMigrations(const QString &target, const core::Session::Options &options);

} // namespace app
