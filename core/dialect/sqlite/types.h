// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/dialect.h"

namespace core {

/// Dialect::typeFamily for the SQLite family: the name where it says something (DATE, JSON, …), else the affinity.
[[nodiscard]] TypeFamily sqliteTypeFamily(const QString &declaredType);

/// Dialect::valueFromText for the SQLite family: what the column's affinity would make of it, so that what is shown
/// is what will be stored. TRUE and FALSE are 1 and 0 where the declared type says boolean.
[[nodiscard]] Value sqliteValueFromText(const QString &text, const QString &declaredType);

/// Dialect::identityOf for the SQLite family.
[[nodiscard]] RowIdentity sqliteIdentityOf(const Table &table);

} // namespace core
