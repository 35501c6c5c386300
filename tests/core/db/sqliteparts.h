// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/database.h"

#include <QFile>
#include <QTemporaryDir>

#include <sqlite3.h>

#include <memory>

/// Files made by SQLite alone and opened by our driver.
namespace sqliteparts {

using namespace core;
using namespace Qt::Literals::StringLiterals;

using DatabasePtr = std::unique_ptr<Database>;

inline Result<DatabasePtr> open(const QString &path, ConnectionSpec::Mode mode, int busyTimeout = 5000)
{
    return driverByName(u"sqlite"_s)->open({u"sqlite"_s, path, mode, busyTimeout});
}

inline QString makeDatabase(const QTemporaryDir &dir, const QString &name, const QString &sql = {})
{
    const QString path = dir.filePath(name);
    sqlite3 *handle = nullptr;
    sqlite3_open(path.toUtf8().constData(), &handle);
    sqlite3_exec(handle, sql.toUtf8().constData(), nullptr, nullptr, nullptr);
    sqlite3_close(handle);
    if (!QFile::exists(path))
        QFile(path).open(QFile::WriteOnly);
    return path;
}

inline QByteArray textOf(const Result<Value> &value)
{
    return value.ok() && value->kind() == Value::Kind::Text ? value->bytes() : QByteArray("?");
}

} // namespace sqliteparts
