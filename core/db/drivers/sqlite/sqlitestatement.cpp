// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/drivers/sqlite/sqlitestatement.h"

#include "core/db/drivers/sqlite/sqlitedatabase.h"
#include "core/db/drivers/sqlite/sqliteerror.h"

#include <QHash>

#include <sqlite3.h>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace core::sqlite {

using namespace Qt::Literals::StringLiterals;

SqliteStatement::SqliteStatement(SqliteDatabase &database, sqlite3_stmt *statement)
    : m_database(database)
    , m_statement(statement)
    , m_bound(sqlite3_bind_parameter_count(statement))
{
    ++m_database.m_statements;
}

SqliteStatement::~SqliteStatement()
{
    if (m_kept)
        m_database.keep(m_statement);
    else
        sqlite3_finalize(m_statement);
    --m_database.m_statements;
}

Result<Done> SqliteStatement::bind(int index, const Value &value)
{
    if (index < 0 || index >= m_bound.size())
        return Error::invalid(u"The statement has no parameter %1."_s.arg(index + 1));
    if (value.kind() == Value::Kind::Real && std::isnan(value.toReal()))
        return Error::invalid(u"SQLite cannot store NaN: it would become NULL."_s);
    if (value.kind() == Value::Kind::Typed)
        return Error::invalid(u"SQLite has no type “%1”: bind the value as text."_s.arg(value.typeName()));
    reset(); // SQLite refuses to bind to a statement that runs
    m_bound[index] = value;
    const int code = bindNative(index + 1, m_bound.at(index));
    if (code != SQLITE_OK)
        return failure(code);
    return Done{};
}

int SqliteStatement::bindNative(int position, const Value &value)
{
    switch (value.kind()) {
    case Value::Kind::Null:
        return sqlite3_bind_null(m_statement, position);
    case Value::Kind::Integer:
        return sqlite3_bind_int64(m_statement, position, value.toInteger());
    case Value::Kind::Real:
        return sqlite3_bind_double(m_statement, position, value.toReal());
    case Value::Kind::Text: {
        // No copy: m_bound keeps the bytes. bytes() shares them, it does not make new ones.
        const QByteArray bytes = value.bytes();
        const auto size = static_cast<sqlite3_uint64>(bytes.size());
        return sqlite3_bind_text64(m_statement, position, size ? bytes.constData() : "", size, nullptr, SQLITE_UTF8);
    }
    case Value::Kind::Blob: {
        const QByteArray bytes = value.bytes();
        if (bytes.isEmpty()) // a null pointer would mean NULL
            return sqlite3_bind_zeroblob(m_statement, position, 0);
        return sqlite3_bind_blob64(m_statement, position, bytes.constData(), static_cast<sqlite3_uint64>(bytes.size()),
                                   nullptr);
    }
    case Value::Kind::Typed:
        break;
    }
    return SQLITE_MISMATCH;
}

int SqliteStatement::parameterIndex(const QString &name) const
{
    return sqlite3_bind_parameter_index(m_statement, QString(u':' + name).toUtf8().constData()) - 1;
}

int SqliteStatement::parameterCount() const
{
    return static_cast<int>(m_bound.size());
}

Result<bool> SqliteStatement::step()
{
    if (m_outOfMemory)
        return failure(SQLITE_NOMEM);
    if (!m_running) {
        m_running = true;
        m_changesBefore = sqlite3_total_changes64(m_database.handle());
        m_database.aboutToRun(sqlite3_sql(m_statement), m_bound);
        if (m_database.stopRequested())
            return failure(SQLITE_INTERRUPT);
    }
    const int code = sqlite3_step(m_statement);
    if (code == SQLITE_ROW)
        return true;
    if (code == SQLITE_DONE) {
        m_database.hasRun(m_changesBefore);
        reset();
        return false;
    }
    return failure(sqlite3_extended_errcode(m_database.handle()));
}

Error SqliteStatement::failure(int code)
{
    const QString words = m_outOfMemory || code == SQLITE_INTERRUPT
        ? QString::fromUtf8(sqlite3_errstr(code))
        : QString::fromUtf8(sqlite3_errmsg(m_database.handle()));
    const Error error = m_database.explained(errorFromCode(code, words, QString::fromUtf8(sqlite3_sql(m_statement))));
    reset();
    return error;
}

