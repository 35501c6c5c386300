// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"

namespace core {

/// Dialect::rowSql for the SQLite family.
[[nodiscard]] Result<std::shared_ptr<const RowSql>> sqliteRowSql(const Schema &schema, const RowQuery &query);

/// Dialect::rowByKey for the SQLite family.
[[nodiscard]] BoundSql sqliteRowByKey(const Table &table, const RowIdentity &identity, const RowKey &key);

} // namespace core
