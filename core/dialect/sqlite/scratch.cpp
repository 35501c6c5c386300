// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/sqlite/scratch.h"

#include <sqlite3.h>

namespace core {

using namespace Qt::Literals::StringLiterals;

SqliteScratch::SqliteScratch()
{
    if (sqlite3_open_v2(":memory:", &m_handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY, nullptr)
        != SQLITE_OK) {
        sqlite3_close_v2(m_handle);
        m_handle = nullptr;
        return;
    }
    // An unknown name in double quotes is a fault, and not a text.
    sqlite3_db_config(m_handle, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_db_config(m_handle, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
}

SqliteScratch::~SqliteScratch()
{
    sqlite3_close_v2(m_handle);
}

QString SqliteScratch::ask(const QString &sql, bool run)
{
    if (!m_handle)
        return u"there is no memory to ask SQLite in"_s;
    const QByteArray text = sql.toUtf8();
    sqlite3_stmt *statement = nullptr;
    const char *rest = nullptr;
    int code = sqlite3_prepare_v2(m_handle, text.constData(), static_cast<int>(text.size()), &statement, &rest);
    if (code == SQLITE_OK && run && statement) {
        code = sqlite3_step(statement);
        code = code == SQLITE_DONE || code == SQLITE_ROW ? SQLITE_OK : code;
    }
    QString words = code == SQLITE_OK ? QString() : QString::fromUtf8(sqlite3_errmsg(m_handle));
    if (words.isEmpty() && !QString::fromUtf8(rest).trimmed().isEmpty())
        words = u"there is more than one statement"_s;
    sqlite3_finalize(statement);
    return words;
}

} // namespace core
