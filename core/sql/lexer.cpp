// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sql/lexer.h"

#include "core/base/qualifiedname.h"

#include <algorithm>
#include <array>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

bool isSpace(QChar c)
{
    const char16_t u = c.unicode();
    return u == u' ' || (u >= u'\t' && u <= u'\r' && u != u'\v') || u == u'\uFEFF';
}

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

bool isHexDigit(QChar c)
{
    return isDigit(c) || (c >= u'a' && c <= u'f') || (c >= u'A' && c <= u'F');
}

/// As SQLite sees it: everything beyond ASCII is a letter.
bool isWordStart(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || c == u'_'
        || (c.unicode() > 0x7f && c != u'\uFEFF');
}

bool isWordPart(QChar c)
{
    return isWordStart(c) || isDigit(c) || c == u'$';
}

QChar upperAscii(QChar c)
{
    return c >= u'a' && c <= u'z' ? QChar(static_cast<char16_t>(c.unicode() - 32)) : c;
}

/// Reads one token after the other; the text between them has no gaps.
class Lexer {
public:
    Lexer(QStringView text, const LexRules &rules)
        : m_text(text)
        , m_rules(rules)
    {
    }

    QList<Token> run()
    {
        QList<Token> tokens;
        int line = 1;
        while (m_pos < m_text.size()) {
            const qsizetype from = m_pos;
            const Token::Kind kind = next();
            tokens.append({kind, from, m_pos - from, line});
            line += static_cast<int>(m_text.sliced(from, m_pos - from).count(u'\n'));
        }
        return tokens;
    }

private:
    [[nodiscard]] QChar at(qsizetype ahead = 0) const
    {
        return m_pos + ahead < m_text.size() ? m_text[m_pos + ahead] : QChar();
    }
    [[nodiscard]] bool atEnd() const { return m_pos >= m_text.size(); }

    Token::Kind next()
    {
        const QChar c = at();
        if (isSpace(c))
            return takeWhile(isSpace, Token::Kind::Space);
        if (c == u'-' && at(1) == u'-')
            return takeWhile([](QChar x) { return x != u'\n'; }, Token::Kind::Comment);
        if (c == u'/' && at(1) == u'*')
            return blockComment();
        if (c == u'\'')
            return quoted(u'\'', Token::Kind::String, false);
        if (c == u'"' || (c == u'`' && m_rules.backtickIdentifiers))
            return quoted(c, Token::Kind::QuotedIdentifier, false);
        if (c == u'[' && m_rules.bracketIdentifiers)
            return bracketed();
        if (isDigit(c) || (c == u'.' && isDigit(at(1))))
            return number();
        if (at(1) == u'\'' && (c == u'x' || c == u'X') && m_rules.blobLiterals)
            return blob();
        if (at(1) == u'\'' && (c == u'e' || c == u'E') && m_rules.escapeStrings) {
            ++m_pos;
            return quoted(u'\'', Token::Kind::String, true);
        }
        if (isWordStart(c))
            return takeWhile(isWordPart, Token::Kind::Word);
        if (c == u'$' && m_rules.dollarQuotes && dollarTagLength() > 0)
            return dollarQuoted();
        return parameterOrSign();
    }

    template <typename Test> Token::Kind takeWhile(Test test, Token::Kind kind)
    {
        do {
            ++m_pos;
        } while (!atEnd() && test(at()));
        return kind;
    }

    Token::Kind blockComment()
    {
        const qsizetype inside = m_pos += 2;
        int depth = 1;
        while (!atEnd()) {
            if (at() == u'*' && at(1) == u'/') {
                m_pos += 2;
                if (--depth == 0)
                    return Token::Kind::Comment;
            } else if (m_rules.nestedComments && at() == u'/' && at(1) == u'*') {
                m_pos += 2;
                ++depth;
            } else {
                ++m_pos;
            }
        }
        // Where comments do not nest (SQLite), one that is never closed is a comment up to the end; a bare "/*" is not.
        return m_rules.nestedComments || m_pos == inside ? Token::Kind::Bad : Token::Kind::Comment;
    }

