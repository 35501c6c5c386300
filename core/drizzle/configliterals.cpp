// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drizzle/configliterals.h"

#include "core/drizzle/configvaluereader.h"

#include <QRegularExpression>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

using ValueKind = ConfigValue::Kind;

bool isAssignment(const ConfigToken &token)
{
    return token.is(u"="_s) || token.is(u"+="_s) || token.is(u"||="_s) || token.is(u"&&="_s) || token.is(u"\?\?="_s);
}

class ConfigModuleReader : ConfigValueReader {
public:
    using ConfigValueReader::ConfigValueReader;

    ConfigLiterals run()
    {
        if (!m_tokens.constLast().text.isEmpty())
            return literalsOf({});
        findStrangers();
        findChangedVariables();
        findEnvironmentModule();
        const ConfigValue exported = readModule();
        return literalsOf(m_exports == 1 ? exported : ConfigValue());
    }

private:
    /// Modules that could set variables, beside those that are known not to.
    void findStrangers()
    {
        static const QSet<QString> known{u"drizzle-kit"_s,  u"dotenv"_s, u"dotenv/config"_s, u"path"_s,
                                         u"node:path"_s,    u"fs"_s,     u"node:fs"_s,       u"process"_s,
                                         u"node:process"_s, u"url"_s,    u"node:url"_s};
        for (qsizetype i = 0; i + 1 < m_tokens.size(); ++i) {
            const bool called =
                at(i).is(u"("_s) && i > 0 && (at(i - 1).isName(u"require"_s) || at(i - 1).isName(u"import"_s));
            const bool isModule = at(i).isName(u"from"_s) || at(i).isName(u"import"_s) || called;
            if (isModule && at(i + 1).kind == ConfigToken::Kind::Text && !known.contains(at(i + 1).text))
                m_hasStrangers = true;
            if (at(i).isName(u"loadEnvConfig"_s))
                m_hasStrangers = true;
        }
    }

    void findChangedVariables()
    {
        for (qsizetype i = 0; i < m_tokens.size(); ++i) {
            if (!names(i, {u"process"_s, u"."_s, u"env"_s}))
                continue;
            const bool isKey = at(i + 3).is(u"["_s) && at(i + 4).kind == ConfigToken::Kind::Text;
            const qsizetype after = i + (isKey ? 6 : at(i + 3).is(u"."_s) ? 5 : 3);
            if (isAssignment(at(after)))
                m_changed.insert(after == i + 3 ? u"*"_s : at(i + 4).text);
            else if (at(i + 3).is(u"["_s) && !isKey)
                m_changed.insert(u"*"_s); // a name that is computed: read or written
            else if (i > 0 && (at(i - 1).is(u"("_s) || at(i - 1).is(u"delete"_s)) && at(i + 3).is(u","_s))
                m_changed.insert(u"*"_s); // Object.assign(process.env, …)
        }
    }

    /// import { env } from '~/env': the environment checked by the project (t3-env and its like), the same texts where
    /// they are set.
    void findEnvironmentModule()
    {
        static const QRegularExpression module(u"(?:^|[/~@.])env(?:\\.[cm]?[jt]s)?$"_s);
        for (qsizetype i = 0; i + 1 < m_tokens.size(); ++i) {
            if (!at(i).isName(u"from"_s) || !module.match(at(i + 1).text).hasMatch())
                continue;
            const bool isDefault = names(i - 2, {u"import"_s, u"env"_s});
            const bool isNamed = at(i - 1).is(u"}"_s) && at(i - 2).isName(u"env"_s) && at(i - 3).is(u"{"_s);
            if (isDefault || isNamed)
                m_constants.insert(u"env"_s, ConfigValue::made(ValueKind::Environment));
        }
    }

    ConfigValue readModule()
    {
        ConfigValue exported;
        int depth = 0;
        for (m_at = 0; here().kind != ConfigToken::Kind::End; ++m_at) {
            if (opensConfigBracket(here()))
                ++depth;
            else if (closesConfigBracket(here()))
                --depth;
            if (depth != 0)
                continue;
            if (here().isName(u"const"_s) && here().startsLine) {
                readConstant();
            } else if (names(m_at, {u"export"_s, u"const"_s}) && here().startsLine) {
                ++m_at;
                readConstant();
            } else if (names(m_at, {u"export"_s, u"default"_s})) {
                exported = readExport(2);
            } else if (names(m_at, {u"module"_s, u"."_s, u"exports"_s, u"="_s})) {
                exported = readExport(4);
            } else if (names(m_at, {u"exports"_s, u"."_s, u"default"_s, u"="_s})) {
                exported = readExport(4);
            }
        }
        return exported;
    }

