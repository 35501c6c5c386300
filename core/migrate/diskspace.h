// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

namespace core {

/// Whether a copy of `bytes` fits into `folder` with a fifth to spare. `what` names it: "a backup".
[[nodiscard]] Result<Done> checkRoom(const QString &folder, qint64 bytes, const QString &what);

} // namespace core
