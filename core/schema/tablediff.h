// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/change.h"
#include "core/schema/schemarules.h"

namespace core {

/// The changes from one ordinary table to another of the same name, columns matched by name; triggers left out. The
/// schemas are those the tables stand in.
[[nodiscard]] QList<Change> compareTable(const Table &from, const SchemaIndex &fromSchema, const Table &to,
                                         const SchemaIndex &toSchema, bool columnOrder, const SchemaRules &rules);

} // namespace core
