// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/folderstate.h"

namespace core {

/// What becomes one more entry of a classic journal.
struct JournalEntry {
    QString dialect; ///< of a journal that is begun: "sqlite", "turso", "postgresql"
    QString version; ///< of its snapshot
    QString tag;
    qint64 when = 0; ///< unix milliseconds
    bool breakpoints = true;
};

/// meta/_journal.json with one entry more, laid out as drizzle-kit does. Pure.
[[nodiscard]] QByteArray journalWith(const FolderState &state, const JournalEntry &entry);

/// The migrations.js by which Expo and Durable Objects load the files of a journal. Pure.
[[nodiscard]] QByteArray migrationsModule(const QByteArray &journal, const QString &driver);

} // namespace core
