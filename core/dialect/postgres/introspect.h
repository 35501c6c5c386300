// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/schema/schema.h"

namespace core {

class Database;

/// Reads the whole schema in a dozen catalogue queries, however many tables there are, in one read-only transaction of
/// its own (or within the one that is open, which stays as it was). Where this server's catalogue lacks something, the
/// rest is read and a remark says what is missing; only tables and columns are indispensable. On the database's thread.
[[nodiscard]] Result<Schema> introspectPostgres(Database &database);

} // namespace core
