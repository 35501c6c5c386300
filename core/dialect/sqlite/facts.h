// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/db/database.h"

#include <QStringList>

namespace core {

/// As Dialect::facts: how this file is written to, and its encoding where it is not the usual one.
[[nodiscard]] Result<QStringList> sqliteFacts(Database &database);

} // namespace core
