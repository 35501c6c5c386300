// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace core {

/// The file that a `url` of dbCredentials names, as written there; empty for servers and databases in memory.
[[nodiscard]] QString fileOfDatabaseUrl(const QString &url);

} // namespace core
