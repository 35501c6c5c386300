// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/configvaluereader.h"

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

constexpr int deepestConfig = 40; ///< values within values

} // namespace

bool ConfigValueReader::take(const QString &sign)
{
    const bool is = here().is(sign);
    m_at += is ? 1 : 0;
    return is;
}

bool ConfigValueReader::names(qsizetype i, std::initializer_list<QString> path) const
{
    for (const QString &part : path) {
        if (!(part == u"." || part == u"=" ? at(i).is(part) : at(i).isName(part)))
            return false;
        ++i;
    }
    return true;
}

ConfigValue ConfigValueReader::readValue()
{
    if (++m_depth > deepestConfig) {
        --m_depth;
        return {};
    }
    ConfigValue value = readAlternatives();
    if (take(u"?"_s)) {
        const ConfigValue yes = readValue();
        const bool goesOn = take(u":"_s);
        const ConfigValue no = goesOn ? readValue() : ConfigValue();
        const auto truth = value.truth();
        value = !goesOn || !truth ? ConfigValue() : *truth ? yes : no;
    }
    --m_depth;
    return value;
}

ConfigValue ConfigValueReader::readAlternatives()
{
    ConfigValue value = readConjunction();
    while (here().is(u"\?\?"_s) || here().is(u"||"_s)) {
        const bool orFalsy = here().is(u"||"_s);
        ++m_at;
        const ConfigValue other = readConjunction();
        if (value.kind == ConfigValue::Kind::Code || value.kind == ConfigValue::Kind::Environment)
            value = {};
        else if (orFalsy ? value.isFalsy() : value.isNothing())
            value = other;
    }
    return value;
}

ConfigValue ConfigValueReader::readConjunction()
{
    ConfigValue value = readComparison();
    while (take(u"&&"_s)) {
        const ConfigValue other = readComparison();
        const auto truth = value.truth();
        if (!truth || *truth)
            value = truth ? other : ConfigValue();
    }
    return value;
}

ConfigValue ConfigValueReader::readComparison()
{
    ConfigValue value = readSum();
    const bool isEqual = here().is(u"==="_s) || here().is(u"=="_s);
    if (!isEqual && !here().is(u"!=="_s) && !here().is(u"!="_s))
        return value;
    ++m_at;
    value = ConfigValue::equality(value, readSum());
    const auto truth = value.truth();
    return truth ? ConfigValue::of(*truth == isEqual) : ConfigValue();
}

ConfigValue ConfigValueReader::readSum()
{
    ConfigValue value = readTerm();
    while (take(u"+"_s)) {
        const ConfigValue other = readTerm();
        if (value.isText() && other.isText())
            value = ConfigValue::of(QString(value.plain.toString() + other.plain.toString()));
        else
            value = value.kind == ConfigValue::Kind::Unset ? value
                : other.kind == ConfigValue::Kind::Unset   ? other
                                                           : ConfigValue();
    }
    return value;
}

/// With what may stand before it (!), and what may follow: members, !, as, satisfies.
ConfigValue ConfigValueReader::readTerm()
{
    if (take(u"!"_s)) {
        if (++m_depth > deepestConfig) {
            --m_depth;
            return {};
        }
        const auto truth = readTerm().truth();
        --m_depth;
        return truth ? ConfigValue::of(!*truth) : ConfigValue();
    }
    ConfigValue value = readPrimary();
    for (;;) {
        if (here().is(u"!"_s) && !here().startsLine) {
            ++m_at;
        } else if ((here().isName(u"as"_s) || here().isName(u"satisfies"_s)) && !here().startsLine) {
            skipType([this] { return here().startsLine || isValueSign(); });
        } else if ((here().is(u"."_s) || here().is(u"?."_s)) && at(m_at + 1).kind == ConfigToken::Kind::Name) {
            value = member(value, at(m_at + 1).text);
            m_at += 2;
        } else if (here().is(u"["_s) && !here().startsLine && at(m_at + 1).kind == ConfigToken::Kind::Text
                   && at(m_at + 2).is(u"]"_s)) {
            value = member(value, at(m_at + 1).text);
            m_at += 3;
        } else if ((here().is(u"("_s) || here().is(u"["_s)) && !here().startsLine) {
            skipBalanced();
            value = {};
        } else {
            return value;
        }
    }
}

