// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/arguments.h"

#include "core/session/session.h"

#include <memory>

/// What `status`, `migrate` and `reset` share: a database with its migrations folder.
namespace app {

using SessionPtr = std::unique_ptr<core::Session>;

/// With --migrations, where it is given.
[[nodiscard]] core::Session::Options migrationOptions(const Invocation &invocation, bool readOnly);

/// Fails where no migrations belong to the database. Blocks.
[[nodiscard]] core::Result<SessionPtr> openWithMigrations(const QString &target, const core::Session::Options &options);

} // namespace app
