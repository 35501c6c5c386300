// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/db/database.h"

#include <QMap>
#include <QStringList>

namespace core {

/// As Dialect::facts: how this file is written to, and its encoding where it is not the usual one.
[[nodiscard]] Result<QStringList> sqliteFacts(Database &database);

/// As Dialect::keyCounters: what sqlite_sequence holds of tables with AUTOINCREMENT.
[[nodiscard]] Result<QMap<QString, qint64>> sqliteKeyCounters(Database &database);

} // namespace core
