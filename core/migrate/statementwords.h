// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/qualifiedname.h"
#include "core/sql/namesinsql.h"
#include "core/sql/lexer.h"

#include <initializer_list>

namespace core {

/// Walks over the significant tokens of a statement.
class StatementWords {
public:
    StatementWords(QStringView sql, const LexRules &rules)
        : m_sql(sql)
        , m_case(nameCaseOf(rules))
    {
        const QList<Token> all = lex(sql, rules);
        for (const Token &t : all) {
            if (t.isSignificant())
                m_tokens += t;
        }
    }

    [[nodiscard]] bool take(QLatin1String keyword)
    {
        if (m_at >= m_tokens.size() || !isWord(m_tokens.at(m_at), m_sql, keyword))
            return false;
        ++m_at;
        return true;
    }
    [[nodiscard]] bool takeAll(std::initializer_list<QLatin1String> keywords)
    {
        const qsizetype before = m_at;
        for (const QLatin1String keyword : keywords) {
            if (!take(keyword)) {
                m_at = before;
                return false;
            }
        }
        return true;
    }
    [[nodiscard]] bool takePunctuation(QLatin1String text)
    {
        if (m_at >= m_tokens.size() || m_tokens.at(m_at).in(m_sql) != text)
            return false;
        ++m_at;
        return true;
    }
    /// The next token as a word in lower case, whatever it is; empty at the end.
    [[nodiscard]] QString next()
    {
        return m_at < m_tokens.size() ? unquoted(m_tokens.at(m_at++).in(m_sql)).toLower() : QString();
    }
    /// A name, with the schema where one is written before it.
    [[nodiscard]] QualifiedName qualifiedName()
    {
        QualifiedName name{{}, rawName()};
        while (takePunctuation(QLatin1String(".")))
            name = {name.name, rawName()};
        return name;
    }
    [[nodiscard]] QString name() { return qualifiedName().name; }
    /// A name, if one is next: no string, number or sign.
    [[nodiscard]] bool isName() const
    {
        return m_at < m_tokens.size()
            && (m_tokens.at(m_at).kind == Token::Kind::Word || m_tokens.at(m_at).kind == Token::Kind::QuotedIdentifier);
    }
    void skip() { ++m_at; }
    [[nodiscard]] bool atEnd() const { return m_at >= m_tokens.size(); }
    [[nodiscard]] bool isNext(QLatin1String keyword) const
    {
        return m_at < m_tokens.size() && isWord(m_tokens.at(m_at), m_sql, keyword);
    }
    /// Goes to just after the first such keyword from here on.
    [[nodiscard]] bool skipPast(QLatin1String keyword)
    {
        for (qsizetype i = m_at; i < m_tokens.size(); ++i) {
            if (isWord(m_tokens.at(i), m_sql, keyword)) {
                m_at = i + 1;
                return true;
            }
        }
        return false;
    }

    /// Goes over the tables that WITH names, to what is done with them.
    void skipWith()
    {
        int depth = 0;
        for (; m_at < m_tokens.size(); ++m_at) {
            const QStringView text = m_tokens.at(m_at).in(m_sql);
            depth += text == u"(" ? 1 : text == u")" ? -1 : 0;
            for (const QLatin1String verb :
                 {QLatin1String("SELECT"), QLatin1String("INSERT"), QLatin1String("REPLACE"), QLatin1String("UPDATE"),
                  QLatin1String("DELETE"), QLatin1String("VALUES")}) {
                if (depth == 0 && isWord(m_tokens.at(m_at), m_sql, verb))
                    return;
            }
        }
    }

private:
    QString rawName() { return m_at < m_tokens.size() ? nameMeant(m_tokens.at(m_at++).in(m_sql), m_case) : QString(); }

    QStringView m_sql;
    NameCase m_case;
    QList<Token> m_tokens;
    qsizetype m_at = 0;
};

} // namespace core
