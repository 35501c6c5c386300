// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/change.h"
#include "core/schema/schemarules.h"

/// The changes of what only servers have: schemas, extensions, types, sequences, functions, policies, comments.
namespace core {

/// In the normal form of a policy: the role of whoever makes it (CURRENT_USER), which only that moment knows.
[[nodiscard]] inline QString whoeverMakesIt()
{
    return QStringLiteral("<whoever makes it>");
}

struct ObjectChanges {
    QList<Change> made; ///< created or changed
    QList<Change> dropped; ///< come last, when nothing needs them any more
    QList<Change> comments;
};
[[nodiscard]] ObjectChanges compareObjects(const Schema &from, const Schema &to, const SchemaRules &rules);

/// Policies, exclusion constraints, and comments on what a table has, for two tables of the same name.
[[nodiscard]] ObjectChanges compareTableObjects(const Table &from, const Table &to, const SchemaRules &rules);

} // namespace core
