// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/database.h"

#include <QString>
#include <QTemporaryDir>

#include <sqlite3.h>

/// SQLite files for tests, written behind the program's back with SQLite's own API.
namespace sqlitefile {

/// Runs the SQL on the file (made if it is not there); SQLite's words if it fails, else empty.
[[nodiscard]] inline QString execute(const QString &path, const QString &sql)
{
    sqlite3 *handle = nullptr;
    char *words = nullptr;
    QString failure;
    if (sqlite3_open(path.toUtf8().constData(), &handle) != SQLITE_OK
        || sqlite3_exec(handle, "PRAGMA synchronous = OFF", nullptr, nullptr, nullptr) != SQLITE_OK
        || sqlite3_exec(handle, sql.toUtf8().constData(), nullptr, nullptr, &words) != SQLITE_OK)
        failure = QString::fromUtf8(words ? words : sqlite3_errmsg(handle));
    sqlite3_free(words);
    sqlite3_close(handle);
    return failure;
}

[[nodiscard]] inline core::Result<std::unique_ptr<core::Database>> open(const QString &path,
                                                                       core::ConnectionSpec::Mode mode)
{
    core::ConnectionSpec spec;
    spec.driver = QStringLiteral("sqlite");
    spec.location = path;
    spec.mode = mode;
    return core::driverByName(spec.driver)->open(spec);
}

} // namespace sqlitefile
