// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/snapshot.h"
#include "core/sql/script.h"

#include <QStringList>

namespace core {

/// What a migration does beside what a Schema says.
struct ExtraStatements {
    QList<Statement> first; ///< before the plan: what it may name
    QList<Statement> last; ///< after it: what nothing names any more, or names what it made
    QStringList notes; ///< what the snapshot says and no statement does: one sentence each
    friend bool operator==(const ExtraStatements &, const ExtraStatements &) = default;
    [[nodiscard]] bool isEmpty() const { return first.isEmpty() && last.isEmpty(); }
};

/// Roles, and policies of tables that are not the project's own, from one snapshot to the next, for PostgreSQL. Pure.
[[nodiscard]] ExtraStatements postgresExtraStatements(const SnapshotExtras &before, const SnapshotExtras &after);
/// Where a plan says which schema names without one mean. Pure.
[[nodiscard]] bool isPostgresSearchPath(const Statement &statement);

} // namespace core
