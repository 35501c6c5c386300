// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/sqlite/plannersql.h"

#include "core/dialect/sqlite/planwriter.h"

namespace core {

Result<Plan> SqlitePlanner::plan(const SchemaDiff &diff, const PlanOptions &options) const
{
    return PlanWriter(diff, options).run();
}

} // namespace core
