// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drizzle/configtokens.h"
#include "core/drizzle/configvalue.h"

#include <QHash>
#include <QSet>

#include <initializer_list>

namespace core {

/// Reads one value after another from a config's tokens. What it does not know it gives as Code, and goes on behind it.
/// Only for readConfigLiterals().
class ConfigValueReader {
public:
    ConfigValueReader(const QList<ConfigToken> &tokens, const ConfigVariables &variables)
        : m_tokens(tokens)
        , m_variables(variables)
    {
    }

protected:
    [[nodiscard]] const ConfigToken &at(qsizetype i) const
    {
        return i >= 0 && i < m_tokens.size() ? m_tokens.at(i) : m_tokens.constLast();
    }
    [[nodiscard]] const ConfigToken &here() const { return at(m_at); }
    [[nodiscard]] bool isAtEnd() const { return here().kind == ConfigToken::Kind::End; }
    bool take(const QString &sign);
    /// Whether these follow each other from `i` on: names, "." and "=".
    [[nodiscard]] bool names(qsizetype i, std::initializer_list<QString> path) const;

    [[nodiscard]] ConfigValue readValue();
    [[nodiscard]] ConfigValue variable(const QString &name) const;

    /// To where `stop` holds, or to the end of what it stands in; brackets are passed as a whole.
    template <typename Stop> void skipTo(Stop stop);
    void skipBalanced(); ///< at a bracket; to what follows the one that closes it
    template <typename Stop> void skipType(Stop stop);

    const QList<ConfigToken> m_tokens;
    const ConfigVariables m_variables;
    qsizetype m_at = 0;
    bool m_hasStrangers = false; ///< modules that may set variables
    QSet<QString> m_changed; ///< variables that the code sets itself; "*": any
    QHash<QString, ConfigValue> m_constants;

private:
    [[nodiscard]] ConfigValue readAlternatives(); ///< ?? and ||
    [[nodiscard]] ConfigValue readConjunction(); ///< &&
    [[nodiscard]] ConfigValue readComparison(); ///< ===, !==, ==, !=
    [[nodiscard]] ConfigValue readSum();
    [[nodiscard]] ConfigValue readTerm();
    [[nodiscard]] ConfigValue readPrimary();
    [[nodiscard]] ConfigValue readBracket();
    [[nodiscard]] ConfigValue readName();
    [[nodiscard]] ConfigValue readArgument();
    [[nodiscard]] ConfigValue readTemplate(const ConfigToken &token) const;
    [[nodiscard]] ConfigValue readArray();
    [[nodiscard]] ConfigValue readObject();
    void readProperty(ConfigValue &object);
    [[nodiscard]] ConfigValue readElement(const QString &end);
    [[nodiscard]] ConfigValue member(const ConfigValue &of, const QString &name) const;
    [[nodiscard]] bool isValueSign() const;

    int m_depth = 0;
};

[[nodiscard]] inline bool opensConfigBracket(const ConfigToken &token)
{
    return token.kind == ConfigToken::Kind::Sign && (token.text == u"(" || token.text == u"[" || token.text == u"{");
}

[[nodiscard]] inline bool closesConfigBracket(const ConfigToken &token)
{
    return token.kind == ConfigToken::Kind::Sign && (token.text == u")" || token.text == u"]" || token.text == u"}");
}

template <typename Stop> void ConfigValueReader::skipTo(Stop stop)
{
    while (!isAtEnd() && !stop()) {
        if (opensConfigBracket(here()))
            skipBalanced();
        else if (closesConfigBracket(here()))
            return;
        else
            ++m_at;
    }
}

/// At what begins a type (":", "as"); types may have commas between < and >.
template <typename Stop> void ConfigValueReader::skipType(Stop stop)
{
    ++m_at;
    int angles = 0;
    skipTo([&] {
        const QString &sign = here().text;
        const bool isSign = here().kind == ConfigToken::Kind::Sign;
        angles += isSign && sign == u"<" ? 1 : isSign && sign == u">" ? -1 : 0;
        return angles <= 0 && (stop() || (isSign && (sign == u"," || sign == u";")));
    });
}

} // namespace core
