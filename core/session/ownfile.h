// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/db/database.h"

#include <QStringList>

namespace core {

/// A database of Raincheck's own in the state folder: 0600 from its first moment on, write-ahead log, every commit
/// synced, safe with several processes.
struct OwnFile {
    QString what; ///< for sentences: "history"
    QString path;
    QStringList create;          ///< makes version 1
    QList<QStringList> upgrades; ///< the first makes version 2 of version 1, and so on
    [[nodiscard]] qint64 version() const { return 1 + upgrades.size(); }
};

/// Makes the file where there is none. Opens nothing.
[[nodiscard]] Result<ConnectionSpec> placeOf(const OwnFile &file);
/// Sets the opened file up, and makes its tables where it is new. A newer version than ours is refused.
[[nodiscard]] Result<Done> setUp(Database &database, const OwnFile &file);

} // namespace core