bool ConfigValueReader::isValueSign() const
{
    static const QSet<QString> signs{u"\?\?"_s, u"||"_s, u"&&"_s, u"+"_s, u"?"_s, u"==="_s, u"!=="_s, u"=="_s, u"!="_s};
    return here().kind == ConfigToken::Kind::Sign && signs.contains(here().text);
}

ConfigValue ConfigValueReader::member(const ConfigValue &of, const QString &name) const
{
    if (of.kind == ConfigValue::Kind::Environment)
        return variable(name);
    return of.kind == ConfigValue::Kind::Object ? of.property(name) : ConfigValue();
}

ConfigValue ConfigValueReader::variable(const QString &name) const
{
    if (m_changed.contains(name) || m_changed.contains(u"*"_s))
        return {};
    if (const auto value = m_variables(name))
        return ConfigValue::of(*value);
    if (m_hasStrangers) // which may set it
        return {};
    ConfigValue unset = ConfigValue::made(ConfigValue::Kind::Unset);
    unset.text = name;
    return unset;
}

ConfigValue ConfigValueReader::readPrimary()
{
    const ConfigToken &token = here();
    switch (token.kind) {
    case ConfigToken::Kind::Text:
        ++m_at;
        return ConfigValue::of(token.text);
    case ConfigToken::Kind::Template:
        ++m_at;
        return readTemplate(token);
    case ConfigToken::Kind::Number: {
        ++m_at;
        bool good = false;
        const double number = QString(token.text).remove(u'_').toDouble(&good);
        return good ? ConfigValue::of(number) : ConfigValue();
    }
    case ConfigToken::Kind::Sign:
        return readBracket();
    case ConfigToken::Kind::Name:
        return readName();
    case ConfigToken::Kind::Pattern:
        ++m_at;
        return {};
    case ConfigToken::Kind::End:
        break;
    }
    return {};
}

ConfigValue ConfigValueReader::readBracket()
{
    if (here().is(u"{"_s))
        return readObject();
    if (here().is(u"["_s))
        return readArray();
    if (here().is(u"("_s)) {
        const qsizetype from = m_at++;
        const ConfigValue value = readValue();
        if (take(u")"_s) && !here().is(u"=>"_s))
            return value;
        m_at = from;
        skipBalanced();
        return {};
    }
    if (!closesConfigBracket(here()) && !here().is(u","_s) && !here().is(u";"_s))
        ++m_at;
    return {};
}

ConfigValue ConfigValueReader::readName()
{
    const QString name = here().text;
    if (name == u"process" || name == u"Bun") {
        const bool whole = names(m_at + 1, {u"."_s, u"env"_s});
        m_at += whole ? 3 : 1;
        return ConfigValue::made(whole ? ConfigValue::Kind::Environment : ConfigValue::Kind::Code);
    }
    ++m_at;
    if (name == u"defineConfig" && here().is(u"("_s))
        return readArgument();
    static const QSet<QString> readers{u"env"_s, u"getEnv"_s, u"requireEnv"_s, u"readEnv"_s};
    if (readers.contains(name) && here().is(u"("_s) && at(m_at + 1).kind == ConfigToken::Kind::Text
        && at(m_at + 2).is(u")"_s)) {
        const QString variableName = at(m_at + 1).text;
        m_at += 3;
        const auto value = m_variables(variableName);
        return value && !m_changed.contains(variableName) ? ConfigValue::of(*value) : ConfigValue();
    }
    if (here().is(u"("_s) || here().is(u"=>"_s))
        return {};
    static const QHash<QString, QJsonValue> words{
        {u"true"_s, true}, {u"false"_s, false}, {u"null"_s, QJsonValue::Null}};
    if (words.contains(name))
        return ConfigValue::of(words.value(name));
    if (name == u"undefined")
        return ConfigValue::made(ConfigValue::Kind::Undefined);
    return m_constants.value(name);
}

