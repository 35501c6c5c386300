// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/postgres/normalselect.h"

#include "core/dialect/postgres/names.h"
#include "core/dialect/postgres/normalexpression.h"
#include "core/dialect/postgres/postgreswords.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace core {

using namespace Qt::Literals::StringLiterals;

const QStringList &PostgresSelectParser::afterConditions()
{
    static const QStringList words{u"group"_s, u"having"_s,    u"window"_s, u"order"_s, u"limit"_s, u"offset"_s,
                                   u"union"_s, u"intersect"_s, u"except"_s, u"fetch"_s, u"for"_s};
    return words;
}

PostgresSelectParser::PostgresSelectParser(const QString &sql, const SchemaIndex *schema)
    : m_sql(sql)
    , m_schema(schema)
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
    if (at < 0 || at >= m_tokens.size())
        return {};
    const QStringView text = m_tokens[at].in(m_sql);
    return m_tokens[at].kind == Token::Kind::Word ? foldedName(text.toString()) : text.toString();
}

bool PostgresSelectParser::isName(qsizetype at) const
{
    return at >= 0 && at < m_tokens.size()
        && (m_tokens[at].kind == Token::Kind::QuotedIdentifier || m_tokens[at].kind == Token::Kind::Word);
}

bool PostgresSelectParser::take(QLatin1String text)
{
    if (m_at >= m_tokens.size() || word(m_at) != text)
        return false;
    ++m_at;
    return true;
}

QString PostgresSelectParser::takeName()
{
    if (!isName(m_at)) {
        m_failed = true;
        return {};
    }
    return postgresFoldedName(m_tokens[m_at++].in(m_sql));
}

QStringList PostgresSelectParser::takeNames()
{
    QStringList out;
    do
        out.append(takeName());
    while (!m_failed && take(","_L1));
    m_failed = m_failed || !take(")"_L1);
    return out;
}

