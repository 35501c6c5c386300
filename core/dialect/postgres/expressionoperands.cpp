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

/// Words that end an operand.
bool isPgReserved(const QString &word)
{
    static const QSet<QString> words{u"and"_s,    u"or"_s,    u"not"_s,    u"is"_s,      u"in"_s,      u"between"_s,
                                     u"like"_s,   u"ilike"_s, u"when"_s,   u"then"_s,    u"else"_s,    u"end"_s,
                                     u"select"_s, u"from"_s,  u"as"_s,     u"similar"_s, u"collate"_s, u"with"_s,
                                     u"exists"_s, u"over"_s,  u"filter"_s, u"isnull"_s,  u"notnull"_s};
    return words.contains(word);
}

PgOperand pgNumberNode(const QString &text)
{
    const bool isWhole = std::all_of(text.cbegin(), text.cend(), [](QChar c) { return c.isDigit(); });
    bool fits = false;
    bool fitsLong = false;
    text.toInt(&fits);
    text.toLongLong(&fitsLong);
    return {text,
            PgOperand::Kind::Number,
            {},
            isWhole && fits           ? u"integer"_s
                : isWhole && fitsLong ? u"bigint"_s
                                      : u"numeric"_s};
}

QString pgStringMeaning(QStringView token)
{
    const qsizetype quote = token.indexOf(u'\'');
    QString text = unquoted(token.sliced(quote < 0 ? 0 : quote));
    if (quote > 0 && (token[0] == u'E' || token[0] == u'e'))
        text.replace(u"\\\\"_s, u"\\"_s);
    return text;
}

} // namespace

PostgresExpressionParser::Node PostgresExpressionParser::postfix()
{
    Node node = primary();
    while (!m_failed) {
        if (take(u"::"_s)) {
            node = pgCastTo(node, typeName());
        } else if (take(u"collate"_s)) {
            node = {u'(' + node.said() + u" collate "_s + postgresFoldedName(m_tokens.value(m_at).in(m_sql)) + u')',
                    NodeKind::Other,
                    {},
                    node.typeAfter()};
            ++m_at;
        } else if (peek() == "at"_L1 && peek(1) == "time"_L1) {
            m_at += 3; // AT TIME ZONE
            node = pgOperation(node, u"at time zone"_s, primary());
            if (take(u"::"_s)) // of the zone's name
                typeName();
        } else if (take(u"["_s)) {
            const QString type = node.type.endsWith("[]"_L1) ? node.type.chopped(2) : QString();
            node = {node.said() + u'[' + said(arguments(u"]"_s), u':') + u']', NodeKind::Other, {}, type};
        } else {
            return node;
        }
    }
    return node;
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

QString PostgresExpressionParser::said(const QList<Node> &nodes, QChar separator)
{
    QStringList out;
    for (const Node &n : nodes)
        out.append(n.said());
    return out.join(separator == u',' ? u", "_s : QString(separator));
}

QList<PostgresExpressionParser::Node> PostgresExpressionParser::arguments(const QString &end)
{
    QList<Node> out;
    if (take(end))
        return out;
    while (!m_failed) {
        out.append(orExpression());
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
        return pgNumberNode(t.in(m_sql).toString().toLower());
    }
    if (t.kind == Token::Kind::String) {
        ++m_at;
        Node node{u'\'' + pgStringMeaning(t.in(m_sql)) + u'\'', NodeKind::Literal};
        node.onlyLiterals = true;
        return node;
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
        return {u"row("_s + said(QList<Node>{node} + arguments(u")"_s), u',') + u')', NodeKind::Other};
    }
    if (t.kind == Token::Kind::Operator) { // a prefix operator
        ++m_at;
        return {u'(' + t.in(m_sql).toString() + u' ' + primary().said() + u')', NodeKind::Other};
    }
    return isName() ? named() : fail();
}

PostgresExpressionParser::Node PostgresExpressionParser::arrayConstructor()
{
    return pgArrayNode(arguments(u"]"_s));
}

PostgresExpressionParser::Node PostgresExpressionParser::caseExpression()
{
    // The server casts a number to what the other results are.
    const auto result = [this] { return pgArrayItem(orExpression()); };
    QString text = u"case"_s;
    if (peek() != "when"_L1)
        text += u' ' + result();
    while (take(u"when"_s)) {
        text += u" when "_s + result();
        if (!take(u"then"_s))
            return fail();
        text += u" then "_s + result();
    }
    if (take(u"else"_s)) {
        const QString otherwise = result();
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
    const QStringList both = pgArguments(u"position"_s, {part, whole});
    return {u"position("_s + both.join(u" in "_s) + u')', NodeKind::Other, {}, u"integer"_s};
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
        return take(u")"_s) ? pgCastTo(operand, type) : fail();
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
        if (path.size() == 1 && path[0] == "trim"_L1)
            return trimmed();
        return call(path.join(u'.'), arguments(u")"_s));
    }
    // interval '1 day'
    if (!quoted && path.size() == 1 && !atEnd() && m_tokens[m_at].kind == Token::Kind::String)
        return pgCastTo(primary(), postgresNormalType(word));
    if (path.size() == 1 && (word == "true"_L1 || word == "false"_L1 || word == "null"_L1))
        return {word, NodeKind::Number, {}, word == "null"_L1 ? QString() : u"boolean"_s};
    if (path.size() > 1 && !m_table.name.name.isEmpty() && path[path.size() - 2] == m_table.name.name)
        path = {path.last()};
    const Column *column = path.size() <= 2 ? m_table.column(path.join(u'.')) : nullptr;
    const QString unknown = m_assumes ? QString() : u"unknown"_s;
    return {path.join(u'.'), NodeKind::Column, {}, column ? postgresNormalType(column->declaredType) : unknown};
}

/// TRIM(LEADING 'x' FROM s) is ltrim(s, 'x').
PostgresExpressionParser::Node PostgresExpressionParser::trimmed()
{
    QString function = u"btrim"_s;
    if (take(u"leading"_s))
        function = u"ltrim"_s;
    else if (take(u"trailing"_s))
        function = u"rtrim"_s;
    else
        take(u"both"_s);
    if (take(u"from"_s))
        return call(function, arguments(u")"_s));
    const Node first = orExpression();
    if (take(u"from"_s))
        return call(function, arguments(u")"_s) + QList<Node>{first});
    if (take(u","_s))
        return call(function, QList<Node>{first} + arguments(u")"_s));
    return take(u")"_s) ? call(function, {first}) : fail();
}

PostgresExpressionParser::Node PostgresExpressionParser::call(const QString &function, const QList<Node> &arguments)
{
    Node node{function + u'(' + pgArguments(function, arguments).join(u", "_s) + u')'};
    node.type = pgFunctionType(function, arguments);
    node.onlyLiterals = (function == "any"_L1 || function == "all"_L1 || function == "some"_L1) && arguments.size() == 1
        && arguments.first().onlyLiterals;
    return node;
}

} // namespace core
