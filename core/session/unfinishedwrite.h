// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/connection.h"

#include <memory>

namespace core {

/// A script on a file failed because the file could not be written (a full disk, mostly). What it had begun may lie
/// half in the file, with what was there before in another one beside it, which somebody who makes room might delete.
/// Closes the connection and opens another one, which takes it back; the error with a sentence about how that went, and
/// which disk has no room.
[[nodiscard]] Error takenBackAfter(const Error &error, std::unique_ptr<Database> database);

/// Whether the file can grow by these bytes where it lies.
[[nodiscard]] Result<Done> hasRoomToGrow(const ConnectionSpec &spec, qint64 bytes);

} // namespace core
