// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/drivers/sqlite/sqlitedatabase.h"

#include "core/db/drivers/sqlite/sqliteerror.h"
#include "core/db/drivers/sqlite/sqlitehandle.h"
#include "core/db/drivers/sqlite/sqlitestatement.h"

#include <QSqlDatabase>

#include <sqlite3.h>

#include <algorithm>
#include <climits>
#include <cstring>

namespace core::sqlite {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Nothing but blanks, comments and semicolons. Not asked of SQLite: it carries out some pragmas while it compiles.
bool isBlank(QByteArrayView sql)
{
    while (!sql.isEmpty()) {
        const char c = sql.front();
        qsizetype skip = 0;
        if (c == ';' || c == ' ' || (c >= '\t' && c <= '\r'))
            skip = 1;
        else if (sql.startsWith("--"))
            skip = sql.contains('\n') ? sql.indexOf('\n') + 1 : sql.size();
        else if (sql.startsWith("/*"))
            skip = sql.indexOf("*/", 2) < 0 ? sql.size() : sql.indexOf("*/", 2) + 2;
        if (skip == 0)
            return false;
        sql = sql.sliced(skip);
    }
    return true;
}

} // namespace

SqliteDatabase::SqliteDatabase(const ConnectionSpec &spec, std::unique_ptr<QSqlDatabase> owner, sqlite3 *handle)
    : m_spec(spec)
    , m_owner(std::move(owner))
    , m_handle(handle)
{
    sqlite3_busy_handler(m_handle, &SqliteDatabase::waited, this);
    sqlite3_progress_handler(m_handle, 1000, &SqliteDatabase::progressed, this);
    sqlite3_set_authorizer(m_handle, &SqliteDatabase::authorized, this);
    if (!m_spec.isReadOnly())
        m_effects.installOn(m_handle);
}

