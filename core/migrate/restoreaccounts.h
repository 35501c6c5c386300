// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/database.h"
#include "core/dialect/planner.h"

namespace core {

/// What of the saved values a way back leaves out, and why, one sentence each: their rows are gone, or others now, or
/// somebody has changed them since. Asked once everything is back, while `PlanOptions::restores` could still run. On
/// the database's thread.
[[nodiscard]] Result<QStringList> leftOut(Database &database, const PlanOptions &options);

} // namespace core
