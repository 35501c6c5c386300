// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace core {

/// The version of drizzle-orm that a program in this folder would load, from the node_modules at or above it; empty:
/// none is installed. Reads its package.json, runs nothing.
[[nodiscard]] QString installedOrm(const QString &folder);

} // namespace core