ConfigValue ConfigValueReader::readArgument()
{
    const qsizetype from = m_at++;
    const ConfigValue value = readValue();
    take(u","_s);
    if (take(u")"_s))
        return value;
    m_at = from;
    skipBalanced();
    return {};
}

ConfigValue ConfigValueReader::readTemplate(const ConfigToken &token) const
{
    QString text = token.parts.constFirst();
    for (qsizetype i = 0; i < token.inserted.size(); ++i) {
        ConfigValueReader inner(configTokens(token.inserted.at(i)), m_variables);
        inner.m_depth = m_depth + 1;
        inner.m_constants = m_constants;
        inner.m_changed = m_changed;
        inner.m_hasStrangers = m_hasStrangers;
        const ConfigValue value = inner.readValue();
        if (inner.here().kind != ConfigToken::Kind::End)
            return {};
        if (value.kind == ConfigValue::Kind::Unset)
            return value;
        if (!value.isText())
            return {};
        text += value.plain.toString() + token.parts.at(i + 1);
    }
    return ConfigValue::of(text);
}

ConfigValue ConfigValueReader::readArray()
{
    ConfigValue array = ConfigValue::made(ConfigValue::Kind::Array);
    ++m_at;
    while (!take(u"]"_s)) {
        const qsizetype before = m_at;
        if (take(u"..."_s)) {
            const ConfigValue other = readElement(u"]"_s);
            array.items += other.kind == ConfigValue::Kind::Array ? other.items : QList<ConfigValue>{{}};
        } else {
            array.items.append(readElement(u"]"_s));
        }
        take(u","_s);
        if (m_at == before) // the end, or a bracket that is not ours
            return {};
    }
    return array;
}

ConfigValue ConfigValueReader::readObject()
{
    ConfigValue object = ConfigValue::made(ConfigValue::Kind::Object);
    ++m_at;
    while (!take(u"}"_s)) {
        const qsizetype before = m_at;
        readProperty(object);
        take(u","_s);
        if (m_at == before || isAtEnd())
            return {};
    }
    return object;
}

void ConfigValueReader::readProperty(ConfigValue &object)
{
    if (take(u"..."_s)) {
        object.spread(readElement(u"}"_s));
        return;
    }
    const ConfigToken key = here();
    if (closesConfigBracket(key))
        return;
    const bool named = key.kind == ConfigToken::Kind::Name || key.kind == ConfigToken::Kind::Text
        || key.kind == ConfigToken::Kind::Number;
    ++m_at;
    if (named && take(u":"_s)) {
        object.set(key.text, readElement(u"}"_s));
    } else if (key.kind == ConfigToken::Kind::Name && (here().is(u","_s) || here().is(u"}"_s))) {
        object.set(key.text, m_constants.value(key.text));
    } else {
        // A name that is computed, a method, a getter.
        if (key.is(u"["_s))
            object.spread({});
        else
            object.set(key.text, {});
        --m_at;
        skipTo([this] { return here().is(u","_s) || here().is(u"}"_s); });
    }
}

/// Up to a comma or the end; whatever else stands there makes it code.
ConfigValue ConfigValueReader::readElement(const QString &end)
{
    const ConfigValue value = readValue();
    if (here().is(u","_s) || here().is(end))
        return value;
    skipTo([this, &end] { return here().is(u","_s) || here().is(end); });
    return {};
}

void ConfigValueReader::skipBalanced()
{
    int depth = 0;
    for (; here().kind != ConfigToken::Kind::End; ++m_at) {
        depth += opensConfigBracket(here()) ? 1 : closesConfigBracket(here()) ? -1 : 0;
        if (depth == 0) {
            ++m_at;
            return;
        }
    }
}

} // namespace core
