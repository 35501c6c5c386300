// SPDX-License-Identifier: GPL-3.0-or-later
// Texts under new names: the part of expressiontext.h that writes.
#include "core/dialect/sqlite/expressiontext.h"
#include "core/dialect/sqlite/words.h"

#include <QMap>

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// The significant tokens of a text, by place, and a text that grows out of it with some of them replaced.
class Rewriter {
public:
    explicit Rewriter(const QString &sql)
        : m_sql(sql)
    {
        const QList<Token> tokens = lex(sql, sqliteLexRules());
        for (const Token &t : tokens) {
            if (t.isSignificant())
                m_tokens.append(t);
        }
    }

    [[nodiscard]] qsizetype size() const { return m_tokens.size(); }
    [[nodiscard]] bool isSign(qsizetype i, QChar sign) const
    {
        return i >= 0 && i < size() && m_tokens[i].length == 1 && m_sql[m_tokens[i].offset] == sign;
    }
    [[nodiscard]] bool isWord(qsizetype i, QLatin1String word) const
    {
        return i >= 0 && i < size() && core::isWord(m_tokens[i], m_sql, word);
    }
    /// A name of something, not a keyword.
    [[nodiscard]] bool isName(qsizetype i) const
    {
        if (i < 0 || i >= size())
            return false;
        const Token &t = m_tokens[i];
        return t.kind == Token::Kind::QuotedIdentifier
            || (t.kind == Token::Kind::Word && !isSqliteKeyword(t.in(m_sql)));
    }
    [[nodiscard]] QString name(qsizetype i) const { return foldedName(unquoted(m_tokens[i].in(m_sql))); }

    void replace(qsizetype i, const QString &newName)
    {
        if (unquoted(m_tokens[i].in(m_sql)) != newName)
            m_new.insert(i, newName);
    }

    [[nodiscard]] QString text() const
    {
        QString out;
        qsizetype from = 0;
        for (auto it = m_new.cbegin(); it != m_new.cend(); ++it) {
            const Token &t = m_tokens[it.key()];
            out += QStringView(m_sql).sliced(from, t.offset - from);
            out += sqliteIdentifier(it.value());
            from = t.offset + t.length;
        }
        return out + QStringView(m_sql).sliced(from);
    }

private:
    QString m_sql;
    QList<Token> m_tokens;
    QMap<qsizetype, QString> m_new;
};

/// Which tokens of a statement name tables, and under which names their columns are spoken of.
class Sources {
public:
    Sources(const Rewriter &text, qsizetype from, qsizetype to)
        : m_text(text)
    {
        QList<bool> inFrom{false};
        for (qsizetype i = from; i < to; ++i) {
            if (text.isSign(i, u'(')) {
                inFrom.append(inFrom.last());
            } else if (text.isSign(i, u')') && inFrom.size() > 1) {
                inFrom.removeLast();
            } else if (text.isWord(i, "FROM"_L1)) {
                inFrom.last() = true;
            } else if (endsFrom(i)) {
                inFrom.last() = false;
            } else if (text.isName(i) && isTablePlace(i, inFrom.last())) {
                add(i, to);
            }
        }
    }

    [[nodiscard]] bool isTable(qsizetype i) const { return m_places.contains(i); }
    [[nodiscard]] bool isAlias(qsizetype i) const { return m_aliasPlaces.contains(i); }
    [[nodiscard]] const QSet<qsizetype> &places() const { return m_places; }
    /// The table that a qualifier means, folded; empty if it is none of them.
    [[nodiscard]] QString meantBy(const QString &qualifier) const { return m_meaning.value(qualifier); }
    [[nodiscard]] QSet<QString> tables() const
    {
        QSet<QString> out;
        for (const qsizetype i : m_places)
            out.insert(m_text.name(i));
        return out;
    }

private:
    [[nodiscard]] bool endsFrom(qsizetype i) const
    {
        for (const QLatin1String word :
             {"WHERE"_L1, "GROUP"_L1, "ORDER"_L1, "LIMIT"_L1, "HAVING"_L1, "WINDOW"_L1, "SELECT"_L1, "SET"_L1,
              "RETURNING"_L1, "UNION"_L1, "EXCEPT"_L1, "INTERSECT"_L1, "VALUES"_L1}) {
            if (m_text.isWord(i, word))
                return true;
        }
        return false;
    }

    [[nodiscard]] bool isTablePlace(qsizetype i, bool inFrom) const
    {
        qsizetype before = i - 1;
        if (m_text.isSign(before, u'.')) // after a schema's name
            before -= 2;
        else if (m_text.isSign(i + 1, u'.'))
            return false;
        for (const QLatin1String word : {"FROM"_L1, "JOIN"_L1, "INTO"_L1, "UPDATE"_L1}) {
            if (m_text.isWord(before, word))
                return true;
        }
        // UPDATE OR IGNORE t
        if (m_text.isWord(before - 1, "OR"_L1) && m_text.isWord(before - 2, "UPDATE"_L1))
            return true;
        return inFrom && (m_text.isSign(before, u',') || (m_text.isSign(before, u'(') && !m_text.isName(before - 1)));
    }

    void add(qsizetype i, qsizetype to)
    {
        m_places.insert(i);
        const QString table = m_text.name(i);
        m_meaning.insert(table, table);
        const qsizetype alias = m_text.isWord(i + 1, "AS"_L1) ? i + 2 : i + 1;
        if (alias < to && m_text.isName(alias)) {
            m_aliasPlaces.insert(alias);
            m_meaning.insert(m_text.name(alias), table);
        }
    }

    const Rewriter &m_text;
    QSet<qsizetype> m_places;
    QSet<qsizetype> m_aliasPlaces;
    QHash<QString, QString> m_meaning;
};

