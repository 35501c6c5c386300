// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/schema/schema.h"

namespace core {

class Database;

/// Dialect::introspect for the SQLite family. Reads sqlite_schema and parses the statements in it; what text cannot
/// say (what views and virtual tables give) is asked of the database. Nothing odd in one object stops the others: it
/// comes with `brokenBecause` set. On the database's thread.
[[nodiscard]] Result<Schema> introspectSqlite(Database &database);

} // namespace core
