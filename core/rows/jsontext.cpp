// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/jsontext.h"

#include <vector>

using namespace Qt::Literals::StringLiterals;

namespace core {

namespace {

using TokenKind = JsonToken::Kind;

constexpr qsizetype quotedOfToken = 20;
constexpr int deepestIndent = 60;

[[nodiscard]] bool isBlank(QChar c)
{
    return c == u' ' || c == u'\t' || c == u'\n' || c == u'\r';
}

[[nodiscard]] bool isJsonDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

[[nodiscard]] bool endsToken(QChar c)
{
    return isBlank(c) || QStringView(u"{}[],:\"").contains(c);
}

/// Whether the text is a number as JSON writes them.
[[nodiscard]] bool isNumber(QStringView text)
{
    qsizetype i = 0;
    const auto digits = [&] {
        const qsizetype from = i;
        while (i < text.size() && isJsonDigit(text[i]))
            ++i;
        return i - from;
    };
    if (i < text.size() && text[i] == u'-')
        ++i;
    const bool zero = i < text.size() && text[i] == u'0';
    const qsizetype whole = digits();
    if (whole == 0 || (zero && whole > 1))
        return false;
    if (i < text.size() && text[i] == u'.') {
        ++i;
        if (digits() == 0)
            return false;
    }
    if (i < text.size() && (text[i] == u'e' || text[i] == u'E')) {
        ++i;
        if (i < text.size() && (text[i] == u'+' || text[i] == u'-'))
            ++i;
        if (digits() == 0)
            return false;
    }
    return i == text.size();
}

[[nodiscard]] bool isHex(QChar c)
{
    return isJsonDigit(c) || (c >= u'a' && c <= u'f') || (c >= u'A' && c <= u'F');
}

/// The string that begins at `at`: where it ends (after its quote), or none when it does not end well.
struct StringEnd {
    qsizetype end = 0;
    bool good = false;
    qsizetype trouble = 0; ///< where it is not good
};
[[nodiscard]] StringEnd stringEnd(QStringView text, qsizetype at)
{
    qsizetype bad = -1;
    for (qsizetype i = at + 1; i < text.size(); ++i) {
        const QChar c = text[i];
        if (c == u'"')
            return {i + 1, bad < 0, bad};
        if (c == u'\n' || c == u'\r')
            return {i, false, bad < 0 ? i : bad};
        if (c < u' ' && bad < 0)
            bad = i;
        if (c != u'\\')
            continue;
        const QChar next = i + 1 < text.size() ? text[i + 1] : QChar();
        bool known = QStringView(u"\"\\/bfnrt").contains(next) && !next.isNull();
        if (next == u'u') {
            known = i + 5 < text.size();
            for (qsizetype k = i + 2; known && k <= i + 5; ++k)
                known = isHex(text[k]);
        }
        if (!known && bad < 0)
            bad = i;
        if (next != u'\n' && next != u'\r')
            ++i; // over what is escaped, a quote among it
    }
    return {text.size(), false, bad < 0 ? text.size() : bad};
}

[[nodiscard]] JsonToken tokenAt(QStringView text, qsizetype at)
{
    const QChar c = text[at];
    if (c == u'"') {
        const StringEnd end = stringEnd(text, at);
        return {end.good ? TokenKind::String : TokenKind::Bad, at, end.end - at};
    }
    if (endsToken(c))
        return {TokenKind::Punctuation, at, 1};
    qsizetype end = at;
    while (end < text.size() && !endsToken(text[end]))
        ++end;
    const QStringView word = text.sliced(at, end - at);
    const bool known = word == u"true" || word == u"false" || word == u"null";
    return {known ? TokenKind::Word : isNumber(word) ? TokenKind::Number : TokenKind::Bad, at, end - at};
}

/// Goes through the tokens with a stack of its own: a text that nests a million deep is only a text.
class Checker {
public:
    explicit Checker(QStringView text)
        : m_text(text)
    {
    }

    [[nodiscard]] std::optional<JsonProblem> problem()
    {
        const QList<JsonToken> tokens = lexJson(m_text);
        for (const JsonToken &token : tokens) {
            const QString what = token.kind == TokenKind::Bad ? wrongWith(token) : take(token);
            if (!what.isEmpty())
                return at(m_place < 0 ? token.offset : m_place, what);
        }
        if (m_state == State::End)
            return std::nullopt;
        return at(m_text.size(), tokens.isEmpty() ? u"there is nothing in it"_s : missing() + u" at the end"_s);
    }

private:
    enum class State { Value, FirstValue, FirstKey, Key, Colon, Next, End };

    [[nodiscard]] JsonProblem at(qsizetype offset, const QString &what) const
    {
        const QStringView before = m_text.first(qMin(offset, m_text.size()));
        const qsizetype lineStart = before.lastIndexOf(u'\n') + 1;
        int column = 1;
        for (qsizetype i = lineStart; i < before.size(); ++i)
            column += before[i].isLowSurrogate() ? 0 : 1;
        return {offset, int(before.count(u'\n')) + 1, column, what};
    }

    [[nodiscard]] QString named(const JsonToken &token) const
    {
        QString text = token.in(m_text).left(quotedOfToken).toString();
        return token.length > quotedOfToken ? text + u'…' : text;
    }

