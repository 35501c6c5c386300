// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/connection.h"

#include <functional>
#include <memory>

namespace core {

/// Whether a connection was refused because the server takes no further one: all are taken, or there is just one.
[[nodiscard]] bool isForWantOfRoom(const Error &error);

/// Makes the connection let go of its database, and keeps all its jobs waiting until the guard is gone: where a server
/// takes few connections, somebody else has its place meanwhile. Waits for the running job; null when `isCancelled`
/// said so before, or the connection ends. The next job opens it anew, of which who was told of that is told.
[[nodiscard]] std::shared_ptr<void> lend(Connection &connection, const std::function<bool()> &isCancelled);

} // namespace core
