// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migrate/hazards.h"

namespace core {

/// Everything there is to see before anything is done: the way there, what it may break, and the way back.
struct SchemaMigration {
    DiffOptions diffOptions; ///< as asked for
    PlanOptions planOptions; ///< likewise
    SchemaDiff diff;
    Plan plan;
    QList<Hazard> hazards;
    SchemaDiff backDiff;
    PlanOptions backOptions; ///< what `inverse` was planned with: placeholders where a value must be
    /// Of the structure alone, as if nothing were saved before; see wayBackPlan() for the way back with values, and for
    /// what does not come back. Empty where the schema before cannot be had again.
    Plan inverse;
    QString noInverse; ///< why it cannot, in one sentence
    friend bool operator==(const SchemaMigration &, const SchemaMigration &) = default;
};

/// Pure; the same for the same input. Fails when the renames make no sense, or there is no safe way there.
[[nodiscard]] Result<SchemaMigration> planMigration(const Schema &from, const Schema &to, const DiffOptions &options,
                                                    const PlanOptions &planOptions, const Dialect &dialect);

/// Likewise, of a way back: `to` is what was here before, with its owners and privileges, which come back as well.
[[nodiscard]] Result<SchemaMigration> planReturn(const Schema &from, const Schema &to, const DiffOptions &options,
                                                 const PlanOptions &planOptions, const Dialect &dialect);

} // namespace core