    ConfigValue readExport(qsizetype skip)
    {
        ++m_exports;
        m_at += skip;
        ConfigValue value = readWhole();
        --m_at; // the loop goes on with it
        return value;
    }

    /// const NAME[: type] = value, or const { A, B: b } = process.env; at `const`. Ends before what comes next.
    void readConstant()
    {
        ++m_at;
        if (here().is(u"{"_s)) {
            readDestructured();
            return;
        }
        const QString name = here().text;
        ++m_at;
        if (here().is(u":"_s))
            skipType([this] { return here().is(u"="_s); });
        if (!take(u"="_s)) {
            --m_at;
            return;
        }
        ConfigValue value = readWhole();
        if (isChangedLater(name, value))
            value = ConfigValue();
        m_constants.insert(name, value);
        --m_at;
    }

    void readDestructured()
    {
        const qsizetype from = m_at;
        skipBalanced();
        if (!names(m_at, {u"="_s, u"process"_s, u"."_s, u"env"_s}) || at(m_at + 4).is(u"."_s)) {
            --m_at;
            return;
        }
        for (qsizetype i = from + 1; i < m_at - 1; ++i) {
            const bool renamed = at(i + 1).is(u":"_s);
            const QString key = at(i).text;
            const QString name = at(renamed ? i + 2 : i).text;
            i += renamed ? 3 : 1;
            if (at(i).is(u","_s) || i == m_at - 1)
                m_constants.insert(name, variable(key));
            while (i < m_at - 1 && !at(i).is(u","_s)) // a default is left to the code
                ++i;
        }
        m_at += 3;
    }

    /// An object that is given to something, or written to, may not be what it was.
    bool isChangedLater(const QString &name, const ConfigValue &value) const
    {
        if (value.kind != ValueKind::Object && value.kind != ValueKind::Array)
            return false;
        for (qsizetype i = 1; i < m_tokens.size(); ++i) {
            if (!at(i).isName(name) || at(i - 1).is(u"."_s))
                continue;
            if (at(i + 1).is(u"."_s) || at(i + 1).is(u"["_s)) {
                qsizetype end = i + 1;
                while (at(end).is(u"."_s) || at(end).is(u"["_s))
                    end += at(end).is(u"."_s) ? 2 : 3;
                if (isAssignment(at(end)) || at(end).is(u"("_s))
                    return true;
            }
            const bool isWhole = at(i - 1).is(u"("_s) || at(i - 1).is(u","_s);
            if (isWhole && !at(i + 1).is(u"."_s) && isGivenAway(i))
                return true;
        }
        return false;
    }

    /// Whether what stands there is an argument of a call, other than defineConfig()'s.
    bool isGivenAway(qsizetype i) const
    {
        int depth = 0;
        for (--i; i >= 0; --i) {
            depth += closesConfigBracket(at(i)) ? 1 : opensConfigBracket(at(i)) ? -1 : 0;
            if (depth < 0)
                return at(i).is(u"("_s) && !at(i - 1).isName(u"defineConfig"_s);
        }
        return false;
    }

    /// A value with a statement of its own: what follows it on the same line makes it code.
    ConfigValue readWhole()
    {
        const ConfigValue value = readValue();
        const bool ends = here().kind == ConfigToken::Kind::End || take(u";"_s)
            || (here().startsLine && here().kind == ConfigToken::Kind::Name)
            || (here().startsLine && here().is(u"}"_s));
        if (ends)
            return value;
        skipTo([this] { return here().startsLine && here().kind == ConfigToken::Kind::Name; });
        return {};
    }

    int m_exports = 0;
};

} // namespace

QStringList dotenvFilesOf(const QString &code)
{
    QStringList files;
    const QList<ConfigToken> tokens = configTokens(code);
    for (qsizetype i = 0; i + 5 < tokens.size(); ++i) {
        if (!tokens.at(i).isName(u"config"_s) || !tokens.at(i + 1).is(u"("_s) || !tokens.at(i + 2).is(u"{"_s))
            continue;
        for (qsizetype k = i + 3; k + 2 < tokens.size() && !tokens.at(k).is(u"}"_s); ++k) {
            if (!tokens.at(k).isName(u"path"_s) || !tokens.at(k + 1).is(u":"_s))
                continue;
            for (qsizetype f = k + 2; f < tokens.size() && !tokens.at(f).is(u"}"_s); ++f) {
                if (tokens.at(f).kind == ConfigToken::Kind::Text)
                    files.append(tokens.at(f).text);
                else if (!tokens.at(f).is(u"["_s) && !tokens.at(f).is(u","_s))
                    break;
            }
        }
    }
    return files;
}

ConfigLiterals readConfigLiterals(const QString &code, const ConfigVariables &variables)
{
    return ConfigModuleReader(configTokens(code), variables).run();
}

} // namespace core
