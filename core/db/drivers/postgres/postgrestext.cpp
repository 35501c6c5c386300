// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/db/drivers/postgres/postgrestext.h"

#include <algorithm>

namespace core::postgres {

using namespace Qt::Literals::StringLiterals;

namespace {

bool isNamedParameter(QStringView token)
{
    return token.size() > 1 && token.front() == u':' && !token.at(1).isDigit();
}

PgStatementKind kindOfWords(const QStringList &words)
{
    const auto first = [&words](std::initializer_list<QStringView> any) {
        return std::find(any.begin(), any.end(), QStringView(words.first())) != any.end();
    };
    const auto second = [&words](QStringView word) { return words.size() > 1 && words.at(1) == word; };
    const bool toSavepoint = words.first() == u"ROLLBACK" && (words.mid(1, 2).contains(u"TO"_s));
    PgStatementKind kind;
    kind.endsTransaction = first({u"COMMIT", u"END"}) && !second(u"PREPARED");
    kind.boundsTransaction = (first({u"BEGIN", u"START", u"COMMIT", u"END", u"ROLLBACK", u"ABORT"}) && !toSavepoint)
        || (first({u"PREPARE"}) && second(u"TRANSACTION"));
    kind.handsTransactionOver = (first({u"PREPARE"}) && second(u"TRANSACTION"))
        || (first({u"COMMIT", u"ROLLBACK", u"END", u"ABORT"}) && second(u"PREPARED"));
    static constexpr std::array<QStringView, 6> writing{u"INSERT", u"UPDATE", u"DELETE", u"MERGE", u"INTO", u"ANALYZE"};
    const bool writes =
        std::any_of(writing.begin(), writing.end(), [&words](QStringView word) { return words.contains(word); });
    kind.isReadOnly = kind.boundsTransaction || first({u"SHOW", u"SET", u"SAVEPOINT", u"RELEASE"}) || toSavepoint
        || (first({u"SELECT", u"VALUES", u"TABLE", u"WITH", u"EXPLAIN"}) && !writes);
    kind.mayBeWrapped = first(
        {u"SELECT", u"VALUES", u"TABLE", u"WITH", u"EXPLAIN", u"SHOW", u"INSERT", u"UPDATE", u"DELETE", u"MERGE"});
    return kind;
}

} // namespace

LexRules lexRules()
{
    LexRules rules;
    rules.nestedComments = true;
    rules.dollarQuotes = true;
    rules.escapeStrings = true;
    return rules;
}

Result<PgText> textOf(const QString &sql)
{
    if (sql.contains(QChar(u'\0')))
        return Error::invalid(u"A statement cannot contain a NUL character."_s);
    PgText text;
    QString out;
    out.reserve(sql.size());
    QStringList words;
    int brackets = 0;
    const QList<Token> tokens = lex(sql, lexRules());
    for (const Token &token : tokens) {
        const QStringView part = token.in(sql);
        if (token.kind == Token::Kind::Word || (token.kind == Token::Kind::QuotedIdentifier && words.isEmpty()))
            words += part.toString().toUpper();
        else if (words.isEmpty() && token.isSignificant() && part != u";" && part != u"(")
            words += part.toString();
        brackets += part == u"[" ? 1 : part == u"]" ? -1 : 0;
        if (brackets > 0 || token.kind != Token::Kind::Parameter || !isNamedParameter(part)) {
            out += part;
            continue;
        }
        const QString name = part.sliced(1).toString();
        qsizetype at = text.names.indexOf(name);
        if (at < 0) {
            at = text.names.size();
            text.names += name;
        }
        out += u'$' + QString::number(at + 1);
    }
    if (words.isEmpty())
        return Error::invalid(u"There is no statement in this text."_s);
    text.sql = out.toUtf8();
    text.kind = kindOfWords(words);
    return text;
}

} // namespace core::postgres
