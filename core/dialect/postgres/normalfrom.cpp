// SPDX-License-Identifier: GPL-3.0-or-later
// FROM: tables, queries and joins, and what columns they have.
#include "core/dialect/postgres/normalselect.h"

#include "core/dialect/postgres/normalexpression.h"

#include <algorithm>
#include <utility>

namespace core {

using namespace Qt::Literals::StringLiterals;

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
        const Range condition = untilWord(QStringList{u"left"_s, u"right"_s, u"full"_s, u"inner"_s, u"cross"_s,
                                                      u"join"_s, u","_s, u"natural"_s, u"where"_s}
                                          + afterConditions());
        if (condition.from >= condition.to)
            m_failed = true;
        else
            out += u" on "_s + normal(qualified(condition));
    }
    return out;
}

/// A query in parentheses, which has a name.
QString PostgresSelectParser::subquery()
{
    const bool outer = std::exchange(m_namesMatter, true);
    const Query inner = query();
    m_namesMatter = outer;
    m_failed = m_failed || !take(")"_L1);
    const QString alias = aliasOr({});
    m_failed = m_failed || alias.isEmpty() || word(m_at) == "("_L1;
    return u'(' + inner.text + u") "_s + addSource(alias, {}, inner.columns, inner.types);
}

QString PostgresSelectParser::addSource(const QString &alias, const QString &name, const Columns &columns,
                                        const Types &types)
{
    const auto isShown = [this](const QString &shown) {
        return std::any_of(m_sources.cbegin(), m_sources.cend(), [&](const Source &s) { return s.shown == shown; });
    };
    const QString number = alias.startsWith(name + u'_') ? alias.sliced(name.size() + 1) : QString();
    const bool isNumbered = m_named.contains(name) && !number.isEmpty()
        && std::all_of(number.cbegin(), number.cend(), [](QChar c) { return c.isDigit(); });
    const QString shown = isNumbered && !isShown(name) ? name : alias;
    m_failed = m_failed || isShown(shown);
    m_sources.append({alias, shown, columns, types});
    return shown;
}

QString PostgresSelectParser::aliasOr(const QString &otherwise)
{
    static const QStringList ends =
        QStringList{u"left"_s, u"right"_s, u"full"_s,    u"inner"_s, u"cross"_s,      u"join"_s,
                    u"on"_s,   u"using"_s, u"natural"_s, u"where"_s, u"tablesample"_s}
        + afterConditions();
    const bool said = take("as"_L1);
    const bool follows = isName(m_at) && !(m_tokens[m_at].kind == Token::Kind::Word && ends.contains(word(m_at)));
    return said || follows ? takeName() : otherwise;
}

/// A table with its alias, a query, or a join in parentheses.
QString PostgresSelectParser::source()
{
    if (take("("_L1)) {
        qsizetype inner = m_at;
        while (word(inner) == "("_L1)
            ++inner;
        if (word(inner) == "select"_L1 || word(inner) == "with"_L1)
            return subquery();
        const QString inside = joined();
        m_failed = m_failed || !take(")"_L1);
        return inside;
    }
    QStringList path;
    do
        path.append(takeName());
    while (!m_failed && take("."_L1));
    if (m_failed || path.first() == "lateral"_L1 || path.first() == "only"_L1 || word(m_at) == "("_L1) {
        m_failed = true; // a function
        return {};
    }
    if (path.size() > 1 && path.first() == "public"_L1)
        path.removeFirst();
    const QString alias = aliasOr(path.last());
    m_failed = m_failed || word(m_at) == "("_L1; // other names for its columns
    const QString shown = addSource(alias, path.size() == 1 ? path.last() : QString(), columnsOf(path), typesOf(path));
    return shown == path.last() ? path.join(u'.') : QString(path.join(u'.') + u' ' + shown);
}

PostgresSelectParser::Columns PostgresSelectParser::columnsOf(const QStringList &path) const
{
    if (path.size() == 1 && m_named.contains(path.first()))
        return m_named.value(path.first());
    const QList<Column> *columns = relationColumns(path);
    if (!columns || columns->isEmpty())
        return std::nullopt;
    QStringList names;
    for (const Column &c : *columns)
        names.append(c.name);
    return names;
}

PostgresSelectParser::Types PostgresSelectParser::typesOf(const QStringList &path) const
{
    if (path.size() == 1 && m_named.contains(path.first()))
        return m_namedTypes.value(path.first());
    Types types;
    const QList<Column> *columns = relationColumns(path);
    for (const Column &c : columns ? *columns : QList<Column>()) {
        if (!c.declaredType.isEmpty())
            types.insert(c.name, c.declaredType);
    }
    return types;
}

/// Of a table or view; nullptr: there is none of that name.
const QList<Column> *PostgresSelectParser::relationColumns(const QStringList &path) const
{
    if (!m_schema || path.size() > 2)
        return nullptr;
    const QualifiedName name{path.size() == 2 ? path.first() : QString(), path.last()};
    if (const Table *t = m_schema->table(name); t && t->name == name)
        return &t->columns;
    const View *v = m_schema->view(name);
    return v && v->name == name ? &v->columns : nullptr;
}

/// Those whose types are known, by the names that they have in qualified().
Table PostgresSelectParser::knownColumns() const
{
    Table known;
    const bool isOne = m_sources.size() == 1;
    if (isOne)
        known.name.name = m_sources.first().alias;
    for (const Source &s : m_sources) {
        for (auto it = s.types.cbegin(); it != s.types.cend(); ++it) {
            Column c;
            c.name = isOne ? it.key() : QString(s.shown + u'.' + it.key());
            c.declaredType = it.value();
            known.columns.append(c);
        }
    }
    return known;
}

/// Without a schema there are no types to go by.
QString PostgresSelectParser::normal(const QString &expression) const
{
    const Table known = knownColumns();
    return m_schema ? postgresNormalTypedExpression(expression, known) : postgresNormalExpression(expression, known);
}

} // namespace core
