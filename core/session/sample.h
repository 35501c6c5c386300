// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>

namespace core {

/// The sample that Raincheck brings along: a small Drizzle project and a database of some thousand rows, with four of
/// its five migrations applied. Nothing here touches what is already there. Blocks for about a second at most.

/// Makes the database at `path`, which must not exist: runs the project's own migrations by the ScriptRunner, with
/// their journal rows, and then the seed. The same bytes every time. After a failure nothing is left at `path`.
[[nodiscard]] Result<Done> makeSample(const QString &path);

/// The user's writable copy, in `stateFolder`/sample: unpacks the project and makes the database, each only where it is
/// missing. Returns the path of the database.
[[nodiscard]] Result<QString> openSample(const QString &stateFolder);

} // namespace core
