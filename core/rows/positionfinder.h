// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/database.h"
#include "core/rows/rowreading.h"

#include <optional>

namespace core {

/// At which row of the reading's order the row with that key stands; none when it is not among them. Reads one row and
/// at most the anchors of as many as lie between two known ones. On the database's thread. Error::cancelled() when
/// positions are not known (yet).
[[nodiscard]] Result<std::optional<qint64>> findPosition(Database &database, RowReading &reading, const RowKey &key);

} // namespace core