SqliteDatabase::~SqliteDatabase()
{
    // A reader of ours that closes last cannot do it, and a -wal that outlives us is lost when the file alone is
    // copied.
    if (!m_spec.isReadOnly() && header().usesWal)
        sqlite3_wal_checkpoint_v2(m_handle, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    // Counted by us: virtual tables keep statements of their own on the handle until it closes.
    Q_ASSERT_X(m_statements == 0, "SqliteDatabase", "a statement outlives its database");
    m_kept.clear();
    releaseHandle(std::move(m_owner));
}

Result<std::unique_ptr<SqliteDatabase>> SqliteDatabase::open(const ConnectionSpec &spec, const DatabaseFile &file,
                                                             const char *options)
{
    auto owner = openHandle(uriFor(file, options));
    if (!owner)
        return owner.error();
    sqlite3 *handle = handleOf(**owner);
    std::unique_ptr<SqliteDatabase> database(new SqliteDatabase(spec, std::move(*owner), handle));
    RC_TRY(database->checkWal(file));
    if (auto hardened = database->harden(); !hardened) // some pragmas read the file already
        return database->whyUnreadable(hardened.error(), file);
    RC_TRY(database->readOnce(file));
    RC_TRY(allowDoubleQuotedStringsIfNeeded(*database));
    return database;
}

Result<Done> SqliteDatabase::harden()
{
    RC_TRY(setSwitches(m_handle, m_spec.mode));
    setLimits(m_handle, m_spec.mode);
    RC_TRY(execute(u"PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0"_s));
    if (m_spec.isReadOnly())
        return execute(u"PRAGMA query_only = ON"_s);
    // EXTRA: with a rollback journal, FULL may lose a commit that was acknowledged when the power goes.
    return execute(u"PRAGMA synchronous = EXTRA"_s);
}

Result<Done> SqliteDatabase::readOnce(const DatabaseFile &file)
{
    if (!m_spec.isReadOnly() && sqlite3_db_readonly(m_handle, "main") == 1)
        return Error::io(
            u"“%1” may not be written to: change its permissions, or open it for reading."_s.arg(file.shown));
    // In one transaction, so that nobody writes between the two looks.
    auto read = execute(u"BEGIN; SELECT count(*) FROM sqlite_schema"_s);
    // SQLite itself does not miss a part of the last page. (Under a WAL the file may rightly be shorter.)
    if (read && !header().usesWal && isTruncated())
        read = Error{Error::Kind::Io, {}, {}, QString::number(SQLITE_CORRUPT), {}};
    if (inTransaction())
        RC_TRY(execute(u"ROLLBACK"_s));
    if (!read)
        return whyUnreadable(read.error(), file);
    return Done{};
}

bool SqliteDatabase::needsWritableFolder(const Error &error)
{
    const int code = error.code.toInt();
    return (code & 0xff) == SQLITE_CANTOPEN || ((code & 0xff) == SQLITE_READONLY && code != SQLITE_READONLY_ROLLBACK);
}

Error SqliteDatabase::whyUnreadable(const Error &error, const DatabaseFile &file) const
{
    Error said = error;
    said.statement.clear();
    const int code = error.code.toInt();
    if (code == SQLITE_READONLY_ROLLBACK)
        said.message = u"“%1” was left in the middle of a change (“%1-journal” lies beside it): open it once with the "
                       "program that wrote it, or with sqlite3, to roll that change back."_s.arg(file.shown);
    else if ((code & 0xff) == SQLITE_NOTADB)
        said.message = u"“%1” is not an SQLite database, or it is encrypted."_s.arg(file.shown);
    else if ((code & 0xff) == SQLITE_CORRUPT && isTruncated())
        said.message = u"“%1” is cut off: it is shorter than it says itself; copy it again, or restore a backup."_s.arg(
            file.shown);
    else if ((code & 0xff) == SQLITE_CORRUPT)
        said.message = u"“%1” is damaged (%2): restore a backup, or recover it with sqlite3's .recover."_s.arg(
            file.shown, error.detail);
    else if (error.kind == Error::Kind::Busy)
        said.message =
            u"“%1” is locked by another program that is writing: let it finish, then try again."_s.arg(file.shown);
    else if (needsWritableFolder(error) && file.walBeside)
        said.message = u"“%1” has changes in “%1-wal” that cannot be read, because its folder may not be written to: "
                       "copy both files to a folder of your own and open that copy."_s.arg(file.shown);
    else
        said.message = u"“%1” cannot be opened: %2"_s.arg(file.shown, error.message);
    return said;
}

SqliteDatabase::Header SqliteDatabase::header() const
{
    // Through SQLite's own descriptor: another one, once closed, would drop this process's locks.
    sqlite3_file *file = nullptr;
    if (sqlite3_file_control(m_handle, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK || !file
        || !file->pMethods)
        return {};
    unsigned char bytes[100] = {};
    sqlite3_int64 size = 0;
    if (file->pMethods->xFileSize(file, &size) != SQLITE_OK || size < 100
        || file->pMethods->xRead(file, bytes, sizeof bytes, 0) != SQLITE_OK
        || std::memcmp(bytes, "SQLite format 3", 16) != 0)
        return {};
    const auto number = [&bytes](int offset, int count) {
        qint64 n = 0;
        for (int i = 0; i < count; ++i)
            n = n << 8 | bytes[offset + i];
        return n;
    };
    // Old programs do not keep the count of pages: it holds where both change counters are the same.
    const bool counted = number(24, 4) == number(92, 4);
    return {size, counted ? number(28, 4) : 0, number(16, 2) == 1 ? 65536 : number(16, 2), bytes[19] == 2};
}

bool SqliteDatabase::isTruncated() const
{
    const Header h = header();
    return h.pages * h.pageSize > h.fileSize;
}

/// SQLite plays back any -wal of the right name, also one that another database left there.
Result<Done> SqliteDatabase::checkWal(const DatabaseFile &file) const
{
    const Header h = header();
    if (!file.walBeside || h.fileSize == 0 || h.usesWal)
        return Done{};
    // Unless it was left for another journal just now.
    if (!hasContent(file.path + "-wal"))
        return Done{};
    return Error::io(u"“%1-wal” belongs to another database, because “%1” uses none: move it away, or it would change "
                     "what is in there."_s.arg(file.shown));
}

Result<std::unique_ptr<PreparedStatement>> SqliteDatabase::prepare(const QString &sql)
{
    const QByteArray text = sql.toUtf8();
    if (text.contains('\0'))
        return Error::invalid(u"A statement cannot contain a NUL character."_s);
    m_denied.clear();
    sqlite3_stmt *statement = nullptr;
    const char *tail = nullptr;
    if (sqlite3_prepare_v2(m_handle, text.constData(), static_cast<int>(text.size()), &statement, &tail) != SQLITE_OK)
        return explained(lastError(m_handle, sql));
    if (!statement)
        return Error::invalid(u"There is no statement in this text."_s);
    auto prepared = std::make_unique<SqliteStatement>(*this, statement);
    if (!isBlank(tail))
        return Error::invalid(u"There is more than one statement in this text."_s);
    return std::unique_ptr<PreparedStatement>(std::move(prepared));
}

Result<std::unique_ptr<PreparedStatement>> SqliteDatabase::prepareKept(const QString &sql)
{
    std::unique_ptr<PreparedStatement> prepared;
    if (sqlite3_stmt *statement = m_kept.take(sql.toUtf8())) {
        prepared = std::make_unique<SqliteStatement>(*this, statement);
    } else {
        auto compiled = prepare(sql);
        RC_TRY(compiled);
        prepared = std::move(*compiled);
    }
    static_cast<SqliteStatement &>(*prepared).keepAtEnd();
    return prepared;
}

qint64 SqliteDatabase::setCellLimit(qint64 bytes)
{
    return sqlite3_limit(m_handle, SQLITE_LIMIT_LENGTH, static_cast<int>(std::min<qint64>(bytes, INT_MAX)));
}

Result<Done> SqliteDatabase::execute(const QString &sql)
{
    const QByteArray text = sql.toUtf8();
    const char *tail = text.constData();
    m_denied.clear();
    while (*tail) {
        sqlite3_stmt *next = nullptr;
        if (sqlite3_prepare_v2(m_handle, tail, -1, &next, &tail) != SQLITE_OK)
            return explained(lastError(m_handle, sql));
        if (!next) // blank or a comment
            continue;
        SqliteStatement statement(*this, next);
        for (bool more = true; more;) {
            const auto row = statement.step();
            RC_TRY(row);
            more = *row;
        }
    }
    return Done{};
}

std::optional<qint64> SqliteDatabase::lastRowNumber() const
{
    return sqlite3_last_insert_rowid(m_handle);
}

bool SqliteDatabase::inTransaction() const
{
    return sqlite3_get_autocommit(m_handle) == 0;
}

bool SqliteDatabase::readingBlocksWriters()
{
    const auto mode = queryValue(u"PRAGMA journal_mode"_s);
    return mode && mode->display() != u"wal"_s;
}

Result<Database::Versions> SqliteDatabase::versions()
{
    const auto data = queryValue(u"PRAGMA data_version"_s);
    RC_TRY(data);
    const auto schema = queryValue(u"PRAGMA schema_version"_s);
    RC_TRY(schema);
    return Versions{data->toInteger(), schema->toInteger()};
}

// sqlite3_changes() alone still tells of an earlier statement after one that changes no rows (CREATE, PRAGMA, SELECT).
void SqliteDatabase::hasRun(qint64 changesBefore)
{
    m_changes = sqlite3_total_changes64(m_handle) == changesBefore ? 0 : sqlite3_changes64(m_handle);
}

void SqliteDatabase::aboutToRun(const char *sql, const QList<Value> &bound)
{
    m_denied.clear();
    if (m_trace)
        m_trace(QString::fromUtf8(sql), bound);
}

Error SqliteDatabase::explained(Error error)
{
    if (error.kind == Error::Kind::Busy && stopRequested()) // it would have waited longer
        return Error::cancelled();
    if (!m_denied.isEmpty())
        error.message = m_denied;
    m_denied.clear();
    return error;
}

int SqliteDatabase::progressed(void *self)
{
    return static_cast<SqliteDatabase *>(self)->stopRequested() ? 1 : 0;
}

// A busy handler of ours, because SQLite's own (busy_timeout) does not hear an interrupt while it sleeps.
int SqliteDatabase::waited(void *self, int times)
{
    auto &database = *static_cast<SqliteDatabase *>(self);
    if (times == 0)
        database.m_waiting.start();
    if (database.stopRequested() || database.m_waiting.elapsed() >= database.m_spec.busyTimeout)
        return 0;
    sqlite3_sleep(times < 10 ? 2 : 20);
    return 1;
}

/// Once one file may be attached, it may also be let go.
bool SqliteDatabase::mayAttach(int action, const char *name) const
{
    if (m_attachable.isEmpty())
        return false;
    return action == SQLITE_DETACH || (action == SQLITE_ATTACH && name && m_attachable == name);
}

int SqliteDatabase::authorized(void *self, int action, const char *first, const char *second, const char *,
                               const char *)
{
    auto &database = *static_cast<SqliteDatabase *>(self);
    if (action == SQLITE_TRANSACTION && database.m_transactionHeld) {
        database.m_denied =
            u"%1 is not allowed here: this runs as one transaction, which only its own end may end."_s.arg(
                QLatin1StringView(first));
        return SQLITE_DENY;
    }
    const QString denied = deniedAction(action, first, second);
    if (denied.isEmpty())
        return SQLITE_OK;
    if (database.mayAttach(action, first))
        return SQLITE_OK;
    database.m_denied =
        u"%1 is not allowed here: it could read or write files beyond this database. Take it out."_s.arg(denied);
    return SQLITE_DENY;
}

} // namespace core::sqlite
