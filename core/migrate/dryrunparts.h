// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migrate/dryrun.h"
#include "core/migrate/findings.h"

#include <functional>

/// What dry runs of files and on servers are made of.
namespace core {

/// Which tables' rows are counted: all of a copy; on a server only those that the script names.
using IsCounted = std::function<bool(const Table &)>;

/// The schema alone.
[[nodiscard]] Result<Snapshot> schemaSnapshot(Database &database, const Dialect &dialect);
/// And what is counted.
[[nodiscard]] Result<Done> addCounts(Snapshot &snapshot, Database &database, const Dialect &dialect,
                                     const Announced &announced, const IsCounted &isCounted);

/// What the columns hold of the tables that the script drops and makes anew. `before`: what they held, for `snapshot`
/// afterwards; else nullptr.
[[nodiscard]] Result<Done> addHeldValues(Snapshot &snapshot, Database &database, const Dialect &dialect,
                                         const Announced &announced, const Snapshot *before);

/// Completes the report; `ran`: all of the script did.
void compareSnapshots(DryRunReport &report, const Snapshot &before, const Snapshot &after, const Announced &announced,
                      const Script &script, const Dialect &dialect, bool ran);

[[nodiscard]] Finding certainFailure(const Error &error);

/// Runs the script on the copy and looks at what became of it.
[[nodiscard]] Result<DryRunReport> rehearse(Database &original, Database &copy, const Script &script,
                                            const Dialect &dialect, JobContext &context, const DryRunExtras &extras);

/// On the server of `original`, a connection that reads: in a transaction that is taken back where the script is one,
/// else in a scratch database.
[[nodiscard]] Result<DryRunReport> rehearseOnServer(Database &original, const Script &script, const Dialect &dialect,
                                                    JobContext &context, const DryRunExtras &extras);

} // namespace core
