// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/db/connectionspec.h"

#include <QString>

#include <optional>

namespace core {

/// What a person named: a database, and what is known of its migrations.
struct Target {
    ConnectionSpec spec;      ///< location is absolute and canonical
    QString migrationsFolder; ///< absolute; empty when there is none
    QString journalTable = QStringLiteral("__drizzle_migrations");
    friend bool operator==(const Target &, const Target &) = default;
};

/// From a database file, a folder with a drizzle.config.json, or that file itself. Reads configs, never the database.
[[nodiscard]] Result<Target> resolveTarget(const QString &target);

/// Why nothing can be written there, in one sentence; empty when it can. Asks permissions, opens nothing.
[[nodiscard]] QString notWritableBecause(const QString &location);

/// Which file a path leads to right now; another one means that it was replaced.
struct FileIdentity {
    quint64 device = 0;
    quint64 inode = 0;
    friend bool operator==(const FileIdentity &, const FileIdentity &) = default;
};
/// By stat alone: opening and closing the file would drop the locks of our own connections. None: not there.
[[nodiscard]] std::optional<FileIdentity> fileIdentity(const QString &location);

} // namespace core
