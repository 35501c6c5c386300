// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/planner.h"

namespace core {

/// Plans for PostgreSQL: tables are changed in place, all in one transaction. Renames come first; then what stands in
/// the way of a change steps aside (views, policies, triggers, keys) and comes back at the end. An enum that loses
/// values, gets them in another order, or needs a new one at once, is replaced by a new type.
class PostgresPlanner final : public Planner {
public:
    [[nodiscard]] Result<Plan> plan(const SchemaDiff &diff, const PlanOptions &options) const override;
    [[nodiscard]] QString attachName(const QString &) const override { return {}; }
    [[nodiscard]] bool keepsRowNumbers() const override { return false; } // every UPDATE moves a row
    [[nodiscard]] const SavedSql &savedSql() const override;
};

} // namespace core
