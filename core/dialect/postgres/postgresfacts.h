// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QStringList>

namespace core {

class Database;

/// What a person should know of the server at a glance: its version, whether it lets nobody write, the session's time
/// zone, whether the connection is encrypted. What a server cannot tell is left out.
[[nodiscard]] Result<QStringList> postgresFacts(Database &database);

} // namespace core
