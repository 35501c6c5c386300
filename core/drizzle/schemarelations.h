// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/drizzleschema.h"
#include "core/rows/columnformat.h"
#include "core/schema/relationgraph.h"

namespace core {

/// What the project's schema declares and the database does not know by a foreign key: relations() and
/// defineRelations(), many-to-many as the two keys of the table between, and references() that the database lacks. Only
/// between tables and columns that are in `live`; `declaredIn` is the file as seen from the project's root.
[[nodiscard]] QList<DrawnForeignKey> relationsBeside(const DrizzleSchema &declared, const Schema &live);

/// How the values of a table's columns look by their Drizzle modes; a column without one is not in it.
[[nodiscard]] QHash<QString, ColumnFormat> formatsOf(const DrizzleColumns &columns);

} // namespace core
