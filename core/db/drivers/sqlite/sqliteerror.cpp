// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/drivers/sqlite/sqliteerror.h"

#include <sqlite3.h>

namespace core::sqlite {

using namespace Qt::Literals::StringLiterals;

namespace {

    Error::Kind kindOf(int primary)
    {
        switch (primary) {
        case SQLITE_CONSTRAINT:
            return Error::Kind::Constraint;
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return Error::Kind::Busy;
        case SQLITE_INTERRUPT:
            return Error::Kind::Cancelled;
        case SQLITE_TOOBIG:
            return Error::Kind::TooLarge;
        case SQLITE_IOERR:
        case SQLITE_FULL:
        case SQLITE_CANTOPEN:
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
        case SQLITE_READONLY:
        case SQLITE_PERM:
            return Error::Kind::Io;
        default:
            return Error::Kind::Sql;
        }
    }

    QString sentence(int code, const QString &words)
    {
        switch (code & 0xff) {
        case SQLITE_CONSTRAINT:
            return u"A constraint refused this: %1."_s.arg(words);
        case SQLITE_BUSY:
            return u"The database is locked by another program: let it finish, then try again."_s;
        case SQLITE_LOCKED: // by this very connection
            return u"SQLite cannot do this in the middle of a transaction (%1). No other program is in the way: run it by "
                   "itself, outside of one."_s.arg(words);
        case SQLITE_INTERRUPT:
            return u"Cancelled."_s;
        case SQLITE_FULL:
            return u"The disk is full: make room, then try again."_s;
        case SQLITE_IOERR:
            return u"The file could not be read or written (%1): check the disk and the permissions."_s.arg(words);
        case SQLITE_CANTOPEN:
            return u"SQLite could not open a file that it needs beside the database: check the folder's permissions."_s;
        case SQLITE_CORRUPT:
            return u"The database file is damaged (%1): restore a backup, or recover it with sqlite3's .recover."_s.arg(
                words);
        case SQLITE_NOTADB:
            return u"The file is not an SQLite database, or it is encrypted."_s;
        case SQLITE_READONLY:
            return u"The database is open for reading only (%1)."_s.arg(words);
        case SQLITE_TOOBIG:
            return u"A value or statement is larger than is allowed here (%1)."_s.arg(words);
        case SQLITE_NOMEM:
            return u"There is not enough memory for this value or statement."_s;
        default:
            return u"SQLite refused the statement: %1."_s.arg(words);
        }
    }

} // namespace

Error errorFromCode(int code, const QString &words, const QString &sql)
{
    Error error;
    error.kind = kindOf(code & 0xff);
    error.message = sentence(code, words);
    error.detail = words;
    error.code = QString::number(code);
    error.statement = sql;
    return error;
}

Error lastError(sqlite3 *handle, const QString &sql)
{
    return errorFromCode(sqlite3_extended_errcode(handle), QString::fromUtf8(sqlite3_errmsg(handle)), sql);
}

} // namespace core::sqlite