std::optional<QString> PostgresSelectParser::run()
{
    const Query whole = query();
    return m_failed || m_at < m_tokens.size() ? std::nullopt : std::optional(whole.text);
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

/// The text in which a column that only one of several tables has is named with it, and each under the name it is shown
/// by.
QString PostgresSelectParser::qualified(Range range) const
{
    if (m_sources.size() < 2 || range.from >= range.to)
        return text(range);
    const auto isKnown = [](const Source &s) { return s.columns.has_value(); };
    const bool allKnown = std::all_of(m_sources.cbegin(), m_sources.cend(), isKnown);
    QString out;
    qsizetype copied = m_tokens[range.from].offset;
    for (qsizetype i = range.from; i < range.to; ++i) {
        const QString after = i + 1 < range.to ? word(i + 1) : QString();
        const bool isFirst = isName(i) && (i == range.from || (word(i - 1) != "."_L1 && word(i - 1) != "::"_L1));
        const bool isLiteralsType = i + 1 < range.to && m_tokens[i + 1].kind == Token::Kind::String;
        if (!isFirst || after == "("_L1 || isLiteralsType)
            continue;
        const bool isTable = after == "."_L1;
        const QString name = postgresFoldedName(m_tokens[i].in(m_sql));
        QStringList owners;
        for (const Source &s : m_sources) {
            if (isTable ? s.alias == name : allKnown && s.columns->contains(name))
                owners.append(s.shown);
        }
        if (owners.size() != 1)
            continue;
        out += m_sql.sliced(copied, m_tokens[i].offset - copied) + postgresIdentifier(owners.first())
            + (isTable ? QString() : QString(u'.'));
        copied = m_tokens[i].offset + (isTable ? m_tokens[i].length : 0);
    }
    const Token &last = m_tokens[range.to - 1];
    return out + m_sql.sliced(copied, last.offset + last.length - copied);
}

/// Where there is one table, its name before a column says nothing.
QString PostgresSelectParser::expression(Range range)
{
    if (range.from >= range.to) {
        m_failed = true;
        return {};
    }
    return normal(qualified(range));
}

/// WITH …, SELECTs, and what goes for all of them.
PostgresSelectParser::Query PostgresSelectParser::query()
{
    const auto outer = std::tuple(m_named, m_namedTypes, m_sources);
    const QString with = take("with"_L1) ? withList() : QString();
    Scope scope;
    Query body = joinedQueries(0, scope);
    m_sources = scope.sources;
    body.text = with + body.text + ending(body, scope);
    std::tie(m_named, m_namedTypes, m_sources) = outer;
    return body;
}

QString PostgresSelectParser::withList()
{
    const bool recursive = take("recursive"_L1);
    QStringList parts;
    do {
        const QString name = takeName();
        const Columns said = take("("_L1) ? Columns(takeNames()) : std::nullopt;
        if (!take("as"_L1)) {
            m_failed = true;
            return {};
        }
        QString kept = take("not"_L1) ? u"not "_s : QString();
        if (take("materialized"_L1))
            kept += u"materialized "_s;
        if (recursive)
            m_named.insert(name, said);
        m_failed = m_failed || !take("("_L1);
        const bool outer = std::exchange(m_namesMatter, !said.has_value());
        const Query inner = query();
        m_namesMatter = outer;
        m_failed = m_failed || !take(")"_L1);
        m_named.insert(name, said ? said : inner.columns);
        m_namedTypes.insert(name, said ? Types() : inner.types);
        parts.append(name + (said ? QString(u'(' + said->join(u", "_s) + u')') : QString()) + u" as "_s + kept + u'('
                     + inner.text + u')');
    } while (!m_failed && take(","_L1));
    return (recursive ? u"with recursive "_s : u"with "_s) + parts.join(u", "_s) + u' ';
}

/// INTERSECT binds closer than UNION and EXCEPT; all of them go from left to right.
PostgresSelectParser::Query PostgresSelectParser::joinedQueries(int precedence, Scope &scope)
{
    Query left = oneQuery(scope);
    while (!m_failed) {
        const QString how = word(m_at);
        const int closeness = how == "intersect"_L1 ? 2 : how == "union"_L1 || how == "except"_L1 ? 1 : 0;
        if (closeness == 0 || closeness <= precedence)
            return left;
        ++m_at;
        const bool all = take("all"_L1);
        if (!all)
            take("distinct"_L1);
        Scope other;
        const bool outer = std::exchange(m_namesMatter, false);
        const Query right = joinedQueries(closeness, other);
        m_namesMatter = outer;
        left.types.clear(); // the wider ones of both
        left.text = u'(' + left.text + u") "_s + how + (all ? u" all ("_s : u" ("_s) + right.text + u')';
        scope = {};
    }
    return left;
}

PostgresSelectParser::Query PostgresSelectParser::oneQuery(Scope &scope)
{
    if (take("("_L1)) {
        const Query inner = query();
        m_failed = m_failed || !take(")"_L1);
        return inner;
    }
    if (take("select"_L1))
        return select(scope);
    m_failed = true;
    return {};
}

PostgresSelectParser::Query PostgresSelectParser::select(Scope &scope)
{
    const QString distinct = take("distinct"_L1) ? u"distinct "_s : QString();
    if (word(m_at) == "on"_L1)
        m_failed = true;
    const QList<Range> items = list(untilWord(QStringList{u"from"_s, u"where"_s} + afterConditions()));
    m_sources.clear();
    QString from;
    if (take("from"_L1))
        from = u" from "_s + fromList();
    if (m_failed)
        return {};
    QStringList columns;
    QStringList names;
    Types types;
    const Table known = knownColumns();
    for (const Range &item : items) {
        for (const Item &one : selected(item)) {
            if (const Column *c = known.column(one.value))
                types.insert(one.name, c->declaredType);
            scope.items.append(one);
            columns.append(m_namesMatter ? QString(one.value + u" as "_s + one.name) : one.value);
            names.append(one.name);
        }
    }
    QString out = u"select "_s + distinct + columns.join(u", "_s) + from;
    if (take("where"_L1))
        out += u" where "_s + expression(untilWord(afterConditions()));
    if (take("group"_L1)) {
        m_failed = m_failed || !take("by"_L1);
        QStringList keys;
        for (const Range &key : list(untilWord(afterConditions())))
            keys.append(groupKey(key, scope));
        out += u" group by "_s + keys.join(u", "_s);
    }
    if (take("having"_L1))
        out += u" having "_s + expression(untilWord(afterConditions()));
    scope.sources = m_sources;
    scope.isPlain = true;
    return {out, names, types};
}

QString PostgresSelectParser::ending(const Query &body, const Scope &scope)
{
    QString out;
    if (take("order"_L1)) {
        m_failed = m_failed || !take("by"_L1);
        QStringList keys;
        for (const Range &key : list(untilWord({u"limit"_s, u"offset"_s, u"fetch"_s, u"for"_s})))
            keys.append(sortKey(key, body, scope));
        out += u" order by "_s + keys.join(u", "_s);
    }
    QString limit; // they come in either order
    QString offset;
    for (;;) {
        const bool isLimit = take("limit"_L1);
        if (!isLimit && !take("offset"_L1))
            return out + limit + offset;
        QString &part = isLimit ? limit : offset;
        m_failed = m_failed || !part.isEmpty();
        part = (isLimit ? u" limit "_s : u" offset "_s)
            + expression(untilWord({u"limit"_s, u"offset"_s, u"fetch"_s, u"for"_s}));
    }
}

/// By a place or a result's name; the server says what stands there, and for a UNION the place.
QString PostgresSelectParser::sortKey(Range key, const Query &body, const Scope &scope)
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
    rest = (descending ? u" desc"_s : QString()) + rest;
    const bool isOne = key.to == key.from + 1;
    if (isOne && !scope.isPlain && isName(key.from)) {
        const auto place = body.columns.value_or(QStringList()).indexOf(postgresFoldedName(text(key)));
        m_failed = m_failed || place < 0;
        return QString::number(place + 1) + rest;
    }
    if (isOne && scope.isPlain && isName(key.from)) {
        for (const Item &item : scope.items) {
            if (item.name == postgresFoldedName(text(key)))
                return item.value + rest;
        }
    }
    return (isOne && scope.isPlain ? groupKey(key, scope) : expression(key)) + rest;
}

