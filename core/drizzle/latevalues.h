// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/folderstate.h"
#include "core/sql/script.h"

#include <QStringList>

namespace core {

/// PostgreSQL refuses a value of an enum in the transaction that adds it, and the ORM's migrator runs everything that
/// is pending in one. So a script that uses a value which an earlier migration of the folder adds is told of: one
/// sentence for each such value. Reads the snapshots of the folder; pure.
[[nodiscard]] QStringList lateValueWarnings(const FolderState &state, const Script &script);

} // namespace core
