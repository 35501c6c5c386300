// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/arguments.h"
#include "app/cli/console.h"

/// The verbs of the command line. Each writes its result to stdout and its one error to stderr. On the main thread,
/// with a QCoreApplication there.
namespace app {

[[nodiscard]] ExitCode inspect(const Invocation &invocation);
[[nodiscard]] ExitCode rows(const Invocation &invocation);
[[nodiscard]] ExitCode apply(const Invocation &invocation); ///< a script, or the way to a schema
[[nodiscard]] ExitCode applySchema(const Invocation &invocation);
[[nodiscard]] ExitCode undo(const Invocation &invocation);
[[nodiscard]] ExitCode diff(const Invocation &invocation);
[[nodiscard]] ExitCode status(const Invocation &invocation);
[[nodiscard]] ExitCode migrate(const Invocation &invocation);
[[nodiscard]] ExitCode reset(const Invocation &invocation); ///< all dropped, all migrations run; then the seed
[[nodiscard]] ExitCode generate(const Invocation &invocation); ///< schema.ts against the last snapshot: a migration
[[nodiscard]] ExitCode push(const Invocation &invocation); ///< schema.ts against the database: applied
[[nodiscard]] ExitCode pull(const Invocation &invocation); ///< the database as schema.ts
[[nodiscard]] ExitCode check(const Invocation &invocation); ///< journal, files and snapshots of a folder
[[nodiscard]] ExitCode history(const Invocation &invocation);

/// Runs the command; WrongUsage for one that is not among these.
[[nodiscard]] ExitCode run(const Invocation &invocation);

} // namespace app
