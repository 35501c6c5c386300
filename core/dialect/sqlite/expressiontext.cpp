// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/sqlite/expressiontext.h"

#include "core/dialect/sqlite/words.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

bool isBareWord(const QString &name)
{
    const auto isPart = [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || c == u'_';
    };
    return !name.isEmpty() && !(name.front() >= u'0' && name.front() <= u'9')
        && std::all_of(name.cbegin(), name.cend(), isPart) && (!isSqliteKeyword(name) || isSqliteKeywordOfDdl(name));
}

bool isTruth(const QString &word)
{
    return word.compare("true"_L1, Qt::CaseInsensitive) == 0 || word.compare("false"_L1, Qt::CaseInsensitive) == 0;
}

/// One significant token, in its normal spelling.
struct Piece {
    enum class Kind { Name, Keyword, Literal, Operator, Open, Close, Other };
    Kind kind = Kind::Other;
    QString text;

    [[nodiscard]] bool is(QLatin1String word) const { return kind == Kind::Keyword && text == word; }
};
using Pieces = QList<Piece>;

Piece pieceOf(const Token &token, QStringView sql)
{
    const QString text = token.in(sql).toString();
    switch (token.kind) {
    case Token::Kind::Word:
        if (isSqliteKeyword(text) && !isSqliteKeywordOfDdl(text))
            return {Piece::Kind::Keyword, text.toUpper()};
        return {Piece::Kind::Name, foldedName(text)};
    case Token::Kind::QuotedIdentifier: {
        const QString name = foldedName(unquoted(text));
        return {Piece::Kind::Name, isBareWord(name) && !isTruth(name) ? name : sqliteIdentifier(name)};
    }
    case Token::Kind::Number:
        return {Piece::Kind::Literal, text.toLower()};
    case Token::Kind::Blob:
        return {Piece::Kind::Literal, text.toUpper()};
    case Token::Kind::String:
        return {Piece::Kind::Literal, text};
    case Token::Kind::Operator:
        return {Piece::Kind::Operator, text == "=="_L1 ? u"="_s : text == "!="_L1 ? u"<>"_s : text};
    case Token::Kind::Punctuation:
        if (text == "("_L1)
            return {Piece::Kind::Open, text};
        if (text == ")"_L1)
            return {Piece::Kind::Close, text};
        break;
    case Token::Kind::Space:
    case Token::Kind::Comment:
    case Token::Kind::Parameter:
    case Token::Kind::Bad:
        break;
    }
    return {Piece::Kind::Other, text};
}

Pieces piecesOf(const QString &sql, const Table *table = nullptr)
{
    Pieces out;
    const QList<Token> tokens = lex(sql, sqliteLexRules());
    for (const Token &t : tokens) {
        if (!t.isSignificant())
            continue;
        const QStringView text = t.in(sql);
        const bool isText = table && t.kind == Token::Kind::QuotedIdentifier && text.startsWith(u'"')
            && !table->columns.isEmpty() && !table->column(unquoted(text))
            && foldedName(unquoted(text)) != foldedName(table->name.name);
        out.append(isText ? Piece{Piece::Kind::Literal, sqliteLiteral(Value::text(unquoted(text)))} : pieceOf(t, sql));
    }
    return out;
}

QString joined(const Pieces &pieces)
{
    QStringList texts;
    for (const Piece &p : pieces)
        texts.append(p.text);
    return texts.join(u' ');
}

void dropOwnTable(Pieces &pieces, const QString &ownTable)
{
    if (ownTable.isEmpty())
        return;
    const QString name = foldedName(ownTable);
    const QString own = isBareWord(name) ? name : sqliteIdentifier(name);
    for (qsizetype i = 0; i + 2 < pieces.size(); ++i) {
        const bool afterDot = i > 0 && pieces[i - 1].text == "."_L1;
        if (!afterDot && pieces[i].kind == Piece::Kind::Name && pieces[i].text == own && pieces[i + 1].text == "."_L1
            && pieces[i + 2].kind == Piece::Kind::Name)
            pieces.remove(i, 2);
    }
}

/// The place of the ")" that belongs to the "(" there; −1 if none does.
qsizetype closeOf(const Pieces &pieces, qsizetype open)
{
    int depth = 0;
    for (qsizetype i = open; i < pieces.size(); ++i) {
        depth += pieces[i].kind == Piece::Kind::Open ? 1 : pieces[i].kind == Piece::Kind::Close ? -1 : 0;
        if (depth == 0)
            return i;
    }
    return -1;
}

/// What stands between two parentheses, outside of any within.
struct Inside {
    bool query = false;
    bool comma = false;
    bool isOr = false;
};
Inside inside(const Pieces &pieces, qsizetype open, qsizetype close)
{
    Inside out;
    int depth = 0;
    for (qsizetype i = open + 1; i < close; ++i) {
        depth += pieces[i].kind == Piece::Kind::Open ? 1 : pieces[i].kind == Piece::Kind::Close ? -1 : 0;
        if (depth > 0)
            continue;
        out.query = out.query || pieces[i].is("SELECT"_L1) || pieces[i].is("VALUES"_L1);
        out.comma = out.comma || pieces[i].text == ","_L1;
        out.isOr = out.isOr || pieces[i].is("OR"_L1);
    }
    return out;
}

