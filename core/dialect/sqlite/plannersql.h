// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/planner.h"

namespace core {

/// Plans for SQLite (reliability.md 4.3): in place where ALTER TABLE can do it safely, else one rebuild per table
/// however many changes it has. All in one transaction, foreign keys really off where a table goes or is made anew, and
/// a foreign_key_check before COMMIT.
class SqlitePlanner final : public Planner {
public:
    [[nodiscard]] Result<Plan> plan(const SchemaDiff &diff, const PlanOptions &options) const override;
    [[nodiscard]] QString attachName(const QString &savedFile) const override;
    [[nodiscard]] const SavedSql &savedSql() const override;
};

} // namespace core
