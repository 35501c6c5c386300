// SPDX-License-Identifier: GPL-3.0-or-later
// What operators stand between: literals, columns, calls, casts, arrays, CASE.
#include "core/dialect/postgres/expressionparser.h"

#include "core/dialect/postgres/normalexpression.h"
#include "core/dialect/postgres/postgreswords.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

bool isPgNumber(const QString &text)
{
    static const QRegularExpression number(u"^-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?$"_s);
    return number.match(text).hasMatch();
}

bool isPgNumberType(const QString &type)
{
    static const QSet<QString> types{u"integer"_s, u"bigint"_s, u"smallint"_s,
                                     u"numeric"_s, u"real"_s,   u"double precision"_s};
    return types.contains(type.section(u'(', 0, 0));
}

bool isPgTextType(const QString &type)
{
    const QString bare = type.section(u'(', 0, 0).remove(u"[]"_s);
    return bare == "text"_L1 || bare == "character varying"_L1 || bare == "character"_L1;
}

/// Words that end an operand.
bool isPgReserved(const QString &word)
{
    static const QSet<QString> words{u"and"_s,    u"or"_s,    u"not"_s,    u"is"_s,      u"in"_s,      u"between"_s,
                                     u"like"_s,   u"ilike"_s, u"when"_s,   u"then"_s,    u"else"_s,    u"end"_s,
                                     u"select"_s, u"from"_s,  u"as"_s,     u"similar"_s, u"collate"_s, u"with"_s,
                                     u"exists"_s, u"over"_s,  u"filter"_s, u"isnull"_s,  u"notnull"_s};
    return words.contains(word);
}

QString pgStringMeaning(QStringView token)
{
    const qsizetype quote = token.indexOf(u'\'');
    QString text = unquoted(token.sliced(quote < 0 ? 0 : quote));
    if (quote > 0 && (token[0] == u'E' || token[0] == u'e'))
        text.replace(u"\\\\"_s, u"\\"_s);
    return text;
}

/// Arrays and JSON in literals, without the blanks and quotes they can do without: {"a", b} is {a,b}.
QString pgNormalLiteral(const QString &text)
{
    const bool braces = text.startsWith(u'{') && text.endsWith(u'}');
    if (!braces && !(text.startsWith(u'[') && text.endsWith(u']')))
        return text;
    QString out;
    qsizetype quoted = -1; // where the quote began in `out`
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (quoted >= 0 && c == u'\\' && i + 1 < text.size()) {
            out += c;
            out += text[++i];
        } else if (c == u'"' && quoted < 0) {
            quoted = out.size();
            out += c;
        } else if (c == u'"') {
            const QString inner = out.sliced(quoted + 1);
            const bool plain = !inner.isEmpty() && inner.compare("null"_L1, Qt::CaseInsensitive) != 0
                && std::all_of(inner.cbegin(), inner.cend(),
                               [](QChar x) { return x.isLetterOrNumber() || x == u'_' || x == u'-'; });
            out = plain ? QString(out.left(quoted) + inner) : QString(out + c);
            quoted = -1;
        } else if (quoted >= 0 || !c.isSpace()) {
            out += c;
        }
    }
    // As the server writes booleans within an array.
    static const QRegularExpression yes(u"(?<=[{,])true(?=[},])"_s);
    static const QRegularExpression no(u"(?<=[{,])false(?=[},])"_s);
    return braces ? out.replace(yes, u"t"_s).replace(no, u"f"_s) : out;
}

} // namespace

