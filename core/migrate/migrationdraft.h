// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migrate/schemamigration.h"

namespace core {

/// What is asked for: a schema to get to, and everything a person decided on the way. A plain value.
struct MigrationDraft {
    QString sourceName; ///< where the target comes from, for people: "shop.db", "0007_snapshot.json", "the designer"
    QString sourceDatabase; ///< the database file the target was read from; empty: it has no rows to compare with
    Schema target;
    DiffOptions options; ///< renames, facets, scope, order of columns
    PlanOptions plan; ///< fills, casts, repairs
    friend bool operator==(const MigrationDraft &, const MigrationDraft &) = default;
};

/// As planMigration(), with fills that are one expression each: one that is not is an error that names the column.
[[nodiscard]] Result<SchemaMigration> planDraft(const Schema &from, const MigrationDraft &draft,
                                                const Dialect &dialect);

} // namespace core
