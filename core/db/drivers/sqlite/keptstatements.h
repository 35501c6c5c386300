// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <list>

struct sqlite3_stmt;

namespace core::sqlite {

/// Compiled statements that nobody uses at the moment, the last few: a page after a page is the same text, and compiling
/// it takes as long as running it. SQLite compiles them again by itself when the schema has changed. Reset, so that they
/// hold no lock, and with nothing bound. On the database's thread; to be cleared before the handle closes.
class KeptStatements {
public:
    KeptStatements() = default;
    ~KeptStatements() { clear(); }
    KeptStatements(const KeptStatements &) = delete;
    KeptStatements &operator=(const KeptStatements &) = delete;

    [[nodiscard]] sqlite3_stmt *take(const QByteArray &sql); ///< nullptr: there is none; the caller's from now on
    void keep(sqlite3_stmt *statement);
    void clear();

private:
    static constexpr size_t most = 8;
    std::list<sqlite3_stmt *> m_statements; ///< kept last first
};

} // namespace core::sqlite
