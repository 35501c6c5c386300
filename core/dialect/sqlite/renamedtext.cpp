// SPDX-License-Identifier: GPL-3.0-or-later
// Texts under new names: the part of expressiontext.h that writes.
#include "core/dialect/sqlite/expressiontext.h"
#include "core/dialect/sqlite/queryparts.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

/// Which names of a query are whole results of it, as in SELECT here, t.here FROM t.
class SqliteResults {
public:
    SqliteResults(const SqliteText &text, qsizetype from, qsizetype to)
        : m_text(text)
        , m_from(from)
        , m_to(to)
    {
        QList<int> open{0};
        int last = 0;
        for (qsizetype i = from; i < to; ++i) {
            if (text.isSign(i, u'('))
                open.append(++last);
            m_depth.append(open.last());
            if (text.isSign(i, u')') && open.size() > 1)
                open.removeLast();
        }
        for (qsizetype i = from; i < to; ++i) {
            if (text.isName(i) && isWhole(i))
                m_names[depth(i)].insert(text.name(i));
        }
    }

    /// Alone between two commas of a list of results, without a name of its own.
    [[nodiscard]] bool isWhole(qsizetype i) const
    {
        qsizetype first = i;
        while (m_text.isSign(first - 1, u'.'))
            first -= 2;
        if (i + 1 < m_to && !m_text.isSign(i + 1, u',') && !m_text.isSign(i + 1, u')') && !isAny(i + 1, ends()))
            return false;
        const bool quantified = isAny(first - 1, {"DISTINCT"_L1, "ALL"_L1}); // not that of count(DISTINCT here)
        if (m_text.isWord(quantified ? first - 2 : first - 1, "SELECT"_L1))
            return true;
        if (!m_text.isSign(first - 1, u','))
            return false;
        for (qsizetype at = first - 1; at >= m_from && depth(at) >= depth(i); --at) {
            if (depth(at) != depth(i))
                continue;
            if (m_text.isWord(at, "SELECT"_L1))
                return true;
            if (m_text.isSign(at, u'(') || isAny(at, {"FROM"_L1, "BY"_L1, "VALUES"_L1, "SET"_L1, "WITH"_L1}))
                return false;
        }
        return false;
    }

    /// A whole term of ORDER BY that means a result of its query, whatever columns there are.
    [[nodiscard]] bool isMeantBySorting(qsizetype i) const
    {
        const bool begins = m_text.isSign(i - 1, u',') || m_text.isWord(i - 1, "BY"_L1);
        const bool ends = i + 1 >= m_to || m_text.isSign(i + 1, u',') || m_text.isSign(i + 1, u')')
            || isAny(i + 1, {"ASC"_L1, "DESC"_L1, "NULLS"_L1, "LIMIT"_L1, "COLLATE"_L1});
        return begins && ends && m_names.value(depth(i)).contains(m_text.name(i));
    }

    /// Whether a query within this one, or beside it, gives a result of that name.
    [[nodiscard]] bool isGivenElsewhere(qsizetype i) const
    {
        for (auto it = m_names.cbegin(); it != m_names.cend(); ++it) {
            if (it.key() != depth(i) && it->contains(m_text.name(i)))
                return true;
        }
        return false;
    }

private:
    static QList<QLatin1String> ends()
    {
        return {"FROM"_L1,  "WHERE"_L1, "GROUP"_L1,  "HAVING"_L1,    "ORDER"_L1,
                "LIMIT"_L1, "UNION"_L1, "EXCEPT"_L1, "INTERSECT"_L1, "WINDOW"_L1};
    }
    [[nodiscard]] bool isAny(qsizetype i, const QList<QLatin1String> &words) const
    {
        return std::any_of(words.cbegin(), words.cend(), [&](QLatin1String word) { return m_text.isWord(i, word); });
    }
    [[nodiscard]] int depth(qsizetype i) const { return m_depth.value(i - m_from, 0); }

    const SqliteText &m_text;
    const qsizetype m_from;
    const qsizetype m_to;
    QList<int> m_depth; ///< by token from m_from on: which pair of parentheses it stands in
    QHash<int, QSet<QString>> m_names; ///< of whole results, folded
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
        for (const auto &[from, to] : m_text.statements())
            statement(from, to);
        return m_text.text();
    }

