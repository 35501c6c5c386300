// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgres/normalselect.h"

#include "core/dialect/postgres/normalexpression.h"
#include "core/dialect/postgres/postgreswords.h"

#include <QSet>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

PostgresSelectParser::PostgresSelectParser(const QString &sql)
    : m_sql(sql)
{
    const QList<Token> tokens = lex(m_sql, postgresLexRules());
    for (const Token &t : tokens) {
        if (t.isSignificant())
            m_tokens.append(t);
    }
    while (!m_tokens.isEmpty() && m_tokens.last().in(m_sql) == u";")
        m_tokens.removeLast();
}

QString PostgresSelectParser::word(qsizetype at) const
{
    if (at >= m_tokens.size())
        return {};
    const QStringView text = m_tokens[at].in(m_sql);
    return m_tokens[at].kind == Token::Kind::Word ? foldedName(text.toString()) : text.toString();
}

bool PostgresSelectParser::take(QLatin1String text)
{
    if (m_at >= m_tokens.size() || word(m_at) != text)
        return false;
    ++m_at;
    return true;
}

std::optional<QString> PostgresSelectParser::run()
{
    static const QSet<QString> unknown{u"with"_s,   u"union"_s,  u"intersect"_s,   u"except"_s,  u"window"_s,
                                       u"over"_s,   u"values"_s, u"lateral"_s,     u"fetch"_s,   u"for"_s,
                                       u"filter"_s, u"exists"_s, u"tablesample"_s, u"natural"_s, u"*"_s};
    int selects = 0;
    for (qsizetype i = 0; i < m_tokens.size(); ++i) {
        const QString w = word(i);
        selects += w == "select"_L1;
        const bool isStar = w == "*"_L1;
        // count(*) and a product are no list of columns.
        const bool isKnownStar =
            isStar && i > 0 && word(i - 1) != "select"_L1 && word(i - 1) != "."_L1 && word(i - 1) != ","_L1;
        if (unknown.contains(w) && !isKnownStar)
            return std::nullopt;
    }
    if (selects != 1 || !take("select"_L1))
        return std::nullopt;
    const QString distinct = take("distinct"_L1) ? u"distinct "_s : QString();
    if (word(m_at) == "on"_L1)
        return std::nullopt;
    const QList<Range> items = list(untilWord({u"from"_s}));
    QString from;
    if (take("from"_L1)) {
        from = u" from "_s + fromList();
        if (m_failed)
            return std::nullopt;
    }
    QStringList columns;
    for (const Range &item : items)
        columns.append(selected(item));
    QString out = u"select "_s + distinct + columns.join(u", "_s) + from;
    if (take("where"_L1))
        out += u" where "_s + expression(untilWord({u"group"_s, u"having"_s, u"order"_s, u"limit"_s, u"offset"_s}));
    if (take("group"_L1)) {
        if (!take("by"_L1))
            return std::nullopt;
        out += u" group by "_s + expressions(list(untilWord({u"having"_s, u"order"_s, u"limit"_s, u"offset"_s})));
    }
    if (take("having"_L1))
        out += u" having "_s + expression(untilWord({u"order"_s, u"limit"_s, u"offset"_s}));
    if (take("order"_L1)) {
        if (!take("by"_L1))
            return std::nullopt;
        QStringList keys;
        for (const Range &key : list(untilWord({u"limit"_s, u"offset"_s})))
            keys.append(sorted(key));
        out += u" order by "_s + keys.join(u", "_s);
    }
    for (const QLatin1String limit : {"limit"_L1, "offset"_L1}) {
        if (take(limit))
            out += u' ' + limit + u' ' + expression(untilWord({u"offset"_s}));
    }
    return m_failed || m_at < m_tokens.size() ? std::nullopt : std::optional(out);
}

/// To the next of these words that stands in no parentheses.
PostgresSelectParser::Range PostgresSelectParser::untilWord(const QStringList &words)
{
    const qsizetype from = m_at;
    int depth = 0;
    for (; m_at < m_tokens.size(); ++m_at) {
        const QString w = word(m_at);
        if (depth == 0 && (words.contains(w) || w == ")"_L1))
            break;
        depth += w == "("_L1 || w == "["_L1 ? 1 : w == ")"_L1 || w == "]"_L1 ? -1 : 0;
    }
    return {from, m_at};
}

QList<PostgresSelectParser::Range> PostgresSelectParser::list(Range range) const
{
    QList<Range> out;
    int depth = 0;
    qsizetype from = range.from;
    for (qsizetype i = range.from; i < range.to; ++i) {
        const QString w = word(i);
        depth += w == "("_L1 || w == "["_L1 ? 1 : w == ")"_L1 || w == "]"_L1 ? -1 : 0;
        if (depth == 0 && w == ","_L1) {
            out.append({from, i});
            from = i + 1;
        }
    }
    out.append({from, range.to});
    return out;
}

QString PostgresSelectParser::text(Range range) const
{
    if (range.from >= range.to)
        return {};
    const Token &first = m_tokens[range.from];
    const Token &last = m_tokens[range.to - 1];
    return m_sql.sliced(first.offset, last.offset + last.length - first.offset);
}

/// Where there is one table, its name before a column says nothing.
QString PostgresSelectParser::expression(Range range)
{
    if (range.from >= range.to)
        m_failed = true;
    return postgresNormalExpression(text(range), m_tables.size() == 1 ? m_tables.first() : QString());
}

