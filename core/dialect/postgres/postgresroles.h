// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QStringList>

namespace core {

class Database;

/// The roles that the session's user may take with SET ROLE, but for its own and the server's (pg_…), by name.
[[nodiscard]] Result<QStringList> postgresRoles(Database &database);

} // namespace core
