// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sql/lexer.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace core {

/// Takes an expression apart by PostgreSQL's precedences and writes it with all parentheses and without the casts that
/// the server adds. For comparing only.
class PostgresExpressionParser {
public:
    PostgresExpressionParser(const QString &sql, QString table);
    /// Nothing where it meets what it does not know (a query, a window, …).
    [[nodiscard]] std::optional<QString> run();

private:
    enum class NodeKind { Literal, Number, Column, Array, And, Or, Other };
    struct Node {
        QString text;
        NodeKind kind = NodeKind::Other;
        QStringList parts = {}; ///< of AND and OR, whose chains are flat
    };

    [[nodiscard]] bool atEnd() const { return m_at >= m_tokens.size(); }
    [[nodiscard]] QString
    peek(qsizetype ahead = 0) const; ///< operators and punctuation as they are, words in lower case
    [[nodiscard]] bool isName(qsizetype ahead = 0) const;
    bool take(const QString &text); ///< if it is next
    Node fail();

    Node orExpression();
    Node andExpression();
    Node notExpression();
    Node isExpression();
    Node comparison();
    Node membership();
    Node otherOperator();
    Node sum();
    Node product();
    Node power();
    Node unary();
    Node postfix();
    Node primary();
    Node named();
    Node position();
    Node caseExpression();
    Node arrayConstructor();
    Node castTo(Node operand, const QString &type);
    QStringList arguments(const QString &end);
    QString typeName();
    Node binary(const Node &a, const QString &op, const Node &b);
    static Node chain(NodeKind kind, const Node &a, const Node &b);

    QString m_sql;
    QString m_table;
    QList<Token> m_tokens; ///< significant ones
    qsizetype m_at = 0;
    bool m_failed = false;
    int m_depth = 0;
};

} // namespace core