QString PostgresSelectParser::expressions(const QList<Range> &ranges)
{
    QStringList out;
    for (const Range &r : ranges)
        out.append(expression(r));
    return out.join(u", "_s);
}

/// With the name that the column has, also when that is only implied.
QString PostgresSelectParser::selected(Range item)
{
    Range value = item;
    QString name;
    const qsizetype last = item.to - 1;
    const auto isName = [this](qsizetype at) {
        return m_tokens[at].kind == Token::Kind::QuotedIdentifier || m_tokens[at].kind == Token::Kind::Word;
    };
    if (last - 1 > item.from && word(last - 1) == "as"_L1 && isName(last)) {
        name = postgresFoldedName(m_tokens[last].in(m_sql));
        value.to = last - 1;
    } else if (last > item.from && m_tokens[last].kind == Token::Kind::QuotedIdentifier && word(last - 1) != "."_L1) {
        name = postgresFoldedName(m_tokens[last].in(m_sql)); // without AS
        value.to = last;
    } else {
        qsizetype at = item.from;
        while (at + 2 < item.to && word(at + 1) == "."_L1)
            at += 2;
        const bool isColumn = at + 1 == item.to && isName(at);
        const bool isCall = at + 1 < item.to && word(at + 1) == "("_L1 && isName(at);
        name = isColumn || isCall ? postgresFoldedName(m_tokens[at].in(m_sql)) : u"?column?"_s;
    }
    return expression(value) + u" as "_s + name;
}

QString PostgresSelectParser::sorted(Range key)
{
    QString rest;
    const auto chop = [&](QLatin1String w) {
        const bool is = key.to > key.from && word(key.to - 1) == w;
        key.to -= is;
        return is;
    };
    const bool first = chop("first"_L1);
    const bool saysNulls = first || chop("last"_L1);
    if (saysNulls && !chop("nulls"_L1))
        m_failed = true;
    const bool descending = chop("desc"_L1);
    if (!descending)
        chop("asc"_L1);
    if (saysNulls && first != descending)
        rest = first ? u" nulls first"_s : u" nulls last"_s;
    return expression(key) + (descending ? u" desc"_s : QString()) + rest;
}

/// a, b left join c on …: joins of the left side need no parentheses.
QString PostgresSelectParser::fromList()
{
    QStringList out;
    do
        out.append(joined());
    while (!m_failed && take(","_L1));
    return out.join(u", "_s);
}

QString PostgresSelectParser::joined()
{
    QString out = source();
    while (!m_failed) {
        QString kind;
        for (const QLatin1String w : {"left"_L1, "right"_L1, "full"_L1, "inner"_L1, "cross"_L1}) {
            if (take(w)) {
                kind = w;
                take("outer"_L1);
            }
        }
        if (!take("join"_L1)) {
            m_failed = m_failed || !kind.isEmpty();
            return out;
        }
        out += (kind.isEmpty() || kind == "inner"_L1 ? u" join "_s : QString(u' ' + kind + u" join "_s)) + source();
        if (kind == "cross"_L1)
            continue;
        if (!take("on"_L1)) {
            m_failed = true; // USING merges columns
            return out;
        }
        const Range condition = untilWord({u"left"_s, u"right"_s, u"full"_s, u"inner"_s, u"cross"_s, u"join"_s, u","_s,
                                           u"where"_s, u"group"_s, u"having"_s, u"order"_s, u"limit"_s, u"offset"_s});
        out += u" on "_s + postgresNormalExpression(text(condition));
    }
    return out;
}

/// A table with its alias, or a join in parentheses.
QString PostgresSelectParser::source()
{
    if (take("("_L1)) {
        const QString inner = joined();
        if (!take(")"_L1))
            m_failed = true;
        return inner;
    }
    static const QSet<QString> ends{u"left"_s,  u"right"_s, u"full"_s,  u"inner"_s,  u"cross"_s, u"join"_s,  u"on"_s,
                                    u"where"_s, u"group"_s, u"order"_s, u"having"_s, u"limit"_s, u"offset"_s};
    QStringList path;
    while (m_at < m_tokens.size() && m_tokens[m_at].kind != Token::Kind::Punctuation) {
        path.append(postgresFoldedName(m_tokens[m_at].in(m_sql)));
        ++m_at;
        if (!take("."_L1))
            break;
    }
    if (path.isEmpty() || word(m_at) == "("_L1) { // a function
        m_failed = true;
        return {};
    }
    if (path.size() > 1 && path.first() == "public"_L1)
        path.removeFirst();
    QString alias = path.last();
    const bool said = take("as"_L1);
    const bool follows = m_at < m_tokens.size() && m_tokens[m_at].kind != Token::Kind::Punctuation
        && !(m_tokens[m_at].kind == Token::Kind::Word && ends.contains(word(m_at)));
    if (said || follows) {
        alias = m_at < m_tokens.size() ? postgresFoldedName(m_tokens[m_at].in(m_sql)) : QString();
        ++m_at;
        m_failed = m_failed || alias.isEmpty();
    }
    m_tables.append(alias);
    return alias == path.last() ? path.join(u'.') : QString(path.join(u'.') + u' ' + alias);
}

} // namespace core
