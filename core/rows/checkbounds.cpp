// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rows/checkbounds.h"

#include "core/schema/namecase.h"
#include "core/sql/namesinsql.h"

#include <cmath>

using namespace Qt::Literals::StringLiterals;

namespace core {

namespace {

using Tokens = QStringList; ///< as written

[[nodiscard]] bool is(const QString &token, QLatin1StringView word)
{
    return token.compare(word, Qt::CaseInsensitive) == 0;
}

/// Where the bracket that opens at `at` closes; −1.
[[nodiscard]] qsizetype closing(const Tokens &tokens, qsizetype at)
{
    int depth = 0;
    for (qsizetype i = at; i < tokens.size(); ++i) {
        depth += tokens[i] == "("_L1 ? 1 : tokens[i] == ")"_L1 ? -1 : 0;
        if (depth == 0)
            return i;
    }
    return -1;
}

[[nodiscard]] Tokens bare(Tokens tokens)
{
    while (tokens.size() > 2 && tokens.first() == "("_L1 && closing(tokens, 0) == tokens.size() - 1) {
        tokens.removeFirst();
        tokens.removeLast();
    }
    return tokens;
}

/// The parts between `word`s that stand in no bracket; the AND of a BETWEEN is none.
[[nodiscard]] QList<Tokens> split(const Tokens &tokens, QLatin1StringView word)
{
    QList<Tokens> parts(1);
    int depth = 0;
    bool between = false;
    for (const QString &token : tokens) {
        depth += token == "("_L1 ? 1 : token == ")"_L1 ? -1 : 0;
        if (depth == 0 && is(token, "BETWEEN"_L1))
            between = true;
        const bool ofBetween = between && depth == 0 && is(token, "AND"_L1);
        if (depth == 0 && is(token, word) && !ofBetween) {
            parts.append(Tokens());
            continue;
        }
        between = between && !ofBetween;
        parts.last().append(token);
    }
    return parts;
}

/// A literal: its value. Signs and a number are one.
[[nodiscard]] std::optional<Value> literal(const Tokens &tokens)
{
    if (tokens.size() == 1 && tokens[0].startsWith(u'\''))
        return Value::text(unquoted(tokens[0]));
    const bool sign = tokens.size() == 2 && (tokens[0] == "-"_L1 || tokens[0] == "+"_L1);
    if (tokens.size() != (sign ? 2 : 1))
        return std::nullopt;
    const QString text = (sign && tokens[0] == "-"_L1 ? u"-"_s : QString()) + tokens.last();
    if (tokens.last().isEmpty() || !(tokens.last()[0].isDigit() || tokens.last()[0] == u'.'))
        return std::nullopt;
    bool fits = false;
    if (const qint64 whole = text.toLongLong(&fits); fits)
        return Value::integer(whole);
    const double real = text.toDouble(&fits);
    return fits && std::isfinite(real) ? std::optional(Value::real(real)) : std::nullopt;
}

[[nodiscard]] std::optional<Value> number(const Tokens &tokens)
{
    const auto value = literal(bare(tokens));
    return value && value->isNumber() ? value : std::nullopt;
}

class BoundsReader {
public:
    BoundsReader(const Column &column, NameCase nameCase, ColumnLimits &limits)
        : m_name(column.name)
        , m_case(nameCase)
        // "a" IN ('A') may hold under another collation.
        , m_exactTexts(column.collation.isEmpty() || is(column.collation, "BINARY"_L1))
        , m_limits(limits)
    {
    }

    void read(const Tokens &condition)
    {
        const Tokens tokens = bare(condition);
        const QList<Tokens> either = split(tokens, "OR"_L1);
        if (either.size() > 1) {
            // NULL passes by itself: "c IS NULL OR …" says no more than what follows. Other alternatives bind nothing.
            for (int i = 0; i < 2 && either.size() == 2; ++i) {
                if (asksForNull(bare(either[i])))
                    BoundsReader(*this, Null::Passes).read(either[1 - i]);
            }
            return;
        }
        const QList<Tokens> all = split(tokens, "AND"_L1);
        for (const Tokens &one : all) {
            if (all.size() > 1)
                read(one);
            else
                readOne(one);
        }
    }

private:
    enum class What { Nothing, Column, Length };

    enum class Null { Fails, Passes };
    BoundsReader(const BoundsReader &other, Null null)
        : m_name(other.m_name)
        , m_case(other.m_case)
        , m_exactTexts(other.m_exactTexts)
        , m_null(null)
        , m_limits(other.m_limits)
    {
    }

    [[nodiscard]] bool isColumn(const Tokens &tokens) const
    {
        if (tokens.size() == 3 && tokens[1] == "."_L1)
            return isColumn({tokens[2]}); // a CHECK can name no other table
        return tokens.size() == 1 && !tokens[0].startsWith(u'\'')
            && namesEqual(nameMeant(tokens[0], m_case), m_name, m_case);
    }

