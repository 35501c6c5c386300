// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/configtokens.h"

#include "core/drizzle/textescapes.h"

#include <array>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

bool beginsConfigName(QChar c)
{
    return c.isLetter() || c == u'_' || c == u'$';
}

bool continuesConfigName(QChar c)
{
    return beginsConfigName(c) || c.isDigit();
}

class ConfigTokenizer {
public:
    explicit ConfigTokenizer(const QString &code)
        : m_code(code)
    {
    }

    QList<ConfigToken> run()
    {
        if (m_code.startsWith(u"#!"_s))
            m_at = endOfLine();
        bool whole = true;
        while (whole && skipBlanks())
            whole = next();
        add(ConfigToken::Kind::End, whole ? QString() : u"…"_s);
        return std::move(m_out);
    }

private:
    QChar at(qsizetype i) const { return i < m_code.size() ? m_code.at(i) : QChar(); }
    bool has(QLatin1StringView text) const { return QStringView(m_code).sliced(m_at).startsWith(text); }
    qsizetype endOfLine() const
    {
        const qsizetype end = m_code.indexOf(u'\n', m_at);
        return end < 0 ? m_code.size() : end;
    }

    void add(ConfigToken::Kind kind, const QString &text)
    {
        ConfigToken token;
        token.kind = kind;
        token.text = text;
        token.startsLine = m_lineBefore;
        m_lineBefore = false;
        m_out.append(token);
    }

    /// Blanks and comments; false at the end.
    bool skipBlanks()
    {
        for (;;) {
            if (has("//"_L1)) {
                m_at = endOfLine();
            } else if (has("/*"_L1)) {
                const qsizetype end = m_code.indexOf(u"*/"_s, m_at + 2);
                m_lineBefore = m_lineBefore || QStringView(m_code).sliced(m_at).left(end - m_at).contains(u'\n');
                m_at = end < 0 ? m_code.size() : end + 2;
            } else if (at(m_at).isSpace() || at(m_at) == QChar(0xfeff)) {
                m_lineBefore = m_lineBefore || at(m_at) == u'\n';
                ++m_at;
            } else {
                return m_at < m_code.size();
            }
        }
    }

    bool next()
    {
        const QChar c = at(m_at);
        if (c == u'"' || c == u'\'')
            return takeText(c);
        if (c == u'`')
            return takeTemplate();
        if (beginsConfigName(c)) {
            takeWhile(ConfigToken::Kind::Name, continuesConfigName);
            return true;
        }
        if (c.isDigit()) {
            takeWhile(ConfigToken::Kind::Number, [](QChar d) { return continuesConfigName(d) || d == u'.'; });
            return true;
        }
        return c == u'/' && mayBePattern() ? takePattern() : takeSign();
    }

    template <typename Continues> void takeWhile(ConfigToken::Kind kind, Continues continues)
    {
        const qsizetype from = m_at;
        while (m_at < m_code.size() && continues(at(m_at)))
            ++m_at;
        add(kind, m_code.sliced(from, m_at - from));
    }

    bool takeText(QChar quote)
    {
        QString value;
        for (++m_at; at(m_at) != quote; ++m_at) {
            if (m_at >= m_code.size() || at(m_at) == u'\n')
                return false;
            if (at(m_at) == u'\\')
                value += escaped();
            else
                value += at(m_at);
        }
        ++m_at;
        add(ConfigToken::Kind::Text, value);
        return true;
    }

    /// At a backslash; leaves it at the last character of what it stands for.
    QString escaped()
    {
        const QChar c = at(++m_at);
        const auto hex = [this](qsizetype from, qsizetype length) {
            m_at = from + length - 1;
            return characterOfHex(QStringView(m_code).mid(from, length));
        };
        switch (c.unicode()) {
        case u'\n':
            return {};
        case u'x':
            return hex(m_at + 1, 2);
        case u'u': {
            if (at(m_at + 1) != u'{')
                return hex(m_at + 1, 4);
            const qsizetype end = m_code.indexOf(u'}', m_at);
            const QString text = hex(m_at + 2, end < 0 ? 0 : end - m_at - 2);
            m_at = end < 0 ? m_at : end;
            return text;
        }
        default:
            return characterOfEscape(c);
        }
    }

    bool takeTemplate()
    {
        ConfigToken token;
        token.kind = ConfigToken::Kind::Template;
        token.startsLine = m_lineBefore;
        QString part;
        for (++m_at; at(m_at) != u'`'; ++m_at) {
            if (m_at >= m_code.size())
                return false;
            if (at(m_at) == u'\\') {
                part += escaped();
            } else if (has("${"_L1)) {
                const qsizetype end = endOfInsertion(m_at + 2);
                if (end < 0)
                    return false;
                token.parts.append(part);
                part.clear();
                token.inserted.append(m_code.sliced(m_at + 2, end - m_at - 2));
                m_at = end;
            } else {
                part += at(m_at);
            }
        }
        ++m_at;
        token.parts.append(part);
        m_lineBefore = false;
        m_out.append(token);
        return true;
    }

    /// The brace that closes; −1 where that is not plain (strings with braces are rare there, and then it is code).
    qsizetype endOfInsertion(qsizetype from) const
    {
        int depth = 0;
        for (qsizetype i = from; i < m_code.size(); ++i) {
            if (at(i) == u'`')
                return -1;
            if (at(i) == u'{')
                ++depth;
            else if (at(i) == u'}' && depth-- == 0)
                return i;
        }
        return -1;
    }

    /// A division follows a value, a regular expression does not.
    bool mayBePattern() const
    {
        if (m_out.isEmpty())
            return true;
        const ConfigToken &before = m_out.constLast();
        if (before.kind == ConfigToken::Kind::Name)
            return before.text == u"return" || before.text == u"typeof" || before.text == u"case";
        return before.kind == ConfigToken::Kind::Sign && !before.is(u")"_s) && !before.is(u"]"_s) && !before.is(u"}"_s);
    }

    bool takePattern()
    {
        const qsizetype from = m_at;
        bool inClass = false;
        for (++m_at; at(m_at) != u'/' || inClass; ++m_at) {
            if (m_at >= m_code.size() || at(m_at) == u'\n')
                return false;
            if (at(m_at) == u'\\')
                ++m_at;
            else if (at(m_at) == u'[')
                inClass = true;
            else if (at(m_at) == u']')
                inClass = false;
        }
        ++m_at;
        while (continuesConfigName(at(m_at)))
            ++m_at;
        add(ConfigToken::Kind::Pattern, m_code.sliced(from, m_at - from));
        return true;
    }

    bool takeSign()
    {
        static constexpr std::array longer{"..."_L1, "==="_L1,  "!=="_L1, "\?\?="_L1, "||="_L1, "&&="_L1, "=>"_L1,
                                           "?."_L1,  "\?\?"_L1, "||"_L1,  "&&"_L1,    "=="_L1,  "!="_L1,  "+="_L1};
        for (const QLatin1StringView sign : longer) {
            if (has(sign)) {
                m_at += sign.size();
                add(ConfigToken::Kind::Sign, sign);
                return true;
            }
        }
        const QString sign = at(m_at++);
        add(ConfigToken::Kind::Sign, sign);
        return true;
    }

    const QString m_code;
    qsizetype m_at = 0;
    bool m_lineBefore = true;
    QList<ConfigToken> m_out;
};

} // namespace

QList<ConfigToken> configTokens(const QString &code)
{
    return ConfigTokenizer(code).run();
}

} // namespace core
