// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialect/sqlite/queryparts.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

SqliteText::SqliteText(const QString &sql)
    : m_sql(sql)
{
    const QList<Token> tokens = lex(sql, sqliteLexRules());
    for (const Token &t : tokens) {
        if (t.isSignificant())
            m_tokens.append(t);
    }
}

bool SqliteText::isSign(qsizetype i, QChar sign) const
{
    return i >= 0 && i < size() && m_tokens[i].length == 1 && m_sql[m_tokens[i].offset] == sign;
}

bool SqliteText::isWord(qsizetype i, QLatin1String word) const
{
    return i >= 0 && i < size() && core::isWord(m_tokens[i], m_sql, word);
}

bool SqliteText::isName(qsizetype i) const
{
    if (i < 0 || i >= size())
        return false;
    const Token &t = m_tokens[i];
    if (t.kind != Token::Kind::Word)
        return t.kind == Token::Kind::QuotedIdentifier;
    const QStringView word = t.in(m_sql);
    return !isSqliteKeyword(word) || isSqliteKeywordOfDdl(word) || isSign(i - 1, u'.'); // new.key, t.offset
}

QString SqliteText::name(qsizetype i) const
{
    return foldedName(unquoted(m_tokens[i].in(m_sql)));
}

QList<std::pair<qsizetype, qsizetype>> SqliteText::statements() const
{
    QList<std::pair<qsizetype, qsizetype>> out;
    qsizetype from = 0;
    int depth = 0;
    for (qsizetype i = 0; i <= size(); ++i) {
        depth += isSign(i, u'(') ? 1 : isSign(i, u')') ? -1 : 0;
        if (i < size() && (depth > 0 || !isSign(i, u';')))
            continue;
        if (i > from)
            out.append({from, i});
        from = i + 1;
    }
    return out;
}

void SqliteText::replace(qsizetype i, const QString &newName)
{
    if (unquoted(m_tokens[i].in(m_sql)) != newName)
        m_new.insert(i, newName);
}

void SqliteText::callAs(qsizetype i, const QString &name)
{
    m_calledAs.insert(i, name);
}

QString SqliteText::text() const
{
    QString out;
    qsizetype from = 0;
    QList<qsizetype> places = m_new.keys() + m_calledAs.keys();
    std::sort(places.begin(), places.end());
    places.erase(std::unique(places.begin(), places.end()), places.end());
    for (const qsizetype i : std::as_const(places)) {
        const Token &t = m_tokens[i];
        out += QStringView(m_sql).sliced(from, t.offset - from);
        out += m_new.contains(i) ? sqliteIdentifier(m_new.value(i)) : t.in(m_sql).toString();
        if (m_calledAs.contains(i))
            out += u" AS "_s + sqliteIdentifier(m_calledAs.value(i));
        from = t.offset + t.length;
    }
    return out + QStringView(m_sql).sliced(from);
}

SqliteSources::SqliteSources(const SqliteText &text, qsizetype from, qsizetype to)
    : m_text(text)
    , m_from(from)
{
    findOwnNames(from, to);
    findScopes(from, to);
    QList<Place> place{Place::Elsewhere};
    for (qsizetype i = from; i < to; ++i) {
        if (text.isSign(i, u'(')) {
            m_readsOthers = m_readsOthers
                || (place.last() == Place::From
                    && (text.isWord(i + 1, "SELECT"_L1) || text.isWord(i + 1, "VALUES"_L1)));
            place.append(within(i, place.last()));
        } else if (text.isSign(i, u')') && place.size() > 1) {
            place.removeLast();
        } else if (text.isName(i) && isTablePlace(i, place.last() == Place::From)) {
            add(i, to);
        } else {
            place.last() = after(i, place.last());
        }
    }
}

QSet<QString> SqliteSources::tables() const
{
    QSet<QString> out;
    for (const qsizetype i : m_places)
        out.insert(m_text.name(i));
    return out;
}

/// Parentheses may hold a query of their own, and each part of a UNION is one.
void SqliteSources::findScopes(qsizetype from, qsizetype to)
{
    QList<int> open{0};
    m_outer.append(-1);
    const auto begin = [this](int outer) {
        m_outer.append(outer);
        return static_cast<int>(m_outer.size()) - 1;
    };
    for (qsizetype i = from; i < to; ++i) {
        if (m_text.isSign(i, u'('))
            open.append(begin(open.last()));
        else if (m_text.isWord(i, "UNION"_L1) || m_text.isWord(i, "EXCEPT"_L1) || m_text.isWord(i, "INTERSECT"_L1))
            open.last() = begin(m_outer.at(open.last()));
        m_scopeOf.append(open.last());
        if (m_text.isSign(i, u')') && open.size() > 1)
            open.removeLast();
        if (m_conflict < 0 && m_text.isWord(i, "CONFLICT"_L1) && m_text.isWord(i - 1, "ON"_L1))
            m_conflict = i;
    }
}

