// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/namecase.h"
#include "core/schema/schema.h"

namespace core {

/// As the schema was read: keys that are never the row's number come from where names are exact.
[[nodiscard]] inline NameCase nameCaseOf(const Table &table)
{
    return table.plainKeys ? NameCase::Exact : NameCase::Ignored;
}
/// Likewise; only servers have schemas within a database.
[[nodiscard]] inline NameCase nameCaseOf(const Schema &schema)
{
    const bool isServers = !schema.schemas.isEmpty() || (!schema.tables.isEmpty() && schema.tables.first().plainKeys);
    return isServers ? NameCase::Exact : NameCase::Ignored;
}

} // namespace core
