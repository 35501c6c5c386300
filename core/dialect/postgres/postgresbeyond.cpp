// SPDX-License-Identifier: GPL-3.0-or-later
// Statements whose effects are not the database's alone.
#include "core/dialect/postgres/postgresprobes.h"
#include "core/dialect/postgres/postgreswords.h"

#include <QRegularExpression>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

struct PgReach {
    QRegularExpression words;
    bool isTakenBack;
};

QRegularExpression pgReachWords(const QString &pattern)
{
    return QRegularExpression(pattern, QRegularExpression::CaseInsensitiveOption);
}

/// What begins a statement, in the order in which it is asked for; what cannot be taken back stands first.
const QList<PgReach> &pgReaches()
{
    static const QList<PgReach> all{
        {pgReachWords(u"\\b(?:CREATE|DROP)\\s+(?:DATABASE|TABLESPACE)\\b"_s), false},
        {pgReachWords(u"\\b(?:CREATE|DROP|ALTER)\\s+SUBSCRIPTION\\b"_s), false},
        {pgReachWords(u"\\bALTER\\s+SYSTEM\\b"_s), false},
        {pgReachWords(u"\\bCOPY\\b[^;]*?\\b(?:TO\\s+PROGRAM|FROM\\s+PROGRAM|TO\\s+')"_s), false},
        {pgReachWords(u"\\b(?:CREATE|DROP|ALTER)\\s+(?:ROLE|USER(?!\\s+MAPPING\\b)|GROUP)\\b"_s), true},
        {pgReachWords(u"\\bALTER\\s+(?:DATABASE|TABLESPACE)\\b"_s), true},
        {pgReachWords(
             u"\\b(?:COMMENT|LABEL(?:\\s+FOR\\s+\\S+)?)\\s+ON\\s+(?:DATABASE|ROLE|TABLESPACE|SUBSCRIPTION)\\b"_s),
         true},
        {pgReachWords(u"\\b(?:GRANT|REVOKE)\\b[^;]*?\\bON\\s+(?:DATABASE|TABLESPACE|PARAMETER)\\b"_s), true},
        {pgReachWords(u"\\b(?:GRANT|REVOKE)\\s+(?:(?!\\bON\\b)[^;])*?\\s(?:TO|FROM)\\s(?![^;]*\\bON\\s)"_s), true},
        {pgReachWords(u"\\b(?:DROP|REASSIGN)\\s+OWNED\\b"_s), true},
    };
    return all;
}

/// Functions that write elsewhere, or tell the server something, wherever they stand.
const QRegularExpression &pgReachingCalls()
{
    static const QRegularExpression calls = pgReachWords(
        u"\\b(?:dblink\\w*|lo_export|pg_file_\\w+|pg_reload_conf|pg_rotate_logfile|pg_terminate_backend|"
        "pg_cancel_backend|pg_switch_wal|pg_promote|pg_create_\\w*replication_slot|pg_drop_replication_slot|"
        "pg_replication_\\w+|pg_create_restore_point|pg_backup_\\w+)\\s*\\("_s);
    return calls;
}

std::optional<ProbeSql::Beyond> pgReachIn(const QString &text, bool onlyAtStart)
{
    for (const PgReach &reach : pgReaches()) {
        const auto m = reach.words.match(text, 0, QRegularExpression::NormalMatch,
                                         onlyAtStart ? QRegularExpression::AnchorAtOffsetMatchOption
                                                     : QRegularExpression::NoMatchOption);
        if (m.hasMatch())
            return ProbeSql::Beyond{m.captured().simplified().toUpper(), reach.isTakenBack};
    }
    if (const auto m = pgReachingCalls().match(text); m.hasMatch())
        return ProbeSql::Beyond{m.captured().chopped(1).trimmed() + u"()"_s, false};
    return std::nullopt;
}

} // namespace

std::optional<ProbeSql::Beyond> PostgresProbeSql::reachesBeyond(const QString &sql) const
{
    QString outside; // of texts and comments
    QStringList blocks; // code that is run
    for (const Token &token : lex(sql, postgresLexRules())) {
        if (!token.isSignificant())
            outside += u' ';
        else if (token.kind != Token::Kind::String)
            outside += token.in(sql);
        else {
            outside += u"''"_s;
            blocks += token.in(sql).toString();
        }
    }
    outside = outside.trimmed();
    if (const auto beyond = pgReachIn(outside, true))
        return beyond;
    static const QRegularExpression isBlock(u"^DO\\b"_s, QRegularExpression::CaseInsensitiveOption);
    for (const QString &block : isBlock.match(outside).hasMatch() ? blocks : QStringList()) {
        if (const auto beyond = pgReachIn(block, false))
            return beyond;
    }
    return std::nullopt;
}

/// By policies that hold for whoever asks: the owner as well, where they are forced.
QString PostgresProbeSql::tablesSeenInPart() const
{
    return u"SELECT CASE n.nspname WHEN 'public' THEN '' ELSE n.nspname END, c.relname FROM pg_catalog.pg_class AS c "
           "JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace "
           "WHERE c.relrowsecurity AND pg_catalog.row_security_active(c.oid)"_s;
}

} // namespace core