    Token::Kind quoted(QChar quote, Token::Kind kind, bool escapes)
    {
        ++m_pos;
        while (!atEnd()) {
            const bool escaped = escapes && at() == u'\\' && m_pos + 1 < m_text.size();
            const bool doubled = at() == quote && at(1) == quote;
            const bool ends = at() == quote && !doubled;
            m_pos += escaped || doubled ? 2 : 1;
            if (ends)
                return kind;
        }
        return Token::Kind::Bad;
    }

    Token::Kind bracketed()
    {
        while (!atEnd()) {
            if (m_text[m_pos++] == u']')
                return Token::Kind::QuotedIdentifier;
        }
        return Token::Kind::Bad;
    }

    Token::Kind blob()
    {
        m_pos += 2;
        const qsizetype from = m_pos;
        while (!atEnd() && isHexDigit(at()))
            ++m_pos;
        if (at() == u'\'' && (m_pos - from) % 2 == 0) {
            ++m_pos;
            return Token::Kind::Blob;
        }
        while (!atEnd() && m_text[m_pos++] != u'\'') { }
        return Token::Kind::Bad;
    }

    void digits()
    {
        while (isDigit(at()) || (at() == u'_' && isDigit(at(1))))
            ++m_pos;
    }

    Token::Kind number()
    {
        if (at() == u'0' && (at(1) == u'x' || at(1) == u'X') && isHexDigit(at(2))) {
            m_pos += 2;
            while (isHexDigit(at()) || (at() == u'_' && isHexDigit(at(1))))
                ++m_pos;
        } else {
            digits();
            if (at() == u'.') {
                ++m_pos;
                digits();
            }
            const bool sign = at(1) == u'+' || at(1) == u'-';
            if ((at() == u'e' || at() == u'E') && isDigit(at(sign ? 2 : 1))) {
                m_pos += sign ? 2 : 1;
                digits();
            }
        }
        if (!isWordPart(at()))
            return Token::Kind::Number;
        while (isWordPart(at()))
            ++m_pos;
        return Token::Kind::Bad;
    }

    /// Length of `$tag$` here; 0 when this is none.
    [[nodiscard]] qsizetype dollarTagLength() const
    {
        qsizetype n = 1;
        if (isDigit(at(n)))
            return 0;
        while (isWordStart(at(n)) || isDigit(at(n)))
            ++n;
        return at(n) == u'$' ? n + 1 : 0;
    }

    Token::Kind dollarQuoted()
    {
        const QStringView tag = m_text.sliced(m_pos, dollarTagLength());
        const qsizetype end = m_text.indexOf(tag, m_pos + tag.size());
        m_pos = end < 0 ? m_text.size() : end + tag.size();
        return end < 0 ? Token::Kind::Bad : Token::Kind::String;
    }

    Token::Kind parameterOrSign()
    {
        const QChar c = at();
        if (m_rules.operatorRuns)
            return runOrSign();
        if (c == u'?') {
            ++m_pos;
            while (isDigit(at()))
                ++m_pos;
            return Token::Kind::Parameter;
        }
        if ((c == u':' || c == u'@' || c == u'$') && isWordPart(at(1)))
            return takeWhile(isWordPart, Token::Kind::Parameter);
        if (c == u'(' || c == u')' || c == u',' || c == u';' || c == u'.') {
            ++m_pos;
            return Token::Kind::Punctuation;
        }
        static constexpr std::array several{"->>"_L1, "->"_L1, "||"_L1, "<="_L1, ">="_L1, "<>"_L1,
                                            "!="_L1,  "=="_L1, "<<"_L1, ">>"_L1, "::"_L1};
        for (const QLatin1String op : several) {
            if (m_text.sliced(m_pos).startsWith(op)) {
                m_pos += op.size();
                return Token::Kind::Operator;
            }
        }
        ++m_pos;
        return u"+-*/%=<>&|~"_s.contains(c) ? Token::Kind::Operator : Token::Kind::Bad;
    }

