// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgres/expressionparser.h"

#include "core/dialect/postgres/normalexpression.h"
#include "core/dialect/postgres/postgreswords.h"

#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int deepestExpression = 200;

bool isPgComparison(const QString &op)
{
    return op == "="_L1 || op == "<"_L1 || op == ">"_L1 || op == "<="_L1 || op == ">="_L1 || op == "<>"_L1
        || op == "!="_L1;
}

} // namespace

PostgresExpressionParser::PostgresExpressionParser(const QString &sql, const Table &table, bool assumes)
    : m_sql(sql)
    , m_table(table)
    , m_assumes(assumes)
{
    const QList<Token> tokens = lex(m_sql, postgresLexRules());
    for (const Token &t : tokens) {
        if (t.isSignificant())
            m_tokens.append(t);
    }
}

std::optional<QString> PostgresExpressionParser::run()
{
    const Node node = orExpression();
    if (m_failed || !atEnd())
        return std::nullopt;
    return node.said();
}

QString PostgresExpressionParser::peek(qsizetype ahead) const
{
    if (m_at + ahead >= m_tokens.size())
        return {};
    const Token &t = m_tokens[m_at + ahead];
    const QStringView text = t.in(m_sql);
    return t.kind == Token::Kind::Word ? foldedName(text.toString()) : text.toString();
}

bool PostgresExpressionParser::isName(qsizetype ahead) const
{
    if (m_at + ahead >= m_tokens.size())
        return false;
    const Token::Kind kind = m_tokens[m_at + ahead].kind;
    return kind == Token::Kind::QuotedIdentifier || kind == Token::Kind::Word;
}

bool PostgresExpressionParser::take(const QString &text)
{
    if (atEnd() || peek() != text)
        return false;
    ++m_at;
    return true;
}

PostgresExpressionParser::Node PostgresExpressionParser::fail()
{
    m_failed = true;
    m_at = m_tokens.size();
    return {};
}

/// (a and (b and c)) is a and b and c.
PostgresExpressionParser::Node PostgresExpressionParser::chain(NodeKind kind, const Node &a, const Node &b)
{
    Node node{{}, kind, {}, u"boolean"_s};
    node.parts =
        (a.kind == kind ? a.parts : QStringList{a.said()}) + (b.kind == kind ? b.parts : QStringList{b.said()});
    node.text = u'(' + node.parts.join(kind == NodeKind::And ? u" and "_s : u" or "_s) + u')';
    return node;
}

PostgresExpressionParser::Node PostgresExpressionParser::orExpression()
{
    if (++m_depth > deepestExpression)
        return fail();
    Node node = andExpression();
    while (take(u"or"_s))
        node = chain(NodeKind::Or, node, andExpression());
    --m_depth;
    return node;
}

PostgresExpressionParser::Node PostgresExpressionParser::andExpression()
{
    Node node = notExpression();
    while (take(u"and"_s))
        node = chain(NodeKind::And, node, notExpression());
    return node;
}

PostgresExpressionParser::Node PostgresExpressionParser::notExpression()
{
    if (!take(u"not"_s))
        return isExpression();
    return {u"(not "_s + notExpression().said() + u')', NodeKind::Other};
}

PostgresExpressionParser::Node PostgresExpressionParser::isExpression()
{
    Node node = comparison();
    while (true) {
        if (take(u"isnull"_s)) {
            node = {u'(' + node.said() + u" is null)"_s, NodeKind::Other};
        } else if (take(u"notnull"_s)) {
            node = {u'(' + node.said() + u" is not null)"_s, NodeKind::Other};
        } else if (take(u"is"_s)) {
            const QString no = take(u"not"_s) ? u"not "_s : QString();
            if (take(u"distinct"_s)) {
                if (!take(u"from"_s))
                    return fail();
                node = pgOperation(node, u"is "_s + no + u"distinct from"_s, comparison());
            } else {
                const QString what = peek();
                ++m_at;
                node = {u'(' + node.said() + u" is "_s + no + what + u')', NodeKind::Other};
            }
        } else {
            return node;
        }
    }
}

PostgresExpressionParser::Node PostgresExpressionParser::comparison()
{
    Node node = membership();
    while (isPgComparison(peek())) {
        const QString op = peek() == "!="_L1 ? u"<>"_s : peek();
        ++m_at;
        node = pgOperation(node, op, membership());
    }
    return node;
}

PostgresExpressionParser::Node PostgresExpressionParser::membership()
{
    Node node = otherOperator();
    while (true) {
        const bool no = peek() == "not"_L1
            && (peek(1) == "in"_L1 || peek(1) == "like"_L1 || peek(1) == "ilike"_L1 || peek(1) == "between"_L1);
        const QString word = peek(no ? 1 : 0);
        if (word != "in"_L1 && word != "like"_L1 && word != "ilike"_L1 && word != "between"_L1)
            return node;
        m_at += no ? 2 : 1;
        if (word == "in"_L1) {
            if (!take(u"("_s) || peek() == "select"_L1)
                return fail();
            const QList<Node> items = arguments(u")"_s);
            const QString op = no ? u"<>"_s : u"="_s;
            node =
                pgOperation(node, op, items.size() == 1 ? items.first() : pgAnyNode(no ? u"all"_s : u"any"_s, items));
        } else if (word == "between"_L1) {
            const Node low = otherOperator();
            if (!take(u"and"_s))
                return fail();
            const Node high = otherOperator();
            node = chain(no ? NodeKind::Or : NodeKind::And, pgOperation(node, no ? u"<"_s : u">="_s, low),
                         pgOperation(node, no ? u">"_s : u"<="_s, high));
        } else {
            const QString op = word == "like"_L1 ? u"~~"_s : u"~~*"_s;
            node = pgOperation(node, no ? QString(u'!' + op) : op, otherOperator());
        }
    }
}

PostgresExpressionParser::Node PostgresExpressionParser::otherOperator()
{
    static const QSet<QString> ofOthers{u"+"_s, u"-"_s, u"*"_s, u"/"_s, u"%"_s, u"^"_s, u"::"_s};
    Node node = sum();
    while (!atEnd() && m_tokens[m_at].kind == Token::Kind::Operator && !isPgComparison(peek())
           && !ofOthers.contains(peek())) {
        const QString op = peek();
        ++m_at;
        node = pgOperation(node, op, sum());
    }
    return node;
}

PostgresExpressionParser::Node PostgresExpressionParser::sum()
{
    Node node = product();
    while (peek() == "+"_L1 || peek() == "-"_L1) {
        const QString op = peek();
        ++m_at;
        node = pgOperation(node, op, product());
    }
    return node;
}

PostgresExpressionParser::Node PostgresExpressionParser::product()
{
    Node node = power();
    while (peek() == "*"_L1 || peek() == "/"_L1 || peek() == "%"_L1) {
        const QString op = peek();
        ++m_at;
        node = pgOperation(node, op, power());
    }
    return node;
}

PostgresExpressionParser::Node PostgresExpressionParser::power()
{
    Node node = unary();
    while (take(u"^"_s))
        node = pgOperation(node, u"^"_s, unary());
    return node;
}

PostgresExpressionParser::Node PostgresExpressionParser::unary()
{
    if (take(u"+"_s))
        return unary();
    if (!take(u"-"_s))
        return postfix();
    Node node = unary();
    if (node.kind == NodeKind::Number) {
        node.text.prepend(u'-');
        return node;
    }
    return {u"(- "_s + node.said() + u')', NodeKind::Other, {}, node.typeAfter()};
}

} // namespace core