/// A place is what stands there; a name is a column's first.
QString PostgresSelectParser::groupKey(Range key, const Scope &scope)
{
    if (key.to != key.from + 1)
        return expression(key);
    bool isPlace = false;
    const qsizetype place = text(key).toInt(&isPlace);
    if (isPlace && place > 0 && place <= scope.items.size())
        return scope.items.at(place - 1).value;
    const QString name = isName(key.from) ? postgresFoldedName(text(key)) : QString();
    const bool isColumn = std::any_of(m_sources.cbegin(), m_sources.cend(),
                                      [&](const Source &s) { return !s.columns || s.columns->contains(name); });
    for (const Item &item : scope.items) {
        if (!isColumn && !name.isEmpty() && item.name == name)
            return item.value;
    }
    return expression(key);
}

/// With the name that the column has, also when that is only implied.
QList<PostgresSelectParser::Item> PostgresSelectParser::selected(Range item)
{
    if (item.from < item.to && word(item.to - 1) == "*"_L1 && (item.to == item.from + 1 || word(item.to - 2) == "."_L1))
        return allColumns(item);
    Range value = item;
    QString name;
    const qsizetype last = item.to - 1;
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
    return {{expression(value), name}};
}

QList<PostgresSelectParser::Item> PostgresSelectParser::allColumns(Range item)
{
    QString only;
    if (item.to > item.from + 2)
        only = postgresFoldedName(m_tokens[item.to - 3].in(m_sql));
    QList<Item> out;
    for (const Source &s : std::as_const(m_sources)) {
        if (!only.isEmpty() && s.alias != only)
            continue;
        m_failed = m_failed || !s.columns || s.columns->isEmpty();
        for (const QString &column : s.columns.value_or(QStringList()))
            out.append({postgresNormalExpression(postgresIdentifier(s.shown) + u'.' + postgresIdentifier(column),
                                                 m_sources.size() == 1 ? s.shown : QString()),
                        column});
    }
    m_failed = m_failed || out.isEmpty();
    return out;
}

} // namespace core
