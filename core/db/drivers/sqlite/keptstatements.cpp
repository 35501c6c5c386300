// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/drivers/sqlite/keptstatements.h"

#include <sqlite3.h>

#include <algorithm>

namespace core::sqlite {

sqlite3_stmt *KeptStatements::take(const QByteArray &sql)
{
    const auto found = std::find_if(m_statements.begin(), m_statements.end(),
                                    [&sql](sqlite3_stmt *s) { return sql == sqlite3_sql(s); });
    if (found == m_statements.end())
        return nullptr;
    sqlite3_stmt *statement = *found;
    m_statements.erase(found);
    return statement;
}

void KeptStatements::keep(sqlite3_stmt *statement)
{
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    m_statements.push_front(statement);
    if (m_statements.size() > most) {
        sqlite3_finalize(m_statements.back());
        m_statements.pop_back();
    }
}

void KeptStatements::clear()
{
    for (sqlite3_stmt *statement : m_statements)
        sqlite3_finalize(statement);
    m_statements.clear();
}

} // namespace core::sqlite
