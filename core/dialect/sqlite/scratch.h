// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

struct sqlite3;

namespace core {

/// An empty database in memory that SQLite is asked in: "would you take this?". Nothing of the user's is in it.
/// One thread; gone with the object.
class SqliteScratch {
public:
    SqliteScratch();
    ~SqliteScratch();
    SqliteScratch(const SqliteScratch &) = delete;
    SqliteScratch &operator=(const SqliteScratch &) = delete;

    /// Runs one statement; SQLite's words when it does not take it, else empty.
    [[nodiscard]] QString run(const QString &sql) { return ask(sql, true); }
    /// Only compiles it.
    [[nodiscard]] QString compile(const QString &sql) { return ask(sql, false); }

private:
    [[nodiscard]] QString ask(const QString &sql, bool run);
    sqlite3 *m_handle = nullptr;
};

} // namespace core