    [[nodiscard]] What whatIs(const Tokens &written) const
    {
        const Tokens tokens = bare(written);
        if (isColumn(tokens))
            return What::Column;
        const bool length = tokens.size() > 3 && (is(tokens[0], "length"_L1) || is(tokens[0], "char_length"_L1))
            && tokens[1] == "("_L1 && closing(tokens, 1) == tokens.size() - 1;
        return length && isColumn(bare(tokens.sliced(2, tokens.size() - 3))) ? What::Length : What::Nothing;
    }

    [[nodiscard]] bool asksForNull(const Tokens &tokens) const
    {
        const auto n = tokens.size();
        return (n > 2 && is(tokens[n - 2], "IS"_L1) && is(tokens[n - 1], "NULL"_L1)
                && isColumn(bare(tokens.first(n - 2))))
            || (n > 1 && is(tokens[n - 1], "ISNULL"_L1) && isColumn(bare(tokens.first(n - 1))));
    }

    void readOne(const Tokens &tokens)
    {
        const auto n = tokens.size();
        if (n > 3 && is(tokens[n - 3], "IS"_L1) && is(tokens[n - 2], "NOT"_L1) && is(tokens[n - 1], "NULL"_L1)) {
            if (m_null == Null::Fails && isColumn(bare(tokens.first(n - 3))))
                m_limits.required = true;
            return;
        }
        int depth = 0;
        for (qsizetype i = 0; i < n; ++i) {
            depth += tokens[i] == "("_L1 ? 1 : tokens[i] == ")"_L1 ? -1 : 0;
            if (depth != 0 || i == 0)
                continue;
            const Tokens left = tokens.first(i);
            const Tokens right = tokens.sliced(i + 1);
            if (is(tokens[i], "BETWEEN"_L1)) {
                readBetween(left, right);
                return;
            }
            if (is(tokens[i], "IN"_L1)) {
                readIn(left, right);
                return;
            }
            static const Tokens signs{u"<"_s, u"<="_s, u">"_s, u">="_s, u"="_s, u"=="_s};
            if (signs.contains(tokens[i])) {
                readComparison(left, tokens[i], right);
                return;
            }
        }
    }

    void readBetween(const Tokens &left, const Tokens &right)
    {
        qsizetype cut = 0;
        while (cut < right.size() && !is(right[cut], "AND"_L1))
            ++cut;
        const auto from = number(right.first(cut));
        const auto to = cut < right.size() ? number(right.sliced(cut + 1)) : std::nullopt;
        if (!from || !to)
            return;
        atLeast(whatIs(left), {*from, true});
        atMost(whatIs(left), {*to, true});
    }

    void readIn(const Tokens &left, const Tokens &right)
    {
        if (whatIs(left) != What::Column || right.size() < 3 || right.first() != "("_L1
            || closing(right, 0) != right.size() - 1)
            return;
        QList<Value> values;
        for (const Tokens &item : split(right.sliced(1, right.size() - 2), ","_L1)) {
            const auto value = literal(bare(item));
            if (!value || (value->kind() == Value::Kind::Text && !m_exactTexts))
                return;
            values.append(*value);
        }
        if (m_limits.allowed.isEmpty()) // a second list would have to be cut with the first
            m_limits.allowed = values;
    }

    void readComparison(const Tokens &left, const QString &sign, const Tokens &right)
    {
        const bool turned = whatIs(left) == What::Nothing;
        const What what = turned ? whatIs(right) : whatIs(left);
        const auto bound = number(turned ? left : right);
        if (what == What::Nothing || !bound)
            return;
        const bool equal = sign == "="_L1 || sign == "=="_L1;
        const bool less = sign.startsWith(u'<') != turned;
        const ColumnLimits::Bound end{*bound, sign.endsWith(u'=')};
        if (equal || !less)
            atLeast(what, end);
        if (equal || less)
            atMost(what, end);
    }

    void atLeast(What what, const ColumnLimits::Bound &bound)
    {
        if (what == What::Column && !m_limits.least)
            m_limits.least = bound;
        if (what == What::Length && !m_limits.leastLength && bound.number.kind() == Value::Kind::Integer)
            m_limits.leastLength = bound.number.toInteger() + (bound.included ? 0 : 1);
    }

    void atMost(What what, const ColumnLimits::Bound &bound)
    {
        if (what == What::Column && !m_limits.most)
            m_limits.most = bound;
        if (what == What::Length && !m_limits.mostLength && bound.number.kind() == Value::Kind::Integer)
            m_limits.mostLength = bound.number.toInteger() - (bound.included ? 0 : 1);
    }

    QString m_name;
    NameCase m_case;
    bool m_exactTexts;
    Null m_null = Null::Fails;
    ColumnLimits &m_limits;
};

} // namespace

ColumnLimits checkedLimits(const Table &table, const Column &column, const Dialect &dialect)
{
    ColumnLimits limits;
    BoundsReader reader(column, nameCaseOf(table), limits);
    for (const CheckConstraint &check : table.checks) {
        Tokens tokens;
        for (const Token &token : lex(check.expression, dialect.lexRules())) {
            if (token.isSignificant())
                tokens.append(token.in(check.expression).toString());
        }
        // What stands within a CASE holds only in its case.
        if (!tokens.contains("CASE"_L1, Qt::CaseInsensitive))
            reader.read(tokens);
    }
    return limits;
}

} // namespace core