class QueryRenamer {
public:
    QueryRenamer(const QString &sql, const SchemaIndex &before, const Renames &renames,
                 const QualifiedName &triggerTable)
        : m_text(sql)
        , m_before(before)
        , m_renames(renames)
        , m_triggerTable(triggerTable)
    {
    }

    QString run()
    {
        qsizetype from = 0;
        int depth = 0;
        for (qsizetype i = 0; i <= m_text.size(); ++i) {
            depth += m_text.isSign(i, u'(') ? 1 : m_text.isSign(i, u')') ? -1 : 0;
            if (i == m_text.size() || (depth <= 0 && m_text.isSign(i, u';'))) {
                statement(from, i);
                from = i + 1;
            }
        }
        return m_text.text();
    }

private:
    void statement(qsizetype from, qsizetype to)
    {
        const Sources sources(m_text, from, to);
        for (qsizetype i = from; i < to; ++i) {
            if (!m_text.isName(i) || sources.isAlias(i))
                continue;
            const QString name = m_text.name(i);
            if (sources.isTable(i)) {
                m_text.replace(i, m_renames.tableAfter(realTable(name)).name);
            } else if (m_text.isSign(i + 1, u'.')) {
                if (sources.meantBy(name) == name)
                    m_text.replace(i, m_renames.tableAfter(realTable(name)).name);
            } else if (m_text.isSign(i - 1, u'.')) {
                column(i, qualified(m_text.name(i - 2), sources));
            } else if (!m_text.isSign(i + 1, u'(') && !m_text.isWord(i - 1, "AS"_L1)) {
                column(i, owner(i, name, sources));
            }
        }
    }

    void column(qsizetype i, const QualifiedName &table)
    {
        const Table *t = table.isEmpty() ? nullptr : m_before.table(table);
        const Column *c = t ? t->column(m_text.name(i)) : nullptr;
        if (c)
            m_text.replace(i, m_renames.columnAfter(t->name, c->name));
    }

    /// The table's own spelling, so that a name that stays is left as it is.
    [[nodiscard]] QualifiedName realTable(const QString &folded) const
    {
        const Table *t = m_before.table({{}, folded});
        return t ? t->name : QualifiedName{{}, folded};
    }

    [[nodiscard]] QualifiedName qualified(const QString &qualifier, const Sources &sources) const
    {
        const QString meant = sources.meantBy(qualifier);
        if (!meant.isEmpty())
            return {{}, meant};
        const bool row = qualifier == "new"_L1 || qualifier == "old"_L1;
        return row ? m_triggerTable : QualifiedName();
    }

    /// The one table in the statement that has such a column; empty if none or several do.
    [[nodiscard]] QualifiedName owner(qsizetype i, const QString &column, const Sources &sources) const
    {
        for (const qsizetype place : sources.places()) { // INSERT INTO t(here)
            if (m_text.isWord(place - 1, "INTO"_L1) && isInList(i, place + 1))
                return {{}, m_text.name(place)};
            // UPDATE t SET here = …, here = …
            const bool isSet =
                m_text.isWord(i - 1, "SET"_L1) || (m_text.isSign(i - 1, u',') && m_text.isSign(i + 1, u'='));
            if (isSet && m_text.isWord(place - 1, "UPDATE"_L1))
                return {{}, m_text.name(place)};
        }
        QString found;
        for (const QString &name : sources.tables()) {
            const Table *t = m_before.table({{}, name});
            const View *v = t ? nullptr : m_before.view({{}, name});
            const bool has = t ? t->column(column) != nullptr
                               : v && std::any_of(v->columns.cbegin(), v->columns.cend(), [&](const Column &c) {
                                     return foldedName(c.name) == column;
                                 });
            if (has && !found.isEmpty())
                return {};
            if (has)
                found = name;
        }
        return {{}, found};
    }

    [[nodiscard]] bool isInList(qsizetype i, qsizetype open) const
    {
        if (!m_text.isSign(open, u'(') || i < open)
            return false;
        for (qsizetype at = open; at < i; ++at) {
            if (m_text.isSign(at, u')'))
                return false;
        }
        return true;
    }

    Rewriter m_text;
    const SchemaIndex &m_before;
    const Renames &m_renames;
    const QualifiedName m_triggerTable;
};

} // namespace

QSet<QString> sqliteTablesIn(const QString &sql)
{
    const Rewriter text(sql);
    return Sources(text, 0, text.size()).tables();
}

QString sqliteRenamedExpression(const QString &sql, const Table &before, const Renames &renames)
{
    Rewriter text(sql);
    const QString own = foldedName(before.name.name);
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (!text.isName(i))
            continue;
        const QString name = text.name(i);
        if (text.isSign(i + 1, u'.')) {
            if (name == own)
                text.replace(i, renames.tableAfter(before.name).name);
            continue;
        }
        const bool qualified = text.isSign(i - 1, u'.');
        const bool isOwn = qualified ? text.name(i - 2) == own : !text.isSign(i + 1, u'(');
        const bool isCollation = text.isWord(i - 1, "COLLATE"_L1);
        const Column *c = isOwn && !isCollation ? before.column(name) : nullptr;
        if (c)
            text.replace(i, renames.columnAfter(before.name, c->name));
    }
    return text.text();
}

QString sqliteRenamedQuery(const QString &sql, const SchemaIndex &before, const Renames &renames,
                           const QualifiedName &triggerTable)
{
    return QueryRenamer(sql, before, renames, triggerTable).run();
}

QString sqliteRequalified(const QString &sql, const QString &table, const QString &other)
{
    Rewriter text(sql);
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text.isName(i) && text.isSign(i + 1, u'.') && !text.isSign(i - 1, u'.')
            && text.name(i) == foldedName(table))
            text.replace(i, other);
    }
    return text.text();
}

} // namespace core
