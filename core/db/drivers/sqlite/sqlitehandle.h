// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/db/connectionspec.h"

#include <QString>

#include <memory>

struct sqlite3;
class QSqlDatabase;

/// Getting hold of a sqlite3 handle and taking away from it what a database file could misuse.
namespace core::sqlite {

class SqliteDatabase;

/// Opens through QSQLITE, on the thread that will use it. Fails when Qt's plugin brings an SQLite of its own: two
/// copies in one process would break each other's locks.
[[nodiscard]] Result<std::unique_ptr<QSqlDatabase>> openHandle(const QString &uri);
[[nodiscard]] sqlite3 *handleOf(const QSqlDatabase &owner); ///< null when the driver has none
void releaseHandle(std::unique_ptr<QSqlDatabase> owner);

/// The switches of sqlite3_db_config. Triggers, and functions that are not known to be harmless, are off within Look.
[[nodiscard]] Result<Done> setSwitches(sqlite3 *handle, ConnectionSpec::Mode mode);
/// Tight in Look, SQLite's own otherwise: one's own database may hold large values and long statements. SQLite's heap
/// limit is one for the whole process, so it is not used; the limit on values bounds the memory.
void setLimits(sqlite3 *handle, ConnectionSpec::Mode mode);

/// What the authorizer refuses, in words; empty for what is allowed. Denied: other databases and functions that reach
/// files or native code. VACUUM attaches a nameless temporary database, so that stays allowed.
[[nodiscard]] QString deniedAction(int action, const char *first, const char *second);

/// "text" in double quotes is a column name; SQLite may also take it for a string. That is off (it hides typing
/// errors and fills rebuilt columns with their own names) except in a database whose own views, triggers, indexes or
/// checks need it. Asked by compiling what contains a double quote, once without and once with the switch.
[[nodiscard]] Result<Done> allowDoubleQuotedStringsIfNeeded(SqliteDatabase &database);

} // namespace core::sqlite
