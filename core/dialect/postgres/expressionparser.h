// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dialect/postgres/impliedcasts.h"
#include "core/schema/schema.h"
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
    /// An expression of `table`, which knows the types of its columns where it has them; it must outlive the parser.
    /// `assumes`: of a column whose type is not known, a cast may be one that the server adds.
    PostgresExpressionParser(const QString &sql, const Table &table, bool assumes = true);
    /// Nothing where it meets what it does not know (a query, a window, …).
    [[nodiscard]] std::optional<QString> run();

private:
    using Node = PgOperand;
    using NodeKind = PgOperand::Kind;

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
    Node trimmed();
    Node call(const QString &function, const QList<Node> &arguments);
    QList<Node> arguments(const QString &end);
    static QString said(const QList<Node> &nodes, QChar separator);
    QString typeName();
    static Node chain(NodeKind kind, const Node &a, const Node &b);

    QString m_sql;
    const Table &m_table;
    bool m_assumes;
    QList<Token> m_tokens; ///< significant ones
    qsizetype m_at = 0;
    bool m_failed = false;
    int m_depth = 0;
};

} // namespace core
