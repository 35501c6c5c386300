// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/drivers/sqlite/sqlitehandle.h"

#include <QMutex>
#include <QMutexLocker>
#include <QSqlDatabase>
#include <QSqlDriver>
#include <QSqlError>
#include <QSqlQuery>
#include <QUuid>
#include <QVariant>

#include <sqlite3.h>

#include <array>
#include <cstring>
#include <utility>

namespace core::sqlite {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Qt 6.4 makes its lists of drivers and connections with the first one that is added, and guards that by nothing: two
/// threads that were first together left a program that never ends (seen once in some 500 starts).
QMutex &connectionList()
{
    static QMutex mutex;
    return mutex;
}

QSqlDatabase addedConnection(const QString &name)
{
    const QMutexLocker lock(&connectionList());
    return QSqlDatabase::addDatabase(u"QSQLITE"_s, name);
}

} // namespace

Result<std::unique_ptr<QSqlDatabase>> openHandle(const QString &uri)
{
    const QString name = QUuid::createUuid().toString();
    auto owner = std::make_unique<QSqlDatabase>(addedConnection(name));
    const auto failed = [&owner](QString message) {
        Error error = Error::io(std::move(message));
        error.detail = owner->lastError().text();
        releaseHandle(std::move(owner));
        return error;
    };
    if (!owner->isValid())
        return failed(u"Qt's SQLite plugin is missing: install libqt6sql6-sqlite."_s);
    owner->setConnectOptions(u"QSQLITE_OPEN_URI;QSQLITE_BUSY_TIMEOUT=0"_s);
    owner->setDatabaseName(uri);
    if (!owner->open())
        return failed(u"The database file could not be opened: %1."_s.arg(owner->lastError().databaseText()));
    // Asked through Qt, before anything of ours touches the handle.
    QSqlQuery source(u"SELECT sqlite_source_id()"_s, *owner);
    const bool same = source.next() && source.value(0).toString() == QString::fromLatin1(sqlite3_sourceid());
    source.finish();
    if (!same || !handleOf(*owner))
        return failed(u"Qt's SQLite plugin uses another SQLite library than this program: install the system's own."_s);
    return owner;
}

sqlite3 *handleOf(const QSqlDatabase &owner)
{
    const QVariant handle = owner.driver()->handle();
    if (!handle.isValid() || std::strcmp(handle.typeName(), "sqlite3*") != 0)
        return nullptr;
    return *static_cast<sqlite3 *const *>(handle.constData());
}

void releaseHandle(std::unique_ptr<QSqlDatabase> owner)
{
    if (!owner)
        return;
    const QString name = owner->connectionName();
    owner->close();
    owner.reset(); // removeDatabase warns while a copy lives
    const QMutexLocker lock(&connectionList());
    QSqlDatabase::removeDatabase(name);
}

Result<Done> setSwitches(sqlite3 *handle, ConnectionSpec::Mode mode)
{
    const bool look = mode == ConnectionSpec::Mode::Look;
    const std::array<std::pair<int, int>, 9> switches{{
        {SQLITE_DBCONFIG_DEFENSIVE, 1},
        {SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0},
        // Off also breaks the triggers and views of FTS and R*Tree, so it is on once the database is trusted.
        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, look ? 0 : 1},
        {SQLITE_DBCONFIG_ENABLE_TRIGGER, look ? 0 : 1},
        {SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0},
        {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
        {SQLITE_DBCONFIG_LEGACY_ALTER_TABLE, 0},
        {SQLITE_DBCONFIG_DQS_DML, 0},
        {SQLITE_DBCONFIG_DQS_DDL, 0},
    }};
    for (const auto &[option, value] : switches) {
        int now = -1;
        if (sqlite3_db_config(handle, option, value, &now) != SQLITE_OK || now != value)
            return Error::io(u"SQLite's safety switch %1 could not be set: update libsqlite3."_s.arg(option));
    }
    return Done{};
}

void setLimits(sqlite3 *handle, ConnectionSpec::Mode mode)
{
    sqlite3_limit(handle, SQLITE_LIMIT_WORKER_THREADS, 0);
    if (mode != ConnectionSpec::Mode::Look)
        return;
    sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, 64 << 20);
    sqlite3_limit(handle, SQLITE_LIMIT_SQL_LENGTH, 1 << 20);
    sqlite3_limit(handle, SQLITE_LIMIT_EXPR_DEPTH, 200);
    sqlite3_limit(handle, SQLITE_LIMIT_COMPOUND_SELECT, 50);
    sqlite3_limit(handle, SQLITE_LIMIT_VDBE_OP, 100'000);
    sqlite3_limit(handle, SQLITE_LIMIT_TRIGGER_DEPTH, 20);
    sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0);
}

QString deniedAction(int action, const char *first, const char *second)
{
    static const std::array functions{"load_extension", "fts3_tokenizer", "readfile", "writefile", "edit"};
    if (action == SQLITE_ATTACH)
        return first && !*first ? QString() : u"ATTACH (or VACUUM INTO)"_s;
    if (action == SQLITE_DETACH)
        return second || !first || std::strcmp(first, "vacuum_db") != 0 ? u"DETACH"_s : QString();
    if (action == SQLITE_FUNCTION && second)
        for (const char *function : functions)
            if (sqlite3_stricmp(second, function) == 0)
                return u"The function %1()"_s.arg(QLatin1StringView(function));
    return {};
}

} // namespace core::sqlite