PostgresExpressionParser::Node PostgresExpressionParser::postfix()
{
    Node node = primary();
    while (!m_failed) {
        if (take(u"::"_s)) {
            node = castTo(node, typeName());
        } else if (take(u"collate"_s)) {
            node = {u'(' + node.text + u" collate "_s + postgresFoldedName(m_tokens.value(m_at).in(m_sql)) + u')',
                    NodeKind::Other};
            ++m_at;
        } else if (peek() == "at"_L1 && peek(1) == "time"_L1) {
            m_at += 3; // AT TIME ZONE
            node = binary(node, u"at time zone"_s, primary());
            if (take(u"::"_s)) // of the zone's name
                typeName();
        } else if (take(u"["_s)) {
            node = {node.text + u'[' + arguments(u"]"_s).join(u':') + u']', NodeKind::Other};
        } else {
            return node;
        }
    }
    return node;
}

PostgresExpressionParser::Node PostgresExpressionParser::castTo(Node operand, const QString &type)
{
    switch (operand.kind) {
    case NodeKind::Literal: {
        const QString inner = operand.text.sliced(1, operand.text.size() - 2);
        if (isPgNumberType(type) && isPgNumber(inner))
            return {inner, NodeKind::Number};
        return operand;
    }
    case NodeKind::Number:
    case NodeKind::Column:
    case NodeKind::Array:
        return operand;
    default:
        return isPgTextType(type) ? operand
                                  : Node{u"cast("_s + operand.text + u" as "_s + type + u')', NodeKind::Other};
    }
}

QString PostgresExpressionParser::typeName()
{
    const qsizetype from = m_at;
    // Names with dots, words like "character varying", digits in parentheses, brackets.
    if (!isName())
        return fail().text;
    ++m_at;
    while (peek() == "."_L1 && isName(1))
        m_at += 2;
    static const QSet<QString> more{u"varying"_s, u"precision"_s, u"with"_s, u"without"_s, u"time"_s, u"zone"_s};
    const auto words = [&] {
        while (isName() && more.contains(peek()))
            ++m_at;
    };
    words();
    if (peek() == "("_L1) {
        while (!atEnd() && peek() != ")"_L1)
            ++m_at;
        ++m_at;
        words();
    }
    while (peek() == "["_L1) {
        while (!atEnd() && peek() != "]"_L1)
            ++m_at;
        ++m_at;
    }
    if (m_at > m_tokens.size())
        return fail().text;
    const Token &first = m_tokens[from];
    const Token &last = m_tokens[m_at - 1];
    return postgresNormalType(m_sql.sliced(first.offset, last.offset + last.length - first.offset));
}

QStringList PostgresExpressionParser::arguments(const QString &end)
{
    QStringList out;
    if (take(end))
        return out;
    while (!m_failed) {
        out.append(orExpression().text);
        if (take(end))
            return out;
        // EXTRACT(year FROM x), SUBSTRING(x FROM 1 FOR 2): the words part arguments as commas do.
        if (!take(u","_s) && !take(u"from"_s) && !take(u"for"_s) && !take(u":"_s))
            fail();
    }
    return out;
}

PostgresExpressionParser::Node PostgresExpressionParser::primary()
{
    if (m_failed || atEnd())
        return fail();
    const Token &t = m_tokens[m_at];
    if (t.kind == Token::Kind::Number) {
        ++m_at;
        return {t.in(m_sql).toString().toLower(), NodeKind::Number};
    }
    if (t.kind == Token::Kind::String) {
        ++m_at;
        return {u'\'' + pgNormalLiteral(pgStringMeaning(t.in(m_sql))) + u'\'', NodeKind::Literal};
    }
    if (peek() == "("_L1) {
        if (peek(1) == "select"_L1 || peek(1) == "with"_L1)
            return fail();
        ++m_at;
        Node node = orExpression();
        if (take(u")"_s))
            return node;
        if (!take(u","_s))
            return fail();
        const QStringList rest = arguments(u")"_s);
        return {u"row("_s + node.text + u", "_s + rest.join(u", "_s) + u')', NodeKind::Other};
    }
    if (t.kind == Token::Kind::Operator) { // a prefix operator
        ++m_at;
        return {u'(' + t.in(m_sql).toString() + u' ' + primary().text + u')', NodeKind::Other};
    }
    return isName() ? named() : fail();
}

