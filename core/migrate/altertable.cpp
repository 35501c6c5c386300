// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/altertable.h"

#include "core/migrate/statementparts.h"
#include "core/sql/namesinsql.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// The significant words of one action of an ALTER TABLE, or of the whole of it where there is one.
class AlterAction {
public:
    AlterAction(QStringView sql, const LexRules &rules)
        : m_sql(sql)
        , m_case(nameCaseOf(rules))
    {
        for (const Token &token : lex(sql, rules)) {
            if (token.isSignificant() && token.in(sql) != u";")
                m_words += token;
        }
    }

    void take(AlterTableParts &parts) const { take(0, m_words.size(), parts); }

private:
    [[nodiscard]] bool is(qsizetype i, qsizetype end, QLatin1String word) const
    {
        return i < end && isWord(m_words.at(i), m_sql, word);
    }

    [[nodiscard]] QString text(qsizetype from, qsizetype end) const
    {
        if (from >= end)
            return {};
        const QStringView first = m_words.at(from).in(m_sql);
        const QStringView last = m_words.at(end - 1).in(m_sql);
        return QStringView(first.data(), last.data() + last.size()).toString();
    }

    /// The first such word outside of brackets; `end`: there is none.
    [[nodiscard]] qsizetype find(qsizetype from, qsizetype end, QLatin1String word) const
    {
        int depth = 0;
        for (qsizetype i = from; i < end; ++i) {
            const QStringView t = m_words.at(i).in(m_sql);
            depth += t == u"(" ? 1 : t == u")" ? -1 : 0;
            if (depth == 0 && isWord(m_words.at(i), m_sql, word))
                return i;
        }
        return end;
    }

    void take(qsizetype from, qsizetype end, AlterTableParts &parts) const
    {
        qsizetype at = find(from, end, "ALTER"_L1);
        if (is(at + 1, end, "TABLE"_L1) || is(at + 1, end, "FOREIGN"_L1))
            at = find(at + 1, end, "ALTER"_L1); // the first action stands behind the table's name
        if (at >= end || is(at + 1, end, "CONSTRAINT"_L1))
            return;
        at += is(at + 1, end, "COLUMN"_L1) ? 2 : 1;
        if (at >= end)
            return;
        const QString column = nameMeant(m_words.at(at).in(m_sql), m_case);
        parts.columns += column;
        at += 1;
        if (is(at, end, "SET"_L1) && is(at + 1, end, "DATA"_L1))
            at += 2;
        if (!is(at, end, "TYPE"_L1))
            return;
        const qsizetype expression = find(at, end, "USING"_L1);
        const qsizetype type = std::min(expression, find(at, end, "COLLATE"_L1));
        parts.retypings +=
            {column, text(at + 1, type), text(expression + 1, end), isMereCast(expression + 1, end, column)};
    }

    [[nodiscard]] bool isMereCast(qsizetype from, qsizetype end, const QString &column) const
    {
        QList<Token> left;
        for (qsizetype i = from; i < end; ++i) {
            const QStringView t = m_words.at(i).in(m_sql);
            const bool isBracket = t == u"(" || t == u")";
            if (!isBracket && !(left.isEmpty() && is(i, end, "CAST"_L1)))
                left += m_words.at(i);
        }
        if (left.isEmpty())
            return true;
        if (!namesEqual(nameMeant(left.first().in(m_sql), m_case), column, m_case)
            || left.first().kind == Token::Kind::String)
            return false;
        const auto isOfType = [this](const Token &t) {
            static const QList<QStringView> signs{u":", u"::", u".", u",", u"[", u"]"};
            return t.kind == Token::Kind::Word || t.kind == Token::Kind::QuotedIdentifier
                || t.kind == Token::Kind::Number || signs.contains(t.in(m_sql));
        };
        const bool isTyped =
            left.size() == 1 || left.at(1).in(m_sql).startsWith(u':') || isWord(left.at(1), m_sql, "AS"_L1);
        return isTyped && std::all_of(left.cbegin() + 1, left.cend(), isOfType);
    }

    QStringView m_sql;
    NameCase m_case;
    QList<Token> m_words;
};

} // namespace

AlterTableParts alterTableParts(QStringView sql, const LexRules &rules)
{
    AlterTableParts parts;
    const StatementParts actions = statementParts(sql.toString(), rules);
    for (const QString &action : actions.parts)
        AlterAction(action, rules).take(parts);
    return parts;
}

} // namespace core
