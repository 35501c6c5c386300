// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/db/connection.h"

namespace core {

struct Backup {
    QString path;  ///< absolute
    qint64 bytes = 0;
    QByteArray sha256; ///< lower-case hex
    friend bool operator==(const Backup &, const Backup &) = default;
    /// One sentence: how to restore it.
    [[nodiscard]] QString howToRestore(const QString &databasePath) const;
};

/// Copies the whole database into `folder` as <name>.<utc>.bak: page by page, synced, reopened and quick-checked. It has
/// that name only when it is whole; whatever ends the process before leaves a folder that WorkFolder can remove. Fails before it starts when there is no room (1.2 × the size). On the database's thread.
[[nodiscard]] Result<Backup> backup(Database &database, const QString &folder, JobContext &context);

/// What the folders are called in which backups grow; see WorkFolder.
[[nodiscard]] QString unfinishedBackupPrefix();

} // namespace core
