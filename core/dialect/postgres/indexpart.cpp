// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgres/indexpart.h"

#include "core/dialect/postgres/catalogtext.h"
#include "core/dialect/postgres/normalexpression.h"
#include "core/dialect/postgres/postgreswords.h"
#include "core/sql/lexer.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Takes what stands at the end of an index's part.
class IndexPartEnd {
public:
    explicit IndexPartEnd(const QString &sql)
        : m_sql(sql)
    {
        const QList<Token> all = lex(m_sql, postgresLexRules());
        for (const Token &t : all) {
            if (t.isSignificant())
                m_tokens.append(t);
        }
    }

    [[nodiscard]] qsizetype size() const { return m_tokens.size(); }
    [[nodiscard]] const Token &last(qsizetype back = 0) const { return m_tokens[m_tokens.size() - 1 - back]; }
    [[nodiscard]] QStringView lastText(qsizetype back = 0) const { return last(back).in(m_sql); }
    [[nodiscard]] bool isName(qsizetype back) const
    {
        return last(back).kind == Token::Kind::QuotedIdentifier || last(back).kind == Token::Kind::Word;
    }
    bool take(QLatin1String word)
    {
        const bool is = size() > 1 && isWord(last(), m_sql, word);
        if (is)
            m_tokens.removeLast();
        return is;
    }
    /// What follows a name, a call or something in parentheses, and is a name itself.
    [[nodiscard]] bool endsWithOperatorClass() const
    {
        if (size() < 2 || !isName(0) || lastText(1) == u".")
            return false;
        return isName(1) ? !isWord(last(1), m_sql, "collate"_L1) : lastText(1) == u")";
    }
    [[nodiscard]] bool endsWithCollation() const
    {
        return size() > 2 && isName(0) && isWord(last(1), m_sql, "collate"_L1);
    }
    QString takeText(qsizetype count)
    {
        const Token &first = last(count - 1);
        const QString text = m_sql.sliced(first.offset, last().offset + last().length - first.offset);
        m_tokens.remove(size() - count, count);
        return text;
    }
    [[nodiscard]] QString rest() const
    {
        return m_tokens.isEmpty()
            ? QString()
            : m_sql.sliced(m_tokens.first().offset, last().offset + last().length - m_tokens.first().offset);
    }

private:
    QString m_sql;
    QList<Token> m_tokens; ///< significant ones
};

bool isPgCall(const QString &expression)
{
    const QList<Token> tokens = lex(expression, postgresLexRules());
    int depth = 0;
    for (qsizetype i = 0; i < tokens.size(); ++i) {
        const QStringView text = tokens[i].in(expression);
        depth += text == u"(" ? 1 : text == u")" ? -1 : 0;
        const bool isPlain = tokens[i].kind == Token::Kind::Word || tokens[i].kind == Token::Kind::QuotedIdentifier
            || text == u"." || text == u"(" || text == u")";
        if (depth == 0 && !isPlain)
            return false;
        if (depth == 0 && text == u")" && i + 1 < tokens.size())
            return false;
    }
    return expression.endsWith(u')') && !expression.startsWith(u'(');
}

} // namespace

QString postgresIndexPart(const IndexedColumn &part)
{
    QString text = part.column;
    if (part.isExpression())
        text = isPgCall(part.expression) ? part.expression : QString(u'(' + part.expression + u')');
    else
        text = postgresIdentifier(part.column);
    if (!part.collation.isEmpty())
        text +=
            u" COLLATE "_s + (part.collation.startsWith(u'"') ? part.collation : postgresIdentifier(part.collation));
    if (!part.operatorClass.isEmpty())
        text += u' ' + part.operatorClass;
    if (part.order == SortOrder::Descending)
        text += u" DESC"_s;
    if (part.nulls != NullsOrder::Unspecified)
        text += part.nulls == NullsOrder::First ? u" NULLS FIRST"_s : u" NULLS LAST"_s;
    return text;
}

IndexedColumn postgresIndexPartOf(const QString &sql)
{
    IndexedColumn out;
    IndexPartEnd end(sql);
    const auto takeNulls = [&](QLatin1String which) {
        const bool is = end.size() > 2 && isWord(end.last(), sql, which) && isWord(end.last(1), sql, "nulls"_L1);
        return is && end.take(which) && end.take("nulls"_L1);
    };
    if (takeNulls("first"_L1))
        out.nulls = NullsOrder::First;
    else if (takeNulls("last"_L1))
        out.nulls = NullsOrder::Last;
    if (end.take("desc"_L1))
        out.order = SortOrder::Descending;
    else
        end.take("asc"_L1);
    if (out.nulls == (out.order == SortOrder::Descending ? NullsOrder::First : NullsOrder::Last))
        out.nulls = NullsOrder::Unspecified; // as it is anyway
    if (end.endsWithOperatorClass() && !end.endsWithCollation())
        out.operatorClass = end.takeText(1);
    if (end.endsWithCollation()) {
        out.collation = postgresFoldedName(end.lastText());
        end.takeText(2);
    }
    out.expression = withoutOuterParentheses(end.rest());
    if (end.size() == 1 && end.isName(0)) {
        out.column = postgresFoldedName(end.lastText());
        out.expression.clear();
    }
    return out;
}

} // namespace core