QList<QStringList> SqliteSources::around(qsizetype i) const
{
    QList<QStringList> out;
    for (int scope = m_scopeOf.value(i - m_from, 0); scope >= 0; scope = m_outer.at(scope)) {
        QSet<QString> tables;
        for (const qsizetype place : m_places) {
            const qsizetype before = m_text.isSign(place - 1, u'.') ? place - 3 : place - 1;
            if (m_scopeOf.value(place - m_from, 0) == scope && !m_text.isWord(before, "INTO"_L1))
                tables.insert(m_text.name(place));
        }
        out.append(QStringList(tables.cbegin(), tables.cend()));
    }
    return out;
}

void SqliteSources::findOwnNames(qsizetype from, qsizetype to)
{
    bool with = false;
    for (qsizetype i = from; i < to; ++i) {
        with = with || m_text.isWord(i, "WITH"_L1);
        if (!m_text.isWord(i, "AS"_L1))
            continue;
        if (m_text.isName(i + 1))
            m_results.insert(m_text.name(i + 1));
        // WITH t AS (…), u(a, b) AS NOT MATERIALIZED (…)
        const bool query =
            m_text.isSign(i + 1, u'(') || m_text.isWord(i + 1, "MATERIALIZED"_L1) || m_text.isWord(i + 1, "NOT"_L1);
        qsizetype at = i - 1;
        if (m_text.isSign(at, u')')) {
            while (at > from && !m_text.isSign(at, u'('))
                --at;
            --at;
        }
        if (with && query && at >= from && m_text.isName(at))
            m_queries.insert(m_text.name(at));
    }
}

SqliteSources::Place SqliteSources::after(qsizetype i, Place now) const
{
    if (m_text.isWord(i, "FROM"_L1)) // not that of IS DISTINCT FROM
        return m_text.isWord(i - 1, "DISTINCT"_L1) ? now : Place::From;
    if (m_text.isWord(i, "JOIN"_L1))
        return Place::From;
    if (now == Place::On && m_text.isSign(i, u','))
        return Place::From;
    if (now == Place::From && (m_text.isWord(i, "ON"_L1) || m_text.isWord(i, "USING"_L1)))
        return Place::On;
    for (const QLatin1String word :
         {"WHERE"_L1, "GROUP"_L1, "ORDER"_L1, "LIMIT"_L1, "HAVING"_L1, "WINDOW"_L1, "SELECT"_L1, "SET"_L1,
          "RETURNING"_L1, "UNION"_L1, "EXCEPT"_L1, "INTERSECT"_L1, "VALUES"_L1}) {
        if (m_text.isWord(i, word))
            return Place::Elsewhere;
    }
    return now;
}

/// Arguments of a table-valued function are no tables.
SqliteSources::Place SqliteSources::within(qsizetype open, Place around) const
{
    return around == Place::From && !m_text.isName(open - 1) ? Place::From : Place::Elsewhere;
}

bool SqliteSources::isTablePlace(qsizetype i, bool inFrom) const
{
    if (m_text.isSign(i + 1, u'.')) // a schema's name
        return false;
    const qsizetype before = m_text.isSign(i - 1, u'.') ? i - 3 : i - 1;
    for (const QLatin1String word : {"JOIN"_L1, "INTO"_L1, "UPDATE"_L1}) {
        if (m_text.isWord(before, word))
            return true;
    }
    // UPDATE OR IGNORE t
    if (m_text.isWord(before - 1, "OR"_L1) && m_text.isWord(before - 2, "UPDATE"_L1))
        return true;
    return inFrom
        && (m_text.isWord(before, "FROM"_L1) || m_text.isSign(before, u',')
            || (m_text.isSign(before, u'(') && !m_text.isName(before - 1)));
}

void SqliteSources::add(qsizetype i, qsizetype to)
{
    const QString table = m_text.name(i);
    const qsizetype alias = m_text.isWord(i + 1, "AS"_L1) ? i + 2 : i + 1;
    const bool aliased = alias < to && m_text.isName(alias);
    if (aliased)
        m_aliasPlaces.insert(alias);
    const qsizetype before = m_text.isSign(i - 1, u'.') ? i - 3 : i - 1;
    const bool into = m_text.isWord(before, "INTO"_L1);
    if (!into && (m_text.isSign(i + 1, u'(') || m_queries.contains(table))) {
        m_readsOthers = true; // a table-valued function, or a query of the statement's own
        return;
    }
    m_places.insert(i);
    if (into)
        m_written = table;
    if (aliased)
        m_meaning.insert(m_text.name(alias), table); // the table's own name is no qualifier then
    else if (!m_meaning.contains(table))
        m_meaning.insert(table, table);
}

} // namespace core
