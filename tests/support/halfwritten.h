// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/files.h"

#include <sqlite3.h>

/// The database and its journal as a crash in the middle of that change leaves them: copied while it was open. False
/// where the change was too small to reach the disk.
[[nodiscard]] inline bool leaveHalfWritten(const QString &path, const QByteArray &change)
{
    sqlite3 *handle = nullptr;
    sqlite3_open(QFile::encodeName(path).constData(), &handle);
    const QByteArray sql = "PRAGMA cache_size = 5; BEGIN; " + change;
    sqlite3_exec(handle, sql.constData(), nullptr, nullptr, nullptr);
    const QString journalPath = path + QStringLiteral("-journal");
    const QByteArray database = files::contents(path);
    const QByteArray journal = files::contents(journalPath);
    sqlite3_close(handle);
    return !journal.isEmpty() && files::write(path, database) && files::write(journalPath, journal);
}