void SqliteStatement::reset()
{
    sqlite3_reset(m_statement); // repeats the error of the last step, which was reported then
    m_running = false;
    m_outOfMemory = false;
}

int SqliteStatement::columnCount() const
{
    return sqlite3_column_count(m_statement);
}

QString SqliteStatement::columnName(int column) const
{
    return QString::fromUtf8(sqlite3_column_name(m_statement, column));
}

Value::Kind SqliteStatement::columnKind(int column) const
{
    switch (sqlite3_column_type(m_statement, column)) {
    case SQLITE_INTEGER:
        return Value::Kind::Integer;
    case SQLITE_FLOAT:
        return Value::Kind::Real;
    case SQLITE_TEXT:
        return Value::Kind::Text;
    case SQLITE_BLOB:
        return Value::Kind::Blob;
    default:
        return Value::Kind::Null;
    }
}

Value SqliteStatement::column(int column) const
{
    switch (columnKind(column)) {
    case Value::Kind::Integer:
        return Value::integer(sqlite3_column_int64(m_statement, column));
    case Value::Kind::Real:
        return Value::real(sqlite3_column_double(m_statement, column));
    case Value::Kind::Text:
        return Value::textBytes(bytesOf(column, true));
    case Value::Kind::Blob:
        return Value::blob(bytesOf(column, false));
    default:
        return Value::null();
    }
}

CellStart SqliteStatement::columnStart(int column, qint64 limit) const
{
    const Value::Kind kind = columnKind(column);
    if (kind != Value::Kind::Text && kind != Value::Kind::Blob)
        return {this->column(column), 0};
    const bool text = kind == Value::Kind::Text;
    const char *data = dataOf(column, text);
    const qint64 size = data ? sqlite3_column_bytes(m_statement, column) : 0;
    QByteArray bytes = size > 0 ? QByteArray(data, std::min(size, limit)) : QByteArray("");
    return {text ? Value::textBytes(std::move(bytes)) : Value::blob(std::move(bytes)), size};
}

const char *SqliteStatement::dataOf(int column, bool text) const
{
    const void *data = text ? static_cast<const void *>(sqlite3_column_text(m_statement, column))
                            : sqlite3_column_blob(m_statement, column);
    if (!data && sqlite3_errcode(m_database.handle()) == SQLITE_NOMEM)
        m_outOfMemory = true;
    return static_cast<const char *>(data);
}

QByteArray SqliteStatement::bytesOf(int column, bool text) const
{
    // The pointer first, then its length: the length is that of the form asked for last.
    const char *data = dataOf(column, text);
    return data ? QByteArray(data, sqlite3_column_bytes(m_statement, column)) : QByteArray("");
}

bool SqliteStatement::isReadOnly() const
{
    return sqlite3_stmt_readonly(m_statement) != 0;
}

namespace {

/// splitmix64: every bit of the number counts for every bit of the result.
quint64 mixed(quint64 n)
{
    n += 0x9e3779b97f4a7c15ULL;
    n = (n ^ (n >> 30)) * 0xbf58476d1ce4e5b9ULL;
    n = (n ^ (n >> 27)) * 0x94d049bb133111ebULL;
    return n ^ (n >> 31);
}

} // namespace

// Without a copy: it is asked for every cell of a table.
quint64 SqliteStatement::cellHash(int column, quint64 seed) const
{
    const int type = sqlite3_column_type(m_statement, column);
    const quint64 start = mixed(seed ^ static_cast<quint64>(type));
    switch (type) {
    case SQLITE_INTEGER:
        return mixed(start ^ static_cast<quint64>(sqlite3_column_int64(m_statement, column)));
    case SQLITE_FLOAT: {
        const double real = sqlite3_column_double(m_statement, column);
        quint64 bits = 0;
        std::memcpy(&bits, &real, sizeof bits);
        return mixed(start ^ bits);
    }
    case SQLITE_TEXT:
    case SQLITE_BLOB: {
        const char *data = dataOf(column, type == SQLITE_TEXT);
        const auto size = static_cast<size_t>(data ? sqlite3_column_bytes(m_statement, column) : 0);
        return mixed(start ^ qHashBits(data, size, static_cast<size_t>(start)));
    }
    default:
        return start;
    }
}

} // namespace core::sqlite
