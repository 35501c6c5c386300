// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/migrate/statementparts.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// The significant tokens of a statement, by their places in its text.
class PartTokens {
public:
    PartTokens(const QString &sql, const LexRules &rules)
        : m_sql(sql)
    {
        for (const Token &token : lex(sql, rules)) {
            if (token.isSignificant())
                m_tokens.append(token);
        }
    }

    [[nodiscard]] qsizetype size() const { return m_tokens.size(); }
    [[nodiscard]] bool is(qsizetype i, QLatin1String word) const
    {
        return i < size() && isWord(m_tokens.at(i), m_sql, word);
    }
    [[nodiscard]] bool isSign(qsizetype i, QLatin1String sign) const
    {
        return i < size() && m_tokens.at(i).in(m_sql) == sign;
    }
    [[nodiscard]] bool isAnyOf(qsizetype i, std::initializer_list<QLatin1String> words) const
    {
        return std::any_of(words.begin(), words.end(), [&](QLatin1String word) { return is(i, word); });
    }
    /// As written, from one token to just before another.
    [[nodiscard]] QString text(qsizetype from, qsizetype to) const
    {
        if (from >= to)
            return {};
        const qsizetype start = m_tokens.at(from).offset;
        return m_sql.mid(start, m_tokens.at(to - 1).offset + m_tokens.at(to - 1).length - start);
    }
    /// Just after a name with the schemas before it.
    [[nodiscard]] qsizetype afterName(qsizetype i) const
    {
        for (++i; isSign(i, "."_L1);)
            i += 2;
        return isSign(i, "*"_L1) ? i + 1 : i;
    }
    /// What stands between the commas that are in no brackets.
    [[nodiscard]] QStringList list(qsizetype from, qsizetype to) const
    {
        QStringList out;
        int depth = 0;
        qsizetype start = from;
        for (qsizetype i = from; i < to; ++i) {
            depth += isSign(i, "("_L1) || isSign(i, "["_L1) ? 1 : isSign(i, ")"_L1) || isSign(i, "]"_L1) ? -1 : 0;
            if (depth == 0 && isSign(i, ","_L1)) {
                out.append(text(start, i));
                start = i + 1;
            }
        }
        out.append(text(start, to));
        return out;
    }

private:
    const QString &m_sql;
    QList<Token> m_tokens;
};

StatementParts droppedParts(const PartTokens &tokens)
{
    qsizetype at = 1;
    at += tokens.isAnyOf(at, {"MATERIALIZED"_L1, "FOREIGN"_L1}) ? 1 : 0;
    if (!tokens.isAnyOf(
            at,
            {"TABLE"_L1, "VIEW"_L1, "INDEX"_L1, "TYPE"_L1, "SEQUENCE"_L1, "DOMAIN"_L1, "SCHEMA"_L1, "EXTENSION"_L1}))
        return {};
    ++at;
    at += tokens.is(at, "CONCURRENTLY"_L1) ? 1 : 0;
    at += tokens.is(at, "IF"_L1) && tokens.is(at + 1, "EXISTS"_L1) ? 2 : 0;
    qsizetype end = tokens.size();
    end -= end > at && tokens.isAnyOf(end - 1, {"CASCADE"_L1, "RESTRICT"_L1}) ? 1 : 0;
    return {tokens.text(0, at), tokens.list(at, end), tokens.text(end, tokens.size())};
}

StatementParts alteredParts(const PartTokens &tokens)
{
    qsizetype at = 1;
    at += tokens.is(at, "FOREIGN"_L1) ? 1 : 0;
    if (!tokens.is(at, "TABLE"_L1))
        return {};
    ++at;
    at += tokens.is(at, "IF"_L1) && tokens.is(at + 1, "EXISTS"_L1) ? 2 : 0;
    at += tokens.is(at, "ONLY"_L1) ? 1 : 0;
    at = std::min(tokens.afterName(at), tokens.size());
    return {tokens.text(0, at), tokens.list(at, tokens.size()), {}};
}

} // namespace

QString StatementParts::only(const QStringList &chosen) const
{
    return QStringList{head, chosen.join(u", "_s), tail}.join(u' ').trimmed();
}

StatementParts statementParts(const QString &sql, const LexRules &rules)
{
    const PartTokens tokens(sql, rules);
    StatementParts out;
    if (tokens.is(0, "DROP"_L1))
        out = droppedParts(tokens);
    else if (tokens.is(0, "ALTER"_L1))
        out = alteredParts(tokens);
    const bool isWhole = out.parts.size() < 2 || out.parts.contains(QString());
    return isWhole ? StatementParts{{}, {sql}, {}} : out;
}

} // namespace core