PostgresExpressionParser::Node PostgresExpressionParser::arrayConstructor()
{
    const bool plain = m_tokens.size() > m_at;
    const qsizetype from = m_at;
    const QStringList items = arguments(u"]"_s);
    bool literals = plain;
    for (qsizetype i = from; i < m_at && i < m_tokens.size(); ++i)
        literals = literals && m_tokens[i].kind != Token::Kind::QuotedIdentifier;
    return {u"array["_s + items.join(u", "_s) + u']', literals ? NodeKind::Array : NodeKind::Other};
}

PostgresExpressionParser::Node PostgresExpressionParser::caseExpression()
{
    QString text = u"case"_s;
    if (peek() != "when"_L1)
        text += u' ' + orExpression().text;
    while (take(u"when"_s)) {
        text += u" when "_s + orExpression().text;
        if (!take(u"then"_s))
            return fail();
        text += u" then "_s + orExpression().text;
    }
    if (take(u"else"_s)) {
        const QString otherwise = orExpression().text;
        if (otherwise != "null"_L1)
            text += u" else "_s + otherwise;
    }
    if (!take(u"end"_s))
        return fail();
    return {text + u" end"_s, NodeKind::Other};
}

/// POSITION(a IN b), which is no question of membership.
PostgresExpressionParser::Node PostgresExpressionParser::position()
{
    const Node part = sum();
    if (!take(u"in"_s))
        return fail();
    const Node whole = sum();
    if (!take(u")"_s))
        return fail();
    return {u"position("_s + part.text + u" in "_s + whole.text + u')', NodeKind::Other};
}

PostgresExpressionParser::Node PostgresExpressionParser::named()
{
    const bool quoted = m_tokens[m_at].kind == Token::Kind::QuotedIdentifier;
    const QString word = peek();
    if (!quoted && isPgReserved(word))
        return fail();
    if (!quoted && word == "case"_L1) {
        ++m_at;
        return caseExpression();
    }
    if (!quoted && word == "array"_L1 && peek(1) == "["_L1) {
        m_at += 2;
        return arrayConstructor();
    }
    if (!quoted && word == "cast"_L1 && peek(1) == "("_L1) {
        m_at += 2;
        const Node operand = orExpression();
        if (!take(u"as"_s))
            return fail();
        const QString type = typeName();
        return take(u")"_s) ? castTo(operand, type) : fail();
    }
    QStringList path{postgresFoldedName(m_tokens[m_at++].in(m_sql))};
    while (peek() == "."_L1 && isName(1)) {
        path.append(postgresFoldedName(m_tokens[m_at + 1].in(m_sql)));
        m_at += 2;
    }
    if (path.size() > 1 && (path.first() == "public"_L1 || path.first() == "pg_catalog"_L1))
        path.removeFirst();
    if (take(u"("_s)) {
        if (peek() == "*"_L1 && peek(1) == ")"_L1) {
            m_at += 2;
            return {path.join(u'.') + u"(*)"_s, NodeKind::Other};
        }
        if (path.size() == 1 && path[0] == "position"_L1)
            return position();
        if (path.size() == 1 && path[0] == "trim"_L1 && take(u"both"_s))
            take(u"from"_s); // what TRIM does anyway
        return {path.join(u'.') + u'(' + arguments(u")"_s).join(u", "_s) + u')', NodeKind::Other};
    }
    // interval '1 day'
    if (!quoted && path.size() == 1 && !atEnd() && m_tokens[m_at].kind == Token::Kind::String)
        return castTo(primary(), postgresNormalType(word));
    if (path.size() == 1 && (word == "true"_L1 || word == "false"_L1 || word == "null"_L1))
        return {word, NodeKind::Number};
    if (path.size() > 1 && !m_table.isEmpty() && path[path.size() - 2] == m_table)
        path = {path.last()};
    return {path.join(u'.'), NodeKind::Column};
}

} // namespace core
