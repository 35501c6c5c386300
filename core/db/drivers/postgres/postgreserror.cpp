// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/drivers/postgres/postgreserror.h"

namespace core::postgres {

using namespace Qt::Literals::StringLiterals;

namespace {

Error::Kind pgKindOf(QStringView state)
{
    const QStringView group = state.first(std::min<qsizetype>(2, state.size()));
    if (group == u"23")
        return Error::Kind::Constraint;
    if (state == u"40001")
        return Error::Kind::Conflict;
    if (state == u"40P01" || state == u"55P03" || state == u"55006")
        return Error::Kind::Busy;
    if (group == u"08" || state == u"57P01" || state == u"57P02" || state == u"57P03" || state == u"57P05"
        || state == u"25P03")
        return Error::Kind::ConnectionLost;
    if (group == u"54")
        return Error::Kind::TooLarge;
    if (state == u"53100" || group == u"58" || group == u"XX" || state == u"25006")
        return Error::Kind::Io;
    return Error::Kind::Sql;
}

QString pgSentence(QStringView state, const QString &words)
{
    if (state.startsWith(u"23"))
        return u"A constraint refused this: %1."_s.arg(words);
    if (state == u"40001")
        return u"Another session changed the same rows at the same time, so this was taken back (%1): try again."_s.arg(
            words);
    if (state == u"40P01")
        return u"This and another session were waiting for each other, so the server took this back (%1): try again."_s
            .arg(words);
    if (state == u"55P03")
        return u"Another session holds a lock that this needs (%1): let it finish, then try again."_s.arg(words);
    if (state == u"57014")
        return u"The server stopped the statement: %1."_s.arg(words);
    if (state == u"57P01")
        return u"The server ended the connection (%1)."_s.arg(words);
    if (state.startsWith(u"22"))
        return u"A value does not fit: %1."_s.arg(words);
    if (state == u"25006")
        return u"The database is open for reading only (%1)."_s.arg(words);
    if (state == u"42501")
        return u"The user of this connection may not do this: %1."_s.arg(words);
    if (state == u"53100")
        return u"The server's disk is full (%1): make room there, then try again."_s.arg(words);
    if (state == u"53300")
        return u"The server has no connection left (%1): close others, then try again."_s.arg(words);
    if (state == u"0A000")
        return u"This server cannot do that: %1."_s.arg(words);
    if (state == u"42601" && words.contains("multiple commands"_L1))
        return u"There is more than one statement in this text."_s;
    return u"PostgreSQL refused the statement: %1."_s.arg(words);
}

QString pgField(const PGresult *result, int field)
{
    return QString::fromUtf8(PQresultErrorField(result, field));
}

} // namespace

QString wordsOf(const char *message)
{
    QString words = QString::fromUtf8(message).simplified();
    while (words.endsWith(u'.'))
        words.chop(1);
    return words;
}

Error errorOf(const PGresult *result, const QString &sql, bool cancelled)
{
    const QString state = pgField(result, PG_DIAG_SQLSTATE);
    if (cancelled && state == "57014"_L1)
        return Error::cancelled();
    QString words = wordsOf(PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY));
    if (words.isEmpty())
        words = wordsOf(PQresultErrorMessage(result));
    const QString more = wordsOf(PQresultErrorField(result, PG_DIAG_MESSAGE_DETAIL));
    Error error;
    error.kind = pgKindOf(state);
    error.message = pgSentence(state, more.isEmpty() ? words : u"%1 (%2)"_s.arg(words, more));
    error.detail = words;
    const QString hint = wordsOf(PQresultErrorField(result, PG_DIAG_MESSAGE_HINT));
    if (!more.isEmpty())
        error.detail += u'\n' + more;
    if (!hint.isEmpty())
        error.detail += u'\n' + hint;
    error.code = state;
    error.statement = sql;
    return error;
}

Error lostConnection(const QString &words, const QString &sql)
{
    Error error;
    error.kind = Error::Kind::ConnectionLost;
    error.message = u"The connection to the server is lost (%1). It is opened anew with the next try."_s.arg(words);
    error.detail = words;
    error.code = u"08006"_s;
    error.statement = sql;
    return error;
}

} // namespace core::postgres