private:
    void statement(qsizetype from, qsizetype to)
    {
        const SqliteSources sources(m_text, from, to);
        const bool isView = m_triggerTable.isEmpty();
        const SqliteResults results(m_text, from, isView ? to : from);
        bool sorting = false; // where the name of a result comes before that of a column
        for (qsizetype i = from; i < to; ++i) {
            sorting = m_text.isWord(i, "ORDER"_L1) || (sorting && !m_text.isSign(i, u')'));
            if (!m_text.isName(i) || sources.isAlias(i))
                continue;
            const QString name = m_text.name(i);
            if (sources.isTable(i)) {
                m_text.replace(i, m_renames.tableAfter(realTable(name)).name);
            } else if (m_text.isSign(i + 1, u'.')) {
                if (sources.meantBy(name) == name)
                    m_text.replace(i, m_renames.tableAfter(realTable(name)).name);
            } else if (m_text.isSign(i - 1, u'.')) {
                column(i, qualified(m_text.name(i - 2), sources), isView && results.isWhole(i));
            } else if (isView && sorting && results.isMeantBySorting(i)) {
                continue; // the result keeps its name
            } else if (!m_text.isSign(i + 1, u'(') && !m_text.isWord(i - 1, "AS"_L1)
                       && !m_text.isWord(i - 1, "COLLATE"_L1) && !(sorting && sources.isResult(name))) {
                const QualifiedName table = owner(i, name, sources);
                // What a query in FROM gives keeps its name, too.
                const bool isOthers =
                    isView && sources.readsOthers() && !isInScope(i, table, sources) && results.isGivenElsewhere(i);
                column(i, isOthers ? QualifiedName() : table, isView && results.isWhole(i));
            }
        }
    }

    /// A result of a view is still called what it was, for those who read the view.
    void column(qsizetype i, const QualifiedName &table, bool isResult)
    {
        const Table *t = table.isEmpty() ? nullptr : m_before.table(table);
        const Column *c = t ? t->column(m_text.name(i)) : nullptr;
        const QString after = c ? m_renames.columnAfter(t->name, c->name) : QString();
        if (!c)
            return;
        m_text.replace(i, after);
        if (isResult && foldedName(after) != foldedName(c->name))
            m_text.callAs(i, c->name);
    }

    /// The table's own spelling, so that a name that stays is left as it is.
    [[nodiscard]] QualifiedName realTable(const QString &folded) const
    {
        const Table *t = m_before.table({{}, folded});
        return t ? t->name : QualifiedName{{}, folded};
    }

    [[nodiscard]] QualifiedName qualified(const QString &qualifier, const SqliteSources &sources) const
    {
        const QString meant = sources.meantBy(qualifier);
        if (!meant.isEmpty())
            return {{}, meant};
        if (qualifier == "excluded"_L1) // the row that could not be inserted
            return {{}, sources.written()};
        const bool row = qualifier == "new"_L1 || qualifier == "old"_L1;
        return row ? m_triggerTable : QualifiedName();
    }

    /// The one table that has such a column: of those that INSERT or UPDATE writes to where only they can be meant,
    /// else of the innermost query around it. Empty if none or several do.
    [[nodiscard]] QualifiedName owner(qsizetype i, const QString &column, const SqliteSources &sources) const
    {
        if (sources.isBehindConflict(i) && !sources.written().isEmpty())
            return {{}, sources.written()};
        for (const qsizetype place : sources.places()) { // INSERT INTO t(here)
            if (m_text.isWord(place - 1, "INTO"_L1) && isInList(i, place + 1))
                return {{}, m_text.name(place)};
            // UPDATE t SET here = …, here = …, (here, here) = …
            const bool isSet = m_text.isWord(i - 1, "SET"_L1)
                || (m_text.isSign(i - 1, u',') && m_text.isSign(i + 1, u'='))
                || (m_text.isWord(place + 1, "SET"_L1) && isInList(i, place + 2));
            if (isSet && m_text.isWord(place - 1, "UPDATE"_L1))
                return {{}, m_text.name(place)};
        }
        for (const QStringList &tables : sources.around(i)) {
            const QStringList having = withColumn(tables, column);
            if (!having.isEmpty())
                return {{}, having.size() == 1 ? having.first() : QString()};
        }
        const QSet<QString> all = sources.tables(); // FROM (a JOIN b)
        const QStringList having = withColumn(QStringList(all.cbegin(), all.cend()), column);
        return {{}, having.size() == 1 ? having.first() : QString()};
    }

    [[nodiscard]] static bool isInScope(qsizetype i, const QualifiedName &table, const SqliteSources &sources)
    {
        const QList<QStringList> around = sources.around(i);
        return std::any_of(around.cbegin(), around.cend(),
                           [&table](const QStringList &tables) { return tables.contains(table.name); });
    }

    [[nodiscard]] QStringList withColumn(QStringList tables, const QString &column) const
    {
        tables.removeIf([&](const QString &name) {
            const Table *t = m_before.table({{}, name});
            const View *v = t ? nullptr : m_before.view({{}, name});
            return t ? !t->column(column)
                     : !v || std::none_of(v->columns.cbegin(), v->columns.cend(), [&](const Column &c) {
                           return foldedName(c.name) == column;
                       });
        });
        return tables;
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

    SqliteText m_text;
    const SchemaIndex &m_before;
    const Renames &m_renames;
    const QualifiedName m_triggerTable;
};

} // namespace

QSet<QString> sqliteTablesIn(const QString &sql)
{
    const SqliteText text(sql);
    return SqliteSources(text, 0, text.size()).tables();
}

QString sqliteRenamedExpression(const QString &sql, const Table &before, const Renames &renames)
{
    SqliteText text(sql);
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
        const bool isOther = text.isWord(i - 1, "COLLATE"_L1) || text.isWord(i - 1, "AS"_L1); // CAST(a AS text)
        const Column *c = isOwn && !isOther ? before.column(name) : nullptr;
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
    SqliteText text(sql);
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text.isName(i) && text.isSign(i + 1, u'.') && !text.isSign(i - 1, u'.')
            && text.name(i) == foldedName(table))
            text.replace(i, other);
    }
    return text.text();
}

} // namespace core
