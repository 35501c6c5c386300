// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sql/lexer.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace core {

/// Takes a plain SELECT apart and writes it in one spelling: the server says a view's query again with every column
/// qualified, its own casts, and parentheses around joins and conditions. For comparing only. It must never make two
/// queries equal that mean something else, so it knows little: one SELECT from tables and joins.
class PostgresSelectParser {
public:
    explicit PostgresSelectParser(const QString &sql);
    /// Nothing where it meets what it does not know (WITH, UNION, a query within, all columns by a star, …).
    [[nodiscard]] std::optional<QString> run();

private:
    struct Range {
        qsizetype from = 0;
        qsizetype to = 0; ///< tokens
    };

    [[nodiscard]] QString word(qsizetype at) const; ///< in lower case, what is quoted as it is
    bool take(QLatin1String text);
    Range untilWord(const QStringList &words);
    [[nodiscard]] QList<Range> list(Range range) const; ///< what commas part
    [[nodiscard]] QString text(Range range) const;
    QString expression(Range range);
    QString expressions(const QList<Range> &ranges);
    QString selected(Range item);
    QString sorted(Range key);
    QString fromList();
    QString joined();
    QString source();

    QString m_sql;
    QList<Token> m_tokens; ///< significant ones
    QStringList m_tables; ///< aliases of FROM
    qsizetype m_at = 0;
    bool m_failed = false;
};

} // namespace core