    [[nodiscard]] QString missing() const
    {
        switch (m_state) {
        case State::Value:
        case State::FirstValue:
            return u"a value is missing"_s;
        case State::FirstKey:
        case State::Key:
            return u"a key in quotes is missing"_s;
        case State::Colon:
            return u"a colon is missing"_s;
        case State::Next:
            return m_open.back() ? u"a comma or } is missing"_s : u"a comma or ] is missing"_s;
        case State::End:
            break;
        }
        return {};
    }

    [[nodiscard]] QString wrongWith(const JsonToken &token)
    {
        const QStringView text = token.in(m_text);
        if (text.startsWith(u'"')) {
            const StringEnd end = stringEnd(m_text, token.offset);
            const bool open = end.trouble >= token.offset + token.length;
            m_place = open ? token.offset : end.trouble;
            return open                        ? u"this string has no end"_s
                : m_text[end.trouble] == u'\\' ? u"this escape is unknown"_s
                                               : u"a control character must be escaped"_s;
        }
        if (text.startsWith(u'\''))
            return u"strings stand in double quotes"_s;
        if (m_state == State::FirstKey || m_state == State::Key)
            return u"a key stands in double quotes"_s;
        const bool numeric = isJsonDigit(text[0]) || (text.size() > 1 && text[0] == u'-' && isJsonDigit(text[1]));
        return numeric ? u"%1 is no number as JSON writes them"_s.arg(named(token))
                       : u"%1 is no value"_s.arg(named(token));
    }

    void afterValue() { m_state = m_open.empty() ? State::End : State::Next; }

    [[nodiscard]] QString close()
    {
        m_open.pop_back();
        afterValue();
        return {};
    }

    [[nodiscard]] QString takeValue(const JsonToken &token, QChar sign)
    {
        if (sign == u']' && m_state == State::FirstValue)
            return close();
        if (sign == u'{' || sign == u'[') {
            m_open.push_back(sign == u'{');
            m_state = sign == u'{' ? State::FirstKey : State::FirstValue;
            return {};
        }
        if (token.kind == TokenKind::Punctuation)
            return sign == u']' ? u"a value is missing before it, or the comma is too many"_s
                                : missing() + u" before it"_s;
        afterValue();
        return {};
    }

    [[nodiscard]] QString take(const JsonToken &token)
    {
        const QChar sign = token.kind == TokenKind::Punctuation ? m_text[token.offset] : QChar();
        switch (m_state) {
        case State::Value:
        case State::FirstValue:
            return takeValue(token, sign);
        case State::FirstKey:
        case State::Key:
            if (sign == u'}')
                return m_state == State::FirstKey ? close() : u"a key is missing before it, or the comma is too many"_s;
            m_state = State::Colon;
            return token.kind == TokenKind::String ? QString() : u"a key stands in double quotes"_s;
        case State::Colon:
            m_state = State::Value;
            return sign == u':' ? QString() : u"a colon is missing before it"_s;
        case State::Next:
            if (sign == u',') {
                m_state = m_open.back() ? State::Key : State::Value;
                return {};
            }
            if (sign == (m_open.back() ? u'}' : u']'))
                return close();
            return missing() + u" before it"_s;
        case State::End:
            return u"nothing may follow the value"_s;
        }
        return {};
    }

    QStringView m_text;
    State m_state = State::Value;
    std::vector<bool> m_open; ///< true: an object
    qsizetype m_place = -1; ///< within a bad token
};

} // namespace

QList<JsonToken> lexJson(QStringView text)
{
    QList<JsonToken> tokens;
    for (qsizetype i = 0; i < text.size();) {
        if (isBlank(text[i])) {
            ++i;
            continue;
        }
        tokens.append(tokenAt(text, i));
        i += tokens.constLast().length;
    }
    return tokens;
}

std::optional<JsonProblem> jsonProblem(QStringView text)
{
    return Checker(text).problem();
}

Result<QString> layOutJson(QStringView text, JsonLayout layout)
{
    if (const auto problem = jsonProblem(text))
        return Error::invalid(
            u"This is no JSON: line %1, column %2: %3."_s.arg(problem->line).arg(problem->column).arg(problem->what));
    const bool indented = layout == JsonLayout::Indented;
    const QList<JsonToken> tokens = lexJson(text);
    QString out;
    out.reserve(text.size());
    int depth = 0;
    const auto newLine = [&] {
        if (indented)
            out += u'\n' + QString(2 * qMin(depth, deepestIndent), u' '); // deeper, it would be blanks alone
    };
    for (qsizetype i = 0; i < tokens.size(); ++i) {
        const QStringView token = tokens[i].in(text);
        const bool sign = tokens[i].kind == TokenKind::Punctuation;
        const QChar c = sign ? token[0] : QChar();
        const bool closed = i + 1 < tokens.size() && (tokens[i + 1].in(text) == u"}" || tokens[i + 1].in(text) == u"]");
        if (c == u'}' || c == u']') {
            --depth;
            const QStringView before = tokens[i - 1].in(text);
            if (before != u"{" && before != u"[")
                newLine();
        }
        out += token;
        if (c == u'{' || c == u'[') {
            ++depth;
            if (!closed)
                newLine();
        } else if (c == u',') {
            newLine();
        } else if (c == u':' && indented) {
            out += u' ';
        }
    }
    return out;
}

} // namespace core
