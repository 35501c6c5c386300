// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/migrate/backup.h"

/// Which backups of a database stay.
namespace core {

/// Gives a backup from before something is lost the name that keeps it for long: <name>.lost.bak.
[[nodiscard]] Result<Done> keepForLong(Backup &backup);

/// Of the backups in the folder the five newest stay; and of those that are kept for long the twenty newest, as long as
/// they have no more than 4 GiB together. The newest stays in any case, and so does `made`. Names of those among the
/// latter that are removed.
[[nodiscard]] QStringList pruneBackups(const QString &folder, const QString &made);

} // namespace core