    Token::Kind runOrSign()
    {
        const QChar c = at();
        if (c == u':') {
            const bool named = m_brackets == 0 && isWordStart(at(1));
            if (named)
                return takeWhile(isWordPart, Token::Kind::Parameter);
            m_pos += at(1) == u':' || at(1) == u'=' ? 2 : 1;
            return Token::Kind::Operator;
        }
        if (c == u'$' && isDigit(at(1)))
            return takeWhile(isDigit, Token::Kind::Parameter);
        if (u"(),;.[]"_s.contains(c)) {
            ++m_pos;
            m_brackets = c == u';' ? 0 : std::max(0, m_brackets + (c == u'[' ? 1 : c == u']' ? -1 : 0));
            return Token::Kind::Punctuation;
        }
        const qsizetype run = operatorRun();
        m_pos += std::max<qsizetype>(1, run);
        return run > 0 ? Token::Kind::Operator : Token::Kind::Bad;
    }

    /// Up to a comment; several signs end in + or - only where one of them is none of SQL's own: `a=-1` has two.
    [[nodiscard]] qsizetype operatorRun() const
    {
        qsizetype n = 0;
        bool special = false;
        for (; u"+-*/<>=~!@#%^&|`?"_s.contains(at(n)) && !at(n).isNull(); ++n) {
            if ((at(n) == u'-' && at(n + 1) == u'-') || (at(n) == u'/' && at(n + 1) == u'*'))
                break;
            special = special || u"~!@#%^&|`?"_s.contains(at(n));
        }
        while (n > 1 && !special && (at(n - 1) == u'+' || at(n - 1) == u'-'))
            --n;
        return n;
    }

    QStringView m_text;
    const LexRules &m_rules;
    qsizetype m_pos = 0;
    int m_brackets = 0;
};

} // namespace

QList<Token> lex(QStringView text, const LexRules &rules)
{
    return Lexer(text, rules).run();
}

QString unquoted(QStringView token)
{
    if (token.size() < 2)
        return token.toString();
    const QChar open = token.front();
    if (open == u'[' && token.back() == u']')
        return token.sliced(1, token.size() - 2).toString();
    if ((open != u'"' && open != u'`' && open != u'\'') || token.back() != open)
        return token.toString();
    QString inner = token.sliced(1, token.size() - 2).toString();
    return inner.replace(QString(2, open), QString(open));
}

bool isWord(const Token &token, QStringView text, QLatin1String keyword)
{
    return token.kind == Token::Kind::Word && token.in(text).compare(keyword, Qt::CaseInsensitive) == 0;
}

QStringList normalizedTokens(QStringView text, const LexRules &rules)
{
    QStringList out;
    const QList<Token> tokens = lex(text, rules);
    for (const Token &t : tokens) {
        if (!t.isSignificant())
            continue;
        QString s = t.in(text).toString();
        const bool quoted = t.kind == Token::Kind::QuotedIdentifier;
        if (quoted)
            s = unquoted(s);
        const bool exact = quoted && rules.operatorRuns && s != foldedName(s);
        if ((quoted && !exact) || t.kind == Token::Kind::Word || t.kind == Token::Kind::Number
            || t.kind == Token::Kind::Blob)
            std::transform(s.begin(), s.end(), s.begin(), upperAscii);
        // A name that could not stand without quotes keeps some, so that it is not taken for something else.
        if (quoted
            && (exact || s.isEmpty() || !isWordStart(s.front()) || !std::all_of(s.cbegin(), s.cend(), isWordPart)))
            s = u'`' + s + u'`';
        out.append(s);
    }
    return out;
}

} // namespace core