/// Whether an operand may begin after this: so that "(a)" there is no call and no list.
bool beginsOperand(const Piece &before)
{
    static const QSet<QString> words{u"AND"_s,  u"OR"_s, u"NOT"_s,     u"WHEN"_s, u"THEN"_s, u"ELSE"_s,
                                     u"CASE"_s, u"IS"_s, u"BETWEEN"_s, u"LIKE"_s, u"GLOB"_s};
    return before.kind == Piece::Kind::Operator || before.kind == Piece::Kind::Open || before.text == ","_L1
        || (before.kind == Piece::Kind::Keyword && words.contains(before.text));
}

/// Whether the pair of parentheses says nothing: around all, doubled, around one operand, or around what AND and OR
/// would bind the same way without.
bool isNeedless(const Pieces &pieces, qsizetype open, qsizetype close, bool hasBetween)
{
    const bool first = open == 0;
    const bool last = close == pieces.size() - 1;
    const Inside in = inside(pieces, open, close);
    if (close == open + 1 || in.comma || in.query)
        return false;
    if (first && last)
        return true;
    const Piece *before = first ? nullptr : &pieces[open - 1];
    const Piece *after = last ? nullptr : &pieces[close + 1];
    const bool alone = (first || before->kind == Piece::Kind::Open) && (last || after->kind == Piece::Kind::Close);
    if (alone)
        return open < 2 || !pieces[open - 2].is("IN"_L1);
    if (close == open + 2 && (first || beginsOperand(*before)) && !(after && after->text == "."_L1))
        return true;
    const auto binds = [](const Piece *p, QLatin1String word) { return p && p->is(word); };
    const bool orOutside = (first || before->kind == Piece::Kind::Open || binds(before, "OR"_L1))
        && (last || after->kind == Piece::Kind::Close || binds(after, "OR"_L1));
    const bool anyOutside =
        (first || before->kind == Piece::Kind::Open || binds(before, "OR"_L1) || binds(before, "AND"_L1))
        && (last || after->kind == Piece::Kind::Close || binds(after, "OR"_L1) || binds(after, "AND"_L1));
    return !hasBetween && (in.isOr ? orOutside : anyOutside);
}

void dropNeedlessParentheses(Pieces &pieces)
{
    const bool hasBetween =
        std::any_of(pieces.cbegin(), pieces.cend(), [](const Piece &p) { return p.is("BETWEEN"_L1); });
    for (qsizetype i = 0; i < pieces.size();) {
        const qsizetype close = pieces[i].kind == Piece::Kind::Open ? closeOf(pieces, i) : -1;
        if (close > 0 && isNeedless(pieces, i, close, hasBetween)) {
            pieces.remove(close);
            pieces.remove(i);
            i = 0;
        } else {
            ++i;
        }
    }
}

} // namespace

QString sqliteNormalExpression(const QString &sql, const Table &table)
{
    Pieces pieces = piecesOf(sql, &table);
    dropOwnTable(pieces, table.name.name);
    dropNeedlessParentheses(pieces);
    return joined(pieces);
}

QString sqliteNormalQuery(const QString &sql)
{
    Pieces pieces = piecesOf(sql);
    while (!pieces.isEmpty() && pieces.last().text == ";"_L1)
        pieces.removeLast();
    return joined(pieces);
}

std::optional<QString> sqliteNormalDefault(const std::optional<QString> &expression)
{
    if (!expression)
        return std::nullopt;
    Pieces pieces = piecesOf(*expression);
    const bool inParentheses = !pieces.isEmpty() && pieces.first().kind == Piece::Kind::Open;
    dropNeedlessParentheses(pieces);
    if (pieces.size() == 2 && pieces[0].text == "+"_L1 && pieces[1].kind == Piece::Kind::Literal)
        pieces.removeFirst();
    if (pieces.size() != 1)
        return joined(pieces);
    if (pieces[0].is("NULL"_L1))
        return std::nullopt;
    if (pieces[0].kind == Piece::Kind::Name && isTruth(pieces[0].text))
        return pieces[0].text == "true"_L1 ? u"1"_s : u"0"_s;
    if (pieces[0].kind != Piece::Kind::Name || inParentheses)
        return pieces[0].text;
    // A name as DEFAULT means its text, in the case it was written.
    for (const Token &t : lex(*expression, sqliteLexRules())) {
        if (t.isSignificant())
            return sqliteLiteral(Value::text(unquoted(t.in(*expression))));
    }
    return pieces[0].text;
}

bool isSqliteConstantDefault(const QString &expression)
{
    const Pieces pieces = piecesOf(sqliteNormalDefault(expression).value_or(u"NULL"_s));
    const bool sign = pieces.size() == 2 && (pieces[0].text == "-"_L1 || pieces[0].text == "+"_L1);
    return (pieces.size() == 1 || sign) && (pieces.last().kind == Piece::Kind::Literal || pieces.last().is("NULL"_L1));
}

QSet<QString> sqliteNamesIn(const QString &sql)
{
    QSet<QString> names;
    const QList<Token> tokens = lex(sql, sqliteLexRules());
    for (const Token &t : tokens) {
        if (t.kind == Token::Kind::Word || t.kind == Token::Kind::QuotedIdentifier || t.kind == Token::Kind::String)
            names.insert(foldedName(unquoted(t.in(sql))));
    }
    return names;
}

} // namespace core
