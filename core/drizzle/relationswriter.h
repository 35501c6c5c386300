// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/pulledtables.h"

namespace core {

/// relations.ts for the foreign keys of these tables: one() where a key leads, many() from there back. Names are as
/// `drizzle-kit pull` makes them. Empty without foreign keys. Pure.
[[nodiscard]] QString drizzleRelationsText(const PulledTables &tables, const SchemaTextOptions &options);

} // namespace core
