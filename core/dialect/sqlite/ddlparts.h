// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/schema/schema.h"

/// Pieces that several CREATE statements share.
namespace core {

[[nodiscard]] QString sqliteNameList(const QStringList &names);             ///< "`a`, `b`"
[[nodiscard]] QString sqliteOrder(SortOrder order);                         ///< " DESC", with its blank; or nothing
[[nodiscard]] QString sqliteIndexedColumns(const QList<IndexedColumn> &columns);

} // namespace core
