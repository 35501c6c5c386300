// SPDX-License-Identifier: GPL-3.0-or-later
// Texts under new names: the part of expressiontext.h that writes.
#include "core/dialect/sqlite/expressiontext.h"
#include "core/dialect/sqlite/queryparts.h"

#include <algorithm>

namespace core {

using namespace Qt::Literals::StringLiterals;

namespace {

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
                column(i, qualified(m_text.name(i - 2), sources));
            } else if (!m_text.isSign(i + 1, u'(') && !m_text.isWord(i - 1, "AS"_L1)
                       && !m_text.isWord(i - 1, "COLLATE"_L1) && !(sorting && sources.isResult(name))) {
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
