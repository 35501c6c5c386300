// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/db/database.h"

#include <QFile>
#include <QString>
#include <QTemporaryDir>

#include <sqlite3.h>

/// Databases for tests, made and looked at with plain SQLite, so that the code under test is not its own witness.
namespace tempdatabase {

/// Makes (or changes) the database dir/name with these statements; an empty file without any. Empty on an error.
[[nodiscard]] inline QString make(const QTemporaryDir &dir, const QString &name, const QString &sql = {})
{
    const QString path = dir.filePath(name);
    if (!QFile::exists(path) && !QFile(path).open(QFile::WriteOnly))
        return {};
    sqlite3 *handle = nullptr;
    bool ok = sqlite3_open(QFile::encodeName(path).constData(), &handle) == SQLITE_OK;
    ok = ok && sqlite3_exec(handle, sql.toUtf8().constData(), nullptr, nullptr, nullptr) == SQLITE_OK;
    if (!ok)
        qWarning("%s", sqlite3_errmsg(handle));
    sqlite3_close(handle);
    return ok ? path : QString();
}

/// Runs the text; the error's words, empty if it went well.
[[nodiscard]] inline QString run(const QString &path, const QString &sql)
{
    sqlite3 *handle = nullptr;
    sqlite3_open(QFile::encodeName(path).constData(), &handle);
    sqlite3_busy_timeout(handle, 5000);
    const bool ok = sqlite3_exec(handle, sql.toUtf8().constData(), nullptr, nullptr, nullptr) == SQLITE_OK;
    const QString words = ok ? QString() : QString::fromUtf8(sqlite3_errmsg(handle));
    sqlite3_close(handle);
    return words;
}

/// One line a row, type and bytes of every cell.
[[nodiscard]] inline QStringList rows(const QString &path, const QString &sql)
{
    QStringList lines;
    sqlite3 *handle = nullptr;
    sqlite3_stmt *statement = nullptr;
    sqlite3_open(QFile::encodeName(path).constData(), &handle);
    sqlite3_busy_timeout(handle, 5000);
    if (sqlite3_prepare_v2(handle, sql.toUtf8().constData(), -1, &statement, nullptr) != SQLITE_OK)
        lines += QString::fromUtf8(sqlite3_errmsg(handle));
    while (statement && sqlite3_step(statement) == SQLITE_ROW) {
        QStringList cells;
        for (int column = 0; column < sqlite3_column_count(statement); ++column) {
            const int type = sqlite3_column_type(statement, column);
            if (type == SQLITE_INTEGER) {
                cells += QString::number(sqlite3_column_int64(statement, column));
            } else if (type == SQLITE_FLOAT) {
                cells += QString::number(sqlite3_column_double(statement, column), 'g', 17) + QLatin1String("r");
            } else if (type == SQLITE_NULL) {
                cells += QStringLiteral("NULL");
            } else {
                const bool text = type == SQLITE_TEXT;
                const void *data = text ? static_cast<const void *>(sqlite3_column_text(statement, column))
                                        : sqlite3_column_blob(statement, column);
                const QByteArray bytes(static_cast<const char *>(data), sqlite3_column_bytes(statement, column));
                const bool plain = text && bytes == QString::fromUtf8(bytes).toUtf8() && !bytes.contains('\0');
                if (plain)
                    cells += QLatin1Char('\'') + QString::fromUtf8(bytes) + QLatin1Char('\'');
                else
                    cells += QLatin1String(text ? "t:" : "x:") + QString::fromLatin1(bytes.toHex());
            }
        }
        lines += cells.join(QLatin1Char('|'));
    }
    sqlite3_finalize(statement);
    sqlite3_close(handle);
    return lines;
}

[[nodiscard]] inline core::Result<std::unique_ptr<core::Database>> open(const QString &path,
                                                                        core::ConnectionSpec::Mode mode,
                                                                        int busyTimeout = 5000)
{
    return core::driverByName(QStringLiteral("sqlite"))->open({QStringLiteral("sqlite"), path, mode, busyTimeout});
}

} // namespace tempdatabase
