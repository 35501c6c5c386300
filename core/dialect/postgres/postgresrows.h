// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"

namespace core {

/// PostgreSQL's parts of reading rows. Pure: no I/O.

/// As Dialect::identityOf: a primary key, a unique index over columns that are never NULL, else the row's place (ctid).
/// That one changes with every update of the row, so edits name all that was seen of it as well.
[[nodiscard]] RowIdentity postgresIdentityOf(const Table &table);

[[nodiscard]] Result<std::shared_ptr<const RowSql>> postgresRowSql(const Schema &schema, const RowQuery &query);
[[nodiscard]] BoundSql postgresRowByKey(const Table &table, const RowIdentity &identity, const RowKey &key);

} // namespace core
